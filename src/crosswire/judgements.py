"""What people decided, put in the place of what the steps found."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from crosswire.records import Claim, Conflict, Judgement, Span

SAME_PLACE = 0.5  # share of two passages together that both hold, from which one is the other as it is read now


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
        pair = judged_mentions(claims, judgement)
        if not pair:
            continue
        holding = [[c for c in found if any(m.id == mention for m in c.mentions)] for mention in pair]
        both = [claim for claim in holding[0] if claim in holding[1]]
        if judgement.verdict == "same" and all(holding) and not both:
            one, other = holding[0][0], holding[1][0]
            found = [claim for claim in found if claim is not one and claim is not other]
            found.append(_joined(*sorted((one, other), key=lambda c: (-len(c.mentions), c.id))))
        elif judgement.verdict == "different" and both:
            found = [claim for claim in found if claim not in both]
            found += [_without(claim, pair[1]) for claim in both]
            if len(both) == len(holding[1]):
                found.append(_alone(both[0], pair[1]))
    return _marked(found, claims, judgements)


def judged_mentions(claims: Sequence[Claim], judgement: Judgement) -> tuple[str, ...]:
    """Give the two mentions, by id, that were judged the same or different, as they are read now; none where gone."""
    if judgement.verdict not in ("same", "different"):
        return ()
    spans = {mention.id: mention.span for claim in claims for mention in claim.mentions}
    if not judgement.passages:
        return judgement.about if all(mention in spans for mention in judgement.about) else ()
    pair: list[str] = []
    for passage in judgement.passages:
        near = [(_overlap(span, passage.now), mention) for mention, span in spans.items() if passage.now]
        share, mention = max(near, default=(0.0, ""))
        if share < SAME_PLACE or mention in pair:
            return ()
        pair.append(mention)
    return tuple(pair)


def _overlap(a: Span, b: Span | None) -> float:
    """The share of two passages of one report together that both hold."""
    if b is None or a.report != b.report:
        return 0.0
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(0.0, both / (max(a.end, b.end) - min(a.start, b.start) or 1))


def _marked(found: Sequence[Claim], claims: Sequence[Claim], judgements: Sequence[Judgement]) -> tuple[Claim, ...]:
    """Say on claims what was judged of their mentions."""
    said: dict[str, list[str]] = {}
    for judgement in judgements:
        pair = set(judged_mentions(claims, judgement))
        spans = {m.span for claim in claims for m in claim.mentions if m.id in pair}
        what = "tell the same" if judgement.verdict == "same" else "tell different things"
        for claim in found:
            held = pair & {mention.id for mention in claim.mentions}
            if held and (held == pair) == (judgement.verdict == "same"):
                who = " and ".join(sorted(span.report for span in spans))
                said.setdefault(claim.id, []).append(f"{who} {what}, {judgement.by} judged: {judgement.why}")
    return tuple(replace(claim, judged=tuple(said[claim.id])) if claim.id in said else claim for claim in found)


def judged_apart(claims: Sequence[Claim], judgements: Sequence[Judgement]) -> frozenset[tuple[Span, Span]]:
    """Give each two passages of claims whose mentions were judged to tell different things; both ways round."""
    found: set[tuple[Span, Span]] = set()
    for judgement in judgements:
        pair = judged_mentions(claims, judgement) if judgement.verdict == "different" else ()
        sides = [{m.span for c in claims if any(m.id == one for m in c.mentions) for m in c.mentions} for one in pair]
        if len(sides) == 2:
            found |= {(a, b) for one, other in (sides, sides[::-1]) for a in one for b in other}
    return frozenset(found)


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
    judged = [j for j in judgements if j.verdict == "no conflict"]
    return tuple(c for c in conflicts if not any(c.kind == j.about[0] and _seen(c, j) for j in judged))


def _seen(conflict: Conflict, judgement: Judgement) -> bool:
    """Whether all passages of a conflict were judged."""
    if not judgement.passages:
        return set(passages(conflict)) <= set(judgement.about[1:])
    return all(
        any(_overlap(span, passage.now) >= SAME_PLACE for passage in judgement.passages) for span in conflict.mentions
    )


def passages(conflict: Conflict) -> tuple[str, ...]:
    """Name the passages of a conflict, as a judgement holds them."""
    return tuple(f"{span.report}:{span.start}-{span.end}" for span in conflict.mentions)
