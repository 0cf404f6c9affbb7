"""A fetched page to a report: its own address, and what the feed that led there says of it."""

import io
import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crosswire.errors import FetchError
from crosswire.fetching.addresses import LONGEST, is_web_address, shown
from crosswire.fetching.transport import Answer
from crosswire.furniture import mark
from crosswire.publication import iso_date
from crosswire.readers.feed import PUBLISHER, Item, address_id, kind_of
from crosswire.readers.page import PageReader
from crosswire.records import Detail, Problem, Report

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=", re.IGNORECASE)
DATED = "the feed gives it"


def read_page(answer: Answer, item: Item | None = None) -> Report:
    """Read the report of a page; raises FetchError where there is none.

    The publisher that a feed names is the outlet, as the pages of aggregators name themselves. The page's own time of
    publication stands before the feed's, unless it is only the day of the feed's time.
    """
    name = shown(answer.address)
    if kind_of(answer.body) != "page":
        kind = answer.headers.get("content-type", "of no stated type").partition(";")[0][:60]
        raise FetchError(name, f"is {kind}, neither a page nor a feed: save its text as a file", lasting=True)
    found = next(PageReader().read(name, io.BytesIO(_with_charset(answer))))
    if isinstance(found, Problem):
        raise FetchError(name, found.reason)
    address = own_address(answer.address, found.report.url)
    report = replace(found.report, id=address_id(address), url=address, path=None)
    if item and item.publisher:
        report = replace(report, outlet=Detail(item.publisher, "field", reason=PUBLISHER))
    if item and item.published and _dates_better(item.published, report.published):
        report = replace(report, published=Detail(item.published, "field", reason=DATED))
    return mark(replace(report, authors=report.authors or (item.authors if item else ())))


def own_address(address: str, canonical: str | None) -> str:
    """Give the address that a page gives for itself, so that it is one report by whatever link one comes.

    Only one of the same host counts, lest a page pass for another's report; nor does the front page, which careless
    sites name on all their pages.
    """
    canonical = urljoin(address, canonical or "")
    if not is_web_address(canonical) or len(canonical) > LONGEST:
        return address
    ours, named = urlsplit(address), urlsplit(canonical)
    same = (ours.hostname or "").removeprefix("www.") == (named.hostname or "").removeprefix("www.")
    return canonical if same and ours.port == named.port and named.path.strip("/") else address


def _dates_better(given: str, own: Detail | None) -> bool:
    day = iso_date(own.value) if own else None
    return day is None or ("T" not in day and (iso_date(given) or "").startswith(day))


def _with_charset(answer: Answer) -> bytes:
    """The page in UTF-8 where only the headers name its encoding."""
    if not answer.charset or _CHARSET.search(answer.body[:4096]):
        return answer.body
    try:
        return answer.body.decode(answer.charset).encode("utf-8", "replace")
    except (LookupError, UnicodeError):
        return answer.body
