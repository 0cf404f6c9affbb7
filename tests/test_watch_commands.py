"""`crosswire watch`, and addresses in `crosswire add`, as a desk uses them; and polls that are ended midway."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from command import crosswire
from desk import grouped, texts
from feedserver import Site, item, page, rss
from watched import AGROUND, OPERA, counts, held, poll, text_item

from crosswire.cli_watch import parse_every
from crosswire.errors import InputError

WATCHING = """
import sys
command, sys.argv[1:], sys.path[:0] = sys.argv[1].split(), [], sys.argv[2:]
from crosswire.cli import main
from crosswire.fetching import fetcher
fetcher.PAUSE = 0.0
sys.argv[1:] = command
main()
"""


def start(address: str, feed: str) -> "subprocess.Popen[str]":
    command = f"watch {feed} --corpus {address} --private --every 1m"
    arguments = [sys.executable, "-c", WATCHING, command, *filter(None, sys.path)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def many_pages(site: Site, hold: Callable[[int], None]) -> str:
    """A feed of six pages, the rest of which come only once somebody has seen three of them."""

    def write(number: int) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            hold(number)
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(page(f"Ferry {number}", *AGROUND, f"It was the {number}th of the year.").encode())

        return answer

    site.put("/robots.txt", "")
    for number in range(6):
        site.write(f"/{number}", write(number))
    return site.put("/feed", rss(*(item(str(n), f"{site.address}/{n}") for n in range(6))), ETag='"one"')


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_poll_that_is_ended_midway_loses_nothing_and_doubles_nothing(tmp_path: Path, site: Site, by: int) -> None:
    running: list[subprocess.Popen[str]] = []

    def hold(number: int) -> None:
        if number == 3 and running:
            process = running.pop()
            process.send_signal(by)
            process.wait(timeout=60)

    feed = many_pages(site, hold)
    address = str(tmp_path / "desk.db")
    watching = start(address, feed)
    running.append(watching)
    output, errors = watching.communicate(timeout=60)
    assert errors == ""
    if by != signal.SIGKILL:
        assert watching.returncode == 0
        assert re.search(r"3 new, 0 new versions, 0 known already, 0 unreadable; 1 stories changed\n$", output)
    assert [number for _, number, _ in texts(address)] == [1, 1, 1]
    assert counts(poll(address, feed)) == (3, 0, 3)
    undisturbed = str(tmp_path / "other.db")
    poll(undisturbed, feed)
    assert texts(address) == texts(undisturbed)
    assert grouped(address) == grouped(undisturbed)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("crosswire.fetching.fetcher.PAUSE", 0.0)
    return tmp_path


def test_add_takes_pages_and_feeds_beside_files(desk: Path, site: Site) -> None:
    opera = site.put("/opera", page("Opera opens", *OPERA))
    feed = site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND)))
    (desk / "note.txt").write_text("The barge Marden sank at Ostrel lock.")
    (desk / "saved.xml").write_text(rss(item("Opera", opera), text_item(site, "Strike", "/strike", "Dockers strike.")))
    sources = ("note.txt", opera, feed, "saved.xml", "--private")
    assert (
        crosswire("add", *sources).stdout == "4 new, 0 new versions, 1 known already, 0 unreadable; 4 stories changed\n"
    )
    again = crosswire("add", *sources).stdout
    assert again == "0 new, 0 new versions, 5 known already, 0 unreadable; 0 stories changed\n"
    urls = {report.url for report in held("crosswire.db").values()}
    assert urls == {None, opera, site.address + "/ferry", site.address + "/strike"}


def test_what_add_cannot_fetch_is_a_row(desk: Path, site: Site) -> None:
    picture = site.put("/a.png", b"\x89PNG\r\n\x1a\n\0\0\0", "image/png")
    done = crosswire("add", picture, site.address + "/none", "--private", status=2)
    assert re.split(r"\s{2,}|\n", done.stdout.strip())[:2] == ["unreadable", "why"]
    assert "is image/png, neither a page nor a feed" in " ".join(done.stdout.split())
    assert done.stdout.endswith("0 new, 0 new versions, 0 known already, 2 unreadable; 0 stories changed\n")
    inside = crosswire("add", picture, status=2).stdout
    assert "which is no public address" in " ".join(inside.split())
    (desk / "note.txt").write_text("The barge Marden sank at Ostrel lock.")
    crosswire("add", "note.txt", site.address + "/none", "--private", status=1)


def test_brief_and_annotate_fetch_nothing(desk: Path, site: Site) -> None:
    address = site.put("/opera", page("Opera opens", *OPERA))
    for reading_only in ("brief", "annotate"):
        (line,) = crosswire(reading_only, address, status=2).stderr.splitlines()
        assert (
            line == f"crosswire: {address}: is an address, and only files are read here: crosswire add it to a corpus"
        )
    assert site.asked == []


def test_watch_once_tells_a_line_and_what_failed(desk: Path, site: Site) -> None:
    feed = site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND)))
    line = crosswire("watch", feed, "--once", "--private", "--brief").stdout
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  1 feeds: 1 changed, 0 unchanged, 0 waiting, 0 failed; "
        r"1 new, 0 new versions, 0 known already, 0 unreadable; 1 stories changed\n",
        line,
    )
    (found,) = json.loads(crosswire("search", "aground", "--in", "claims", "--format", "json").stdout)["results"][:1]
    assert found["kind"] == "claim"
    done = crosswire("watch", feed, site.address + "/none", "--once", "--private", "--format", "json", status=1)
    told = json.loads(done.stdout)
    assert (told["feeds"], told["unchanged"], told["failed"]) == (2, 1, 1)
    assert told["unreadable"] == [{"source": site.address + "/none", "reason": "answers 404: check the address"}]
    done = crosswire("watch", site.address + "/none", "--once", "--private")
    assert re.match(r"waiting +why\n", done.stdout)
    assert re.search(r"until 20\d\d-\d\d-\d\d \d\d:\d\d UTC: answers 404: check", " ".join(done.stdout.split()))
    told = json.loads(crosswire("watch", site.address + "/none", "--once", "--private", "--format", "json").stdout)
    assert (told["waiting"], told["waits"][0]["source"]) == (1, site.address + "/none")


@pytest.mark.parametrize(("value", "seconds"), [("1m", 60), ("15m", 900), ("2h", 7_200), ("1d", 86_400), ("90s", 90)])
def test_how_often_is_said_in_units(value: str, seconds: int) -> None:
    assert parse_every(value) == seconds


@pytest.mark.parametrize(("value", "reason"), [("often", "is no time"), ("15", "is no time"), ("59s", "too often")])
def test_servers_are_not_asked_too_often(value: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_every(value)
