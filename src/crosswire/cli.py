"""The command line: what can be asked, and what the exit status says; the work is done elsewhere.

Exit status: 0 every input was read (a report that is not in English has a line on standard error all the same);
1 some were passed over (one line each on standard error, the rest is still worked on); 2 nothing could be done;
130 interrupted.
"""

import errno
import io
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from crosswire import __version__
from crosswire.errors import CrosswireError, InputError

if TYPE_CHECKING:
    from crosswire.records import Analysis, Problem, Reading, Report

WIDTH = 80
MOST_ALIKE = 5

app = typer.Typer(
    name="crosswire",
    help="Show what many news reports of one event say, on whose word, and where they disagree.",
    epilog="\b\nExample:\n  crosswire brief reports/",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class BriefFormat(StrEnum):
    """The forms that a brief is written in."""

    terminal = "terminal"
    json = "json"
    markdown = "markdown"


class StoriesFormat(StrEnum):
    """The forms that a grouping is written in."""

    terminal = "terminal"
    json = "json"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Reports: .txt, .md, .html, .json, .jsonl files, folders of these, or - for standard input.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output.")
]
Processes = Annotated[
    int, typer.Option("--processes", "-p", min=1, metavar="N", help="Read the language of reports in N processes.")
]


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
    with _outcome() as passed_over:
        reading = _read(paths, output, passed_over)
        from crosswire.analysis import analyse

        with _progress() as progress:
            analysis = analyse(reading.reports, processes, progress)
        _complain(analysis.problems)
        with _opened(output) as file:
            _write_brief(_with_problems(analysis, reading), file, format, all, width or _width(file))


@app.command(epilog="\b\nExample:\n  crosswire annotate reports/ --output reports.annotated.jsonl")
def annotate(paths: Paths, output: Output = None, processes: Processes = 1) -> None:
    """Write what each report says as one JSON line: sentences, names, dates, statements, events.

    Reports are read one after another and written in that order, in the memory that a few of them take.
    """
    with _outcome() as passed_over:
        reports = _stream(paths, output, passed_over)
        from crosswire.language import annotate_all
        from crosswire.language.idiom import is_supported, unsupported
        from crosswire.outputs.records_json import annotation, dumps

        unread: list[Problem] = []
        with _opened(output) as file, _counting(quiet=output is None and sys.stdout.isatty()) as count:
            for annotated in annotate_all(reports, processes, claims=False):
                file.write(dumps(annotation(annotated)) + "\n")
                file.flush()
                if not is_supported(annotated.language):
                    unread.append(unsupported(annotated.report, annotated.language))
                count()
        _complain(unread)


@app.command(epilog="\b\nExample:\n  crosswire stories reports/ --format json")
def stories(
    paths: Paths,
    format: Annotated[
        StoriesFormat, typer.Option("--format", "-f", help="The form to write.")
    ] = StoriesFormat.terminal,
    output: Output = None,
) -> None:
    """Group the reports into stories, one an event, and list them."""
    with _outcome() as passed_over:
        reading = _read(paths, output, passed_over)
        from crosswire.analysis import group
        from crosswire.outputs import grouping, records_json, terminal

        named = grouping.list_stories(*group(reading.reports))
        with _opened(output) as file:
            if format is StoriesFormat.json:
                records_json.write_stories(named, file)
            else:
                terminal.write_grouping(named, file, width=_width(file), colour=_colour(file))


@contextmanager
def _outcome() -> Iterator[list["Problem"]]:
    """Turn how a command ends into its exit status and a line on standard error for each input passed over."""
    problems: list[Problem] = []
    try:
        yield problems
    except CrosswireError as error:
        _complain(problems)
        _say(str(error))
        raise typer.Exit(2) from None
    except BrokenPipeError:
        _discard_output()
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    _complain(problems)
    if problems:
        raise typer.Exit(1)


