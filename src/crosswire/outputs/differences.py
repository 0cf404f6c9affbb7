"""Where the reports of a story differ, as a reader sees it: disputes, updates, and what changed between copies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswire.outputs.page import Change, Dispute, Listing, Side, Version
from crosswire.outputs.passages import ELLIPSIS, passage, shorten, visible
from crosswire.outputs.worddiff import ALIKE, CONTEXT, alikeness, word_diff
from crosswire.records import Claim, Conflict, ConflictKind, Copy, Mention, Report, Span, Story

SIDES = 4
NAME = 60
OWN_VOICE = "in its own voice"
KINDS: tuple[ConflictKind, ...] = (
    "denial", "number", "quote", "other", "certainty", "time", "place", "name", "attribution",
)  # fmt: skip
NO = re.compile(r"\b(?:no|none|nobody|nothing|never|neither|no one)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:I|we|me|us|my|our)\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?)\b"
)


def disputes(story: Story, reports: Mapping[str, Report], length: int | None) -> list[Dispute]:
    """Give the conflicts that are neither drift nor updates.

    Who said it comes after what was said; then most reports first. Conflicts over the same passages are one.
    """
    found: dict[tuple[Span, ...], list[Conflict]] = {}
    for conflict in sorted(
        (c for c in story.conflicts if c.along is None and not c.superseded),
        key=lambda c: (c.kind == "attribution", -len({m.report for m in c.mentions}), KINDS.index(c.kind), c.mentions),
    ):
        found.setdefault(tuple(sorted(conflict.mentions)), []).append(conflict)
    sides = _Sides(story, reports, length)
    return [sides.dispute(same) for same in found.values()]


def denials(story: Story, reports: Mapping[str, Report], length: int | None) -> list[Side]:
    """Give what a report rejects as untrue, then what a named source says did not happen, one side a claim.

    What a conflict shows already is left out, and so is what reports say is not so in their own voice or
    people say of themselves.
    """
    shown = {mention for conflict in story.conflicts for mention in conflict.mentions}
    denied: dict[bool, list[Span]] = {True: [], False: []}
    for claim in sorted(story.claims, key=lambda claim: (-len({m.span.report for m in claim.mentions}), claim.text)):
        saying = [m for m in claim.mentions if m.certainty == "denied" or _says_no(m, reports)]
        if saying and not any(mention.span in shown for mention in claim.mentions):
            denied[any(m.certainty == "denied" for m in saying)].append(saying[0].span)
    sides = _Sides(story, reports, length)
    return [sides.side([span], story.claims) for rejected in (True, False) for span in denied[rejected]]


def _says_no(mention: Mention, reports: Mapping[str, Report]) -> bool:
    words = passage(mention.span, reports)
    return mention.negated and mention.source is not None and bool(NO.search(words)) and not FIRST_PERSON.search(words)


def updates(story: Story, reports: Mapping[str, Report], length: int | None) -> list[Dispute]:
    """Give the conflicts that later reports settled, each with its versions from the newest to the oldest."""
    settled = sorted((c for c in story.conflicts if c.superseded), key=lambda c: c.mentions)
    return [_Sides(story, reports, length).dispute([conflict]) for conflict in settled]


def _published(span: Span, reports: Mapping[str, Report]) -> str:
    known = reports[span.report].published
    return known.value if known else ""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Puts together the passages of a conflict that say the same."""

    story: Story
    reports: Mapping[str, Report]
    length: int | None

    def dispute(self, conflicts: Sequence[Conflict]) -> Dispute:
        own = [claim for claim in self.story.claims if claim.id == conflicts[0].claim] or self.story.claims
        spans: Sequence[Span] = conflicts[0].mentions
        if conflicts[0].superseded:
            spans = sorted(spans, key=lambda span: _published(span, self.reports), reverse=True)
        kinds = tuple(dict.fromkeys(conflict.kind for conflict in conflicts))
        reason = "; ".join(visible(conflict.reason) for conflict in conflicts)
        return Dispute(" and ".join(kinds), self.sides(spans, own, kinds), reason, tuple(conflicts))

    def sides(self, spans: Sequence[Span], claims: Sequence[Claim], kinds: Sequence[ConflictKind]) -> Listing[Side]:
        versions: dict[tuple[object, ...], list[Span]] = {}
        alike: dict[tuple[object, ...], tuple[object, ...]] = {}
        for span in spans:
            _, mention = _carrying(span, claims)
            words = (passage(span, self.reports).casefold(), mention and mention.certainty)
            version = alike.setdefault(words, self.version(span, mention, kinds))
            versions.setdefault(version, []).append(span)
        sides = [self.side(same, claims) for same in versions.values()]
        limit = len(sides) if self.length is None else SIDES
        return Listing(tuple(sides[:limit]), max(0, len(sides) - limit))

    def version(self, span: Span, mention: Mention | None, kinds: Sequence[ConflictKind]) -> tuple[object, ...]:
        """Tell what a passage says of the thing in question: passages of one lineage that say the same are one side."""
        words = passage(span, self.reports).casefold()
        if mention is None or not {"denial", "certainty", "attribution", "number"}.issuperset(kinds):
            return (words, mention and mention.certainty)  # only the same words are the same side
        lineage = next((x.id for x in self.story.lineages if span.report in x.reports), span.report)
        source = (mention.source or "").casefold() if "attribution" in kinds else ""
        return (lineage, mention.certainty, source, *(NUMBER.findall(words) if "number" in kinds else ()))

    def side(self, spans: Sequence[Span], claims: Sequence[Claim]) -> Side:
        claim, mention = _carrying(spans[0], claims)
        word = (mention.source or OWN_VOICE) if mention else ""
        hedge = mention.certainty if mention and mention.certainty != "certain" else ""
        ids = tuple(dict.fromkeys(visible(span.report) for span in spans))
        return Side(passage(spans[0], self.reports, self.length), ids, shorten(visible(word), NAME), hedge, claim)


