"""Measure Crosswire against annotated data and hold each figure to its floor.

usage: python bench/accuracy.py [--raise]

The data and its scorers are not part of Crosswire: they lie in the folder `shared` beside the checkout.
Without them nothing is measured, and that is said. A figure below its floor in bench/floors.json makes
the run fail; --raise lifts floors to the figures reached and never lowers one.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from annotated import DATA, ROOT, given_stories, our_stories

FLOORS = ROOT / "bench" / "floors.json"
SCORERS = DATA.parent / "score"

# Reports of outlets.jsonl that tell of something else than the event they are put under, as one sees on reading them:
# two of a quarrel at another airline nine months sooner, an index page, a page that holds no text but its furniture.
ASTRAY = ("1b020af8515c8d08", "9bf167880254a05a", "a54fd49a5b440207", "f56d3ca80321bda6")

SLACK = 0.005  # float sums, and so a few decisions, differ between processors

STORY_FIGURES = {
    "claims: pairs of mentions across reports": "f1",
    "origins: count inside the gold range": "share",
    "origins: false independence (lower is better)": "share",
    "origins: false merge (lower is better)": "share",
    "source named as in gold": "share",
    "certainty as in gold": "share",
    "quotes: pairs across reports": "f1",
    "quotes: drift as in gold": "share",
    "conflicts: pairs across reports": "f1",
    "conflicts: kind as in gold": "share",
    "copies: pairs of reports": "f1",
    "copies: kind of those found": "share",
    "timeline: gold events present": "recall",
    "timeline: date right": "share",
}


def run(*command: str, output: pathlib.Path | None = None) -> str:
    """Run a command; what it prints goes to `output` or comes back."""
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    if output is not None:
        output.write_text(done.stdout, encoding="utf-8")
    return done.stdout


def crosswire(*arguments: str, output: pathlib.Path) -> None:
    """Run the command line of this checkout's environment."""
    run(sys.executable, "-m", "crosswire", *arguments, output=output)


def score(scorer: str, *arguments: str | pathlib.Path) -> Any:  # noqa: ANN401
    """Run a scorer that prints JSON."""
    return json.loads(run(sys.executable, str(SCORERS / scorer), *map(str, arguments)))


def story_figures(work: pathlib.Path) -> Iterator[tuple[str, float]]:
    """Brief each annotated story; score those given with the data together, and those that we annotated together."""
    for stories, folders in (("stories", given_stories()), ("our stories", our_stories(work))):
        for folder in folders:
            crosswire("brief", str(folder / "reports.jsonl"), "--format", "json", output=work / f"{folder.name}.json")
        figures = score("story.py", *folders, "--briefs", work, "--json")
        for name, key in STORY_FIGURES.items():
            yield f"{stories}, {name}", figures[name][key]


def event_figures(work: pathlib.Path) -> Iterator[tuple[str, float]]:
    """Group the reports of the two event sets, and of the first once more without those ASTRAY."""
    outlets, told = DATA / "events" / "outlets.jsonl", work / "outlets.jsonl"
    rows = outlets.read_text(encoding="utf-8").splitlines(keepends=True)
    told.write_text("".join(row for row in rows if json.loads(row)["id"] not in ASTRAY), encoding="utf-8")
    sources = {"outlets": outlets, "outlets without those astray": told, "ecbplus": DATA / "events" / "ecbplus.jsonl"}
    for name, source in sources.items():
        found = work / "stories.json"
        crosswire("stories", str(source), "--format", "json", output=found)
        yield f"events, {name}: B-cubed F1", score("events.py", source, found)["f1"]


def language_figures(work: pathlib.Path) -> Iterator[tuple[str, float]]:
    """Annotate the sets for attribution, dates and certainty."""
    sets = [
        ("attribution.py", DATA / "attribution" / "dev.jsonl"),
        ("dates.py", DATA / "dates" / "timebank"),
        ("dates.py", DATA / "dates" / "aquaint"),
        ("certainty.py", DATA / "certainty" / "uw.dev.jsonl"),
        ("certainty.py", DATA / "certainty" / "meantime.dev.jsonl"),
    ]
    for scorer, gold in sets:
        reports, annotated = work / "reports.jsonl", work / "annotated.jsonl"
        run(sys.executable, str(SCORERS / scorer), "export", str(gold), output=reports)
        crosswire("annotate", str(reports), output=annotated)
        figures = score(scorer, "score", gold, annotated)
        if scorer == "attribution.py":
            for which in ("all", "quoted"):
                yield f"attribution, {gold.stem}: relation F1, {which}", figures["relation"][which]["f1"]
            for role in ("source", "cue", "content"):
                yield f"attribution, {gold.stem}: token F1, {role}", figures["token"][role]["f1"]
        else:
            for key in ("strict_f1", "relaxed_f1", "value_f1", "detection_f1", "macro_f1"):
                if key in figures:
                    yield f"{scorer.removesuffix('.py')}, {gold.stem}: {key}", figures[key]


def main(arguments: list[str]) -> int:
    """Measure everything, print figure and floor, and say whether all floors hold."""
    if not DATA.is_dir():
        print("accuracy: not measured, because the annotated data is not beside the checkout (folder `shared`)")
        return 0
    floors: dict[str, float] = json.loads(FLOORS.read_text())
    below = 0
    with tempfile.TemporaryDirectory() as folder:
        for measure in (story_figures, event_figures, language_figures):
            for name, figure in measure(pathlib.Path(folder)):
                lower_is_better = "lower is better" in name
                floor = floors.get(name)
                worse = 0.0 if floor is None else (figure - floor) * (1 if lower_is_better else -1)
                holds = worse <= SLACK
                below += not holds
                print(f"{'' if holds else 'BELOW '}{name:76} {figure:.3f}  floor {floor}", flush=True)
                if "--raise" in arguments:
                    best = (min if lower_is_better else max)(figure, figure if floor is None else floor)
                    floors[name] = best
    if "--raise" in arguments:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    print(f"accuracy: {below} figures below their floors")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
