"""What is marked in a report, and what is story text and stays unmarked."""

from collections.abc import Sequence
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.furniture import mark, mark_repeated
from crosswire.records import Detail, Report, Span

STORY = "A ferry turned back off Norholm on Monday after water entered its engine room, the harbour master said."
MORE = "Forty passengers were on board, and none of them was hurt, according to the operator of the line."


def marks(text: str, body: int = 0, **fields: Any) -> list[tuple[str, str]]:
    report = mark(Report("r", text, body, **fields))
    return [(m.kind, text[m.span.start : m.span.end]) for m in report.marks]


def value(detail: Detail | None) -> tuple[str, str]:
    assert detail is not None
    return detail.value, detail.basis


def titled(text: str, **fields: Any) -> list[tuple[str, str]]:
    """The marks of a body whose title stands apart, the title's own left out."""
    title = "Ferry turns back\n"
    return marks(title + text, len(title), **fields)[1:]


@pytest.mark.parametrize(
    "dateline",
    [
        "NORHOLM (N Sudland), Sep 15:",
        "NORHOLM —",
        "NORHOLM, West Sudland (AP) -",
        "NORHOLM HARBOUR, West Sudland, Jan 1 (Reuters) -",
        "NORHOLM/SUDHAVN (Reuters) -",
        "NORHOLM:",
        "NORHOLM, N.S. –",
        "ST. OLAF, Sudland --",
        "Norholm, 15 September 2031 (dpa) –",
        "Norholm, Sudland (AFP) —",
        "Norholm (AP)",
        "(Reuters) -",
        "Sep 15 (Reuters) -",
    ],
)
def test_datelines(dateline: str) -> None:
    assert marks(f"{dateline} {STORY}\n{MORE}") == [("dateline", dateline)]


def test_a_place_in_lower_case_is_a_dateline_where_the_text_uses_it_as_a_place() -> None:
    assert marks(f"Norholm: {STORY}\nThe weather in Norholm was bad.") == [("dateline", "Norholm:")]
    assert marks(f"Lindqvist: {STORY}\nThe harbour master spoke to Lindqvist.") == []


def test_an_outlet_may_stand_for_the_wire() -> None:
    outlet = Detail("NNN (Web News)", "field")
    assert marks(f"Norholm (NNN) {STORY}\n{MORE}", outlet=outlet) == [("dateline", "Norholm (NNN)")]
    assert marks(f"The Inspector General (IG) {STORY}\n{MORE}", outlet=outlet) == []


@pytest.mark.parametrize(
    "line",
    [
        f"UPDATE: {STORY}",
        f"EXCLUSIVE - {STORY}",
        f"Opinion: {STORY}",
        "LIND: We saw the water.\nHOLM: So did I.\nLIND: Then we turned.",
        "The North Atlantic Treaty Organization (NATO) sent a ship to the ferry.",
        "Sen. Ada Lind (R) and Sen. Olaf Holm (R) spoke on the left, right and centre of the hall.",
        "He paid 5 crowns (4 dollars) to the agency (ABC).",
        "The statement came from the Korean Central News Agency (KCNA).",
        "“The photo shows water,” she said, “and the image is clear (I think).”",
        "Follow-up talks on the privacy policy of the line will be held in May, the council said.",
        "By Monday the ferry was back in the harbour.",
        "Read the letter again, he told the council, and sign it.",
        "More than 40 people were on board, 12 of them (30 per cent) children.",
        "They contributed to a general distrust of the line in the islands.",
        "Share prices of the line fell by 4 per cent.",
        "Next week the council meets.",
        "https://courier.example/ferry was the address.",
        "In this case the photo that she took was lost.",
    ],
)
def test_story_text_stays_unmarked(line: str) -> None:
    assert titled(f"{MORE}\n{line}\n{STORY}") == []
    assert [kind for kind, _ in titled(f"{line}\n{MORE}\n{STORY}")] == []


