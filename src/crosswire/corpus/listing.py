"""The stories of a corpus, listed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, func, select

from crosswire.corpus.store import reading
from crosswire.corpus.tables import briefs, claims, conflicts, reports, stories

Order = Literal["size", "changed", "origins", "growth", "conflicts"]


@dataclass(frozen=True, slots=True)
class ListedStory:
    """A story as a list shows it; `new` counts its reports first seen since the time asked for.

    `origins` is the highest number of origins (at least) of any of its claims, `conflicts` how many it has; both are
    of its last brief, None where it has none; `outdated` tells that its reports changed since that was made.
    """

    id: str
    title: str
    reports: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    changed: str
    new: int
    origins: int | None
    conflicts: int | None
    outdated: bool = False


def list_stories(corpus: Engine, since: str | None = None, order: Order = "size") -> list[ListedStory]:
    """List the stories, those that changed since a time if one is given, by the order asked for, most first."""
    new = func.count().filter(reports.c.first_seen > (since or "")).label("new")
    counted = select(reports.c.story, new).group_by(reports.c.story).subquery()
    query = select(stories, counted.c.new).join(counted, counted.c.story == stories.c.id)
    if since:
        query = query.where(stories.c.changed > since)
    with reading(corpus) as connection:
        rows = connection.execute(query).all()
        members = defaultdict(list)
        for story, report in connection.execute(select(reports.c.story, reports.c.id)):
            members[story].append(report)
        told = select(claims.c.story, func.max(claims.c.origins_min)).group_by(claims.c.story)
        most = dict(connection.execute(told).all())
        differing = select(conflicts.c.story, func.count()).group_by(conflicts.c.story)
        disputed: dict[str, int] = dict(connection.execute(differing).all())
        briefed = dict(connection.execute(select(briefs.c.story, briefs.c.outdated)).all())
    listed = [
        ListedStory(
            row.id,
            row.title,
            tuple(sorted(members[row.id])),
            row.first_published,
            row.last_published,
            row.changed,
            row.new,
            most.get(row.id, 0) if row.id in briefed else None,
            disputed.get(row.id, 0) if row.id in briefed else None,
            briefed.get(row.id, False),
        )
        for row in rows
    ]
    return sorted(listed, key=lambda story: _place(story, order))


def _place(story: ListedStory, order: Order) -> tuple[int, int, tuple[str, ...]]:
    first = {
        "size": 0,
        "changed": -int("".join(character for character in story.changed if character.isdigit())),
        "origins": -(story.origins or 0),
        "growth": -story.new,
        "conflicts": -(story.conflicts or 0),
    }[order]
    return first, -len(story.reports), story.reports
