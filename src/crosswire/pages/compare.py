"""What the page of two reports side by side shows."""

from collections import Counter
from dataclasses import dataclass

from crosswire.pages.side_by_side import Row, align_reports
from crosswire.records import Claim, Copy, Lineage, Report, Story


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two reports side by side; `lineage` where both rest on one text, `claims` are those that both carry."""

    left: Report
    right: Report
    copy: Copy | None
    lineage: Lineage | None
    rows: tuple[Row, ...]
    counts: Counter[str]
    claims: tuple[Claim, ...]


def compare_page(story: Story, left: Report, right: Report) -> ComparePage:
    """Set two reports of a story side by side, the one that the other comes from at the left."""
    copy = next((copy for copy in story.copies if set(copy.reports) == {left.id, right.id}), None)
    if copy and copy.source == right.id:
        left, right = right, left
    rows = align_reports(left, right, copy, story.claims)
    both = tuple(
        claim for claim in story.claims if {left.id, right.id} <= {mention.span.report for mention in claim.mentions}
    )
    lineage = next((found for found in story.lineages if {left.id, right.id} <= set(found.reports)), None)
    counts = Counter(row.found for row in rows) + Counter(moved=sum(row.moved for row in rows))
    return ComparePage(left, right, copy, lineage, rows, counts, both)
