"""Whom reports come near to: first by the words that tell most of them, then by all of their words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row

from crosswire.corpus.indexing import TELLING, Bag, count_holders, join_bags, load_bags
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import report_words
from crosswire.stories import EXACT, JOIN, cost_apart

COMMON = 100  # reports that hold a word from which it is looked up near the days of publication only
WINDOW = 30  # days before and after
NEWEST = 200  # reports looked up by a common word, newest first, and undated ones by each on average
# Similarity by telling words alone from which reports are compared by all words: 5 of 6 of the near reach it.
SHARED = 0.03
CANDIDATES = 100  # reports that are so compared, those that share most


@dataclass(frozen=True, slots=True)
class _Sought:
    """The mean vector of some reports: word numbers in order, their weights; the reports, and their days."""

    words: NDArray[np.int32]
    weights: NDArray[np.float64]
    reports: frozenset[str]
    days: NDArray[np.float64]

    def telling(self) -> dict[int, int]:
        """Give the words that tell most, and their weights in whole numbers, whose sums are the same in any order."""
        best = np.argsort(-self.weights, kind="stable")[:TELLING]
        return {int(self.words[n]): round(float(self.weights[n])) for n in best if self.weights[n] >= 0.5}


def find_near(corpus: Connection, groups: Sequence[Sequence[Bag]]) -> list[set[str]]:
    """Find the reports that come near to each of some groups of reports: as near on average as groups are joined."""
    sought = [_sought(group) for group in groups]
    likely = _find_likely(corpus, sought)
    wanted = sorted({report for found in likely for report in found})
    known: dict[str, Bag] = {}
    for part in chunks(wanted):
        known.update((bag.report, bag) for bag in load_bags(corpus, report_words.c.report.in_(part)))
    near = []
    for one, found in zip(sought, likely, strict=True):
        similarity = _compare(one, [known[report] for report in found])
        near.append({report for report, how in zip(found, similarity, strict=True) if how >= JOIN})
    return near


def _sought(group: Sequence[Bag]) -> _Sought:
    every = join_bags(bag.words for bag in group)
    words, place = np.unique(every["word"], return_inverse=True)
    weights = np.bincount(place, every["weight"], len(words)) / len(group)
    return _Sought(words, weights, frozenset(bag.report for bag in group), np.array([bag.day for bag in group]))


def _compare(sought: _Sought, others: Sequence[Bag]) -> NDArray[np.float64]:
    """Give the mean similarity of the reports sought for to each of others."""
    every = join_bags(other.words for other in others)
    own = np.zeros(max(every["word"].max(initial=0), sought.words.max(initial=0)) + 1)
    own[sought.words] = sought.weights
    row = np.repeat(np.arange(len(others)), [len(other.words) for other in others])
    total = np.bincount(row, own[every["word"]] * every["weight"], len(others)) / EXACT**2
    days = np.array([other.day for other in others])
    similarity: NDArray[np.float64] = total - cost_apart(days, sought.days[:, None]).mean(0)
    return similarity


def _find_likely(corpus: Connection, sought: Sequence[_Sought]) -> list[list[str]]:
    """Find for each of those sought for the reports that share most with it by the words that tell most of each."""
    telling = [one.telling() for one in sought]
    held = count_holders(corpus, sorted({word for weights in telling for word in weights}))
    shared: list[Counter[str]] = [Counter() for _ in sought]
    asking: dict[int, list[tuple[Counter[str], int]]] = defaultdict(list)
    for one, weights, much in zip(sought, telling, shared, strict=True):
        common = [word for word in weights if held[word] > COMMON]
        for word, report, weight in _near_holders(corpus, common, one.days):
            much[report] += weights[word] * weight
        for word in weights:
            if 1 < held[word] <= COMMON:
                asking[word].append((much, weights[word]))
    for word, report, weight in _holders(corpus, sorted(asking)):
        for much, own in asking[word]:
            much[report] += own * weight
    return [_most(much, one.reports) for much, one in zip(shared, sought, strict=True)]


def _most(shared: Mapping[str, int], own: Collection[str]) -> list[str]:
    """Give the reports that share most, and enough."""
    enough = (report for report, much in shared.items() if much >= SHARED * EXACT**2 and report not in own)
    return sorted(enough, key=lambda report: (-shared[report], report))[:CANDIDATES]


def _holders(corpus: Connection, words: Sequence[int]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the reports that each of some words tells of, with its weight in each."""
    for part in chunks(list(words), 10_000):
        # Numbers stand in the statement itself, here and below: as many parameters would take longer than the answer.
        listed = ",".join(map(str, part))
        query = f"SELECT word, report, weight FROM telling_words WHERE word IN ({listed})"
        yield from corpus.exec_driver_sql(query).all()


def _near_holders(
    corpus: Connection, words: Sequence[int], days: NDArray[np.float64]
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the newest reports of each of some common words, with its weight in each.

    Near to some days where those are known, and some undated.
    """
    if not words:
        return
    dated = days[~np.isnan(days)]
    near = f"day BETWEEN {dated.min() - WINDOW} AND {dated.max() + WINDOW}" if len(dated) else "day IS NOT NULL"
    asked = [
        f"SELECT word, report, weight FROM telling_words WHERE word = {word} AND {near} "
        f"ORDER BY day DESC, report LIMIT {NEWEST}"
        for word in words
    ]
    asked.append(
        f"SELECT word, report, weight FROM telling_words WHERE word IN ({','.join(map(str, words))}) AND day IS NULL "
        f"ORDER BY word, report LIMIT {NEWEST * len(words)}"
    )
    # One statement for all words: as many would take longer than their answers.
    yield from corpus.exec_driver_sql(" UNION ALL ".join(f"SELECT * FROM ({one}) AS newest" for one in asked)).all()
