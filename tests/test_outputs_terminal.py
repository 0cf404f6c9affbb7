import io
from dataclasses import replace

import pytest
from example_analysis import ANALYSIS, REPORTS, STORY, TRAM, at
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from crosswire.outputs import terminal
from crosswire.records import (
    Analysis,
    Claim,
    Conflict,
    Detail,
    Group,
    Lineage,
    Mention,
    Origin,
    Report,
    Span,
    Story,
    TimelineEvent,
)


def between(brief: str, heading: str, following: str) -> str:
    return brief.split(f"\n{heading}")[1].split(f"\n{following}")[0]


def test_most_widely_carried_comes_first_then_more_origins() -> None:
    reported = between(terminal.render(ANALYSIS), "REPORTED", "DISPUTED")
    order = ["The Lesk dam above Orrin", "killing nine people", "the dam had been cracked", "Engineers were headed"]
    places = [reported.index(words) for words in order]
    assert places == sorted(places)


def test_a_conflict_along_a_lineage_is_a_change_not_a_dispute() -> None:
    brief = terminal.render(ANALYSIS)
    assert "might" not in between(brief, "DISPUTED", "UPDATED")
    assert "Keld Water, [-might-] {+will+} face charges" in between(brief, "CHANGED", "ONLY")


def test_an_update_gives_the_newest_first() -> None:
    updated = between(terminal.render(ANALYSIS), "UPDATED", "CHANGED")
    assert updated.index("Twelve people") < updated.index("killing nine people")


def test_a_denied_claim_without_a_conflict_has_a_section_of_its_own() -> None:
    story = replace(STORY, conflicts=())
    brief = terminal.render(Analysis(REPORTS, (story, TRAM)))
    denied = between(brief, "DENIED", "CHANGED")
    assert "“the dam had been cracked for months”\n       Piet Olm · echo · denied\n" in denied
    assert "cracked" not in between(brief, "DISPUTED", "DENIED")
    assert "DENIED" not in terminal.render(ANALYSIS)


def test_reports_of_one_lineage_that_say_the_same_are_one_side() -> None:
    mentions = (
        at("beacon", "The Lesk dam above Orrin gave way before dawn on Wednesday"),
        at("clarion", "The Lesk dam above Orrin gave way before dawn on Wednesday"),
        at("daily", "the Lesk dam over Orrin burst early on Wednesday"),
        at("echo", "I saw the wall of the Lesk dam bulge at half past four and then it was gone"),
    )
    story = replace(STORY, conflicts=(Conflict("x", "denial", "c1", mentions, None, False, ""),))
    disputed = between(terminal.render(Analysis(REPORTS, (story, TRAM))), "DISPUTED", "CHANGED")
    assert "Velland rescue service · beacon, clarion, daily\n" in disputed
    assert "in its own voice · echo\n" in disputed
    assert "burst early" not in disputed


def test_conflicts_over_the_same_passages_are_shown_once() -> None:
    mentions = (at("echo", "the dam had been cracked for months"), at("falcon", "The dam had been cracked for months"))
    conflicts = (
        Conflict("x", "denial", "c4", mentions, None, False, "denied in echo"),
        Conflict("y", "attribution", "c4", mentions, None, False, "Olm against the guild"),
    )
    brief = terminal.render(Analysis(REPORTS, (replace(STORY, conflicts=conflicts), TRAM)))
    assert " ! denial and attribution: denied in echo; Olm against the guild\n" in brief


def test_a_version_that_only_puts_things_in_another_order_is_no_change() -> None:
    text = "Keld Water said the road would stay closed.\nThe road would stay closed, Keld Water said."
    first, second = Span("r", 0, 43), Span("r", 44, len(text))
    report = Report("r", text)
    other = Report("s", text)
    conflict = Conflict("x", "attribution", None, (first, replace(second, report="s")), "l1", False, "")
    story = replace(STORY, reports=("r", "s"), title=first, copies=(), lineages=(), claims=(), quotes=(), timeline=())
    brief = terminal.render(Analysis((report, other), (replace(story, conflicts=(conflict,)),)))
    assert "CHANGED" not in brief


def test_a_cut_timeline_still_has_every_time() -> None:
    words = at("echo", "The valley has flooded twice since 2019")
    many = tuple(TimelineEvent("2031-05-14", replace(words, start=words.start + n), None) for n in range(20))
    story = replace(STORY, timeline=(TimelineEvent("2019", words, None), *many, TimelineEvent("2031-06", words, None)))
    timeline = between(terminal.render(Analysis(REPORTS, (story, TRAM))), "TIMELINE", "HOW SURE")
    times = [line.split()[0] for line in timeline.splitlines() if line[1:2].isdigit()]
    assert times == ["2019", "2031-05-14", "2031-06"]
    assert "… 8 events more: --all shows them" in timeline


