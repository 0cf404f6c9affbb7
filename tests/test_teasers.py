"""Which lines of a page's text point to something else, and which are the story."""

import pytest

from crosswire.furniture import mark
from crosswire.records import Report

STORY = "The bridge at Norholm was closed on Monday after a storm damaged two of its piers, the council said."
MORE = "Engineers found cracks in both of them, and repairs will take until May."


def boilerplate(line: str, story: str = STORY) -> bool:
    text = f"Bridge closed\n{story}\n{line}\n{MORE}"
    report = mark(Report("r", text, len("Bridge closed\n")))
    start = text.index(line)
    return any(m.kind == "boilerplate" and m.span.start <= start < m.span.end for m in report.marks)


@pytest.mark.parametrize(
    "line",
    [
        "( Also on The Beacon: Council splits over the repairs)",
        "(VIDEO: The storm reaches Norholm)",
        "[Related: How old are our bridges?]",
        "See: Restaurants at the harbour face a long winter",
        "HARBOUR:Ferries fill in for the bridge",
        "Storm damage:Council asks for ten million crowns",
        "COUNCIL SPLITS OVER WHO PAYS FOR REPAIRS",
        "Council splits over who pays for repairs Read more",
        "Read more stories on the storm by The Norholm Beacon at beacon.example/storm",
        "Follow Beacon coverage of the storm at beacon.example",
        "Full coverage of the storm",
        "Write to Ada Quill at ada.quill@beacon.example and Olaf Holm at olaf.holm@beacon.example",
        "JUST WATCHED Storm hits Norholm Replay More Videos ... MUST WATCH Storm hits Norholm 01:10",
        "Share All sharing options for: Bridge closed",
        "AD",
    ],
)
def test_a_link_a_teaser_or_a_button_is_boilerplate(line: str) -> None:
    assert boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "See what the council will do, she said: it will close the bridge again.",
        "(The mayor also said: repairs come first.)",
        "HOLM: We saw the water rise.",
        "Holm:We saw the water rise.",
        "AP:Norholm Press The bridge on Monday",
        "ADA QUILL",
        "“THE BRIDGE IS CLOSED FOR GOOD”",
        "Full coverage of the storm costs begins in May, the council said.",
        "The council asked its members to read more.",
        "The council did not read more of the report than its summary.",
        "Residents may write to the council, it said, and ask for help.",
        "https://beacon.example/storm",
        "At 10:30 the bridge was closed",
        "The council will follow all news of the storm",
    ],
)
def test_what_tells_something_is_story(line: str) -> None:
    assert not boilerplate(line)


def test_a_line_in_capitals_is_story_where_the_whole_report_is_in_capitals() -> None:
    assert not boilerplate("THE COUNCIL SPLITS OVER WHO PAYS", STORY.upper())
