"""Statements: a source, a cue and a content, found by rules on the dependency parse and the quotation marks.

The scheme is that of PARC and PolNeAR (Pareti 2012; Newell, Margolin and Ruths 2018).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from crosswire.language.certainty import effect, is_negated, modality
from crosswire.language.cues import (
    APPEARING,
    BODIES,
    HEDGES,
    HELD,
    INTENT,
    MEDIA,
    NOUNS,
    OBJECT,
    OFFICIALS,
    PREPOSITIONS,
    PUBLISHING,
    QUOTE_ONLY,
    RECORDINGS,
    SAYING,
    SUBJECTS,
    WITNESSES,
)
from crosswire.language.parsing import ParsedSentence, by_sentence, end_of, range_of, start_of
from crosswire.language.people import TITLES
from crosswire.language.roles import bare_noun_phrase
from crosswire.language.speakers import name_speakers
from crosswire.language.speech import Quotation
from crosswire.records import Certainty, Name, Span, Speech, Statement

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token


@dataclass(slots=True)
class _Draft:
    """A statement in the making: character ranges, and the words that they came from."""

    cue: tuple[int, int] | None
    content: list[tuple[int, int]]
    source: "Token | None"
    lemma: str
    governor: "Token | None" = None
    source_range: tuple[int, int] | None = None
    certainty: Certainty | None = None
    quotations: list[int] = field(default_factory=list)


def find_statements(
    report: str,
    text: str,
    sentences: Sequence[ParsedSentence],
    quotations: Sequence[Quotation],
    names: Sequence[Name],
) -> tuple[Statement, ...]:
    """Find statements in order of place: direct, indirect and mixed speech, agentless and nominal cues, headlines."""
    drafts: list[_Draft] = []
    inside = by_sentence(sentences, ((q.start, q.end) for q in quotations))
    for number, sentence in enumerate(sentences):
        if sentence.marked in (None, "title", "caption"):
            drafts += _in_sentence(text, sentence, quotations, inside[number])
    drafts += _continued(text, sentences, quotations, drafts)
    drafts = [d for d in drafts if d.content]
    drafts.sort(key=lambda d: (min(d.content), d.cue or (0, 0)))
    return name_speakers(text, sentences, names, [_statement(report, d, quotations) for d in drafts])


# One sentence


def _in_sentence(
    text: str, sentence: ParsedSentence, quotations: Sequence[Quotation], inside: Sequence[int]
) -> list[_Draft]:
    owners = _quotation_owners(text, sentence, quotations, inside)
    found: list[_Draft] = []
    for token in sentence.tokens:
        draft = None
        lemma = token.lemma_.lower()
        if _is_quoted(token, quotations, inside):
            continue
        if token.pos_ in ("VERB", "AUX"):
            mine = [n for n in inside if owners.get(n) == token.i]
            draft = (
                _agentless(token)
                or _shown(token)
                or _witnessed(token)
                or _verb(text, sentence, token, lemma, [quotations[n] for n in mine], [quotations[n] for n in inside])
            )
            if draft is not None:
                draft.quotations = mine
        if draft is None and token.lower_ in ("according", "per"):
            draft = _according(text, sentence, token)
        elif draft is None and token.lower_ in HEDGES:
            draft = _hedge(token)
        elif draft is None and token.pos_ == "NOUN" and lemma in NOUNS:
            draft = _noun(token)
        if draft is not None and draft.content:
            found.append(draft)
    if not found:
        found += _colon(text, sentence)
    return found


def _is_quoted(token: "Token", quotations: Sequence[Quotation], inside: Sequence[int]) -> bool:
    return any(quotations[n].start <= start_of(token) < quotations[n].end for n in inside)


def _quotation_owners(
    text: str, sentence: ParsedSentence, quotations: Sequence[Quotation], inside: Sequence[int]
) -> dict[int, int]:
    """The reporting verb of each quotation in a sentence: the nearest one above it in the parse, else in the text."""
    spans = [(quotations[n].start, quotations[n].end) for n in inside]
    cues = [
        t
        for t in sentence.tokens
        if t.pos_ in ("VERB", "AUX")
        and t.lemma_.lower() in SAYING | OBJECT
        and not any(a <= start_of(t) < b for a, b in spans)
    ]
    owners: dict[int, int] = {}
    for n in inside:
        start, end = quotations[n].start, quotations[n].end
        words = [t for t in sentence.tokens if start < start_of(t) + 1 <= end and not t.is_punct]
        if not words or not cues:
            continue
        top = next((t for t in words if not start <= start_of(t.head) < end), words[0])
        above = [t for t in top.ancestors if t in cues] or [t for t in cues if t.i == top.head.i]
        best = above[0] if above else None
        if best is None or _distance(best, start, end) > 60:
            near = min(cues, key=lambda t: (_distance(t, start, end), t.i))
            if best is None or _distance(near, start, end) < 25:
                best = near
        if not _is_title(text[start:end]) or _distance(best, start, end) <= 3:
            owners[n] = best.i
    return owners


def _is_title(quoted: str) -> bool:
    """Tell whether a quotation is the name of a work or programme: a few words, each with a capital."""
    words = re.findall(r"[^\W\d_]{4,}", quoted)
    return 1 < len(quoted.split()) <= 6 and bool(words) and all(word[0].isupper() for word in words)


def _distance(token: "Token", start: int, end: int) -> int:
    return max(start - end_of(token), start_of(token) - end, 0)


def _verb(
    text: str,
    sentence: ParsedSentence,
    token: "Token",
    lemma: str,
    quoted: Sequence[Quotation],
    started: Sequence[Quotation],
) -> _Draft | None:
    if lemma not in SAYING and lemma not in INTENT and lemma not in OBJECT and lemma not in PREPOSITIONS:
        return None
    source = _source_of(token)
    clauses = [c for c in token.children if c.dep_ == "ccomp"] or _that_clause(token, lemma)
    if lemma in QUOTE_ONLY and not quoted:
        clauses = []
    words: list[Token] = []
    if lemma in SAYING and (clauses or quoted):
        for clause in clauses:
            # "Police said A, a station reported": the station's word is the outer one.
            inner = next((c for c in clause.lefts if c.dep_ == "ccomp"), None)
            if inner is not None and clause.i > token.i and clause.lemma_.lower() in SAYING:
                clause = inner
            words += _clause_words(sentence, token, clause, source, quoted)
    if not words and not quoted and lemma in INTENT:
        words = _infinitive(token)
    if not words and lemma in OBJECT and not (quoted and lemma in SAYING and _is_apart(token, quoted)):
        words = _object(token)
    if not words and not quoted and lemma in PREPOSITIONS:
        words = [w for c in token.rights if c.dep_ == "prep" and c.lower_ in PREPOSITIONS[lemma] for w in _object_of(c)]
    if not words and not quoted and lemma in SAYING:
        words = _before_comma(sentence, token, source)
    credited = {t.i for w in words if w.lower_ == "according" for t in w.subtree}
    words = [w for w in words if w.i not in credited]
    content = _with_quotations(_runs(text, words, token, source), quoted, started)
    if not content:
        return None
    before = [c for c in clauses if c.i < token.i]
    if source is None and before and len(before) < len(clauses) and not quoted and token.dep_ == "ROOT":
        # A name that is itself a clause ("It's Your Harbour, said …") stands where the subject should.
        who = [t for t in sentence.tokens if t.i < token.i and not t.is_space]
        content = [c for c in content if c[0] > start_of(token)]
        return _Draft(_cue_range(token), content, before[0], lemma, clauses[-1], range_of(who))
    governor = clauses[0] if clauses else next((c for c in token.children if c.dep_ == "xcomp"), None)
    return _Draft(_cue_range(token), content, source, lemma, governor)


def _that_clause(token: "Token", lemma: str) -> list["Token"]:
    """The clause with "that" which the parser hung on a noun in between: "told reporters after the talks that …"."""
    if lemma not in SAYING:
        return []
    for word in token.subtree:
        hung = word.i > token.i and word.dep_ in ("acl", "relcl", "advcl") and word.head.lemma_.lower() not in NOUNS
        if hung and any(c.dep_ == "mark" and c.lower_ == "that" for c in word.children):
            return [word]
    return []


def _is_apart(token: "Token", quoted: Sequence[Quotation]) -> bool:
    """Tell whether the quotations stand before the verb or right after it, so that they alone are what is said."""
    return any(q.end <= start_of(token) or 0 <= q.start - end_of(token) <= 3 for q in quoted)


def _clause_words(
    sentence: ParsedSentence, token: "Token", clause: "Token", source: "Token | None", quoted: Sequence[Quotation]
) -> list["Token"]:
    words = list(clause.subtree)
    if clause.i < token.i:
        # What stands before "…, she said" is all hers, whatever the parser hung on the cue.
        first = min([token.i, *([t.i for t in source.subtree] if source is not None and source.i < token.i else [])])
        outer = token.dep_ == "ROOT" or (token.head.lemma_.lower() in SAYING and token.head.i < first)
        outer = outer or (token.doc[first - 1].text == "," and _closes_sentence(sentence, token, first))
        start = sentence.tokens.start if outer else min(t.i for t in words)
        words = list(token.doc[start:first]) + [t for t in words if t.i > token.i]
    else:
        words += _before_clause(token, clause)
        last = max(t.i for t in words)
        for sibling in token.rights:
            if sibling.i > last and any(
                q.start < end_of(clause) <= q.end < start_of(sibling.left_edge) for q in quoted
            ):
                break
            if sibling.i > last and sibling.dep_ in ("prep", "advcl", "npadvmod", "advmod") and _belongs(sibling):
                words += sibling.subtree
            elif sibling.i > last and sibling.dep_ != "punct":
                break
    banned = {t.i for c in token.children if c.dep_ in ("aux", "auxpass", "neg") for t in c.subtree} | {token.i}
    if source is not None and source.i not in {t.i for t in clause.subtree}:
        banned |= {t.i for t in source.subtree}
    return [t for t in words if t.i not in banned]


def _before_clause(token: "Token", clause: "Token") -> list["Token"]:
    """What belongs to the clause after the verb though the parser hung it on the verb: a subject taken for an object
    ("warned Lorland would pay"), and a phrase put first ("say in return for arms, he would …")."""
    first = next(t.i for t in clause.subtree if not t.is_punct)
    words: list[Token] = []
    for sibling in token.rights:
        if sibling.i >= first:
            break
        subjectless = not any(c.dep_ in SUBJECTS for c in clause.children) and clause.tag_ in (
            "VB",
            "VBD",
            "VBZ",
            "VBP",
        )
        if sibling.dep_ == "dobj" and sibling.right_edge.i == first - 1 and subjectless:
            words += sibling.subtree
        fronted = sibling.dep_ == "prep" and sibling.left_edge.i == token.i + 1 and token.doc[first - 1].text == ","
        if fronted and not any(c.dep_ == "mark" for c in clause.children):
            words += sibling.subtree
    return words


def _closes_sentence(sentence: ParsedSentence, token: "Token", first: int) -> bool:
    """Tell whether "…, a source said" ends a sentence in which nobody else is credited before."""
    after = [t for t in sentence.tokens if t.i > token.i and t.pos_ in ("VERB", "AUX")]
    others = [t for t in sentence.tokens if t.i < first and t.lemma_.lower() in SAYING]
    return not after and not any(c.dep_ == "ccomp" for t in others for c in t.children)


def _belongs(sibling: "Token") -> bool:
    if sibling.lower_ == "according":
        return False
    return sibling.dep_ != "advcl" or sibling.tag_ != "VBG" or any(c.dep_ == "mark" for c in sibling.children)


def _infinitive(token: "Token") -> list["Token"]:
    heads = [c for c in token.rights if c.dep_ in ("xcomp", "ccomp", "dobj") and (c.dep_ != "dobj" or c.pos_ != "PRON")]
    if not any(c.dep_ in ("xcomp", "ccomp") for c in heads):
        return []
    return [w for c in heads for w in c.subtree]


def _object(token: "Token") -> list["Token"]:
    if not any(c.dep_ in ("dobj", "ccomp", "oprd", "xcomp") for c in token.rights):
        if token.tag_ == "VBN" and (auxpass := [c for c in token.children if c.dep_ in ("nsubjpass",)]):
            return [w for c in auxpass for w in c.subtree]
        return []
    stop = ("conj", "cc", "punct", "advcl", "dative")
    words = [w for c in token.rights if c.dep_ not in stop for w in c.subtree]
    # "accused her of theft, which …": the clause after the comma is the report's own.
    aside = [w for w in words if w.dep_ == "relcl" and w.left_edge.nbor(-1).text == ","]
    own = {w.i for clause in aside for w in (clause.left_edge.nbor(-1), *clause.subtree)}
    return [w for w in words if w.i not in own]


def _object_of(preposition: "Token") -> list["Token"]:
    return [w for w in preposition.subtree if w.i != preposition.i]


def _before_comma(sentence: ParsedSentence, token: "Token", source: "Token | None") -> list["Token"]:
    """What stands before ", police said" where the parser saw no clause."""
    if source is None or token.lemma_ not in ("say", "report", "add", "note", "tell", "write", "announce", "claim"):
        return []
    first = min(token.i, min(t.i for t in source.subtree))
    if first - 1 <= sentence.tokens.start or token.doc[first - 1].text not in (",", "--", "–", "—"):
        return []
    last = max(token.i, source.i)
    if last + 1 < sentence.tokens.end and token.doc[last + 1].text == "," and token.dep_ == "parataxis":
        return [t for t in sentence.tokens if t.i < first or t.i > last + 1]
    return list(token.doc[sentence.tokens.start : first - 1])


def _agentless(token: "Token") -> _Draft | None:
    """ "is expected to", "are believed to", "appears to", "it was reported that": a cue without a source."""
    passive = any(c.dep_ == "auxpass" for c in token.children) and not any(c.dep_ == "agent" for c in token.children)
    appearing = token.lemma_ in APPEARING
    if not appearing and not (passive and token.lemma_ in HELD):
        return None
    clauses = [c for c in token.rights if c.dep_ in ("xcomp", "ccomp", "oprd", "acomp")]
    if not clauses:
        return None
    subjects = [c for c in token.lefts if c.dep_ in SUBJECTS and c.lower_ not in ("it", "there")]
    content = [range_of(c.subtree) for c in subjects] + [
        (start_of(clauses[0].left_edge), range_of(clauses[0].subtree)[1])
    ]
    draft = _Draft(_cue_range(token), content, None, token.lemma_, clauses[0])
    if not is_negated(token):
        draft.certainty = "probable" if appearing or effect(token.lemma_) == "probable" else None
    return draft


def _shown(token: "Token") -> _Draft | None:
    """ "the agency published video showing …": who published it is the source, and the video its word."""
    video = token.nbor(-1) if token.i else token
    if token.lemma_ != "show" or token.tag_ != "VBG" or video.lemma_.lower() not in RECORDINGS:
        return None
    publisher = _source_of(video.head) if video.dep_ == "dobj" and video.head.lemma_ in PUBLISHING else None
    top = token.ancestors if publisher is None else [video.head]
    verb = next((t for t in top if t.pos_ == "VERB"), token)
    last = max([token.right_edge.i, *(c.right_edge.i for c in verb.rights if c.dep_ not in ("punct", "cc", "conj"))])
    words = list(token.doc[token.i + 1 : last + 1])
    if not words:
        return None
    first = video.head if publisher is not None else token
    return _Draft((start_of(first), end_of(token)), [range_of(words)], publisher or video, "show", None)


def _witnessed(token: "Token") -> _Draft | None:
    """ "a reporter saw the convoy leaving": what someone at the scene perceived."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if token.lemma_ not in ("see", "hear", "watch", "witness") or subject is None:
        return None
    words = [w for c in token.rights if c.dep_ not in ("punct", "cc", "conj") for w in c.subtree]
    if subject.lemma_.lower() not in WITNESSES or not words:
        return None
    return _Draft(_cue_range(token), [range_of(words)], subject, "see", None)


