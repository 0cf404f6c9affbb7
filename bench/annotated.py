"""Lay the annotated stories out as folders of reports.jsonl and gold.json, and pairs of passages beside them.

usage: python bench/annotated.py FOLDER

Six stories lie ready in the data beside the checkout. Those of bench/stories/ are our own annotation of
events in its events/outlets.jsonl, by the same guide; they hold places (report, start, end), never text:
the passages are read from the data again. Of a source they keep the first words.

bench/pairs.json holds pairs of passages, as places too, of 130 stories that Crosswire made of its stream/, most of
reports that are loosely related: whether both tell one fact ("same"), two ("other"), or one is no story text
("furniture"). Drawn over all likelihoods and judged by four language models told to read as strict editors, each
pair by one; no person has. They come as folders of reports.jsonl and pairs.json under loose/.
"""

import gzip
import json
import pathlib
import shutil
import sys
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
OURS = ROOT / "bench" / "stories"
PAIRS = ROOT / "bench" / "pairs.json"


def given_stories() -> list[pathlib.Path]:
    """The folders of the stories that came annotated with the data."""
    return sorted(path.parent for path in (DATA / "stories").glob("*/gold.json"))


def our_stories(work: pathlib.Path) -> list[pathlib.Path]:
    """Write the stories that we annotated as folders under `work` and return them."""
    with (DATA / "events" / "outlets.jsonl").open(encoding="utf-8") as file:
        reports = {report["id"]: report for report in map(json.loads, file)}
    folders = []
    for path in sorted(OURS.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        told = [reports[name] for name in gold.pop("reports")]
        texts = {r["id"]: "\n".join(filter(None, (r.get("title"), r["text"]))) for r in told}
        folder = work / path.stem
        folder.mkdir(parents=True, exist_ok=True)
        _write_reports(folder, told)
        (folder / "gold.json").write_text(json.dumps(_with_text(gold, texts), ensure_ascii=False), encoding="utf-8")
        folders.append(folder)
    return folders


def loose_stories(work: pathlib.Path) -> list[pathlib.Path]:
    """Write the stories of the stream whose passages were judged in pairs as folders under `work` and return them."""
    with gzip.open(DATA / "stream" / "reports.jsonl.gz", "rt", encoding="utf-8") as file:
        reports = {report["id"]: report for report in map(json.loads, file)}
    folders = []
    for number, story in enumerate(json.loads(PAIRS.read_text(encoding="utf-8"))):
        folder = work / f"{number:03}"
        folder.mkdir(parents=True, exist_ok=True)
        _write_reports(folder, [reports[name] for name in story["reports"]])
        (folder / "pairs.json").write_text(json.dumps(story["pairs"]), encoding="utf-8")
        folders.append(folder)
    return folders


def _write_reports(folder: pathlib.Path, reports: list[dict[str, Any]]) -> None:
    lines = [json.dumps({k: v for k, v in r.items() if k != "event"}, ensure_ascii=False) for r in reports]
    (folder / "reports.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _with_text(gold: Any, texts: dict[str, str]) -> Any:  # noqa: ANN401
    """Give every place in an annotation the words that stand there."""
    if isinstance(gold, list):
        return [_with_text(item, texts) for item in gold]
    if not isinstance(gold, dict):
        return gold
    if "start" in gold:
        text = texts[gold["report"]][gold["start"] : gold["end"]]
        return {**{k: v for k, v in gold.items() if k not in ("start", "end")}, "text": text}
    return {key: _with_text(value, texts) for key, value in gold.items()}


def main(folder: str) -> None:
    """Write all annotated stories under one folder."""
    work = pathlib.Path(folder)
    for story in given_stories():
        shutil.copytree(story, work / story.name, dirs_exist_ok=True)
    our_stories(work)
    loose_stories(work / "loose")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
