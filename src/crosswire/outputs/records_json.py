"""The records as JSON, in the shapes that design section 6 fixes; passages are offsets into each report's `text`."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TextIO, TypeAlias

from crosswire import __version__
from crosswire.language.idiom import is_supported
from crosswire.outputs.times import calendar
from crosswire.records import (
    Analysis,
    AnnotatedReport,
    Claim,
    Conflict,
    Copy,
    Detail,
    Lineage,
    Marker,
    Mention,
    Name,
    Report,
    Span,
    Statement,
    Story,
)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def write(analysis: Analysis, file: TextIO, more: Mapping[str, Iterable[Json]] = MappingProxyType({})) -> None:
    """Write the whole analysis, and `more` lists, as one JSON object, a report, story or problem a line."""
    texts = {report.id: report.text for report in analysis.reports}
    parts: dict[str, Iterable[Json]] = {
        "reports": map(_report, analysis.reports),
        "stories": (_story(story, texts) for story in analysis.stories),
        "problems": [{"source": problem.source, "reason": problem.reason} for problem in analysis.problems],
        **more,
    }
    file.write(f'{{"crosswire": {dumps(__version__)}')
    for name, items in parts.items():
        file.write(f',\n"{name}": [')
        for position, item in enumerate(items):
            file.write((",\n" if position else "\n") + dumps(item))
        file.write("]")
    file.write("}\n")


def write_stories(stories: Iterable[tuple[str, str, Sequence[str]]], file: TextIO) -> None:
    """Write a grouping as one JSON object, a story (id, title, ids of its reports) a line."""
    listed = (dumps({"id": id, "title": title, "reports": list(reports)}) for id, title, reports in stories)
    file.write('{"stories": [\n' + ",\n".join(listed) + "]}\n")


def dumps(value: Json) -> str:
    """Give a value as JSON on one line; characters as they are, but lone surrogates, which UTF-8 lacks, escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def annotation(annotated: AnnotatedReport) -> Json:
    """Give what one report says as the object of an `annotate` line."""
    report = annotated.report
    return {
        "id": report.id,
        "text": report.text,
        "published": _value(report.published),
        "language": annotated.language,
        "supported": is_supported(annotated.language),
        "sentences": [_bounds(sentence.span) for sentence in annotated.sentences],
        "names": [_name(name) for name in annotated.names],
        "dates": [{**_place(date.span), "type": date.type, "value": date.value} for date in annotated.dates],
        "statements": [_statement(statement) for statement in annotated.statements],
        "events": [
            {**_place(event.span), "certainty": event.certainty, "marker": _marker(event.marker)}
            for event in annotated.events
        ],
        "marks": [{**_place(mark.span), "kind": mark.kind} for mark in report.marks],
    }


def _name(name: Name) -> Json:
    role = _bounds(name.role) if name.role else None
    return {**_place(name.span), "label": name.label, "name": name.name, "role": role}


def _statement(statement: Statement) -> Json:
    source, cue = statement.source, statement.cue
    return {
        "source": {**_place(source), "name": statement.speaker} if source else None,
        "cue": _place(cue) if cue else None,
        "content": [_bounds(span) for span in statement.content],
        "speech": statement.speech,
        "certainty": statement.certainty,
        "marker": _marker(statement.marker),
        "speaker": statement.speaker,
        "known": statement.known,
        "within": statement.within,
    }


def _marker(marker: Marker | None) -> Json:
    return {"kind": marker.kind, **_place(marker.span)} if marker else None


def _bounds(span: Span) -> list[Json]:
    return [span.start, span.end]


def _place(span: Span) -> dict[str, Json]:
    return {"start": span.start, "end": span.end}


def _passage(span: Span) -> dict[str, Json]:
    return {"report": span.report, "start": span.start, "end": span.end}


def _value(detail: Detail | None) -> str | None:
    return detail.value if detail else None


