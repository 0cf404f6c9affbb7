"""The pages of a corpus of invented reports, asked as a browser or a program asks them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from lxml import html
from starlette.testclient import TestClient

from crosswire.corpus.adding import add_reports
from crosswire.corpus.store import open_corpus
from crosswire.pages.app import make_app
from crosswire.pages.briefs import Briefs
from crosswire.pages.guard import Door
from crosswire.records import Report

HERE = "http://localhost"


@contextmanager
def newsroom(folder: Path, reports: list[Report], token: str = "") -> Iterator[TestClient]:
    """The pages; their briefs are made in a thread here, in a process of their own by `crosswire serve`."""
    address = str(folder / "desk.db")
    corpus = open_corpus(address, make=True)
    try:
        add_reports(corpus, reports)
        with ThreadPoolExecutor(1) as worker:
            app = make_app(Briefs(corpus, address, lambda: worker), Door({"desk.example"}, token))
            yield TestClient(app, base_url=HERE, follow_redirects=False)
    finally:
        corpus.dispose()


def briefs_of(client: TestClient) -> Briefs:
    """The briefs that the pages show."""
    return client.app.app.state.briefs  # type: ignore[attr-defined, no-any-return]


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def form_token(client: TestClient, address: str = "/login") -> str:
    """What the forms of this session hold."""
    (found,) = set(tree(client.get(address).text).xpath("//input[@name='form']/@value"))
    return str(found)
