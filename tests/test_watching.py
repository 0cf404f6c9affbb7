"""Feeds polled into a corpus: nothing twice, nothing lost, and whatever a server does is that server's alone."""

import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from desk import corpus, texts
from feedserver import Site, item, page, rss
from sqlalchemy import create_engine, select
from watched import AGROUND, OPERA, counts, held, poll, text_item

from crosswire.corpus import store, taking
from crosswire.corpus.feeds import TRIES, load_feed, load_items
from crosswire.corpus.store import now, reading
from crosswire.corpus.tables import feeds, reports
from crosswire.fetching.pages import own_address
from crosswire.records import Problem

HOUR = 3_600.0


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
        (Problem(feed, "answers 429 and asks to be left alone for 600 s: try later"),),
    )
    again = poll(address, feed, every=60)
    assert (again.waiting, site.count("/feed")) == (1, 1)
    (wait,) = again.waits
    assert (wait.source, wait.reason) == (feed, "answers 429 and asks to be left alone for 600 s: try later")
    assert 590 <= (datetime.fromisoformat(wait.until) - datetime.now(UTC)).total_seconds() <= 600
    assert poll(address, feed, insist=True).failed == 1


def test_the_other_feeds_of_a_host_that_asks_to_be_left_alone_wait_and_have_not_failed(
    address: str, site: Site
) -> None:
    busy = site.put("/busy", "", status=429, Retry_After="600")
    others = [site.put(path, rss(text_item(site, "Ferry", "/ferry", *AGROUND))) for path in ("/a", "/b")]
    done = poll(address, busy, *others, every=60)
    assert (done.failed, done.waiting) == (1, 2)
    assert done.problems == (Problem(busy, "answers 429 and asks to be left alone for 600 s: try later"),)
    assert [(wait.source, wait.reason) for wait in done.waits] == [
        (other, f"{site.address} asked for it") for other in others
    ]
    with corpus(address) as engine:
        assert [kept.failures for feed in (busy, *others) if (kept := load_feed(engine, feed))] == [1, 0, 0]
    assert [wait.source for wait in poll(address, busy, *others, every=60).waits] == sorted([busy, *others])
    told = poll(address, busy, *others, insist=True).problems
    reason = "answers 429 and asks to be left alone for 600 s: try later"
    assert told == tuple(
        Problem(feed, ("" if feed == busy else f"was not asked, as {site.address} ") + reason)
        for feed in sorted([busy, *others])
    )


def test_a_refused_address_does_not_wait_so_that_what_allows_it_can_be_done(address: str, site: Site) -> None:
    feed = site.put("/feed", rss(text_item(site, "Ferry", "/ferry", *AGROUND)))
    for _ in range(3):
        done = poll(address, feed, every=HOUR, private=False)
        assert (done.failed, done.waiting) == (1, 0)
        assert "--private allows the addresses of your own network" in done.problems[0].reason
    assert poll(address, feed, every=HOUR).changed == 1


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
