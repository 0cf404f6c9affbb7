"""What the corpus keeps of feeds: what they said last, when they may be asked again, which items are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, select

from crosswire.corpus.store import now, reading, upsert
from crosswire.corpus.tables import feed_items, feeds
from crosswire.readers.feed import Item

TRIES = 5  # polls in which the page of an item is asked for before it is given up
LONGEST_WAIT = 86_400.0  # seconds that a feed which fails is left alone at most


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """A feed as it was at the last poll; `etag` and `modified` only where every item of it is done."""

    address: str
    title: str = ""
    etag: str | None = None
    modified: str | None = None
    last_changed: str | None = None
    failures: int = 0
    not_before: str | None = None
    problem: str | None = None

    @property
    def waits(self) -> bool:
        """Whether it is too early to ask again."""
        return self.not_before is not None and self.not_before > now()


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item of a feed as it was handled last; without a problem it is done."""

    digest: str
    first_seen: str
    tries: int
    problem: str | None

    def done(self, item: Item) -> bool:
        """Whether there is nothing more to do for an item."""
        return self.digest == item.digest and (self.problem is None or self.tries >= TRIES)


def load_feed(corpus: Engine, address: str) -> KeptFeed | None:
    """Give what is kept of a feed, if anything is."""
    columns = [feeds.c[name] for name in KeptFeed.__slots__]
    with reading(corpus) as connection:
        row = connection.execute(select(*columns).where(feeds.c.address == address)).first()
    return KeptFeed(*row) if row else None


def keep_feed(corpus: Connection, feed: KeptFeed) -> None:
    """Keep a feed as it is after a poll."""
    row = {name: getattr(feed, name) for name in KeptFeed.__slots__}
    corpus.execute(upsert(corpus, feeds), {**row, "last_polled": now()})


def load_items(corpus: Engine, feed: str) -> dict[str, KeptItem]:
    """Give the items of a feed that were handled, by key."""
    columns = (feed_items.c.item, *(feed_items.c[name] for name in KeptItem.__slots__))
    with reading(corpus) as connection:
        rows = connection.execute(select(*columns).where(feed_items.c.feed == feed)).all()
    return {key: KeptItem(*rest) for key, *rest in rows}


def is_link_done(corpus: Engine, link: str) -> bool:
    """Whether the page at a link was read already, for an item of any feed."""
    done = select(feed_items.c.item).where(feed_items.c.link == link, feed_items.c.problem.is_(None))
    with reading(corpus) as connection:
        return connection.execute(done.limit(1)).first() is not None


def keep_items(corpus: Connection, feed: str, handled: Sequence[tuple[Item, KeptItem]]) -> None:
    """Keep what became of some items of a feed."""
    rows = [
        {"feed": feed, "item": item.key, "link": item.link} | {name: getattr(kept, name) for name in KeptItem.__slots__}
        for item, kept in handled
    ]
    if rows:
        corpus.execute(upsert(corpus, feed_items), rows)


def later(seconds: float) -> str:
    """Give the time some seconds from now, a day at most, as the corpus writes it."""
    moment = datetime.now(UTC) + timedelta(seconds=min(seconds, LONGEST_WAIT))
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
