"""Speakers: whom each source means, on whose word it is passed on, and how it is known."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crosswire.language.chains import find_outer, with_hidden_links
from crosswire.language.coreference import Cast, Figure, Kind, read_cast, who_answers
from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.language.people import BODIES, FIRST, GROUPS, PRONOUNS, RELATIVE, Gender, is_somebody
from crosswire.language.roles import bare_noun_phrase, describe
from crosswire.language.speech import Quotation, find_speech
from crosswire.records import Known, Name, Span, Statement
from crosswire.sources import how_known

if TYPE_CHECKING:
    from spacy.tokens import Token

REACH = 5  # sentences back in which a pronoun finds its person
BODY_REACH = 2  # and "it" or "they" theirs
QUOTED = 3  # added to the rank of whoever is only spoken of
SURE = 1  # rank of a sighting up to which it ends the search: a speaker or subject
_NOUNS = frozenset(("NOUN", "PROPN", "PRON"))
_GENERIC = frozenset("company firm group organisation organization agency body".split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A source already settled: where it stands, whom it means, and the sentences that are its word."""

    at: int
    figure: Figure
    sentences: range
    aside: bool


@dataclass(slots=True)
class _Reading:
    """What the settling of sources in order of place has come to."""

    text: str
    sentences: Sequence[ParsedSentence]
    names: Sequence[Name]
    statements: Sequence[Statement]
    outer: Sequence[int | None]
    cast: Cast
    speech: Sequence[Quotation]
    starts: list[int]
    told: dict[int, _Told] = field(default_factory=dict)


