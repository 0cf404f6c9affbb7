"""The words that tell of something happening, how surely each is told, and what makes it so.

The readings of a word (markers.py) are added up with weights fitted by training/fit_certainty.py, and with what the
tagger says of it, which counts as much; the class with the highest sum is told, and the marker is the word whose
readings add most to it. A plain marker ("may", "believes that", "wants to", "if") makes a word uncertain whatever the
sums: a crowd may think it as good as certain, but the report does not say so; a plain negation makes what the sums
leave open denied. The classes follow FactBank (Saurí and Pustejovsky 2009); an event that did not happen is denied.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from crosswire.language.certainty import shade
from crosswire.language.markers import Reading, Seen, plain_denial, readings
from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.language.tagger import Reality
from crosswire.records import Certainty, Event, Marker, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs so linked stand for a quality, a tense or a relation.
_NO_EVENT = frozenset(("amod", "aux", "auxpass", "prep", "compound"))


def find_events(
    report: str, sentences: Sequence[ParsedSentence], tagged: Mapping[int, tuple[float, float]]
) -> tuple[Event, ...]:
    """Find the event words of a report in order of place, each with its certainty and the marker that makes it so.

    `tagged` is what the tagger says of each word, by where it begins (tagger.Tags.realities).
    """
    events: list[Event] = []
    for sentence in sentences:
        if sentence.marked in (None, "title", "caption"):
            seen: Seen = {}
            for token in sentence.tokens:
                if is_event(token):
                    certainty, marker = event_certainty(report, token, seen, tagged)
                    events.append(Event(Span(report, start_of(token), end_of(token)), certainty, marker))
    return tuple(events)


def is_event(token: "Token") -> bool:
    """Tell whether a word tells of something happening: a verb with a clause, or a noun of action."""
    if token.pos_ == "VERB":
        return token.dep_ not in _NO_EVENT and token.lemma_ not in ("accord", "include")
    return token.pos_ == "NOUN" and token.lemma_.lower() in _eventive()


def event_certainty(
    report: str, token: "Token", seen: Seen, tagged: Mapping[int, tuple[float, float]]
) -> tuple[Certainty, Marker | None]:
    """Give the certainty of an event word and its marker; `seen` keeps the clauses read before of its sentence."""
    read = readings(token, seen)
    reality = _reality(read, tagged.get(start_of(token)))
    plain = next((reading for reading in read if reading.plain), None)
    denial = plain_denial(token, read) if reality == "uncertain" else None
    if denial is not None:
        reality = "denied"
    elif reality == "certain" and plain is not None:
        return _told("uncertain", plain, report)
    return _told(reality, denial or _strongest(read, reality) or plain, report)


def _told(reality: Reality, found: Reading | None, report: str) -> tuple[Certainty, Marker | None]:
    """A class and what makes it so, in the words of the records; what no word makes uncertain is probable."""
    if reality == "certain":
        return "certain", None
    if found is None or found.kind is None or found.token is None:
        return ("denied" if reality == "denied" else "probable"), None
    marker = Marker(found.kind, Span(report, start_of(found.token), end_of(found.token)))
    return ("denied" if reality == "denied" else shade(found.kind, found.token)), marker


def _reality(read: Sequence[Reading], tagged: tuple[float, float] | None) -> Reality:
    uncertain, denied = tagged or (0.0, 0.0)
    weights = _weights()
    for name in {reading.name for reading in read}:
        weight = weights.get(name)
        if weight is not None:
            uncertain += weight[0]
            denied += weight[1]
    if max(uncertain, denied) <= 0:
        return "certain"
    return "denied" if denied > uncertain else "uncertain"


def _strongest(read: Sequence[Reading], reality: Reality) -> Reading | None:
    """The marker whose readings add most to a class; of several the nearest."""
    weights, side = _weights(), 1 if reality == "denied" else 0
    sums: dict[int, float] = {}
    first: dict[int, Reading] = {}
    for reading in dict.fromkeys(read):
        if reading.kind is not None and reading.token is not None:
            first.setdefault(reading.token.i, reading)
            sums[reading.token.i] = sums.get(reading.token.i, 0.0) + weights.get(reading.name, (0.0, 0.0))[side]
    best = max(sums, key=lambda place: sums[place], default=None)
    return first[best] if best is not None and sums[best] > 0 else None


@cache
def _eventive() -> frozenset[str]:
    """Nouns that name an event in at least half of their places in the training sets of UW and MEANTIME, and common
    ones of the same kind."""
    return frozenset(resources.files("crosswire.language").joinpath("eventive.txt").read_text("utf-8").split())


@cache
def _weights() -> dict[str, tuple[float, float]]:
    """What each reading adds to uncertain and to denied, against certain."""
    stored = json.loads(resources.files("crosswire.weights").joinpath("certainty.json").read_text("utf-8"))
    return {name: (uncertain, denied) for name, (uncertain, denied) in stored["weights"].items()}
