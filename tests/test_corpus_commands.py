"""The commands that work on a corpus, as a desk uses them."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command import HARBOUR, SIGNAL, crosswire

OPERA = {
    "id": "opera",
    "text": "The Veskar opera opens its new house with a gala in May, its director Tessaly Quillon said.",
    "outlet": "Signal",
    "published": "2031-02-11",
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (HARBOUR, SIGNAL, OPERA)))
    assert crosswire("add", path.name).stdout == (
        "3 new, 0 new versions, 0 known already, 0 unreadable; 2 stories changed\n"
    )
    return tmp_path


def answer(*arguments: object) -> dict[str, list[dict[str, object]]]:
    found = json.loads(crosswire(*arguments, "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def ferry() -> str:
    return str(answer("stories")["stories"][0]["id"])


def test_added_again_nothing_changes_and_what_cannot_be_read_is_a_row(desk: Path) -> None:
    (desk / "broken.jsonl").write_text("no JSON\n")
    done = crosswire("add", "reports.jsonl", "broken.jsonl", status=1)
    heads, row, *_, closing = done.stdout.splitlines()
    assert heads.split() == ["unreadable", "why"]
    assert row.startswith("broken.jsonl:1")
    assert closing == "0 new, 0 new versions, 3 known already, 1 unreadable; 0 stories changed"


def test_the_stories_of_the_corpus_are_those_of_the_files(desk: Path) -> None:
    kept = [(story["title"], story["reports"]) for story in answer("stories")["stories"]]
    assert kept == [(story["title"], story["reports"]) for story in answer("stories", "reports.jsonl")["stories"]]
    assert answer("stories", "--since", "2999-01-01") == {"stories": []}
    assert [story["new"] for story in answer("stories", "--since", "1 day ago", "--sort", "growth")["stories"]] == [
        2,
        1,
    ]


def test_a_story_shows_what_brief_shows(desk: Path) -> None:
    shown = answer("show", ferry())
    (desk / "ferry.jsonl").write_text(json.dumps(HARBOUR) + "\n" + json.dumps(SIGNAL) + "\n")
    brief = answer("brief", "ferry.jsonl")
    for story in (*shown["stories"], *brief["stories"]):
        del story["id"]
    for report in (*shown["reports"], *brief["reports"]):
        del report["path"]
    assert shown == brief
    assert crosswire("show", ferry()).stdout == crosswire("show", ferry()).stdout
    crosswire("export", ferry(), "--format", "markdown", "--output", "story.md")
    assert (desk / "story.md").read_text().startswith("#")


def test_a_kept_brief_is_made_again_when_the_story_changes(desk: Path) -> None:
    before = answer("show", ferry())
    third = {**SIGNAL, "id": "third", "outlet": "Ledger", "text": SIGNAL["text"] + " The ferry Ilda is still stranded."}
    (desk / "third.jsonl").write_text(json.dumps(third) + "\n")
    crosswire("add", "third.jsonl")
    after = answer("show", ferry())
    assert len(after["reports"]) == len(before["reports"]) + 1
    assert after["stories"][0]["id"] == before["stories"][0]["id"]


def test_a_story_is_listed_under_the_headline_of_its_brief(desk: Path) -> None:
    told = [
        ("Mill fire in Marrowby kills two", "Two people died in a fire at the old mill in Marrowby, police said."),
        ("Two killed in Marrowby mill fire", "A fire at the old mill in Marrowby killed two people, police said."),
        ("Marrowby mill: toll rises", "Three people have died in the fire at the old mill in Marrowby, police said."),
    ]
    given = [
        {"id": f"mill-{n}", "title": title, "text": text, "published": f"2031-06-0{n + 1}"}
        for n, (title, text) in enumerate(told)
    ]

    def listed() -> dict[str, str]:
        return {str(one["id"]): str(one["title"]) for one in answer("stories", "--corpus", "mill.db")["stories"]}

    renamed = [{**one, "title": "Blaze at Marrowby mill", "text": f"{one['text']} More follows."} for one in given[:2]]
    titles = set()
    for added in (given[:2], given[2:], renamed):
        (desk / "mill.jsonl").write_text("".join(json.dumps(one) + "\n" for one in added))
        crosswire("add", "mill.jsonl", "--corpus", "mill.db")
        ((story, title),) = listed().items()
        assert answer("show", story, "--corpus", "mill.db")["stories"][0]["title"] == title
        titles.add(title)
    assert len(titles) > 1


def test_search_finds_the_passage_and_the_story(desk: Path) -> None:
    found = answer("search", "2031-03-04", "Ilda", "Port", "Sael", "--limit", 2)["results"]
    found.sort(key=lambda one: str(one["report"]))
    assert [(one["kind"], one["report"], one["story"]) for one in found] == [
        ("report", "harbour", ferry()),
        ("report", "signal", ferry()),
    ]
    whole = f"{HARBOUR['title']}\n{HARBOUR['text']}"
    assert whole[found[0]["start"] : found[0]["end"]] == found[0]["passage"]  # type: ignore[misc]
    assert [one["report"] for one in answer("search", "February 2031")["results"]] == ["opera"]
    assert answer("search", "since 26/2/2031 ferry")["days"] == [["2031-02-26", None]]
    assert "days asked for: 2031-04-03, 2031-03-04\n" in crosswire("search", "3/4/2031").stderr
    assert crosswire("search", "zeppelin").stdout == "nothing found\n"
    assert "holds nothing to search for" in crosswire("search", "…", status=2).stderr


def test_claims_are_found_once_their_story_has_a_brief(desk: Path) -> None:
    before = crosswire("search", "aground", "--in", "claims")
    assert before.stdout == "nothing found\n"
    assert "2 stories have no brief yet" in before.stderr
    assert answer("search", "aground", "--in", "claims")["unread"] == 2
    crosswire("show", ferry())
    claim, *_ = answer("search", "aground", "--in", "claims")["results"]
    assert (claim["kind"], claim["story"], claim["origins_min"]) == ("claim", ferry(), 1)


def test_a_story_whose_text_changed_counts_as_unread_until_its_brief_is_made_again(desk: Path) -> None:
    crosswire("show", ferry())
    assert answer("search", "aground", "--in", "claims")["unread"] == 1
    (desk / "changed.jsonl").write_text(json.dumps({**HARBOUR, "text": HARBOUR["text"] + " Divers found a crack."}))
    crosswire("add", "changed.jsonl")
    found = answer("search", "divers found a crack", "--in", "claims")
    assert (found["unread"], [one for one in found["results"] if "crack" in str(one["passage"])]) == (2, [])
    listed = crosswire("stories")
    assert [one["outdated"] for one in answer("stories")["stories"]] == [True, False]
    assert re.search(rf"{ferry()} +2 +\d\* +\d\* ", listed.stdout)
    assert "* as of a brief older than the reports, in 1 stories: crosswire show STORY" in listed.stderr
    crosswire("show", ferry())
    found = answer("search", "divers found a crack", "--in", "claims")
    assert found["unread"] == 1
    assert "crack" in str(found["results"][0]["passage"])
    assert "*" not in crosswire("stories").stdout
    crosswire("add", "reports.jsonl")
    assert answer("search", "aground", "--in", "claims")["unread"] == 2
    crosswire("show", ferry())
    found = answer("search", "divers found a crack", "--in", "claims")
    assert not any("crack" in str(one["passage"]) for one in found["results"])


def test_what_is_new_since_a_time(desk: Path) -> None:
    new = answer("diff", ferry(), "--since", "1 hour ago")
    assert new["reports"] == ["harbour", "signal"]
    assert new["claims"]
    nothing = crosswire("diff", ferry(), "--since", "2999-01-01").stdout
    assert nothing.splitlines()[-1] == "nothing"


def test_judgements_change_the_brief_are_listed_and_undone(desk: Path) -> None:
    story = answer("show", ferry())["stories"][0]
    claim = max(story["claims"], key=lambda claim: len(claim["mentions"]))  # type: ignore[attr-defined, call-overload]
    one, other = (mention["id"] for mention in claim["mentions"][:2])
    crosswire("judge", "different", ferry(), one, other, "--why", "two groundings", "--by", "Ada Ferris")
    judged = answer("show", ferry())["stories"][0]
    told = [{mention["id"] for mention in c["mentions"]} for c in judged["claims"]]  # type: ignore[attr-defined]
    assert {one, other} <= set.union(*told)
    assert not any({one, other} <= ids for ids in told)
    (listed,) = answer("judge", "list")["judgements"]
    assert (listed["verdict"], listed["about"], listed["by"]) == ("different", [one, other], "Ada Ferris")
    crosswire("judge", "undo", listed["number"])
    assert answer("show", ferry())["stories"][0] == story
    assert answer("judge", "list") == {"judgements": []}


def test_a_corpus_is_written_out_and_read_in_again(desk: Path) -> None:
    crosswire("add", "reports.jsonl")
    changed = {**OPERA, "text": OPERA["text"] + " Tickets are sold out."}
    (desk / "changed.jsonl").write_text(json.dumps(changed) + "\n")
    crosswire("add", "changed.jsonl")
    both = [str(story["id"]) for story in answer("stories")["stories"]]
    crosswire("judge", "merge", *both, "--why", "one gala", "--by", "Ada Ferris")
    crosswire("export", "--output", "whole")
    assert sorted(path.name for path in (desk / "whole").iterdir()) == [
        "judgements.jsonl",
        "outlets.csv",
        "reports.jsonl",
        "stories.jsonl",
    ]
    lines = [json.loads(line) for line in (desk / "whole" / "reports.jsonl").read_text().splitlines()]
    opera = next(one for one in lines if one["id"] == "opera")
    assert {name: opera[name] for name in changed} == changed
    assert [version["text"] for version in opera["versions"]] == [OPERA["text"], changed["text"]]
    (judged,) = map(json.loads, (desk / "whole" / "judgements.jsonl").read_text().splitlines())
    assert (judged["verdict"], judged["reports"], judged["by"]) == (
        "merge",
        ["harbour", "opera", "signal"],
        "Ada Ferris",
    )
    (story,) = map(json.loads, (desk / "whole" / "stories.jsonl").read_text().splitlines())
    assert story["reports"] == ["harbour", "opera", "signal"]
    crosswire("add", "whole/reports.jsonl", "--corpus", "again.db")
    crosswire("export", "--output", "twice", "--corpus", "again.db")
    kept = ("id", "title", "text", "outlet", "published")
    again = [json.loads(line) for line in (desk / "twice" / "reports.jsonl").read_text().splitlines()]
    assert [[one.get(name) for name in kept] for one in again] == [[one.get(name) for name in kept] for one in lines]
    assert "name a folder" in crosswire("export", status=2).stderr


def test_a_story_is_written_with_its_versions_and_judgements(desk: Path) -> None:
    crosswire("judge", "split", ferry(), "signal", "--why", "two groundings", "--by", "Ada Ferris")
    (harbour,) = (story for story in answer("stories")["stories"] if story["reports"] == ["harbour"])
    written = json.loads(crosswire("export", harbour["id"]).stdout)
    assert [(one["report"], one["number"]) for one in written["versions"]] == [("harbour", 1)]
    assert [(one["verdict"], one["why"]) for one in written["judgements"]] == [("split", "two groundings")]


def test_reports_of_one_publisher_are_told_so(desk: Path) -> None:
    texts = {
        "Harbour Post": "The old grain tower in Marrowby collapsed on Friday. Its roof fell into the river at noon.",
        "Signal": "Marrowby's old grain tower fell down on Friday. At noon the roof dropped into the river.",
    }
    towers = [{"id": f"tower-{outlet[0]}", "text": text, "outlet": outlet} for outlet, text in texts.items()]
    (desk / "towers.jsonl").write_text("".join(json.dumps({**one, "published": "2031-05-02"}) + "\n" for one in towers))
    (desk / "outlets.csv").write_text("name,family,state_run\nHarbour Post,Corvane Media,yes\nSignal,Corvane Media,\n")
    crosswire("add", "towers.jsonl")
    tower = next(str(s["id"]) for s in answer("stories")["stories"] if "tower-H" in s["reports"])  # type: ignore[operator]
    before = answer("show", tower)
    crosswire("outlets", "--read", "outlets.csv")
    after = answer("show", tower)
    reasons = [origin["reason"] for claim in after["stories"][0]["claims"] for origin in claim["origins"]]  # type: ignore[attr-defined, call-overload]
    assert before["stories"] != after["stories"]
    assert "tower-H and tower-S have one publisher: Corvane Media" in reasons
    heads, harbour, *_ = crosswire("outlets").stdout.splitlines()
    assert heads.split()[:3] == ["outlet", "family", "state-run"]
    assert harbour.split()[:3] == ["Harbour", "Corvane", "yes"]


def test_reports_that_are_not_read_are_told_each_time(desk: Path) -> None:
    german = "Am Dienstag ist bei Brunnwald ein Zug entgleist. Zwölf Menschen wurden nach Angaben der Bahn verletzt."
    (desk / "zug.txt").write_text(german)
    crosswire("add", "zug.txt")
    story = next(str(story["id"]) for story in answer("stories")["stories"] if story["reports"] == ["zug"])
    for _ in range(2):
        shown = crosswire("show", story, "--format", "json")
        assert "is in German (de): only English is read" in shown.stderr
        assert json.loads(shown.stdout)["problems"]


def test_outlets_are_a_table_that_people_edit(desk: Path) -> None:
    crosswire("outlets", "--write", "outlets.csv")
    with (desk / "outlets.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Harbour Post", "Signal"]
    rows[1]["family"] = "Corvane Media"
    with (desk / "outlets.csv").open("w") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    listed = answer("outlets", "--read", "outlets.csv")["outlets"]
    assert [(one["name"], one["family"], one["reports"]) for one in listed] == [
        ("Harbour Post", "", 1),
        ("Signal", "Corvane Media", 2),
    ]


def test_a_table_without_a_column_leaves_what_is_known_of_it(desk: Path) -> None:
    (desk / "outlets.csv").write_text("name,family,state_run\nSignal,Corvane Media,Yes\n")
    crosswire("outlets", "--read", "outlets.csv")
    (desk / "outlets.csv").write_text("name,country\nSignal,Corvane\n")
    listed = answer("outlets", "--read", "outlets.csv")["outlets"]
    assert [(one["family"], one["state_run"], one["country"]) for one in listed if one["name"] == "Signal"] == [
        ("Corvane Media", "yes", "Corvane")
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("outlet,owner\nSignal,Corvane\n", 'has no column "name", only "outlet", "owner": name its columns'),
        ("name;family\nSignal;Corvane\n", 'has no column "name", only "name;family": separate the columns with commas'),
        ("", 'has no column "name", only none at all'),
        ("name,family\nSignal,\n,Corvane\n", "row 3: has no name"),
        ("name,family\nSignal,\nLedger,\nSignal,Corvane\n", 'row 4: "Signal" has a row above already'),
        ("name,state_run\nSignal,maybe\n", 'row 2: state_run is "maybe": give yes, no or nothing'),
        ("name,domains\nSignal,a.example,b.example\n", "row 2: has more cells than there are columns"),
    ],
)
def test_a_table_that_cannot_be_taken_is_told_and_changes_nothing(desk: Path, table: str, message: str) -> None:
    (desk / "outlets.csv").write_text(table)
    (line,) = crosswire("outlets", "--read", "outlets.csv", status=2).stderr.splitlines()
    assert line.startswith(f"crosswire: outlets.csv: {message}")
    assert all(not one["family"] and not one["state_run"] for one in answer("outlets")["outlets"])


def test_an_outlet_has_as_many_superseded_claims_as_later_reports_gave_other_figures_of(desk: Path) -> None:
    told = {
        "Harbour Post": (
            "2031-06-02T08:00:00Z",
            "Nine people died when the ferry Astra sank off Tarn, police said.",
            120,
        ),
        "Signal": ("2031-06-02T11:00:00Z", "Nine people died when the ferry Astra sank off Tarn, police said.", 120),
        "Ledger": ("2031-06-03T18:00:00Z", "Twelve people died when the ferry Astra sank off Tarn, police said.", 131),
        "Gazette": ("2031-06-03T20:00:00Z", "Twelve people died when the ferry Astra sank off Tarn, police said.", 131),
    }
    given = [
        {
            "id": f"astra-{outlet[0]}",
            "outlet": outlet,
            "published": published,
            "title": f"Ferry Astra sinks off Tarn, {text.split()[0].lower()} dead",
            "text": f"{text} The ferry Astra was carrying {aboard} passengers, its operator Blue Line said.",
        }
        for outlet, (published, text, aboard) in told.items()
    ]

    for many, found in ((2, [0, 0]), (3, [2, 2, 0]), (4, [2, 2, 0, 0])):
        (desk / "astra.jsonl").write_text("".join(json.dumps(one) + "\n" for one in given[:many]))
        crosswire("add", "astra.jsonl", "--brief", "--corpus", "astra.db")
        counted = {str(one["name"]): one["superseded"] for one in answer("outlets", "--corpus", "astra.db")["outlets"]}
        assert [counted[outlet] for outlet in list(told)[:many]] == found


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("show", "s0"), "s0: is no story of this corpus: see crosswire stories"),
        (("show", "s0", "--corpus", "none.db"), "none.db: is no corpus: make it with crosswire add"),
        (("diff", "s0", "--since", "lately"), '"lately": is no time'),
        (("judge", "undo", "7"), "7: is no judgement that holds"),
        (("outlets", "--read", "none.csv"), "none.csv: is not there: give the path of a CSV table"),
        (("stories", "--corpus", "mysql://desk/reports"), "mysql://desk/reports: "),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(desk: Path, command: tuple[str, ...], message: str) -> None:
    done = crosswire(*command, status=2)
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"crosswire: {message}")


def test_a_brief_of_files_loads_no_database() -> None:
    program = "import sys, crosswire.cli, crosswire.analysis; print('sqlalchemy' in sys.modules)"
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert done.stdout == "False\n"
