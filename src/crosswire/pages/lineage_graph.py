"""A lineage drawn over time: which report's text came from which, a row a report, time from left to right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    members = sorted(lineage.reports, key=lambda report: (_time(reports[report]) or datetime.max.timestamp(), report))
    inside = [copy for copy in copies if set(copy.reports) <= set(members)]
    ways: dict[str, Way] = {}
    for report in members:
        taken = [copy for copy in inside if report in copy.reports and copy.source not in (None, report)]
        for copy in sorted(taken, key=lambda copy: _distance(copy, report)):
            if copy.source and report not in _line(copy.source, ways):
                ways[report] = Way(report, copy.source, copy)
                break
    own = [report for report in members if _is_own(reports[report], lineage.agency)]
    distant = None if own else lineage.agency
    for report in (report for report in members if report not in ways):
        bases = {credit.basis for credit in reports[report].credits if credit.agency == distant}
        if distant and bases:
            ways[report] = Way(report, None, None, distant, photos=bases == {"caption"})
            continue
        shared = [copy for copy in inside if report in copy.reports and copy.source is None]
        for copy in sorted(shared, key=lambda copy: _distance(copy, report)):
            other = copy.reports[copy.reports[0] == report]
            if other in ways and report not in _line(other, ways):
                ways[report] = Way(report, other, copy, directed=False)
                break
        ways.setdefault(report, Way(report, None, None, own=report in own))
    return tuple(ways[report] for report in members)


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
    agency = next((way.agency for way in ways if way.agency), None)
    lines = {way.report: way for way in ways}
    step = min(STEP, FARTHEST / max(len(_line(way.report, lines)) for way in ways))
    nodes: list[Node] = []
    edges: list[Edge] = []
    if agency:
        nodes.append(Node(None, shorten(visible(agency), NAME), "", "its own text is not among the reports", LEFT, TOP))

    def place(way: Way, parent: Node | None) -> None:
        x = LEFT if parent is None else parent.x + step
        time = times[way.report]
        if time is not None and known[-1] > known[0]:
            x = max(x, LEFT + (TIME - LEFT) * (time - known[0]) / (known[-1] - known[0]))
        node = Node(
            way.report, shorten(visible(way.report), NAME), _when(reports[way.report]), way.words, round(x, 2), _row()
        )
        nodes.append(node)
        if parent is not None:
            relation = way.copy.relation if way.copy else None
            edges.append(Edge(parent.x, parent.y, node.x, node.y, relation, way.directed))
        for child in ways:
            if child.source == way.report:
                place(child, node)

    def _row() -> float:
        return TOP + ROW * len(nodes)

    root = nodes[0] if nodes else None
    for way in sorted(ways, key=lambda way: way.agency is None):
        if way.source is None:
            place(way, root if way.agency else None)
    return LineageGraph(tuple(nodes), tuple(edges), _ticks(known), TOP + ROW * len(nodes))


def _ticks(known: Sequence[float]) -> tuple[tuple[float, str], ...]:
    if not known:
        return ()
    first, last = (datetime.fromtimestamp(time).astimezone() for time in (known[0], known[-1]))
    return ((LEFT, day_of(first.isoformat())), (TIME, day_of(last.isoformat()))) if last > first else ()


def _when(report: Report) -> str:
    value = report.published.value if report.published else ""
    return in_words(value) or visible(value) or "time unknown"
