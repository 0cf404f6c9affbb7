"""Inserts: what a page puts into a paragraph of the story, between the words of a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crosswire.records import Mark, Report

# A name, its full form and the headlines of articles about its bearer, all run together:
# "the mayor Ilse Kann Ilse Maria KannDam holds for now Council splits over repairs MORE said".
_LINK_RUN = re.compile(
    r"\b(?P<last>[A-Z][\w'’-]+) "
    r"(?P<insert>(?:[\w.'’()\"“”-]+ ){1,5}?(?P=last)(?=[A-Z0-9])[^\n]{10,700}? MORE)\b"
)


def find_inserts(line: str) -> Iterator[tuple[int, int]]:
    """Find the stretches (start, end) of a line that run link texts into its sentences."""
    if " MORE" in line:
        yield from (found.span("insert") for found in _LINK_RUN.finditer(line))


def is_insert(mark: Mark, text: str) -> bool:
    """Tell whether a mark of a report's text has words of the story before it and after it in its line."""
    start, end = mark.span.start, mark.span.end
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end:].partition("\n")[0] if mark.kind == "boilerplate" else ""
    return bool(before.strip() and after.strip())


def without_inserts(report: Report) -> Report:
    """Give a report with its inserts blanked, so that every other character keeps its place, and no longer marked."""
    inserts = {mark.span for mark in report.marks if is_insert(mark, report.text)}
    text = report.text
    for span in inserts:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return replace(report, text=text, marks=tuple(mark for mark in report.marks if mark.span not in inserts))


def shown(report: Report, start: int, end: int) -> str:
    """Give a stretch of a report's text with an ellipsis for each insert."""
    inside = (mark for mark in report.marks if start <= mark.span.start and mark.span.end <= end)
    inserts = [mark.span for mark in inside if is_insert(mark, report.text)]
    edges = [start, *(edge for span in inserts for edge in (span.start, span.end)), end]
    return "…".join(report.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