def name_speakers(
    text: str, sentences: Sequence[ParsedSentence], names: Sequence[Name], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Fill in `speaker`, `known` and `within` of statements in order of place; links hidden in a phrase are added.

    A pronoun, bare surname or description gets the fullest name of the one whom it can mean; where two fit
    equally the source keeps its own words.
    """
    linked = with_hidden_links(text, sentences, names, statements)
    outer = find_outer(linked)
    speech = find_speech(text)
    starts = [s.span.start for s in sentences]
    reading = _Reading(text, sentences, names, linked, outer, read_cast(text, sentences, names, speech), speech, starts)
    speakers: list[str | None] = [None] * len(linked)
    order = sorted(range(len(linked)), key=lambda n: (source.start if (source := linked[n].source) else -1, n))
    for number in order:
        if linked[number].source is not None:
            speakers[number] = _settle(reading, number)
    people = frozenset(figure.name for figure in reading.cast.figures if figure.kind == "person")
    return tuple(
        replace(s, speaker=speaker, within=within, known=_known(text, s, speaker, people))
        for s, speaker, within in zip(linked, speakers, outer, strict=True)
    )


def _known(text: str, statement: Statement, speaker: str | None, people: frozenset[str]) -> Known:
    cue = text[statement.cue.start : statement.cue.end] if statement.cue else ""
    return how_known(speaker, cue, people)


def _settle(reading: _Reading, number: int) -> str:
    """Name the source of a statement, and remember whom it meant."""
    source = reading.statements[number].source
    assert source is not None
    head = _head(reading, source)
    words = _trimmed(reading.text, source.start, source.end)
    if head is None:
        name = next((n for n in reading.names if source.start <= n.span.start and n.span.end <= source.end), None)
        figure = Figure(name.name if name and name.label == "person" else words, "somebody")
    else:
        figure = _whom(reading, number, head, source) or Figure(words, _kind(head))
    content = reading.statements[number].content
    first = min([source.start, *(c.start for c in content)])
    last = max([source.end, *(c.end for c in content)])
    covered = range(bisect_right(reading.starts, first) - 1, bisect_right(reading.starts, last - 1))
    reading.told[number] = _Told(source.start, figure, covered, head is not None and head.lower_ in RELATIVE)
    return figure.name


def _kind(head: "Token") -> Kind:
    if head.tag_ in ("NNS", "NNPS") or head.lemma_.lower() in GROUPS or any(c.dep_ == "conj" for c in head.children):
        return "group"
    return "somebody" if is_somebody(head.lemma_.lower()) else "body"


def _trimmed(text: str, start: int, end: int) -> str:
    words = text[start:end].strip().strip(",;:").strip()
    return words[:-2] if words.endswith(("'s", "’s")) and " " in words else words


def _tokens(reading: _Reading, span: Span) -> list["Token"]:
    at = bisect_right(reading.starts, span.start) - 1
    if at < 0:
        return []
    return [
        t for t in reading.sentences[at].tokens if start_of(t) < span.end and end_of(t) > span.start and not t.is_space
    ]


def _head(reading: _Reading, source: Span) -> "Token | None":
    """The word of a source on which the others hang; a name that opens it where the parse cuts across it."""
    words = _tokens(reading, source)
    while len(words) > 1 and words[0].pos_ in ("ADP", "ADV", "PUNCT"):
        words.pop(0)
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head.i == t.i]
    if tops and tops[0].pos_ in _NOUNS:
        return tops[0]
    for token in words:
        if (position := _name_at(reading, start_of(token))) is not None:
            span = reading.names[position].span
            inner = [t for t in words if span.start <= start_of(t) < span.end]
            return next((t for t in reversed(inner) if t.head not in inner), inner[-1])
        if token.pos_ in ("NOUN", "PRON") and token.dep_ != "compound":
            return token
    nouns = [t for t in tops if t.pos_ in _NOUNS] or [t for t in tops if t.is_alpha]
    return nouns[0] if nouns else None


def _name_at(reading: _Reading, at: int) -> int | None:
    position = bisect_right(reading.names, at, key=lambda n: n.span.start) - 1
    return position if position >= 0 and at < reading.names[position].span.end else None


def _whom(reading: _Reading, number: int, head: "Token", source: Span) -> Figure | None:
    """The figure that a source means; None where its own words say all that is known."""
    word = head.lower_
    if word in RELATIVE and head.tag_ in ("WP", "WDT", "WP$", "IN"):
        antecedent = _antecedent(reading, head)
        return _whom_phrase(reading, number, antecedent, None) if antecedent is not None else None
    if word in FIRST:
        return _self(reading, number, start_of(head))
    if word in PRONOUNS and head.tag_ in ("PRP", "PRP$"):
        if joined := [c for c in _coordinated(head) if start_of(c) < source.end]:
            return _together(reading, number, [head, *joined], source)
        who = PRONOUNS[word]
        if who == "he" or who == "she":
            return _third(reading, number, head, who)
        return _other(reading, number, head, who == "they")
    return _whom_phrase(reading, number, head, source)


def _antecedent(reading: _Reading, head: "Token") -> "Token | None":
    """The noun that a relative pronoun follows; the nearest name where the parse hangs it on a noun that can't be."""
    verb = head
    while verb.head.i != verb.i and verb.dep_ != "relcl":
        verb = verb.head
    noun = verb.head if verb.dep_ == "relcl" else None
    human = noun is not None and (is_somebody(noun.lemma_.lower()) or _name_at(reading, start_of(noun)) is not None)
    if noun is None or human != (head.lower_ == "who"):
        before = [t for t in head.doc[max(head.sent.start, head.i - 8) : head.i] if not t.is_punct]
        names = [t for t in before if t.pos_ == "PROPN" and _name_at(reading, start_of(t)) is not None]
        near = [t for t in before[-2:] if t.pos_ in ("NOUN", "PROPN")]
        if noun is None:
            noun = near[-1] if near else None
        elif names and head.lower_ == "who":
            noun = names[-1]
        elif near and head.lower_ == "which" and is_somebody(noun.lemma_.lower()):
            noun = near[-1]
    if noun is None or noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN"):
        return noun
    together = noun.tag_ == "NNS" or (verb.tag_ == "VBP" and noun.pos_ == noun.head.pos_)
    return noun.head if together else noun


def _whom_phrase(reading: _Reading, number: int, head: "Token", source: Span | None) -> Figure | None:
    """Whom a noun phrase means: by name, by apposition, together with others, or by description."""
    start, end = bare_noun_phrase(head) if source is None else _credited(reading, head, source)
    words = _trimmed(reading.text, start, end)
    if source is not None and (joined := [c for c in _coordinated(head) if start_of(c) < source.end]):
        return _together(reading, number, [head, *joined], source)
    named = _named(reading, head)
    if named is not None:
        return named if named.kind == "person" or not _is_owned(head) else Figure(words, "body")
    if source is not None and (opening := _opening(reading, source)) is not None:
        return opening
    if head.lemma_.lower() in BODIES and (beside := _beside(reading, head, start, end)) is not None:
        return Figure(beside, "body")
    if (described := reading.cast.described.get(start_of(head))) is not None:
        figure = reading.cast.figures[described]
        return figure if figure.kind in ("person", "body") or _is_definite(words) else replace(figure, name=words)
    if _is_definite(words) and (body := _body(reading, words, start)) is not None:
        return body
    return Figure(words, _kind(head))


def _credited(reading: _Reading, head: "Token", source: Span) -> tuple[int, int]:
    """The words of a source, less a relative clause or apposition at their end."""
    end = bare_noun_phrase(head)[1]
    rest = reading.text[end : source.end].lstrip()
    clause = [c for c in head.rights if c.dep_ in ("relcl", "acl", "appos") and start_of(c.left_edge) >= end]
    apart = rest[:1] in tuple(",(-–—") or any(start_of(c.left_edge) - end <= 1 for c in clause)
    return source.start, end if rest and apart and source.start < end < source.end else source.end


def _beside(reading: _Reading, head: "Token", start: int, end: int) -> str | None:
    """The one body whose name touches its kind: "the news agency Lorpress", "Lorpress news agency"."""
    inside = [n for n in reading.names if start <= n.span.start and n.span.end <= end and n.label == "organisation"]
    if len(inside) != 1:
        return None
    first, last = sorted(((inside[0].span.start, inside[0].span.end), (start_of(head), end_of(head))))
    return inside[0].name if reading.text[first[1] : last[0]].strip() in ("", "news") else None


def _is_owned(head: "Token") -> bool:
    return any(c.dep_ == "poss" for c in head.children)


def _is_definite(words: str) -> bool:
    said = describe(words)
    return said is not None and said.definite


def _coordinated(head: "Token") -> Iterator["Token"]:
    """The other heads that "and" joins to one; a comma alone sets an apposition apart."""
    last = head
    while child := next((c for c in last.rights if c.dep_ == "conj" and c.pos_ in _NOUNS), None):
        if any(c.dep_ == "cc" for c in last.children) or next(_coordinated(child), None) is not None:
            yield child
        last = child


def _together(reading: _Reading, number: int, heads: Sequence["Token"], source: Span) -> Figure:
    """Several sources of one statement: their names where one at least is a person, "Ada Quill and Corin Orlo"."""
    parts = [
        _third(reading, number, head, gender)
        if head.tag_ == "PRP" and (gender := PRONOUNS.get(head.lower_)) in ("he", "she")
        else _named(reading, head)
        for head in heads
    ]
    if not any(part is not None and part.kind == "person" for part in parts):
        return Figure(_trimmed(reading.text, source.start, source.end), "group")
    names = [part.name if part else _without(reading, head, heads) for part, head in zip(parts, heads, strict=True)]
    return Figure(f"{', '.join(names[:-1])} and {names[-1]}", "group")


def _without(reading: _Reading, head: "Token", others: Sequence["Token"]) -> str:
    """The words of one of several sources."""
    after = [other for other in others if other.i > head.i]
    start, end = bare_noun_phrase(head)
    if after:
        joint = next((c for c in head.rights if c.dep_ == "cc"), after[0].left_edge)
        end = min(end, start_of(joint))
    return _trimmed(reading.text, start, end)


def _named(reading: _Reading, head: "Token") -> Figure | None:
    """The figure whose name has the head word, or is apposed to it ("her lawyer, Ada Quill")."""
    position = _name_at(reading, start_of(head))
    if position is not None:
        name, bearer = reading.names[position], reading.cast.bearers.get(position)
        figure = reading.cast.figures[bearer] if bearer is not None else None
        if figure is not None and figure.kind == "person":
            return figure
        if name.label == "person":
            return Figure(reading.text[name.span.start : name.span.end], "person")
        cut = reading.text[name.span.end : name.span.end + 1]
        if figure is None or name.label != "organisation" or cut == "-" or cut.isalnum():
            return None
        return replace(figure, name=name.name)
    if head.tag_ not in ("NN", "NNP"):
        return None
    for child in head.rights:
        position = _name_at(reading, start_of(child)) if child.dep_ == "appos" else None
        if position is not None and reading.names[position].label == "person":
            bearer = reading.cast.bearers.get(position)
            # "Her father Tavish" says more than "Tavish".
            if bearer is not None and " " in reading.cast.figures[bearer].name:
                return reading.cast.figures[bearer]
    return None


def _opening(reading: _Reading, source: Span) -> Figure | None:
    """The person whose name opens a source and ends at a comma: "Ada Quill, 30, from Marrowby"."""
    position = _name_at(reading, source.start)
    if position is None or position not in reading.cast.bearers:
        return None
    span, figure = reading.names[position].span, reading.cast.figures[reading.cast.bearers[position]]
    opens = span.start == source.start and reading.text[span.end : span.end + 1] == ","
    return figure if opens and figure.kind == "person" else None


def _body(reading: _Reading, words: str, at: int) -> Figure | None:
    """The body that "the ministry" or "the company" means: the one so called, else the one that spoke just before."""
    said = describe(words)
    if said is None or said.head not in BODIES:
        return None
    fits = [reading.cast.figures[n] for n in who_answers(said, reading.cast.figures)]
    before = [t for t in sorted(reading.told.values(), key=lambda t: -t.at) if t.at < at]
    for told in before:
        known = describe(told.figure.name)
        if known and known.head == said.head and said.words <= known.words and len(known.words) > len(said.words):
            return told.figure
    if len({f.name for f in fits}) == 1:
        return fits[0]
    if fits or said.words or said.head not in _GENERIC:
        return None
    here = bisect_right(reading.starts, at) - 1
    near = {t.figure.name: t.figure for t in before if t.figure.kind == "body" and t.sentences.stop >= here - 2}
    bodies = [f for f in near.values() if not (f.words & BODIES)]
    return bodies[0] if len(bodies) == 1 else None


def _quotation(reading: _Reading, at: int) -> Quotation | None:
    position = bisect_right(reading.speech, at, key=lambda q: q.start) - 1
    return reading.speech[position] if position >= 0 and at < reading.speech[position].end else None


def _self(reading: _Reading, number: int, at: int) -> Figure | None:
    """Who says "I": the speaker of the words around it, where they are quoted."""
    outer = reading.outer[number]
    if outer is None or outer not in reading.told or _quotation(reading, at) is None:
        return None
    return reading.told[outer].figure


def _third(reading: _Reading, number: int, pronoun: "Token", gender: Gender) -> Figure | None:
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


def _candidates(reading: _Reading, number: int, at: int, sentence: int, gender: Gender) -> dict[Figure, int]:
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
        if told.at < at and sentence in told.sentences and _can_be(told.figure, gender):
            if quotation is not None and any(c.start <= at < c.end for c in reading.statements[other].content):
                ranks.pop(told.figure, None)
            else:
                ranks[told.figure] = -2 if other == outer else SURE if told.aside else -1
    return ranks


def _can_be(figure: Figure, gender: Gender) -> bool:
    return figure.kind in ("person", "somebody") and figure.gender in (None, gender)


def _other(reading: _Reading, number: int, pronoun: "Token", several: bool) -> Figure | None:
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
