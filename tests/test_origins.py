from tiny import told

from crosswire.claims import match_claims
from crosswire.copying import trace_copies
from crosswire.lineage import trace_lineages
from crosswire.origins import count_origins
from crosswire.quotes import match_quotes


def counted(*reports, families=None):
    """The claim that most reports carry: its origins as (name, kind, reports), and the range."""
    copies, claims = trace_copies(reports), match_claims(reports)
    lineages, quotes = trace_lineages(reports, copies), match_quotes(reports, claims)
    claims = count_origins(claims, quotes, reports, copies, lineages, families=families or {})
    claim = max(claims, key=lambda c: len({m.span.report for m in c.mentions}))
    where = {mention.id: mention.span.report for mention in claim.mentions}
    origins = [(o.name, o.kind, sorted({where[m] for m in o.mentions})) for o in claim.origins]
    return origins, (claim.origins_min, claim.origins_max)


def test_one_named_source_is_one_origin_however_many_reports_credit_it():
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin, Mara Dunoy said."),
        told("b", "Mara Dunoy said nine people had died in the flood at Orrin."),
    )
    assert origins == [("Mara Dunoy", "person", ["a", "b"])]
    assert bounds == (1, 1)


def test_two_named_bodies_are_two_origins():
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin, the Velland rescue service said."),
        told("b", "Orrin hospital said nine people had died in the flood at Orrin."),
    )
    assert [(kind, reports) for _, kind, reports in origins] == [("organisation", ["a"]), ("organisation", ["b"])]
    assert bounds == (2, 2)


def test_doubt_never_makes_independence():
    """Two reports in their own voice may or may not have one source: the range says so."""
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin."),
        told("b", "The flood at Orrin killed nine people."),
    )
    assert [reports for _, _, reports in origins] == [["a"], ["b"]]
    assert bounds == (1, 2)


def test_outlets_of_one_publisher_are_one_origin_unless_they_name_two_sources():
    voices = (
        told("a", "Nine people died in the flood at Orrin.", outlet="Velland Herald"),
        told("b", "The flood at Orrin killed nine people.", outlet="Orrin Star"),
    )
    origins, bounds = counted(*voices, families={"a": "Corvane Media", "b": "Corvane Media"})
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 2)
    assert counted(*voices, families={"a": "Corvane Media", "b": "Lind Group"}) == counted(*voices)
    named = (
        told("a", "Nine people died in the flood at Orrin, the Velland rescue service said.", outlet="Velland Herald"),
        told("b", "Orrin hospital said nine people had died in the flood at Orrin.", outlet="Orrin Star"),
    )
    assert counted(*named, families={"a": "Corvane Media", "b": "Corvane Media"}) == counted(*named)


def test_unnamed_sources_are_never_independent_of_each_other():
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin, officials said."),
        told("b", "Officials said nine people had died in the flood at Orrin."),
    )
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 2)


def test_a_reporter_who_saw_it_is_an_origin_apart():
    origins, bounds = counted(
        told("a", "The wall of the Lesk dam broke at dawn, Mara Dunoy said."),
        told("b", "A Beacon reporter saw the wall of the Lesk dam break at dawn."),
    )
    assert sorted(kind for _, kind, _ in origins) == ["eyewitness", "person"]
    assert bounds == (2, 2)


def test_a_report_that_credits_another_has_it_from_there():
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin.", outlet="Velland Herald"),
        told("b", "The Velland Herald newspaper reported that nine people died in the flood at Orrin."),
    )
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 1)


def test_one_quotation_is_one_utterance_whoever_prints_it():
    origins, bounds = counted(
        told("a", "“We had no warning at all before the water came,” Mara Dunoy said."),
        told("b", "“We had no warning at all before the water came,” said the head of the rescue service."),
    )
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 1)


def test_every_origin_says_why():
    reports = [
        told("a", "Nine people died in the flood at Orrin, Mara Dunoy said."),
        told("b", "Mara Dunoy said nine people had died in the flood at Orrin."),
        told("c", "Waters that rose overnight left nine dead at Orrin."),
    ]
    copies = trace_copies(reports)
    claims = count_origins(match_claims(reports), (), reports, copies, trace_lineages(reports, copies))
    assert [origin.reason for claim in claims for origin in claim.origins] == [
        "a and b credit Mara Dunoy",
        "only c, in its own voice",
    ]


def test_one_that_credits_nobody_in_much_the_same_words_may_be_the_credited_one_retold():
    origins, bounds = counted(
        told("a", "Nine people died in the flood at Orrin, Mara Dunoy said."),
        told("b", "Nine people have died in the flood at Orrin."),
    )
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 2)


def test_an_account_given_to_one_outlet_is_no_second_account_in_another():
    origins, bounds = counted(
        told("a", "The wall of the Lesk dam broke at dawn.", outlet="Velland Herald"),
        told("b", "The Lesk dam's wall broke at dawn. Mara Dunoy told the Velland Herald it was old.", outlet="Beacon"),
    )
    assert [reports for _, _, reports in origins] == [["a", "b"]]
    assert bounds == (1, 1)
