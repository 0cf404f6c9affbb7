"""Print what the thresholds of conflicts rest on: precision, recall and F1 around each of them.

usage: python bench/annotated.py FOLDER && python training/fit_conflicts.py FOLDER

Pairs of passages are counted as score/story.py counts them, over all annotated stories together, with one
threshold changed at a time. Then each story is left out once, the value of each threshold that is best on the
others is taken, and the left-out stories are scored together: how far the figures rest on the stories themselves.
"""

import itertools
import json
import pathlib
import re
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswire import conflicts, deeds, differing, figures
from crosswire.analysis import analyse_fully
from crosswire.readers import read
from crosswire.speakers import unite_speakers

Places = dict[str, list[tuple[int, int]]]

THRESHOLDS: tuple[tuple[tuple[ModuleType, ...], str, tuple[float, ...]], ...] = (
    ((conflicts,), "NEAR", (0.5, 0.55, 0.6, 0.65, 0.7)),
    ((conflicts,), "NEAR_FIGURES", (0.6, 0.65, 0.7, 0.75, 0.8)),
    ((conflicts,), "NEAR_CLOSE", (0.4, 0.5, 0.6)),
    ((conflicts,), "NEAR_HOURS", (0.5, 0.6, 0.7)),
    ((conflicts,), "CONTRARY", (0.3, 0.4, 0.5)),
    ((conflicts,), "NEAR_DENIAL", (0.45, 0.55, 0.65)),
    ((differing,), "TELLING", (0.4, 0.5, 0.6)),
    ((deeds, figures), "ONE_DEED", (0.65, 0.7, 0.75, 0.8, 0.85)),
    ((figures,), "MAGNITUDE", (2.0, 2.5, 3.0, 4.0)),
    ((figures,), "MEASURED", (0.3, 0.4, 0.5)),
    ((figures,), "CLOSE", (1.0, 1.05, 1.1, 1.15)),
    ((figures,), "CLOSELY", (0.15, 0.25, 0.35)),
    ((differing,), "RARE", (4.0, 5.0, 6.0)),
)


class Example:
    """One annotated story: all that its conflicts are made of, and where gold has its conflicts."""

    def __init__(self, folder: pathlib.Path) -> None:
        analysis, annotated = analyse_fully(read([str(folder / "reports.jsonl")]).reports)
        by_id = {report.report.id: report for report in annotated}
        self.stories = [(s, unite_speakers([by_id[name] for name in s.reports])) for s in analysis.stories]
        texts = {report.id: report.text for report in analysis.reports}
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["conflicts"]
        self.gold = [(_places(x, texts), sorted({m["report"] for m in x["mentions"]})) for x in gold]

    def score(self) -> NDArray[np.int64]:
        """Count gold pairs found, gold pairs, predicted pairs right, predicted pairs, as the thresholds are now."""
        predicted = list(self._pairs())
        found = owed = 0
        for where, reports in self.gold:
            inside = {(a[0], b[0]) for a, b in predicted if _tells(where, a) and _tells(where, b)}
            pairs = [pair for pair in itertools.combinations(reports, 2) if set(pair) <= set(where)]
            owed += len(pairs)
            found += sum(pair in inside or pair[::-1] in inside for pair in pairs)
        right = sum(any(_tells(where, a) and _tells(where, b) for where, _ in self.gold) for a, b in predicted)
        return np.array([found, owed, right, len(predicted)])

    def _pairs(self) -> Iterator[tuple[tuple[str, int, int], tuple[str, int, int]]]:
        for story, reports in self.stories:
            given = story.claims, story.quotes, reports, story.copies, story.lineages
            for conflict in conflicts.find_conflicts(*given):
                spans = [(span.report, span.start, span.end) for span in conflict.mentions]
                yield from ((a, b) for a, b in itertools.combinations(spans, 2) if a[0] != b[0])


def _places(item: dict[str, Any], texts: dict[str, str]) -> Places:
    where: Places = {}
    for mention in item["mentions"] + item.get("also", []):
        found = re.search(r"\s+".join(map(re.escape, mention["text"].split())), texts.get(mention["report"], ""))
        if found:
            where.setdefault(mention["report"], []).append(found.span())
    return where


def _tells(where: Places, span: tuple[str, int, int]) -> bool:
    report, start, end = span
    return any(min(end, b) - max(start, a) > 0.5 * min(end - start, b - a) for a, b in where.get(report, ()))


def f1(counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    found, gold, right, predicted = counts.tolist()
    precision, recall = right / max(predicted, 1), found / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main(folder: str) -> None:
    """Change one threshold at a time, then leave each story out."""
    paths = sorted(path for path in pathlib.Path(folder).iterdir() if (path / "gold.json").exists())
    examples = [Example(path) for path in paths]
    now = np.array([example.score() for example in examples])
    print("as they are       P {:.3f} R {:.3f} F1 {:.3f}".format(*f1(now.sum(axis=0))))
    for modules, name, values in THRESHOLDS:
        before = getattr(modules[0], name)
        counts = []
        for value in values:
            for module in modules:
                setattr(module, name, value)
            counts.append([example.score() for example in examples])
            p, r, f = f1(np.sum(counts[-1], axis=0))
            print(f"{name:14} {value:<5}{'*' if value == before else ' '} P {p:.3f} R {r:.3f} F1 {f:.3f}")
        for module in modules:
            setattr(module, name, before)
        each = np.array(counts)
        left_out = [
            each[max(range(len(values)), key=lambda v: f1(each[v].sum(axis=0) - each[v][k])[2]), k]
            for k in range(len(examples))
        ]
        print(f"{name:14} chosen without each story: F1 {f1(np.sum(left_out, axis=0))[2]:.3f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
