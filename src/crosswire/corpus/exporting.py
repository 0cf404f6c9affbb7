"""The corpus written out whole: its reports with every text that they had, its stories, judgements and outlets."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from crosswire.corpus.judging import load_judgements, standing
from crosswire.corpus.loading import load_reports
from crosswire.corpus.outlets import list_outlets, write_table
from crosswire.corpus.plain import Plain
from crosswire.corpus.store import chunks, reading
from crosswire.corpus.tables import reports, stories, versions
from crosswire.errors import InputError
from crosswire.outputs.corpus import judgements_object
from crosswire.outputs.records_json import dumps
from crosswire.records import Detail, Report

PART = 100  # reports held in memory at a time


def export_corpus(corpus: Engine, folder: Path) -> None:
    """Write reports.jsonl, stories.jsonl, judgements.jsonl and outlets.csv into a folder, made where there is none.

    `crosswire add` reads reports.jsonl. Raises InputError where a file cannot be written.
    """
    try:
        folder.mkdir(exist_ok=True)
        with reading(corpus) as connection:
            _write_lines(folder / "reports.jsonl", _reports(connection))
            _write_lines(folder / "stories.jsonl", _stories(connection))
            _write_lines(folder / "judgements.jsonl", (asdict(one) for one in load_judgements(connection)))
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be written: {error.strerror}: choose another folder") from error
    write_table(list_outlets(corpus), folder / "outlets.csv")


def _write_lines(path: Path, values: Iterator[Plain]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for value in values:
            file.write(dumps(value) + "\n")


def _reports(corpus: Connection) -> Iterator[Plain]:
    rows = corpus.execute(select(reports.c.id, reports.c.story, reports.c.first_seen).order_by(reports.c.id)).all()
    for part in chunks(list(rows), PART):
        given = load_reports(corpus, [row.id for row in part])
        told = list_versions(corpus, list(given))
        for row in part:
            own = [version for version in told if version["report"] == row.id]
            yield {**_fields(given[row.id]), "story": row.story, "first_seen": row.first_seen, "versions": own}


def kept_beside(corpus: Connection, names: list[str]) -> dict[str, list[Plain]]:
    """Give what is kept of the reports of a story beside its brief: every text of each, and what was judged."""
    return {"versions": list_versions(corpus, names), **judgements_object(standing(corpus, names))}


def list_versions(corpus: Connection, names: list[str]) -> list[Plain]:
    """Give every text of some reports, in order of report and number, with the time that it was first seen."""
    columns = (versions.c.report, versions.c.number, versions.c.first_seen, versions.c.text)
    found: list[Plain] = []
    for part in chunks(sorted(names)):
        query = select(*columns).where(versions.c.report.in_(part)).order_by(versions.c.report, versions.c.number)
        found += [dict(row._mapping) for row in corpus.execute(query)]
    return found


def _fields(report: Report) -> Plain:
    """Give a report in the fields that readers read; what they found in its text is left to be found again."""
    values = {
        "id": report.id,
        "title": report.text[: report.body - 1] if report.body else None,
        "text": report.text[report.body :],
        "outlet": _given(report.outlet),
        "published": _given(report.published),
        "url": report.url,
        "authors": list(report.authors),
    }
    return {name: value for name, value in values.items() if value}


def _given(detail: Detail | None) -> str | None:
    return detail.value if detail and detail.basis == "field" else None


def _stories(corpus: Connection) -> Iterator[Plain]:
    members: dict[str, list[str]] = {}
    for story, report in corpus.execute(select(reports.c.story, reports.c.id).order_by(reports.c.id)):
        members.setdefault(story, []).append(report)
    for row in corpus.execute(select(stories).order_by(stories.c.id)):
        yield {**row._mapping, "reports": members.get(row.id, [])}
