"""Quarters and halves, as results are told of: "the third quarter", "a year earlier"."""

import re

from crosswire.language.dates import timex
from crosswire.language.dates.forms import COUNT, ORDINAL, ORDINALS, YEAR, rule
from crosswire.language.dates.reading import (
    Reading,
    Resolved,
    last_quarter,
    recent_quarter,
    remember_quarter,
    year_before,
)


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
    return remember_quarter(reading, m.start(), value) if letter == "Q" else ("DATE", value)


def part_of_year(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The last half of 1989", "the first two quarters of 1990"; of a decade the decade."""
    if m["tens"]:
        return "DATE", (m["century"] or "19") + m["tens"]
    return "DATE", f"{m['year']}-H{1 if m['which'].lower() == 'first' else 2}"


def nine_months(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The year-earlier nine months"."""
    return "DURATION", timex.duration(timex.number(m["count"]), m["unit"])


def short_quarter(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Q3 2017", "Q3": the latest begun where no year is told."""
    nth = int(m["nth"])
    year = m["year"] or (str(reading.today.year - (3 * nth - 2 > reading.today.month)) if reading.today else "XXXX")
    return remember_quarter(reading, m.start(), f"{year}-Q{nth}")


def latest_period(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The latest quarter": the last one over; "the latest period": the one told of."""
    named = recent_quarter(reading, m.start()) if m["unit"].lower() == "period" else None
    value = named or last_quarter(reading)
    return remember_quarter(reading, m.start(), value) if value else ("DATE", timex.UNKNOWN["Q"])


def year_period(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "The 1988 period": the quarter told of, in that year."""
    quarter = recent_quarter(reading, m.start())
    return "DATE", f"{m['year']}{quarter[4:]}" if quarter else m["year"]


def year_ago(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "A year ago", "year-earlier" and the like: of a quarter's results the same quarter, else the year before."""
    quarter = recent_quarter(reading, m.start())
    if quarter:
        return "DATE", year_before(quarter)
    if not reading.today:
        return "DATE", timex.UNKNOWN["Y"]
    return "DATE", timex.value_at(timex.moved(reading.today, "Y", -1), "Y")


RULES = (
    rule(
        frozenset(("quarter", "half")),
        rf"(?:(?P<which>this|last|next) year['’]s "
        rf"|(?:the )?(?P<ago>year-ago |year-earlier )?(?:{YEAR} )?)"
        rf"(?:fiscal(?: |-))?{ORDINAL} (?P<piece>quarter|half)(?!-)"
        rf"(?: (?:of )?(?:(?P<year2>1[5-9]\d\d|20\d\d)|(?P<which2>this|last|next|the) year(?!['’])))?"
        rf"|(?:fiscal(?: |-))?(?P<ordinal2>{ORDINALS})-(?P<piece2>quarter|half)(?!-)",
        quarter,
    ),
    rule(
        frozenset(("half", "quarters")),
        rf"(?:the )?(?P<which>first|last|latter|second) (?:half|two quarters) of"
        rf" (?:{YEAR}|the (?P<century>1[5-9]|20)?['’]?(?P<tens>\d)0['’]?s)",
        part_of_year,
    ),
    rule(
        frozenset(("months", "weeks")),
        rf"the year-(?:ago|earlier) {COUNT} (?P<unit>months|weeks)",
        nine_months,
    ),
    rule(frozenset(("q1", "q2", "q3", "q4")), rf"(?-i:Q)(?P<nth>[1-4])(?: (?:of )?{YEAR})?", short_quarter),
    rule(frozenset(("quarter", "period")), r"the (?:latest|most recent) (?P<unit>quarter|period)", latest_period),
    rule(frozenset(("quarter", "period")), rf"the (?:fiscal )?{YEAR} (?:period|quarter)", year_period),
    rule(
        frozenset("year quarter period".split()),
        r"(?:(?:the )?quarter )?a year (?:ago|earlier|before)"
        r"|(?:the )?year-(?:ago|earlier) (?:period|quarter)|year-(?:ago|earlier)"
        r"|the (?:corresponding|same|comparable) (?:period|quarter)"
        r"(?: (?:of )?(?:last year|a year (?:ago|earlier)))?"
        r"|last year['’]s quarter",
        year_ago,
    ),
)
