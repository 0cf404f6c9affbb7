"""Statements: a source, a cue and a content, as the tagger reads them, made whole with the quotation marks.

The scheme is that of PARC and PolNeAR (Pareti 2012; Newell, Margolin and Ruths 2018).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crosswire.language.certainty import certainty_of_statement
from crosswire.language.chains import TELLING, names_document, with_inner_links
from crosswire.language.headlines import read_credits, read_headlines
from crosswire.language.markers import DENYING
from crosswire.language.parsing import ParsedSentence, end_of, range_of, start_of
from crosswire.language.people import BODIES, GROUPS, is_somebody
from crosswire.language.plain import read_plain
from crosswire.language.speech import Quotation
from crosswire.language.tagger import Attribution, Range
from crosswire.records import Span, Speech, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAID = frozenset((None, "title", "caption"))  # marks of sentences that tell something
_DAY = re.compile(r",? (?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z")
_SEEING = frozenset("see view regard perceive".split())
_PICTURES = frozenset("video footage clip recording film photo photograph picture image".split())
_OPEN = frozenset(("ADP", "DET", "PART"))  # parts of speech that ask for another word


def find_statements(
    report: str,
    text: str,
    sentences: Sequence[ParsedSentence],
    quotations: Sequence[Quotation],
    attributions: Iterable[Attribution],
    turns: Sequence[Statement] = (),
) -> tuple[Statement, ...]:
    """Make the statements of a report, in order of place: direct, indirect and mixed speech, and turns of talk.

    A quotation is never cut, and one without a cue that follows another is its speaker's.
    """
    told = [_as_seen(a, sentences) for a in attributions if _in_story(sentences, min(a.content)[0])]
    told = [a for a in told if a.content and not (_is_told_of(a, sentences) or _is_course(a, sentences))]
    told = [a if a.source and _may_vouch(a.source, a.cue, sentences) else replace(a, source=None) for a in told]
    credits = list(read_credits(sentences))
    titles = [(credit.content[0][0], credit.source[1]) for credit in credits if credit.source]
    told = [a for a in told if not any(start <= min(a.content)[0] < end for start, end in titles)] + credits
    told += [a for a in read_headlines(sentences) if not any(_overlap(a, other) for other in told)]
    told += list(read_plain(sentences, told))
    told = [_with_subject(_as_passed_on(_as_shown(a, sentences), sentences), sentences) for a in told]
    told = [own for a in told for own in _parted(_in_full(a, sentences), sentences)]
    whole = [_with_quotations(_finished(a, sentences), quotations) for a in sorted(told, key=lambda a: min(a.content))]
    told = with_inner_links(sentences, quotations, _continued(text, quotations, whole))
    found = [_statement(report, text, a, sentences, quotations) for a in told]
    labels = [sorted((*_ends(turn.source), *_ends(turn.cue))) for turn in turns if turn.source and turn.cue]
    found = [s for s in found if not any(_touches(s, ends[0], ends[-1]) for ends in labels)]
    return tuple(sorted([*found, *turns], key=lambda s: (s.content[0].start, s.content[-1].end, s.cue or s.content[0])))


def _ends(span: Span) -> Range:
    return span.start, span.end


def _touches(statement: Statement, start: int, end: int) -> bool:
    """Whether a statement takes a speaker's label for its own source, cue or content."""
    parts = [part for part in (statement.source, statement.cue, *statement.content) if part is not None]
    return any(part.start < end and start < part.end for part in parts)


def _in_story(sentences: Sequence[ParsedSentence], offset: int) -> bool:
    at = bisect_left(sentences, offset + 1, key=lambda s: s.span.start) - 1
    return at >= 0 and sentences[at].marked in _SAID


