"""Search over reports, claims and quotations: by words, best first, nearer the days asked for before farther."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, bindparam, func, select, text

from crosswire.corpus.queries import LAST, Query, parse_query
from crosswire.corpus.store import reading
from crosswire.corpus.tables import briefs, claims, documents, stories
from crosswire.errors import InputError

Kind = Literal["report", "claim", "quote"]

LOOKED_AT = 200  # of those that match best by words, as many are weighed with their days
BEFORE, AFTER = timedelta(days=1), timedelta(days=3)  # reports of a day's events are published this near to it
HALVED = 7.0  # days outside the range that halve a score
UNDATED = 0.5  # what is left of the score of a report without a date

_SQLITE = """
    SELECT found.score, documents.number, documents.kind, documents.item, documents.report, documents.start,
           documents."end", reports.story, reports.published, reports.title AS headline
    FROM (SELECT rowid, -bm25(documents_fts, 3.0, 1.0) AS score FROM documents_fts
          WHERE documents_fts MATCH :words {first}) AS found
    JOIN documents ON documents.number = found.rowid
    JOIN reports ON reports.id = documents.report
    WHERE documents.kind IN :kinds {days}
    ORDER BY found.score DESC, documents.kind, documents.item LIMIT :most
"""
_POSTGRESQL = """
    SELECT ts_rank_cd(documents.words, to_tsquery('english', :words), 1) AS score,
           documents.number, documents.kind, documents.item, documents.report, documents.start, documents."end",
           reports.story, reports.published, reports.title AS headline
    FROM documents
    JOIN reports ON reports.id = documents.report
    WHERE documents.words @@ to_tsquery('english', :words) AND documents.kind IN :kinds {days}
    ORDER BY score DESC, documents.kind, documents.item LIMIT :most
"""
_FIRST = "ORDER BY score DESC LIMIT 1000"  # room for kinds not asked for among those looked at
_DAYS = " AND reports.published >= :first AND reports.published < :after"
_PASSAGE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]*[”\"’']?")


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found: a passage of a report, its story, and for a claim how many origins it has."""

    kind: Kind
    id: str
    story: str
    report: str
    start: int
    end: int
    passage: str
    score: float
    published: str | None
    title: str | None
    origins_min: int | None
    origins_max: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """The results, best first, and how many stories have no brief yet, so that their claims cannot be found."""

    results: tuple[Result, ...]
    unread: int


def search(corpus: Engine, asked: str, kinds: Sequence[Kind] = ("report",), most: int = 20) -> Found:
    """Find what holds the words of a search, all of them before some, near the days that it names.

    Raises InputError for a search without a word or a date.
    """
    query = parse_query(asked)
    if not query.words and not query.days:
        raise InputError(f'"{asked}": holds nothing to search for: give words, names or dates')
    with reading(corpus) as connection:
        rows = list(_rows(connection, query, kinds, most))
        rows.sort(key=lambda row: (-row[0], row[1].kind, row[1].item))
        results = [_result(connection, query, score, row) for score, row in rows[:most]]
        unread = 0
        if set(kinds) != {"report"}:
            unread = connection.execute(
                select(func.count()).select_from(stories).where(stories.c.id.not_in(select(briefs.c.story)))
            ).scalar_one()
    return Found(tuple(results), unread)


def _rows(corpus: Connection, query: Query, kinds: Sequence[Kind], most: int) -> Iterator[tuple[float, Any]]:
    """Yield what matches with its score: what holds all the words scores 1 to 2, what holds some of them 0 to 1."""
    if not query.words:
        yield from _by_day(corpus, query, kinds, most)
        return
    seen: set[int] = set()
    for every in (True, False):
        for days in (*query.days, None):
            if not every and len(seen) >= most:
                return
            found = [row for row in _matching(corpus, query, kinds, every, days) if row.number not in seen]
            seen.update(row.number for row in found)
            top = max((row.score for row in found), default=0) or 1
            for row in found:
                yield (every + row.score / top) * _nearness(query, row.published), row


