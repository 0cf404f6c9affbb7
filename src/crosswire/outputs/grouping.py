"""Which reports tell of one event, for the `stories` command: without the language of the reports, so it is quick."""

from collections.abc import Sequence

from crosswire.outputs.passages import passage
from crosswire.records import Group, Report
from crosswire.stories import story_id
from crosswire.titles import choose_title

TITLE = 150


def list_stories(reports: Sequence[Report], groups: Sequence[Group]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give each group as story id (the same as in a brief), title and ids of its reports, biggest first."""
    by_id = {report.id: report for report in reports}
    listed = [(story_id(g.reports), headline([by_id[id] for id in g.reports]), g.reports) for g in groups]
    return sorted(listed, key=lambda story: (-len(story[2]), story[2]))


def headline(reports: Sequence[Report]) -> str:
    """Give what the story of some reports is called, as it is shown to a reader."""
    return passage(choose_title(reports), {report.id: report for report in reports}, TITLE)
