"""When a report was published: read from its fields, header, dateline or address, or settled by its story."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from crosswire.records import Detail, Report, Span

# The reports of each of six annotated stories lie 0 to 16 days apart. A dateline's day in a wrong year is some 365 days
# off, so the bound, chosen and not fitted, only keeps a dateline of another season from being forced into the story.
SAME_STORY_DAYS = 60
# Reports without any day take one from the story only where the dated ones agree to within this; chosen, not fitted.
AGREEING_DAYS = 3
# An undated report takes the day of the nearest dated text of its story where two or more are dated and it shares as
# much of its three-word runs: of 99 reports of a stream whose date was hidden (training/fit_publication.py) 81 % were
# then put within a day of the truth, of those who share less 33 %, of those with one dated report beside them 17 %.
LEAST_DATED, LEAST_SHARED = 2, 0.02
# Letters of an outlet's name from which another report's words can be taken to name it.
OUTLET_NAME = 5
# The first printed newspaper is of 1605; stores write 0001-01-01 and 9999-12-31 where they know no date.
YEARS = range(1600, 3000)

Runs = frozenset[tuple[str, str, str]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
WEEKDAY = r"(?:Mon(?:day)?|Tues?(?:day)?|Wed(?:nesday)?|Thu(?:rs)?(?:day)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)"
# A day as headers and datelines write it, the year where it is given: "Sep 15", "15 Sept. 2023", "2023-09-15".
DAY = (
    rf"(?:{WEEKDAY}\.?,?\s+)?(?:(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{MONTH})\.?(?:,?\s+(?P<year2>(?:19|20)\d\d))?"
    r"|(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d))(?!\d)"
)
# Group names may stand once in a pattern only, so patterns that hold a day for its shape take this form.
UNNAMED_DAY = re.sub(r"\?P<\w+>", "?:", DAY)
_DAY = re.compile(DAY, re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:([T ])(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}\b")
_CLOCK = re.compile(r"\b\d{1,2}\s*:\s*\d\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_ADDRESS_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?=[/_-]|$)", re.IGNORECASE
)
_ADDRESS_COMPACT_DAY = re.compile(r"[/-](?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/._-]|$)")


def iso_date(value: str) -> str | None:
    """The date or time that `value` writes, as ISO 8601 and as exact as given; None where it names no single day.

    ISO text comes back as it is. Day and month in figures ("4/5/18") are ambiguous and give None; "8/29/18" is not.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    found = _ISO.fullmatch(text)
    if found:
        return _real(f"{found[1]}T{found[3]}{found[4] or ''}" if found[3] else found[1])
    found = _COMPACT.fullmatch(text)
    if found:
        day = f"{found[1]}-{found[2]}-{found[3]}"
        return _real(f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{found[7] or ''}" if found[4] else day)
    return _parsed(text) if 6 <= len(text) <= 100 else None


def _real(iso: str) -> str | None:
    try:
        moment = datetime.fromisoformat(iso.replace(",", "."))
    except ValueError:
        return None
    return iso if moment.year in YEARS else None


def _parsed(text: str) -> str | None:
    slashed = _SLASHED.match(text)
    if slashed and slashed[1] != slashed[2] and int(slashed[1]) <= 12 and int(slashed[2]) <= 12:
        return None
    import dateparser

    tidy = re.sub(r"(\d)\s*:\s*(\d\d)", r"\1:\2", re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text))
    settings = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    try:
        moment: datetime | None = dateparser.parse(tidy, languages=["en"], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    if moment is None or moment.year not in YEARS:
        return None
    return moment.isoformat(timespec="seconds") if _CLOCK.search(tidy) else moment.date().isoformat()


def written_day(text: str, start: int, end: int) -> tuple[int | None, int, int, int, int] | None:
    """The first day written in `text[start:end]` as (year or None, month, day, start, end), or None."""
    found = _DAY.search(text, start, end)
    if not found:
        return None
    month = found["month"] or found["month2"] or found["month3"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].casefold()) + 1
    year = found["year"] or found["year2"] or found["year3"]
    day = int(found["day"] or found["day2"] or found["day3"])
    if _day(int(year or 2000), number, day) is None:
        return None
    return (int(year) if year else None), number, day, found.start(), found.end()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_published(report: Report) -> Detail | None:
    """When a marked report was published: its field, else header, dateline with a year, or address, in that order."""
    if report.published and report.published.basis == "field":
        value = iso_date(report.published.value)
        if value:
            return replace(report.published, value=value)
    kinds: tuple[Literal["header", "dateline"], ...] = ("header", "dateline")
    for kind in kinds:
        for mark in report.marks:
            if mark.kind == kind and (written := _written_date(report, mark.span)):
                return Detail(written[0], kind, written[1])
    return _published_by_address(report.url)


