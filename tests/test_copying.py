"""Copying and lineage, on invented reports of a landslip in an invented place."""

import re
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from tiny import told

from crosswire.copying import trace_copies
from crosswire.language.vectors import encode
from crosswire.lineage import trace_lineages
from crosswire.records import AnnotatedReport, Copy, Credit, Detail, Mark, Report, Sentence, Span

LEAD = [
    "Six hikers were rescued on Sunday after a landslip buried the upper path of Mount Ilvane, the valley guard said.",
    "The slope gave way shortly after two in the afternoon and carried a wooden bridge into the gorge below.",
    "Guard captain Perel Antos said his crew had reached the hikers with ropes because no helicopter could land.",
    "“We heard them before we saw them, and that is what saved them,” Antos told reporters.",
    "Two of the rescued, a teacher and her son from Brask, were taken to hospital with broken legs.",
]
REST = [
    "The path had been closed to carts since April, when a smaller slip damaged the wall of a chapel.",
    "Geologists from the college at Tarn warned last year that heavy rain could loosen the whole eastern face.",
    "Mayor Lisbet Oram said the council would decide on Tuesday whether to shut every path on the mountain.",
    "About nine thousand people climb Mount Ilvane every summer, most of them on the path that was buried.",
    "The bridge had been built by volunteers eleven years ago and was due to be replaced in the autumn.",
]
REWORDED = [
    "The valley guard rescued six people hiking on Mount Ilvane on Sunday when a landslide covered its upper trail.",
    "The hillside collapsed just after 2 pm and swept a timber bridge down to the gorge.",
    "Captain Perel Antos of the guard said crews used ropes to get to the hikers as helicopters were unable to land.",
    "A teacher and her son, both from Brask, were hospitalised with broken legs.",
    "Carts had been banned from the path since April after a lesser slip harmed a chapel wall.",
    "Last year geologists at the Tarn college cautioned that the entire eastern face might be loosened by heavy rain.",
    "The council is to decide on Tuesday if all paths on the mountain will be shut, according to Mayor Lisbet Oram.",
    "Some nine thousand visitors go up Mount Ilvane each summer, mostly on the trail that was buried.",
    "Volunteers built the bridge eleven years ago, and it was to have been replaced this autumn.",
]
INDEPENDENT = [
    "Marel Quist was tying her boots when the ground above the gorge began to move.",
    "By the time she looked up, half of the hillside had gone and the air was full of dust.",
    "“We heard them before we saw them, and that is what saved them,” the guard captain said later.",
    "Our reporter counted six stretchers outside the mountain hut, though only two were needed in the end.",
    "The innkeeper had hot soup ready for everyone who came down, and he would take no money for it.",
    "Quist, who keeps goats near Tarn, says that she will not go up again before the council has mended the wall.",
    "In the village people talked of little else than the chapel, which lost some of its stones in spring.",
    "Nobody could say when the path will open, and the mayor was not at home on Sunday night.",
]


def report(
    name: str, paragraphs: list[str], published: str | None = None, outlet: str | None = None, **more: object
) -> AnnotatedReport:
    """A report with a title, a paragraph a sentence, as the steps before would hand it on."""
    text = "\n\n".join([f"Report of {name}", *paragraphs])
    sentences = tuple(
        Sentence(Span(name, *found.span()), number, None if number else "title")
        for number, found in enumerate(re.finditer(r"[^\n]+", text))
    )
    vectors = encode([text[s.span.start : s.span.end] for s in sentences])
    return AnnotatedReport(
        Report(
            name,
            text,
            outlet=Detail(outlet, "field") if outlet else None,
            published=Detail(published, "field") if published else None,
            marks=(Mark(sentences[0].span, "title"),),
            **more,  # type: ignore[arg-type]
        ),
        "en",
        sentences,
        (),
        (),
        (),
        (),
        (),
        (),
        vectors,
        np.zeros((0, 384), dtype=np.float32),
        np.zeros((0, 384), dtype=np.int8),
    )


