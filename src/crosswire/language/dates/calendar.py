"""Dates of the calendar: days, months, years, decades and centuries by number or name, and holidays."""

import re
from datetime import date

from crosswire.language.dates import timex
from crosswire.language.dates.forms import (
    DAY_NUMBER,
    EDGE,
    HOLIDAY_WORDS,
    MONTH,
    MONTH_WORDS,
    NEAR,
    NUMERAL,
    SEASON,
    WEEKDAY_LEAD,
    WHICH,
    YEAR,
    rule,
)
from crosswire.language.dates.holidays import HOLIDAYS
from crosswire.language.dates.reading import Reading, Resolved, direction_of, likely

_ORDINALS = "|".join(sorted(timex.ORDINALS, key=len, reverse=True))
_HOLIDAY = "|".join(sorted(HOLIDAYS, key=len, reverse=True)).replace("'", "['’]")
_WHICH_WAY = {"last": -1, "this past": -1, "next": 1, "this coming": 1}
# Words after which the name of a month is one, and what follows a month that tells which of several things.
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|from|to|and|through|of|early|late|mid|for|during|before|after|between)[ \n-]+$", re.I
)
_NAMED_BY_MONTH = re.compile(r"\s(?!(?:on|in|to|of|from|for|through|and|by|at)\b)[a-z]")
# What makes four digits a price, a count, a measure or a number in a street, before them and after.
_NUMBER_AFTER = re.compile(
    r"(?:[$£€#¥/\d.,:]|(?<!mid)(?<!early)(?<!late)(?<!post)(?<!pre)-|©\s?|no\. ?"
    r"|\b(?:about|nearly|least|than|over|some|around|almost|another) )$",
    re.I,
)
_NUMBER_BEFORE = re.compile(
    r"[,.:/]\d|[%/$°\d]|-(?!\d\d\b)(?!\w)"
    r"|\s?(?:percent|km|kg|mph|meters|metres|feet|miles|hours|hrs|GMT|people|years)\b"
    r"|\s(?:[A-Z]\w+\s){1,3}(?:Avenue|Ave|Street|St|Road|Rd|Boulevard|Blvd|Drive|Lane)\b"
)
_COUNTED = re.compile(r"\s[a-z-]+s\b(?! (?:of|to|in))")


