"""Traps: small stories that mislead whoever counts outlets or compares words, each with what a careful reader says.

Every place, person, body and outlet is invented.
"""

import pytest
from tiny import told, words

from crosswire.analysis import compare
from crosswire.records import AnnotatedReport, Claim, Conflict, Group, Story


def story_of(*reports: AnnotatedReport) -> Story:
    ids = tuple(sorted(report.report.id for report in reports))
    return compare(Group(ids, 1.0, "one event"), sorted(reports, key=lambda report: report.report.id))


def claim_with(story: Story, reports: dict[str, AnnotatedReport], phrase: str) -> Claim:
    """The claim, told by most reports, that has a mention with the phrase."""
    having = [
        claim for claim in story.claims if any(phrase in words(reports[m.span.report], m.span) for m in claim.mentions)
    ]
    return max(having, key=lambda claim: len({m.span.report for m in claim.mentions}))


def carriers(claim: Claim) -> list[str]:
    return sorted({mention.span.report for mention in claim.mentions})


def origins(claim: Claim) -> list[tuple[str, list[str]]]:
    where = {mention.id: mention.span.report for mention in claim.mentions}
    return [(origin.kind, sorted({where[m] for m in origin.mentions})) for origin in claim.origins]


def shown(conflict: Conflict) -> tuple[str, str, bool, bool]:
    return conflict.kind, conflict.reason, conflict.along is not None, conflict.superseded


AGENCY = [
    "ORRIN (AP) — Nine people died when the Lesk dam broke above Orrin on Monday night.",
    "The wall gave way shortly after ten and the water carried two footbridges into the gorge below.",
    "Rescue chief Mara Dunoy said her crews had searched the lower town until dawn with ropes and lamps.",
    "“We heard them before we saw them, and that is what saved them,” Dunoy told The Associated Press.",
    "The dam had been closed to walkers since April, when a smaller leak damaged the wall of the chapel.",
    "About nine thousand people live in Orrin, most of them in the streets that were flooded.",
]


def test_thirty_outlets_with_one_agency_text():
    """Thirty reports, one lineage, one origin."""
    reports = [
        told(
            f"r{n:02}",
            "\n\n".join(AGENCY[: 4 + n % 3]),
            title="Nine dead as dam breaks above Orrin",
            outlet=f"Outlet {n}",
        )
        for n in range(30)
    ]
    story = story_of(*reports)
    assert [(len(lineage.reports), lineage.agency) for lineage in story.lineages] == [(30, "AP")]
    claim = claim_with(story, {r.report.id: r for r in reports}, "Nine people died")
    assert len(carriers(claim)) == 30
    assert (len(claim.origins), claim.origins_min, claim.origins_max) == (1, 1, 1)
    assert story.conflicts == ()


RELEASE = (
    "“The Orrin harbour board will add four electric boats to the northern route next summer. The boats carry three "
    "hundred passengers each and need no fuel. We are proud to be the first line on the coast without smoke,” "
)
AROUND = {
    "a": "Passengers on the northern route will notice the quiet first. {}the board said in a press release.",
    "b": "The town has asked for cleaner boats for years, and residents complain of soot on their washing. "
    "{}the Orrin harbour board said in a press release.",
    "c": "Shares of the boat yard rose on Tuesday. {}the Orrin harbour board said in a press release.",
    "d": "Our shipping desk writes about what is new at the piers this week. "
    "{}according to a press release of the Orrin harbour board.",
    "e": "Captains are being trained at the school in Tarn. {}the Orrin harbour board said in a press release.",
}


def test_one_press_release_behind_five_reports():
    """Quoted by all, it is no copying; and it is one origin, not five."""
    reports = {name: told(name, text.format(RELEASE)) for name, text in AROUND.items()}
    story = story_of(*reports.values())
    assert story.copies == ()
    assert len(story.lineages) == 5
    claim = claim_with(story, reports, "four electric boats")
    assert carriers(claim) == ["a", "b", "c", "d", "e"]
    assert origins(claim) == [("organisation", ["a", "b", "c", "d", "e"])]
    assert (claim.origins_min, claim.origins_max) == (1, 1)


def test_two_agencies_with_different_texts_from_one_press_conference():
    """Two texts, no copying, and one origin: the mayor who spoke to both."""
    reports = {
        "coast": told(
            "coast",
            "TARN (Coast News) — Mayor Lisbet Oram said on Tuesday that the bridge will stay closed until October.\n\n"
            "Oram was speaking at a press conference in the town hall, where engineers showed photographs of cracks.",
            outlet="Coast News",
        ),
        "velland": told(
            "velland",
            "(Velland Press) The bridge at Tarn will remain shut until October, Mayor Lisbet Oram told reporters.\n\n"
            "The closure sends lorries on a detour of sixty kilometres through the hills.",
            outlet="Velland Press",
        ),
    }
    story = story_of(*reports.values())
    assert story.copies == ()
    claim = claim_with(story, reports, "until October")
    assert carriers(claim) == ["coast", "velland"]
    assert origins(claim) == [("person", ["coast", "velland"])]
    assert (claim.origins_min, claim.origins_max) == (1, 1)
    assert story.conflicts == ()


