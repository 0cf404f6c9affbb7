"""The pages over the whole corpus: its stories, and search."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from sqlalchemy import Engine, select

from crosswire.corpus.changes import parse_since
from crosswire.corpus.listing import ListedStory, Order, list_stories
from crosswire.corpus.loading import kept_brief
from crosswire.corpus.searching import Kind, search
from crosswire.corpus.store import reading
from crosswire.corpus.tables import briefs as brief_table
from crosswire.corpus.tables import reports
from crosswire.errors import InputError
from crosswire.outputs.corpus import days_line, results_object, stories_object
from crosswire.pages.views import View, briefs, page

router = APIRouter()
PER_PAGE = 50
GROWING = "1 day ago"
ORDERS: dict[Order, str] = {
    "changed": "Newest", "growth": "Growing", "conflicts": "Disputed", "origins": "Most origins", "size": "Biggest",
}  # fmt: skip
KINDS: tuple[Kind, ...] = ("report", "claim", "quote")


@dataclass(frozen=True, slots=True)
class Row:
    """A story in the list: what the corpus lists of it, its lineages where it has a brief, when its reports came."""

    story: ListedStory
    lineages: int | None
    days: tuple[str, ...]


@page(router, "/stories")
def stories(
    request: Request,
    sort: Annotated[Order, Query(description="What comes first.")] = "changed",
    number: Annotated[int, Query(ge=1, alias="page", description=f"Pages of {PER_PAGE} stories.")] = 1,
) -> View:
    """List the stories of the corpus; "growth" counts reports seen within the last day."""
    corpus = briefs(request).corpus
    since = parse_since(GROWING)
    # Only growth counts what is new; with a time the others would leave out what did not change since.
    listed = list_stories(corpus, since if sort == "growth" else None, sort)
    if sort == "conflicts":
        listed = [story for story in listed if story.conflicts]
    last = max(1, -(-len(listed) // PER_PAGE))
    number = min(number, last)
    here = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
    return View(
        "stories.html",
        lambda: stories_object(here),
        {
            "rows": _rows(corpus, here),
            "sort": sort,
            "orders": ORDERS,
            "number": number,
            "last": last,
            "total": len(listed),
        },
    )


def _rows(corpus: Engine, listed: Sequence[ListedStory]) -> list[Row]:
    ids = [story.id for story in listed]
    days: dict[str, list[str]] = defaultdict(list)
    with reading(corpus) as connection:
        dated = select(reports.c.story, reports.c.published).where(reports.c.story.in_(ids))
        for story, published in connection.execute(dated.where(reports.c.published.is_not(None))):
            days[story].append(published)
        kept = connection.execute(
            select(brief_table.c.story, brief_table.c.digest).where(brief_table.c.story.in_(ids))
        ).all()
    counts = {story: _lineages(corpus, story, digest) for story, digest in kept}
    return [Row(story, counts.get(story.id), tuple(sorted(days[story.id]))) for story in listed]


@lru_cache(maxsize=4096)
def _lineages(corpus: Engine, story: str, digest: str) -> int | None:
    """Count the texts that the reports of a brief come down to."""
    with reading(corpus) as connection:
        found = connection.execute(select(brief_table.c.content).where(brief_table.c.story == story)).scalar()
    return len(kept_brief(found).stories[0].lineages) if found else None


@page(router, "/search")
def find(
    request: Request,
    query: Annotated[str, Query(alias="q", max_length=500, description="Words, names and dates.")] = "",
    kind: Annotated[Literal["all", "report", "claim", "quote"], Query(alias="in")] = "report",
) -> View:
    """Search the reports, claims or quotations of the corpus, as `crosswire search` does."""
    corpus = briefs(request).corpus
    found, wrong = None, ""
    if query.strip():
        try:
            found = search(corpus, query, date.today(), KINDS if kind == "all" else (kind,), PER_PAGE)
        except InputError as error:
            wrong = str(error)
    return View(
        "search.html",
        lambda: results_object(found) if found else {"unread": 0, "days": [], "results": [], "problem": wrong},
        {
            "query": query,
            "kind": kind,
            "found": found,
            "wrong": wrong,
            "most": PER_PAGE,
            "days": days_line(found.days) if found else "",
        },
    )
