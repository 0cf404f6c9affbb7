"""Likeness: how likely two propositions of one story say the same thing, and what speaks for it and against."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswire.language.frequencies import rarity
from crosswire.records import AnnotatedReport, Claim, Evidence, Likeness, Proposition, Quantity
from crosswire.sources import same_source
from crosswire.stories import compare_reports, publication_day

FEATURES = (
    "cosine",  # of the passages' vectors
    "cosine of sentences",  # of the sentences that they stand in
    "aligned",  # how far the words of one stand in the other by meaning, telling words counting most: the better side
    "aligned both ways",  # the same of the other side
    "aligned beyond names",  # both again, of the words that are no part of a name: what is told of those named
    "aligned beyond names both ways",
    "telling of shorter",  # how telling the words in common are within the story, as a share of the side that has less
    "telling beyond",  # by how much more of both sides' words they are where telling counts beside rarity
    "telling",  # the logarithm of the sum of rarity and telling together
    "most telling",  # of the words in common, within the story
    "verb",  # one's main verb stands in the other
    "names",  # share of the fewer names that are in common
    "source",
    "certainty",
    "one negated",
    "time",  # one tells the same day, or the same more exactly
    "other numbers",  # each tells numbers, and no number is in both
    "reports alike",  # how far their reports share their words, up to ALIKE
    "days apart",  # the logarithm of the days between the publication of their reports
    "place apart",  # between their places in their reports, 0 (start) to 1 (end)
    "first place",  # the place of the one nearer to its report's start
    "rank",  # among its rivals of the same report, of either side: 2 where each is the other's nearest
)
# Both cost nothing that counts (training/fit_claims.py) and spare a story of many reports most of its pairs.
LEAST_COSINE = 0.3  # a pair below it is not compared
NEAREST = 48  # nor one that is among the nearest of neither side
# Similarity of two reports from which they are taken to tell of one event. Pairs that look as likely are right half as
# often in reports that are less alike: half of 861 judged pairs of a stream stand in reports below .19, a tenth of the
# pairs of annotated stories in reports below .33. Average precision of the former rises from .596 to .618, of the
# latter from .694 to .698; the same from .25 to .35.
ALIKE = 0.3
UNKNOWN_DAYS = 7  # between two reports, where one says no day
# What is denied must be all but said elsewhere: a wrong join here would put a denial into a mouth that made none.
LEAST_DENIED = 0.7


@dataclass(frozen=True, slots=True)
class Unit:
    """A proposition with what is compared of it; `place` is where it stands in its report, 0 (start) to 1 (end)."""

    report: AnnotatedReport
    proposition: Proposition
    vector: NDArray[np.float32]
    sentence: NDArray[np.float32]
    words: frozenset[str]
    names: frozenset[str]
    source: str | None
    place: float
    forms: tuple[str, ...]
    word_vectors: NDArray[np.int8]


def story_units(reports: Sequence[AnnotatedReport]) -> list[Unit]:
    """List every proposition of the reports, in order of report and place."""
    return [unit for report in sorted(reports, key=lambda r: r.report.id) for unit in _units(report)]


def _units(report: AnnotatedReport) -> Iterator[Unit]:
    ends = np.cumsum([len(forms) for forms in report.words], dtype=int)
    for position, (proposition, forms, end) in enumerate(zip(report.propositions, report.words, ends, strict=True)):
        yield Unit(
            report,
            proposition,
            report.proposition_vectors[position],
            report.sentence_vectors[proposition.sentence],
            frozenset(proposition.lemmas),
            frozenset(word for name in proposition.names for word in re.findall(r"\w+", name.lower())),
            None if proposition.statement is None else report.statements[proposition.statement].speaker,
            proposition.span.start / len(report.report.text),
            forms,
            report.word_vectors[end - len(forms) : end],
        )


def candidate_pairs(units: Sequence[Unit]) -> NDArray[np.int64]:
    """List the pairs (rows i < j) to compare: a unit and its NEAREST by vector, nearer where one denies something."""
    if not units:
        return np.zeros((0, 2), dtype=np.int64)
    vectors = np.stack([unit.vector for unit in units])
    denied = np.array([unit.proposition.certainty == "denied" for unit in units])
    size = len(units)
    codes = []
    for start in range(0, size, 512):
        cosines = vectors[start : start + 512] @ vectors.T
        rows = np.arange(len(cosines))
        cosines[rows, start + rows] = -1
        least = np.where(denied[start : start + 512, None] != denied, LEAST_DENIED, LEAST_COSINE)
        if size > NEAREST:
            least = np.maximum(least, np.partition(cosines, size - NEAREST, axis=1)[:, [size - NEAREST]])
        near = np.argwhere(cosines >= least)
        near[:, 0] += start
        near.sort(axis=1)
        codes.append(near[:, 0] * size + near[:, 1])
    return np.stack(np.divmod(np.unique(np.concatenate(codes)), size), axis=1)


def pair_features(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compare each pair of units: a row of FEATURES a pair."""
    rows = np.zeros((len(pairs), len(FEATURES)))
    if not len(pairs):
        return rows
    i, j = pairs.T
    for column, vectors in enumerate(([u.vector for u in units], [u.sentence for u in units])):
        rows[:, column] = _cosines(np.stack(vectors), pairs)
    rows[:, 2:6] = _alignment(units, pairs)
    worded = _worded_features(units, pairs)
    rows[:, 6:-5] = worded[:, 1:]
    rows[:, -5] = _reports_alike(units, pairs)
    rows[:, -4] = _days_apart(units, pairs)
    place = np.array([unit.place for unit in units])
    rows[:, -3], rows[:, -2] = np.abs(place[i] - place[j]), np.minimum(place[i], place[j])
    rows[:, -1] = _rank(units, pairs, rows[:, 0] + worded[:, 0])
    return rows


