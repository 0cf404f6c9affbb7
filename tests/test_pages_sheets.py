from crosswire.pages.sheets import Box, Sheets, Stack, draw_origins, draw_texts
from crosswire.pages.strip import Strip, draw_strip
from crosswire.records import Claim, Lineage, Mention, Origin, Span


def claim(origins: dict[str, list[str]], low: int, high: int) -> Claim:
    """A claim with the reports that carry it on each origin's word."""
    mentions = {
        (name, report): Mention(f"{name}-{report}", Span(report, 0, 5), name, "said", "certain", None, None)
        for name, reports in origins.items()
        for report in reports
    }
    told = tuple(
        Origin(name, "person", tuple(mentions[name, report].id for report in reports), "")
        for name, reports in origins.items()
    )
    return Claim("c1", Span("a", 0, 5), tuple(mentions.values()), told, low, high)


def test_a_report_is_a_sheet_in_a_frame() -> None:
    drawn = draw_origins(claim({"Ada Quill": ["a"]}, 1, 1), [])
    frame = Box(1.0, 1.0, 14.0, 17.0, (Stack(4.0, 4.0, ()),))
    assert drawn == Sheets(16.0, 19.0, (frame,), False, "1 report, 1 origin: Ada Quill in 1 report")


def test_copies_of_one_text_lie_in_one_stack() -> None:
    drawn = draw_origins(
        claim({"Ada Quill": ["a", "b", "c", "d"]}, 1, 1), [Lineage("l1", ("a", "b", "c"), "NPA", "one text")]
    )
    (box,) = drawn.boxes
    assert [stack.under for stack in box.stacks] == [(7.0, 4.0), ()]
    assert drawn.words == "4 reports, 1 origin: Ada Quill in 4 reports of 2 texts"


def test_each_origin_has_a_frame_and_a_doubtful_count_is_told() -> None:
    drawn = draw_origins(
        claim({"Ada Quill": ["a", "b"], "Jon Marsh": ["c"]}, 1, 2), [Lineage("l1", ("a", "b"), None, "")]
    )
    assert [len(box.stacks) for box in drawn.boxes] == [1, 1]
    assert drawn.doubtful
    assert drawn.words == "3 reports, 1 to 2 origins: Ada Quill in 2 reports of one text; Jon Marsh in 1 report"


def test_two_hundred_copies_keep_to_the_width_of_a_stack() -> None:
    reports = tuple(f"r{number}" for number in range(200))
    drawn = draw_texts(reports, [Lineage("l1", reports, None, "")])
    assert drawn.width < 65
    assert len(drawn.boxes[0].stacks[0].under) == 199
    assert drawn.words == "200 reports, 1 lineage"


def test_many_frames_go_on_in_rows_below() -> None:
    reports = [f"r{number}" for number in range(40)]
    drawn = draw_texts(reports, [])
    assert drawn.width < 245
    assert len(drawn.boxes) == 40
    assert len({box.y for box in drawn.boxes}) == 4


def test_the_texts_of_a_story_are_told_in_words() -> None:
    lineages = [
        Lineage("l1", ("a", "b", "c"), None, ""),
        Lineage("l2", ("d", "e"), None, ""),
        Lineage("l3", ("f",), None, ""),
    ]
    assert draw_texts("abcdef", lineages).words == "6 reports, 3 lineages: 3, 2 of one text each, 1 alone"


def test_the_strip_has_a_bar_for_each_step_of_time_with_reports() -> None:
    strip = draw_strip(["2031-05-14T06:00:00Z", "2031-05-14T08:00:00+02:00", "2031-05-15T06:00:00Z"], 4)
    assert strip == Strip(96.0, 20.0, ((0.0, 20.0), (92.0, 11.0)), "4 reports, 14–15 May 2031, 1 of unknown time")


def test_one_moment_is_one_bar_and_no_known_time_none() -> None:
    assert draw_strip(["2031-05-14"], 1).bars == ((0.0, 20.0),)
    assert draw_strip(["2031"], 2) == Strip(96.0, 20.0, (), "2 reports, time unknown")


def test_more_boxes_than_are_drawn_are_told_in_words() -> None:
    drawn = draw_texts([f"r{number}" for number in range(50)], ())
    assert (len(drawn.boxes), drawn.more, drawn.words) == (40, 10, "50 reports, 50 lineages")
