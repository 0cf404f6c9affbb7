"""Search goes by the same rules in every database."""

from datetime import date

import pytest
from desk import COUNCIL, FERRY, add, corpus

from crosswire.corpus.searching import search


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2031-03-05 Ida Brenn steering", ["ferry-2"]),
        ("owner serviced in May", ["ferry-3"]),
        ("libraries closing", ["council-1"]),
        ("6 March 2031", ["ferry-3"]),
        ("a ship stuck on a reef", ["ferry-1"]),
        ("a boat accident", ["ferry-2"]),
        ("zeppelin", []),
    ],
)
def test_the_report_asked_for_comes_first(address: str, asked: str, first: list[str]) -> None:
    add(address, *FERRY, *COUNCIL)
    with corpus(address) as engine:
        results = search(engine, asked, date(2031, 3, 8)).results
    assert [result.report for result in results][:1] == first
    texts = {report.id: report.text for report in (*FERRY, *COUNCIL)}
    assert all(texts[one.report][one.start : one.end] == one.passage for one in results)
