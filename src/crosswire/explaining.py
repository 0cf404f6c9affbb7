"""Explaining: everything behind one claim, put together for a reader who doubts it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswire.errors import InputError
from crosswire.likeness import FEATURES, candidate_pairs, contributions, likelihood, pair_features, story_units
from crosswire.records import AnnotatedReport, Claim, Conflict, Copy, Span, Story
from crosswire.speakers import unite_speakers


@dataclass(frozen=True, slots=True)
class Link:
    """What says that two mentions, by id, tell one claim: how likely that is, and what was compared.

    A feature is its name, its value and how far it moves the log-odds, in nats; what moves them most comes first.
    """

    mentions: tuple[str, str]
    likely: float
    features: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A claim of a story with the sentence of each mention, the links between mentions, likeliest first, and
    the copies and conflicts that touch it."""

    story: Story
    claim: Claim
    sentences: tuple[Span, ...]
    links: tuple[Link, ...]
    copies: tuple[Copy, ...]
    conflicts: tuple[Conflict, ...]


def find_claim(stories: Sequence[Story], name: str, numbered: Sequence[Claim]) -> tuple[Story, Claim]:
    """Find a claim by its id, the unique beginning of one, or its number among the `numbered`, from 1.

    Raises InputError where there is none, or more than one.
    """
    held = [(story, claim) for story in stories for claim in story.claims]
    if name.isdecimal():
        if not 1 <= int(name) <= len(numbered):
            raise InputError(f"{name}: no claim has this number: the brief reports {len(numbered)} claims")
        return next((story, claim) for story, claim in held if claim.id == numbered[int(name) - 1].id)
    found = [(story, claim) for story, claim in held if claim.id.startswith(name)]
    if len({claim.id for _, claim in found}) == 1:
        return found[0]
    if found:
        raise InputError(f"{name}: {len(found)} claims have ids that begin so: give more of the id")
    raise InputError(f"{name}: no claim has this id: `--format json` of the brief lists them")


def explain_claim(story: Story, claim: Claim, reports: Sequence[AnnotatedReport]) -> Explanation:
    """Put together what stands behind a claim; `reports` are those of its story as they were read."""
    by_id = {report.report.id: report for report in reports}
    spans = {mention.span for mention in claim.mentions}
    carrying = {span.report for span in spans}
    return Explanation(
        story,
        claim,
        tuple(_sentence(by_id[mention.span.report], mention.span) for mention in claim.mentions),
        _links(claim, unite_speakers([by_id[name] for name in story.reports])),
        tuple(copy for copy in story.copies if set(copy.reports) <= carrying),
        tuple(c for c in story.conflicts if any(_meets(at, span) for at in c.mentions for span in spans)),
    )


def _sentence(report: AnnotatedReport, span: Span) -> Span:
    """The sentence that a passage stands in; the passage itself where it runs over several."""
    holding = (s.span for s in report.sentences if s.span.start <= span.start and span.end <= s.span.end)
    return next(holding, span)


def _links(claim: Claim, reports: Sequence[AnnotatedReport]) -> tuple[Link, ...]:
    units = story_units(reports)
    mention_of = {mention.span: mention.id for mention in claim.mentions}
    pairs = candidate_pairs(units)
    features = pair_features(units, pairs)
    likely, moved = likelihood(features), contributions(features)
    own = np.array([unit.proposition.span in mention_of for unit in units], dtype=bool)
    found = [
        Link(
            (mention_of[units[i].proposition.span], mention_of[units[j].proposition.span]),
            round(float(likely[row]), 3),
            _features(features[row], moved[row]),
        )
        for row, (i, j) in enumerate(pairs.tolist())
        if own[i] and own[j]
    ]
    return tuple(sorted(found, key=lambda link: (-link.likely, link.mentions)))


def _features(values: NDArray[np.float64], moved: NDArray[np.float64]) -> tuple[tuple[str, float, float], ...]:
    rows = zip(FEATURES, values.tolist(), moved.tolist(), strict=True)
    rounded = [(name, round(float(value), 3), round(float(nats), 2)) for name, value, nats in rows]
    return tuple(sorted(rounded, key=lambda row: (-abs(row[2]), row[0])))


def _meets(a: Span, b: Span) -> bool:
    return a.report == b.report and a.start < b.end and b.start < a.end
