"""The days that a search names: dates in any common form, ranges of them, and days counted from today."""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crosswire.errors import InputError

Range = tuple[date, date]  # first and last day
# What a date is where the day comes before the month, and where the month does; None where there is no such day.
Orders = tuple[Range | None, Range | None]

FIRST, LAST = date(1600, 1, 1), date(2999, 12, 31)
LEAP = 8  # years that may lie between two 29 February

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

_YEAR = r"(?:19|20)\d\d"
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = "|".join(_WEEKDAYS)
_TO = r" ?(?:\.\.\.?|–|—|-|\bto\b|\buntil\b|\btill\b|\band\b) ?"
_DAYS = rf"(?<![\w.,/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_TO}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?\b"
_COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(_NUMBERS)})"
_LED = "|".join(rf"(?<=\b{word} )" for word in ("on", "since", "from", "after", "before", "until", "till", "between"))
_LED_MONTH = rf"{_LED}|(?<=\bin )|(?<=\bduring )"
_BETWEEN = re.compile(_TO, re.IGNORECASE)
_FROM = re.compile(r"\b(?P<word>from|between|since|after|before|until|till|in|on|during) ?$", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«][^\"“”«»]+[\"“”»]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A date where a search names it; `open` where it hangs on the day that it is read on, as one without a year."""

    match: re.Match[str]
    read: Callable[[re.Match[str], date], Orders | None]
    open: bool

    @property
    def is_range(self) -> bool:
        """Whether it names a first and a last day, month or year."""
        return bool(self.match.groupdict().get("last"))

    def on(self, anchor: date) -> Orders:
        """Read the date on a day."""
        return self.read(self.match, anchor) or (None, None)


def take_days(text: str, today: date) -> tuple[list[Range], str]:
    """Give the ranges of days that a search names, and what is left of it; what stands in quotes is left alone.

    A date without a year is the newest such day, up to `today`; where the numbers of a date may stand for two days it
    is both. Raises InputError for a date that no calendar has.
    """
    text = " ".join(text.split())
    found = _find(text, today)
    days: list[Range] = []
    rest, position, index = "", 0, 0
    while index < len(found):
        one, following = found[index], found[index + 1] if index + 1 < len(found) else None
        before, end = text[position : one.match.start()], one.match.end()
        word = _FROM.search(before)
        if following and _BETWEEN.fullmatch(text[end : following.match.start()]):
            ranges, end, index = _join(one, following, today), following.match.end(), index + 1
        else:
            ranges = [span for span in one.on(today) if span]
            led = word["word"].lower() if word else ""
            if led in ("since", "after") or (led == "from" and not one.is_range) or text[end : end + 2] == "..":
                ranges = [(first, LAST) for first, _ in ranges]
                end += 2 * (text[end : end + 2] == "..")
            elif led in ("before", "until", "till") or before.endswith(".."):
                ranges = [(FIRST, last) for _, last in ranges]
        rest += (before[: word.start()] if word else before.rstrip(".")) + " "
        days += [(min(span), max(span)) for span in ranges]
        position, index = end, index + 1
    return list(dict.fromkeys(days)), rest + text[position:]


def _find(text: str, today: date) -> list[_Named]:
    """Find the dates of a search: of those that begin at one place the longest that is one."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    candidates = [
        _Named(m, read, open or _no_year(m)) for pattern, read, open in _RULES for m in pattern.finditer(text)
    ]
    found: list[_Named] = []
    end = 0
    for one in sorted(candidates, key=lambda one: (one.match.start(), -one.match.end())):
        start, stop = one.match.span()
        free = start >= end and not any(start < last and first < stop for first, last in quoted)
        if free and one.read(one.match, today):
            found.append(one)
            end = stop
    return found


def _no_year(match: re.Match[str]) -> bool:
    return match.groupdict().get("year", "") is None


def _join(one: _Named, other: _Named, today: date) -> list[Range]:
    """Give the days from one date to another; a date without a year takes it from the one beside it."""
    if other.open and not one.open:
        first = one.on(today)
        last = other.on(_spans(first)[0][0] + timedelta(days=364))
    else:
        last = other.on(today)
        first = one.on(_spans(last)[0][1] if one.open else today)
    pairs = [(a[0], b[1]) for a, b in zip(first, last, strict=True) if a and b]
    return pairs or [(_spans(first)[0][0], _spans(last)[0][1])]


def _spans(orders: Orders) -> list[Range]:
    return [span for span in orders if span]


def _day(year: int, month: int, day: int, last: int | None = None) -> Range | None:
    try:
        return date(year, month, day), date(year, month, last or day)
    except ValueError:
        return None


def _both(span: Range) -> Orders:
    return span, span


def _impossible(match: re.Match[str]) -> InputError:
    return InputError(f'"{match.group()}": is no day of the calendar: correct it, or put it in quotes to search for it')


def _year_first(match: re.Match[str], _: date) -> Orders:
    span = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if span is None:
        raise _impossible(match)
    return _both(span)


def _numbers(match: re.Match[str], _: date) -> Orders | None:
    """Read 26/11/2026 and 11/26/2026, with the year in two digits too; with dots the day always comes first."""
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    one, other = int(match["one"]), int(match["other"])
    orders = _day(year, other, one), None if match["by"] == "." else _day(year, one, other)
    if not any(orders) and len(match["year"]) == 4:
        raise _impossible(match)
    return orders if any(orders) else None


def _days(match: re.Match[str], anchor: date) -> Orders | None:
    month, day, last = _MONTHS[match["month"].lower()], int(match["day"]), int(match["last"] or match["day"])
    if max(day, last) > calendar.monthrange(2000, 1)[1]:
        return None
    if match["year"]:
        span = _day(int(match["year"]), month, day, last)
    else:
        years = (_day(anchor.year - ago, month, day, last) for ago in range(LEAP + 1))
        span = next((span for span in years if span and span[0] <= anchor), None)
    if span is None:
        raise _impossible(match)
    return _both(span)


def _month(match: re.Match[str], _: date) -> Orders | None:
    name = match["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS[name]
    return _both(_month_of(int(match["year"]), month)) if 1 <= month <= 12 else None


def _month_of(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _newest_month(match: re.Match[str], anchor: date) -> Orders:
    """Read a month without a year as the newest that has begun, and one that months run from as the one before that."""
    month, last = (_MONTHS[name.lower()] for name in (match["month"], match["last"] or match["month"]))
    year = anchor.year - (last > anchor.month)
    return _both((_month_of(year - (month > last), month)[0], _month_of(year, last)[1]))


def _years(match: re.Match[str], _: date) -> Orders:
    return _both((date(int(match["year"]), 1, 1), date(int(match["last"] or match["year"]), 12, 31)))


def _word(match: re.Match[str], today: date) -> Orders | None:
    if match.group().istitle() and match.start():  # the name of a paper or a programme
        return None
    day = today - timedelta(days=match.group().lower() == "yesterday")
    return _both((day, day))


def _counted(match: re.Match[str], today: date) -> Orders:
    return _both((_back(today, match["count"], match["unit"]), today))


def _ago(match: re.Match[str], today: date) -> Orders:
    day = _back(today, match["count"], match["unit"])
    return _both((day, day))


def _back(today: date, count: str, unit: str) -> date:
    written = count.lower()
    number = int(count) if count.isdigit() else _NUMBERS.index(written) + 1 if written in _NUMBERS else 1
    days = {"hour": -(-number // 24), "day": number, "week": 7 * number, "month": 30 * number, "year": 365 * number}
    return max(FIRST, today - timedelta(days=days[unit.lower()]))


def _calendar(match: re.Match[str], today: date) -> Orders:
    """Read "this week" and "last week", of Monday to Sunday, and months and years alike."""
    ago, unit = int(match["which"].lower() == "last"), match["unit"].lower()
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * ago)
        return _both((monday, monday + timedelta(days=6)))
    if unit == "year":
        return _both((date(today.year - ago, 1, 1), date(today.year - ago, 12, 31)))
    month = date(today.year, today.month, 1) - timedelta(days=ago)
    return _both(_month_of(month.year, month.month))


def _weekday(match: re.Match[str], anchor: date) -> Orders:
    """Read a weekday as the newest one, "last" as one before today."""
    ago = (anchor.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
    ago += 7 * (ago == 0 and (match["which"] or "").strip().lower() == "last")
    day = anchor - timedelta(days=ago)
    return _both((day, day))


def _rules() -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str], date], Orders | None], bool]]:
    wide = r"(?P<year>(?:1[6-9]|2\d)\d\d)"
    patterns: Sequence[tuple[str, Callable[[re.Match[str], date], Orders | None], bool]] = (
        (rf"(?<![\w-]){wide}(?P<by>[-/.])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)(?!\d)", _year_first, False),
        (rf"(?<![\w-]){wide}-(?P<month>\d\d)(?!\d)", _month, False),
        (
            r"(?<![\w/-])(?<!\w\.)(?P<one>\d{1,2})(?P<by>[/.-])(?P<other>\d{1,2})(?P=by)"
            rf"(?P<year>{_YEAR}|(?<=/)\d\d)(?![\w/])",
            _numbers,
            False,
        ),
        (rf"(?:\b(?:{_WEEKDAY}),? )?{_DAYS}(?: of)? {_MONTH}(?:,? (?P<year>{_YEAR})\b)?", _days, False),
        (rf"\b(?:(?:{_WEEKDAY}),? )?{_MONTH} {_DAYS}(?:,? (?P<year>{_YEAR})\b)?", _days, False),
        (rf"\b{_MONTH},? (?P<year>{_YEAR})\b", _month, False),
        (rf"(?:\blast |{_LED_MONTH}){_MONTH}(?:{_TO}(?P<last>{'|'.join(_MONTHS)})\b)?", _newest_month, True),
        (rf"(?<![\w-])(?P<year>{_YEAR})(?:[-–](?P<last>{_YEAR}))?(?![\w-])", _years, False),
        (r"\b(?:today|yesterday)\b", _word, False),
        (rf"\b(?:the )?(?:last|past) {_COUNT} (?P<unit>hour|day|week|month|year)s?\b", _counted, False),
        (r"\b(?:the )?past (?P<count>)(?P<unit>day|week|month|year)\b", _counted, False),
        (rf"\b{_COUNT} (?P<unit>day|week|month|year)s? ago\b", _ago, False),
        (r"\b(?P<which>this|last) (?P<unit>week|month|year)\b", _calendar, False),
        (rf"(?:\b(?P<which>this |last )|{_LED})(?P<weekday>{_WEEKDAY})\b", _weekday, True),
    )
    for pattern, read, open in patterns:
        yield re.compile(pattern, re.IGNORECASE), read, open


_RULES = tuple(_rules())
