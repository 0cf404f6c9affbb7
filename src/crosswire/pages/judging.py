"""Judgements on the pages: a list, and the forms that make one or take it back."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from crosswire.corpus.judging import (
    judge_mentions,
    judge_merge,
    judge_no_conflict,
    judge_source,
    judge_split,
    list_judgements,
    undo,
)
from crosswire.errors import CorpusError
from crosswire.outputs.corpus import judgements_object
from crosswire.outputs.selection import counted
from crosswire.pages.briefs import Unready
from crosswire.pages.views import View, briefs, page
from crosswire.records import Verdict

router = APIRouter()
YEAR = 365 * 24 * 3600


@page(router, "/judgements")
def judgements(request: Request) -> View:
    """List the judgements, the newest first, those taken back too."""
    listed = list_judgements(briefs(request).corpus, undone=True)[::-1]
    return View("judgements.html", lambda: judgements_object(listed), {"judgements": listed})


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
