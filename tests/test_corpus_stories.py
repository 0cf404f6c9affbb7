"""Stories in a stream: reports find their story whatever the order they come in, and addresses stay."""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from desk import COUNCIL, FERRY, add, changed, corpus, grouped, report
from sqlalchemy import select

from crosswire.analysis import analyse
from crosswire.corpus.adding import add_reports
from crosswire.corpus.briefing import brief_story
from crosswire.corpus.judging import judge_merge, judge_split, list_judgements, undo
from crosswire.corpus.loading import find_story
from crosswire.corpus.store import reading
from crosswire.corpus.tables import reports, stories
from crosswire.errors import CorpusError
from crosswire.records import Report
from crosswire.stories import group_stories

SYLLABLES = ("bra", "dul", "fen", "gor", "hil", "jov", "kem", "lun", "mar", "nod", "pir", "qua", "rud", "sol", "tev")


def groups(address: str) -> list[list[str]]:
    return sorted(grouped(address).values())


def follow(address: str, story: str) -> list[str]:
    """The reports that an address leads to."""
    with corpus(address) as engine, reading(engine) as connection:
        return grouped(address)[find_story(connection, story)]


@pytest.mark.parametrize("order", list(permutations(range(5)))[::29])
def test_one_by_one_in_any_order_gives_what_grouping_at_once_gives(tmp_path, order) -> None:
    address, given = str(tmp_path / "desk.db"), [*FERRY, *COUNCIL]
    for place in order:
        add(address, given[place])
    assert groups(address) == [list(group.reports) for group in group_stories(given)]


def invented(seed: int) -> list[Report]:
    """Forty reports of eight events that share more and more words with the next."""
    chance = random.Random(seed)
    said = ["".join(chance.choice(SYLLABLES) for _ in range(3)) for _ in range(180)]
    events = [said[18 * n : 18 * n + 20 + n] for n in range(8)]
    return [
        report(
            f"r{n}",
            " ".join(chance.sample(events[n % 8], 12) + chance.sample(said[-12:], 3)),
            f"2031-03-{n % 28 + 1:02}",
        )
        for n in range(40)
    ]


@pytest.mark.parametrize(("seed", "pieces"), [(1, 20), (2, 2)])
def test_many_in_pieces_give_what_grouping_at_once_gives(tmp_path, seed, pieces) -> None:
    address, given = str(tmp_path / "desk.db"), invented(seed)
    with corpus(address) as engine:
        for start in range(pieces):
            add_reports(engine, given[start::pieces])
    at_once = [list(group.reports) for group in group_stories(given)]
    assert groups(address) == at_once
    assert 5 < len(at_once) < 30


@pytest.mark.parametrize("order", list(permutations(range(3)))[1::2])
def test_one_by_one_in_any_order_gives_the_brief_of_all_at_once(tmp_path, order) -> None:
    address = str(tmp_path / "desk.db")
    for place in order:
        add(address, FERRY[place])
    (story,) = grouped(address)
    with corpus(address) as engine:
        kept = [brief_story(engine, story) for _ in range(2)]
    at_once = analyse(FERRY)
    assert [replace(brief, stories=(replace(brief.stories[0], id=""),)) for brief in kept] == [
        replace(at_once, stories=(replace(at_once.stories[0], id=""),))
    ] * 2


def test_a_story_says_why_as_grouping_at_once_does(address: str) -> None:
    for one in FERRY:
        add(address, one)
    (group,) = group_stories(FERRY)
    with corpus(address) as engine, reading(engine) as connection:
        (row,) = connection.execute(select(stories)).all()
    assert (row.reports, row.cohesion, row.reason) == (3, group.cohesion, group.reason)
    assert (row.first_published, row.last_published) == ("2031-03-04", "2031-03-06")


def test_a_story_keeps_its_address_as_it_grows(address: str) -> None:
    add(address, FERRY[0], *COUNCIL)
    before = grouped(address)
    add(address, *FERRY[1:])
    (ferry,) = (story for story, held in before.items() if held == ["ferry-1"])
    assert follow(address, ferry) == ["ferry-1", "ferry-2", "ferry-3"]


def test_two_stories_that_prove_to_be_one_are_found_under_both_addresses(address: str) -> None:
    one = report("a", "The barge Ilda sank at Ostrel lock; divers search for its pilot.")
    other = report("b", "Mayor Quillon of Marden wants an inquiry into how her city buys diesel.")
    add(address, one)
    add(address, other)
    before = sorted(grouped(address))
    assert len(before) == 2
    both = "The barge Ilda sank at Ostrel lock; divers search. Mayor Quillon of Marden wants an inquiry into diesel."
    add(address, changed(other, both))
    assert groups(address) == [["a", "b"]]
    assert [follow(address, story) for story in before] == [["a", "b"], ["a", "b"]]


def test_a_report_without_a_date_takes_that_of_its_story(address: str) -> None:
    add(address, *FERRY[:2])
    add(address, report("undated", FERRY[0].text))
    with corpus(address) as engine, reading(engine) as connection:
        row = connection.execute(select(reports).where(reports.c.id == "undated")).one()
    assert (row.published, row.published_basis) == ("2031-03-04", "other reports")


def test_a_merge_wins_survives_new_reports_and_is_undone(address: str) -> None:
    add(address, *FERRY[:2], *COUNCIL)
    first, second = grouped(address)
    with corpus(address) as engine:
        made = judge_merge(engine, [first, second], "Ada Ferris", "both of the storm")
    assert made.about == (first, second)
    assert groups(address) == [["council-1", "council-2", "ferry-1", "ferry-2"]]
    add(address, FERRY[2])
    assert groups(address) == [["council-1", "council-2", "ferry-1", "ferry-2", "ferry-3"]]
    with corpus(address) as engine:
        undone = undo(engine, made.number, "Bo Lind")
        assert list_judgements(engine) == []
        assert list_judgements(engine, undone=True) == [undone]
    assert (undone.by, undone.why, undone.undone_by) == ("Ada Ferris", "both of the storm", "Bo Lind")
    assert groups(address) == [["council-1", "council-2"], ["ferry-1", "ferry-2", "ferry-3"]]
    assert set(grouped(address)) == {first, second}
    assert {follow(address, story)[0] for story in (first, second)} == {"council-1", "ferry-1"}


def test_a_split_wins_and_a_new_report_goes_to_the_side_that_it_is_more_like(address: str) -> None:
    add(address, *FERRY)
    (story,) = grouped(address)
    with corpus(address) as engine:
        judge_split(engine, story, ["ferry-3"], "Ada Ferris", "the owner's own affair")
    add(address, report("owner", FERRY[2].text + " The owner said no more."))
    assert groups(address) == [["ferry-1", "ferry-2"], ["ferry-3", "owner"]]
    assert follow(address, story) in (["ferry-1", "ferry-2"], ["ferry-3", "owner"])


def test_what_cannot_be_judged_is_told(address: str) -> None:
    add(address, *FERRY)
    (story,) = grouped(address)
    with corpus(address) as engine:
        with pytest.raises(CorpusError, match="is one story already"):
            judge_merge(engine, [story], "Ada Ferris", "one")
        with pytest.raises(CorpusError, match="council-1: is no report of"):
            judge_split(engine, story, ["council-1"], "Ada Ferris", "other")
        with pytest.raises(CorpusError, match="is no story of this corpus"):
            judge_merge(engine, [story, "s0"], "Ada Ferris", "one")
        with pytest.raises(CorpusError, match="--why: is empty"):
            judge_split(engine, story, ["ferry-3"], "Ada Ferris", " ")
        assert list_judgements(engine, undone=True) == []
