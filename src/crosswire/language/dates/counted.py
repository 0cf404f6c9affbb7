"""Counted units: points in time ("two weeks ago"), durations ("three days") and sets ("twice a week")."""

import re

from crosswire.language.dates import timex
from crosswire.language.dates.forms import (
    COUNT,
    COUNT_OR_A,
    KIND,
    MONTH,
    MONTH_WORDS,
    NEARLY,
    ORDINAL,
    PART_WORDS,
    SEASON,
    SEASON_WORDS,
    UNIT,
    UNIT_WORDS,
    rule,
)
from crosswire.language.dates.reading import Reading, Resolved, anchor_before, direction_of

_PREPOSITION = re.compile(
    r"(?:^|[\n,.;:“\"(]|\b(?:for|in|within|after|over|of|than|the|just|and|or|before|during|through|took|take|takes|lasted"
    r"|spent|only|mere|follows|about|around|last|until|once|twice))\s*$",
    re.I,
)

# What may be counted by the hour or year: an amount, or a plural noun.
_COUNTABLE = re.compile(r"(?:\w{2,}s|people|hundred|thousand|\w+illion|percent|twice|once|\d[\d,.]*%?)\s$", re.I)
_THIRD_PERSON = re.compile(
    r"\b(?:was|is|has|does|as|this|its|us|thus|perhaps|always|plus|\w*ss|takes|lasts|spends|needs|gets|gives|faces|marks"
    r"|means|becomes|comes|serves|adds|allows|follows|requires|wants|makes|after \w+s)\s$",
    re.I,
)
# A boy of eight months is of an age, a truce of eight months has lasted.
_OF_CHILD = re.compile(
    r",? (?:\w+ ){0,2}(?:bab(?:y|ies)|infants?|boys?|girls?|sons?|daughters?|twins?|child(?:ren)?|toddlers?)\b", re.I
)
_OF_AGE = re.compile(r"(?<=[rs])(?:[ -]old\b| of age\b)|(?<=year)-olds?\b", re.I)
_PLURAL = "(?:hours|days|weeks|months|years|decades|centuries)"
_UNITS = f"(?P<unit>{_PLURAL})"
_LONG = frozenset(f"{unit}long" for unit in timex.UNITS)


