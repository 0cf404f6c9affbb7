"""Whom a source means: reports with their statements marked as [source] {cue} <content>, and the names expected."""

import pytest
from tiny import parsed

from crosswire.language.names import find_names
from crosswire.language.speakers import name_speakers
from crosswire.records import Mark, MarkKind, Report, Span, Statement


def read(marked: str, *, caption: str = "") -> tuple[str, tuple[Statement, ...]]:
    """The plain text, and its statements named; within a content further statements may be marked."""
    text = ""
    opened: list[tuple[str, int]] = []
    levels: list[list[tuple[str, Span]]] = [[]]
    drafts: list[Statement] = []
    for letter in marked:
        if letter in "[{<":
            opened.append((letter, len(text)))
            if letter == "<":
                levels.append([])
        elif letter in "]}>":
            kind, start = opened.pop()
            if kind == "<":
                levels.pop()
            levels[-1].append((kind, Span("r", start, len(text))))
            if len(levels[-1]) == 3:
                parts = dict(levels[-1])
                drafts.append(Statement(parts["["], None, parts["{"], (parts["<"],), "indirect", "certain"))
                levels[-1].clear()
        else:
            text += letter
    drafts.sort(key=lambda s: (s.content[0].start, s.cue.start if s.cue else 0))
    kind_of: MarkKind = "caption"
    at = text.index(caption)
    marks = (Mark(Span("r", at, at + len(caption)), kind_of),) if caption else ()
    sentences = parsed(Report("r", text, marks=marks))
    return text, name_speakers(text, sentences, find_names("r", text, sentences), drafts)


def speakers(marked: str, *, caption: str = "") -> list[str | None]:
    """The speakers in order of their sources."""
    _, found = read(marked, caption=caption)
    return [s.speaker for s in sorted(found, key=lambda s: s.source.start if s.source else 0)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # honorific, surname, forename, pronoun
            "[Mayor Ada Quill] {said} <the pier was safe>. [Ms Quill] {said} <work would go on>.\n"
            "“<It is a good pier>,” [she] {added}. [Quill] {denied} <any delay>.",
            ["Ada Quill"] * 4,
        ),
        (  # a description that an apposition explains
            "[Ada Quill, the harbour master,] {said} <the pier was safe>.\n"
            "[The harbour master] {said} <two boats were lost>.",
            ["Ada Quill"] * 2,
        ),
        (  # a title before the name
            "Lorland leader Tam Dho Min came to Marrowby.\n[The Lorland leader] {said} <the talks went well>.\n"
            "[Mr Tam] {said} <more would follow>.",
            ["Tam Dho Min"] * 2,
        ),
        (  # "is"
            "Corin Orlo is the county coroner.\n[The coroner] {said} <nobody else had died>.",
            ["Corin Orlo"],
        ),
        (  # a deputy is not the one deputised for
            "Deputy mayor Corin Orlo opened the gate.\n[The mayor] {said} <it was late>.",
            ["The mayor"],
        ),
        (  # several together
            "[Ada Quill and Keld Brandt] {said} <the pier was safe>.\n[Quill and Brandt] {said} <work would go on>.",
            ["Ada Quill and Keld Brandt"] * 2,
        ),
        (  # spelt in other ways
            "[President Tam Jong-un] {said} <the pier was safe>. [Tam Jong Un] {said} <work would go on>.",
            ["Tam Jong Un"] * 2,
        ),
        (  # a spokesman keeps whose he is
            "[A spokesman for the harbour office] {said} <two boats sank>.\n[The spokesman] {said} <nobody was hurt>.",
            ["A spokesman for the harbour office"] * 2,
        ),
        (  # a body by its kind, and "it"
            "[The Marrowby Harbour Office] {said} <two boats sank>. [The office] {said} <nobody was hurt>.\n"
            "[It] {said} <the search went on>.",
            ["Marrowby Harbour Office"] * 3,
        ),
        (  # "who"
            "The gate was opened by Corin Orlo, [who] {said} <it was late>.",
            ["Corin Orlo"],
        ),
        (  # "who", after an apposition
            "The gate was opened by Ada Quill, a ferry pilot [who] {said} <it was late>.",
            ["Ada Quill"],
        ),
        (  # "they"
            "[Residents] {said} <they heard a bang>. [They] {said} <the lights went out>.",
            ["Residents"] * 2,
        ),
    ],
)
def test_one_speaker_under_many_words(marked: str, expected: list[str]) -> None:
    assert speakers(marked) == expected


def test_two_persons_of_one_surname_stay_two() -> None:
    marked = (
        "[Mr Tom Quill] {said} <the boat was old>. [Ms Ada Quill, his sister,] {said} <it was new>.\n"
        "[Mr Quill] {said} <it leaked>. [Ms Quill] {said} <it did not>."
    )
    assert speakers(marked) == ["Tom Quill", "Ada Quill", "Tom Quill", "Ada Quill"]


