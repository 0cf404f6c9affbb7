"""What the corpus holds: reports as their readers read them, and stories by every address that they had."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from crosswire.corpus.plain import from_plain
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import moved_stories, reports, stories, versions
from crosswire.errors import CorpusError
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


def find_story(corpus: Connection, name: str) -> str:
    """Give the id of the story that an id leads to."""
    moved = corpus.execute(select(moved_stories.c.story).where(moved_stories.c.id == name)).scalar()
    found = corpus.execute(select(stories.c.id).where(stories.c.id == (moved or name))).scalar()
    if found is None:
        raise CorpusError(f"{name}: is no story of this corpus: see crosswire stories")
    return str(found)
