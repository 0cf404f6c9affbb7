import pytest

from crosswire.pages.sentences import Piece, cut_sentences, mark_words
from crosswire.pages.side_by_side import Row, align_reports
from crosswire.records import Claim, Copy, Mention, Passage, Report, Span


def marked(pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.text if piece.both else f"[{piece.text}]" for piece in pieces)


def rows(found: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    return [(row.found + (" moved" if row.moved else ""), marked(row.left), marked(row.right)) for row in found]


@pytest.mark.parametrize(
    ("ours", "theirs", "left", "right"),
    [
        ("The dam broke at dawn.", "The dam broke at dawn.", "The dam broke at dawn.", "The dam broke at dawn."),
        ("It may break at dawn.", "It will break at dawn", "It [may] break at dawn.", "It [will] break at dawn"),
        ("“We fled,” she said", '"We fled," said Ada Quill', "“We fled,” [she] said", '"We fled," said [Ada Quill]'),
        ("A crew of nine", "Ships in Orrin", "[A crew of nine]", "[Ships in Orrin]"),
        ("", "New words", "", "[New words]"),
    ],
)  # fmt: skip
def test_words_of_both_passages_are_marked_in_each(ours: str, theirs: str, left: str, right: str) -> None:
    assert tuple(map(marked, mark_words(ours, theirs))) == (left, right)


def test_a_short_word_between_two_changes_is_no_match() -> None:
    assert marked(mark_words("Rain fell on the valley", "Snow lay on hills")[0]) == "[Rain fell on the valley]"


def test_sentences_end_at_stops_and_lines() -> None:
    text = "Dam breaks\n\n“Run!” she cried. Nine died.\nIt was 4.30 a.m. on Monday.\n"
    assert [text[start:end] for start, end in cut_sentences(text)] == [
        "Dam breaks", "“Run!” she cried.", "Nine died.", "It was 4.30 a.m. on Monday.",
    ]  # fmt: skip


LEFT = Report(
    "left",
    "The Lesk dam above Orrin gave way before dawn on Wednesday, killing nine people.\n"
    "Engineers were headed for a second dam upstream to see whether it would hold.\n"
    "Some 400 people were led out of the valley by the army during the night.\n"
    "The valley last flooded in 2019.",
)
RIGHT = Report(
    "right",
    "Some 400 people were led out of the valley by the army during the night.\n"
    "The Lesk dam above Orrin gave way before dawn on Wednesday, killing nine villagers.\n"
    "Experts went up the river to look at another dam.\n"
    "A memorial will be held in June.",
)


def test_what_is_shared_altered_moved_and_alone_stands_in_rows() -> None:
    assert rows(align_reports(LEFT, RIGHT, None, ())) == [
        (
            "altered moved",
            "The Lesk dam above Orrin gave way before dawn on Wednesday, killing nine [people.]",
            "The Lesk dam above Orrin gave way before dawn on Wednesday, killing nine [villagers.]",
        ),
        ("right", "", "[Experts went up the river to look at another dam.]"),
        ("right", "", "[A memorial will be held in June.]"),
        ("left", "[Engineers were headed for a second dam upstream to see whether it would hold.]", ""),
        (
            "same",
            "Some 400 people were led out of the valley by the army during the night.",
            "Some 400 people were led out of the valley by the army during the night.",
        ),
        ("left", "[The valley last flooded in 2019.]", ""),
    ]


def at(report: Report, words: str) -> Span:
    start = report.text.index(words)
    return Span(report.id, start, start + len(words))


def test_reworded_sentences_meet_by_the_copying_between_the_reports() -> None:
    pair = Passage(at(RIGHT, "Experts went up the river"), at(LEFT, "Engineers were headed"))
    copy = Copy(("right", "left"), "rewritten", "left", None, (0.2, 0.2), (pair,), "reworded")
    found = [row for row in rows(align_reports(LEFT, RIGHT, copy, ())) if row[0] == "reworded"]
    assert [(left, right) for _, left, right in found] == [
        (
            "Engineers were headed for a second dam upstream to see whether it would hold.",
            "Experts went up the river to look at another dam.",
        )
    ]


def test_independent_sentences_meet_by_a_claim_that_both_carry() -> None:
    spans = at(LEFT, "The valley last flooded in 2019"), at(RIGHT, "A memorial will be held in June")
    mentions = tuple(Mention(s.report, s, None, None, "certain", None, None) for s in spans)
    found = rows(align_reports(LEFT, RIGHT, None, [Claim("c1", spans[0], mentions)]))
    assert ("told", "The valley last flooded in 2019.", "A memorial will be held in June.") in found


def test_every_sentence_of_both_stands_in_one_row_word_for_word() -> None:
    found = align_reports(LEFT, RIGHT, None, ())
    for report, sides in ((LEFT, [row.left for row in found]), (RIGHT, [row.right for row in found])):
        shown = [" ".join(piece.text for piece in side) for side in sides if side]
        assert sorted(shown) == sorted(report.text.split("\n"))


def test_a_text_without_words_has_no_rows() -> None:
    assert align_reports(Report("a", "—\n\n"), Report("b", ""), None, ()) == ()
