"""What changed between two passages, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 5
ALIKE = 0.35  # share of the shorter passage's words that both must have, else a diff shows only scraps
MOVED = 2  # more words that must fall in order once a run is taken for moved, else it stays where it is
STRAIGHT = str.maketrans("‘’‚“”„«»–—", '\'\'\'"""""--')


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both passages have, or that only the first (removed) or only the second (added) has."""

    change: Literal["same", "removed", "added"]
    text: str


def word_diff(before: str, after: str, context: int | None = CONTEXT) -> tuple[Piece, ...]:
    """Compare two passages word by word; case, quotation marks and punctuation at a word's edge make no difference.

    Words that both have are given as the first has them. Runs of them longer than twice `context`
    words are cut in the middle (at the ends: on the outer side) with an ellipsis; None cuts nothing.
    A part that only moved stands as an ellipsis in both places. Passages with too few words in common
    are given whole, one removed, one added.
    """
    ours, theirs = _without_moved(before.split(), after.split())
    if _alike(ours, theirs) < ALIKE:
        whole = (Piece("removed", before), Piece("added", after))
        return tuple(piece for piece in whole if piece.text)
    pieces: list[tuple[list[str], list[str], list[str]]] = []
    for operation, a, b, c, d in _matcher(ours, theirs).get_opcodes():
        if operation == "equal" and not _stray(ours[a:b], a == 0 or b == len(ours)):
            pieces.append((ours[a:b], [], []))
        elif pieces and not pieces[-1][0]:
            pieces[-1][1].extend(ours[a:b])
            pieces[-1][2].extend(theirs[c:d])
        else:
            pieces.append(([], ours[a:b], theirs[c:d]))
    return tuple(
        piece
        for position, (same, removed, added) in enumerate(pieces)
        for piece in (
            Piece("same", _cut(same, position == 0, position == len(pieces) - 1, context)),
            Piece("removed", " ".join(removed)),
            Piece("added", " ".join(added)),
        )
        if piece.text
    )


def alikeness(before: str, after: str) -> float:
    """Give the share (0..1) of the shorter passage's words that the other has in the same order, moved parts aside."""
    return _alike(*_without_moved(before.split(), after.split()))


def _alike(ours: list[str], theirs: list[str]) -> float:
    return _shared(ours, theirs) / max(1, min(len(ours), len(theirs)))


def _shared(ours: list[str], theirs: list[str]) -> int:
    return sum(block.size for block in _matcher(ours, theirs).get_matching_blocks())


def _matcher(ours: list[str], theirs: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [word_key(word) for word in ours], [word_key(word) for word in theirs], autojunk=False)


def _without_moved(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """Put an ellipsis for the longest run of words that both have, where that brings more of the rest in order."""
    run = _matcher(ours, theirs).find_longest_match()
    fewer = [*ours[: run.a], "…", *ours[run.a + run.size :]], [*theirs[: run.b], "…", *theirs[run.b + run.size :]]
    brought_in_order = _shared(*fewer) - (_shared(ours, theirs) - run.size)
    return fewer if brought_in_order > MOVED else (ours, theirs)


def word_key(word: str) -> str:
    """Fold away what makes no difference between two words: case, the form of quotation marks, punctuation around."""
    plain = word.translate(STRAIGHT).casefold()
    return re.sub(r"^\W+|\W+$", "", plain) or plain


def _stray(words: list[str], edge: bool) -> bool:
    """One short word between two changes is chance, and showing it apart would chop the change up."""
    return not edge and len(words) == 1 and len(words[0]) <= 3 and not words[0].isdigit()


def _cut(words: list[str], first: bool, last: bool, context: int | None) -> str:
    before, after = (0 if first else context or 0), (0 if last else context or 0)
    if context is None or len(words) <= before + after + 1 or (first and last):
        return " ".join(words)
    return " ".join([*words[:before], "…", *words[len(words) - after :]])
