"""Figures: numbers and times in which two tellings differ."""

import math
import re
from collections.abc import Iterator, Mapping

from crosswire.claims import whole_weeks_apart
from crosswire.language.frequencies import rarity
from crosswire.records import Quantity
from crosswire.tellings import ONE_DEED, STEM, WORD, Difference, Telling, nearness

ALIKE = 0.85  # cosine from which two passages are all but the same
ROUNDING = 0.05  # share of a figure by which a round one may differ and still be the same
BOUNDED = 1.5  # how many times "more than 30" the figure may be that it still fits
MAGNITUDE = 2.5  # how many times one figure the other may be, unless the passages are all but the same
CLOSE = 1.1  # how many times one large figure the other may be to be taken for the same, told otherwise
LARGE = 1000
AROUND = 60  # characters on either side of a figure that say what it measures
MEASURED = 0.4  # share of the telling words around a figure that another must have around it, to measure the same
CLOSELY = 0.25  # the same, of figures that are nearly the same
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_FORMER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|initial(?:ly)?|former(?:ly)?|original(?:ly)?|prior|(?:up|down) from)\b", re.I
)
_COUNTED = re.compile(
    r"\s+(?!(?:per|an?|of|in|to|and|the|at|on|or|off|by|for|from|with|as|after|when|who|that|than|but)\b)[a-z]{2,}"
)


def compare_numbers(a: Telling, b: Telling, measured: bool = False) -> Iterator[Difference]:
    """Yield the figures of one unit that differ, where neither report gives the other's figure anywhere.

    Bare figures are compared only in passages that are all but the same. With `measured` the words around
    the figures must say that both measure one thing.
    """
    if not (a.proposition.quantities and b.proposition.quantities):
        return
    units = a.figures.keys() | b.figures.keys()
    for unit in sorted(units - {""} or units):
        x, y = (t.figures.get(unit, t.figures[""]) for t in (a, b))
        if not (x and y) or any(same_quantity(p, q) for p in x for q in y):
            continue
        alike = nearness(a, b) >= ALIKE
        if not (unit or alike):
            continue
        pairs = (
            (p, q)
            for p in x
            for q in y
            if not (_gives(b, p) or _gives(a, q) or _is_code(a, p) or _is_code(b, q))
            and (_is_former(a, p) == _is_former(b, q) or _close(p, q))
            and (alike or _near(p, q))
        )
        pair = next((pair for pair in pairs if not measured or _measure_one(a, pair[0], b, pair[1])), None)
        if pair:
            yield Difference("number", unit, a, b, (figure(pair[0], a), figure(pair[1], b)), pair)


