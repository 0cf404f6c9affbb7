"""When a report was published, read from what it carries and settled by the reports of its story."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.furniture import mark
from crosswire.publication import iso_date, settle_publication
from crosswire.records import Detail, Report, Span

LATER = "2023-09-30T12:06:00"
FERRY = "A ferry turned back off Norholm on Friday after water entered its engine room, the harbour master said."


def published(text: str, **fields: Any) -> tuple[str, str] | None:
    detail = mark(Report("r", text, **fields)).published
    return (detail.value, detail.basis) if detail else None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2017-12-27", "2017-12-27"),
        ("2017-12-27T06:52:44", "2017-12-27T06:52:44"),
        ("2017-12-27T06:52:44.120+05:30", "2017-12-27T06:52:44.120+05:30"),
        ("2017-12-27T06:52Z", "2017-12-27T06:52Z"),
        ("2017-12-27 06:52:44", "2017-12-27T06:52:44"),
        ("20171227", "2017-12-27"),
        ("20171227T065244Z", "2017-12-27T06:52:44Z"),
        ("December 15th, 2008, 7 : 35 am", "2008-12-15T07:35:00"),
        ("15 December 2008", "2008-12-15"),
        ("Mon, 15 Dec 2008 07:35:00 GMT", "2008-12-15T07:35:00+00:00"),
        ("8/29/18", "2018-08-29"),
    ],
)
def test_dates_that_are_read(written: str, iso: str) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "yesterday",
        "2 hours ago",
        "2017",
        "December 2017",
        "2017-13-45",
        "20171345",
        "4/5/18",
        "Sep 15",
        "9" * 99,
    ],
)
def test_what_names_no_single_day_is_no_date(written: str) -> None:
    assert iso_date(written) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    value = iso_date(text)
    assert value is None or datetime.fromisoformat(value.replace(",", "."))


@settings(max_examples=50, deadline=None)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2999, 12, 31)))
def test_iso_stays_as_it_is(moment: datetime) -> None:
    assert iso_date(moment.isoformat(timespec="seconds")) == moment.isoformat(timespec="seconds")


@pytest.mark.parametrize(
    "value", ["0001-01-01", "9999-12-31T23:59:59+14:00", "00010101", "31 December 9999", "0000-00-00", "2031-02-30"]
)
def test_a_date_that_stands_for_none_is_none(value: str) -> None:
    assert iso_date(value) is None


def test_a_field_comes_before_all() -> None:
    url = "https://courier.example/2031/01/02/ferry"
    field = Detail("3 January 2031", "field")
    assert published(f"date 2031-01-01\n{FERRY}", published=field, url=url) == ("2031-01-03", "field")
    assert published(FERRY, published=Detail("soon", "field"), url=url) == ("2031-01-02", "address")
    assert published(FERRY, published=Detail("soon", "field")) is None


def test_header_then_dateline_then_address() -> None:
    url = "https://courier.example/2031/01/03/ferry"
    dateline = f"NORHOLM, Jan 2, 2031 (NNA) - {FERRY}"
    assert published(f"date 2031-01-01 Ferry turns back\n\n{dateline}", url=url) == ("2031-01-01", "header")
    assert published(f"Posted on: January 1, 2031\n{dateline}", url=url) == ("2031-01-01", "header")
    assert published(dateline, url=url) == ("2031-01-02", "dateline")
    assert published(FERRY, url=url) == ("2031-01-03", "address")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://courier.example/news/2012/jul/7/ferry/", "2012-07-07"),
        ("https://courier.example/2012-07-07/ferry", "2012-07-07"),
        ("https://courier.example/ferry-20120707.html", "2012-07-07"),
        ("https://courier.example/2012/13/07/ferry", None),
        ("https://courier.example/ferry-62298457.cms", None),
        ("https://courier.example/2012/ferry", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert published(FERRY, url=url) == (day and (day, "address"))


def story(*texts: str, **days: str) -> tuple[Report, ...]:
    """Marked reports a, b, c … with the texts; those named in `days` have a date of their own."""
    names = "abcdefgh"
    return tuple(
        mark(Report(name, text, published=Detail(days[name], "field") if name in days else None))
        for name, text in zip(names, texts, strict=False)
    )


def test_a_dateline_takes_its_year_from_the_weekday_and_the_other_reports() -> None:
    reports = story(FERRY, f"NORHOLM (N Sudland), Sep 15: {FERRY}", a="2023-09-15")
    settled = settle_publication(reports)
    assert reports[1].published is None
    assert settled[1].published == Detail(
        "2023-09-15",
        "dateline",
        Span("b", 21, 27),
        "the dateline gives no year; a is dated 2023-09-15, and the text names Friday, as 2023-09-15 was",
    )


def test_a_dateline_before_new_year_belongs_to_the_year_before() -> None:
    text = FERRY.replace("on Friday ", "")
    (_, settled) = settle_publication(story(FERRY, f"NORHOLM, Dec 31: {text}", a="2024-01-01"))
    assert settled.published is not None
    assert settled.published.value == "2023-12-31"


def test_a_weekday_that_does_not_fit_leaves_the_dateline_unsettled() -> None:
    reports = story(FERRY, f"NORHOLM, Sep 12: {FERRY}", a="2023-09-15")
    assert settle_publication(reports)[1].published is None


def test_a_dateline_of_another_season_stays_unsettled() -> None:
    reports = story(FERRY, f"NORHOLM, Mar 3: {FERRY}", a="2023-09-15")
    (_, settled) = settle_publication(reports)
    assert settled.published is None


def test_a_report_without_a_date_takes_the_day_of_the_nearest_text() -> None:
    other = "The council of Sudland met again to speak of bridges, and nobody spoke of any ship at all."
    texts = (FERRY, other, f"{FERRY} Nobody was hurt.")
    settled = settle_publication(story(*texts, a="2023-09-15T07:00:00", b="2023-09-16"))
    assert settled[2].published == Detail(
        "2023-09-15",
        "other reports",
        None,
        "no date of its own; the dated reports of the story lie between 2023-09-15 and 2023-09-16, "
        "and a has the nearest text",
    )


def test_a_report_that_shares_little_with_the_dated_ones_stays_undated() -> None:
    other = "Months later the ferry is back in service, and the inquiry has not begun."
    assert settle_publication(story(FERRY, FERRY, other, a="2023-09-15", b="2023-09-15"))[2].published is None


def test_one_dated_report_settles_nothing_for_one_without_a_date() -> None:
    assert settle_publication(story(FERRY, f"{FERRY} Nobody was hurt.", a="2023-09-15"))[1].published is None


def test_the_moment_at_which_pages_were_collected_is_no_publication() -> None:
    first, *others = story(FERRY, f"{FERRY} Nobody was hurt.", "The port stays shut.", a="2023-09-15", b=LATER, c=LATER)
    outlet = Detail("www.herald.example", "field")
    pages = [replace(r, outlet=outlet, url=f"https://herald.example/{r.id}") for r in others]
    assert [r.published and r.published.value for r in settle_publication([first, *pages])] == ["2023-09-15"] * 3
    two_outlets = [replace(pages[0], outlet=Detail("courier.example", "field")), pages[1]]
    assert settle_publication([first, *two_outlets]) == (first, *two_outlets)


def test_a_report_that_others_name_is_of_their_days() -> None:
    a, *citing = story(
        FERRY, f"The Herald tells: {FERRY}", f"As the Herald has it, {FERRY}", b="2023-09-16", c="2023-09-17"
    )
    a = replace(a, outlet=Detail("www.herald.example", "field"), published=Detail("2022-08-01", "field"))
    assert settle_publication([a, *citing])[0].published == Detail(
        "2023-09-16",
        "other reports",
        None,
        "its own 2022-08-01 lies 411 days from every report that names its outlet, of which b is the first",
    )
    assert settle_publication([a, citing[0]])[0] == a


def test_reports_weeks_apart_settle_nothing() -> None:
    settled = settle_publication(story(FERRY, FERRY, FERRY, a="2023-09-15", b="2023-09-25"))
    assert settled[2].published is None


def test_without_any_date_nothing_is_settled() -> None:
    reports = story(FERRY, f"NORHOLM, Sep 15: {FERRY}")
    assert settle_publication(reports) == reports


@given(st.permutations(range(4)))
def test_settling_does_not_depend_on_the_order(order: list[int]) -> None:
    texts = (FERRY, f"NORHOLM, Sep 15: {FERRY}", f"NORHOLM: {FERRY}", "Nothing like it was ever seen.")
    reports = story(*texts, a="2023-09-15", d="2023-09-14")
    settled = {report.id: report for report in settle_publication(reports)}
    for report in settle_publication([reports[n] for n in order]):
        assert settled[report.id] == report
