"""Reports into the corpus: each once, a changed text at the same address as a new version beside the old."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, insert, select, update

from crosswire.corpus.indexing import index_reports
from crosswire.corpus.loading import text_digest
from crosswire.corpus.plain import Plain, to_plain
from crosswire.corpus.store import chunks, now, reading, writing
from crosswire.corpus.streaming import place_reports
from crosswire.corpus.tables import reports, versions
from crosswire.errors import CorpusError
from crosswire.furniture import mark
from crosswire.records import Report

BATCH = 50  # reports written in one transaction, and placed in their stories together

Outcome = Literal["new", "version", "known"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the reports that were added: how many of each outcome, and the stories that changed, by id."""

    new: int
    versions: int
    known: int
    stories: tuple[str, ...]

    @property
    def reports(self) -> int:
        """How many reports there were, of whatever outcome."""
        return self.new + self.versions + self.known

    def with_more(self, other: "Added") -> "Added":
        """Give what became of these reports and others together."""
        stories = tuple(sorted({*self.stories, *other.stories}))
        return Added(self.new + other.new, self.versions + other.versions, self.known + other.known, stories)


def add_reports(
    corpus: Engine, given: Sequence[Report], progress: Callable[[int, int], None] = lambda done, total: None
) -> Added:
    """Add reports in the order given, a batch a transaction: what is killed midway is whole and goes on when run again.

    A report whose newest text is the one given changes nothing, and so do several texts of one report which it holds
    as its newest ones, in that order.
    """
    with reading(corpus) as connection:
        held = _held(connection, given)
    outcomes: Counter[Outcome] = Counter()
    changed: set[str] = set()
    done = 0
    for batch in chunks(list(enumerate(given)), BATCH):
        with writing(corpus) as connection:
            found, stories = add_batch(connection, [report for place, report in batch if place not in held])
        outcomes += found
        outcomes["known"] += sum(place in held for place, _ in batch)
        changed |= stories
        done += len(batch)
        progress(done, len(given))
    return Added(outcomes["new"], outcomes["version"], outcomes["known"], tuple(sorted(changed)))


def add_batch(corpus: Connection, batch: Iterable[Report]) -> tuple[Counter[Outcome], set[str]]:
    """Add some reports within the caller's transaction; give the outcomes and the ids of the stories that changed."""
    outcomes: Counter[Outcome] = Counter()
    fresh: dict[str, Report] = {}
    for given in batch:
        name, there = _identify(corpus, given)
        report = given if name == given.id else _renamed(given, name)
        outcome = _put(corpus, report, there)
        outcomes[outcome] += 1
        if outcome != "known":
            fresh[name] = report
    if not fresh:
        return outcomes, set()
    index_reports(corpus, fresh)
    return outcomes, place_reports(corpus, sorted(fresh))


def _held(corpus: Connection, given: Sequence[Report]) -> set[int]:
    """Give the places of what is held already, of reports given with more than one text.

    The texts of a report are held as far as they are, in order, the ones that its versions end with: a run that was
    killed between two of them goes on with the second, and the same run again adds neither.
    """
    often = Counter(report.id for report in given) + Counter(report.url for report in given if report.url)
    places: dict[str, list[int]] = defaultdict(list)
    for place, report in enumerate(given):
        if often[report.id] > 1 or (report.url and often[report.url] > 1):
            name, there = _identify(corpus, report)
            if there:
                places[name].append(place)
    found: set[int] = set()
    for name, own in places.items():
        query = select(versions.c.digest).where(versions.c.report == name).order_by(versions.c.number)
        kept = list(corpus.execute(query).scalars())
        told = [(digest, list(run)) for digest, run in groupby(own, key=lambda place: text_digest(given[place].text))]
        texts = [digest for digest, _ in told]
        many = next((n for n in range(min(len(kept), len(texts)), 0, -1) if kept[-n:] == texts[:n]), 0)
        found.update(place for _, run in told[:many] for place in run)
    return found


def _put(corpus: Connection, report: Report, there: bool) -> Outcome:
    """Keep a text of a report, unless it is the newest that is kept."""
    if corpus.dialect.name == "postgresql" and "\0" in report.text:
        raise CorpusError(f"{report.id}: holds a NUL character, which PostgreSQL cannot keep: take it out of the text")
    digest, seen, number = text_digest(report.text), now(), 1
    if there:
        newest = (versions.c.report == reports.c.id) & (versions.c.number == reports.c.version)
        query = select(versions.c.number, versions.c.digest).join(reports, newest).where(reports.c.id == report.id)
        held = corpus.execute(query).one()
        if held.digest == digest:
            return "known"
        number = held.number + 1
    shown = {"version": number, **_shown(report)}
    if there:
        corpus.execute(update(reports).where(reports.c.id == report.id).values(shown))
    else:
        own = {"id": report.id, "url": report.url, "path": _absolute(report.path), "first_seen": seen}
        corpus.execute(insert(reports).values({**own, **shown}))
    kept = {"report": report.id, "number": number, "first_seen": seen, "digest": digest, "text": report.text}
    corpus.execute(insert(versions).values({**kept, "details": _details(report)}))
    return "version" if there else "new"


def _details(report: Report) -> Plain:
    return {name: value for name, value in to_plain(report).items() if name != "text"}


def _shown(report: Report) -> dict[str, str | None]:
    return {
        "title": report.title.value if report.title else None,
        "outlet": report.outlet.value if report.outlet else None,
        "published": report.published.value if report.published else None,
        "published_basis": report.published.basis if report.published else None,
    }


def _identify(corpus: Connection, report: Report) -> tuple[str, bool]:
    """Give the id that a report has in the corpus, and whether it is there; addresses tell reports of one id apart."""
    if report.url:
        known = corpus.execute(select(reports.c.id).where(reports.c.url == report.url).order_by(reports.c.id)).scalar()
        if known:
            return known, True
    place = report.url or _absolute(report.path) or ""
    other = f"{report.id}~{hashlib.sha256(place.encode()).hexdigest()[:6]}"
    for name in (report.id, other):
        found = corpus.execute(select(reports.c.url, reports.c.path).where(reports.c.id == name)).first()
        if found is None:
            return name, False
        if name == other or not _elsewhere(corpus, report, found.url, found.path):
            return name, True
    raise AssertionError("the second name is the report's own")


def _elsewhere(corpus: Connection, report: Report, url: str | None, path: str | None) -> bool:
    """Whether a report is another than the one of its id: from another address, or a file of that name elsewhere."""
    if report.url and url:
        return report.url != url
    own = _absolute(report.path)
    if not own or not path or own == path or not _named_after_file(report):
        return False
    held = select(versions.c.report).where(versions.c.report == report.id, versions.c.text == report.text)
    return corpus.execute(held).first() is None


def _named_after_file(report: Report) -> bool:
    path = Path(report.path or "")
    return report.id == path.stem or path.as_posix().endswith(report.id)


def _absolute(path: str | None) -> str | None:
    return str(Path(path).absolute()) if path else None


def _renamed(report: Report, name: str) -> Report:
    """Give a report another id; what was read from its text is read again, as every passage names the report."""
    return mark(replace(report, id=name, marks=(), credits=()))
