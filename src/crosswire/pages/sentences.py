"""Sentences of a report cut plainly, and two passages marked word by word, for pages that set texts side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from crosswire.outputs.passages import visible
from crosswire.outputs.worddiff import word_key

SHORT = 3  # letters; a single word up to here that both sides have between two changes is chance

_LINE = re.compile(r"[^\n]*\w[^\n]*")
_END = re.compile(r"[.!?]+[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z])")
_WORD = re.compile(r"\S+")


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


def mark_words(ours: str, theirs: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Mark in each of two passages the words that the other has too, case and punctuation at a word's edge aside."""
    a, b = list(_WORD.finditer(ours)), list(_WORD.finditer(theirs))
    keys = [word_key(word.group()) for word in a], [word_key(word.group()) for word in b]
    in_a, in_b = bytearray(len(a)), bytearray(len(b))
    for block in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        edge = block.a in (0, len(a) - block.size) and block.b in (0, len(b) - block.size)
        if block.size > 1 or edge or len("".join(keys[0][block.a : block.a + block.size])) > SHORT:
            in_a[block.a : block.a + block.size] = b"\x01" * block.size
            in_b[block.b : block.b + block.size] = b"\x01" * block.size
    return _pieces(ours, a, in_a), _pieces(theirs, b, in_b)


def shown(text: str) -> str:
    """Give words of a report as shown, white space at their edges kept as one space so that pieces can be joined."""
    words = visible(text)
    if not words:
        return " " if text else ""
    return " " * text[:1].isspace() + words + " " * text[-1:].isspace()


def _pieces(text: str, words: Sequence[re.Match[str]], both: bytearray) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for place, word in enumerate(words):
        if place + 1 == len(words) or both[place + 1] != both[place]:
            pieces.append(Piece(visible(text[start : word.end()]), bool(both[place])))
            start = word.end()
    return tuple(piece for piece in pieces if piece.text)
