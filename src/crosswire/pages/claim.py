"""What the page of a claim shows: its mentions side by side, where they come from, where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from crosswire.outputs.differences import changes, disputes, updates
from crosswire.outputs.page import Change, Dispute, Side
from crosswire.outputs.passages import ELLIPSIS, passage
from crosswire.outputs.worddiff import Piece as DiffPiece
from crosswire.outputs.worddiff import word_diff
from crosswire.pages.claim_graph import ClaimGraph, lay_out_claim, number_mentions
from crosswire.pages.sentences import Piece, common_words, pieces, shown
from crosswire.pages.sheets import Sheets, draw_origins
from crosswire.records import Claim, Conflict, Mention, Report, Story

CONTEXT = 260  # characters of the paragraph on either side of a mention
ALIKE = 8  # claims offered to be judged the same


@dataclass(frozen=True, slots=True)
class Card:
    """A mention in its paragraph; `words` are marked where the clearest mention has them too (there: any other)."""

    number: int
    mention: Mention
    report: Report
    before: str
    words: tuple[Piece, ...]
    after: str
    clearest: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A conflict over a claim: what changed on the way, or its sides, each with the word diff from the first."""

    conflict: Conflict
    changes: tuple[Change, ...]
    sides: tuple[tuple[Side, tuple[DiffPiece, ...]], ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """The page of a claim, top to bottom; `alike` are other claims of the story with like words."""

    claim: Claim
    passage: str
    sheets: Sheets
    graph: ClaimGraph
    cards: tuple[Card, ...]
    differences: tuple[Difference, ...]
    alike: tuple[tuple[Claim, str], ...]

    @property
    def clearest(self) -> str:
        """The id of the mention that the claim is shown by."""
        return next(card.mention.id for card in self.cards if card.clearest)


def claim_page(story: Story, claim: Claim, reports: Mapping[str, Report]) -> ClaimPage:
    """Put together what is known of one claim of a story."""
    return ClaimPage(
        claim=claim,
        passage=passage(claim.text, reports),
        sheets=draw_origins(claim, story.lineages),
        graph=lay_out_claim(claim, story.lineages),
        cards=_cards(claim, number_mentions(claim, story.lineages), reports),
        differences=tuple(_difference(story, c, reports) for c in story.conflicts if c.claim == claim.id),
        alike=_alike(story, claim, reports),
    )


def _cards(claim: Claim, numbers: Mapping[str, int], reports: Mapping[str, Report]) -> tuple[Card, ...]:
    clearest = next((m for m in claim.mentions if m.span == claim.text), claim.mentions[0])
    text = passage(clearest.span, reports)
    cards, elsewhere = [], [False] * len(text.split())
    for mention in claim.mentions:
        if mention is not clearest:
            words = passage(mention.span, reports)
            there, here = common_words(text, words)
            cards.append(_card(numbers[mention.id], mention, reports, pieces(words, here), False))
            elsewhere = [known or found for known, found in zip(elsewhere, there, strict=True)]
    cards.append(_card(numbers[clearest.id], clearest, reports, pieces(text, elsewhere), True))
    return tuple(sorted(cards, key=lambda card: card.number))


def _card(
    number: int, mention: Mention, reports: Mapping[str, Report], words: tuple[Piece, ...], clearest: bool
) -> Card:
    report, span = reports[mention.span.report], mention.span
    start = report.text.rfind("\n", 0, span.start) + 1
    end = report.text.find("\n", span.end)
    before, after = report.text[start : span.start], report.text[span.end : end if end >= 0 else len(report.text)]
    if len(before) > CONTEXT:
        before = f"{ELLIPSIS} {before[-CONTEXT:].partition(' ')[2]}"
    if len(after) > CONTEXT:
        after = f"{after[:CONTEXT].rpartition(' ')[0]} {ELLIPSIS}"
    return Card(number, mention, report, shown(before), words, shown(after), clearest)


def _difference(story: Story, conflict: Conflict, reports: Mapping[str, Report]) -> Difference:
    only = replace(story, conflicts=(conflict,), quotes=())
    if conflict.along is not None and not conflict.superseded:
        return Difference(conflict, tuple(changes(only, reports, everything=True)), ())
    found: list[Dispute] = updates(only, reports, None) if conflict.superseded else disputes(only, reports, None)
    sides = [side for dispute in found for side in dispute.sides.shown]
    diffs = [word_diff(sides[0].passage, side.passage, None) for side in sides]
    return Difference(conflict, (), tuple(zip(sides, diffs, strict=True)))


def _alike(story: Story, claim: Claim, reports: Mapping[str, Report]) -> tuple[tuple[Claim, str], ...]:
    others = {other.id: other for other in story.claims if other.id != claim.id}
    passages = {name: passage(other.text, reports) for name, other in others.items()}
    found = process.extract(passage(claim.text, reports), passages, scorer=fuzz.token_set_ratio, limit=ALIKE)
    return tuple((others[name], words) for words, _, name in found)
