"""Print how right a day is that an undated report takes from its story, for the thresholds of publication.py.

usage: python training/fit_publication.py REPORTS.jsonl

A quarter of the dates of a stream are hidden, three times; the reports are grouped, and each hidden report takes the
day of the dated report of its story whose text is nearest, where the dated ones agree within AGREEING_DAYS. Printed for
each number of dated reports and share of three-word runs in common: how many, and which share is within a day.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from crosswire.publication import AGREEING_DAYS, known_day, share_in_common, word_runs
from crosswire.readers import read
from crosswire.records import Report
from crosswire.stories import group_stories

HIDDEN, TIMES = 0.25, 3
SHARES = (0.0, 0.005, 0.01, 0.02, 0.04, 0.08)


def settled(reports: Sequence[Report], chance: random.Random) -> Iterator[tuple[int, float, int]]:
    """Hide dates; yield for each hidden report the dated ones of its story, the text shared, and the days of error."""
    truth: dict[str, date] = {}
    for report in reports:
        if (day := known_day(report)) and chance.random() < HIDDEN:
            truth[report.id] = day
    given = {r.id: replace(r, published=None) if r.id in truth else r for r in reports}
    for group in group_stories(list(given.values())):
        members = [given[report] for report in group.reports]
        dated = [(day, word_runs(report.text)) for report in members if (day := known_day(report))]
        days = [day for day, _ in dated]
        if days and (max(days) - min(days)).days <= AGREEING_DAYS:
            for report in members:
                if report.id in truth:
                    runs = word_runs(report.text)
                    shared, day = max((share_in_common(runs, other), day) for day, other in dated)
                    yield len(dated), shared, abs((day - truth[report.id]).days)


def main(path: str) -> None:
    """Hide, settle, print."""
    reports = sorted(read([path]).reports, key=lambda report: report.id)
    errors: dict[tuple[int, float], list[int]] = defaultdict(list)
    for seed in range(TIMES):
        for dated, shared, error in settled(reports, random.Random(seed)):
            errors[min(dated, 4), max(share for share in SHARES if share <= shared)].append(error)
    for (dated, share), found in sorted(errors.items()):
        right = sum(error <= 1 for error in found) / len(found)
        print(f"{dated}{'+' if dated == 4 else ''} dated, {share} shared or more: {len(found)}, {right:.2f} right")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
