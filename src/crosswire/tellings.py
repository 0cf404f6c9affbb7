"""Tellings: the mentions of a story as they are compared with each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crosswire.language.people import is_somebody
from crosswire.records import AnnotatedReport, ConflictKind, Event, Mention, Name, Proposition, Quantity, Span

Deed: TypeAlias = tuple[str, tuple[str, ...], tuple[str, ...]]  # a word, and the content words before and after it

STEM = 5  # letters in which the forms of one word agree
ONE_DEED = 0.75  # cosine from which passages with other verbs tell of one deed
BESIDE_DEED = 2  # content words on either side of a deed that show its place
BESIDE_CUE = 4  # characters between a cue and the date of the saying: "said on Thursday"
_TIMES = {
    "year": re.compile(r"\d{4}$"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "hour": re.compile(r"T(\d\d)(?::(\d\d))?"),
}
_WHERE = re.compile(
    r"\b(?:(?P<there>in|at|to|inside|within|into)|(?P<nearby>near|outside|around|beside|off|opposite|towards?|north of"
    r"|south of|east of|west of))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HEDGED_WORD = re.compile(
    r"\b(?:possible|possibly|potential|potentially|apparent|apparently|alleged|allegedly|suspected|presumed|supposed"
    r"|supposedly|purported|purportedly|reportedly)\s+(?:(?P<between>\w+)\s+)?(?P<word>\w{5,})",
    re.IGNORECASE,
)
_NOT_FLAT = re.compile(
    r"\b(?:speculat\w+|rumou?r\w*|alleg\w+|reportedly|apparent\w*|suspected|possibl[ey]|potential\w*)\b", re.I
)

# Verbs that tell no deed by themselves, and the words that stand between deeds and what they are done to.
PALE = re.compile(
    r"(?:\W?s|sa(?:id|ys?|ying|w)|see(?:s|n|ing)?|t(?:old|ells?|elling)|took|tak(?:es?|en|ing)|us(?:es?|ed|ing)|ha(?:s|d|ve|ving)"
    r"|d(?:o|oes|id|one|oing)|g(?:ets?|ot|otten|etting)|ma(?:de|kes?|king)|show(?:s|ed|n|ing)?|look(?:s|ed|ing)?"
    r"|sp(?:ent|ends?|ending)|g(?:oes|o|one|oing)|went|c(?:omes?|ame|oming)|report(?:s|ed|ing)?|add(?:s|ed|ing)?"
    r"|wants?|wanted|appear(?:s|ed|ing)?|pictured|seem(?:s|ed)?|call(?:s|ed|ing)?)",
    re.IGNORECASE,
)
# Coming and going is told in many words; where to is another detail.
_MOVING = re.compile(r"\s+(?:in|into|at|out|onto|through|towards?|from|off|away|back|up|down)\b", re.IGNORECASE)
_SMALL = re.compile(
    r"(?:the|an?|of|to|in|on|at|for|from|by|with|and|or|but|as|that|this|its?|his|her|their|they|s?he|was|were|is|are|be|been"
    r"|being|has|had|have|will|would|could|may|might|not|who|which|up|out|off|into|after|before|when|while)"
)
WORD = re.compile(r"[^\W\d_][\w'’-]+")


@dataclass(frozen=True, eq=False)  # no slots: what its report has within the passage is sought once
class Telling:
    """A mention with the report, the proposition and the vector that it stands for."""

    mention: Mention
    report: AnnotatedReport
    proposition: Proposition
    vector: NDArray[np.float32]

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.report.id

    @cached_property
    def text(self) -> str:
        """The passage."""
        return self.report.report.text[self.mention.span.start : self.mention.span.end]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in the passage."""
        return tuple(name for name in self.report.names if _holds(self.mention.span, name.span))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The words of the passage that tell of something happening."""
        return tuple(event for event in self.report.events if _holds(self.mention.span, event.span))

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The persons, bodies and places that the passage names."""
        return tuple(sorted({name.name for name in self.names if name.label != "other"}))

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """The words of the passage that tell of something happening, each with the content words beside it."""
        text, span = self.report.report.text, self.mention.span
        found = []
        for event in self.events:
            word = text[event.span.start : event.span.end]
            if not PALE.fullmatch(word) and not _MOVING.match(text, event.span.end, span.end):
                before = _content_words(text[span.start : event.span.start])
                after = _content_words(text[event.span.end : span.end])
                found.append((word, before[-BESIDE_DEED:], after[:BESIDE_DEED]))
        return tuple(found)

    @cached_property
    def done_to(self) -> Mapping[str, str]:
        """The people right after those words, each as a singular noun, with the word that stands there."""
        words = [word for _, _, after in self.deeds for word in after]
        return {word.removesuffix("s"): word for word in words if is_somebody(word.removesuffix("s"))}

    @cached_property
    def figures(self) -> Mapping[str, tuple[Quantity, ...]]:
        """The figures of each unit that the passage has, those without a unit with each."""
        given = self.proposition.quantities
        return {unit: tuple(q for q in given if q.unit in (unit, "")) for unit in {"", *(q.unit for q in given)}}

    @cached_property
    def hedges(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The hedged words of the passage ("a possible meteor"), each with how the words begin that are hedged."""
        found = []
        for match in _HEDGED_WORD.finditer(self.text):
            words = filter(None, (match["between"], match["word"]))
            found.append((match.group(), frozenset(word.lower()[:STEM] for word in words)))
        return tuple(found)

    @cached_property
    def times(self) -> Mapping[str, Mapping[str, str]]:
        """The years, days and hours that the passage gives, that of the saying aside, each with the words for it."""
        text, span = self.report.report.text, self.mention.span
        position = self.proposition.statement
        cue = None if position is None else self.report.statements[position].cue
        found: dict[str, dict[str, str]] = {unit: {} for unit in _TIMES}
        for date in self.report.dates:
            beside = cue and max(date.span.start - cue.end, cue.start - date.span.end) <= BESIDE_CUE
            if beside or not span.start <= date.span.start < span.end:
                continue
            words = text[date.span.start : date.span.end].casefold()
            for unit, pattern in _TIMES.items():
                time = pattern.search(date.value)
                # "two years ago" is a year more or less.
                if time and not (unit == "year" and "ago" in words):
                    found[unit][time.group()] = words
        return found

    @cached_property
    def whereabouts(self) -> Mapping[str, tuple[str, str]]:
        """Whether the passage puts things at each place that it names ("there") or only "nearby", and in what word."""
        related: dict[str, tuple[str, str]] = {}
        for name in self.names:
            if name.label == "place":
                before = _WHERE.search(self.report.report.text[self.mention.span.start : name.span.start])
                if before and before.lastgroup:
                    related.setdefault(name.name, (before.lastgroup, before[before.lastgroup].lower()))
        return related

    @property
    def marked(self) -> str | None:
        """What the passage is where it is no story text: a headline, a caption."""
        return self.report.sentences[self.proposition.sentence].marked

    @cached_property
    def flat(self) -> bool:
        """Whether it is said without any hedge."""
        return self.mention.certainty == "certain" and not _NOT_FLAT.search(self.text)


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail in which two tellings of one thing differ, what each of them says, and the figures where it is those."""

    kind: ConflictKind
    detail: str
    a: Telling
    b: Telling
    says: tuple[str, str]
    figures: tuple[Quantity, Quantity] | None = None

    @property
    def sides(self) -> tuple[tuple[Telling, str, Span], tuple[Telling, str, Span]]:
        """Each telling with what it says and where it says so."""
        places = tuple(f.span for f in self.figures) if self.figures else (self.a.mention.span, self.b.mention.span)
        return (self.a, self.says[0], places[0]), (self.b, self.says[1], places[1])


def _content_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(text.lower()) if not _SMALL.fullmatch(word))


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def nearness(a: Telling, b: Telling) -> float:
    """The cosine of two passages; rounded, since its last digits hang on the processor."""
    return round(float(a.vector @ b.vector), 4)


def cosines_of(some: Sequence[Telling], others: Sequence[Telling]) -> NDArray[np.float32]:
    """Give the nearness of each telling to each other, rounded alike."""
    cosines: NDArray[np.float32] = np.stack([t.vector for t in some]) @ np.stack([t.vector for t in others]).T
    return np.round(cosines, 4)
