"""What a search asks for: days and ranges of days, and the words beside them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"(?P<year>(?:1[6-9]|2\d)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month2>{_MONTH})\b\.?,?\s+(?P<year2>(?:19|20)\d\d)\b"
    rf"|\b(?P<month3>{_MONTH})\b\.?\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year3>(?:19|20)\d\d)\b"
    rf"|\b(?P<month4>{_MONTH})\b\.?,?\s+(?P<year4>(?:19|20)\d\d)\b"
    r"|(?<![\w-])(?P<year5>(?:19|20)\d\d)(?![\w-])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:\.\.\.?|–|—|\s-\s|\bto\b|\buntil\b|\btill\b|\band\b)\s*", re.IGNORECASE)
_FROM = re.compile(r"\b(?P<word>from|between|since|after|before|until|till|in|on|during)\s*$", re.IGNORECASE)
_PHRASE = re.compile(r"[\"“”«]([^\"“”«»]+)[\"“”»]")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'-]*)(?:\s+[^\W\d_a-z][\w’'-]*)+")
_WORD = re.compile(r"[^\W_]+")

FIRST, LAST = date(1600, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: its words, phrases (words that stand together: quoted, or a name of several) and ranges of
    days, ends included; `text` is what was written, without its dates.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    days: tuple[tuple[date, date], ...]


def parse_query(text: str) -> Query:
    """Read a search: every date in it, in any common form or as a range; what is left are words and names."""
    days, rest = _take_days(text)
    quoted = [tuple(_words(found)) for found in _PHRASE.findall(rest)]
    names = [tuple(_words(found.group())) for found in _NAME.finditer(_PHRASE.sub(" ", rest))]
    phrases = tuple(dict.fromkeys(phrase for phrase in (*quoted, *names) if len(phrase) > 1))
    return Query(" ".join(rest.split()), tuple(dict.fromkeys(_words(rest))), phrases, tuple(days))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _take_days(text: str) -> tuple[list[tuple[date, date]], str]:
    found = [(match, span) for match in _DAY.finditer(text) if (span := _range(match))]
    days: list[tuple[date, date]] = []
    rest, position, index = "", 0, 0
    while index < len(found):
        match, (first, last) = found[index]
        before, end = text[position : match.start()], match.end()
        following = found[index + 1] if index + 1 < len(found) else None
        word = _FROM.search(before)
        if following and _BETWEEN.fullmatch(text[end : following[0].start()]):
            last, end, index = following[1][1], following[0].end(), index + 1
        elif word and word["word"].lower() in ("since", "after", "from"):
            last = LAST
        elif word and word["word"].lower() in ("before", "until", "till"):
            first = FIRST
        elif text[end : end + 2] == "..":
            last, end = LAST, end + 2
        elif before.endswith(".."):
            first = FIRST
        rest += (before[: word.start()] if word else before.rstrip(".")) + " "
        days.append((min(first, last), max(first, last)))
        position, index = end, index + 1
    return days, rest + text[position:]


def _range(found: re.Match[str]) -> tuple[date, date] | None:
    """Give the first and last day that a date names."""
    parts = found.groupdict()
    year = next(int(parts[key]) for key in ("year", "year2", "year3", "year4", "year5") if parts[key])
    name = next((parts[key] for key in ("month", "month2", "month3", "month4") if parts[key]), None)
    day = next((int(parts[key]) for key in ("day", "day2", "day3") if parts[key]), None)
    month = None if name is None else int(name) if name.isdigit() else _MONTHS[name.lower()]
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
