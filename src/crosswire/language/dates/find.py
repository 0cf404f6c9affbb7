"""Find date expressions and resolve them to TIMEX3 values against the time of publication."""

import re
from collections import deque
from dataclasses import replace
from datetime import date, timedelta

from crosswire.language.dates import calendar, clock, counted, fiscal, relative, timex
from crosswire.language.dates.reading import SENTENCE_END, Found, Reading, Resolver, Tense
from crosswire.records import DateExpression, Span

# How many expressions to either side of a clock time its day is looked for; a sentence rarely has more.
_REACH = 8
_CAPITAL_UNIT = re.compile(r"\w (?:Minute|Hour|Day|Night|Week|Month|Year|Decade)s?$")
# Of the expressions that begin at one place the longest is taken, of equals that of the rule first named here.
RULES = (*calendar.RULES, *relative.RULES, *fiscal.RULES, *counted.RULES, *clock.RULES)
# The most words of an expression, or of what a rule looks at, before the first of the rule's own words.
_LEAD = 9
# A decade may begin with an apostrophe: "'90s".
_WORD = re.compile(r"['’](?=\d)|\w+")


def _rules_by_word() -> dict[str, tuple[int, ...]]:
    by_word: dict[str, list[int]] = {}
    for rank, rule in enumerate(RULES):
        for word in rule.words:
            by_word.setdefault(word, []).append(rank)
    return {word: tuple(ranks) for word, ranks in by_word.items()}


_RULES_OF = _rules_by_word()
_NO_RULES: tuple[int, ...] = ()


def _starts(text: str) -> dict[int, list[int]]:
    """Give for each rule, by its place, the words at which its expressions may start: at one of its own words, or up
    to `_LEAD` words before it."""
    starts: dict[int, list[int]] = {}
    lead: deque[int] = deque(maxlen=_LEAD + 1)
    for word in _WORD.finditer(text):
        at = word.start()
        lead.append(at)
        name = word.group()
        for rank in _RULES_OF.get("0" if name[0].isdecimal() else name.lower(), _NO_RULES):
            tried = starts.setdefault(rank, [])
            last = tried[-1] if tried else -1
            tried.extend(start for start in lead if start > last)
    return starts


def candidates(text: str) -> list[tuple[int, int, re.Match[str], Resolver]]:
    """Give every match of every rule, by start, then the longest, then the rule first named."""
    found = []
    for rank, starts in _starts(text).items():
        pattern, resolver = RULES[rank].pattern, RULES[rank].resolve
        group, end_before = "span" if "span" in pattern.groupindex else 0, 0
        for start in starts:
            if start >= end_before and (m := pattern.match(text, start)):
                found.append((m.start(group), -m.end(group), rank, m, resolver))
                end_before = m.end()
    return [(start, -end, m, resolver) for start, end, _, m, resolver in sorted(found, key=lambda one: one[:3])]


def _is_title(text: str, start: int, end: int) -> bool:
    """Say whether the words look like the name of a paper or programme: "USA Today", "60 Minutes"."""
    if text[start:end] in ("Today", "TODAY"):
        return bool(re.search(r"[A-Z]\w+ $", text[max(0, start - 12) : start]))
    return text[start - 1 : start] in ("“", '"', "'", "‘") and bool(_CAPITAL_UNIT.search(text, start, end))


def _resolve_in_order(reading: Reading) -> None:
    end_before = 0
    for start, end, m, resolver in candidates(reading.text):
        if start >= end_before and not _is_title(reading.text, start, end) and (resolved := resolver(reading, m)):
            reading.found.append(Found(start, end, *resolved))
            end_before = end


def _joined(text: str, found: list[Found]) -> list[Found]:
    """Join a clock time with the day written beside it, and a weekday with its date ("Monday, Oct. 26")."""
    joined: list[Found] = []
    for one in found:
        last = joined[-1] if joined else None
        between = text[last.end : one.start] if last else ""
        if last and re.fullmatch(r",?[ \xa0]\n?|,|\n|, ?\(", between) and one.value[:1] == "T" and _is_day(last):
            joined[-1] = Found(last.start, one.end, "TIME", last.value[:10] + one.value)
        elif last and re.fullmatch(r",?[ \xa0]\n?|\n| of ", between) and last.value[:1] == "T" and _is_day(one):
            joined[-1] = Found(last.start, one.end, "TIME", one.value[:10] + last.value)
        else:
            joined.append(one)
    return joined


def _is_day(one: Found) -> bool:
    return one.type in ("DATE", "TIME") and bool(
        re.fullmatch(r"[\dX]{4}-[\dX]{2}-[\dX]{2}|XXXX-WXX-\d", one.value[:10])
    )


def _sentences_apart(text: str, one: Found, other: Found) -> int:
    return len(SENTENCE_END.findall(text[min(one.end, other.end) : max(one.start, other.start)]))


def _with_days(text: str, found: list[Found], reading: Reading, moment: str) -> list[Found]:
    """Give each clock time the day nearest to it in its sentence, else that of publication, or the day before it
    where the clause is past and the time later than the moment (hh:mm, or none) of publication."""
    settled = []
    for at, one in enumerate(found):
        if one.value[:1] == "T":
            days = [other for other in found[max(0, at - _REACH) : at + _REACH] if _is_day(other)]
            beside = [o for o in days if not _sentences_apart(text, one, o)]
            before = [o for o in days if o.end <= one.start and _sentences_apart(text, one, o) <= 2]
            closest = min(beside or before[-1:], key=lambda o: (abs(o.start - one.start), o.start), default=None)
            if closest:
                day = closest.value[:10]
            elif today := reading.today:
                told = reading.tense(one.start) if reading.tense else ""
                ahead = bool(moment) and one.value[1:6] > moment and told == "past"
                day = (today - timedelta(days=ahead)).isoformat()
            else:
                day = timex.UNKNOWN["D"]
            one = replace(one, value=day + one.value)
        settled.append(one)
    return settled


def find_dates(report: str, text: str, published: str | None, tense: Tense | None = None) -> tuple[DateExpression, ...]:
    """Find the date expressions of a text and resolve each to its TIMEX3 type and value.

    `report` is the id for the spans; `published` an ISO 8601 date or time, whose day anchors what is
    relative (None leaves it open: XXXX-WXX-5); `tense` tells "past", "future" or "" for the clause at
    an offset. Expressions come in order and do not overlap. Annotated as in TimeML's TIMEX3 (TempEval-3).
    """
    today = date.fromisoformat(published[:10]) if published and re.match(r"\d{4}-\d\d-\d\d", published) else None
    reading = Reading(text, today, tense)
    _resolve_in_order(reading)
    # A time of midnight stands for a page that gives a date only.
    moment = published[11:16] if published and published[11:16] != "00:00" else ""
    found = _with_days(text, _joined(text, reading.found), reading, moment)
    return tuple(DateExpression(Span(report, one.start, one.end), one.type, one.value) for one in found)
