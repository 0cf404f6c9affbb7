"""Prints the figures that the thresholds of crosswire.copying rest on.

    python training/fit_copying.py DATA

DATA holds `stories/*/reports.jsonl` with `gold.json`, and `events/outlets.jsonl` and `events/ecbplus.jsonl`, where
`event` and `topic` are gold. Two figures come out:

- for each gold relation, the shared words and the higher containment of its pairs, highest and lowest;
- for pairs that share no passage, taken as independent, how close their sentences are in order, by the number of
  sentences of the shorter report; pairs of one event, and pairs of two events of one topic, which can't be copies.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path

from crosswire.alignment import shared_passages
from crosswire.copying import CHANCE, REWRITTEN, SENTENCES, _align, _Draft, _draft, trace_copies
from crosswire.furniture import mark_repeated
from crosswire.language import annotate
from crosswire.readers import read
from crosswire.records import AnnotatedReport

LENGTHS = (SENTENCES, 8, 10, 14, 20, 30, 1000)


def annotated(path: Path) -> list[AnnotatedReport]:
    """Read and annotate the reports of a file, as a run of the program does."""
    return [annotate(report) for report in mark_repeated(read([str(path)]).reports)]


def drafts(reports: Sequence[AnnotatedReport]) -> list[_Draft]:
    """Make reports ready for comparison with each other."""
    numbers: dict[tuple[str, ...], int] = {}
    return [_draft(report, numbers) for report in reports]


def print_relations(stories: Path) -> None:
    """Print what the gold relations look like, and how many pairs the present thresholds get right."""
    figures: dict[str, list[tuple[float, int]]] = defaultdict(list)
    right = both = gold_pairs = found_pairs = 0
    for folder in sorted(path.parent for path in stories.glob("*/gold.json")):
        reports = annotated(folder / "reports.jsonl")
        ready = {draft.report.id: draft for draft in drafts(reports)}
        found = {copy.reports: copy.relation for copy in trace_copies(reports)}
        for pair in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["copies"]:
            a, b = (ready[name] for name in sorted(pair["reports"]))
            count = sum(passage.shared for passage in shared_passages(a.words, b.words))
            most = count / max(1, min(len(a.words.words), len(b.words.words)))
            figures[pair["relation"]].append((most, count))
            mine = found.get((a.report.id, b.report.id))
            gold_pairs += pair["relation"] != "none"
            found_pairs += mine is not None
            both += mine is not None and pair["relation"] != "none"
            right += mine == pair["relation"]
    for relation, pairs in sorted(figures.items()):
        shares, counts = zip(*pairs, strict=True)
        print(
            f"{relation:8} {len(pairs):3} pairs  containment {min(shares):.2f} to {max(shares):.2f}"
            f"  shared words {min(counts)} to {max(counts)}"
        )
    print(f"pairs: {both} right of {found_pairs} found, {gold_pairs} in gold; relation right: {right} of {both}")


def independent(path: Path) -> Iterator[tuple[str, int, float]]:
    """Give (kind, sentences of the shorter, closeness) of the pairs of one topic that share no passage."""
    gold = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["id"]] = (row.get("topic", row["event"]), row["event"])
    topics: dict[str, list[AnnotatedReport]] = defaultdict(list)
    for report in annotated(path):
        topics[gold[report.report.id][0]].append(report)
    for reports in topics.values():
        for a, b in combinations(drafts(reports), 2):
            a, b = sorted((a, b), key=lambda draft: len(draft.sentences))
            if len(a.sentences) >= SENTENCES and not shared_passages(a.words, b.words):
                kind = "one event" if gold[a.report.id][1] == gold[b.report.id][1] else "two events"
                yield kind, len(a.sentences), _align(a, b, a.vectors @ b.vectors.T)[1]


def print_closeness(path: Path) -> None:
    """Print the highest closeness of independent pairs by length, and how many reach the present threshold."""
    pairs = list(independent(path))
    for kind in ("one event", "two events"):
        for low, high in pairwise(LENGTHS):
            some = sorted((close for k, n, close in pairs if k == kind and low <= n < high), reverse=True)
            over = sum(close >= REWRITTEN + CHANCE / n for k, n, close in pairs if k == kind and low <= n < high)
            if some:
                highest = " ".join(f"{close:.2f}" for close in some[:5])
                length = f"{low:3} to {high - 1:3} sentences"
                print(f"{path.name:14} {kind:10} {length} {len(some):5} pairs  over {over:3}  {highest}")


def main() -> None:
    """Print every figure for the data folder given."""
    if len(sys.argv) != 2:
        raise SystemExit("give the data folder: python training/fit_copying.py DATA")
    data = Path(sys.argv[1])
    print_relations(data / "stories")
    print_closeness(data / "events" / "outlets.jsonl")
    print_closeness(data / "events" / "ecbplus.jsonl")


if __name__ == "__main__":
    main()
