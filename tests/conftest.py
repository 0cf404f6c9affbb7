"""A corpus to test with: SQLite always, PostgreSQL where CROSSWIRE_TEST_POSTGRESQL gives an address of a server.

And a site on loopback to fetch from, and the analysis of the example.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from feedserver import Site, serve

from crosswire.analysis import analyse
from crosswire.readers import read
from crosswire.records import Analysis

EXAMPLE = Path(__file__).parents[1] / "examples" / "harbour-fire"
SERVER = os.environ.get("CROSSWIRE_TEST_POSTGRESQL", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "desk.db")
        return
    if not SERVER:
        pytest.skip("needs a PostgreSQL server: CROSSWIRE_TEST_POSTGRESQL=postgresql://user@host:port/")
    import psycopg

    name = f"desk_{uuid.uuid4().hex}"
    with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield f"{SERVER}{name}"
    with psycopg.connect(f"{SERVER}postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as served:
        yield served


@pytest.fixture(scope="session")
def example() -> Analysis:
    reading = read([str(EXAMPLE)])
    assert not reading.problems
    return analyse(reading.reports)
