"""Fit from which cosine a text means what was asked for (`crosswire.corpus.meanings.MEANT`); print the figures.

usage: fit_search.py EVENTS.jsonl

A report's headline is asked, and the words of it that tell most by themselves; what should be found are the other
reports of its event, by what the corpus keeps of their meaning. The threshold is where F1 over all pairs is highest.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosswire.corpus.indexing import lead
from crosswire.corpus.meanings import MEANT
from crosswire.language.frequencies import rarity
from crosswire.language.vectors import encode
from crosswire.readers import read
from crosswire.records import Report
from crosswire.stories import story_words

TOLD = 4  # words of a headline that are asked by themselves
STEPS = np.arange(0.2, 0.7, 0.05)


def headline(report: Report) -> str:
    """Give the title of a report, or its first line."""
    return report.title.value if report.title else report.text.partition("\n")[0]


def telling(text: str) -> str:
    """Give the words of a headline that tell most, in its order."""
    words = text.split()
    best = sorted(range(len(words)), key=lambda n: (-rarity("".join(story_words(words[n]))), n))[:TOLD]
    return " ".join(words[n] for n in sorted(best))


def f1(cosines: NDArray[np.float32], same: NDArray[np.bool_], least: float) -> float:
    """F1 of the pairs from a cosine up as those of one event."""
    found = cosines >= least
    return float(2 * (found & same).sum() / max(found.sum() + same.sum(), 1))


def main(path: str) -> None:
    """Print F1 by threshold for both kinds of question and for all of them."""
    with Path(path).open(encoding="utf-8") as lines:
        event = {str(fields["id"]): str(fields["event"]) for fields in map(json.loads, lines)}
    reports = read([path]).reports
    kept = encode([lead(report) for report in reports])
    events = np.array([event[report.id] for report in reports])
    same = events[:, None] == events
    other = ~np.eye(len(reports), dtype=bool)
    asked = {
        "headlines": encode([headline(report) for report in reports]),
        f"{TOLD} words": encode([telling(headline(report)) for report in reports]),
    }
    cosines = {name: (vectors @ kept.T)[other] for name, vectors in asked.items()}
    cosines["all"] = np.concatenate(list(cosines.values()))
    for name, found in cosines.items():
        gold = np.tile(same[other], len(found) // int(other.sum()))
        row = ", ".join(f"{least:.2f}: {f1(found, gold, least):.3f}" for least in STEPS)
        best = max(STEPS, key=lambda least: f1(found, gold, least))
        print(f"{name}: best {best:.2f}, in use {MEANT}; F1 {row}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
