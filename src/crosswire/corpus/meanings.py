"""Search by meaning: the vectors of what search looks through, compared with that of the words asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from crosswire.corpus.tables import documents
from crosswire.language.vectors import DIMENSIONS, encode

KINDS = ("report", "claim", "quote")
# training/fit_search.py: F1 .86 in finding the reports of an event by a headline of one, or by four of its words.
MEANT = 0.35  # cosine from which a text means what was asked for


@dataclass(frozen=True, slots=True)
class Meanings:
    """The numbers of documents in order, the kind of each (its place in KINDS), and its vector (a row)."""

    numbers: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near each document is in meaning to what was asked for, from 0 to 1, by its number."""

    numbers: NDArray[np.int64]
    nearness: NDArray[np.float32]

    def of(self, wanted: Sequence[int]) -> list[float]:
        """Give the nearness of some documents."""
        if not len(self.numbers):
            return [0.0] * len(wanted)
        place = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        nearness: list[float] = np.where(self.numbers[place] == wanted, np.maximum(self.nearness[place], 0), 0).tolist()
        return nearness


# What a process has read of each corpus: documents never change and no number is given twice, so that only new ones
# are read again. A kilobyte and a half a document.
_READ: "WeakKeyDictionary[Engine, Meanings]" = WeakKeyDictionary()


def compare_meanings(corpus: Connection, asked: str, kinds: Collection[str], most: int) -> tuple[Likeness, list[int]]:
    """Compare documents with what was asked for; give the likeness of all, and the nearest of some kinds by number."""
    known = _read(corpus)
    # Not by the library of matrices, whose threads wait for each other: the sums are the same on every machine.
    nearness = np.einsum("ij,j->i", known.vectors, encode([asked])[0])
    near = np.flatnonzero(nearness >= MEANT)
    wanted = near[np.isin(known.kinds[near], [KINDS.index(kind) for kind in kinds])]
    best = wanted[np.argsort(-nearness[wanted], kind="stable")[:most]]
    return Likeness(known.numbers, nearness), known.numbers[best].tolist()


def _read(corpus: Connection) -> Meanings:
    empty = Meanings(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros((0, DIMENSIONS), np.float32))
    known = _READ.get(corpus.engine, empty)
    last = int(known.numbers[-1]) if len(known.numbers) else 0
    query = select(documents.c.number, documents.c.kind, documents.c.meaning).where(documents.c.number > last)
    rows = corpus.execute(query.order_by(documents.c.number)).all()
    if rows:
        numbers, kinds, vectors = zip(*rows, strict=True)
        known = Meanings(
            np.concatenate([known.numbers, np.array(numbers, np.int64)]),
            np.concatenate([known.kinds, np.array([KINDS.index(kind) for kind in kinds], np.uint8)]),
            np.concatenate([known.vectors, np.stack([unpack_meaning(vector) for vector in vectors])]),
        )
        _READ[corpus.engine] = known
    return known


def pack_meaning(vector: NDArray[np.float32]) -> bytes:
    """Give a sentence vector in two bytes a number, as documents keep it."""
    return vector.astype("<f2").tobytes()


def unpack_meaning(kept: bytes) -> NDArray[np.float32]:
    """Give the vector that was kept."""
    return np.frombuffer(kept, "<f2").astype(np.float32)
