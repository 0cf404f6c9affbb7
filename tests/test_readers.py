"""What `readers.read` makes of files, folders and standard input, good and bad."""

import io
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.readers import read, stream
from crosswire.records import Problem, Reading, Report

STORY = "The ferry to Norholm turned back on Monday after water entered its engine room, the harbour master said."


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def only_problem(reading: Reading) -> Problem:
    assert reading.reports == ()
    (problem,) = reading.problems
    assert "\n" not in problem.reason
    return problem


def test_text_is_kept_exactly(tmp_path: Path) -> None:
    text = "  Ferry turns back \r\n\r\n" + STORY + "\r\n\tNobody was hurt. 𝒳\r\n"
    (report,) = read([write(tmp_path, "ferry.txt", text)]).reports
    assert (report.id, report.text, report.body) == ("ferry", text, 0)


def test_markdown_title_is_its_first_heading(tmp_path: Path) -> None:
    (report,) = read([write(tmp_path, "ferry.md", f"# Ferry turns back\n\n{STORY}\n")]).reports
    assert report.title is not None
    assert (report.title.value, report.title.basis) == ("Ferry turns back", "first line")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Café Norholm burned."),
        ("utf-16", "Café Norholm burned."),
        ("utf-16-le", "Café Norholm burned."),
        ("utf-16-be", "Café Norholm burned."),
        ("utf-32", "Café Norholm burned."),
        ("latin-1", "Café Norholm burned."),
        ("cp1252", "“Café Norholm” burned – twice."),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    (report,) = read([write(tmp_path, "fire.txt", text.encode(encoding))]).reports
    assert report.text == text


def test_empty_file(tmp_path: Path) -> None:
    problem = only_problem(read([write(tmp_path, "empty.txt", "")]))
    assert problem.reason == "is empty: give a file with the text of a report"


@pytest.mark.parametrize("name", ["blank.txt", "blank.jsonl", "blank.json", "blank.html"])
def test_file_of_blanks_is_empty(tmp_path: Path, name: str) -> None:
    assert only_problem(read([write(tmp_path, name, " \n\n")])).reason.startswith("is empty")


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_binary_file(tmp_path: Path, data: bytes) -> None:
    assert "binary file" in only_problem(read([write(tmp_path, "picture.txt", data)])).reason


def test_damaged_utf16(tmp_path: Path) -> None:
    assert "utf-16" in only_problem(read([write(tmp_path, "cut.txt", STORY.encode("utf-16")[:-1])])).reason


def test_file_of_fifty_megabytes_fails_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "archive.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    reason = only_problem(read([str(path)])).reason
    assert reason == "has more than 4,000,004 bytes (limit of a report): split it into its reports"


def test_report_over_the_limit_of_characters(tmp_path: Path) -> None:
    reason = only_problem(read([write(tmp_path, "long.txt", "é" * 1_000_001)])).reason
    assert reason == "has 1,000,001 characters (limit 1,000,000 a report): split it into its reports"
    assert read([write(tmp_path, "just.txt", "é" * 1_000_000)]).problems == ()


def test_line_over_the_limit_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "' + 24_000_000 * "a" + '"}\n{"id": "b", "text": "A."}'
    path = write(tmp_path, "two.jsonl", lines)
    reading = read([path])
    assert [report.id for report in reading.reports] == ["b"]
    reason = "has more than 24,000,000 bytes (limit of a line): split it into its reports"
    assert reading.problems == (Problem(f"{path}:1", reason),)


