"""A desk's judgements: taken down with who, when and why, listed, undone, and applied to the stories they touch."""

from collections.abc import Collection, Sequence
from typing import get_args

from sqlalchemy import Connection, Engine, Row, insert, select, update

from crosswire.corpus.loading import find_story
from crosswire.corpus.store import now, reading, writing
from crosswire.corpus.tables import judgements, reports
from crosswire.errors import CorpusError
from crosswire.judgements import passages
from crosswire.records import Judgement, Story, Verdict
from crosswire.sources import same_source

VERDICTS = get_args(Verdict)


def list_judgements(corpus: Engine, undone: bool = False) -> list[Judgement]:
    """List the judgements in the order in which they were made, those taken back only if asked for."""
    with reading(corpus) as connection:
        return [j for j in load_judgements(connection) if undone or j.undone_at is None]


def load_judgements(corpus: Connection) -> list[Judgement]:
    """Give all judgements in the order in which they were made."""
    return [_judgement(row) for row in corpus.execute(select(judgements).order_by(judgements.c.number))]


def standing(corpus: Connection, names: Collection[str], verdicts: Sequence[str] = VERDICTS) -> list[Judgement]:
    """Give the judgements that hold and touch any of the reports named."""
    wanted = set(names)
    return [
        j for j in load_judgements(corpus) if j.undone_at is None and j.verdict in verdicts and wanted & set(j.reports)
    ]


def _judgement(row: Row[tuple[object, ...]]) -> Judgement:
    return Judgement(
        row.number,
        row.verdict,
        tuple(row.about["about"]),
        tuple(row.about["reports"]),
        row.by,
        row.at,
        row.why,
        row.undone_by,
        row.undone_at,
    )


def judge_merge(corpus: Engine, names: Sequence[str], by: str, why: str) -> Judgement:
    """Take down that stories are one."""
    with writing(corpus) as connection:
        held = {find_story(connection, name): _reports(connection, name) for name in names}
        if len(held) < 2:
            raise CorpusError(f"{', '.join(names)}: is one story already: give two")
        return _take_down(connection, "merge", (), [report for own in held.values() for report in own], by, why)


def judge_split(corpus: Engine, story: str, out: Sequence[str], by: str, why: str) -> Judgement:
    """Take down that some reports of a story tell of another event than the rest."""
    with writing(corpus) as connection:
        held = _reports(connection, story)
        strange = sorted(set(out) - set(held))
        if strange:
            raise CorpusError(f"{strange[0]}: is no report of {story}: see crosswire stories")
        if set(out) == set(held):
            raise CorpusError(f"{story}: would keep no report: name fewer")
        return _take_down(connection, "split", sorted(set(out)), held, by, why)


def judge_mentions(
    corpus: Engine, verdict: Verdict, story: str, mentions: Sequence[str], by: str, why: str
) -> Judgement:
    """Take down that two mentions of a story tell the same, or don't."""
    told = _told(corpus, story)
    known = {mention.id for claim in told.claims for mention in claim.mentions}
    for mention in mentions:
        if mention not in known:
            raise CorpusError(f"{mention}: is no mention in {story}: see crosswire show {story} --format json")
    with writing(corpus) as connection:
        return _take_down(connection, verdict, mentions, told.reports, by, why)


def judge_source(corpus: Engine, verdict: Verdict, story: str, source: str, by: str, why: str) -> Judgement:
    """Take down that a source of a story is independent, or is not."""
    told = _told(corpus, story)
    named = {origin.name for claim in told.claims for origin in claim.origins}
    named |= {mention.source for claim in told.claims for mention in claim.mentions if mention.source}
    if not any(same_source(name, source) for name in named):
        raise CorpusError(f"{source}: is no source in {story}: see crosswire show {story}")
    with writing(corpus) as connection:
        return _take_down(connection, verdict, (source,), told.reports, by, why)


def judge_no_conflict(corpus: Engine, story: str, conflict: str, by: str, why: str) -> Judgement:
    """Take down that a conflict of a story is none."""
    told = _told(corpus, story)
    found = next((x for x in told.conflicts if x.id == conflict), None)
    if found is None:
        raise CorpusError(f"{conflict}: is no conflict in {story}: see crosswire show {story} --format json")
    with writing(corpus) as connection:
        return _take_down(connection, "no conflict", (found.kind, *passages(found)), told.reports, by, why)


def _reports(corpus: Connection, story: str) -> list[str]:
    held = select(reports.c.id).where(reports.c.story == find_story(corpus, story))
    return sorted(corpus.execute(held).scalars())


def _told(corpus: Engine, story: str) -> Story:
    from crosswire.corpus.briefing import brief_story

    return brief_story(corpus, story).stories[0]


def _take_down(
    corpus: Connection, verdict: Verdict, about: Sequence[str], names: Sequence[str], by: str, why: str
) -> Judgement:
    """Write a judgement down, and place the reports that it moves."""
    from crosswire.corpus.streaming import place_reports

    if not why.strip():
        raise CorpusError("--why: is empty: say in plain words what the judgement rests on")
    what = {"about": list(about), "reports": sorted(names)}
    values = {"verdict": verdict, "about": what, "by": by, "at": now(), "why": why}
    key = corpus.execute(insert(judgements).values(values)).inserted_primary_key
    if verdict in ("merge", "split"):
        place_reports(corpus, (), {*names})
    return next(j for j in load_judgements(corpus) if key and j.number == key[0])


def undo(corpus: Engine, number: int, by: str) -> Judgement:
    """Take back a judgement; it stays in the list. Raises CorpusError where there is none of that number."""
    from crosswire.corpus.streaming import place_reports

    with writing(corpus) as connection:
        found = next((j for j in load_judgements(connection) if j.number == number and j.undone_at is None), None)
        if found is None:
            raise CorpusError(f"{number}: is no judgement that holds: see crosswire judge list")
        connection.execute(
            update(judgements).where(judgements.c.number == number).values(undone_by=by, undone_at=now())
        )
        if found.verdict in ("merge", "split"):
            place_reports(connection, (), set(found.reports))
        return next(j for j in load_judgements(connection) if j.number == number)
