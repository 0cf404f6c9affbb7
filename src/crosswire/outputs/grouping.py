"""Which reports tell of one event, for the `stories` command: without the language of the reports, so it is quick."""

from collections.abc import Sequence

from crosswire.outputs.passages import shorten, visible
from crosswire.records import Group, Report
from crosswire.stories import story_id

TITLE = 150


def list_stories(reports: Sequence[Report], groups: Sequence[Group]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give each group as story id (the same as in a brief), title and ids of its reports, biggest first."""
    by_id = {report.id: report for report in reports}
    listed = [(story_id(g.reports), headline([by_id[id] for id in g.reports]), g.reports) for g in groups]
    return sorted(listed, key=lambda story: (-len(story[2]), story[2]))


def headline(reports: Sequence[Report]) -> str:
    """Choose the headline whose words most other headlines share; the first words where none has one."""
    headlines = [report.title.value for report in reports if report.title]
    if not headlines:
        return shorten(visible(reports[0].text[reports[0].body :]), TITLE)
    words = [set(headline.casefold().split()) for headline in headlines]
    shared = [sum(len(own & other) for other in words) / (5 + len(own)) for own in words]
    return headlines[max(range(len(headlines)), key=lambda position: (shared[position], -position))]
