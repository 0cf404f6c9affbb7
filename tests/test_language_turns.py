"""Turns of talk: transcripts and interviews are read by their labels, and nothing else is taken for one."""

from time import process_time

import pytest

from crosswire.language.turns import find_turns, turn_statements
from crosswire.records import Mark, Marker, Span


def turns(text: str, *marks: Mark) -> list[tuple[str, str | None, list[str]]]:
    """(label, name, content) of each turn, in words."""
    return [
        (text[slice(*turn.speaker)], turn.name, [text[start:end] for start, end in turn.content])
        for turn in find_turns(text, marks)
    ]


HEARING = """The inquiry heard from Ada Quill, who steered the ferry.

MR. ORLO: When did you see the light?

ADA QUILL: I saw it at nine. We were past the mole.

I turned at once.

MR. ORLO: And the engine?

(LAUGHTER)

QUILL: It stopped. You can't steer without it.

The inquiry goes on tomorrow."""


def test_a_transcript_with_names_in_capitals() -> None:
    assert turns(HEARING) == [
        ("MR. ORLO", "MR. ORLO", ["When did you see the light?"]),
        ("ADA QUILL", "Ada Quill", ["I saw it at nine. We were past the mole.", "I turned at once."]),
        ("MR. ORLO", "MR. ORLO", ["And the engine?"]),
        ("QUILL", "Quill", ["It stopped. You can't steer without it."]),
    ]


def test_questions_and_answers_name_nobody() -> None:
    text = "Q: Did the pier move?\nA: Yes, I felt it.\nQ: For how long?\nA: We counted ten seconds.\nThe pier is shut."
    assert turns(text) == [
        ("Q", None, ["Did the pier move?"]),
        ("A", None, ["Yes, I felt it."]),
        ("Q", None, ["For how long?"]),
        ("A", None, ["We counted ten seconds."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Q. Did it move?\nA. I felt it.\nQ. Why?\nA. We don't know.",
        "Q: Did it move? A: I felt it. Q: Why? A: We don't know.",
        "**Q:** Did it move?\n**A:** I felt it.\n**Q:** Why?\n**A:** We don't know.",
        "Interviewer: Did it move?\nQuill: I felt it.\nInterviewer: Why?\nQuill: We don't know.",
        "Lethian Herald: Did it move?\nAda Quill: I felt it.\nLethian Herald: Why?\nAda Quill: We don't know.",
        "ORLO, HOST:\nDid it move?\nADA QUILL: I felt it.\nORLO: Why?\nQUILL: We don't know.",
        "OFFICER 1: Did it move?\nOFFICER 2: I felt it.\nOFFICER 1: Why?\nOFFICER 2: We don't know.",
        "Orlo: “Did it move?”\nQuill: “I felt it.”\nOrlo: “Why?”\nQuill: “We don't know.”",
    ],
)
def test_labels_of_many_kinds(text: str) -> None:
    found = turns(text)
    said = [content[0].strip("“”") for _, _, content in found]
    assert said == ["Did it move?", "I felt it.", "Why?", "We don't know."]
    assert len({label for label, _, _ in found}) in (2, 3)


def test_initials_stand_for_the_names_in_full() -> None:
    text = "Ada Quill: Did it move?\nCorin Orlo: I felt it.\nAQ: Why?\nCO: We don't know.\nAQ: Thank you.\nCO: Thanks."
    assert [name for _, name, _ in turns(text)] == ["Ada Quill", "Corin Orlo"] * 3


def test_what_the_report_tells_between_turns_is_no_talk() -> None:
    text = """Quill: I saw the light.
Orlo: Did you turn?
Quill: I turned at once, you know.
“She did turn,” a passenger said later.
Quill: We all felt it.
Orlo: Thank you."""
    assert [content for _, _, content in turns(text)][2] == ["I turned at once, you know."]


@pytest.mark.parametrize(
    "text",
    [
        "Bridge collapse: four hurt\nMayor: town may stay cut off\nThe bridge fell on Monday.",
        "Where: the harbour.\nWhen: 9 p.m.\nWhere: the quay.\nWhen: you decide.\nPrice: free.",
        "14:05: I can see the pier.\n14:10: We hear sirens.\n14:20: You can stay at home.\n14:25: The pier is shut.",
        "Ingredients: flour, eggs.\nMethod: Beat your eggs.\nServes: four.\nIngredients: milk.\nMethod: You boil it.",
        "John 3:16 is read in Marrowby.\nLuke 12: The rich man.\nMark 2: The roof.\nJohn 4: The well.",
        "Harland: 14 seats.\nMarrowby: 12 seats.\nHarland: 9 votes.\nMarrowby: 7 votes.\nHarland: recount.",
        "ORLO: “I never took a crown.”\nTHE FACTS: He took two.\nORLO: “You know me.”\nTHE FACTS: Court papers say so.",
        "Claim: The dam held.\nVerdict: False.\nClaim: You were warned.\nVerdict: True.",
        "Ada Quill: I saw it.\nThe ferry sank on Monday, the coast guard said.",
        "One question: will you pay?\nOne answer: we will not.",
        "",
    ],
)
def test_what_is_no_transcript_has_no_turns(text: str) -> None:
    assert turns(text) == []


def test_furniture_is_not_said() -> None:
    text = "Q: Did it move?\nA: I felt it.\nAdvertisement: buy your boat.\nQ: Why?\nA: We don't know."
    start = text.index("Advertisement")
    mark = Mark(Span("r", start, start + len("Advertisement: buy your boat.")), "boilerplate")
    assert [content for _, _, content in turns(text, mark)] == [
        ["Did it move?"],
        ["I felt it."],
        ["Why?"],
        ["We don't know."],
    ]


def test_turns_are_statements_in_direct_speech_and_questions_leave_it_open() -> None:
    text = "Orlo: Did it move?\nQuill: I felt it.\nOrlo: Why?\nQuill: We don't know."
    asked, answered, *_ = turn_statements("r", find_turns(text))
    assert (asked.source, asked.speaker, asked.cue) == (Span("r", 0, 4), "Orlo", Span("r", 4, 5))
    assert (asked.speech, asked.certainty) == ("direct", "unknown")
    assert asked.marker == Marker("question", Span("r", 17, 18))
    assert answered.content == (Span("r", 26, 36),)
    assert (answered.speaker, answered.certainty, answered.marker) == ("Quill", "certain", None)


def test_time_grows_with_the_length_of_a_transcript() -> None:
    started = process_time()
    found = find_turns("ORLO: Did you see it?\nADA QUILL: I did.\nWe all saw it.\n" * 8_000)
    assert len(found) == 16_000
    # Quadratic work would take minutes.
    assert process_time() - started < 20