def _cosines(vectors: NDArray[np.float32], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    found = np.empty(len(pairs))
    for start in range(0, len(pairs), 1 << 14):
        some = pairs[start : start + (1 << 14)]
        found[start : start + (1 << 14)] = np.einsum("ij,ij->i", vectors[some[:, 0]], vectors[some[:, 1]])
    return found


def _number_reports(units: Sequence[Unit]) -> NDArray[np.int64]:
    """Number the report of each unit, in order of its first."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(unit.report.report.id, len(numbers)) for unit in units], dtype=np.int64)


def _reports_alike(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far the reports of two units share their words."""
    number = _number_reports(units)
    reports = list({unit.report.report.id: unit.report.report for unit in units}.values())
    return np.minimum(compare_reports(reports)[number[pairs[:, 0]], number[pairs[:, 1]]], ALIKE)


def _days_apart(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The logarithm of one more than the days between the publication of two units' reports."""
    days = np.array([publication_day(unit.report.report) for unit in units])
    apart = np.abs(days[pairs[:, 0]] - days[pairs[:, 1]])
    report = _number_reports(units)
    same = report[pairs[:, 0]] == report[pairs[:, 1]]
    return np.asarray(np.log1p(np.where(same, 0, np.where(np.isnan(apart), UNKNOWN_DAYS, apart))))


def _alignment(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far the words of each of two units stand in the other by meaning, the better side and the other: of all
    words, then of those that are no part of a name; 0 where a side has none.

    Each word counts with the cosine of the word nearest to it (BERTScore; Zhang et al. 2020), weighed by how telling
    it is within the story. `pairs` are in order of their first unit.
    """
    spread = Counter(form for unit in units for form in set(unit.forms))
    weights = [_word_weights(unit, spread, len(units)) for unit in units]
    vectors = [_unit_length(unit.word_vectors) for unit in units]
    rows = np.zeros((len(pairs), 4))
    starts = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(pairs)], strict=True):
        own = int(pairs[start, 0])
        worded = [row for row in range(start, end) if len(weights[own]) and len(weights[pairs[row, 1]])]
        if worded:
            others = pairs[worded, 1].tolist()
            bounds = np.cumsum([0, *(len(weights[other]) for other in others[:-1])])
            cosines = np.concatenate([vectors[other] for other in others]) @ vectors[own].T
            weight = np.concatenate([weights[other] for other in others])
            there = _mean(
                np.add.reduceat(cosines.max(axis=1)[:, None] * weight, bounds), np.add.reduceat(weight, bounds)
            )
            here = _mean(np.maximum.reduceat(cosines, bounds, axis=0) @ weights[own], weights[own].sum(axis=0))
            told = (here != 0) & (there != 0)
            sides = np.stack([np.maximum(here, there), np.minimum(here, there)], axis=2) * told[:, :, None]
            rows[worded] = sides.reshape(len(worded), 4)
    return rows


def _word_weights(unit: Unit, spread: Mapping[str, int], size: int) -> NDArray[np.float64]:
    """How telling each word of a unit is within the story, and the same but 0 for a word of a name."""
    telling = np.array([math.log(1 + size / spread[form]) for form in unit.forms])
    plain = np.array([form not in unit.names for form in unit.forms], dtype=bool)
    return np.stack([telling, telling * plain], axis=1)


def _mean(sums: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sums / np.where(weights > 0, weights, 1))


def _unit_length(vectors: NDArray[np.int8]) -> NDArray[np.float32]:
    plain = vectors.astype(np.float32)
    return np.asarray(plain / np.linalg.norm(plain, axis=1, keepdims=True))


def _worded_features(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The rarity of the words in common as a share of all words of both, then FEATURES from "telling of shorter" to
    "other numbers"; the same words are compared once.
    """
    kinds: dict[tuple[Any, ...], int] = {}
    kind = np.array([kinds.setdefault(_kind(unit), len(kinds)) for unit in units], dtype=np.int64)
    codes = kind[pairs[:, 0]] * len(kinds) + kind[pairs[:, 1]]
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    counts = Counter(word for unit in units for word in unit.words)
    weights = {}
    for word, count in counts.items():
        rare, telling = rarity(word), math.log(1 + len(units) / count)
        weights[word] = (rare, telling, rare * telling)
    sums = [_sums(unit.words, weights) for unit in units]
    rows = [
        _worded(units[i], units[j], weights, sums[i], sums[j]) for i, j in pairs[first].tolist()
    ]  # fmt: skip
    return np.array(rows)[inverse]


def _kind(unit: Unit) -> tuple[Any, ...]:
    told = unit.proposition
    numbers = tuple(quantity.value for quantity in told.quantities)
    return unit.words, unit.names, unit.source, told.verb, told.certainty, told.negated, told.when, numbers


def _sums(words: frozenset[str], weights: dict[str, tuple[float, float, float]]) -> tuple[float, float, float, float]:
    """The rarity of words, how telling they are within the story, both, and the most telling."""
    # In order of word: a sum of floats hangs on its order, and that of a set on the hash seed.
    each = [weights[word] for word in sorted(words)]
    rare, telling, both = map(sum, zip(*each, strict=True)) if each else (0.0, 0.0, 0.0)
    return rare, telling, both, max((telling for _, telling, _ in each), default=0.0)


def _worded(
    a: Unit,
    b: Unit,
    weights: dict[str, tuple[float, float, float]],
    of_a: tuple[float, float, float, float],
    of_b: tuple[float, float, float, float],
) -> tuple[float, ...]:
    rare, telling, both, most = _sums(a.words & b.words, weights)
    shared = rare / (of_a[0] + of_b[0] - rare or 1)
    one, other = a.proposition, b.proposition
    return (
        shared,
        telling / (min(of_a[1], of_b[1]) or 1),
        both / (of_a[2] + of_b[2] - both or 1) - shared,
        math.log1p(both),
        most,
        one.verb in b.words or other.verb in a.words,
        len(a.names & b.names) / (min(len(a.names), len(b.names)) or 1),
        same_source(a.source, b.source),
        one.certainty == other.certainty,
        one.negated != other.negated,
        _same_time(one.when, other.when),
        _other_numbers(one.quantities, other.quantities),
    )


def _same_time(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return False
    shorter, longer = sorted((a[:10], b[:10]), key=len)
    return longer.startswith(shorter)


def _other_numbers(some: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    return bool(some and others) and {q.value for q in some}.isdisjoint(q.value for q in others)


def _rank(units: Sequence[Unit], pairs: NDArray[np.int64], nearness: NDArray[np.float64]) -> NDArray[np.float64]:
    """How each pair stands among its rivals, the pairs of one unit with one report; both sides summed."""
    report = _number_reports(units)
    rank = np.zeros(len(pairs))
    for here, there in ((0, 1), (1, 0)):
        rivals = pairs[:, here] * (report.max() + 1) + report[pairs[:, there]]
        order = np.lexsort((-nearness, rivals))
        first = np.r_[True, np.diff(rivals[order]) != 0][: len(order)]
        start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
        rank[order] += 1 / (1 + np.arange(len(order)) - start)
    return rank


@cache
def load_model() -> dict[str, Any]:
    """Load what training/fit_claims.py fitted: weights, what is usual for a pair compared, bias and thresholds."""
    path = resources.files("crosswire") / "weights" / "claims.json"
    model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return model


def likelihood(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn rows of FEATURES into how likely each pair says the same thing (a logistic model)."""
    return np.asarray(1 / (1 + np.exp(-(load_model()["bias"] + contributions(features).sum(axis=1)))))


def contributions(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each feature moves the log-odds of a pair from those of a usual one, in nats."""
    model = load_model()
    return np.asarray((features - np.array(model["usual"])) * np.array(model["weights"]))


def explain_links(reports: Sequence[AnnotatedReport], claim: Claim) -> tuple[Likeness, ...]:
    """Say of each two mentions of a claim, in different reports, how likely they say the same thing and what speaks
    for it, the strongest first; pairs that were not compared are left out.

    `reports` are those of the story, as `compare` gives them to the steps: with their speakers united.
    """
    units = story_units(reports)
    told = {mention.span for mention in claim.mentions}
    all_pairs = candidate_pairs(units)
    features = pair_features(units, all_pairs)
    likely, pulls = likelihood(features), contributions(features)
    links = []
    for row, (i, j) in enumerate(all_pairs.tolist()):
        a, b = units[i].proposition.span, units[j].proposition.span
        if a.report != b.report and {a, b} <= told:
            each = zip(FEATURES, features[row].tolist(), pulls[row].tolist(), strict=True)
            evidence = sorted((Evidence(*one) for one in each), key=lambda found: (-abs(found.pull), found.feature))
            links.append(Likeness(a, b, float(likely[row]), tuple(evidence)))
    return tuple(links)
