"""How surely an event is told."""

import pytest

from crosswire.language.certainty import find_events
from crosswire.language.parsing import parse
from crosswire.records import Report


def events(text: str) -> dict[str, str]:
    return {text[e.span.start : e.span.end]: e.certainty for e in find_events("r", parse(Report("r", text)))}


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("The ferry sank on Monday.", "sank", "certain"),
        ("The ferry did not sink.", "sink", "denied"),
        ("No agreements were signed.", "signed", "denied"),
        ("They left without paying.", "paying", "denied"),
        ("Crews failed to reach the pier.", "reach", "denied"),
        ("The ferry may sink.", "sink", "possible"),
        ("Crews want to leave.", "leave", "possible"),
        ("The ferry is expected to sail.", "sail", "probable"),
        ("The mayor believes the ferry sank.", "sank", "probable"),
        ("Crowds will come if the ferry leaves.", "leaves", "unknown"),
        ("The ferry began to sink.", "sink", "certain"),
        ("The collision closed the port.", "collision", "certain"),
    ],
)
def test_event(text: str, word: str, certainty: str) -> None:
    assert events(text)[word] == certainty


def test_auxiliaries_and_things_are_no_events() -> None:
    assert list(events("The boat has been lying at the pier.")) == ["lying"]
