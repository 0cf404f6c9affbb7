"""Which agencies a report credits, and where a name is only mentioned."""

from typing import Any

import pytest

from crosswire.credits import agencies, find_credits, named_agencies
from crosswire.furniture import mark
from crosswire.records import Detail, Report

STORY = "A ferry turned back off Norholm on Monday after water entered its engine room, the harbour master said."


def credits(text: str = STORY, **fields: Any) -> list[tuple[str, str, str | None]]:
    report = mark(Report("r", text, **fields))
    assert find_credits(report) == report.credits
    return [
        (credit.agency, credit.basis, text[credit.span.start : credit.span.end] if credit.span else None)
        for credit in report.credits
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{STORY} (AP)", ("AP", "credit line", "AP")),
        (f"NORHOLM (AP) — {STORY}", ("AP", "dateline", "AP")),
        (f"NORHOLM, Sudland, Jan 1 (Reuters) - {STORY}", ("Reuters", "dateline", "Reuters")),
        (f"By The Associated Press\n{STORY}", ("AP", "byline", "The Associated Press")),
        (f"{STORY}\nThe ferry in dock on Monday (Ada Lind/Harbour News via AP)", ("AP", "caption", "AP")),
        (f"{STORY}\nThe ferry in dock, January 1, 2031. REUTERS/Ada Lind", ("Reuters", "caption", "REUTERS")),
        (f"{STORY}\nThe ferry in dock on Monday. (AP Photo/Ada Lind)", ("AP", "caption", "AP")),
        (f"{STORY}\nWith inputs from PTI", ("PTI", "credit line", "PTI")),
        (f"{STORY}\nkl/sms (dpa)", ("dpa", "credit line", "dpa")),
        (f"{STORY}\nThe Associated Press contributed to this report.", ("AP", "credit line", "The Associated Press")),
        (
            f"{STORY}\nCopyright 2031 The Associated Press. All rights reserved.",
            ("AP", "copyright", "The Associated Press"),
        ),
    ],
)
def test_where_a_text_credits_an_agency(text: str, expected: tuple[str, str, str]) -> None:
    assert credits(text) == [expected]


def test_a_line_may_credit_several() -> None:
    assert credits(f"{STORY}\nab/cd (AFP, dpa)") == [("AFP", "credit line", "AFP"), ("dpa", "credit line", "dpa")]


def test_who_took_a_picture_is_not_who_carried_it() -> None:
    caption = "The ferry in dock (Korean Central News Agency via AP)"
    assert credits(f"{STORY}\n{caption}") == [("AP", "caption", "AP")]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour master told Reuters that the ferry was safe.",
        "TASS reported on Monday that the ferry had turned back.",
        "An Associated Press journalist saw the ferry turn back.",
        "The ferry was built in Erie, PA, and sold to CP in 2029.",
        "A statement was published by the Korean Central News Agency (KCNA).",
        "The photographs that AP took were shown in court.",
    ],
)
def test_a_mention_in_the_story_is_no_credit(text: str) -> None:
    assert credits(f"{STORY}\n{text}\n{STORY}") == []


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Associated Press", ["AP"]),
        ("the associated press", ["AP"]),
        ("Ada Lind, AP", ["AP"]),
        ("Reuters Editorial", ["Reuters"]),
        ("Ada Lind for AFP", ["AFP"]),
        ("Petra", ["Petra"]),
        ("Petra Lind", []),
        ("Pap Ndiaye", []),
        ("Norholm Press", []),
    ],
)
def test_authors(author: str, expected: list[str]) -> None:
    assert [(agency, basis) for agency, basis, _ in credits(authors=(author,))] == [(a, "author") for a in expected]


def test_an_agency_is_credited_for_its_own_pages() -> None:
    outlet = Detail("Reuters", "field")
    assert ("Reuters", "author", None) in credits(outlet=outlet)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://courier.example/aponline/2031/01/01/ferry.html", "AP"),
        ("https://courier.example/wires/ap/article-1/ferry.html", "AP"),
        ("https://courier.example/reuters/2031/01/01/ferry.html", "Reuters"),
        ("https://www.reuters.com/article/ferry", "Reuters"),
        ("https://uk.reuters.com/article/ferry", "Reuters"),
        ("https://courier.example/ap/ferry", None),
        ("https://courier.example/world/pa/ferry", None),
        ("https://notreuters.com/ferry", None),
        ("https://courier.example/reuters", None),
        ("https://[broken/reuters/ferry", None),
        (None, None),
    ],
)
def test_addresses(url: str | None, expected: str | None) -> None:
    assert credits(url=url) == ([(expected, "address", None)] if expected else [])


def test_the_strongest_credit_comes_first() -> None:
    found = credits(
        f"NORHOLM (AP) - {STORY}\nThe ferry (Ada Lind/AP)", url="https://courier.example/wires/ap/1", authors=("AP",)
    )
    assert [basis for _, basis, _ in found] == ["dateline", "author", "address", "caption"]


def test_short_forms_are_whole_words_in_their_own_case() -> None:
    assert list(named_agencies("Japan, ap, APA-like AFPs and dpa")) == [("dpa", 29, 32)]


def test_the_table_of_agencies() -> None:
    table = agencies()
    assert len(table) > 60
    names = [name for agency in table for name in (agency.short, *agency.names)]
    assert len(names) == len(set(names))
    assert all(agency.country and agency.short.strip() == agency.short for agency in table)
