"""Names: one label and one fullest form for each string of a report."""

import pytest
from tiny import parsed

from crosswire.language import annotate
from crosswire.language.names import find_names
from crosswire.records import Report


def names(text: str) -> dict[str, tuple[str, str]]:
    return {
        text[n.span.start : n.span.end]: (n.label, n.name) for n in find_names("r", text, parsed(Report("r", text)))
    }


def test_short_forms_take_the_fullest_name() -> None:
    text = "President Orla Benning met reporters on Monday. Ms Benning’s aides said Benning was well."
    found = names(text)
    assert found["Orla Benning"] == ("person", "Orla Benning")
    assert found["Benning"] == ("person", "Orla Benning")


def test_where_one_travels_is_a_place() -> None:
    text = "Mr Benning will travel next to Vladivostok. He arrived in Vladivostok late."
    assert names(text)["Vladivostok"] == ("place", "Vladivostok")


def test_what_is_called_by_one_name_and_an_article_is_a_body() -> None:
    text = "Kestrin spokesperson Ada Quill left early. The Kestrin said Thursday that Piet Orlo accepted."
    assert names(text)["Kestrin"] == ("organisation", "Kestrin")


def test_an_acronym_that_the_report_explains() -> None:
    text = "The National Harbour Board (NHB) closed the pier. The NHB gave no reason."
    assert names(text)["NHB"] == ("organisation", "National Harbour Board")


def test_capitals_are_read_as_the_body_writes_them() -> None:
    text = "The fire began in Bergen at noon. Crews reached Bergen late.\nBERGEN was quiet."
    assert names(text)["BERGEN"][1] == "Bergen"


def test_a_title_in_capitals_leads_to_a_person() -> None:
    text = "The fire began at noon, Fire Chief Ilse Marant told reporters. “It was hot,” Marant said."
    assert names(text)["Marant"] == ("person", "Ilse Marant")


def test_two_names_joined_for_a_meeting_are_nobody() -> None:
    text = "Ada Quill met Piet Orlo on Monday. After the Quill-Orlo talks, Orlo vowed “full support” for the new pier."
    assert not any("-" in name for _, name in names(text).values())
    (vow,) = annotate(Report("r", text)).statements
    assert vow.speaker == "Piet Orlo"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Brandell Storage owns the shed. A clerk at Brandell Storage rang the police.", "Brandell Storage",
         ("organisation", "Brandell Storage")),
        ("The town of Port Corvane was closed. Crews flew to Port Corvane late.", "Port Corvane",
         ("place", "Port Corvane")),
        ("The ferry was carrying 120 passengers, the operator Blue Line said.", "Blue Line",
         ("organisation", "Blue Line")),
        ("The train left on Monday, TASS news agency reported. TASS news said that it was late.", "TASS",
         ("organisation", "TASS")),
        ("The fire began at noon, the Sael Morning Post reported. The Post said that two were hurt.", "Post",
         ("organisation", "Sael Morning Post")),
        ("The Corvane Daily Herald reported the raid. The Herald quoted two officers.", "Herald",
         ("organisation", "Corvane Daily Herald")),
    ],
)  # fmt: skip
def test_names_end_where_their_noun_does(text: str, words: str, expected: tuple[str, str]) -> None:
    assert names(text)[words] == expected


def test_a_word_for_what_a_body_is_stays_out_of_its_name() -> None:
    text = "The train left on Monday, TASS news agency reported. TASS news said that it was late."
    assert [s.speaker for s in annotate(Report("r", text)).statements] == ["TASS", "TASS"]
