"""Our tagger: who says what, and names, read off one pass of a small encoder over a report.

Made by training/train_tagger.py; docs/models.md says from what, and how well it does.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from crosswire.language.models import load_model
from crosswire.language.speech import Quotation
from crosswire.language.windows import Window, cut_windows

Range = tuple[int, int]
Rows = NDArray[np.float32]

ROLES = ("source", "cue", "content")
ENTITIES = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")
Reality = Literal["certain", "uncertain", "denied"]
REALITIES: tuple[Reality, ...] = get_args(Reality)
LINK = 64
_ADDRESS_END = re.compile(r"\.(?:com|org|net|co)\b(?:\.[a-z]{2}\b)?|(?<=\.com|\.org|\.net)\.[a-z]{2}\b")
# How much readier than the model to take a piece for a part. On PolNeAR dev these give a relation F1 of .743, .895
# where it is quoted, and token F1 of .850, .729 and .910; .9, .7 and -.1 are worse by .003 and .004.
LEANINGS = {"source": 1.2, "cue": 0.5, "content": -0.2}
# What a link over the end of a paragraph costs, and what more it costs where the cue comes after what is said: of 125
# whole paragraphs of quotation in PolNeAR's training reports whose cue stands in another, 113 follow it and 12 precede.
ELSEWHERE = 1.0
LATER = 2.0
# What the model gives for each word piece, side by side.
OUTPUTS = {
    "part": 2 * len(ROLES) + 1,
    "entity": 2 * len(ENTITIES) + 1,
    "content": LINK,
    "cue": LINK,
    "asking": LINK,
    "source": LINK,
    "reality": len(REALITIES),
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """The ranges (start, end) of a text that make up one statement; either end may be missing."""

    source: Range | None
    cue: Range | None
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger reads in a text, in order of place; `entities` are names with their label in spaCy's scheme.

    `realities` gives, of where a word piece begins, how much likelier than certain (in nats) it is that the event which
    a word that begins there may tell of is uncertain, and that it is denied.
    """

    attributions: tuple[Attribution, ...]
    entities: tuple[tuple[int, int, str], ...]
    realities: Mapping[int, tuple[float, float]]


@cache
def session() -> Any:  # noqa: ANN401
    """Load the model once a process."""
    return load_model("tagger.onnx")


def tag(text: str, lines: Sequence[Range], quotations: Sequence[Quotation]) -> Tags:
    """Tag the paragraphs (start, end) of a text, a window at a time."""
    attributions: list[Attribution] = []
    entities: list[tuple[int, int, str]] = []
    realities: dict[int, tuple[float, float]] = {}
    for window in cut_windows(text, lines, quotations):
        outputs = _run(window)
        attributions += _attributions(text, window, outputs)
        uncertain, denied = (outputs["reality"][:, 1:] - outputs["reality"][:, :1]).T.tolist()
        places = zip(window.offsets, uncertain, denied, strict=True)
        realities.update((start, (doubt, denial)) for (start, _), doubt, denial in places if start >= 0)
        for kind, run in _spans(outputs["entity"], window):
            start, end = _whole_words(text, window, run)
            last = entities[-1] if entities else (0, 0, "")
            # "Corin" and "Orlo" side by side are one name, and so they are where "Corin" is taken for a body.
            forename = (last[2], ENTITIES[kind]) == ("ORG", "PERSON") and text[last[0] : end].count(" ") == 1
            if (last[2] == ENTITIES[kind] or forename) and text[last[1] : start] in ("", " ", "-"):
                start = entities.pop()[0]
            entities.append((start, end, ENTITIES[kind]))
    return Tags(tuple(attributions), tuple(entities), realities)


def _run(window: Window) -> dict[str, Rows]:
    inputs = {"input_ids": np.array([window.ids], np.int64), "shapes": np.array([window.shapes], np.int64)}
    (outputs,) = session().run(None, inputs)
    edges = np.cumsum(list(OUTPUTS.values()))[:-1]
    return dict(zip(OUTPUTS, np.split(outputs[0], edges, axis=1), strict=True))


