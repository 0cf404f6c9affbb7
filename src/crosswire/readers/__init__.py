"""From files, folders and standard input to reports: the readers, and the choice among them."""

import hashlib
import io
import json
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from crosswire.fetching.addresses import is_address, shown
from crosswire.furniture import mark
from crosswire.readers.feed import FeedReader, kind_of
from crosswire.readers.jsonl import JsonLinesReader
from crosswire.readers.newsplease import NewsPleaseReader
from crosswire.readers.page import PageReader
from crosswire.readers.record import Found
from crosswire.readers.text import TextReader
from crosswire.records import Problem, Reading, Report

__all__ = ["Reader", "read", "stream"]


class Reader(Protocol):
    """Reads one format: `source` names the input in reports and problems, `file` holds its bytes."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields the reports of an input and the problems with it."""
        ...


READERS: Mapping[str, Reader] = {
    ".atom": FeedReader(),
    ".htm": PageReader(),
    ".html": PageReader(),
    ".json": NewsPleaseReader(),
    ".jsonl": JsonLinesReader(),
    ".md": TextReader(),
    ".opml": FeedReader(),
    ".rss": FeedReader(),
    ".txt": TextReader(),
    ".xml": FeedReader(),
}
_FORMATS = ", ".join(READERS)
_STDIN = "standard input"
_DEEPEST = 64  # folders of a path that a name takes in at most


def read(paths: Sequence[str], stdin: BinaryIO | None = None) -> Reading:
    """Reads files, folders (to any depth; hidden files and linked folders aside) and `-`, standard input, into reports.

    An input that can't be read becomes a Problem and the rest is read. Reports come in order of id, problems in
    order of source; neither depends on the order of `paths`. Raises nothing for a bad input.
    """
    files, problems = _find_files(path for path in paths if path != "-")
    found: list[Found] = []
    for outcome in _outcomes(files, "-" in paths, stdin):
        if isinstance(outcome, Found):
            found.append(outcome)
        else:
            problems.append(outcome)
    reports, doubles = _one_an_id(_named(found))
    return Reading(tuple(mark(report) for report in reports), tuple(sorted({*problems, *doubles})))


def stream(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Report | Problem]:
    """Reads what `read` reads, one report after another, and keeps none of them: JSON Lines first, then by file.

    Of several reports with one id the first is given, and a Problem for each other one with another text.
    """
    files, problems = _find_files(path for path in paths if path != "-")
    yield from problems
    files.sort(key=lambda file: not file.lower().endswith(".jsonl"))  # their ids are given; files are named after
    depths = _depths([file for file in files if not file.lower().endswith(".jsonl")])
    seen: dict[str, bytes] = {}
    for outcome in _outcomes(files, "-" in paths, stdin):
        if isinstance(outcome, Problem):
            yield outcome
            continue
        report, depth = outcome.report, depths.get(outcome.report.path or "", 0)
        while not report.id or (report.id in seen and not outcome.report.id and depth < _DEEPEST):
            report, depth = replace(report, id=_name_at(report.path or outcome.place, depth)), depth + 1
        text = hashlib.sha256(report.text.encode()).digest()[:16]
        if report.id not in seen:
            seen[report.id] = text
            yield mark(report)
        elif seen[report.id] != text:
            yield _double(outcome.place, report.id, "before it")


