"""Sentences of a report cut plainly, and two passages marked word by word, for pages that set texts side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from crosswire.outputs.passages import visible
from crosswire.outputs.worddiff import word_key

SHORT = 3  # letters; a single word up to here that both sides have between two changes is chance

_LINE = re.compile(r"[^\n]*\w[^\n]*")
_END = re.compile(r"[.!?]+[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand in a report, a space apart; `both` where the other side has them too, in the same order."""

    text: str
    both: bool


def cut_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Cut a text into sentences (start, end), none over a line's end; an abbreviation may end one too early."""
    found = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _END.finditer(text, line.start(), line.end()):
            found.append((start, start + len(text[start : end.end()].rstrip())))
            start = end.end()
        found.append((start, start + len(text[start : line.end()].rstrip())))
    return tuple((start, end) for start, end in found if end > start)


def common_words(ours: str, theirs: str) -> tuple[list[bool], list[bool]]:
    """Tell for each word of two passages whether the other has it too, in the same order.

    Case and punctuation at a word's edge make no difference.
    """
    a, b = ([word_key(word) for word in text.split()] for text in (ours, theirs))
    in_a, in_b = [False] * len(a), [False] * len(b)
    for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        edge = block.a in (0, len(a) - block.size) and block.b in (0, len(b) - block.size)
        if block.size > 1 or edge or len("".join(a[block.a : block.a + block.size])) > SHORT:
            in_a[block.a : block.a + block.size] = [True] * block.size
            in_b[block.b : block.b + block.size] = [True] * block.size
    return in_a, in_b


def pieces(text: str, both: Sequence[bool]) -> tuple[Piece, ...]:
    """Cut a passage where words that the other side has too (`both`, one a word) and others meet."""
    runs = groupby(zip(text.split(), both, strict=True), key=lambda word: word[1])
    cut = (Piece(visible(" ".join(word for word, _ in run)), common) for common, run in runs)
    return tuple(piece for piece in cut if piece.text)


def mark_words(ours: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark in each of two passages the words that the other has too."""
    in_ours, in_theirs = common_words(ours, theirs)
    return pieces(ours, in_ours), pieces(theirs, in_theirs)


def shown(text: str) -> str:
    """Give words of a report as shown, white space at their edges kept as one space so that pieces can be joined."""
    words = visible(text)
    if not words:
        return " " if text else ""
    return " " * text[:1].isspace() + words + " " * text[-1:].isspace()
