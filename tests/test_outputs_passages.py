import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.outputs.passages import ELLIPSIS, quoted, shorten, visible
from crosswire.outputs.times import days, in_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\n two\t\u2028three", "one two three"),
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b]0;new window title\x07after", "after"),
        ("\x9b2Jcleared", "cleared"),
        ("bell\x07 back\x08space nul\x00", "bell backspace nul"),
        ("turned \u202earound\u202c", "turned around"),
        ("zero\u200bwidth \ufeffsoft\u00adhyphen", "zerowidth softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("[red]as it stands[/red] :smile:", "[red]as it stands[/red] :smile:"),
    ],
)
def test_what_steers_a_terminal_is_not_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_shown_is_a_control_character(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", visible(text))


def test_long_passages_lose_their_middle() -> None:
    text = "The mayor of Orrin said on Wednesday that the valley road would stay closed until the spring"
    assert shorten(text, 64) == "The mayor of Orrin said on Wednesday … closed until the spring"
    assert shorten(text, None) == text
    assert shorten("short", 60) == "short"


@given(st.text(alphabet="ab ", max_size=80).map(lambda text: " ".join(text.split())), st.integers(8, 60))
def test_a_shortened_passage_is_its_beginning_and_its_end(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    head, cut, tail = short.partition(ELLIPSIS)
    assert text.startswith(head.rstrip())
    assert not cut or text.endswith(tail.lstrip())
    assert cut or short == text


def test_a_passage_that_is_one_quotation_gets_no_second_marks() -> None:
    assert quoted("“We saw it.”") == "“We saw it.”"
    assert quoted("We saw it") == "“We saw it”"
    assert quoted("“We saw it,” she said, “twice”") == '"“We saw it,” she said, “twice”"'


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-05-14", "Wed 14 May 2031"),
        ("2031-05-14TEV", "Wed 14 May 2031, evening"),
        ("2031-05-14T09:30:00Z", "Wed 14 May 2031, 09:30"),
        ("2031-05", "May 2031"),
        ("2031", ""),
        ("203", "the 2030s"),
        ("2031-W20", "week 20 of 2031"),
        ("2031-W20-WE", "weekend of week 20 of 2031"),
        ("2031-SU", "summer of 2031"),
        ("2031-Q3", "third quarter of 2031"),
        ("PAST_REF", "in the past"),
        ("P3D", ""),
        ("2031-02-31", ""),
        ("2031-13", ""),
        ("soon", ""),
    ],
)
def test_times_in_words(value: str, words: str) -> None:
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2031-05-14", "2031-05-14T20:00:00Z", "14 May 2031"),
        ("2031-05-12", "2031-05-14", "12–14 May 2031"),
        ("2031-04-30", "2031-05-14", "30 Apr – 14 May 2031"),
        ("2030-12-31", "2031-01-01", "31 Dec 2030 – 1 Jan 2031"),
        ("2031-05", "2031-05-14", "May 2031 – 14 May 2031"),
    ],
)
def test_days_share_what_they_have_in_common(first: str, last: str, said: str) -> None:
    assert days(first, last) == said
