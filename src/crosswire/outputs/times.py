"""TIMEX3 and ISO 8601 values in words: "2031-05-14TEV" is "Wed 14 May 2031, evening"."""

import re
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PARTS_OF_DAY = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
PARTS_OF_YEAR = {
    "SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter", "Q1": "first quarter", "Q2": "second quarter",
    "Q3": "third quarter", "Q4": "fourth quarter", "H1": "first half", "H2": "second half",
}  # fmt: skip
REFERENCES = {"PAST_REF": "in the past", "PRESENT_REF": "now", "FUTURE_REF": "in the future"}
VALUE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\w{2})(?::(\d{2}))?.*)?")


def in_words(value: str) -> str:
    """Say a TIMEX3 or ISO 8601 value in words; '' where the value has no plainer form."""
    if value in REFERENCES:
        return REFERENCES[value]
    if week := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
        return f"{'weekend of ' if week[3] else ''}week {int(week[2])} of {week[1]}"
    if part := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])", value):
        return f"{PARTS_OF_YEAR[part[2]]} of {part[1]}"
    if decade := re.fullmatch(r"(\d{3})X?", value):
        return f"the {decade[1]}0s"
    found = VALUE.fullmatch(value)
    return _moment(*found.groups()) if found else ""


def calendar(value: str) -> str:
    """The year, month, day, hour or minute in which a TIMEX3 value lies, as ISO 8601: as fine as the calendar has it.

    A week stands in the month of its Thursday, as ISO 8601 puts it in the year of its Thursday.
    """
    week = re.match(r"(\d{4})-W(\d{2})", value)
    if week and 1 <= int(week[2]) <= 52:
        return date.fromisocalendar(int(week[1]), int(week[2]), 4).isoformat()[:7]
    found = re.match(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?)?", value)
    return found.group() if found else value


def _moment(year: str, month: str | None, day: str | None, hour: str | None, minute: str | None) -> str:
    if month is None or not 1 <= int(month) <= 12:
        return ""
    said = f"{MONTHS[int(month) - 1]} {year}"
    if day is None:
        return said
    try:
        weekday = DAYS[date(int(year), int(month), int(day)).weekday()]
    except ValueError:
        return ""
    said = f"{weekday} {int(day)} {said}"
    if hour in PARTS_OF_DAY:
        return f"{said}, {PARTS_OF_DAY[hour]}"
    return f"{said}, {hour}:{minute}" if hour and minute and hour.isdigit() else said


def day_of(value: str) -> str:
    """Say the day (or month, or year) of an ISO 8601 value without its weekday: "14 May 2031"."""
    words = in_words(value[:10]) or value[:10]
    return words[4:] if words[:3] in DAYS else words


def days(first: str, last: str) -> str:
    """Say the days from one ISO 8601 value to another, the shared month or year once: "12–15 May 2031"."""
    start, end = day_of(first), day_of(last)
    if start == end:
        return end
    ours, theirs = start.split(), end.split()
    if len(ours) == len(theirs) == 3:
        while ours and ours[-1] == theirs[len(ours) - 1]:
            ours.pop()
    return f"{' '.join(ours)}{'–' if len(ours) == 1 else ' – '}{end}"
