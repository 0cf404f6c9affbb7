import json
from importlib import resources
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import told, words

from crosswire.claims import AGAIN, grow_claims, match_claims, unite_claims, whole_weeks_apart
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


def test_the_text_of_a_claim_is_no_denial_of_it():
    reports = [
        told("a", "Orlo Storage denied that chemicals had been stored in the hall without a permit."),
        told("b", "Two officials said that chemicals had been stored in the hall without a permit."),
        told("c", "Officials said chemicals were stored in the hall without a permit."),
    ]
    (claim,) = [claim for claim in match_claims(reports) if len(claim.mentions) == len(reports)]
    assert claim.text.report != "a"


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


def linked(likely):
    """The links of wordings, as claims.py keeps them, from how likely each two are the same."""
    links = {}
    for (a, b), value in likely.items():
        links.setdefault(a, {})[b] = links.setdefault(b, {})[a] = value
    return links


def grown(printing, likely, join=0.6):
    """The claims of wordings, of which each stands in the reports that `printing` names by letter."""
    return grow_claims([frozenset(reports) for reports in printing], linked(likely), join)


sized_links = st.integers(1, 8).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.dictionaries(st.sampled_from(list(combinations(range(size), 2)) or [(0, 0)]), st.floats(0, 1), max_size=12),
    )
)


@given(sized_links)
def test_every_wording_is_in_a_claim_and_with_every_report_that_likely_tells_it(sized):
    size, likely = sized
    likely = {pair: value for pair, value in likely.items() if pair[0] != pair[1]}
    claims = grown(["abc"[wording % 3] for wording in range(size)], likely)
    united = unite_claims(claims, linked(likely), 0.7)
    assert {wording for claim in claims for wording in claim} == set(range(size))
    for (a, b), value in likely.items():
        if value >= 0.6 and a % 3 != b % 3:
            if any({a, b} <= set(claim) for claim in claims):
                assert any({a, b} <= claim for claim in united)
            else:
                assert value < AGAIN
                assert is_with(a, b % 3, claims)
                assert is_with(b, a % 3, claims)


def is_with(wording, report, claims):
    """Whether a wording is in a claim with one of that report."""
    return any(wording in claim and any(other % 3 == report for other in claim) for claim in claims)


def test_a_wording_joins_a_claim_of_which_it_may_say_each_telling():
    assert grown("abc", {(0, 1): 0.9, (0, 2): 0.55, (1, 2): 0.15}) == [[0, 1, 2]]
    assert grown("abc", {(0, 1): 0.9, (0, 2): 0.55, (1, 2): 0.05}) == [[0, 1], [2]]


def test_a_passage_that_tells_what_two_others_tell_apart_is_a_mention_of_two_claims():
    assert grown("abc", {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.05}) == [[0, 1], [0, 2]]


def test_two_passages_that_each_have_the_other_report_already_are_a_claim_only_where_that_is_likely():
    apart = {(0, 1): 0.9, (2, 3): 0.8}
    assert grown("abab", {**apart, (0, 3): 0.65}) == [[0, 1], [2, 3]]
    assert grown("abab", {**apart, (0, 3): AGAIN}) == [[0, 1], [2, 3], [0, 3]]
    assert grown("abcb", {(0, 1): 0.9, (2, 3): 0.8, (0, 3): 0.65}) == [[0, 1], [2, 3], [0, 3]]


def test_a_claim_takes_what_brings_another_report():
    likely = {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.9}
    assert grown("abb", likely) == [[0, 1], [0, 2]]
    assert grown(["a", "b", "bc"], likely) == [[0, 1, 2]]


def test_two_passages_of_one_report_are_a_claim_where_no_other_report_tells_it():
    assert grown("aab", {(0, 1): 0.9}) == [[0, 1], [2]]


def test_claims_that_share_wordings_are_one_where_the_rest_is_likely_the_same():
    likely = {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.7}
    assert unite_claims([[0, 1], [0, 2]], linked(likely), 0.7) == [{0, 1, 2}]
    assert unite_claims([[0, 1], [0, 2]], linked(likely), 0.8) == [{0, 1}, {0, 2}]
    assert unite_claims([[0, 1], [2]], linked(likely), 0.5) == [{0, 1}, {2}]
    assert unite_claims([[0, 1], [0, 1, 2]], {}, 0.7) == [{0, 1, 2}]


def test_no_passage_stands_for_two_claims_where_another_can():
    a = told("a", "The Lesk dam above Orrin broke before dawn and nine people died in Orrin.")
    b = told("b", "Before dawn the Lesk dam over Orrin burst.")
    c = told("c", "Nine people died in Orrin.")
    gists = [claim.text for claim in match_claims([a, b, c])]
    assert len(set(gists)) == len(gists)
