from tiny import told, words

from crosswire.claims import match_claims
from crosswire.ranking import rank_claims
from crosswire.records import Conflict

A = told(
    "a", "The Lesk dam above Orrin broke before dawn. A cafe in Orrin sold coffee.", title="Dam breaks above Orrin"
)
B = told("b", "A cafe in Orrin sold coffee. Before dawn the Lesk dam over Orrin burst.", title="Orrin dam bursts")
C = told(
    "c", "The Lesk dam broke above Orrin at dawn. The mayor was abroad. Two bridges are shut.", title="Lesk dam fails"
)


def ranked(*conflicts):
    reports = {"a": A, "b": B, "c": C}
    claims = match_claims(list(reports.values()))
    return [words(reports[c.text.report], c.text) for c in rank_claims(claims, conflicts, list(reports.values()))]


def test_what_most_reports_carry_and_lead_with_comes_first():
    assert "dam" in ranked()[0]
    assert ranked().index("A cafe in Orrin sold coffee") < ranked().index("Two bridges are shut")


def test_the_order_of_claims_changes_nothing():
    claims = match_claims([A, B, C])
    assert rank_claims(claims, (), [A, B, C]) == rank_claims(claims[::-1], (), [C, B, A])


def test_a_dispute_of_what_one_report_tells_goes_nowhere():
    alone = next(c for c in match_claims([A, B, C]) if len(c.mentions) == 1)
    conflict = Conflict("x1", "number", alone.id, (alone.text,), None, False, "")
    assert ranked(conflict) == ranked()
