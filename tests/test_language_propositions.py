"""Propositions: what one passage tells, how surely, with which names, numbers and times."""

import pytest

from crosswire.furniture import mark
from crosswire.language import annotate
from crosswire.records import Detail, Proposition, Report


def propositions(text: str) -> list[tuple[str, Proposition]]:
    annotated = annotate(Report("r", text, published=Detail("2031-05-16", "field")))
    return [(text[p.span.start : p.span.end], p) for p in annotated.propositions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said four people were hurt.", ["Police said four people were hurt"]),
        (
            "The ferry struck the old pier at noon, and two crew members jumped into the sea.",
            ["The ferry struck the old pier at noon", "two crew members jumped into the sea"],
        ),
        (
            "The port of Marrowby stayed open all day while crews searched the cold water for survivors.",
            ["The port of Marrowby stayed open all day", "crews searched the cold water for survivors"],
        ),
        ("Crews came and went.", ["Crews came and went"]),
        ("Storm damage to the northern pier of the old bridge", []),
        (
            "Storm damage to the northern pier of the old bridge.",
            ["Storm damage to the northern pier of the old bridge"],
        ),
        (
            "“We ran, and the old pier fell into the sea,” she said.",
            ["“We ran, and the old pier fell into the sea,” she said"],
        ),
    ],
)
def test_passages(text: str, expected: list[str]) -> None:
    assert [passage for passage, _ in propositions(text)] == expected


@pytest.mark.parametrize(
    ("text", "certainty", "negated"),
    [
        ("The trains did not derail.", "certain", True),
        ("The mayor said no agreements were signed.", "certain", True),
        ("The dam could fail.", "possible", False),
        ("The dam is likely to fail.", "probable", False),
        ("The mayor said engineers believe a valve failed.", "probable", False),
        ("The mayor denied that a valve failed.", "denied", False),
        ("Asked whether troops were sent, Mr Orlo flatly dismissed the idea.", "denied", False),
    ],
)
def test_certainty_is_as_presented(text: str, certainty: str, negated: bool) -> None:
    [(_, proposition)] = propositions(text)
    assert (proposition.certainty, proposition.negated) == (certainty, negated)


def test_what_a_proposition_holds() -> None:
    [(_, p)] = propositions("Ada Quill said at least 12 people were hurt in Marrowby on Monday.")
    assert p.verb == "hurt"
    assert p.lemmas == ("ada", "quill", "say", "12", "people", "hurt", "marrowby", "monday")
    assert p.names == ("Ada Quill", "Marrowby")
    assert [(q.value, q.unit, q.bound) for q in p.quantities] == [(12.0, "person", "at least")]
    assert p.when == "2031-05-12"
    assert p.statement == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 16-year-old girl left.", [(16.0, "year", "exact")]),
        ("Nearly 300 boats sank.", [(300.0, "boat", "about")]),
        ("The loss came to $2.5 million.", [(2.5e6, "dollar", "exact")]),
        ("Prices rose 4 percent.", [(4.0, "percent", "exact")]),
        ("Some twenty-five crew members swam.", [(25.0, "member", "about")]),
        ("More than two hundred thousand trees burned.", [(200_000.0, "tree", "more than")]),
        ("Up to 5,000 homes lost power.", [(5000.0, "home", "at most")]),
        ("It opened in 1998.", []),
        ("It fell on 12 May at 5:30 p.m.", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[float, str, str]]) -> None:
    [(_, p)] = propositions(text)
    assert [(q.value, q.unit, q.bound) for q in p.quantities] == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Lorland Airlines said it would buy two ferries.", "Lorland Airlines"),
        ("Lorland Airlines plans to buy two new ferries next year.", None),
        ("Lorland Airlines pledged to hire an outside firm for the review.", "Lorland Airlines"),
        ("Lorland Airlines announced an unsolicited bid for the ferry company.", None),
        ("The harbour union confirmed the strike on Friday.", "The harbour union"),
        ("The charge sheet against Venn, seen by a reporter, included counts of arson and theft.", "The charge sheet"),
        ("State television published video showing the train in the port of Marrowby.", "State television"),
        ("State media said Mayor Ada Quill replied: “We will build the new pier again.”", "Ada Quill"),
        # Whoever heard, hoped or imagined it does not report it.
        ("Ada Quill heard her neighbours groan at the news of the bird.", None),
    ],
)
def test_what_one_tells_is_on_their_word_and_what_one_does_is_on_the_reports(text: str, source: str | None) -> None:
    annotated = annotate(Report("r", text))
    (told,) = annotated.propositions
    speaker = None if told.statement is None else annotated.statements[told.statement].speaker
    assert bool(speaker) == bool(source)
    assert (speaker or "").startswith(source or "")


def test_a_denial_that_is_passed_on_is_the_word_of_who_denies() -> None:
    text = "Mayor Ada Quill flatly dismissed the idea, calling it “sheer nonsense,” according to state media."
    annotated = annotate(Report("r", text))
    told = [p for p in annotated.propositions if p.certainty == "denied"]
    assert [annotated.statements[p.statement].speaker for p in told if p.statement is not None] == ["Ada Quill"]


def test_a_caption_is_on_the_word_of_nobody_in_the_picture() -> None:
    text = "The bridge fell at noon.\nAda Quill says that the bridge is safe. (Photo: Olm/NNP)"
    annotated = annotate(mark(Report("r", text)))
    assert [p.statement for p in annotated.propositions] == [None, None]


def test_a_caption_without_a_verb_tells_nothing() -> None:
    text = "The bridge fell at noon.\nImage copyright Harbour Pictures and the Olm Archive"
    annotated = annotate(mark(Report("r", text)))
    assert [text[p.span.start : p.span.end] for p in annotated.propositions] == ["The bridge fell at noon"]
