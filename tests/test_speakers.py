"""One name for a speaker over the reports of a story."""

from tiny import told

from crosswire.records import AnnotatedReport
from crosswire.speakers import unite_speakers


def united(*texts: str) -> list[list[str | None]]:
    reports: list[AnnotatedReport] = [told(f"r{n}", text) for n, text in enumerate(texts)]
    return [[s.speaker for s in report.statements] for report in unite_speakers(reports)]


def test_an_apposition_in_one_report_tells_who_the_fire_chief_of_another_is():
    assert united(
        "Ada Quill, the fire chief, said the roof fell at noon.",
        "The fire chief said nobody was in the hall.",
    ) == [["Ada Quill"], ["Ada Quill"]]


def test_two_fire_chiefs_are_nobody_certain():
    assert united(
        "Ada Quill, the fire chief, said the roof fell at noon.",
        "Corin Orlo, the fire chief, said the roof fell at one.",
        "The fire chief said nobody was in the hall.",
    )[2] == ["The fire chief"]


def test_a_surname_alone_is_the_one_person_of_the_story_who_bears_it():
    assert united("Corin Brandt said the roof fell.", "Mr Brandt said the hall was shut.") == [["Corin Brandt"]] * 2


def test_a_surname_of_two_persons_stays_bare():
    assert united(
        "Corin Brandt said the roof fell.", "Jonas Brandt said the hall was shut.", "Mr Brandt said the wall was old."
    ) == [["Corin Brandt"], ["Jonas Brandt"], ["Brandt"]]
