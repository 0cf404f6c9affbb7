"""Reports in a language that is not read: told, said, and passed through the steps that need no English."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from crosswire.analysis import analyse
from crosswire.cli import app
from crosswire.furniture import mark
from crosswire.language import annotate
from crosswire.language.idiom import is_supported, language_of, unsupported
from crosswire.records import Detail, Problem, Report

FRENCH = (
    "Un ferry s’échoue au large de Port Sael\n"
    "Le ferry Ilda s’est échoué mardi au large de Port Sael, a dit la garde côtière. « Personne n’a été blessé », a "
    "déclaré Mme. Orla Benning, capitaine du port. Quarante passagers étaient à bord.\n"
    "Le port restera fermé jusqu’à jeudi."
)
HARBOUR = (
    "Ferry runs aground off Port Sael\n"
    "The ferry Ilda ran aground off Port Sael on Tuesday, the coast guard said. “Nobody was hurt,” said Orla Benning, "
    "the harbour master. Forty passengers were on board.\n"
    "The port will stay closed until Thursday."
)
SIGNAL = (
    "Ferry Ilda stranded off Port Sael\n"
    "The ferry Ilda ran aground off Port Sael on Tuesday, according to the coast guard. Forty passengers were on board "
    "the Ilda, and nobody was hurt, said Orla Benning."
)


def report(name: str, text: str) -> Report:
    title = text.index("\n")
    return mark(Report(name, text, title + 1, published=Detail("2031-03-05", "field"), outlet=Detail(name, "field")))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (HARBOUR, "en"),
        (HARBOUR.upper(), "en"),
        ("The dam may fail, engineers say.", "en"),
        ("Ferry sinks off Sael", "en"),
        ("Orlo 3, Quill 4; Tavish 6, Brill 7", "en"),
        ("Rain", "en"),
        ("", "und"),
        ("12:40 😀 https://harbour.example/le-port-de-sael", "und"),
        (FRENCH, "fr"),
        (FRENCH.upper(), "fr"),
        ("Die Fähre lief am Dienstag vor Port Sael auf Grund, sagte die Küstenwache.", "de"),
        ("El transbordador encalló el martes frente a Port Sael, dijo la guardia costera.", "es"),
        ("Паром сел на мель у порта Саэль во вторник.", "ru"),
        ("渡轮周二在港口附近搁浅,无人受伤。", "zh"),
        ("جنحت العبارة يوم الثلاثاء قبالة الميناء.", "ar"),
        ("He wrote: « Le port restera fermé jusqu’à jeudi », and the town was told that it would be shut.", "en"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language
    assert is_supported(language) is (language in ("en", "und"))


def test_only_sentences_are_given_of_a_report_in_french() -> None:
    annotated = annotate(report("phare", FRENCH))
    assert [FRENCH[s.span.start : s.span.end] for s in annotated.sentences] == [
        "Un ferry s’échoue au large de Port Sael",
        "Le ferry Ilda s’est échoué mardi au large de Port Sael, a dit la garde côtière.",
        "« Personne n’a été blessé », a déclaré Mme. Orla Benning, capitaine du port.",
        "Quarante passagers étaient à bord.",
        "Le port restera fermé jusqu’à jeudi.",
    ]
    assert [(s.paragraph, s.marked) for s in annotated.sentences] == [
        (0, "title"), (1, None), (1, None), (1, None), (2, None),
    ]  # fmt: skip
    assert annotated.language == "fr"
    assert (
        annotated.names == annotated.dates == annotated.statements == annotated.events == annotated.propositions == ()
    )
    assert annotated.sentence_vectors.shape == (5, 384)
    assert annotated.proposition_vectors.shape == (0, 384)
    assert not np.any(annotated.sentence_vectors)


def test_a_story_of_one_french_and_two_english_reports_holds_what_the_english_ones_say() -> None:
    reports = [report("harbour", HARBOUR), report("phare", FRENCH), report("signal", SIGNAL)]
    analysis = analyse(reports)
    assert analysis.problems == (
        Problem("phare", "is in French (fr): only English is read: its statements and claims are left out"),
    )
    story = next(story for story in analysis.stories if "harbour" in story.reports)
    assert {"harbour", "signal"} <= set(story.reports)
    assert {mention.span.report for claim in story.claims for mention in claim.mentions} == {"harbour", "signal"}


def test_copies_and_quotations_are_found_among_french_reports() -> None:
    longer = FRENCH + "\nLa mer était calme et le vent faible quand le navire a touché les rochers devant le phare."
    again = longer.replace("\nLe port restera fermé jusqu’à jeudi.", "")
    (story,) = analyse([report("phare", longer), report("vigie", again)]).stories
    assert [copy.reports for copy in story.copies] == [("phare", "vigie")]
    assert story.claims == ()
    (quote,) = story.quotes
    assert {longer[m.start : m.end] for m in quote.mentions if m.report == "phare"} == {"Personne n’a été blessé"}


def test_every_step_takes_a_story_told_in_two_languages() -> None:
    from crosswire.analysis import compare
    from crosswire.records import Group

    names = ("harbour", "phare", "signal")
    told = [annotate(report(name, text)) for name, text in zip(names, (HARBOUR, FRENCH, SIGNAL), strict=True)]
    story = compare(Group(names, 1.0, ""), told)
    assert story.title.report in ("harbour", "signal")
    assert {mention.span.report for claim in story.claims for mention in claim.mentions} == {"harbour", "signal"}


def test_a_report_is_named_by_its_file_and_its_id() -> None:
    assert unsupported(Report("phare", "", path="a/phare.txt"), "fr").source == "a/phare.txt"
    assert unsupported(Report("r1", "", path="a/all.jsonl"), "fr").source == "a/all.jsonl:r1"
    assert unsupported(Report("r1", ""), "la").reason.startswith("is in a language that is not English (la): ")


@pytest.mark.parametrize("command", [("annotate",), ("brief",), ("brief", "--format", "json")])
def test_the_command_line_says_so_and_ends_well(tmp_path: Path, command: tuple[str, ...]) -> None:
    for name, text in (("harbour", HARBOUR), ("phare", FRENCH), ("signal", SIGNAL)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, [*command, str(tmp_path)], prog_name="crosswire")
    assert done.exit_code == 0
    assert done.stderr == (
        f"crosswire: {tmp_path / 'phare.txt'}: is in French (fr): only English is read: "
        "its statements and claims are left out\n"
    )
    if command == ("annotate",):
        lines = {line["id"]: line for line in map(json.loads, done.stdout.splitlines())}
        assert {name: (line["language"], line["supported"]) for name, line in lines.items()} == {
            "harbour": ("en", True),
            "phare": ("fr", False),
            "signal": ("en", True),
        }
    elif "json" in command:
        assert len(json.loads(done.stdout)["problems"]) == 1
    else:
        assert "PASSED OVER" in done.stdout
