"""Coreference: the persons, bodies and unnamed people of a report, and where each of them stands in it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from crosswire.language.parsing import ParsedSentence, by_sentence, start_of
from crosswire.language.people import (
    BODIES,
    GROUPS,
    PRONOUNS,
    Gender,
    gender_of_noun,
    is_somebody,
)
from crosswire.language.persons import join_persons
from crosswire.language.roles import Description, answers, bare_noun_phrase, describe
from crosswire.language.speech import Quotation
from crosswire.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal["person", "body", "somebody", "group"]

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
LEAST_VOTES = 2  # pronouns that must agree before they tell the gender of a name
LEAST_AGAINST = 5  # and before they are believed against a forename


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody or something that a report can credit: under the fullest name, or the words that first told of it."""

    name: str
    kind: Kind
    gender: Gender | None = None
    roles: tuple[Description, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where a figure stands: `rank` is 0 for a subject, 1 for what is else in a clause, 2 for an owner."""

    at: int
    figure: int
    rank: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Cast:
    """The figures of a report, the sightings of each sentence in order, and the figure of each name by position."""

    figures: tuple[Figure, ...]
    sightings: tuple[tuple[Sighting, ...], ...]
    bearers: Mapping[int, int]
    described: Mapping[int, int]


def read_cast(
    text: str, sentences: Sequence[ParsedSentence], names: Sequence[Name], speech: Sequence[Quotation]
) -> Cast:
    """Find who stands in a report and where; pictures' captions aside, which show others than the text goes on about.

    `bearers` gives the figure of a name by its position, `described` that of a noun by its place in the text.
    """
    figures, bearers = _named(text, names)
    ends = [q.end for q in speech]
    described: dict[int, int] = {}
    found: list[list[Sighting]] = []
    where = by_sentence(sentences, ((n.span.start, n.span.end) for n in names))
    for number, sentence in enumerate(sentences):
        here: list[Sighting] = []
        found.append(here)
        if sentence.marked not in (None, "title"):
            continue
        tokens = sentence.tokens
        taken: set[int] = set()
        for position in where[number]:
            span = names[position].span
            words = sentence.words(span.start, span.end)
            taken |= {t.i for t in words}
            if position in bearers and words:
                here.append(_sighting(_head(words), bearers[position], ends, speech))
        for token in tokens:
            if token.i not in taken and _is_noun_of_people(token) and not _names_person(token, taken):
                figure = _described(text, token, figures, here, found)
                described[start_of(token)] = figure
                here.append(_sighting(token, figure, ends, speech))
        here.sort(key=lambda s: s.at)
    cast = Cast(tuple(figures), tuple(tuple(s) for s in found), bearers, described)
    return replace(cast, figures=_with_genders(cast, sentences))


def _named(text: str, names: Sequence[Name]) -> tuple[list[Figure], dict[int, int]]:
    persons, of_person = join_persons(text, names)
    bearers = dict(of_person)
    figures = [Figure(p.name, "person", p.gender, words=frozenset(p.words)) for p in persons]
    bodies: dict[str, int] = {}
    for position, name in enumerate(names):
        if position not in bearers and name.label in ("organisation", "place"):
            key = name.name.casefold()
            if key not in bodies:
                bodies[key] = len(figures)
                words = frozenset(word.lower() for word in name.name.replace("’", "'").replace("'s", "").split())
                figures.append(Figure(name.name, "body", words=words))
            bearers[position] = bodies[key]
    roles: dict[int, dict[Description, None]] = defaultdict(dict)
    for position, name in enumerate(names):
        if name.role is not None and position in bearers:
            role = describe(text[name.role.start : name.role.end])
            if role is not None:
                roles[bearers[position]][role] = None
    for position, known in roles.items():
        figure = figures[position]
        nouns = {g for role in known if (g := gender_of_noun(role.head))}
        gender = figure.gender or (nouns.pop() if len(nouns) == 1 and figure.kind == "person" else None)
        figures[position] = replace(figure, roles=tuple(known), gender=gender)
    return figures, bearers


def _head(words: Sequence["Token"]) -> "Token":
    inside = {t.i for t in words}
    return next((t for t in reversed(words) if t.head.i not in inside or t.head.i == t.i), words[-1])


def _sighting(token: "Token", figure: int, ends: Sequence[int], speech: Sequence[Quotation]) -> Sighting:
    top = token
    while top.dep_ in ("conj", "appos", "compound", "nmod") and top.head.i != top.i:
        top = top.head
    rank = 0 if top.dep_ in SUBJECTS or top.dep_ == "ROOT" or _is_agent(top) else 2 if top.dep_ == "poss" else 1
    at = start_of(token)
    nearest = bisect_right(ends, at)
    quoted = nearest < len(speech) and speech[nearest].start <= at
    return Sighting(at, figure, rank, quoted)


def _is_agent(token: "Token") -> bool:
    by = token.head
    return token.dep_ == "pobj" and (by.dep_ == "agent" or (by.lower_ == "to" and by.head.lower_ == "according"))


def _is_noun_of_people(token: "Token") -> bool:
    """Whether a noun tells of people whom a pronoun may take up: one person, or several as a subject."""
    if token.pos_ != "NOUN" and not (token.tag_ in ("NN", "NNS", "NNP") and token.is_lower):
        return False
    lemma = token.lemma_.lower()
    if token.dep_ in ("compound", "amod", "nmod"):
        return False
    return is_somebody(lemma) or (lemma in GROUPS and token.dep_ in SUBJECTS)


def _names_person(token: "Token", taken: set[int]) -> bool:
    """Whether a noun stands with a name that says who that is: "the harbour master, Ada Quill"."""
    if token.dep_ == "appos" and any(t.i in taken for t in (token.head, *token.head.children)):
        return True
    if token.dep_ in ("attr", "oprd"):
        return True
    return any(c.dep_ == "appos" and c.i in taken for c in token.children)


def _described(
    text: str, token: "Token", figures: list[Figure], here: Sequence[Sighting], found: Sequence[Sequence[Sighting]]
) -> int:
    """The figure that a noun phrase stands for: one already told of where it can be but one, else a new one."""
    start, end = bare_noun_phrase(token)
    phrase = text[start:end]
    said = describe(phrase)
    restricted = any(c.dep_ in ("relcl", "acl") and c.left_edge.nbor(-1).text != "," for c in token.rights)
    if said is not None and said.definite and not restricted:
        known = who_answers(said, figures)
        if len(known) > 1:
            near = {s.figure for sightings in (here, *reversed(found[-4:-1])) for s in sightings if s.figure in known}
            known = [n for n in known if n in near]
        if len(known) == 1:
            return known[0]
    several = token.tag_ in ("NNS", "NNPS") or token.lemma_.lower() in GROUPS
    gender = None if several else gender_of_noun(token.lemma_.lower())
    figures.append(Figure(phrase, "group" if several else "somebody", gender, (said,) if said else ()))
    return len(figures) - 1


def who_answers(said: Description, figures: Sequence[Figure]) -> list[int]:
    """The figures of whom a description can be said; of unnamed ones with the same words only the last."""
    fits: dict[object, int] = {}
    for position, figure in enumerate(figures):
        if any(answers(said, role, figure.words) for role in figure.roles):
            fits[position if figure.kind in ("person", "body") else figure.name.lower()] = position
        elif figure.kind == "body" and said.head in BODIES and _bears(figure, said):
            fits[position] = position
    return list(fits.values())


def _bears(figure: Figure, said: Description) -> bool:
    """Whether a body's name has the description's words: "the airline" for "Lorland Airlines"."""
    return all(word in figure.words or f"{word}s" in figure.words for word in (said.head, *said.words))


def _with_genders(cast: Cast, sentences: Sequence[ParsedSentence]) -> tuple[Figure, ...]:
    """Settle by the pronouns that follow a name when nobody else is near which of "he" and "she" it has."""
    votes: dict[int, Counter[Gender]] = defaultdict(Counter)
    for whose, vote in _votes(cast, sentences):
        votes[whose][vote] += 1
    figures = list(cast.figures)
    for position, counted in votes.items():
        (gender, most), *others = counted.most_common()
        less = others[0][1] if others else 0
        figure = figures[position]
        if figure.kind != "person" or most < LEAST_VOTES or most <= 3 * less:
            continue
        if figure.gender is None:
            figures[position] = replace(figure, gender=gender)
        elif gender != figure.gender and most >= LEAST_AGAINST * (less + 1):
            # "Tom Quill" named once and "Quill … she" ever after: the bare name is somebody else's.
            figures[position] = replace(figure, gender=gender, name=figure.name.split()[-1])
    return tuple(figures)


def _votes(cast: Cast, sentences: Sequence[ParsedSentence]) -> Iterator[tuple[int, Gender]]:
    """Pronouns with one person alone in their sentence before them, or in the sentence before."""
    for number, sentence in enumerate(sentences):
        if sentence.marked is not None:
            continue
        for token in sentence.tokens:
            gender = PRONOUNS.get(token.lower_) if token.tag_ in ("PRP", "PRP$") else None
            if gender != "he" and gender != "she":
                continue
            at = start_of(token)
            before = _persons_in(cast, number, at)
            if not before and number and sentences[number - 1].paragraph >= sentence.paragraph - 1:
                before = _persons_in(cast, number - 1, at)
            if len(before) == 1:
                yield before.pop(), gender


def _persons_in(cast: Cast, number: int, before: int) -> set[int]:
    people = ("person", "somebody")
    return {s.figure for s in cast.sightings[number] if s.at < before and cast.figures[s.figure].kind in people}
