import pytest
from tiny import told, words

from crosswire.claims import match_claims
from crosswire.quotes import match_quotes


def quotes_of(*reports):
    by_id = {report.report.id: report for report in reports}
    quotes = match_quotes(reports, match_claims(reports))
    return [(q.speaker, q.drift, [(m.report, words(by_id[m.report], m)) for m in q.mentions]) for q in quotes]


def test_the_same_words_are_one_quote_whatever_the_marks():
    a = told("a", "“We had no warning at all,” said Mara Dunoy.")
    b = told("b", 'Mara Dunoy said: "We had no warning at all."')
    assert quotes_of(a, b) == [
        ("Mara Dunoy", False, [("a", "We had no warning at all"), ("b", "We had no warning at all")])
    ]


def test_a_shorter_piece_is_no_drift():
    a = told("a", "“The wall was cracked for months and nobody came,” Piet Olm said.")
    b = told("b", "The wall was “cracked for months,” Piet Olm said.")
    assert quotes_of(a, b) == [("Piet Olm", False, [("a", "cracked for months"), ("b", "cracked for months")])]


def test_a_changed_word_is_drift():
    a = told("a", "“They will pay a clear price for this,” Piet Olm said.")
    b = told("b", "“They will pay a high price for this,” Piet Olm said.")
    assert [drift for _, drift, _ in quotes_of(a, b)] == [True]


def test_what_the_reporter_put_in_brackets_is_no_drift():
    a = told("a", "“He (Mr Olm) was at home all night,” Ilse Kann said.")
    b = told("b", "“He was at home all night,” Ilse Kann said.")
    assert [drift for _, drift, _ in quotes_of(a, b)] == [False]


def test_a_bracket_that_says_more_than_who_is_meant_is_drift():
    a = told("a", "“We will call them in the morning,” Ilse Kann said.")
    b = told("b", "“We will call [the two captains and their pilot] in the morning,” Ilse Kann said.")
    assert [drift for _, drift, _ in quotes_of(a, b)] == [True]


@pytest.mark.parametrize(
    ("one", "other", "drift"),
    [
        ("modelling the colour of the harbour", "modeling the color of the harbor", False),
        ("analysed and organised in the centre", "analyzed and organized in the center", False),
        ("on the sloping roof of the tower", "on the slopping roof of the tower", True),
    ],
)
def test_another_spelling_is_no_drift_and_another_word_is(one: str, other: str, drift: bool):
    a, b = (told(name, f"“We were {words},” Ilse Kann said.") for name, words in (("a", one), ("b", other)))
    assert [found for _, found, _ in quotes_of(a, b)] == [drift]


def test_other_words_of_another_speaker_are_no_quote_of_two():
    a = told("a", "“We had no warning at all,” said Mara Dunoy.")
    b = told("b", "“The bread was gone by nine,” said Ilse Kann.")
    assert quotes_of(a, b) == []


def test_two_words_are_too_few():
    a, b = told("a", "It was “sheer nonsense”."), told("b", "He called it “sheer nonsense”.")
    assert quotes_of(a, b) == []


def test_a_long_quotation_is_taken_sentence_by_sentence():
    a = told("a", "“We have come here for that. The wall was cracked for months,” Piet Olm said.")
    b = told("b", "“That is what we are here for,” Piet Olm said. “The wall was cracked for months.”")
    assert [passages for _, _, passages in quotes_of(a, b)][-1] == [
        ("a", "The wall was cracked for months"),
        ("b", "The wall was cracked for months"),
    ]


def test_one_claim_quoted_in_other_words_is_drift_though_its_speaker_has_another_name():
    a = told("a", "They warned the guild would “pay a clear price” for the flood, Mara Dunoy said.")
    b = told("b", "The office of the mayor said the guild “will have to pay a price” for the flood.")
    assert [(drift, [words for _, words in passages]) for _, drift, passages in quotes_of(a, b)] == [
        (True, ["pay a clear price", "will have to pay a price"])
    ]


def test_like_words_of_unlike_speakers_are_no_altered_quotation():
    a = told("a", "“The question is how,” the mayor’s office said of the dam.")
    b = told("b", "Of the bridge the guild said: “The question is what we do next.”")
    assert quotes_of(a, b) == []


def test_initials_with_stops_and_without_are_one_word():
    a = told("a", "“The F.B.I. did not look at it, and Mr. Olm has kept silent,” Mara Dunoy said.")
    b = told("b", "“The FBI did not look at it, and Mr. Olm has kept silent,” Mara Dunoy said.")
    assert [(found, len(passages)) for _, found, passages in quotes_of(a, b)] == [(False, 2)]
