"""Feeds polled into a corpus: nothing twice, nothing lost, and whatever a server does is that server's alone."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from desk import corpus, grouped, texts
from feedserver import Site, item, page, rss, serve
from sqlalchemy import create_engine, select
from typer.testing import CliRunner, Result

from crosswire.cli import app
from crosswire.cli_watch import parse_every
from crosswire.corpus import store, taking
from crosswire.corpus.feeds import TRIES, load_feed, load_items
from crosswire.corpus.loading import load_reports
from crosswire.corpus.store import now, reading
from crosswire.corpus.tables import feeds, reports
from crosswire.corpus.watching import Poll, poll_feeds
from crosswire.errors import InputError
from crosswire.fetching.fetcher import Fetcher
from crosswire.fetching.pages import own_address
from crosswire.records import Problem, Report

AGROUND = (
    "The ferry Ilda ran aground off Port Sael on Tuesday, the coast guard said, with ninety people aboard.",
    "Lifeboats brought all of them ashore before midnight, and nobody was hurt, said its captain Ada Quill.",
)
OPERA = (
    "The Veskar opera opens its new house with a gala in May, its director Tessaly Quillon said on Monday.",
    "The house was to open two years ago, but the builder went bankrupt and the city had to find another one.",
)
HOUR = 3_600.0


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as served:
        yield served


def poll(address: str, *sources: str, every: float = 0.0, insist: bool = False) -> Poll:
    with corpus(address) as engine:
        return poll_feeds(engine, sources, Fetcher(private=True, pause=0.0), every, insist=insist)


def text_item(site: Site, title: str, path: str, *paragraphs: str, more: str = "") -> str:
    return item(title, site.address + path, "".join(f"<p>{text}</p>" for text in paragraphs), more)


def held(address: str) -> dict[str, Report]:
    with corpus(address) as engine, reading(engine) as connection:
        return load_reports(connection, connection.execute(select(reports.c.id)).scalars().all())


def counts(done: Poll) -> tuple[int, int, int]:
    return done.added.new, done.added.versions, done.added.known


def test_a_report_in_a_feed_is_kept_with_what_the_feed_says_of_it(address: str, site: Site) -> None:
    said = "<pubDate>Tue, 04 Mar 2031 23:10:00 GMT</pubDate><source url='https://wire.example/'>The Wire</source>"
    site.put("/feed", rss(text_item(site, "Ferry Ilda aground", "/ferry", *AGROUND, more=said)), "application/rss+xml")
    before = now()
    done = poll(address, site.address + "/feed")
    assert counts(done) == (1, 0, 0)
    assert (done.feeds, done.changed, done.failed, done.problems) == (1, 1, 0, ())
    (report,) = held(address).values()
    assert report.text == "\n".join(("Ferry Ilda aground", *AGROUND))
    assert (report.url, report.path) == (site.address + "/ferry", None)
    assert report.outlet
    assert (report.outlet.value, report.outlet.basis) == ("The Wire", "field")
    assert report.outlet.reason == "the feed names it as the publisher"
    with corpus(address) as engine, reading(engine) as connection:
        (row,) = connection.execute(select(reports.c.published, reports.c.first_seen))
    assert row.published == "2031-03-04T23:10:00+00:00"
    assert before <= row.first_seen <= now()
    assert site.asked == ["/robots.txt", "/feed"]


def test_a_page_is_read_once_and_what_the_feed_says_stands_beside_it(address: str, site: Site) -> None:
    head = (
        "<meta property='og:site_name' content='Gatherer'><meta property='article:published_time' content='2031-03-04'>"
    )
    site.put("/ferry", page("Ferry Ilda aground", *AGROUND, head=head))
    said = "<pubDate>Tue, 04 Mar 2031 23:10:00 GMT</pubDate><source url='https://wire.example/'>The Wire</source>"
    site.put("/feed", rss(item("Ferry", site.address + "/ferry", more=said)), "text/xml")
    assert counts(poll(address, site.address + "/feed")) == (1, 0, 0)
    (report,) = held(address).values()
    assert all(text in report.text for text in AGROUND)
    assert report.outlet
    assert report.outlet.value == "The Wire"
    assert report.published
    assert (report.published.value, report.published.reason) == (
        "2031-03-04T23:10:00+00:00",
        "the feed gives it",
    )
    site.put("/opera", page("Opera opens", *OPERA))
    both = rss(item("Opera", site.address + "/opera"), item("Ferry", site.address + "/ferry", more=said))
    site.put("/feed", both, "text/xml")
    assert counts(poll(address, site.address + "/feed")) == (1, 0, 1)
    assert site.count("/ferry") == site.count("/opera") == 1


def test_a_page_that_says_when_it_came_out_is_believed(address: str, site: Site) -> None:
    head = "<meta property='article:published_time' content='2031-03-02T08:00:00Z'>"
    site.put("/ferry", page("Ferry Ilda aground", *AGROUND, head=head))
    late = "<pubDate>Thu, 06 Mar 2031 09:00:00 GMT</pubDate>"
    poll(address, site.put("/feed", rss(item("Ferry", site.address + "/ferry", more=late))))
    (report,) = held(address).values()
    assert report.published
    assert report.published.value == "2031-03-02T08:00:00Z"


def test_an_unchanged_feed_is_asked_for_conditionally(address: str, site: Site) -> None:
    feed = rss(text_item(site, "Ferry", "/ferry", *AGROUND))

    def conditional(handler: BaseHTTPRequestHandler) -> None:
        unchanged = handler.headers["If-None-Match"] == 'W/"one"' and handler.headers["If-Modified-Since"] == "then"
        handler.send_response(304 if unchanged else 200)
        handler.send_header("ETag", 'W/"one"')
        handler.send_header("Last-Modified", "then")
        handler.end_headers()
        handler.wfile.write(b"" if unchanged else feed.encode())

    site.write("/feed", conditional)
    assert poll(address, site.address + "/feed").changed == 1
    done = poll(address, site.address + "/feed")
    assert (done.changed, done.unchanged, counts(done)) == (0, 1, (0, 0, 0))


def test_a_text_that_changes_is_a_new_version(address: str, site: Site) -> None:
    feed = site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND), item("Opera", site.address + "/opera")))
    site.put("/opera", page("Opera opens", *OPERA))
    poll(address, feed)
    site.put("/opera", page("Opera opens", *OPERA, "The gala is sold out, the opera said later that evening."))
    moved = item("Opera", site.address + "/opera", more="<description>Sold out.</description>")
    site.put("/feed", rss(text_item(site, "Ferry", "/ferry", AGROUND[0], "Two were hurt."), moved))
    assert counts(poll(address, feed)) == (0, 2, 0)
    assert sorted(number for _, number, _ in texts(address)) == [1, 1, 2, 2]


def test_a_page_that_fails_is_asked_for_again_and_given_up_in_the_end(address: str, site: Site) -> None:
    links = [item("Ferry", site.address + "/ferry"), item("Gone", site.address + "/gone")]
    feed = site.put("/feed", rss(*links), ETag='"one"')
    site.put("/ferry", "", status=500)
    done = poll(address, feed)
    assert (done.changed, done.failed) == (1, 0)
    assert done.problems == (
        Problem(site.address + "/ferry", "answers 500: try later"),
        Problem(site.address + "/gone", "answers 404: check the address"),
    )
    assert poll(address, feed).problems == (Problem(site.address + "/ferry", "answers 500: try later"),)
    assert all("If-None-Match" not in headers for headers in site.headers)
    assert site.count("/gone") == 1
    site.put("/ferry", page("Ferry Ilda aground", *AGROUND))
    assert counts(poll(address, feed))[0] == 1
    poll(address, feed)
    assert site.headers[-1]["If-None-Match"] == '"one"'
    site.put("/feed", rss(item("Opera", site.address + "/opera")))
    site.put("/opera", "", status=500)
    for _ in range(TRIES + 2):
        poll(address, feed)
    assert site.count("/opera") == TRIES
    with corpus(address) as engine:
        kept = load_items(engine, feed)
    assert {key.removeprefix(site.address): one.problem for key, one in kept.items()} == {
        "/ferry": None,
        "/gone": "answers 404: check the address",
        "/opera": "answers 500: try later",
    }


def test_a_feed_that_asks_to_be_left_alone_is(address: str, site: Site) -> None:
    feed = site.put("/feed", "", status=429, Retry_After="600")
    done = poll(address, feed, every=60)
    assert (done.failed, done.problems) == (
        1,
        (Problem(site.address, "answers 429 and asks to be left alone for 600 s: try later"),),
    )
    assert (poll(address, feed, every=60).waiting, site.count("/feed")) == (1, 1)
    assert poll(address, feed, insist=True).failed == 1


def test_a_host_of_pages_that_asks_to_be_left_alone_is_told_once_and_nothing_is_given_up(
    address: str, site: Site
) -> None:
    feed = site.put("/feed", rss(*(item(str(n), f"{site.address}/{n}") for n in range(4))))
    site.put("/0", page("Ferry Ilda aground", *AGROUND))
    site.put("/1", "", status=503, Retry_After="600")
    for path in ("/2", "/3"):
        site.put(path, page("Opera opens", *OPERA))
    done = poll(address, feed)
    assert counts(done) == (1, 0, 0)
    reason = "answers 503 and asks to be left alone for 600 s: try later"
    assert done.problems == (Problem(site.address, reason),)
    assert site.count("/2") == 0
    assert poll(address, feed).waiting == 1
    site.put("/1", page("Opera opens", *OPERA))
    assert counts(poll(address, feed, insist=True)) == (3, 0, 1)


def test_a_feed_with_too_much_to_read_goes_on_next_time(
    address: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/ferry", page("Ferry Ilda aground", *AGROUND))
    links = item("Ferry", site.address + "/ferry")
    feed = site.put("/feed", rss(links, text_item(site, "Opera", "/opera", *OPERA)), ETag='"one"')
    monkeypatch.setattr(taking, "TURN", 0.0)
    done = poll(address, feed)
    assert counts(done) == (1, 0, 0)
    assert done.problems == (Problem(feed, "took more than 0 minutes (limit): 1 items are left for next time"),)
    monkeypatch.undo()
    assert counts(poll(address, feed)) == (1, 0, 1)


def test_a_corpus_of_the_version_before_is_brought_up_to_date(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "desk.db"
    config = Config()
    config.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    poll(str(path), site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND))))
    assert len(texts(str(path))) == 1


def test_a_feed_that_fails_is_left_alone_for_longer_each_time(address: str, site: Site) -> None:
    feed = site.put("/feed", "", status=500)
    waits = []
    for _ in range(3):
        done = poll(address, feed, every=2 * HOUR)
        assert (done.failed, poll(address, feed, every=2 * HOUR).waiting) == (1, 1)
        with corpus(address) as engine:
            kept = load_feed(engine, feed)
            assert kept
            assert kept.not_before
            waits.append(_hours_until(kept.not_before))
            with engine.begin() as connection:
                connection.execute(feeds.update().values(not_before=None))
    assert waits == [1, 3, 7]
    site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND)))
    assert poll(address, feed, every=HOUR).changed == 1
    with corpus(address) as engine:
        kept = load_feed(engine, feed)
    assert kept
    assert (kept.failures, kept.problem, kept.not_before) == (0, None, None)


def _hours_until(moment: str) -> int:
    return round((datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds() / HOUR)


def bad_feeds(site: Site) -> dict[str, str]:
    """Feeds with something wrong, and what is said of each."""

    def circle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/circle")
        handler.end_headers()

    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + rss(item("&a;", "/a"))
    site.put("/robots.txt", "User-agent: *\nDisallow: /closed\n")
    return {
        site.put("/bomb", bomb): "declares entities of its own, which are never expanded: ask for it without",
        site.put("/cut", rss(item("Ferry", "/ferry"))[:-9]): "is no feed, or breaks off before its end: check the"
        " address or the file",
        site.put("/page", page("Opera opens", *OPERA)): "is no feed (RSS, Atom, JSON Feed): if it is a page, crosswire"
        " add it",
        site.put("/image", b"\x89PNG\r\n\x1a\n\0\0\0", "image/png"): "is no feed (RSS, Atom, JSON Feed): if it is a"
        " page, crosswire add it",
        site.put("/opml", "<opml><body><outline xmlUrl='https://post.example/'/></body></opml>"): "is a list within a"
        " list, which is not followed: give it by itself",
        site.put("/closed", rss()): "its robots.txt asks programs not to read it: save the page and give the file",
        site.write("/circle", circle): "is redirected in a circle: check the address",
        site.address + "/none": "answers 404: check the address",
        "/etc/hostname": "is no address, as a list must give: correct the list",
        "file:///etc/passwd": "is no address of the web: give one that starts with https:// or http://",
    }


def test_bad_feeds_among_many_are_told_and_passed_over(address: str, site: Site) -> None:
    bad = bad_feeds(site)
    good = [
        site.put(f"/{n}", rss(text_item(site, "Ferry", f"/ferry/{n}", *AGROUND, f"It was the {n}th.")))
        for n in range(20)
    ]
    opml = "".join(f'<outline text="a" xmlUrl="{feed}"/>' for feed in (*good[:10], *bad, *good[10:]))
    done = poll(address, site.put("/list", f"<opml><body>{opml}</body></opml>"))
    assert (done.feeds, done.changed, done.failed) == (20 + len(bad), 20, len(bad))
    assert {problem.source: problem.reason for problem in done.problems} == bad
    assert counts(done) == (20, 0, 0)


def test_a_page_in_two_feeds_is_read_once(address: str, site: Site) -> None:
    site.put("/ferry", page("Ferry Ilda aground", *AGROUND))
    both = [site.put(path, rss(item("Ferry", site.address + "/ferry"))) for path in ("/world", "/ports")]
    assert counts(poll(address, *both)) == (1, 0, 1)
    assert site.count("/ferry") == 1


def test_feeds_of_all_forms_and_a_file_of_them(address: str, site: Site, tmp_path: Path) -> None:
    text = " ".join(AGROUND)
    atom = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>S</title><entry><id>1</id><title>Ferry</title>"
        f"<link href='/atom/ferry'/><content type='html'>{text}</content></entry></feed>"
    )
    items = [{"id": "1", "url": f"{site.address}/json/ferry", "title": "Ferry", "content_text": text}]
    made = [
        site.put("/atom", atom, "text/plain"),
        site.put("/json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})),
    ]
    path = tmp_path / "feeds.opml"
    path.write_text("<opml><body>" + "".join(f'<outline xmlUrl="{feed}"/>' for feed in made) + "</body></opml>")
    assert counts(poll(address, str(path))) == (2, 0, 0)
    assert sorted(report.url or "" for report in held(address).values()) == [
        f"{site.address}/atom/ferry",
        f"{site.address}/json/ferry",
    ]


@pytest.mark.parametrize(
    ("canonical", "own"),
    [
        (None, "https://www.post.example/ferry?from=rss"),
        ("/ferry", "https://www.post.example/ferry"),
        ("https://post.example/ferry", "https://post.example/ferry"),
        ("https://other.example/ferry", "https://www.post.example/ferry?from=rss"),
        ("https://www.post.example/", "https://www.post.example/ferry?from=rss"),
        ("javascript:go()", "https://www.post.example/ferry?from=rss"),
    ],
)
def test_a_page_names_its_address_but_not_anothers(canonical: str | None, own: str) -> None:
    assert own_address("https://www.post.example/ferry?from=rss", canonical) == own


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


def crosswire(*arguments: object, status: int = 0) -> Result:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="crosswire")
    assert done.exit_code == status, done.output
    return done


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


@pytest.mark.parametrize(("value", "seconds"), [("1m", 60), ("15m", 900), ("2h", 7_200), ("1d", 86_400), ("90s", 90)])
def test_how_often_is_said_in_units(value: str, seconds: int) -> None:
    assert parse_every(value) == seconds


@pytest.mark.parametrize(("value", "reason"), [("often", "is no time"), ("15", "is no time"), ("59s", "too often")])
def test_servers_are_not_asked_too_often(value: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_every(value)
