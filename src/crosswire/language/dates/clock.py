"""Clock times and parts of the day that stand alone."""

import re

from crosswire.language.dates import timex
from crosswire.language.dates.forms import NEAR, NUMERAL, PART_WORDS, rule
from crosswire.language.dates.reading import Reading, Resolved

# What says that an hour follows, or that one stood before.
_AT = re.compile(r"(?:\b(?:at|by|from|until|till|to|since|around|about|before|after|between|and|past)|[-–,])\s?$", re.I)
_ON = re.compile(
    r",?\s(?:on\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|\d{1,2}\s[A-Z])", re.I
)
_ZONE_NAMES = r"(?-i:[A-Z]?[ECMP][SD]?T|GMT|UTC|BST|CET|CEST|IST|JST|KST|MSK|WAT|EAT|SAST|AEST|AEDT|HKT|PKT)"
_PARTS = "morning|afternoon|evening"
_ZONE = (
    rf"(?P<zone> ?\({_ZONE_NAMES}\)| ?{_ZONE_NAMES}\b"
    r"| (?:local|eastern|central|pacific|mountain|moscow|gmt)(?: (?:standard|daylight))?(?: time)?)?"
)


def clock(reading: Reading, m: re.Match[str]) -> Resolved:
    """A clock time; its day is put before the T once all days are known."""
    word = (m["word"] or "").lower()
    if word:
        return "TIME", "T24:00" if word == "midnight" else "T12:00"
    hour_text = m["hour"] or m["hour24"] or m["hour_word"] or m["oclock"]
    hour = int(timex.number(hour_text) or 0)
    minute = m["minute"] or m["minute24"] or m["minute_word"] or "00"
    part = m["part"] or m["part2"]
    if m["part2"] and not _AT.search(reading.text[max(0, m.start() - 12) : m.start()]):
        return None
    half = (m["half"] or "").lower() or ({"m": "a"}.get(part[:1].lower(), "p") if part else "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or (m["hour24"] and hour > 23):
        return None
    # "21:00" alone may be a score, or how long a video runs.
    cued = m["zone"] or _AT.search(reading.text[max(0, m.start() - 12) : m.start()]) or _ON.match(reading.text, m.end())
    if m["hour24"] and not cued:
        return None
    return "TIME", f"T{hour:02d}:{minute}"


def part_of_day(reading: Reading, m: re.Match[str]) -> Resolved:
    """ "In the morning", "at dawn"."""
    return "TIME", "T" + timex.DAY_PARTS[m["part"].lower().replace("-", "")][1:]


RULES = (
    rule(
        NUMERAL | {"clock", "noon", "midday", "midnight"},
        rf"{NEAR}(?:(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
        rf"|(?<![:.\d-])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::\d\d)?(?! ?[ap]\.?m|:)"
        rf"|(?P<hour_word>[01]\d|2[0-3])(?P<minute_word>[0-5]\d)(?= ?(?:GMT|UTC|hrs|hours))"
        rf"|(?P<oclock>\d{{1,2}}|{timex.NUMBER_WORD})(?: o['’]clock(?: in the (?P<part>{_PARTS}))?"
        rf"| in the (?P<part2>{_PARTS}))|(?P<word>noon|midday|midnight)){_ZONE}",
        clock,
    ),
    rule(PART_WORDS, r"in (?P<span>the (?:early |late )?(?P<part>morning|afternoon|evening))", part_of_day),
    rule(PART_WORDS, r"at (?P<span>(?P<part>dawn|dusk|mid-?(?:morning|afternoon)))", part_of_day),
    rule(PART_WORDS, r"(?P<span>the (?P<part>night|morning|afternoon|evening)) of", part_of_day),
)
