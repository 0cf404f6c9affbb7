"""Invented pages and feeds that tests of watching poll, and what a corpus holds of them."""

from desk import corpus
from feedserver import Site, item
from sqlalchemy import select

from crosswire.corpus.loading import load_reports
from crosswire.corpus.store import reading
from crosswire.corpus.tables import reports
from crosswire.corpus.watching import Poll, poll_feeds
from crosswire.fetching.fetcher import Fetcher
from crosswire.records import Report

AGROUND = (
    "The ferry Ilda ran aground off Port Sael on Tuesday, the coast guard said, with ninety people aboard.",
    "Lifeboats brought all of them ashore before midnight, and nobody was hurt, said its captain Ada Quill.",
)
OPERA = (
    "The Veskar opera opens its new house with a gala in May, its director Tessaly Quillon said on Monday.",
    "The house was to open two years ago, but the builder went bankrupt and the city had to find another one.",
)


def poll(address: str, *sources: str, every: float = 0.0, insist: bool = False, private: bool = True) -> Poll:
    with corpus(address) as engine:
        return poll_feeds(engine, sources, Fetcher(private, pause=0.0), every, insist=insist)


def text_item(site: Site, title: str, path: str, *paragraphs: str, more: str = "") -> str:
    return item(title, site.address + path, "".join(f"<p>{text}</p>" for text in paragraphs), more)


def held(address: str) -> dict[str, Report]:
    with corpus(address) as engine, reading(engine) as connection:
        return load_reports(connection, connection.execute(select(reports.c.id)).scalars().all())


def counts(done: Poll) -> tuple[int, int, int]:
    return done.added.new, done.added.versions, done.added.known
