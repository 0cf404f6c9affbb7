"""Timeline: what a story's reports say happened, in order of time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from crosswire.records import AnnotatedReport, Claim, Mention, TimelineEvent

# Seasons and parts of the day as the month and hour at which they begin (TimeML's codes).
_STARTS = {"SP": "03", "SU": "06", "FA": "09", "WI": "12", "Q1": "01", "Q2": "04", "Q3": "07", "Q4": "10"}
_STARTS |= {"TMO": "T06", "TMI": "T12", "TAF": "T13", "TEV": "T18", "TNI": "T21", "TDT": "T06"}
# A year at least, and no vague reference.
_DATED = re.compile(r"\d{4}(?:-|T|$)")


def order_events(claims: Sequence[Claim], reports: Sequence[AnnotatedReport]) -> tuple[TimelineEvent, ...]:
    """List every mention under each known time that it tells of, earliest first.

    Of one time, what most reports carry comes first. Times are TIMEX3 values, a year or finer;
    durations, sets and vague references tell no time.
    """
    by_id = {annotated.report.id: annotated for annotated in reports}
    found = sorted(
        (_first_moment(when), when, -len({m.span.report for m in claim.mentions}), mention.span, claim.id)
        for claim in claims
        for mention in claim.mentions
        for when in dict.fromkeys(_times(mention, by_id[mention.span.report]))
    )
    return tuple(TimelineEvent(when, span, claim) for _, when, _, span, claim in found)


def _times(mention: Mention, annotated: AnnotatedReport) -> Iterator[str]:
    span = mention.span
    stated = next((p.when for p in annotated.propositions if p.span == span), None)
    for expression in annotated.dates:
        if (
            expression.type in ("DATE", "TIME")
            and span.start <= expression.span.start
            and expression.span.end <= span.end
        ):
            # The claim may have settled the week of its first date from an earlier report.
            value = mention.when if expression.value == stated and mention.when else expression.value
            if _DATED.match(value):
                yield value


def _first_moment(when: str) -> str:
    """A TIMEX3 value as the moment at which it begins, so that weeks, seasons and evenings stand in their place."""
    week = re.match(r"(\d{4})-W(\d\d)", when)
    if week and int(week[2]) in range(1, 53):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
    for code, start in _STARTS.items():
        when = when.replace(code, start)
    return when