def _matching(
    corpus: Connection, query: Query, kinds: Sequence[Kind], every: bool, days: tuple[date, date] | None
) -> Sequence[Row[Any]]:
    sqlite = corpus.dialect.name == "sqlite"
    bounds: dict[str, Any] = {}
    if days:
        first, after = _bounds(days)
        bounds = {"first": first, "after": after}
    statement = text(
        (_SQLITE if sqlite else _POSTGRESQL).format(days=_DAYS if days else "", first="" if days else _FIRST)
    )
    statement = statement.bindparams(bindparam("kinds", expanding=True))
    words = _sqlite_words(query, every) if sqlite else _postgresql_words(query, every)
    return corpus.execute(statement, {"words": words, "kinds": list(kinds), "most": LOOKED_AT, **bounds}).all()


def _sqlite_words(query: Query, every: bool) -> str:
    single = [f'"{word}"' for word in query.words]
    if every:
        return " AND ".join(single)
    return " OR ".join([*single, *('"' + " ".join(phrase) + '"' for phrase in query.phrases)])


def _postgresql_words(query: Query, every: bool) -> str:
    single = [f"'{word}'" for word in query.words]
    if every:
        return " & ".join(single)
    return " | ".join(
        [*single, *("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in query.phrases)]
    )


def _bounds(days: tuple[date, date]) -> tuple[str, str]:
    first, last = days
    after = last if last == LAST else last + AFTER + timedelta(days=1)
    return (first - BEFORE).isoformat() if first.year > 1600 else "", after.isoformat()


def _by_day(corpus: Connection, query: Query, kinds: Sequence[Kind], most: int) -> Iterator[tuple[float, Any]]:
    """Yield reports published in the days asked for."""
    if "report" not in kinds:
        return
    for days in query.days:
        first, after = _bounds(days)
        statement = text(
            "SELECT documents.*, reports.story, reports.published, reports.title AS headline FROM reports "
            "JOIN documents ON documents.report = reports.id AND documents.kind = 'report' "
            "WHERE reports.published >= :first AND reports.published < :after "
            "ORDER BY reports.published, reports.id LIMIT :most"
        )
        for row in corpus.execute(statement, {"first": first, "after": after, "most": max(most, LOOKED_AT)}):
            yield _nearness(query, row.published), row


def _nearness(query: Query, published: str | None) -> float:
    """Give the share of a score that is left by the days between publication and those asked for."""
    if not query.days:
        return 1.0
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return UNDATED
    apart = min(max((first - day).days, (day - last).days, 0) for first, last in query.days)
    return float(2 ** (-apart / HALVED))


def _result(corpus: Connection, query: Query, score: float, row: Row[Any]) -> Result:
    start, end = row.start, row.end
    whole = corpus.execute(select(documents.c.text).where(documents.c.number == row.number)).scalar_one()
    counts = (None, None)
    if row.kind == "report":
        start, end = _passage(whole, query.words)
    elif row.kind == "claim":
        asked = select(claims.c.origins_min, claims.c.origins_max).where(claims.c.id == row.item)
        counts = tuple(corpus.execute(asked.where(claims.c.report == row.report)).first() or counts)
    passage = whole[start - row.start : end - row.start]
    return Result(
        row.kind,
        row.item,
        row.story,
        row.report,
        start,
        end,
        passage,
        round(score, 4),
        row.published,
        row.headline,
        *counts,
    )


def _passage(whole: str, words: Sequence[str]) -> tuple[int, int]:
    """Find the sentence that holds most of the words; the first where none holds any."""
    best, place = -1.0, (0, len(whole))
    for found in _PASSAGE.finditer(whole):
        said = found.group()
        lower = said.lower()
        held = sum(word[:5] in lower for word in words)
        if held > best and said.strip():
            start = found.start() + len(said) - len(said.lstrip())
            best, place = held, (start, found.end() - len(said) + len(said.rstrip()))
    return place
