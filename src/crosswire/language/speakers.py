"""Speakers: whom each source means, on whose word it is passed on, and how it is known."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crosswire.language.antecedents import Reading, Told, find_body, find_person, find_self
from crosswire.language.chains import find_outer, with_hidden_links
from crosswire.language.coreference import Figure, Kind, read_cast, who_answers
from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.language.people import BODIES, FIRST, GROUPS, PRONOUNS, RELATIVE, is_somebody
from crosswire.language.roles import bare_noun_phrase, describe
from crosswire.language.speech import find_speech
from crosswire.records import Known, Name, Span, Statement
from crosswire.sources import how_known

if TYPE_CHECKING:
    from spacy.tokens import Token

_RECORDED = re.compile(
    r"(?:an? |the )?(?:video|footage|clip|photo|photograph|picture|image|recording)s?\b", re.IGNORECASE
)
_NOUNS = frozenset(("NOUN", "PROPN", "PRON"))
_GENERIC = frozenset("company firm group organisation organization agency body".split())


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
    reading = Reading(text, sentences, names, linked, outer, read_cast(text, sentences, names, speech), speech, starts)
    speakers: list[str | None] = [None] * len(linked)
    order = sorted(range(len(linked)), key=lambda n: (source.start if (source := linked[n].source) else -1, n))
    for number in order:
        if linked[number].source is not None:
            speakers[number] = _settled(reading, number).figure.name
    people = frozenset(figure.name for figure in reading.cast.figures if figure.kind == "person")
    return tuple(
        replace(s, speaker=speaker, within=within, known=_known(text, s, speaker, people))
        for s, speaker, within in zip(linked, speakers, outer, strict=True)
    )


def _known(text: str, statement: Statement, speaker: str | None, people: frozenset[str]) -> Known:
    cue = text[statement.cue.start : statement.cue.end] if statement.cue else ""
    source = text[statement.source.start : statement.source.end] if statement.source else ""
    # "A video released by the agency showed …": the agency's word, known from a video.
    return how_known(speaker, f"{source} {cue}" if _RECORDED.match(source) else cue, people)


def _settled(reading: Reading, number: int) -> Told:
    """Whom the source of a statement means, settled once; whoever passes it on is settled first."""
    if number in reading.told:
        return reading.told[number]
    outer = reading.outer[number]
    if outer is not None and reading.statements[outer].source is not None:
        _settled(reading, outer)
    source = reading.statements[number].source
    assert source is not None  # only statements that credit somebody are settled
    head = _head(reading, source)
    words = _trimmed(reading.text, source.start, source.end)
    if head is None:
        name = next((n for n in reading.names if source.start <= n.span.start and n.span.end <= source.end), None)
        figure = Figure(name.name if name and name.label == "person" else words, "somebody")
    else:
        head = _releaser(head) or head
        figure = _whom(reading, number, head, source) or Figure(words, _kind(head))
    content = reading.statements[number].content
    first = min([source.start, *(c.start for c in content)])
    last = max([source.end, *(c.end for c in content)])
    covered = range(bisect_right(reading.starts, first) - 1, bisect_right(reading.starts, last - 1))
    reading.told[number] = Told(source.start, figure, covered, head is not None and head.lower_ in RELATIVE)
    return reading.told[number]


def _releaser(head: "Token") -> "Token | None":
    """Who released the recording that is credited: "a clip posted by the club showed …"."""
    if not _RECORDED.match(head.lower_):
        return None
    released = (c for c in head.rights if c.dep_ == "acl")
    agents = (a for verb in released for a in verb.rights if a.dep_ == "agent")
    return next((c for agent in agents for c in agent.rights if c.dep_ == "pobj"), None)


def _kind(head: "Token") -> Kind:
    if head.tag_ in ("NNS", "NNPS") or head.lemma_.lower() in GROUPS or any(c.dep_ == "conj" for c in head.children):
        return "group"
    return "somebody" if is_somebody(head.lemma_.lower()) else "body"


def _trimmed(text: str, start: int, end: int) -> str:
    words = text[start:end].strip().strip(",;:").strip()
    return words[:-2] if words.endswith(("'s", "’s")) and " " in words else words


def _tokens(reading: Reading, span: Span) -> list["Token"]:
    at = bisect_right(reading.starts, span.start) - 1
    if at < 0:
        return []
    return [t for t in reading.sentences[at].touching(span.start, span.end) if not t.is_space]


def _head(reading: Reading, source: Span) -> "Token | None":
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


def _name_at(reading: Reading, at: int) -> int | None:
    position = bisect_right(reading.names, at, key=lambda n: n.span.start) - 1
    return position if position >= 0 and at < reading.names[position].span.end else None


def _whom(reading: Reading, number: int, head: "Token", source: Span) -> Figure | None:
    """The figure that a source means; None where its own words say all that is known."""
    word = head.lower_
    if word in RELATIVE and head.tag_ in ("WP", "WDT", "WP$", "IN"):
        antecedent = _antecedent(reading, head)
        return _whom_phrase(reading, number, antecedent, None) if antecedent is not None else None
    if word in FIRST:
        return find_self(reading, number, start_of(head))
    if word in PRONOUNS and head.tag_ in ("PRP", "PRP$"):
        if joined := [c for c in _coordinated(head) if start_of(c) < source.end]:
            return _together(reading, number, [head, *joined], source)
        who = PRONOUNS[word]
        if who == "he" or who == "she":
            return find_person(reading, number, head, who)
        return find_body(reading, number, head, who == "they")
    return _whom_phrase(reading, number, head, source)


def _antecedent(reading: Reading, head: "Token") -> "Token | None":
    """The noun that a relative pronoun follows; the nearest name where the parse hangs it on a noun that can't be."""
    verb = head
    while verb.head.i != verb.i and verb.dep_ != "relcl":
        verb = verb.head
    noun = verb.head if verb.dep_ == "relcl" else None
    human = noun is not None and (
        noun.pos_ in ("PRON", "DET")
        or is_somebody(noun.lemma_.lower())
        or noun.lemma_.lower() in GROUPS
        or _name_at(reading, start_of(noun)) is not None
    )
    if noun is None or human != (head.lower_ == "who"):
        before = [t for t in head.doc[max(head.sent.start, head.i - 8) : head.i] if not t.is_punct]
        names = [t for t in before if t.pos_ == "PROPN" and _is_person(reading, t)]
        near = [t for t in before[-2:] if t.pos_ in ("NOUN", "PROPN")]
        if noun is None:
            noun = near[-1] if near else None
        elif names and head.lower_ == "who":
            noun = names[-1]
        elif near and head.lower_ == "which" and is_somebody(noun.lemma_.lower()):
            noun = near[-1]
    if noun is not None and noun.dep_ == "appos" and _is_person(reading, noun.head):
        return noun.head
    if noun is None or noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN"):
        return noun
    together = noun.tag_ == "NNS" or (verb.tag_ == "VBP" and noun.pos_ == noun.head.pos_)
    return noun.head if together else noun


