"""Claims: which passages of a story's reports say the same thing.

A passage often tells two things that other reports tell apart, so that it may be a mention of several claims.
"""

import hashlib
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from crosswire.likeness import NEAREST, Unit, candidate_pairs, likelihood, load_model, pair_features, story_units
from crosswire.records import AnnotatedReport, Claim, Mention, Span

LEAST = 0.12  # likelihood from which a passage may be one with each telling of a claim; of .05 to .3 it leaves out best
# Likelihood from which two passages start a claim though each is in claims with the other's reports already: below it
# such a claim mostly tells one of those again. Left out, .816 of F1 become .819, with a fifteenth fewer pairs joined.
AGAIN = 0.7

Links = Mapping[int, Mapping[int, float]]  # of each wording: those compared with it, and how likely they say the same


def match_claims(reports: Sequence[AnnotatedReport]) -> tuple[Claim, ...]:
    """Join the propositions of one story's reports into claims, in order of their first mention.

    Pairs are scored as in likeness.py; thresholds are fitted by training/fit_claims.py. A proposition that
    meets no other is a claim of one mention.
    """
    units = story_units(reports)
    pairs = candidate_pairs(units)
    model = load_model()
    groups = join_units(units, pairs, likelihood(pair_features(units, pairs)), model["join"], model["unite"])
    told = Counter(unit for group in groups for unit in group)
    taken: set[Span] = set()
    claims = []
    for group in groups:
        claims.append(_claim([units[unit] for unit in group], [told[unit] for unit in group], taken))
        taken.add(claims[-1].text)
    return tuple(claims)


def join_units(
    units: Sequence[Unit], pairs: NDArray[np.int64], likely: NDArray[np.float64], join: float, unite: float
) -> list[list[int]]:
    """Join units into claims; a unit may be in several, and is in one at least. Claims are in order of unit.

    Units of the same words are taken as one wording, whoever prints it. Two wordings of at least `join`
    likelihood are in some claim together, or each is in claims with the other's reports. Claims that share
    wordings are one where what they don't share is as likely the same as `unite`, in the mean.
    """
    wordings = _wordings(units)
    places = [frozenset(units[unit].report.report.id for unit in members) for members in wordings]
    links = _links(wordings, pairs, likely)
    claims = unite_claims(grow_claims(places, links, join), links, unite)
    return sorted(sorted(unit for wording in claim for unit in wordings[wording]) for claim in claims)


