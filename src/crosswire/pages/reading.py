"""A report as it was read: its text cut where something is marked, and beside each paragraph what is marked there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from crosswire.outputs.passages import passage, shorten, visible
from crosswire.outputs.selection import MARKS, counted
from crosswire.outputs.times import in_words
from crosswire.pages.links import Links
from crosswire.records import AnnotatedReport, Claim, Mention, Report, Span, Statement, Story

Kind = Literal["claim", "statement", "source", "cue", "name", "date", "shared"]
NOTED: tuple[Kind, ...] = ("claim", "statement", "shared", "name", "date")
NAME = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text, and as what it is marked."""

    text: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What is marked beside a paragraph, in words; `report` is what it leads to where `address` leads to another."""

    kind: Kind
    text: str
    address: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `furniture` says what it is where it is no story text."""

    pieces: tuple[Piece, ...]
    notes: tuple[tuple[Kind, tuple[Note, ...]], ...]
    furniture: str


@dataclass(frozen=True, slots=True)
class _Marked:
    span: Span
    kind: Kind
    note: Note | None = None


def read_through(
    report: Report, annotated: AnnotatedReport | None, story: Story, links: Links
) -> tuple[Paragraph, ...]:
    """Mark a report's text with what was found in it: claims, statements, names, dates, passages shared with others."""
    marked = [*_claims(report, story, links), *_shared(report, story, links)]
    if annotated:
        marked += [*_statements(annotated), *_names(annotated), *_dates(annotated)]
    furniture = [(mark.span, MARKS[mark.kind]) for mark in report.marks]
    return tuple(
        Paragraph(
            tuple(_pieces(report.text, start, end, marked)),
            tuple(_notes(start, end, marked)),
            next((kind for span, kind in furniture if span.start <= start and end <= span.end), ""),
        )
        for start, end in _lines(report.text)
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def _pieces(text: str, start: int, end: int, marked: Sequence[_Marked]) -> Iterator[Piece]:
    here = [one for one in marked if one.span.start < end and start < one.span.end]
    cuts = {start, end} | {edge for one in here for edge in (one.span.start, one.span.end) if start < edge < end}
    for first, last in pairwise(sorted(cuts)):
        covering = {one.kind for one in here if one.span.start < last and first < one.span.end}
        yield Piece(text[first:last], tuple(sorted(covering)))


def _notes(start: int, end: int, marked: Iterable[_Marked]) -> Iterator[tuple[Kind, tuple[Note, ...]]]:
    """Give each note once, those of a kind together, beside the paragraph where what they are about begins."""
    here = sorted((one for one in marked if one.note and start <= one.span.start < end), key=lambda one: one.span)
    notes = list(dict.fromkeys(one.note for one in here if one.note))
    for kind in NOTED:
        if same := tuple(note for note in notes if note.kind == kind):
            yield kind, same


def _claims(report: Report, story: Story, links: Links) -> Iterator[_Marked]:
    for claim in story.claims:
        for mention in claim.mentions:
            if mention.span.report == report.id:
                yield _Marked(mention.span, "claim", Note("claim", _of_claim(claim, mention), links.claim(claim)))


def _of_claim(claim: Claim, mention: Mention) -> str:
    carrying = counted(len({m.span.report for m in claim.mentions}), "report")
    low, high = claim.origins_min, claim.origins_max
    origins = counted(high, "origin") if low == high else f"{low}–{high} origins"
    return f"{carrying}, {origins}" + ("" if mention.certainty == "certain" else f"; here {mention.certainty}")


def _shared(report: Report, story: Story, links: Links) -> Iterator[_Marked]:
    for copy in story.copies:
        if report.id in copy.reports:
            other = copy.reports[0] if copy.reports[1] == report.id else copy.reports[1]
            for both in copy.passages:
                own = both.a if both.a.report == report.id else both.b
                words = counted(len(report.text[own.start : own.end].split()), "word")
                note = Note("shared", f"{words} also in", links.compare(report.id, other), visible(other))
                yield _Marked(own, "shared", note)


def _statements(annotated: AnnotatedReport) -> Iterator[_Marked]:
    for statement in annotated.statements:
        note = Note("statement", _of_statement(annotated.report, statement))
        spans = sorted(statement.content)
        for span in spans:
            yield _Marked(span, "statement", note if span == spans[0] else None)
        if statement.source:
            yield _Marked(statement.source, "source")
        if statement.cue:
            yield _Marked(statement.cue, "cue")


def _of_statement(report: Report, statement: Statement) -> str:
    own = {report.id: report}
    cue = f" {passage(statement.cue, own, NAME)}" if statement.cue else ""
    return (
        f"{shorten(visible(statement.speaker or 'no source'), NAME)}{cue} ({statement.speech}, {statement.certainty})"
    )


def _names(annotated: AnnotatedReport) -> Iterator[_Marked]:
    for name in annotated.names:
        yield _Marked(name.span, "name", Note("name", f"{shorten(visible(name.name), NAME)} ({name.label})"))


def _dates(annotated: AnnotatedReport) -> Iterator[_Marked]:
    own = {annotated.report.id: annotated.report}
    for date in annotated.dates:
        value = in_words(date.value) or date.type.lower()
        yield _Marked(date.span, "date", Note("date", f"{passage(date.span, own, NAME)}: {value}"))
