"""`crosswire watch`: argument parsing for polling feeds."""

import re
import signal
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli_corpus import FORMAT, Brief, brief_all, corpus_at
from crosswire.console import DEFAULT_CORPUS, Corpus, ListFormat, Private, Processes, outcome, progress, width_of
from crosswire.errors import InputError

if TYPE_CHECKING:
    from crosswire.corpus.watching import Poll

SHORTEST = 60  # seconds between two polls; servers notice those who ask more often, and shut them out
_EVERY = re.compile(r"(\d{1,6})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def register(app: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    example = "crosswire watch feeds.opml https://harbourpost.example/feed.xml --every 15m"
    app.command(epilog=f"\b\nExample:\n  {example}")(watch)


def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(
            metavar="FEED",
            show_default=False,
            help="Feeds (RSS, Atom, JSON Feed) and OPML lists of feeds, at addresses or in files.",
        ),
    ],
    corpus: Corpus = DEFAULT_CORPUS,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="How often to ask, as 15m or 2h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Ask once and end.")] = False,
    brief: Brief = False,
    private: Private = False,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
    processes: Processes = 1,
) -> None:
    """Poll feeds and add what is new in them to the corpus, until Ctrl-C: a line a poll, and what could not be read."""
    with outcome():
        seconds = parse_every(every)
        from crosswire.corpus.watching import poll_feeds
        from crosswire.fetching.fetcher import Fetcher

        signal.signal(signal.SIGTERM, signal.default_int_handler)
        fetcher = Fetcher(private)
        with corpus_at(corpus, make=True) as opened_corpus:
            try:
                while True:
                    started = time.monotonic()
                    with progress() as bars:
                        poll = poll_feeds(opened_corpus, feeds, fetcher, seconds, bars)
                    _tell(poll, format)
                    if brief and not poll.stopped:
                        brief_all(opened_corpus, poll.added.stories, processes)
                    if once or poll.stopped:
                        break
                    time.sleep(max(0.0, seconds - (time.monotonic() - started)))
            except KeyboardInterrupt:
                return
        if poll.problems and once and not poll.stopped:
            raise typer.Exit(1)


def parse_every(value: str) -> int:
    """Read "15m" as seconds; raises InputError for what is no time, or too short a one."""
    found = _EVERY.fullmatch(value.strip().lower())
    if not found:
        raise InputError(f'--every "{value}": is no time: give 15m, 2h or 1d')
    seconds = int(found[1]) * _SECONDS[found[2]]
    if seconds < SHORTEST:
        raise InputError(f'--every "{value}": asks servers too often: give {SHORTEST // 60}m or more')
    return seconds


def _tell(poll: "Poll", format: ListFormat) -> None:
    from crosswire.outputs import corpus as written
    from crosswire.outputs.records_json import dumps

    if format is ListFormat.json:
        sys.stdout.write(dumps(written.poll_object(poll)) + "\n")
    else:
        written.write_problems(poll.problems, sys.stdout, width_of(sys.stdout))
        written.write_waits(poll.waits, sys.stdout, width_of(sys.stdout))
        sys.stdout.write(written.poll_line(poll) + "\n")
    sys.stdout.flush()
