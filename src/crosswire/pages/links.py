"""Where the parts of a story are shown: addresses on the live pages, places in the file of a brief."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from crosswire.outputs.passages import visible
from crosswire.records import Claim, Lineage, Report


@dataclass(frozen=True, slots=True)
class Links:
    """Gives the address of each part of one story; '' where it has none, as claims in the file of a brief.

    Reports are asked for by the name that a brief shows of them; a name that two reports share leads nowhere.
    """

    story: str
    live: bool
    reports: dict[str, str] = field(default_factory=dict)

    def report(self, name: str) -> str:
        """Give the address of a report by its shown name."""
        return self.reports.get(name, "")

    def claim(self, claim: Claim) -> str:
        """Give the address of a claim."""
        return f"{self.base}/claims/{quote(claim.id, safe='')}" if self.live else ""

    def lineage(self, lineage: Lineage) -> str:
        """Give the address of a lineage."""
        return f"{self.base}/lineages/{quote(lineage.id, safe='')}" if self.live else ""

    def compare(self, one: str, other: str) -> str:
        """Give the address of two reports, by id, side by side."""
        return f"{self.base}/compare?{urlencode({'a': one, 'b': other}, errors='replace')}" if self.live else ""

    @property
    def base(self) -> str:
        """The address of the story itself."""
        return f"/stories/{quote(self.story, safe='')}"


def live_links(story: str, reports: Sequence[Report]) -> Links:
    """Give the addresses of a story on the live pages."""
    base = f"/stories/{quote(story, safe='')}/report"
    return Links(story, True, _by_name(reports, lambda number, id: f"{base}?{urlencode({'id': id}, errors='replace')}"))


def file_links(story: str, reports: Sequence[Report]) -> Links:
    """Give the places of a story in the file of a brief, its reports numbered as the file holds them."""
    return Links(story, False, _by_name(reports, lambda number, id: f"#report-{number}"))


def _by_name(reports: Sequence[Report], address: Callable[[int, str], str]) -> dict[str, str]:
    names = Counter(visible(report.id) for report in reports)
    return {
        visible(report.id): address(number, report.id)
        for number, report in enumerate(reports, start=1)
        if names[visible(report.id)] == 1
    }
