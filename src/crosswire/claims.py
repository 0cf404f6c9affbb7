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
)
LEAST_COSINE = 0.2  # none of the gold pairs lies below it (training/fit_claims.py); 0.3 costs .01 F1


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

    Pairs are scored by a logistic model over FEATURES and joined by average link; weights and
    threshold are fitted by training/fit_claims.py. A proposition that meets no other is a claim of
    one mention.
    """
    units = story_units(reports)
    model = _model()
    pairs = candidate_pairs(units)
    odds = pair_features(units, pairs) @ np.array(model["weights"]) + model["bias"]
    groups = average_link(len(units), pairs, 1 / (1 + np.exp(-odds)), model["threshold"])
    return tuple(_claim([units[i] for i in group]) for group in groups)


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
    """List the pairs (rows i < j) whose vectors lie near enough to be compared."""
    if not units:
        return np.zeros((0, 2), dtype=np.int64)
    vectors = np.stack([unit.vector for unit in units])
    blocks = []
    for start in range(0, len(units), 512):
        near = np.argwhere(vectors[start : start + 512] @ vectors.T >= LEAST_COSINE)
        near[:, 0] += start
        blocks.append(near[near[:, 0] < near[:, 1]])
    return np.concatenate(blocks)


def pair_features(units: Sequence[Unit], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compare each pair of units: a row of FEATURES a pair."""
    totals = [sum(unit.words.values()) for unit in units]
    rows = np.zeros((len(pairs), len(FEATURES)))
    for row, (i, j) in enumerate(pairs.tolist()):
        a, b = units[i], units[j]
        shared = sum(weight for word, weight in a.words.items() if word in b.words)
        rows[row] = (
            float(a.vector @ b.vector),
            shared / (min(totals[i], totals[j]) or 1),
            shared / (totals[i] + totals[j] - shared or 1),
            len(a.quantities & b.quantities),
            _other_quantities(a, b),
            len(a.names & b.names) / (min(len(a.names), len(b.names)) or 1),
            bool(a.names and b.names and not a.names & b.names),
            same_source(a.source, b.source),
            bool(a.source and b.source) and not same_source(a.source, b.source),
            bool(a.tolls & b.tolls),
        )
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


def average_link(size: int, pairs: NDArray[np.int64], likely: NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Join items bottom-up while the mean likelihood between two groups reaches the threshold.

    A pair that is not given counts as 0. Groups and their items come in order of item; of equal
    links the one of the earliest items is joined first, so that the result hangs on nothing else.
    """
    links: dict[int, dict[int, float]] = defaultdict(dict)
    members = {i: [i] for i in range(size)}
    heap: list[tuple[float, int, int]] = []
    for (i, j), value in zip(pairs.tolist(), likely.tolist(), strict=True):
        links[i][j] = links[j][i] = value
        if value >= threshold:
            heap.append((-value, i, j))
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        mean = links[i].get(j, 0.0) / (len(members[i]) * len(members[j]))
        if mean != -value:  # a link from before one of the two grew; its newer form is in the heap
            continue
        members[i] += members.pop(j)
        for other, total in links.pop(j).items():
            del links[other][j]
            if other != i:
                links[i][other] = links[other][i] = links[i].get(other, 0.0) + total
        for other, total in links[i].items():
            mean = total / (len(members[i]) * len(members[other]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(i, other), max(i, other)))
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
    """Choose the passage nearest to all others, story text before headline or caption."""
    vectors = np.stack([unit.vector for unit in units])
    nearness = np.round(vectors @ vectors.mean(axis=0), 3)

    def rank(position: int) -> tuple[bool, float, int]:
        unit = units[position]
        marked = unit.report.sentences[unit.proposition.sentence].marked is not None
        return marked, -float(nearness[position]), position

    return units[min(range(len(units)), key=rank)].proposition.span
