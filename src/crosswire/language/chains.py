"""Chains: which statement passes another on ("state media said he replied …"), and links that hide in a phrase."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crosswire.language.markers import DENYING
from crosswire.language.parsing import ParsedSentence, end_of, range_of, start_of
from crosswire.language.people import BODIES, GROUPS, is_somebody
from crosswire.language.roles import bare_noun_phrase
from crosswire.language.speech import Quotation
from crosswire.language.tagger import Attribution, Range
from crosswire.records import Name, Span, Statement
from crosswire.sources import is_document, source_kind

if TYPE_CHECKING:
    from spacy.tokens import Token

CITING = frozenset(("citing", "quoting"))
# Verbs that do nothing but report; others in what somebody says are part of it ("he feared that …").
TELLING = frozenset("say tell add reply respond announce report state write declare insist claim warn deny".split())
_REPLYING = TELLING | DENYING
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


def find_outer(statements: Sequence[Statement]) -> tuple[int | None, ...]:
    """Find for each statement the position of the one that passes it on: the smallest that holds its source and cue.

    Where two hold each other, as in "police said A, a station reported", the longer content is the outer one.
    """
    spans = sorted((c.start, c.end, n) for n, s in enumerate(statements) for c in s.content)
    starts = [start for start, _, _ in spans]
    longest = max((end - start for start, end, _ in spans), default=0)
    size = [sum(c.end - c.start for c in s.content) for s in statements]
    found: list[int | None] = []
    for number, statement in enumerate(statements):
        parts = [part for part in (statement.source, statement.cue) if part is not None]
        if not parts:
            found.append(statement.within)
            continue
        first, last = min(p.start for p in parts), max(p.end for p in parts)
        near = range(bisect_right(starts, first - longest - 1), bisect_right(starts, first))
        holding = {spans[k][2] for k in near if spans[k][1] >= last} - {number}
        outer = [n for n in holding if not (_holds(statement, statements[n]) and size[n] <= size[number])]
        found.append(min(outer, key=lambda n: (size[n], n), default=statement.within))
    return tuple(found)


def _holds(outer: Statement, inner: Statement) -> bool:
    parts = [part for part in (inner.source, inner.cue) if part is not None]
    return bool(parts) and any(c.start <= p.start and p.end <= c.end for p in parts for c in outer.content)


def with_inner_links(
    sentences: Sequence[ParsedSentence], quotations: Sequence[Quotation], told: Sequence[Attribution]
) -> list[Attribution]:
    """Add what is told within the content of another: "state media said Mr Orlo replied: “…”".

    The outer content is one stretch then, over the inner source, cue and content: the tagger was taught no
    statement within another, and leaves the inner source and cue out or takes them for content.
    """
    listed: list[Attribution] = []
    starts = [s.span.start for s in sentences]
    cues = [a.cue for a in told if a.cue is not None]
    told = [_passing_on(a, told, quotations) for a in told]
    for attribution in told:
        first = attribution.content[0][0]
        at = bisect_right(starts, first) - 1
        inner = next(_inner(sentences[at], quotations, attribution, cues), None) if at >= 0 else None
        inner = inner or next(_spoken_before(sentences, quotations, attribution, cues), None)
        if inner is not None and inner.source is not None and inner.cue is not None:
            end = max(attribution.content[0][1], inner.content[0][1], inner.cue[1], inner.source[1])
            rest = tuple(c for c in attribution.content if c[0] >= end)
            attribution = replace(attribution, content=((min(first, inner.source[0]), end), *rest))
            listed += [attribution, inner]
        else:
            listed.append(attribution)
    return listed


def _inner(
    sentence: ParsedSentence, quotations: Sequence[Quotation], outer: Attribution, cues: Sequence[Range]
) -> Iterator[Attribution]:
    """A verb of saying with its own subject and clause or quotation, within what another one says."""
    first, last = outer.content[0][0], outer.content[-1][1]
    if outer.cue is not None and sentence.span.start <= outer.cue[1] <= first:
        first = outer.cue[1]
    for token in sentence.words(first, last):
        if token.pos_ != "VERB" or token.lemma_.lower() not in _REPLYING:
            continue
        at, said = start_of(token), end_of(token)
        if _stands_in(quotations, at) or any(start <= at < end for start, end in cues):
            continue
        subject = next((c for c in token.lefts if c.dep_ == "nsubj" and start_of(c) >= first), None)
        denied = token.lemma_.lower() in DENYING
        clause = next((c for c in token.rights if c.dep_ == "ccomp" or (denied and c.dep_ == "dobj")), None)
        content = next(((q.start, q.end) for q in quotations if said <= q.start <= said + 3), None)
        content = content or (range_of(clause.subtree) if clause is not None else None)
        if subject is not None and content is not None and content[0] >= said:
            yield Attribution(range_of(subject.subtree), (at, said), (content,))


def _passing_on(outer: Attribution, told: Sequence[Attribution], quotations: Sequence[Quotation]) -> Attribution:
    """Let what is passed on hold who said it, and that they did: "“…,” she told the Post, according to …"."""
    first, last = outer.content[0][0], outer.content[-1][1]
    if outer.cue is None or outer.source is None or outer.cue[0] < last or not _stands_in(quotations, first):
        return outer
    for inner in told:
        parts = [p for p in (inner.source, inner.cue) if p is not None]
        if inner is outer or len(parts) < 2 or inner.content[-1][1] <= first or inner.content[0][0] >= last:
            continue
        shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in inner.content for b in outer.content)
        end = max(p[1] for p in parts)
        if 2 * shared > last - first and last <= min(p[0] for p in parts) and end <= min(outer.cue[0], outer.source[0]):
            return replace(outer, content=((first, end),))
    return outer


def _stands_in(quotations: Sequence[Quotation], at: int) -> bool:
    near = bisect_right(quotations, at, key=lambda q: q.start) - 1
    return near >= 0 and at < quotations[near].end


def _spoken_before(
    sentences: Sequence[ParsedSentence],
    quotations: Sequence[Quotation],
    outer: Attribution,
    cues: Sequence[Range],
) -> Iterator[Attribution]:
    """A verb of saying after the quotation that an outer source passes on: "“…,” she told the Post, according to …"."""
    first, last = outer.content[0][0], outer.content[-1][1]
    at = bisect_left(quotations, last, key=lambda q: q.start) - 1
    spoken = quotations[at] if at >= 0 and first < quotations[at].end else None
    if spoken is None or outer.cue is None or outer.source is None or outer.cue[0] < spoken.end:
        return
    at = bisect_right(sentences, outer.cue[0], key=lambda s: s.span.start) - 1
    for token in sentences[at].tokens if at >= 0 else ():
        place = start_of(token)
        if not spoken.end <= place < min(outer.cue[0], outer.source[0]) or token.lemma_.lower() not in TELLING:
            continue
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        if subject is None or token.pos_ != "VERB" or any(start <= place < end for start, end in cues):
            continue
        source = range_of(subject.subtree)
        if 0 <= min(source[0], place) - spoken.end <= 3:
            yield Attribution(source, (place, end_of(token)), ((first, spoken.end),))


def with_hidden_links(
    text: str, sentences: Sequence[ParsedSentence], names: Sequence[Name], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Add the links that stand within a statement's words: "the Post, citing officials", "quoted X as saying", "told
    the Post", "was quoted by the Post".

    A link found so has the content of the statement that it hides in; a medium has no cue of its own. `within`
    is set where the content does not itself hold the inner source and cue.
    """
    cues = sorted((s.cue.start, s.cue.end) for s in statements if s.cue is not None)
    starts = [s.span.start for s in sentences]
    listed: list[tuple[Statement, int | None]] = []
    for statement in statements:
        position = len(listed)
        listed.append((statement, None))
        if statement.source is None or statement.cue is None:
            continue
        at = bisect_right(starts, statement.cue.start) - 1
        if at < 0 or statement.cue.start >= sentences[at].span.end:
            continue
        words = [t for t in sentences[at].tokens if not t.is_space]
        inner = next(_cited(text, words, names, statement, cues), None)
        if inner is not None:
            listed.append((inner, position))
        elif (medium := next(_medium(text, words, names, statement), None)) is not None:
            listed[position] = statement, position + 1
            listed.append((medium, None))
    return tuple(replace(s, within=outer) if outer is not None else s for s, outer in listed)