@pytest.mark.parametrize(
    "caption",
    [
        "Ada Lind, fourth left, and Olaf Holm, fourth right, toast after their talk at Norholm (Sudland News via AP)",
        "File - In this Thursday, Dec. 28, 2030 file photo, the ferry lies in dock. (AP Photo/A Lind)",
        "FILE PHOTO: The ferry in dock, January 1, 2031. REUTERS/Ada Lind/File Photo",
        "The ferry in dock on Monday (file photo)",
        "The ferry (left) and a tug (right) leave Norholm on Monday.",
        "The ferry in dock. (Ada Lind/Harbour Pictures)",
        "The ferry after the accident (Reuters)",
        "The ferry in dock. Photograph: Ada Lind/Getty Images",
        "This photo released by the coast guard shows the ferry in dock.",
        "Image copyright AFP",
        "The ferry in dock [File: Ada Lind/Reuters]",
        "Photo",
    ],
)
def test_captions(caption: str) -> None:
    assert titled(f"{STORY}\n{caption}\n{MORE}") == [("caption", caption)]


@pytest.mark.parametrize(
    ("label", "kind", "caption"),
    [
        ("Image copyright AFP Image caption", "caption", "The ferry in dock"),
        ("Enlarge this image toggle caption", "boilerplate", "Ada Lind/AP Ada Lind/AP"),
        ("Media playback is unsupported on your device Media caption", "boilerplate", "Ferry turns back"),
        ("Facebook Twitter Pinterest", "boilerplate", "The ferry in dock. Photograph: Ada Lind/AP"),
    ],
)
def test_the_label_of_a_caption_is_marked_apart(label: str, kind: str, caption: str) -> None:
    assert titled(f"{STORY}\n{label} {caption}\n{MORE}") == [(kind, label), ("caption", caption)]


def test_a_gallery_in_one_line_is_the_sites() -> None:
    gallery = "Photos: The ferry The ferry in dock. Hide Caption 1 of 2 Photos: The ferry A tug. Hide Caption 2 of 2"
    assert titled(f"{STORY}\n{gallery}\n{MORE}") == [("boilerplate", gallery)]
    gallery = "Ferry fire 3 show all 1/3 The ferry in dock AFP 2/3 A tug beside it AFP 3/3 Crowds on the quay AFP"
    assert titled(f"{STORY}\n{gallery}\n{MORE}") == [("boilerplate", gallery)]


def test_the_time_of_a_post_is_none_of_its_words() -> None:
    assert titled(f"{STORY}\nUpdate at 9:40 a.m. ET. {MORE}") == [("boilerplate", "Update at 9:40 a.m. ET.")]


def test_link_texts_run_into_a_sentence_are_the_sites() -> None:
    links = "Ada Maria LindFerry stays in dock Council splits over the line MORE"
    assert titled(f"{STORY}\nThe owner Ada Lind {links} said that the line would close.") == [("boilerplate", links)]
    assert titled(f"{STORY}\nThe owner Ada Lind told Ada McLind that MORE was at stake.") == []


def test_echoes_of_the_story_are_captions() -> None:
    echo = STORY.rstrip(".")
    assert titled(f"{STORY}\n{echo}\n{MORE}") == [("caption", echo)]
    twice = "The ferry in Norholm"
    assert titled(f"{STORY}\n{twice}\n{MORE}\n{twice}") == [("caption", twice)] * 2


def test_names_of_speakers_are_no_echoes() -> None:
    assert titled(f"{MORE}\nAda Lind\nWe saw it.\nOlaf Holm\nWhat then?\nAda Lind\nWe turned.") == []


def test_numbered_pictures_of_a_gallery_are_captions() -> None:
    gallery = [f"{n}/3 1 March 2031 The ferry in dock AFP" for n in (1, 2, 3)]
    assert titled("\n".join([STORY, *gallery])) == [("caption", picture) for picture in gallery]
    assert titled(f"{STORY}\n1/3 of the boats were lost.") == []


