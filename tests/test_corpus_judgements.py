"""A desk's judgements win over the machine, stay when reports come in or the program changes, and can be undone."""

from desk import add, corpus, grouped, report
from sqlalchemy import delete

from crosswire.corpus.briefing import brief_story
from crosswire.corpus.judging import judge_mentions, judge_no_conflict, judge_source, list_judgements, undo
from crosswire.corpus.store import writing
from crosswire.corpus.tables import annotations, briefs
from crosswire.records import Story

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


def reasons(story: Story) -> str:
    return " | ".join(origin.reason for claim in story.claims for origin in claim.origins)


def test_every_verdict_survives_a_new_report_and_a_changed_program_until_it_is_undone(tmp_path) -> None:
    address = str(tmp_path / "desk.db")
    add(address, HARBOUR, SIGNAL)
    (story,) = grouped(address)
    before = told(address, story)
    hurt, closed = holding(before, "were hurt"), holding(before, "stay closed")
    (conflict,) = (x for x in before.conflicts if x.kind == "number")
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
