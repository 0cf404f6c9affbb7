"""Date expressions of a report: where they stand, and their TIMEX3 type and value."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.language.dates import find_dates
from crosswire.language.dates.find import RULES, candidates
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
        ("He waited more than two and a half years.", "DURATION", "P2Y6M"),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The ferry sank on May 3, 2021. Two days later, divers found it.", "2021-05-05"),
        ("The ferry sank on May 3, 2021. The next day, divers found it.", "2021-05-04"),
        ("The ferry sank on May 3, 2021. The next morning, divers found it.", "2021-05-04TMO"),
        ("The ferry sank on May 3, 2021. It had been tested the day before.", "2021-05-02"),
        ("The ferry sank on May 3, 2021. It was raised the following week.", "2021-W19"),
        ("The ferry sank on May 3, 2021. It was raised the following Friday.", "2021-05-07"),
        ("The ferry sank on May 3, 2021. Another burned in the same month.", "2021-05"),
        ("The ferry sank on May 3, 2021. Its owner had died earlier that year.", "2021"),
        ("The ferry sank on May 3, 2021. Prayers were said that evening.", "2021-05-03TEV"),
        ("The ferry sank on May 3, 2021. It was raised later in the day.", "2021-05-03"),
        ("The mill opened in 1962. A year later it burned.", "1963"),
    ],
)
def test_what_hangs_on_a_date_told_before(text, value):
    assert values(text)[1] == value


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("Fares fell in the third quarter.", "the third quarter", "2023-Q3"),
        ("It posted a fourth-quarter loss.", "fourth-quarter", "2022-Q4"),
        ("Fares fell in Q2.", "Q2", "2023-Q2"),
        ("Fares fell in the last half of 2022.", "the last half of 2022", "2022-H2"),
        ("Fares fell in the first two quarters of 2022.", "the first two quarters of 2022", "2022-H1"),
        ("Fares fell in the second half of the 1980s.", "the second half of the 1980s", "198"),
        ("Fares fell for much of the year.", "the year", "2023"),
        ("Fares fell in the first half of the year.", "the first half of the year", "2023-H1"),
        ("It was built in the winter of nineteen ninety-one.", "the winter of nineteen ninety-one", "1991-WI"),
        ("The post-1959 owners were poor.", "post-1959", "1959"),
        ("The hearing was in the week of March 6.", "the week of March 6", "2023-W10"),
        ("Crowds came last Thanksgiving.", "last Thanksgiving", "2022-11-24"),
        ("Fares fell in the first half of 2022.", "the first half of 2022", "2022-H1"),
        ("Fares fell in the quarter ended June 30.", "the quarter", "2023-Q2"),
        ("It was built in the early 1970s.", "the early 1970s", "197"),
        ("It was built in the nineteenth century.", "the nineteenth century", "18"),
        ("The eighties were lean.", "The eighties", "198"),
        ("The crossing opened in mid-2019.", "mid-2019", "2019"),
        ("It was raised on March fourteenth.", "March fourteenth", "2023-03-14"),
        ("It was raised in March nineteen ninety-one.", "March nineteen ninety-one", "1991-03"),
        ("The March hearing was short.", "March", "2023-03"),
        ("Crowds came on Christmas Eve.", "Christmas Eve", "2022-12-24"),
        ("Crowds came on Black Friday.", "Black Friday", "2022-11-25"),
        ("Crowds came on Good Friday.", "Good Friday", "2023-04-07"),
        ("Crowds came in the run-up to Columbus Day.", "Columbus Day", "2023-10-09"),
    ],
)
def test_quarters_decades_spoken_dates_and_holidays(text, expression, value):
    assert found(text)[0] == (expression, "DATE", value)


def test_results_of_a_quarter_are_compared_with_the_same_quarter_a_year_before():
    text = "Ferry fares rose in the second quarter from a year earlier, compared with a loss last year."
    assert values(text) == ["2023-Q2", "2022-Q2", "2022-Q2"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("In recent years the coast has eroded.", "DATE", "PAST_REF"),
        ("She recently moved to Lomar.", "DATE", "PAST_REF"),
        ("It was sold several years ago.", "DATE", "PAST_REF"),
        ("The port is currently shut.", "DATE", "PRESENT_REF"),
        ("The port will soon open.", "DATE", "FUTURE_REF"),
        ("The port may close in the near future.", "DATE", "FUTURE_REF"),
        ("He will one day return.", "DATE", "FUTURE_REF"),
        ("Talks went on in recent weeks.", "DURATION", "PXW"),
    ],
)
def test_the_vague_stays_vague(text, kind, value):
    assert [found(text)[0][1:]] == [(kind, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They signed a two-year contract.", "P2Y"),
        ("The fire burned for three days.", "P3D"),
        ("Fares doubled over the last year.", "P1Y"),
        ("Fares doubled in the past two months.", "P2M"),
        ("The siege lasted a year and a half.", "P1Y6M"),
        ("The climb took a minute and a half.", "PT1M30S"),
        ("The crossing takes 5 1/2 hours.", "PT5H30M"),
        ("They broke an 8-month-old truce.", "P8M"),
        ("It was six weeks of rain. The 23-year-old left.", "P6W"),
        ("The mill was idle in the year-earlier nine months.", "P9M"),
        ("It may be shut within weeks or months.", "PXW"),
        ("It was a weeklong search.", "P1W"),
        ("It rained for the third straight day.", "P1D"),
        ("The crossing takes half an hour.", "PT30M"),
        ("The harbour stood for two decades.", "P20Y"),
        ("It will take two to three weeks.", "P2W"),
    ],
)
def test_durations(text, value):
    assert found(text)[0][1:] == ("DURATION", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The tax is due annually.", "P1Y"),
        ("The council meets every other week.", "P2W"),
        ("Ferries leave twice a day.", "P1D"),
        ("Deckhands earn $15 an hour.", "PT1H"),
        ("Some 3,000 people a year visit the mill.", "P1Y"),
        ("It costs 40 crowns per month.", "P1M"),
        ("They march every spring.", "XXXX-SP"),
        ("Ferries leave on Tuesday nights.", "XXXX-WXX-2TNI"),
    ],
)
def test_sets(text, value):
    assert found(text)[-1][1:] == ("SET", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Until Thursday, nobody had known.", "2023-09-14"),
        ("The strike will go on until Thursday.", "2023-09-21"),
        ("The union planned a march on Thursday.", "2023-09-21"),
        ("He must repay it by March 3.", "2024-03-03"),
        ("She has been jailed since March 3.", "2023-03-03"),
        ("The pension would be paid in January.", "2024-01"),
        ("The pension was raised in June last year.", "2022-06"),
        ("The pension is to be raised this December.", "2023-12"),
        ("The union planned a large march in Lomar on Saturday.", "2023-09-16"),
        ("The owner has scheduled a news conference Monday.", "2023-09-18"),
        ("The lease had been due to expire Monday.", "2023-09-11"),
        ("The two mayors meet Monday.", "2023-09-18"),
        ("Talks were broken off ahead of the weekend.", "2023-W37-WE"),
        ("The hall closed past Thursday's curfew.", "2023-09-14"),
    ],
)
def test_cues_beside_a_date_tell_which_way_it_lies(text, value):
    assert values(text) == [value]


def test_the_quarter_told_of_is_the_latest_that_is_over():
    text = (
        "Third-quarter fares fell. The line expects a poor fourth quarter, after a flat second quarter."
        " Fares were higher a year earlier."
    )
    assert values(text, "2023-11-02") == ["2023-Q3", "2023-Q4", "2023-Q2", "2022-Q3"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He will leave at 4 in the morning.", "2023-09-15T04:00"),
        ("He will leave at five o'clock in the afternoon.", "2023-09-15T17:00"),
        ("The barge burned six weeks ago.", "2023-W31"),
        ("The barge burned a week or so ago.", "2023-W36"),
    ],
)
def test_hours_and_weeks(text, value):
    assert values(text) == [value]


def test_on_a_sunday_last_week_is_the_one_that_ends():
    assert values("It burned last week.", "2023-09-17") == ["2023-W37"]
    assert values("It burned last week.", "2023-09-18") == ["2023-W37"]


@pytest.mark.parametrize(
    "text",
    [
        "She told USA Today that she was well.",
        "He appeared on “60 Minutes” to deny it.",
        "The mill stands at 1600 Harbour Street.",
        "The clip 02:47 shows the mill.",
        "She reads the Lomar daily Beacon.",
        "The first half-hour was dull.",
        "She carried her 6-month-old son.",
        "He was named keeper and player of the year.",
        "It was the best soup of the week.",
        "Divers came soon after the ferry sank.",
        "The board spoke of the future of the mill.",
    ],
)
def test_titles_streets_and_running_times_are_no_dates(text):
    assert [value for value in values(text) if value[:1] != "P"] == []


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


def _every_match(text):
    """Match every rule everywhere, which find_dates avoids."""
    for rank, rule in enumerate(RULES):
        group = "span" if "span" in rule.pattern.groupindex else 0
        for m in rule.pattern.finditer(text):
            yield m.start(group), -m.end(group), rank


_WORDS = st.sampled_from(
    "the a last next of in on at two twenty-one more than half early late year years week days day month quarter first"
    " Friday Monday May March Dec. 31 1998 2017 '90s 5:10 p.m. every each ago later earlier and or to , . a few past"
    " Christmas summer night century now recently $ % Lomar said will".split()
)


@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_looking_near_the_words_of_a_rule_finds_what_looking_everywhere_finds(text):
    assert [(start, end) for start, end, _, _ in candidates(text)] == [
        (start, -end) for start, end, _ in sorted(_every_match(text))
    ]


@given(st.lists(st.sampled_from(["It rained.", "He left on May 3, 2021.", "In recent years fares rose."]), max_size=4))
def test_what_is_absolute_is_the_same_whatever_came_before(before):
    text = " ".join([*before, "The ferry sank on 31 December 2017 and was raised in April 2019."])
    assert values(text)[-2:] == ["2017-12-31", "2019-04"]
    assert values(text) == values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the 2013 fiscal year fares rose.", [("the 2013 fiscal year", "DATE", "2013")]),
        ("They meet every Monday morning.", [("every Monday morning", "SET", "XXXX-WXX-1TMO")]),
        ("It will be gone by the end of the decade.", [("the end of the decade", "DATE", "202")]),
        ("Children under five years of age ride free.", []),
        (
            "It rang at 8:15 p.m. local time (1215 GMT).",
            [("8:15 p.m. local time", "TIME", "2023-09-15T20:15"), ("1215 GMT", "TIME", "2023-09-15T12:15")],
        ),
    ],
)
def test_where_an_expression_ends(text, expected):
    assert found(text) == expected
