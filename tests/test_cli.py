import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command import HARBOUR, SIGNAL, crosswire

from crosswire import __version__

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    "OMP_NUM_THREADS": "1",
}
PROGRAM = [sys.executable, "-W", "error", "-c", "from crosswire.cli import main; main()"]

FERRY = json.dumps(HARBOUR) + "\n" + json.dumps(SIGNAL) + "\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.jsonl"
    path.write_text(FERRY, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["brief", "annotate", "stories"])
def test_every_command_shows_an_example(command: str) -> None:
    shown = crosswire(command, "--help")
    assert f"Example:\n    crosswire {command} " in shown.stdout


def test_help_names_every_command_and_shell_completion() -> None:
    shown = crosswire("--help").stdout
    assert all(name in shown for name in ("brief", "annotate", "stories", "--install-completion", "--version"))


def test_version() -> None:
    assert crosswire("--version").stdout == f"crosswire {__version__}\n"


@pytest.mark.parametrize("code", ["import crosswire", "from crosswire.cli import app; app(['--help'])"])
def test_help_and_import_load_nothing_heavy(code: str) -> None:
    heavy = "spacy onnxruntime tokenizers trafilatura rich"
    after = f"import sys, atexit; atexit.register(lambda: print([n for n in '{heavy}'.split() if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", f"{after}; {code}"], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0
    assert done.stdout.endswith("[]\n")


def test_a_path_that_is_not_there_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = crosswire("brief", tmp_path / "nowhere", status=2)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("crosswire: ")
    assert "nowhere" in line


def test_wrong_options_are_status_2(reports: Path) -> None:
    crosswire("brief", reports, "--format", "docx", status=2)
    crosswire("brief", reports, "--width", "3", status=2)
    crosswire("brief", status=2)


def test_output_must_be_writable_and_no_input(reports: Path, tmp_path: Path) -> None:
    for output in (reports, tmp_path, tmp_path / "missing" / "brief.txt", "a" * 300):
        done = crosswire("brief", reports, "--output", output, status=2)
        assert "--output" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert reports.read_text(encoding="utf-8") == FERRY


def test_brief_in_every_form(reports: Path, tmp_path: Path) -> None:
    shown = crosswire("brief", reports)
    assert shown.stderr == ""
    assert "REPORTED" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert crosswire("brief", reports, "-f", "markdown", "-o", tmp_path / "brief.md").stdout == ""
    assert "## Reported" in (tmp_path / "brief.md").read_text(encoding="utf-8")
    brief = json.loads(crosswire("brief", reports, "--format", "json").stdout)
    assert [report["id"] for report in brief["reports"]] == ["harbour", "signal"]


def test_an_input_passed_over_is_one_line_and_status_1(reports: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("this is not JSON\n", encoding="utf-8")
    done = crosswire("brief", reports, broken, "--format", "json", status=1)
    (line,) = done.stderr.splitlines()
    assert line.startswith("crosswire: ")
    assert "broken.jsonl" in line
    brief = json.loads(done.stdout)
    assert len(brief["reports"]) == 2
    assert len(brief["problems"]) == 1


def test_annotate_gives_a_line_a_report(reports: Path) -> None:
    done = crosswire("annotate", reports)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["harbour", "signal"]
    assert [line["published"] for line in lines] == ["2031-03-04", "2031-03-05"]


def test_stories_are_those_of_the_brief(reports: Path) -> None:
    grouped = json.loads(crosswire("stories", reports, "--format", "json").stdout)["stories"]
    brief = json.loads(crosswire("brief", reports, "--format", "json").stdout)["stories"]
    assert [(s["id"], s["reports"]) for s in grouped] == [(s["id"], s["reports"]) for s in brief]
    assert "harbour, signal" in crosswire("stories", reports).stdout


def test_standard_input_is_read(reports: Path) -> None:
    done = crosswire("stories", "-", "--format", "json", input=reports.read_bytes())
    assert sorted(report for s in json.loads(done.stdout)["stories"] for report in s["reports"]) == [
        "harbour",
        "signal",
    ]


@pytest.mark.parametrize("command", ["brief", "annotate", "stories"])
def test_a_reader_that_stops_reading_ends_it_quietly(reports: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*PROGRAM, command, str(reports)], stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT)
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that takes nothing")
@pytest.mark.parametrize("command", ["brief", "annotate", "stories"])
def test_output_that_takes_nothing_is_one_line_and_status_2(reports: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, command, str(reports)], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert done.stderr == b"crosswire: standard output: cannot be written: No space left on device: use --output\n"
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("closed", "path", "status", "message"),
    [
        ("<&-", "-", 2, b"crosswire: standard input: is empty: give a file with the text of a report\n"),
        (">&-", "{reports}", 2, b"crosswire: standard output: is closed: name a file with --output\n"),
        ("2>&-", "{reports}", 0, b""),
    ],
)
def test_closed_streams(reports: Path, closed: str, path: str, status: int, message: bytes) -> None:
    program = shlex.join([*PROGRAM, "stories", path.format(reports=reports)])
    done = subprocess.run(["sh", "-c", f"{program} {closed}"], capture_output=True, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (status, message)
    assert bool(done.stdout) is (status == 0)


def test_problems_that_are_alike_are_counted_and_come_in_order_of_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("no JSON\n" * 12 + json.dumps(HARBOUR) + "\n[]\n")
    done = crosswire("stories", path, status=1)
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == [*(f"{path}:{n}" for n in (1, 2, 3, 4, 5, 14)), str(path)]
    assert "7 more: is not JSON" in lines[6]


def test_piped_output_is_utf_8_in_any_locale(reports: Path, tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*PROGRAM, "stories", str(reports)], capture_output=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0
    assert "Ferry" in done.stdout.decode("utf-8")


def test_an_interrupt_ends_it_quietly_with_status_130(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": f"r{n}", "text": "It rained. " * 500}) + "\n" for n in range(60)))
    command = [*PROGRAM, "annotate", str(path)]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, start_new_session=True
    )
    assert running.stdout is not None
    running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)
    _, complaints = running.communicate(timeout=60)
    assert complaints == b""
    assert running.returncode == 130
