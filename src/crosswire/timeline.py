"""Timeline: what a story's reports say happened, in order of time."""

import re
from collections.abc import Iterator, Sequence

from crosswire.records import AnnotatedReport, Claim, Mention, TimelineEvent

# A year at least, and no vague reference.
_DATED = re.compile(r"\d{4}(?:-|T|$)")


def order_events(claims: Sequence[Claim], reports: Sequence[AnnotatedReport]) -> tuple[TimelineEvent, ...]:
    """List every mention under each known time that it tells of, earliest first.

    Of one time, what most reports carry comes first. Times are TIMEX3 values, a year or finer;
    durations, sets and vague references tell no time.
    """
    by_id = {annotated.report.id: annotated for annotated in reports}
    found = sorted(
        (when, -len({m.span.report for m in claim.mentions}), mention.span, claim.id)
        for claim in claims
        for mention in claim.mentions
        for when in dict.fromkeys(_times(mention, by_id[mention.span.report]))
    )
    return tuple(TimelineEvent(when, span, claim) for when, _, span, claim in found)


def _times(mention: Mention, annotated: AnnotatedReport) -> Iterator[str]:
    span = mention.span
    stated = next((p.when for p in annotated.propositions if p.span == span), None)
    for date in annotated.dates:
        if date.type in ("DATE", "TIME") and span.start <= date.span.start and date.span.end <= span.end:
            # The claim may have settled the week of its first date from an earlier report.
            value = mention.when if date.value == stated and mention.when else date.value
            if _DATED.match(value):
                yield value
