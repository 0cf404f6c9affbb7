"""Measure the corpus: stories in a stream, what a kill leaves, time and memory as it grows, search.

usage: corpus.py events GOLD.jsonl ...       B-cubed F1 of reports added one by one in order of publication, and at once
       corpus.py kills REPORTS.jsonl [N [SERVER]]   kills `add` N times (50), then compares with an undisturbed run;
                                             SERVER: postgresql://user@host:port/, on which databases may be made
       corpus.py growth REPORTS.jsonl        time of each thousand reports, peak memory, then 200 searches
       corpus.py flat REPORTS.jsonl          time of the last thousand reports over that of the first, in turns: as
                                             published, and as they stand
       corpus.py pieces REPORTS.jsonl        B-cubed F1 of stories added in 100 pieces, and at once, to those of one go
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select

from crosswire.analysis import group
from crosswire.corpus import adding
from crosswire.corpus.judging import judge_merge, list_judgements
from crosswire.corpus.searching import search
from crosswire.corpus.store import open_corpus, reading
from crosswire.corpus.tables import reports, stories, versions
from crosswire.readers import read
from crosswire.records import Report

SEED = 20311


def bcubed(gold: dict[str, str], groups: Iterable[Iterable[str]]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998)."""
    found = {report: number for number, members in enumerate(groups) for report in members}
    both = Counter((gold[report], found[report]) for report in gold)
    by_gold, by_found = Counter(gold.values()), Counter(found.values())
    precision = sum(count * count / by_found[group] for (_, group), count in both.items()) / len(gold)
    recall = sum(count * count / by_gold[event] for (event, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def in_order(path: str) -> list[Report]:
    """Read reports in order of publication, those without a date first."""
    return sorted(read([path]).reports, key=lambda r: (r.published.value if r.published else "", r.id))


def grouped(address: str) -> dict[str, list[str]]:
    """Give the reports of each story of a corpus."""
    engine = open_corpus(address)
    with reading(engine) as corpus:
        found: dict[str, list[str]] = {story: [] for story in corpus.execute(select(stories.c.id)).scalars()}
        for story, report in corpus.execute(select(reports.c.story, reports.c.id).order_by(reports.c.id)):
            found[story].append(report)
    engine.dispose()
    return found


def events(path: str, folder: Path) -> None:
    """Print how well a stream of reports is grouped, and the same reports at once."""
    with Path(path).open(encoding="utf-8") as lines:
        gold = {str(fields["id"]): str(fields["event"]) for fields in map(json.loads, lines)}
    address = str(folder / f"{Path(path).stem}.db")
    engine = open_corpus(address, make=True)
    for report in in_order(path):
        adding.add_reports(engine, [report])
    engine.dispose()
    streamed = bcubed(gold, grouped(address).values())
    at_once = bcubed(gold, (found.reports for found in group(read([path]).reports)[1]))
    print(f"{Path(path).name}: streamed {streamed:.4f}, at once {at_once:.4f}")


def kills(path: str, folder: Path, times: int, server: str | None) -> None:
    """Kill `crosswire add` at random moments; print whether a last run leaves what an undisturbed one leaves."""
    names = ("undisturbed", "killed")
    undisturbed, killed = (_new_database(server, name) if server else str(folder / f"{name}.db") for name in names)
    for address in (undisturbed, killed):
        _judge_some(path, address)
    started = time.monotonic()
    subprocess.run([*_command(path), undisturbed], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - started
    chance = random.Random(SEED)
    late = 0
    for _ in range(times):
        running = subprocess.Popen([*_command(path), killed], stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, took / 4))
        late += running.poll() is not None
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run([*_command(path), killed], check=True, stdout=subprocess.DEVNULL)
    same = all(kept(killed) == kept(undisturbed) for kept in (grouped, _texts, _judged))
    print(
        f"{times} kills ({late} after the end): reports, versions, stories, judgements {'equal' if same else 'DIFFER'}"
    )


def _new_database(server: str, name: str) -> str:
    import psycopg

    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS crosswire_{name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE crosswire_{name}")
    return f"{server}crosswire_{name}"


def _judge_some(path: str, address: str) -> None:
    """Begin a corpus with two reports judged to be one story."""
    engine = open_corpus(address, make=True)
    adding.add_reports(engine, read([path]).reports[:2])
    first, *others = grouped(address)
    if others:
        judge_merge(engine, [first, *others], "bench", "to be kept through kills")
    engine.dispose()


def _judged(address: str) -> Sequence[tuple[str, tuple[str, ...]]]:
    engine = open_corpus(address)
    found = [(judgement.verdict, judgement.reports) for judgement in list_judgements(engine)]
    engine.dispose()
    return found


def _command(path: str) -> list[str]:
    return [sys.executable, "-m", "crosswire", "add", path, "--corpus"]


def _texts(address: str) -> list[tuple[object, ...]]:
    engine = open_corpus(address)
    with reading(engine) as corpus:
        columns = (versions.c.report, versions.c.number, versions.c.digest)
        found = sorted(tuple(row) for row in corpus.execute(select(*columns)))
    engine.dispose()
    return found


def growth(path: str, folder: Path) -> None:
    """Print the time on the processor for each thousand reports, peak memory, and the time of searches."""
    given = in_order(path)
    engine = open_corpus(str(folder / "growth.db"), make=True)
    took = []
    for start in range(0, len(given), 1000):
        began = time.process_time()
        adding.add_reports(engine, given[start : start + 1000])
        took.append(time.process_time() - began)
    print(f"{len(given)} reports, s of processor a thousand: {', '.join(f'{seconds:.1f}' for seconds in took)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB, the reports read included")
    chance = random.Random(SEED)
    queries = []
    for report in chance.sample(given, min(200, len(given))):
        names = [word for word in report.text.split() if word[:1].isupper() and word.isalpha() and len(word) > 3]
        day = report.published.value[:10] if report.published else ""
        queries.append(f"{day} {' '.join(chance.sample(names, min(4, len(names))))} report")
    times = []
    for query in queries:
        began = time.perf_counter()
        search(engine, query, date.today())
        times.append((time.perf_counter() - began) * 1000)
    engine.dispose()
    times.sort()
    print(
        f"search: median {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f}, most {times[-1]:.1f}"
    )


def flat(path: str, folder: Path) -> None:
    """Print the time for the last thousand reports over that for the first: as published, then as they stand."""
    for order, given in (("as published", in_order(path)), ("as they stand", list(read([path]).reports))):
        took = _in_turns(given, folder / order)
        ratio = took["late"] / took["early"]
        print(f"{order}, s of processor: first {took['early']:.1f}, last {took['late']:.1f}: {ratio:.2f} times")


def _in_turns(given: Sequence[Report], folder: Path) -> dict[str, float]:
    """Time the last and the first thousand reports, a hundred of each in turns.

    In turns, as what else the machine does would otherwise count for one and not for the other.
    """
    folder.mkdir()
    late, early = (open_corpus(str(folder / name), make=True) for name in ("late.db", "early.db"))
    adding.add_reports(late, given[:-1000])
    took = {"early": 0.0, "late": 0.0}
    for start in range(0, 1000, 100):
        for name, engine, part in (("early", early, given[:1000]), ("late", late, given[-1000:])):
            began = time.process_time()
            adding.add_reports(engine, part[start : start + 100])
            took[name] += time.process_time() - began
    early.dispose()
    late.dispose()
    return took


def pieces(path: str, folder: Path) -> None:
    """Print how far stories differ by whether the reports were added in one go, in 100 pieces, or grouped at once."""
    given = list(read([path]).reports)
    shuffled = random.Random(SEED).sample(given, len(given))
    one, many = (open_corpus(str(folder / name), make=True) for name in ("one.db", "many.db"))
    adding.add_reports(one, given)
    size = -(-len(given) // 100)
    for start in range(0, len(given), size):
        adding.add_reports(many, shuffled[start : start + size])
    one.dispose()
    many.dispose()
    first, other = grouped(str(folder / "one.db")), grouped(str(folder / "many.db"))
    same = _texts(str(folder / "one.db")) == _texts(str(folder / "many.db"))
    gold = {report: story for story, members in first.items() for report in members}
    at_once = bcubed(gold, (found.reports for found in group(given)[1]))
    in_pieces, equal = bcubed(gold, other.values()), "equal" if same else "DIFFER"
    print(f"reports {equal}; stories to those of one go: in pieces {in_pieces:.4f}, at once {at_once:.4f}")


def main() -> None:
    """Run what the command line asks for."""
    with tempfile.TemporaryDirectory() as folder:
        what, *rest = sys.argv[1:] or [""]
        if what == "events" and rest:
            for path in rest:
                events(path, Path(folder))
        elif what == "kills" and rest:
            kills(rest[0], Path(folder), int(rest[1]) if len(rest) > 1 else 50, rest[2] if len(rest) > 2 else None)
        elif what in ("growth", "flat", "pieces") and rest:
            {"growth": growth, "flat": flat, "pieces": pieces}[what](rest[0], Path(folder))
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
