"""The pages that show what a brief rests on: a claim with its mentions, a lineage, two reports side by side."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request

from crosswire.corpus.plain import to_plain
from crosswire.errors import CorpusError
from crosswire.outputs.records_json import Json, claim_object, conflict_object, copy_object, lineage_object
from crosswire.pages.claim import ClaimPage, claim_page
from crosswire.pages.compare import ComparePage, compare_page
from crosswire.pages.lineage import LineagePage, lineage_page
from crosswire.pages.views import View, page, told
from crosswire.records import Report

router = APIRouter()
Found = TypeVar("Found")


@page(router, "/stories/{story}/claims/{claim}")
def claim(request: Request, story: str, claim: str) -> View:
    """Show a claim: where it comes from, every mention in its passage, and where they differ."""
    brief, links = told(request, story)
    one = _find({c.id: c for c in brief.story.claims}, claim, "claim", story)
    shown = claim_page(brief.story, one, brief.reports)
    return View(
        "claim.html",
        lambda: _claim(shown, brief.reports),
        {"brief": brief, "links": links, "page": shown},
    )


@page(router, "/stories/{story}/lineages/{lineage}")
def lineage(request: Request, story: str, lineage: str) -> View:
    """Show the reports that rest on one text: which came from which, when, and what each took, cut and altered."""
    brief, links = told(request, story)
    one = _find({x.id: x for x in brief.story.lineages}, lineage, "lineage", story)
    shown = lineage_page(brief.story, one, brief.reports)
    return View(
        "lineage.html",
        lambda: _lineage(shown),
        {"brief": brief, "links": links, "page": shown},
    )


@page(router, "/stories/{story}/compare")
def compare(
    request: Request,
    story: str,
    a: Annotated[str, Query(description="The id of a report of the story.")],
    b: Annotated[str, Query(description="The id of another.")],
) -> View:
    """Show two reports of a story side by side, what both have aligned."""
    brief, links = told(request, story)
    one, other = (_find(brief.reports, name, "report", story) for name in (a, b))
    shown = compare_page(brief.story, one, other)
    return View(
        "compare.html",
        lambda: _compare(shown),
        {"brief": brief, "links": links, "page": shown},
    )


def _find(known: Mapping[str, Found], name: str, kind: str, story: str) -> Found:
    if name not in known:
        raise CorpusError(f"{name}: is no {kind} of {story}: see /stories/{story}")
    return known[name]


def _claim(shown: ClaimPage, reports: Mapping[str, Report]) -> Json:
    return {
        "claim": claim_object(shown.claim, {name: report.text for name, report in reports.items()}),
        "conflicts": [conflict_object(difference.conflict) for difference in shown.differences],
    }


def _lineage(shown: LineagePage) -> Json:
    return {
        "lineage": lineage_object(shown.lineage),
        "copies": [copy_object(copy) for copy in shown.copies],
        "ways": [
            {"report": way.report, "source": way.source, "agency": way.agency, "directed": way.directed}
            for way in shown.ways
        ],
    }


def _compare(shown: ComparePage) -> Json:
    rows: Json = to_plain(shown.rows)
    return {
        "reports": [shown.left.id, shown.right.id],
        "copy": copy_object(shown.copy) if shown.copy else None,
        "claims": [claim.id for claim in shown.claims],
        "rows": rows,
    }
