from tiny import told, words

from crosswire.claims import match_claims
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


def test_a_passage_with_two_times_stands_under_both():
    report = told("a", "The Lesk dam, which was built in 1961, broke on Tuesday.", published="2025-03-13")
    events = order_events(match_claims([report]), [report])
    assert [event.when for event in events] == ["1961", "2025-03-11"]


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
