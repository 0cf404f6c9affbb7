"""Titles: what a story is called."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from crosswire.records import Report, Span


def choose_title(reports: Sequence[Report]) -> Span:
    """Choose the headline whose words most headlines share; the first sentence of story text where there is none."""
    titles = [(report.title.value, report.title.span) for report in reports if report.title and report.title.span]
    if not titles:
        return _opening(reports[0])
    words = [set(title.casefold().split()) for title, _ in titles]
    held = Counter(chain.from_iterable(words))
    shared = [sum(held[word] for word in own) / (5 + len(own)) for own in words]
    return titles[max(range(len(titles)), key=lambda position: (shared[position], -position))][1]


def _opening(report: Report) -> Span:
    from crosswire.language.parsing import split

    sentences = split(report)
    told = [sentence.span for sentence in sentences if sentence.marked is None] or [s.span for s in sentences]
    return told[0] if told else Span(report.id, 0, len(report.text))