def _written_date(report: Report, span: Span) -> tuple[str, Span] | None:
    found = written_day(report.text, span.start, span.end)
    if found and found[0]:
        return date(found[0], found[1], found[2]).isoformat(), Span(report.id, found[3], found[4])
    return None


def _published_by_address(url: str | None) -> Detail | None:
    for pattern in (_ADDRESS_DAY, _ADDRESS_COMPACT_DAY):
        found = pattern.search(url or "")
        if found:
            name = found["month"].casefold()
            month = int(name) if name.isdigit() else (_MONTHS.index(name) + 1 if name in _MONTHS else 0)
            day = _day(int(found["year"]), month, int(found["day"]))
            if day:
                return Detail(day.isoformat(), "address", reason=f"the address holds {found.group().strip('/_-')}")
    return None


def settle_publication(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports of one story, in the order given, with a publication date for those that the story settles.

    A dateline without a year takes the year that puts it nearest to the dated reports, unless the weekdays that its
    text names speak against it. A report without any day of its own takes that of the dated report whose text is
    nearest, where there are `LEAST_DATED`, they agree within `AGREEING_DAYS`, and it shares `LEAST_SHARED` of its runs
    of words. What is not settled stays None. A date field that the story speaks against counts as none: the moment of
    collecting, or a day long before those who pass the report on.
    """
    collected = {r.id: f"its own {_value(r)} is given to other pages too" for r in reports if _is_collected(r, reports)}
    reports = [replace(r, published=None) if r.id in collected else r for r in reports]
    reports = [_dated_by_those_who_cite(r, reports) for r in reports]
    dated = [(day, r.id, r) for r in reports if (day := known_day(r))]
    by_dateline = {
        r.id: replace(r, published=detail)
        for r in reports
        if r.published is None and (detail := _settle_dateline(r, [(day, name) for day, name, _ in dated]))
    }
    dated += [(day, r.id, r) for r in by_dateline.values() if (day := known_day(r))]
    dated.sort(key=lambda known: known[:2])
    settled = [by_dateline.get(r.id, r) for r in reports]
    if not dated or all(r.published for r in settled) or (dated[-1][0] - dated[0][0]).days > AGREEING_DAYS:
        return tuple(settled)
    profiles = [(day, name, word_runs(r.text)) for day, name, r in dated]
    return tuple(
        r
        if r.published or _dateline_day(r)
        else replace(r, published=_settle_by_nearest(r, profiles, collected.get(r.id)))
        for r in settled
    )


def _is_collected(report: Report, story: Sequence[Report]) -> bool:
    """Whether the date of a report is the moment at which pages were collected or laid out anew.

    One outlet publishes no two texts in one second; where it dates pages so, and others told of the story days
    before, that is no publication.
    """
    if not _has_clock(report):
        return False
    together = [r for r in story if r.outlet and _outlet(r) == _outlet(report) and _value(r) == _value(report)]
    day = known_day(report)
    others = [other for r in story if r not in together and (other := known_day(r))]
    pages = {r.url or r.id for r in together}
    return len(pages) > 1 and day is not None and bool(others) and (day - min(others)).days > AGREEING_DAYS


def _has_clock(report: Report) -> bool:
    """Whether a date field gives the minute; many outlets write midnight for some time on that day."""
    value = _value(report)
    field = report.published is not None and report.published.basis == "field"
    return field and len(value) > 10 and not value[11:].startswith("00:00")


def _value(report: Report) -> str:
    return report.published.value if report.published else ""


def _outlet(report: Report) -> str:
    return report.outlet.value.casefold().removeprefix("www.") if report.outlet else ""


def _dated_by_those_who_cite(report: Report, story: Sequence[Report]) -> Report:
    """The report, dated by those of the story that name its outlet where its date field lies far from all others.

    News is passed on soon after it was told, so a report that two others name is of their days.
    """
    day, name = known_day(report), _outlet(report).split(".")[0]
    if day is None or report.published is None or report.published.basis != "field" or len(name) < OUTLET_NAME:
        return report
    others = sorted((other, r.id, r) for r in story if r.id != report.id and (other := known_day(r)))
    if len(others) < 2 or any(abs((other - day).days) <= SAME_STORY_DAYS for other, _, _ in others):
        return report
    citing = [(other, id_) for other, id_, r in others if re.search(rf"\b{re.escape(name)}\b", r.text, re.IGNORECASE)]
    if len(citing) < 2 or (others[-1][0] - others[0][0]).days > SAME_STORY_DAYS:
        return report
    first, id_ = citing[0]
    reason = (
        f"its own {day.isoformat()} lies {abs((first - day).days)} days from every report that names its outlet, "
        f"of which {id_} is the first"
    )
    return replace(report, published=Detail(first.isoformat(), "other reports", None, reason))


def known_day(report: Report) -> date | None:
    """Give the day of publication, where one is known."""
    if report.published is None:
        return None
    try:
        return date.fromisoformat(report.published.value[:10])
    except ValueError:
        return None


def _settle_dateline(report: Report, dated: Sequence[tuple[date, str]]) -> Detail | None:
    found = _dateline_day(report)
    if not found:
        return None
    named = _named_weekdays(report)
    candidates = [
        (abs((candidate - day).days), candidate, name, day)
        for day, name in dated
        for year in (day.year - 1, day.year, day.year + 1)
        if (candidate := _day(year, found[1], found[2]))
    ]
    agreeing = [c for c in candidates if c[0] <= SAME_STORY_DAYS and _weekday_agrees(c[1], named)]
    if not agreeing:
        return None
    _, chosen, name, day = min(agreeing)
    weekday = _DAYS[chosen.weekday()]
    reason = f"the dateline gives no year; {name} is dated {day.isoformat()}"
    if weekday in named:
        reason += f", and the text names {weekday}, as {chosen.isoformat()} was"
    return Detail(chosen.isoformat(), "dateline", Span(report.id, found[3], found[4]), reason)


def _dateline_day(report: Report) -> tuple[int | None, int, int, int, int] | None:
    days = (written_day(report.text, m.span.start, m.span.end) for m in report.marks if m.kind == "dateline")
    return next(filter(None, days), None)


def _named_weekdays(report: Report) -> frozenset[str]:
    return frozenset(re.findall(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", report.text))


def _weekday_agrees(day: date, named: frozenset[str]) -> bool:
    """A report names the day that it was filed on, or the day before; one that names no weekday can't disagree."""
    return not named or any(_DAYS[(day - timedelta(days=back)).weekday()] in named for back in (0, 1))


def _settle_by_nearest(report: Report, dated: Sequence[tuple[date, str, Runs]], why: str | None) -> Detail | None:
    """Give a report the day of the nearest dated text; `why` says why its own date field counts as none, if it has one:
    there the story has to speak for less."""
    first, last = dated[0][0], dated[-1][0]
    own = word_runs(report.text)
    apart, day, name = min((-share_in_common(own, other), day, name) for day, name, other in dated)
    if why is None and (len(dated) < LEAST_DATED or -apart < LEAST_SHARED):
        return None
    reach = (
        f"are all dated {first.isoformat()}"
        if first == last
        else f"lie between {first.isoformat()} and {last.isoformat()}"
    )
    reason = f"{why or 'no date of its own'}; the dated reports of the story {reach}, and {name} has the nearest text"
    return Detail(day.isoformat(), "other reports", None, reason)


def word_runs(text: str) -> Runs:
    """Give the runs of three words of a text."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def share_in_common(a: Runs, b: Runs) -> float:
    """Give how much of the runs of two texts both have (Jaccard)."""
    return len(a & b) / len(a | b) if a | b else 0.0
