"""The origins of a claim as a graph: mention, report, and the agency or source that mentions go back to."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswire.outputs.passages import shorten, visible
from crosswire.records import Claim, Lineage

ROW = 34.0
BETWEEN = 14.0
TOP = 30.0
NAME = 16  # characters of a report, and a line of an origin, that a page of 320 pixels has room for
LINE = 12
LINES = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """A mention by its number on the page, and its report."""

    number: int
    mention: str
    report: str
    name: str
    y: float


@dataclass(frozen=True, slots=True)
class Joint:
    """Reports of one text, from the first row to the last."""

    y1: float
    y2: float
    lineage: Lineage
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """An origin: its number, its name in lines, its leaves, the texts they rest on, and why they are one."""

    number: int
    lines: tuple[str, ...]
    kind: str
    reason: str
    y: float
    leaves: tuple[Leaf, ...]
    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class ClaimGraph:
    """The drawing; y and height in pixels."""

    roots: tuple[Root, ...]
    height: float


def number_mentions(claim: Claim, lineages: Sequence[Lineage]) -> dict[str, int]:
    """Number the mentions of a claim by origin, then by text, so that what belongs together stands together."""
    text_of = {report: place for place, lineage in enumerate(lineages) for report in lineage.reports}
    report_of = {mention.id: mention.span.report for mention in claim.mentions}
    order: dict[str, int] = {}
    placed = [mention for origin in claim.origins for mention in _by_text(origin.mentions, report_of, text_of)]
    for mention in [*placed, *report_of]:
        order.setdefault(mention, len(order) + 1)
    return order


def _by_text(mentions: Sequence[str], report_of: Mapping[str, str], text_of: Mapping[str, int]) -> list[str]:
    return sorted(mentions, key=lambda m: (text_of.get(report_of[m], len(text_of)), report_of[m], m))


def lay_out_claim(claim: Claim, lineages: Sequence[Lineage]) -> ClaimGraph:
    """Place mentions and their reports in rows at the left, and the origin that they share at the right."""
    numbers = number_mentions(claim, lineages)
    report_of = {mention.id: mention.span.report for mention in claim.mentions}
    lineage_of = {report: lineage for lineage in lineages for report in lineage.reports}
    roots, y = [], TOP
    for number, origin in enumerate(claim.origins, 1):
        leaves = []
        for mention in sorted(origin.mentions, key=lambda mention: numbers[mention]):
            report = report_of[mention]
            leaves.append(Leaf(numbers[mention], mention, report, shorten(visible(report), NAME), y))
            y += ROW
        lines = textwrap.wrap(visible(origin.name), LINE, max_lines=LINES, placeholder=" …")
        middle = (leaves[0].y + leaves[-1].y) / 2 if leaves else y
        joints = _joints(leaves, lineage_of)
        reason = visible(origin.reason)
        roots.append(Root(number, tuple(lines), origin.kind, reason, middle, tuple(leaves), joints))
        y = max(y, middle + ROW * len(lines) / 2) + BETWEEN
    return ClaimGraph(tuple(roots), y)


def _joints(leaves: Sequence[Leaf], lineage_of: Mapping[str, Lineage]) -> tuple[Joint, ...]:
    together: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        if leaf.report in lineage_of:
            together.setdefault(lineage_of[leaf.report].id, []).append(leaf)
    joints = [
        Joint(same[0].y, same[-1].y, lineage_of[same[0].report], tuple(dict.fromkeys(leaf.report for leaf in same)))
        for same in together.values()
    ]
    return tuple(joint for joint in joints if len(joint.reports) > 1)
