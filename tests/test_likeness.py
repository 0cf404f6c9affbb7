import numpy as np
import pytest
from tiny import told, words

from crosswire.claims import match_claims
from crosswire.likeness import FEATURES, candidate_pairs, explain_links, pair_features, story_units

A = told("a", "The Lesk dam above Orrin broke before dawn. Schools in Orrin will stay closed for a week.")
B = told("b", "Before dawn the Lesk dam over Orrin burst. The baker Ilse Kann sold out of bread.")


def test_a_link_says_what_carried_it():
    claim = next(claim for claim in match_claims([A, B]) if len(claim.mentions) == 2)
    (link,) = explain_links([A, B], claim)
    assert (words(A, link.a), words(B, link.b)) == (
        "The Lesk dam above Orrin broke before dawn",
        "Before dawn the Lesk dam over Orrin burst",
    )
    assert link.likely > 0.5
    assert {evidence.feature for evidence in link.evidence} == set(FEATURES)
    pulls = [abs(evidence.pull) for evidence in link.evidence]
    assert pulls == sorted(pulls, reverse=True)


def test_a_claim_of_one_mention_has_no_link():
    claim = next(claim for claim in match_claims([A, B]) if len(claim.mentions) == 1)
    assert explain_links([A, B], claim) == ()


@pytest.mark.parametrize(
    ("a", "b", "feature", "value"),
    [
        ("The dam did not break.", "The dam broke.", "one negated", 1.0),
        ("The dam broke on Tuesday.", "On Tuesday the dam broke.", "time", 1.0),
        ("The dam broke on Tuesday.", "The dam broke on Monday.", "time", 0.0),
        ("The dam broke, Ilse Kann said.", "Ilse Kann said the dam had broken.", "source", 1.0),
        ("The dam may have broken.", "The dam broke.", "certainty", 0.0),
        ("The dam broke.", "A dam that broke flooded Orrin.", "verb", 1.0),
    ],
)
def test_what_is_compared(a, b, feature, value):
    units = story_units([told("a", a), told("b", b)])
    pair = np.array([[0, len(units) - 1]])
    assert pair_features(units, pair)[0, FEATURES.index(feature)] == value


def test_what_one_report_denies_is_compared_only_with_what_is_all_but_the_same():
    denied = told("a", "The mayor denied that the dam had broken.")
    units = story_units([denied, told("b", "Two bridges over the Lesk were closed after the dam had broken.")])
    assert candidate_pairs(units).tolist() == []


def test_no_unit_no_pair():
    assert candidate_pairs([]).shape == (0, 2)
