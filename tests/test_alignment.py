"""Shared passages and aligned sentences, on texts of a few words."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crosswire.alignment import WordSequence, align_sentences, sequence_words, shared_passages
from crosswire.records import Span

FERRY = "The ferry to Ostrand left the pier at noon with forty people and a cargo of salt"
MILL = "Wardens closed the old mill after its wheel broke in the flood of last week"


def sequences(a: str, b: str, masked: tuple[str, ...] = (), walls: tuple[str, ...] = ()) -> list[WordSequence]:
    numbers: dict[tuple[str, ...], int] = {}

    def spans(text: str, passages: tuple[str, ...]) -> list[Span]:
        return [Span("", text.index(p), text.index(p) + len(p)) for p in passages if p in text]

    return [
        sequence_words(name, text, spans(text, masked), spans(text, walls), numbers)
        for name, text in zip("ab", (a, b), strict=True)
    ]


def shown(a: str, b: str, **kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    first, second = sequences(a, b, **kinds)
    return [
        (
            a[first.starts[p.a[0]] : first.ends[p.a[1] - 1]],
            b[second.starts[p.b[0]] : second.ends[p.b[1] - 1]],
        )
        for p in shared_passages(first, second)
    ]


def test_the_same_words_are_one_passage_whatever_case_and_marks() -> None:
    other = FERRY.upper().replace(" AT", ", AT")
    assert shown(FERRY, other) == [(FERRY, other)]


def test_blocks_that_changed_places_are_both_found() -> None:
    assert shown(f"{FERRY}. {MILL}.", f"{MILL}. {FERRY}.") == [(FERRY, FERRY), (MILL, MILL)]


def test_a_passage_runs_on_over_a_few_changed_words() -> None:
    other = FERRY.replace("at noon", "shortly before noon")
    first, second = sequences(FERRY, other)
    (passage,) = shared_passages(first, second)
    assert (passage.a, passage.b) == ((0, 17), (0, 18))
    assert passage.shared == 16


def test_a_passage_ends_where_furniture_stands_between() -> None:
    inside = "Photo: the pier on Monday."
    text = f"{FERRY} {inside} {MILL}"
    assert shown(text, f"{FERRY} {MILL}", walls=(inside,)) == [(FERRY, FERRY), (MILL, MILL)]


def test_a_passage_runs_on_over_masked_words_and_does_not_count_them() -> None:
    quoted = "“nobody told us anything”"
    text = FERRY.replace("with", f"{quoted} with")
    first, second = sequences(text, FERRY, masked=(quoted,))
    (passage,) = shared_passages(first, second)
    assert passage.shared == 17
    assert shown(text, FERRY, masked=(quoted,)) == [(text, FERRY)]


def test_a_stock_phrase_is_no_passage() -> None:
    assert shown(f"{FERRY}, he told reporters on Monday", f"{MILL}, he told reporters on Monday") == []


def test_a_sentence_said_twice_is_shared_once() -> None:
    assert shown(f"{FERRY}. {FERRY}.", FERRY) == [(FERRY, FERRY)]


words = st.lists(st.sampled_from("abcdefgh"), max_size=60).map(" ".join)


@given(words, words)
def test_passages_stand_in_both_texts_and_no_word_is_in_two(a: str, b: str) -> None:
    first, second = sequences(a, b)
    passages = shared_passages(first, second)
    runs = [run for passage in passages for run in passage.runs]
    for i, j, length in runs:
        assert first.words[i : i + length] == second.words[j : j + length]
    for side in (0, 1):
        positions = [run[side] + step for run in runs for step in range(run[2])]
        assert len(positions) == len(set(positions))


def test_sentences_are_aligned_in_order_and_once_each() -> None:
    closeness = np.array([[0.5, 0, 0, 0.4], [0.6, 0, 0.3, 0], [0, 0.9, 0, 0.2]], dtype=np.float32)
    assert align_sentences(closeness) == ((1, 0), (2, 1))


def test_sentences_with_nothing_in_common_are_not_aligned() -> None:
    assert align_sentences(np.zeros((3, 2), dtype=np.float32)) == ()
