"""A text being read for its dates: what stood before, which way a tense points, what an expression hangs on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from crosswire.language.dates import timex
from crosswire.records import DateType

Tense = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression found, by its characters, with its TIMEX3 type and value."""

    start: int
    end: int
    type: DateType
    value: str


@dataclass(slots=True)
class Reading:
    """A text being read from left to right; `found` holds what stands before the present expression."""

    text: str
    today: date | None
    tense: Tense | None
    found: list[Found] = field(default_factory=list)
    quarter: tuple[int, str] | None = None


# A day this many times nearer than the one that the tense asks for is taken instead. Value F1 on TimeBank and AQUAINT
# together: 2 gives .826, 3 .827, 4 .826.
_MUCH_NEARER = 3
# So many times nearer wins even over a cue that is sure: "by Jan. 14" on Jan. 15 is yesterday.
_FAR_NEARER = 30
# Results are told of for so many characters after their quarter was named: 400 gives .823 there, 1500 and 3000 .827.
_QUARTER_REACH = 1500
# The characters of a lone preposition between a verb and its date.
_BESIDE = 4

Resolved = tuple[DateType, str] | None
Resolver = Callable[[Reading, re.Match[str]], Resolved]

_FUTURE = re.compile(
    r"\b(?:will|would|shall|(?-i:may)|might|won['’]t|plan(?:s|ned|ning)? (?:to|for|an?)"
    r"|(?<!had been )(?:scheduled|expected)|expects|set (?:to|for)|due|going to"
    r"|(?:is|are) to|until|upcoming|hopes? to|deadline|expires?|effective|payable|ending"
    r"|begins|starts|ends|opens|runs|takes (?:place|effect|office)|kicks off"
    r"|(?<!to )meets?|to be)\b|['’]ll\b",
    re.I,
)
_AHEAD = re.compile(r"\b(?:until|till|due|effective|payable|expires?|as (?:soon|early) as) (?:[\w.:]+ ){0,3}$", re.I)
# What was arranged lies ahead, whatever the tense of the arranging.
_ARRANGED = re.compile(
    r"(?<!had )(?<!been )\b(?:plans|planned|schedules|scheduled|postponed) (?!by\b)(?:[\w-]+ ){1,7}(?:on |for |in )?$",
    re.I,
)
_HAD_BEEN = re.compile(r"\bhad been (?:due|scheduled|expected|planned|set) (?:[\w-]+ ){0,4}$", re.I)
_TO_BE = re.compile(
    r"\b(?:will|would|shall|may|might|to|not|['’]ll) (?:\w+ly |also )?(?:(?:be|have|have been) (?:\w+ly )?)?$", re.I
)
_PAST = re.compile(
    r"\b(?:(?!un)\w{2,}ed|said|told|was|were|had|did|came|went|met|left|began|took|got|saw|made|held|gave|won|lost|fell|rose"
    r"|since|ago|wrote|led|hit|spoke|found|shot|struck|sent|became|ran|broke|put|brought|sold|bought|has|have)\b",
    re.I,
)
_ABBREVIATIONS = (
    "[A-Z] [ap].m Mr Ms Mrs Dr St Jr Sr Gen Gov Sen Rep Lt Col Sgt Inc Corp Co Ltd No vs"
    " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun"
).split()
SENTENCE_END = re.compile(
    r"[.!?]" + "".join(rf"(?<!\b{short}\.)" for short in _ABBREVIATIONS) + r"[\"'”’)]*\s+(?=[A-Z\"“‘`'(])|\n\s*\n"
)


def sentence_before(text: str, offset: int, reach: int = 160) -> str:
    """Give the part of the sentence that stands before an offset, as far as it is within reach."""
    return SENTENCE_END.split(text[max(0, offset - reach) : offset])[-1]


