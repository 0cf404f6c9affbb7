"""Pairing: which passages of two reports are set against each other."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from crosswire.records import Claim
from crosswire.tellings import Telling, cosines_of


def pair_nearest(tellings: Sequence[Telling], near: float) -> Iterator[tuple[Telling, Telling]]:
    """Pair the tellings of each two reports that are most alike, where they are `near` enough to compare."""
    for own, others, starts in _each_and_later(tellings):
        cosines = cosines_of(own, others)
        best = np.maximum.reduceat(cosines.max(axis=0), starts)
        ends = [*starts[1:], len(others)]
        for report in np.flatnonzero(best >= near).tolist():
            block = cosines[:, starts[report] : ends[report]]
            i, j = divmod(int(block.argmax()), block.shape[1])
            yield own[i], others[starts[report] + j]


def pair_facing(
    giving: Sequence[tuple[Claim, Telling]], near: float, nearest: bool = True
) -> Iterator[tuple[Telling, Telling]]:
    """Pair passages of two reports and two claims that are `near` and not the same words; with `nearest` those only of
    which one is the nearest to the other of its report."""
    claim_of = {telling: claim for claim, telling in giving}
    for own, others, starts in _each_and_later([telling for _, telling in giving]):
        cosines = cosines_of(own, others)
        report = np.repeat(np.arange(len(starts)), np.diff([*starts, len(others)]))
        facing = cosines >= near
        if nearest:
            best_here, best_there = cosines.max(axis=0), np.maximum.reduceat(cosines, starts, axis=1)[:, report]
            facing &= (cosines == best_here) | (cosines == best_there)
        rows, columns = np.nonzero(facing)
        for at in np.argsort(report[columns], kind="stable").tolist():
            a, b = own[rows[at]], others[columns[at]]
            if claim_of[a] != claim_of[b] and a.text != b.text:
                yield a, b


def _each_and_later(tellings: Sequence[Telling]) -> Iterator[tuple[list[Telling], list[Telling], list[int]]]:
    """Give the tellings of each report but the last, those of the reports after it, and where each of these begins."""
    reports = [list(told) for _, told in groupby(sorted(tellings, key=lambda t: t.id), key=lambda t: t.id)]
    for position, own in enumerate(reports[:-1], start=1):
        later = reports[position:]
        starts = np.cumsum([0, *map(len, later[:-1])]).tolist()
        yield own, [telling for told in later for telling in told], starts
