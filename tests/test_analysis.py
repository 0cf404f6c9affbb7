"""The same input gives the same output: whatever the order, the number of processes and the hash seed."""

import io
import os
import random
import subprocess
import sys

from conftest import EXAMPLE

from crosswire.outputs.records_json import write
from crosswire.records import Analysis


def brief(*arguments: str, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "crosswire", "brief", *arguments, "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    return done.stdout


def written(analysis: Analysis) -> str:
    file = io.StringIO()
    write(analysis, file)
    return file.getvalue()


def test_another_order_of_the_reports_and_another_hash_seed(example: Analysis) -> None:
    paths = sorted(map(str, EXAMPLE.iterdir()))
    random.Random(7).shuffle(paths)
    assert brief(*paths, seed="4711") == written(example)


def test_two_processes(example: Analysis) -> None:
    assert brief(str(EXAMPLE), "--processes", "2", seed="0") == written(example)
