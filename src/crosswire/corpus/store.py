"""A corpus opened: an SQLite file, or a PostgreSQL database by address; its tables brought up to date."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, inspect, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from crosswire.errors import CorpusError

CACHE = 65_536  # KiB of an SQLite corpus kept in memory
PATIENCE = 120  # seconds that one program waits for another's writing
VERSION = "0006"  # the newest migration
WRITERS = 7_283_462  # names the lock that PostgreSQL's writers take in turn


def open_corpus(address: str, make: bool = False) -> Engine:
    """Open the corpus at a path or an SQLAlchemy address; `make` it where there is none.

    Raises CorpusError where there is none to open, or it is no corpus, or one of a newer Crosswire.
    """
    engine = _engine(address, make)
    try:
        with told(address), engine.connect() as corpus:
            tables = set(inspect(corpus).get_table_names())
        if tables and "alembic_version" not in tables:
            raise CorpusError(f"{address}: is another program's database: give a corpus with --corpus")
        if not tables and not make:
            raise CorpusError(f"{address}: is no corpus yet: make it with crosswire add")
        with told(address):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(address: str, make: bool) -> Engine:
    if "://" not in address:
        path = Path(address)
        if not make and not path.is_file():
            raise CorpusError(f"{address}: is no corpus: make it with crosswire add, or give another with --corpus")
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise CorpusError(f"{address}: cannot be made: give a file in a folder that exists with --corpus")
        address = f"sqlite:///{path}"
    try:
        url = make_url(address)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError):
        raise CorpusError(f"{address}: is no address of a database: give a path or postgresql://…") from None
    except ModuleNotFoundError as error:
        raise CorpusError(f"{address}: needs {error.name}: pip install 'crosswire[postgres]'") from None
    if engine.dialect.name not in ("sqlite", "postgresql"):
        raise CorpusError(f"{address}: is a {engine.dialect.name} database: give SQLite or PostgreSQL")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", _take_turns)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    # The driver would begin transactions late, and readers that then write would meet each other.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")


def _begin(corpus: Connection) -> None:
    corpus.exec_driver_sql("BEGIN IMMEDIATE" if corpus.get_execution_options().get("writes") else "BEGIN")


def _take_turns(corpus: Connection) -> None:
    if corpus.get_execution_options().get("writes"):
        corpus.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read the corpus as it stands at one moment."""
    with told(_name(engine)), engine.connect() as corpus:
        if corpus.dialect.name == "postgresql":
            # By default each statement there sees what was written since the one before.
            corpus = corpus.execution_options(isolation_level="REPEATABLE READ")
        with corpus.begin():
            yield corpus


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Change the corpus in one transaction, all or nothing; one writer at a time, the others wait."""
    with told(_name(engine)), engine.connect() as corpus:
        corpus = corpus.execution_options(writes=True)
        with corpus.begin():
            yield corpus


@contextmanager
def told(address: str) -> Iterator[None]:
    """Say in one line what a database refused."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        if "locked" in reason:
            raise CorpusError(f"{address}: another program has been writing for {PATIENCE} s: try again") from error
        raise CorpusError(f"{address}: cannot be used ({reason}): check the corpus and its permissions") from error
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise CorpusError(f"{address}: cannot be used ({reason}): give a corpus with --corpus") from error


def _name(engine: Engine) -> str:
    return engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; Alembic is loaded only where they are not."""
    with engine.connect() as corpus:
        made = inspect(corpus).has_table("alembic_version")
        version = corpus.execute(text("SELECT version_num FROM alembic_version")).scalar() if made else None
    if version == VERSION:
        return
    if version is not None and version > VERSION:
        raise CorpusError(f"{_name(engine)}: is a corpus of a newer Crosswire: install that")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as corpus:
        corpus = corpus.execution_options(writes=True)
        with corpus.begin():
            config.attributes["connection"] = corpus
            command.upgrade(config, "head")


def now() -> str:
    """Give the time as the corpus writes it, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def chunks(items: list[Any], size: int = 900) -> Iterator[list[Any]]:
    """Yield as many items at a time as one statement may name."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def upsert(corpus: Connection, table: Table, add: Sequence[str] = (), key: str | None = None) -> Insert:
    """Insert rows; where a row of that key is there it takes the new values, those of `add` on top of its own."""
    make = sqlite_insert if corpus.dialect.name == "sqlite" else postgresql_insert
    statement = make(table)
    own = list(table.primary_key.columns)
    keys = [table.c[key]] if key else own
    values = {
        column.name: column + statement.excluded[column.name] if column.name in add else statement.excluded[column.name]
        for column in table.columns
        if column not in keys and column not in own
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
