"""Tolls: how many a passage says were killed, hurt or missing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crosswire.records import Proposition, Quantity, Report, Span

_ABOUT = r"(?:\s+(?:at least|more than|about|some|nearly|almost|around|up to))?\s+$"
_PEOPLE = (
    r"\s*(?:(?:other|more|people|persons?|men|man|women|woman|children|child|others?|passengers?|workers?|soldiers?"
)
_PEOPLE += r"|were|was|are|is|have|has|had|been|being|now|reported|confirmed|left|slightly|seriously)\s+)*"
# A figure tells a toll where the fate stands right before it or, people and auxiliaries aside, right after it.
_FATES = {
    fate: (re.compile(rf"\b(?:{before}){_ABOUT}", re.I), re.compile(rf"{_PEOPLE}(?:{after})\b", re.I))
    for fate, before, after in (
        (
            "killed",
            "kill(?:s|ed|ing)|toll (?:\\w+ ){0,8}(?:rises|rose|risen|climbs|climbed|stands|stood) (?:to|at)",
            "killed|dead|died?|dies",
        ),
        ("hurt", "injur(?:es|ed|ing)|wound(?:s|ed|ing)|hurt(?:s|ing)?", "injured|wounded|hurt"),
        ("missing", "missing", "missing"),
    )
}


def find_tolls(proposition: Proposition, report: Report) -> Iterator[tuple[str, Quantity]]:
    """Find the tolls that a proposition gives, each as its fate ("killed", "hurt", "missing") and its figure.

    A passage that tells of a year before publication gives another event's toll, and none of this one's.
    """
    when = proposition.when
    published = report.published.value if report.published else None
    # News of January looks back to December.
    if when and published and when[:4].isdigit() and when[:4] < published[:4] and published[5:7] != "01":
        return
    for at, quantity in enumerate(proposition.quantities):
        fates = _fates(quantity, proposition, report)
        # "20 others were hurt" is a part of the toll, and the whole of it with the part before.
        if quantity.unit == "other":
            part = proposition.quantities[at - 1] if at else None
            if part is None or part.unit != "person" or set(_fates(part, proposition, report)) - set(fates):
                continue
            whole = Span(quantity.span.report, part.span.start, quantity.span.end)
            quantity = replace(quantity, span=whole, value=part.value + quantity.value, unit="person")
        yield from ((fate, quantity) for fate in fates)


def _fates(quantity: Quantity, proposition: Proposition, report: Report) -> list[str]:
    span = proposition.span
    before, after = report.text[span.start : quantity.span.start], report.text[quantity.span.end : span.end]
    return [fate for fate, (leading, following) in _FATES.items() if leading.search(before) or following.match(after)]
