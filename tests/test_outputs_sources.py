from dataclasses import replace

from example_analysis import CLAIMS, REPORTS, STORY

from crosswire.outputs.page import Listing
from crosswire.outputs.sources import Saying, list_speakers
from crosswire.records import Span

TEXTS = {report.id: report for report in REPORTS}


def test_each_source_with_what_it_said_and_where() -> None:
    speakers = list_speakers(STORY, TEXTS, False).shown
    assert [(one.name, one.reports, len(one.sayings.shown)) for one in speakers] == [
        ("Velland rescue service", ("beacon", "clarion", "falcon"), 2),
        ("rescuers", ("daily",), 2),
        ("Piet Olm", ("echo",), 1),
        ("Velland engineers' guild", ("falcon",), 1),
        ("prosecutors", ("beacon",), 1),
    ]
    olm = next(one for one in speakers if one.name == "Piet Olm")
    assert olm.sayings == Listing((Saying("the dam had been cracked for months", ("echo",), "denied", CLAIMS[3]),))


def test_one_source_spelt_in_two_ways_is_one() -> None:
    first, other, *_ = CLAIMS[0].mentions
    mentions = (replace(first, source="the city’s fire chief"), replace(other, source="The city's fire chief"))
    told = replace(STORY, claims=(replace(CLAIMS[0], mentions=mentions),))
    (speaker,) = list_speakers(told, TEXTS, False).shown
    assert (speaker.name, speaker.reports) == ("the city’s fire chief", ("beacon", "clarion"))


def test_two_claims_of_one_sentence_are_shown_once() -> None:
    told = replace(STORY, claims=(CLAIMS[3], replace(CLAIMS[3], id="c30")))
    olm, guild = list_speakers(told, TEXTS, False).shown
    assert (len(olm.sayings.shown), len(guild.sayings.shown), olm.sayings.left_out) == (1, 1, 0)


def test_what_is_left_out_is_counted() -> None:
    first = CLAIMS[0].mentions[0]
    claims = tuple(
        replace(CLAIMS[0], id=f"c{n}", mentions=(replace(first, span=span, source=f"Witness {n % 25:02}"),))
        for n, span in ((n, Span("beacon", n, n + 40)) for n in range(200))
    )
    listed = list_speakers(replace(STORY, claims=claims), TEXTS, False)
    assert (len(listed.shown), listed.left_out) == (20, 5)
    assert (len(listed.shown[0].sayings.shown), listed.shown[0].sayings.left_out) == (6, 2)
    assert list_speakers(replace(STORY, claims=claims), TEXTS, True).left_out == 0