def _find_files(paths: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The files to read, each once and under the shortest name that it was given by; and the paths that give none."""
    names: dict[Path, str] = {}
    problems: list[Problem] = []
    for given in sorted(set(paths)):
        inside, wrong = _inside(given)
        problems += wrong
        for file in inside:
            known = names.get(file.resolve())
            names[file.resolve()] = min(filter(None, (known, file.as_posix())), key=lambda name: (len(name), name))
    return sorted(names.values()), problems


def _inside(given: str) -> tuple[list[Path], list[Problem]]:
    """The files that a path stands for."""
    if not given.strip():
        return [], [Problem(f'"{given}"', "is no path: give a file or a folder")]
    if is_address(given):
        return [], [Problem(shown(given), "is an address, and only files are read here: crosswire add it to a corpus")]
    path = Path(given)
    wrong = _unreadable(path)
    if wrong:
        return [], [wrong]
    if not path.is_dir():
        return [path], []
    files, problems = _files_in(path)
    if not files and not problems:
        problems = [Problem(given, f"is a folder without reports ({_FORMATS}): give another folder or a file")]
    return files, problems


def _unreadable(path: Path) -> Problem | None:
    """The Problem with a path that is neither a folder nor a file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        reason = "is a link to nothing: check the link" if path.is_symlink() else "does not exist: check the path"
        return Problem(path.as_posix(), reason)
    except OSError as error:
        return Problem(path.as_posix(), f"can't be read ({error.strerror}): check the path and its permissions")
    if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
        return None
    # Opening a pipe that nobody writes to would wait for ever.
    return Problem(path.as_posix(), "is no regular file (a pipe or device): give its content through -")


def _files_in(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The files of our formats at any depth; hidden ones and links to folders aside."""
    files: list[Path] = []
    problems: list[Problem] = []

    def closed(error: OSError) -> None:
        problems.append(Problem(Path(error.filename).as_posix(), f"can't be read ({error.strerror}): check the folder"))

    for parent, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(parent, name) for name in names if not name.startswith(".")):
            if path.suffix.lower() in READERS:
                wrong = _unreadable(path)
                if wrong:
                    problems.append(wrong)
                else:
                    files.append(path)
    return files, problems


def _outcomes(files: Sequence[str], piped: bool, stdin: BinaryIO | None) -> Iterator[Found | Problem]:
    for source in files:
        yield from _read_file(source)
    if piped and isinstance(stdin, io.BufferedReader) and _starts_lines(stdin.peek()):
        for outcome in READERS[".jsonl"].read(_STDIN, stdin):
            yield _without_path(outcome)
    elif piped:
        yield from _read_stdin(stdin.read() if stdin else b"")


def _starts_lines(head: bytes) -> bool:
    """Whether the first line, or as much of it as is there, is the start of JSON Lines and not of one JSON text."""
    line, ended, _ = head.partition(b"\n")
    if not ended:
        return bool(re.match(rb'\{\s*"', line))
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _without_path(outcome: Found | Problem) -> Found | Problem:
    return outcome if isinstance(outcome, Problem) else replace(outcome, report=replace(outcome.report, path=None))


def _read_file(source: str) -> Iterator[Found | Problem]:
    path = Path(source)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"has an unknown format ({path.suffix})" if path.suffix else "has no suffix to tell its format"
        yield Problem(source, f"{kind}: give one of {_FORMATS}")
        return
    try:
        with path.open("rb") as file:
            yield from reader.read(source, file)
    except OSError as error:
        yield Problem(source, f"can't be read ({error.strerror}): check the file and its permissions")


def _read_stdin(data: bytes) -> Iterator[Found | Problem]:
    """Reads standard input as JSON where it starts with { or [, as a feed or page where with markup, else as text."""
    head = (
        data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").lstrip()[:1000].lower()
    )
    if head.startswith((b"{", b"[")):
        suffix = ".json"
    elif kind_of(data) in ("feed", "opml"):
        suffix = ".xml"
    elif head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith(b"<") and b"<html" in head
    ):
        suffix = ".html"
    else:
        suffix = ".txt"
    for outcome in READERS[suffix].read(_STDIN, io.BytesIO(data)):
        yield _without_path(outcome)


def _named(found: Sequence[Found]) -> list[Found]:
    """Gives the reports without an id the name of their file: its stem, or as much of its path as tells files apart."""
    taken = {item.report.id for item in found}
    by_stem: dict[str, list[Found]] = defaultdict(list)
    for item in found:
        if not item.report.id:
            by_stem[_name_at(item.report.path or item.place, 0)].append(item)
    named = [item for item in found if item.report.id]
    for _, items in sorted(by_stem.items()):
        depth = 0
        while depth < _DEEPEST and (
            len({_name_at(item.report.path or item.place, depth) for item in items}) < len(items)
            or any(_name_at(item.report.path or item.place, depth) in taken for item in items)
        ):
            depth += 1
        for item in items:
            name = _name_at(item.report.path or item.place, depth)
            taken.add(name)
            named.append(replace(item, report=replace(item.report, id=name)))
    return named


def _depths(files: Sequence[str]) -> dict[str, int]:
    """How much of its path names each file apart from the others."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for file in files:
        by_stem[_name_at(file, 0)].append(file)
    depths: dict[str, int] = {}
    for alike in by_stem.values():
        depth = 0
        while depth < _DEEPEST and len({_name_at(file, depth) for file in alike}) < len(alike):
            depth += 1
        depths |= dict.fromkeys(alike, depth)
    return depths


def _name_at(place: str, depth: int) -> str:
    """A file's stem at depth 0, its name at 1, and a folder more at each step."""
    path = Path(place)
    name = path.stem if depth == 0 else "/".join(path.parts[-depth:])
    # A name that is no text on disk comes with half characters in it, which no output can carry.
    return name.encode("utf-8", "backslashreplace").decode()


def _double(place: str, id: str, kept: str) -> Problem:
    return Problem(place, f'has the id "{id}" of another report ({kept}), which is kept: give each its own id')


def _one_an_id(found: Sequence[Found]) -> tuple[list[Report], list[Problem]]:
    """One report an id, in order of id; of several with different text the earliest is kept and the others told."""
    by_id: dict[str, list[Found]] = defaultdict(list)
    for item in found:
        by_id[item.report.id].append(item)
    problems = []
    for same in by_id.values():
        same.sort(key=_keeping_order)
        kept = same[0]
        problems += [
            _double(item.place, kept.report.id, kept.place) for item in same[1:] if item.report.text != kept.report.text
        ]
    return [by_id[key][0].report for key in sorted(by_id)], problems


def _keeping_order(item: Found) -> tuple[bool, str, str, str, str]:
    report = item.report
    published = report.published.value if report.published else ""
    outlet = report.outlet.value if report.outlet else ""
    return (not published, published, report.text, outlet, item.place)
