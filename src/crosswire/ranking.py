"""Ranking: a story's claims in order of weight, so that its first lines are what a desk wants to know."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosswire.records import AnnotatedReport, Claim, Conflict

LEADING = 3  # sentences, the headline among them, in which news tells what it is about
CENTRAL = 0.5  # nearness to what the reports lead with from which a disputed claim of most reports goes first
ORIGIN = 0.15  # what each origin beyond the first adds to a claim's weight, as a share of it
ANEW = 0.6  # nearness to a claim before it from which a claim says less that is new, and weighs less


def rank_claims(
    claims: Sequence[Claim], conflicts: Sequence[Conflict], reports: Sequence[AnnotatedReport]
) -> tuple[Claim, ...]:
    """Order claims by weight: how many reports carry one, how near it is to what they lead with, and its origins.

    A central claim of most reports that is disputed goes before all others; what changed along a lineage or rose
    with time is no dispute. What is near to a claim before it weighs less. Of equal ones the one that a report
    tells earliest comes first.
    """
    if not claims:
        return ()
    vectors = {p.span: v for r in reports for p, v in zip(r.propositions, r.proposition_vectors, strict=True)}
    length = {report.report.id: len(report.report.text) for report in reports}
    disputed = {conflict.claim for conflict in conflicts if conflict.along is None and not conflict.superseded}
    claims = sorted(claims, key=lambda claim: (min(m.span.start for m in claim.mentions), claim.text))
    told = np.stack([np.mean([vectors[mention.span] for mention in claim.mentions], axis=0) for claim in claims])
    told /= np.maximum(np.linalg.norm(told, axis=1, keepdims=True), 1e-9)
    central = told @ _centre(reports)
    carrying = np.array([len({mention.span.report for mention in claim.mentions}) for claim in claims])
    early = [1 - np.mean([m.span.start / length[m.span.report] for m in claim.mentions]) for claim in claims]
    origins = np.array([claim.origins_min for claim in claims])
    weights = carrying * (central + early) * (1 + ORIGIN * (origins - 1))
    first = [
        claim.id in disputed and 2 * carried > len(reports) > 1 and near >= CENTRAL
        for claim, carried, near in zip(claims, carrying, central, strict=True)
    ]
    return tuple(claims[row] for row in _by_weight(weights, told, np.array(first)))


def _by_weight(weights: NDArray[np.float64], vectors: NDArray[np.float32], first: NDArray[np.bool_]) -> list[int]:
    """Take the heaviest row that is left, those to come first before others, and discount what is near to it.

    Maximal marginal relevance (Carbonell and Goldstein 1998).
    """
    left = np.ones(len(weights), dtype=bool)
    nearest = np.zeros(len(weights))
    order: list[int] = []
    while left.any():
        worth = np.round(weights * (1 - np.maximum(nearest - ANEW, 0)), 3)
        open_to = left & first if (left & first).any() else left
        row = int(np.argmax(np.where(open_to, worth, -np.inf)))
        order.append(row)
        left[row] = False
        nearest = np.maximum(nearest, vectors @ vectors[row])
    return order


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
