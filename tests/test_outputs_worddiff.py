from hypothesis import given
from hypothesis import strategies as st

from crosswire.outputs.worddiff import word_diff


def signs(before: str, after: str, context: int | None = 5) -> str:
    forms = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(forms[piece.change].format(piece.text) for piece in word_diff(before, after, context))


def test_what_a_copy_changed() -> None:
    assert signs("the ferry was headed for Sael", "the ferry reached Sael") == (
        "the ferry [-was headed for-] {+reached+} Sael"
    )
    assert signs("prosecutors might charge him", "prosecutors will charge him") == (
        "prosecutors [-might-] {+will+} charge him"
    )


def test_case_quotation_marks_and_edges_are_no_change() -> None:
    assert signs("“We won’t go,” TASK said", '"We won\'t go" Task said') == "“We won’t go,” TASK said"


def test_a_short_word_between_two_changes_does_not_chop_them_up() -> None:
    assert signs("paid a clear price today", "pays the full price today") == (
        "[-paid a clear-] {+pays the full+} price today"
    )
    assert signs("nine of them drowned there", "twelve of those died there") == (
        "[-nine of them drowned-] {+twelve of those died+} there"
    )


def test_a_number_between_two_changes_is_kept_apart() -> None:
    assert signs("some 12 boats were lost", "about 12 ships were lost") == (
        "[-some-] {+about+} 12 [-boats-] {+ships+} were lost"
    )


def test_long_unchanged_runs_are_cut() -> None:
    words = " ".join(f"w{number}" for number in range(20))
    assert signs(f"old {words}", f"new {words}", 2) == "[-old-] {+new+} w0 w1 …"
    assert signs(f"{words} old", f"{words} new", 2) == "… w18 w19 [-old-] {+new+}"
    assert signs(f"old {words}", f"new {words}", None) == f"[-old-] {{+new+}} {words}"


@given(
    st.lists(st.sampled_from("the dam 12 a mayor might will".split())),
    st.lists(st.sampled_from("the dam a 12".split())),
)
def test_both_passages_can_be_read_off_the_pieces(before: list[str], after: list[str]) -> None:
    pieces = word_diff(" ".join(before), " ".join(after), None)
    for change, words in (("removed", before), ("added", after)):
        shown = " ".join(piece.text for piece in pieces if piece.change in ("same", change)).split()
        moved = shown.count("…")
        assert moved <= 1
        at = shown.index("…") if moved else len(shown)
        assert shown[:at] == words[:at]
        assert shown[at + 1 :] == words[len(words) - len(shown[at + 1 :]) :]


def test_a_part_that_moved_does_not_hide_what_changed() -> None:
    before = "He is to travel next to Sael to view the ferry docks, Mr Arve told local radio after the vote"
    after = "Mr Arve told local radio after the vote that he would travel near Sael to see the ferry docks"
    assert signs(before, after) == (
        "{+… that+} He [-is to-] {+would+} travel [-next to-] {+near+} Sael to [-view-] {+see+} the ferry docks, [-…-]"
    )


def test_passages_with_too_little_in_common_are_given_whole() -> None:
    assert signs("nine people died", "the toll rose to twelve") == "[-nine people died-] {+the toll rose to twelve+}"
