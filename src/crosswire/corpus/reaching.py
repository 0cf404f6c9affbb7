"""Which reports new ones may come to be grouped with, and what average linkage joins of them.

What is joined falls into regions: a new report, the subjects that hold a report near to it, and what these hold
together. Nothing is joined across regions, so that each is compared by itself, and again only when it grows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, select

from crosswire.corpus.indexing import Bag, join_bags, load_bags
from crosswire.corpus.judging import standing
from crosswire.corpus.nearness import find_near
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import report_words, reports
from crosswire.records import Judgement
from crosswire.stories import Links, join_reports, link_reports, pack_vectors


@dataclass(frozen=True, slots=True)
class Reach:
    """The reports that new ones may be grouped with, in order of id, what they are joined to, and what was judged."""

    bags: list[Bag]
    links: list[Links]
    wholes: list[list[int]]
    judgements: list[Judgement]


@dataclass(frozen=True, slots=True)
class _Region:
    """Reports compared with each other, in order of id: what each is like, and what is joined, by position."""

    bags: list[Bag]
    links: list[Links]
    wholes: list[list[int]]


def find_reach(corpus: Connection, fresh: Sequence[str], judged: Collection[str]) -> Reach:
    """Join new reports with the subjects near to them, and the pieces of those that this takes apart with theirs.

    Average linkage is reducible: what is joined of whole subjects and new reports is no nearer to others than the
    nearest of them, so that it need not be asked for again.
    """
    pool = _load(corpus, {*fresh, *judged}, {})
    near: dict[tuple[str, ...], set[str]] = {}
    regions: dict[tuple[str, ...], _Region] = {}
    unasked: list[tuple[str, ...]] = [(name,) for name in fresh]
    while True:
        found = find_near(corpus, [[pool[name] for name in names] for names in unasked])
        near.update(zip(unasked, found, strict=True))
        pool = _load(corpus, set().union(*found) - pool.keys(), pool)
        judgements = standing(corpus, pool, ("merge", "split"))
        held = _part(pool, [{*names, *others} for names, others in near.items()], judgements)
        regions = {names: regions.get(names) or _join([pool[name] for name in names]) for names in held}
        parted = (names for region in regions.values() for names in _parted(region))
        unasked = [names for names in parted if names not in near]
        if not unasked:
            return _together(regions.values(), judgements)


def _parted(region: _Region) -> list[tuple[str, ...]]:
    """Give what is joined of reports whose subject it does not hold whole."""
    size = Counter(bag.subject for bag in region.bags if bag.subject)
    found = []
    for whole in region.wholes:
        held = Counter(subject for n in whole if (subject := region.bags[n].subject))
        if any(size[subject] > many for subject, many in held.items()):
            found.append(tuple(region.bags[n].report for n in whole))
    return found


def changed_subjects(bags: Sequence[Bag], wholes: Iterable[list[int]], fresh: Collection[str]) -> list[list[int]]:
    """Give those of the subjects that hold a new report, or are not one that the corpus held before."""
    size = Counter(bag.subject for bag in bags)
    new = set(fresh)
    return [
        whole
        for whole in wholes
        if {bags[n].subject for n in whole} != {bags[whole[0]].subject}
        or size[bags[whole[0]].subject] != len(whole)
        or not new.isdisjoint(bags[n].report for n in whole)
    ]


def _load(corpus: Connection, names: Collection[str], known: Mapping[str, Bag]) -> dict[str, Bag]:
    """Load reports, beside those known, with all of their subjects, the stories that these hold and what was judged."""
    pool = dict(known)
    wanted = set(names)
    while wanted:
        subjects: set[str] = set()
        for part in chunks(sorted(wanted)):
            subjects.update(
                filter(None, corpus.execute(select(reports.c.subject).where(reports.c.id.in_(part))).scalars())
            )
        for part in chunks(sorted(subjects)):
            pool.update({bag.report: bag for bag in load_bags(corpus, reports.c.subject.in_(part))})
        for part in chunks(sorted(wanted - pool.keys())):
            pool.update({bag.report: bag for bag in load_bags(corpus, report_words.c.report.in_(part))})
        judgements = standing(corpus, pool, ("merge", "split"))
        wanted = {report for judgement in judgements for report in judgement.reports}
        for part in chunks(sorted({bag.story for bag in pool.values() if bag.story})):
            wanted.update(corpus.execute(select(reports.c.id).where(reports.c.story.in_(part))).scalars())
        wanted -= pool.keys()
    return pool


def _part(
    pool: Mapping[str, Bag], near: Iterable[Collection[str]], judgements: Iterable[Judgement]
) -> list[tuple[str, ...]]:
    """Part reports into regions: those near to each other, of one subject or story, or judged together."""
    bonds: dict[object, list[str]] = defaultdict(list)
    for bag in pool.values():
        bonds["subject", bag.subject or bag.report].append(bag.report)
        bonds["story", bag.story or bag.report].append(bag.report)
    region = {name: {name} for name in pool}
    for bond in (*bonds.values(), *near, *(judgement.reports for judgement in judgements)):
        joined = max((region[name] for name in bond), key=len)
        for name in bond:
            if region[name] is not joined:
                joined |= region[name]
                region.update(dict.fromkeys(region[name], joined))
    return sorted({id(names): tuple(sorted(names)) for names in region.values()}.values())


def _join(bags: list[Bag]) -> _Region:
    every = join_bags(bag.words for bag in bags)
    vectors = pack_vectors(np.cumsum([0, *(len(bag.words) for bag in bags)]), every["word"], every["weight"])
    links = link_reports(vectors, np.array([bag.day for bag in bags]))
    return _Region(bags, links, [sorted(whole) for whole in join_reports(links)])


def _together(regions: Collection[_Region], judgements: list[Judgement]) -> Reach:
    """Put regions into one, the positions of reports as they stand there."""
    bags = sorted((bag for region in regions for bag in region.bags), key=lambda bag: bag.report)
    position = {bag.report: n for n, bag in enumerate(bags)}
    links: dict[int, Links] = {}
    wholes: list[list[int]] = []
    for region in regions:
        place = np.array([position[bag.report] for bag in region.bags], dtype=np.int32)
        links.update(
            (position[bag.report], Links(place[near.others], near.similarity))
            for bag, near in zip(region.bags, region.links, strict=True)
        )
        wholes += [place[whole].tolist() for whole in region.wholes]
    return Reach(bags, [links[n] for n in range(len(bags))], wholes, judgements)
