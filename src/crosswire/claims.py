"""Claims: which passages of a story's reports say the same thing."""

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from crosswire.likeness import NEAREST, Unit, candidate_pairs, likelihood, load_model, pair_features, story_units
from crosswire.records import AnnotatedReport, Claim, Mention, Span

LEAST_LIKELY = 0.1  # a pair below it counts as not the same at all


def match_claims(reports: Sequence[AnnotatedReport]) -> tuple[Claim, ...]:
    """Join the propositions of one story's reports into claims, in order of their first mention.

    Pairs are scored as in likeness.py and joined bottom-up; then a passage that tells what another claim
    says too is a mention of both. Thresholds are fitted by training/fit_claims.py. A proposition that
    meets no other is a claim of one mention.
    """
    units = story_units(reports)
    pairs = candidate_pairs(units)
    likely = likelihood(pair_features(units, pairs))
    kept = likely >= LEAST_LIKELY
    told_in = [unit.report.report.id for unit in units]
    groups = link_units(told_in, pairs[kept], likely[kept], load_model()["join"])
    told = widen(told_in, pairs[kept], likely[kept], groups, load_model()["widen"])
    return tuple(_claim([units[i] for i in core], [units[i] for i in core + also]) for core, also in told)


def link_units(
    reports: Sequence[str], pairs: NDArray[np.int64], likely: NDArray[np.float64], threshold: float
) -> list[list[int]]:
    """Join units bottom-up while two groups are likely enough the same: the mean, over the reports of one and of the
    other, of the likeliest pair of their units.

    So a claim that a report tells twice, in its headline and its text, counts that report once. `reports`
    names each unit's report; a pair that is not given counts as 0, but no more pairs are asked for than the
    NEAREST of each can be. Groups and their units come in order of unit; of equal links the one of the
    earliest units is joined first.
    """
    links: dict[int, dict[int, dict[tuple[str, str], float]]] = defaultdict(dict)
    members = {unit: [unit] for unit in range(len(reports))}
    telling = {unit: {report} for unit, report in enumerate(reports)}

    def mean(i: int, j: int) -> float:
        fewer, more = sorted((len(telling[i]), len(telling[j])))
        return sum(links[i].get(j, {}).values()) / (fewer * min(more, NEAREST))

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


def widen(
    reports: Sequence[str],
    pairs: NDArray[np.int64],
    likely: NDArray[np.float64],
    groups: Sequence[Sequence[int]],
    threshold: float,
) -> list[tuple[list[int], list[int]]]:
    """Add to each group the units of other groups that tell it too: a sentence may carry what others tell apart.

    A unit is added where the mean, over the group's reports, of its likeliest pair there reaches the threshold;
    one a report, and of none that is in the group already. Groups of which one now tells more than half of
    the other are one. Gives each group and what was added to it.
    """
    group_of = {unit: number for number, group in enumerate(groups) for unit in group}
    telling = [{reports[unit] for unit in group} for group in groups]
    best: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for (i, j), value in zip(pairs.tolist(), likely.tolist(), strict=True):
        for one, other in ((i, j), (j, i)):
            if reports[one] not in telling[group_of[other]]:
                links = best[group_of[other], one]
                links[reports[other]] = max(value, links.get(reports[other], 0.0))
    also: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
    for (number, unit), links in sorted(best.items()):
        mean = sum(links.values()) / min(len(telling[number]), NEAREST)
        if mean >= threshold and mean > also[number].get(reports[unit], (0.0, 0))[0]:
            also[number][reports[unit]] = mean, unit
    cores = [set(group) for group in groups]
    told = [{*core, *(unit for _, unit in also[number].values())} for number, core in enumerate(cores)]
    return [(sorted(cores[n]), sorted(told[n] - cores[n])) for n in _united(cores, told)]


def _united(cores: list[set[int]], told: list[set[int]]) -> list[int]:
    """Unite groups of which one tells more than half of what is in the other, in place; number those that are left."""
    holding: dict[int, set[int]] = defaultdict(set)
    for number, members in enumerate(told):
        for member in members:
            holding[member].add(number)
    left = set(range(len(told)))
    for number in range(len(told)):
        while number in left:
            shared = Counter(other for member in told[number] for other in holding[member] if other != number)
            half = [o for o, count in shared.items() if 2 * count > min(len(told[number]), len(told[o]))]
            if not half:
                break
            kept, gone = sorted((number, min(half)))
            for member in told[gone]:
                holding[member].discard(gone)
                holding[member].add(kept)
            cores[kept] |= cores[gone]
            told[kept] |= told[gone]
            left.discard(gone)
            number = kept
    return sorted(left)


def _claim(core: Sequence[Unit], units: Sequence[Unit]) -> Claim:
    mentions = tuple(_agree_on_weeks(sorted((_mention(unit) for unit in units), key=lambda mention: mention.span)))
    key = ",".join(mention.id for mention in mentions)
    return Claim("c" + hashlib.sha256(key.encode()).hexdigest()[:10], _clearest(core), mentions)


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
