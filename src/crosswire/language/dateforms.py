"""The forms of date expressions in English news: patterns, each with the function that resolves it."""

import re

from crosswire.language import datevalues, timex
from crosswire.language.datevalues import Resolver

# A space of a pattern may be a line break inside a paragraph, never a paragraph's end.
_SPACE = r"(?:[ \t\xa0]++\n?[ \t\xa0]*+|\n(?=\S))"
_MONTH = r"(?P<month>(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-zA-Z])|(?-i:MONTHS))".replace(
    "MONTHS",
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|JANUARY|FEBRUARY|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER",
)
_DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY = rf"(?P<weekday>{_FULL_WEEKDAY})"
_WEEKDAY_LEAD = rf"(?:(?P<lead>{_FULL_WEEKDAY}|(?-i:Mon|Tues?|Wed|Thurs?|Thur|Fri|Sat|Sun)\.?),? )?"
_PART = r"(?P<part>(?:mid-?)?(?:morning|afternoon)|evening|night)"
_UNIT = (
    r"(?P<unit>(?:second|minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade)s?|century|centuries)"
)
_CALENDAR_UNIT = r"(?P<unit>day|weekend|week|month|quarter|year|decade|century)"
_COUNT_WORDS = (
    rf"(?:a )?(?:few|couple(?: of)?)|several|many|some|a number of|dozens of|hundreds of"
    rf"|half an?|an? (?:half|hundred|dozen|thousand)"
    rf"|(?:\d[\d,]*(?:\.\d+)?|{timex.NUMBER_WORD})"
    rf"(?:(?: |-)(?:hundred|thousand|dozen|{timex.NUMBER_WORD})){{0,4}}(?: and a half)?"
)
_COUNT = rf"(?P<count>{_COUNT_WORDS})"
_COUNT_OR_A = rf"(?P<count>{_COUNT_WORDS}|an?)"
_ORDINALS = f"{'|'.join(timex.ORDINALS)}|1st|2nd|3rd|4th"
_ORDINAL = f"(?P<ordinal>{_ORDINALS})"
_KIND = r"(?: (?:more|additional|extra|consecutive|straight|full|long|whole|trading|working|business|calendar|fiscal))?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_WHICH = r"(?P<which>last|past|previous|next|coming|following|this(?: coming| past)?|the same|same|that|current)"
_NEAR = r"(?:(?:about|around|almost|nearly|roughly|approximately|circa|early|earlier|late|later|mid)(?: |-))?"
_NEARLY = (
    r"(?:(?:(?:no )?(?:more|less|fewer) than|at (?:least|most)|up to|as (?:many|much|long) as|about|around|almost"
    r"|nearly|roughly|approximately|(?:well )?over(?! (?:several|many|some|a few|a couple))|under|some|another) )?"
)
_EDGE = r"(?:(?:the )?(?:end|start|beginning|middle|close|turn) of )?"
_ZONE = (
    r"(?: ?\(?(?-i:[A-Z]?[ECMP][SD]?T|GMT|UTC|BST|CET|CEST|IST|JST|KST|MSK|WAT|EAT|SAST|AEST|AEDT|HKT|PKT)\b\)?"
    r"| (?:local|eastern|central|pacific|mountain|moscow|gmt)(?: (?:standard|daylight))?(?: time)?)?"
)
_HOLIDAY = "|".join(sorted(timex.HOLIDAYS, key=len, reverse=True)).replace("'", "['’]")


def _is(value: str) -> Resolver:
    return lambda reading, m: ("DATE", value)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$£€])(?:{pattern})(?!\w)".replace(" ", _SPACE), re.IGNORECASE)


