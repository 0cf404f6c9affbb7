"""Timeline: what a story's reports say happened, in order of time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from crosswire.records import AnnotatedReport, Claim, Mention, TimeBasis, TimelineEvent

# Seasons and parts of the day as the month and hour at which they begin (TimeML's codes).
_STARTS = {"SP": "03", "SU": "06", "FA": "09", "WI": "12", "Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10"}
_STARTS |= {"TMO": "T06", "TMI": "T12", "TAF": "T13", "TEV": "T18", "TNI": "T21", "TDT": "T06"}
# A year at least, and no vague reference.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEFORE = re.compile(r"\b(?:had|[Hh]as|have|once|used to|previously|earlier|formerly)\b")
_HOUR = re.compile(r"^T|\d\dT")
_NAMES_A_DAY = re.compile(
    r"\b(?:to(?:day|night|morrow)|yesterday|th(?:is|at)|last|\w+day|\d{1,2}(?:st|nd|rd|th))\b", re.I
)
OPENING = 3  # sentences of story text in which a report says when what it tells of happened
RECENT = 3  # days before publication up to which that is news
BESIDE = 4  # characters between a cue and the date of the saying
_DATED = re.compile(r"\d{4}(?:-|T|$)")


def order_events(claims: Sequence[Claim], reports: Sequence[AnnotatedReport]) -> tuple[TimelineEvent, ...]:
    """List every mention under each known time that it tells of, earliest first.

    Of one time, what most reports carry comes first. Times are TIMEX3 values, a year or finer;
    durations, sets and vague references tell no time. What several reports tell as done, in a sentence
    without any time, happened on the day that the opening of the report gives.
    """
    by_id = {annotated.report.id: annotated for annotated in reports}
    openings = {name: _opening_day(annotated) for name, annotated in by_id.items()}
    found = []
    for claim in claims:
        carrying = len({mention.span.report for mention in claim.mentions})
        for mention in claim.mentions:
            annotated, opening = by_id[mention.span.report], openings[mention.span.report]
            times = dict(_times(mention, annotated, opening))
            if not times and opening and carrying > 1 and _told_as_done(mention, annotated):
                times = {opening: "opening"}
            found += [(_first_moment(t), t, -carrying, mention.span, claim.id, times[t]) for t in times]
    return tuple(TimelineEvent(when, span, claim, basis) for _, when, _, span, claim, basis in sorted(found))


def _opening_day(annotated: AnnotatedReport) -> str | None:
    """The day that the opening of a report tells of, at most a few days before it was published."""
    story = [sentence.span for sentence in annotated.sentences if sentence.marked is None][:OPENING]
    published = annotated.report.published
    if not story or published is None:
        return None
    cues = [statement.cue for statement in annotated.statements if statement.cue]
    for expression in annotated.dates:
        span, day = expression.span, _DAY.match(expression.value)
        # "police said on Tuesday" is the day of the saying.
        said = any(max(span.start - cue.end, cue.start - span.end) <= BESIDE for cue in cues)
        if day and not said and story[0].start <= span.start < story[-1].end:
            return day.group() if 0 <= _days_between(day.group(), published.value) <= RECENT else None
    return None


def _days_between(day: str, published: str) -> int:
    return (date.fromisoformat(published[:10]) - date.fromisoformat(day)).days if len(published) >= 10 else -1


def _told_as_done(mention: Mention, annotated: AnnotatedReport) -> bool:
    """Whether a mention tells a deed as done, in a sentence of story text that names no time."""
    proposition = next((p for p in annotated.propositions if p.span == mention.span), None)
    if proposition is None or mention.certainty != "certain" or proposition.tense != "past":
        return False
    sentence = annotated.sentences[proposition.sentence]
    timed = any(d.span.start < sentence.span.end and sentence.span.start < d.span.end for d in annotated.dates)
    words = annotated.report.text[mention.span.start : mention.span.end]
    state = proposition.verb in ("be", "have") or proposition.negated or _BEFORE.search(words)
    return sentence.marked is None and not timed and not state


def _times(mention: Mention, annotated: AnnotatedReport, opening: str | None) -> Iterator[tuple[str, TimeBasis]]:
    span, published = mention.span, annotated.report.published
    stated = next((p.when for p in annotated.propositions if p.span == span), None)
    for expression in annotated.dates:
        if (
            expression.type in ("DATE", "TIME")
            and span.start <= expression.span.start
            and expression.span.end <= span.end
        ):
            # The claim may have settled the week of its first date from an earlier report.
            value = mention.when if expression.value == stated and mention.when else expression.value
            words = annotated.report.text[expression.span.start : expression.span.end]
            today = published is not None and value[:10] == published.value[:10]
            # A bare hour is that of the day that is told of, and not of the day on which it is told.
            if opening and _HOUR.search(value) and (value[0] == "T" or today) and not _NAMES_A_DAY.search(words):
                yield opening + value[value.index("T") :], "opening"
            elif _DATED.match(value):
                yield value, "stated"


def _first_moment(when: str) -> str:
    """A TIMEX3 value as the moment at which it begins, so that weeks, seasons and evenings stand in their place."""
    week = re.match(r"(\d{4})-W(\d\d)", when)
    if week and int(week[2]) in range(1, 53):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
    for code, start in _STARTS.items():
        when = when.replace(code, start)
    return when
