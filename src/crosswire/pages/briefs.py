"""The briefs that the pages show: made by a worker apart, and kept in memory until anything they rest on changes."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, replace
from threading import RLock

from sqlalchemy import Connection, Engine, select

from crosswire.corpus.briefing import brief_story
from crosswire.corpus.judging import standing
from crosswire.corpus.loading import find_story
from crosswire.corpus.plain import to_plain
from crosswire.corpus.store import open_corpus, reading
from crosswire.corpus.tables import outlets, reports, stories
from crosswire.outputs.page import StoryPage
from crosswire.outputs.selection import select as select_page
from crosswire.records import Analysis, Report, Story

KEPT = 32  # stories in memory; the others are read from the corpus again
ROOM = 4  # times what the terminal shows: the first of it open, the rest folded, so that a big story is sent quickly
PATIENCE = 20.0  # seconds that a reader waits for a brief before a page says that it is being made


class Unready(Exception):
    """A brief that is still being made; the page that wanted it says so and asks again by itself."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A story as the pages show it; `page` is the terminal's choice of it, `stale` where a newer one is being made."""

    analysis: Analysis
    page: StoryPage
    state: str
    stale: bool = False

    @property
    def shown_state(self) -> str:
        """Name all that a page of the brief rests on."""
        return f"{self.state} {self.stale}"

    @property
    def story(self) -> Story:
        """The story itself."""
        return self.analysis.stories[0]

    @property
    def reports(self) -> dict[str, Report]:
        """The reports of the story by id, as they were when the brief was made."""
        return {report.id: report for report in self.analysis.reports}


class Briefs:
    """Gives the brief of a story at once where one is kept, an older one while a newer is made.

    `start` gives the worker that makes them, and another where it has died.
    """

    def __init__(self, corpus: Engine, address: str, start: Callable[[], Executor]) -> None:
        self.corpus, self.address, self.start, self.patience = corpus, address, start, PATIENCE
        self.worker = start()
        self._kept: OrderedDict[str, Brief] = OrderedDict()
        self._making: dict[str, Future[Brief]] = {}
        self._lock = RLock()  # a brief that is made at once is kept by the thread that asked for it

    def get(self, name: str, newest: bool = False) -> Brief:
        """Give the brief of a story by an id that leads to it; `newest` waits for it where the kept one is older.

        Raises CorpusError where there is no such story, Unready where it takes too long.
        """
        with reading(self.corpus) as connection:
            story = find_story(connection, name)
            state = state_of(connection, story)
        with self._lock:
            kept = self._kept.get(story)
            if kept and kept.state == state:
                self._kept.move_to_end(story)
                return kept
            making = self._making.get(story) or self._start(story)
        if kept and not newest:
            return replace(kept, stale=True)
        try:
            made = making.result(self.patience)
        except TimeoutError:
            raise Unready(f"{story}: its brief is being made: ask again in a moment") from None
        return self._keep(story, made)

    def _start(self, story: str) -> "Future[Brief]":
        try:
            making = self.worker.submit(make_brief, self.address, story)
        except BrokenExecutor:  # what it was making was lost with it, and said so; this is the next
            self.worker.shutdown(wait=False)
            self.worker = self.start()
            making = self.worker.submit(make_brief, self.address, story)
        self._making[story] = making
        making.add_done_callback(lambda made: self._finished(story, made))
        return making

    def _finished(self, story: str, made: "Future[Brief]") -> None:
        with self._lock:
            self._making.pop(story, None)
        if not made.cancelled() and made.exception() is None:
            self._keep(story, made.result())

    def _keep(self, story: str, brief: Brief) -> Brief:
        with self._lock:
            self._kept[story] = brief
            self._kept.move_to_end(story)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return brief


def make_brief(address: str, story: str) -> Brief:
    """Make the brief of a story and choose what its page shows: the work of the worker."""
    corpus = open_corpus(address)
    try:
        with reading(corpus) as connection:
            state = state_of(connection, find_story(connection, story))
        # Read before the brief is made: what comes in between makes the brief older than it is, never newer.
        analysis = brief_story(corpus, story)
        return Brief(analysis, select_page(analysis, room=ROOM).stories[0], state)
    finally:
        corpus.dispose()


def state_of(corpus: Connection, story: str) -> str:
    """Name all that the brief of a story rests on: its reports in their versions, its grouping, what people said."""
    held = corpus.execute(
        select(reports.c.id, reports.c.version).where(reports.c.story == story).order_by(reports.c.id)
    ).all()
    about = corpus.execute(select(stories.c.cohesion, stories.c.reason).where(stories.c.id == story)).all()
    known = corpus.execute(select(outlets).order_by(outlets.c.name)).all()
    judged = [to_plain(judgement) for judgement in standing(corpus, [report for report, _ in held])]
    parts = [[list(row) for row in rows] for rows in (held, about, known)]
    return hashlib.sha256(json.dumps([story, parts, judged]).encode()).hexdigest()
