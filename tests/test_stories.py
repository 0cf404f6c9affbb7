"""Which reports tell of one event: grouping as a reader of the reports would do it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.records import Detail, Group, Mark, Report, Span
from crosswire.stories import group_stories


def report(id: str, text: str, published: str | None = None, marks: tuple[Mark, ...] = ()) -> Report:
    return Report(id, text, published=Detail(published, "field") if published else None, marks=marks)


FERRY = (
    report(
        "ferry-1",
        "Ferry runs aground off Tolland Point\nThe ferry Marigold ran aground off Tolland Point on Monday night with "
        "86 passengers on board, the Veskar coastguard said. Lifeboats took everybody ashore by midnight.",
    ),
    report(
        "ferry-2",
        "All 86 passengers of the Marigold were brought ashore in lifeboats after the ferry struck rocks near Tolland "
        "Point. Its captain, Ida Brenn, told the coastguard that the steering had failed.",
    ),
    report(
        "ferry-3",
        "Questions over grounded ferry\nThe owner of the Marigold said on Tuesday that the ferry's steering was "
        "serviced in May. The vessel is still on the rocks off Tolland Point, and the coastguard fears a fuel leak.",
    ),
)
COUNCIL = (
    report(
        "council-1",
        "The Veskar city council voted on Monday to close the Linden Street library. Mayor Jonas Ahlmark said that "
        "the budget left no choice; 400 residents had signed a petition against the closure.",
    ),
    report(
        "council-2",
        "Library to close\nLinden Street library will shut its doors in June after a vote of the council. Readers "
        "who signed the petition called Mayor Ahlmark's budget a disgrace.",
    ),
)
ORCHARD = report(
    "orchard",
    "Apple growers in the Harrow valley expect a poor harvest after the late frost. Prices of cider apples rose by "
    "a fifth, the growers' union said.",
)


def ids(groups: tuple[Group, ...]) -> list[tuple[str, ...]]:
    return [group.reports for group in groups]


def test_reports_of_one_event_are_one_story_and_others_are_not() -> None:
    assert ids(group_stories([*FERRY, *COUNCIL, ORCHARD])) == [
        ("council-1", "council-2"),
        ("ferry-1", "ferry-2", "ferry-3"),
        ("orchard",),
    ]


def test_three_reports_alone_are_compared_as_among_many() -> None:
    assert ids(group_stories(FERRY)) == [("ferry-1", "ferry-2", "ferry-3")]


def test_copies_are_one_story_whatever_their_dates() -> None:
    first, *_ = FERRY
    later = report("copy", first.text, "2031-05-02")
    assert ids(group_stories([report("first", first.text, "2030-05-01"), later])) == [("copy", "first")]


def test_reports_that_share_little_are_one_story_only_when_published_close_together() -> None:
    texts = (
        "Floods closed the market of Ostrel for two days. Stalls were swept away.",
        "Traders at Ostrel look forward to the spring market after a hard winter; new stalls were built.",
    )
    near = [report("a", texts[0], "2030-03-01"), report("b", texts[1], "2030-03-04T08:00:00Z")]
    assert ids(group_stories(near)) == [("a", "b")]
    far = [near[0], report("b", texts[1], "2034-03-04")]
    assert ids(group_stories(far)) == [("a",), ("b",)]


def test_two_events_of_one_kind_in_one_place_are_cut_apart() -> None:
    first = "Indoran navy stops pirates\nThe frigate Calder freed the tanker Bright Hope in the Gulf of Soll on {day}. "
    second = "Indoran navy stops pirates\nThe frigate Wenlock seized five dhows in the Gulf of Soll on {day}. "
    told_first = (
        "Captain Moreau said that 23 pirates with rifles were held.",
        "The Calder answered a call from the Bright Hope, and 23 men were held.",
        "Moreau's crew boarded the Bright Hope by helicopter.",
        "The tanker Bright Hope is owned by Larsen Lines; its crew is safe.",
    )
    told_second = (
        "Commander Oduya said that 61 men were taken to Port Selim.",
        "The Wenlock sank one dhow; 61 suspects will be tried at Port Selim.",
        "Oduya praised the Wenlock's marines for taking five dhows.",
        "Fishermen at Port Selim had warned of the dhows for weeks, Oduya said.",
    )
    reports = [report(f"calder-{n}", first.format(day="Saturday") + more) for n, more in enumerate(told_first)]
    reports += [report(f"wenlock-{n}", second.format(day="Friday") + more) for n, more in enumerate(told_second)]
    groups = group_stories(reports)
    assert ids(groups) == [tuple(f"calder-{n}" for n in range(4)), tuple(f"wenlock-{n}" for n in range(4))]
    assert "kept apart from a like event told by wenlock-0, wenlock-1, wenlock-2 and 1 more" in groups[0].reason


def test_furniture_does_not_join_reports() -> None:
    footer = "\nSubscribe to the Veskar Ledger, Quillon House, Harbour Parade. Editor: Petra Amsel-Lindqvist."
    texts = [COUNCIL[0].text + footer, ORCHARD.text + footer]
    marks = [
        Mark(Span(name, len(text) - len(footer), len(text)), "boilerplate")
        for name, text in zip("ab", texts, strict=True)
    ]
    marked = [report(name, text, marks=(mark,)) for name, text, mark in zip("ab", texts, marks, strict=True)]
    assert ids(group_stories(marked)) == [("a",), ("b",)]


def test_function_words_of_another_language_do_not_join_reports() -> None:
    reports = [
        report(
            "a",
            "Am Dienstag ist bei Brunnwald ein Zug entgleist. Zwölf Menschen wurden nach Angaben der Bahn verletzt.",
        ),
        report(
            "b",
            "Nach dem Unglück von Brunnwald ermittelt die Polizei. Der Zug soll entgleist sein, weil er raste.",
        ),
        report(
            "c", "Der Rat von Seehausen hat am Montag beschlossen, dass das Schwimmbad nach dem Sommer schließen soll."
        ),
    ]
    assert ids(group_stories(reports)) == [("a", "b"), ("c",)]


def test_a_reason_names_what_is_shared_and_the_report_that_is_least_sure() -> None:
    (group,) = group_stories(FERRY)
    assert group.reason.startswith("3 reports share ")
    assert "“Marigold” (3)" in group.reason
    assert "least sure: ferry-3 " in group.reason
    assert 0.5 < group.cohesion < 1


def test_a_report_alone_says_what_is_nearest_to_it() -> None:
    groups = group_stories([*FERRY, *COUNCIL])
    alone = group_stories([*FERRY, COUNCIL[0]])[0]
    assert len(groups) == 2
    assert alone.reports == ("council-1",)
    assert alone.reason.startswith("stands alone: nearest is the story of ferry-1 ")


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], []),
        ([ORCHARD], [Group(("orchard",), 1.0, "the only report")]),
        (
            [report("a", ""), report("b", " \n")],
            [
                Group(("a",), 0.0, "stands alone: it has no story text to compare"),
                Group(("b",), 0.0, "stands alone: it has no story text to compare"),
            ],
        ),
    ],
)
def test_nothing_one_report_and_reports_without_text(reports: list[Report], expected: list[Group]) -> None:
    assert list(group_stories(reports)) == expected


@given(st.permutations([*FERRY, *COUNCIL, ORCHARD]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_reports_does_not_matter(reports: list[Report]) -> None:
    assert group_stories(reports) == group_stories([*FERRY, *COUNCIL, ORCHARD])


@given(st.lists(st.text(alphabet="ab Marigold Tolland’s 86.,é\n", max_size=60), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_report_is_in_exactly_one_group(texts: list[str]) -> None:
    reports = [report(f"r{number:02}", text) for number, text in enumerate(texts)]
    groups = group_stories(reports)
    assert sorted(id for group in groups for id in group.reports) == [one.id for one in reports]
    assert [group.reports[0] for group in groups] == sorted(group.reports[0] for group in groups)
    assert all(0 <= group.cohesion <= 1 and group.reason for group in groups)
