"""How a page is written: a function gives a View, and `page` serves it as HTML and, with .json behind, as JSON."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, cast
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from crosswire import __version__
from crosswire.outputs.passages import harmless
from crosswire.outputs.records_json import dumps
from crosswire.pages.briefs import Brief, Briefs
from crosswire.pages.links import Links, live_links
from crosswire.pages.rendering import render

Asked = ParamSpec("Asked")
KEPT = 32  # pages laid out and kept in memory
# What differs from reader to reader stands in a page as words that no report can hold, and is put in for each.
FORM, BY = (secrets.token_hex(16) for _ in range(2))
_kept: dict[tuple[str, str, str], str] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class View:
    """A page: its template, what the template shows, and `json`, which gives the same for programs when called.

    Where `state` names all that the page rests on, its address aside, the page is laid out once for every reader.
    """

    template: str
    json: Callable[[], Any]
    shown: Mapping[str, object] | Callable[[], Mapping[str, object]] = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """What the frame around every page knows: where it is, and what its forms hold."""

    path: str
    twin: str
    form: str
    by: str
    version: str = __version__


def page(router: APIRouter, path: str) -> Callable[[Callable[Asked, View]], Callable[Asked, View]]:
    """Serve a function that takes `request` and gives a View at `path`, and its JSON at the same path with .json."""

    def register(make: Callable[Asked, View]) -> Callable[Asked, View]:
        @wraps(make)
        def twin(*args: Asked.args, **kwargs: Asked.kwargs) -> Response:
            given = make(*args, **kwargs).json()
            text = given if isinstance(given, str) else dumps(given) + "\n"
            return Response(text.encode("utf-8", "replace"), media_type="application/json")

        @wraps(make)
        def shown(*args: Asked.args, **kwargs: Asked.kwargs) -> HTMLResponse:
            view = make(*args, **kwargs)
            return html(cast(Request, kwargs["request"]), view.template, view.shown, state=view.state)

        # The path with .json first: a name in the other may end so too.
        for address, answer, listed in ((f"{path}.json", twin, True), (path, shown, False)):
            router.add_api_route(address, answer, methods=["GET"], include_in_schema=listed, response_model=None)
        return make

    return register


def html(
    request: Request,
    template: str,
    shown: Mapping[str, object] | Callable[[], Mapping[str, object]],
    status: int = 200,
    twin: bool = True,
    state: str = "",
) -> HTMLResponse:
    """Give a page within the frame that all pages have; `twin` where the page is there as JSON too."""
    query = f"?{request.url.query}" if request.url.query else ""
    place = (request.url.path, f"{request.url.path}.json{query}" if twin else "")
    text = _kept.get((*place, state)) if state else None
    if text is None:
        text = render(template, here=Here(*place, form=FORM, by=BY), **(shown() if callable(shown) else shown))
        if state:
            _keep((*place, state), text)
    by = unquote(request.cookies.get("crosswire-by", ""))
    own = text.replace(FORM, request.state.form_token).replace(BY, str(escape(harmless(by))))
    return HTMLResponse(own.encode("utf-8", "replace"), status)


def _keep(place: tuple[str, str, str], text: str) -> None:
    with _lock:
        _kept[place] = text
        while len(_kept) > KEPT:
            _kept.pop(next(iter(_kept)))


def briefs(request: Request) -> Briefs:
    """Give the briefs of the corpus that these pages show."""
    return cast(Briefs, request.app.state.briefs)


def told(request: Request, story: str) -> tuple[Brief, Links]:
    """Give the brief of a story, and where its parts are shown."""
    brief = briefs(request).get(story)
    return brief, live_links(brief.story.id, brief.analysis.reports)