def iso(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "2017-12-27", "2017-12-27T21:00Z": as they stand."""
    if not timex.calendar_day(int(m["year"]), int(m["month"]), int(m["day"])):
        return None
    value = f"{m['year']}-{m['month']}-{m['day']}"
    return ("TIME", f"{value}T{m['clock']}") if m["clock"] else ("DATE", value)


def slashed(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "12/27/2017": month first, unless only day first gives a day."""
    first, second, year = int(m["first"]), int(m["second"]), int(m["year"])
    year += (1900 if year > 50 else 2000) if year < 100 else 0
    day = timex.calendar_day(year, first, second) or timex.calendar_day(year, second, first)
    return ("DATE", day.isoformat()) if day else None


def month_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Dec. 31", "Monday, Oct. 26", "31 December 2017": the year by weekday or tense, or the nearest."""
    return _month_day(reading, m, timex.month_number(m["month"]), int(m["day"]))


def _month_day(reading: Reading, m: re.Match[str], month: int, day: int) -> Resolved:
    if m["year"]:
        exact = timex.calendar_day(int(m["year"]), month, day)
        return ("DATE", exact.isoformat()) if exact else None
    if not 1 <= day <= 31:
        return None
    if not reading.today:
        return "DATE", f"XXXX-{month:02d}-{day:02d}"
    years = (reading.today.year + step for step in (-1, 0, 1))
    days = [exact for year in years if (exact := timex.calendar_day(year, month, day))]
    if not days:
        return None
    if m["lead"]:
        weekday = timex.WEEKDAYS.index(m["lead"][:3].lower())
        days = [exact for exact in days if exact.weekday() == weekday] or days
    which = _WHICH_WAY.get((m["which"] or "").lower())
    if which:
        return "DATE", timex.nearest(reading.today, days, which).isoformat()
    return "DATE", likely(reading.today, days, direction_of(reading, m.start(), m.end(), dated=True)).isoformat()


def spoken_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "March fourteenth", as broadcasts are written down."""
    words = m["day"].lower().replace("-", " ").split()
    day = timex.ORDINALS.index(words[-1]) + 1 + {"twenty": 20, "thirty": 30}.get(words[0] if words[1:] else "", 0)
    return _month_day(reading, m, timex.month_number(m["month"]), day)


def week_of(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The week of March 6"."""
    resolved = month_day(reading, m)
    if resolved and timex.granularity(resolved[1]) == "D":
        return "DATE", timex.value_at(timex.first_day(resolved[1]), "W")
    return resolved and ("DATE", timex.UNKNOWN["W"])


def further_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """The second day of "24 and 25 April" or "April 24 and 25": month and year as in the first."""
    if reading.found and reading.found[-1].end >= m.start() and timex.granularity(reading.found[-1].value) == "D":
        first = timex.first_day(reading.found[-1].value)
        day = timex.calendar_day(first.year, first.month, int(m["day"]))
        return ("DATE", day.isoformat()) if day and day > first else None
    return None


def month_only(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "April 2019", "last May", "in October": without a year, the nearest that the tense allows."""
    month = timex.month_number(m["month"])
    if m["year"]:
        return "DATE", f"{m['year']}-{month:02d}"
    which = (m["which"] or "").lower()
    if not which and not m["of"] and not _is_month(reading.text, m):
        return None
    if not reading.today:
        return "DATE", f"XXXX-{month:02d}"
    if m["of"] or which == "this":
        return "DATE", f"{reading.today.year + _WHICH_WAY.get((m['of'] or '').lower(), 0)}-{month:02d}"
    today = reading.today.replace(day=1)
    months = [date(today.year + step, month, 1) for step in (-1, 0, 1)]
    if not which:
        direction = direction_of(reading, m.start(), m.end(), dated=True) or -1
        return "DATE", timex.value_at(likely(today, months, direction), "M")
    direction = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
    others = [day for day in months if day != today or not direction]
    return "DATE", timex.value_at(timex.nearest(today, others, direction), "M")


def _is_month(text: str, m: re.Match[str]) -> bool:
    """Say whether a lone name is a month's: "May", "March" and "Jan" may be other words, "June Smith" is a person."""
    if len(m["month"]) <= 4 and not m["month"].endswith((".", "y", "e")):
        return False
    if _BEFORE_MONTH.search(text, max(0, m.start() - 24), m.start()):
        return True
    # "The March meeting", but "the March on Lomar".
    if re.search(r"\bthe\s$", text[max(0, m.start() - 5) : m.start()], re.I) and _NAMED_BY_MONTH.match(text, m.end()):
        return True
    ambiguous = m["month"] in ("May", "March", "Mar", "Jan", "Sep") and m.end("month") - m.start() < 7
    return not ambiguous and not re.match(r" [A-Z]", text[m.end() : m.end() + 2])


def year_only(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "2017", "fiscal 1989": four digits, unless the words around make them a count, price or number."""
    start, end = m.span("year")
    before = reading.text[max(0, start - 12) : start]
    if _NUMBER_AFTER.search(before) or _NUMBER_BEFORE.match(reading.text, end):
        return None
    counted = m["year"].endswith("00") and _COUNTED.match(reading.text, end)
    if counted and not re.search(r"\b(?:in|the|since|of|by|for)\s+$", before, re.I):
        return None
    return "DATE", m["year"]


def short_year(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "in '97"."""
    year = int(m["short"])
    return "DATE", str(year + (1900 if year > 30 else 2000))


def spoken_year(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Nineteen ninety-seven", "the year two thousand", as broadcasts are written down."""
    tail = timex.number(m["tail"] or "") or 0
    year = f"{(1900 if m['tail'] else 2000) + (tail or timex.number(m['more'] or '') or 0):.0f}"
    if m["season"]:
        return "DATE", f"{year}-{timex.SEASONS[m['season'].lower()][0]}"
    return "DATE", f"{year}-{timex.month_number(m['month']):02d}" if m["month"] else year


def decade(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The 1990s" is 199."""
    return "DATE", m["century"] + m["tens"]


def short_decade(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The '90s"."""
    return "DATE", "19" + m["tens"]


def spoken_decade(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The nineties"."""
    stems = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")
    return "DATE", f"19{stems.index(m['word'].lower()) + 2}"


def century(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The 20th century" is 19."""
    spelled = m["nth"].lower()
    count = timex.ORDINALS.index(spelled) + 1 if spelled in timex.ORDINALS else int(re.sub(r"\D", "", spelled) or 21)
    return ("DATE", f"{count - 1:02d}") if 0 < count < 30 else None


def holiday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "New Year's Eve", "Thanksgiving Day 2017"."""
    falls = HOLIDAYS[m["holiday"].lower().replace("’", "'")]
    if m["year"]:
        return "DATE", falls(int(m["year"])).isoformat()
    if not reading.today:
        fixed = falls(2001).isoformat()[4:]
        return "DATE", f"XXXX{fixed}" if fixed == falls(2002).isoformat()[4:] else timex.UNKNOWN["D"]
    days = [falls(reading.today.year + step) for step in (-1, 0, 1)]
    which = _WHICH_WAY.get((m["which"] or "").lower())
    if which:
        return "DATE", timex.nearest(reading.today, days, which).isoformat()
    return "DATE", likely(reading.today, days, direction_of(reading, m.start(), m.end())).isoformat()


RULES = (
    rule(
        NUMERAL,
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
        r"(?:(?:T| )(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
        iso,
    ),
    rule(NUMERAL, r"(?P<first>\d?\d)/(?P<second>\d?\d)/(?P<year>\d{4}|\d\d)", slashed),
    rule(
        MONTH_WORDS,
        rf"{NEAR}(?:(?P<which>last|next|this past|this coming|this) )?{WEEKDAY_LEAD}"
        rf"{MONTH} {DAY_NUMBER}(?:,? {YEAR})?",
        month_day,
    ),
    rule(
        MONTH_WORDS,
        rf"the week (?:of|beginning|ending|ended) (?P<which>){WEEKDAY_LEAD}{MONTH} {DAY_NUMBER}(?:,? {YEAR})?",
        week_of,
    ),
    rule(
        MONTH_WORDS,
        rf"{NEAR}(?P<which>){WEEKDAY_LEAD}(?:the )?{DAY_NUMBER} (?:of )?{MONTH}(?:,? {YEAR})?",
        month_day,
    ),
    rule(
        MONTH_WORDS,
        rf"{NEAR}(?:(?P<which>last|next|this past|this coming|this) )?{WEEKDAY_LEAD}{MONTH} (?:the )?"
        rf"(?P<day>(?:(?:twenty|thirty)(?: |-))?(?:{_ORDINALS}))"
        rf"(?:,? {YEAR})?",
        spoken_day,
    ),
    rule(
        MONTH_WORDS,
        rf"{MONTH} \d?\d(?:st|nd|rd|th)?(?: and | or | to | through |-|–)(?P<span>{DAY_NUMBER})",
        further_day,
    ),
    rule(
        MONTH_WORDS,
        rf"(?P<which>)(?P<lead>)(?P<span>{DAY_NUMBER})"
        rf"(?: and | or | to | through |-|–)\d?\d(?:st|nd|rd|th)? {MONTH}(?:,? {YEAR})?",
        month_day,
    ),
    rule(
        MONTH_WORDS,
        rf"{EDGE}{NEAR}(?:{WHICH} )?{MONTH}(?:,? (?:of )?{YEAR}| (?:of )?(?P<of>last|this|next) year(?!['’]s))?",
        month_only,
    ),
    rule(NUMERAL, rf"{EDGE}{NEAR}(?:the year |(?:the )?fiscal(?: year)? )?{YEAR}", year_only),
    rule(NUMERAL, rf"(?:the )?{YEAR} (?:fiscal|financial|calendar) year", year_only),
    rule(NUMERAL, r"in (?P<span>['’](?P<short>\d\d))(?!s)", short_year),
    rule(
        frozenset(("nineteen", "thousand")),
        rf"(?:{MONTH},? (?:of )?|(?:the )?(?:early |late )?{SEASON} of )?(?:the year )?"
        rf"(?:nineteen (?:hundred (?:and )?)?"
        r"(?P<tail>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        r"(?:(?: |-)(?:one|two|three|four|five|six|seven|eight|nine))?)"
        rf"|(?<=year\s)two thousand(?:(?: and)? (?P<more>{timex.NUMBER_WORD}))?)",
        spoken_year,
    ),
    rule(NUMERAL, rf"(?:the )?{NEAR}(?P<century>1[5-9]|20)(?P<tens>\d)0['’]?s", decade),
    rule(NUMERAL, rf"(?:the )?{NEAR}['’](?P<tens>[2-9])0s", short_decade),
    rule(
        frozenset("twenties thirties forties fifties sixties seventies eighties nineties".split()),
        rf"the {NEAR}(?P<word>twen|thir|for|fif|six|seven|eigh|nine)ties",
        spoken_decade,
    ),
    rule(
        frozenset(("century",)),
        rf"(?:the )?{NEAR}(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINALS}|twenty-first)(?: |-)century",
        century,
    ),
    rule(
        HOLIDAY_WORDS,
        rf"(?:(?P<which>last|this|next|this past|this coming) )?(?P<holiday>{_HOLIDAY})(?:,? {YEAR})?",
        holiday,
    ),
)
