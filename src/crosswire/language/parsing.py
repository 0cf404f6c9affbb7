"""Paragraphs, sentences and the dependency parse of a report's text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import ThreadpoolController

from crosswire.language.casing import TITLES, recase
from crosswire.language.forms import fill_forms, pipeline
from crosswire.records import Mark, MarkKind, Report, Sentence, Span, Tense

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

# Characters parsed in one piece: parsing takes memory and time for the square of a sentence, and refuses a million.
LONGEST = 5_000

# Typographic marks become plain ones, one for one: the parser was trained on plain marks, and offsets stay.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "´": "'", "\xa0": " "})
_ENDS = frozenset(".?!…")
_SENTENCE_ENDS = (". ", "? ", "! ")
_STOPS = frozenset(",;:-–—.")
_CLOSERS = frozenset("\"')]")
_FUTURE = frozenset(("will", "shall", "wo", "'ll"))
_AHEAD = frozenset("be go expect plan schedule set intend due hope want aim agree prepare promise vow".split())
# Where a sentence ends in a language that is not parsed: not after an initial or a short title ("M.", "Sra.").
_FULL_STOP = re.compile(
    r"(?<!\b[^\W\d_a-z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…।؟۔]+[\"'”’»“)\]]*(?=\s+[^\s\da-z])|[。！？]"
)
_RUN_TOGETHER = re.compile(r"(?<=[a-z0-9\"”’)]{2})[.?!][\"”’)]*(?=[\"“‘]?[A-Z][a-z]*(?:\s|[’'-]))")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its words, of a spaCy Doc that knows its offset in the report, and where each starts."""

    span: Span
    paragraph: int
    marked: MarkKind | None
    tokens: tuple["Token", ...]
    starts: tuple[int, ...]

    def words(self, start: int, end: int) -> tuple["Token", ...]:
        """The words that begin at `start` or after, and before `end`."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def touching(self, start: int, end: int) -> tuple["Token", ...]:
        """The words that share a character with the stretch from `start` to `end`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if first < len(self.tokens) and self.starts[first] + len(self.tokens[first]) <= start:
            first += 1
        return self.tokens[first : bisect_left(self.starts, end)]


def start_of(token: "Token") -> int:
    """Offset in the report's text at which a word starts."""
    offset: int = token.doc.user_data["offset"]
    return offset + token.idx


def end_of(token: "Token") -> int:
    """Offset in the report's text at which a word ends."""
    offset: int = token.doc.user_data["offset"]
    return offset + token.idx + len(token)


def range_of(words: Iterable["Token"]) -> tuple[int, int]:
    """Characters from the first to the last of some words, stops and commas at the edges left out; 0, 0 for none."""
    listed = [t for t in words if not t.is_space]
    while len(listed) > 1 and listed[-1].text in _STOPS:
        listed.pop()
    while len(listed) > 1 and listed[0].text in _STOPS:
        listed.pop(0)
    if not listed:
        return 0, 0
    return min(start_of(t) for t in listed), max(end_of(t) for t in listed)


