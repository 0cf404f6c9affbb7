"""Stories in a stream: a new report joins its story, starts one, or joins two that prove to be one.

New reports are grouped again with the few subjects that they come nearest to, by the same functions that group
reports at once; the rest of the corpus stays as it is. A subject is what average linkage joins; stories are cut
from it. Whom a report comes near to is asked of its most telling words, commoner ones within some weeks only, so
that the work for a report does not grow with the corpus.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from crosswire.corpus.indexing import Bag, weigh_bags
from crosswire.corpus.loading import load_reports
from crosswire.corpus.plain import Plain
from crosswire.corpus.reaching import changed_subjects, find_reach
from crosswire.corpus.store import chunks, now, upsert
from crosswire.corpus.tables import briefs, claims, conflicts, moved_stories, reports, stories
from crosswire.judgements import judge_groups
from crosswire.outputs.grouping import headline
from crosswire.publication import settle_publication
from crosswire.records import Group, Judgement, Report
from crosswire.stories import SIDE, Part, explain_groups, separate_events, story_id


def place_reports(corpus: Connection, fresh: Sequence[str], judged: Collection[str] = ()) -> set[str]:
    """Find the stories of new or changed reports, and of those `judged`; give the ids of the stories that changed."""
    reach = find_reach(corpus, fresh, judged)
    bags, links = reach.bags, reach.links
    _name_subjects(corpus, bags, reach.wholes)
    moved = {*fresh, *judged, *(name for judgement in reach.judgements for name in judgement.reports)}
    changed_wholes = changed_subjects(bags, reach.wholes, moved)
    recut = {n for whole in changed_wholes for n in whole}
    telling = {n: words for whole in changed_wholes for n, words in _told(bags, whole)}
    counted = weigh_bags(corpus, [telling.get(n, bag.words[:0]) for n, bag in enumerate(bags)])
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
    before = _members(bags)
    story_of = {bag.report: bag.story for bag in bags}
    ids, gone = _keep_addresses(corpus, groups, story_of, _lost_homes(corpus, groups, story_of))
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
    _move(corpus, gone, set(ids), before)
    return {story for story, _ in changed} | set(gone)


def _told(bags: Sequence[Bag], whole: Sequence[int]) -> Iterator[tuple[int, NDArray[np.void]]]:
    """Yield the words that a subject is cut by and explained with: where it is too small to be cut, the shared ones."""
    words = [bags[n].words for n in whole]
    if len(whole) == 1:
        yield whole[0], words[0][:1]  # whether it has any
    elif len(whole) >= 2 * SIDE:
        yield from zip(whole, words, strict=True)
    else:
        numbers, held = np.unique(np.concatenate([own["word"] for own in words]), return_counts=True)
        yield from ((n, own[np.isin(own["word"], numbers[held > 1])]) for n, own in zip(whole, words, strict=True))


def _as_kept(bags: Sequence[Bag], whole: Sequence[int]) -> list[Part]:
    """Give the stories that an unchanged subject was cut into before."""
    held: dict[str | None, list[int]] = defaultdict(list)
    for member in whole:
        held[bags[member].story].append(member)
    return [Part(members) for members in held.values()]


def _as_judged(group: Sequence[str], judgements: Sequence[Judgement]) -> str:
    touching = [j for j in judgements if not set(j.reports).isdisjoint(group)]
    return "; ".join(f"{j.verdict}, {j.by} judged: {j.why}" for j in touching)


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


def _lost_homes(
    corpus: Connection, groups: Sequence[tuple[str, ...]], story_of: Mapping[str, str | None]
) -> dict[str, str]:
    """Give the address under which each report was seen before its story was joined, for stories that part again."""
    held = Counter(story for group in groups for story in {story_of.get(report) for report in group} if story)
    parting = sorted(story for story, places in held.items() if places > 1)
    homes: dict[str, str] = {}
    joined: dict[str, str] = {}
    for part in chunks(parting):
        query = select(moved_stories).where(moved_stories.c.story.in_(part)).order_by(moved_stories.c.moved)
        for row in corpus.execute(query.order_by(moved_stories.c.id)):
            for report in row.reports or ():
                homes.setdefault(report, row.id)
            for report in row.joined or ():
                joined.setdefault(report, row.story)
    return joined | homes


def _keep_addresses(
    corpus: Connection,
    groups: Sequence[tuple[str, ...]],
    story_of: Mapping[str, str | None],
    homes: Mapping[str, str],
) -> tuple[list[str], dict[str, str]]:
    """Give each group the id of the story that it shares most reports with, or a new one; and where lost ids lead.

    Reports of a story that parts again count for the address that they had before (`homes`); those that came since
    only where nothing else speaks.
    """
    parting = set(homes.values())
    shared: Counter[tuple[str, int]] = Counter()
    since: Counter[tuple[str, int]] = Counter()
    for place, group in enumerate(groups):
        for report in group:
            story = story_of.get(report)
            if report in homes:
                shared[homes[report], place] += 1
            elif story:
                (since if story in parting else shared)[story, place] += 1
    ids: dict[int, str] = {}
    best: dict[str, int] = {}
    current = set(story_of.values())
    found = {key: (-shared[key], -since[key], key[0] not in current, key) for key in (*shared, *since)}
    for story, place in sorted(found, key=found.__getitem__):
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
    known = select(stories.c.id, stories.c.started)
    for part in chunks(sorted(groups)):
        started |= dict(corpus.execute(known.where(stories.c.id.in_(part))).all())
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
    for part in chunks(sorted(groups)):
        corpus.execute(update(briefs).where(briefs.c.story.in_(part)).values(outdated=True))
    corpus.execute(update(reports).where(reports.c.id == bindparam("r")), members)


def _move(
    corpus: Connection, gone: Mapping[str, str], there: Collection[str], before: Mapping[str, Sequence[str]]
) -> None:
    """Let the addresses of stories that became part of others lead there, those that led to them too.

    Those of stories that are `there` lead nowhere else; `before` are the reports that each story held.
    """
    for part in chunks(sorted(there)):
        corpus.execute(delete(moved_stories).where(moved_stories.c.id.in_(part)))
    for story, to in gone.items():
        if story not in before:
            corpus.execute(update(moved_stories).where(moved_stories.c.id == story).values(story=to))
            continue
        corpus.execute(delete(stories).where(stories.c.id == story))
        for table in (briefs, claims, conflicts):
            corpus.execute(delete(table).where(table.c.story == story))
        corpus.execute(update(moved_stories).where(moved_stories.c.story == story).values(story=to))
        held = {"reports": list(before[story]), "joined": list(before.get(to, ()))}
        corpus.execute(insert(moved_stories).values(id=story, story=to, moved=now(), **held))
