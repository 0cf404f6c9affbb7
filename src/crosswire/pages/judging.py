"""Judgements on the pages: a list, and the forms that make one or take it back."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Engine, select

from crosswire.corpus.judging import (
    judge_mentions,
    judge_merge,
    judge_no_conflict,
    judge_source,
    judge_split,
    list_judgements,
    undo,
)
from crosswire.corpus.loading import load_reports
from crosswire.corpus.store import chunks, reading
from crosswire.corpus.tables import reports, versions
from crosswire.errors import CorpusError
from crosswire.outputs.corpus import about_words, judgements_object, standing_words
from crosswire.outputs.passages import passage, quoted
from crosswire.outputs.selection import PASSAGE, counted
from crosswire.pages.briefs import Unready
from crosswire.pages.views import View, briefs, page
from crosswire.records import Judgement, Span, Verdict

router = APIRouter()
YEAR = 365 * 24 * 3600
PLACE = re.compile(r"(.+):(\d+)-(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A judgement in the list: what it is about in words, and the story that the first of its reports is in now."""

    judgement: Judgement
    about: tuple[str, ...]
    story: str


@page(router, "/judgements")
def judgements(request: Request) -> View:
    """List the judgements, the newest first, those taken back too."""
    corpus = briefs(request).corpus
    listed = list_judgements(corpus, undone=True)[::-1]
    return View("judgements.html", lambda: judgements_object(listed), {"rows": list_rows(corpus, listed)})


def list_rows(corpus: Engine, listed: Sequence[Judgement]) -> list[Row]:
    """Look up what judgements are about: they hold a passage as its place in a report."""
    about = {one for judgement in listed for one in judgement.about}
    places = {one: Span(at[1], int(at[2]), int(at[3])) for one in about if (at := PLACE.fullmatch(one))}
    named = {span.report for span in places.values()}
    current = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
    columns = (reports.c.id, reports.c.story, versions.c.first_seen)
    homes, seen = {}, {}
    with reading(corpus) as connection:
        texts = load_reports(connection, named)
        for part in chunks(sorted(named | {judgement.reports[0] for judgement in listed})):
            query = select(*columns).join(versions, current).where(reports.c.id.in_(part))
            for name, story, since in connection.execute(query):
                homes[name], seen[name] = story, since

    def told(one: str, judged: str) -> str:
        span = places.get(one)
        # The text of a report may have changed since.
        if span is None or span.report not in texts or seen[span.report] > judged:
            return one
        return f"{quoted(passage(span, texts, PASSAGE))} in {span.report}"

    def about_in_words(j: Judgement) -> tuple[str, ...]:
        words = about_words(j) if j.passages else tuple(told(one, j.at) for one in j.about or j.reports)
        return (*([] if j.undone_at else standing_words(j)), *words)

    return [Row(j, about_in_words(j), homes.get(j.reports[0], "")) for j in listed]


@router.post("/stories/{story}/judgements")
def judge(
    request: Request,
    story: str,
    verdict: Annotated[Verdict, Form()],
    about: Annotated[list[str], Form()],
    why: Annotated[str, Form(max_length=2000)],
    by: Annotated[str, Form(max_length=200)],
    back: Annotated[str, Form()] = "",
) -> Response:
    """Take down a judgement; `about` as in `crosswire judge`: mentions, a source, a conflict, reports, stories."""
    corpus = briefs(request).corpus
    if not by.strip():
        raise CorpusError("by: is empty: say who judges")
    if verdict == "merge":
        judge_merge(corpus, [story, *about], by, why)
    elif verdict == "split":
        judge_split(corpus, story, about, by, why)
    elif verdict in ("same", "different"):
        if len(about) != 2:
            raise CorpusError(f"{verdict}: is about {counted(len(about), 'mention')}: choose two")
        judge_mentions(corpus, verdict, story, about, by, why)
    elif verdict in ("independent", "dependent"):
        judge_source(corpus, verdict, story, about[0], by, why)
    else:
        judge_no_conflict(corpus, story, about[0], by, why)
    return _back(request, story, by, back)


@router.post("/judgements/{number}/undo")
def take_back(request: Request, number: int, by: Annotated[str, Form(max_length=200)]) -> Response:
    """Take back a judgement; both stay on record."""
    if not by.strip():
        raise CorpusError("by: is empty: say who judges")
    undo(briefs(request).corpus, number, by)
    return _seen("/judgements", by)


def _back(request: Request, story: str, by: str, back: str) -> Response:
    """Lead back to the page that the form was on, once the brief shows what was judged."""
    with suppress(Unready):  # the page says so itself
        briefs(request).get(story, newest=True)
    home = f"/stories/{quote(story, safe='')}"
    return _seen(back if back == home or back.startswith((f"{home}/", f"{home}?")) else home, by)


def _seen(address: str, by: str) -> Response:
    answer = RedirectResponse(address, 303)
    answer.set_cookie("crosswire-by", quote(by), max_age=YEAR, httponly=True, samesite="lax")
    return answer
