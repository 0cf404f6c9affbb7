"""A desk's judgements win over the machine, stay when reports come in or the program changes, and can be undone."""

import pytest
from desk import add, changed, corpus, grouped, report
from sqlalchemy import delete, update

from crosswire.corpus.briefing import brief_story
from crosswire.corpus.changes import find_changes
from crosswire.corpus.judging import judge_mentions, judge_no_conflict, judge_source, list_judgements, undo
from crosswire.corpus.store import writing
from crosswire.corpus.tables import annotations, briefs, versions
from crosswire.errors import CorpusError
from crosswire.records import Conflict, Story

HARBOUR = report(
    "harbour",
    "Ferry runs aground off Port Sael\nThe ferry Ilda ran aground off Port Sael on Tuesday. At least 12 passengers "
    "were hurt, the coast guard said. Mayor Tessaly Quillon said that the harbour will stay closed until Friday.",
    "2031-03-04",
    outlet="Harbour Post",
)
SIGNAL = report(
    "signal",
    "Ferry Ilda stranded off Port Sael\nThe ferry Ilda ran aground off Port Sael on Tuesday. 19 passengers were hurt, "
    "the operator Corvane Lines said. The harbour will stay closed until Friday, Mayor Tessaly Quillon said.",
    "2031-03-04",
    outlet="Signal",
)
LATER = report(
    "later", "The ferry Ilda is still stranded off Port Sael, and tugs from Veskar are on their way.", "2031-03-05"
)


def told(address: str, story: str) -> Story:
    with corpus(address) as engine:
        return brief_story(engine, story).stories[0]


def holding(story: Story, words: str) -> list[str]:
    """The ids of the mentions of the claim that some words stand in."""
    texts = {one.id: one.text for one in (HARBOUR, SIGNAL, LATER)}
    (claim,) = (c for c in story.claims if words in texts[c.text.report][c.text.start : c.text.end])
    return [mention.id for mention in claim.mentions]


def together(story: Story, one: str, other: str) -> bool:
    return any({one, other} <= {mention.id for mention in claim.mentions} for claim in story.claims)


def two_reports(address: str) -> tuple[str, list[str], list[str], Conflict]:
    """Add two reports, and give their story, the mentions of two of its claims, and the conflict of their figures."""
    add(address, HARBOUR, SIGNAL)
    (story,) = grouped(address)
    before = told(address, story)
    (conflict,) = (x for x in before.conflicts if x.kind == "number")
    return story, holding(before, "were hurt"), holding(before, "stay closed"), conflict


def reasons(story: Story) -> str:
    return " | ".join(origin.reason for claim in story.claims for origin in claim.origins)


def test_every_verdict_survives_a_new_report_and_a_changed_program_until_it_is_undone(tmp_path) -> None:
    address = str(tmp_path / "desk.db")
    story, hurt, closed, conflict = two_reports(address)
    with corpus(address) as engine:
        judge_mentions(engine, "different", story, closed, "Ada Ferris", "two harbours")
        judge_mentions(engine, "same", story, [hurt[0], closed[0]], "Ada Ferris", "one notice")
        judge_no_conflict(engine, story, conflict.id, "Ada Ferris", "hurt and treated")
        judge_source(engine, "independent", story, "the coast guard", "Ada Ferris", "its boat was there")
        judge_source(engine, "dependent", story, "Tessaly Quillon", "Ada Ferris", "she read it in the Post")

    def holds(now: Story) -> bool:
        return (
            not together(now, *closed)
            and together(now, hurt[0], closed[0])
            and not any({s.report for s in x.mentions} == {"harbour", "signal"} for x in now.conflicts)
            and "the coast guard is independent, Ada Ferris judged: its boat was there" in reasons(now)
            and "Tessaly Quillon is dependent, Ada Ferris judged: she read it in the Post" in reasons(now)
        )

    assert holds(told(address, story))
    add(address, LATER)
    assert told(address, story).reports == ("harbour", "later", "signal")
    assert holds(told(address, story))
    # A changed program makes every brief and reading anew.
    with corpus(address) as engine, writing(engine) as connection:
        for table in (briefs, annotations):
            connection.execute(delete(table))
    assert holds(told(address, story))
    with corpus(address) as engine:
        for judgement in list_judgements(engine):
            undo(engine, judgement.number, "Bo Lind")
    after = told(address, story)
    assert together(after, *closed)
    assert conflict in after.conflicts
    assert "judged" not in reasons(after)


def test_judgements_follow_their_passages_into_a_new_text_and_say_when_they_are_gone(tmp_path) -> None:
    address = str(tmp_path / "desk.db")
    story, hurt, closed, conflict = two_reports(address)
    with corpus(address) as engine:
        judge_mentions(engine, "different", story, closed, "Ada Ferris", "two harbours")
        judge_no_conflict(engine, story, conflict.id, "Ada Ferris", "hurt and treated")
        judge_source(engine, "dependent", story, "Tessaly Quillon", "Ada Ferris", "she read it in the Post")
        judge_source(engine, "independent", story, "Tessaly Quillon", "Ada Ferris", "she was there")
    # A text that was changed back stands in two versions.
    add(address, changed(HARBOUR, f"UPDATE: {HARBOUR.text}"))
    add(address, HARBOUR)
    with corpus(address) as engine:
        judge_mentions(engine, "different", story, closed, "Ada Ferris", "two harbours")
        undo(engine, 5, "Ada Ferris")
    add(address, changed(HARBOUR, f"UPDATE: {HARBOUR.text}"))
    now = told(address, story)
    assert sum("harbour and signal tell different things" in " ".join(claim.judged) for claim in now.claims) == 2
    assert not any(x.kind == "number" for x in now.conflicts)
    assert "is independent, Ada Ferris judged" in reasons(now)
    with corpus(address) as engine:
        assert [(j.lapsed, j.overruled_by) for j in list_judgements(engine)] == [
            ("", None),
            ("", None),
            ("", 4),
            ("", None),
        ]
        with pytest.raises(CorpusError, match="is one mention: give two"):
            judge_mentions(engine, "same", story, [hurt[1], hurt[1]], "Ada Ferris", "so")
    add(address, changed(HARBOUR, HARBOUR.text.replace("At least 12 passengers", "At least 13 passengers")))
    with corpus(address) as engine:
        lapsed = [j.lapsed for j in list_judgements(engine)]
        (problem,) = brief_story(engine, story).problems
    assert lapsed[0] == ""
    assert "no longer stands in harbour" in lapsed[1]
    assert problem.source == "judgement 2 (no conflict)"
    assert "no longer applies" in problem.reason


def test_what_is_new_is_told_by_words_and_not_by_places(tmp_path) -> None:
    address, since = str(tmp_path / "desk.db"), "2031-03-04T12:00:00Z"
    add(address, HARBOUR, SIGNAL)
    (story,) = grouped(address)
    with corpus(address) as engine, writing(engine) as connection:
        connection.execute(update(versions).values(first_seen="2031-03-04T11:00:00Z"))

    def news(text: str) -> tuple[int, int, list[str]]:
        add(address, changed(HARBOUR, text))
        with corpus(address) as engine:
            with writing(engine) as connection:
                newer = update(versions).where(versions.c.number > 1)
                connection.execute(newer.values(first_seen="2031-03-04T13:00:00Z"))
            found = find_changes(engine, brief_story(engine, story), since)
        return len(found.claims), len(found.origins), [x.kind for x in found.conflicts]

    assert news(f"UPDATE: {HARBOUR.text}") == (0, 0, [])
    assert "number" in news(HARBOUR.text.replace("At least 12 passengers", "At least 13 passengers"))[2]
