"""What each form of date expression resolves to: TIMEX3 type and value, from publication and what came before."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from crosswire.language import timex
from crosswire.records import DateType

Tense = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression found, by its characters, with its TIMEX3 type and value."""

    start: int
    end: int
    type: DateType
    value: str


@dataclass(slots=True)
class Reading:
    """A text being read from left to right; `found` holds what stands before the present expression."""

    text: str
    today: date | None
    tense: Tense | None
    found: list[Found] = field(default_factory=list)
    quarter: tuple[int, str] | None = None


# A day this many times nearer than the one that the tense asks for is taken instead. Value F1 on every second document
# of TimeBank / AQUAINT: 2 gives .851 / .761, 3 .851 / .764, 4 .851 / .757, never .840 / .744.
_MUCH_NEARER = 3
# Results are told of for so many characters after their quarter was named: 400 gives .846 on TimeBank, 1500 .851.
_QUARTER_REACH = 1500
# The characters of a lone preposition between a verb and its date.
_BESIDE = 4

Resolved = tuple[DateType, str] | None
Resolver = Callable[[Reading, re.Match[str]], Resolved]

_FUTURE = re.compile(
    r"\b(?:will|would|shall|(?-i:may)|might|won['’]t|plan(?:s|ned|ning)? (?:to|for)"
    r"|(?<!had been )(?:scheduled|expected)|expects|set (?:to|for)|due|going to"
    r"|(?:is|are) to|until|upcoming|hopes? to|deadline|expires?|effective|payable|ending|begins|to be)\b|['’]ll\b",
    re.I,
)
_AHEAD = re.compile(r"\b(?:until|till|due|effective|payable|expires?|as (?:soon|early) as) (?:[\w.:]+ ){0,3}$", re.I)
_PREPOSITION = re.compile(
    r"(?:^|[\n,.;:“\"(]|\b(?:for|in|within|after|over|of|than|the|just|and|or|before|during|through|took|take|takes|lasted"
    r"|spent|only|mere|follows|about|around|last|until|once|twice))\s*$",
    re.I,
)
# After such a word "the fall" is a tumble, not the season.
_HARMED = re.compile(r"\b(?:hurt|injur\w+|surviv\w+|bruis\w+|unconscious)\b", re.I)
_TO_BE = re.compile(
    r"\b(?:will|would|shall|may|might|to|not|['’]ll) (?:\w+ly |also )?(?:(?:be|have|have been) (?:\w+ly )?)?$", re.I
)
_PAST = re.compile(
    r"\b(?:\w{2,}ed|said|told|was|were|had|did|came|went|met|left|began|took|got|saw|made|held|gave|won|lost|fell|rose"
    r"|since|ago|wrote|led|hit|spoke|found|shot|struck|sent|became|ran|broke|put|brought|sold|bought|has|have)\b",
    re.I,
)
_ABBREVIATIONS = (
    "[A-Z] [ap].m Mr Ms Mrs Dr St Jr Sr Gen Gov Sen Rep Lt Col Sgt Inc Corp Co Ltd No vs"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun"
).split()
SENTENCE_END = re.compile(
    r"[.!?]" + "".join(rf"(?<!\b{short}\.)" for short in _ABBREVIATIONS) + r"[\"'”’)]*\s+(?=[A-Z\"“‘`'(])|\n\s*\n"
)


def _sentence_before(text: str, offset: int, reach: int = 160) -> str:
    """Give the part of the sentence that stands before an offset, as far as it is within reach."""
    return SENTENCE_END.split(text[max(0, offset - reach) : offset])[-1]


def _tense_cues(words: str) -> list[tuple[re.Match[str], int]]:
    """Give the words that tell of the future (1) or the past (-1)."""
    future = [(m, 1) for m in _FUTURE.finditer(words)]
    # "Expected", and "held" in "will be held", only look like past verbs.
    return future + [
        (m, -1)
        for m in _PAST.finditer(words)
        if not _FUTURE.match(words, m.start()) and not _TO_BE.search(words, 0, m.start())
    ]


