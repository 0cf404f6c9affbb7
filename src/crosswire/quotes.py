"""Quotes: which quotations of a story's reports are the same words, and whether the words drifted."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from crosswire.language.frequencies import rarity
from crosswire.language.speech import find_speech
from crosswire.language.vectors import encode
from crosswire.records import AnnotatedReport, Claim, Quote, Span
from crosswire.sources import same_source

FEWEST_WORDS = 3
SAME_WORDS = 80.0  # rapidfuzz partial ratio, 0..100: the same words, one side perhaps cut short
SHARED = 2  # words that quotations in other words have in common
SMALL, SOME = 2, 0.4  # of one speaker in one claim: letters of no such word, and their share of the one that has fewer
TELLING, MOST = 1.0, 0.7  # of one speaker or in one claim: rarity of such a word, and their share; the same to .8
SAME_SENSE = 0.55  # cosine from which one speaker's words, or those in one claim, may be one quotation in other words

# What stands in brackets inside a quotation is the reporter's.
_STOP = re.compile(r"(?<=[a-z)][.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bSen\.)\s+(?=[(]?[A-Z])")
_SPELLINGS = [
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"(?<=\w)ll(?=ed|ing|er|ment|ful|s?$)", "l"),
        (r"(?<=y)s(?=e[ds]?$|ing$)", "z"),
        (r"is(?=e[ds]?$|er$|ing$|ation)", "iz"),
        (r"(?<=\w)our(?=\w*$)", "or"),
        (r"ogue(?=s?$)", "og"),
        (r"(?<=[bct])re(?=s?$)", "er"),
        (r"(?<=n)ce(?=s?$)", "se"),
        (r"amme(?=s?$)", "am"),
        (r"[’'.]", ""),
    )
]
# One of more than three words says more than who is meant, and so it alters what was said.
_WORD = re.compile(
    r"\((?:[^)\w]*\w+){0,3}[^)\w]*\)|\[(?:[^]\w]*\w+){0,3}[^]\w]*\]|(?P<word>(?:[A-Z]\.){2,}|\w+(?:['’]\w+)?|\([^)]+\)|\[[^]]+\])"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation of one report: its words, where they stand, and its speaker where the report tells."""

    report: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    speaker: str | None
    by_person: bool
    claims: frozenset[str]
    vector: NDArray[np.float32]

    @property
    def span(self) -> Span:
        """The passage from the first word to the last."""
        return Span(self.report, self.places[0][0], self.places[-1][1])


def match_quotes(reports: Sequence[AnnotatedReport], claims: Sequence[Claim]) -> tuple[Quote, ...]:
    """Join the quotations of at least three words that two or more reports give, in order of place, a mention a report.

    A long quotation is taken sentence by sentence. Quotations meet on the same words, where the mention
    is the stretch of the longer that the shorter stands in, or in other words of the same sense, on the
    same speaker or in the same claim; never where two persons say them. `drift` says that words differ; a
    shorter piece or an inserted bracket is none.
    """
    told: dict[str, dict[Span, set[str]]] = {report.report.id: defaultdict(set) for report in reports}
    for claim in claims:
        for mention in claim.mentions:
            told[mention.span.report][mention.span].add(claim.id)
    in_order = sorted(reports, key=lambda report: report.report.id)
    quotations = [q for report in in_order for q in _quotations(report, told[report.report.id])]
    used: set[Span] = set()
    quotes = []
    for core in sorted(quotations, key=lambda q: (len(q.words), q.span)):
        if core.span in used:
            continue
        others = [q for q in quotations if q.report != core.report and q.span not in used]
        met = [(other, stretch) for other in others if (stretch := _stretch(core, other))]
        if met:
            used.add(core.span)
            used.update(other.span for other, stretch in met if stretch == other)
            quotes.append(_quote(_first_in_each([core, *(stretch for _, stretch in met)])))
    return tuple(sorted(quotes, key=lambda quote: quote.mentions))


def _first_in_each(members: Sequence[Quotation]) -> list[Quotation]:
    """Keep where each report first gives the words: headline, caption and text often repeat them."""
    first: dict[str, Quotation] = {}
    for quotation in sorted(members, key=lambda q: q.span):
        first.setdefault(quotation.report, quotation)
    return list(first.values())


