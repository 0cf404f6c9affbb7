"""Roles: what a report calls somebody beside the name: "Ada Quill, the harbour master", "North Korean leader Kim"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crosswire.language.parsing import ParsedSentence, by_sentence, end_of, range_of, start_of
from crosswire.language.people import BODIES, is_title
from crosswire.records import Name, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset("the this that his her their its our my".split())
_INDEFINITE = frozenset("a an one another some".split())
# A deputy is not the one deputised for, nor a former holder the present one.
_APART = frozenset("vice deputy assistant associate former ex acting interim co junior shadow late onetime".split())
_EMPTY = frozenset("the a an and longtime veteran new current own s".split())
_COMPLEMENT = frozenset("of for at in from with on to who which that by".split())


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase without a name: its head noun and its other telling words, in lower case."""

    definite: bool
    head: str
    words: frozenset[str]


def describe(phrase: str) -> Description | None:
    """Take a noun phrase apart: "the mayor of Marrowby" is definite, "mayor" with "marrowby"; None for a bare word.

    A phrase without an article, as roles before names and apposed ones often are, counts as indefinite.
    """
    words = [re.sub(r"['’]s?$", "", word) for word in re.findall(r"[\w'’-]+", phrase.lower())]
    if not words:
        return None
    definite = words[0] in _DEFINITE or bool(re.match(r"[\w\s.-]+['’]s?\s", phrase))
    if words[0] in _DEFINITE | _INDEFINITE:
        words = words[1:]
    end = next((at for at, word in enumerate(words) if at and word in _COMPLEMENT), len(words))
    if not words or not end:
        return None
    rest = frozenset(words[: end - 1] + words[end + 1 :]) - _EMPTY - _COMPLEMENT - _DEFINITE
    return Description(definite, words[end - 1], rest)


def answers(said: Description, role: Description, names: frozenset[str] = frozenset()) -> bool:
    """Whether one description can be said of the one who has the role; `names` are words that the name adds.

    Every telling word of the description must stand in the role, and neither may be vice, deputy or former alone.
    """
    if said.head != role.head or said.words & _APART != role.words & _APART:
        return False
    known = role.words | names
    return all(any(_one_word(word, other) for other in known) for word in said.words)


def _one_word(a: str, b: str) -> bool:
    """ "Russian" answers to "Russia"."""
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) >= 4 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3)


def find_roles(sentences: Sequence[ParsedSentence], names: Sequence[Name]) -> tuple[Name, ...]:
    """Give each name of a person or body the role that stands with it: before it, apposed or after "is"."""
    where = by_sentence(sentences, ((n.span.start, n.span.end) for n in names))
    found: dict[int, Span] = {}
    for number, sentence in enumerate(sentences):
        for position in where[number]:
            name = names[position]
            if position in found or name.label not in ("person", "organisation"):
                continue
            words = sentence.words(name.span.start, name.span.end)
            role = next(_roles(words, name), None) if words else None
            if role is not None:
                found[position] = Span(name.span.report, *role)
    return tuple(replace(name, role=found.get(position)) for position, name in enumerate(names))


def _roles(words: Sequence["Token"], name: Name) -> Iterator[tuple[int, int]]:
    """The roles in the parse around a name, the surest first."""
    person = name.label == "person"
    inside = {t.i for t in words}
    head = next((t for t in reversed(words) if t.head.i not in inside or t.head.i == t.i), words[-1])
    if person and (before := _title_before(words[0])) is not None:
        yield before
    for word in (head, *(c for c in head.children if c.dep_ == "appos")):
        for child in word.rights:
            if child.dep_ == "appos" and child.i not in inside and _fits(child, person):
                yield bare_noun_phrase(child)
    if head.dep_ == "appos" and head.head.i not in inside and head.head.tag_ == "NN" and _fits(head.head, person):
        yield bare_noun_phrase(head.head)
    verb = head.head
    if head.dep_ == "nsubj" and verb.lemma_ == "be" and not any(c.dep_ == "neg" for c in verb.children):
        attribute = next((c for c in verb.rights if c.dep_ == "attr"), None)
        if attribute is not None and _fits(attribute, person) and attribute.left_edge.lower_ != "no":
            yield bare_noun_phrase(attribute)


def _fits(noun: "Token", person: bool) -> bool:
    if noun.tag_ not in ("NN", "NNP") or noun.ent_type_ == "PERSON":
        return False
    lemma = noun.lemma_.lower()
    return is_title(lemma) if person else lemma in BODIES


def _title_before(first: "Token") -> tuple[int, int] | None:
    """ "North Korean leader" before "Kim Jong Un"; an honorific alone is none."""
    doc, at = first.doc, first.i
    while at > first.sent.start and (doc[at - 1].pos_ in ("NOUN", "PROPN", "ADJ") or doc[at - 1].text in ("-", "'s")):
        at -= 1
    while at < first.i and doc[at].text in ("-", "'s"):
        at += 1
    if at == first.i or not is_title(doc[first.i - 1].lower_) or doc[first.i - 1].tag_ in ("NNS", "NNPS"):
        return None
    return start_of(doc[at]), end_of(doc[first.i - 1])


def bare_noun_phrase(head: "Token") -> tuple[int, int]:
    """The noun phrase without its relative clauses and appositions."""
    apart = [c for c in head.children if c.dep_ in ("relcl", "acl", "appos")]
    skip = {t.i for c in apart if c.dep_ != "appos" or c.left_edge.nbor(-1).text in (",", "(", "-") for t in c.subtree}
    return range_of([t for t in head.subtree if t.i not in skip])