def test_a_surname_that_may_be_either_stays_as_it_is() -> None:
    assert speakers("Jun Quill met Robin Quill at the gate in Marrowby.\n[Quill] {said} <the boat was old>.") == [
        "Quill"
    ]


def test_a_pronoun_that_may_be_either_stays_as_it_is() -> None:
    marked = "The crew of Jun Varo and that of Robin Dunoy left Marrowby. [She] {said} <the boat was old>."
    assert speakers(marked) == ["She"]


def test_the_gender_of_a_name_chooses() -> None:
    marked = "[Mr Varo] {met} <Mrs Dunoy in Marrowby>. “<It was cold>,” [she] {said}. “<It was wet>,” [he] {said}."
    assert speakers(marked)[1:] == ["Dunoy", "Varo"]


def test_an_apposition_names_the_speaker_and_whom_he_refers_to() -> None:
    marked = (
        "[Her husband, Corin Tavish,] {said} <the ferry was late>.\n\n"
        "<“The crew did not find anything to mend,”> [he] {said}."
    )
    assert speakers(marked) == ["Corin Tavish", "Corin Tavish"]


def test_whom_a_picture_shows_is_not_he() -> None:
    marked = (
        "[Corin Tavish, head of the dockers’ club,] {said} <the charges were false>.\n\n"
        "Jonas Brill speaks to a judge in Marrowby.\n\n<“Their aim is to frighten people,”> [he] {said}."
    )
    caption = "Jonas Brill speaks to a judge in Marrowby."
    assert speakers(marked, caption=caption) == ["Corin Tavish", "Corin Tavish"]


def test_whom_a_statement_is_about_is_not_its_speaker() -> None:
    marked = "Corin Tavish had opened the gate.\n\n<Jonas Brill would have had time to leave>, [he] {said}."
    assert speakers(marked) == ["Corin Tavish"]


def test_i_is_whoever_is_quoted() -> None:
    marked = "<“[I] {think} <the pier is safe>,”> [Ada Quill] {said}."
    assert speakers(marked) == ["Ada Quill", "Ada Quill"]


def test_a_chain_keeps_both_links() -> None:
    _, found = read("[State media] {said} <[Mr Varo] {replied} <that he would come>>.")
    assert [(s.speaker, s.known, s.within) for s in found] == [("State media", "media", None), ("Varo", "said", 0)]


def test_a_source_that_is_cited_within_a_phrase_is_a_link_of_its_own() -> None:
    text, found = read("[The Corvane Post, citing officials,] {said} <two boats sank>.")
    assert [(s.speaker, s.known, s.within) for s in found] == [
        ("Corvane Post", "media", None),
        ("officials", "unnamed", 0),
    ]
    assert found[1].cue is not None
    assert text[found[1].cue.start : found[1].cue.end] == "citing"


def test_who_is_quoted_as_saying_something_says_it() -> None:
    text, found = read("[State television] {quoted} <Mr Orlo as saying two boats sank>.")
    assert [(s.speaker, s.within) for s in found] == [("State television", None), ("Orlo", 0)]
    assert text[found[1].content[0].start : found[1].content[0].end] == "two boats sank"


def test_the_medium_that_somebody_told_it_to_passes_it_on() -> None:
    _, found = read("[Corin Orlo] {told} the Marrowby Herald newspaper <that two boats sank>.")
    assert [(s.speaker, s.within) for s in found] == [("Corin Orlo", 1), ("Marrowby Herald", None)]


@pytest.mark.parametrize(
    ("marked", "known"),
    [
        ("[Ada Quill] {said} <two boats sank>.", "said"),
        ("[A Courier reporter] {saw} <the wall bulge>.", "seen"),
        ("[Two witnesses] {said} <the wall bulged>.", "seen"),
        ("[Security camera footage] {showed} <the wall bulging>.", "video"),
        ("[The club] {published video showing} <the wall bulging>.", "video"),
        ("[Court papers] {said} <the wall was old>.", "document"),
        ("[Local media] {said} <the wall was old>.", "media"),
        ("[Officials] {said} <the wall was old>.", "unnamed"),
        ("[A source close to the club] {said} <the wall was old>.", "unnamed"),
    ],
)
def test_how_a_thing_is_known(marked: str, known: str) -> None:
    assert read(marked)[1][0].known == known


def test_a_recording_is_the_word_of_who_released_it() -> None:
    _, found = read("[A video released by the Marrowby Harbour Office] {showed} <two boats sinking>.")
    assert [(s.speaker, s.known) for s in found] == [("Marrowby Harbour Office", "video")]
