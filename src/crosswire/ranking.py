"""Ranking: a story's claims in order of weight, so that its first lines are what a desk wants to know."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosswire.records import AnnotatedReport, Claim, Conflict, Span

LEADING = 3  # sentences, the headline among them, in which news tells what it is about
CENTRAL = 0.5  # nearness to what the reports lead with from which a disputed claim goes first
ORIGIN = 0.15  # what each origin beyond the first adds to a claim's weight, as a share of it


def rank_claims(
    claims: Sequence[Claim], conflicts: Sequence[Conflict], reports: Sequence[AnnotatedReport]
) -> tuple[Claim, ...]:
    """Order claims by weight: how many reports carry one, how near it is to what they lead with, and its origins.

    A claim of several reports that is disputed and central goes before all others; what changed along a lineage or
    rose with time is no dispute. Of equal ones the one that a report tells earliest comes first.
    """
    centre = _centre(reports)
    vectors = {p.span: v for r in reports for p, v in zip(r.propositions, r.proposition_vectors, strict=True)}
    length = {report.report.id: len(report.report.text) for report in reports}
    disputed = {conflict.claim for conflict in conflicts if conflict.along is None and not conflict.superseded}

    def rank(claim: Claim) -> tuple[bool, float, int, Span]:
        carrying = len({mention.span.report for mention in claim.mentions})
        central = float(np.mean([vectors[mention.span] @ centre for mention in claim.mentions]))
        early = 1 - float(np.mean([mention.span.start / length[mention.span.report] for mention in claim.mentions]))
        weight = carrying * (central + early) * (1 + ORIGIN * (claim.origins_min - 1))
        first = claim.id in disputed and carrying > 1 and central >= CENTRAL
        return not first, -round(weight, 3), min(mention.span.start for mention in claim.mentions), claim.text

    return tuple(sorted(claims, key=rank))


def _centre(reports: Sequence[AnnotatedReport]) -> NDArray[np.float32]:
    """What the reports lead with: the mean of their headlines and first sentences, each report once."""
    leads = []
    for report in reports:
        told = [row for row, sentence in enumerate(report.sentences) if sentence.marked in (None, "title")]
        rows = told[:LEADING] or list(range(len(report.sentences)))[:LEADING]
        if rows:
            leads.append(report.sentence_vectors[rows].mean(axis=0))
    centre = np.mean(leads, axis=0) if leads else np.zeros(0, dtype=np.float32)
    return np.asarray(centre / (np.linalg.norm(centre) or 1), dtype=np.float32)
