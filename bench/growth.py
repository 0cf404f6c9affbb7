"""Time how the cost of one story grows with its passages: 4, 16 and 64 reports of one event, in one run.

usage: python bench/growth.py REPORTS EVENT

REPORTS is a JSON Lines file of reports whose `event` says what they tell of (events/outlets.jsonl of the data beside
the checkout). No event has 64, so each report here is half of the sentences of one of the event's reports, drawn by
a fixed seed. Prints, for each size, its passages, the pairs compared, the seconds of the processor for reading the
reports, for the claims step, for all steps that compare reports, and for the whole story, and the growth of each
against that of the passages: 1 is linear, 2 quadratic.
"""

import json
import math
import pathlib
import random
import re
import sys
import time

from crosswire.analysis import compare
from crosswire.claims import match_claims
from crosswire.language import annotate
from crosswire.likeness import candidate_pairs, story_units
from crosswire.records import AnnotatedReport, Group, Report
from crosswire.speakers import unite_speakers

SIZES = (4, 16, 64)


def halves(texts: list[str], count: int) -> list[Report]:
    """Make reports of half of the sentences of each text in turn."""
    draw = random.Random(0)
    reports = []
    for number in range(count):
        sentences = re.split(r"(?<=[.!?])\s+", texts[number % len(texts)])
        kept = sorted(draw.sample(range(len(sentences)), (len(sentences) + 1) // 2))
        reports.append(Report(f"r{number:02}", " ".join(sentences[place] for place in kept)))
    return reports


def read(reports: list[Report]) -> tuple[list[AnnotatedReport], list[float]]:
    """Read reports, the first once more before them so that the models are loaded; give the seconds of each."""
    annotate(reports[0])
    annotated, seconds = [], []
    for report in reports:
        began = time.process_time()
        annotated.append(annotate(report))
        seconds.append(time.process_time() - began)
    return annotated, seconds


def compared(reports: list[AnnotatedReport]) -> tuple[int, int, float, float]:
    """Count the passages and the pairs compared, and time the claims step and all steps that compare."""
    units = story_units(reports)
    united = unite_speakers(reports)
    began = time.process_time()
    match_claims(united)
    claims = time.process_time() - began
    began = time.process_time()
    compare(Group(tuple(report.report.id for report in reports), 1.0, ""), reports)
    return len(units), len(candidate_pairs(units)), claims, time.process_time() - began


def main(source: str, event: str) -> None:
    """Read once, then time each size."""
    rows = map(json.loads, pathlib.Path(source).read_text(encoding="utf-8").splitlines())
    texts = [row["text"] for row in rows if row["event"] == event]
    if not texts:
        raise SystemExit(f"{source}: no report of the event {event}: name one of its events")
    annotated, seconds = read(halves(texts, max(SIZES)))
    compared(annotated[-SIZES[0] :])
    before: tuple[float, ...] | None = None
    for size in SIZES:
        passages, pairs, claims, steps = compared(annotated[:size])
        reading = sum(seconds[:size])
        print(f"{size:3} reports {passages:5} passages {pairs:7} pairs, s of the processor: ", end="")
        print(f"reading {reading:.1f}, claims {claims:.2f}, comparing {steps:.2f}, whole {reading + steps:.1f}")
        figures = (pairs, claims, steps, reading + steps)
        if before is not None:
            longer = math.log(passages / before[0])
            growth = (math.log(now / then) / longer for now, then in zip(figures, before[1:], strict=True))
            print("    growth: pairs {:.2f}, claims {:.2f}, comparing {:.2f}, whole {:.2f}".format(*growth))
        before = (passages, *figures)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2])