def _according(text: str, sentence: ParsedSentence, token: "Token") -> _Draft | None:
    doc = token.doc
    if token.lower_ == "according":
        if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
            return None
        preposition, last = doc[token.i + 1], token.i + 1
    else:
        preposition, last = token, token.i
    source = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if source is None or (token.lower_ == "per" and source.ent_type_ not in ("ORG", "PERSON")):
        return None
    phrase = {t.i for t in token.subtree} | {t.i for t in source.subtree} | {token.i, last}
    head = token.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    ends = sentence.tokens.end - max(phrase) <= 3 or min(phrase) == sentence.tokens.start
    whole = head.dep_ == "ROOT" or ends
    words = [t for t in (sentence.tokens if whole else head.subtree) if t.i not in phrase]
    cue = start_of(token), end_of(doc[last])
    return _Draft(cue, _runs(text, words, token, source), source, "according", head)


def _hedge(token: "Token") -> _Draft | None:
    head = token.head
    if head.pos_ not in ("VERB", "AUX") or head.lemma_.lower() in SAYING:
        return None
    drop = {"conj", "cc", "punct", "advcl", "ccomp", "parataxis"}
    words = [w for c in head.children if c.dep_ not in drop and c.i != token.i for w in c.subtree] + [head]
    words.sort(key=lambda w: w.i)
    content = [range_of([w for w in words if w.i < token.i]), range_of([w for w in words if w.i > token.i])]
    return _Draft((start_of(token), end_of(token)), [c for c in content if c[0] < c[1]], None, token.lower_, head)


