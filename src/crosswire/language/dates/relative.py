"""Dates named from publication or from a day told of: weekdays, "yesterday", "last week", "that year", "now"."""

import re
from datetime import date

from crosswire.language.dates import timex
from crosswire.language.dates.forms import (
    CALENDAR_UNIT,
    EDGE,
    LATE,
    PART,
    PART_WORDS,
    SEASON,
    SEASON_WORDS,
    UNIT_WORDS,
    WEEKDAY,
    WEEKDAY_WORDS,
    WHICH,
    YEAR,
    rule,
)
from crosswire.language.dates.reading import (
    Reading,
    Resolved,
    Resolver,
    anchor_before,
    direction_of,
    last_quarter,
    likely,
    recent_quarter,
    remember_quarter,
    sentence_before,
    with_part,
    year_before,
)

_STEPS = {
    "last": -1,
    "past": -1,
    "this past": -1,
    "previous": -1,
    "next": 1,
    "coming": 1,
    "this coming": 1,
    "following": 1,
}
# After such a word "the last year" is twelve months, not the year before.
_DURING = re.compile(r"\b(?:over|within|during|for)\s$", re.I)
# Results of a quarter are compared with those of the same quarter "last year".
_COMPARED = re.compile(r"\bcompared with [^;]*$", re.I)
# "The player of the year" is of no year that the text is about; "the rest of the year" is.
_OF = re.compile(r"\bof\s+$", re.I)
_PIECE_OF = re.compile(
    r"\b(?:end|rest|remainder|part|half|months|quarters|much|most|bulk|course|first|beginning|start|middle|ahead|result)"
    r"\s+of\s+$",
    re.I,
)
# After such a word "the fall" is a tumble, not the season.
_HARMED = re.compile(r"\b(?:hurt|injur\w+|surviv\w+|bruis\w+|unconscious)\b", re.I)


def weekday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Friday", "last Friday night", "Sundays" (a set): by the word before it, else by the tense."""
    weekday = timex.WEEKDAYS.index(m["weekday"][:3].lower())
    if m["plural"] or m["plural_part"]:
        return "SET", with_part(f"XXXX-WXX-{weekday + 1}", m["part"])[1]
    if not reading.today:
        return with_part(f"XXXX-WXX-{weekday + 1}", m["part"])
    which = (m["which"] or "").lower().removeprefix("the ")
    anchor = anchor_before(reading, m.start(), "D") if which in ("that", "same", "following", "previous") else None
    day = _weekday_of(which, timex.first_day(anchor), weekday) if anchor else None
    day = day or _weekday_near(reading, m, which, weekday)
    return with_part(day.isoformat(), m["part"])


def _weekday_of(which: str, told: date, weekday: int) -> date:
    """Give "that Friday", "the following Friday", "the previous Friday" of a day told of."""
    step = _STEPS.get(which, 0)
    return timex.nearest_weekday(timex.moved(told, "D", step), weekday, step or 1)


def _weekday_near(reading: Reading, m: re.Match[str], which: str, weekday: int) -> date:
    """Give the weekday that lies before or after publication as its own word says, else the tense."""
    today = reading.today or date.max
    if which in ("last", "past", "previous", "this past"):
        return timex.nearest_weekday(timex.moved(today, "D", -1), weekday, -1)
    if which == "next":
        return timex.nearest_weekday(timex.moved(today, "D", 7 - today.weekday()), weekday, 1)
    direction = 1 if which in ("this", "this coming", "coming") else direction_of(reading, m.start(), m.end())
    return timex.nearest_weekday(today, weekday, direction)


def every_weekday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Every Friday", "every Monday morning"."""
    _, value = with_part(f"XXXX-WXX-{timex.WEEKDAYS.index(m['weekday'][:3].lower()) + 1}", m["part"])
    return "SET", value


def named_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Today", "tonight", "yesterday morning"."""
    name = m["name"].lower()
    step = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(name, 0)
    day = timex.moved(reading.today, "D", step).isoformat() if reading.today else timex.UNKNOWN["D"]
    return ("TIME", day + "TNI") if name == "tonight" else with_part(day, m["part"])