# The grammar. Of the expressions that begin at one place the longest is taken, of equals the first named here.
# A group `span` marks the expression where the pattern must also see the words before it.
_LATE = r"(?:(?:early|earlier|late|later) )?"
RULES: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (_pattern(pattern), resolver)
    for pattern, resolver in (
        (
            r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
            r"(?:(?:T| )(?P<clock>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
            datevalues.iso,
        ),
        (r"(?P<first>\d?\d)/(?P<second>\d?\d)/(?P<year>\d{4}|\d\d)", datevalues.slashed),
        (
            rf"{_NEAR}(?:(?P<which>last|next|this past|this coming|this) )?{_WEEKDAY_LEAD}"
            rf"{_MONTH} {_DAY_NUMBER}(?:,? {_YEAR})?",
            datevalues.month_day,
        ),
        (
            rf"{_NEAR}(?P<which>){_WEEKDAY_LEAD}(?:the )?{_DAY_NUMBER} (?:of )?{_MONTH}(?:,? {_YEAR})?",
            datevalues.month_day,
        ),
        (
            rf"{_MONTH} \d?\d(?:st|nd|rd|th)?(?: and | or | to | through |-|–)(?P<span>{_DAY_NUMBER})",
            datevalues.further_day,
        ),
        (
            rf"(?P<which>)(?P<lead>)(?P<span>{_DAY_NUMBER})"
            rf"(?: and | or | to | through |-|–)\d?\d(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?",
            datevalues.month_day,
        ),
        (rf"{_EDGE}{_NEAR}(?:{_WHICH} )?{_MONTH}(?:,? (?:of )?{_YEAR})?", datevalues.month_only),
        (rf"{_EDGE}{_NEAR}(?:the year |(?:the )?fiscal(?: year)? )?{_YEAR}", datevalues.year_only),
        (r"in (?P<span>['’](?P<short>\d\d))(?!s)", datevalues.short_year),
        (
            r"(?:the year )?nineteen (?:hundred (?:and )?)?"
            r"(?P<tail>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
            r"(?:(?: |-)(?:one|two|three|four|five|six|seven|eight|nine))?)",
            datevalues.spoken_year,
        ),
        (rf"(?:the )?{_NEAR}(?P<century>1[5-9]|20)(?P<tens>\d)0['’]?s", datevalues.decade),
        (rf"(?:the )?{_NEAR}['’](?P<tens>[2-9])0s", datevalues.short_decade),
        (rf"the {_NEAR}(?P<word>twen|thir|for|fif|six|seven|eigh|nine)ties", datevalues.spoken_decade),
        (rf"(?:the )?{_NEAR}(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?: |-)century", datevalues.century),
        (rf"(?P<holiday>{_HOLIDAY})(?:,? {_YEAR})?", datevalues.holiday),
        (rf"{_EDGE}{_LATE}(?:(?:the )?{_WHICH} )?{_WEEKDAY}(?:(?P<plural>s)| {_PART})?", datevalues.weekday),
        (rf"(?:every|each) {_WEEKDAY}(?: {_PART})?", datevalues.every_weekday),
        (
            rf"{_LATE}(?P<name>today|tonight|yesterday|tomorrow|the day (?:before yesterday|after tomorrow))"
            rf"(?: {_PART})?",
            datevalues.named_day,
        ),
        (rf"{_LATE}(?P<which>this|last|that|the same) {_PART}", datevalues.this_part),
        (
            rf"{_EDGE}{_LATE}(?P<the>the )?{_WHICH} (?:fiscal |financial |calendar )?{_CALENDAR_UNIT}(?: or so)?",
            datevalues.which_unit,
        ),
        (
            rf"{_EDGE}the (?:full |fiscal |financial )?(?P<unit>weekend|week|month|quarter|year)(?!-)",
            datevalues.the_unit,
        ),
        (r"(?:early|earlier|late|later) in the year|(?:the )?year['’]s end|year(?: |-)end", datevalues.the_year_of),
        (rf"{_EDGE}{_LATE}(?P<which>this|last|past|next|coming|current) {_SEASON}(?P<year>)", datevalues.season),
        (rf"in (?P<span>(?:the )?(?:early |late )?{_SEASON}(?: (?:of )?{_YEAR})?)(?P<which>)", datevalues.season),
        (rf"(?:the )?(?:early |late |mid-?)?(?P<which>){_SEASON} (?:of )?{_YEAR}", datevalues.season),
        (r"the (?:early |late )?(?P<which>)(?P<year>)(?P<season>summer|winter|autumn)", datevalues.season),
        (
            rf"(?:(?P<which>this|last|next) year['’]s "
            rf"|(?:(?:the|its|their) )?(?P<ago>year-ago |year-earlier )?(?:{_YEAR} )?)"
            rf"(?:fiscal(?: |-))?{_ORDINAL} (?P<piece>quarter|half)"
            rf"(?: (?:of )?(?:(?P<year2>1[5-9]\d\d|20\d\d)|(?P<which2>this|last|next) year))?"
            rf"|(?:fiscal(?: |-))?(?P<ordinal2>{_ORDINALS})-(?P<piece2>quarter|half)",
            datevalues.quarter,
        ),
        (rf"Q(?P<nth>[1-4]) (?:of )?{_YEAR}", datevalues.short_quarter),
        (r"the (?:latest|most recent) (?P<unit>quarter|period)", datevalues.latest_period),
        (rf"the (?:fiscal )?{_YEAR} (?:period|quarter)", datevalues.year_period),
        (
            r"(?:(?:the )?quarter )?a year (?:ago|earlier|before)"
            r"|(?:the )?year-(?:ago|earlier) (?:period|quarter)|year-(?:ago|earlier)"
            r"|the (?:corresponding|same|comparable) (?:period|quarter)"
            r"(?: (?:of )?(?:last year|a year (?:ago|earlier)))?"
            r"|last year['’]s quarter",
            datevalues.year_ago,
        ),
        (rf"{_NEARLY}{_COUNT_OR_A} {_UNIT} (?:ago|back)", datevalues.ago),
        (rf"{_NEARLY}{_COUNT_OR_A} {_UNIT} (?P<way>later|earlier|afterwards?)", datevalues.later),
        (rf"{_NEARLY}{_COUNT_OR_A} {_UNIT} (?:from now|hence)", datevalues.from_now),
        (
            rf"{_NEARLY}(?P<which>){_COUNT}{_KIND} {_UNIT}(?: or (?:so|more|two|less))?",
            datevalues.counted,
        ),
        (
            r"(?:(?:the|its|their|his|her) )?"
            r"(?:(?P<which>last|past|next|coming|first|latest|previous|final|following) )?"
            rf"{_COUNT}{_KIND} {_UNIT}(?: or (?:so|more|two|less))?",
            datevalues.counted,
        ),
        (
            rf"{_NEARLY}(?P<which>){_COUNT}-(?P<unit>second|minute|hour|day|night|week|month|year|decade|century)(?:-(?:old|long))?",
            datevalues.counted,
        ),
        (
            rf"{_NEARLY}(?:the (?:last|past|next|coming|first) )?"
            rf"{_COUNT}(?: to | or |-|–)(?:\d+|{timex.NUMBER_WORD})(?: |-){_UNIT}",
            datevalues.range,
        ),
        (
            r"(?:(?!(?:was|is|has|as|this|its|less|us|thus) )\w+s|\w+illion|percent|twice|once|\d+%?)"
            r" (?P<span>an? (?P<unit>hour|day|week|month|year))(?! (?:ago|earlier|later|before|after|old|or)\b)",
            datevalues.per_unit,
        ),
        (rf"{_NEARLY}an? (?:full |whole )?{_UNIT}(?!-)(?: or (?:so|more|two))?", datevalues.one_unit),
        (r"(?P<unit>hour|day|week|month|year|decade)-long", datevalues.one_unit),
        (
            r"(?P<unit>hours|days|weeks|months|years|decades|centuries)|the (?:early )?(?:years|decades|centuries)",
            datevalues.bare_units,
        ),
        (
            r"(?:the )?(?:more )?(?P<word>recent|past|coming) (?P<unit>days|weeks|months|years|decades|quarters|times)",
            datevalues.recent_units,
        ),
        (rf"(?:the|its|their|his|her) {_ORDINAL} (?P<unit>day|week|month|year|decade)", datevalues.one_unit),
        (
            rf"(?:every|each)(?P<other> other)? (?:{_COUNT} )?"
            rf"(?:{_MONTH}|{_SEASON}|(?P<part>morning|afternoon|evening|night)|{_UNIT})",
            datevalues.every,
        ),
        (r"(?P<adverb>hourly|daily|nightly|weekly|monthly|yearly|annually)", datevalues.adverb_set),
        (r"per (?P<unit>hour|day|week|month|year)", datevalues.per_unit),
        (
            rf"{_NEAR}(?:(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
            rf"|(?<![:.\d-])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::\d\d)?(?! ?[ap]\.?m|:)"
            rf"|(?P<hour_word>[01]\d|2[0-3])(?P<minute_word>[0-5]\d)(?= ?(?:GMT|UTC|hrs|hours))"
            rf"|(?P<oclock>\d{{1,2}}|{timex.NUMBER_WORD}) o['’]clock|(?P<word>noon|midday|midnight)){_ZONE}",
            datevalues.clock,
        ),
        (r"in (?P<span>the (?:early |late )?(?P<part>morning|afternoon|evening))", datevalues.part_of_day),
        (r"at (?P<span>(?P<part>dawn|dusk|mid-?(?:morning|afternoon)))", datevalues.part_of_day),
        (r"(?P<span>the (?P<part>night|morning|afternoon|evening)) of", datevalues.part_of_day),
        (
            r"(?:right )?now|currently|current|at present|nowadays|these days|at the moment|presently",
            _is("PRESENT_REF"),
        ),
        (
            r"(?:more |most )?recently|recent|lately|long ago|the (?:recent )?past"
            r"(?! (?:\d|an? |couple|few|several|many|half|(?:day|week|month|year|decade|century)\b"
            r"|\w+ (?:days|weeks|months|years|summers|winters|decades)))",
            _is("PAST_REF"),
        ),
        (r"the (?:near |foreseeable |immediate )?future|(?<!as\s)soon(?! as)|a later date", _is("FUTURE_REF")),
    )
)
