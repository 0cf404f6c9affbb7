"""Ways: which reports of a story rest on which, and which way a change went along them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from crosswire.records import Copy, Lineage, Span


@dataclass(frozen=True, slots=True)
class Ways:
    """Which reports rest on which: the copies by their two reports, each report's lineage, and the texts."""

    copies: Mapping[tuple[str, str], Copy]
    lineages: Mapping[str, Lineage]
    texts: Mapping[str, str]

    @property
    def reworded(self) -> frozenset[str]:
        """The reports that say in other words what another says; both of two where neither is known to be first."""
        rewordings = [copy for copy in self.copies.values() if copy.relation == "rewritten"]
        return frozenset(report for copy in rewordings for report in copy.reports if report != copy.source)

    def direction(self, told: Iterable[tuple[Span, str]]) -> tuple[tuple[str, str], ...]:
        """The pairs of reports of which the second has its text from the first and says something else."""
        says: dict[str, set[str]] = defaultdict(set)
        for span, what in told:
            says[span.report].add(what)
        pairs = []
        for a, b in combinations(sorted(says), 2):
            source = self.copies[a, b].source if (a, b) in self.copies else None
            if source and says[a].isdisjoint(says[b]):
                pairs.append((a, b) if source == a else (b, a))
        return tuple(sorted(pairs))

    def words(self, span: Span) -> str:
        """The words of a passage, case and white space aside."""
        return " ".join(self.texts[span.report][span.start : span.end].lower().split())

    def lineage(self, reports: Iterable[str]) -> str | None:
        """The lineage along which these reports differ; None where they don't rest on one text."""
        ids = {self.lineages[report].id for report in reports}
        return ids.pop() if len(ids) == 1 else None
