"""The pages of one story: its brief, and every form that it can be had in."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crosswire.console import BriefFormat, write_brief
from crosswire.corpus.exporting import kept_beside
from crosswire.corpus.plain import to_plain
from crosswire.corpus.store import reading
from crosswire.outputs.page import Listing, StoryPage
from crosswire.outputs.records_json import Json, write
from crosswire.outputs.selection import select
from crosswire.outputs.sources import list_speakers
from crosswire.pages.briefs import Brief
from crosswire.pages.views import View, briefs, page, told
from crosswire.records import Analysis, Report

router = APIRouter()
PER_PAGE = 100
Part = Literal["texts", "reported", "disputed", "denied", "updated", "changed", "single", "timeline", "speakers"]
PARTS: dict[Part, str] = {
    "texts": "Whose text it is", "reported": "Reported", "disputed": "Disputed", "denied": "Denied",
    "updated": "Updated", "changed": "Changed on the way", "single": "Said once", "timeline": "Timeline",
    "speakers": "Who speaks",
}  # fmt: skip
FORMS: dict[BriefFormat, tuple[str, str, str]] = {
    BriefFormat.html: ("html", "text/html", "One page that needs nothing else: to mail, to print, to keep"),
    BriefFormat.markdown: ("md", "text/markdown", "For notes and for publishing tools"),
    BriefFormat.terminal: ("txt", "text/plain", "Plain text in 80 columns"),
    BriefFormat.json: ("json", "application/json", "Everything that is known, for programs"),
}


@page(router, "/stories/{story}")
def story(request: Request, story: str) -> View:
    """Show the brief of a story: what is reported, on whose word, disputed, changed on the way, said once, and when."""
    brief, links = told(request, story)

    def shown() -> dict[str, object]:
        return {
            "brief": brief,
            "page": brief.page,
            "links": links,
            "more": f"{links.base}/all/",
            "speakers": list_speakers(brief.story, brief.reports, False),
            "reports": by_time(brief.analysis.reports),
        }

    return View("story.html", lambda: written(brief.analysis, BriefFormat.json), shown, brief.shown_state)


def by_time(reports: Iterable[Report]) -> list[Report]:
    """Order reports by when they were published, those whose date is not settled last."""
    return sorted(reports, key=lambda r: (r.published is None, r.published.value if r.published else "", r.id))


@page(router, "/stories/{story}/all/{part}")
def part(
    request: Request,
    story: str,
    part: Part,
    number: Annotated[int, Query(ge=1, alias="page", description=f"Pages of {PER_PAGE} of them.")] = 1,
) -> View:
    """Show all of one part of a story, of which the page of the story shows what weighs most."""
    brief, links = told(request, story)

    def cut() -> tuple[StoryPage, tuple[Any, ...], dict[str, int]]:
        whole = select(brief.analysis, True).stories[0]
        items = _items(part, whole, brief)
        last = max(1, -(-len(items) // PER_PAGE))
        here = min(number, last)
        return whole, items[(here - 1) * PER_PAGE : here * PER_PAGE], {"page": here, "pages": last}

    def shown() -> dict[str, object]:
        whole, items, place = cut()
        some: dict[str, Any] = {} if part == "speakers" else {part: Listing(items)}
        return {
            "brief": brief,
            "links": links,
            "part": part,
            "names": PARTS,
            "place": place,
            "page": replace(whole, **some),
            "items": items,
            "speakers": Listing(items),
        }

    def twin() -> dict[str, Any]:
        _, items, place = cut()
        return {"part": part, **place, "items": to_plain(items)}

    return View("part.html", twin, shown, brief.shown_state)


def _items(part: Part, whole: StoryPage, brief: Brief) -> tuple[Any, ...]:
    if part == "speakers":
        return list_speakers(brief.story, brief.reports, True).shown
    listing: Listing[Any] = getattr(whole, part)
    return listing.shown


@page(router, "/stories/{story}/export")
def export(request: Request, story: str) -> View:
    """List the forms that a story can be had in."""
    brief, links = told(request, story)
    forms = [(form.value, f"{links.base}/export/{form.value}", *FORMS[form]) for form in FORMS]
    return View(
        "export.html",
        lambda: {"forms": [{"name": name, "address": address} for name, address, *_ in forms]},
        {"brief": brief, "links": links, "forms": forms},
    )


@router.get("/stories/{story}/export/{form}", response_class=Response)
def exported(request: Request, story: str, form: BriefFormat) -> Response:
    """Give a story with everything that is known of it, in one of the forms of `crosswire export`."""
    brief, _ = told(request, story)
    ending, media, _ = FORMS[form]
    with reading(briefs(request).corpus) as connection:
        more = kept_beside(connection, [report.id for report in brief.analysis.reports])
    name = "".join(c for c in brief.story.id if c.isalnum() and c.isascii()) or "story"
    return Response(
        written(brief.analysis, form, more).encode("utf-8", "replace"),
        media_type=f"{media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="crosswire-{name}.{ending}"'},
    )


def written(analysis: Analysis, form: BriefFormat, more: Mapping[str, Iterable[Json]] = MappingProxyType({})) -> str:
    """Give a story in full in a form; JSON with `more` beside it."""
    file = io.StringIO()
    if form is BriefFormat.json:
        write(analysis, file, more)
    else:
        write_brief(analysis, file, form, True)
    return file.getvalue()