def by_sentence(sentences: Sequence[ParsedSentence], extents: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each sentence the positions of the stretches of text (start, end) that reach into it."""
    starts = [s.span.start for s in sentences]
    found: list[list[int]] = [[] for _ in sentences]
    for position, (start, end) in enumerate(extents):
        for number in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
            if sentences[number].span.end > start:
                found[number].append(position)
    return found


@cache
def _pipeline() -> "Language":
    """The plain pipeline, for British and American news, with sentence starts fixed by rule before it parses."""
    from spacy.language import Language

    Language.component("crosswire_sentence_starts", func=_fix_sentence_starts)
    nlp = pipeline()
    nlp.add_pipe("crosswire_sentence_starts", before="parser")
    return nlp


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _fix_sentence_starts(doc: "Doc") -> "Doc":
    """Say where a sentence may start and where it must: the parser alone splits within quotations and at dashes."""
    starts: Any = np.full(len(doc), -1)  # no start; 0: the parser may say so
    starts[:1] = 1
    ended = False
    for token in doc:
        text = token.text
        if ended:
            starts[token.i] = {None: 0, True: 1, False: -1}[_starts_sentence(doc, token)]
        if text not in _CLOSERS and not token.is_space:
            ended = text[-1] in _ENDS
    # At once: each set by itself would have the whole Doc looked through.
    doc.from_array(["SENT_START"], starts.astype(np.uint64))
    return doc


def _starts_sentence(doc: "Doc", token: "Token") -> bool | None:
    if token.is_space or (token.text in _CLOSERS and not doc[token.i - 1].whitespace_):
        return False
    before, closed = token.i - 1, False
    if doc[before].text == "." and not doc[before].whitespace_ and token.text not in ('"', "'"):
        return False
    opening = doc[before].text in ("'", '"', "(", "[") and not doc[before].whitespace_
    if opening and (before == 0 or doc[before - 1].whitespace_):
        return False
    while before > 0 and (doc[before].is_space or doc[before].text in _CLOSERS):
        closed = closed or doc[before].text in "\"'"
        before -= 1
    last = doc[before].text
    if not last or last[-1] not in _ENDS:
        return False
    first = token.text if token.text not in ('"', "'", "(", "[") or token.i + 1 == len(doc) else doc[token.i + 1].text
    if first[:1].islower():
        return False
    if last == ".":
        return doc[before - 1].text not in TITLES if before else False
    if last in ("?", "!"):
        return None if closed else True
    return False if last.rstrip(".") in TITLES else None


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every line that has a character in it, white space trimmed."""
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        start, end = _trim(text, line.start(), line.end())
        if start < end:
            yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Cut a paragraph where a mark starts or ends, where sentences run together, and where it is too long."""
    cuts = {start, end}
    for mark in marks:
        cuts |= {at for at in (mark.span.start, mark.span.end) if start < at < end}
    for run in _RUN_TOGETHER.finditer(text, start, end):
        word = re.search(r"\S*$", text[start : run.start()])
        if not re.search(r"www|https?:|@|/", word.group() if word else ""):
            cuts.add(run.end())
    ordered = sorted(cuts)
    for left, right in pairwise(ordered):
        while right - left > LONGEST:
            space = text.rfind(" ", left + 1, left + LONGEST)
            stop = max(text.rfind(mark, left + LONGEST // 2, left + LONGEST) for mark in _SENTENCE_ENDS)
            middle = stop + 1 if stop > left else space if space > left else left + LONGEST
            yield left, middle
            left = middle
        yield left, right


def _marked(start: int, end: int, marks: Sequence[Mark]) -> MarkKind | None:
    best: tuple[int, MarkKind] | None = None
    for mark in marks:
        shared = min(end, mark.span.end) - max(start, mark.span.start)
        if 2 * shared > end - start and (best is None or shared > best[0]):
            best = shared, mark.kind
    return best[1] if best else None


def split(report: Report) -> tuple[Sentence, ...]:
    """Cut a report into sentences by their full stops alone, as a language asks for that is not parsed."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(report.text)):
        for left, right in _pieces(report.text, start, end, report.marks):
            ends = [m.end() for m in _FULL_STOP.finditer(report.text, left, right)]
            for first, last in pairwise([left, *ends, right]):
                first, last = _trim(report.text, first, last)
                if any(character.isalnum() for character in report.text[first:last]):
                    marked = _marked(first, last, report.marks)
                    found.append(Sentence(Span(report.id, first, last), number, marked))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that is parsed by itself."""

    start: int
    end: int
    paragraph: int


def cut_pieces(report: Report) -> tuple[Piece, ...]:
    """Cut a report into its paragraphs, and those at marks; what has no letter or digit is left out."""
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(paragraphs(report.text)):
        for left, right in _pieces(report.text, start, end, report.marks):
            left, right = _trim(report.text, left, right)
            if any(character.isalnum() for character in report.text[left:right]):
                pieces.append(Piece(left, right, number))
    return tuple(pieces)


def plain_lines(text: str, pieces: Sequence[Piece]) -> list[str]:
    """The pieces of a text as the parser knows texts best: plain marks, capitals only where they tell something."""
    return recase([text[piece.start : piece.end].translate(_PLAIN) for piece in pieces])


def _batches(lines: Sequence[str]) -> Iterator[list[str]]:
    """Put together what is parsed side by side: the memory that this takes grows with its words."""
    batch: list[str] = []
    held = 0
    for line in lines:
        if batch and held + len(line) > LONGEST:
            yield batch
            batch, held = [], 0
        batch.append(line)
        held += len(line)
    if batch:
        yield batch


def parse(report: Report, entities: Sequence[tuple[int, int, str]] = ()) -> tuple[ParsedSentence, ...]:
    """Parse a report a piece at a time, so that no sentence runs over a newline or the edge of a mark.

    `entities` are names (start, end, label) in order of place; the words of each get its label.
    """
    pieces = cut_pieces(report)
    # One thread, as the tagger's models have: with more the last bits of a product would be others.
    with _threads().limit(limits=1, user_api="blas"):
        docs = [doc for lines in _batches(plain_lines(report.text, pieces)) for doc in _pipeline().pipe(lines)]
    found: list[ParsedSentence] = []
    for piece, doc in zip(pieces, docs, strict=True):
        doc.user_data["offset"] = piece.start
        fill_forms(doc)
        _set_entities(doc, piece, entities)
        for words in doc.sents:
            start, end = _trim(report.text, piece.start + words.start_char, piece.start + words.end_char)
            if any(character.isalnum() for character in report.text[start:end]):
                span = Span(report.id, start, end)
                tokens = tuple(words)
                starts = tuple(piece.start + token.idx for token in tokens)
                marked = _marked(start, end, report.marks)
                found.append(ParsedSentence(span, piece.paragraph, marked, tokens, starts))
    return tuple(found)


def _set_entities(doc: "Doc", piece: Piece, entities: Sequence[tuple[int, int, str]]) -> None:
    first = bisect_left(entities, piece.start, key=lambda e: e[0])
    last = bisect_left(entities, piece.end, key=lambda e: e[0])
    found: list[Words] = []
    for start, end, label in entities[first:last]:
        name = doc.char_span(start - piece.start, end - piece.start, label=label, alignment_mode="expand")
        if name is not None and (not found or found[-1].end <= name.start):
            found.append(name)
    doc.ents = tuple(found)


def tense_at(sentences: Sequence[ParsedSentence], offset: int) -> str:
    """Tense of the clause around an offset: "past", "future", or "" where it is neither or there is no verb."""
    at = bisect_right(sentences, offset, key=lambda s: s.span.start) - 1
    if at < 0 or offset >= sentences[at].span.end:
        return ""
    word = next((t for t in sentences[at].tokens if end_of(t) > offset), None)
    while word is not None and word.pos_ not in ("VERB", "AUX"):
        word = word.head if word.head.i != word.i else None
    tense = tense_of(word) if word is not None else "present"
    return "" if tense == "present" else tense


def tense_of(word: "Token") -> Tense:
    """Tense of a verb's clause; what is neither past nor future counts as present."""
    auxiliaries = {c.lower_ for c in word.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & _FUTURE or ("to" in auxiliaries and word.head.lemma_ in _AHEAD and word.dep_ == "xcomp"):
        return "future"
    past = word.tag_ == "VBD" or auxiliaries & {"was", "were", "had", "did", "has", "have"}
    return "past" if past or (word.tag_ == "VBN" and not auxiliaries) else "present"
