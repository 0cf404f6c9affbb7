"""What a search asks for: days, names and words."""

from datetime import UTC, date, datetime

import pytest

from crosswire.corpus.changes import parse_since
from crosswire.corpus.days import FIRST, LAST
from crosswire.corpus.queries import Query, parse_query
from crosswire.errors import InputError

SATURDAY = date(2031, 3, 8)  # the day on which all is asked


def day(value: str) -> date:
    return date.fromisoformat(value)


@pytest.mark.parametrize(
    ("asked", "words", "days"),
    [
        ("2031-03-04 ferry Marigold", ("ferry", "marigold"), [("2031-03-04", "2031-03-04")]),
        ("ferry 4 March 2031", ("ferry",), [("2031-03-04", "2031-03-04")]),
        ("ferry on March 4th, 2031", ("ferry",), [("2031-03-04", "2031-03-04")]),
        ("ferry in Feb. 2032", ("ferry",), [("2032-02-01", "2032-02-29")]),
        ("ferry 2031-03", ("ferry",), [("2031-03-01", "2031-03-31")]),
        ("ferry 2031", ("ferry",), [("2031-01-01", "2031-12-31")]),
        ("2031-03-01..2031-03-09 ferry", ("ferry",), [("2031-03-01", "2031-03-09")]),
        ("ferry from 1 March 2031 to 9 March 2031", ("ferry",), [("2031-03-01", "2031-03-09")]),
        ("ferry between March 2031 and May 2031", ("ferry",), [("2031-03-01", "2031-05-31")]),
        ("since 2031-03-04 ferry", ("ferry",), [("2031-03-04", str(LAST))]),
        ("ferry until 2031-03-04", ("ferry",), [(str(FIRST), "2031-03-04")]),
        ("ferry Thursday, 4 March 2031", ("ferry",), [("2031-03-04", "2031-03-04")]),
        ("ferry 2031/3/4", ("ferry",), [("2031-03-04", "2031-03-04")]),
        ("ferry 26/11/2030", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("ferry 11/26/2030", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("ferry 26-11-2030", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("ferry 26/11/30", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("ferry 03/04/2030", ("ferry",), [("2030-04-03", "2030-04-03"), ("2030-03-04", "2030-03-04")]),
        ("ferry 04/04/2030", ("ferry",), [("2030-04-04", "2030-04-04")]),
        ("ferry 03.04.2030", ("ferry",), [("2030-04-03", "2030-04-03")]),
        ("03/04/2030 to 26/04/2030", (), [("2030-04-03", "2030-04-26")]),
        ("03/04/2030 - 05/04/2030", (), [("2030-04-03", "2030-04-05"), ("2030-03-04", "2030-05-04")]),
        ("26 Nov ferry", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("ferry on Nov. 26th", ("ferry",), [("2030-11-26", "2030-11-26")]),
        ("8 March", (), [("2031-03-08", "2031-03-08")]),
        ("9 March", (), [("2030-03-09", "2030-03-09")]),
        ("29 February", (), [("2028-02-29", "2028-02-29")]),
        ("24-26 November 2030 ferry", ("ferry",), [("2030-11-24", "2030-11-26")]),
        ("Nov 24–26 2030", (), [("2030-11-24", "2030-11-26")]),
        ("between 24 and 26 November", (), [("2030-11-24", "2030-11-26")]),
        ("from 24 to 26 November 2030 ferry", ("ferry",), [("2030-11-24", "2030-11-26")]),
        ("24 November to 3 March", (), [("2030-11-24", "2031-03-03")]),
        ("24 November to 3 March 2029", (), [("2028-11-24", "2029-03-03")]),
        ("24 November 2028 to 3 March", (), [("2028-11-24", "2029-03-03")]),
        ("2029-2030", (), [("2029-01-01", "2030-12-31")]),
        ("since 10 September 2023", (), [("2023-09-10", str(LAST))]),
        ("since 26 Nov ferry", ("ferry",), [("2030-11-26", str(LAST))]),
        ("yesterday ferry", ("ferry",), [("2031-03-07", "2031-03-07")]),
        ("ferry today", ("ferry",), [("2031-03-08", "2031-03-08")]),
        ("Harbour Today ferry", ("harbour", "today", "ferry"), []),
        ("last 3 days", (), [("2031-03-05", "2031-03-08")]),
        ("ferry in the past two weeks", ("ferry",), [("2031-02-22", "2031-03-08")]),
        ("last 36 hours", (), [("2031-03-06", "2031-03-08")]),
        ("since 3 days ago", (), [("2031-03-05", str(LAST))]),
        ("this week", (), [("2031-03-03", "2031-03-09")]),
        ("last week", (), [("2031-02-24", "2031-03-02")]),
        ("last month", (), [("2031-02-01", "2031-02-28")]),
        ("this year", (), [("2031-01-01", "2031-12-31")]),
        ("since Monday ferry", ("ferry",), [("2031-03-03", str(LAST))]),
        ("ferry since January", ("ferry",), [("2031-01-01", str(LAST))]),
        ("last April", (), [("2030-04-01", "2030-04-30")]),
        ("from November to February", (), [("2030-11-01", "2031-02-28")]),
        ("long march", ("long", "march"), []),
        ("on Saturday", (), [("2031-03-08", "2031-03-08")]),
        ("last Saturday", (), [("2031-03-01", "2031-03-01")]),
        ("Black Friday sales", ("black", "friday", "sales"), []),
        ("flight 86 March 2031", ("flight", "86"), [("2031-03-01", "2031-03-31")]),
        ("ferry 2031-13", ("ferry", "2031", "13"), []),
        ('ferry "4 March 2031"', ("ferry", "4", "march", "2031"), []),
        ("86 passengers", ("86", "passengers"), []),
        ("2031-03-04", (), [("2031-03-04", "2031-03-04")]),
    ],
)
def test_days_and_words(asked: str, words: tuple[str, ...], days: list[tuple[str, str]]) -> None:
    query = parse_query(asked, SATURDAY)
    assert (query.words, query.days) == (words, tuple((day(first), day(last)) for first, last in days))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("ferry 31 February 2031", "31 February 2031"),
        ("ferry 31 June", "31 June"),
        ("Feb 30, 2031", "Feb 30, 2031"),
        ("2031-02-30 ferry", "2031-02-30"),
        ("2023-13-45", "2023-13-45"),
        ("ferry 31/31/2030", "31/31/2030"),
        ("24-31 June 2030", "24-31 June 2030"),
    ],
)
def test_a_day_that_no_calendar_has_is_told(asked: str, named: str) -> None:
    with pytest.raises(InputError, match=f'"{named}": is no day of the calendar: correct it, or put it in quotes'):
        parse_query(asked, SATURDAY)


def test_names_and_quoted_words_stand_together() -> None:
    assert parse_query('Ida Brenn "fuel leak" ferry', SATURDAY) == Query(
        'Ida Brenn "fuel leak" ferry',
        ("ida", "brenn", "fuel", "leak", "ferry"),
        (("fuel", "leak"), ("ida", "brenn")),
        (),
    )


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2 hours ago", "2031-03-04T10:00:00Z"),
        ("90 minutes", "2031-03-04T10:30:00Z"),
        ("3d", "2031-03-01T12:00:00Z"),
        ("a week ago", "2031-02-25T12:00:00Z"),
        ("2031-03-04T13:00+01:00", "2031-03-04T12:00:00Z"),
        ("2031-03-01", "2031-03-01T00:00:00Z"),
    ],
)
def test_times_since(value: str, time: str) -> None:
    assert parse_since(value, datetime(2031, 3, 4, 12, tzinfo=UTC)) == time


def test_what_is_no_time_is_told() -> None:
    with pytest.raises(InputError, match='"lately": is no time'):
        parse_since("lately")
