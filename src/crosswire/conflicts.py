"""Conflicts: where the mentions of one claim differ, and what changed on the way from a text to its copies."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise
from typing import TypeAlias

import numpy as np

from crosswire.differing import compare_tellings, contradicts, denies, neighbours, not_so, says_it_too
from crosswire.figures import close_figures, compare_numbers, compare_times, figure, has_large, same_quantity
from crosswire.origins import listed
from crosswire.pairing import pair_facing, pair_nearest
from crosswire.records import (
    AnnotatedReport,
    Claim,
    Conflict,
    ConflictKind,
    Copy,
    Lineage,
    Quantity,
    Quote,
    Span,
)
from crosswire.sources import telling_words
from crosswire.spellings import find_spellings
from crosswire.tellings import Difference, Telling, cosines_of, nearness
from crosswire.tolls import find_tolls
from crosswire.ways import Ways

Apart: TypeAlias = Collection[tuple[Span, Span]]

NEAR = 0.6  # cosine from which two passages of a claim are compared
NEAR_FIGURES = 0.7  # the same for passages of two claims that give figures of one unit
NEAR_CLOSE = 0.5  # for those whose figures are large and nearly the same
NEAR_HOURS = 0.6  # and for those that give clock times
APART = 10  # times one toll the other, from which they are of two events
CONTRARY = 0.4  # cosine from which "no one was …" speaks of what another passage with that verb tells
NEAR_DENIAL = 0.55  # the same for other denials, by a named source


def find_conflicts(
    claims: Sequence[Claim],
    quotes: Sequence[Quote],
    reports: Sequence[AnnotatedReport],
    copies: Sequence[Copy],
    lineages: Sequence[Lineage],
    apart: Apart = frozenset(),
) -> tuple[Conflict, ...]:
    """Find where the mentions of each claim, the quotations and the names differ, in order of claim.

    Of each two reports the two passages of a claim nearest to each other are compared. Figures of one unit and
    clock times are compared across claims too, where the passages are each other's nearest: a figure that
    differs often keeps two passages from being one claim. Passages that are `apart` (each two, both ways round) are
    not set against each other.
    """
    ways = Ways(
        {copy.reports: copy for copy in copies},
        {r: line for line in lineages for r in line.reports},
        {report.report.id: report.report.text for report in reports},
    )
    told = {
        p.span: (report, p, report.proposition_vectors[row])
        for report in reports
        for row, p in enumerate(report.propositions)
    }
    tellings = {claim: [Telling(mention, *told[mention.span]) for mention in claim.mentions] for claim in claims}
    found = list(_tolls(tellings, ways, apart))
    found.extend(_differing(tellings, ways, apart))
    found.extend(_lying(tellings, ways))
    found.extend(_denials(tellings, ways, apart))
    found.extend(_quotes(quotes, ways))
    found.extend(
        _conflict("name", None, [(span, ways.words(span)) for span in spans], ways, f"spelt {a} and {b}")
        for a, b, spans in find_spellings(reports)
    )
    distinct = {conflict.id: conflict for conflict in reversed(found)}
    return tuple(c for c in reversed(distinct.values()) if not any(_is_part(c, other) for other in found))


def _is_part(conflict: Conflict, other: Conflict) -> bool:
    """Whether another conflict of the kind says this and more."""
    return conflict.kind == other.kind and set(conflict.mentions) < set(other.mentions)


def _differing(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways, apart: Apart) -> Iterator[Conflict]:
    """Put the differences in one detail together that share a passage."""
    claim_of = {t.mention.span: claim for claim, told in tellings.items() for t in told}
    differences = [d for told in tellings.values() for d in _within(told, ways)] + list(_across(tellings))
    differences = [d for d in differences if (d.a.mention.span, d.b.mention.span) not in apart]
    groups = _sharing_a_place([d for d in differences if not _are_tolls(d)])
    order = {claim.id: at for at, claim in enumerate(tellings)}
    for group in sorted(groups, key=lambda group: order[claim_of[group[0].a.mention.span].id]):
        conflict = _of_one_detail(group, claim_of[group[0].a.mention.span], tellings, ways)
        if conflict:
            yield conflict


def _are_tolls(difference: Difference) -> bool:
    """Whether two figures are those of the killed, hurt or missing, which are compared by what became of them."""
    sides = zip((difference.a, difference.b), difference.figures or (), strict=False)
    tolled = [
        any(figure.span == toll.span for _, toll in find_tolls(told.proposition, told.report.report))
        for told, figure in sides
    ]
    return len(tolled) == 2 and all(tolled)


def _sharing_a_place(differences: Sequence[Difference]) -> list[list[Difference]]:
    """Group the differences in one detail that share a passage; of figures, those that share a figure."""
    root: dict[tuple[str, str, Span], tuple[str, str, Span]] = {}

    def find(difference: Difference, place: Span) -> tuple[str, str, Span]:
        found: tuple[str, str, Span] = (difference.kind, difference.detail, place)
        while root.setdefault(found, found) != found:
            found = root[found]
        return found

    for difference in differences:
        first, second = sorted(find(difference, place) for _, _, place in difference.sides)
        root[second] = first
    groups: dict[tuple[str, str, Span], list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[find(difference, difference.sides[0][2])].append(difference)
    return list(groups.values())


def _of_one_detail(
    differences: Sequence[Difference], claim: Claim, tellings: Mapping[Claim, Sequence[Telling]], ways: Ways
) -> Conflict | None:
    """Make one conflict of the differences in one detail; None where other words for a deed are a writer's choice."""
    kind, detail = differences[0].kind, differences[0].detail
    sides = _clearest_sides(differences)
    if kind == "certainty":
        sides |= {(t.mention.span, "certain"): t for t in _also_flat(list(sides.values()), tellings[claim])}
    if detail == "deed":
        sides |= {(t.mention.span, word): t for t, word in _also_says(sides, tellings[claim])}
        copied = any((d.a.id, d.b.id) in ways.copies for d in differences)
        if not copied and sum(reports > 1 for reports in Counter(says for _, says in sides).values()) < 2:
            return None
    reason = _sides((says, telling.id) for (_, says), telling in sides.items())
    rising = _rises(
        (telling, quantity)
        for difference in differences
        for telling, quantity in zip((difference.a, difference.b), difference.figures or (), strict=False)
    )
    return _conflict(kind, claim.id, sides, ways, reason, rising)


