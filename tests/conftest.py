"""A corpus to test with: SQLite always, PostgreSQL where CROSSWIRE_TEST_POSTGRESQL gives an address of a server."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

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
