"""Feeds as files: RSS, Atom, JSON Feed and OPML, and what is wrong with some of them."""

import io
import json
from pathlib import Path

import pytest
from feedserver import item, rss

from crosswire import read
from crosswire.readers.feed import MOST_ITEMS, PUBLISHER, address_id, kind_of, list_feeds, read_feed, report_of
from crosswire.records import Detail, Problem

AGROUND = (
    "<p>The ferry Ilda ran aground off <b>Port Sael</b> on Tuesday.</p><script>count()</script>"
    "<p>Nobody\n was hurt.</p>"
)
RSS = rss(
    item(
        "Ferry Ilda aground &amp; empty",
        "https://post.example/2031/ferry#top",
        AGROUND,
        "<pubDate>Tue, 04 Mar 2031 10:30:00 EST</pubDate><dc:creator>Ada Quill</dc:creator>"
        "<source url='https://wire.example/feed'>The Wire</source>",
    ),
    item("Opera opens", "/opera.html", more="<description>The Veskar opera opens in May.</description>"),
)
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Signal</title><entry>
<id>tag:signal.example,2031:1</id><title type="html">Ferry &lt;i&gt;Ilda&lt;/i&gt;</title>
<link href="https://signal.example/ilda"/><published>2031-03-04</published><updated>2031-03-05T08:00:00Z</updated>
<author><name>Bo Tarn</name></author><source><title>Sael Radio</title></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The Ilda is afloat.</p>
<p>She sails today.</p></div></content></entry><entry><id>tag:signal.example,2031:2</id><title>Changed</title><link href="https://signal.example/2"/>
<updated>2031-03-05T08:00:00Z</updated><summary>It changed.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://old.example/"><title>Old Post</title></channel>
<item rdf:about="https://old.example/1"><title>Ferry</title><link>https://old.example/1</link>
<dc:date>2031-03-04T10:30+01:00</dc:date></item></rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Ledger",
    "items": [
        {
            "id": 7,
            "url": "https://ledger.example/ilda",
            "title": "Ilda afloat",
            "content_html": "<p>The Ilda is afloat.<br>She sails today.</p>",
            "date_published": "2031-03-05T09:00:00+01:00",
            "authors": [{"name": "Cy Orme"}],
        },
        {"id": "8", "url": "https://ledger.example/2", "title": "Later", "summary": "More later."},
    ],
}
BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + rss(item("&b;", "/a"))


def test_rss_gives_the_text_that_it_carries_and_the_link_of_the_rest() -> None:
    ferry, opera = read_feed(RSS.encode(), "https://post.example/feed.xml").items
    assert (ferry.link, ferry.title) == ("https://post.example/2031/ferry", "Ferry Ilda aground & empty")
    assert ferry.text == "The ferry Ilda ran aground off Port Sael on Tuesday.\nNobody was hurt."
    assert (ferry.publisher, ferry.published) == ("The Wire", "2031-03-04T10:30:00-05:00")
    assert ferry.authors == ("Ada Quill",)
    assert (opera.link, opera.text, opera.published) == ("https://post.example/opera.html", None, None)


def test_atom_names_its_source_and_a_time_of_change_is_none_of_publication() -> None:
    ferry, other = read_feed(ATOM.encode()).items
    assert (ferry.title, ferry.text) == ("Ferry Ilda", "The Ilda is afloat.\nShe sails today.")
    assert (ferry.publisher, ferry.published, ferry.authors) == ("Sael Radio", "2031-03-04", ("Bo Tarn",))
    assert (other.text, other.published) == (None, None)


def test_rss_1_has_its_time_in_dublin_core() -> None:
    (ferry,) = read_feed(RDF.encode()).items
    assert (ferry.link, ferry.published) == ("https://old.example/1", "2031-03-04T10:30+01:00")


def test_json_feed() -> None:
    ilda, later = read_feed(json.dumps(JSON_FEED).encode()).items
    assert (ilda.key, ilda.text) == ("7", "The Ilda is afloat.\nShe sails today.")
    assert (ilda.published, ilda.authors) == ("2031-03-05T09:00:00+01:00", ("Cy Orme",))
    assert (later.link, later.text) == ("https://ledger.example/2", None)


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "", None),
        ("utf-8", "<?xml version='1.0' encoding='iso-8859-1'?>", None),
        ("utf-8", "", "iso-8859-1"),
        ("utf-8-sig", "<?xml version='1.0' encoding='utf-8'?>", "us-ascii"),
        ("utf-16", "<?xml version='1.0' encoding='utf-16'?>", None),
        ("iso-8859-2", "<?xml version='1.0' encoding='iso-8859-2'?>", "us-ascii"),
        ("iso-8859-2", "", "iso-8859-2"),
        ("cp1252", "<?xml version='1.0' encoding='no-such-thing'?>", "utf-8"),
    ],
)
def test_a_feed_is_read_in_its_encoding_whatever_it_is_said_to_be(
    encoding: str, declared: str, charset: str | None
) -> None:
    data = (declared + rss(item("Café der Österreicher", "https://post.example/a"))).encode(encoding)
    assert kind_of(data) == "feed"
    assert [one.title for one in read_feed(data, charset=charset).items] == ["Café der Österreicher"]