def _discard_output() -> None:
    """Send what is still buffered nowhere: Python would complain about it while shutting down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(problems: Sequence["Problem"]) -> None:
    """Say a line a problem; of one thing wrong with many lines of a file the first few, then how many more."""
    said: Counter[tuple[str, str]] = Counter()
    for problem in sorted(problems, key=_numbers_by_size):
        alike = problem.source.rpartition(":")[0] or problem.source, problem.reason
        said[alike] += 1
        if said[alike] <= MOST_ALIKE:
            _say(f"{problem.source}: {problem.reason}")
    for (file, reason), number in said.items():
        if number > MOST_ALIKE:
            _say(f"{file}: {number - MOST_ALIKE:,} more: {reason}")


def _numbers_by_size(problem: "Problem") -> list[tuple[int, str]]:
    """Sort `file:9` before `file:10`."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"([0-9]{1,9})", problem.source)]


def _say(message: str) -> None:
    from crosswire.outputs.passages import visible

    typer.echo(f"crosswire: {visible(message)}", err=True)


def _read(paths: Sequence[str], output: Path | None, passed_over: list["Problem"]) -> "Reading":
    from crosswire.readers import read

    _check_output(output, paths)
    reading = read(paths, sys.stdin.buffer if "-" in paths and sys.stdin is not None else None)
    passed_over.extend(reading.problems)
    if not reading.reports:
        raise _nothing(paths, passed_over)
    return reading


def _stream(paths: Sequence[str], output: Path | None, passed_over: list["Problem"]) -> Iterator["Report"]:
    """Read reports one after another; what was wrong with the others is in `passed_over` once they have been read."""
    from crosswire.readers import stream
    from crosswire.records import Report

    _check_output(output, paths)

    def reports() -> Iterator[Report]:
        for outcome in stream(paths, sys.stdin.buffer if "-" in paths and sys.stdin is not None else None):
            if isinstance(outcome, Report):
                yield outcome
            else:
                passed_over.append(outcome)

    found = reports()
    first = next(found, None)
    if first is None:
        raise _nothing(paths, passed_over)
    return chain([first], found)


def _nothing(paths: Sequence[str], passed_over: list["Problem"]) -> InputError:
    last = passed_over.pop() if passed_over else None
    return InputError(f"{last.source}: {last.reason}" if last else f"{paths[0]}: no report in it: give other files")


def _check_output(output: Path | None, paths: Sequence[str]) -> None:
    if output is None and sys.stdout is None:
        raise InputError("standard output: is closed: name a file with --output")
    if output is not None:
        _check(output, paths)


def _check(output: Path, paths: Sequence[str]) -> None:
    """Fail before the work where its result could not be written."""
    try:
        there = output.exists()
        if there and any(path != "-" and Path(path).exists() and output.samefile(path) for path in paths):
            raise InputError(f"{output}: is one of the inputs: choose another file for --output")
        if output.is_dir() or not output.absolute().parent.is_dir():
            raise InputError(f"{output}: cannot be written: choose a file in a folder that exists for --output")
        if not os.access(output if there else output.absolute().parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}: choose another file for --output") from None


def _with_problems(analysis: "Analysis", reading: "Reading") -> "Analysis":
    from dataclasses import replace

    return replace(analysis, problems=tuple(sorted({*analysis.problems, *reading.problems})))


def _write_brief(analysis: "Analysis", file: TextIO, format: BriefFormat, everything: bool, width: int) -> None:
    from crosswire.outputs import markdown, records_json, terminal

    if format is BriefFormat.json:
        records_json.write(analysis, file)
    elif format is BriefFormat.markdown:
        markdown.write(analysis, file, everything=everything)
    else:
        terminal.write(analysis, file, width=width, colour=_colour(file), everything=everything)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            _discard_output()
            raise InputError(f"standard output: cannot be written: {error.strerror}: use --output") from error
        return
    try:
        with output.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            yield file
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}: choose another file for --output") from error


def _width(file: TextIO) -> int:
    return max(40, min(WIDTH, shutil.get_terminal_size().columns)) if file.isatty() else WIDTH


def _colour(file: TextIO) -> bool:
    return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def _progress(quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each step of long work on standard error, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show


@contextmanager
def _counting(quiet: bool = False) -> Iterator[Callable[[], None]]:
    """Count the reports done on standard error, where that is a terminal; how many will come isn't known."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("annotate {task.completed:,.0f} reports"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("annotate", total=None)
        yield lambda: bars.advance(task)
