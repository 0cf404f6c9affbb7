"""Whom reports come near to: first by the words that tell most of them, then by all of their words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from crosswire.corpus.indexing import BAG, TELLING, Bag, count_holders, load_bags
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import report_words, telling_words
from crosswire.stories import EXACT, JOIN, cost_apart

COMMON = 100  # reports that hold a word from which it is looked up near the days of publication only
WINDOW = 30  # days before and after
NEWEST = 200  # reports looked up by a common word, newest first
READ = 2000  # reports looked up by all words, the most telling word first
CANDIDATES = 100  # reports that share most by telling words, which are then compared by all words


@dataclass(frozen=True, slots=True)
class _Sought:
    """The mean vector of some reports: word numbers in order, their weights; the reports, and their days."""

    words: NDArray[np.int32]
    weights: NDArray[np.float64]
    reports: frozenset[str]
    days: NDArray[np.float64]

    def telling(self) -> dict[int, float]:
        """Give the words that tell most, most telling first."""
        best = np.argsort(-self.weights, kind="stable")[:TELLING]
        return {int(self.words[n]): float(self.weights[n]) for n in best if self.weights[n] > 0}


def find_near(corpus: Connection, groups: Sequence[Sequence[Bag]]) -> set[str]:
    """Find the reports that come near to any of some groups of reports: as near on average as groups are joined."""
    sought = [_sought(group) for group in groups]
    likely = _find_likely(corpus, sought)
    wanted = sorted({report for found in likely for report in found})
    known: dict[str, Bag] = {}
    for part in chunks(wanted):
        known.update((bag.report, bag) for bag in load_bags(corpus, report_words.c.report.in_(part)))
    near: set[str] = set()
    for one, found in zip(sought, likely, strict=True):
        others = [known[report] for report in found]
        near.update(np.array(found)[_compare(one, others) >= JOIN].tolist())
    return near


def _sought(group: Sequence[Bag]) -> _Sought:
    words, place = np.unique(np.concatenate([bag.words["word"] for bag in group]), return_inverse=True)
    weights = np.bincount(place, np.concatenate([bag.words["weight"] for bag in group]), len(words)) / len(group)
    return _Sought(words, weights, frozenset(bag.report for bag in group), np.array([bag.day for bag in group]))


def _compare(sought: _Sought, others: Sequence[Bag]) -> NDArray[np.float64]:
    """Give the mean similarity of the reports sought for to each of others."""
    every = np.concatenate([np.zeros(0, BAG), *(other.words for other in others)])
    own = np.zeros(max(every["word"].max(initial=0), sought.words.max(initial=0)) + 1)
    own[sought.words] = sought.weights
    row = np.repeat(np.arange(len(others)), [len(other.words) for other in others])
    total = np.bincount(row, own[every["word"]] * every["weight"], len(others)) / EXACT**2
    days = np.array([other.day for other in others])
    cost = sum((cost_apart(days, day) for day in sought.days), np.zeros(len(others)))
    return total - cost / len(sought.days)


def _find_likely(corpus: Connection, sought: Sequence[_Sought]) -> list[list[str]]:
    """Find for each of those sought for the reports that share most with it by the words that tell most of each."""
    telling = [one.telling() for one in sought]
    every = sorted({word for weights in telling for word in weights})
    held = {word: reports for word, (_, reports) in count_holders(corpus, every).items()}
    rare = _holders(corpus, [word for word in every if 1 < held[word] <= COMMON])
    likely = []
    for one, weights in zip(sought, telling, strict=True):
        votes: dict[str, float] = defaultdict(float)
        left = READ
        common = _newest(corpus, [word for word in weights if held[word] > COMMON], one.days)
        for word, own in weights.items():
            if left > 0:
                found = rare[word] if held[word] <= COMMON else common[word]
                left -= len(found)
                for report, weight in found:
                    votes[report] += own * weight
        others = votes.keys() - one.reports
        likely.append(sorted(others, key=lambda report: (-votes[report], report))[:CANDIDATES])
    return likely


def _holders(corpus: Connection, wanted: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """Give for each word the reports that it tells of, and its weight in them."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    query = select(telling_words.c.word, telling_words.c.report, telling_words.c.weight)
    for part in chunks(list(wanted)):
        for word, report, weight in corpus.execute(query.where(telling_words.c.word.in_(part))):
            found[word].append((report, weight))
    return found


def _newest(corpus: Connection, wanted: Sequence[int], days: NDArray[np.float64]) -> dict[int, list[tuple[str, int]]]:
    """Give for each word the newest reports that it tells of, near some days where those are known; some undated."""
    dated = days[~np.isnan(days)]
    near = f"BETWEEN {dated.min() - WINDOW} AND {dated.max() + WINDOW}" if len(dated) else "IS NOT NULL"
    asked = [
        f"SELECT * FROM (SELECT word, report, weight FROM telling_words WHERE word = {int(word)} AND day {which} "
        f"ORDER BY day DESC, report LIMIT {NEWEST}) AS found"
        for word in wanted
        for which in (near, "IS NULL")
    ]
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    # One statement for all words: as many statements would take longer than their answers.
    for word, report, weight in corpus.exec_driver_sql(" UNION ALL ".join(asked)) if asked else ():
        found[word].append((report, weight))
    return found
