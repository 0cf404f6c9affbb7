"""What of an analysis is shown to people, in which order, and how much of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from crosswire.outputs.differences import changes, denials, disputes, updates
from crosswire.outputs.grouping import TITLE
from crosswire.outputs.page import (
    Alone,
    Happening,
    Listing,
    Moment,
    Page,
    StoryPage,
    Text,
    Told,
    Word,
)
from crosswire.outputs.passages import first_clauses, passage, shorten, visible
from crosswire.outputs.times import days, in_words
from crosswire.records import (
    Analysis,
    Certainty,
    Claim,
    Copy,
    Lineage,
    MarkKind,
    Mention,
    Origin,
    Report,
    Story,
    TimelineEvent,
)

PASSAGE = 150
NAME = 60
REASON = 120
LINEAGE = 500
CLAIMS = 12
SINGLE = 8
DIFFERENCES = 8
DENIALS = 4
HAPPENINGS = 14
HAPPENING = 130
REPORTS = 8
WORDS = 3
STANDING_ALONE = 20

Item = TypeVar("Item")

BASES = {
    "field": "given with the report",
    "header": "from its header line",
    "dateline": "from its dateline",
    "address": "from its address",
    "first line": "from its first line",
    "other reports": "from the other reports",
}
MARKS: dict[MarkKind, str] = {
    "title": "title", "header": "header line", "byline": "byline", "dateline": "dateline",
    "caption": "caption", "credit": "credit line", "boilerplate": "repeated passage",
}  # fmt: skip
RELATIONS = {
    "copy": "copies", "edited": "is edited from", "partial": "takes parts of", "rewritten": "rewords",
}  # fmt: skip


def select(analysis: Analysis, everything: bool = False, room: int = 1) -> Page:
    """Choose and order what a brief shows, biggest story first; `everything` leaves nothing out and cuts nothing.

    A form that can fold has `room` for so many times as much, and keeps apart what is beyond the first of it.
    """
    reports = {report.id: report for report in analysis.reports}
    stories = sorted(analysis.stories, key=lambda story: (-len(story.reports), story.title, story.id))
    full = stories if everything or len(stories) == 1 else [story for story in stories if len(story.reports) > 1]
    alone = [] if len(full) == len(stories) else [story for story in stories if len(story.reports) == 1]
    return Page(
        summary=_count_all(len(reports), stories),
        stories=tuple(_Selection(story, reports, everything, room).page() for story in full),
        alone=_cut([_alone(story, reports) for story in alone], None if everything else STANDING_ALONE, room),
        problems=tuple(f"{visible(problem.source)}: {visible(problem.reason)}" for problem in analysis.problems),
    )


def _count_all(reports: int, stories: Sequence[Story]) -> str:
    if len(stories) < 2:
        return ""
    alone = sum(len(story.reports) == 1 for story in stories)
    shared = len(stories) - alone
    told = f"{counted(shared, 'story', 'stories')} told by several" if shared else "no two of one event"
    return f"{counted(reports, 'report')}: {told}" + (
        f", {alone} {'stands' if alone == 1 else 'stand'} alone" if alone and shared else ""
    )


def _alone(story: Story, reports: Mapping[str, Report]) -> Alone:
    report = reports[story.reports[0]]
    published = days(report.published.value, report.published.value) if report.published else "date unknown"
    return Alone(passage(story.title, reports, TITLE), report_name(report), visible(published))


def report_name(report: Report) -> str:
    """Name a report by its id, and its outlet where that is known."""
    name = shorten(visible(report.id), NAME) or "(no id)"
    return f"{name} ({shorten(visible(report.outlet.value), NAME)})" if report.outlet else name


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number with what it counts: "1 report", "2 reports"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _cut(items: Sequence[Item], limit: int | None, room: int = 1) -> Listing[Item]:
    if limit is None:
        return Listing(tuple(items))
    return Listing(tuple(items[:limit]), max(0, len(items) - limit * room), tuple(items[limit : limit * room]))


def hedge_of(mentions: Iterable[Mention]) -> str:
    """Say how surely mentions present a claim: '' where all do so as certain."""
    degrees = Counter(mention.certainty for mention in mentions)
    if degrees.total() == degrees["certain"]:
        return ""
    if len(degrees) == 1:
        return str(next(iter(degrees)))
    order: tuple[Certainty, ...] = ("denied", "possible", "probable", "unknown")
    return ", ".join(f"{degree} in {degrees[degree]} of {degrees.total()}" for degree in order if degrees[degree])


def reported(story: Story) -> list[Claim]:
    """Give the claims that a brief reports, in the order of the story: those that several reports carry."""
    return [c for c in story.claims if len({m.span.report for m in c.mentions}) > 1 or len(story.reports) == 1]


class _Selection:
    """The parts of one story's page; kept together because all of them read the same reports and limits."""

    def __init__(self, story: Story, reports: Mapping[str, Report], everything: bool, room: int) -> None:
        self.story, self.reports, self.everything, self.room = story, reports, everything, room
        self.own = [reports[report] for report in story.reports]
        self.length = None if everything else PASSAGE
        self.telling: dict[tuple[str | None, str], set[str]] = defaultdict(set)
        for event in story.timeline:
            self.telling[event.claim, event.when].add(event.span.report)

    def page(self) -> StoryPage:
        story = self.story
        disputed = disputes(story, self.reports, self.length)
        denied = {claim.id for claim in story.claims if any(m.certainty == "denied" for m in claim.mentions)}
        contested = denied | {c.claim for c in story.conflicts if c.along is None and not c.superseded and c.claim}
        carried = [(claim, sorted({m.span.report for m in claim.mentions})) for claim in story.claims]
        single = [claim for claim, ids in carried if len(ids) == 1 and len(story.reports) > 1]
        unshown = [claim for claim in single if claim.id not in denied]
        return StoryPage(
            title=passage(story.title, self.reports, TITLE) or visible(story.id),
            dates=self._dates(),
            summary=self._summary(),
            texts=self._listing([self._text(lineage) for lineage in self._shared_texts()], REPORTS),
            alone=self._listing([report_name(self.reports[report]) for report in self._on_their_own()], REPORTS),
            reported=self._listing([self._told(c, contested) for c in reported(story)], CLAIMS),
            disputed=self._listing(disputed, DIFFERENCES),
            denied=self._listing(denials(story, self.reports, self.length), DENIALS),
            updated=self._listing(updates(story, self.reports, self.length), DIFFERENCES),
            changed=self._listing(changes(story, self.reports, self.everything), DIFFERENCES),
            single=self._listing([self._told(c, contested) for c in unshown], SINGLE),
            single_counts=tuple(Counter(visible(c.mentions[0].span.report) for c in single).most_common()),
            timeline=self._timeline(),
            certainty=tuple(self._certainty()),
            story=story,
        )

    def _listing(self, items: Sequence[Item], limit: int) -> Listing[Item]:
        return _cut(items, None if self.everything else limit, self.room)

    def _dates(self) -> str:
        known = sorted(report.published.value for report in self.own if report.published)
        return visible(days(known[0], known[-1])) if known else "date unknown"

    def _shared_texts(self) -> list[Lineage]:
        shared = [lineage for lineage in self.story.lineages if len(lineage.reports) > 1]
        return sorted(shared, key=lambda lineage: (-len(lineage.reports), lineage.reports))

    def _on_their_own(self) -> list[str]:
        shared = {report for lineage in self._shared_texts() for report in lineage.reports}
        return [report for report in self.story.reports if report not in shared]

    def _summary(self) -> str:
        shared, own = self._shared_texts(), self._on_their_own()
        number = len(self.story.reports)
        if number == 1:
            return "1 report"
        said = f"{number} reports, {counted(len(shared) + len(own), 'lineage')}"
        if len(shared) == 1 and not own:
            agency = shared[0].agency
            return f"{said}: all rest on " + (f"{visible(agency)} copy" if agency else "one text")
        return f"{said}: none is copied from another" if not shared else said

    def _text(self, lineage: Lineage) -> Text:
        ids = lineage.reports
        # The lineage's reason already says what each report took; every pair of copies is for whoever asks for all.
        inside = [copy for copy in self.story.copies if self.everything and set(copy.reports) <= set(ids)]
        best: dict[str, Copy] = {}
        for copy in sorted(inside, key=lambda copy: (-max(copy.containment), copy.reports)):
            taker = next((report for report in copy.reports if report != copy.source), copy.reports[1])
            best.setdefault(taker, copy)
        copies = [_copying(best[taker], taker) for taker in ids if taker in best]
        return Text(
            tuple(report_name(self.reports[report]) for report in ids),
            visible(lineage.agency or ""),
            first_clauses(visible(lineage.reason), None if self.everything else LINEAGE),
            tuple(copies),
            lineage,
        )

    def _told(self, claim: Claim, contested: set[str]) -> Told:
        words = [
            Word(
                shorten(visible(origin.name), NAME),
                origin.kind,
                self._reason(claim, origin),
                hedge_of(mention for mention in claim.mentions if mention.id in origin.mentions),
            )
            for origin in claim.origins
        ]
        placed = {mention for origin in claim.origins for mention in origin.mentions}
        low, high = claim.origins_min, claim.origins_max
        return Told(
            passage=passage(claim.text, self.reports, self.length),
            report=visible(claim.text.report),
            others=_others(claim, claim.text.report),
            origins=str(low) if low == high else f"{low}–{high}",
            words=self._listing(words, WORDS),
            hedge=hedge_of(mention for mention in claim.mentions if mention.id not in placed),
            disputed=claim.id in contested,
            claim=claim,
        )

    def _reason(self, claim: Claim, origin: Origin) -> str:
        """Say why an origin counts as one: by default only where the count could be otherwise."""
        if self.everything:
            judged = claim.judged if origin is claim.origins[0] else ()
            return visible("; ".join([origin.reason, *judged]))
        settled = len(claim.origins) == 1 and claim.origins_min == claim.origins_max
        plain = settled and origin.kind != "eyewitness" and not origin.circle
        return "" if plain else first_clauses(visible(origin.reason), REASON)

    def _timeline(self) -> Listing[Moment]:
        claims = {claim.id: claim for claim in self.story.claims}
        first: dict[tuple[str, str], TimelineEvent] = {}
        for event in self.story.timeline:
            first.setdefault((event.when, event.claim or repr(event.span)), event)
        events = list(first.values())
        turns: Counter[str] = Counter()
        turn = {}
        for event in sorted(events, key=lambda event: -_spread(event, claims)):
            turn[event] = turns[event.when]
            turns[event.when] += 1
        # Something of every time before a second thing of any: what is cut must not hide a date.
        ranked = self._listing(sorted(turn, key=lambda event: turn[event]), HAPPENINGS)
        shown, more = set(ranked.shown), set(ranked.more)
        return Listing(
            self._moments([event for event in events if event in shown]),
            ranked.left_out,
            self._moments([event for event in events if event in more]),
        )

    def _moments(self, events: Sequence[TimelineEvent]) -> tuple[Moment, ...]:
        then: dict[str, list[TimelineEvent]] = defaultdict(list)
        for event in events:
            then[event.when].append(event)
        return tuple(
            Moment(_iso(time), in_words(time), tuple(dict.fromkeys(map(self._happening, happened))))
            for time, happened in then.items()
        )

    def _happening(self, event: TimelineEvent) -> Happening:
        same = self.telling[event.claim, event.when] if event.claim else set()
        others = tuple(visible(other) for other in sorted(same - {event.span.report}))
        length = None if self.everything else HAPPENING
        return Happening(passage(event.span, self.reports, length), visible(event.span.report), others)

    def _certainty(self) -> Iterable[tuple[str, str]]:
        group = self.story.group
        if len(self.own) > 1:
            yield "grouping", f"{group.cohesion:.2f} of 1: {visible(group.reason)}"
        yield "published", self._by_basis(lambda report: report.published)
        marks = Counter(mark.kind for report in self.own for mark in report.marks)
        if marks:
            said = ", ".join(counted(marks[kind], name) for kind, name in MARKS.items() if marks[kind])
            yield "not story text", f"{said} (marked, not cut)"

    def _by_basis(self, published: Callable[[Report], object]) -> str:
        dated = [
            (r.published.value, BASES[r.published.basis], r.published.reason, r.id) for r in self.own if r.published
        ]
        parts = []
        for (basis, reason), same in groupby(sorted(dated, key=lambda d: d[1:]), key=lambda d: (d[1], d[2])):
            ids = [visible(report) for *_, report in same]
            parts.append(f"{self._ids(ids)} {basis}" + (f" ({visible(reason)})" if reason else ""))
        unknown = [visible(report.id) for report in self.own if report.published is None]
        if unknown:
            parts.append(f"{self._ids(unknown)} not settled")
        return "; ".join(parts)

    def _ids(self, ids: Sequence[str]) -> str:
        if self.everything or len(ids) <= REPORTS:
            return ", ".join(ids)
        return counted(len(ids), "report")


def _iso(when: str) -> str:
    """The part of a TIMEX3 value that is ISO 8601: the words beside it give "evening" and "summer"."""
    plain = re.match(r"\d{4}(?:-W\d\d|-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?)?", when)
    return plain.group() if plain else visible(when)


def _others(claim: Claim, report: str) -> tuple[str, ...]:
    return tuple(visible(other) for other in sorted({m.span.report for m in claim.mentions} - {report}))


def _spread(event: TimelineEvent, claims: Mapping[str, Claim]) -> int:
    claim = claims.get(event.claim or "")
    return len({mention.span.report for mention in claim.mentions}) if claim else 1


def _copying(copy: Copy, taker: str) -> str:
    other = copy.reports[0] if copy.reports[1] == taker else copy.reports[1]
    share = copy.containment[copy.reports.index(taker)]
    verb = RELATIONS[copy.relation] if copy.source else "shares its text with"
    crediting = f", crediting {visible(copy.credit)}" if copy.credit else ""
    return f"{visible(taker)} {verb} {visible(other)} ({share:.0%} of its words{crediting}): {visible(copy.reason)}"
