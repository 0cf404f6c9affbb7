"""Reports drawn as sheets of paper: those that rest on one text in one stack, the stacks of one origin in one box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswire.outputs.passages import shorten, visible
from crosswire.outputs.selection import NAME, counted
from crosswire.records import Claim, Lineage

SHEET = 8.0
HEIGHT = 11.0
SLIP = 3.0  # how far a sheet shows from under the one before it
WIDEST = 45.0  # of all that shows from under the first sheet of a stack: many sheets lie closer
PAD = 3.0
GAP = 5.0
MOST = 40  # boxes drawn; a count of more is told in words
LINE = 240.0  # a row of boxes ends here
LEADING = HEIGHT + 2 * PAD + GAP


@dataclass(frozen=True, slots=True)
class Stack:
    """Reports of one text: where the first sheet lies, and where each sheet under it begins to show, leftwards."""

    x: float
    y: float
    under: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What counts as one: its frame and the stacks in it."""

    x: float
    y: float
    width: float
    height: float
    stacks: tuple[Stack, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A drawing in pixels at the page's own text size, and the words that say the same.

    `doubtful` where the count of boxes is a range; `more` is how many boxes are left undrawn.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    doubtful: bool
    words: str
    more: int = 0


def draw_origins(claim: Claim, lineages: Sequence[Lineage]) -> Sheets:
    """Draw the reports of a claim, those of one origin in one box and those of one text in one stack."""
    text_of = {report: lineage.id for lineage in lineages for report in lineage.reports}
    report_of = {mention.id: mention.span.report for mention in claim.mentions}
    groups, said = [], []
    for origin in claim.origins:
        own = tuple(dict.fromkeys(report_of[mention] for mention in origin.mentions))
        stacks = _stacks(own, text_of)
        groups.append(stacks)
        said.append(f"{shorten(visible(origin.name), NAME)} in {_of_texts(len(own), len(stacks))}")
    low, high = claim.origins_min, claim.origins_max
    number = f"{low}" if low == high else f"{low} to {high}"
    counts = f"{counted(len(set(report_of.values())), 'report')}, {number} {'origin' if high == 1 else 'origins'}"
    if len(said) > MOST:
        said[MOST:] = [f"and {len(said) - MOST} more"]
    return _draw(groups, low != high, f"{counts}: {'; '.join(said)}" if said else counts)


def draw_texts(reports: Sequence[str], lineages: Sequence[Lineage]) -> Sheets:
    """Draw the reports of a story, those that rest on one text in one box."""
    stacks = _stacks(reports, {report: lineage.id for lineage in lineages for report in lineage.reports})
    words = f"{counted(len(reports), 'report')}, {counted(len(stacks), 'lineage')}"
    shared = [size for size in stacks if size > 1]
    if len(stacks) > 1 and shared:
        words += f": {', '.join(map(str, shared))} of one text{' each' if len(shared) > 1 else ''}"
        words += f", {alone} alone" if (alone := len(stacks) - len(shared)) else ""
    return _draw([(size,) for size in stacks], False, words)


def _stacks(reports: Sequence[str], text_of: Mapping[str, str]) -> tuple[int, ...]:
    """How many reports rest on each text, most first."""
    sizes: dict[str, int] = {}
    for report in reports:
        text = text_of.get(report, f"\0{report}")
        sizes[text] = sizes.get(text, 0) + 1
    return tuple(sorted(sizes.values(), reverse=True))


def _of_texts(reports: int, texts: int) -> str:
    if reports == 1 or reports == texts:
        return counted(reports, "report")
    return f"{reports} reports of {'one text' if texts == 1 else f'{texts} texts'}"


def _draw(groups: Sequence[Sequence[int]], doubtful: bool, words: str) -> Sheets:
    boxes: list[Box] = []
    x = y = widest = 1.0
    for sizes in groups[:MOST]:
        slips = [min(SLIP, WIDEST / (size - 1)) if size > 1 else 0.0 for size in sizes]
        width = 2 * PAD + sum(SHEET + slip * (size - 1) for slip, size in zip(slips, sizes, strict=True))
        width += PAD * (len(sizes) - 1)
        if boxes and x + width > LINE:
            x, y = 1.0, y + LEADING
        stacks, left = [], x + PAD
        for slip, size in zip(slips, sizes, strict=True):
            first = left + slip * (size - 1)
            under = tuple(round(first - slip * place, 1) for place in range(1, size))
            stacks.append(Stack(round(first, 1), round(y + PAD, 1), under))
            left = first + SHEET + PAD
        boxes.append(Box(round(x, 1), y, round(width, 1), HEIGHT + 2 * PAD, tuple(stacks)))
        widest = max(widest, x + width)
        x += width + GAP
    left_out = max(0, len(groups) - MOST)
    return Sheets(round(widest + 1, 1), y + HEIGHT + 2 * PAD + 1, tuple(boxes), doubtful, words, left_out)
