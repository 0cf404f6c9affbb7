"""Arithmetic on TIMEX3 values: numbers in words, calendar values at a granularity, durations."""

import re
from calendar import monthrange
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
DAY_PARTS = {
    "morning": "TMO",
    "midmorning": "TMO",
    "afternoon": "TAF",
    "midafternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "dawn": "TMO",
    "dusk": "TEV",
}
ORDINALS = tuple(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
UNITS = {
    "second": "S",
    "minute": "MIN",
    "hour": "H",
    "day": "D",
    "night": "D",
    "weekend": "WE",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "centurie": "CE",
}
# What an unknown calendar value looks like at each granularity.
UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}
_CLOCK_UNITS = ("S", "MIN", "H")
# "Two and a half years" is two years and six months.
_HALVES = {"MIN": "30S", "H": "30M", "Y": "6M"}
_COARSENESS = "D W WE M Q Y DE CE".split()

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORD = "|".join([*sorted(_ONES[1:], key=len, reverse=True), *_TENS])
_WORD_VALUES = {w: i for i, w in enumerate(_ONES)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}


def number(words: str) -> float | None:
    """Read a number in digits or English words; None where it is vague ("several", "a few")."""
    words = re.sub(r"[ -]1/2|½", " half", words.lower().replace(",", "")).strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    if "couple" in words:
        return 2
    total, current, known = 0.0, 0.0, False
    for word in re.findall(r"[a-z]+|\d+", words):
        if word in _SCALES:
            current, known = max(current, 1) * _SCALES[word], True
        elif word == "half":
            current, known = current + 0.5, True
        elif word in ("a", "an") and known:
            continue
        elif word in ("a", "an"):
            known = True
        elif word in _WORD_VALUES or word.isdigit():
            current, known = current + (_WORD_VALUES[word] if word in _WORD_VALUES else int(word)), True
        elif word != "and":
            return None
    total += current
    return total or (1 if known else None)


def month_number(word: str) -> int:
    """Give the number of a month by its name or the abbreviation of it."""
    return MONTHS.index(word[:3].lower()) + 1


def unit_of(word: str) -> str:
    """Give the granularity that a unit word names in singular or plural ("weeks" is W)."""
    word = word.lower().rstrip(".")
    return UNITS[word] if word in UNITS else UNITS[word.removesuffix("s")]


def duration(count: float | None, word: str) -> str:
    """Give the TIMEX3 duration of `count` of the unit `word`, X where the count is vague."""
    unit = unit_of(word)
    if count is not None:
        factor = {"DE": 10, "CE": 100}.get(unit, 2 if word.lower().startswith("fortnight") else 1)
        count *= factor
        unit = {"DE": "Y", "CE": "Y"}.get(unit, unit)
    halved = _HALVES.get(unit) if count is not None and count % 1 == 0.5 else None
    if halved:
        whole = f"{int(count or 0)}{unit[0]}" if count and count > 1 else ""
        return ("PT" if unit in _CLOCK_UNITS else "P") + whole + halved
    shown = "X" if count is None else f"{count:g}" if count < 1e6 else f"{count:.0f}"
    return f"PT{shown}{unit[0]}" if unit in _CLOCK_UNITS else f"P{shown}{unit}"


def value_at(day: date, unit: str) -> str:
    """Give the calendar value that holds `day` at a granularity (D, W, WE, M, Q, Y, DE, CE)."""
    week = day.isocalendar()
    return {
        "D": day.isoformat(),
        "W": f"{week.year}-W{week.week:02d}",
        "WE": f"{week.year}-W{week.week:02d}-WE",
        "M": f"{day:%Y-%m}",
        "Q": f"{day.year}-Q{(day.month + 2) // 3}",
        "Y": f"{day.year}",
        "DE": f"{day.year // 10}",
        "CE": f"{day.year // 100}",
    }[unit]


def moved(day: date, unit: str, count: int) -> date:
    """Move a day by whole units; a day that its new month lacks becomes that month's last."""
    if unit in ("D", "W", "WE"):
        moved_to = day.toordinal() + count * (1 if unit == "D" else 7)
        return date.fromordinal(min(max(moved_to, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
    year, month = min(max(months // 12, 1), 9999), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def granularity(value: str) -> str | None:
    """Say how fine a calendar value is (D, W, WE, M, Q, Y, DE, CE); None for anything else, or an unknown."""
    forms = {
        "D": r"\d{4}-\d\d-\d\d(T.*)?",
        "WE": r"\d{4}-W\d\d-WE",
        "W": r"\d{4}-W\d\d",
        "M": r"\d{4}-\d\d",
        "Q": r"\d{4}-Q\d",
        "Y": r"\d{4}",
        "DE": r"\d{3}",
        "CE": r"\d\d",
    }
    return next((unit for unit, form in forms.items() if re.fullmatch(form, value)), None)


def at_least_as_fine(value: str, unit: str) -> bool:
    """Say whether a calendar value settles the unit: a day settles its week, month and year."""
    own = granularity(value)
    return own is not None and _COARSENESS.index(own) <= _COARSENESS.index(unit)


def first_day(value: str) -> date:
    """Give the first day of a day, week, month, quarter or year value."""
    if "-W" in value:
        return date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
    if "-Q" in value:
        return date(int(value[:4]), 3 * int(value[6]) - 2, 1)
    parts = [int(part) for part in value[:10].split("-")]
    return date(*[*parts, 1, 1][:3])


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Give a day of the calendar, None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_weekday(today: date, weekday: int, direction: int) -> date:
    """Give the nearest such weekday: today counts; before today where `direction` is 0 or less, else after."""
    if direction > 0:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def nearest(today: date, days: list[date], direction: int) -> date:
    """Choose the day nearest to today, on the side that `direction` names where it is not 0."""
    side = [day for day in days if (day - today).days * direction >= 0] or days
    return min(side, key=lambda day: (abs((day - today).days), day))