def _noun(token: "Token") -> _Draft | None:
    """ "the ministry's claim that …": the owner of a noun of speech is the source."""
    clause = next((c for c in token.rights if c.dep_ in ("acl", "ccomp", "relcl") and _is_whole(c)), None)
    if clause is None:
        return None
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    cue = start_of(token), end_of(token)
    return _Draft(cue, [range_of(clause.subtree)], owner, token.lemma_, clause)


def _is_whole(clause: "Token") -> bool:
    """Tell whether a clause after a noun says what the noun holds: "that it sank", "he will go", not "he made"."""
    if any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
        return True
    subject = any(c.dep_ in SUBJECTS and c.tag_ not in ("WDT", "WP") for c in clause.children)
    return subject and any(c.tag_ == "MD" for c in clause.children) and clause.dep_ != "relcl"


def _colon(text: str, sentence: ParsedSentence) -> list[_Draft]:
    """Headlines: "Bridge may close: mayor" and "Mayor: bridge may close"."""
    colon = next(
        (t for t in sentence.tokens if t.text == ":" and sentence.tokens.start < t.i < sentence.tokens.end - 1), None
    )
    if colon is None:
        return []
    left, right = (
        sentence.tokens.doc[sentence.tokens.start : colon.i],
        sentence.tokens.doc[colon.i + 1 : sentence.tokens.end],
    )
    cue = start_of(colon), end_of(colon)
    if sentence.marked != "title" and not (len(left) <= 6 and right[0].text in ('"', "'")):
        return []
    for who, what in ((right, left), (left, right)):
        if who is left and not _may_speak(who):
            continue
        verbs = any(t.pos_ in ("VERB", "AUX") for t in who)
        says = any(t.pos_ in ("VERB", "AUX") for t in what)
        if (
            len(who) <= (4 if sentence.marked else 6)
            and not verbs
            and says
            and any(t.pos_ in ("NOUN", "PROPN") for t in who)
        ):
            return [_Draft(cue, [range_of(what)], who.root, "say", what.root, range_of(who))]
    return []


