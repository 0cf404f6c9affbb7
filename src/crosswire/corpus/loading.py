"""What the corpus holds: reports as their readers read them, stories by every address that they had, kept briefs."""

import hashlib
import json
import zlib
from collections.abc import Iterable

from sqlalchemy import Connection, select

from crosswire.corpus.plain import Plain, from_plain, to_plain
from crosswire.corpus.store import chunks
from crosswire.corpus.tables import moved_stories, reports, stories, versions
from crosswire.errors import CorpusError
from crosswire.records import Analysis, Problem, Report, Story


def load_reports(corpus: Connection, names: Iterable[str]) -> dict[str, Report]:
    """Give the current text of reports, by id, as their readers read it."""
    found = {}
    current = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
    for part in chunks(sorted(names)):
        query = select(versions.c.text, versions.c.details).join(reports, current).where(reports.c.id.in_(part))
        for text, details in corpus.execute(query):
            found[details["id"]] = from_plain(Report, {**details, "text": text})
    return found


def text_digest(text: str) -> str:
    """Give the digest by which the texts of a report are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_story(corpus: Connection, name: str) -> str:
    """Give the id of the story that an id leads to."""
    moved = corpus.execute(select(moved_stories.c.story).where(moved_stories.c.id == name)).scalar()
    found = corpus.execute(select(stories.c.id).where(stories.c.id == (moved or name))).scalar()
    if found is None:
        raise CorpusError(f"{name}: is no story of this corpus: see crosswire stories")
    return str(found)


def pack_brief(brief: Analysis) -> bytes:
    """Give a brief as the corpus keeps it: without its reports, which are kept already."""
    kept: Plain = {"stories": to_plain(brief.stories), "problems": to_plain(brief.problems)}
    return zlib.compress(json.dumps(kept).encode())


def kept_brief(content: bytes) -> Analysis:
    """Give a brief that was kept, without its reports."""
    kept = json.loads(zlib.decompress(content))
    stories = tuple(from_plain(Story, story) for story in kept["stories"])
    return Analysis((), stories, tuple(from_plain(Problem, problem) for problem in kept["problems"]))