def _is_person(reading: Reading, token: "Token") -> bool:
    bearer = reading.cast.bearers.get(-1 if (at := _name_at(reading, start_of(token))) is None else at)
    return bearer is not None and reading.cast.figures[bearer].kind == "person"


def _whom_phrase(reading: Reading, number: int, head: "Token", source: Span | None) -> Figure | None:
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
    if (head.lemma_.lower() in BODIES or head.lower_ == "news") and (
        beside := _beside(reading, head, start, end)
    ) is not None:
        return Figure(beside, "body")
    if (described := reading.cast.described.get(start_of(head))) is not None:
        figure = reading.cast.figures[described]
        return figure if figure.kind in ("person", "body") or _is_definite(words) else replace(figure, name=words)
    if _is_definite(words) and (body := _body(reading, words, start)) is not None:
        return body
    return Figure(words, _kind(head))


def _credited(reading: Reading, head: "Token", source: Span) -> tuple[int, int]:
    """The words of a source, less a relative clause or apposition at their end."""
    end = bare_noun_phrase(head)[1]
    rest = reading.text[end : source.end].lstrip()
    clause = [c for c in head.rights if c.dep_ in ("relcl", "acl", "appos") and start_of(c.left_edge) >= end]
    apart = rest[:1] in tuple(",(-–—") or any(start_of(c.left_edge) - end <= 1 for c in clause)
    return source.start, end if rest and apart and source.start < end < source.end else source.end


def _beside(reading: Reading, head: "Token", start: int, end: int) -> str | None:
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


def _together(reading: Reading, number: int, heads: Sequence["Token"], source: Span) -> Figure:
    """Several sources of one statement: their names where one at least is a person, "Ada Quill and Corin Orlo"."""
    parts = [
        find_person(reading, number, head, gender)
        if head.tag_ == "PRP" and (gender := PRONOUNS.get(head.lower_)) in ("he", "she")
        else _named(reading, head)
        for head in heads
    ]
    if not any(part is not None and part.kind == "person" for part in parts):
        return Figure(_trimmed(reading.text, source.start, source.end), "group")
    names = [part.name if part else _without(reading, head, heads) for part, head in zip(parts, heads, strict=True)]
    return Figure(f"{', '.join(names[:-1])} and {names[-1]}", "group")


def _without(reading: Reading, head: "Token", others: Sequence["Token"]) -> str:
    """The words of one of several sources."""
    after = [other for other in others if other.i > head.i]
    start, end = bare_noun_phrase(head)
    if after:
        joint = next((c for c in head.rights if c.dep_ == "cc"), after[0].left_edge)
        end = min(end, start_of(joint))
    return _trimmed(reading.text, start, end)


def _named(reading: Reading, head: "Token") -> Figure | None:
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


def _opening(reading: Reading, source: Span) -> Figure | None:
    """The person whose name opens a source and ends at a comma: "Ada Quill, 30, from Marrowby"."""
    position = _name_at(reading, source.start)
    if position is None or position not in reading.cast.bearers:
        return None
    span, figure = reading.names[position].span, reading.cast.figures[reading.cast.bearers[position]]
    opens = span.start == source.start and reading.text[span.end : span.end + 1] == ","
    return figure if opens and figure.kind == "person" else None


def _body(reading: Reading, words: str, at: int) -> Figure | None:
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