def _may_speak(who: "Words") -> bool:
    """Tell whether what stands before a colon is somebody ("Mayor", "Ada Quill") and not a topic ("Ferry crash")."""
    head = who.root
    return head.ent_type_ == "PERSON" or head.lemma_.lower() in TITLES | BODIES | WITNESSES | OFFICIALS


def _source_of(token: "Token") -> "Token | None":
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


def _noun_phrase(head: "Token") -> tuple[int, int]:
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


# Ranges of characters


def _runs(text: str, words: Sequence["Token"], cue: "Token", source: "Token | None") -> list[tuple[int, int]]:
    """Unbroken stretches of words; only the cue and the source may break one."""
    if not words:
        return []
    chosen = sorted({t.i: t for t in words}.items())
    breaks = {cue.i} | ({t.i for t in source.subtree} if source is not None else set())
    runs: list[list[Token]] = [[chosen[0][1]]]
    for (before, _), (at, token) in pairwise(chosen):
        between = set(range(before + 1, at))
        if between & breaks and not breaks & {before, at}:
            runs.append([])
        runs[-1].append(token)
    ranges = [range_of(run) for run in runs if any(not t.is_punct and not t.is_space for t in run)]
    return [r for r in ranges if r[0] < r[1]]


def _cue_range(token: "Token") -> tuple[int, int]:
    """The verb with its auxiliaries, negation and particle where they touch it."""
    words = [token]
    for child in reversed(list(token.lefts)):
        if child.dep_ in ("aux", "auxpass", "neg") and child.i == words[0].i - 1:
            words.insert(0, child)
    for child in token.rights:
        if child.dep_ == "prt" and child.i == token.i + 1:
            words.append(child)
    return start_of(words[0]), end_of(words[-1])


