"""`crosswire explain`: everything behind one claim."""

import json
from pathlib import Path

import pytest
from command import HARBOUR, SIGNAL, crosswire


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.jsonl").write_text(json.dumps(HARBOUR) + "\n" + json.dumps(SIGNAL) + "\n")
    return tmp_path


def test_a_claim_by_its_number_in_the_terminal(desk: Path):
    result = crosswire("explain", "reports.jsonl", "1")
    assert all(len(line) <= 80 for line in result.output.splitlines())
    parts = [line.split("   ")[0] for line in result.output.splitlines() if line[:1].isupper()]
    assert parts == ["MENTIONS", "LINKS", "ORIGINS", "CONFLICTS"]
    assert "‹Ferry Ilda stranded off Port Sael›" in result.output


def test_a_claim_by_the_beginning_of_its_id_as_json(desk: Path):
    brief = json.loads(crosswire("brief", "reports.jsonl", "--format", "json").output)
    (claim,) = (c for c in brief["stories"][0]["claims"] if "aground off Port Sael" in c["text"])
    told = json.loads(crosswire("explain", "reports.jsonl", claim["id"][:8], "--format", "json").output)
    assert told["story"] == brief["stories"][0]["id"]
    assert told["claim"] == claim
    assert {s["report"]: s["text"] for s in told["sentences"] if s["text"].endswith(".")} == {
        "harbour": "The ferry Ilda ran aground off Port Sael on Tuesday, the coast guard said.",
        "signal": "The ferry Ilda ran aground off Port Sael on Tuesday, according to the coast guard.",
    }
    assert all(set(link["mentions"]) <= {mention["id"] for mention in claim["mentions"]} for link in told["links"])
    likeliest = told["links"][0]
    assert likeliest["likely"] > 0.5
    assert {e["feature"]: e["value"] for e in likeliest["evidence"]}["cosine"] > 0.8


def test_a_conflict_stands_with_the_claim_that_it_touches(desk: Path):
    brief = json.loads(crosswire("brief", "reports.jsonl", "--format", "json").output)
    (claim,) = (c["id"] for c in brief["stories"][0]["claims"] if c["text"] == "Nobody was hurt")
    told = json.loads(crosswire("explain", "reports.jsonl", claim, "--format", "json").output)
    assert [conflict["kind"] for conflict in told["conflicts"]] == ["denial"]


def test_a_story_of_the_corpus(desk: Path):
    crosswire("add", "reports.jsonl")
    (story,) = json.loads(crosswire("stories", "--format", "json").output)["stories"]
    of_corpus = crosswire("explain", story["id"], "1", "--format", "json")
    assert (
        json.loads(of_corpus.output)["claim"]
        == json.loads(crosswire("explain", "reports.jsonl", "1", "--format", "json").output)["claim"]
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("reports.jsonl", "99"), "crosswire: 99: no claim has this number: the brief reports "),
        (("reports.jsonl", "cx"), "crosswire: cx: no claim has this id: `--format json` of the brief lists them"),
        (("reports.jsonl", "c"), "claims have ids that begin so: give more of the id"),
        (("s0", "1"), "crosswire: s0: no file or folder has this name; crosswire.db: is no corpus"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(desk: Path, arguments: tuple[str, str], message: str):
    result = crosswire("explain", *arguments, status=2)
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
