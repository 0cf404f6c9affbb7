"""What people decided, put in the place of what the steps found."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from crosswire.records import Claim, Conflict, Judgement


def judge_groups(
    groups: Sequence[tuple[str, ...]],
    judgements: Sequence[Judgement],
    likeness: Callable[[str, Collection[str]], float],
) -> list[tuple[str, ...]]:
    """Merge and split groups of reports (ids in order) as judged, one judgement after another.

    A report that a split does not name goes to the side that it is more like.
    """
    found = [set(group) for group in groups]
    for judgement in judgements:
        out = set(judgement.about)
        rest = set(judgement.reports) - out
        if judgement.verdict == "merge":
            touched = [group for group in found if group & rest]
            found = [group for group in found if group not in touched] + [set[str]().union(*touched)]
        elif judgement.verdict == "split":
            divided = [group for group in found if group & out and group & rest]
            found = [group for group in found if group not in divided]
            for group in divided:
                here, there = group & out, group & rest
                apart = {r for r in group - here - there if likeness(r, here) > likeness(r, there)} | here
                found += [apart, group - apart]
    return sorted(tuple(sorted(group)) for group in found if group)


def judge_claims(claims: Sequence[Claim], judgements: Sequence[Judgement]) -> tuple[Claim, ...]:
    """Join the claims of mentions judged the same, and take the second of two judged different out of their claims."""
    found = list(claims)
    for judgement in judgements:
        if judgement.verdict not in ("same", "different"):
            continue
        holding = [[c for c in found if any(m.id == mention for m in c.mentions)] for mention in judgement.about]
        both = [claim for claim in holding[0] if claim in holding[1]]
        if judgement.verdict == "same" and all(holding) and not both:
            one, other = holding[0][0], holding[1][0]
            found = [claim for claim in found if claim is not one and claim is not other]
            found.append(_joined(*sorted((one, other), key=lambda c: (-len(c.mentions), c.id))))
        elif judgement.verdict == "different" and both:
            found = [claim for claim in found if claim not in both]
            found += [_without(claim, judgement.about[1]) for claim in both]
            if len(both) == len(holding[1]):
                found.append(_alone(both[0], judgement.about[1]))
    return tuple(found)


def _joined(one: Claim, other: Claim) -> Claim:
    mentions = sorted({*one.mentions, *other.mentions}, key=lambda mention: mention.span)
    return replace(one, mentions=tuple(mentions))


def _without(claim: Claim, mention: str) -> Claim:
    """A claim less one mention; it keeps its id and, where it can, its text."""
    taken = [m for m in claim.mentions if m.id == mention]
    rest = [m for m in claim.mentions if m.id != mention]
    return replace(claim, text=rest[0].span if claim.text == taken[0].span else claim.text, mentions=tuple(rest))


def _alone(claim: Claim, mention: str) -> Claim:
    """The claim of one mention, for what no other claim tells."""
    taken = [m for m in claim.mentions if m.id == mention]
    return Claim("c" + hashlib.sha256(mention.encode()).hexdigest()[:10], taken[0].span, tuple(taken))


def judge_conflicts(conflicts: Sequence[Conflict], judgements: Sequence[Judgement]) -> tuple[Conflict, ...]:
    """Leave out what was judged to be no conflict; one that holds a passage more than the judged one stays."""
    judged = [(j.about[0], set(j.about[1:])) for j in judgements if j.verdict == "no conflict"]
    return tuple(
        conflict
        for conflict in conflicts
        if not any(conflict.kind == kind and set(passages(conflict)) <= seen for kind, seen in judged)
    )


def passages(conflict: Conflict) -> tuple[str, ...]:
    """Name the passages of a conflict, as a judgement holds them."""
    return tuple(f"{span.report}:{span.start}-{span.end}" for span in conflict.mentions)
