"""Claims: which passages of a story's reports say the same thing."""

import hashlib
import heapq
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswire.language.frequencies import rarity
from crosswire.records import AnnotatedReport, Claim, Mention, Proposition, Span
from crosswire.sources import same_source
from crosswire.tolls import find_tolls

FEATURES = (
    "cosine",  # of the passages' vectors
    "shared of shorter",  # rare-weighted words in common, of the side that has less
    "shared of both",  # the same, of all
    "same quantities",
    "other quantities",
    "shared names",
    "other names",
    "same source",
    "other source",
    "same toll",
    "rank",  # among its rivals of the same report, of either side: 2 where each is the other's nearest
    "behind",  # how far the pair falls behind the nearest rivals of either side: 0 or less
)
# Both cost nothing (training/fit_claims.py) and spare a story of many reports most of its pairs.
LEAST_COSINE = 0.3  # a pair below it is not compared
# What is denied must be all but said elsewhere: a wrong join here would put a denial into a mouth that made none.
LEAST_DENIED = 0.7
LEAST_LIKELY = 0.1  # a pair below it counts as not the same at all


@dataclass(frozen=True, slots=True)
class Unit:
    """A proposition with what is compared of it."""

    report: AnnotatedReport
    proposition: Proposition
    vector: NDArray[np.float32]
    words: dict[str, float]
    quantities: frozenset[tuple[float, str]]
    names: frozenset[str]
    source: str | None
    tolls: frozenset[str]


def match_claims(reports: Sequence[AnnotatedReport]) -> tuple[Claim, ...]:
    """Join the propositions of one story's reports into claims, in order of their first mention.

    Pairs are scored by a logistic model over FEATURES and joined bottom-up; weights and threshold are
    fitted by training/fit_claims.py. A proposition that meets no other is a claim of one mention.
    """
    units = story_units(reports)
    pairs = candidate_pairs(units)
    likely = link_likelihoods(pair_features(units, pairs))
    kept = likely >= LEAST_LIKELY
    reports_of = [unit.report.report.id for unit in units]
    groups = link_units(reports_of, pairs[kept], likely[kept], _model()["threshold"])
    return tuple(_claim([units[position] for position in group]) for group in groups)