def this_part(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "This morning", "last night"; of the day told of "that evening", "the next morning"."""
    which = (m["which"] or m["which2"]).lower()
    step = _STEPS.get(which, 0)
    if which not in ("this", "last"):
        anchor = anchor_before(reading, m.start(), "D")
        day = timex.moved(timex.first_day(anchor), "D", step).isoformat() if anchor else timex.UNKNOWN["D"]
        return with_part(day, m["part"])
    day = timex.moved(reading.today, "D", step).isoformat() if reading.today else timex.UNKNOWN["D"]
    return with_part(day, m["part"])


def which_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Last week", "the next month", "that year", "the following day": from publication or the day told of."""
    which, unit = m["which"].lower(), timex.unit_of(m["unit"])
    step = _STEPS.get(which, 0)
    if which in ("that", "the same", "same", "following", "previous") or (unit == "D" and step):
        anchor = anchor_before(reading, m.start(), unit)
        if anchor is None:
            return "DATE", timex.UNKNOWN.get(unit, "PAST_REF")
        return "DATE", timex.value_at(timex.moved(timex.first_day(anchor), unit, step), unit)
    spanned = which in ("past", "coming") or (step and _DURING.search(reading.text, max(0, m.start() - 8), m.start()))
    if spanned and m["the"] and unit not in ("WE", "D", "Q"):
        return "DURATION", timex.duration(1, m["unit"])
    if not reading.today:
        return "DATE", timex.UNKNOWN.get(unit, "PRESENT_REF")
    compared = unit == "Y" and step < 0 and _COMPARED.search(sentence_before(reading.text, m.start()))
    if compared and (quarter := recent_quarter(reading, m.start())):
        return "DATE", year_before(quarter)
    value = timex.value_at(_moved_from(reading.today, unit, step), unit)
    return remember_quarter(reading, m.start(), value) if unit == "Q" else ("DATE", value)


def _moved_from(today: date, unit: str, step: int) -> date:
    """Move publication's day; on a Sunday "last week" is the one that ends then, "next week" the one after it."""
    if unit == "W" and today.weekday() == 6 and step < 0:
        return today
    return timex.moved(today, unit, step)


def unit_beside(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The day before", "the year after" with nothing that they hang on after them: of the date told before."""
    unit, step = timex.unit_of(m["unit"]), -1 if m["way"].lower() == "before" else 1
    anchor = anchor_before(reading, m.start(), unit)
    if anchor is None:
        return None
    value = timex.value_at(timex.moved(timex.first_day(anchor), unit, step), unit)
    return ("TIME", value + "TNI") if m["unit"].lower() == "night" else ("DATE", value)


def the_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The weekend", "the year", "the quarter": the present one, or the one told of."""
    unit = timex.unit_of(m["unit"])
    before, after = reading.text[max(0, m.start() - 20) : m.start()], reading.text[m.end() : m.end() + 10]
    if re.match(r"\s+(?:ended|ending|to|from)\b", after) and unit == "Y":
        reading.quarter = None
        return "DURATION", "P1Y"
    if _OF.search(before) and not _PIECE_OF.search(before):
        return None
    if re.match(r"\s+(?:of the|following|after|before)\b", after) and unit != "WE":
        return None
    if unit == "Q":
        value = recent_quarter(reading, m.start()) or _quarter_ended(reading, m.end()) or last_quarter(reading)
        return remember_quarter(reading, m.start(), value) if value else ("DATE", timex.UNKNOWN["Q"])
    if not reading.today:
        return "DATE", timex.UNKNOWN[unit]
    day = reading.today
    coming = re.search(r"\b(?:ahead of|before|until|by)\s+$", before, re.I)
    if unit == "WE" and day.weekday() < 5 and not coming and direction_of(reading, m.start(), m.end()) <= 0:
        day = timex.moved(day, "W", -1)
    if unit == "Y":
        reading.quarter = None
    return "DATE", timex.value_at(day, unit)


def _quarter_ended(reading: Reading, at: int) -> str | None:
    """Give the quarter before "ended Sept. 30": the one that holds its middle month."""
    ended = re.match(r"\s+end(?:ed|ing)\s+([A-Z][a-z]{2})", reading.text[at : at + 20])
    if not ended or not reading.today or ended[1].lower() not in timex.MONTHS:
        return None
    ends = [date(reading.today.year + step, timex.month_number(ended[1]), 1) for step in (-1, 0, 1)]
    last = likely(reading.today, ends, direction_of(reading, at, at) or -1)
    return timex.value_at(timex.moved(last, "M", -1), "Q")


def part_of_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Year-end", "earlier in the year", "later in the day": of publication, a day of what is told before."""
    unit = timex.unit_of(m["unit"] or "year")
    anchor = anchor_before(reading, m.start(), unit) if unit == "D" else None
    if anchor:
        return "DATE", anchor[:10]
    return "DATE", timex.value_at(reading.today, unit) if reading.today else timex.UNKNOWN[unit]


def season(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Last summer", "the winter of 1998", "in spring"."""
    code, first_month = timex.SEASONS[m["season"].lower()]
    if m["season"].lower() == "fall" and _HARMED.search(sentence_before(reading.text, m.start())):
        return None
    if m["year"]:
        return "DATE", f"{m['year']}-{code}"
    if not reading.today:
        return "DATE", f"XXXX-{code}"
    which = (m["which"] or "").lower()
    this_year = reading.today.year - (code == "WI" and reading.today.month < 6)
    if which in ("this", "current"):
        return "DATE", f"{this_year}-{code}"
    direction = _STEPS.get(which) or direction_of(reading, m.start(), m.end()) or -1
    starts = [date(this_year + step, first_month, 1) for step in (-1, 0, 1)]
    return "DATE", f"{timex.nearest(reading.today, starts, direction).year}-{code}"


def is_reference(value: str) -> Resolver:
    """What is vague, always of this value."""
    return lambda reading, m: ("DATE", value)


RULES = (
    rule(
        WEEKDAY_WORDS,
        rf"{EDGE}{LATE}(?:(?:the )?{WHICH}(?<!\bpast) )?{WEEKDAY}(?:(?P<plural>s)| {PART}(?P<plural_part>s)?)?",
        weekday,
    ),
    rule(WEEKDAY_WORDS, rf"(?:every|each) {WEEKDAY}(?: {PART})?", every_weekday),
    rule(
        frozenset("today tonight yesterday tomorrow".split()),
        rf"{LATE}(?P<name>today|tonight|yesterday|tomorrow|the day (?:before yesterday|after tomorrow))"
        rf"(?: {PART})?",
        named_day,
    ),
    rule(
        PART_WORDS,
        rf"{LATE}(?:(?P<which>this|last|that)|the (?P<which2>same|next|following|previous)) {PART}",
        this_part,
    ),
    rule(
        UNIT_WORDS,
        rf"{EDGE}{LATE}(?P<the>the )?{WHICH} (?:fiscal |financial |calendar )?{CALENDAR_UNIT}(?: or so)?",
        which_unit,
    ),
    rule(
        UNIT_WORDS,
        r"the (?P<unit>day|night|week|month|year) (?P<way>before|after)"
        r"(?=[.,;:!?\"”’)]| (?:and|but|when|in|at|on|by)\b)",
        unit_beside,
    ),
    rule(
        UNIT_WORDS,
        rf"{EDGE}the (?:full |fiscal |financial )?(?P<unit>weekend|week|month|quarter|year)(?!-)",
        the_unit,
    ),
    rule(
        UNIT_WORDS,
        r"(?:the )?(?:end|start|beginning|middle|close|turn) of the (?P<unit>decade|century)",
        the_unit,
    ),
    rule(
        UNIT_WORDS,
        r"(?:early|earlier|late|later) in the (?P<unit>day|week|month|year)|(?:the )?year['’]s end|year(?: |-)end",
        part_of_unit,
    ),
    rule(
        SEASON_WORDS,
        rf"{EDGE}{LATE}(?P<which>this|last|past|this past|next|coming|this coming|current) {SEASON}(?P<year>)",
        season,
    ),
    rule(SEASON_WORDS, rf"in (?P<span>(?:the )?(?:early |late )?{SEASON}(?: (?:of )?{YEAR})?)(?P<which>)", season),
    rule(SEASON_WORDS, rf"(?:the )?(?:early |late |mid-?)?(?P<which>){SEASON} (?:of )?{YEAR}", season),
    rule(SEASON_WORDS, r"the (?:early |late )?(?P<which>)(?P<year>)(?P<season>summer|winter|autumn)", season),
    rule(
        frozenset("now currently current present nowadays days moment presently".split()),
        r"now|currently|current|at present|nowadays|these days|at the moment|presently",
        is_reference("PRESENT_REF"),
    ),
    rule(
        frozenset("recently recent lately ago past".split()),
        r"(?:more |most )?recently|recent|lately|long ago|the (?:recent )?past"
        r"(?! (?:\d|an? |couple|few|several|many|half|(?:day|week|month|year|decade|century)\b"
        r"|\w+ (?:days|weeks|months|years|summers|winters|decades)))",
        is_reference("PAST_REF"),
    ),
    rule(
        frozenset("future soon date".split()),
        r"the (?:near |immediate )?future(?! of)|(?<!as\s)soon(?! (?:as|after|before)\b)|a later date",
        is_reference("FUTURE_REF"),
    ),
)
