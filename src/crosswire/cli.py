"""The command line: what can be asked, and what the exit status says; the work is done elsewhere.

Exit status: 0 every input was read (a report that is not in English has a line on standard error all the same);
1 some were passed over (one line each on standard error, the rest is still worked on); 2 nothing could be done;
130 interrupted.
"""

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire import __version__, cli_corpus, cli_explain, cli_judge, cli_watch
from crosswire.console import (
    DEFAULT_CORPUS,
    BriefFormat,
    Corpus,
    ListFormat,
    Output,
    Paths,
    Processes,
    colour_of,
    complain,
    counting,
    opened,
    outcome,
    progress,
    read_input,
    stream_input,
    width_of,
    write_brief,
)

if TYPE_CHECKING:
    from crosswire.records import Analysis, Problem, Reading

app = typer.Typer(
    name="crosswire",
    help="Show what many news reports of one event say, on whose word, and where they disagree.",
    epilog="\b\nExample:\n  crosswire brief reports/",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line, as the console script `crosswire` does."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (open to the end, and no path)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Piped output is UTF-8 everywhere; a terminal keeps its own encoding, with "?" for what it lacks.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    app(prog_name="crosswire")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"crosswire {__version__}")
        raise typer.Exit


@app.callback()
def crosswire(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Show what many news reports of one event say, on whose word, and where they disagree."""


@app.command(epilog="\b\nExample:\n  crosswire brief reports/ more.jsonl --format markdown --output brief.md")
def brief(
    paths: Paths,
    format: Annotated[BriefFormat, typer.Option("--format", "-f", help="The form to write.")] = BriefFormat.terminal,
    output: Output = None,
    all: Annotated[bool, typer.Option("--all", help="Leave nothing out and cut no passage (JSON never does).")] = False,
    width: Annotated[
        int | None,
        typer.Option(
            "--width", min=40, metavar="N", show_default=False, help="Columns (default 80, or fewer if narrow)."
        ),
    ] = None,
    processes: Processes = 1,
) -> None:
    """Brief every story in the reports: what is told, on whose word, what is copied, disputed and changed."""
    with outcome() as passed_over:
        reading = read_input(paths, output, passed_over)
        from crosswire.analysis import analyse

        with progress() as tell:
            analysis = analyse(reading.reports, processes, tell)
        complain(analysis.problems)
        with opened(output) as file:
            write_brief(_with_problems(analysis, reading), file, format, all, width)


@app.command(epilog="\b\nExample:\n  crosswire annotate reports/ --output reports.annotated.jsonl")
def annotate(paths: Paths, output: Output = None, processes: Processes = 1) -> None:
    """Write what each report says as one JSON line: sentences, names, dates, statements, events.

    Reports are read one after another and written in that order, in the memory that a few of them take.
    """
    with outcome() as passed_over:
        reports = stream_input(paths, output, passed_over)
        from crosswire.language import annotate_all
        from crosswire.language.idiom import is_supported, unsupported
        from crosswire.outputs.records_json import annotation, dumps

        unread: list[Problem] = []
        with opened(output) as file, counting("annotate", quiet=output is None and sys.stdout.isatty()) as count:
            for annotated in annotate_all(reports, processes, claims=False):
                file.write(dumps(annotation(annotated)) + "\n")
                file.flush()
                if not is_supported(annotated.language):
                    unread.append(unsupported(annotated.report, annotated.language))
                count()
        complain(unread)


@app.command(epilog="\b\nExample:\n  crosswire stories reports/ --format json")
def stories(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", show_default=False, help="Reports; without any, the stories of the corpus."),
    ] = None,
    format: Annotated[ListFormat, typer.Option("--format", "-f", help="The form to write.")] = ListFormat.terminal,
    output: Output = None,
    corpus: Corpus = DEFAULT_CORPUS,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", show_default=False, help='Of the corpus: changed since "2 hours ago".'),
    ] = None,
    sort: Annotated[cli_corpus.Order, typer.Option("--sort", help="Of the corpus: what comes first.")] = (
        cli_corpus.Order.size
    ),
) -> None:
    """Group the reports into stories, one an event, and list them; without reports, list those of the corpus."""
    with outcome() as passed_over:
        if not paths:
            cli_corpus.list_corpus(corpus, since, sort, format, output)
            return
        reading = read_input(paths, output, passed_over)
        from crosswire.analysis import group
        from crosswire.outputs import grouping, records_json, terminal

        named = grouping.list_stories(*group(reading.reports))
        with opened(output) as file:
            if format is ListFormat.json:
                records_json.write_stories(named, file)
            else:
                terminal.write_grouping(named, file, width=width_of(file), colour=colour_of(file))


def _with_problems(analysis: "Analysis", reading: "Reading") -> "Analysis":
    from dataclasses import replace

    return replace(analysis, problems=tuple(sorted({*analysis.problems, *reading.problems})))


cli_corpus.register(app)
cli_watch.register(app)
cli_explain.register(app)
app.add_typer(cli_judge.judge)
