"""The pages as an application: which there are, how one logs in, what an error looks like."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from crosswire import __version__
from crosswire.errors import CorpusError, CrosswireError, InputError
from crosswire.outputs.records_json import dumps
from crosswire.pages import evidence, judging, outlets, report, stories, story
from crosswire.pages.briefs import Briefs, Unready
from crosswire.pages.guard import Door, Guard, session_cookie
from crosswire.pages.rendering import STATIC
from crosswire.pages.views import html

# A page of its own is a module with a router, named here.
PAGES = (stories, story, evidence, report, outlets, judging)
AGAIN = 3  # seconds after which a page that waits for a brief asks again

router = APIRouter()


def make_app(briefs: Briefs, door: Door) -> Guard:
    """Make the application that shows the corpus of `briefs`; `door` says who may come in."""
    app = FastAPI(
        title="Crosswire",
        version=__version__,
        description="What many reports of one event say, on whose word, and where they disagree.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.briefs = briefs
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for each in PAGES:
        app.include_router(each.router)
    app.include_router(router)
    for error, status in ((CorpusError, 404), (InputError, 400), (Unready, 503), (CrosswireError, 500)):
        app.add_exception_handler(error, _refusing(status))
    app.add_exception_handler(BrokenExecutor, _broken)
    app.add_exception_handler(Exception, _failed)
    app.add_exception_handler(HTTPException, _unknown)
    app.add_exception_handler(RequestValidationError, _misasked)
    return Guard(app, door)


def _refusing(status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        # A name that is not there is "not found" to who reads, "bad" to who judges.
        return _problem(request, 400 if status == 404 and request.method == "POST" else status, str(error))

    return answer


def _broken(request: Request, error: Exception) -> Response:
    return _problem(
        request, 500, "the process that makes the briefs has ended: load the page again, a new one makes it"
    )


def _failed(request: Request, error: Exception) -> Response:
    return _problem(request, 500, f"{request.url.path}: failed: the output of crosswire serve says why")


def _unknown(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _problem(request, status, f"{request.url.path}: {HTTPStatus(status).phrase.lower()}: see /stories")


def _misasked(request: Request, error: Exception) -> Response:
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in wrong)
    return _problem(request, 422, said or "not understood: see /docs")


def _problem(request: Request, status: int, said: str) -> Response:
    if request.url.path.endswith(".json"):
        return Response(dumps({"problem": said}) + "\n", status, media_type="application/json")
    shown = html(request, "problem.html", {"said": said, "again": AGAIN if status == 503 else 0}, status, twin=False)
    if status == 503:
        shown.headers["Retry-After"] = str(AGAIN)
    return shown


@router.get("/", include_in_schema=False)
def home() -> Response:
    """Lead to the stories."""
    return RedirectResponse("/stories", 303)


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """Show what programs can ask for, from the OpenAPI description; nothing of it is loaded from elsewhere."""
    return html(request, "docs.html", {"api": request.app.openapi()}, twin=False)


@router.get("/login", include_in_schema=False)
def login(request: Request) -> Response:
    """Ask for the token."""
    return html(request, "login.html", {"wrong": False}, twin=False)


@router.post("/login", include_in_schema=False)
def enter(request: Request, token: Annotated[str, Form(max_length=500)]) -> Response:
    """Let in who gives the token."""
    door: Door = request.state.door
    if not door.opens(token.strip()):
        return html(request, "login.html", {"wrong": True}, 403, twin=False)
    answer = RedirectResponse("/stories", 303)
    secure = request.url.scheme == "https"
    answer.headers.append("Set-Cookie", session_cookie(request.state.cookie, door.new_session(), secure))
    return answer
