"""Texts that try the language step: each is a tiny invented report, and what must be read in it."""

from crosswire.furniture import mark
from crosswire.language import annotate
from crosswire.language.parsing import parse
from crosswire.language.turns import find_turns
from crosswire.records import AnnotatedReport, Report


def told(text: str) -> AnnotatedReport:
    return annotate(mark(Report("r", text)))


def sentences(annotated: AnnotatedReport) -> list[str]:
    return [annotated.report.text[s.span.start : s.span.end] for s in annotated.sentences if not s.marked]


CAPITALS = (
    "TWO PEOPLE WERE HURT ON MONDAY WHEN A FERRY SANK OFF NORHOLM, THE COAST GUARD SAID.\n"
    "“WE RAN,” SAID MR. CORIN TAVISH, A PILOT. HE DIDN’T SEE THE U.S. FLAG."
)


def test_a_report_in_capitals_is_parsed_as_if_written_in_sentences() -> None:
    annotated = told(CAPITALS)
    assert annotated.language == "en"
    assert sentences(annotated) == [
        "TWO PEOPLE WERE HURT ON MONDAY WHEN A FERRY SANK OFF NORHOLM, THE COAST GUARD SAID.",
        "“WE RAN,” SAID MR. CORIN TAVISH, A PILOT.",
        "HE DIDN’T SEE THE U.S. FLAG.",
    ]
    words = [token.text for sentence in parse(Report("r", CAPITALS)) for token in sentence.tokens]
    assert "".join(words[:8]) == "TwopeoplewerehurtonMondaywhena"
    assert {"Norholm", "coast", "Mr.", "Corin", "Tavish", "U.S.", "flag"} <= set(words)
    events = {CAPITALS[e.span.start : e.span.end] for e in annotated.events}
    assert {"HURT", "SANK", "RAN"} <= events


def test_a_line_in_small_letters_tells_the_names_of_a_report_in_capitals() -> None:
    text = "By Rose Hill\n" + "THE HILL ABOVE NORHOLM WAS CLOSED ON MONDAY AFTER THE STORM, ROSE HILL WRITES.\n" * 3
    words = [token.text for sentence in parse(Report("r", text))[1:] for token in sentence.tokens]
    assert words[:4] == ["The", "Hill", "above", "Norholm"]
    assert "Rose" in words
    assert "THE" not in words


def test_the_times_of_a_live_blog_tell_nothing() -> None:
    text = (
        "Norholm bridge: live updates\n\n"
        "14.05 GMT\nThe bridge at Norholm has been closed to all cars.\n"
        "2:05 PM\nTwo people were hurt near the bridge.\n"
        "Updated at 14:10\nThe mayor will speak at the town hall.\n"
        "14:20:\nThe bridge is open again."
    )
    annotated = told(text)
    assert sentences(annotated) == [
        "The bridge at Norholm has been closed to all cars.",
        "Two people were hurt near the bridge.",
        "The mayor will speak at the town hall.",
        "The bridge is open again.",
    ]
    assert all(annotated.sentences[p.sentence].marked in (None, "title") for p in annotated.propositions)
    assert annotated.statements == ()
    assert find_turns(text, annotated.report.marks) == ()


def test_a_report_of_many_sentences_gives_records_for_each() -> None:
    paragraph = (
        "The ferry sank off Norholm on Monday. Two people were hurt in the storm. The harbour office closed the quay.\n"
    )
    annotated = told("Ferry sinks off Norholm\n\n" + paragraph * 60)
    assert len(annotated.sentences) == 181
    assert len(annotated.propositions) == 181
    assert len(annotated.events) >= 180


def test_a_sentence_without_an_end_is_cut_and_read() -> None:
    text = "The pier fell and the ferry sank while the crew ran, " * 250
    annotated = told(text.strip(" ,") + ".")
    assert len(annotated.sentences) == 3
    assert all(s.span.end - s.span.start <= 5_000 for s in annotated.sentences)


def test_marks_that_are_never_closed_take_no_text_with_them() -> None:
    text = "“The bridge fell. Two people were hurt. The harbour office said “nobody” was missing. The quay is closed."
    annotated = told(text)
    assert sentences(annotated)[-1] == "The quay is closed."
    assert all(text[c.start : c.end].count(". ") == 0 for s in annotated.statements for c in s.content)
