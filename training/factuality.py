"""Event factuality sets, as fit_certainty.py and train_tagger.py read them: tokenised sentences with event words.

A line is a sentence: `text`, its words parted by single spaces, and `targets`, each with the `tokens` from and to of an
event word and a `label`, a crowd's mean from -3, certainly not, to 3, certainly.
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from crosswire.language.tagger import Reality


def event_words(row: dict[str, Any]) -> Iterator[tuple[tuple[int, int], Reality]]:
    """Yield the place (start, end) of each event word of a sentence, and how sure it is."""
    starts = list(accumulate((len(word) + 1 for word in row["text"].split(" ")), initial=0))
    for target in row["targets"]:
        first, last = target["tokens"]
        yield (starts[first], starts[last] - 1), _reality(target["label"])


def _reality(label: float) -> Reality:
    """Read a label; the bounds are those of score/certainty.py beside the data."""
    return "certain" if label >= 2 else "denied" if label <= -1.5 else "uncertain"