def _quotations(annotated: AnnotatedReport, claims: Mapping[Span, set[str]]) -> list[Quotation]:
    report, found = annotated.report, []
    people = {name.name for name in annotated.names if name.label == "person"}
    for speech in find_speech(report.text):
        for start, end in _sentences(report.text, speech.start, speech.end):
            matches = [m for m in _WORD.finditer(report.text, start, end) if m["word"]]
            if len(matches) < FEWEST_WORDS:
                continue
            span = Span(report.id, start, end)
            words = tuple(m["word"].lower().replace("’", "'") for m in matches)
            vector = _vector(report.text[start:end])
            places = tuple(m.span() for m in matches)
            holding = frozenset(claim for told, each in claims.items() if _overlap(told, span) for claim in each)
            speaker = _speaker(annotated, span)
            found.append(Quotation(report.id, words, places, speaker, speaker in people, holding, vector))
    return found


@lru_cache(maxsize=1 << 12)
def _vector(words: str) -> NDArray[np.float32]:
    """The vector of a quotation, encoded once however many reports give it."""
    vector: NDArray[np.float32] = encode([words])[0]
    return vector


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a quotation where a sentence ends in it."""
    for stop in _STOP.finditer(text, start, end):
        yield start, stop.start()
        start = stop.end()
    yield start, end


def _overlap(a: Span, b: Span) -> bool:
    return min(a.end, b.end) - max(a.start, b.start) > (b.end - b.start) / 2


def _speaker(annotated: AnnotatedReport, span: Span) -> str | None:
    """Name who speaks: the innermost statement whose content holds the quotation."""
    holding = [
        (content.end - content.start, statement.speaker)
        for statement in annotated.statements
        for content in statement.content
        if content.start <= span.start and span.end <= content.end and statement.speaker
    ]
    return min(holding, key=lambda pair: pair[0])[1] if holding else None


def _stretch(core: Quotation, other: Quotation) -> Quotation | None:
    """Find the stretch of the other quotation that says what the core says; None where there is none."""
    one_speaker = same_source(core.speaker, other.speaker)
    if core.by_person and other.by_person and not one_speaker:
        return None
    stretch = _same_words(core, other)
    if stretch and not _drifted(core, stretch):
        return stretch
    if not stretch and float(core.vector @ other.vector) < SAME_SENSE:
        return None
    # Words that differ are somebody else's, or another day's, unless more than their likeness joins them.
    altered, one_claim = stretch or other, bool(core.claims & other.claims)
    if one_speaker and one_claim:
        return altered if _share(_long_words(core), _long_words(altered), SOME) else None
    if one_speaker or one_claim:
        return altered if _share(_telling_words(core), _telling_words(altered), MOST) else None
    return None


def _same_words(core: Quotation, other: Quotation) -> Quotation | None:
    """The stretch of another quotation, no shorter than the core, that has nearly its words."""
    longer = " ".join(other.words)
    found = (
        fuzz.partial_ratio_alignment(" ".join(core.words), longer, score_cutoff=SAME_WORDS)
        if len(other.words) >= len(core.words)
        else None
    )
    if found is None:
        return None
    first = longer[: found.dest_start].count(" ")
    last = longer[: max(found.dest_end - 1, 0)].count(" ") + 1
    words, places = other.words[first:last], other.places[first:last]
    return other if words == other.words else replace(other, words=words, places=places)


def _share(some: set[str], others: set[str], share: float) -> bool:
    """Whether two quotations have that share of the words of the one that has fewer in common."""
    return len(some & others) >= max(SHARED, share * min(len(some), len(others)))


def _long_words(quotation: Quotation) -> set[str]:
    return {word for word in quotation.words if len(word) > SMALL}


def _telling_words(quotation: Quotation) -> set[str]:
    return {_spelt(word) for word in quotation.words if rarity(word) >= TELLING}


def _drifted(a: Quotation, b: Quotation) -> bool:
    """Whether the shorter's words are no run of the longer's; "modeling" for "modelling" is the same word."""
    shorter, longer = sorted((_without_articles(q.words) for q in (a, b)), key=len)
    size = len(shorter)
    runs = (longer[i : i + size] for i in range(len(longer) - size + 1))
    return not any(all(map(_same_word, shorter, run)) for run in runs)


def _without_articles(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in ("a", "an", "the", "and")]


def _same_word(a: str, b: str) -> bool:
    return a == b or _spelt(a) == _spelt(b)


def _spelt(word: str) -> str:
    """A word in one of the spellings that English has for it: "modeling" for "modelling", "color" for "colour"."""
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def _quote(members: Sequence[Quotation]) -> Quote:
    spans = tuple(q.span for q in members)
    drift = any(_drifted(a, b) for i, a in enumerate(members) for b in members[i + 1 :])
    key = ",".join(f"{s.report}:{s.start}:{s.end}" for s in spans)
    speakers = sorted({q.speaker for q in members if q.speaker}, key=lambda name: (-len(name), name))
    return Quote("q" + hashlib.sha256(key.encode()).hexdigest()[:10], speakers[0] if speakers else None, drift, spans)
