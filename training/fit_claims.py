"""Fit the pair model of src/crosswire/likeness.py and the thresholds of claims.py on annotated stories and pairs.

usage: python bench/annotated.py FOLDER && python training/fit_claims.py FOLDER

A passage that tells a fact often tells more, so that not every proposition of one says what every proposition of
another does. Of each two reports that tell a fact only those pairs are taken for the same that the fit before finds
nearly as likely as the likeliest of them; the others are left out (multiple-instance learning; Andrews and others
2002).

Each story is left out once; the thresholds are those whose F1 over the pairs of all left-out stories is best.
The judged pairs of loosely related reports join each fit, as in reports of one event nearly all that is alike is the
same; a fifth of their stories is left out at a time. Then the weights are fitted on all and written to
src/crosswire/weights/claims.json with the figures: left out, and on what was fitted to, so that overfitting shows.
Needs scikit-learn.
"""

import itertools
import json
import pathlib
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from crosswire.analysis import group
from crosswire.claims import join_units
from crosswire.language import annotate_all
from crosswire.likeness import FEATURES, Unit, candidate_pairs, pair_features, story_units
from crosswire.readers import read
from crosswire.records import Span
from crosswire.speakers import unite_speakers

WEIGHTS = pathlib.Path(__file__).parent.parent / "src" / "crosswire" / "weights" / "claims.json"
JOIN = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
UNITE = (0.3, 0.4, 0.5, 0.6, 0.7)
# F1 does not see that a false join is worse for an editor than a missed one, nor that claims which share most of their
# passages show one thing twice: of the thresholds that cost no more of it than this the strictest join is taken, and
# with it what unites most. Of the judged pairs 83 of 130 are right that are joined from .5 on, 79 of 118 from .55 on.
SPARED = 0.01
LOOSE = 6.0  # weight of a judged pair: there are 800 among 40,000 of the stories; of 2 to 8 it leaves out best
FOLDS = 5
PENALTY = 20.0  # of the squared weights, the features scaled to one deviation; of 3 to 80 it leaves out best
# Share of the likelihood of the likeliest pair of a bag from which another of it is taken for the same; of .2 to .8 it
# leaves out best: pooled F1 rises from .806, with every pair taken for the same, to .815 and more.
NEARLY = 0.4
FITS = 5  # each chooses by the one before; the weights hardly move after the third