def link_likelihoods(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each pair is to tell one claim, from its row of FEATURES."""
    odds: NDArray[np.float64] = features @ np.array(_model()["weights"]) + _model()["bias"]
    return 1 / (1 + np.exp(-odds))


@cache
def _model() -> dict[str, Any]:
    path = resources.files("crosswire") / "weights" / "claims.json"
    model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return model


def story_units(reports: Sequence[AnnotatedReport]) -> list[Unit]:
    """List every proposition of the reports, in order of report and place."""
    return [
        Unit(
            report,
            proposition,
            report.proposition_vectors[position],
            {word: rarity(word) for word in proposition.lemmas},
            frozenset((quantity.value, quantity.unit) for quantity in proposition.quantities),
            frozenset(word for name in proposition.names for word in re.findall(r"\w+", name.lower())),
            None if proposition.statement is None else report.statements[proposition.statement].speaker,
            frozenset(fate for fate, _ in find_tolls(proposition, report.report)),
        )
        for report in sorted(reports, key=lambda r: r.report.id)
        for position, proposition in enumerate(report.propositions)
    ]


def candidate_pairs(units: Sequence[Unit]) -> NDArray[np.int64]:
    """List the pairs (rows i < j) whose vectors lie near enough to be compared, nearer where one denies something."""
    if not units:
        return np.zeros((0, 2), dtype=np.int64)
    vectors = np.stack([unit.vector for unit in units])
    denied = np.array([unit.proposition.certainty == "denied" for unit in units])
    blocks = []
    for start in range(0, len(units), 512):
        cosines = vectors[start : start + 512] @ vectors.T
        one_denied = denied[start : start + 512, None] != denied
        near = np.argwhere((cosines >= LEAST_COSINE) & ~(one_denied & (cosines < LEAST_DENIED)))
        near[:, 0] += start
        blocks.append(near[near[:, 0] < near[:, 1]])
    return np.concatenate(blocks)


def pair_features(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compare each pair of units: a row of FEATURES a pair."""
    rows = np.zeros((len(pairs), len(FEATURES)))
    rows[:, :-2] = _plain_features(units, pairs)
    rows[:, -2:] = _standing(units, pairs, rows[:, 0] + rows[:, 2])
    return rows


def _plain_features(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """What two units have in common or apart, whatever else the reports say; the same words are compared once."""
    kinds: dict[tuple[tuple[str, ...], str | None], int] = {}
    kind = np.array([kinds.setdefault(_words_and_source(unit), len(kinds)) for unit in units], dtype=np.int64)
    codes = kind[pairs[:, 0]] * len(kinds) + kind[pairs[:, 1]]
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    totals = [sum(unit.words.values()) for unit in units]
    rows = np.array([_compared(units[i], units[j], totals[i], totals[j]) for i, j in pairs[first].tolist()])
    return rows.reshape(len(first), len(FEATURES) - 2)[inverse]


def _words_and_source(unit: Unit) -> tuple[tuple[str, ...], str | None]:
    span = unit.proposition.span
    return tuple(re.findall(r"\w+", unit.report.report.text[span.start : span.end].lower())), unit.source


def _compared(a: Unit, b: Unit, weight: float, other: float) -> tuple[float, ...]:
    """One row of features; `weight` and `other` are the rarity of all words of each side."""
    shared = sum(rare for word, rare in a.words.items() if word in b.words)
    same = same_source(a.source, b.source)
    return (
        float(a.vector @ b.vector),
        shared / (min(weight, other) or 1),
        shared / (weight + other - shared or 1),
        len(a.quantities & b.quantities),
        _other_quantities(a, b),
        len(a.names & b.names) / (min(len(a.names), len(b.names)) or 1),
        bool(a.names and b.names and not a.names & b.names),
        same,
        bool(a.source and b.source) and not same,
        bool(a.tolls & b.tolls),
    )


def _standing(units: Sequence[Unit], pairs: NDArray[np.int64], nearness: NDArray[np.float64]) -> NDArray[np.float64]:
    """How each pair stands among its rivals, the pairs of one unit with one report; both sides summed."""
    reports = {name: number for number, name in enumerate(dict.fromkeys(u.report.report.id for u in units))}
    report = np.array([reports[unit.report.report.id] for unit in units], dtype=np.int64)
    rows = np.zeros((len(pairs), 2))
    for here, there in ((0, 1), (1, 0)):
        rivals = pairs[:, here] * len(reports) + report[pairs[:, there]]
        order = np.lexsort((-nearness, rivals))
        first = np.r_[True, np.diff(rivals[order]) != 0][: len(order)]
        start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
        rows[order, 0] += 1 / (1 + np.arange(len(order)) - start)
        rows[order, 1] += nearness[order] - nearness[order[start]]
    return rows


def _other_quantities(a: Unit, b: Unit) -> bool:
    """Whether the two count the same thing and come to another number."""
    return (
        any(
            unit == other and value not in {v for v, u in b.quantities if u == unit}
            for value, unit in a.quantities
            for _, other in b.quantities
        )
        and not a.quantities & b.quantities
    )


def link_units(
    reports: Sequence[str], pairs: NDArray[np.int64], likely: NDArray[np.float64], threshold: float
) -> list[list[int]]:
    """Join units bottom-up while two groups are likely enough the same: the mean, over the reports of one and of the
    other, of the likeliest pair of their units.

    So a claim that a report tells twice, in its headline and its text, counts that report once. `reports`
    names each unit's report; a pair that is not given counts as 0. Groups and their units come in order of
    unit; of equal links the one of the earliest units is joined first.
    """
    links: dict[int, dict[int, dict[tuple[str, str], float]]] = defaultdict(dict)
    members = {unit: [unit] for unit in range(len(reports))}
    telling = {unit: {report} for unit, report in enumerate(reports)}

    def mean(i: int, j: int) -> float:
        return sum(links[i].get(j, {}).values()) / (len(telling[i]) * len(telling[j]))

    heap: list[tuple[float, int, int]] = []
    for (i, j), value in zip(pairs.tolist(), likely.tolist(), strict=True):
        a, b = sorted((reports[i], reports[j]))
        links[i][j] = links[j][i] = {(a, b): value}
        if value >= threshold:
            heap.append((-value, i, j))
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        # A link from before one of the two grew is stale; its newer form is in the heap.
        if i not in members or j not in members or mean(i, j) != -value:
            continue
        members[i] += members.pop(j)
        telling[i] |= telling.pop(j)
        for other, best in links.pop(j).items():
            del links[other][j]
            if other != i:
                joined = dict(links[i].get(other, {}))
                for both, value in best.items():
                    joined[both] = max(joined.get(both, 0.0), value)
                links[i][other] = links[other][i] = joined
        for other in links[i]:
            if mean(i, other) >= threshold:
                heapq.heappush(heap, (-mean(i, other), min(i, other), max(i, other)))
    return [sorted(group) for _, group in sorted(members.items())]


def _claim(units: Sequence[Unit]) -> Claim:
    mentions = tuple(_agree_on_weeks([_mention(unit) for unit in units]))
    key = ",".join(mention.id for mention in mentions)
    return Claim("c" + hashlib.sha256(key.encode()).hexdigest()[:10], _clearest(units), mentions)


def _mention(unit: Unit) -> Mention:
    report, proposition = unit.report.report, unit.proposition
    span = proposition.span
    statement = None if proposition.statement is None else unit.report.statements[proposition.statement]
    cue = statement.cue if statement else None
    return Mention(
        id="m" + hashlib.sha256(f"{span.report}\0{span.start}\0{span.end}".encode()).hexdigest()[:10],
        span=span,
        source=statement.speaker if statement else None,
        cue=report.text[cue.start : cue.end] if cue else None,
        certainty=proposition.certainty,
        published=report.published.value if report.published else None,
        when=proposition.when,
        negated=proposition.negated,
    )


def _agree_on_weeks(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Settle one weekday seen from two publication dates by the earliest: pages are dated anew when updated."""
    dated = sorted((m.published, m.when, m.id) for m in mentions if m.when and m.published)
    for mention in mentions:
        earliest = next((when for _, when, _ in dated if mention.when and whole_weeks_apart(when, mention.when)), None)
        before = next((published for published, when, _ in dated if when == earliest), "")
        if earliest and mention.when and mention.published and before < mention.published:
            yield replace(mention, when=earliest[:10] + mention.when[10:])
        else:
            yield mention


def whole_weeks_apart(a: str, b: str) -> bool:
    """Whether two TIMEX3 values give days that are one to eight weeks apart, to the day."""
    try:
        days = abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)
    except ValueError:
        return False
    return 0 < days <= 56 and days % 7 == 0


def _clearest(units: Sequence[Unit]) -> Span:
    """Choose the passage nearest to all others; story text before headline or caption, a sentence before its end."""
    vectors = np.stack([unit.vector for unit in units])
    nearness = np.round(vectors @ vectors.mean(axis=0), 3)

    def rank(position: int) -> tuple[bool, bool, float, int]:
        unit = units[position]
        span = unit.proposition.span
        marked = unit.report.sentences[unit.proposition.sentence].marked is not None
        fragment = unit.report.report.text[span.start].islower()
        return marked, fragment, -float(nearness[position]), position

    return units[min(range(len(units)), key=rank)].proposition.span