def test_json_lines_join_title_and_text(tmp_path: Path) -> None:
    line = {
        "id": "n1",
        "title": "Ferry turns back",
        "text": STORY,
        "outlet": "Norholm Courier",
        "published": "2031-03-03T06:52:44",
        "url": "https://courier.example/ferry",
        "authors": ["Ada Lind"],
        "topic": "ignored",
    }
    (report,) = read([write(tmp_path, "one.jsonl", json.dumps(line))]).reports
    assert report.text == f"Ferry turns back\n{STORY}"
    assert report.text[report.body :] == STORY
    assert report.title is not None
    assert (report.title.value, report.title.basis) == ("Ferry turns back", "field")
    assert report.published is not None
    assert report.published.value == "2031-03-03T06:52:44"
    assert report.outlet is not None
    assert report.outlet.value == "Norholm Courier"
    assert (report.id, report.authors, report.url) == ("n1", ("Ada Lind",), "https://courier.example/ferry")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "is not JSON (Expecting property name enclosed in double quotes at character 2)"),
        ("[1, 2]", "is JSON, but no object"),
        ('{"title": "Ferry turns back"}', "has no text"),
        ('{"text": "  "}', "has no text"),
        ('{"text": ["a"]}', 'has a list in the field "text"'),
        ('{"text": "a", "title": 7}', 'has a number in the field "title"'),
        ('{"text": "a", "authors": {"name": "b"}}', 'has an object in the field "authors"'),
        ('{"text": "a \\ud83d"}', "holds half of a surrogate pair"),
        ("[" * 100_000, "is nested too deeply"),
        (f'{{"id": {"9" * 5000}, "text": "a"}}', 'has a number in the field "id": give it as a string'),
    ],
)
def test_bad_json_line_is_told_with_its_number_and_the_others_are_read(tmp_path: Path, line: str, reason: str) -> None:
    path = write(tmp_path, "mixed.jsonl", f'{line}\n\n{{"id": "good", "text": "{STORY}"}}\n')
    reading = read([path])
    assert [report.id for report in reading.reports] == ["good"]
    (problem,) = reading.problems
    assert problem.source == f"{path}:1"
    assert problem.reason.startswith(reason)


def test_a_headline_over_an_empty_text_is_a_report() -> None:
    line = '{"id": "a", "title": "Ferry turns back", "text": ""}'
    (report,) = read(["-"], io.BytesIO(line.encode())).reports
    assert (report.text, report.body) == ("Ferry turns back\n", 17)


def test_json_line_without_id_is_named_by_its_content(tmp_path: Path) -> None:
    lines = [json.dumps({"text": STORY}), json.dumps({"text": STORY, "outlet": "Norholm Courier"})]
    forward = read([write(tmp_path, "a.jsonl", "\n".join(lines))])
    backward = read([write(tmp_path, "b.jsonl", "\n".join(reversed(lines)))])
    ids = [report.id for report in forward.reports]
    assert ids == [report.id for report in backward.reports]
    assert len(set(ids)) == 2
    assert all(len(name) == 11 and name.startswith("r") for name in ids)


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    data = (json.dumps({"id": "a", "text": "é"}, ensure_ascii=False) + "\r\n").encode("utf-16")
    assert read([write(tmp_path, "w.jsonl", data)]).reports[0].text == "é"


def test_news_please_fields(tmp_path: Path) -> None:
    article = {
        "maintext": STORY,
        "title": "Ferry turns back",
        "date_publish": "2031-03-03 06:52:44",
        "source_domain": "courier.example",
        "url": "https://courier.example/ferry",
        "authors": ["Ada Lind"],
        "image_url": None,
    }
    (report,) = read([write(tmp_path, "article.json", json.dumps(article, indent=1))]).reports
    assert (report.id, report.text) == ("article", f"Ferry turns back\n{STORY}")
    assert report.published is not None
    assert report.outlet is not None
    assert (report.published.value, report.outlet.value) == ("2031-03-03T06:52:44", "courier.example")


def test_list_of_articles_and_json_lines_named_json(tmp_path: Path) -> None:
    articles = [{"id": "a", "maintext": STORY}, {"id": "b", "text": STORY}]
    listed = read([write(tmp_path, "list.json", json.dumps(articles))])
    lines = read([write(tmp_path, "lines.json", "\n".join(map(json.dumps, articles)))])
    assert [r.id for r in listed.reports] == [r.id for r in lines.reports] == ["a", "b"]


def test_json_that_is_not_json(tmp_path: Path) -> None:
    assert "is not JSON" in only_problem(read([write(tmp_path, "article.json", "{'maintext': 1}")])).reason


