"""Addresses and feeds into the corpus: once, or again and again.

A report is kept in the transaction that says its item is done, and what a feed said last is kept after all its items,
so that whatever ends a poll midway, the next one goes on where it stopped.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Engine

from crosswire.corpus.adding import BATCH, Added, Outcome, add_batch
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
from crosswire.fetching.addresses import is_address, shown
from crosswire.fetching.fetcher import MOST_BYTES, Fetcher
from crosswire.fetching.pages import read_page
from crosswire.fetching.transport import Answer, Stopped
from crosswire.furniture import mark
from crosswire.readers.feed import Feed, Item, kind_of, left_out, list_feeds, read_feed, report_of
from crosswire.records import Problem, Report

HOSTS = 8  # that are asked at the same time
TURN = 600.0  # seconds for the pages of one feed in one poll
FEED_FILES = (".atom", ".json", ".opml", ".rss", ".xml")
_HEAD = 200_000  # bytes of a file that tell what it is

T = TypeVar("T")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: how many feeds changed and did not, which ones wait before they are asked again."""

    at: str
    feeds: int
    changed: int
    unchanged: int
    waiting: int
    failed: int
    added: Added
    problems: tuple[Problem, ...]
    stopped: bool


@dataclass(slots=True)
class _Taken:
    """What one source came to so far."""

    source: str
    state: str = "stopped"
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    stories: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    feeds: tuple[str, ...] = ()
    wait: float = 0.0


@dataclass(slots=True)
class _Run:
    """What the threads of one poll share; the lock is held while reports are read and written."""

    corpus: Engine
    fetcher: Fetcher
    every: float
    insist: bool
    progress: Progress
    lock: threading.Lock = field(default_factory=threading.Lock)
    taken: list[_Taken] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def tell(self, done: int = 0, more: int = 0) -> None:
        with self.lock:
            self.done += done
            self.total += more
            self.progress("fetching", self.done, self.total)