def _clearest_sides(differences: Sequence[Difference]) -> dict[tuple[Span, str], Telling]:
    """Take one telling of each report for each thing that it says: in its story text, nearest to what is against it."""
    told = [
        (telling.marked is not None, -nearness(difference.a, difference.b), telling.mention.span, says, telling)
        for difference in differences
        for telling, says, _ in difference.sides
    ]
    clearest: dict[tuple[str, str], Telling] = {}
    for _, _, _, says, telling in sorted(told, key=lambda side: side[:4]):
        clearest.setdefault((telling.id, says), telling)
    order = dict.fromkeys((telling.id, says) for d in differences for telling, says, _ in d.sides)
    return {(clearest[side].mention.span, side[1]): clearest[side] for side in order}


def _also_flat(sides: Sequence[Telling], tellings: Sequence[Telling]) -> Iterator[Telling]:
    """The tellings of further reports that say flatly what one report hedges."""
    hedged = [t for t in sides if t.mention.certainty != "certain"]
    known = {t.id for t in sides}
    for report in sorted({t.id for t in tellings} - known):
        near = [
            (nearness(t, h), t.mention.span, t)
            for t in tellings
            if t.id == report and t.flat
            for h in hedged
            if not says_it_too(h, t)
        ]
        if near and max(near)[0] >= NEAR:
            yield max(near)[2]


def _also_says(sides: Mapping[tuple[Span, str], Telling], tellings: Sequence[Telling]) -> Iterator[tuple[Telling, str]]:
    """The tellings of further reports that have one of the words, with that word."""
    known = {t.id for t in sides.values()}
    for telling in tellings:
        word = next((word for _, word in sides if word.strip("“”").lower() in telling.text.lower()), None)
        if telling.id not in known and word and any(nearness(telling, t) >= NEAR for t in sides.values()):
            known.add(telling.id)
            yield telling, word