def crediting(annotated: AnnotatedReport, agency: str, basis: str = "credit line") -> AnnotatedReport:
    credit = Credit(agency, basis)  # type: ignore[arg-type]
    return replace(annotated, report=replace(annotated.report, credits=(credit,)))


def only(*reports: AnnotatedReport) -> Copy:
    (copy,) = trace_copies(reports)
    return copy


def passages(copy: Copy, *reports: AnnotatedReport) -> list[tuple[str, str]]:
    text = {r.report.id: r.report.text for r in reports}
    return [(text[p.a.report][p.a.start : p.a.end], text[p.b.report][p.b.start : p.b.end]) for p in copy.passages]


def test_a_verbatim_copy() -> None:
    a, b = report("a", LEAD + REST), report("b", LEAD + REST)
    copy = only(a, b)
    assert (copy.relation, copy.containment, copy.source, copy.credit) == ("copy", (1.0, 1.0), None, None)
    whole = "\n\n".join(LEAD + REST).removesuffix(".")
    assert passages(copy, a, b) == [(whole, whole)]
    assert copy.reason.startswith("100 % of a stands word for word in b, quotations aside, in one passage of ")


def test_a_trimmed_copy_comes_from_the_fuller_text() -> None:
    copy = only(report("long", LEAD + REST), report("short", LEAD))
    assert copy.relation == "copy"
    assert copy.containment[0] < 0.6
    assert copy.containment[1] == 1.0
    assert copy.source == "long"


def test_an_edited_copy() -> None:
    changed = [LEAD[0], INDEPENDENT[0], LEAD[2].replace("hikers", "group"), INDEPENDENT[1], *LEAD[4:], *REST[:3]]
    copy = only(report("a", LEAD + REST), report("b", changed))
    assert copy.relation == "edited"
    assert 0.45 < max(copy.containment) < 0.9


def test_blocks_in_another_order_are_a_copy() -> None:
    a, b = report("a", LEAD + REST), report("b", REST + LEAD)
    copy = only(a, b)
    assert copy.relation == "copy"
    assert copy.containment == (1.0, 1.0)
    assert [first.split()[0] for first, _ in passages(copy, a, b)] == ["Six", "The"]


def test_two_sentences_in_a_report_of_its_own_are_partial() -> None:
    copy = only(report("a", LEAD + REST), report("b", [*INDEPENDENT, REST[0], REST[3]]))
    assert copy.relation == "partial"
    assert len(copy.passages) == 2


def test_a_shared_quotation_is_not_copying() -> None:
    speech = (
        "“We had been told for a year that the slope would hold, and we believed it, because we wanted to believe it. "
        "I will not tell the families that nobody could have known. Somebody knew, and somebody chose to keep still.”"
    )
    a = report("a", [LEAD[0], f"{speech} Antos said.", *LEAD[1:], *REST])
    b = report("b", [*INDEPENDENT[:4], f"The captain wept. {speech}", *INDEPENDENT[4:]])
    assert trace_copies([a, b]) == ()


def test_a_post_set_into_both_pages_is_not_copying() -> None:
    post = (
        "All six are down and all six are alive and the guard has earned its soup tonight so please stay off the "
        "mountain until we say otherwise and leave the road to the ambulances — Valley Guard (@valleyguard) May 4, 2031"
    )
    assert trace_copies([report("a", [*LEAD, post]), report("b", [*INDEPENDENT, post])]) == ()


def test_furniture_is_not_copying() -> None:
    caption = (
        "The buried path above the gorge, with what is left of the bridge, as seen on Sunday from the chapel of Tarn"
    )
    notice = "Sign up for our letter from the valley, and read all that we print about the mountain, free for a month"

    def furnished(name: str, paragraphs: list[str]) -> AnnotatedReport:
        made = report(name, [*paragraphs, caption, notice])
        at, end = made.report.text.index(caption), made.report.text.index(notice)
        marks = (
            Mark(Span(name, at, at + len(caption)), "caption"),
            Mark(Span(name, end, end + len(notice)), "boilerplate"),
        )
        return replace(made, report=replace(made.report, marks=made.report.marks + marks))

    assert trace_copies([furnished("a", LEAD), furnished("b", INDEPENDENT)]) == ()