def _report(report: Report) -> Json:
    return {
        "id": report.id,
        "title": _value(report.title),
        "outlet": _value(report.outlet),
        "published": _value(report.published),
        "url": report.url,
        "path": report.path,
        "text": report.text,
        "authors": list(report.authors),
        "basis": dict(_bases(report)),
        "marks": [{**_place(mark.span), "kind": mark.kind} for mark in report.marks],
        "credits": [
            {"agency": c.agency, "basis": c.basis, **(_place(c.span) if c.span else {"start": None, "end": None})}
            for c in report.credits
        ],
    }


def _bases(report: Report) -> Iterator[tuple[str, Json]]:
    for name, detail in (("title", report.title), ("outlet", report.outlet), ("published", report.published)):
        if detail:
            span = _passage(detail.span) if detail.span else None
            yield name, {"basis": detail.basis, "reason": detail.reason, "span": span}


def _words(span: Span, texts: Mapping[str, str]) -> str:
    return texts[span.report][span.start : span.end]


def _story(story: Story, texts: Mapping[str, str]) -> Json:
    return {
        "id": story.id,
        "title": _words(story.title, texts),
        "title_at": _passage(story.title),
        "reports": list(story.reports),
        "cohesion": round(story.group.cohesion, 3),
        "reason": story.group.reason,
        "copies": [copy_object(copy) for copy in story.copies],
        "lineages": [lineage_object(lineage) for lineage in story.lineages],
        "claims": [claim_object(claim, texts) for claim in story.claims],
        "quotes": [
            {"id": q.id, "speaker": q.speaker, "drift": q.drift, "mentions": [_passage(m) for m in q.mentions]}
            for q in story.quotes
        ],
        "conflicts": [conflict_object(conflict) for conflict in story.conflicts],
        "timeline": [
            {"when": calendar(e.when), "timex": e.when, **_passage(e.span), "claim": e.claim, "basis": e.basis}
            for e in story.timeline
        ],
    }


def lineage_object(lineage: Lineage) -> Json:
    """Give a lineage as a brief holds it."""
    return {
        "id": lineage.id,
        "reports": list(lineage.reports),
        "agency": lineage.agency,
        "reason": lineage.reason,
    }


def copy_object(copy: Copy) -> Json:
    """Give the text that two reports share as a brief holds it."""
    other = next((report for report in copy.reports if report != copy.source), None)
    return {
        "reports": list(copy.reports),
        "relation": copy.relation,
        "direction": f"{copy.source}>{other}" if copy.source is not None else None,
        "credit": copy.credit,
        "containment": [round(share, 3) for share in copy.containment],
        "passages": [{"a": _bounds(passage.a), "b": _bounds(passage.b)} for passage in copy.passages],
        "reason": copy.reason,
    }


def claim_object(claim: Claim, texts: Mapping[str, str]) -> Json:
    """Give a claim as a brief holds it; `texts` are those of the reports by id."""
    return {
        "id": claim.id,
        "text": _words(claim.text, texts),
        "text_at": _passage(claim.text),
        "mentions": [_mention(mention) for mention in claim.mentions],
        "origins": [
            {"name": o.name, "kind": o.kind, "mentions": list(o.mentions), "reason": o.reason, "circle": list(o.circle)}
            for o in claim.origins
        ],
        "origins_min": claim.origins_min,
        "origins_max": claim.origins_max,
        "judged": list(claim.judged),
    }


def _mention(mention: Mention) -> Json:
    return {
        "id": mention.id,
        **_passage(mention.span),
        "source": mention.source,
        "cue": mention.cue,
        "certainty": mention.certainty,
        "published": mention.published,
        "when": mention.when,
        "negated": mention.negated,
    }


def conflict_object(conflict: Conflict) -> Json:
    """Give a conflict as a brief holds it."""
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "claim": conflict.claim,
        "mentions": [_passage(mention) for mention in conflict.mentions],
        "along": conflict.along,
        "superseded": conflict.superseded,
        "reason": conflict.reason,
        "direction": [f"{source}>{other}" for source, other in conflict.direction],
    }