def _with_quotations(
    content: Sequence[tuple[int, int]], quoted: Sequence[Quotation], present: Sequence[Quotation]
) -> list[tuple[int, int]]:
    """Join content and the cue's own quotations: a quotation is never cut, and touching pieces are one."""
    begun = [q for q in present for start, end in content if start <= q.start + 1 < end < q.end]
    pieces = sorted([*content, *((q.start, q.end) for q in [*quoted, *begun])])
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


# Quotations without a cue of their own


def _continued(
    text: str, sentences: Sequence[ParsedSentence], quotations: Sequence[Quotation], drafts: Sequence[_Draft]
) -> Iterator[_Draft]:
    """Quotations of whole sentences go to the speaker of the neighbouring quotation, in the same paragraph first."""
    owner = {n: d for d in drafts for n in d.quotations}
    last: _Draft | None = None
    last_paragraph = -9
    for n, quotation in enumerate(quotations):
        if n in owner:
            last, last_paragraph = owner[n], quotation.paragraph
            continue
        if not _stands_alone(text, sentences, quotation):
            continue
        if last is not None and last_paragraph == quotation.paragraph:
            last.content.append((quotation.start, quotation.end))
        elif last is not None and quotation.paragraph - last_paragraph <= 1:
            last = _Draft(
                last.cue, [(quotation.start, quotation.end)], last.source, last.lemma, None, last.source_range
            )
            last_paragraph = quotation.paragraph
            yield last
        elif (following := _speaker_after(n, quotations, owner)) is not None:
            following.content.insert(0, (quotation.start, quotation.end))