def test_report_text_is_never_read_as_markup() -> None:
    assert "“A memorial [red]will be held[/red] in June”" in terminal.render(ANALYSIS)


def test_a_cut_says_what_was_left_out_and_all_shows_it() -> None:
    one = STORY.claims[0]
    many = tuple(replace(one, id=f"c{number}") for number in range(20))
    analysis = Analysis(REPORTS, (replace(STORY, claims=many, conflicts=()), TRAM))
    assert "… 8 claims more: --all shows them" in terminal.render(analysis)
    everything = terminal.render(analysis, everything=True)
    assert "--all" not in everything
    assert everything.count("“The Lesk dam above Orrin") > 20


def test_reports_alone_are_listed_after_the_stories_and_shown_whole_with_all() -> None:
    listed = terminal.render(ANALYSIS)
    assert "REPORTS THAT STAND ALONE   1\n New tram line opens in Port Sael\n" in listed
    assert "third tram line" not in listed
    assert "third tram line" in terminal.render(ANALYSIS, everything=True)


def test_a_report_that_is_the_only_story_is_shown_whole() -> None:
    brief = terminal.render(Analysis(REPORTS[-1:], (TRAM,)))
    assert "third tram line opened on Wednesday" in brief
    assert "ONLY ONE REPORT" not in brief


def test_the_same_analysis_gives_the_same_brief() -> None:
    assert terminal.render(ANALYSIS) == terminal.render(ANALYSIS)
    turned = Analysis(ANALYSIS.reports, ANALYSIS.stories[::-1], ANALYSIS.problems)
    assert terminal.render(turned) == terminal.render(ANALYSIS)


def test_colour_only_where_it_is_asked_for() -> None:
    plain, coloured = io.StringIO(), io.StringIO()
    terminal.write(ANALYSIS, plain)
    terminal.write(ANALYSIS, coloured, colour=True)
    assert "\x1b" not in plain.getvalue()
    assert "\x1b[31m" in coloured.getvalue()


ODD = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("a b\n\x1b[31m\u202e漢字한اب👩\u200d🚀é\u0301\ud800")),
    max_size=300,
)


def odd_analysis(text: str, name: str) -> Analysis:
    span, half = Span(name, 0, len(text)), Span(name, 0, len(text) // 2)
    mention = Mention("m", span, name, None, "denied", None, None)
    claim = Claim(
        "c", span, (mention, replace(mention, id="n", span=half)), (Origin(name, "person", ("m",), text),), 1, 3
    )
    conflicts = (
        Conflict("x", "number", "c", (span, half), None, False, text),
        Conflict("y", "quote", None, (span, half), name, False, text),
        Conflict("z", "time", None, (span, half), None, True, text),
    )
    report = Report(name, text, outlet=Detail(text, "field"), published=Detail(name, "address", None, text))
    story = Story(
        name, half, (name, name), Group((name, name), 0.5, text), (), (Lineage("l", (name, name), text, text),),
        (claim,), (), conflicts, (TimelineEvent(name, span, "c"),),
    )  # fmt: skip
    return Analysis((report,), (story,))


@settings(max_examples=60, deadline=None)
@given(ODD, ODD, st.integers(40, 100), st.booleans())
def test_no_line_is_wider_than_asked_and_nothing_steers_the_terminal(
    text: str, name: str, width: int, everything: bool
) -> None:
    brief = terminal.render(odd_analysis(text, name), width=width, everything=everything)
    assert all(cell_len(line) <= width for line in brief.split("\n"))
    assert "\x1b" not in brief
    assert not any(character in brief for character in "\r\x08\u202e\u2028\x85")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_the_example_fits_every_width(width: int) -> None:
    assert all(cell_len(line) <= width for line in terminal.render(ANALYSIS, width=width, everything=True).split("\n"))


def test_every_quoted_passage_stands_in_a_report() -> None:
    brief = terminal.render(ANALYSIS, width=300, everything=True)
    texts = " ".join(" ".join(report.text.split()) for report in ANALYSIS.reports)
    passages = [part.split("”")[0] for part in brief.split("“")[1:]]
    assert len(passages) > 10
    assert [passage for passage in passages if passage not in texts] == []
