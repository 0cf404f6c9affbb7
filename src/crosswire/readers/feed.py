"""Feeds: RSS, Atom and JSON Feed, with the reports whose text they carry; and OPML lists of feeds. Nothing is fetched.

A feed carries the text of a report in `content:encoded`, Atom's `content` or JSON Feed's `content_html` and
`content_text`; a description or summary is not the report.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from crosswire.readers.decoding import decode
from crosswire.readers.fragment import readable
from crosswire.readers.record import Found, report_from, whole_number
from crosswire.records import Detail, Problem

if TYPE_CHECKING:
    from feedparser import FeedParserDict

MOST_ITEMS = 1_000  # of one feed that are read, in the order of the feed; most feeds hold 10 to 100
MOST_FEEDS = 1_000  # of one list
PUBLISHER = "the feed names it as the publisher"
_MOST_BYTES = 20_000_000
_LONGEST_ID = 60
_LONGEST_KEY = 300  # characters; PostgreSQL keeps no key of some 2,700 bytes
_LONGEST_LINK = 2_000
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Atomic, as comments that could each end at any later one's end would take exponential time.
_ROOT = re.compile(
    r"(?:(?><\?.*?\?>)|(?><!--.*?-->)|(?><!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)|\s)*+<(?:[\w.-]+:)?(\w+)",
    re.DOTALL | re.IGNORECASE,
)
_RSS_TIME = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}.*\d:\d\d")
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
_JSON_FEED_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_END_WITHIN = 5_000
_READ = ("text/plain", "text/html", "application/xhtml+xml")
_ROOTS = {"rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml"}


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one report; `text` is None where the report stands at `link` only.

    `key` tells the items of a feed apart, `digest` what was said of one from what is said of it later.
    """

    key: str
    link: str | None
    title: str
    text: str | None
    publisher: str | None
    published: str | None
    authors: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: its items in order, and how many more there were than are read of one."""

    title: str
    items: tuple[Item, ...]
    left_out: int = 0


class FeedReader:
    """Reads `.rss`, `.atom` and `.xml` files that are feeds: the reports whose text they carry."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields a report or a Problem an item."""
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            yield Problem(source, f"has more than {_MOST_BYTES:,} bytes (limit of a feed): save fewer of its items")
            return
        kind = kind_of(data)
        try:
            if kind == "opml":
                yield Problem(source, "is a list of feeds, which are not fetched here: crosswire add or watch it")
            elif kind != "feed":
                yield Problem(source, "is no feed (RSS, Atom or JSON Feed): give the reports in a format that is read")
            else:
                yield from feed_reports(source, read_feed(data))
        except ValueError as error:
            yield Problem(source, str(error))


def feed_reports(source: str, feed: Feed) -> Iterator[Found | Problem]:
    """Yields the reports of a feed's items, and a Problem for each whose text isn't in the feed."""
    for number, item in enumerate(feed.items, start=1):
        place = f"{source}:{number}"
        if item.text is None:
            yield Problem(place, "has its text not in the feed but at its link, which is not fetched: crosswire add it")
        else:
            yield report_of(place, source, item)
    if feed.left_out:
        yield Problem(source, left_out(feed))


def left_out(feed: Feed) -> str:
    """Say that a feed had too many items."""
    return f"has {feed.left_out:,} items more than are read of one feed ({MOST_ITEMS:,}): split it"


def report_of(place: str, path: str | None, item: Item) -> Found | Problem:
    """Give the report that stands in a feed."""
    fields = {
        "id": address_id(item.link) if item.link else None,
        "title": item.title,
        "text": item.text,
        "published": item.published,
        "url": item.link,
        "authors": list(item.authors),
    }
    if "\0" in (item.text or ""):
        return Problem(place, "holds a NUL, which is no character of a text: ask for it without")
    found = report_from(place, path, fields, hashed=True)
    if isinstance(found, Found) and item.publisher:
        outlet = Detail(item.publisher, "field", reason=PUBLISHER)
        return replace(found, report=replace(found.report, outlet=outlet))
    return found