def _within(tellings: Sequence[Telling], ways: Ways) -> Iterator[Difference]:
    """Compare the tellings of one claim."""
    reworded = ways.reworded
    for a, b in pair_nearest(tellings, NEAR):
        yield from compare_tellings(a, b, (a.id, b.id) in ways.copies, not reworded.isdisjoint((a.id, b.id)))
    yield from _denied(tellings)


def _across(tellings: Mapping[Claim, Sequence[Telling]]) -> Iterator[Difference]:
    """Compare figures of one unit, and clock times, in passages of two claims that are each other's nearest."""
    units: dict[str, list[tuple[Claim, Telling]]] = defaultdict(list)
    hours: list[tuple[Claim, Telling]] = []
    for claim, told in tellings.items():
        for telling in told:
            for unit in sorted({q.unit for q in telling.proposition.quantities} - {""}):
                units[unit].append((claim, telling))
            if telling.proposition.when and "T" in telling.proposition.when:
                hours.append((claim, telling))
    for unit, giving in sorted(units.items()):
        large = [(claim, telling) for claim, telling in giving if has_large(telling, unit)]
        close = ((a, b) for a, b in pair_facing(large, NEAR_CLOSE, nearest=False) if close_figures(a, b, unit))
        place = {telling: position for position, (_, telling) in enumerate(giving)}
        facing = {*pair_facing(giving, NEAR_FIGURES), *close}
        for a, b in sorted(facing, key=lambda pair: [(t.id, place[t]) for t in pair]):
            yield from compare_numbers(a, b, measured=True)
    for a, b in pair_facing(hours, NEAR_HOURS):
        yield from compare_times(a, b, days=False)


def _conflict(
    kind: ConflictKind,
    claim: str | None,
    told: Iterable[tuple[Span, str]],
    ways: Ways,
    reason: str,
    superseded: bool = False,
) -> Conflict:
    """Make the record of a conflict; `told` is each passage and what it says."""
    sides = tuple(told)
    mentions = tuple(sorted({span for span, _ in sides}))
    key = kind + ",".join(f"{s.report}:{s.start}:{s.end}" for s in mentions)
    along = ways.lineage(span.report for span in mentions)
    direction = ways.direction(sides) if along else ()
    digest = hashlib.sha256(key.encode()).hexdigest()
    return Conflict("x" + digest[:10], kind, claim, mentions, along, superseded, reason, direction)


def _rises(counted: Iterable[tuple[Telling, Quantity]]) -> bool:
    """Whether the figure only grows with the time of publication: later reports then supersede earlier ones."""
    given: dict[str, set[float]] = defaultdict(set)
    for telling, quantity in counted:
        given[telling.mention.published or ""].add(quantity.value)
    in_time = [values for _, values in sorted(given.items())]
    rising = all(max(a) <= min(b) for a, b in pairwise(in_time))
    return rising and "" not in given and len(in_time) > 1 and all(len(values) == 1 for values in in_time)


def _tolls(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways, apart: Apart) -> Iterator[Conflict]:
    """Compare how many were killed, hurt or missing, as each report first gives it, whatever claim that is part of."""
    given: dict[str, dict[str, list[tuple[Telling, Quantity]]]] = defaultdict(lambda: defaultdict(list))
    for telling in sorted(chain.from_iterable(tellings.values()), key=lambda t: t.mention.span):
        for fate, quantity in find_tolls(telling.proposition, telling.report.report):
            before = chain.from_iterable(given[fate].values())
            if all((other.mention.span, telling.mention.span) not in apart for other, _ in before):
                given[fate][telling.id].append((telling, quantity))
    claims = {telling.mention.span: claim.id for claim, told in tellings.items() for telling in told}
    for fate, by_report in given.items():
        first = [told[0] for told in by_report.values()]
        counts = [quantity.value for _, quantity in first]
        if max(counts) <= APART * min(counts) and any(
            not same_quantity(p, q) for (_, p), (_, q) in combinations(first, 2)
        ):
            # Where the report says it again, that is part of it.
            again = [(t.mention.span, f"{q.value:g}") for told in by_report.values() for t, q in told]
            firsts = {t.id: f"{q.value:g}" for t, q in first}
            said = [(span, value) for span, value in again if value == firsts[span.report]]
            sides = _sides((figure(quantity, telling), telling.id) for telling, quantity in first)
            yield _conflict("number", claims[said[0][0]], said, ways, f"{fate}: {sides}", _rises(first))


