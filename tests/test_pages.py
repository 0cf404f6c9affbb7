"""The pages of a corpus, as an editor goes through them; no browser needed."""

import json
import os
import re
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import httpx2
import pytest
from desk import COUNCIL, FERRY, changed, report
from newsroom import briefs_of, form_token, newsroom, tree
from starlette.testclient import TestClient

from crosswire.corpus.adding import add_reports
from crosswire.corpus.briefing import brief_story
from crosswire.corpus.store import open_corpus
from crosswire.errors import InputError
from crosswire.outputs import terminal
from crosswire.pages.briefs import Briefs
from crosswire.pages.judging import list_rows
from crosswire.pages.serving import is_loopback, serve
from crosswire.records import Judgement

UNDATED = report("undated", "A water main burst under Kelp Row in Ostrel and two cellars filled, the city said.")
RETOLD = changed(FERRY[2], FERRY[2].text.replace("fears a fuel leak", "fears an oil leak"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("pages")
    with newsroom(folder, [*FERRY, *COUNCIL, UNDATED]) as client:
        corpus = open_corpus(str(folder / "desk.db"))
        for story in client.get("/stories.json").json()["stories"]:
            brief_story(corpus, story["id"])
        corpus.dispose()
        yield client


def story(client: TestClient, of: str = "ferry-1") -> str:
    stories = client.get("/stories.json").json()["stories"]
    return next(str(one["id"]) for one in stories if of in one["reports"])


def text(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(tree(answer.text).text_content().split())


ADDRESSES = [
    "/stories", "/stories?sort=growth", "/stories?sort=conflicts", "/search?q=ferry", "/search?q=ferry&in=all",
    "/outlets", "/judgements", "/stories/{story}", "/stories/{story}/all/reported",
    "/stories/{story}/all/disputed?page=1", "/stories/{story}/all/speakers", "/stories/{story}/export",
    "/stories/{story}/report?id=ferry-2",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_a_twin_in_json_and_a_sound_frame(pages: TestClient, address: str) -> None:
    address = address.format(story=story(pages))
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text
    page = tree(answer.text)
    path, _, query = address.partition("?")
    (twin,) = page.xpath("//footer//a/@href")
    assert twin == f"{path}.json" + (f"?{query}" if query else "")
    assert isinstance(pages.get(twin).json(), dict)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert page.xpath("//table[not(caption)]") == []
    unnamed = "//input[not(@type='hidden') and not(ancestor::label)] | //select[not(ancestor::label)]"
    assert page.xpath(unnamed) == []


def test_the_story_says_what_the_terminal_says(pages: TestClient) -> None:
    plain = pages.get(f"/stories/{story(pages)}/export/terminal").text
    corpus = open_corpus(briefs_of(pages).address)
    brief = brief_story(corpus, story(pages))
    corpus.dispose()
    assert plain == terminal.render(brief, everything=True)
    page = text(pages, f"/stories/{story(pages)}")
    passages = re.findall("“.*?”", terminal.render(brief, width=400))
    assert len(passages) > 3
    assert [passage for passage in passages if passage not in page] == []


def test_a_report_whose_date_is_unknown_has_its_pages(pages: TestClient) -> None:
    base = f"/stories/{story(pages, 'undated')}"
    assert "date unknown" in text(pages, "/stories")
    assert "not settled" in text(pages, base)
    assert "date not settled" in text(pages, f"{base}/report?id=undated")
    for page in ("all/timeline", "export", "export/html"):
        assert pages.get(f"{base}/{page}").status_code == 200


def test_every_claim_is_reached_from_the_parts_of_its_story_a_page_at_a_time(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crosswire.pages.story.PER_PAGE", 2)
    base = f"/stories/{story(pages)}"
    reached: set[str] = set()
    for part in tree(pages.get(f"{base}/all/reported").text).xpath("//nav[@aria-label='Parts']//a/@href"):
        following = [part]
        while following:
            page = tree(pages.get(following[0]).text)
            reached.update(link for link in page.xpath("//main//a/@href") if "/claims/" in link)
            following = page.xpath("(//a[@rel='next'])[1]/@href")
    told = pages.get(f"{base}.json").json()["stories"][0]["claims"]
    assert len(told) > 2
    assert {f"{base}/claims/{claim['id']}" for claim in told} <= reached
    assert pages.get(f"{base}/all/weather").status_code == 422


def test_who_speaks_and_what_they_said(pages: TestClient) -> None:
    page = tree(pages.get(f"/stories/{story(pages)}").text)
    said = {speaker.xpath("string(summary//bdi)"): speaker.text_content() for speaker in page.find_class("speaker")}
    assert "coastguard" in " ".join(said)
    assert all(speaker.xpath(".//ul/li") for speaker in page.find_class("speaker"))


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!doctype html>"), ("json", "{"), ("markdown", "# "), ("terminal", "")]
)
def test_a_story_can_be_had_in_every_form(pages: TestClient, form: str, start: str) -> None:
    listed = [one["name"] for one in pages.get(f"/stories/{story(pages)}/export.json").json()["forms"]]
    answer = pages.get(f"/stories/{story(pages)}/export/{form}")
    assert form in listed
    assert answer.text.startswith(start)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="crosswire-s')


def test_the_twin_of_a_story_is_what_show_prints(pages: TestClient) -> None:
    shown = pages.get(f"/stories/{story(pages)}.json").json()
    exported = json.loads(pages.get(f"/stories/{story(pages)}/export/json").text)
    assert exported == shown | {"versions": exported["versions"], "judgements": []}
    assert [version["report"] for version in exported["versions"]] == ["ferry-1", "ferry-2", "ferry-3"]
    assert [one["id"] for one in shown["reports"]] == ["ferry-1", "ferry-2", "ferry-3"]


def test_search_leads_to_the_story_and_the_report(pages: TestClient) -> None:
    page = tree(pages.get("/search", params={"q": "Linden Street library"}).text)
    assert f"/stories/{story(pages, 'council-1')}/report?id=council-1" in page.xpath("//main//a/@href")
    assert "holds nothing to search for" in text(pages, "/search?q=%E2%80%A6")
    assert "0 results" in text(pages, "/search?q=zeppelin")


def test_a_report_is_shown_as_it_is_with_what_was_found_beside_it(pages: TestClient) -> None:
    page = tree(pages.get(f"/stories/{story(pages)}/report?id=ferry-2").text)
    shown = [" ".join(paragraph.text_content().split()) for paragraph in page.xpath("//*[@class='paragraph']/p")]
    assert " ".join(shown) == " ".join(FERRY[1].text.split())
    notes = " ".join(page.xpath("//*[@class='margin']")[0].text_content().split())
    assert "Ida Brenn told (indirect, certain)" in notes
    assert "Ida Brenn (person)" in notes


def test_what_is_not_there_is_said_on_a_page_and_in_json(pages: TestClient) -> None:
    for address in ("/stories/s0", "/nothing", f"/stories/{story(pages)}/report?id=none"):
        assert pages.get(address).status_code == 404
    assert pages.get("/stories/s0.json").json() == {"problem": "s0: is no story of this corpus: see crosswire stories"}
    assert pages.get("/stories?sort=best").status_code == 422
    assert "sort: " in pages.get("/stories.json?sort=best").json()["problem"]


def test_a_failure_is_said_and_keeps_to_itself(pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("crosswire.pages.outlets.list_outlets", broken)
    calm = TestClient(pages.app, base_url="http://localhost", raise_server_exceptions=False)
    answer = calm.get("/outlets.json")
    assert (answer.status_code, "a bug" in answer.text, "/outlets.json: failed" in answer.text) == (500, False, True)
    assert "Content-Security-Policy" in answer.headers


def test_the_description_for_programs_needs_nothing_from_elsewhere(pages: TestClient) -> None:
    page = tree(pages.get("/docs").text)
    described = pages.get("/openapi.json").json()["paths"]
    assert {heading.text_content().split()[1] for heading in page.xpath("//h2")} == set(described)
    assert all(method["description"] for methods in described.values() for method in methods.values())
    assert [link for link in page.xpath("//@href | //@src") if "//" in link] == []


def test_a_judgement_changes_the_brief_and_can_be_taken_back(pages: TestClient) -> None:
    before = pages.get(f"/stories/{story(pages)}.json").json()["stories"][0]
    origin = next(one for claim in before["claims"] for one in claim["origins"] if "coastguard" in one["name"])
    said = {"about": origin["name"], "why": "they only passed it on", "by": "Ada Ferris", "form": form_token(pages)}
    page = f"/stories/{story(pages)}"
    done = pages.post(f"{page}/judgements", data={**said, "verdict": "dependent", "back": f"{page}/export"})
    assert (done.status_code, done.headers["Location"]) == (303, f"{page}/export")
    after = pages.get(f"{page}.json").json()["stories"][0]
    assert after != before
    (listed,) = pages.get("/judgements.json").json()["judgements"]
    assert (listed["verdict"], listed["by"], listed["undone_at"]) == ("dependent", "Ada Ferris", None)
    assert "Ada Ferris" in tree(pages.get("/judgements").text).xpath("//input[@name='by']/@value")
    pages.post(f"/judgements/{listed['number']}/undo", data={"by": "Ada Ferris", "form": form_token(pages)})
    for _ in range(100):
        if (again := pages.get(f"{page}.json").json()["stories"][0]) == before:
            break
    assert again == before


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ({"verdict": "no conflict", "about": "x0"}, "x0: is no conflict"),
        ({"verdict": "same", "about": "m1"}, "choose two"),
        ({"verdict": "independent", "about": "nobody"}, "nobody: is no source"),
        ({"verdict": "split", "about": "ferry-9"}, "ferry-9: is no report"),
        ({"verdict": "merge", "about": "s0"}, "s0: is no story"),
        ({"verdict": "split", "about": "ferry-1", "why": " "}, "is empty"),
        ({"verdict": "split", "about": "ferry-1", "by": " "}, "say who judges"),
    ],
)
def test_a_judgement_of_nothing_is_refused(pages: TestClient, judged: dict[str, str], said: str) -> None:
    given = {"why": "so", "by": "Ada Ferris", "form": form_token(pages), **judged}
    answer = pages.post(f"/stories/{story(pages)}/judgements", data=given)
    assert (answer.status_code, said in answer.text) == (400, True)


def test_a_passage_that_was_judged_is_told_in_its_words_while_they_stand(tmp_path: Path) -> None:
    with newsroom(tmp_path, [*FERRY]) as client:
        corpus = briefs_of(client).corpus
        about = ("time", "ferry-3:0-25")
        judged = Judgement(1, "no conflict", about, ("ferry-3",), "Ada", "2099-01-01T00:00:00Z", "so")
        (row,) = list_rows(corpus, [judged])
        assert row.about == ("time", "“The owner of the Marigold” in ferry-3")
        assert row.story == story(client, "ferry-3")
        (before,) = list_rows(corpus, [replace(judged, at="2000-01-01T00:00:00Z")])
        assert before.about == about


def test_no_judgement_leads_to_another_site(pages: TestClient) -> None:
    for back in ("https://evil.example/", "//evil.example", "/stories/other"):
        given = {"verdict": "merge", "about": story(pages), "why": "so", "by": "Ada", "form": form_token(pages)}
        answer = pages.post(f"/stories/{story(pages)}/judgements", data={**given, "back": back})
        assert "evil.example" not in answer.headers.get("Location", "")


def test_an_older_brief_is_shown_while_a_newer_is_made_and_versions_are_kept(pages: TestClient) -> None:
    page = f"/stories/{story(pages)}"
    assert "newer brief" not in text(pages, page)
    corpus = open_corpus(briefs_of(pages).address)
    add_reports(corpus, [RETOLD])
    corpus.dispose()
    assert "a newer brief is being made" in text(pages, page)
    made = briefs_of(pages).get(story(pages), newest=True)
    assert (made.stale, made.reports["ferry-3"].text) == (False, RETOLD.text)
    versions = tree(pages.get(f"{page}/report?id=ferry-3").text).xpath("//section[@aria-labelledby='versions']")[0]
    assert (versions.xpath(".//del/text()"), versions.xpath(".//ins/text()")) == (["a fuel"], ["an oil"])


def test_a_brief_that_takes_long_is_waited_for_by_its_page(pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    briefs, busy = briefs_of(pages), threading.Event()
    monkeypatch.setattr(briefs, "patience", 0.01)
    monkeypatch.setattr(briefs, "_kept", OrderedDict())
    briefs.worker.submit(busy.wait, 60)
    answer = pages.get(f"/stories/{story(pages, 'council-1')}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert tree(answer.text).xpath("//meta[@http-equiv='refresh']/@content") == ["3"]
    monkeypatch.undo()
    busy.set()
    assert pages.get(f"/stories/{story(pages, 'council-1')}").status_code == 200


def test_a_worker_that_has_died_is_followed_by_another(pages: TestClient) -> None:
    dead = ProcessPoolExecutor(1, get_context("spawn"))
    with pytest.raises(BrokenExecutor):
        dead.submit(os._exit, 1).result()
    with ThreadPoolExecutor(1) as alive:
        workers = iter([dead, alive])
        briefs = Briefs(briefs_of(pages).corpus, briefs_of(pages).address, lambda: next(workers))
        assert briefs.get(story(pages)).story.id == story(pages)


def test_without_the_extra_it_is_said_which_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['fastapi'] = None; from crosswire.cli import main; main()"
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", program, "serve"], capture_output=True, text=True, env=environment, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (
        2,
        "crosswire: crosswire serve: needs fastapi: pip install 'crosswire[serve]'\n",
    )


def test_serve_says_where_it_is_answers_and_ends_with_its_worker(pages: TestClient) -> None:
    command = [sys.executable, "-m", "crosswire", "serve", "--port", "0", "--corpus", briefs_of(pages).address]
    environment = {**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as serving:
        assert serving.stderr
        address = serving.stderr.readline().removeprefix("crosswire: ").strip()
        shown = httpx2.get(f"{address}stories/{story(pages)}.json", timeout=60).json()
        assert shown == pages.get(f"/stories/{story(pages)}.json").json()
        port = address.rstrip("/").rpartition(":")[2]
        taken = subprocess.run([*command, "--port", port], capture_output=True, text=True, env=environment)
        assert (taken.returncode, f"127.0.0.1:{port}: cannot be listened on" in taken.stderr) == (2, True)
        serving.terminate()
        # The worker holds the error stream too: it ends only when both are gone.
        assert serving.stderr.read() == ""
    assert serving.returncode == 0


def test_a_token_that_keeps_nobody_out_is_refused() -> None:
    with pytest.raises(InputError, match="--token: has 6 characters: give 16 or more"):
        serve("none.db", "127.0.0.1", 8642, "secret", (), print)


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.4.7", False), ("desk.example", False), ("", False)],
)  # fmt: skip
def test_only_this_machine_needs_no_token(host: str, own: bool) -> None:
    assert is_loopback(host) is own
