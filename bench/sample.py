"""Draw stories from a stream to be checked by hand: two claims, two origins and two conflicts of each.

usage: sample.py REPORTS.jsonl FOLDER [--reports 2000] [--stories 30]

Groups reports drawn by a fixed seed, draws stories of two reports or more, and writes one sheet a story into
FOLDER: what is to be judged, each with the passages that it rests on in their paragraphs. The sheets hold
publishers' texts: keep them out of the repository.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from crosswire.analysis import analyse, group
from crosswire.readers import read
from crosswire.records import Claim, Report, Span, Story

Item = TypeVar("Item")

SEED = 20311
EACH = 2


def main() -> None:
    """Draw, brief, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", metavar="REPORTS.jsonl")
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--stories", type=int, default=30)
    asked = parser.parse_args()
    chance = random.Random(SEED)
    given = sorted(read([asked.path]).reports, key=lambda report: report.id)
    reports, groups = group(chance.sample(given, asked.reports))
    several = [found.reports for found in groups if len(found.reports) > 1]
    print(f"{len(several)} of {len(groups)} stories have two reports or more")
    by_id = {report.id: report for report in reports}
    asked.folder.mkdir(parents=True, exist_ok=True)
    for number, names in enumerate(chance.sample(several, asked.stories), start=1):
        analysis = analyse([by_id[name] for name in names])
        texts = {report.id: report for report in analysis.reports}
        sheet = "\n".join(line for story in analysis.stories for line in _sheet(story, texts, chance))
        (asked.folder / f"{number:02}.txt").write_text(sheet, encoding="utf-8")


def _sheet(story: Story, texts: dict[str, Report], chance: random.Random) -> Iterator[str]:
    yield f"STORY {story.id}: {len(story.reports)} reports"
    for name in story.reports:
        report = texts[name]
        parts = (name, report.outlet, report.published, report.title)
        yield "  " + " | ".join(part if isinstance(part, str) else part.value if part else "-" for part in parts)
    several = [claim for claim in story.claims if len({m.span.report for m in claim.mentions}) > 1]
    for number, claim in enumerate(_drawn(several, chance), start=1):
        yield f"\nCLAIM {number}: do these passages say one thing, that of the first?"
        yield from _passages([claim.text, *(m.span for m in claim.mentions if m.span != claim.text)], texts)
    for number, claim in enumerate(_drawn(several, chance), start=1):
        yield f"\nORIGINS {number}: {claim.origins_min} to {claim.origins_max}; is it so, and is each as named?"
        yield from _origins(claim, texts)
    for number, conflict in enumerate(_drawn(story.conflicts, chance), start=1):
        yield f"\nCONFLICT {number}: {conflict.kind}: {conflict.reason}"
        yield from _passages(conflict.mentions, texts)


def _drawn(items: Sequence[Item], chance: random.Random) -> list[Item]:
    return chance.sample(items, min(EACH, len(items)))


def _origins(claim: Claim, texts: dict[str, Report]) -> Iterator[str]:
    span = {mention.id: mention.span for mention in claim.mentions}
    for origin in claim.origins:
        yield f"  {origin.name} ({origin.kind}): {origin.reason}"
        yield from _passages([span[mention] for mention in origin.mentions], texts)


def _passages(spans: Sequence[Span], texts: dict[str, Report]) -> Iterator[str]:
    for span in spans:
        text = texts[span.report].text
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        before, after = text[start : span.start], text[span.end : end if end >= 0 else len(text)]
        yield f"    {span.report}: {before[-200:]}>>>{text[span.start : span.end]}<<<{after[:200]}"


if __name__ == "__main__":
    main()