def _wordings(units: Sequence[Unit]) -> list[list[int]]:
    """Number the units of the same words, in order of their first."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        span = unit.proposition.span
        found[" ".join(re.findall(r"\w+", unit.report.report.text[span.start : span.end].lower()))].append(number)
    return list(found.values())


def _links(wordings: Sequence[Sequence[int]], pairs: NDArray[np.int64], likely: NDArray[np.float64]) -> Links:
    """Give how likely wordings say the same: the mean over the pairs of their units that were compared."""
    wording = {unit: number for number, members in enumerate(wordings) for unit in members}
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (i, j), value in zip(pairs.tolist(), likely.tolist(), strict=True):
        a, b = sorted((wording[i], wording[j]))
        if a != b:
            found[a, b].append(value)
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), values in found.items():
        links[a][b] = links[b][a] = sum(values) / len(values)
    return links


def grow_claims(places: Sequence[frozenset[str]], links: Links, join: float) -> list[list[int]]:
    """Grow a claim from each likely pair of wordings that no claim before it holds together, the likeliest first.

    Any two wordings of a claim are LEAST likely the same (complete linkage, but overlapping: a cover by near
    cliques), and each brings a report that told it in no other words; `places` are the reports of each wording.
    To start a claim, two that are in claims with each other's reports already must be likelier (AGAIN). Last come
    the pairs of one report, of what is in no claim yet.
    """
    likely = sorted((-value, a, b) for a, near in links.items() for b, value in near.items() if a < b and value >= join)
    covered: set[tuple[int, int]] = set()
    met: dict[int, set[str]] = defaultdict(set)  # the reports that each wording is in claims with
    claims: list[list[int]] = []
    for less, a, b in likely:
        again = -less < AGAIN and places[b] <= met[a] and places[a] <= met[b]
        if (a, b) not in covered and len(places[a] | places[b]) > 1 and not again:
            claims.append(_grown(a, b, places, links))
            covered.update(combinations(claims[-1], 2))
            for one, other in permutations(claims[-1], 2):
                met[one] |= places[other]
    told = {wording for claim in claims for wording in claim}
    for _, a, b in likely:
        if a not in told and b not in told:
            claims.append([a, b])
            told.update((a, b))
    return claims + [[wording] for wording in range(len(places)) if wording not in told]


def _grown(a: int, b: int, places: Sequence[frozenset[str]], links: Links) -> list[int]:
    claim, reports = [a], set(places[a])
    joining, sums = b, dict(links[a])
    while True:
        claim.append(joining)
        reports |= places[joining]
        near = links[joining]
        sums = {w: sums[w] + near[w] for w in sums.keys() & near.keys() if min(near[w], links[a][w]) >= LEAST}
        bringing = [w for w in sums if places[w] - reports]
        if not bringing:
            return sorted(claim)
        joining = max(bringing, key=lambda w: (sums[w], -w))


def unite_claims(claims: Iterable[Sequence[int]], links: Links, threshold: float) -> list[set[int]]:
    """Unite claims that share wordings, those first of which the rest is most likely the same."""
    left = {number: set(claim) for number, claim in enumerate(claims)}
    holding: dict[int, set[int]] = defaultdict(set)
    for number, claim in left.items():
        for wording in claim:
            holding[wording].add(number)
    heap: list[tuple[float, int, int, int, int]] = []

    def ask(number: int, others: Iterable[int]) -> None:
        for a, b in (sorted((number, other)) for other in others if other != number):
            same = _likeness(left[a] - left[b], left[b] - left[a], links)
            if same >= threshold:
                heapq.heappush(heap, (-same, a, b, len(left[a]), len(left[b])))

    for number, claim in left.items():
        ask(number, {other for wording in claim for other in holding[wording] if other > number})
    while heap:
        _, a, b, *sizes = heapq.heappop(heap)
        # A pair from before one of the two grew is stale; its newer form is in the heap.
        if a in left and b in left and sizes == [len(left[a]), len(left[b])]:
            for wording in left[b]:
                holding[wording] = holding[wording] - {b} | {a}
            left[a] |= left.pop(b)
            ask(a, {other for wording in left[a] for other in holding[wording]})
    return list(left.values())


def _likeness(some: set[int], others: set[int], links: Links) -> float:
    """The mean likelihood of each two, but of no more than the NEAREST of each, as no more are compared."""
    if not some or not others:
        return 1.0
    fewer, more = sorted((len(some), len(others)))
    # In order: a sum of floats hangs on it.
    values = [links[a].get(b, 0.0) for a in sorted(some) for b in sorted(others)]
    return min(sum(values) / (fewer * min(more, NEAREST)), 1.0)


def _claim(units: Sequence[Unit], told: Sequence[int], taken: Collection[Span]) -> Claim:
    mentions = tuple(_agree_on_weeks(sorted((_mention(unit) for unit in units), key=lambda mention: mention.span)))
    key = ",".join(mention.id for mention in mentions)
    return Claim("c" + hashlib.sha256(key.encode()).hexdigest()[:10], _clearest(units, told, taken), mentions)


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


def _clearest(units: Sequence[Unit], told: Sequence[int], taken: Collection[Span]) -> Span:
    """Choose the passage that tells of fewest other claims, of these the one nearest to all.

    One that does not deny it goes first, one that stands for no claim yet, story text before headline or caption, a
    sentence before its end; `told` are the claims of each unit.
    """
    vectors = np.stack([unit.vector for unit in units])
    nearness = np.round(vectors @ vectors.mean(axis=0), 3)

    def rank(position: int) -> tuple[bool, bool, bool, bool, int, float, int]:
        unit = units[position]
        denied = unit.proposition.certainty == "denied"
        span = unit.proposition.span
        marked = unit.report.sentences[unit.proposition.sentence].marked is not None
        fragment = unit.report.report.text[span.start].islower()
        return denied, span in taken, marked, fragment, told[position], -float(nearness[position]), position

    return units[min(range(len(units)), key=rank)].proposition.span
