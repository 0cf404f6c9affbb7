"""Measure the pages of a big story: how fast they are sent, how big they are, and while reports are being added.

usage: python bench/pages.py CORPUS.db [--reports 200]

CORPUS.db is made where it is not there: 200 invented reports of one event. Their sentences are of one make, and the
matcher would join most of them; here a claim is what is told in the same words, so that there are some 2,000. All else
of the brief is found as always. Then `crosswire serve` shows it, one process with its worker beside, and the pages are
asked for: each page 100 times by one reader, then the story by 20 readers at once while ten more reports are added.
Prints the errors, the median, the 95th percentile and the slowest answer, and the size of each page.
"""

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2

from crosswire import claims
from crosswire.claims import match_claims
from crosswire.corpus.briefing import brief_story
from crosswire.corpus.listing import list_stories
from crosswire.corpus.store import open_corpus
from crosswire.records import AnnotatedReport, Claim

SEED = 20311
REQUESTS, READERS, LATER = 100, 20, 10
LEADS = (
    "The Harrowmere footbridge gave way on Monday evening and fell into the river Tarn, the Calder county police said.",
    "A footbridge in Harrowmere collapsed into the river Tarn on Monday evening, the Calder county police said.",
)
SYLLABLES = ("ba", "dor", "el", "fan", "gri", "hol", "ja", "kes", "lin", "mor", "nu", "pel", "ri", "sto", "ta", "vel")
WHAT = (
    "crews lifted", "divers found", "inspectors measured", "the council bought", "a crane moved", "engineers replaced",
    "volunteers carried", "the town lost", "police sealed", "workers welded", "the insurer paid for", "students drew",
    "a court ordered", "the mill lent", "trucks brought", "neighbours mended",
)  # fmt: skip
THINGS = (
    "railings", "cables", "granite blocks", "lamp posts", "handrails", "boats", "planks", "sensors", "bicycles",
    "sandbags", "anchors", "pumps", "barriers", "bolts", "girders", "tents", "blankets", "radios", "maps", "ladders",
    "generators", "floodlights", "buoys", "trolleys", "hammers", "winches", "drums", "gates", "benches", "hydrants",
)  # fmt: skip
WHERE = (
    "at the north pier", "below the weir", "in Mill Lane", "near the old lock", "beside the chapel", "on the east bank",
    "behind the market hall", "at Tolliver's yard", "under the railway arch", "in the tannery", "at the ford", "by the "
    "boathouse",
)  # fmt: skip


def invent(number: int) -> list[dict[str, str]]:
    """Invent reports of one event: three things of each are told by several, eleven by hardly any other."""
    chance = random.Random(SEED)
    shared = [_sentence(chance) for _ in range(60)]
    made = []
    for position in range(number):
        told = [*chance.sample(shared, 3), *(_sentence(chance) for _ in range(11))]
        chance.shuffle(told)
        made.append(
            {
                "id": f"outlet-{position:03}",
                "title": "Harrowmere footbridge falls into the river Tarn",
                "text": "\n\n".join([chance.choice(LEADS), *(" ".join(told[i : i + 3]) for i in range(0, 14, 3))]),
                "outlet": f"Outlet {position:03}",
                "published": f"2031-03-{4 + position // 60:02}T{position % 24:02}:{position % 60:02}:00Z",
            }
        )
    return made


def _sentence(chance: random.Random) -> str:
    who = " ".join("".join(chance.sample(SYLLABLES, 2)).capitalize() for _ in range(2))
    said = f"{chance.choice(WHAT)} {chance.randint(2, 900)} {chance.choice(THINGS)} {chance.choice(WHERE)}"
    return f"{said[0].upper()}{said[1:]}, {who} said."


def make(corpus: Path, reports: list[dict[str, str]]) -> None:
    """Make the corpus and the brief of its story."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in reports), encoding="utf-8")
        command = [sys.executable, "-m", "crosswire", "add", str(path), "--corpus", str(corpus)]
        subprocess.run(command, check=True)
    engine = open_corpus(str(corpus))
    claims.match_claims = same_words
    brief_story(engine, list_stories(engine)[0].id, os.cpu_count() or 1)
    engine.dispose()
    print(f"made in {time.perf_counter() - began:.0f} s")


def same_words(reports: Sequence[AnnotatedReport]) -> tuple[Claim, ...]:
    """Join what reports tell in the same words."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for report in reports:
        for claim in match_claims([report]):
            told[report.report.text[claim.text.start : claim.text.end]].append(claim)
    return tuple(
        replace(same[0], mentions=tuple(m for claim in same for m in claim.mentions)) for same in told.values()
    )


@contextmanager
def serving(corpus: Path) -> Iterator[str]:
    """Show the corpus at an address of this machine for as long as it is measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crosswire", "serve", "--corpus", str(corpus), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx2.get(f"{address}/static/style.css")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def measure(name: str, client: httpx2.Client, address: str, times: int = REQUESTS) -> None:
    """Print how fast one reader gets a page, and how big it is."""
    took, size, errors = [], 0, 0
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(address)
        took.append(time.perf_counter() - began)
        errors += answer.status_code != 200
        size = len(answer.content)
    print(f"{name:12} {_times(took)}, {size / 1000:.0f} kB, {errors} errors")


def _times(took: list[float]) -> str:
    ordered = sorted(took)
    return (
        f"median {ordered[len(took) // 2] * 1000:.0f} ms, p95 {ordered[int(len(took) * 0.95)] * 1000:.0f} ms, "
        f"slowest {ordered[-1] * 1000:.0f} ms"
    )


def read_at_once(address: str, corpus: Path, later: list[dict[str, str]]) -> None:
    """Print how fast readers get the story while reports are added to it."""
    took: list[float] = []
    wrong: list[int] = []
    done = threading.Event()

    def read() -> None:
        with httpx2.Client(timeout=60) as client:
            while not done.is_set():
                began = time.perf_counter()
                answer = client.get(address)
                took.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    wrong.append(answer.status_code)
                time.sleep(0.5)  # a reader reads; without it this measures how fast readers can ask

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    with tempfile.TemporaryDirectory() as folder:
        for one in later:
            path = Path(folder) / "later.jsonl"
            path.write_text(json.dumps(one) + "\n", encoding="utf-8")
            command = [sys.executable, "-m", "crosswire", "add", str(path), "--corpus", str(corpus)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    done.set()
    for reader in readers:
        reader.join()
    print(
        f"{READERS} at once   {_times(took)}, {len(took)} requests while {len(later)} were added, {len(wrong)} errors"
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    asked = parser.parse_args()
    reports = invent(asked.reports + LATER)
    if not asked.corpus.exists():
        make(asked.corpus, reports[: asked.reports])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "corpus.db"
        shutil.copy(asked.corpus, copy)
        with serving(copy) as address, httpx2.Client(base_url=address, timeout=600) as client:
            listed = client.get("/stories.json?sort=size").json()["stories"][0]
            story = f"/stories/{listed['id']}"
            while client.get(story).status_code == 503:
                time.sleep(1)
            told = client.get(f"{story}.json").json()["stories"][0]["claims"]
            print(f"{len(listed['reports'])} reports, {len(told)} claims")
            for name, page in (("stories", "/stories"), ("story", story), ("report", f"{story}/report?id=outlet-000")):
                measure(name, client, page)
            measure("said once", client, f"{story}/all/single?page=2")
            measure("JSON", client, f"{story}.json", 5)
            read_at_once(f"{address}{story}", copy, reports[asked.reports :])


if __name__ == "__main__":
    main()
