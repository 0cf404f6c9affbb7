"""The page of the outlets."""

from fastapi import APIRouter, Request

from crosswire.corpus.outlets import list_outlets
from crosswire.outputs.corpus import outlets_object
from crosswire.pages.views import View, briefs, page

router = APIRouter()


@page(router, "/outlets")
def outlets(request: Request) -> View:
    """Show for each outlet what is known of it, its reports, the agencies that it carries, and what became of them."""
    listed = list_outlets(briefs(request).corpus)
    return View("outlets.html", lambda: outlets_object(listed), {"outlets": listed})