def address_id(address: str) -> str:
    """Give a report at an address an id that people can read: its host and path, the end of a long one."""
    parts = urlsplit(address)
    place = unquote(f"{parts.path}-{parts.query}" if parts.query else parts.path)
    words = re.sub(r"[^\w./-]+", "-", place).strip("-/.").removesuffix(".html")
    if len(words) > _LONGEST_ID:
        short = words[-_LONGEST_ID:].partition("/" if "/" in words[-_LONGEST_ID:] else "-")[2]
        words = f"{short}~{hashlib.sha256(address.encode()).hexdigest()[:6]}"
    return f"{(parts.hostname or '').removeprefix('www.')}/{words}".rstrip("/")


def kind_of(data: bytes) -> str | None:
    """Tell a "feed" from an "opml" list and a "page" by how it starts, whatever its name; None for anything else."""
    try:
        text = _text(data[:200_000], None).lstrip("\ufeff \t\r\n")
    except ValueError:
        return None
    if text.startswith("{"):
        return "feed" if _JSON_FEED_VERSION.search(text) else None
    root = _ROOT.match(text)
    if root and root[1].lower() in _ROOTS:
        return _ROOTS[root[1].lower()]
    return "page" if re.match(r"<[!?a-z]", text, re.IGNORECASE) else None


def read_feed(data: bytes, address: str = "", charset: str | None = None) -> Feed:
    """Read a feed; links are made whole by `address`, and `charset` is the encoding that its server named.

    Raises ValueError, its message fit to follow the feed's name, where it can't be read or declares entities.
    """
    text = _text(data, charset)
    if not text.lstrip().startswith("{"):
        return _limited(*_xml_items(text, address))
    try:
        feed = json.loads(text, parse_int=whole_number)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON Feed that can be read (it is not JSON): check the address or the file") from None
    return read_json_feed(feed, address)


def read_json_feed(feed: Mapping[str, Any], address: str = "") -> Feed:
    """Read a JSON Feed (https://www.jsonfeed.org/version/1.1/); raises ValueError where it has no items."""
    items = feed.get("items")
    if not isinstance(items, list):
        raise ValueError("is a JSON Feed without items: check the address or the file")
    return _limited(_string(feed.get("title")), [_json_item(item, address) for item in items if isinstance(item, dict)])


def is_json_feed(value: object) -> bool:
    """Whether a JSON value is a JSON Feed, as its version says."""
    return isinstance(value, dict) and bool(_JSON_FEED.match(_string(value.get("version"))))


def _limited(title: str, items: list[Item]) -> Feed:
    unique = list({item.key: item for item in reversed(items)}.values())[::-1]
    return Feed(title, tuple(unique[:MOST_ITEMS]), max(0, len(unique) - MOST_ITEMS))


def list_feeds(data: bytes, charset: str | None = None) -> tuple[str, ...]:
    """List the addresses of an OPML list, each once, in its order; raises ValueError as `read_feed` does."""
    from lxml import etree  # type: ignore[import-untyped]

    text = _safe_xml(_text(data, charset))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(text.encode(), parser)
    outlines = [] if root is None else root.iter("outline")
    feeds = dict.fromkeys(str(one.get("xmlUrl")).strip() for one in outlines if one.get("xmlUrl"))
    if not feeds:
        raise ValueError("is a list without feeds: give one whose outlines have an xmlUrl")
    if len(feeds) > MOST_FEEDS:
        raise ValueError(f"lists {len(feeds):,} feeds (limit {MOST_FEEDS:,}): split it")
    return tuple(feeds)


def _text(data: bytes, charset: str | None) -> str:
    """Decode a feed: what is UTF-8 is read as that whatever it is said to be, as labels are often wrong."""
    try:
        return decode(data) if b"\0" in data[:200] else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:1000])
    for name in (declared[1].decode("ascii") if declared else None, charset):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeError):
            continue
    return decode(data)


def _safe_xml(text: str) -> str:
    """Give XML without its declaration, now wrong of its encoding; entities of its own are refused, as bombs are those.

    What is asked is the very text that is parsed, so no encoding hides a declaration.
    """
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ValueError("declares entities of its own, which are never expanded: ask for it without")
    return _DECLARATION.sub("", text, count=1)


