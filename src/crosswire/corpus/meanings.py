"""Search by meaning: the vectors of what search looks through, compared with that of the words asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select

from crosswire.corpus.tables import documents
from crosswire.language.vectors import DIMENSIONS, encode

MEANT = 0.4  # cosine from which a text means what was asked for


@dataclass(frozen=True, slots=True)
class Meanings:
    """The numbers of documents in order, the kind of each, and its vector (a row; zeros where it has none)."""

    numbers: NDArray[np.int64]
    kinds: NDArray[np.str_]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near each document is in meaning to what was asked for, from 0 to 1, by its number."""

    numbers: NDArray[np.int64]
    nearness: NDArray[np.float32]

    def of(self, number: int) -> float:
        """Give the nearness of a document."""
        place = int(np.searchsorted(self.numbers, number))
        found = place < len(self.numbers) and self.numbers[place] == number
        return max(0.0, float(self.nearness[place])) if found else 0.0


# What a process has read of each corpus: documents never change and no number is given twice, so that only new ones
# are read again. A kilobyte and a half a document.
_READ: "WeakKeyDictionary[Engine, Meanings]" = WeakKeyDictionary()


def compare_meanings(corpus: Connection, asked: str, kinds: Collection[str], most: int) -> tuple[Likeness, list[int]]:
    """Compare documents with what was asked for; give the likeness of all, and the nearest of some kinds by number."""
    known = _read(corpus)
    nearness = known.vectors @ encode([asked])[0]
    wanted = np.flatnonzero((nearness >= MEANT) & np.isin(known.kinds, list(kinds)))
    best = wanted[np.argsort(-nearness[wanted], kind="stable")[:most]]
    return Likeness(known.numbers, nearness), known.numbers[best].tolist()


def _read(corpus: Connection) -> Meanings:
    empty = Meanings(np.zeros(0, np.int64), np.zeros(0, "U8"), np.zeros((0, DIMENSIONS), np.float32))
    known = _READ.get(corpus.engine, empty)
    last = int(known.numbers[-1]) if len(known.numbers) else 0
    query = select(documents.c.number, documents.c.kind, documents.c.meaning).where(documents.c.number > last)
    rows = corpus.execute(query.order_by(documents.c.number)).all()
    if rows:
        numbers, kinds, vectors = zip(*rows, strict=True)
        known = Meanings(
            np.concatenate([known.numbers, np.array(numbers, np.int64)]),
            np.concatenate([known.kinds, np.array(kinds, "U8")]),
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
