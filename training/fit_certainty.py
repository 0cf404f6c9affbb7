"""Fit the weights of src/crosswire/language/events.py on event factuality sets.

usage: python training/fit_certainty.py FOLDER

FOLDER holds uw.train.jsonl and meantime.train.jsonl: tokenised sentences (`text`) with event words (`targets`: the
`tokens` from and to, and a `label` from -3, certainly not, to 3, certainly). Certain is from 2 up, denied from -1.5
down, uncertain between. A logistic regression over the names of the readings is fitted, the readings with the largest
weights are kept, and it is fitted again. The offsets of the classes are those with the best macro-F1 in
cross-validation over sentences. Weights and figures go to src/crosswire/weights/certainty.json. Needs scikit-learn;
takes about three minutes on two cores, most of it parsing.
"""

import json
import pathlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from factuality import event_words
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from crosswire.language.markers import Seen, readings
from crosswire.language.parsing import ParsedSentence, parse
from crosswire.language.tagger import REALITIES
from crosswire.records import Report

WEIGHTS = pathlib.Path(__file__).parent.parent / "src" / "crosswire" / "weights" / "certainty.json"
SETS = {"uw.train": 1.0, "meantime.train": 2.0}  # and what an event word of each counts
LEAST = 3  # places that a reading has in the sets
KEPT = 800  # readings
REGULARISATION = 0.3
FOLDS = 5
OFFSETS = [(u, d) for u in np.arange(-0.6, 1.6, 0.1) for d in np.arange(-0.6, 2.6, 0.2)]


@dataclass(frozen=True)
class Example:
    """An event word: the names of its readings, its class, its sentence and its set."""

    names: frozenset[str]
    reality: int
    sentence: str
    set: str


def examples(path: pathlib.Path) -> Iterator[Example]:
    """Parse the sentences of a set and read its event words."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        name = f"{path.stem} {number}"
        yield from _of_sentence(row, name, path.stem, parse(Report(name, row["text"])))


def _of_sentence(row: dict[str, Any], name: str, set: str, sentences: Sequence[ParsedSentence]) -> Iterator[Example]:
    seen: list[Seen] = [{} for _ in sentences]
    for (first, last), reality in event_words(row):
        touched = ((number, t) for number, s in enumerate(sentences) for t in s.touching(first, last))
        number, token = next(touched, (0, None))
        if token is not None:
            read = readings(token, seen[number])
            yield Example(frozenset(r.name for r in read), REALITIES.index(reality), name, set)


def matrix(data: Sequence[Example], places: dict[str, int]) -> csr_matrix:
    """Give a row an event word and a column a reading."""
    cells = [(row, places[name]) for row, e in enumerate(data) for name in sorted(e.names) if name in places]
    rows, columns = zip(*cells, strict=True)
    return csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(data), len(places)))


def fit(data: Sequence[Example], names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Fit the weights of the named readings for uncertain and denied, against certain."""
    places = {name: place for place, name in enumerate(names)}
    model = LogisticRegression(C=REGULARISATION, max_iter=1000, fit_intercept=False)
    model.fit(matrix(data, places), [e.reality for e in data], sample_weight=[SETS[e.set] for e in data])
    weights = (model.coef_[1:] - model.coef_[0]).T
    return dict(zip(names, weights, strict=True))


def fit_kept(data: Sequence[Example]) -> dict[str, NDArray[np.float64]]:
    """Fit all readings, then those again whose weights were largest."""
    counts = Counter(name for example in data for name in example.names)
    every = fit(data, sorted(name for name, count in counts.items() if count >= LEAST))
    largest = sorted(every, key=lambda name: (name != "bias", -np.abs(every[name]).max(), name))[:KEPT]
    return fit(data, sorted(largest))


def scores(data: Sequence[Example], weights: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Give the sums of each event word for the three classes."""
    sums = [sum((weights[name] for name in sorted(e.names) if name in weights), np.zeros(2)) for e in data]
    return np.column_stack([np.zeros(len(data)), np.array(sums)])


def macro_f1(reality: NDArray[np.int64], sums: NDArray[np.float64]) -> float:
    """Mean F1 of the three classes."""
    return float(f1_score(reality, sums.argmax(axis=1), average="macro", labels=[0, 1, 2]))


def main(folder: pathlib.Path) -> None:
    """Fit, choose the offsets, write the weights and print the figures."""
    data = [example for name in SETS for example in examples(folder / f"{name}.jsonl")]
    sums = np.zeros((len(data), 3))
    groups = [example.sentence for example in data]
    for train, test in GroupKFold(FOLDS).split(data, groups=groups):
        weights = fit_kept([data[i] for i in train])
        sums[test] = scores([data[i] for i in test], weights)
    reality = np.array([example.reality for example in data])
    of = {name: np.array([example.set == name for example in data]) for name in SETS}

    def figures(offset: tuple[float, float]) -> dict[str, float]:
        moved = sums + np.array([0.0, *offset])
        return {name: macro_f1(reality[of[name]], moved[of[name]]) for name in SETS}

    # MEANTIME has a tenth of the words: its figure leaps, so it counts half.
    chosen = max(OFFSETS, key=lambda offset: figures(offset)["uw.train"] + figures(offset)["meantime.train"] / 2)
    weights = fit_kept(data)
    weights["bias"] = weights["bias"] + np.array(chosen)
    rounded = {name: [round(float(w), 3) for w in pair] for name, pair in sorted(weights.items())}
    told = ", ".join(f"{name} {value:.3f}" for name, value in figures(chosen).items())
    note = f"macro-F1 of certain, uncertain and denied over given event words, {FOLDS} folds of sentences: {told}"
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(pair)}" for name, pair in rounded.items())
    WEIGHTS.write_text(f'{{\n "figures": {json.dumps(note)},\n "weights": {{\n{lines}\n }}\n}}\n', encoding="utf-8")
    print(f"{len(data)} event words, {len(rounded)} readings, offsets {np.round(chosen, 1).tolist()}\n{note}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
