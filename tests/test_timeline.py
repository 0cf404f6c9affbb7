import pytest
from tiny import told, words

from crosswire.claims import match_claims
from crosswire.outputs.times import calendar
from crosswire.timeline import order_events


def test_events_stand_in_order_of_time_under_the_day_that_they_tell():
    report = told(
        "a",
        "On Monday the mayor met the engineers. The Lesk dam broke on Tuesday. It had been repaired in June 2019.",
        published="2025-03-13",
    )
    events = order_events(match_claims([report]), [report])
    assert [(event.when, words(report, event.span)) for event in events] == [
        ("2019-06", "It had been repaired in June 2019"),
        ("2025-03-10", "On Monday the mayor met the engineers"),
        ("2025-03-11", "The Lesk dam broke on Tuesday"),
    ]


def told_when(text):
    report = told("a", text, published="2025-03-13")
    return [(event.when, words(report, event.span)) for event in order_events(match_claims([report]), [report])]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            "The Lesk dam, which was built in 1961, broke on Tuesday.",
            [
                ("1961", "which was built in 1961"),
                ("2025-03-11", "The Lesk dam, which was built in 1961, broke on Tuesday"),
            ],
        ),
        ("Mayor Ada Quill travels next to Orrin after she met the engineers on Monday.",
         [("2025-03-10", "after she met the engineers on Monday")]),
        ("Since entering Orrin on Monday, Mayor Ada Quill has met the engineers.",
         [("2025-03-10", "Since entering Orrin on Monday")]),
        ("The dam broke after heavy rain on Tuesday.", [("2025-03-11", "The dam broke after heavy rain on Tuesday")]),
        ("It was the first flood in Orrin since June 2019.", []),
    ],
)  # fmt: skip
def test_a_time_in_a_clause_of_its_own_is_the_time_of_that_clause(text, events):
    assert told_when(text) == events


def test_vague_times_and_durations_tell_no_day():
    report = told("a", "The dam has leaked in recent years. The repair took three weeks.")
    assert order_events(match_claims([report]), [report]) == ()


def test_a_weekday_without_a_publication_date_tells_no_day():
    report = told("a", "The Lesk dam broke on Tuesday.", published=None)
    assert order_events(match_claims([report]), [report]) == ()


def test_what_several_tell_as_done_without_a_time_happened_on_the_day_of_the_opening():
    a = told(
        "a", "The Lesk dam broke on Tuesday. Soldiers carried 40 children out of the school.", published="2025-03-13"
    )
    b = told(
        "b", "Soldiers carried 40 children out of the school. The school was founded by nuns.", published="2025-03-13"
    )
    events = order_events(match_claims([a, b]), [a, b])
    assert [(event.when, event.basis, words({"a": a, "b": b}[event.span.report], event.span)) for event in events] == [
        ("2025-03-11", "opening", "Soldiers carried 40 children out of the school"),
        ("2025-03-11", "stated", "The Lesk dam broke on Tuesday"),
    ]


def test_a_bare_hour_is_of_the_day_that_is_told_of():
    between = [
        "Sirens woke the town.",
        "Soldiers brought boats.",
        "The school stood open.",
        "Bread was baked in tents.",
    ]
    text = "\n\n".join(["The Lesk dam broke on Tuesday.", *between, "The sirens fell silent shortly after noon."])
    report = told("a", text, published="2025-03-13")
    events = order_events(match_claims([report]), [report])
    assert [(event.when, event.basis) for event in events] == [
        ("2025-03-11", "stated"),
        ("2025-03-11T12:00", "opening"),
    ]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-03-11T12:30", "2025-03-11T12:30"),
        ("2025-03-11TEV", "2025-03-11"),
        ("2025-W11", "2025-03"),
        ("2025-W18", "2025-05"),
        ("2025-SU", "2025"),
        ("2025-Q1", "2025"),
    ],
)
def test_the_json_gives_a_time_as_finely_as_the_calendar_has_it(value, moment):
    assert calendar(value) == moment
