"""How telling a word is: how few news reports use it."""

import gzip
import math
from functools import cache
from importlib import resources

UNSEEN = 2  # reports taken to hold a word that the table lacks: it lists those of five or more


@cache
def word_reports() -> tuple[int, dict[str, int]]:
    """Return how many reports were counted, and in how many of them each word stood (training/fit_stories.py)."""
    source = resources.files("crosswire") / "weights" / "word_reports.tsv.gz"
    total, *lines = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()
    counts = (line.split("\t") for line in lines)
    return int(total), {word: int(count) for word, count in counts}


@cache
def rarity(word: str) -> float:
    """The inverse document frequency of a word, in nats (Spärck Jones 1972); 0 for one that stands in every report."""
    total, counts = word_reports()
    return math.log(total / counts.get(word, UNSEEN))
