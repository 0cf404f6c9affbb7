"""Quotations: which passages stand between quotation marks, of any kind and however carelessly set."""

from time import process_time

import pytest

from crosswire.language.speech import find_speech


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_speech(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("She called it ‘a poor show’, he said.", ["‘a poor show’"]),
        ("The brothers' boat sank, 'all of it,' she said.", ["'all of it,'"]),
        ("He didn't say 'don't go' to anyone's face.", ["'don't go'"]),
        ('«Enough», he said; "no more".', ["«Enough»", '"no more"']),
        ("The town's mayors' meeting ended.", []),
        ("„Enough“, she said. „No more”, he said.", ["„Enough“", "„No more”"]),
        ("« Enough », she said.", ["« Enough »"]),
        ("»Enough«, she said.", ["»Enough«"]),
        ("‹Enough›, she said.", ["‹Enough›"]),
        ("‚Enough‘, she said.", ["‚Enough‘"]),
        ("”Enough”, she said.", ["”Enough”"]),
        ("``Enough,'' she said.", ["``Enough,''"]),
        ("''Enough,'' she said.", ["''Enough,''"]),
        ('He said " go now " , and left .', ['" go now "']),
        ("The 6\" pipe and the '60s boats went on the Quills' lorry.", []),
        ("Home » News » Marrowby", []),
    ],
)
def test_marks_of_any_kind(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("“He said ‘run’ and we ran,” she said.", ["“He said ‘run’ and we ran,”"]),
        ("‘He said “run” and we ran,’ she said.", ["‘He said “run” and we ran,’"]),
        ("“He said “run” and we ran,” she said.", ["“He said “run” and we ran,”"]),
        ("\"He said 'run' and we ran,\" she said.", ["\"He said 'run' and we ran,\""]),
        ("“‘Run,’ he told us,” she said.", ["“‘Run,’ he told us,”"]),
        ("``He told us `run,''' she said.", ["``He told us `run,'''"]),
        ("‘We saw the dogs’ owners,’ she said.", ["‘We saw the dogs’ owners,’"]),
    ],
)
def test_of_nested_quotations_the_outermost(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('“We ran," she said. "We hid,” he said.', ['“We ran,"', '"We hid,”']),
        ("“We ran,“ she said. “We hid.”", ["“We ran,“", "“We hid.”"]),
    ],
)
def test_marks_that_do_not_match(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("She said “go and left. The mayor of “Old Marrowby” came.", ["“Old Marrowby”"]),
        ('She said "go. Then "stop" came.', ['"stop"']),
        ("“We ran, she said. “Then we hid,” he said.", ["“Then we hid,”"]),
        ("The cup, “Marrowby Pride, was lost. The mayor left early.", []),
        ("The cup called “Marrowby Pride was lost. The mayor left.\n“We ran,” she said.", ["“We ran,”"]),
        ("Harbour master: 'We regret it", ["'We regret it"]),
        ("She told us: “Run." + " The mayor walked on along the quay." * 10, []),
    ],
)
def test_a_mark_that_is_never_closed_swallows_nothing(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "«»"])
def test_a_quotation_over_paragraphs_opens_again_in_each_and_closes_once(marks: str) -> None:
    start, end = marks
    text = f"{start}It rose,{end} she said. {start}Nobody was ready.\n{start}We ran.\n{start}All of us.{end}\nIt fell."
    assert quoted(text) == [
        f"{start}It rose,{end}",
        f"{start}Nobody was ready.",
        f"{start}We ran.",
        f"{start}All of us.{end}",
    ]
    assert [q.open_ended for q in find_speech(text)] == [False, True, True, False]
    assert [q.paragraph for q in find_speech(text)] == [0, 0, 1, 2]


@pytest.mark.parametrize("piece", ["“a ", "‘a ", '"a ', "”a’ ", "‘as’ ", "“‘«„", "it’s ", "''a "])
def test_time_grows_with_the_length_of_a_paragraph(piece: str) -> None:
    started = process_time()
    find_speech(piece * 60_000)
    # Quadratic work would take minutes.
    assert process_time() - started < 10
