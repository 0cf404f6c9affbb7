"""The brief of a story: made of its reports by the steps of `analyse`, and kept until anything it rests on changes."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

import crosswire
from crosswire.corpus.judging import is_heard, standing
from crosswire.corpus.loading import find_story, kept_brief, load_reports, pack_brief
from crosswire.corpus.meanings import pack_meaning
from crosswire.corpus.outlets import load_families
from crosswire.corpus.plain import Plain, from_plain, to_plain
from crosswire.corpus.store import chunks, now, reading, upsert, writing
from crosswire.corpus.tables import annotations, briefs, claims, conflicts, documents, reports, stories
from crosswire.furniture import mark_repeated
from crosswire.judgements import judged_mentions
from crosswire.language.vectors import DIMENSIONS
from crosswire.outputs.grouping import TITLE
from crosswire.outputs.passages import passage
from crosswire.publication import settle_publication
from crosswire.records import Analysis, AnnotatedReport, Group, Judgement, Problem, Report, Span, Story

SHOWING = ("pages", "outputs", "fetching")  # folders of the program that find nothing in a report

Progress = Callable[[str, int, int], None]


def brief_story(corpus: Engine, name: str, processes: int = 1, progress: Progress | None = None) -> Analysis:
    """Give the brief of a story, by its id or one that led to it; only reports never read before are read.

    Its problems are the reports in languages that are not read, and judgements that no longer apply. Raises
    CorpusError where there is no such story.
    """
    tell = progress or (lambda step, done, total: None)
    with reading(corpus) as connection:
        story = find_story(connection, name)
        group = _group(connection, story)
        found = load_reports(connection, group.reports)
        judged = standing(connection, group.reports)
        families = load_families(connection, found.values())
        kept = connection.execute(select(briefs).where(briefs.c.story == story)).first()
        texts = _texts(connection, story)
    marked = settle_publication(mark_repeated([found[report] for report in group.reports]))
    digest = _digest([story, to_plain(group), to_plain(list(marked)), to_plain(judged), families])
    from crosswire.analysis import compare, passed_over

    if kept and kept.digest == digest and not kept.outdated:
        return replace(kept_brief(kept.content), reports=marked)
    read = _annotate(corpus, marked, processes, tell)
    tell("comparing", 0, 1)
    holding = [j for j in judged if not j.lapsed and j.overruled_by is None]
    told = replace(compare(group, read, holding, families), id=story)
    problems = [*passed_over((a.report, a.language) for a in read), *_lapsed(told, judged)]
    brief = Analysis(marked, (told,), tuple(problems))
    with writing(corpus) as connection:
        outdated = _texts(connection, story) != texts
        _keep(connection, brief, digest, outdated, {annotated.report.id: annotated for annotated in read})
    return brief


def _lapsed(told: Story, judged: Sequence[Judgement]) -> Iterator[Problem]:
    """Yield the judgements that no longer apply, and why."""
    for judgement in judged:
        why = judgement.lapsed
        if judgement.verdict in ("independent", "dependent") and not is_heard(told, judgement.about[0]):
            why = f"no report credits {judgement.about[0]} any more"
        elif judgement.verdict in ("same", "different") and not why and not judged_mentions(told.claims, judgement):
            why = "a passage that it is about is no mention any more"
        if why and judgement.overruled_by is None:
            remedy = f"judge anew, or crosswire judge undo {judgement.number}"
            yield Problem(f"judgement {judgement.number} ({judgement.verdict})", f"no longer applies: {why}: {remedy}")


def kept_annotation(corpus: Engine, report: Report) -> AnnotatedReport | None:
    """Give what was found in a report of a brief as it was read for it; None where that is no longer kept."""
    with reading(corpus) as connection:
        row = connection.execute(select(annotations).where(annotations.c.digest == _digest(to_plain(report)))).first()
    return _unpacked(report, row) if row else None


def read_reports(corpus: Engine, given: Sequence[Report], processes: int = 1) -> list[AnnotatedReport]:
    """Give what the reports of a brief say; only those never read before are read."""
    return _annotate(corpus, given, processes, lambda step, done, total: None)


def current_ids(corpus: Engine, names: Sequence[str]) -> list[str]:
    """Give the stories that some ids lead to, each once, in order."""
    with reading(corpus) as connection:
        return sorted({find_story(connection, name) for name in names})


def _texts(corpus: Connection, story: str) -> set[tuple[str, int]]:
    """Give the reports of a story, each with the number of its newest text."""
    found = corpus.execute(select(reports.c.id, reports.c.version).where(reports.c.story == story))
    return {(report, version) for report, version in found}


def _group(corpus: Connection, story: str) -> Group:
    members = corpus.execute(select(reports.c.id).where(reports.c.story == story)).scalars()
    cohesion, reason = corpus.execute(select(stories.c.cohesion, stories.c.reason).where(stories.c.id == story)).one()
    return Group(tuple(sorted(members)), cohesion, reason)


def _annotate(corpus: Engine, given: Sequence[Report], processes: int, tell: Progress) -> list[AnnotatedReport]:
    from crosswire.language import annotate_all

    digests = {report.id: _digest(to_plain(report)) for report in given}
    read: dict[str, AnnotatedReport] = {}
    with reading(corpus) as connection:
        for part in chunks(sorted(digests.values())):
            for row in connection.execute(select(annotations).where(annotations.c.digest.in_(part))):
                read[row.report] = _unpacked(next(r for r in given if r.id == row.report), row)
    missing = [report for report in given if report.id not in read]
    for annotated in annotate_all(missing, processes):
        report = annotated.report
        read[report.id] = annotated
        with writing(corpus) as connection:
            connection.execute(delete(annotations).where(annotations.c.report == report.id))
            connection.execute(insert(annotations).values(digest=digests[report.id], **_packed(annotated)))
        tell("reading", len(read), len(given))
    return [read[report.id] for report in given]


def _packed(annotated: AnnotatedReport) -> dict[str, Plain]:
    said = {name: value for name, value in to_plain(annotated).items() if name != "report"}
    return {
        "report": annotated.report.id,
        "annotation": zlib.compress(json.dumps(said).encode()),
        "sentence_vectors": annotated.sentence_vectors.astype("<f4").tobytes(),
        "proposition_vectors": annotated.proposition_vectors.astype("<f4").tobytes(),
        "word_vectors": annotated.word_vectors.tobytes(),
    }


def _unpacked(report: Report, row: Row[Plain]) -> AnnotatedReport:
    said = json.loads(zlib.decompress(row.annotation))
    return from_plain(
        AnnotatedReport,
        {**said, "report": to_plain(report)},
        sentence_vectors=_vectors(row.sentence_vectors, len(said["sentences"])),
        proposition_vectors=_vectors(row.proposition_vectors, len(said["propositions"])),
        word_vectors=np.frombuffer(row.word_vectors, np.int8).reshape(-1, DIMENSIONS),
    )


def _vectors(data: bytes, rows: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4").astype(np.float32).reshape(rows, DIMENSIONS)


def _digest(value: Plain) -> str:
    return hashlib.sha256(json.dumps([_program(), value]).encode()).hexdigest()


@cache
def _program() -> str:
    """Name the program that finds what is kept: another version finds other things, however it shows them."""
    folder = Path(crosswire.__file__).parent
    sources = sorted(path for path in folder.rglob("*.py") if path.relative_to(folder).parts[0] not in SHOWING)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _keep(corpus: Connection, brief: Analysis, digest: str, outdated: bool, read: dict[str, AnnotatedReport]) -> None:
    """Keep a brief, its claims and conflicts as tables, and its claims and quotations for search."""
    (told,) = brief.stories
    content = pack_brief(brief)
    given = {name: annotated.report for name, annotated in read.items()}
    row = {"story": told.id, "digest": digest, "made": now(), "content": content, "outdated": outdated}
    corpus.execute(upsert(corpus, briefs), row)
    title = passage(told.title, given, TITLE)
    corpus.execute(update(stories).where(stories.c.id == told.id).values(title=title))
    corpus.execute(delete(claims).where(claims.c.story == told.id))
    corpus.execute(delete(conflicts).where(conflicts.c.story == told.id))
    for part in chunks(list(told.reports)):
        corpus.execute(delete(documents).where(documents.c.report.in_(part), documents.c.kind != "report"))
    rows = [
        {
            "story": told.id,
            "id": claim.id,
            "text": given[claim.text.report].text[claim.text.start : claim.text.end],
            "report": claim.text.report,
            "start": claim.text.start,
            "end": claim.text.end,
            "reports": len({mention.span.report for mention in claim.mentions}),
            "origins_min": claim.origins_min,
            "origins_max": claim.origins_max,
        }
        for claim in told.claims
    ]
    differing = [
        {"story": told.id, "id": x.id, "kind": x.kind, "claim": x.claim, "superseded": x.superseded, "reason": x.reason}
        for x in told.conflicts
    ]
    for table, values in ((claims, rows), (conflicts, differing), (documents, _found_by(told, read))):
        if values:
            corpus.execute(insert(table), values)


def _found_by(told: Story, read: dict[str, AnnotatedReport]) -> list[dict[str, Plain]]:
    spans = [("claim", claim.id, claim.text) for claim in told.claims]
    spans += [("quote", quote.id, quote.mentions[0]) for quote in told.quotes]
    return [
        {
            "kind": kind,
            "item": item,
            "report": span.report,
            "start": span.start,
            "end": span.end,
            "title": "",
            "text": read[span.report].report.text[span.start : span.end],
            "meaning": pack_meaning(_meaning(span, read[span.report])),
        }
        for kind, item, span in spans
    ]


def _meaning(span: Span, annotated: AnnotatedReport) -> NDArray[np.float32]:
    """Give the vector of a passage, of its sentence where it has none of its own."""
    spans = [proposition.span for proposition in annotated.propositions]
    if span in spans:
        own: NDArray[np.float32] = annotated.proposition_vectors[spans.index(span)]
        return own
    within = [n for n, sentence in enumerate(annotated.sentences) if sentence.span.start <= span.start]
    return annotated.sentence_vectors[within[-1]] if within else np.zeros(DIMENSIONS, np.float32)
