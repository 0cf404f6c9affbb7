"""Addresses and feeds into the corpus, many at a time."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from crosswire.corpus.adding import Added, Outcome
from crosswire.corpus.store import now
from crosswire.corpus.taking import Progress, Run, Taken, Wait, take_source
from crosswire.fetching.addresses import is_address
from crosswire.fetching.fetcher import Fetcher
from crosswire.fetching.transport import Stopped
from crosswire.readers.feed import kind_of
from crosswire.records import Problem

HOSTS = 8  # that are asked at the same time
FEED_FILES = (".atom", ".json", ".opml", ".rss", ".xml")
_HEAD = 200_000  # bytes of a file that tell what it is


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll came to: how many feeds changed and did not, which ones wait before they are asked again.

    `waits` says of each of these until when, and why.
    """

    at: str
    feeds: int
    changed: int
    unchanged: int
    waiting: int
    failed: int
    added: Added
    problems: tuple[Problem, ...]
    stopped: bool
    waits: tuple[Wait, ...] = ()


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

    A feed that fails is left alone until the next poll, `every` seconds on, then for twice as many polls each time, or
    for as long as its server asks, as the other feeds of that host then are; one whose address is refused is not.
    `insist` asks it all the same, and takes addresses of pages too. KeyboardInterrupt ends the poll and no more.
    """
    run = Run(corpus, fetcher, every, insist, progress)
    given = list(dict.fromkeys(sources))
    try:
        _take_all(run, given, listed=False)
        listed = [feed for taken in list(run.taken) for feed in taken.feeds]
        _take_all(run, [feed for feed in dict.fromkeys(listed) if feed not in given], listed=True)
    except KeyboardInterrupt:
        fetcher.stop()
    return _poll(run)


def _take_all(run: Run, sources: Sequence[str], listed: bool) -> None:
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


def _take_each(run: Run, sources: Sequence[str], listed: bool) -> None:
    for source in sources:
        if run.fetcher.stopped:
            return
        taken = Taken(source)
        run.taken.append(taken)
        with suppress(Stopped):
            take_source(run, taken, listed)
            run.tell(done=1)


def _poll(run: Run) -> Poll:
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
        waits=tuple(sorted((taken.waits for taken in run.taken if taken.waits), key=lambda wait: wait.source)),
    )
