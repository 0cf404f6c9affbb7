"""Fit the pair model and the threshold of src/crosswire/claims.py on annotated stories.

usage: python bench/annotated.py FOLDER && python training/fit_claims.py FOLDER

Each story is left out once; the threshold is the one whose F1 over the pairs of all left-out stories is best.
Then the weights are fitted on all stories and written to src/crosswire/weights/claims.json with the
figures. Needs scikit-learn.
"""

import itertools
import json
import pathlib
import re
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from crosswire.analysis import group
from crosswire.claims import FEATURES, LEAST_LIKELY, candidate_pairs, link_units, pair_features, story_units
from crosswire.language import annotate_all
from crosswire.readers import read
from crosswire.records import Span

WEIGHTS = pathlib.Path(__file__).parent.parent / "src" / "crosswire" / "weights" / "claims.json"
THRESHOLDS = np.arange(0.2, 0.8, 0.05)


class Example:
    """One annotated story: its units, their pairs, and which of them gold says are the same."""

    def __init__(self, folder: pathlib.Path) -> None:
        reports, _ = group(read([str(folder / "reports.jsonl")]).reports)
        self.name = folder.name
        self.units = story_units(list(annotate_all(reports)))
        self.reports = [unit.report.report.id for unit in self.units]
        self.pairs = candidate_pairs(self.units)
        self.features = pair_features(self.units, self.pairs)
        texts = {report.id: report.text for report in reports}
        facts = json.loads((folder / "gold.json").read_text())["facts"]
        self.facts = [self._tellings(fact, texts) for fact in facts]
        self.across = np.array([self._report(i) != self._report(j) for i, j in self.pairs.tolist()])
        self.same = np.array([self._is_same(i, j) for i, j in self.pairs.tolist()])

    def _report(self, unit: int) -> str:
        return self.units[unit].proposition.span.report

    def _tellings(self, fact: dict[str, Any], texts: dict[str, str]) -> dict[str, set[int]]:
        """The units that tell the fact, by report; reports of the fact's mentions only."""
        told: dict[str, set[int]] = {}
        for mention in fact["mentions"] + fact.get("also", []):
            text = texts.get(mention["report"], "")
            found = re.search(r"\s+".join(map(re.escape, mention["text"].split())), text)
            if found:
                told.setdefault(mention["report"], set()).update(self._units_at(mention["report"], found.span()))
        reports = {mention["report"] for mention in fact["mentions"]}
        return {report: units for report, units in told.items() if report in reports}

    def _units_at(self, report: str, place: tuple[int, int]) -> list[int]:
        spans = [unit.proposition.span for unit in self.units]
        return [i for i, span in enumerate(spans) if span.report == report and _meets(span, place)]

    def _is_same(self, i: int, j: int) -> bool:
        a, b = self._report(i), self._report(j)
        return any(i in told.get(a, ()) and j in told.get(b, ()) for told in self.facts)

    def score(self, groups: list[list[int]]) -> NDArray[np.int64]:
        """Count as score/story.py does: gold pairs found, gold pairs, predicted pairs right, predicted pairs."""
        return self._count(pair for members in groups for pair in itertools.combinations(members, 2))

    def ceiling(self) -> NDArray[np.int64]:
        """The same counts, were every pair joined that lies near enough to be compared (LEAST_COSINE)."""
        return self._count((i, j) for i, j in self.pairs.tolist())

    def _count(self, pairs: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
        joined = {(i, j) for i, j in pairs if self._report(i) != self._report(j)}
        owed = [pair for told in self.facts for pair in itertools.combinations(told.values(), 2)]
        found = sum(any((min(i, j), max(i, j)) in joined for i in a for j in b) for a, b in owed)
        return np.array([found, len(owed), sum(self._is_same(i, j) for i, j in joined), len(joined)])


def _meets(span: Span, place: tuple[int, int]) -> bool:
    shared = min(span.end, place[1]) - max(span.start, place[0])
    return shared > 0.5 * min(span.end - span.start, place[1] - place[0])


def f1(counts: NDArray[np.int64]) -> float:
    """Harmonic mean of precision and recall."""
    found, gold, right, predicted = counts.tolist()
    precision, recall = float(right / max(predicted, 1)), float(found / max(gold, 1))
    return 2 * precision * recall / max(precision + recall, 1e-9)


def fit(examples: list[Example]) -> LogisticRegression:
    """Fit on the pairs across reports."""
    features = np.concatenate([e.features[e.across] for e in examples])
    return LogisticRegression(max_iter=5000).fit(features, np.concatenate([e.same[e.across] for e in examples]))


def groups_of(model: LogisticRegression, example: Example, threshold: float) -> list[list[int]]:
    """Join an example's units by the model."""
    likely = model.predict_proba(example.features)[:, 1]
    kept = likely >= LEAST_LIKELY
    return link_units(example.reports, example.pairs[kept], likely[kept], threshold)


def main(folder: str) -> None:
    """Fit, choose the threshold, write the weights."""
    examples = [Example(path) for path in sorted(pathlib.Path(folder).iterdir()) if (path / "gold.json").exists()]
    reached, owed, *_ = np.sum([e.ceiling() for e in examples], axis=0).tolist()
    print(f"{reached} of {owed} gold pairs are among those compared")
    held_out = {e.name: fit([other for other in examples if other is not e]) for e in examples}
    best = (0.0, 0.0, 0.0)
    for threshold in THRESHOLDS:
        counts = [e.score(groups_of(held_out[e.name], e, threshold)) for e in examples]
        mean, pooled = float(np.mean([f1(c) for c in counts])), f1(np.sum(counts, axis=0))
        each = " ".join(f"{e.name[:8]} {f1(c):.3f}" for e, c in zip(examples, counts, strict=True))
        print(f"{threshold:.2f}  mean {mean:.3f}  pooled {pooled:.3f}  {each}")
        best = max(best, (pooled, mean, float(threshold)))
    model = fit(examples)
    pooled, mean, threshold = best
    WEIGHTS.write_text(
        json.dumps(
            {
                "features": list(FEATURES),
                "weights": [round(float(w), 4) for w in model.coef_[0]],
                "bias": round(float(model.intercept_[0]), 4),
                "threshold": round(threshold, 2),
                "figures": f"leaving each story out: F1 of pairs {mean:.3f} mean, {pooled:.3f} pooled",
            },
            indent=1,
        )
        + "\n"
    )
    print(WEIGHTS.read_text())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
