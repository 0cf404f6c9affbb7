"""The same input gives the same output: whatever the order, the number of processes and the hash seed."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parent.parent / "examples" / "harbour-fire"


def brief(*arguments: str, seed: str = "0") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "crosswire", "brief", *arguments, "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return done.stdout


@pytest.fixture(scope="module")
def once() -> str:
    return brief(str(EXAMPLE))


def test_another_order_of_the_reports(once):
    paths = sorted(map(str, EXAMPLE.iterdir()))
    random.Random(7).shuffle(paths)
    assert brief(*paths) == once


def test_another_hash_seed(once):
    assert brief(str(EXAMPLE), seed="4711") == once


def test_two_processes(once):
    assert brief(str(EXAMPLE), "--processes", "2") == once