def test_opml_lists_feeds_each_once() -> None:
    opml = """<opml version="2.0"><body><outline text="Ports"><outline xmlUrl="https://post.example/feed"/>
    <outline xmlUrl=" https://signal.example/feed "/></outline><outline xmlUrl="https://post.example/feed"/></body></opml>"""
    assert kind_of(opml.encode()) == "opml"
    assert list_feeds(opml.encode()) == ("https://post.example/feed", "https://signal.example/feed")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB.encode(), "declares entities of its own"),
        (BOMB.encode("utf-16"), "declares entities of its own"),
        (RSS.encode()[:-20], "breaks off before its end"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "is a JSON Feed without items"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "it is not JSON"),
    ],
)
def test_what_cannot_be_read_safely_is_told(data: bytes, reason: str) -> None:
    assert kind_of(data) == "feed"
    with pytest.raises(ValueError, match=reason):
        read_feed(data)


def test_an_external_dtd_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "rss.dtd").write_text('<!ENTITY secret "told">')
    doctype = f'<!DOCTYPE rss SYSTEM "{(tmp_path / "rss.dtd").as_uri()}">'
    (one,) = read_feed((doctype + rss(item("a&secret;b", "https://post.example/a"))).encode()).items
    assert "told" not in one.title


def test_what_no_database_takes_comes_to_none() -> None:
    wild = {"id": "\ud800" + "k" * 5_000, "url": "https://post.example/\0a", "title": "Fe\0rry", "content_text": "a\0b"}
    long = {"id": 2, "url": "https://post.example/" + "a" * 2_000, "content_text": "\ud800"}
    one, other = read_feed(json.dumps({**JSON_FEED, "items": [wild, long]}).encode()).items
    assert (len(one.key), one.link, one.title) == (64, "https://post.example/a", "Ferry")
    assert report_of("feed:1", None, one) == Problem(
        "feed:1", "holds a NUL, which is no character of a text: ask for it without"
    )
    assert other.link is None
    assert isinstance(report_of("feed:2", None, other), Problem)


def test_comments_without_end_take_no_time() -> None:
    assert kind_of(b"<!-- a -->" * 20_000) == "page"


def test_more_items_than_are_read_are_told() -> None:
    feed = read_feed(rss(*(item(str(n), f"https://post.example/{n}") for n in range(MOST_ITEMS + 2))).encode())
    assert (len(feed.items), feed.left_out) == (MOST_ITEMS, 2)


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "folder/feed.atom"])
def test_a_file_of_a_feed_gives_the_reports_whose_text_it_carries(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(RSS)
    reading = read([str(tmp_path)])
    (report,) = reading.reports
    assert (report.id, report.url) == ("post.example/2031/ferry", "https://post.example/2031/ferry")
    assert report.text == (
        "Ferry Ilda aground & empty\nThe ferry Ilda ran aground off Port Sael on Tuesday.\nNobody was hurt."
    )
    assert report.outlet == Detail("The Wire", "field", reason=PUBLISHER)
    assert report.published == Detail("2031-03-04T10:30:00-05:00", "field")
    assert reading.problems == (
        Problem(f"{path}:2", "has its text not in the feed but at its link, which is not fetched: crosswire add it"),
    )


def test_a_json_feed_is_told_from_other_json(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(JSON_FEED))
    reading = read([str(path)])
    assert [report.id for report in reading.reports] == ["ledger.example/ilda"]
    assert [problem.source for problem in reading.problems] == [f"{path}:2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<opml><body><outline xmlUrl="https://post.example/feed"/></body></opml>', "is a list of feeds"),
        ("<urlset><url/></urlset>", "is no feed"),
        (BOMB, "declares entities"),
        ("", "is no feed"),
    ],
)
def test_xml_that_gives_no_reports_is_told(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)
    (problem,) = read([str(path)]).problems
    assert problem.source == str(path)
    assert problem.reason.startswith(reason)


def test_standard_input_may_be_a_feed() -> None:
    reading = read(["-"], io.BytesIO(RSS.encode()))
    assert [report.url for report in reading.reports] == ["https://post.example/2031/ferry"]
    assert [problem.source for problem in reading.problems] == ["standard input:2"]


def test_an_address_is_not_read_as_a_file() -> None:
    assert read(["https://ada:secret@post.example/feed"]).problems == (
        Problem(
            "https://post.example/feed", "is an address, and only files are read here: crosswire add it to a corpus"
        ),
    )


@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("https://www.post.example/", "post.example"),
        ("https://post.example/2031/03/04/ferry-aground.html", "post.example/2031/03/04/ferry-aground"),
        ("https://post.example/story?id=7&from=rss", "post.example/story-id-7-from-rss"),
        (
            "https://post.example/ports/" + "the-long-way-home-" * 6 + "ends",
            "post.example/" + "the-long-way-home-" * 3 + "ends~12cfd7",
        ),
    ],
)
def test_ids_can_be_read_and_tell_addresses_apart(address: str, id: str) -> None:
    assert address_id(address) == id
