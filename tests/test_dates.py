"""Date expressions of a report: where they stand, and their TIMEX3 type and value."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.language.dates import find_dates
from crosswire.language.dates.holidays import easter
from crosswire.language.dates.timex import number

FRIDAY = "2023-09-15"
NEW_YEAR = "2018-01-01T09:30:00Z"


def found(text, published=FRIDAY, tense=None):
    return [(text[d.span.start : d.span.end], d.type, d.value) for d in find_dates("r1", text, published, tense)]


def values(text, published=FRIDAY, tense=None):
    return [value for _, _, value in found(text, published, tense)]


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("The ferry sank on 31 December 2017 off Lomar.", "31 December 2017", "2017-12-31"),
        ("The ferry sank on Dec. 31, 2017 off Lomar.", "Dec. 31, 2017", "2017-12-31"),
        ("The ferry sank on Sunday, 31st December 2017.", "Sunday, 31st December 2017", "2017-12-31"),
        ("Filed 12/27/2017 at the court in Lomar.", "12/27/2017", "2017-12-27"),
        ("Filed 2017-12-27 at the court in Lomar.", "2017-12-27", "2017-12-27"),
        ("He first visited Lomar in April 2019.", "April 2019", "2019-04"),
        ("The dam was built in 1962.", "1962", "1962"),
        ("Prices fell through the 1990s.", "the 1990s", "199"),
        ("It was the worst flood of the 20th century.", "the 20th century", "19"),
        ("Sales rose in the fourth quarter of 2017.", "the fourth quarter of 2017", "2017-Q4"),
        ("The bridge opened in the summer of 2011.", "the summer of 2011", "2011-SU"),
        ("The bridge opened on New Year's Eve 2011.", "New Year's Eve 2011", "2011-12-31"),
    ],
)
def test_absolute_dates(text, expression, value):
    assert found(text) == [(expression, "DATE", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She toured the factory on Friday.", "2023-09-15"),
        ("He entered Lomar aboard a ferry on Tuesday.", "2023-09-12"),
        ("The council will meet on Tuesday.", "2023-09-19"),
        ("The council met last Friday.", "2023-09-08"),
        ("The minister is expected to visit in October.", "2023-10"),
        ("The minister resigned in November.", "2022-11"),
        ("The harbour closed on Aug. 31.", "2023-08-31"),
        ("Since last year, the port has been shut.", "2022"),
        ("The vote was held last week.", "2023-W36"),
        ("The deal was signed two weeks ago.", "2023-09-01"),
        ("The deal was signed five months ago.", "2023-04"),
        ("The trial opened yesterday.", "2023-09-14"),
        ("In recent years, the coast has eroded.", "PAST_REF"),
        ("The port is now shut.", "PRESENT_REF"),
    ],
)
def test_relative_dates_are_resolved_against_publication(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The ferry sank on Sunday.", "2017-12-31"),
        ("The mayor resigned in December.", "2017-12"),
        ("The crew will return in February.", "2018-02"),
        ("Crowds gathered on New Year's Eve.", "2017-12-31"),
        ("It burned last week.", "2017-W52"),
        ("It burned last month.", "2017-12"),
        ("It burned yesterday.", "2017-12-31"),
    ],
)
def test_resolution_over_the_end_of_a_year(text, value):
    assert values(text, NEW_YEAR) == [value]


def test_the_tense_of_the_parse_settles_a_bare_weekday():
    text = "Talks in Lomar, Tuesday"
    assert values(text, tense=lambda offset: "future") == ["2023-09-19"]
    assert values(text, tense=lambda offset: "past") == ["2023-09-12"]


def test_a_part_of_the_day_belongs_to_its_expression():
    assert found("On Thursday evening, the advisers talked.") == [("Thursday evening", "TIME", "2023-09-14TEV")]
    assert found("It began early Wednesday morning.") == [("early Wednesday morning", "TIME", "2023-09-13TMO")]
    assert found("They meet tonight.") == [("tonight", "TIME", "2023-09-15TNI")]


def test_a_clock_time_takes_the_day_beside_it():
    assert found("It struck at 5:10 a.m. Tuesday.") == [("5:10 a.m. Tuesday", "TIME", "2023-09-12T05:10")]


def test_a_clock_time_takes_the_day_of_its_sentence_then_of_the_one_before_then_of_publication():
    assert values("On Tuesday the barge burned at 9pm.") == ["2023-09-12", "2023-09-12T21:00"]
    assert values("The barge sailed on Tuesday. It burned at 21:00.") == ["2023-09-12", "2023-09-12T21:00"]
    assert values("The barge burned around 9 p.m. local time.") == ["2023-09-15T21:00"]


def test_later_hangs_on_the_day_told_of_before():
    text = "The ferry sank on May 3, 2021. Two days later, divers found it."
    assert found(text)[1] == ("Two days later", "DATE", "2021-05-05")
    assert found("The visit came two months after the talks.") == [("two months", "DURATION", "P2M")]


def test_later_does_not_lead_beyond_publication_unless_the_tense_does():
    assert values("The paper wrote nothing on Friday. It reports on visits a week later.") == ["2023-09-15", "P1W"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("The talks took three hours.", "DURATION", "PT3H"),
        ("It was the second year of the drought.", "DURATION", "P1Y"),
        ("The strike has lasted for months.", "DURATION", "PXM"),
        ("A 16-hour flight followed.", "DURATION", "PT16H"),
        ("He waited more than two and a half years.", "DURATION", "P2.5Y"),
        ("The council meets every Tuesday.", "SET", "XXXX-WXX-2"),
        ("The council meets on Fridays.", "SET", "XXXX-WXX-5"),
        ("They march each July.", "SET", "XXXX-07"),
        ("The clinic costs $2 million a year.", "SET", "P1Y"),
        ("Trains leave daily.", "SET", "P1D"),
    ],
)
def test_durations_and_sets(text, kind, value):
    assert [found(text)[0][1:]] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "A 44-year-old man and a woman 43 years old were hurt.",
        "It may march on, said June Smith of the Daily Ledger.",
        "It cost $2017, or 1,990 crowns a head.",
        "They won 2-1 with 19,500 votes to 12.",
    ],
)
def test_ages_names_and_amounts_are_no_dates(text):
    assert values(text) == []


def test_without_a_publication_date_relative_expressions_stay_open():
    text = "It sank on Friday, two days after the storm. Divers came in December, on Dec. 31 at 9pm."
    assert values(text, None) == ["XXXX-WXX-5", "P2D", "XXXX-12", "XXXX-12-31", "XXXX-12-31T21:00"]


@given(
    st.text(alphabet="0123456789:-/., \nadeilmnoprstuwyFMT'", max_size=80), st.dates(date(1900, 1, 2), date(2090, 1, 1))
)
def test_expressions_lie_within_any_text_in_order_without_overlap(text, published):
    spans = [d.span for d in find_dates("r1", text, published.isoformat())]
    assert spans == sorted(spans)
    assert all(0 <= s.start < s.end <= len(text) and text[s.start : s.end].strip() for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_past_weekday_is_within_the_week_before_publication(published, weekday):
    (value,) = values(f"The ferry sank on {weekday}.", published.isoformat())
    day = date.fromisoformat(value)
    assert f"{day:%A}" == weekday
    assert 0 <= (published - day).days < 7


def test_numbers_in_words():
    assert [number(w) for w in ("twenty-one", "two hundred", "a hundred", "half an", "1,200", "several")] == [
        21,
        200,
        100,
        0.5,
        1200,
        None,
    ]


def test_easter():
    assert [easter(year) for year in (2000, 2023, 2024)] == [date(2000, 4, 23), date(2023, 4, 9), date(2024, 3, 31)]


def test_weekday_after_this_belongs_to_the_date_that_follows():
    text = "In this Thursday, Dec. 28, 2017 file photo, the ferry leaves Lomar."
    assert found(text, NEW_YEAR) == [("this Thursday, Dec. 28, 2017", "DATE", "2017-12-28")]


def test_a_fall_that_hurt_somebody_is_no_season():
    assert values("The keeper was not hurt in the fall, the zoo said.") == []
    assert values("The ferry sank in the fall.") == ["2023-FA"]


def test_a_past_clock_time_later_than_publication_is_of_the_day_before():
    text = "The show that began at 21:00 turned to chaos."
    assert values(text, NEW_YEAR, lambda offset: "past") == ["2017-12-31T21:00"]
    assert values("The show will begin at 21:00.", NEW_YEAR, lambda offset: "future") == ["2018-01-01T21:00"]
    assert values(text, "2018-01-01T00:00:00", lambda offset: "past") == ["2018-01-01T21:00"]
    assert values(text, "2018-01-01T22:15:00", lambda offset: "past") == ["2018-01-01T21:00"]
