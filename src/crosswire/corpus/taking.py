"""One source taken into the corpus: a page, a feed with its items, or a list of feeds.

A report is kept in the transaction that says its item is done, and what a feed said last is kept after all its items,
so that whatever ends a poll midway, the next one goes on where it stopped.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from crosswire.corpus.adding import BATCH, Outcome, add_batch
from crosswire.corpus.feeds import (
    TRIES,
    KeptFeed,
    KeptItem,
    is_link_done,
    keep_feed,
    keep_items,
    later,
    load_feed,
    load_items,
)
from crosswire.corpus.store import chunks, now, writing
from crosswire.errors import FetchError
from crosswire.fetching.addresses import LONGEST, is_address, shown
from crosswire.fetching.fetcher import MOST_BYTES, Fetcher
from crosswire.fetching.pages import read_page
from crosswire.fetching.transport import Answer
from crosswire.furniture import mark
from crosswire.readers.feed import Feed, Item, kind_of, left_out, list_feeds, read_feed, report_of
from crosswire.records import Problem, Report

LINKED = "a host that it links to asked to be left alone"  # why a feed waits that has no problem itself
TURN = 600.0  # seconds for the pages of one feed in one poll

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wait:
    """A feed that was not asked, the time until which it is left alone, and why."""

    source: str
    until: str
    reason: str


@dataclass(slots=True)
class Taken:
    """What one source came to so far."""

    source: str
    state: str = "stopped"
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    stories: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    feeds: tuple[str, ...] = ()
    wait: float = 0.0
    waits: Wait | None = None


@dataclass(slots=True)
class Run:
    """What the threads of one poll share; the lock is held while reports are read and written."""

    corpus: Engine
    fetcher: Fetcher
    every: float
    insist: bool
    progress: Progress
    lock: threading.Lock = field(default_factory=threading.Lock)
    taken: list[Taken] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def tell(self, done: int = 0, more: int = 0) -> None:
        """Tell the progress: so many things done, so many more to do."""
        with self.lock:
            self.done += done
            self.total += more
            self.progress("fetching", self.done, self.total)


def take_source(run: Run, taken: Taken, listed: bool) -> None:
    """Take a source, one that a list names if `listed`; what goes wrong with it becomes a problem in `taken`.

    Raises Stopped where the run ends meanwhile; what `taken` holds then is in the corpus all the same.
    """
    try:
        _take(run, taken, listed)
    except FetchError as error:
        _fail(run, taken, error)


def _take(run: Run, taken: Taken, listed: bool) -> None:
    if listed and not is_address(taken.source):  # a list from outside must not have files read
        raise FetchError(shown(taken.source), "is no address, as a list must give: correct the list", lasting=True)
    kept = load_feed(run.corpus, taken.source) or KeptFeed(taken.source)
    if kept.waits and not run.insist:
        _wait(taken, kept, LINKED)
        return
    answer = _load(run, kept)
    if answer.status == 304:
        taken.state = "unchanged"
        _settle(run, kept)
        return
    kind = kind_of(answer.body)
    if kind == "feed":
        _take_feed(run, taken, kept, answer)
    elif kind == "opml" and not listed:
        taken.feeds = _understood(answer, lambda: list_feeds(answer.body, answer.charset))
        taken.state = "list"
        if kept.problem:
            _settle(run, kept)
    elif kind == "opml":
        raise FetchError(shown(taken.source), "is a list within a list, which is not followed: give it by itself")
    elif run.insist and is_address(taken.source):
        with run.lock:
            report = _understood(answer, lambda: read_page(answer))
        _add(run, taken, [report], [])
        taken.state = "changed"
    else:
        raise FetchError(shown(taken.source), "is no feed (RSS, Atom, JSON Feed): if it is a page, crosswire add it")


def _wait(taken: Taken, kept: KeptFeed, reason: str) -> None:
    """Note that a feed waits, for its own problem or, where it has none, for a reason."""
    taken.state = "waiting"
    taken.waits = Wait(shown(taken.source), kept.not_before or now(), kept.problem or reason)


def _settle(run: Run, kept: KeptFeed) -> None:
    """Keep that a source was polled and is well."""
    with run.lock, writing(run.corpus) as connection:
        keep_feed(connection, replace(kept, failures=0, not_before=None, problem=None))


def _load(run: Run, kept: KeptFeed) -> Answer:
    if is_address(kept.address):
        return run.fetcher.fetch(kept.address, kept.etag, kept.modified)
    try:
        with Path(kept.address).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FetchError(kept.address, f"can't be read ({error.strerror}): check the path") from None
    if len(data) > MOST_BYTES:
        raise FetchError(kept.address, f"has more than {MOST_BYTES:,} bytes (limit of a feed): save fewer items")
    return Answer(kept.address, 200, {}, data)


def _understood(answer: Answer, read: Callable[[], T]) -> T:
    """Read what came from outside; whatever it breaks in a parser is a problem with it and not of the run."""
    try:
        return read()
    except FetchError:
        raise
    except ValueError as error:
        raise FetchError(shown(answer.address), str(error)) from None
    except Exception as error:
        reason = f"cannot be read ({type(error).__name__} in its parser): save its text as a file"
        raise FetchError(shown(answer.address), reason) from None


def _take_feed(run: Run, taken: Taken, kept: KeptFeed, answer: Answer) -> None:
    end = time.monotonic() + TURN
    base = answer.address if is_address(answer.address) else ""
    feed = _understood(answer, lambda: read_feed(answer.body, base, answer.charset))
    before = load_items(run.corpus, taken.source)
    todo = [item for item in feed.items if item.key not in before or not before[item.key].done(item)]
    taken.outcomes["known"] += len(feed.items) - len(todo)
    run.tell(more=sum(item.text is None for item in todo))
    for batch in chunks([item for item in todo if item.text is not None], BATCH):
        _take_texts(run, taken, batch, before)
    links = [item for item in todo if item.text is None]
    whole = [_take_link(run, taken, item, before.get(item.key)) for item in links if time.monotonic() < end]
    if len(whole) < len(links):
        reason = (
            f"took more than {TURN / 60:g} minutes (limit): {len(links) - len(whole):,} items are left for next time"
        )
        taken.problems.append(Problem(shown(taken.source), reason))
    if feed.left_out:
        taken.problems.append(Problem(shown(taken.source), left_out(feed)))
    taken.state = "changed" if todo else "unchanged"
    if is_address(taken.source):
        _keep(run, taken, kept, feed, answer if len(whole) == len(links) and all(whole) else None)


def _keep(run: Run, taken: Taken, kept: KeptFeed, feed: Feed, answer: Answer | None) -> None:
    """Keep what a feed said; while pages of it are still to come, without what would make it answer "unchanged"."""
    headers = answer.headers if answer else {}
    after = KeptFeed(
        taken.source,
        title=feed.title[:300],
        etag=headers.get("etag"),
        modified=headers.get("last-modified"),
        last_changed=now() if taken.state == "changed" else kept.last_changed,
        not_before=later(taken.wait) if taken.wait else None,
    )
    with run.lock, writing(run.corpus) as connection:
        keep_feed(connection, after)


def _take_texts(run: Run, taken: Taken, items: Sequence[Item], before: dict[str, KeptItem]) -> None:
    """Add the reports whose text the feed carries."""
    reports: list[Report] = []
    handled: list[tuple[Item, KeptItem]] = []
    with run.lock:
        for item in items:
            found = report_of(item.link or shown(taken.source), None, item)
            if isinstance(found, Problem):
                taken.problems.append(found)
            else:
                reports.append(mark(found.report))
            problem = found.reason if isinstance(found, Problem) else None
            handled.append((item, _handled(item, before.get(item.key), problem, lasting=True)))
    _add(run, taken, reports, handled)


def _take_link(run: Run, taken: Taken, item: Item, before: KeptItem | None) -> bool:
    """Add the report that an item links to; give whether the item is done, for good or for bad."""
    reports: list[Report] = []
    try:
        if item.link is None:
            raise FetchError(shown(taken.source), f'holds "{item.title[:80]}" without text or link', lasting=True)
        if before is None and is_link_done(run.corpus, item.link):
            taken.outcomes["known"] += 1
        else:
            answer = run.fetcher.fetch(item.link)
            with run.lock:
                reports = [_understood(answer, lambda: read_page(answer, item))]
        kept = _handled(item, before, None)
    except FetchError as error:
        taken.problems.append(Problem(error.address, error.reason))
        if error.wait is not None:
            taken.wait = max(taken.wait, error.wait)
            run.tell(done=1)
            return False
        kept = _handled(item, before, error.reason, error.lasting)
    _add(run, taken, reports, [(item, kept)])
    run.tell(done=1)
    return kept.done(item)


def _handled(item: Item, before: KeptItem | None, problem: str | None, lasting: bool = False) -> KeptItem:
    tries = before.tries + 1 if before and before.digest == item.digest else 1
    return KeptItem(item.digest, before.first_seen if before else now(), TRIES if lasting else tries, problem)


def _add(run: Run, taken: Taken, reports: Sequence[Report], handled: Sequence[tuple[Item, KeptItem]]) -> None:
    with run.lock, writing(run.corpus) as connection:
        outcomes, stories = add_batch(connection, reports)
        keep_items(connection, taken.source, handled)
    taken.outcomes += outcomes
    taken.stories |= stories


def _fail(run: Run, taken: Taken, error: FetchError) -> None:
    kept = load_feed(run.corpus, taken.source)
    if not error.asked and error.wait is not None and not run.insist:
        # One feed of a host was told so; the others wait too, though nothing is wrong with them.
        after = replace(
            kept or KeptFeed(taken.source), not_before=later(error.wait), problem=f"{error.address} asked for it"
        )
        with run.lock, writing(run.corpus) as connection:
            keep_feed(connection, after)
        _wait(taken, after, "")
        return
    taken.state = "failed"
    address = error.address if error.wait is None else shown(taken.source)
    before = "" if error.asked or error.wait is None else f"was not asked, as {error.address} "
    taken.problems.append(Problem(address, before + error.reason))
    if not error.asked:
        return
    if not is_address(taken.source) or len(taken.source) > LONGEST or (kept is None and run.insist):
        return
    kept = kept or KeptFeed(taken.source)
    # Half a turn less than a number of turns, so that the poll of that number finds the wait over.
    wait = max(error.wait or 0.0, run.every * (2 ** min(kept.failures, 10) - 0.5))
    after = replace(kept, failures=kept.failures + 1, not_before=later(wait), problem=error.reason)
    with run.lock, writing(run.corpus) as connection:
        keep_feed(connection, after)
