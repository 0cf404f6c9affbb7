"""Outlets: a table that people edit, and what the corpus shows of each."""

import csv
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, select

from crosswire.corpus.loading import kept_brief
from crosswire.corpus.plain import from_plain
from crosswire.corpus.store import chunks, reading, upsert, writing
from crosswire.corpus.tables import annotations, briefs, outlets, reports, versions
from crosswire.errors import InputError
from crosswire.records import Conflict, Quantity, Report, Story

COLUMNS = ("name", "domains", "family", "country", "state_run")


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet: what people wrote (domains to state_run), and what its reports show.

    `wire` counts its reports that carry an agency's text, by their credits or by the briefs, `own` the others;
    `credited` those of `wire` that say whose text it is. `changed` counts by kind what its copies tell otherwise than
    the text that they were made from, `superseded` its claims whose figure a later report replaced; both are of the
    stories that have a brief.
    """

    name: str
    domains: str
    family: str
    country: str
    state_run: str
    reports: int
    own: int
    wire: int
    credited: int
    agencies: tuple[str, ...]
    changed: tuple[tuple[str, int], ...]
    superseded: int


def list_outlets(corpus: Engine) -> list[Outlet]:
    """List every outlet that a report names or the table holds, by name."""
    with reading(corpus) as connection:
        written = {row.name: row for row in connection.execute(select(outlets))}
        outlet_of = dict(connection.execute(select(reports.c.id, reports.c.outlet)).all())
        current = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
        details = connection.execute(select(versions.c.details).join(reports, current)).scalars()
        credits = {d["id"]: {credit["agency"] for credit in d["credits"]} for d in details}
        kept = connection.execute(select(briefs.c.content)).scalars()
        told = [story for content in kept for story in kept_brief(content).stories]
        replaced = {(outlet_of.get(report), claim) for report, claim in _replaced(connection, told)}
    outdated = Counter(outlet for outlet, _ in replaced)
    carried = {report: set(agencies) for report, agencies in credits.items()}
    for story in told:
        for lineage in story.lineages:
            for report in lineage.reports if lineage.agency else ():
                carried.setdefault(report, set()).add(str(lineage.agency))
    changed = Counter((outlet_of.get(report), kind) for story in told for report, kind in _changes(story))
    held: dict[str, list[str]] = defaultdict(list)
    for report, name in outlet_of.items():
        if name:
            held[name].append(report)
    listed = []
    for name in sorted({*held, *written}):
        row, own = written.get(name), held[name]
        wire = [report for report in own if carried.get(report)]
        listed.append(
            Outlet(
                name,
                domains=row.domains if row else "",
                family=row.family if row else "",
                country=row.country if row else "",
                state_run=row.state_run if row else "",
                reports=len(own),
                own=len(own) - len(wire),
                wire=len(wire),
                credited=sum(bool(credits.get(report)) for report in wire),
                agencies=tuple(sorted({agency for report in wire for agency in carried[report]})),
                changed=tuple(sorted((kind, count) for (who, kind), count in changed.items() if who == name)),
                superseded=outdated[name],
            )
        )
    return listed


def _changes(story: Story) -> Iterator[tuple[str, str]]:
    """Yield each report that tells something otherwise than the text that it was made from, and the kind of change."""
    for conflict in story.conflicts:
        involved = {span.report for span in conflict.mentions}
        copies = (copy for copy in story.copies if copy.source and involved.issuperset(copy.reports))
        if conflict.along:
            yield from (
                (report, conflict.kind) for report in sorted({r for c in copies for r in c.reports if r != c.source})
            )


def _replaced(corpus: Connection, told: Sequence[Story]) -> set[tuple[str, str]]:
    """Give each report with each of its claims, by id, whose figure a later report of the story replaced."""
    settled = [conflict for story in told for conflict in story.conflicts if conflict.superseded]
    names = {span.report for conflict in settled for span in conflict.mentions}
    figures = _load_figures(corpus, names)
    published: dict[str, str | None] = {}
    for part in chunks(sorted(names)):
        query = select(reports.c.id, reports.c.published).where(reports.c.id.in_(part))
        published.update(corpus.execute(query).all())
    found: set[tuple[str, str]] = set()
    for conflict in settled:
        given = _given(conflict, figures)
        # What every report gives, as of 120 passengers nine and then twelve, is not what was replaced.
        same = set.intersection(*given.values())
        last = max(given, key=lambda name: (published.get(name) or "", name))
        newest = given[last] - same
        older = (name for name, values in given.items() if values - same and newest.isdisjoint(values))
        found.update((name, conflict.claim or conflict.id) for name in older if newest)
    return found


def _given(conflict: Conflict, figures: Mapping[str, Sequence[Quantity]]) -> dict[str, set[float]]:
    """Give the figures that each report of a conflict gives in all of its passages there."""
    given: dict[str, set[float]] = {}
    for span in conflict.mentions:
        own = figures.get(span.report, ())
        values = {q.value for q in own if span.start <= q.span.start and q.span.end <= span.end}
        given[span.report] = given.get(span.report, values) & values
    return given


def _load_figures(corpus: Connection, names: Collection[str]) -> dict[str, list[Quantity]]:
    """Give the figures in reports that a brief was made of, as they were read for it."""
    found: dict[str, list[Quantity]] = {}
    for part in chunks(sorted(names)):
        query = select(annotations.c.report, annotations.c.annotation).where(annotations.c.report.in_(part))
        for name, packed in corpus.execute(query):
            told = json.loads(zlib.decompress(packed))["propositions"]
            found[name] = [from_plain(Quantity, quantity) for one in told for quantity in one["quantities"]]
    return found


def load_families(corpus: Connection, given: Iterable[Report]) -> dict[str, str]:
    """Give the publisher family of reports, by id, as the table of outlets has it for their outlet or address."""
    rows = corpus.execute(select(outlets).where(outlets.c.family != "").order_by(outlets.c.name)).all()
    by_name = {row.name.casefold(): row.family for row in rows}
    by_domain = {domain: row.family for row in rows for domain in row.domains.casefold().replace(",", " ").split()}
    found = {}
    for report in given:
        outlet = report.outlet.value.casefold() if report.outlet else ""
        host = _host(report.url)
        family = by_name.get(outlet) or next((by_domain[end] for end in _ends(host) if end in by_domain), None)
        if family:
            found[report.id] = family
    return found


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _ends(host: str) -> list[str]:
    """Give a host and the domains that it is in, the nearest first."""
    parts = host.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def read_table(corpus: Engine, path: Path) -> None:
    """Take over what a CSV table says of outlets: columns name, domains, family, country, state_run; name is needed.

    What is known in a column that the table lacks stays. Raises InputError where the file cannot be read, has no
    column `name`, or has a row that cannot be taken.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            columns, rows = table.fieldnames or [], list(table)
    except FileNotFoundError:
        raise InputError(f"{path}: is not there: give the path of a CSV table") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read ({error}): give a CSV table in UTF-8") from error
    if "name" not in columns:
        has = ", ".join(f'"{column}"' for column in columns) or "none at all"
        remedy = (
            "separate the columns with commas" if ";" in has or "\t" in has else "name its columns in the first row"
        )
        raise InputError(f'{path}: has no column "name", only {has}: {remedy}')
    values: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        problem = _wrong(row, values)
        if problem:
            raise InputError(f"{path}: row {number}: {problem}")
        own = {column: (row[column] or "").strip() for column in COLUMNS if column in columns}
        values[own["name"]] = own | ({"state_run": own["state_run"].lower()} if "state_run" in own else {})
    if values:
        unknown = dict.fromkeys(COLUMNS, "")
        with writing(corpus) as connection:
            known = {row.name: {c: getattr(row, c) for c in COLUMNS} for row in connection.execute(select(outlets))}
            merged = [{**known.get(name, unknown), **own} for name, own in values.items()]
            connection.execute(upsert(connection, outlets), merged)


def _wrong(row: Mapping[str | None, str | list[str] | None], before: Collection[str]) -> str | None:
    """Say why a row of the table cannot be taken; `before` are the names in the rows above it."""
    name, state_run = (str(row.get(column) or "").strip() for column in ("name", "state_run"))
    if None in row:
        return "has more cells than there are columns: put a cell that holds commas in quotes"
    if not name:
        return 'has no name: give the outlet\'s name in the column "name"'
    if name in before:
        return f'"{name}" has a row above already: give each outlet once'
    if state_run.lower() not in ("yes", "no", ""):
        return f'state_run is "{state_run}": give yes, no or nothing'
    return None


def write_table(listed: Sequence[Outlet], path: Path) -> None:
    """Write the table of outlets as CSV, to be edited and read again."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([[getattr(outlet, column) for column in COLUMNS] for outlet in listed])
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}: choose another file") from error