class Example:
    """One annotated story: its units, their pairs, and which of them gold says are the same."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.name = folder.name
        self.units = units_of(folder)
        self.pairs = candidate_pairs(self.units)
        self.features = pair_features(self.units, self.pairs)
        texts = {unit.report.report.id: unit.report.report.text for unit in self.units}
        facts = json.loads((folder / "gold.json").read_text())["facts"]
        self.facts = [self._tellings(fact, texts) for fact in facts]
        self.across = np.array([self._report(i) != self._report(j) for i, j in self.pairs.tolist()], dtype=bool)
        self.same = np.array([self._is_same(i, j) for i, j in self.pairs.tolist()], dtype=bool)
        rows = number_rows(self.pairs)
        bags = [self._bag(a, b, rows) for told in self.facts for a, b in itertools.combinations(told.values(), 2)]
        self.bags = [bag for bag in bags if bag]

    def _bag(self, some: set[int], others: set[int], rows: dict[tuple[int, ...], int]) -> list[int]:
        """The pairs between what two reports tell of a fact, as rows of those compared."""
        pairs = {(min(i, j), max(i, j)) for i in some for j in others}
        return sorted(rows[pair] for pair in pairs & rows.keys())

    def learned(self, likely: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The pairs to learn from: all that are not the same, and of each bag the likeliest and what is nearly so."""
        taken = ~self.same
        for bag in self.bags:
            taken[bag] |= likely[bag] >= NEARLY * likely[bag].max()
        return taken

    def _report(self, unit: int) -> str:
        return self.units[unit].proposition.span.report

    def _tellings(self, fact: dict[str, Any], texts: dict[str, str]) -> dict[str, set[int]]:
        """The units that tell the fact, by report; reports of the fact's mentions only."""
        told: dict[str, set[int]] = {}
        for mention in fact["mentions"] + fact.get("also", []):
            text = texts.get(mention["report"], "")
            found = re.search(r"\s+".join(map(re.escape, mention["text"].split())), text)
            if found:
                told.setdefault(mention["report"], set()).update(units_at(self.units, mention["report"], found.span()))
        reports = {mention["report"] for mention in fact["mentions"]}
        return {report: units for report, units in told.items() if report in reports}

    def _is_same(self, i: int, j: int) -> bool:
        a, b = self._report(i), self._report(j)
        return any(i in told.get(a, ()) and j in told.get(b, ()) for told in self.facts)

    def score(self, groups: list[list[int]]) -> NDArray[np.int64]:
        """Count as score/story.py does: gold pairs found, gold pairs, predicted pairs right, predicted pairs."""
        return self._count(pair for members in groups for pair in itertools.combinations(members, 2))

    def ceiling(self) -> NDArray[np.int64]:
        """The same counts, were every pair joined that is compared."""
        return self._count((i, j) for i, j in self.pairs.tolist())

    def _count(self, pairs: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
        predicted = [(i, j) for i, j in pairs if self._report(i) != self._report(j)]
        joined = set(predicted)
        owed = [pair for told in self.facts for pair in itertools.combinations(told.values(), 2)]
        found = sum(any((min(i, j), max(i, j)) in joined for i in a for j in b) for a, b in owed)
        return np.array([found, len(owed), sum(self._is_same(i, j) for i, j in predicted), len(predicted)])


class Loose:
    """The judged pairs of one story of loosely related reports: their features, and whether both tell one fact."""

    def __init__(self, folder: pathlib.Path) -> None:
        units = units_of(folder)
        pairs = candidate_pairs(units)
        row = number_rows(pairs)
        features = pair_features(units, pairs)
        found: dict[int, bool] = {}
        for judged in json.loads((folder / "pairs.json").read_text()):
            (a, *at), (b, *there) = judged["a"], judged["b"]
            for i, j in itertools.product(units_at(units, a, at), units_at(units, b, there)):
                if judged["told"] != "furniture" and (min(i, j), max(i, j)) in row:
                    found[row[min(i, j), max(i, j)]] = judged["told"] == "same"
        self.features = features[list(found)]
        self.same = np.array(list(found.values()), dtype=bool)


def units_of(folder: pathlib.Path) -> list[Unit]:
    """Annotate the reports of a folder and list what they tell."""
    reports, _ = group(read([str(folder / "reports.jsonl")]).reports)
    return story_units(unite_speakers(list(annotate_all(reports))))


def number_rows(pairs: NDArray[np.int64]) -> dict[tuple[int, ...], int]:
    """The row of each pair of units."""
    return {pair: row for row, pair in enumerate(map(tuple, pairs.tolist()))}


def units_at(units: Sequence[Unit], report: str, place: Sequence[int]) -> list[int]:
    """The units that share more than half of the shorter with a place of a report."""
    spans = [unit.proposition.span for unit in units]
    return [i for i, span in enumerate(spans) if span.report == report and _meets(span, place)]


def _meets(span: Span, place: Sequence[int]) -> bool:
    shared = min(span.end, place[1]) - max(span.start, place[0])
    return shared > 0.5 * min(span.end - span.start, place[1] - place[0])


def f1(counts: NDArray[np.int64]) -> float:
    """Harmonic mean of precision and recall."""
    found, gold, right, predicted = counts.tolist()
    precision, recall = float(right / max(predicted, 1)), float(found / max(gold, 1))
    return 2 * precision * recall / max(precision + recall, 1e-9)


class Model:
    """A logistic model of pairs: weights for features less what is usual."""

    def __init__(self, examples: Sequence[Example], loose: Sequence[Loose]) -> None:
        self._fit(examples, [e.across for e in examples], loose)
        for _ in range(FITS - 1):
            self._fit(examples, [e.across & e.learned(self.likelihood(e.features)) for e in examples], loose)

    def _fit(self, examples: Sequence[Example], taken: Sequence[NDArray[np.bool_]], loose: Sequence[Loose]) -> None:
        given = [e.features[rows] for e, rows in zip(examples, taken, strict=True)]
        features = np.concatenate([*given, *(story.features for story in loose)])
        labels = [e.same[rows] for e, rows in zip(examples, taken, strict=True)]
        same = np.concatenate([*labels, *(story.same for story in loose)])
        weights = np.where(np.arange(len(same)) < sum(map(len, given)), 1.0, LOOSE)
        self.usual, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        scaled = LogisticRegression(max_iter=5000, C=1 / PENALTY)
        scaled.fit((features - self.usual) / spread, same, sample_weight=weights)
        self.weights, self.bias = scaled.coef_[0] / spread, float(scaled.intercept_[0])

    def likelihood(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each pair says the same thing."""
        return np.asarray(1 / (1 + np.exp(-((features - self.usual) @ self.weights + self.bias))))


class Figures:
    """What stories reach: F1 of pairs, pooled and mean."""

    def __init__(self, counts: dict[str, NDArray[np.int64]]) -> None:
        self.counts = counts
        self.pooled = f1(np.sum(list(counts.values()), axis=0))
        self.mean = float(np.mean([f1(count) for count in counts.values()]))

    def __str__(self) -> str:
        return f"F1 of pairs {self.mean:.3f} mean, {self.pooled:.3f} pooled"


def measure(examples: list[Example], likely: dict[str, NDArray[np.float64]], join: float, unite: float) -> Figures:
    """Score all examples at two thresholds."""
    return Figures({e.name: e.score(join_units(e.units, e.pairs, likely[e.name], join, unite)) for e in examples})


def judge_loose(examples: Sequence[Example], loose: Sequence[Loose], join: float) -> str:
    """Say how right the joined pairs of loosely related reports are, a fifth of their stories left out at a time."""
    folds = [loose[start::FOLDS] for start in range(FOLDS)]
    same, likely = [], []
    for fold in folds:
        model = Model(examples, [story for other in folds if other is not fold for story in other])
        same += [story.same for story in fold]
        likely += [model.likelihood(story.features) for story in fold]
    told, found = np.concatenate(same), np.concatenate(likely)
    right, joined = int(told[found >= join].sum()), int((found >= join).sum())
    return (
        f"of {len(told)} judged pairs of loosely related reports {right} of {joined} as likely as that are right, "
        f"average precision {average_precision_score(told, found):.3f}"
    )


def main(folder: str) -> None:
    """Fit, choose the thresholds, write the weights."""
    examples = [Example(path) for path in sorted(pathlib.Path(folder).iterdir()) if (path / "gold.json").exists()]
    reached, owed, *_ = np.sum([e.ceiling() for e in examples], axis=0).tolist()
    print(f"{reached} of {owed} gold pairs are among those compared")
    loose = [Loose(path) for path in sorted((pathlib.Path(folder) / "loose").iterdir())]
    left_out = {
        e.name: Model([other for other in examples if other is not e], loose).likelihood(e.features) for e in examples
    }
    found = {(join, unite): measure(examples, left_out, join, unite) for join in JOIN for unite in UNITE}
    for (join, unite), figures in found.items():
        print(f"join {join:.2f} unite {unite:.2f}  {figures}")
    least = max(figures.pooled for figures in found.values()) - SPARED
    join, unite = max((j, -u) for (j, u), figures in found.items() if figures.pooled >= least)
    unite = -unite
    for name, counts in found[join, unite].counts.items():
        print(f"  {name:20} {f1(counts):.3f}  {counts.tolist()}")
    model = Model(examples, loose)
    fitted = measure(examples, {e.name: model.likelihood(e.features) for e in examples}, join, unite)
    apart = judge_loose(examples, loose, join)
    WEIGHTS.write_text(
        json.dumps(
            {
                "features": list(FEATURES),
                "weights": [round(float(w), 4) for w in model.weights],
                "usual": [round(float(u), 4) for u in model.usual],
                "bias": round(model.bias, 4),
                "join": join,
                "unite": unite,
                "figures": f"leaving each story out: {found[join, unite]}; fitted on all: {fitted}; {apart}",
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
