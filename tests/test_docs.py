"""The docs name every field of the JSON, every command and every file of weights; their links lead somewhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import told

from crosswire.cli import app
from crosswire.outputs import records_json

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
RECORDS = (DOCS / "records.md").read_text(encoding="utf-8")


def fields(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from fields(item)


def test_every_field_of_the_json_is_documented() -> None:
    brief = json.loads((ROOT / "tests" / "golden" / "brief.json").read_text(encoding="utf-8"))
    line = records_json.annotation(told("a", "“We had no warning at all on Tuesday,” Mara Dunoy said."))
    named = set(re.findall(r"[`\"]([a-z_]+)[`\"]", RECORDS))
    assert {*fields(brief), *fields(line)} - named == set()


@pytest.mark.parametrize("name", [command.callback.__name__ for command in app.registered_commands if command.callback])
def test_every_command_is_shown_in_the_readme(name: str) -> None:
    assert f"\ncrosswire {name} " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_file_of_weights_is_on_the_model_card() -> None:
    card = (DOCS / "models.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in card for path in (ROOT / "src" / "crosswire" / "weights").iterdir())


@pytest.mark.parametrize(
    "page", ["README.md", "examples/README.md", *(f"docs/{p.name}" for p in sorted(DOCS.glob("*.md")))]
)
def test_every_link_to_a_page_of_ours_leads_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
