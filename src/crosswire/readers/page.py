"""Saved web pages: the article of the page, with what its markup says of title, outlet, time and authors."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from crosswire.readers.decoding import decode
from crosswire.readers.record import Found, report_from
from crosswire.records import Problem

_MOST_BYTES = 20_000_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
# The first of these that a page carries is when it was published, as exactly as the page says it.
_PUBLISHED_AT = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
# Where a page has no article, its menus are taken for one: words without the end of any sentence.
_SENTENCE = re.compile(r"\w{2}[\"'”’»)\]]*[.!?…。！？।؟۔]")
_PUBLISHED_IN_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


class PageReader:
    """Reads `.html` and `.htm` files; nothing is ever fetched."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields the report of a page, or the Problem with it."""
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            yield Problem(
                source, f"has more than {_MOST_BYTES:,} bytes (limit of a page): save the article's text alone"
            )
            return
        if not data.strip():
            yield Problem(source, "is empty: save the page again")
            return
        try:
            page = _decode_page(data)
        except ValueError as error:
            yield Problem(source, str(error))
            return
        fields = _article(page)
        if fields is None:
            yield Problem(source, "is a page without an article: save the article's text as .txt")
        else:
            yield report_from(source, source, fields, hashed=False)


def _decode_page(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and b"\0" not in data:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _article(page: str) -> dict[str, object] | None:
    import trafilatura
    from trafilatura.settings import Document

    document = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    if not isinstance(document, Document) or not _SENTENCE.search(document.text or ""):
        return None
    return {
        "text": document.text,
        "title": document.title,
        "outlet": document.sitename or document.hostname,
        "published": _published(page) or document.date,
        "url": document.url,
        "authors": [name for name in re.split(r";\s*", document.author or "") if name],
    }


def _published(page: str) -> str | None:
    from htmldate import find_date
    from lxml import html  # type: ignore[import-untyped]

    try:
        tree = html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (ValueError, html.etree.ParserError):
        return None
    for path in _PUBLISHED_AT:
        found = tree.xpath(path)
        if found and str(found[0]).strip():
            return str(found[0]).strip()
    in_data = _PUBLISHED_IN_DATA.search(page)
    if in_data:
        return in_data[1]
    dated = find_date(tree, original_date=True, extensive_search=False)
    return str(dated) if dated else None
