"""The commands that work on a corpus: argument parsing and nothing else."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.console import (
    DEFAULT_CORPUS,
    BriefFormat,
    Corpus,
    ListFormat,
    Output,
    Private,
    Processes,
    complain,
    opened,
    outcome,
    progress,
    read_input,
    say,
    width_of,
    write_brief,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crosswire.corpus.adding import Added
    from crosswire.records import Analysis, Problem

FORMAT = typer.Option("--format", "-f", help="The form to write.")


class Order(StrEnum):
    """What a list of stories begins with."""

    size = "size"
    changed = "changed"
    origins = "origins"
    growth = "growth"
    conflicts = "conflicts"


class Kind(StrEnum):
    """What a search looks through."""

    reports = "reports"
    claims = "claims"
    quotes = "quotes"


Brief = Annotated[bool, typer.Option("--brief", help="Also make the briefs of the stories that changed.")]
Story = Annotated[str, typer.Argument(metavar="STORY", show_default=False, help="The id of a story.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    examples: dict[Callable[..., None], str] = {
        add: "crosswire add reports/ more.jsonl https://harbourpost.example/feed.xml",
        show: "crosswire show s1a2b3c4d5 --format markdown",
        search: 'crosswire search "2031-03-04 ferry Port Sael" --in claims',
        diff: 'crosswire diff s1a2b3c4d5 --since "2 hours ago"',
        export: "crosswire export s1a2b3c4d5 --format json --output story.json\n  crosswire export --output desk/",
        outlets: "crosswire outlets --read outlets.csv",
        serve: "crosswire serve --port 8080",
    }
    for command, example in examples.items():
        app.command(epilog=f"\b\nExample:\n  {example}")(command)


@contextmanager
def corpus_at(address: str, make: bool = False) -> Iterator["Engine"]:
    """Open a corpus for as long as a command works."""
    from crosswire.corpus.store import open_corpus

    corpus = open_corpus(address, make)
    try:
        yield corpus
    finally:
        corpus.dispose()


def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|ADDRESS",
            show_default=False,
            help="Reports in files and folders, or - for standard input; addresses of pages; feeds (RSS, Atom, JSON"
            " Feed) and OPML lists of feeds, at addresses or in files.",
        ),
    ],
    corpus: Corpus = DEFAULT_CORPUS,
    brief: Brief = False,
    private: Private = False,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
    processes: Processes = 1,
) -> None:
    """Add reports to the corpus: each once, a changed text as a new version, every report to its story."""
    with outcome():
        from crosswire.corpus.watching import poll_feeds, split_sources

        polled, paths = split_sources(sources)
        reading = read_input(paths, None, [], needed=not polled)
        from crosswire.corpus.adding import add_reports
        from crosswire.fetching.fetcher import Fetcher

        with corpus_at(corpus, make=True) as opened_corpus:
            with progress() as bars:
                added = add_reports(opened_corpus, reading.reports, lambda done, total: bars("adding", done, total))
                poll = poll_feeds(opened_corpus, polled, Fetcher(private), progress=bars, insist=True)
            added = added.with_more(poll.added)
            if brief and not poll.stopped:
                brief_all(opened_corpus, added.stories, processes)
        problems = sorted({*reading.problems, *poll.problems})
        write_added(added, problems, format)
        if poll.stopped:
            raise typer.Exit(130)
        if problems:
            raise typer.Exit(1 if added.reports or poll.unchanged else 2)


def write_added(added: "Added", problems: Sequence["Problem"], format: ListFormat) -> None:
    """Write what became of the input, and what of it could not be read."""
    from crosswire.outputs import corpus as written

    if format is ListFormat.json:
        written.write_json(written.added_object(added, problems), sys.stdout)
        return
    written.write_problems(problems, sys.stdout, width_of(sys.stdout))
    sys.stdout.write(written.added_line(added, len(problems)) + "\n")


def brief_all(corpus: "Engine", stories: tuple[str, ...], processes: int) -> None:
    """Make the briefs of some stories."""
    from crosswire.corpus.briefing import brief_story, current_ids

    with progress() as bars:
        current = current_ids(corpus, stories)
        for done, story in enumerate(current, start=1):
            brief_story(corpus, story, processes)
            bars("briefing", done, len(current))


def list_corpus(corpus: str, since: str | None, sort: Order, format: ListFormat, output: Path | None) -> None:
    """List the stories of the corpus: `crosswire stories` without a path."""
    from crosswire.corpus.changes import parse_since
    from crosswire.corpus.listing import list_stories
    from crosswire.outputs import corpus as written

    with corpus_at(corpus) as connection:
        listed = list_stories(connection, parse_since(since) if since else None, sort.value)
    with opened(output) as file:
        if format is ListFormat.json:
            written.write_json(written.stories_object(listed), file)
        else:
            written.write_stories(listed, file, width_of(file))
    if format is not ListFormat.json and (outdated := sum(story.outdated for story in listed)):
        say(f"* as of a brief older than the reports, in {outdated:,} stories: crosswire show STORY makes it again")


def show(
    story: Story,
    corpus: Corpus = DEFAULT_CORPUS,
    format: Annotated[BriefFormat, FORMAT] = BriefFormat.terminal,
    output: Output = None,
    all: Annotated[bool, typer.Option("--all", help="Leave nothing out and cut no passage (JSON never does).")] = False,
    processes: Processes = 1,
) -> None:
    """Show the brief of a story; it is made once, and again when the story has changed."""
    with outcome():
        analysis = _brief(corpus, story, processes)
        complain(analysis.problems)
        with opened(output) as file:
            write_brief(analysis, file, format, all)


def export(
    story: Annotated[
        str | None, typer.Argument(metavar="[STORY]", show_default=False, help="The id of a story.")
    ] = None,
    format: Annotated[
        BriefFormat, typer.Option("--format", "-f", help="The form to write a story in.")
    ] = BriefFormat.json,
    corpus: Corpus = DEFAULT_CORPUS,
    output: Output = None,
    processes: Processes = 1,
) -> None:
    """Write a story with all that is known of it and was judged, or without STORY the whole corpus into a folder."""
    with outcome():
        if story is None:
            _export_corpus(corpus, output)
            return
        from crosswire.corpus.exporting import kept_beside
        from crosswire.corpus.store import reading
        from crosswire.outputs import records_json

        analysis = _brief(corpus, story, processes)
        complain(analysis.problems)
        names = [report.id for report in analysis.reports]
        with corpus_at(corpus) as engine, reading(engine) as connection:
            more = kept_beside(connection, names)
        with opened(output) as file:
            if format is BriefFormat.json:
                records_json.write(analysis, file, more)
            else:
                write_brief(analysis, file, format, True)


def _export_corpus(corpus: str, folder: Path | None) -> None:
    from crosswire.corpus.exporting import export_corpus
    from crosswire.errors import InputError

    if folder is None:
        raise InputError("--output: is missing: name a folder for the corpus, or give the id of a story")
    with corpus_at(corpus) as engine:
        export_corpus(engine, folder)


def _brief(corpus: str, story: str, processes: int) -> "Analysis":
    from crosswire.corpus.briefing import brief_story

    with corpus_at(corpus) as connection, progress() as bars:
        return brief_story(connection, story, processes, bars)


def search(
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", show_default=False, help="Words, names and dates, in any common form."),
    ],
    corpus: Corpus = DEFAULT_CORPUS,
    within: Annotated[list[Kind], typer.Option("--in", help="What to look through; may be given again.")] = [  # noqa: B006
        Kind.reports
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="Results to show.")] = 20,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
) -> None:
    """Search the reports, claims or quotations of the corpus for dates, names and words."""
    with outcome():
        from crosswire.corpus.searching import search as find
        from crosswire.outputs import corpus as written

        with corpus_at(corpus) as connection:
            kinds = [kind.value.removesuffix("s") for kind in within]
            found = find(connection, " ".join(query), date.today(), kinds, limit)  # type: ignore[arg-type]
        if format is ListFormat.json:
            written.write_json(written.results_object(found), sys.stdout)
        else:
            written.write_results(found, sys.stdout, width_of(sys.stdout))
        if found.days:
            say(f"days asked for: {written.days_line(found.days)}")
        if found.unread:
            say(
                f"{found.unread:,} stories have no brief yet or reports newer than it, so their claims are not all"
                " searched: crosswire show STORY makes it, crosswire stories lists them"
            )


def diff(
    story: Story,
    since: Annotated[str, typer.Option("--since", metavar="TIME", show_default=False, help='As "2 hours ago".')],
    corpus: Corpus = DEFAULT_CORPUS,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
    processes: Processes = 1,
) -> None:
    """Show what is new in a story since a time: reports, changed texts, claims, origins, conflicts."""
    with outcome():
        from crosswire.corpus.briefing import brief_story
        from crosswire.corpus.changes import find_changes, parse_since
        from crosswire.outputs import corpus as written

        moment = parse_since(since)
        with corpus_at(corpus) as connection:
            with progress() as bars:
                analysis = brief_story(connection, story, processes, bars)
            changes = find_changes(connection, analysis, moment)
        texts = {report.id: report.text for report in analysis.reports}
        if format is ListFormat.json:
            written.write_json(written.changes_object(changes, texts), sys.stdout)
        else:
            written.write_changes(changes, texts, sys.stdout, width_of(sys.stdout))


def outlets(
    corpus: Corpus = DEFAULT_CORPUS,
    table: Annotated[
        Path | None,
        typer.Option("--read", metavar="CSV", show_default=False, help="Take what a table says of outlets first."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="CSV", show_default=False, help="Write the table, to be edited and read again."
        ),
    ] = None,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
) -> None:
    """Show for each outlet what is known of it, its reports, the agencies that it carries, and what became of them."""
    with outcome():
        from crosswire.corpus.outlets import list_outlets, read_table, write_table
        from crosswire.outputs import corpus as written

        with corpus_at(corpus) as connection:
            if table:
                read_table(connection, table)
            listed = list_outlets(connection)
        if write:
            write_table(listed, write)
        elif format is ListFormat.json:
            written.write_json(written.outlets_object(listed), sys.stdout)
        else:
            written.write_outlets(listed, sys.stdout, width_of(sys.stdout))


def serve(
    corpus: Corpus = DEFAULT_CORPUS,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="The port; 0 is any free one.")
    ] = 8642,
    token: Annotated[
        str,
        typer.Option(
            "--token", envvar="CROSSWIRE_TOKEN", metavar="TOKEN", show_default=False, help="Only who has it comes in."
        ),
    ] = "",
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="HOST", show_default=False, help="A host name that leads here; may be repeated."
        ),
    ] = None,
) -> None:
    """Show the corpus on pages in a browser; on another address than this machine's own, a token is always needed."""
    with outcome():
        from crosswire.pages.serving import serve as serve_pages

        serve_pages(corpus, host, port, token, name or [], say)