@pytest.mark.parametrize(
    ("end", "credit"),
    [
        (" (AP)", "(AP)"),
        (" (AFP, dpa)", "(AFP, dpa)"),
        (" — AP", "— AP"),
        (" (With inputs from agencies)", "(With inputs from agencies)"),
        ("\njm/dm (AFP, dpa)", "jm/dm (AFP, dpa)"),
        ("\nwith agency inputs", "with agency inputs"),
        ("\nWith inputs from PTI", "With inputs from PTI"),
        ("\nReuters", "Reuters"),
        ("\nThe Associated Press contributed to this report.", "The Associated Press contributed to this report."),
        ("\nContributing: Ada Lind", "Contributing: Ada Lind"),
        (" (Reporting by Ada Lind; Editing by Olaf Holm)", "(Reporting by Ada Lind; Editing by Olaf Holm)"),
    ],
)
def test_credits(end: str, credit: str) -> None:
    assert titled(f"{MORE}\n{STORY}{end}") == [("credit", credit)]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2031 The Associated Press. All rights reserved. No part of it may be published.",
        "© 2031 Norholm Courier",
        "Advertisement Continue reading the main story",
        "External links are provided for reference purposes.",
        "Read more: Ten harbours to see",
        "Scroll down for video",
        "Celebrating 90 years of news! Click to read today's story.",
        "next",
        "prev",
        "Sign up for our newsletter",
        "Follow @courier on Twitter",
        "We use cookies to make this page better.",
        "Share this story",
        "* * *",
        "Story Continued Below",
        "ANALYSIS/OPINION:",
    ],
)
def test_boilerplate(line: str) -> None:
    assert titled(f"{STORY}\n{line}\n{MORE}") == [("boilerplate", line)]


def test_a_copyright_notice_at_the_end_of_a_paragraph() -> None:
    assert titled(f"{STORY} Copyright 2031 Norholm Courier.") == [("boilerplate", "Copyright 2031 Norholm Courier.")]


@pytest.mark.parametrize("line", ["By Ada Lind", "BY ADA LIND", "By Ada Lind and Olaf Holm", "Ada Lind, Courier.com"])
def test_bylines(line: str) -> None:
    assert marks(f"{line}\n{STORY}") == [("byline", line)]


def test_a_bare_name_is_a_byline_where_the_title_stands_apart_or_it_is_the_author() -> None:
    assert titled(f"Ada Lind\n{STORY}") == [("byline", "Ada Lind")]
    assert titled(f"Monday\nada lind\n{STORY}", authors=("Ada Lind",)) == [("byline", "ada lind")]


@pytest.mark.parametrize(
    "line",
    [
        "date 2031-09-15 Ferry at Norholm",
        "Published: 15 Sep 2031",
        "September 15, 2031, 10:30 am",
        "Updated at 2:25 p.m. ET",
    ],
)
def test_headers(line: str) -> None:
    assert marks(f" {line}\n\n{STORY}") == [("header", line)]


def test_first_line_is_the_title() -> None:
    report = mark(Report("r", f"\nFerry turns back\n\n{STORY}"))
    assert value(report.title) == ("Ferry turns back", "first line")
    assert [m.kind for m in report.marks] == ["title"]
    assert report.title is not None
    assert report.title.span == Span("r", 1, 17)


@pytest.mark.parametrize(
    "text", [STORY, f"{STORY}\n{MORE}", "Nobody was hurt.\n\n" + STORY, f"NORHOLM — {STORY}\n{MORE}", ""]
)
def test_a_sentence_is_no_title(text: str) -> None:
    assert mark(Report("r", text)).title is None


def test_a_header_gives_the_title_only_where_nothing_better_does() -> None:
    alone = mark(Report("r", f"date 2031-09-15 Ferry at Norholm\n\n{STORY}"))
    better = mark(Report("r", f"date 2031-09-15 Ferry at Norholm\nFerry turns back\n\n{STORY}"))
    named = mark(Report("r", f"title: Ferry lost\ndate: 2031-09-15\nsource: Norholm Courier\n\n{STORY}"))
    assert value(alone.title) == ("Ferry at Norholm", "header")
    assert value(better.title) == ("Ferry turns back", "first line")
    assert value(named.title) == ("Ferry lost", "header")
    assert value(named.outlet) == ("Norholm Courier", "header")
    assert value(named.published) == ("2031-09-15", "header")


