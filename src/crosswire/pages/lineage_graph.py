"""A lineage drawn over time: which report's text came from which, a row a report, time from left to right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crosswire.credits import agencies
from crosswire.outputs.passages import shorten, visible
from crosswire.outputs.times import day_of, in_words
from crosswire.pages.strip import instant
from crosswire.records import Copy, Lineage, Relation, Report
from crosswire.sources import names_outlet

ROW = 62.0
TOP = 30.0
TIME = 38.0  # per cent of the width from the first report to the last; the rest is for the last one's name
LEFT = 2.0
STEP = 4.0  # per cent; the least way from a text to its copy, so that no line runs through a report
FARTHEST = 24.0  # per cent; what the least ways of a line of copies come to at most
NAME = 24
ABSENT = "its own text is not among the reports"

CLOSENESS: dict[Relation, int] = {"copy": 0, "edited": 1, "rewritten": 2, "partial": 3}
FROM: dict[Relation, str] = {
    "copy": "copied from", "edited": "edited from", "rewritten": "reworded from", "partial": "partly from",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """Where a report has its text from: another report (`copy` says how), an agency, or unknown (both None).

    `directed` where it is known which of the two came first; `photos` where only photo credits name the agency;
    `own` where the text is the agency's own.
    """

    report: str
    source: str | None
    copy: Copy | None
    agency: str | None = None
    directed: bool = True
    photos: bool = False
    own: bool = False

    @property
    def words(self) -> str:
        """Say it: "edited from herald"."""
        if self.copy and self.source:
            verb = FROM[self.copy.relation] if self.directed else "shares its text with"
            return f"{verb} {shorten(visible(self.source), NAME)}"
        if not self.agency:
            return "the agency’s own text" if self.own else "nothing earlier found"
        return f"carries {visible(self.agency)} photo credits" if self.photos else f"credits {visible(self.agency)}"


@dataclass(frozen=True, slots=True)
class Node:
    """A report, or the agency whose own text is not among the reports (`report` None); x in per cent, y in pixels."""

    report: str | None
    name: str
    when: str
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a text down and across to what came from it; `relation` None for an agency's text."""

    x1: float
    y1: float
    x2: float
    y2: float
    relation: Relation | None
    directed: bool


@dataclass(frozen=True, slots=True)
class LineageGraph:
    """The drawing; `ticks` are days or times as (x in per cent, words)."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float


def trace_ways(lineage: Lineage, copies: Sequence[Copy], reports: Mapping[str, Report]) -> tuple[Way, ...]:
    """Give for each report of a lineage the one text that it is closest to and came from, first published first.

    A report whose text has no source among the others comes from the agency that it credits, where that
    agency's own text is not among them.
    """
    members = sorted(lineage.reports, key=lambda report: (_time(reports[report]) or float("inf"), report))
    inside = [copy for copy in copies if set(copy.reports) <= set(members)]
    own = [report for report in members if _is_own(reports[report], lineage.agency)]
    distant = None if own else lineage.agency
    ways: dict[str, Way] = {}
    for report in members:
        if way := _from_another(report, inside, ways):
            ways[report] = way
    for report in members:
        if report not in ways:
            way = _from_agency(reports[report], distant) or _alike(report, inside, ways)
            ways[report] = way or Way(report, None, None, own=report in own)
    return tuple(ways[report] for report in members)


def _from_another(report: str, copies: Sequence[Copy], ways: Mapping[str, Way]) -> Way | None:
    taken = [copy for copy in copies if report in copy.reports and copy.source not in (None, report)]
    for copy in sorted(taken, key=lambda copy: _distance(copy, report)):
        # Each pair is judged by itself, so that sources may go round in a ring.
        if copy.source and report not in _line(copy.source, ways):
            return Way(report, copy.source, copy)
    return None


def _from_agency(report: Report, agency: str | None) -> Way | None:
    bases = {credit.basis for credit in report.credits if credit.agency == agency}
    return Way(report.id, None, None, agency, photos=bases == {"caption"}) if agency and bases else None


def _alike(report: str, copies: Sequence[Copy], ways: Mapping[str, Way]) -> Way | None:
    shared = [copy for copy in copies if report in copy.reports and copy.source is None]
    for copy in sorted(shared, key=lambda copy: _distance(copy, report)):
        other = copy.reports[copy.reports[0] == report]
        if other in ways and report not in _line(other, ways):
            return Way(report, other, copy, directed=False)
    return None


def _distance(copy: Copy, report: str) -> tuple[int, float, tuple[str, str]]:
    shared = len(copy.passages) if copy.relation == "rewritten" else copy.containment[copy.reports.index(report)]
    return CLOSENESS[copy.relation], -shared, copy.reports


def _line(report: str, ways: Mapping[str, Way]) -> list[str]:
    """The report and all that its text came through."""
    line = [report]
    while (way := ways.get(line[-1])) and way.source:
        line.append(way.source)
    return line


def _is_own(report: Report, agency: str | None) -> bool:
    """Whether the report's outlet is the agency itself."""
    if agency is None or report.outlet is None:
        return False
    names = [name for known in agencies() if known.short == agency for name in known.names]
    return any(names_outlet(name, report.outlet.value) for name in (agency, *names))


