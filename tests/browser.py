"""A browser, and the pages of the example on an address of this machine, for tests that look at pages as people do."""

import os
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn

from crosswire.corpus.adding import add_reports
from crosswire.corpus.briefing import brief_story
from crosswire.corpus.listing import list_stories
from crosswire.corpus.store import open_corpus
from crosswire.pages.app import make_app
from crosswire.pages.briefs import Briefs
from crosswire.pages.guard import Door
from crosswire.records import Analysis, Report


@contextmanager
def chromium(**environment: str) -> Iterator[Any]:
    """Start Debian's chromium; the test is skipped where it is missing."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if found is None:
        pytest.skip("needs a browser: apt-get install chromium")
    with sync_playwright() as playwright:
        # Root has no sandbox; the pages are our own.
        started = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--font-render-hinting=none"],
            env={**os.environ, **environment},
        )
        try:
            yield started
        finally:
            started.close()


@contextmanager
def served(folder: Path, reports: Sequence[Report]) -> Iterator[tuple[str, Analysis]]:
    """Serve reports; gives the address of their pages and the brief of the biggest story, already made."""
    address = str(folder / "desk.db")
    corpus = open_corpus(address, make=True)
    try:
        add_reports(corpus, reports)
        brief = brief_story(corpus, list_stories(corpus)[0].id)
        with ThreadPoolExecutor(1) as worker, socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            app = make_app(Briefs(corpus, address, lambda: worker), Door({"127.0.0.1"}, ""))
            server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
            thread = Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                while not server.started:
                    time.sleep(0.01)
                yield f"http://127.0.0.1:{listening.getsockname()[1]}", brief
            finally:
                server.should_exit = True
                thread.join()
    finally:
        corpus.dispose()
