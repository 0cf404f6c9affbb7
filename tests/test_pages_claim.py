"""What the pages of a claim and of a lineage show of the example analysis: a dam failure told by five reports."""

import re
from dataclasses import replace

import pytest
from example_analysis import CLAIMS, REPORTS, STORY, TEXTS

from crosswire.pages.claim import claim_page
from crosswire.pages.compare import compare_page
from crosswire.pages.lineage import lineage_page
from crosswire.records import Claim

BY_ID = {report.id: report for report in REPORTS}


def folded(text: str) -> str:
    return " ".join(text.split())


def test_each_mention_stands_in_its_paragraph_with_the_matching_words_marked() -> None:
    page = claim_page(STORY, CLAIMS[1], BY_ID)
    cards = {card.report.id: card for card in page.cards}
    assert [(piece.text, piece.both) for piece in cards["daily"].words] == [
        ("Nine people", True), ("died", False),
    ]  # fmt: skip
    assert cards["daily"].after == (
        " when the Lesk dam over Orrin burst early on Wednesday, according to rescuers. “There was no warning "
        "whatsoever,” Mara Dunoy said. Engineers inspected a second dam upstream. The operator Keld Water will face "
        "charges."
    ).replace("“", '"').replace("”", '"')
    assert cards["beacon"].clearest
    assert [(piece.text, piece.both) for piece in cards["beacon"].words] == [("killing nine people", True)]
    assert page.clearest == "m5"


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.id for claim in CLAIMS])
def test_all_that_is_shown_of_a_mention_stands_in_its_report(claim: Claim) -> None:
    for card in claim_page(STORY, claim, BY_ID).cards:
        shown = card.before + " ".join(piece.text for piece in card.words) + card.after
        for part in shown.split("…"):
            assert folded(part) in folded(TEXTS[card.report.id])


def test_long_paragraphs_are_cut_on_either_side() -> None:
    words = "Rain fell all day on the valley. " * 20
    text = f"{words}Nine people died. {words}"
    report = replace(BY_ID["daily"], text=text)
    start = text.index("Nine people died")
    mention = replace(CLAIMS[1].mentions[2], span=replace(CLAIMS[1].text, report="daily", start=start, end=start + 16))
    claim = replace(CLAIMS[1], text=mention.span, mentions=(mention,), origins=())
    (card,) = claim_page(STORY, claim, {**BY_ID, "daily": report}).cards
    assert re.fullmatch(r"… .{200,260} ", card.before)
    assert re.fullmatch(r".{200,260} …", card.after)


def test_a_conflict_shows_its_sides_with_the_words_that_differ() -> None:
    (number,) = claim_page(STORY, CLAIMS[1], BY_ID).differences
    assert number.conflict.id == "x1"
    assert [(side.reports, [(p.change, p.text) for p in diff]) for side, diff in number.sides] == [
        (("falcon",), [("same", "Twelve people are now known to have died")]),
        (
            ("clarion", "beacon"),
            [("removed", "Twelve people are now known to have died"), ("added", "killing nine people")],
        ),
    ]


def test_drift_shows_what_changed_on_the_way() -> None:
    (drift,) = claim_page(STORY, CLAIMS[2], BY_ID).differences
    (version,) = drift.changes[0].versions
    assert (version.before, version.after, drift.sides) == (("beacon",), ("daily",), ())
    assert ("removed", "might") in [(piece.change, piece.text) for piece in version.pieces]


def test_claims_with_like_words_are_offered_as_the_same() -> None:
    page = claim_page(STORY, CLAIMS[1], BY_ID)
    assert {claim.id for claim, _ in page.alike} == {"c1", "c3", "c4", "c5", "c6", "c7"}
    assert all(passage in TEXTS[claim.text.report] for claim, passage in page.alike)


def test_a_lineage_tells_what_each_report_took() -> None:
    page = lineage_page(STORY, STORY.lineages[0], BY_ID)
    assert [(one.way.report, one.way.words) for one in page.taken] == [
        ("daily", "reworded from beacon"), ("clarion", "partly from beacon"),
    ]  # fmt: skip
    clarion = page.taken[1]
    assert clarion.counts == {"same": 2, "altered": 1, "left": 2, "right": 1}
    assert [row.found for row in clarion.changed] == ["right", "left", "altered", "left"]
    assert [row.left[0].text for row in clarion.kept] == [
        '"We had no warning at all," said Mara Dunoy, who runs the rescue service.',
        "Some 400 people were led out of the valley.",
    ]
    assert [copy.reports for copy in page.copies] == [("beacon", "clarion"), ("beacon", "daily")]


def test_two_reports_stand_side_by_side_the_source_left() -> None:
    page = compare_page(STORY, BY_ID["clarion"], BY_ID["beacon"])
    assert (page.left.id, page.right.id) == ("beacon", "clarion")
    assert [claim.id for claim in page.claims] == ["c1", "c2"]
    assert page.lineage == STORY.lineages[0]
    alone = compare_page(STORY, BY_ID["falcon"], BY_ID["echo"])
    assert (alone.copy, alone.lineage) == (None, None)