def ago(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two weeks ago", "several years ago" (PAST_REF)."""
    count, unit = timex.number(m["count"]), timex.unit_of(m["unit"])
    if count is None or unit in ("H", "MIN", "S") or not reading.today:
        return "DATE", "PAST_REF"
    if count != int(count):
        return "DATE", timex.value_at(
            timex.moved(reading.today, "M", -int(count * 12)), "M"
        ) if unit == "Y" else "PAST_REF"
    grain = "D" if unit in ("W", "WE") and count == 2 else unit
    return "DATE", timex.value_at(timex.moved(reading.today, unit, -int(count)), grain)


def later(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "Two days later", from the day told of before it."""
    count, unit = timex.number(m["count"]), timex.unit_of(m["unit"])
    if count is None or count != int(count) or unit in ("H", "MIN", "S"):
        return None
    anchor = anchor_before(reading, m.start(), "D" if unit == "W" else unit)
    if anchor is None:
        return None
    sign = -1 if m["way"].lower() in ("earlier", "before") else 1
    day = timex.moved(timex.first_day(anchor), unit, sign * int(count))
    # "They report it a day later" tells of a habit: what was still to come would be told in the future.
    if reading.today and day > reading.today and direction_of(reading, m.start(), m.end()) <= 0:
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
    old = m.group().lower().endswith("-old") and _OF_CHILD.match(reading.text, m.end())
    if old or m.group().lower().endswith("year-old") or _OF_AGE.match(reading.text, m.end()):
        return None
    before = reading.text[max(0, m.start() - 8) : m.start()]
    if m.group().lower() == "one day" and re.search(r"\b(?:will|would|could|may|might|can)\s+$", before, re.I):
        return "DATE", "FUTURE_REF"
    value = timex.duration(timex.number(m["count"]), m["unit"])
    if value in ("P6M", "P9M"):
        reading.quarter = None
    return "DURATION", value


def counted_range(reading: Reading, m: re.Match[str]) -> Resolved:
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
    return "DURATION", timex.duration(1.5 if m.groupdict().get("half") else 1, m["unit"])


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
        return "SET", f"XXXX-{timex.month_number(m['month']):02d}"
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
    if m["adverb"][0].isupper() or re.match(r"\s[A-Z]", reading.text[m.end() : m.end() + 2]):
        return None
    units = {"daily": "day", "annually": "year"}
    return "SET", timex.duration(1, units.get(m["adverb"].lower(), m["adverb"][:-2]))


def per_unit(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "$2 million a year", "twice a week", "per day": "a" after what is counted."""
    before = reading.text[max(0, m.start() - 20) : m.start()]
    if m.group()[:1] in "aA" and (not _COUNTABLE.search(before) or _THIRD_PERSON.search(before)):
        return None
    return "SET", timex.duration(1, m["unit"])


RULES = (
    rule(UNIT_WORDS, rf"{NEARLY}{COUNT_OR_A} {UNIT} (?:or (?:so|more|two) )?(?:ago|back)", ago),
    rule(UNIT_WORDS, rf"{NEARLY}{COUNT_OR_A} {UNIT} (?P<way>later|earlier|afterwards?)", later),
    rule(UNIT_WORDS, rf"{NEARLY}{COUNT_OR_A} {UNIT} (?:from (?:now|today)|hence)", from_now),
    rule(
        UNIT_WORDS,
        rf"{NEARLY}(?P<which>){COUNT}{KIND} {UNIT}(?: or (?:so|more|two|less))?",
        counted,
    ),
    rule(
        UNIT_WORDS,
        r"(?:(?:the|its|their|his|her) )?"
        r"(?:(?P<which>last|past|next|coming|first|latest|previous|final|following) )?"
        rf"{COUNT}{KIND} {UNIT}(?: or (?:so|more|two|less))?",
        counted,
    ),
    rule(
        UNIT_WORDS,
        rf"{NEARLY}(?P<which>){COUNT}-(?P<unit>second|minute|hour|day|night|week|month|year|decade|century)"
        r"(?:-(?:old|long))?",
        counted,
    ),
    rule(
        UNIT_WORDS,
        rf"{NEARLY}(?:the (?:last|past|next|coming|first) )?"
        rf"{COUNT}(?: to | or |-|–)(?:\d+|{timex.NUMBER_WORD})(?: |-){UNIT}",
        counted_range,
    ),
    rule(
        UNIT_WORDS,
        r"an? (?P<unit>hour|day|week|month|year)(?! (?:ago|earlier|later|before|after|old|or)\b)",
        per_unit,
    ),
    rule(
        UNIT_WORDS,
        rf"{NEARLY}an? (?:full |whole |additional |extra )?{UNIT}(?!-)(?: or (?:so|more|two)|(?P<half> and a half))?",
        one_unit,
    ),
    rule(UNIT_WORDS | _LONG, r"(?P<unit>hour|day|week|month|year|decade)-?long", one_unit),
    rule(
        UNIT_WORDS,
        rf"{_UNITS}(?: (?:or|and) {_PLURAL})?|the (?:early )?(?:years|decades|centuries)",
        bare_units,
    ),
    rule(
        UNIT_WORDS | {"times"},
        r"(?:the )?(?:more )?(?P<word>recent|past|coming) (?P<unit>days|weeks|months|years|decades|quarters|times)"
        rf"(?: (?:and|or) {_PLURAL})?",
        recent_units,
    ),
    rule(
        UNIT_WORDS,
        rf"(?:the|its|their|his|her) {ORDINAL}(?: straight| consecutive| full)? (?P<unit>day|week|month|year|decade)",
        one_unit,
    ),
    rule(
        MONTH_WORDS | SEASON_WORDS | PART_WORDS | UNIT_WORDS,
        rf"(?:every|each)(?P<other> other)? (?:{COUNT} )?"
        rf"(?:{MONTH}|{SEASON}|(?P<part>morning|afternoon|evening|night)|{UNIT})",
        every,
    ),
    rule(
        frozenset("hourly daily nightly weekly monthly yearly annually".split()),
        r"(?P<adverb>hourly|daily|nightly|weekly|monthly|yearly|annually)",
        adverb_set,
    ),
    rule(UNIT_WORDS, r"per (?P<unit>hour|day|week|month|year)", per_unit),
)
