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