def test_a_quotation_in_translation():
    """One speaker's words in two translations are one quotation, and that the words differ is said."""
    reports = {
        "a": told("a", "“We will not give up one metre of this valley,” President Ilmo Sarek said on Monday."),
        "b": told("b", "“We shall not surrender a single metre of this valley,” President Ilmo Sarek said on Monday."),
    }
    story = story_of(*reports.values())
    (quote,) = story.quotes
    assert (quote.speaker, quote.drift) == ("Ilmo Sarek", True)
    assert [words(reports[m.report], m) for m in quote.mentions] == [
        "We will not give up one metre of this valley",
        "We shall not surrender a single metre of this valley",
    ]
    assert [shown(c) for c in story.conflicts] == [("quote", "the quoted words of Ilmo Sarek differ", False, False)]


def test_a_toll_of_nine_twelve_and_twelve_over_a_day():
    """The toll rises: superseded, not contradictory."""
    reports = {
        "a": told("a", "Nine people died when the Lesk dam broke above Orrin.", published="2025-03-12T07:00"),
        "b": told("b", "Twelve people died when the Lesk dam broke above Orrin.", published="2025-03-12T13:00"),
        "c": told("c", "The death toll at Orrin stands at 12, police said.", published="2025-03-12T21:00"),
    }
    story = story_of(*reports.values())
    assert [shown(c) for c in story.conflicts] == [
        ("number", "killed: Nine people in a; Twelve people in b; 12 in c", False, True)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12 boats", "a dozen boats"),
        ("goods worth $284 billion", "goods worth more than $284 billion"),
        ("287 boats", "nearly 290 boats"),
    ],
)
def test_one_number_in_two_forms_is_no_conflict(first: str, second: str):
    a = told("a", f"The storm at Orrin destroyed {first} in the harbour.")
    b = told("b", f"The storm at Orrin destroyed {second} in the harbour.")
    story = story_of(a, b)
    assert story.conflicts == ()
    assert carriers(story.claims[0]) == ["a", "b"]


def test_a_report_that_cites_another_that_cites_the_first():
    """c has it from b, b from a, and a from c: a circle, said to be one, and at most one origin."""
    reports = {
        "a": told(
            "a", "The Lesk dam will be sold to a foreign buyer, the Tarn Courier reported.", outlet="Orrin Gazette"
        ),
        "b": told(
            "b", "The Lesk dam will be sold to a foreign buyer, the Orrin Gazette reported.", outlet="Brask Mail"
        ),
        "c": told("c", "The Lesk dam will be sold to a foreign buyer, the Brask Mail reported.", outlet="Tarn Courier"),
    }
    story = story_of(*reports.values())
    claim = claim_with(story, reports, "sold to a foreign buyer")
    assert carriers(claim) == ["a", "b", "c"]
    assert [reports for _, reports in origins(claim)] == [["a", "b", "c"]]
    assert (claim.origins_min, claim.origins_max) == (1, 1)
    (origin,) = claim.origins
    assert origin.circle == ("a", "c", "b")
    assert origin.reason.startswith("circular: a from c, c from b, b from a, and none credits anybody else; ")


def test_a_report_that_cites_another_which_saw_it_is_no_circle():
    reports = {
        "a": told("a", "The Lesk dam will be sold, Mayor Lisbet Oram said on Tuesday.", outlet="Orrin Gazette"),
        "b": told("b", "The Lesk dam will be sold, the Orrin Gazette reported on Tuesday.", outlet="Brask Mail"),
    }
    claim = claim_with(story_of(*reports.values()), reports, "will be sold")
    assert [origin.circle for origin in claim.origins] == [()]


def test_a_satirical_copy_with_one_word_changed():
    """The copy is found, and the one word that changed on its way is shown."""
    text = [
        "Orrin council voted on Tuesday to repair the wall of the Lesk dam before the winter.",
        "Mayor Lisbet Oram said that the work will cost nine million crowns and take five months.",
        "The council heard three engineers, who had inspected the wall with ropes during the summer.",
        "The wall was built by volunteers ninety years ago and has been patched four times since.",
    ]
    changed = [text[0].replace("repair", "paint"), *text[1:]]
    reports = {
        "gazette": told("gazette", "\n\n".join(text), published="2025-03-12T08:00"),
        "jester": told("jester", "\n\n".join(changed), published="2025-03-12T15:00"),
    }
    story = story_of(*reports.values())
    assert [(c.relation, c.source) for c in story.copies] == [("copy", "gazette")]
    assert [shown(c) for c in story.conflicts] == [("other", "“repair” in gazette; “paint” in jester", True, False)]
    assert [c.direction for c in story.conflicts] == [(("gazette", "jester"),)]


def test_a_sports_result_in_three_wordings():
    """One result, one claim, no conflict."""
    reports = {
        "a": told("a", "Orrin Rovers beat Tarn United 3-1 on Saturday to win the Velland Cup."),
        "b": told("b", "Tarn United lost the final of the Velland Cup 3-1 to Orrin Rovers on Saturday."),
        "c": told("c", "With a 3-1 victory over Tarn United, Orrin Rovers won the Velland Cup on Saturday."),
    }
    story = story_of(*reports.values())
    assert carriers(story.claims[0]) == ["a", "b", "c"]
    assert story.conflicts == ()
