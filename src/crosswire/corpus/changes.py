"""What is new in a story since a time: reports, versions, claims, origins and conflicts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from crosswire.corpus.judging import find_again
from crosswire.corpus.store import reading
from crosswire.corpus.tables import versions
from crosswire.errors import InputError
from crosswire.records import Analysis, Claim, Conflict, Origin, Span

_AGO = re.compile(r"(\d{1,6}|an?)\s*(minute|hour|day|week|m|h|d|w)s?(?:\s+ago)?", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A report whose text changed: the two last texts before and after a time."""

    report: str
    seen: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a story holds that it did not hold at a time; what is told in a new text of a report counts as new."""

    story: str
    title: str
    since: str
    reports: tuple[str, ...]
    versions: tuple[ChangedText, ...]
    claims: tuple[Claim, ...]
    origins: tuple[tuple[Claim, Origin], ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told at a time: by all reports but the `new`, by some of them in `old` texts; `now` is what is told."""

    new: Collection[str]
    old: Mapping[str, str]
    now: Mapping[str, str]

    def is_new(self, span: Span) -> bool:
        """Whether the words of a passage did not stand in its report then."""
        report = span.report
        if report in self.new or report not in self.old:
            return report in self.new
        return find_again(span, self.now[report], self.old[report]) is None


def parse_since(value: str, today: datetime | None = None) -> str:
    """Read "2 hours ago", "3d" or an ISO 8601 date or time as a time in UTC; raises InputError for anything else."""
    moment = today or datetime.now(UTC)
    ago = _AGO.fullmatch(value.strip())
    try:
        if ago:
            count = 1 if ago[1].lower().startswith("a") else int(ago[1])
            moment -= timedelta(**{_UNITS[ago[2][0].lower()]: count})
        else:
            moment = datetime.fromisoformat(value.strip())
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InputError(f'"{value}": is no time: give "2 hours ago", "3 days" or 2026-11-27T08:00') from None
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def find_changes(corpus: Engine, analysis: Analysis, since: str) -> Changes:
    """Compare a story as it is now with what the corpus had seen of it at a time."""
    (story,) = analysis.stories
    seen: dict[str, list[tuple[str, str]]] = {}
    with reading(corpus) as connection:
        query = select(versions.c.report, versions.c.first_seen, versions.c.text).order_by(versions.c.number)
        for report, time, text in connection.execute(query.where(versions.c.report.in_(story.reports))):
            seen.setdefault(report, []).append((time, text))
    new = {report for report, texts in seen.items() if texts[0][0] > since}
    changed = {report for report, texts in seen.items() if texts[0][0] <= since < texts[-1][0]}
    old_texts = {report: [text for time, text in seen[report] if time <= since][-1] for report in changed}
    texts = {report.id: report.text for report in analysis.reports}
    title = texts[story.title.report][story.title.start : story.title.end]
    told = _Told(frozenset(new), old_texts, texts)
    fresh = {claim: {m.id for m in claim.mentions if told.is_new(m.span)} for claim in story.claims}
    return Changes(
        story=story.id,
        title=title,
        since=since,
        reports=tuple(sorted(new)),
        versions=tuple(ChangedText(r, seen[r][-1][0], old_texts[r], texts[r]) for r in sorted(changed)),
        claims=tuple(claim for claim, ids in fresh.items() if ids.issuperset(m.id for m in claim.mentions)),
        origins=tuple(
            (claim, origin)
            for claim, ids in fresh.items()
            if not ids.issuperset(m.id for m in claim.mentions)
            for origin in claim.origins
            if ids.issuperset(origin.mentions)
        ),
        conflicts=tuple(x for x in story.conflicts if _has_new_sides(x, told)),
    )


def _has_new_sides(conflict: Conflict, told: _Told) -> bool:
    """Whether fewer than two reports stood against each other before, or one of them says something else now."""
    reports = {span.report for span in conflict.mentions}
    before = {span.report for span in conflict.mentions if not told.is_new(span)}
    return len(before) < 2 or not (reports - before).issubset(told.new)
