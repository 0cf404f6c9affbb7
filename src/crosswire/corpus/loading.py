"""Reports out of the corpus, as their readers read them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from crosswire.corpus.plain import from_plain
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import reports, versions
from crosswire.records import Report


def load_reports(corpus: Connection, names: Iterable[str]) -> dict[str, Report]:
    """Give the current text of reports, by id, as their readers read it."""
    found = {}
    current = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
    for part in chunks(sorted(names)):
        query = select(versions.c.text, versions.c.details).join(reports, current).where(reports.c.id.in_(part))
        for text, details in corpus.execute(query):
            found[details["id"]] = from_plain(Report, {**details, "text": text})
    return found
