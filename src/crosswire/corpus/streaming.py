"""Stories in a stream: a new report joins its story, starts one, or joins two that prove to be one.

New reports are grouped again with the reports of every subject that they come near to, by the same functions that
group reports at once; the rest of the corpus stays as it is. A subject is what average linkage joins; stories are cut
from it. Whom a report comes near to is asked of its most telling words, commoner ones within some weeks only, so
that the work for a report does not grow with the corpus.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from crosswire.corpus.loading import load_reports
from crosswire.corpus.store import chunks, now, upsert
from crosswire.corpus.tables import moved_stories, report_words, reports, stories, telling_words, words
from crosswire.outputs.grouping import headline
from crosswire.publication import settle_publication
from crosswire.records import Group, Report
from crosswire.stories import (
    RAREST,
    Part,
    explain_groups,
    join_reports,
    link_reports,
    separate_events,
    story_id,
    weigh_words,
    word_rarity,
)

TELLING = 20  # words of a report by which others are found
COMMON = 50  # reports that hold a word from which it is looked up near the day of publication only
WINDOW = 30  # days before and after
NEWEST = 200  # reports looked up by a common word, newest first
NEAREST = 25  # reports that share most telling words, whose subjects are grouped again


@dataclass(frozen=True, slots=True)
class Bag:
    """The counted words of a report, its day of publication (NaN where unknown) and the story that it was in."""

    report: str
    day: float
    words: Mapping[str, int]
    story: str | None


def place_reports(corpus: Connection, fresh: Sequence[str]) -> set[str]:
    """Find the stories of new or changed reports; give the ids of the stories that changed."""
    total = corpus.execute(select(func.count()).select_from(reports)).scalar_one()
    near = _find_near(corpus, fresh, total)
    pool = _pool(corpus, {*fresh, *near})
    bags = [pool[name] for name in sorted(pool)]
    held = _held(corpus, {word for bag in bags for word in bag.words})
    counted = weigh_words([bag.words for bag in bags], held, total)
    links = link_reports(counted, np.array([bag.day for bag in bags]))
    wholes = [sorted(whole) for whole in join_reports(links)]
    parts = sorted(
        (part for whole in wholes for part in separate_events(counted, Part(whole))), key=lambda part: part.reports
    )
    for whole in wholes:
        _name_subject(corpus, [bags[member].report for member in whole])
    members = [tuple(bags[member].report for member in part.reports) for part in parts]
    ids, gone = _keep_addresses(corpus, members, {bag.report: bag.story for bag in bags})
    before = _members(bags)
    changed = [
        place
        for place, (story, group) in enumerate(zip(ids, members, strict=True))
        if before.get(story) != group or set(group) & set(fresh)
    ]
    texts = load_reports(corpus, [report for place in changed for report in members[place]])
    known = [texts.get(bag.report) or Report(bag.report, "") for bag in bags]
    groups = explain_groups(known, counted, links, parts, [parts[place] for place in changed])
    for place, group in zip(changed, groups, strict=True):
        _write_story(corpus, ids[place], group, [texts[report] for report in group.reports])
    _move(corpus, gone)
    return {ids[place] for place in changed} | set(gone)


def _find_near(corpus: Connection, fresh: Sequence[str], total: int) -> set[str]:
    """Find the reports that share most telling words with the new ones, and keep the telling words of these."""
    bags = list(_bags(corpus, report_words.c.report.in_(fresh)))
    held = _held(corpus, {word for bag in bags for word in bag.words})
    names = sorted(held)
    rarity = dict(zip(names, word_rarity(names, np.array([held[name] for name in names]), total).tolist(), strict=True))
    telling = {bag.report: _telling(bag.words, rarity) for bag in bags}
    rows = [{"word": word, "report": bag.report, "day": _day(bag)} for bag in bags for word in telling[bag.report]]
    if rows:
        corpus.execute(insert(telling_words), rows)
    rare = sorted({word for found in telling.values() for word in found if held[word] <= COMMON})
    holders: dict[str, list[str]] = defaultdict(list)
    for part in chunks(rare):
        for word, report in corpus.execute(
            select(telling_words.c.word, telling_words.c.report).where(telling_words.c.word.in_(part))
        ):
            holders[word].append(report)
    near: set[str] = set()
    for bag in bags:
        votes: dict[str, float] = defaultdict(float)
        for word in telling[bag.report]:
            found = holders[word] if held[word] <= COMMON else _newest(corpus, word, bag)
            for report in found:
                votes[report] += min(rarity[word], RAREST) ** 2
        del votes[bag.report]
        near.update(heapq.nsmallest(NEAREST, votes, key=lambda report: (-votes[report], report)))
    return near


def _telling(bag: Mapping[str, int], rarity: Mapping[str, float]) -> list[str]:
    weight = {word: (1 + np.log(count)) * min(rarity[word], RAREST) ** 2 for word, count in bag.items()}
    return heapq.nsmallest(TELLING, weight, key=lambda word: (-weight[word], word))


def _day(bag: Bag) -> float | None:
    return bag.day if bag.day == bag.day else None


def _newest(corpus: Connection, word: str, bag: Bag) -> list[str]:
    """Find the newest reports that a common word tells of, near the day of one that has a day."""
    query = select(telling_words.c.report).where(telling_words.c.word == word, telling_words.c.report != bag.report)
    if _day(bag) is not None:
        near = telling_words.c.day.between(bag.day - WINDOW, bag.day + WINDOW)
        query = query.where(or_(near, telling_words.c.day.is_(None)))
    query = query.order_by(telling_words.c.day.desc().nulls_last(), telling_words.c.report).limit(NEWEST)
    return list(corpus.execute(query).scalars())


def _held(corpus: Connection, wanted: Collection[str]) -> Counter[str]:
    """Count the reports of the corpus that hold each word."""
    held: Counter[str] = Counter()
    for part in chunks(sorted(wanted), 10_000):
        held.update(dict(corpus.execute(select(words.c.word, words.c.reports).where(words.c.word.in_(part))).all()))
    return held


def _bags(corpus: Connection, which: object) -> Iterable[Bag]:
    query = select(report_words.c.report, report_words.c.day, report_words.c.words, reports.c.story)
    for report, day, bag, story in corpus.execute(
        query.join(reports, reports.c.id == report_words.c.report).where(which)
    ):
        yield Bag(report, float("nan") if day is None else day, bag, story)


def _pool(corpus: Connection, names: Collection[str]) -> dict[str, Bag]:
    """Load the given reports with all of their subjects, and of the stories that these hold."""
    pool: dict[str, Bag] = {}
    wanted = set(names)
    while wanted:
        subjects: set[str] = set()
        for part in chunks(sorted(wanted)):
            subjects.update(
                corpus.execute(select(reports.c.subject).where(reports.c.id.in_(part)).distinct()).scalars()
            )
        for part in chunks(sorted(subject for subject in subjects if subject)):
            pool.update({bag.report: bag for bag in _bags(corpus, reports.c.subject.in_(part))})
        for part in chunks(sorted(wanted - pool.keys())):
            pool.update({bag.report: bag for bag in _bags(corpus, report_words.c.report.in_(part))})
        wanted = set()
        for part in chunks(sorted({bag.story for bag in pool.values() if bag.story})):
            wanted.update(corpus.execute(select(reports.c.id).where(reports.c.story.in_(part))).scalars())
        wanted -= pool.keys()
    return pool


def _name_subject(corpus: Connection, members: Sequence[str]) -> None:
    for part in chunks(list(members)):
        corpus.execute(update(reports).where(reports.c.id.in_(part)).values(subject=members[0]))


def _members(bags: Iterable[Bag]) -> dict[str, tuple[str, ...]]:
    before: dict[str, list[str]] = defaultdict(list)
    for bag in bags:
        if bag.story:
            before[bag.story].append(bag.report)
    return {story: tuple(members) for story, members in before.items()}


def _keep_addresses(
    corpus: Connection, groups: Sequence[tuple[str, ...]], story_of: Mapping[str, str | None]
) -> tuple[list[str], dict[str, str]]:
    """Give each group the id of the story that it shares most reports with, or a new one; and where lost ids lead."""
    shared = Counter(
        (story, place) for place, group in enumerate(groups) for story in map(story_of.get, group) if story
    )
    ids: dict[int, str] = {}
    best: dict[str, int] = {}
    for (story, place), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault(story, place)
        if story not in ids.values() and place not in ids:
            ids[place] = story
    for place, group in enumerate(groups):
        if place not in ids:
            ids[place] = _new_id(corpus, group, set(ids.values()))
    gone = {story: ids[place] for story, place in sorted(best.items()) if story not in ids.values()}
    return [ids[place] for place in range(len(groups))], gone


def _new_id(corpus: Connection, group: Sequence[str], taken: Collection[str]) -> str:
    """Name a story after the reports that it starts with; never as one that a reader may have seen."""
    name, again = story_id(group), 1
    used = (
        select(stories.c.id).where(stories.c.id == name),
        select(moved_stories.c.id).where(moved_stories.c.id == name),
    )
    while name in taken or any(corpus.execute(query).first() for query in used):
        again += 1
        name = story_id([*group, str(again)])
        used = tuple(select(t.c.id).where(t.c.id == name) for t in (stories, moved_stories))
    return name


def _write_story(corpus: Connection, story: str, group: Group, members: Sequence[Report]) -> None:
    settled = settle_publication(members)
    days = sorted(report.published.value for report in settled if report.published)
    time = now()
    started = corpus.execute(select(stories.c.started).where(stories.c.id == story)).scalar()
    row = {
        "id": story,
        "title": headline(settled),
        "reports": len(members),
        "first_published": days[0] if days else None,
        "last_published": days[-1] if days else None,
        "started": started or time,
        "changed": time,
        "cohesion": group.cohesion,
        "reason": group.reason,
    }
    corpus.execute(upsert(corpus, stories), row)
    for report in settled:
        detail = report.published
        corpus.execute(
            update(reports)
            .where(reports.c.id == report.id)
            .values(story=story, published=detail and detail.value, published_basis=detail and detail.basis)
        )


def _move(corpus: Connection, gone: Mapping[str, str]) -> None:
    """Let the addresses of stories that became part of others lead there, those that led to them too."""
    for story, to in gone.items():
        corpus.execute(delete(stories).where(stories.c.id == story))
        corpus.execute(update(moved_stories).where(moved_stories.c.story == story).values(story=to))
        corpus.execute(insert(moved_stories).values(id=story, story=to, moved=now()))
