"""Tolls: how many a passage says were killed, hurt or missing."""

import re
from collections.abc import Iterator

from crosswire.records import Proposition, Quantity, Report

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
            "kill(?:s|ed|ing)|toll (?:\\w+ ){0,4}(?:rises|rose|risen|climbs|climbed|stands|stood) (?:to|at)",
            "killed|dead|died?|dies",
        ),
        ("hurt", "injur(?:es|ed|ing)|wound(?:s|ed|ing)|hurting", "injured|wounded|hurt"),
        ("missing", "missing", "missing"),
    )
}


def find_tolls(proposition: Proposition, report: Report) -> Iterator[tuple[str, Quantity]]:
    """Find the tolls that a proposition gives, each as its fate ("killed", "hurt", "missing") and its figure.

    A passage that tells of a year before publication gives another event's toll, and none of this one's.
    """
    span, when = proposition.span, proposition.when
    published = report.published.value if report.published else None
    # News of January looks back to December.
    if when and published and when[:4].isdigit() and when[:4] < published[:4] and published[5:7] != "01":
        return
    for quantity in proposition.quantities:
        # "20 others were hurt" is a part of the toll.
        if quantity.unit == "other":
            continue
        before, after = report.text[span.start : quantity.span.start], report.text[quantity.span.end : span.end]
        for fate, (leading, following) in _FATES.items():
            if leading.search(before) or following.match(after):
                yield fate, quantity