def _attributions(text: str, window: Window, outputs: dict[str, Rows]) -> list[Attribution]:
    """Link each content to its likeliest cue, and each cue to its likeliest source or to none."""
    runs: dict[str, list[range]] = {role: [] for role in ROLES}
    for kind, run in _spans(outputs["part"] + _leanings(), window):
        runs[ROLES[kind]].append(run)
    cues, sources = runs["cue"], runs["source"]
    if not cues:
        return [Attribution(None, None, (_whole_words(text, window, content),)) for content in runs["content"]]
    paragraphs = np.cumsum([left < 0 for left, _ in window.offsets])
    places, asked = [cue[0] for cue in cues], [0, *(source[0] for source in sources)]
    told: dict[int, list[range]] = {number: [] for number in range(len(cues))}
    for content in runs["content"]:
        scores = outputs["cue"][places] @ outputs["content"][content].mean(axis=0) / LINK**0.5
        away = paragraphs[places] - paragraphs[content[0]]
        scores -= ELSEWHERE * (away != 0) + LATER * (away > 0)
        told[int(np.argmax(scores))].append(content)
    found = []
    for number, contents in told.items():
        if contents:
            asking = cues[number][0]
            scores = outputs["source"][asked] @ outputs["asking"][asking] / LINK**0.5
            scores[1:] -= 2.0 * (paragraphs[asked[1:]] != paragraphs[asking])
            best = int(np.argmax(scores))
            source = _whole_words(text, window, sources[best - 1]) if best else None
            ranges = tuple(_whole_words(text, window, content) for content in contents)
            found.append(Attribution(source, _whole_words(text, window, cues[number]), ranges))
    return sorted(found, key=lambda a: min(a.content))


@cache
def _leanings() -> Rows:
    """What is added to the score of each part."""
    added = [0.0, *(LEANINGS[role] for role in ROLES for _ in range(2))]
    return np.array(added, np.float32)


def _spans(scores: Rows, window: Window) -> list[tuple[int, range]]:
    """The runs of pieces of each kind, by the likeliest labels in which no run goes on that did not begin."""
    labels = _likeliest(scores)
    labels[[left < 0 for left, _ in window.offsets]] = 0
    edges = [0, *(np.flatnonzero(_starts(labels)) + 1), len(labels)]
    return [(int(labels[a] - 1) // 2, range(a, b)) for a, b in pairwise(edges) if labels[a]]


def _starts(labels: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a run starts or ends before each label but the first."""
    kinds = (labels + 1) // 2
    starts: NDArray[np.bool_] = (kinds[1:] != kinds[:-1]) | (labels[1:] % 2 == 1)
    return starts


def _likeliest(scores: Rows) -> NDArray[np.int64]:
    """The best labels of which an inside follows only a begin or an inside of its kind.

    Most stretches between two pieces outside are so by themselves; in the others the best path is searched for,
    which may begin a piece sooner.
    """
    path: NDArray[np.int64] = scores.argmax(axis=1)
    before = np.concatenate(([0], path[:-1]))
    goes_on = (path > 0) & (path % 2 == 0)
    outside = [-1, *np.flatnonzero(path == 0), len(path)]
    for broken in np.flatnonzero(goes_on & (before != path) & (before != path - 1)):
        at = bisect_left(outside, broken)
        stretch = slice(max(0, outside[at - 1]), outside[at])
        path[stretch] = _best_path(scores[stretch])
    return path


def _best_path(scores: Rows) -> NDArray[np.int64]:
    """The best path of labels (Viterbi 1967)."""
    size, labels = scores.shape
    barred = np.zeros((labels, labels), np.float32)
    for inside in range(2, labels, 2):
        barred[:, inside] = -1e9
        barred[[inside - 1, inside], inside] = 0.0
    back = np.zeros((size, labels), np.int64)
    best = scores[0].copy()
    best[2::2] = -1e9
    for at in range(1, size):
        through = best[:, None] + barred
        back[at] = through.argmax(axis=0)
        best = through[back[at], np.arange(labels)] + scores[at]
    path = np.zeros(size, np.int64)
    path[-1] = best.argmax()
    for at in range(size - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


def _whole_words(text: str, window: Window, run: range) -> Range:
    """The range of a run of pieces, out to the ends of the words and addresses that it cuts."""
    start, end = window.offsets[run[0]][0], window.offsets[run[-1]][1]
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    address = _ADDRESS_END.match(text, end)
    return start, address.end() if address else end