def _direction(reading: Reading, start: int, end: int, dated: bool = False) -> int:
    """Say which way from publication an expression points: below 0 past, above 0 future, 0 unknown; 2 is sure.

    `dated` where the expression has a month: "by May" looks ahead, "by Tuesday" need not.
    """
    before, after = _sentence_before(reading.text, start), re.split(r"[.;!?\n]", reading.text[end : end + 80])[0]
    if _AHEAD.search(before) or (dated and re.search(r"\bby\s+$", before, re.I)):
        return 2
    if re.search(r"\b(?:since|ended|after|as of)\s+$", before, re.I):
        return -2
    if re.match(r"['’]s\b", reading.text[end : end + 3]):
        return 1 if _FUTURE.search(after[:40]) else -1
    cues = [(len(before) - m.end(), direction) for m, direction in _tense_cues(before)]
    cues += [(1 + m.start(), direction) for m, direction in _tense_cues(after)]
    distance, nearest = min(cues, default=(_BESIDE + 1, 0))
    if reading.tense and (told := reading.tense(start)):
        nearest = 1 if told == "future" else -1
    # A verb with only a preposition between ("resigned on Nov. 3", not "extended to Nov. 3") is this expression's own.
    return 2 * nearest if distance <= _BESIDE and not before.endswith("to ") else nearest


def _likely(today: date, days: list[date], direction: int) -> date:
    """Choose the day on the side of the tense, unless that is unsure and one on the other side much nearer."""
    if abs(direction) > 1:
        return timex.nearest(today, days, direction)
    told, nearest = timex.nearest(today, days, direction), timex.nearest(today, days, 0)
    return nearest if abs((nearest - today).days) * _MUCH_NEARER < abs((told - today).days) else told


def _remember_quarter(reading: Reading, at: int, value: str) -> Resolved:
    reading.quarter = (at, value)
    return "DATE", value


def _recent_quarter(reading: Reading, at: int) -> str | None:
    """Give the quarter that results are being told of, where one was named shortly before."""
    return reading.quarter[1] if reading.quarter and at - reading.quarter[0] < _QUARTER_REACH else None


def _year_before(value: str) -> str:
    return f"{int(value[:4]) - 1}{value[4:]}"


def _anchor(reading: Reading, at: int, unit: str) -> str | None:
    """Give the last calendar value of this sentence or the one before that settles `unit`."""
    for earlier in reversed(reading.found):
        if len(SENTENCE_END.findall(reading.text[earlier.end : at])) > 1:
            return None
        if timex.at_least_as_fine(earlier.value, unit):
            return earlier.value
    return None


def _with_part(day: str, part: str | None) -> Resolved:
    if not part:
        return "DATE", day
    return "TIME", day + timex.DAY_PARTS[part.lower().replace("-", "")]


# Absolute dates


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


def _month_number(word: str) -> int:
    return timex.MONTHS.index(word[:3].lower()) + 1


def month_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Dec. 31", "Monday, Oct. 26", "31 December 2017": the year by weekday or tense, or the nearest."""
    month, day = _month_number(m["month"]), int(m["day"])
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
    which = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get((m["which"] or "").lower())
    if which:
        return "DATE", timex.nearest(reading.today, days, which).isoformat()
    return "DATE", _likely(reading.today, days, _direction(reading, m.start(), m.end(), dated=True)).isoformat()


def further_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """The second day of "24 and 25 April" or "April 24 and 25": month and year as in the first."""
    if reading.found and reading.found[-1].end >= m.start() and timex.granularity(reading.found[-1].value) == "D":
        first = timex.first_day(reading.found[-1].value)
        day = timex.calendar_day(first.year, first.month, int(m["day"]))
        return ("DATE", day.isoformat()) if day and day > first else None
    return None


