import json
from importlib import resources
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import told, words

from crosswire.claims import link_units, match_claims, whole_weeks_apart, widen
from crosswire.likeness import FEATURES


def claims_of(*reports):
    by_id = {report.report.id: report for report in reports}
    return [{(m.span.report, words(by_id[m.span.report], m.span)) for m in c.mentions} for c in match_claims(reports)]


def test_passages_that_say_the_same_are_one_claim():
    a = told("a", "The Lesk dam above Orrin broke before dawn. Schools in Orrin will stay closed for a week.")
    b = told("b", "Before dawn the Lesk dam over Orrin burst. The baker Ilse Kann sold out of bread.")
    assert claims_of(a, b) == [
        {
            ("a", "The Lesk dam above Orrin broke before dawn"),
            ("b", "Before dawn the Lesk dam over Orrin burst"),
        },
        {("a", "Schools in Orrin will stay closed for a week")},
        {("b", "The baker Ilse Kann sold out of bread")},
    ]


def test_every_mention_names_its_source_and_certainty():
    a = told("a", "Police in Orrin said that two bridges had collapsed.")
    b = told("b", "Two bridges may have collapsed in Orrin, the mayor said.", published=None)
    (claim,) = match_claims([a, b])
    assert [(m.source, m.cue, m.certainty, m.published) for m in claim.mentions] == [
        ("Police in Orrin", "said", "certain", "2025-03-12"),
        ("the mayor", "said", "possible", None),
    ]


def test_the_text_of_a_claim_is_one_of_its_mentions():
    reports = [
        told("a", "Nine people died when the Lesk dam broke.", title="Nine dead in Orrin"),
        told("b", "The Lesk dam broke, and nine people died."),
    ]
    for claim in match_claims(reports):
        assert claim.text in {mention.span for mention in claim.mentions}


def test_the_order_of_the_reports_changes_nothing():
    reports = [
        told("a", "The Lesk dam above Orrin broke before dawn. Nine people died."),
        told("b", "Before dawn the Lesk dam over Orrin burst. Nine were killed."),
        told("c", "Nine people died in Orrin."),
    ]
    assert match_claims(reports) == match_claims(reports[::-1])


def test_the_fitted_weights_are_for_the_features_that_are_computed():
    model = json.loads((resources.files("crosswire") / "weights" / "claims.json").read_text(encoding="utf-8"))
    assert model["features"] == list(FEATURES)
    assert len(model["weights"]) == len(model["usual"]) == len(FEATURES)


def test_no_report_no_claim():
    assert match_claims([]) == ()


def test_one_weekday_seen_from_two_publication_dates_is_the_earlier_one():
    text = "The Lesk dam above Orrin broke on Tuesday."
    first = told("a", text, published="2025-03-12")
    again = told("b", text, published="2025-03-26")
    (claim,) = match_claims([first, again])
    assert {mention.when for mention in claim.mentions} == {"2025-03-11"}


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("2025-03-11", "2025-03-25", True),
        ("2025-03-11", "2025-03-11", False),
        ("2025-03-11", "2025-03-12", False),
        ("2025-03", "2025-03-11", False),
        ("2025-03-11TNI", "2025-03-18TNI", True),
    ],
)
def test_whole_weeks(a, b, apart):
    assert whole_weeks_apart(a, b) is apart


links = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.dictionaries(st.sampled_from(list(combinations(range(size), 2)) or [(0, 0)]), st.floats(0, 1), max_size=12),
    )
)


@given(links)
def test_linking_puts_every_unit_in_one_group(sized):
    size, likely = sized
    pairs = np.array([pair for pair in likely if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    values = np.array([likely[i, j] for i, j in pairs.tolist()])
    groups = link_units(["abc"[unit % 3] for unit in range(size)], pairs, values, 0.5)
    assert sorted(unit for group in groups for unit in group) == list(range(size))
    assert groups == sorted(groups)


def test_linking_asks_for_the_mean_over_reports():
    pairs, likely = np.array([[0, 1], [1, 2]]), np.array([0.9, 0.9])
    assert link_units(["a", "b", "c"], pairs, likely, 0.5) == [[0, 1], [2]]
    assert link_units(["a", "b", "c"], pairs, likely, 0.4) == [[0, 1, 2]]


def test_a_report_that_tells_a_claim_twice_counts_once():
    pairs, likely = np.array([[0, 1], [0, 2], [1, 2]]), np.array([0.9, 0.9, 0.1])
    assert link_units(["a", "b", "b"], pairs, likely, 0.5) == [[0, 1, 2]]


def test_a_passage_that_tells_what_two_claims_say_is_a_mention_of_both():
    reports = ["a", "a", "b", "b", "c"]
    pairs = np.array([[0, 2], [1, 3], [0, 4], [1, 4], [2, 4], [3, 4]])
    likely = np.array([0.9, 0.9, 0.8, 0.7, 0.8, 0.7])
    groups = link_units(reports, pairs, likely, 0.75)
    assert groups == [[0, 2, 4], [1, 3]]
    assert widen(reports, pairs, likely, groups, 0.7) == [([0, 2, 4], []), ([1, 3], [4])]
    assert widen(reports, pairs, likely, groups, 0.75) == [([0, 2, 4], []), ([1, 3], [])]


def test_claims_of_which_one_tells_more_than_half_of_the_other_are_one():
    pairs, likely = np.array([[0, 1], [0, 2], [1, 2]]), np.array([0.9, 0.6, 0.6])
    groups = link_units(["a", "b", "c"], pairs, likely, 0.7)
    assert groups == [[0, 1], [2]]
    assert widen(["a", "b", "c"], pairs, likely, groups, 0.5) == [([0, 1, 2], [])]