def split_sources(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part what is polled (addresses, and files that are feeds or lists of feeds) from the files of reports."""
    sources = [path for path in paths if is_address(path) or _is_feed_file(Path(path))]
    return sources, [path for path in paths if path not in sources]


def _is_feed_file(path: Path) -> bool:
    try:
        if path.suffix.lower() not in FEED_FILES or not path.is_file():
            return False
        with path.open("rb") as file:
            return kind_of(file.read(_HEAD)) in ("feed", "opml")
    except OSError:
        return False


def poll_feeds(
    corpus: Engine,
    sources: Sequence[str],
    fetcher: Fetcher,
    every: float = 0.0,
    progress: Progress = lambda step, done, total: None,
    insist: bool = False,
) -> Poll:
    """Read feeds, and lists of feeds, at addresses and in files, and add what is new in them to the corpus.

    A feed that fails is left alone for `every` seconds, twice as long each time, or as long as its server asks.
    `insist` asks it all the same, and takes addresses of pages too. KeyboardInterrupt ends the poll and no more.
    """
    run = _Run(corpus, fetcher, every, insist, progress)
    given = list(dict.fromkeys(sources))
    try:
        _take_all(run, given, listed=False)
        listed = [feed for taken in list(run.taken) for feed in taken.feeds]
        _take_all(run, [feed for feed in dict.fromkeys(listed) if feed not in given], listed=True)
    except KeyboardInterrupt:
        fetcher.stop()
    return _poll(run)


def _poll(run: _Run) -> Poll:
    states = Counter(taken.state for taken in run.taken)
    outcomes: Counter[Outcome] = Counter()
    stories: set[str] = set()
    for taken in run.taken:
        outcomes += taken.outcomes
        stories |= taken.stories
    problems = sorted({problem for taken in run.taken for problem in taken.problems})
    return Poll(
        at=now(),
        feeds=sum(states.values()) - states["list"],
        changed=states["changed"],
        unchanged=states["unchanged"],
        waiting=states["waiting"],
        failed=states["failed"],
        added=Added(outcomes["new"], outcomes["version"], outcomes["known"], tuple(sorted(stories))),
        problems=tuple(problems),
        stopped=run.fetcher.stopped,
    )


def _take_all(run: _Run, sources: Sequence[str], listed: bool) -> None:
    """Take sources, those of one host by one thread, so that what it read for one is known for the next."""
    by_host: dict[str, list[str]] = {}
    for source in sources:
        by_host.setdefault(_host(source), []).append(source)
    run.tell(more=len(sources))
    with ThreadPoolExecutor(HOSTS) as threads:
        try:
            waited = [threads.submit(_take_each, run, own, listed) for own in by_host.values()]
            for one in waited:
                one.result()
        except BaseException:
            run.fetcher.stop()
            raise


def _host(source: str) -> str:
    try:
        return (urlsplit(source).hostname or "") if is_address(source) else ""
    except ValueError:
        return ""


def _take_each(run: _Run, sources: Sequence[str], listed: bool) -> None:
    for source in sources:
        if run.fetcher.stopped:
            return
        taken = _Taken(source)
        run.taken.append(taken)
        try:
            _take(run, taken, listed)
        except FetchError as error:
            _fail(run, taken, error)
        except Stopped:
            return
        run.tell(done=1)


def _take(run: _Run, taken: _Taken, listed: bool) -> None:
    kept = load_feed(run.corpus, taken.source) or KeptFeed(taken.source)
    if kept.waits and not run.insist:
        taken.state = "waiting"
        return
    answer = _load(run, kept)
    if answer.status == 304:
        taken.state = "unchanged"
        with run.lock, writing(run.corpus) as connection:
            keep_feed(connection, replace(kept, failures=0, not_before=None, problem=None))
        return
    kind = kind_of(answer.body)
    if kind == "feed":
        _take_feed(run, taken, kept, answer)
    elif kind == "opml" and not listed:
        taken.feeds = _understood(answer, lambda: list_feeds(answer.body, answer.charset))
        taken.state = "list"
    elif kind == "opml":
        raise FetchError(shown(taken.source), "is a list within a list, which is not followed: give it by itself")
    elif run.insist and is_address(taken.source):
        with run.lock:
            report = _understood(answer, lambda: read_page(answer))
        _add(run, taken, [report], [])
        taken.state = "changed"
    else:
        raise FetchError(shown(taken.source), "is no feed (RSS, Atom, JSON Feed): if it is a page, crosswire add it")


def _load(run: _Run, kept: KeptFeed) -> Answer:
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


def _take_feed(run: _Run, taken: _Taken, kept: KeptFeed, answer: Answer) -> None:
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


def _keep(run: _Run, taken: _Taken, kept: KeptFeed, feed: Feed, answer: Answer | None) -> None:
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


def _take_texts(run: _Run, taken: _Taken, items: Sequence[Item], before: dict[str, KeptItem]) -> None:
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


def _take_link(run: _Run, taken: _Taken, item: Item, before: KeptItem | None) -> bool:
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


def _add(run: _Run, taken: _Taken, reports: Sequence[Report], handled: Sequence[tuple[Item, KeptItem]]) -> None:
    with run.lock, writing(run.corpus) as connection:
        outcomes, stories = add_batch(connection, reports)
        keep_items(connection, taken.source, handled)
    taken.outcomes += outcomes
    taken.stories |= stories


def _fail(run: _Run, taken: _Taken, error: FetchError) -> None:
    taken.state = "failed"
    taken.problems.append(Problem(error.address, error.reason))
    kept = load_feed(run.corpus, taken.source)
    if not is_address(taken.source) or (kept is None and run.insist):
        return
    kept = kept or KeptFeed(taken.source)
    wait = max(error.wait or 0.0, run.every * 2 ** min(kept.failures, 10))
    after = replace(kept, failures=kept.failures + 1, not_before=later(wait), problem=error.reason)
    with run.lock, writing(run.corpus) as connection:
        keep_feed(connection, after)
