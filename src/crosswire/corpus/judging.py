"""A desk's judgements: taken down with who, when and why, listed, undone, and applied to the stories they touch."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from crosswire.corpus.loading import find_story, load_reports, text_digest
from crosswire.corpus.plain import from_plain, to_plain
from crosswire.corpus.store import now, reading, writing
from crosswire.corpus.tables import judgements, reports, versions
from crosswire.errors import CorpusError
from crosswire.judgements import passages
from crosswire.outputs.passages import quoted, shorten
from crosswire.records import Analysis, JudgedPassage, Judgement, Report, Span, Story, Verdict
from crosswire.sources import same_source

VERDICTS = get_args(Verdict)
SHOWN = 80  # characters of a passage that a message shows
_CONTRARY = (frozenset({"same", "different"}), frozenset({"independent", "dependent"}))


def list_judgements(corpus: Engine, undone: bool = False) -> list[Judgement]:
    """List the judgements in the order in which they were made, those taken back only if asked for."""
    with reading(corpus) as connection:
        return [j for j in load_judgements(connection) if undone or j.undone_at is None]


def load_judgements(corpus: Connection) -> list[Judgement]:
    """Give all judgements in the order in which they were made, with where their passages stand now."""
    return _overruled(_followed(corpus, _written(corpus)))


def standing(corpus: Connection, names: Collection[str], verdicts: Sequence[str] = VERDICTS) -> list[Judgement]:
    """Give the judgements that hold and touch any of the reports named."""
    wanted = set(names)
    found = [j for j in _written(corpus) if j.undone_at is None and j.verdict in verdicts and wanted & set(j.reports)]
    return _overruled(_followed(corpus, found))


def _written(corpus: Connection) -> list[Judgement]:
    return [_judgement(row) for row in corpus.execute(select(judgements).order_by(judgements.c.number))]


def _followed(corpus: Connection, found: Sequence[Judgement]) -> list[Judgement]:
    """Find the passages of judgements again in what their reports say now."""
    held = {(p.span.report, p.version) for j in found for p in j.passages}
    texts = {name: report.text for name, report in load_reports(corpus, {name for name, _ in held}).items()}
    columns = (versions.c.report, versions.c.number, versions.c.text)
    then = {
        key: corpus.execute(select(*columns).where(versions.c.report == key[0], versions.c.number == key[1])).one().text
        for key in sorted(held)
    }
    return [_follow(judgement, texts, then) for judgement in found]


def _follow(judgement: Judgement, texts: Mapping[str, str], then: Mapping[tuple[str, int], str]) -> Judgement:
    kept = tuple(
        replace(p, now=find_again(p.span, then[p.span.report, p.version], texts[p.span.report]))
        for p in judgement.passages
    )
    gone = [f"{quoted(shorten(p.words, SHOWN))} no longer stands in {p.span.report}" for p in kept if p.now is None]
    return replace(judgement, passages=kept, lapsed="; ".join(dict.fromkeys(gone)))


def find_again(span: Span, before: str, after: str) -> Span | None:
    """Find the words of a passage in another text of its report; where they stand more than once, where most of what
    is around them is as it was."""
    words = before[span.start : span.end]
    if before == after or not words.strip():
        return span
    ahead, behind = before[: span.start][::-1], before[span.end :]

    def around(found: re.Match[str]) -> tuple[int, int]:
        same = _shared(ahead, after[: found.start()][::-1]) + _shared(behind, after[found.end() :])
        return same, -abs(found.start() - span.start)

    same_words = r"\s+".join(map(re.escape, words.split()))
    places = re.finditer(rf"(?<!\w){same_words}(?!\w)", after)
    found = max(places, key=around, default=None)
    return Span(span.report, found.start(), found.end()) if found else None


def _shared(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _overruled(found: Sequence[Judgement]) -> list[Judgement]:
    """Mark the judgements on which a later one that holds says the last word."""
    holding = [j for j in found if j.undone_at is None and not j.lapsed]
    last = {j.number: next((k.number for k in reversed(holding) if _overrules(k, j)), None) for j in holding}
    return [replace(j, overruled_by=last.get(j.number)) for j in found]


def _overrules(later: Judgement, judgement: Judgement) -> bool:
    contrary = any({later.verdict, judgement.verdict} <= verdicts for verdicts in _CONTRARY)
    if later.number <= judgement.number or not contrary or not set(judgement.reports) <= set(later.reports):
        return False
    if later.verdict in ("independent", "dependent"):
        return same_source(later.about[0], judgement.about[0])
    return _pair(later) == _pair(judgement)


def _pair(judgement: Judgement) -> set[object]:
    return {p.now for p in judgement.passages} or set(judgement.about)


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
        tuple(from_plain(JudgedPassage, passage) for passage in row.about.get("passages", ())),
    )


def judge_merge(corpus: Engine, names: Sequence[str], by: str, why: str) -> Judgement:
    """Take down that stories are one."""
    with writing(corpus) as connection:
        held = {find_story(connection, name): _reports(connection, name) for name in names}
        if len(held) < 2:
            raise CorpusError(f"{', '.join(names)}: is one story already: give two")
        names = [report for own in held.values() for report in own]
        return _take_down(connection, "merge", list(held), names, by, why)


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
    brief, told = _told(corpus, story)
    known = {mention.id: mention.span for claim in told.claims for mention in claim.mentions}
    for mention in mentions:
        if mention not in known:
            raise CorpusError(f"{mention}: is no mention in {story}: see crosswire show {story} --format json")
    if len(set(mentions)) < len(mentions):
        raise CorpusError(f"{mentions[0]}: is one mention: give two")
    with writing(corpus) as connection:
        held = _passages(connection, brief, [known[mention] for mention in mentions])
        return _take_down(connection, verdict, mentions, told.reports, by, why, held)


def judge_source(corpus: Engine, verdict: Verdict, story: str, source: str, by: str, why: str) -> Judgement:
    """Take down that a source of a story is independent, or is not."""
    _, told = _told(corpus, story)
    if not is_heard(told, source):
        raise CorpusError(f"{source}: is no source in {story}: see crosswire show {story}")
    with writing(corpus) as connection:
        return _take_down(connection, verdict, (source,), told.reports, by, why)


def judge_no_conflict(corpus: Engine, story: str, conflict: str, by: str, why: str) -> Judgement:
    """Take down that a conflict of a story is none."""
    brief, told = _told(corpus, story)
    found = next((x for x in told.conflicts if x.id == conflict), None)
    if found is None:
        raise CorpusError(f"{conflict}: is no conflict in {story}: see crosswire show {story} --format json")
    with writing(corpus) as connection:
        held = _passages(connection, brief, found.mentions)
        return _take_down(connection, "no conflict", (found.kind, *passages(found)), told.reports, by, why, held)


def is_heard(story: Story, source: str) -> bool:
    """Whether a story has anything from a source."""
    named = {origin.name for claim in story.claims for origin in claim.origins}
    named |= {mention.source for claim in story.claims for mention in claim.mentions if mention.source}
    return any(same_source(name, source) for name in named)


def _passages(corpus: Connection, brief: Analysis, spans: Sequence[Span]) -> list[JudgedPassage]:
    """Give passages with their words and the version of their report that the brief was made of."""
    texts = {report.id: report for report in brief.reports}
    return [
        JudgedPassage(texts[s.report].text[s.start : s.end], _version(corpus, texts[s.report]), s, s) for s in spans
    ]


def _version(corpus: Connection, report: Report) -> int:
    """Give the newest version of a report that has this text: one that was changed back stands in two."""
    same = (versions.c.report == report.id) & (versions.c.digest == text_digest(report.text))
    return int(corpus.execute(select(func.max(versions.c.number)).where(same)).scalar_one())


def _reports(corpus: Connection, story: str) -> list[str]:
    held = select(reports.c.id).where(reports.c.story == find_story(corpus, story))
    return sorted(corpus.execute(held).scalars())


def _told(corpus: Engine, story: str) -> tuple[Analysis, Story]:
    from crosswire.corpus.briefing import brief_story

    brief = brief_story(corpus, story)
    return brief, brief.stories[0]


def _take_down(
    corpus: Connection,
    verdict: Verdict,
    about: Sequence[str],
    names: Sequence[str],
    by: str,
    why: str,
    held: Sequence[JudgedPassage] = (),
) -> Judgement:
    """Write a judgement down, and place the reports that it moves."""
    from crosswire.corpus.streaming import place_reports

    if not why.strip():
        raise CorpusError("--why: is empty: say in plain words what the judgement rests on")
    what = {"about": list(about), "reports": sorted(names), "passages": to_plain([replace(p, now=None) for p in held])}
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
