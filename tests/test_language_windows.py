"""Windows: what the tagger is given of a report."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.language.parsing import paragraphs
from crosswire.language.speech import find_speech
from crosswire.language.windows import LONGEST, Window, cut_windows

PIECES = st.sampled_from(
    ["The pier fell. ", "“We ran,” ", "Ada Quill ", "ŁÓDŹ ", "\n", "e\u0301te\u0301 ", "😀", "x" * 30 + " ", "said, "]
)


def windows(text: str) -> list[Window]:
    return list(cut_windows(text, list(paragraphs(text)), find_speech(text)))


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=120).map("".join))
def test_every_character_stands_in_one_piece_and_no_window_is_too_long(text: str) -> None:
    taken = [at for window in windows(text) for left, right in window.offsets for at in range(left, right) if left >= 0]
    assert sorted(set(taken)) == taken
    missing = {character for at, character in enumerate(text) if at not in set(taken)}
    assert all(not character.isalnum() or not character.isascii() for character in missing)
    for window in windows(text):
        assert len(window.ids) == len(window.shapes) == len(window.offsets) <= LONGEST


def test_capitals_and_quotation_marks_are_told_by_shape() -> None:
    text = "TASS said: “We won.”"
    (window,) = windows(text)
    shown = [(text[left:right], shape) for (left, right), shape in zip(window.offsets, window.shapes, strict=True)]
    assert [one for one in shown if one[0].isalpha()] == [("TA", 3), ("SS", 3), ("said", 1), ("We", 6), ("won", 5)]


def test_short_paragraphs_share_a_window_and_a_long_one_is_cut_after_a_sentence() -> None:
    assert len(windows("The pier fell.\nNobody was hurt.")) == 1
    text = "The old pier of Marrowby fell into the sea on Monday. " * 30
    for window in windows(text)[:-1]:
        end = window.offsets[-2][1]
        assert text[end - 1] == "."
