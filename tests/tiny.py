"""Tiny reports, read by the real steps, for the tests of the steps that compare reports."""

from crosswire.furniture import mark
from crosswire.language import annotate
from crosswire.language.parsing import ParsedSentence, cut_pieces, parse
from crosswire.language.speech import find_speech
from crosswire.language.tagger import tag
from crosswire.records import AnnotatedReport, Detail, Report, Span


def told(
    name: str,
    text: str,
    *,
    title: str = "",
    outlet: str | None = None,
    published: str | None = "2025-03-12",
    authors: tuple[str, ...] = (),
) -> AnnotatedReport:
    """Read one report; the outlet is its name where none is given."""
    whole = f"{title}\n{text}" if title else text
    report = Report(
        id=name,
        text=whole,
        body=len(title) + 1 if title else 0,
        title=Detail(title, "field", Span(name, 0, len(title))) if title else None,
        outlet=Detail(outlet or name, "field"),
        published=Detail(published, "field") if published else None,
        authors=authors,
    )
    return annotate(mark(report))


def words(report: AnnotatedReport, span: Span) -> str:
    """The passage of a report."""
    assert span.report == report.report.id
    return report.report.text[span.start : span.end]


def parsed(report: Report) -> tuple[ParsedSentence, ...]:
    """The parse of a report with the names that the tagger finds."""
    lines = [(piece.start, piece.end) for piece in cut_pieces(report)]
    return parse(report, tag(report.text, lines, find_speech(report.text)).entities)
