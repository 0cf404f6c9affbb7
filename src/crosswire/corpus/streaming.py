"""Stories in a stream: a new report joins its story, starts one, or joins two that prove to be one.

New reports are grouped again with the few subjects that they come nearest to, by the same functions that group
reports at once; the rest of the corpus stays as it is. A subject is what average linkage joins; stories are cut
from it. Whom a report comes near to is asked of its most telling words, commoner ones within some weeks only, so
that the work for a report does not grow with the corpus.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from crosswire.corpus.indexing import Bag, join_bags, load_bags, weigh_bags
from crosswire.corpus.judging import standing
from crosswire.corpus.loading import load_reports
from crosswire.corpus.nearness import find_near
from crosswire.corpus.plain import Plain
from crosswire.corpus.store import chunks, now, upsert
from crosswire.corpus.tables import (
    briefs,
    claims,
    conflicts,
    moved_stories,
    report_words,
    reports,
    stories,
)
from crosswire.judgements import judge_groups
from crosswire.outputs.grouping import headline
from crosswire.publication import settle_publication
from crosswire.records import Group, Judgement, Report
from crosswire.stories import (
    Links,
    Part,
    Vectors,
    explain_groups,
    join_reports,
    link_reports,
    pack_vectors,
    separate_events,
    story_id,
)


def place_reports(corpus: Connection, fresh: Sequence[str], judged: Collection[str] = ()) -> set[str]:
    """Find the stories of new or changed reports, and of those `judged`; give the ids of the stories that changed."""
    reach = _reach(corpus, fresh, judged)
    bags, links = reach.bags, reach.links
    _name_subjects(corpus, bags, reach.wholes)
    moved = {*fresh, *judged, *(name for judgement in reach.judgements for name in judgement.reports)}
    recut = {n for whole in _changed(bags, reach.wholes, moved) for n in whole}
    counted = weigh_bags(corpus, [bag.words if n in recut else bag.words[:0] for n, bag in enumerate(bags)])
    parts = [
        part
        for whole in reach.wholes
        for part in (separate_events(counted, Part(whole)) if whole[0] in recut else _as_kept(bags, whole))
    ]
    parts.sort(key=lambda part: part.reports)
    found = {tuple(bags[member].report for member in part.reports): part for part in parts}
    place = {bag.report: position for position, bag in enumerate(bags)}

    def likeness(report: str, others: Collection[str]) -> float:
        near = links[place[report]]
        return float(near.similarity[np.isin(near.others, [place[other] for other in others])].sum()) / len(others)

    groups = judge_groups(list(found), reach.judgements, likeness) if reach.judgements else list(found)
    ids, gone = _keep_addresses(corpus, groups, {bag.report: bag.story for bag in bags})
    before = _members(bags)
    changed = [
        (story, group)
        for story, group in zip(ids, groups, strict=True)
        if before.get(story) != group or not set(group).isdisjoint({*fresh, *judged})
    ]
    texts = load_reports(corpus, [report for _, group in changed for report in group])
    known = [texts.get(bag.report) or Report(bag.report, "") for bag in bags]
    asked = [found[group] for _, group in changed if group in found]
    told = {group.reports: group for group in explain_groups(known, counted, links, parts, asked)}
    explained = {
        story: told.get(group) or Group(group, 1.0, _as_judged(group, reach.judgements)) for story, group in changed
    }
    _write_stories(corpus, explained, texts)
    _move(corpus, gone)
    return {story for story, _ in changed} | set(gone)


@dataclass(frozen=True, slots=True)
class _Reach:
    """The reports that new ones may be grouped with, in order of id, what they are joined to, and what was judged."""

    bags: list[Bag]
    links: list[Links]
    wholes: list[list[int]]
    judgements: list[Judgement]


def _reach(corpus: Connection, fresh: Sequence[str], judged: Collection[str]) -> _Reach:
    """Join new reports with the subjects near to them, and what becomes of these with those that it comes near to.

    A subject that did not change stays as far from the others as it was, so that only the changed ones are asked for.
    """
    pool = _load(corpus, {*fresh, *judged}, {})
    near = find_near(corpus, [[pool[name]] for name in fresh])
    seen: set[tuple[str, ...]] = {(name,) for name in fresh}
    while True:
        pool = _load(corpus, near - pool.keys(), pool)
        bags = [pool[name] for name in sorted(pool)]
        links = link_reports(_vectors(bags), np.array([bag.day for bag in bags]))
        wholes = [sorted(whole) for whole in join_reports(links)]
        changed = [tuple(bags[n].report for n in whole) for whole in _changed(bags, wholes, fresh)]
        near = find_near(corpus, [[pool[name] for name in names] for names in changed if names not in seen])
        seen.update(changed)
        if near <= pool.keys():
            return _Reach(bags, links, wholes, standing(corpus, pool, ("merge", "split")))


def _vectors(bags: Sequence[Bag]) -> Vectors:
    every = join_bags(bag.words for bag in bags)
    return pack_vectors(np.cumsum([0, *(len(bag.words) for bag in bags)]), every["word"], every["weight"])


def _changed(bags: Sequence[Bag], wholes: Iterable[list[int]], fresh: Collection[str]) -> list[list[int]]:
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


def _as_kept(bags: Sequence[Bag], whole: Sequence[int]) -> list[Part]:
    """Give the stories that an unchanged subject was cut into before."""
    held: dict[str | None, list[int]] = defaultdict(list)
    for member in whole:
        held[bags[member].story].append(member)
    return [Part(members) for members in held.values()]


def _as_judged(group: Sequence[str], judgements: Sequence[Judgement]) -> str:
    touching = [j for j in judgements if not set(j.reports).isdisjoint(group)]
    return "; ".join(f"{j.verdict}, {j.by} judged: {j.why}" for j in touching)


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


def _name_subjects(corpus: Connection, bags: Sequence[Bag], wholes: Iterable[Sequence[int]]) -> None:
    """Name each subject after its first report, so that no two have one name."""
    names = {member: bags[whole[0]].report for whole in wholes for member in whole}
    rows = [{"r": bag.report, "subject": names[n]} for n, bag in enumerate(bags) if bag.subject != names[n]]
    if rows:
        corpus.execute(update(reports).where(reports.c.id == bindparam("r")), rows)


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
    while name in taken or _is_used(corpus, name):
        again += 1
        name = story_id([*group, str(again)])
    return name


def _is_used(corpus: Connection, name: str) -> bool:
    return any(corpus.execute(select(t.c.id).where(t.c.id == name)).first() for t in (stories, moved_stories))


def _write_stories(corpus: Connection, groups: Mapping[str, Group], texts: Mapping[str, Report]) -> None:
    """Write stories down by id, and what their reports settle of each other's dates."""
    if not groups:
        return
    time = now()
    started: dict[str, str] = {}
    for part in chunks(sorted(groups)):
        started.update(corpus.execute(select(stories.c.id, stories.c.started).where(stories.c.id.in_(part))).all())
    rows: list[Plain] = []
    members: list[Plain] = []
    for story, group in groups.items():
        settled = settle_publication([texts[report] for report in group.reports])
        days = sorted(report.published.value for report in settled if report.published)
        rows.append(
            {
                "id": story,
                "title": headline(settled),
                "reports": len(settled),
                "first_published": days[0] if days else None,
                "last_published": days[-1] if days else None,
                "started": started.get(story, time),
                "changed": time,
                "cohesion": group.cohesion,
                "reason": group.reason,
            }
        )
        members += [
            {
                "r": report.id,
                "story": story,
                "published": report.published.value if report.published else None,
                "published_basis": report.published.basis if report.published else None,
            }
            for report in settled
        ]
    corpus.execute(upsert(corpus, stories), rows)
    corpus.execute(update(reports).where(reports.c.id == bindparam("r")), members)


def _move(corpus: Connection, gone: Mapping[str, str]) -> None:
    """Let the addresses of stories that became part of others lead there, those that led to them too."""
    for story, to in gone.items():
        corpus.execute(delete(stories).where(stories.c.id == story))
        for table in (briefs, claims, conflicts):
            corpus.execute(delete(table).where(table.c.story == story))
        corpus.execute(update(moved_stories).where(moved_stories.c.story == story).values(story=to))
        corpus.execute(insert(moved_stories).values(id=story, story=to, moved=now()))
