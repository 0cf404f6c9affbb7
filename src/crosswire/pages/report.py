"""The page of one report: its text with what was found in it, and the texts that stood there before."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy import Engine, select

from crosswire.corpus.briefing import kept_annotation
from crosswire.corpus.store import reading
from crosswire.corpus.tables import versions
from crosswire.errors import CorpusError
from crosswire.outputs.passages import visible
from crosswire.outputs.records_json import annotation
from crosswire.outputs.worddiff import Piece, word_diff
from crosswire.pages.reading import read_through
from crosswire.pages.views import View, briefs, page, told

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text that stood at the address of a report, when it was first seen, and what it changed in the one before."""

    number: int
    seen: str
    text: str
    changes: tuple[Piece, ...]


@page(router, "/stories/{story}/report")
def report(
    request: Request, story: str, name: Annotated[str, Query(alias="id", description="The id of a report.")]
) -> View:
    """Show a report: its text as it is, with statements, names, dates, claims and shared passages; its versions."""
    brief, links = told(request, story)
    found = brief.reports.get(name)
    if found is None:
        raise CorpusError(f"{name}: is no report of {story}: see {links.base}")
    corpus = briefs(request).corpus
    annotated = kept_annotation(corpus, found)
    texts = list_versions(corpus, name)

    def twin() -> dict[str, Any]:
        seen = [{"number": text.number, "seen": text.seen, "text": text.text} for text in texts]
        return {"report": name, "annotation": annotation(annotated) if annotated else None, "versions": seen}

    return View(
        "report.html",
        twin,
        {
            "brief": brief,
            "links": links,
            "report": found,
            "read": annotated is not None,
            "paragraphs": read_through(found, annotated, brief.story, links),
            "versions": texts[::-1],
            "others": [one for one in brief.analysis.reports if one.id != name],
        },
    )


def list_versions(corpus: Engine, name: str) -> list[TextVersion]:
    """List the texts of a report, the first one first."""
    columns = (versions.c.number, versions.c.first_seen, versions.c.text)
    with reading(corpus) as connection:
        rows = connection.execute(select(*columns).where(versions.c.report == name).order_by(versions.c.number)).all()
    before = [()] + [word_diff(visible(old.text), visible(new.text)) for old, new in pairwise(rows)]
    return [TextVersion(row.number, row.first_seen, row.text, diff) for row, diff in zip(rows, before, strict=True)]
