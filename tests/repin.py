"""Write the golden files and the briefs in the docs anew from what the program gives now: `python tests/repin.py`.

Then read the diff. With --check nothing is written, and a page whose brief is out of date is an error.
"""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

from example_analysis import ANALYSIS

from crosswire.analysis import analyse
from crosswire.outputs import markdown, records_json, terminal
from crosswire.readers import read

FOLDER = Path(__file__).parent / "golden"
ROOT = Path(__file__).parents[1]
# The pages that show the brief of the example, and the heading before which they cut it.
PAGES = {"README.md": "ONLY ONE REPORT SAYS", "docs/tutorial.md": "DISPUTED"}


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


def example_brief() -> str:
    return terminal.render(analyse(read([str(ROOT / "examples" / "harbour-fire")]).reports))


def with_brief(page: str, brief: str) -> str:
    """The text of a page with the beginning of a brief in it."""
    shown = brief.split(f"\n{PAGES[page]}")[0].rstrip()
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.sub(
        r"(<!-- brief:start[^>]*-->\n).*?(?=<!-- brief:end -->)",
        lambda start: f"{start[1]}```text\n{shown}\n…\n```\n",
        text,
        flags=re.DOTALL,
    )


def main(check: bool) -> int:
    """Write everything, or say which pages are out of date."""
    pages = {page: with_brief(page, example_brief()) for page in PAGES}
    if check:
        stale = [page for page, text in pages.items() if text != (ROOT / page).read_text(encoding="utf-8")]
        print(*(f"{page}: its brief is out of date: run python tests/repin.py" for page in stale), sep="\n")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, give in GOLDENS.items():
        (FOLDER / name).write_text(give(), encoding="utf-8", newline="\n")
    for page, text in pages.items():
        (ROOT / page).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