def test_a_rewording_sentence_by_sentence_is_rewritten() -> None:
    a, b = report("a", LEAD + REST, published="2031-05-04"), report("b", REWORDED, published="2031-05-05")
    copy = only(a, b)
    assert copy.relation == "rewritten"
    assert max(copy.containment) < 0.2
    assert copy.source == "a"
    told = passages(copy, a, b)
    assert (REST[3], REWORDED[7]) in told
    assert all(first in LEAD + REST and second in REWORDED for first, second in told)
    assert len(told) >= 7


def test_independent_reports_of_one_event_share_no_text() -> None:
    assert trace_copies([report("a", LEAD + REST), report("b", INDEPENDENT)]) == ()


def test_the_same_sentences_in_reverse_are_no_rewording() -> None:
    assert trace_copies([report("a", LEAD + REST), report("b", REWORDED[::-1])]) == ()


@pytest.mark.parametrize(
    ("first", "second", "source"),
    [
        ("2031-05-04", "2031-05-05", "a"),
        ("2031-05-05T08:00:00", "2031-05-04T23:50:00", "b"),
        ("2031-05-04T09:10:00+00:00", "2031-05-04T09:30:00+02:00", "b"),
        ("2031-05-04", "2031-05-04T10:00:00", None),
        ("2031-05-04T00:00:00", "2031-05-04T10:00:00", None),
        ("2031-05", "2031-06-01", None),
        (None, "2031-05-04", None),
    ],
)
def test_the_copy_comes_from_the_report_published_first(first: str, second: str, source: str | None) -> None:
    assert only(report("a", LEAD, published=first), report("b", LEAD, published=second)).source == source


def test_the_agency_s_own_text_is_the_source_even_of_an_earlier_report() -> None:
    a = crediting(report("a", LEAD, published="2031-05-03", outlet="Valley Echo"), "AP")
    b = report("b", LEAD, published="2031-05-04", outlet="Associated Press")
    copy = only(a, b)
    assert (copy.source, copy.credit) == ("b", "AP")
    assert "b is AP’s own text" in copy.reason


def test_two_outlets_that_credit_one_agency_may_each_have_it_from_there() -> None:
    a = crediting(report("a", LEAD, published="2031-05-03", outlet="Valley Echo"), "AP")
    b = crediting(report("b", LEAD, published="2031-05-04", outlet="Brask Post"), "AP")
    assert (only(a, b).source, only(a, b).credit) == (None, "AP")


def test_of_two_versions_by_one_outlet_the_earlier_is_the_source() -> None:
    a = crediting(report("a", LEAD, published="2031-05-04T10:00:00", outlet="Valley Echo"), "AP")
    b = crediting(report("b", LEAD + REST, published="2031-05-04T12:00:00", outlet="Valley Echo"), "AP")
    assert only(a, b).source == "a"
    assert only(a, b).reason.endswith("a is the earlier version of one report")


def test_text_credited_to_different_agencies_has_no_credit() -> None:
    assert only(crediting(report("a", LEAD), "AP"), crediting(report("b", LEAD), "Reuters")).credit is None


def test_the_order_of_the_reports_makes_no_difference() -> None:
    reports = [report("a", LEAD + REST), report("b", REST), report("c", REWORDED), report("d", INDEPENDENT)]
    found = [(copies := trace_copies(order), trace_lineages(order, copies)) for order in permutations(reports)]
    assert all(other == found[0] for other in found)
    assert [copy.reports for copy in found[0][0]] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_rewording_rests_on_the_same_text_as_a_report_that_shares_the_reworded_passages() -> None:
    a = report("a", LEAD + REST)
    b = report("b", [*INDEPENDENT, *REST[:3], INDEPENDENT[3]])
    c = report("c", REWORDED)
    copies = {copy.reports: copy for copy in trace_copies([a, b, c])}
    assert {pair: copy.relation for pair, copy in copies.items()} == {
        ("a", "b"): "partial",
        ("a", "c"): "rewritten",
        ("b", "c"): "partial",
    }
    assert copies["b", "c"].source is None
    assert copies["b", "c"].reason.startswith(
        "3 sentences that a shares word for word with b stand in other words in c"
    )


