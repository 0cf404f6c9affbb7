"""Direct speech: quotations with their marks, in their paragraphs, run on over paragraphs or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.language.parsing import paragraphs

_PAIRS = {"“": "”", "«": "»", "„": "“”"}
_DOUBLED = ("``", "''")  # typewriter marks, as some archives keep them
# A right single mark within or after a word may be an apostrophe; after a stop or comma it closes a quotation.
_CLOSES_SINGLE = re.compile(r"(?<=[.,?!…])['’](?!\w)|(?<=\w)['’](?![\w])")
_CLIPPED = re.compile(r"['’‘](?:em|til|tis|twas|cause|bout|n|\d\ds?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, marks included; `open_ended` where it runs on in the next paragraph."""

    start: int
    end: int
    paragraph: int
    open_ended: bool = False


def find_speech(text: str) -> tuple[Quotation, ...]:
    """Find the outermost quotations in order, one paragraph at a time.

    A quotation that is not closed runs to the end of its paragraph where the next one opens with a mark
    (the newspaper convention for speech over several paragraphs); else its opening mark is passed over.
    """
    lines = list(paragraphs(text))
    found: list[Quotation] = []
    for number, (start, end) in enumerate(lines):
        following = text[lines[number + 1][0]] if number + 1 < len(lines) else ""
        found += _in_paragraph(text, start, end, number, following)
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, number: int, following: str) -> Iterator[Quotation]:
    at = start
    while at < end:
        if not _opens(text, at, start, end):
            at += 1
            continue
        close = _closing(text, at, end)
        if close is not None:
            yield Quotation(at, close, number)
            at = close
        elif following and following in text[at] + "\"“«'‘" and text[at] in '"“«':
            yield Quotation(at, end, number, open_ended=True)
            return
        elif text[max(start, at - 2) : at] == ": ":
            # A caption such as "Spokesman: 'We regret …" whose closing mark was forgotten.
            yield Quotation(at, end, number)
            return
        else:
            at += 1


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark in _PAIRS:
        return at + 1 < end
    if text[at : at + 2] in _DOUBLED:
        return at + 2 < end and (at == start or not text[at - 1].isalnum())
    if mark not in "\"'‘" or at + 1 >= end:
        return False
    before = text[at - 1] if at > start else " "
    if mark == '"':
        return not before.isalnum()
    return (before.isspace() or before in "([—–-:") and text[at + 1].isalnum() and not _CLIPPED.match(text, at)


def _closing(text: str, at: int, end: int) -> int | None:
    """The offset after the mark that closes the quotation opened at `at`; None where nothing closes it."""
    mark = text[at]
    if mark in _PAIRS or mark == '"':
        closers = _PAIRS.get(mark, '"')
        return next((close + 1 for close in range(at + 1, end) if text[close] in closers), None)
    if text[at : at + 2] in _DOUBLED:
        close = text.find("''", at + 2, end)
        return close + 2 if close >= 0 else None
    candidates = [m.end() for m in _CLOSES_SINGLE.finditer(text, at + 1, end)]
    # "the brothers' boat" closes nothing: prefer the first mark that follows a stop or comma.
    stops = [close for close in candidates if text[close - 2] in ".,?!…"]
    for close in candidates:
        if text[close - 2] != "s" or not stops:
            return close
    return stops[0] if stops else None
