"""Whom a new report comes near to: first by the words that tell most of it, then by all of its words."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from crosswire.corpus.indexing import Bag, count_holders, load_bags, most_telling
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import report_words, reports, telling_words
from crosswire.stories import EXACT, FLOOR, JOIN, cost_apart

COMMON = 50  # reports that hold a word from which it is looked up near the day of publication only
WINDOW = 30  # days before and after
NEWEST = 200  # reports looked up by a common word, newest first
READ = 1000  # reports looked up by all words of a report, its most telling word first
CANDIDATES = 50  # reports that share most by telling words, which are then compared by all words
NEAR = JOIN * 2 / 3  # mean similarity from which a subject is near: a part of it may be nearer than the whole
NEAREST = 12  # reports from which no further subject is grouped with a new report, the nearest subject first


def find_near(corpus: Connection, fresh: Sequence[str]) -> set[str]:
    """Find a report of each of the subjects that new reports come nearest to."""
    bags = _load(corpus, fresh)
    likely = _find_likely(corpus, list(bags.values()))
    known = _load(corpus, {report for found in likely.values() for report in found})
    sizes = _count_reports(corpus, {bag.subject for bag in known.values() if bag.subject})
    near: set[str] = set()
    for report, bag in bags.items():
        total: dict[str, float] = defaultdict(float)
        member: dict[str, str] = {}
        others = [known[other] for other in likely[report]]
        for other, similarity in zip(others, compare(bag, others).tolist(), strict=True):
            if similarity >= FLOOR and other.subject:
                total[other.subject] += similarity
                member.setdefault(other.subject, other.report)
        means = {subject: similarity / sizes[subject] for subject, similarity in total.items()}
        room = NEAREST
        for _, subject in sorted((-mean, subject) for subject, mean in means.items() if mean >= NEAR):
            if room > 0:
                near.add(member[subject])
                room -= sizes[subject]
    return near


def compare(bag: Bag, others: Sequence[Bag]) -> NDArray[np.float64]:
    """Give the similarity of a report to others, all as they were when they came in."""
    if not others or not len(bag.words):
        return np.zeros(len(others))
    own = np.sort(bag.words, order="word")
    every = np.concatenate([other.words for other in others])
    row = np.repeat(np.arange(len(others)), [len(other.words) for other in others])
    place = np.minimum(np.searchsorted(own["word"], every["word"]), len(own) - 1)
    shared = own["word"][place] == every["word"]
    product = own["weight"][place[shared]].astype(np.float64) * every["weight"][shared]
    days = np.array([other.day for other in others])
    return np.bincount(row[shared], product, len(others)) / EXACT**2 - cost_apart(days, bag.day)


def _find_likely(corpus: Connection, bags: Sequence[Bag]) -> dict[str, list[str]]:
    """Find for each report those that share most with it by the words that tell most of each."""
    telling = {bag.report: {word: own for word, _, own in most_telling(bag.words).tolist()} for bag in bags}
    every = sorted({word for weight in telling.values() for word in weight})
    held = {word: reports for word, (_, reports) in count_holders(corpus, every).items()}
    rare = _holders(corpus, [word for word in every if 1 < held[word] <= COMMON])
    likely = {}
    for bag in bags:
        votes: dict[str, int] = defaultdict(int)
        left = READ
        common = _newest(corpus, [word for word in telling[bag.report] if held[word] > COMMON], bag.day)
        for word, own in telling[bag.report].items():
            if left > 0:
                found = rare[word] if held[word] <= COMMON else common[word]
                left -= len(found)
                for report, weight in found:
                    votes[report] += own * weight
        votes.pop(bag.report, None)
        likely[bag.report] = sorted(votes, key=lambda report: (-votes[report], report))[:CANDIDATES]
    return likely


def _holders(corpus: Connection, wanted: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """Give for each word the reports that it tells of, and its weight in them."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    query = select(telling_words.c.word, telling_words.c.report, telling_words.c.weight)
    for part in chunks(list(wanted)):
        for word, report, weight in corpus.execute(query.where(telling_words.c.word.in_(part))):
            found[word].append((report, weight))
    return found


def _newest(corpus: Connection, wanted: Sequence[int], day: float) -> dict[int, list[tuple[str, int]]]:
    """Give for each word the newest reports that it tells of, near a day where that is known, and some undated."""
    near = f"BETWEEN {day - WINDOW} AND {day + WINDOW}" if day == day else "IS NOT NULL"
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


def _load(corpus: Connection, names: Collection[str]) -> dict[str, Bag]:
    found = (load_bags(corpus, report_words.c.report.in_(part)) for part in chunks(sorted(names)))
    return {bag.report: bag for bags in found for bag in bags}


def _count_reports(corpus: Connection, subjects: Collection[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for part in chunks(sorted(subjects)):
        query = select(reports.c.subject, func.count()).where(reports.c.subject.in_(part)).group_by(reports.c.subject)
        sizes.update(corpus.execute(query).all())
    return sizes