def _time(report: Report) -> float | None:
    time = instant(report.published.value if report.published else None)
    return time.timestamp() if time else None


def lay_out_lineage(ways: Sequence[Way], reports: Mapping[str, Report]) -> LineageGraph:
    """Place the reports of a lineage: each below the text that it came from, at its time from left to right."""
    times = {way.report: _time(reports[way.report]) for way in ways}
    known = sorted(time for time in times.values() if time is not None)
    longest = max(len(_line(way.report, {way.report: way for way in ways})) for way in ways)
    step = min(STEP, FARTHEST / longest)
    nodes: dict[str | None, Node] = {}
    edges: list[Edge] = []
    for agency in {way.agency for way in ways if way.agency}:
        nodes[None] = Node(None, shorten(visible(agency), NAME), "", ABSENT, LEFT, TOP)
    for way in _below_sources(ways):
        parent = nodes[way.source] if way.source or way.agency else None
        least = parent.x + step if parent else LEFT
        x = round(max(least, _share(times[way.report], known) * (TIME - LEFT) + LEFT), 2)
        name, y = shorten(visible(way.report), NAME), TOP + ROW * len(nodes)
        node = nodes[way.report] = Node(way.report, name, _when(reports[way.report]), way.words, x, y)
        if parent:
            relation = way.copy.relation if way.copy else None
            edges.append(Edge(parent.x, parent.y, node.x, node.y, relation, way.directed))
    return LineageGraph(tuple(nodes.values()), tuple(edges), _ticks(known), TOP + ROW * len(nodes))


def _below_sources(ways: Sequence[Way]) -> list[Way]:
    """Put each report after its source and all that came from the source's earlier copies, the agency's first."""
    children: dict[str | None, list[Way]] = {}
    for way in sorted(ways, key=lambda way: way.agency is None):
        children.setdefault(way.source, []).append(way)
    order, waiting = [], children.get(None, [])[::-1]
    while waiting:
        order.append(waiting.pop())
        waiting += children.get(order[-1].report, [])[::-1]
    return order


def _share(time: float | None, known: Sequence[float]) -> float:
    """How far a time is from the first known time (0) to the last (1)."""
    return (time - known[0]) / (known[-1] - known[0]) if time is not None and known[-1] > known[0] else 0.0


def _ticks(known: Sequence[float]) -> tuple[tuple[float, str], ...]:
    if not known:
        return ()
    first, last = (datetime.fromtimestamp(time, UTC) for time in (known[0], known[-1]))
    if last == first:
        return ()
    days = ((LEFT, day_of(first.isoformat())), (TIME, day_of(last.isoformat())))
    return days if last.date() > first.date() else days[:1]


def _when(report: Report) -> str:
    value = report.published.value if report.published else ""
    return in_words(value) or visible(value) or "time unknown"
