"""Invented reports for the tests of the corpus, and what a corpus holds of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine, select

from crosswire.corpus.adding import Added, add_reports
from crosswire.corpus.store import open_corpus, reading
from crosswire.corpus.tables import reports, stories, versions
from crosswire.furniture import mark
from crosswire.records import Detail, Report


def report(
    name: str, text: str, published: str | None = None, url: str | None = None, outlet: str | None = None
) -> Report:
    field = Detail(published, "field") if published else None
    return mark(Report(name, text, published=field, url=url, outlet=Detail(outlet, "field") if outlet else None))


FERRY = [
    report(
        "ferry-1",
        "The ferry Marigold ran aground off Tolland Point on Monday night with 86 passengers on board, the Veskar "
        "coastguard said. Lifeboats took everybody ashore by midnight.",
        "2031-03-04",
        outlet="Harbour Post",
    ),
    report(
        "ferry-2",
        "All 86 passengers of the Marigold were brought ashore in lifeboats after the ferry struck rocks near Tolland "
        "Point. Its captain, Ida Brenn, told the coastguard that the steering had failed.",
        "2031-03-05",
        outlet="Signal",
    ),
    report(
        "ferry-3",
        "The owner of the Marigold said on Tuesday that the ferry's steering was serviced in May. The vessel is still "
        "on the rocks off Tolland Point, and the Veskar coastguard fears a fuel leak.",
        "2031-03-06",
        outlet="Signal",
    ),
]
COUNCIL = [
    report(
        "council-1",
        "The Veskar city council voted on Monday to close the Linden Street library. Mayor Jonas Ahlmark said that "
        "the budget left no choice; 400 residents had signed a petition against the closure.",
        "2031-03-04",
    ),
    report(
        "council-2",
        "Linden Street library will shut its doors in June after a vote of the council. Readers who signed the "
        "petition called Mayor Ahlmark's budget a disgrace.",
        "2031-03-05",
    ),
]


@contextmanager
def corpus(address: str) -> Iterator[Engine]:
    engine = open_corpus(address, make=True)
    try:
        yield engine
    finally:
        engine.dispose()


def add(address: str, *given: Report) -> Added:
    with corpus(address) as engine:
        return add_reports(engine, given)


def grouped(address: str) -> dict[str, list[str]]:
    """The reports of each story, by its id."""
    with corpus(address) as engine, reading(engine) as connection:
        found: dict[str, list[str]] = {story: [] for story in connection.execute(select(stories.c.id)).scalars()}
        for story, name in connection.execute(select(reports.c.story, reports.c.id).order_by(reports.c.id)):
            found[story].append(name)
    return found


def texts(address: str) -> list[tuple[str, int, str]]:
    """Every version of every report."""
    with corpus(address) as engine, reading(engine) as connection:
        columns = (versions.c.report, versions.c.number, versions.c.text)
        return sorted((r, n, t) for r, n, t in connection.execute(select(*columns)))


def changed(one: Report, text: str) -> Report:
    return mark(replace(one, text=text, marks=(), credits=()))
