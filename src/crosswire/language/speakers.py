"""Sources: the noun phrase that a report credits, and whom it names."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crosswire.language.cues import (
    BODIES,
    MEDIA,
    PRONOUNS,
    RECORDINGS,
    THIRD,
)
from crosswire.language.parsing import ParsedSentence, range_of, start_of
from crosswire.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Token


def source_of(token: "Token") -> "Token | None":
    """The head word of the source of a reporting verb: its subject, its agent, or the subject that it shares."""
    agent = next((c for c in token.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    passive = any(c.dep_ == "auxpass" for c in token.children)
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is not None:
        return _releaser(subject) or subject
    asked = (
        token.lemma_ in ("ask", "question", "press", "tell") and token.dep_ == "advcl" and token.tag_ in ("VBN", "VBD")
    )
    if passive or asked:
        return None
    word = token
    while word.head.i != word.i:
        if word.dep_ in ("acl", "relcl"):
            return None if word.tag_ == "VBN" and word.dep_ == "acl" else word.head
        if word.dep_ not in ("conj", "advcl", "xcomp", "ccomp", "prep", "pcomp", "parataxis", "dep"):
            return None
        if word.tag_ == "VBN" and word.dep_ == "advcl":
            return None
        word = word.head
        subject = next((c for c in word.children if c.dep_ == "nsubj"), None)
        if subject is not None:
            return subject if subject.i != token.i else None
    return None


def _releaser(subject: "Token") -> "Token | None":
    """Who released the video, document or figures that stand as a subject: "a clip posted by the club showed …"."""
    if subject.lemma_.lower() not in RECORDINGS | {"statement"}:
        return None
    for word in subject.rights:
        agent = next((c for c in word.children if c.dep_ == "agent"), None) if word.dep_ == "acl" else None
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
    return None


def noun_phrase(head: "Token") -> tuple[int, int]:
    """The whole noun phrase as credited, relative clauses and appositions with it, without a trailing comma."""
    words = [t for t in head.subtree if t.dep_ != "parataxis"]
    # "the state agency Lorpress": the parser may leave the name outside.
    while head.lemma_ in MEDIA and words[-1].i + 1 < len(head.doc) and words[-1].nbor().ent_type_ == "ORG":
        words.append(words[-1].nbor())
    while len(words) > 1 and (words[-1].is_punct or words[-1].is_space or words[-1].dep_ == "cc"):
        if words[-1].text in (")", '"', "'"):
            break
        words.pop()
    while (
        len(words) > 1
        and (words[0].is_punct or words[0].is_space or words[0].dep_ == "cc")
        and words[0].text not in "("
    ):
        words.pop(0)
    return range_of(words)


def _noun_before(pronoun: "Token") -> "Token | None":
    """The noun that a relative pronoun follows, a comma between them or none."""
    words = (t for t in reversed(pronoun.doc[max(0, pronoun.i - 2) : pronoun.i]) if not t.is_punct)
    noun = next(words, None)
    return noun if noun is not None and noun.pos_ in ("NOUN", "PROPN") else None


class Speakers:
    """Who a source is: the fullest name of its head word, what a pronoun stands for, else its own words."""

    def __init__(self, text: str, sentences: Sequence[ParsedSentence], names: Sequence[Name]) -> None:
        self.text = text
        self.names = names
        self.starts = [n.span.start for n in names]
        self.persons: list[tuple[int, str]] = []
        self.said: list[tuple[int, str, str, bool]] = []
        self.people = frozenset(n.name for n in names if n.label == "person")
        for sentence in sentences:
            if sentence.marked == "caption":
                continue  # whom a picture shows is not whom the next paragraph calls "she"
            for token in sentence.tokens:
                if token.dep_ in ("nsubj", "nsubjpass") and (person := self._person(token)):
                    self.persons.append((start_of(token), person))

    def named(self, head: "Token") -> Name | None:
        """The name that a word is part of."""
        at = bisect_left(self.starts, start_of(head) + 1) - 1
        if at >= 0 and self.names[at].span.start <= start_of(head) < self.names[at].span.end:
            return self.names[at]
        return None

    def _person(self, head: "Token") -> str | None:
        """The person that a noun phrase names, itself ("Ada Quill") or by apposition ("her lawyer, Ada Quill")."""
        name = self.named(head)
        if name is not None and name.label == "person":
            return name.name
        apposed = (self.named(c) for c in head.rights if c.dep_ == "appos" and head.tag_ == "NN")
        # "Her father Tavish" says more than "Tavish".
        return next((n.name for n in apposed if n is not None and n.label == "person" and " " in n.name), None)

    def of(self, head: "Token", phrase: tuple[int, int], content: Sequence[tuple[int, int]] = ()) -> str:
        """Name the source with this head word and phrase; sources are to be asked for in order of place.

        Of `content`, the ranges of what is said, nobody is "he" or "she" while anybody before it can be.
        """
        speaker = self._of(head, phrase, content)
        plural = head.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in head.children)
        self.said.append((start_of(head), head.lemma_.lower(), speaker, plural))
        return speaker

    def _of(self, head: "Token", phrase: tuple[int, int], content: Sequence[tuple[int, int]] = ()) -> str:
        bare = bare_noun_phrase(head)
        words = self.text[slice(*(bare if phrase[0] <= bare[0] < bare[1] <= phrase[1] else phrase))]
        if head.lower_ in ("who", "which", "that"):
            antecedent = head.head.head if head.head.dep_ == "relcl" else _noun_before(head)
            if antecedent is not None:
                if antecedent.dep_ == "conj" and antecedent.tag_ == "NNS" and antecedent.head.pos_ in ("NOUN", "PROPN"):
                    antecedent = antecedent.head
                return self._of(antecedent, bare_noun_phrase(antecedent))
        name = self.named(head)
        if name is not None and name.label in ("person", "organisation"):
            owned = name.label == "organisation" and any(c.dep_ == "poss" for c in head.children)
            return words if owned else name.name
        if person := self._person(head) or self._opening(phrase):
            return person
        if head.lower_ in THIRD:
            before = [(at, person) for at, person in self.persons if at < phrase[0]]
            outside = [person for at, person in before if not any(a <= at < b for a, b in content)]
            return outside[-1] if outside else before[-1][1] if before else words
        if head.lower_ in ("it", "they"):
            return self._body_before(head) or words
        bodies = [
            n for n in self.names if phrase[0] <= n.span.start and n.span.end <= phrase[1] and n.label == "organisation"
        ]
        if len(bodies) == 1 and head.lemma_ in MEDIA:
            return bodies[0].name
        if (
            head.pos_ == "NOUN"
            and len(list(head.subtree)) == 2
            and head.left_edge.lower_ in ("the", "this", "that", "these")
        ):
            return self._earlier(head) or words
        return words

    def _opening(self, phrase: tuple[int, int]) -> str | None:
        """The person whose name opens a phrase and ends at a comma: "Ada Quill, 30, from Marrowby"."""
        at = bisect_left(self.starts, phrase[0])
        name = self.names[at] if at < len(self.names) else None
        if name is None or name.label != "person" or name.span.start != phrase[0]:
            return None
        return name.name if self.text[name.span.end : name.span.end + 1] == "," else None

    def _earlier(self, head: "Token") -> str | None:
        """ "the office" is the last source or body whose name has the word, "the agency" the last body that spoke."""
        lemma = head.lemma_.lower()
        before = [said for said in reversed(self.said) if said[0] < start_of(head)]
        for _, word, speaker, _ in before:
            if (word == lemma or lemma in speaker.lower().split()) and len(speaker.split()) > 2:
                return speaker
        bodies = {n.name for n in self.names if n.label == "organisation"}
        named = sorted(body for body in bodies if {lemma, f"{lemma}s"} & set(body.lower().split()))
        if len(named) == 1:
            return named[0]
        if lemma not in BODIES:
            return None
        return next((speaker for _, _, speaker, _ in before if speaker in bodies), None)

    def _body_before(self, head: "Token") -> str | None:
        """ "it" and "they" are the last source before that is no person, and one or several as the pronoun asks."""
        for at, word, speaker, plural in reversed(self.said):
            fits = word not in PRONOUNS and speaker not in self.people and plural == (head.lower_ == "they")
            if fits and at < start_of(head):
                return speaker
        return None


def bare_noun_phrase(head: "Token") -> tuple[int, int]:
    """The noun phrase without its relative clauses and appositions."""
    apart = [c for c in head.children if c.dep_ in ("relcl", "acl", "appos")]
    skip = {t.i for c in apart if c.dep_ != "appos" or c.left_edge.nbor(-1).text in (",", "(", "-") for t in c.subtree}
    return range_of([t for t in head.subtree if t.i not in skip])