def _is_told_of(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> bool:
    """Whether the source is whom the cue is about: "a man found guilty of theft", "a man accused of theft"."""
    if attribution.source is None or attribution.cue is None:
        return False
    first, last = attribution.source
    participle = _participle(attribution.cue, sentences)
    return participle is not None and first <= start_of(participle.head) < last


def _may_vouch(source: Range, cue: Range | None, sentences: Sequence[ParsedSentence]) -> bool:
    """Whether a source stands in story text, and of a participle is by whom it is done: nobody is behind "a tram,
    believed to have sped", whoever else the sentence names."""
    participle = _participle(cue, sentences) if cue is not None else None
    return _in_story(sentences, source[0]) and (participle is None or participle in _done_by(source, sentences))


def _participle(cue: Range, sentences: Sequence[ParsedSentence]) -> "Token | None":
    """The first word of a cue that tells something of the noun before it: "found", "accused", "believed"."""
    return next((t for t in _words_in(cue, sentences) if t.tag_ == "VBN" and t.dep_ == "acl"), None)


def _is_course(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> bool:
    """Whether what something goes by is told, and nobody's word: "according to plan"."""
    if attribution.source is None or attribution.cue is None:
        return False
    words, cue = _words_in(attribution.source, sentences), _words_in(attribution.cue, sentences)
    bare = len(words) == 1 and words[0].tag_ == "NN" and words[0].is_lower and not _can_tell(words[0])
    return bare and bool(cue) and cue[0].lower_ == "according"


def _as_seen(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Let those who see something as what it is called vouch for that alone: "seen as rash by critics"."""
    for token in _words_in(attribution.cue, sentences) if attribution.cue is not None else ():
        if token.tag_ == "VBN" and token.lemma_.lower() in _SEEING and any(c.lower_ == "as" for c in token.rights):
            after = tuple(content for content in attribution.content if content[0] >= start_of(token))
            return replace(attribution, content=after)
    return attribution


def _as_shown(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Let whoever published what shows something be the source, and not with it: "Lorpress published video showing"."""
    if attribution.source is None or attribution.cue is None:
        return attribution
    start, end = attribution.source
    for word in _words_in(attribution.cue, sentences):
        # What is shown hangs on the video or, as the parser often has it, on the verb before it.
        verb = word.head.head if word.dep_ in ("acl", "relcl") and word.head.dep_ == "dobj" else word.head
        given = [c for c in verb.rights if c.dep_ == "dobj" and start <= start_of(c) < end <= attribution.cue[0]]
        subject = next((c for c in verb.lefts if c.dep_ == "nsubj" and start <= start_of(c)), None)
        if subject is not None and any(noun.lemma_.lower() in _PICTURES for noun in given):
            return replace(attribution, source=range_of(subject.subtree), cue=(start_of(verb), attribution.cue[1]))
    return attribution


def _as_passed_on(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Let a source go with its own verb, not with that of whom it passes on: "state media said Mr Orlo responded"."""
    if attribution.source is None or attribution.cue is None:
        return attribution
    start, end = attribution.source
    for token in _words_in(attribution.cue, sentences):
        verb = token.head
        if token.dep_ == "ccomp" and verb.lemma_.lower() in TELLING and start_of(verb) < attribution.cue[0]:
            own, other = _subject(verb), _subject(token)
            if own is not None and other is not None and start <= start_of(own) < end <= start_of(other):
                return replace(attribution, cue=(start_of(verb), end_of(verb)))
    return attribution


def _with_subject(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Credit the subject of the cue where the tagger credits nobody, or whoever saw it: "the charge sheet, seen by us,
    lists …"."""
    if attribution.cue is None or not (attribution.source is None or _done_by(attribution.source, sentences)):
        return attribution
    for token in _words_in(attribution.cue, sentences):
        subject = _subject(token) if token.pos_ == "VERB" else None
        if subject is None or not (_can_tell(subject) if attribution.source is None else names_document(subject)):
            continue
        source = range_of(subject.subtree)
        if not any(start < source[1] and source[0] < end for start, end in (*attribution.content, attribution.cue)):
            return replace(attribution, source=source)
    return attribution


def _done_by(source: Range, sentences: Sequence[ParsedSentence]) -> list["Token"]:
    """What is said to be done by the source: "seen by a reporter"."""
    return [t.head.head for t in _words_in(source, sentences) if t.dep_ == "pobj" and t.head.dep_ == "agent"]


def _subject(verb: "Token") -> "Token | None":
    return next((c for c in verb.lefts if c.dep_ == "nsubj"), None)


def _words_in(part: Range, sentences: Sequence[ParsedSentence]) -> list["Token"]:
    at = bisect_left(sentences, part[0] + 1, key=lambda s: s.span.start) - 1
    return [t for t in sentences[at].words(*part) if not t.is_space]


def _can_tell(noun: "Token") -> bool:
    lemma = noun.lemma_.lower()
    return noun.pos_ == "PROPN" or is_somebody(lemma) or lemma in BODIES | GROUPS or names_document(noun)


def _in_full(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Let a content that lacks the verb of the one clause of its cue, or most of it, be the whole clause: "the blaze"
    that "broke out"."""
    for token in _words_in(attribution.cue, sentences) if attribution.cue is not None else ():
        if token.lower_ == "according" and (whole := _according(token, attribution)):
            return replace(attribution, content=(whole,))
        for clause in (c for c in token.children if c.dep_ == "ccomp" and len(attribution.content) == 1):
            (start, end), (first, last) = attribution.content[0], range_of(clause.subtree)
            lacking = not start <= start_of(clause) < end or 5 * (end - start) < last - first
            if first <= start < end <= last and lacking:
                return replace(attribution, content=((first, last),))
    return attribution


def _according(token: "Token", attribution: Attribution) -> Range | None:
    """The clause beside "according to …", where the contents lie in it: in pieces, or less than half of it."""
    phrase = {t.i for t in token.subtree}
    first, last = attribution.content[0][0], attribution.content[-1][1]
    for verb in (t for t in token.ancestors if t.pos_ in ("VERB", "AUX")):
        beside = [t for t in verb.subtree if t.i not in phrase and (t.i < token.i) == (first < start_of(token))]
        while beside and (beside[-1].is_space or beside[-1].text in (",", ".", ";", ":")):
            beside.pop()
        while beside and (beside[0].is_space or beside[0].text in (",", ".", ";", ":")):
            beside.pop(0)
        if beside and start_of(beside[0]) <= first and last <= end_of(beside[-1]):
            start, end = start_of(beside[0]), end_of(beside[-1])
            held = sum(b - a for a, b in attribution.content)
            return (start, end) if 2 * held < end - start or len(attribution.content) > 1 else None
    return None


def _parted(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Iterator[Attribution]:
    """Give a further content to the denial that governs it: "asked whether it was safe, she dismissed the idea"."""
    kept: list[Range] = []
    for content in attribution.content:
        verb = _governor(content, sentences) if kept and attribution.cue else None
        subject = _subject(verb) if verb is not None else None
        if verb is None or subject is None or not kept[-1][1] <= start_of(subject) < start_of(verb) < content[0]:
            kept.append(content)
        else:
            yield Attribution(range_of(subject.subtree), (start_of(verb), end_of(verb)), (content,))
    if kept:
        yield replace(attribution, content=tuple(kept))


def _governor(content: Range, sentences: Sequence[ParsedSentence]) -> "Token | None":
    """The verb of denying whose object or clause a content is."""
    words = _words_in(content, sentences)
    inside = {t.i for t in words}
    top = next((t for t in words if t.head.i not in inside and t.dep_ in ("dobj", "ccomp")), None)
    return top.head if top is not None and top.head.lemma_.lower() in DENYING else None


def _overlap(a: Attribution, b: Attribution) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a.content for y in b.content)


def _finished(attribution: Attribution, sentences: Sequence[ParsedSentence]) -> Attribution:
    """Let nothing end on a word that asks for another: "sweeping out of the" goes on to the station."""
    source = _to_its_end(attribution.source, sentences) if attribution.source else None
    return replace(attribution, source=source, content=tuple(_to_its_end(c, sentences) for c in attribution.content))


def _to_its_end(part: Range, sentences: Sequence[ParsedSentence]) -> Range:
    start, end = part
    at = bisect_left(sentences, end, key=lambda s: s.span.start) - 1
    last = next((t for t in reversed(sentences[at].tokens) if end_of(t) <= end and not t.is_space), None)
    if last is not None and last.pos_ in _OPEN and end_of(last) == end:
        head = last if last.pos_ in ("ADP", "PART") else last.head
        end = max(end, end_of(head.right_edge)) if head.right_edge.i > last.i else end
    return start, end


def _with_quotations(attribution: Attribution, quotations: Sequence[Quotation]) -> Attribution:
    """Let each content hold a quotation whole where it holds most of it."""
    widened: list[Range] = []
    for start, end in attribution.content:
        for quotation in _near(quotations, start, end):
            shared = min(end, quotation.end) - max(start, quotation.start)
            if 2 * shared > quotation.end - quotation.start:
                start, end = min(start, quotation.start), max(end, quotation.end)
        if widened and start <= widened[-1][1]:
            widened[-1] = widened[-1][0], max(end, widened[-1][1])
        else:
            widened.append((start, end))
    return replace(attribution, content=tuple(widened))


def _near(quotations: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    """The quotations that a stretch of text touches."""
    first = bisect_left(quotations, start + 1, key=lambda q: q.end)
    return quotations[first : bisect_left(quotations, end, key=lambda q: q.start)]


def _continued(text: str, quotations: Sequence[Quotation], told: Sequence[Attribution]) -> list[Attribution]:
    """Give quotations that nobody is credited with to the speaker of the one right before, by newspaper convention."""
    found: list[Attribution] = []
    for attribution in told:
        start, last = attribution.content[0][0], found[-1] if found else None
        if attribution.cue is not None:
            found.append(attribution)
        elif last is not None and last.cue is not None and any(q.start <= start < q.end for q in quotations):
            between = text[max(last.content[-1][1], last.cue[1]) : start]
            if len(between) <= 200:
                found.append(replace(attribution, source=last.source, cue=last.cue))
    return found


def _statement(
    report: str, text: str, told: Attribution, sentences: Sequence[ParsedSentence], quotations: Sequence[Quotation]
) -> Statement:
    content = tuple(Span(report, start, end) for start, end in told.content)
    source = Span(report, *_undated(text, told.source)) if told.source else None
    cue = Span(report, *told.cue) if told.cue else None
    certainty, marker = certainty_of_statement(text, sentences, cue, content)
    return Statement(source, None, cue, content, _speech(content, quotations), certainty, marker=marker)


def _undated(text: str, source: Range) -> Range:
    """A source without the day that follows it: "Police on Monday" said so."""
    dated = _DAY.search(text, *source)
    return (source[0], dated.start()) if dated and dated.start() > source[0] else source


def _speech(content: Sequence[Span], quotations: Sequence[Quotation]) -> Speech:
    """Direct where nine tenths of the content stand in quotation marks, mixed where some does."""
    total = sum(c.end - c.start for c in content)
    near = _near(quotations, content[0].start, content[-1].end)
    inside = sum(max(0, min(c.end, q.end) - max(c.start, q.start)) for c in content for q in near)
    if inside >= 0.9 * total:
        return "direct"
    return "mixed" if inside else "indirect"
