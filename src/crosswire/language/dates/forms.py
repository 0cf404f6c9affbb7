"""The pieces that patterns of date expressions are made of, and the words without which none can match."""

import re
from dataclasses import dataclass

from crosswire.language.dates import timex
from crosswire.language.dates.holidays import HOLIDAYS
from crosswire.language.dates.reading import Resolver

# A space of a pattern may be a line break inside a paragraph, never a paragraph's end.
_SPACE = r"(?:[ \t\xa0]++\n?[ \t\xa0]*+|\n(?=\S))"
MONTH = r"(?P<month>(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-zA-Z])|(?-i:MONTHS))".replace(
    "MONTHS",
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|JANUARY|FEBRUARY|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER",
)
DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY = rf"(?P<weekday>{_FULL_WEEKDAY})"
WEEKDAY_LEAD = rf"(?:(?P<lead>{_FULL_WEEKDAY}|(?-i:Mon|Tues?|Wed|Thurs?|Thur|Fri|Sat|Sun)\.?),? )?"
PART = r"(?P<part>(?:mid-?)?(?:morning|afternoon)|evening|night)"
UNIT = (
    r"(?P<unit>(?:second|minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade)s?|century|centuries)"
)
CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
COUNT_WORDS = (
    rf"(?:a )?(?:few|couple(?: of)?)|several|many|some|a number of|dozens of|hundreds of"
    rf"|half an?|an? (?:half|hundred|dozen|thousand)"
    rf"|(?:\d[\d,]*(?:\.\d+)?|{timex.NUMBER_WORD})"
    rf"(?:(?: |-)(?:hundred|thousand|dozen|{timex.NUMBER_WORD})){{0,4}}(?:(?: |-)1/2| ?½| and a half)?"
)
COUNT = rf"(?P<count>{COUNT_WORDS})"
COUNT_OR_A = rf"(?P<count>{COUNT_WORDS}|an?)"
ORDINALS = f"{'|'.join(timex.ORDINALS[:10])}|1st|2nd|3rd|4th"
ORDINAL = f"(?P<ordinal>{ORDINALS})"
KIND = r"(?: (?:more|additional|extra|consecutive|straight|full|long|whole|trading|working|business|calendar|fiscal))?"
SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
WHICH = r"(?P<which>last|past|previous|next|coming|following|this(?: coming| past)?|the same|same|that|current)"
NEAR = r"(?:(?:about|around|almost|nearly|roughly|approximately|circa|early|earlier|late|later|mid|post|pre)(?: |-))?"
NEARLY = (
    r"(?:(?:(?:no )?(?:more|less|fewer) than|at (?:least|most)|up to|as (?:many|much|long) as|about|around|almost"
    r"|nearly|roughly|approximately|(?:well )?over(?! (?:several|many|some|a few|a couple))|under|some|another) )?"
)
EDGE = r"(?:(?:the )?(?:end|start|beginning|middle|close|turn) of )?"
LATE = r"(?:(?:early|earlier|late|later) )?"

# A word of an expression by which its rules are tried at all: matching every rule everywhere is ten times slower.
NUMERAL = frozenset("0123456789")
MONTH_WORDS = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june july august september"
    " october november december".split()
)
WEEKDAY_WORDS = frozenset(f"{day}day{s}" for day in "mon tues wednes thurs fri satur sun".split() for s in ("", "s"))
UNIT_WORDS = frozenset(f"{unit}{s}" for unit in timex.UNITS for s in ("", "s"))
SEASON_WORDS = frozenset(timex.SEASONS)
PART_WORDS = frozenset([*timex.DAY_PARTS, *(part.removeprefix("mid") for part in timex.DAY_PARTS)])
HOLIDAY_WORDS = frozenset(max(re.findall(r"\w+", name), key=len) for name in HOLIDAYS)


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of date expressions: a match holds one of `words` (in lower case) or, with NUMERAL, a word with a digit.

    Its pattern's group `span`, where it has one, marks the expression; what precedes that is only looked at.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Resolver


def rule(words: frozenset[str], pattern: str, resolve: Resolver) -> Rule:
    """Make a rule of a pattern in which a space stands for any space within a paragraph."""
    compiled = re.compile(rf"(?<![\w$£€])(?:{pattern})(?!\w)".replace(" ", _SPACE), re.IGNORECASE)
    return Rule(words, compiled, resolve)
