"""Search over reports, claims and quotations: by words and by meaning, nearer the days asked for before farther."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, bindparam, func, select, text

from crosswire.corpus.days import LAST, Range
from crosswire.corpus.meanings import compare_meanings
from crosswire.corpus.queries import Query, parse_query
from crosswire.corpus.store import reading
from crosswire.corpus.tables import briefs, claims, documents, reports, stories, words
from crosswire.errors import InputError
from crosswire.language.frequencies import rarity
from crosswire.stories import story_words

Kind = Literal["report", "claim", "quote"]

LOOKED_AT = 200  # of those that match best by words, and by meaning, as many are weighed with their days
WEIGHED = 1000  # reports that hold any of some words, rarest first, from which commoner words are not asked for
STOP = math.log(3)  # rarity of a word that stands in a third of all news: it tells nothing of what is looked for
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
    """The results, best first, and the days that were asked for.

    `unread` is how many stories have no brief of their newest texts, so that their claims cannot all be found.
    """

    results: tuple[Result, ...]
    unread: int
    days: tuple[Range, ...] = ()


def search(corpus: Engine, asked: str, today: date, kinds: Sequence[Kind] = ("report",), most: int = 20) -> Found:
    """Find what holds the words of a search, all of them before some, or means what it says, near the days it names.

    Raises InputError for a search without a word or a date, or with a date that no calendar has.
    """
    query = parse_query(asked, today)
    if not query.words and not query.days:
        raise InputError(f'"{asked}": holds nothing to search for: give words, names or dates')
    with reading(corpus) as connection:
        found = _found(connection, query, kinds, most)
        found.sort(key=lambda one: (-one[0], one[1].kind, one[1].item))
        results = _results(connection, query, found[:most])
        unread = 0
        if set(kinds) != {"report"}:
            read = select(briefs.c.story).where(~briefs.c.outdated)
            unread = connection.execute(
                select(func.count()).select_from(stories).where(stories.c.id.not_in(read))
            ).scalar_one()
    return Found(tuple(results), unread, query.days)


def _found(corpus: Connection, query: Query, kinds: Sequence[Kind], most: int) -> list[tuple[float, Row[Any]]]:
    """Give what was found with its score from 0 to 2, before sorting.

    Half of 1 each for the words and for the meaning, 1 more for all the words, less for days away from those asked for.
    """
    if not query.words:
        return list(_by_day(corpus, query, kinds, most))
    query = replace(query, words=_without_stop_words(query.words))
    likeness, nearest = compare_meanings(corpus, query.text, kinds, LOOKED_AT)
    found = {row.number: (score, row) for score, row in _by_words(corpus, query, kinds, most)}
    for row in _rows(corpus, [number for number in nearest if number not in found]):
        found[row.number] = (0.0, row)
    return [
        ((score + likely / 2) * _nearness(query, row.published), row)
        for (score, row), likely in zip(found.values(), likeness.of(list(found)), strict=True)
    ]


def _without_stop_words(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out words that stand in a third of all news, where others are left."""
    return tuple(word for word in asked if rarity("".join(story_words(word))) > STOP) or asked


def _by_words(corpus: Connection, query: Query, kinds: Sequence[Kind], most: int) -> Iterator[tuple[float, Row[Any]]]:
    """Yield what matches with its score: what holds all the words scores 1 to 1.5, what holds some 0 to 0.5."""
    seen: set[int] = set()
    for every in (True, False):
        if not every and len(seen) >= most:
            return
        words = query.words if every else _telling(corpus, query.words)
        phrases = [] if every else [phrase for phrase in query.phrases if set(phrase) <= set(words)]
        for days in (*query.days, None):
            if not every and len(seen) >= most:
                return
            matching = _matching(corpus, words, phrases, kinds, every, days)
            found = [row for row in matching if row.number not in seen]
            seen.update(row.number for row in found)
            top = max((row.score for row in found), default=0) or 1
            for row in found:
                yield every + row.score / top / 2, row


def _rows(corpus: Connection, numbers: Sequence[int]) -> Sequence[Any]:
    """Give documents by number, with the report that each stands in."""
    if not numbers:
        return []
    columns = (c for c in documents.c if c.name not in ("title", "text", "meaning"))
    query = select(*columns, reports.c.story, reports.c.published, reports.c.title.label("headline"))
    return corpus.execute(
        query.join(reports, reports.c.id == documents.c.report).where(documents.c.number.in_(numbers))
    ).all()


