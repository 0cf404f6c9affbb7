"""Who says what: a tiny report, and the statements expected of it."""

import pytest

from crosswire.language import annotate
from crosswire.language.attribution import find_statements
from crosswire.language.parsing import parse
from crosswire.language.speech import find_speech
from crosswire.language.tagger import Attribution
from crosswire.records import Mark, Report, Span, Statement


def statements(text: str, *marks: Mark) -> list[Statement]:
    return list(annotate(Report("r", text, marks=marks), claims=False).statements)


def told(text: str, *marks: Mark) -> list[tuple[str | None, str | None, list[str], str, str]]:
    """(source, cue, content, speech, certainty) of each statement, in words."""
    return [
        (
            text[s.source.start : s.source.end] if s.source else None,
            text[s.cue.start : s.cue.end] if s.cue else None,
            [text[c.start : c.end] for c in s.content],
            s.speech,
            s.certainty,
        )
        for s in statements(text, *marks)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Police said four people were hurt in Marrowby.",
            ("Police", "said", ["four people were hurt in Marrowby"], "indirect", "certain"),
        ),
        (
            "The bridge will stay closed until Friday, the harbour office said.",
            ("the harbour office", "said", ["The bridge will stay closed until Friday"], "indirect", "certain"),
        ),
        (
            "“We heard a bang,” said Ada Quill, a ferry pilot. “Then the lights went out.”",
            (
                "Ada Quill, a ferry pilot",
                "said",
                ["“We heard a bang,”", "“Then the lights went out.”"],
                "direct",
                "certain",
            ),
        ),
        (
            "The mayor warned that the town would “pay a heavy price” for the delay.",
            ("The mayor", "warned", ["that the town would “pay a heavy price” for the delay"], "mixed", "certain"),
        ),
        (
            "Two boats sank overnight, according to Lorland’s coast guard.",
            ("Lorland’s coast guard", "according to", ["Two boats sank overnight"], "indirect", "certain"),
        ),
        (
            "According to the coast guard, two boats sank overnight.",
            ("the coast guard", "According to", ["two boats sank overnight"], "indirect", "certain"),
        ),
        (
            "The minister told reporters that the ferry would sail again.",
            ("The minister", "told", ["that the ferry would sail again"], "indirect", "certain"),
        ),
        (
            "The minister flatly denied that any money was paid.",
            ("The minister", "flatly denied", ["that any money was paid"], "indirect", "denied"),
        ),
        (
            "Engineers believe a gas leak caused the blast.",
            ("Engineers", "believe", ["a gas leak caused the blast"], "indirect", "probable"),
        ),
        (
            "Critics say the dam could fail.",
            ("Critics", "say", ["the dam could fail"], "indirect", "possible"),
        ),
    ],
)
def test_one_statement(text: str, expected: tuple[str, str, list[str], str, str]) -> None:
    assert expected in told(text)


def test_a_chain_is_two_statements_outer_and_inner() -> None:
    text = "State media said Mr Orlo responded: “That is why we came. We stay.”"
    assert told(text) == [
        ("State media", "said", ["Mr Orlo responded: “That is why we came. We stay.”"], "mixed", "certain"),
        ("Mr Orlo", "responded", ["“That is why we came. We stay.”"], "direct", "certain"),
    ]


def test_a_question_has_no_source_of_its_own_and_the_answer_has() -> None:
    text = "Asked whether the port would reopen, Mr Orlo said it would close for good."
    assert told(text) == [
        (None, "Asked", ["whether the port would reopen"], "indirect", "unknown"),
        ("Mr Orlo", "said", ["it would close for good"], "indirect", "certain"),
    ]


def test_a_cue_without_a_source() -> None:
    text = "Ada Quill is expected to visit Marrowby in October."
    assert told(text) == [(None, "is expected", ["Ada Quill", "to visit Marrowby in October"], "indirect", "probable")]


def test_a_headline_with_a_colon() -> None:
    text = "Bridge may stay closed for weeks: mayor"
    title = Mark(Span("r", 0, len(text)), "title")
    assert told(text, title) == [("mayor", ":", ["Bridge may stay closed for weeks"], "indirect", "possible")]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Ferry 'sank in minutes' with nine on board, claim passengers", ("passengers", "claim")),
        ("Mayor lied about the bridge, says Orlo", ("Orlo", "says")),
        ("Bridge to close on Friday, police say", ("police", "say")),
    ],
)
def test_a_headline_that_ends_on_who_says_so(headline: str, expected: tuple[str, str]) -> None:
    (statement,) = told(f"{headline}\nThe quay was empty.", Mark(Span("r", 0, len(headline)), "title"))
    assert statement[:2] == expected
    assert statement[2] == [headline[: headline.rindex(",")]]


