"""Outlets: a table that people edit, and what the corpus shows of each."""

import csv
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from crosswire.corpus.plain import from_plain
from crosswire.corpus.store import reading, upsert, writing
from crosswire.corpus.tables import briefs, outlets, reports, versions
from crosswire.errors import InputError
from crosswire.records import Story

COLUMNS = ("name", "domains", "family", "country", "state_run")


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet: what people wrote (domains to state_run), and what its reports show.

    `wire` counts its reports that carry an agency's text, by their credits or by the briefs; `credited` those that
    say so. `changed` counts changes on the way in its copies, `superseded` conflicts in which a later figure replaced
    one of its own; both are of the stories that have a brief.
    """

    name: str
    domains: str
    family: str
    country: str
    state_run: str
    reports: int
    wire: int
    credited: int
    agencies: tuple[str, ...]
    changed: int
    superseded: int


def list_outlets(corpus: Engine) -> list[Outlet]:
    """List every outlet that a report names or the table holds, by name."""
    with reading(corpus) as connection:
        written = {row.name: row for row in connection.execute(select(outlets))}
        outlet_of = dict(connection.execute(select(reports.c.id, reports.c.outlet)).all())
        current = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
        details = connection.execute(select(versions.c.details).join(reports, current)).scalars().all()
        told = [
            from_plain(Story, json.loads(zlib.decompress(row)))
            for row in connection.execute(select(briefs.c.content)).scalars()
        ]
    credits = {d["id"]: {credit["agency"] for credit in d["credits"]} for d in details}
    carried = {report: set(agencies) for report, agencies in credits.items()}
    changed: Counter[str | None] = Counter()
    superseded: Counter[str | None] = Counter()
    for story in told:
        for lineage in story.lineages:
            for report in lineage.reports if lineage.agency else ():
                carried.setdefault(report, set()).add(str(lineage.agency))
        for conflict in story.conflicts:
            involved = {outlet_of.get(span.report) for span in conflict.mentions}
            changed.update(involved if conflict.along else ())
            superseded.update(involved if conflict.superseded else ())
    held: dict[str, list[str]] = defaultdict(list)
    for report, name in outlet_of.items():
        if name:
            held[name].append(report)
    listed = []
    for name in sorted({*held, *written}):
        row, own = written.get(name), held[name]
        listed.append(
            Outlet(
                name,
                domains=row.domains if row else "",
                family=row.family if row else "",
                country=row.country if row else "",
                state_run=row.state_run if row else "",
                reports=len(own),
                wire=sum(bool(carried.get(report)) for report in own),
                credited=sum(bool(credits.get(report)) for report in own),
                agencies=tuple(sorted({agency for report in own for agency in carried.get(report, ())})),
                changed=changed[name],
                superseded=superseded[name],
            )
        )
    return listed


def read_table(corpus: Engine, path: Path) -> None:
    """Take over what a CSV table says of outlets: columns name, domains, family, country, state_run; name is needed.

    Raises InputError where the file cannot be read or has no column `name`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read ({error}): give a CSV table in UTF-8") from error
    if any(not (row.get("name") or "").strip() for row in rows):
        raise InputError(f'{path}: has a row without a name: give each outlet\'s name in the column "name"')
    values = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]
    if values:
        with writing(corpus) as connection:
            connection.execute(upsert(connection, outlets), values)


def write_table(listed: Sequence[Outlet], path: Path) -> None:
    """Write the table of outlets as CSV, to be edited and read again."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([[getattr(outlet, column) for column in COLUMNS] for outlet in listed])
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}: choose another file") from error