def _matching(
    corpus: Connection,
    single: Sequence[str],
    phrases: Sequence[Sequence[str]],
    kinds: Sequence[Kind],
    every: bool,
    days: tuple[date, date] | None,
) -> Sequence[Row[Any]]:
    """Find what holds every one of some words, or any of them and of some phrases, best first."""
    sqlite = corpus.dialect.name == "sqlite"
    bounds: dict[str, Any] = {}
    if days:
        first, after = _bounds(days)
        bounds = {"first": first, "after": after}
    statement = text(
        (_SQLITE if sqlite else _POSTGRESQL).format(days=_DAYS if days else "", first="" if days else _FIRST)
    )
    statement = statement.bindparams(bindparam("kinds", expanding=True))
    if sqlite:
        asked = [f'"{word}"' for word in single] + ['"' + " ".join(phrase) + '"' for phrase in phrases]
        wanted = (" AND " if every else " OR ").join(asked)
    else:
        asked = [f"'{word}'" for word in single]
        asked += ["(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases]
        wanted = (" & " if every else " | ").join(asked)
    return corpus.execute(statement, {"words": wanted, "kinds": list(kinds), "most": LOOKED_AT, **bounds}).all()


def _telling(corpus: Connection, asked: Sequence[str]) -> list[str]:
    """Leave out words that are too common to search for beside others: they would take long and tell little."""
    stems = {word: "".join(story_words(word)) for word in asked}
    held = dict(
        corpus.execute(select(words.c.word, words.c.reports).where(words.c.word.in_(set(stems.values())))).all()
    )
    kept: list[str] = []
    total = 0
    for word in sorted(asked, key=lambda word: held.get(stems[word], 0)):
        total += held.get(stems[word], 0)
        if kept and total > WEIGHED:
            break
        kept.append(word)
    return kept


def _bounds(days: tuple[date, date]) -> tuple[str, str]:
    first, last = days
    after = last if last == LAST else last + AFTER + timedelta(days=1)
    return (first - BEFORE).isoformat() if first.year > 1600 else "", after.isoformat()


def _by_day(corpus: Connection, query: Query, kinds: Sequence[Kind], most: int) -> Iterator[tuple[float, Row[Any]]]:
    """Yield reports published in the days asked for."""
    if "report" not in kinds:
        return
    for days in query.days:
        first, after = _bounds(days)
        published = (reports.c.published >= first) & (reports.c.published < after)
        within = select(reports.c.id).where(published).order_by(reports.c.published, reports.c.id)
        named = documents.c.report.in_(within.limit(max(most, LOOKED_AT))) & (documents.c.kind == "report")
        for row in _rows(corpus, corpus.execute(select(documents.c.number).where(named)).scalars().all()):
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


def _results(corpus: Connection, query: Query, found: Sequence[tuple[float, Row[Any]]]) -> list[Result]:
    """Give the results in order, each with its passage, a claim with its origins."""
    numbers = [row.number for _, row in found]
    said = dict(
        corpus.execute(select(documents.c.number, documents.c.text).where(documents.c.number.in_(numbers))).all()
    )
    origins = _origins(corpus, [row.item for _, row in found if row.kind == "claim"])
    results = []
    for score, row in found:
        whole, start, end = said[row.number], row.start, row.end
        if row.kind == "report":
            start, end = _passage(whole, query.words)
        least, greatest = origins.get((row.story, row.item), (None, None)) if row.kind == "claim" else (None, None)
        passage = whole[start - row.start : end - row.start]
        where = (row.story, row.report, start, end, passage)
        results.append(
            Result(row.kind, row.item, *where, round(score, 4), row.published, row.headline, least, greatest)
        )
    return results


def _origins(corpus: Connection, told: Sequence[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Give the least and the most origins of claims, by story and claim."""
    if not told:
        return {}
    columns = (claims.c.story, claims.c.id, claims.c.origins_min, claims.c.origins_max)
    found = corpus.execute(select(*columns).where(claims.c.id.in_(told)))
    return {(story, claim): (least, most) for story, claim, least, most in found}


def _passage(whole: str, words: Sequence[str]) -> tuple[int, int]:
    """Find the sentence that holds most of the words; the first where none holds any."""
    lower = whole.lower()
    if len(lower) != len(whole):  # a few letters have no single lower case
        lower = whole
    asked = {word[:5] for word in words}
    hits = sorted((place, word) for word in asked for place in _places(lower, word))
    best, place, next_hit = -1, (0, len(whole)), 0
    for found in _PASSAGE.finditer(whole):
        start, end = found.span()
        if best >= 0 and hits[next_hit][0] >= end:
            continue
        held = set()
        while next_hit < len(hits) and hits[next_hit][0] < end:
            held.add(hits[next_hit][1])
            next_hit += 1
        if len(held) > best and (said := found.group()).strip():
            best, place = len(held), (end - len(said.lstrip()), start + len(said.rstrip()))
        if best == len(asked) or (best >= 0 and next_hit == len(hits)):
            break  # no later sentence holds more
    return place


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))