def _cited(
    text: str, words: Sequence["Token"], names: Sequence[Name], statement: Statement, cues: Sequence[tuple[int, int]]
) -> Iterator[Statement]:
    """Whom a medium says that it has it from."""
    source, cue = statement.source, statement.cue
    if source is None or cue is None:
        return
    for token in words:
        if token.lower_ not in CITING and token.lemma_ not in ("quote", "cite"):
            continue
        at = start_of(token)
        if any(start <= at < end for start, end in cues if start > cue.start):
            continue
        if token.lower_ in CITING and any(c.start <= at < c.end for c in statement.content):
            continue
        if token.lower_ in CITING and token.tag_ == "VBG":
            own = source.start < at < source.end or cue.start <= start_of(token.head) < cue.end
            cited = next((c for c in token.rights if c.dep_ == "dobj"), None)
            if own and cited is not None and _can_say(text, cited, names):
                yield _link(statement, _phrase(cited, names), (at, end_of(token)), statement.content)
        elif token.lemma_ in ("quote", "cite") and cue.start <= at < cue.end:
            saying = next(
                (t for t in words if t.i > token.i and t.lower_ == "saying" and t.nbor(-1).lower_ == "as"), None
            )
            cited = next((c for c in token.rights if c.dep_ in ("dobj", "nsubj") and _can_say(text, c, names)), None)
            if saying is None or cited is None or not token.i < cited.i < saying.i:
                continue
            said = end_of(saying)
            content = tuple(replace(c, start=max(c.start, said)) for c in statement.content if c.end > said)
            content = tuple(replace(c, start=c.start + (text[c.start : c.start + 1] == " ")) for c in content)
            if content and not any(start <= start_of(saying) < end for start, end in cues if start != cue.start):
                yield _link(statement, _phrase(cited, names), (start_of(saying), said), content)