def figure(quantity: Quantity, telling: Telling) -> str:
    """The figure with the word that follows it, as the report has them."""
    text = telling.report.report.text
    following = _COUNTED.match(text[quantity.span.end : telling.mention.span.end])
    return " ".join(text[quantity.span.start : quantity.span.end + (following.end() if following else 0)].split())


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two figures can be one: equal, rounded, or within what "more than" and "less than" allow."""
    if a.value == b.value:
        return True
    low, high = sorted((a, b), key=lambda q: q.value)
    within = high.value <= BOUNDED * low.value
    if within and low.bound == "more than" and high.bound in ("exact", "about"):
        return True
    if within and high.bound == "less than" and low.bound in ("exact", "about"):
        return True
    about = "about" in (a.bound, b.bound)
    return abs(a.value - b.value) <= (2 * ROUNDING if about else ROUNDING) * high.value and (
        (about and not _both_exact(a.value, b.value)) or _is_round(a.value) or _is_round(b.value)
    )


def _is_round(value: float) -> bool:
    return value >= 20 and len(_digits(value)) == 1


def _digits(value: float) -> str:
    return f"{value:.6g}".split("e")[0].replace(".", "").strip("0")


def _both_exact(a: float, b: float) -> bool:
    """Whether no rounding makes one figure of the other: 1.9 is "about" 1.93, and not 2.07."""
    places = min(len(_digits(a)), len(_digits(b)))
    return places > 1 and abs(a - b) > 10 ** (math.floor(math.log10(max(a, b))) - places + 1)


def _gives(telling: Telling, quantity: Quantity) -> bool:
    """Whether the telling's report gives this figure somewhere, so that its own is of something else or newer.

    Within the passage any such number counts: "three gulls, two of them females" knows of the two.
    """
    if any(q.value == quantity.value for q in telling.proposition.quantities):
        return True
    given = (q for p in telling.report.propositions for q in p.quantities)
    return any(q.value == quantity.value and q.unit == quantity.unit for q in given)


def _is_code(telling: Telling, quantity: Quantity) -> bool:
    """Whether the figure is a part of a name, as in "RX-1231" or "Flight 446"."""
    before = telling.report.report.text[max(0, quantity.span.start - 12) : quantity.span.start]
    return bool(re.search(r"[^\W_][-–]$|\b(?:No|Flight|Route|Highway|Channel)\.?\s$", before))


def _is_former(telling: Telling, quantity: Quantity) -> bool:
    """Whether the figure is told as that of before: "up from a previous offer of $70"."""
    start = max(telling.mention.span.start, quantity.span.start - AROUND)
    before = telling.report.report.text[start : quantity.span.start]
    return bool(_FORMER.search(re.split(r"[,;]|\b(?:and|now|to)\b", before)[-1]))


def _near(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.value, b.value))
    return low > 0 and high <= MAGNITUDE * low


def _measure_one(a: Telling, p: Quantity, b: Telling, q: Quantity) -> bool:
    """Whether the words around two figures show that they measure one thing: two of them at least."""
    x, y = _words_around(a, p), _words_around(b, q)
    shared = sum(rarity(word) for word in sorted(x & y))
    least = min(sum(map(rarity, sorted(x))), sum(map(rarity, sorted(y))))
    measured = CLOSELY if _close(p, q) else MEASURED
    return (len(x & y) > 1 or _close(p, q)) and shared >= measured * least


def _close(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.value, b.value))
    return low >= LARGE and high <= CLOSE * low


def has_large(telling: Telling, unit: str) -> bool:
    """Whether a passage gives a large figure of a unit."""
    return any(q.unit == unit and q.value >= LARGE for q in telling.proposition.quantities)


def close_figures(a: Telling, b: Telling, unit: str) -> bool:
    """Whether two passages give large figures of a unit that are nearly the same."""
    x, y = ([q for q in t.proposition.quantities if q.unit == unit] for t in (a, b))
    return any(_close(p, q) for p in x for q in y)


def _words_around(telling: Telling, quantity: Quantity) -> set[str]:
    text, span = telling.report.report.text, telling.mention.span
    start, end = max(span.start, quantity.span.start - AROUND), min(span.end, quantity.span.end + AROUND)
    around = f"{text[start : quantity.span.start]} {text[quantity.span.end : end]}".lower()
    words = WORD.findall(around)
    return {lemma for lemma in telling.proposition.lemmas if any(word.startswith(lemma[:STEM]) for word in words)}


def compare_times(a: Telling, b: Telling, days: bool = True) -> Iterator[Difference]:
    """Yield the years, days and clock times that differ; pictures were taken at other times than what is told."""
    if "caption" in (a.marked, b.marked):
        return
    for what in ("year", "day", "hour") if days else ("hour",):
        x, y = a.times[what], b.times[what]
        if not (x and y) or x.keys() & y.keys():
            continue
        if what != "hour" and a.proposition.verb != b.proposition.verb and nearness(a, b) < ONE_DEED:
            continue
        weeks = any(whole_weeks_apart(p, q) for p in x for q in y)
        # "this afternoon" in reports of two days differs in what it hangs on, not in what it says.
        same_words = set(x.values()) & set(y.values()) or _weekdays(x) & _weekdays(y)
        if not weeks and not same_words:
            yield Difference("time", what, a, b, (", ".join(sorted(x)), ", ".join(sorted(y))))


def _weekdays(dates: Mapping[str, str]) -> set[str]:
    return {day for words in dates.values() for day in _WEEKDAY.findall(words)}
