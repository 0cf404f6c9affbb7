"""What the page of a lineage shows: its reports over time, and what each took, cut, added and altered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswire.outputs.page import Listing
from crosswire.pages.lineage_graph import LineageGraph, Way, lay_out_lineage, trace_ways
from crosswire.pages.side_by_side import Row, align_reports
from crosswire.records import Copy, Lineage, Report, Story

ALIGNED = 12  # reports whose text is set beside its source on the page; of the rest the page links to it
PAIRS = 200  # pairs listed on the page; JSON has them all


@dataclass(frozen=True, slots=True)
class Taken:
    """What a report took from the text that it came from: how many passages of each kind, and which.

    `linked` where the page only links to the two side by side.
    """

    way: Way
    counts: Counter[str]
    changed: tuple[Row, ...]
    kept: tuple[Row, ...]
    linked: bool = False


@dataclass(frozen=True, slots=True)
class LineagePage:
    """The page of a lineage, top to bottom; `copies` are all its pairs that share text, closest first."""

    lineage: Lineage
    ways: tuple[Way, ...]
    graph: LineageGraph
    taken: tuple[Taken, ...]
    copies: tuple[Copy, ...]

    @property
    def pairs(self) -> Listing[Copy]:
        """The pairs that the page lists."""
        return Listing(self.copies[:PAIRS], max(0, len(self.copies) - PAIRS))


def lineage_page(story: Story, lineage: Lineage, reports: Mapping[str, Report]) -> LineagePage:
    """Put together what is known of one lineage of a story."""
    ways = trace_ways(lineage, story.copies, reports)
    inside = [copy for copy in story.copies if set(copy.reports) <= set(lineage.reports)]
    return LineagePage(
        lineage=lineage,
        ways=ways,
        graph=lay_out_lineage(ways, reports),
        taken=_taken([way for way in ways if way.source], reports),
        copies=tuple(sorted(inside, key=lambda copy: (-max(copy.containment), copy.reports))),
    )


def _taken(ways: Sequence[Way], reports: Mapping[str, Report]) -> tuple[Taken, ...]:
    found = []
    for place, way in enumerate(ways):
        if place >= ALIGNED or way.source is None:
            found.append(Taken(way, Counter(), (), (), linked=True))
            continue
        rows = align_reports(reports[way.source], reports[way.report], way.copy, ())
        counts = Counter(row.found for row in rows) + Counter(moved=sum(row.moved for row in rows))
        kept = tuple(row for row in rows if row.found == "same" and not row.moved)
        found.append(Taken(way, counts, tuple(row for row in rows if row not in kept), kept))
    return tuple(found)