def test_a_title_said_again_in_the_body() -> None:
    assert titled(f"FERRY TURNS BACK\n{STORY}") == [("title", "FERRY TURNS BACK")]


def test_outlet_from_the_address() -> None:
    report = mark(Report("r", STORY, url="https://www.courier.example/ferry"))
    assert value(report.outlet) == ("courier.example", "address")


def several(*texts: str, outlet: str = "Courier") -> list[Report]:
    return [mark(Report(f"r{n}", text, outlet=Detail(outlet, "field"))) for n, text in enumerate(texts)]


def boilerplate(reports: Sequence[Report]) -> list[tuple[str, str]]:
    return [
        (r.id, r.text[m.span.start : m.span.end])
        for r in mark_repeated(reports)
        for m in r.marks
        if m.kind == "boilerplate"
    ]


PARTS = (
    "The council of Sudland met to speak of bridges, and it will meet again in May to vote on the plan.",
    "A bear was seen in the hills above Norholm, the first in a hundred years, a warden of the park said.",
    "The price of herring rose by a tenth in a week as the fleet stayed in the harbour because of the storms.",
)


def test_what_an_outlet_repeats_on_unlike_reports_is_boilerplate() -> None:
    line = "More news from the islands"
    reports = several(*(f"{part}\n{line}" for part in PARTS))
    assert boilerplate(reports) == [(f"r{n}", line) for n in range(3)]
    here, there = (several(*(f"{part}\n{line}" for part in PARTS[:2]), outlet=name) for name in ("Courier", "Other"))
    assert boilerplate([here[0], there[1]]) == []
    assert boilerplate(here) == [("r0", line), ("r1", line)]


def test_a_sentence_needs_three_unlike_reports_at_their_edge() -> None:
    line = "The Courier is written by the people of the islands."
    assert boilerplate(several(*(f"{part}\n{line}" for part in PARTS))) == [(f"r{n}", line) for n in range(3)]
    assert boilerplate(several(*(f"{part}\n{line}" for part in PARTS[:2]))) == []


def test_two_versions_of_one_story_share_no_boilerplate() -> None:
    line = "Forty on board"
    first = f"{STORY}\n{MORE}\n{line}\n{PARTS[0]}"
    assert boilerplate(several(first, first + "\n" + PARTS[1])) == []


def test_a_quotation_repeated_is_no_boilerplate() -> None:
    assert boilerplate(several(*(f"{part}\n“We turned back,” he said" for part in PARTS))) == []


@given(st.permutations(range(3)))
def test_repetition_does_not_depend_on_the_order(order: list[int]) -> None:
    reports = several(*(f"{part}\nMore news from the islands" for part in PARTS))
    expected = {report.id: report for report in mark_repeated(reports)}
    for report in mark_repeated([reports[n] for n in order]):
        assert expected[report.id] == report


PIECES = st.sampled_from(
    [
        STORY,
        MORE,
        "NORHOLM (AP) -",
        "By Ada Lind",
        "(AP)",
        "Photo",
        "date 2031-01-01 Words of it",
        "(",
        ")",
        "©",
        "—",
        "\r",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=8), st.sampled_from([" ", "\n", "\n\n", "\r\n"]))
def test_marks_lie_in_the_text_in_order_and_apart(pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    report = mark(Report("r", text))
    spans = [m.span for m in report.marks]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert report.text == text
    assert mark(report) == report


@pytest.mark.parametrize("run", [" ", ".", "(", ")", "A ", "A, ", "-", "1/", "a/", "“", "© "])
def test_long_runs_take_no_long_time(run: str) -> None:
    begun = process_time()
    mark(Report("r", "NORHOLM" + run * 50_000 + "end"))
    assert process_time() - begun < 5
