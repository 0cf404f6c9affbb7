"""Reads which news agencies a report credits, and where it says so; a mere mention in the story is no credit."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

from crosswire.records import Credit, Mark, Report, Span

CreditBasis = Literal["credit line", "byline", "dateline", "caption", "author", "address", "copyright"]

# Strongest first: a caption credits a photograph only, an address names the feed but not the text.
_STRENGTH: tuple[CreditBasis, ...] = (
    "dateline",
    "credit line",
    "byline",
    "author",
    "copyright",
    "address",
    "caption",
)
_MARKED: dict[str, CreditBasis] = {
    "dateline": "dateline",
    "credit": "credit line",
    "byline": "byline",
    "caption": "caption",
    "boilerplate": "copyright",
    "header": "credit line",
}
# Parts of a caption that name who took the picture; the rest of it is prose.
_PHOTO_CREDIT = re.compile(
    r"[(\[][^()\[\]]*[)\]]\.?\s*$|\bvia\s[^.]*$|\S*/\s?[A-Z]\S*(?:\s[A-Z]\S+)?|(?:\S+\s)?\S+\s?/\S+"
    r"|(?:copyright|credit|courtesy of|source)[:\s]\s*\S+(?:\s\S+)?|\b(?:AP|AFP|PA)\s[Pp](?:hoto|HOTO|ictures?)\b"
    r"|(?<=\s)[A-Z]{2,}\s*$",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^.\n]*", re.IGNORECASE)
# An agency that the table lacks is known by what it calls itself.
_UNLISTED = r"(?!The |By |With )(?:[A-Z][\w'’-]+ ){1,3}(?:News Agency|Press Agency|Newswire|Wire Service|News Service)"
_WIRE_FOLDERS = frozenset({"wires", "wire", "agency", "agencies", "syndication", "news-agency", "newswire"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency: the short form that credits carry, its other names, its country and its addresses."""

    short: str
    names: tuple[str, ...]
    country: str
    domains: tuple[str, ...]


@cache
def agencies() -> tuple[Agency, ...]:
    """The news agencies of `agencies.csv`, in its order."""
    with files("crosswire").joinpath("agencies.csv").open(encoding="utf-8") as table:
        return tuple(
            Agency(
                row["short"],
                tuple(n for n in row["names"].split("|") if n),
                row["country"],
                tuple(d for d in row["domains"].split("|") if d),
            )
            for row in csv.DictReader(table)
        )


@cache
def _short_by_name() -> dict[str, str]:
    return {name: agency.short for agency in agencies() for name in (agency.short, *agency.names)}


@cache
def agency_pattern() -> str:
    """A regular expression (case-sensitive, whole words) for any name of any agency, longest names first."""
    names = sorted(_short_by_name(), key=lambda name: (-len(name), name))
    return rf"(?<![\w.-])(?:{'|'.join(map(re.escape, names))}|{_UNLISTED})(?![\w-])"


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile(agency_pattern())


def named_agencies(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Yields each agency named in `text[start:end]` as (short form, start, end).

    Only for passages that are credits already: in running text a short form such as PA may mean anything.
    """
    for found in _compiled().finditer(text, start, len(text) if end is None else end):
        yield _short_by_name().get(found.group(), found.group()), found.start(), found.end()


def find_credits(report: Report) -> tuple[Credit, ...]:
    """The agencies that a report with marks credits, one record an agency and basis, strongest basis first."""
    found = [*_credits_in_marks(report), *_credits_in_authors(report), *_credits_in_address(report)]
    first: dict[tuple[str, str], Credit] = {}
    for credit in found:
        first.setdefault((credit.agency, credit.basis), credit)
    return tuple(sorted(first.values(), key=lambda c: (_STRENGTH.index(c.basis), c.span or Span("", -1, -1), c.agency)))


def _credits_in_marks(report: Report) -> Iterator[Credit]:
    for mark in report.marks:
        basis = _MARKED.get(mark.kind)
        if basis is None:
            continue
        for start, end in _credit_passages(report.text, mark):
            for short, at, to in named_agencies(report.text, start, end):
                yield Credit(short, basis, Span(report.id, at, to))


def _credit_passages(text: str, mark: Mark) -> Iterator[tuple[int, int]]:
    start, end = mark.span.start, mark.span.end
    pattern = {"caption": _PHOTO_CREDIT, "boilerplate": _COPYRIGHT, "dateline": _PARENTHESIS}.get(mark.kind)
    if pattern is None:
        yield start, end
        return
    for found in pattern.finditer(text, start, end):
        # "B via A": B took the picture, A carried it.
        carried = re.search(r"\bvia\s", found.group())
        yield found.start() + (carried.end() if carried else 0), found.end()


def _credits_in_authors(report: Report) -> Iterator[Credit]:
    outlet = (report.outlet.value,) if report.outlet and report.outlet.basis != "address" else ()
    for author in (*report.authors, *outlet):
        for part in re.split(r"[,;/|]| for | and |\bof the\b", author):
            name = re.sub(
                r"^(?:by|the)\s+|\s+(?:editorial|staff|writers?|news agency|agency)$", "", part.strip(), flags=re.I
            )
            # One-word short forms are given names too (Sana, Petra), so they count only as they are written.
            short = _short_by_name().get(name) or (_author_names().get(name.casefold()) if " " in name else None)
            if short is None and re.fullmatch(_UNLISTED, part.strip()):
                short = part.strip()
            if short:
                yield Credit(short, "author")


@cache
def _author_names() -> dict[str, str]:
    return {re.sub("^the ", "", name.casefold()): short for name, short in _short_by_name().items()}


def _credits_in_address(report: Report) -> Iterator[Credit]:
    try:
        address = urlsplit(report.url or "")
        host = (address.hostname or "").casefold()
    except ValueError:
        return
    by_domain, by_folder = _addresses()
    labels = host.split(".")
    shorts = {by_domain.get(".".join(labels[start:])) for start in range(len(labels))}
    folders = [part for part in address.path.casefold().split("/")[:-1] if part]
    for before, folder in zip(("", *folders), folders, strict=False):
        short = by_folder.get(folder.removesuffix("online"))
        # A short form of four letters or less is common as a section's name, so it counts only beneath a wire folder.
        if short and (folder.endswith("online") or len(short) > 4 or before in _WIRE_FOLDERS):
            shorts.add(short)
    for short in sorted(filter(None, shorts)):
        yield Credit(short, "address")


@cache
def _addresses() -> tuple[dict[str, str], dict[str, str]]:
    """Short forms by domain, and by the folder that a feed of the agency has: /wires/ap/, /reuters/, /aponline/."""
    domains = {domain: agency.short for agency in agencies() for domain in agency.domains}
    return domains, {agency.short.casefold(): agency.short for agency in agencies()}
