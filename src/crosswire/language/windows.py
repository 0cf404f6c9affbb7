"""Windows of word pieces: how the tagger reads a report, the same when it is trained and when it is run."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from crosswire.language.speech import Quotation

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 192  # word pieces in a window; longer ones cost more for each piece and tell little more
SHAPES = 8  # kinds of `shapes`
_CLS, _SEP = 101, 102
_SENTENCE_END = re.compile(r"[.?!…][\"”’')]*$")


@dataclass(frozen=True, slots=True)
class Window:
    """Some paragraphs as word pieces: `ids`, `shapes` (0 to 7) and `offsets` in the text have one length.

    The model knows no capitals, so that `shapes` tells them: no letter, small, capitalised, capitals; and
    4 more within quotation marks. A separator stands after each paragraph; the offset of what is no piece
    of the text is (-1, -1).
    """

    ids: list[int]
    shapes: list[int]
    offsets: list[tuple[int, int]]


@cache
def tokenizer() -> "Tokenizer":
    """Load the word pieces of MiniLM (uncased BERT), without padding, limit or special pieces."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_str((resources.files("crosswire") / "weights" / "tokenizer.json").read_text("utf-8"))
    found.no_padding()
    found.no_truncation()
    return found


def cut_windows(text: str, lines: Sequence[tuple[int, int]], quotations: Sequence[Quotation]) -> Iterator[Window]:
    """Pack paragraphs (start, end) into windows in order; one that is too long is cut after a sentence where it can be.

    Every character of a paragraph that is no white space lies in a piece of exactly one window.
    """
    encoded = tokenizer().encode_batch([text[start:end] for start, end in lines], add_special_tokens=False)
    quoted = [(q.start, q.end) for q in quotations]
    window = Window([_CLS], [0], [(-1, -1)])
    for (start, _), encoding in zip(lines, encoded, strict=True):
        placed = [(start + left, start + right) for left, right in encoding.offsets]
        for first, last in _parts(text, placed):
            if len(window.ids) > 1 and len(window.ids) + last - first + 1 > LONGEST:
                yield window
                window = Window([_CLS], [0], [(-1, -1)])
            _add(window, text, encoding.ids[first:last], placed[first:last], quoted)
    if len(window.ids) > 1:
        yield window


def _parts(text: str, placed: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut a paragraph's pieces, given by their places in the text, into parts that fit a window."""
    room, first, total = LONGEST - 2, 0, len(placed)
    while total - first > room:
        last = first + room
        for at in range(last, first + room // 2, -1):
            end = placed[at - 1][1]
            if text[end : end + 1].isspace() and _SENTENCE_END.search(text, max(0, end - 4), end):
                last = at
                break
        yield first, last
        first = last
    if first < total:
        yield first, total


def _add(
    window: Window, text: str, ids: list[int], placed: list[tuple[int, int]], quoted: Sequence[tuple[int, int]]
) -> None:
    at = bisect_right(quoted, placed[0][0], key=lambda q: q[1])
    for left, right in placed:
        while at < len(quoted) and quoted[at][1] <= left:
            at += 1
        inside = at < len(quoted) and quoted[at][0] <= left
        window.shapes.append(_shape(text[left:right]) + (4 if inside else 0))
    window.shapes.append(0)
    window.ids.extend((*ids, _SEP))
    window.offsets.extend((*placed, (-1, -1)))


@lru_cache(maxsize=1 << 14)
def _shape(piece: str) -> int:
    if piece.islower():
        return 1
    if not any(map(str.isalpha, piece)):
        return 0
    if len(piece) > 1 and piece.isupper():
        return 3
    return 2 if piece[0].isupper() else 1
