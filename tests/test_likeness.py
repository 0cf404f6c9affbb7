import numpy as np
import pytest
from tiny import told, words

from crosswire.claims import match_claims
from crosswire.likeness import ALIKE, FEATURES, candidate_pairs, explain_links, pair_features, story_units

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
        ("Nine men fled the dam.", "Ten men fled the dam.", "other numbers", 1.0),
        ("Nine men fled the dam.", "The men fled the dam.", "other numbers", 0.0),
    ],
)
def test_what_is_compared(a, b, feature, value):
    units = story_units([told("a", a), told("b", b)])
    pair = np.array([[0, len(units) - 1]])
    assert pair_features(units, pair)[0, FEATURES.index(feature)] == value


def test_days_between_reports_are_compared_and_an_unknown_day_is_a_week():
    a, b = (told(name, "The dam broke.", published=day) for name, day in (("a", "2025-03-12"), ("b", "2025-03-15")))
    c = told("c", "The dam broke.", published=None)
    pairs = np.array([[0, 1], [0, 2]])
    apart = pair_features(story_units([a, b, c]), pairs)[:, FEATURES.index("days apart")]
    assert apart.tolist() == [np.log1p(3), np.log1p(7)]


def test_reports_of_one_event_share_their_words_and_unlike_ones_do_not():
    of_one_event = story_units([A, B])
    unlike = story_units([A, told("c", "Schools in Fenn tried a new radio before the summer. Nobody heard it.")])
    column = FEATURES.index("reports alike")
    rows = [pair_features(units, np.array([[0, len(units) - 1]]))[0] for units in (of_one_event, unlike)]
    assert rows[0][column] == ALIKE
    assert rows[1][column] < ALIKE


def test_names_in_common_say_little_where_what_is_told_of_them_differs():
    told_of = ["Ada Quill told Ilse Kann of the dam.", "Ada Quill married Ilse Kann."]
    units = story_units([told(name, text) for name, text in zip("ab", told_of, strict=True)])
    row = pair_features(units, np.array([[0, 1]]))[0]
    assert row[FEATURES.index("aligned")] > row[FEATURES.index("aligned beyond names")]


def test_what_one_report_denies_is_compared_only_with_what_is_all_but_the_same():
    denied = told("a", "The mayor denied that the dam had broken.")
    units = story_units([denied, told("b", "Two bridges over the Lesk were closed after the dam had broken.")])
    assert candidate_pairs(units).tolist() == []


def test_no_unit_no_pair():
    assert candidate_pairs([]).shape == (0, 2)
