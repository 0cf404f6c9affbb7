"""What a search asks for: days, names and words."""

from datetime import UTC, date, datetime

import pytest

from crosswire.corpus.changes import parse_since
from crosswire.corpus.queries import FIRST, LAST, Query, parse_query
from crosswire.errors import InputError


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
        ("ferry 2031-02-30", ("ferry", "2031", "02", "30"), []),
        ("86 passengers", ("86", "passengers"), []),
        ("2031-03-04", (), [("2031-03-04", "2031-03-04")]),
    ],
)
def test_days_and_words(asked: str, words: tuple[str, ...], days: list[tuple[str, str]]) -> None:
    query = parse_query(asked)
    assert (query.words, query.days) == (words, tuple((day(first), day(last)) for first, last in days))


def test_names_and_quoted_words_stand_together() -> None:
    assert parse_query('Ida Brenn "fuel leak" ferry') == Query(
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
