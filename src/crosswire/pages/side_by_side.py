"""Two reports side by side: which sentences of one stand in the other, word for word, altered or in other words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from crosswire.alignment import sequence_words, shared_passages
from crosswire.outputs.passages import visible
from crosswire.outputs.worddiff import ALIKE, alikeness
from crosswire.pages.sentences import Piece, cut_sentences, mark_words
from crosswire.records import Claim, Copy, Report, Span

FEWEST = 4  # words in a row shared by two sentences that make them one row, or all words of the shorter

Found = Literal["same", "altered", "reworded", "told", "left", "right"]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences of two reports that belong together, or those that only one of them has.

    `found` says what they are to each other: the same words; some altered; other words for the same (by the
    copying between the reports); one claim, told independently; only left; only right. `moved` where the right
    side stands elsewhere in its report. Where the words are too unlike for marks each side is one piece.
    """

    found: Found
    moved: bool
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """A sentence of the left and one of the right report that belong together, and how many words both have."""

    left: int
    right: int
    found: Found
    words: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    """Runs of sentences (first, last) of both reports that belong together."""

    left: tuple[int, int]
    right: tuple[int, int]
    found: Found


def align_reports(left: Report, right: Report, copy: Copy | None, claims: Sequence[Claim]) -> tuple[Row, ...]:
    """Set two reports of one story side by side, in the order of the left one, every sentence of both once."""
    sentences = cut_sentences(left.text), cut_sentences(right.text)
    words = _shared_words(left, right, *sentences)
    reworded = [(p.a, p.b) if p.a.report == left.id else (p.b, p.a) for p in copy.passages] if copy else []
    shared = [_Link(i, j, "altered", count) for (i, j), count in words.items()]
    links = sorted(shared, key=lambda link: (-link.words, link.left, link.right))
    links += _spans_linked(reworded, *sentences, "reworded")
    links += _spans_linked(_told_by_both(left, right, claims), *sentences, "told")
    blocks = _blocks(links)
    return tuple(_rows(left.text, right.text, *sentences, blocks))


def _shared_words(
    left: Report, right: Report, ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Count the words that a sentence of one shares with one of the other, in passages long enough to be no chance."""
    numbers: dict[tuple[str, ...], int] = {}
    a, b = (sequence_words(report.id, report.text, (), (), numbers) for report in (left, right))
    starts = [start for start, _ in ours], [start for start, _ in theirs]
    counts: dict[tuple[int, int], int] = {}
    for passage in shared_passages(a, b):
        for i, j, length in passage.runs:
            for step in range(length):
                pair = _at(starts[0], a.starts[i + step]), _at(starts[1], b.starts[j + step])
                counts[pair] = counts.get(pair, 0) + 1
    lengths = [[len(_WORD.findall(r.text, *s)) for s in cut] for r, cut in ((left, ours), (right, theirs))]
    return {
        (i, j): count
        for (i, j), count in counts.items()
        if count >= min(FEWEST, lengths[0][i], lengths[1][j])
    }  # fmt: skip


def _at(starts: Sequence[int], place: int) -> int:
    return max(bisect_right(starts, place) - 1, 0)


def _told_by_both(left: Report, right: Report, claims: Sequence[Claim]) -> list[tuple[Span, Span]]:
    return [
        (ours.span, theirs.span)
        for claim in claims
        for ours in claim.mentions
        if ours.span.report == left.id
        for theirs in claim.mentions
        if theirs.span.report == right.id
    ]


def _spans_linked(
    pairs: Iterable[tuple[Span, Span]], ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]], found: Found
) -> list[_Link]:
    starts = [start for start, _ in ours], [start for start, _ in theirs]
    return [
        # The middle of a passage: its edges may stand in the sentences around.
        _Link(_at(starts[0], (a.start + a.end) // 2), _at(starts[1], (b.start + b.end) // 2), found)
        for a, b in pairs
    ]


def _blocks(links: Sequence[_Link]) -> list[_Block]:
    """Join linked sentences, one link after the other, as long as both sides stay runs of sentences."""
    at_left: dict[int, _Block] = {}
    at_right: dict[int, _Block] = {}
    for link in links:
        touched = [block for block in (at_left.get(link.left), at_right.get(link.right)) if block]
        if touched and link.found != "altered":
            continue
        left = _run([(link.left, link.left), *(block.left for block in touched)])
        right = _run([(link.right, link.right), *(block.right for block in touched)])
        if left and right:
            block = _Block(left, right, link.found)
            at_left.update(dict.fromkeys(range(left[0], left[1] + 1), block))
            at_right.update(dict.fromkeys(range(right[0], right[1] + 1), block))
    return [at_left[place] for place in sorted(at_left) if at_left[place].left[0] == place]


def _run(parts: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Put runs of sentences together; None where sentences are missing between them."""
    whole = min(first for first, _ in parts), max(last for _, last in parts)
    covered = {place for first, last in parts for place in range(first, last + 1)}
    return whole if len(covered) == whole[1] - whole[0] + 1 else None


def _rows(
    ours_text: str,
    theirs_text: str,
    ours: Sequence[tuple[int, int]],
    theirs: Sequence[tuple[int, int]],
    blocks: Sequence[_Block],
) -> Iterable[Row]:
    straight = _in_order([block.right[0] for block in blocks])
    matched = {place for block in blocks for place in range(block.right[0], block.right[1] + 1)}
    yield from _alone("right", theirs_text, theirs, _run_from(0, len(theirs), matched))
    place = 0
    for number, block in enumerate(blocks):
        yield from _alone("left", ours_text, ours, range(place, block.left[0]))
        a = ours_text[ours[block.left[0]][0] : ours[block.left[1]][1]]
        b = theirs_text[theirs[block.right[0]][0] : theirs[block.right[1]][1]]
        yield _row(block.found, number not in straight, a, b)
        yield from _alone("right", theirs_text, theirs, _run_from(block.right[1] + 1, len(theirs), matched))
        place = block.left[1] + 1
    yield from _alone("left", ours_text, ours, range(place, len(ours)))


def _row(found: Found, moved: bool, ours: str, theirs: str) -> Row:
    left, right = mark_words(ours, theirs)
    if all(piece.both for piece in (*left, *right)):
        return Row("same", moved, left, right)
    if alikeness(ours, theirs) < ALIKE:
        left, right = (Piece(visible(ours), True),), (Piece(visible(theirs), True),)
    return Row(found, moved, left, right)


def _run_from(start: int, end: int, matched: set[int]) -> range:
    """The sentences from one on that belong to none of the other report, up to the next that does."""
    stop = start
    while stop < end and stop not in matched:
        stop += 1
    return range(start, stop)


def _alone(side: Literal["left", "right"], text: str, cut: Sequence[tuple[int, int]], places: range) -> Iterable[Row]:
    """A row for each paragraph of sentences that only one report has."""
    start = places.start
    for place in places:
        last = place + 1 == places.stop
        if last or "\n" in text[cut[place][1] : cut[place + 1][0]]:
            piece = (Piece(visible(text[cut[start][0] : cut[place][1]]), False),)
            yield Row(side, False, piece if side == "left" else (), piece if side == "right" else ())
            start = place + 1


def _in_order(values: Sequence[int]) -> set[int]:
    """The positions of a longest rising subsequence (Fredman 1975): what is not in it has moved."""
    ends: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value, key=lambda end: values[end])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    found, last = set(), ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