def _lying(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways) -> Iterator[Conflict]:
    """Compare near what each report first says that a place lies: "Orrin camp near Lesk", "Orrin camp near Fenn"."""
    first: dict[str, dict[str, tuple[Telling, str]]] = defaultdict(dict)
    for telling in sorted(chain.from_iterable(tellings.values()), key=lambda t: t.mention.span):
        for place, near in neighbours(telling).items():
            first[place].setdefault(telling.id, (telling, near))
    claims = {telling.mention.span: claim.id for claim, told in tellings.items() for telling in told}
    for by_report in first.values():
        given = list(by_report.values())
        if any(not telling_words(x) & telling_words(y) for (_, x), (_, y) in combinations(given, 2)):
            said = [(telling.mention.span, near) for telling, near in given]
            sides = _sides((f"near {near}", telling.id) for telling, near in given)
            yield _conflict("place", claims[said[0][0]], said, ways, sides)


def _denied(tellings: Sequence[Telling]) -> Iterator[Difference]:
    """Set whoever denies the claim against whoever makes it."""
    denying = [t for t in tellings if t.mention.certainty == "denied"]
    for denial in denying:
        for other in tellings:
            near = nearness(denial, other) >= NEAR
            if near and other.id not in {t.id for t in denying} and denies(denial, other):
                by = f"denied by {denial.mention.source}" if denial.mention.source else "denied"
                yield Difference("denial", "", denial, other, (by, "said"))


def _denials(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways, apart: Apart) -> Iterator[Conflict]:
    """Set what one claim says against another that says the contrary: one verb, one sense, one of them negated."""
    every = [t for these in tellings.values() for t in these]
    denials = [t for t in every if t.proposition.negated or t.mention.certainty == "denied"]
    near = dict(zip(denials, cosines_of(denials, every) >= CONTRARY, strict=True)) if denials else {}
    for claim, these in tellings.items():
        denying = {t.id for t in these if t in near}
        facing = [(a, every[at]) for a in these if a in near for at in np.flatnonzero(near[a])]
        contrary = [(a, b) for a, b in facing if b.id not in denying and contradicts(a, b, NEAR_DENIAL)]
        pairs = _nearest_of_each([(a, b) for a, b in contrary if (a.mention.span, b.mention.span) not in apart])
        if pairs:
            sides = [*((a, not_so(a)) for a, _ in pairs), *((b, "said to be so") for _, b in pairs)]
            reason = _sides((says, t.id) for t, says in sides)
            yield _conflict("denial", claim.id, [(t.mention.span, says) for t, says in sides], ways, reason)


def _nearest_of_each(pairs: Sequence[tuple[Telling, Telling]]) -> list[tuple[Telling, Telling]]:
    """Of each report that says so, keep the passage nearest to the denial."""
    nearest: dict[tuple[Span, str], tuple[Telling, Telling]] = {}
    for a, b in sorted(pairs, key=lambda pair: -nearness(*pair)):
        nearest.setdefault((a.mention.span, b.id), (a, b))
    return list(nearest.values())


def _quotes(quotes: Sequence[Quote], ways: Ways) -> Iterator[Conflict]:
    for quote in quotes:
        if quote.drift:
            whose = f"the quoted words of {quote.speaker}" if quote.speaker else "the quoted words"
            said = [(span, ways.words(span)) for span in quote.mentions]
            yield _conflict("quote", None, said, ways, f"{whose} differ")


def _sides(told: Iterable[tuple[str, str]]) -> str:
    """Say who says what: "9 people in a; 12 people in b and c"."""
    sides: dict[str, list[str]] = {}
    for what, report in told:
        if report not in sides.setdefault(what, []):
            sides[what].append(report)
    return "; ".join(f"{what} in {listed(sorted(reports))}" for what, reports in sides.items())