def _tense_cues(words: str) -> list[tuple[re.Match[str], int]]:
    """Give the words that tell of the future (1) or the past (-1)."""
    future = [(m, 1) for m in _FUTURE.finditer(words)]
    # "Expected", and "held" in "will be held", only look like past verbs.
    return future + [
        (m, -1)
        for m in _PAST.finditer(words)
        if not _FUTURE.match(words, m.start()) and not _TO_BE.search(words, 0, m.start())
    ]


def direction_of(reading: Reading, start: int, end: int, dated: bool = False) -> int:
    """Say which way from publication an expression points: below 0 past, above 0 future, 0 unknown; 2 is sure.

    `dated` where the expression has a month: "by May" looks ahead, "by Tuesday" need not.
    """
    before, after = sentence_before(reading.text, start), re.split(r"[.;!?\n]", reading.text[end : end + 80])[0]
    if _HAD_BEEN.search(before):
        return -2
    if _AHEAD.search(before) or (dated and re.search(r"\bby\s+$", before, re.I)):
        # "Until Friday, nobody had known" looks back.
        return -2 if re.match(r"\W*until\s", before, re.I) and re.search(r"\bhad\b", after) else 2
    if re.search(r"\b(?:since|ended|after|as of)\s+$", before, re.I):
        return -2
    if re.match(r"['’]s\b", reading.text[end : end + 3]):
        return 1 if _FUTURE.search(after[:40]) else -1
    if _ARRANGED.search(before) and not re.match(r"\s(?:was|were|had)\b", after):
        return 1
    cues = [(len(before) - m.end(), direction) for m, direction in _tense_cues(before)]
    cues += [(1 + m.start(), direction) for m, direction in _tense_cues(after)]
    distance, nearest = min(cues, default=(_BESIDE + 1, 0))
    told = {"future": 1, "past": -1}.get(reading.tense(start), nearest) if reading.tense else nearest
    # A verb with only a preposition between ("resigned on Nov. 3", not "extended to Nov. 3") is this expression's own.
    sure = told == nearest and distance <= _BESIDE and not before.endswith("to ")
    return 2 * told if sure else told


def likely(today: date, days: list[date], direction: int) -> date:
    """Choose the day on the side of the tense, unless that is unsure and one on the other side much nearer."""
    nearer = _FAR_NEARER if abs(direction) > 1 else _MUCH_NEARER
    told, nearest = timex.nearest(today, days, direction), timex.nearest(today, days, 0)
    return nearest if abs((nearest - today).days) * nearer < abs((told - today).days) else told


def remember_quarter(reading: Reading, at: int, value: str) -> Resolved:
    """Resolve to a quarter, and keep it as the one that results are being told of: the latest named that is over, or
    that a past verb says is."""
    present = timex.value_at(reading.today, "Q") if reading.today else ""
    over = not present or value < present or (value == present and direction_of(reading, at, at) < 0)
    if over and value >= (recent_quarter(reading, at) or ""):
        reading.quarter = (at, value)
    return "DATE", value


def recent_quarter(reading: Reading, at: int) -> str | None:
    """Give the quarter that results are being told of, where one was named shortly before."""
    return reading.quarter[1] if reading.quarter and at - reading.quarter[0] < _QUARTER_REACH else None


def last_quarter(reading: Reading) -> str | None:
    """Give the last quarter that was over at publication."""
    return timex.value_at(timex.moved(reading.today, "Q", -1), "Q") if reading.today else None


def year_before(value: str) -> str:
    """Give a calendar value a year earlier."""
    return f"{int(value[:4]) - 1}{value[4:]}"


def anchor_before(reading: Reading, at: int, unit: str) -> str | None:
    """Give the last calendar value of this sentence or the three before that settles `unit`."""
    for earlier in reversed(reading.found):
        if len(SENTENCE_END.findall(reading.text[earlier.end : at])) > 3:
            return None
        if timex.at_least_as_fine(earlier.value, unit):
            return earlier.value
    return None


def with_part(day: str, part: str | None) -> tuple[DateType, str]:
    """Resolve to a day, or to a part of it."""
    if not part:
        return "DATE", day
    return "TIME", day + timex.DAY_PARTS[part.lower().replace("-", "")]
