"""What every command shares around its work: options, streams and the exit status."""

import errno
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
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from crosswire.errors import CrosswireError, InputError

if TYPE_CHECKING:
    from crosswire.records import Analysis, Problem, Reading, Report

WIDTH = 80
MOST_ALIKE = 5


class BriefFormat(StrEnum):
    """The forms that a brief is written in."""

    terminal = "terminal"
    json = "json"
    markdown = "markdown"
    html = "html"


class ListFormat(StrEnum):
    """The forms that a list is written in."""

    terminal = "terminal"
    json = "json"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Reports: .txt, .md, .html, .json, .jsonl, .rss, .atom, .xml files, folders of these, or - for standard"
        " input.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output.")
]
Processes = Annotated[
    int, typer.Option("--processes", "-p", min=1, metavar="N", help="Read the language of reports in N processes.")
]
Private = Annotated[
    bool, typer.Option("--private", help="Also fetch addresses that lead into private networks, as your own desk's.")
]
Corpus = Annotated[str, typer.Option("--corpus", "-c", metavar="ADDRESS", help="The corpus: a file, or postgresql://…")]
DEFAULT_CORPUS = "crosswire.db"


@contextmanager
def outcome() -> Iterator[list["Problem"]]:
    """Turn how a command ends into its exit status and a line on standard error for each input passed over."""
    problems: list[Problem] = []
    try:
        yield problems
    except CrosswireError as error:
        complain(problems)
        say(str(error))
        raise typer.Exit(2) from None
    except BrokenPipeError:
        _discard_output()
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    complain(problems)
    if problems:
        raise typer.Exit(1)


def _discard_output() -> None:
    """Send what is still buffered nowhere: Python would complain about it while shutting down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(problems: Sequence["Problem"]) -> None:
    """Say a line a problem; of one thing wrong with many lines of a file the first few, then how many more."""
    said: Counter[tuple[str, str]] = Counter()
    for problem in sorted(problems, key=_numbers_by_size):
        alike = problem.source.rpartition(":")[0] or problem.source, problem.reason
        said[alike] += 1
        if said[alike] <= MOST_ALIKE:
            say(f"{problem.source}: {problem.reason}")
    for (file, reason), number in said.items():
        if number > MOST_ALIKE:
            say(f"{file}: {number - MOST_ALIKE:,} more: {reason}")


def _numbers_by_size(problem: "Problem") -> list[tuple[int, str]]:
    """Sort `file:9` before `file:10`."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"([0-9]{1,9})", problem.source)]


def say(message: str) -> None:
    """Say a line on standard error."""
    from crosswire.outputs.passages import visible

    typer.echo(f"crosswire: {visible(message)}", err=True)


def read_input(
    paths: Sequence[str], output: Path | None, passed_over: list["Problem"], needed: bool = True
) -> "Reading":
    """Read the input of a command; what is passed over is told at its end, and no report is an error if `needed`."""
    from crosswire.readers import read

    check_output(output, paths)
    reading = read(paths, _standard_input(paths))
    passed_over.extend(reading.problems)
    if needed and not reading.reports:
        raise _nothing(paths, passed_over)
    return reading


def stream_input(paths: Sequence[str], output: Path | None, passed_over: list["Problem"]) -> Iterator["Report"]:
    """Read reports one after another; what was wrong with the others is in `passed_over` once they have been read."""
    from crosswire.readers import stream
    from crosswire.records import Report

    check_output(output, paths)

    def reports() -> Iterator[Report]:
        for outcome in stream(paths, _standard_input(paths)):
            if isinstance(outcome, Report):
                yield outcome
            else:
                passed_over.append(outcome)

    found = reports()
    first = next(found, None)
    if first is None:
        raise _nothing(paths, passed_over)
    return chain([first], found)


def _standard_input(paths: Sequence[str]) -> BinaryIO | None:
    return sys.stdin.buffer if "-" in paths and sys.stdin is not None else None


def _nothing(paths: Sequence[str], passed_over: list["Problem"]) -> InputError:
    last = passed_over.pop() if passed_over else None
    return InputError(f"{last.source}: {last.reason}" if last else f"{paths[0]}: no report in it: give other files")


def check_output(output: Path | None, paths: Sequence[str] = ()) -> None:
    """Fail before the work where its result could not be written."""
    if output is None and sys.stdout is None:
        raise InputError("standard output: is closed: name a file with --output")
    if output is not None:
        _check_file(output, paths)


def _check_file(output: Path, paths: Sequence[str]) -> None:
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


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Open the file that a command writes to, standard output where none is named."""
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


def width_of(file: TextIO) -> int:
    """Give the columns that a file shows."""
    return max(40, min(WIDTH, shutil.get_terminal_size().columns)) if file.isatty() else WIDTH


def colour_of(file: TextIO) -> bool:
    """Whether a file shows colours."""
    return file.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
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
def counting(step: str, quiet: bool = False) -> Iterator[Callable[[], None]]:
    """Count the reports done on standard error, where that is a terminal; how many will come isn't known."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(step + " {task.completed:,.0f} reports"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(step, total=None)
        yield lambda: bars.advance(task)


def write_brief(
    analysis: "Analysis", file: TextIO, format: BriefFormat, everything: bool, width: int | None = None
) -> None:
    """Write a brief in the form asked for."""
    from crosswire.outputs import markdown, records_json, terminal

    if format is BriefFormat.json:
        records_json.write(analysis, file)
    elif format is BriefFormat.markdown:
        markdown.write(analysis, file, everything=everything)
    elif format is BriefFormat.html:
        from crosswire.pages import brief

        brief.write(analysis, file, everything=everything)
    else:
        columns, colour = width or width_of(file), colour_of(file)
        terminal.write(analysis, file, width=columns, colour=colour, everything=everything)
