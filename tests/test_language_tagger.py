"""The tagger: how what the model gives becomes ranges of the text, and what the real model reads in plain news."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.language.parsing import paragraphs
from crosswire.language.speech import find_speech
from crosswire.language.tagger import Tags, _likeliest, tag


def read(text: str) -> Tags:
    return tag(text, list(paragraphs(text)), find_speech(text))


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=7, max_size=7), min_size=1, max_size=12))
def test_no_run_goes_on_that_did_not_begin(scores: list[list[float]]) -> None:
    labels = [0, *_likeliest(np.array(scores, np.float32)).tolist()]
    for before, label in pairwise(labels):
        assert label == 0 or label % 2 == 1 or before in (label - 1, label)


def test_an_inside_without_a_begin_is_read_as_the_best_whole_path() -> None:
    outside, begin, inside = 0, 1, 2
    scores = np.full((3, 7), -9.0, np.float32)
    scores[0, [outside, begin]] = 1.0, 0.9
    scores[1, [outside, inside]] = 0.0, 2.0
    scores[2, outside] = 1.0
    assert _likeliest(scores).tolist() == [begin, inside, outside]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Police said four people were hurt in Marrowby.", "Police", "said", ["four people were hurt in Marrowby"]),
        (
            "“We heard a bang,” said Ada Quill, a ferry pilot. “Then the lights went out.”",
            "Ada Quill, a ferry pilot",
            "said",
            ["“We heard a bang,”", "“Then the lights went out.”"],
        ),
    ],
)
def test_one_statement(text: str, source: str, cue: str, content: list[str]) -> None:
    (found,) = read(text).attributions
    assert found.source is not None
    assert found.cue is not None
    assert [text[a:b] for a, b in (found.source, found.cue, *found.content)] == [source, cue, *content]


def test_an_address_is_whole() -> None:
    text = "Two people were hurt when the crane fell, Harbournews.com.au reported."
    (found,) = read(text).attributions
    assert found.source is not None
    assert text[slice(*found.source)] == "Harbournews.com.au"


def test_each_content_goes_to_its_own_cue() -> None:
    text = "Ada Quill said the pier was safe. Corin Orlo warned that the crane could fall."
    found = [
        (text[slice(*a.source)] if a.source else None, [text[c:d] for c, d in a.content])
        for a in read(text).attributions
    ]
    assert found == [("Ada Quill", ["the pier was safe"]), ("Corin Orlo", ["that the crane could fall"])]


def test_names_have_a_label_and_end_with_their_words() -> None:
    text = "Ada Quill flew from Paris to Berlin on Monday."
    assert [(text[a:b], label) for a, b, label in read(text).entities] == [
        ("Ada Quill", "PERSON"),
        ("Paris", "GPE"),
        ("Berlin", "GPE"),
    ]


def test_a_text_without_words_has_no_tags() -> None:
    assert read("") == Tags((), (), {})