def _xml_items(text: str, address: str) -> tuple[str, list[Item]]:
    # A server that breaks off leaves the last text cut, which would be taken for a report.
    if not _END.search(text[-_END_WITHIN:]):
        raise ValueError("is no feed, or breaks off before its end: check the address or the file")
    parsed = _parse(_safe_xml(text), address)
    if not parsed.version and not parsed.entries:
        reason = str(parsed.get("bozo_exception") or "no items").splitlines()[0]
        raise ValueError(f"is no feed that can be read ({reason}): check the address or the file")
    rss = str(parsed.version).startswith("rss")
    return _plain(parsed.feed, "title"), [_xml_item(entry, rss) for entry in parsed.entries]


def _parse(text: str, address: str) -> "FeedParserDict":
    """Parse a feed; it comes as a stream, in which nothing leads feedparser to fetch."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    stream = io.BytesIO(text.encode())
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # some broken feeds break the parser too
        reason = type(error).__name__
        raise ValueError(f"is no feed that can be read ({reason}): check the address or the file") from error


def _xml_item(entry: Mapping[str, Any], rss: bool) -> Item:
    contents = [part for part in entry.get("content") or [] if part.get("type") in _READ and part.get("value")]
    # RSS has no time of change; what feedparser gives for one there is dc:date, the only time of RSS 1.0.
    published = entry.get("published") or (entry.get("updated") if rss and "updated" in entry else None)
    source = entry.get("source") or {}
    return _item(
        key=entry.get("id"),
        link=entry.get("link"),
        title=_plain(entry, "title"),
        text=readable(str(contents[0]["value"]), str(contents[0].get("type"))) if contents else None,
        publisher=_storable(source.get("title")) or None,
        published=published,
        authors=[author.get("name") for author in entry.get("authors") or []],
        said=[entry.get("summary"), entry.get("updated") if "updated" in entry else None],
    )


def _plain(fields: Mapping[str, Any], name: str) -> str:
    detail = fields.get(f"{name}_detail") or {}
    return " ".join(readable(str(detail.get("value") or ""), str(detail.get("type"))).split())


def _json_item(item: Mapping[str, Any], address: str) -> Item:
    html, plain = _string(item.get("content_html")), _string(item.get("content_text"))
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    link = _string(item.get("url")) or _string(item.get("external_url"))
    return _item(
        key=item.get("id"),
        link=urljoin(address, link) if link else None,
        title=_string(item.get("title")),
        text=readable(html, "text/html") if html.strip() else plain or None,
        publisher=None,
        published=_string(item.get("date_published")) or None,
        authors=[author.get("name") for author in authors or [] if isinstance(author, dict)],
        said=[item.get("summary"), item.get("date_modified")],
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _item(
    key: object,
    link: object,
    title: str,
    text: str | None,
    publisher: str | None,
    published: object,
    authors: Sequence[object],
    said: Sequence[object],
) -> Item:
    address = urldefrag(_storable(link)).url
    web = address if address[:8].lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK else None
    names = tuple(name for author in authors if (name := _storable(author)))
    when = _exact(_storable(published)) or None
    digest = hashlib.sha256(
        json.dumps([title, web, text, publisher, when, names, *map(str, said)]).encode()
    ).hexdigest()
    own = _storable(str(key)) if key else ""
    own = own if len(own) <= _LONGEST_KEY else hashlib.sha256(own.encode()).hexdigest()
    text = text if text and text.strip() else None
    return Item(own or web or digest, web, _storable(title), text, publisher, when, names, digest)


def _storable(value: object) -> str:
    """Give a string without what databases refuse, which JSON can write: NUL, and halves of characters."""
    return _string(value).encode("utf-8", "replace").decode().replace("\0", "").strip()


def _exact(written: str) -> str:
    """Give a time as RSS writes it in ISO 8601; anything else as it is."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(written).isoformat() if _RSS_TIME.match(written) else written
    except ValueError:
        return written