def test_a_source_that_passes_on_goes_with_its_own_verb_whatever_verb_is_read_for_it() -> None:
    text = "State media said Mr Orlo responded: “We stay.”"
    cue, content = (text.index("responded"), text.index("“") - 1), (text.index("“"), len(text))
    read = Attribution((0, len("State media")), cue, (content,))
    found = find_statements("r", text, parse(Report("r", text)), find_speech(text), [read])
    assert [(text[s.source.start : s.source.end], text[s.cue.start : s.cue.end]) for s in found] == [
        ("State media", "said"),
        ("Mr Orlo", "responded"),
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Nine people were on a tram that is known to have sped.", "Nine people"),
        ("Nine people had left the tram, known to have sped.", None),
        ("Nine people had left the tram, known by inspectors to have sped.", "inspectors"),
    ],
)
def test_behind_a_participle_stands_only_by_whom_it_is_done(text: str, source: str | None) -> None:
    def place(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    read = Attribution(place(source or "Nine people"), place("known"), (place("to have sped"),))
    (statement,) = find_statements("r", text, parse(Report("r", text)), [], [read])
    assert (text[statement.source.start : statement.source.end] if statement.source else None) == source


def test_a_quotation_that_runs_over_paragraphs_keeps_its_speaker() -> None:
    text = "“The river rose in an hour,” Ms Quill said. “Nobody was ready.\n“We lost the boats.”"
    found = [(s.speaker, text[c.start : c.end]) for s in statements(text) for c in s.content]
    assert [speaker for speaker, _ in found] == ["Quill"] * len(found)
    assert "We lost the boats.”" in found[-1][1]


def test_a_quotation_by_itself_is_nobodys_who_is_named_only_after_it() -> None:
    text = (
        "“It was utter chaos,” Ada Quill wrote on her page.\n"
        "“The boat caught fire and shot at random. Lucky I got away in time.”\n"
        "The organisers, Lights for Lesk, said on their page that they believed a canister had burst."
    )
    sources = {content: source for source, _, contents, *_ in told(text) for content in contents}
    assert sources["“The boat caught fire and shot at random. Lucky I got away in time.”"] == "Ada Quill"


def test_a_link_text_between_paragraphs_is_no_source() -> None:
    furniture = "Advertisement Continue reading the main story"
    text = f"The army said he held back.\n{furniture}\nThe charge sheet against Quill included two counts of assault."
    start = text.index(furniture)
    mark = Mark(Span("r", start, start + len(furniture)), "boilerplate")
    assert "Advertisement" not in {source for source, *_ in told(text, mark)}


def test_what_goes_by_plan_is_nobodys_word() -> None:
    assert not [s for s, *_ in told("If all goes according to plan, the probe will land in May.") if s == "plan"]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The state agency Lorpress published video showing the convoy leaving the station.",
            "The state agency Lorpress",
            "the convoy leaving the station",
        ),
        (
            "State television published video showing the train in the port of Marrowby.",
            "State television",
            "the train in the port of Marrowby",
        ),
    ],
)
def test_published_video_speaks_for_its_publisher(text: str, source: str, content: str) -> None:
    ((found, cue, contents, *_),) = told(text)
    assert (found, contents) == (source, [content])
    assert cue is not None
    assert cue.startswith("published video")


@pytest.mark.parametrize("content", ["the roof fell", "the pier shook", "the tram stopped"])
def test_what_is_said_has_its_verb(content: str) -> None:
    assert [contents for _, _, contents, *_ in told(f"The harbour office said {content}.")] == [[content]]


def speakers(text: str, *marks: Mark) -> list[str | None]:
    """The speaker of each statement."""
    return [s.speaker for s in statements(text, *marks)]


def test_a_name_that_opens_the_phrase_names_the_speaker() -> None:
    text = "Corin Tavish, 30, from Marrowby, who was among more than 50 injured, said he recalled a bang."
    assert speakers(text)[0] == "Corin Tavish"


def test_several_bodies_that_one_relative_clause_follows_speak_together() -> None:
    text = "His visit raised alarm in Lorland and other nations, who warned Sarnia not to send arms."
    assert speakers(text) == ["Lorland and other nations"]


def test_the_airline_is_the_one_body_with_that_word() -> None:
    text = (
        "Lorland Airlines has apologised to two players. The dockers’ council said it was a pity. "
        "The airline said it was sorry."
    )
    assert speakers(text)[-1] == "Lorland Airlines"


def test_a_clause_after_the_comma_is_not_part_of_an_accusation() -> None:
    text = "A steward accused them of stealing blankets, which happened on Sunday."
    assert told(text)[0][2] == ["them of stealing blankets"]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [("Ferry crash: seven people die in Marrowby", []), ("Mayor: bridge may close for a week", ["Mayor"])],
)
def test_a_topic_before_a_colon_is_no_speaker(headline: str, expected: list[str]) -> None:
    assert speakers(headline, Mark(Span("r", 0, len(headline)), "title")) == expected


def test_a_forename_alone_does_not_stand_for_her_father() -> None:
    assert speakers("Her father Tavish said she was upset.") == ["Her father Tavish"]


def test_a_paper_passes_on_what_somebody_told_another() -> None:
    text = (
        "“The crate will carry seeds. The eggs will hatch within weeks,” Ilan Brusk, chief designer of the crate, "
        "told the Marrowby Post, according to Lorland Daily."
    )
    found = statements(text)
    (inner,) = [s for s in found if s.speaker == "Ilan Brusk"]
    assert (
        text[inner.content[0].start : inner.content[-1].end]
        == "“The crate will carry seeds. The eggs will hatch within weeks,”"
    )
    assert inner.within is not None
    assert found[inner.within].speaker == "Lorland Daily"


def test_according_to_holds_its_whole_clause_and_the_denial_in_it() -> None:
    text = "Mayor Ada Quill flatly dismissed the idea, calling it “sheer nonsense,” according to state media."
    outer, inner = statements(text)
    assert text[outer.content[0].start : outer.content[0].end] == text[: text.index(" according")].rstrip()
    assert (inner.speaker, inner.certainty, inner.within) == ("Ada Quill", "denied", 0)


def test_a_post_set_into_a_report_is_the_word_of_its_account() -> None:
    text = (
        "Snow fell on Marrowby.\nThe port is white! pic.example.com/a1 — Marrowby Port (@marrowby) March 4, 2031\n"
        "Police asked drivers to stay at home."
    )
    post = next(s for s in statements(text) if s.speaker == "Marrowby Port")
    assert text[post.content[0].start : post.content[0].end] == "The port is white! pic.example.com/a1"
    assert post.speech == "direct"
