"""What grouping and search look at, kept of each report: its counted words, those that tell most, what it means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from crosswire.corpus.meanings import pack_meaning
from crosswire.corpus.plain import Plain
from crosswire.corpus.store import chunks, upsert
from crosswire.corpus.tables import documents, report_words, reports, telling_words, words
from crosswire.records import Report
from crosswire.stories import (
    Words,
    count_story_words,
    publication_day,
    story_text,
    weigh_reports,
    weigh_words,
    word_rarity,
)

TELLING = 30  # words of a report by which others are found
LEAD = 200  # characters of a report, its furniture aside, that stand for what it means

# For each word of a report, in order of the words: its number, how often it stands there, and its part of the
# report's vector (stories.weigh_reports).
BAG = np.dtype([("word", "<i4"), ("count", "<u2"), ("weight", "<u2")])


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a report, its day of publication (NaN where unknown), the story and subject that it is in."""

    report: str
    day: float
    words: NDArray[np.void]
    story: str | None
    subject: str | None


def index_reports(corpus: Connection, given: Mapping[str, Report]) -> None:
    """Keep what grouping and search look at of new texts, by report, in place of what earlier texts of them said."""
    names = sorted(given)
    _forget(corpus, names)
    bags = _counted(corpus, [given[name] for name in names])
    days = [publication_day(given[name]) for name in names]
    kept = [
        {"report": name, "day": _day(day), "words": bag.tobytes()}
        for name, day, bag in zip(names, days, bags, strict=True)
    ]
    telling = [row for name, day, bag in zip(names, days, bags, strict=True) for row in _telling(name, day, bag)]
    for table, rows in ((report_words, kept), (telling_words, telling), (documents, _documents(given))):
        if rows:
            corpus.execute(insert(table), rows)


def weigh_again(corpus: Connection) -> None:
    """Weigh the words of all reports anew, for a corpus of a version that weighed them otherwise."""
    for names in chunks(list(corpus.execute(select(report_words.c.report).order_by(report_words.c.report)).scalars())):
        bags = list(load_bags(corpus, report_words.c.report.in_(names)))
        weighed = weigh_bags(corpus, [bag.words for bag in bags])
        parts = np.split(weigh_reports(weighed), weighed.starts[1:-1])
        kept: list[Plain] = []
        telling: list[Plain] = []
        for bag, weights in zip(bags, parts, strict=True):
            again = bag.words.copy()
            again["weight"] = weights
            kept.append({"r": bag.report, "w": again.tobytes()})
            telling += _telling(bag.report, bag.day, again)
        change = update(report_words).where(report_words.c.report == bindparam("r"))
        corpus.execute(change.values(words=bindparam("w")), kept)
        corpus.execute(delete(telling_words).where(telling_words.c.report.in_(names)))
        if telling:
            corpus.execute(insert(telling_words), telling)


def _day(day: float) -> float | None:
    return None if day != day else day


def _telling(report: str, day: float, bag: NDArray[np.void]) -> list[Plain]:
    """Give the rows for the words of a bag that tell most."""
    best = bag[np.argsort(-bag["weight"].astype(int), kind="stable")[:TELLING]]
    return [
        {"word": word, "report": report, "day": _day(day), "weight": weight}
        for word, _, weight in best.tolist()
        if weight > 0
    ]


def _forget(corpus: Connection, names: Sequence[str]) -> None:
    """Take back what was kept of earlier texts of some reports."""
    for bag in load_bags(corpus, report_words.c.report.in_(names)):
        for part in chunks(bag.words["word"].tolist()):
            corpus.execute(update(words).where(words.c.number.in_(part)).values(reports=words.c.reports - 1))
        for table in (report_words, telling_words, documents):
            corpus.execute(delete(table).where(table.c.report == bag.report))


def _counted(corpus: Connection, given: Sequence[Report]) -> list[NDArray[np.void]]:
    """Count and weigh the words of some reports, and count them among the reports that hold each word."""
    counted = [count_story_words(report) for report in given]
    holders = Counter(word for bag in counted for word in bag)
    if not holders:
        return [np.zeros(0, BAG) for _ in counted]
    count = upsert(corpus, words, add=("reports",), key="word").returning(words.c.word, words.c.number)
    rows = [{"word": word, "reports": held} for word, held in sorted(holders.items())]
    number: dict[str, int] = dict(corpus.execute(count, rows).all())
    weighed = weigh_words(counted)
    every = np.zeros(len(weighed.columns), BAG)
    every["word"] = np.array([number[name] for name in weighed.names])[weighed.columns]
    every["count"] = np.minimum(weighed.counts, np.iinfo(BAG["count"]).max)
    every["weight"] = weigh_reports(weighed)
    return np.split(every, weighed.starts[1:-1])


def weigh_bags(corpus: Connection, bags: Sequence[NDArray[np.void]]) -> Words:
    """Weigh the words of some reports as stories.weigh_words does."""
    every = join_bags(bags)
    numbers, columns = np.unique(every["word"], return_inverse=True)
    written = _name_words(corpus, numbers.tolist())
    names = [written[number] for number in numbers.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.zeros(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    names = [names[n] for n in order]
    starts = np.cumsum([0, *(len(bag) for bag in bags)])
    return Words(tuple(names), starts, place[columns], every["count"].astype(np.float64), word_rarity(names))


def join_bags(bags: Iterable[NDArray[np.void]]) -> NDArray[np.void]:
    """Put bags behind each other, by their bytes: numpy would compare the fields of each."""
    return np.frombuffer(b"".join(bag.tobytes() for bag in bags), BAG)


def count_holders(corpus: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Give by their numbers how many reports of the corpus hold each of some words."""
    return _ask_words(corpus, "reports", numbers)


def _name_words(corpus: Connection, numbers: Sequence[int]) -> dict[int, str]:
    return _ask_words(corpus, "word", numbers)


def _ask_words(corpus: Connection, column: str, numbers: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in chunks(list(numbers), 10_000):
        # Numbers stand in the statement itself: as many parameters would take longer than the answer.
        listed = ",".join(str(int(number)) for number in part)
        rows = corpus.exec_driver_sql(f"SELECT number, {column} FROM words WHERE number IN ({listed})")
        found.update((number, value) for number, value in rows)
    return found


def load_bags(corpus: Connection, which: ColumnElement[bool]) -> Iterator[Bag]:
    """Give the words of the reports asked for."""
    query = select(report_words.c.report, report_words.c.day, report_words.c.words, reports.c.story, reports.c.subject)
    held = corpus.execute(query.join(reports, reports.c.id == report_words.c.report).where(which))
    for report, day, bag, story, subject in held.all():
        yield Bag(report, float("nan") if day is None else day, np.frombuffer(bag, BAG), story, subject)


def _documents(given: Mapping[str, Report]) -> list[Plain]:
    from crosswire.language.vectors import encode

    return [
        {
            "kind": "report",
            "item": name,
            "report": name,
            "start": 0,
            "end": len(report.text),
            "title": report.title.value if report.title else "",
            "text": report.text,
            "meaning": pack_meaning(encode([lead(report)])[0]),
        }
        for name, report in sorted(given.items())
    ]


def lead(report: Report) -> str:
    """Give what stands for a report: its title and the beginning of its text."""
    text = story_text(report).lstrip()
    title = report.title.value if report.title else ""
    return text[:LEAD] if text.startswith(title) else f"{title}\n{text[:LEAD]}"
