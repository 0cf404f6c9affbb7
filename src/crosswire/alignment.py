"""What two texts share: passages word for word, wherever they moved, and sentences in other words, in one order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from crosswire.records import Span

SEED = 5  # words; the shortest run that counts as shared, see training/fit_copying.py
GAP = 8  # words left out, put in or changed on either side before a passage ends
SHORTEST = 8  # words that a passage must share; stock phrases ("told reporters on Monday that") stay below

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class WordSequence:
    """The words of a text that may be compared: folded, with their offsets.

    `blocks[i]` rises wherever a passage must not run on from word i-1 to word i. `seeds` maps the
    number of each SEED-gram to the positions where it starts.
    """

    report: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    blocks: tuple[int, ...]
    seeds: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of two word sequences: word positions, ends excluded, and the runs of equal words in it.

    A run is (first word in a, first word in b, length).
    """

    a: tuple[int, int]
    b: tuple[int, int]
    runs: tuple[tuple[int, int, int], ...]

    @property
    def shared(self) -> int:
        """How many words of the passage stand in both."""
        return sum(length for _, _, length in self.runs)


def sequence_words(
    report: str, text: str, masked: Iterable[Span], furniture: Iterable[Span], numbers: dict[tuple[str, ...], int]
) -> WordSequence:
    """Make the word sequence of a text, case, punctuation and quotation marks folded away.

    Words in `masked` spans are left out and a passage runs on over them; words in `furniture` spans
    are left out and end it. `numbers` numbers the n-grams and is filled: share it among all the
    texts that are to be compared.
    """
    hidden = _covered(masked, len(text))
    walls = _covered(furniture, len(text))
    words, starts, ends, blocks = [], [], [], []
    block, wall = 0, False
    for match in _WORD.finditer(text):
        if walls[match.start()]:
            wall = True
        elif not hidden[match.start()]:
            block += wall
            wall = False
            words.append(match.group().casefold())
            starts.append(match.start())
            ends.append(match.end())
            blocks.append(block)
    seeds: dict[int, list[int]] = {}
    for i in range(len(words) - SEED + 1):
        if blocks[i] == blocks[i + SEED - 1]:
            number = numbers.setdefault(tuple(words[i : i + SEED]), len(numbers))
            seeds.setdefault(number, []).append(i)
    return WordSequence(
        report, tuple(words), tuple(starts), tuple(ends), tuple(blocks), {n: tuple(at) for n, at in seeds.items()}
    )


def _covered(spans: Iterable[Span], length: int) -> bytearray:
    covered = bytearray(length)
    for span in spans:
        covered[span.start : span.end] = b"\x01" * (min(span.end, length) - span.start)
    return covered


def shared_passages(a: WordSequence, b: WordSequence) -> tuple[SharedPassage, ...]:
    """Find the passages that two texts share, in the order of the first, each word in one passage at most.

    Greedy string tiling (Wise 1993), as for text reuse in METER (Clough et al. 2002), over seeds;
    tiles that follow each other in both texts with no more than GAP words between are one passage.
    """
    tiles = _tile(_runs(a, b), len(a.words), len(b.words))
    passages = [_fill_gaps(chain, a, b) for chain in _chains(tiles, a, b)]
    return tuple(passage for passage in passages if passage.shared >= SHORTEST)


def _runs(a: WordSequence, b: WordSequence) -> list[tuple[int, int, int]]:
    """Maximal runs of equal words, SEED or longer: seeds that follow each other on one diagonal."""
    pairs = sorted((j - i, i) for n in a.seeds.keys() & b.seeds.keys() for i in a.seeds[n] for j in b.seeds[n])
    runs: list[tuple[int, int, int]] = []
    for diagonal, i in pairs:
        if runs and runs[-1][1] - runs[-1][0] == diagonal and i == runs[-1][0] + runs[-1][2] - SEED + 1:
            first, second, length = runs[-1]
            runs[-1] = (first, second, length + 1)
        else:
            runs.append((i, i + diagonal, SEED))
    return runs


def _tile(runs: list[tuple[int, int, int]], length_a: int, length_b: int) -> list[tuple[int, int, int]]:
    """Longest runs first, each word of either text used once; what is left of a run is kept from SEED words up."""
    used_a, used_b = bytearray(length_a), bytearray(length_b)
    tiles = []
    for i, j, length in sorted(runs, key=lambda run: (-run[2], run)):
        start, kept = 0, []
        for k in range(length + 1):
            if k == length or used_a[i + k] or used_b[j + k]:
                if k - start >= SEED:
                    kept.append((i + start, j + start, k - start))
                start = k + 1
        for x, y, size in kept:
            used_a[x : x + size] = b"\x01" * size
            used_b[y : y + size] = b"\x01" * size
        tiles += kept
    return sorted(tiles)


def _chains(
    tiles: Sequence[tuple[int, int, int]], a: WordSequence, b: WordSequence
) -> list[list[tuple[int, int, int]]]:
    chains: list[list[tuple[int, int, int]]] = []
    for tile in tiles:
        for chain in reversed(chains[-3:]):
            i, j, length = chain[-1]
            near = 0 <= tile[0] - i - length <= GAP and 0 <= tile[1] - j - length <= GAP
            if near and a.blocks[i] == a.blocks[tile[0]] and b.blocks[j] == b.blocks[tile[1]]:
                chain.append(tile)
                break
        else:
            chains.append([tile])
    return chains


def _fill_gaps(chain: list[tuple[int, int, int]], a: WordSequence, b: WordSequence) -> SharedPassage:
    """Add the equal words between the tiles of a chain, which are too few for a seed."""
    runs = [chain[0]]
    for tile in chain[1:]:
        i, j = runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]
        between = SequenceMatcher(None, a.words[i : tile[0]], b.words[j : tile[1]], autojunk=False)
        runs += [(i + x, j + y, size) for x, y, size in between.get_matching_blocks() if size]
        runs.append(tile)
    last = runs[-1]
    return SharedPassage((runs[0][0], last[0] + last[2]), (runs[0][1], last[1] + last[2]), tuple(runs))


def align_sentences(closeness: NDArray[np.float32]) -> tuple[tuple[int, int], ...]:
    """Align rows (sentences of one text) with columns (of the other) in order, for the highest sum of closeness.

    `closeness` is rows × columns, 0 where two sentences have nothing to do with each other. The pairs
    rise in both, and each sentence is in one pair at most: one sentence that is close to all of the
    other text must not carry it. Dynamic programming (Needleman and Wunsch 1970), gaps free.
    """
    rows, columns = closeness.shape
    best = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    for row in range(rows):
        joined = best[row, :-1] + closeness[row]
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(best[row, 1:], joined))
    pairs = []
    column = columns
    for row in range(rows, 0, -1):
        while column > 0 and best[row, column - 1] == best[row, column]:
            column -= 1
        if best[row, column] > best[row - 1, column]:
            pairs.append((row - 1, column - 1))
            column -= 1
    return tuple(reversed(pairs))
