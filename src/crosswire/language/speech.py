"""Direct speech: quotations with their marks, in their paragraphs, run on over paragraphs or not."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crosswire.language.parsing import paragraphs

LONGEST_UNCLOSED = 300  # characters that a quotation after a colon may have whose closing mark was forgotten

# Two typewriter marks make a double one, as some archives keep them; of three the single one is on the inside.
_MARK = re.compile(r"``|(?<![^\s(])''|(?<!')''(?!')|(?<=')''|[“”„‟\"«»‹›‘’‚'`]")
# The marks that close each opening mark; those that lean either way open and close by what stands around them.
_CLOSERS: dict[str, tuple[str, ...]] = {
    "“": ("”", "“", '"', "''"), "‟": ("”", '"'), "„": ("“", "”", '"'), '"': ('"', "”", "''"), "”": ("”",),
    "``": ("''", '"', "”"), "''": ("''",), "«": ("»",), "»": ("«",), "‹": ("›",), "›": ("‹",),
    "‘": ("’", "'"), "'": ("'", "’"), "`": ("'", "’"), "‚": ("‘", "’"),
}  # fmt: skip
_SINGLE = frozenset("‘'`‚’")
_OPENING = frozenset("“„‟«‹‚`") | {"``"}
_CLOSING = frozenset("”»›’") | {"''"}
_BEFORE = frozenset("([{—–-:/“„‟«»‹›\"‘‚'`")
_SENTENCE = frozenset(".,:;?!…”\"’'»")
_CLIPPED = re.compile(r"['’‘](?:em|til|tis|twas|cause|bout|n|\d\ds?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, marks included; `open_ended` where it runs on in the next paragraph."""

    start: int
    end: int
    paragraph: int
    open_ended: bool = False


@dataclass(slots=True)
class _Open:
    """A mark that opened and is not closed; `doubtful` is the end after a mark that may be an apostrophe ("dogs'")."""

    mark: str
    start: int
    doubtful: int | None = None


def find_speech(text: str) -> tuple[Quotation, ...]:
    """Find the outermost quotations in order, one paragraph at a time, in linear time.

    Marks may be curly, straight, low, angle (either way round) or typewriter marks, double or single.
    A quotation that is not closed runs to the end of its paragraph where it opens like speech and the next
    paragraph opens with a mark (the newspaper convention for speech over several paragraphs), or where it
    follows a colon and little is left; else its opening mark is passed over.
    """
    lines = list(paragraphs(text))
    found: list[Quotation] = []
    for number, (start, end) in enumerate(lines):
        following = text[lines[number + 1][0]] if number + 1 < len(lines) else ""
        found += _in_paragraph(text, start, end, number, following)
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, number: int, following: str) -> list[Quotation]:
    marks = [m for m in _MARK.finditer(text, start, end) if m.end() < end or m.start() > start]
    if not marks:
        return []
    # "the brothers' boat" closes nothing as long as a mark that follows a stop or comma is still to come.
    stops = [m.end() for m in marks if m.group() in "’'" and text[m.start() - 1] in ".,?!…"]
    last_stop = stops[-1] if stops else start
    stack: list[_Open] = []
    pairs: list[tuple[int, int, str]] = []
    for m in marks:
        before = text[m.start() - 1] if m.start() > start else " "
        after = text[m.end()] if m.end() < end else " "
        opened = _closed_by(m.group(), before, after, stack)
        if opened is not None and not (text[m.start() - 1] == "s" and m.end() < last_stop and opened.mark in _SINGLE):
            while stack.pop() is not opened:
                pass
            pairs.append((opened.start, m.end(), opened.mark))
        elif opened is not None:
            opened.doubtful = m.end()
        elif _opens(text, m, before, after, end):
            _settle(stack, pairs)
            stack.append(_Open(m.group(), m.start()))
    _settle(stack, pairs)
    return _outermost(_unclosed(text, end, number, following, stack, pairs), pairs, number)


def _leaning(mark: str, before: str, after: str) -> str:
    """Where a mark leans by what stands around it: "open", "close", or "" where that does not tell."""
    opens = (before.isspace() or before in _BEFORE) and not after.isspace() and after not in ",.;:?!)]"
    closes = not before.isspace() and not after.isalnum()
    if opens is not closes:
        return "open" if opens else "close"
    return "open" if mark in _OPENING else "close" if mark in _CLOSING else ""


def _closed_by(mark: str, before: str, after: str, stack: list[_Open]) -> _Open | None:
    """The innermost open mark that this one closes; None where it closes nothing."""
    if not stack or _leaning(mark, before, after) == "open":
        return None
    if mark in "’'" and (after.isalnum() or before.isspace()):
        return None
    top = stack[-1]
    if mark in _CLOSERS[top.mark]:
        return top
    if mark in _SINGLE:
        return None
    # A single mark inside a double one may be an apostrophe: it never keeps the double one open.
    return next((opened for opened in reversed(stack[-3:]) if mark in _CLOSERS[opened.mark]), None)


def _opens(text: str, m: re.Match[str], before: str, after: str, end: int) -> bool:
    mark = m.group()
    if m.end() >= end or mark not in _CLOSERS:
        return False
    if mark in _SINGLE:
        quoted = after.isalnum() or after in '“"«„'
        return (before.isspace() or before in _BEFORE) and quoted and not _CLIPPED.match(text, m.start())
    if mark in '"“``„‟':
        return not before.isalnum()
    return _leaning(mark, before, after) == "open"


def _settle(stack: list[_Open], pairs: list[tuple[int, int, str]]) -> None:
    """Close the innermost mark where it was doubtfully closed and a new one opens or the paragraph ends.

    Nothing is closed so around other quotations: there a stray mark and an apostrophe are likelier.
    """
    if stack and stack[-1].doubtful is not None:
        opened = stack.pop()
        if not pairs or pairs[-1][0] < opened.start:
            pairs.append((opened.start, opened.doubtful or opened.start, opened.mark))


def _unclosed(
    text: str, end: int, number: int, following: str, stack: list[_Open], pairs: list[tuple[int, int, str]]
) -> Quotation | None:
    """The quotation that the paragraph leaves open, if any: the last mark with no other quotation of its kind after."""
    latest: Counter[str] = Counter()
    for start, _, mark in pairs:
        latest[mark] = max(latest[mark], start)
    for opened in reversed(stack):
        if latest[opened.mark] > opened.start:
            continue
        before = text[max(0, opened.start - 4) : opened.start].rstrip(" \t\xa0")[-1:]
        speaks = not before or before in _SENTENCE or before in "\n\r\u2028\u2029"
        convention = following and following in opened.mark + "\"“«'‘"
        if convention and speaks and opened.mark not in "'`‚":
            return Quotation(opened.start, end, number, open_ended=True)
        # A caption such as "Spokesman: 'We regret …" whose closing mark was forgotten.
        if text[max(0, opened.start - 2) : opened.start] == ": " and end - opened.start <= LONGEST_UNCLOSED:
            return Quotation(opened.start, end, number)
    return None


def _outermost(last: Quotation | None, pairs: Iterable[tuple[int, int, str]], number: int) -> list[Quotation]:
    found: list[Quotation] = []
    for start, end, _ in sorted(pairs, key=lambda pair: pair[0]):
        if (not found or start >= found[-1].end) and (last is None or start < last.start):
            found.append(Quotation(start, end, number))
    return [*found, last] if last else found
