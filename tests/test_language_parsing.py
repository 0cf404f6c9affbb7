"""Paragraphs, sentences and tenses."""

import pytest

from crosswire.language.parsing import parse, tense_at
from crosswire.records import Mark, Report, Span


def sentences(text: str, *marks: Mark) -> list[str]:
    return [text[s.span.start : s.span.end] for s in parse(Report("r", text, marks=marks))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier fell.\nNobody was hurt", ["The pier fell.", "Nobody was hurt"]),
        ("It sank this week.The crew swam ashore.", ["It sank this week.", "The crew swam ashore."]),
        ("It fell at 5 a.m. on Monday.", ["It fell at 5 a.m. on Monday."]),
        ("Lt. Gov. Ada Quill and Sgt. Orlo spoke.", ["Lt. Gov. Ada Quill and Sgt. Orlo spoke."]),
        ("“Why now?” she asked.", ["“Why now?” she asked."]),
        ("“It fell,” he said. “We ran.” They left.", ["“It fell,” he said.", "“We ran.”", "They left."]),
        ("See www.Marrowby.Example for more.", ["See www.Marrowby.Example for more."]),
        (" \n\t\n...\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_mark_is_a_sentence_of_its_own() -> None:
    text = "MARROWBY, Sep 15: The pier fell."
    parsed = parse(Report("r", text, marks=(Mark(Span("r", 0, 17), "dateline"),)))
    assert [(text[s.span.start : s.span.end], s.marked) for s in parsed] == [
        ("MARROWBY, Sep 15:", "dateline"),
        ("The pier fell.", None),
    ]


def test_tense_of_the_clause_around_an_offset() -> None:
    text = "Police said on Monday that the ferry will sail on Friday."
    parsed = parse(Report("r", text))
    assert tense_at(parsed, text.index("Monday")) == "past"
    assert tense_at(parsed, text.index("Friday")) == "future"
    assert tense_at(parsed, len(text) + 5) == ""
