import pytest
from tiny import told, words

from crosswire.claims import match_claims
from crosswire.conflicts import find_conflicts
from crosswire.copying import trace_copies
from crosswire.lineage import trace_lineages
from crosswire.quotes import match_quotes


def conflicts_of(*reports):
    copies, claims = trace_copies(reports), match_claims(reports)
    return find_conflicts(claims, match_quotes(reports, claims), reports, copies, trace_lineages(reports, copies))


def kinds(*reports):
    return [conflict.kind for conflict in conflicts_of(*reports)]


def test_two_figures_for_one_thing():
    a = told("a", "Nine people died in the flood at Orrin.")
    b = told("b", "Eleven people died in the flood at Orrin.")
    (conflict,) = conflicts_of(a, b)
    assert (conflict.kind, conflict.superseded, conflict.along) == ("number", False, None)
    assert [words({"a": a, "b": b}[m.report], m) for m in conflict.mentions] == [
        "Nine people died in the flood at Orrin",
        "Eleven people died in the flood at Orrin",
    ]


def test_a_toll_that_rises_with_the_hours_is_superseded():
    a = told("a", "Nine people died in the flood at Orrin.", published="2025-03-12T08:00")
    b = told("b", "Eleven people died in the flood at Orrin.", published="2025-03-12T19:00")
    assert [(c.kind, c.superseded) for c in conflicts_of(a, b)] == [("number", True)]


def test_a_toll_that_falls_is_not_superseded():
    a = told("a", "Eleven people died in the flood at Orrin.", published="2025-03-12T08:00")
    b = told("b", "Nine people died in the flood at Orrin.", published="2025-03-12T19:00")
    assert [(c.kind, c.superseded) for c in conflicts_of(a, b)] == [("number", False)]


@pytest.mark.parametrize(
    ("first", "second"),
    [("298 people", "nearly 300 people"), ("31 people", "more than 30 people"), ("nine people", "9 people")],
)
def test_rounding_and_bounds_are_no_conflict(first, second):
    a = told("a", f"The flood at Orrin drove {first} from their homes.")
    b = told("b", f"The flood at Orrin drove {second} from their homes.")
    assert kinds(a, b) == []


def test_another_day():
    a = told("a", "The Lesk dam above Orrin broke on Monday.")
    b = told("b", "The Lesk dam above Orrin broke on Tuesday.")
    assert kinds(a, b) == ["time"]


def test_years_ago_are_a_year_more_or_less():
    a = told("a", "The rail bridge over the Lesk opened in 2022.")
    for written in (
        "The rail bridge over the Lesk opened two years ago.",
        "RAIL BRIDGE OVER THE LESK OPENED TWO YEARS AGO.",
    ):
        assert kinds(a, told("b", written)) == []
    assert kinds(a, told("b", "The rail bridge over the Lesk opened in 2023.")) == ["time"]


def test_the_day_of_the_saying_is_not_the_day_of_the_event():
    a = told("a", "The Lesk dam above Orrin has broken, police said on Tuesday.")
    b = told("b", "The Lesk dam above Orrin has broken, police said on Wednesday.")
    assert kinds(a, b) == []


def test_a_hedge_here_and_none_there():
    a = told("a", "The Lesk dam above Orrin may break again.")
    b = told("b", "The Lesk dam above Orrin will break again.")
    assert "certainty" in kinds(a, b)


def test_no_one_was_hurt_against_someone_was():
    a = told("a", "Nobody was injured when the Lesk dam broke, the operator said.")
    b = told("b", "Two men were injured when the Lesk dam broke.")
    assert "denial" in kinds(a, b)


def test_one_name_spelt_in_two_ways():
    a = told("a", "Mara Dunoy leads the rescue service. Mara Dunoy spoke on Monday.")
    b = told("b", "Mara Dunoi leads the rescue service. Mara Dunoi spoke on Monday.")
    assert "name" in kinds(a, b)


def test_an_altered_quotation():
    a = told("a", "“They will pay a clear price for this,” Piet Olm said.")
    b = told("b", "“They will pay a high price for this,” Piet Olm said.")
    assert kinds(a, b) == ["quote"]


def test_what_one_leaves_out_is_no_conflict():
    a = told("a", "The Lesk dam above Orrin broke before dawn on Tuesday, killing nine people.")
    b = told("b", "The Lesk dam above Orrin broke on Tuesday.")
    assert kinds(a, b) == []


