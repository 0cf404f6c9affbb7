"""What a brief for people shows, in order, before it is laid out; report text in it is verbatim, white space aside."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from crosswire.outputs.worddiff import Piece
from crosswire.records import Claim, Conflict, Lineage, Story

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """The items shown of a list, those kept for whoever opens the rest, and how many there are beyond these."""

    shown: tuple[Item, ...]
    left_out: int = 0
    more: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word something stands: an origin, its kind, why it counts as one, how surely it is told on it."""

    name: str
    kind: str
    reason: str
    hedge: str


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as shown: `report` carries the passage, `others` carry it too; `origins` is a number or a range.

    `claim` is the claim itself, for outputs that link to it or draw it.
    """

    passage: str
    report: str
    others: tuple[str, ...]
    origins: str
    words: Listing[Word]
    hedge: str
    disputed: bool
    claim: Claim


@dataclass(frozen=True, slots=True)
class Side:
    """One of the versions in a conflict: its passage, the reports that have it, on whose word, how surely.

    `claim` is the claim that the passage carries, for outputs that link to it.
    """

    passage: str
    reports: tuple[str, ...]
    word: str
    hedge: str
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """Versions that differ; `kind` says in what they differ, `conflicts` are those that are shown as one here."""

    kind: str
    sides: Listing[Side]
    reason: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What a passage of the reports `before` became in the reports `after`.

    `directed` where it is known which came first; `pieces` is the word diff, or the whole of both
    passages where they have too few words in common for one.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    directed: bool
    pieces: tuple[Piece, ...]

    @property
    def whole(self) -> bool:
        """Whether the passages are given whole, one after the other."""
        return [piece.change for piece in self.pieces] == ["removed", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between a text and its copies, of which kind, and why that is thought."""

    kind: str
    reason: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """A passage that tells what happened; `others` carry it too."""

    passage: str
    report: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as TIMEX3 value and in words, and what happened then."""

    when: str
    words: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The reports that rest on one text, why, and what each of its copies took."""

    reports: tuple[str, ...]
    agency: str
    reason: str
    copies: tuple[str, ...]
    lineage: Lineage


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story as shown, top to bottom."""

    title: str
    dates: str
    summary: str
    texts: Listing[Text]
    alone: Listing[str]
    reported: Listing[Told]
    disputed: Listing[Dispute]
    denied: Listing[Side]
    updated: Listing[Dispute]
    changed: Listing[Change]
    single: Listing[Told]
    single_counts: tuple[tuple[str, int], ...]
    timeline: Listing[Moment]
    certainty: tuple[tuple[str, str], ...]
    story: Story


@dataclass(frozen=True, slots=True)
class Alone:
    """A report that no other report shares its event with."""

    title: str
    report: str
    date: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole brief: `summary` is '' where there is one story only; `problems` are the inputs passed over."""

    summary: str
    stories: tuple[StoryPage, ...]
    alone: Listing[Alone]
    problems: tuple[str, ...]
