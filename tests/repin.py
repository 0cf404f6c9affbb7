"""Write the golden files anew from what the program gives now: `python tests/repin.py`; then read the diff."""

import io
from collections.abc import Callable
from pathlib import Path

from example_analysis import ANALYSIS

from crosswire.outputs import markdown, records_json, terminal

FOLDER = Path(__file__).parent / "golden"


def _markdown() -> str:
    file = io.StringIO()
    markdown.write(ANALYSIS, file)
    return file.getvalue()


def _json() -> str:
    file = io.StringIO()
    records_json.write(ANALYSIS, file)
    return file.getvalue()


GOLDENS: dict[str, Callable[[], str]] = {
    "brief.txt": lambda: terminal.render(ANALYSIS),
    "brief-all-60.txt": lambda: terminal.render(ANALYSIS, width=60, everything=True),
    "brief.md": _markdown,
    "brief.json": _json,
}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, give in GOLDENS.items():
        (FOLDER / name).write_text(give(), encoding="utf-8", newline="\n")