PAGE = f"""<!doctype html><html><head><title>Ferry turns back | Courier</title>
<meta property="og:title" content="Ferry turns back"><meta property="og:site_name" content="Norholm Courier">
<meta property="article:published_time" content="2031-03-03T06:52:44+01:00">
<link rel="canonical" href="https://courier.example/2031/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry turns back</h1>
<p>{STORY}</p><p>Forty passengers were on board when the alarm was raised shortly after seven in the morning.</p>
<p>The operator said the ship would stay in the harbour until its pumps had been examined by an engineer.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_saved_page(tmp_path: Path) -> None:
    (report,) = read([write(tmp_path, "ferry.html", PAGE)]).reports
    assert report.text.startswith("Ferry turns back\n")
    assert STORY in report.text
    assert "Sport" not in report.text
    assert report.published is not None
    assert report.outlet is not None
    assert report.published.value == "2031-03-03T06:52:44+01:00"
    assert report.outlet.value == "Norholm Courier"
    assert report.url == "https://courier.example/2031/ferry"


def test_page_in_its_declared_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-15">').replace("Forty", "Für €40, forty")
    (report,) = read([write(tmp_path, "ferry.html", page.encode("iso-8859-15"))]).reports
    assert "Für €40, forty" in report.text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><head><title>Login</title></head></html>",
        "<",
        "<html><head><title>Courier</title></head><body><nav><a href='/'>Home</a> <a href='/a'>Sport</a></nav></body>",
        f"<html><script>var story = '{STORY}';</script></html>",
    ],
)
def test_page_without_an_article(tmp_path: Path, page: str) -> None:
    assert "page without an article" in only_problem(read([write(tmp_path, "login.html", page)])).reason


def test_folder_is_read_to_any_depth_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", STORY)
    write(tmp_path, "deep/er/a.md", STORY)
    write(tmp_path, ".git/c.txt", STORY)
    write(tmp_path, ".d.txt", STORY)
    write(tmp_path, "logo.png", b"\x89PNG")
    reading = read([str(tmp_path)])
    assert [report.id for report in reading.reports] == ["a", "b"]
    assert reading.problems == ()


def test_folder_without_reports(tmp_path: Path) -> None:
    write(tmp_path, "logo.png", b"\x89PNG")
    assert "folder without reports" in only_problem(read([str(tmp_path)])).reason


def test_what_a_folder_holds_but_cannot_give_is_told(tmp_path: Path) -> None:
    write(tmp_path, "good.txt", STORY)
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    reading = read([str(tmp_path)])
    assert [report.id for report in reading.reports] == ["good"]
    assert reading.problems == (
        Problem((tmp_path / "gone.txt").as_posix(), "is a link to nothing: check the link"),
        Problem(
            (tmp_path / "pipe.txt").as_posix(), "is no regular file (a pipe or device): give its content through -"
        ),
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_inside_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    write(tmp_path, "good.txt", STORY)
    (tmp_path / "closed").mkdir(mode=0)
    reading = read([str(tmp_path)])
    assert len(reading.reports) == 1
    assert only_problem(replace(reading, reports=())).reason == "can't be read (Permission denied): check the folder"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in only_problem(read([str(tmp_path / "pipe.txt")])).reason


@pytest.mark.parametrize("path", ["", "  "])
def test_an_empty_path_is_not_the_current_folder(path: str) -> None:
    assert only_problem(read([path])) == Problem(f'"{path}"', "is no path: give a file or a folder")


def test_links_that_go_round(tmp_path: Path) -> None:
    (tmp_path / "round.txt").symlink_to("round.txt")
    assert only_problem(read([str(tmp_path / "round.txt")])).reason.startswith("can't be read (Too many levels")


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems want names to be text")
def test_a_file_name_that_is_no_text_gives_an_id_that_is(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/f\xe9ry.txt"
    with open(path, "w") as file:  # noqa: PTH123
        file.write(STORY)
    (report,) = read([os.fsdecode(path)]).reports
    assert report.id == "f\\udce9ry"


def test_path_that_does_not_exist(tmp_path: Path) -> None:
    good = write(tmp_path, "good.txt", STORY)
    reading = read([str(tmp_path / "gone.txt"), good])
    assert [report.id for report in reading.reports] == ["good"]
    assert reading.problems == (Problem(str(tmp_path / "gone.txt"), "does not exist: check the path"),)


def test_unknown_format_given_by_name(tmp_path: Path) -> None:
    assert "unknown format (.docx)" in only_problem(read([write(tmp_path, "a.docx", STORY)])).reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path, "closed.txt", STORY)
    Path(path).chmod(0)
    assert "can't be read (Permission denied)" in only_problem(read([path])).reason


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens but can't be read")
def test_file_that_fails_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.symlink_to("/proc/self/mem")
    assert "can't be read (Input/output error)" in only_problem(read([str(path)])).reason


def test_files_with_one_stem_are_named_by_what_tells_them_apart(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, f"{STORY} {name}") for name in ("a/one.txt", "b/one.txt", "two.txt", "two.md")]
    expected = ["a/one.txt", "b/one.txt", "two.md", "two.txt"]
    assert [report.id for report in read(paths).reports] == expected
    assert [report.id for report in read(paths[::-1]).reports] == expected


def test_a_given_id_is_not_taken_by_a_file(tmp_path: Path) -> None:
    paths = [write(tmp_path, "one.txt", "A"), write(tmp_path, "rest.jsonl", '{"id": "one", "text": "B"}')]
    assert [(r.id, r.text) for r in read(paths).reports] == [("one", "B"), ("one.txt", "A")]


def test_the_same_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "one.txt", STORY)
    (report,) = read([path, str(tmp_path), str(tmp_path / "." / "one.txt")]).reports
    assert report.path == path


def test_two_reports_with_one_id_and_the_same_text_are_one(tmp_path: Path) -> None:
    reading = read([write(tmp_path, "double.jsonl", '{"id": "a", "text": "A."}\n{"id": "a", "text": "A."}')])
    assert ([report.id for report in reading.reports], reading.problems) == (["a"], ())


def test_two_reports_with_one_id_and_other_text(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "Late.", "published": "2031-03-04"}',
        '{"id": "a", "text": "Early.", "published": "2031-03-03"}',
    ]
    for number, order in enumerate((lines, lines[::-1])):
        path = write(tmp_path, f"{number}.jsonl", "\n".join(order))
        reading = read([path])
        assert [report.text for report in reading.reports] == ["Early."]
        late, early = order.index(lines[0]) + 1, order.index(lines[1]) + 1
        reason = f'has the id "a" of another report ({path}:{early}), which is kept: give each its own id'
        assert reading.problems == (Problem(f"{path}:{late}", reason),)


def test_a_number_is_an_id(tmp_path: Path) -> None:
    assert read([write(tmp_path, "n.jsonl", '{"id": 17, "text": "A."}')]).reports[0].id == "17"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b'{"text": "A."}\n{"id": "b"}\n', "A."),
        (b'\n [{"maintext": "A."}]', "A."),
        (PAGE.encode(), "Ferry turns back"),
        (b"Water entered the engine room.", "Water entered the engine room."),
    ],
)
def test_standard_input(data: bytes, text: str) -> None:
    (report,) = read(["-"], io.BytesIO(data)).reports
    assert report.text.startswith(text)
    assert report.path is None


def test_empty_standard_input() -> None:
    assert read(["-"], io.BytesIO(b"")).problems[0].source == "standard input"


def test_nothing_at_all() -> None:
    assert read([]) == Reading(())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.text(min_size=1, max_size=40), st.sampled_from(["", "2031-03-03"]))),
    st.randoms(),
)
def test_reports_do_not_depend_on_the_order_of_lines(records: list[tuple[str, str, str]], random: Random) -> None:
    lines = [json.dumps({"id": name, "text": text, "published": day}) for name, text, day in records]
    shuffled = list(lines)
    random.shuffle(shuffled)
    first, second = (read(["-"], io.BytesIO("\n".join(["{}", *order]).encode())) for order in (lines, shuffled))
    assert first.reports == second.reports
    assert [report.id for report in first.reports] == sorted({report.id for report in first.reports})


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_a_reader(data: bytes) -> None:
    for prefix in (b"", b"{", b"<html>"):
        reading = read(["-"], io.BytesIO(prefix + data))
        assert reading.reports or reading.problems
        json.dumps([report.text for report in reading.reports], ensure_ascii=False).encode()


def test_a_stream_has_the_reports_of_a_reading(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, f"{STORY} {name}") for name in ("a/one.txt", "b/one.txt", "two.txt")]
    paths.append(write(tmp_path, "many.jsonl", '{"id": "z", "text": "A."}\n{"text": "B."}\n'))
    streamed = [outcome for outcome in stream(paths) if isinstance(outcome, Report)]
    assert sorted(streamed, key=lambda report: report.id) == list(read(paths).reports)


def test_a_stream_gives_a_report_before_it_reads_the_next(tmp_path: Path) -> None:
    path = write(tmp_path, "many.jsonl", '{"id": "a", "text": "A."}\n' * 2 + '{"id": "a", "text": "Other."}\n{"broken')
    outcomes = stream([path])
    first = next(outcomes)
    assert isinstance(first, Report)
    assert first.id == "a"
    double, broken = outcomes
    assert isinstance(double, Problem)
    assert 'has the id "a" of another report' in double.reason
    assert isinstance(broken, Problem)
    assert "is not JSON" in broken.reason


@pytest.mark.parametrize(
    ("piped", "ids"),
    [
        ('{"id": "a", "text": "A."}\n{"id": "b", "text": "B."}\n', ["a", "b"]),
        ('{\n"id": "a",\n"text": "A."\n}', ["a"]),
    ],
)
def test_what_is_piped_is_read_by_line_where_it_has_a_report_a_line(piped: str, ids: list[str]) -> None:
    stdin = io.BufferedReader(io.BytesIO(piped.encode()))
    assert [report.id for report in read(["-"], stdin).reports] == ids