def _carrying(span: Span, claims: Sequence[Claim]) -> tuple[Claim | None, Mention | None]:
    """Give the mention that shares most with a passage, and its claim."""
    best: tuple[int, Claim | None, Mention | None] = (0, None, None)
    own = ((claim, m) for claim in claims for m in claim.mentions if m.span.report == span.report)
    for claim, mention in own:
        shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
        if shared > best[0]:
            best = (shared, claim, mention)
    return best[1:]


def changes(story: Story, reports: Mapping[str, Report], everything: bool) -> list[Change]:
    """Give what changed between a text and its copies, and quotations that differ, a change of each kind in turn."""
    told: list[_Told] = []
    for kind, spans, reason in _changed(story):
        pairs = _pairs(spans, story.copies, reports)
        same = next((change for change in told if {*pairs} <= {*change.pairs}), None)
        if same is None:
            told.append(_Told([kind], [visible(reason)], pairs))
        elif kind not in same.kinds:
            same.kinds.append(kind)
            same.reasons.append(visible(reason))
    shown = [change for change in told if change.pairs]
    credits = [change for change in shown if set(change.kinds) == {"attribution"}]
    # A dropped credit is the commonest change and the least of them.
    ordered = _in_turn([change for change in shown if change not in credits]) + _in_turn(credits)
    return [
        Change(
            " and ".join(change.kinds),
            "; ".join(reason for reason in change.reasons if reason),
            tuple(_version(pair, None if everything else CONTEXT) for pair in change.pairs),
        )
        for change in ordered
    ]


@dataclass(slots=True)
class _Told:
    kinds: list[ConflictKind]
    reasons: list[str]
    pairs: dict["_Pair", None]


@dataclass(frozen=True, slots=True)
class _Pair:
    before: str
    after: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    directed: bool


def _pairs(spans: Sequence[Span], copies: Sequence[Copy], reports: Mapping[str, Report]) -> dict[_Pair, None]:
    """Pair the passage that the others come from with each other one, the reports that have the same words together."""
    source, directed = _first(spans, copies, reports)
    before = passage(source, reports)
    first = tuple(dict.fromkeys(s.report for s in spans if passage(s, reports).casefold() == before.casefold()))
    then: dict[str, list[str]] = {}
    for span in _nearest(before, [span for span in spans if span.report not in first], reports):
        then.setdefault(passage(span, reports), []).append(span.report)
    return {
        _Pair(before, after, first, tuple(ids), directed): None
        for after, ids in then.items()
        if any(piece.change != "same" and piece.text != ELLIPSIS for piece in word_diff(before, after))
    }


def _in_turn(told: Sequence[_Told]) -> list[_Told]:
    """Put the first of each kind before the second of any: the kinds with most changes say least."""
    by_kind: dict[ConflictKind, list[_Told]] = {}
    # Passages with little in common come last: there a diff says less, and the match itself is less sure.
    for change in sorted(told, key=lambda c: max(alikeness(p.before, p.after) for p in c.pairs) < ALIKE):
        by_kind.setdefault(change.kinds[0], []).append(change)
    ranked = [(turn, KINDS.index(kind), change) for kind, same in by_kind.items() for turn, change in enumerate(same)]
    return [change for _, _, change in sorted(ranked, key=lambda item: item[:2])]


def _version(pair: _Pair, context: int | None) -> Version:
    first, then = (tuple(visible(report) for report in ids) for ids in (pair.first, pair.then))
    return Version(first, then, pair.directed, word_diff(pair.before, pair.after, context))


def _nearest(before: str, spans: Sequence[Span], reports: Mapping[str, Report]) -> list[Span]:
    """Give for each report the passage nearest to the one that it came from: a report may tell a thing twice."""
    nearest: dict[str, Span] = {}
    for span in sorted(spans, key=lambda s: (-alikeness(before, passage(s, reports)), s)):
        nearest.setdefault(span.report, span)
    return sorted(nearest.values())


def _changed(story: Story) -> Sequence[tuple[ConflictKind, tuple[Span, ...], str]]:
    drift = [conflict for conflict in story.conflicts if conflict.along is not None and not conflict.superseded]
    drift.sort(key=lambda conflict: (KINDS.index(conflict.kind), conflict.mentions))
    compared = [span for conflict in story.conflicts if conflict.kind == "quote" for span in conflict.mentions]
    quotes = [
        quote
        for quote in story.quotes
        if quote.drift and not all(any(_overlap(span, other) for other in compared) for span in quote.mentions)
    ]
    return [(conflict.kind, conflict.mentions, conflict.reason) for conflict in drift] + [
        ("quote", quote.mentions, f"words of {quote.speaker}" if quote.speaker else "") for quote in quotes
    ]


def _overlap(a: Span, b: Span) -> bool:
    return a.report == b.report and a.start < b.end and b.start < a.end


def _first(spans: Sequence[Span], copies: Sequence[Copy], reports: Mapping[str, Report]) -> tuple[Span, bool]:
    """Give the passage that the others come from (most copied, then earliest published), and whether that is known."""
    ids = {span.report for span in spans}
    copied = [copy.source for copy in copies if copy.source is not None and set(copy.reports) <= ids]
    source = min(spans, key=lambda s: (-copied.count(s.report), _published(s, reports) or "~", s))
    return source, source.report in copied
