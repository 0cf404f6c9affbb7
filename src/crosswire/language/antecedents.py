"""Antecedents: whom "he", "she", "it", "they" and "I" mean, among the figures of a report and those who spoke."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crosswire.language.coreference import Cast, Figure, Kind
from crosswire.language.parsing import ParsedSentence, start_of
from crosswire.language.people import BODIES, PRONOUNS, Gender
from crosswire.language.speech import Quotation
from crosswire.records import Name, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 5  # sentences back in which a pronoun finds its person
BODY_REACH = 2  # and "it" or "they" theirs
QUOTED = 3  # added to the rank of whoever is only spoken of
SURE = 1  # rank of a sighting up to which it ends the search: a speaker or subject


@dataclass(frozen=True, slots=True)
class Told:
    """A source already settled: where it stands, whom it means, and the sentences that are its word."""

    at: int
    figure: Figure
    sentences: range
    aside: bool


@dataclass(slots=True)
class Reading:
    """What the settling of sources in order of place has come to."""

    text: str
    sentences: Sequence[ParsedSentence]
    names: Sequence[Name]
    statements: Sequence[Statement]
    outer: Sequence[int | None]
    cast: Cast
    speech: Sequence[Quotation]
    starts: list[int]
    told: dict[int, Told] = field(default_factory=dict)


def _quotation(reading: Reading, at: int) -> Quotation | None:
    position = bisect_right(reading.speech, at, key=lambda q: q.start) - 1
    return reading.speech[position] if position >= 0 and at < reading.speech[position].end else None


def find_self(reading: Reading, number: int, at: int) -> Figure | None:
    """Who says "I": the speaker of the words around it, where they are quoted."""
    outer = reading.outer[number]
    if outer is None or outer not in reading.told or _quotation(reading, at) is None:
        return None
    return reading.told[outer].figure


def find_person(reading: Reading, number: int, pronoun: "Token", gender: Gender) -> Figure | None:
    """Whom "he" or "she" means: the nearest speaker or subject whom it fits, going back sentence by sentence."""
    at = start_of(pronoun)
    here = bisect_right(reading.starts, at) - 1
    weak, last = None, max(-1, here - REACH - 1)
    for sentence in range(here, last, -1):
        if weak is not None and sentence < last:
            break
        if sentence != here and reading.sentences[sentence].marked is not None:
            continue
        ranks = _candidates(reading, number, at, sentence, gender)
        best = min(ranks.values(), default=None)
        if best is None:
            continue
        first = _one([f for f, rank in ranks.items() if rank == best], gender)
        if first is None or best <= SURE:
            return first or weak
        if weak is None:
            weak, last = first, sentence - (1 if best < QUOTED else 2)
    return weak


def _one(figures: Sequence[Figure], gender: Gender) -> Figure | None:
    """The only figure, or the only one known to be "he" or "she" as asked."""
    if len(figures) == 1:
        return figures[0]
    known = [figure for figure in figures if figure.gender == gender]
    return known[0] if len(known) == 1 else None


def _candidates(reading: Reading, number: int, at: int, sentence: int, gender: Gender) -> dict[Figure, int]:
    """The people of a sentence before a pronoun whom it can mean, by rank: speakers of the sentence come first."""
    content = reading.statements[number].content
    quotation = _quotation(reading, at)
    ranks: dict[Figure, int] = {}
    for sighting in reading.cast.sightings[sentence]:
        figure = reading.cast.figures[sighting.figure]
        own = any(c.start <= sighting.at < c.end for c in content)
        if sighting.at < at and not own and _can_be(figure, gender):
            inside = quotation is not None and quotation.start <= sighting.at < quotation.end
            rank = sighting.rank + (QUOTED if sighting.quoted and not inside else 0)
            ranks[figure] = min(rank, ranks.get(figure, rank))
    outer = reading.outer[number]
    for other, told in reading.told.items():
        spoke = (told.at < at or other == outer) and sentence in told.sentences
        if spoke and (_can_be(told.figure, gender) or _may_be_person(told.figure)):
            if quotation is not None and any(c.start <= at < c.end for c in reading.statements[other].content):
                ranks.pop(told.figure, None)
            else:
                ranks[told.figure] = -2 if other == outer else SURE if told.aside else -1
    return ranks


def _can_be(figure: Figure, gender: Gender) -> bool:
    return figure.kind in ("person", "somebody") and figure.gender in (None, gender)


def _may_be_person(figure: Figure) -> bool:
    """Whether a speaker whom the recogniser took for a body may be a person: one word, no body's, no initials."""
    word = figure.name
    return figure.kind == "body" and word.isalpha() and word.istitle() and word.lower() not in BODIES


def find_body(reading: Reading, number: int, pronoun: "Token", several: bool) -> Figure | None:
    """What "it" or "they" means: the nearest body, or the nearest people, that spoke or are a subject."""
    at = start_of(pronoun)
    here = bisect_right(reading.starts, at) - 1
    content = reading.statements[number].content
    kind: Kind = "group" if several else "body"
    for sentence in range(here, max(-1, here - BODY_REACH - 1), -1):
        spoke = {
            t.figure.name: t.figure
            for t in reading.told.values()
            if t.at < at and sentence in t.sentences and t.figure.kind == kind and t.figure.name.lower() not in PRONOUNS
        }
        if len(spoke) == 1:
            return next(iter(spoke.values()))
        stand = {
            figure.name: figure
            for s in reading.cast.sightings[sentence]
            if s.at < at and s.rank <= SURE and not s.quoted and not any(c.start <= s.at < c.end for c in content)
            if (figure := reading.cast.figures[s.figure]).kind == kind
        }
        if len(stand) == 1 and not spoke:
            return next(iter(stand.values()))
        if spoke or stand:
            return None
    return None
