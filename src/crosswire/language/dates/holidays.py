"""The days on which holidays fall."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Give Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _weekday(month: int, weekday: int, nth: int, days: int = 0) -> Callable[[int], date]:
    return lambda year: _nth_weekday(year, month, weekday, nth) + timedelta(days=days)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


# The names, in lower case, of holidays that fall on one day wherever English news names them so; American by default.
HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's eve": _on(12, 31),
    "new year's day": _on(1, 1),
    "martin luther king day": _weekday(1, 0, 3),
    "groundhog day": _on(2, 2),
    "valentine's day": _on(2, 14),
    "presidents' day": _weekday(2, 0, 3),
    "presidents day": _weekday(2, 0, 3),
    "ash wednesday": _after_easter(-46),
    "st. patrick's day": _on(3, 17),
    "april fools' day": _on(4, 1),
    "palm sunday": _after_easter(-7),
    "good friday": _after_easter(-2),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": _after_easter(1),
    "may day": _on(5, 1),
    "mother's day": _weekday(5, 6, 2),
    "memorial day": _weekday(5, 0, -1),
    "father's day": _weekday(6, 6, 3),
    "fourth of july": _on(7, 4),
    "bastille day": _on(7, 14),
    "labor day": _weekday(9, 0, 1),
    "columbus day": _weekday(10, 0, 2),
    "halloween": _on(10, 31),
    "election day": _weekday(11, 0, 1, 1),
    "armistice day": _on(11, 11),
    "veterans day": _on(11, 11),
    "remembrance sunday": _weekday(11, 6, 2),
    "thanksgiving day": _weekday(11, 3, 4),
    "thanksgiving": _weekday(11, 3, 4),
    "black friday": _weekday(11, 3, 4, 1),
    "christmas eve": _on(12, 24),
    "christmas day": _on(12, 25),
    "christmas": _on(12, 25),
    "boxing day": _on(12, 26),
}
