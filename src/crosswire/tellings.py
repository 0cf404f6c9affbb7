"""Tellings: the mentions of a story as they are compared with each other."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crosswire.records import AnnotatedReport, ConflictKind, Event, Mention, Name, Proposition, Quantity, Span

ONE_DEED = 0.75  # cosine from which passages with other verbs tell of one deed
_NOT_FLAT = re.compile(
    r"\b(?:speculat\w+|rumou?r\w*|alleg\w+|reportedly|apparent\w*|suspected|possibl[ey]|potential\w*)\b", re.I
)


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


def _holds(whole: Span, part: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def nearness(a: Telling, b: Telling) -> float:
    """The cosine of two passages; rounded, since its last digits hang on the processor."""
    return round(float(a.vector @ b.vector), 4)