def _speaker_after(n: int, quotations: Sequence[Quotation], owner: dict[int, _Draft]) -> _Draft | None:
    """The statement that the next attributed quotation of the same paragraph belongs to."""
    for m in range(n + 1, len(quotations)):
        if quotations[m].paragraph != quotations[n].paragraph:
            return None
        if m in owner:
            return owner[m]
    return None


def _stands_alone(text: str, sentences: Sequence[ParsedSentence], quotation: Quotation) -> bool:
    if not sentences:
        return False
    at = max(0, bisect_left(sentences, quotation.start + 1, key=lambda s: s.span.start) - 1)
    outside = text[sentences[at].span.start : quotation.start]
    after = text[quotation.end : sentences[at].span.end]
    return (
        len(outside.strip()) <= 3 and len(after.strip()) <= 3 and len(text[quotation.start : quotation.end].split()) > 2
    )


# From drafts to statements


def _statement(report: str, draft: _Draft, quotations: Sequence[Quotation]) -> Statement:
    content = tuple(Span(report, start, end) for start, end in sorted(draft.content))
    phrase = draft.source_range
    if phrase is None and draft.source is not None:
        phrase = _noun_phrase(draft.source)
        if any(c.start < phrase[1] and c.end > phrase[0] for c in content):
            phrase = bare_noun_phrase(draft.source)
    source = Span(report, *phrase) if phrase else None
    cue = Span(report, *draft.cue) if draft.cue else None
    return Statement(source, None, cue, content, _speech(content, quotations), _certainty(draft))


def _speech(content: Sequence[Span], quotations: Sequence[Quotation]) -> Speech:
    total = sum(c.end - c.start for c in content)
    first = bisect_left(quotations, content[0].start, key=lambda q: q.end)
    last = bisect_left(quotations, content[-1].end, key=lambda q: q.start)
    near = quotations[first:last]
    inside = sum(max(0, min(c.end, q.end) - max(c.start, q.start)) for c in content for q in near)
    if inside >= 0.9 * total:
        return "direct"
    return "mixed" if inside else "indirect"


def _certainty(draft: _Draft) -> Certainty:
    if draft.certainty is not None:
        return draft.certainty
    said = effect(draft.lemma)
    if said != "certain":
        return said
    return modality(draft.governor) if draft.governor is not None else "certain"
