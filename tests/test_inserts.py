"""Inserts: what a page puts between the words of a sentence is read over, and every word keeps its place."""

from tiny import told, words

from crosswire.inserts import shown, without_inserts

LINKS = "Ada Maria LindFerry stays in dock Council splits over the line MORE"
READ = told("a", f"The owner Ada Lind {LINKS} said on Monday that the line would close. Nobody was hurt.")


def test_a_sentence_is_read_without_its_inserts():
    (statement,) = READ.statements
    assert statement.speaker == "Ada Lind"
    assert words(READ, statement.content[0]) == "that the line would close"
    assert "ferry" not in READ.propositions[0].lemmas


def test_every_word_keeps_its_place():
    text = without_inserts(READ.report).text
    start = READ.report.text.index(LINKS)
    assert text == READ.report.text.replace(LINKS, " " * len(LINKS))
    assert text[start + len(LINKS) :] == READ.report.text[start + len(LINKS) :]


def test_a_reader_sees_that_something_was_left_out():
    span = READ.propositions[0].span
    assert shown(READ.report, span.start, span.end) == ("The owner Ada Lind … said on Monday that the line would close")