def _medium(text: str, words: Sequence["Token"], names: Sequence[Name], statement: Statement) -> Iterator[Statement]:
    """The medium to which somebody said it, or by which somebody is quoted."""
    cue = statement.cue
    if cue is None:
        return
    for token in words:
        if not cue.start <= start_of(token) < cue.end:
            continue
        if token.lemma_ == "tell":
            told = [c for c in token.rights if c.dep_ in ("dobj", "dative", "nsubj") and c.pos_ in _NOMINAL]
        elif token.lemma_ in ("quote", "cite"):
            told = [g for c in token.rights if c.dep_ == "agent" for g in c.rights if g.dep_ == "pobj"]
        else:
            continue
        for noun in told:
            start, end = _phrase(noun, names)
            if any(c.start < end and start < c.end for c in statement.content):
                continue
            people = frozenset(n.name for n in names if n.label == "person")
            if source_kind(text[start:end], people) in ("agency", "outlet"):
                yield _link(statement, (start, end), None, statement.content)


def names_document(noun: "Token") -> bool:
    """Whether a noun, alone or with the one before it, is a paper that can be read: "letter", "charge sheet"."""
    named = [*(c.text for c in noun.lefts if c.dep_ == "compound"), noun.text]
    return is_document(" ".join(named[-2:])) or is_document(noun.text)


def _phrase(noun: "Token", names: Sequence[Name]) -> tuple[int, int]:
    """The noun phrase of a source, as far as its name goes where it has one."""
    start, end = bare_noun_phrase(noun)
    at = start_of(noun)
    return start, next((n.span.end for n in names if n.span.start <= at < n.span.end), end)


def _link(
    statement: Statement, source: tuple[int, int], cue: tuple[int, int] | None, content: tuple[Span, ...]
) -> Statement:
    report = statement.content[0].report
    return replace(
        statement,
        source=Span(report, *source),
        speaker=None,
        cue=Span(report, *cue) if cue else None,
        content=content,
        within=None,
    )


def _can_say(text: str, noun: "Token", names: Sequence[Name]) -> bool:
    """Whether what is cited is somebody, a body or a paper, and not a reason ("citing safety concerns")."""
    at = start_of(noun)
    name = next((n for n in names if n.span.start <= at < n.span.end), None)
    if name is not None and name.label in ("person", "organisation"):
        return True
    lemma = noun.lemma_.lower()
    if is_somebody(lemma) or lemma in BODIES | GROUPS:
        return True
    start, end = bare_noun_phrase(noun)
    return source_kind(text[start:end], frozenset()) in ("document", "outlet", "agency", "unnamed")