def test_no_report_no_copy() -> None:
    assert trace_copies([]) == ()
    assert trace_lineages([], ()) == ()
    assert trace_copies([report("a", []), report("b", [])]) == ()


# Lineage


def lineages(*reports: AnnotatedReport) -> list[tuple[tuple[str, ...], str | None]]:
    return [(line.reports, line.agency) for line in trace_lineages(reports, trace_copies(reports))]


def test_every_report_is_in_one_lineage() -> None:
    a, b, c, d = report("a", LEAD + REST), report("b", REST), report("c", REWORDED), report("d", INDEPENDENT)
    found = trace_lineages([a, b, c, d], trace_copies([a, b, c, d]))
    assert [line.reports for line in found] == [("a", "b", "c"), ("d",)]
    assert found[1].reason == "d credits nobody; no other report of the story shares its text"
    assert len({line.id for line in found}) == 2


def test_partly_shared_text_joins_only_where_both_credit_one_agency() -> None:
    a, b = report("a", LEAD + REST), report("b", [*INDEPENDENT, REST[0], REST[3]])
    assert lineages(a, b) == [(("a",), None), (("b",), None)]
    assert lineages(crediting(a, "AP"), b) == [(("a",), "AP"), (("b",), None)]
    assert lineages(crediting(a, "AP"), crediting(b, "AP")) == [(("a", "b"), "AP")]


def test_a_photo_credit_counts_where_the_text_is_shared_with_a_report_that_credits_the_agency() -> None:
    a = crediting(report("a", LEAD + REST), "AP", "caption")
    b = crediting(report("b", [*INDEPENDENT, REST[0], REST[3]]), "AP")
    found = trace_lineages([a, b], trace_copies([a, b]))
    assert [(line.reports, line.agency) for line in found] == [(("a", "b"), "AP")]
    assert found[0].reason.startswith("a carries AP photo credits and shares 2 passages with b (")
    assert lineages(a) == [(("a",), None)]


def test_the_reason_names_what_marks_each_report() -> None:
    a = crediting(report("a", LEAD + REST), "AP")
    line = report("b", [*LEAD, "(AP)"])
    at = line.report.text.rindex("AP")
    credit = Credit("AP", "credit line", Span("b", at, at + 2))
    b = replace(line, report=replace(line.report, credits=(credit,)))
    c = report("c", REWORDED)
    (found,) = trace_lineages([a, b, c], trace_copies([a, b, c]))
    assert found.agency == "AP"
    assert "b credits AP “(AP)” and stands nearly whole in a" in found.reason
    assert "c credits nobody and rewords a sentence by sentence in the same order" in found.reason


def test_an_agency_alert_stands_in_a_copy_that_credits_the_agency_for_a_picture():
    first = "The Lesk dam above Orrin has broken after a week of rain, and nine people are missing."
    rest = (
        "The wall gave way shortly after ten and the water carried two footbridges into the gorge below.\n\n"
        "Rescue crews searched the lower town until dawn with ropes and lamps, and found eleven people on roofs."
    )
    reports = [
        told("alert", "ORRIN (AP) — The Lesk dam above Orrin has broken after a week of rain."),
        told("full", f"ORRIN (AP) — {first}\n\n{rest}"),
        told(
            "photo",
            f"{first}\n\n{rest}\n\nWater in the streets of Orrin, on Monday, March 10, 2025. (AP Photo/Ada Quill)",
        ),
        told("other", first),
    ]
    copies = {copy.reports: (copy.relation, copy.credit) for copy in trace_copies(reports)}
    assert copies["alert", "photo"] == copies["alert", "full"] == ("copy", "AP")
    assert ("alert", "other") not in copies