def test_every_conflict_says_who_says_what():
    a = told("a", "Nine people died in the flood at Orrin.")
    b = told("b", "Eleven people died in the flood at Orrin.")
    (conflict,) = conflicts_of(a, b)
    assert conflict.reason == "killed: Nine people in a; Eleven people in b"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # Figures
        (
            "The repair of the Lesk dam will cost $103 million.",
            "The repair of the Lesk dam will cost $105 million.",
            ["number"],
        ),
        ("The Lesk dam held about 1.9 billion litres.", "The Lesk dam held 2.07 billion litres.", ["number"]),
        ("The Lesk dam held about 2 billion litres.", "The Lesk dam held 2.07 billion litres.", []),
        ("The bid for the dam is $82 million.", "The previous bid for the dam was $70 million.", []),
        ("Three gulls, two of them white, nest on the Lesk dam.", "Two gulls nest on the Lesk dam.", []),
        ("Up to 10 men worked on the Lesk dam.", "Up to 14 men worked on the Lesk dam.", ["number"]),
        # Clock times
        ("The Lesk dam broke at 5:10 a.m.", "The Lesk dam broke at 6:40 a.m.", ["time"]),
        # Years; "two years ago" is one more or less
        ("The Lesk dam was built in 1961.", "The Lesk dam was built in 1962.", ["time"]),
        ("The Lesk dam broke two years ago.", "The Lesk dam broke in 2022.", []),
        # Where a place lies
        ("The Lesk dam near Tarn broke.", "The Lesk dam near Brask broke.", ["place"]),
        # Names of one body, and one person's first name
        ("Ada Velland studied at the University of Lesk.", "Ada Velland studied at Lesk State College.", ["name"]),
        # Hedges
        ("A possible meteor fell on the Lesk dam.", "A meteor fell on the Lesk dam.", ["certainty"]),
        ("The Lesk dam broke.", "The Lesk dam reportedly broke.", ["certainty"]),
        # Deeds
        ("The girl slapped the soldier at the gate.", "The girl kicked the soldier at the gate.", []),
        ("The girl slapped a soldier at the gate.", "The girl slapped the soldiers at the gate.", ["number"]),
        ("Orrin Rovers beat Tarn United in the final.", "Tarn United lost the final to Orrin Rovers.", []),
        ("The wall of the Lesk dam will be repaired.", "The wall of the Lesk dam has been repaired.", ["time"]),
        # What hangs on something
        (
            "If all goes to plan, the Lesk dam will hold the flood.",
            "The Lesk dam will hold the flood.",
            ["certainty"],
        ),
        ("A flood of the Lesk dam was predicted by Ada Quill.", "Ada Quill predicted a flood of the Lesk dam.", []),
        # What nobody had done before does not contradict who did it first
        ("Nobody had climbed the Lesk dam before.", "Ada Quill climbed the Lesk dam.", []),
        # Nobody did so in one place; somebody did in another
        (
            "Nobody has landed on the far side of the moon.",
            "Ada Quill landed on the moon in 2013, the first to do so since 1976.",
            [],
        ),
    ],
)
def test_what_differs_and_what_only_seems_to(first: str, second: str, found: list[str]):
    assert sorted(set(kinds(told("a", first), told("b", second)))) == found


def test_a_figure_that_the_other_report_knows_is_of_something_else():
    a = told("a", "The new offer for the Lesk dam is $82 million. The old offer for the Lesk dam was $70 million.")
    b = told("b", "The offer for the Lesk dam is $70 million. It is to rise to $82 million.")
    assert "number" not in kinds(a, b)


def test_a_deed_that_the_other_report_calls_by_both_words_is_the_same():
    a = told("a", "Scientists have found planets near the star Ilvane. The planets that they detected are small.")
    b = told("b", "Scientists have detected planets near the star Ilvane.")
    assert "other" not in kinds(a, b)


def test_all_who_say_flatly_what_one_hedges_stand_against_it():
    a = told("a", "The Lesk dam may break again.")
    b, c = (told(name, "The Lesk dam will break again.") for name in "bc")
    (conflict,) = (conflict for conflict in conflicts_of(a, b, c) if conflict.kind == "certainty")
    assert [mention.report for mention in conflict.mentions] == ["a", "b", "c"]


def test_a_denial_says_by_whom():
    a = told("a", "Nobody was injured when the Lesk dam broke, Ada Quill said.")
    b = told("b", "Two men were injured when the Lesk dam broke.")
    assert "said not to be so by Ada Quill in a; said to be so in b" in [c.reason for c in conflicts_of(a, b)]


@pytest.mark.parametrize(
    ("said", "other"),
    [
        # Much the same verb, another matter.
        ("The council found no fault in the dam, Ada Quill said.", "The council found the bridge of Orrin too narrow."),
        # A question denies nothing, nor does what says no as well.
        ("No one hurt at the Lesk dam?", "Two men were hurt at the Lesk dam."),
        ("The operator had not inspected the Lesk dam, police said.", "The operator never inspected the Lesk dam."),
    ],
)
def test_what_is_no_denial(said, other):
    assert "denial" not in kinds(told("a", said), told("b", other))


def test_a_no_beside_the_matter_is_no_denial_of_it():
    a = told("a", "The council had not written to the Lesk mill in November, Ada Quill said.")
    b = told("b", "The council had written to the Lesk mill in November and got no reply.")
    assert "denial" in kinds(a, b)


def test_tolls_of_two_events_are_no_conflict():
    a = told("a", "Nine people died in the flood at Orrin.")
    b = told("b", "The plague of 1640 killed 4,000 people at Orrin.")
    assert kinds(a, b) == []


def test_the_parts_of_a_toll_are_its_sum():
    a = told("a", "The flood at Orrin hurt 27 people.")
    b = told("b", "Four people went to the Lesk clinic with broken bones and 20 others hurt.")
    reasons = [conflict.reason for conflict in conflicts_of(a, b) if conflict.kind == "number"]
    assert reasons == ["hurt: 27 people in a; Four people went to the Lesk clinic with broken bones and 20 others in b"]


def test_other_words_for_a_deed_are_a_conflict_where_several_reports_use_each():
    slapped, kicked = "The girl slapped the soldier at the gate.", "The girl kicked the soldier at the gate."
    reports = [told("a", slapped), told("b", kicked), told("c", f"{slapped} She is 16."), told("d", kicked)]
    (conflict,) = [c for c in conflicts_of(*reports) if c.kind == "other"]
    assert conflict.reason == "“slapped” in a and c; “kicked” in b and d"


def test_what_a_reporter_saw_is_no_credit_changed():
    a = told("a", "The Orrin Herald reported that the convoy of Ada Quill left the station of Lesk at noon.")
    b = told("b", "A reporter saw the convoy of Ada Quill leave the station of Lesk at noon.")
    assert "attribution" not in kinds(a, b)