def month_only(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "April 2019", "last May", "in October": without a year, the nearest that the tense allows."""
    month = _month_number(m["month"])
    if m["year"]:
        return "DATE", f"{m['year']}-{month:02d}"
    if len(m["month"]) <= 4 and not m["month"].endswith((".", "y", "e")):
        return None
    which, before = (m["which"] or "").lower(), reading.text[max(0, m.start() - 24) : m.start()]
    cued = which or re.search(
        r"\b(?:in|since|by|until|till|from|to|and|through|of|early|late|mid|for|during|before|after|between)[ \n-]+$",
        before,
        re.I,
    )
    if m["month"] in ("May", "March", "Mar", "Jan", "Sep") and not cued and m.end("month") - m.start() < 7:
        return None
    # April, June and August are also given names: "June Smith".
    if not cued and re.match(r" [A-Z]", reading.text[m.end() : m.end() + 2]):
        return None
    if not reading.today:
        return "DATE", f"XXXX-{month:02d}"
    today = reading.today.replace(day=1)
    months = [date(today.year + step, month, 1) for step in (-1, 0, 1)]
    if which:
        direction = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
        months = [day for day in months if day != today] if direction else months
    else:
        direction = _direction(reading, m.start(), m.end(), dated=True) or -1
        return "DATE", timex.value_at(_likely(today, months, direction), "M")
    return "DATE", timex.value_at(timex.nearest(today, months, direction), "M")


def year_only(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "2017", "fiscal 1989": four digits, unless the words around make them a count, price or number."""
    before, after = (
        reading.text[max(0, m.start("year") - 12) : m.start("year")],
        reading.text[m.end("year") : m.end("year") + 24],
    )
    if re.search(
        r"(?:[$£€#¥/\d.,:-]|no\. ?|\b(?:about|nearly|least|than|over|some|around|almost|another) )$", before, re.I
    ):
        return None
    if re.match(
        r"[,.:/]\d|[%/$°\d]|-(?!\d\d\b)(?!\w)|\s?(?:percent|km|kg|mph|meters|metres|feet|miles|hours|hrs|GMT|people|years)\b",
        after,
    ):
        return None
    counted = re.match(r"\s[a-z-]+s\b(?! (?:of|to|in))", after)
    if counted and m["year"].endswith("00") and not re.search(r"\b(?:in|the|since|of|by|for)\s+$", before, re.I):
        return None
    return "DATE", m["year"]


def short_year(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "in '97"."""
    year = int(m["short"])
    return "DATE", str(year + (1900 if year > 30 else 2000))


def spoken_year(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Nineteen ninety-seven", as broadcasts are written down."""
    tail = timex.number(m["tail"])
    return ("DATE", f"{1900 + tail:.0f}") if tail else None


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
    count = int(re.sub(r"\D", "", m["nth"]))
    return ("DATE", f"{count - 1:02d}") if 0 < count < 30 else None


def holiday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "New Year's Eve", "Thanksgiving Day 2017"."""
    rule = timex.HOLIDAYS[m["holiday"].lower().replace("’", "'")]
    if m["year"]:
        return "DATE", rule(int(m["year"])).isoformat()
    if not reading.today:
        return "DATE", f"XXXX{rule(2001).isoformat()[4:]}" if m["holiday"][0].lower() in "cnvhb" else timex.UNKNOWN["D"]
    days = [rule(reading.today.year + step) for step in (-1, 0, 1)]
    return "DATE", timex.nearest(reading.today, days, _direction(reading, m.start(), m.end())).isoformat()


# Days, weeks, months and years named from publication


def weekday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Friday", "last Friday night", "Sundays" (a set): by the word before it, else by the tense."""
    weekday = timex.WEEKDAYS.index(m["weekday"][:3].lower())
    if m["plural"]:
        return "SET", f"XXXX-WXX-{weekday + 1}"
    if not reading.today:
        return _with_part(f"XXXX-WXX-{weekday + 1}", m["part"])
    which = (m["which"] or "").lower()
    today = reading.today
    if which in ("last", "past", "previous", "this past"):
        day = timex.nearest_weekday(timex.moved(today, "D", -1), weekday, -1)
    elif which == "next":
        day = timex.nearest_weekday(timex.moved(today, "D", 7 - today.weekday()), weekday, 1)
    elif which in ("this", "this coming", "coming"):
        day = timex.nearest_weekday(today, weekday, 1)
    elif which == "following" and (anchor := _anchor(reading, m.start(), "D")):
        day = timex.nearest_weekday(timex.moved(timex.first_day(anchor), "D", 1), weekday, 1)
    else:
        day = timex.nearest_weekday(today, weekday, _direction(reading, m.start(), m.end()))
    return _with_part(day.isoformat(), m["part"])


def every_weekday(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Every Friday"."""
    return "SET", f"XXXX-WXX-{timex.WEEKDAYS.index(m['weekday'][:3].lower()) + 1}"


def named_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Today", "tonight", "yesterday morning"."""
    name = m["name"].lower()
    step = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(name, 0)
    day = timex.moved(reading.today, "D", step).isoformat() if reading.today else timex.UNKNOWN["D"]
    return ("TIME", day + "TNI") if name == "tonight" else _with_part(day, m["part"])


def this_part(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "This morning", "last night", "that evening"."""
    which = m["which"].lower()
    if which == "that":
        day = _anchor(reading, m.start(), "D")
        return _with_part(day[:10] if day else timex.UNKNOWN["D"], m["part"])
    step = {"last": -1, "next": 1}.get(which, 0)
    day = timex.moved(reading.today, "D", step).isoformat() if reading.today else timex.UNKNOWN["D"]
    return _with_part(day, m["part"])


def which_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Last week", "the next month", "that year", "the following day": from publication or the day told of."""
    which, unit = m["which"].lower(), timex.unit_of(m["unit"])
    if which in ("that", "the same", "same", "following", "previous") or (
        unit == "D" and which in ("next", "last", "past")
    ):
        anchor = _anchor(reading, m.start(), unit)
        if anchor is None:
            return "DATE", timex.UNKNOWN.get(unit, "PAST_REF")
        step = {"following": 1, "next": 1, "previous": -1, "last": -1}.get(which, 0)
        return "DATE", timex.value_at(timex.moved(timex.first_day(anchor), unit, step), unit)
    if which in ("past", "coming") and m["the"] and unit not in ("WE", "D", "Q"):
        return "DURATION", timex.duration(1, m["unit"])
    if not reading.today:
        return "DATE", timex.UNKNOWN.get(unit, "PRESENT_REF")
    step = {"last": -1, "past": -1, "this past": -1, "next": 1, "coming": 1}.get(which, 0)
    value = timex.value_at(timex.moved(reading.today, unit, step), unit)
    return _remember_quarter(reading, m.start(), value) if unit == "Q" else ("DATE", value)


def the_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The weekend", "the year", "the quarter": the present one, or the one told of."""
    unit = timex.unit_of(m["unit"])
    before, after = reading.text[max(0, m.start() - 20) : m.start()], reading.text[m.end() : m.end() + 10]
    if re.match(r"\s+(?:ended|ending|to|from)\b", after) and unit == "Y":
        reading.quarter = None
        return "DURATION", "P1Y"
    if re.search(r"(?<!end) (?<!rest )(?<!part )(?<!half )of\s+$", before) and not m.group().lower().startswith(
        "the full"
    ):
        return None
    if re.match(r"\s+of the\b", after):
        return None
    if unit == "Q":
        value = _recent_quarter(reading, m.start()) or _last_quarter(reading)
        return _remember_quarter(reading, m.start(), value) if value else ("DATE", timex.UNKNOWN["Q"])
    if not reading.today:
        return "DATE", timex.UNKNOWN[unit]
    day = reading.today
    if unit == "WE" and day.weekday() < 5 and _direction(reading, m.start(), m.end()) <= 0:
        day = timex.moved(day, "W", -1)
    if unit == "Y":
        reading.quarter = None
    return "DATE", timex.value_at(day, unit)


def the_year_of(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Year-end", "earlier in the year"."""
    return ("DATE", timex.value_at(reading.today, "Y")) if reading.today else ("DATE", timex.UNKNOWN["Y"])


def season(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Last summer", "the winter of 1998", "in spring"."""
    code, first_month = timex.SEASONS[m["season"].lower()]
    if m["season"].lower() == "fall" and _HARMED.search(_sentence_before(reading.text, m.start())):
        return None
    if m["year"]:
        return "DATE", f"{m['year']}-{code}"
    if not reading.today:
        return "DATE", f"XXXX-{code}"
    which = (m["which"] or "").lower()
    this_year = reading.today.year - (code == "WI" and reading.today.month < 6)
    if which in ("this", "current"):
        return "DATE", f"{this_year}-{code}"
    direction = (
        {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which) or _direction(reading, m.start(), m.end()) or -1
    )
    starts = [date(this_year + step, first_month, 1) for step in (-1, 0, 1)]
    return "DATE", f"{timex.nearest(reading.today, starts, direction).year}-{code}"


# Quarters and halves


def _last_quarter(reading: Reading) -> str | None:
    """Give the last quarter that was over at publication."""
    return timex.value_at(timex.moved(reading.today, "Q", -1), "Q") if reading.today else None


def _year_named(reading: Reading, which: str | None, year: str | None) -> int | None:
    if year:
        return int(year)
    if which and reading.today:
        return reading.today.year + {"last": -1, "next": 1}.get(which.lower(), 0)
    return None


def quarter(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The third quarter", "third-quarter", "this year's first half": the latest begun where no year is told."""
    names = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
    ordinal = (m["ordinal"] or m["ordinal2"]).lower()
    nth = names.get(ordinal) or timex.ORDINALS.index(ordinal) + 1
    letter = "H" if (m["piece"] or m["piece2"]).lower() == "half" else "Q"
    if nth > (2 if letter == "H" else 4):
        return None
    groups = m.groupdict()
    year = _year_named(reading, groups["which"] or groups["which2"], groups["year"] or groups["year2"])
    if year is None:
        if not reading.today:
            return "DATE", f"XXXX-{letter}{nth}"
        begins = (nth - 1) * (6 if letter == "H" else 3) + 1
        year = reading.today.year - (begins > reading.today.month)
    value = f"{year - bool(m['ago'])}-{letter}{nth}"
    return _remember_quarter(reading, m.start(), value) if letter == "Q" else ("DATE", value)


def short_quarter(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Q3 2017"."""
    return _remember_quarter(reading, m.start(), f"{m['year']}-Q{m['nth']}")


def latest_period(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The latest quarter": the last one over; "the latest period": the one told of."""
    named = _recent_quarter(reading, m.start()) if m["unit"].lower() == "period" else None
    value = named or _last_quarter(reading)
    return _remember_quarter(reading, m.start(), value) if value else ("DATE", timex.UNKNOWN["Q"])


def year_period(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The 1988 period": the quarter told of, in that year."""
    quarter = _recent_quarter(reading, m.start())
    return "DATE", f"{m['year']}{quarter[4:]}" if quarter else m["year"]


def year_ago(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "A year ago", "year-earlier" and the like: of a quarter's results the same quarter, else the year before."""
    quarter = _recent_quarter(reading, m.start())
    if quarter:
        return "DATE", _year_before(quarter)
    if not reading.today:
        return "DATE", timex.UNKNOWN["Y"]
    return "DATE", timex.value_at(timex.moved(reading.today, "Y", -1), "Y")


# Counted units


def ago(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two weeks ago", "several years ago" (PAST_REF)."""
    count, unit = timex.number(m["count"]), timex.unit_of(m["unit"])
    if count is None or unit in ("H", "MIN", "S") or not reading.today:
        return "DATE", "PAST_REF"
    if count != int(count):
        return "DATE", timex.value_at(
            timex.moved(reading.today, "M", -int(count * 12)), "M"
        ) if unit == "Y" else "PAST_REF"
    grain = "D" if unit in ("W", "WE") and count > 1 else unit
    return "DATE", timex.value_at(timex.moved(reading.today, unit, -int(count)), grain)


def later(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two days later", from the day told of before it."""
    count, unit = timex.number(m["count"]), timex.unit_of(m["unit"])
    if count is None or count != int(count) or unit in ("H", "MIN", "S"):
        return None
    anchor = _anchor(reading, m.start(), "D" if unit == "W" else unit)
    if anchor is None:
        return None
    sign = -1 if m["way"].lower() in ("earlier", "before") else 1
    day = timex.moved(timex.first_day(anchor), unit, sign * int(count))
    # "They report it a day later" tells of a habit: what was still to come would be told in the future.
    if reading.today and day > reading.today and _direction(reading, m.start(), m.end()) <= 0:
        return None
    return "DATE", timex.value_at(day, "D" if unit == "W" else unit)


def from_now(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two years from now"."""
    count, unit = timex.number(m["count"]), timex.unit_of(m["unit"])
    if count is None or count != int(count) or unit in ("H", "MIN", "S") or not reading.today:
        return "DATE", "FUTURE_REF"
    return "DATE", timex.value_at(timex.moved(reading.today, unit, int(count)), unit)


def counted(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Three days", "the past two months", "16-hour": a duration; ages are none."""
    if re.search(r"years?[ -]olds?$", reading.text[m.start() : m.end() + 4].rstrip(), re.I) or m.group().endswith(
        "year-old"
    ):
        return None
    value = timex.duration(timex.number(m["count"]), m["unit"])
    if value in ("P6M", "P9M"):
        reading.quarter = None
    return "DURATION", value


def range(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two to three weeks": the lower bound."""
    return "DURATION", timex.duration(timex.number(m["count"]), m["unit"])


def one_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "A year", "the second year", "day-long"."""
    if m["unit"].lower() in ("second", "night", "quarter") or re.match(
        r"(?: |-)old\b", reading.text[m.end() : m.end() + 4]
    ):
        return None
    if m["unit"].lower() == "day" and not _PREPOSITION.search(reading.text[max(0, m.start() - 12) : m.start()]):
        return None
    return "DURATION", timex.duration(1, m["unit"])


def bare_units(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "For months", "the weeks before": not after an adjective ("good days")."""
    before, after = reading.text[max(0, m.start() - 12) : m.start()], reading.text[m.end() : m.end() + 9]
    if not _PREPOSITION.search(before) and not re.match(r"\s+(?:before|after|ahead|later|earlier)\b", after):
        return None
    return "DURATION", timex.duration(None, m["unit"] or m.group().split()[-1])


def recent_units(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Recent years" (PAST_REF), "recent weeks"."""
    if m["unit"].lower() in ("days", "weeks", "months"):
        return "DURATION", timex.duration(None, m["unit"])
    return "DATE", "FUTURE_REF" if m["word"].lower() == "coming" else "PAST_REF"


# Sets


def every(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Every day", "each July", "every two years", "every other week"."""
    if m["month"]:
        return "SET", f"XXXX-{_month_number(m['month']):02d}"
    if m["part"]:
        return "SET", timex.UNKNOWN["D"] + timex.DAY_PARTS[m["part"].lower()]
    if m["season"]:
        return "SET", f"XXXX-{timex.SEASONS[m['season'].lower()][0]}"
    count = timex.number(m["count"] or "1")
    if m["other"]:
        count = 2
    return "SET", timex.duration(count, m["unit"])


def adverb_set(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Daily", "annually"; capitalised it is part of a name."""
    if m["adverb"][0].isupper():
        return None
    units = {"daily": "day", "annually": "year"}
    return "SET", timex.duration(1, units.get(m["adverb"].lower(), m["adverb"][:-2]))


def per_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "$2 million a year", "twice a week", "per day"."""
    return "SET", timex.duration(1, m["unit"])


# Clock times


def clock(reading: Reading, m: re.Match[str]) -> Resolved:
    """A clock time; its day is put before the T once all days are known."""
    word = (m["word"] or "").lower()
    if word:
        return "TIME", "T24:00" if word == "midnight" else "T12:00"
    hour_text = m["hour"] or m["hour24"] or m["hour_word"] or m["oclock"]
    hour = int(timex.number(hour_text) or 0)
    minute = m["minute"] or m["minute24"] or m["minute_word"] or "00"
    half = (m["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or (m["hour24"] and hour > 23):
        return None
    return "TIME", f"T{hour:02d}:{minute}"


def part_of_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "In the morning", "at dawn"."""
    return "TIME", "T" + timex.DAY_PARTS[m["part"].lower().replace("-", "")][1:]
