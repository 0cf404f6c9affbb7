"""Timeline: what a story's reports say happened, in order of time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from crosswire.records import AnnotatedReport, Claim, Mention, Span, TimeBasis, TimelineEvent

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
# What opens a clause of its own, who does what it tells, and what shows that something is said to be done there.
_CLAUSE = re.compile(r"\b(?:(?P<relative>who|which|where|when|while)|after|before|since|until)\s+", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:s?he|they|it|we|i)\s+(?:\w+\s+)?", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:was|were|had|has|have|is|are|did)\s", re.IGNORECASE)
# "Her first visit since June" was not in June.
_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)
OPENING = 3  # sentences of story text in which a report says when what it tells of happened
RECENT = 3  # days before publication up to which that is news
BESIDE = 4  # characters between a cue and the date of the saying
_DATED = re.compile(r"\d{4}(?:-|T|$)")


def order_events(claims: Sequence[Claim], reports: Sequence[AnnotatedReport]) -> tuple[TimelineEvent, ...]:
    """List every mention under each known time that it tells of, earliest first.

    Of one time, what most reports carry comes first. Times are TIMEX3 values, a year or finer;
    durations, sets and vague references tell no time. A time inside a clause of its own ("after she landed on
    Monday") is the time of that clause, which is then what is listed. What several reports tell as done, in a sentence
    without any time, happened on the day that the opening of the report gives.
    """
    by_id = {annotated.report.id: annotated for annotated in reports}
    openings = {name: _opening_day(annotated) for name, annotated in by_id.items()}
    found = []
    for claim in claims:
        carrying = len({mention.span.report for mention in claim.mentions})
        for mention in claim.mentions:
            annotated, opening = by_id[mention.span.report], openings[mention.span.report]
            times = [*_times(mention, annotated, opening)]
            if not times and opening and carrying > 1 and _told_as_done(mention, annotated):
                times = [(opening, mention.span, "opening")]
            found += [(_first_moment(when), when, -carrying, span, claim.id, basis) for when, span, basis in times]
    # A passage may tell several claims: it stands under the one that most reports carry.
    first: dict[tuple[str, Span], TimelineEvent] = {}
    for _, when, _, span, told_in, basis in sorted(set(found)):
        first.setdefault((when, span), TimelineEvent(when, span, told_in, basis))
    return tuple(first.values())


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


def _times(mention: Mention, annotated: AnnotatedReport, opening: str | None) -> Iterator[tuple[str, Span, TimeBasis]]:
    """The times of a mention, each with the passage that happened then, and whether it is stated there."""
    span, text = mention.span, annotated.report.text
    stated = next((p.when for p in annotated.propositions if p.span == span), None)
    points = [d for d in annotated.dates if d.type in ("DATE", "TIME") and span.start <= d.span.start < span.end]
    names_day = any(_NAMES_A_DAY.search(text[d.span.start : d.span.end]) or _DAY.fullmatch(d.value) for d in points)
    for expression in points:
        # The claim may have settled the week of its first date from an earlier report.
        value = mention.when if expression.value == stated and mention.when else expression.value
        if expression.span.end > span.end or _SINCE.search(text, span.start, expression.span.start):
            continue
        told = _own_clause(expression.span, span, annotated)
        # A bare hour is that of the day that is told of, and not of the day on which it is told.
        if opening and _HOUR.search(value) and not names_day:
            yield opening + value[value.index("T") :], told, "opening"
        elif _DATED.match(value):
            yield value, told, "stated"


def _own_clause(time: Span, passage: Span, annotated: AnnotatedReport) -> Span:
    """The clause of its own in which a time stands, within the passage; the passage where it stands in the main one."""
    text = annotated.report.text
    opening = next(reversed(list(_CLAUSE.finditer(text, passage.start, time.start))), None)
    comma = text.find(",", time.end, passage.end)
    # A clause that opens the passage ends at a comma, after which the main one comes.
    if opening is None or (opening.start() == passage.start and comma < 0):
        return passage
    between = Span(time.report, opening.end(), time.start)
    if "," in text[between.start : between.end] or not _has_deed(opening, between, annotated):
        return passage
    return Span(time.report, opening.start(), comma if comma > 0 else passage.end)


def _has_deed(opening: re.Match[str], between: Span, annotated: AnnotatedReport) -> bool:
    """Whether a clause tells a deed before its time: "who met her on", "after he met her on"; not "after rain on"."""
    text = annotated.report.text
    deeds = [e.span for e in annotated.events if between.start <= e.span.start and e.span.end <= between.end]
    if opening["relative"] or not deeds:
        return bool(deeds)
    subject, acting = text[between.start : deeds[0].start], text[deeds[0].start : deeds[0].end].endswith("ing")
    if not subject.strip():
        return acting
    named = not acting and any(
        between.start <= n.span.start < n.span.end == deeds[0].start - 1 for n in annotated.names
    )
    return named or bool(_SUBJECT.fullmatch(subject) or _AUXILIARY.search(subject))


def _first_moment(when: str) -> str:
    """A TIMEX3 value as the moment at which it begins, so that weeks, seasons and evenings stand in their place."""
    week = re.match(r"(\d{4})-W(\d\d)", when)
    if week and int(week[2]) in range(1, 53):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
    for code, start in _STARTS.items():
        when = when.replace(code, start)
    return when
