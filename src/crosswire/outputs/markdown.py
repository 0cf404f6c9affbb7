"""The brief in Markdown: the same content and order as in the terminal; report text is escaped."""

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from crosswire.outputs.page import Alone, Change, Dispute, Listing, Moment, Page, Side, StoryPage, Told, Version
from crosswire.outputs.passages import quoted
from crosswire.outputs.selection import counted, select
from crosswire.records import Analysis

SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&#])")
SIGNS = {"same": ("", ""), "removed": ("~~", "~~"), "added": ("**", "**")}


def write(analysis: Analysis, file: TextIO, *, everything: bool = False) -> None:
    """Write the brief of every story to `file` as Markdown."""
    for line in lines(select(analysis, everything)):
        file.write(line + "\n")


def lines(page: Page) -> Iterator[str]:
    """Give a page as lines of Markdown."""
    if page.summary:
        yield from (escape(page.summary), "")
    for story in page.stories:
        yield from _story(story)
    if page.alone.shown:
        yield from _alone(page.alone)
    if page.problems:
        yield from ("## Passed over", "", *(f"- **!** {escape(problem)}" for problem in page.problems), "")


def escape(text: str) -> str:
    """Put a backslash before every character that Markdown would read as a sign."""
    return SPECIAL.sub(r"\\\1", text)


def _story(story: StoryPage) -> Iterator[str]:
    yield from (f"# {escape(story.title)}", "", f"{escape(story.dates)}. {escape(story.summary)}.", "")
    yield from _texts(story)
    yield from ("## Reported", "")
    if not story.reported.shown:
        yield from ("No claim stands in two reports.", "")
    yield from _claims(story.reported, counts=True)
    yield from _disputes("## Disputed", story.disputed)
    yield from _denied(story.denied)
    yield from _disputes("## Updated, newest first", story.updated)
    yield from _changes(story.changed)
    if story.single_counts:
        yield from ("## Only one report says", "")
        yield from (", ".join(f"{number} in {escape(report)}" for report, number in story.single_counts) + ".", "")
        yield from _claims(story.single, counts=False)
    yield from _timeline(story.timeline)
    yield from ("## How sure", "", *(f"- {name}: {escape(said)}" for name, said in story.certainty), "")


def _texts(story: StoryPage) -> Iterator[str]:
    for text in story.texts.shown:
        agency = f", {escape(text.agency)}" if text.agency else ""
        yield f"- One text{agency}: {escape(', '.join(text.reports))}. {escape(text.reason)}"
        yield from (f"  - Copy: {escape(copy)}" for copy in text.copies)
    yield from _left_out(story.texts.left_out, "lineage")
    if story.texts.shown and story.alone.shown:
        yield f"- On their own: {escape(', '.join(story.alone.shown))}"
        yield from _left_out(story.alone.left_out, "report")
    if story.texts.shown:
        yield ""


def _left_out(number: int, one: str, many: str = "", indent: str = "") -> Iterator[str]:
    if number:
        yield f"{indent}- … {counted(number, one, many)} more: `--all` shows {'it' if number == 1 else 'them'}"


def _claims(claims: Listing[Told], counts: bool) -> Iterator[str]:
    for told in claims.shown:
        origins = f" — {counted(1 + len(told.others), 'report')}, {told.origins} " if counts else ""
        origins += ("origin" if told.origins == "1" else "origins") if counts else ""
        yield f"- {'**!** ' if told.disputed else ''}{_quoted(told.passage)}{origins}"
        for word in told.words.shown:
            why = f": {escape(word.reason)}" if word.reason else ""
            hedge = f", *{word.hedge}*" if word.hedge else ""
            yield f"  - On the word of {escape(word.name)} ({word.kind}){hedge}{why}"
        yield from _left_out(told.words.left_out, "origin", indent="  ")
        hedge = f"*{told.hedge}*, " if told.hedge else ""
        yield f"  - {hedge}in {escape(', '.join([told.report, *told.others]))}"
    yield from _left_out(claims.left_out, "claim")
    if claims.shown:
        yield ""


def _quoted(passage: str) -> str:
    return escape(quoted(passage))


def _disputes(heading: str, disputes: Listing[Dispute]) -> Iterator[str]:
    if not disputes.shown:
        return
    yield from (heading, "")
    for dispute in disputes.shown:
        yield f"- **{dispute.kind}**{': ' if dispute.reason else ''}{escape(dispute.reason)}"
        yield from (f"  {_side(side)}" for side in dispute.sides.shown)
        yield from _left_out(dispute.sides.left_out, "version", indent="  ")
    yield from _left_out(disputes.left_out, "difference")
    yield ""


def _denied(denied: Listing[Side]) -> Iterator[str]:
    if not denied.shown:
        return
    yield from ("## Denied", "", *map(_side, denied.shown))
    yield from _left_out(denied.left_out, "denial")
    yield ""


def _side(side: Side) -> str:
    about = [escape(part) for part in (side.word, ", ".join(side.reports)) if part]
    hedge = [f"*{side.hedge}*"] if side.hedge else []
    return f"- {_quoted(side.passage)} — {', '.join([*about, *hedge])}"


def _changes(changes: Listing[Change]) -> Iterator[str]:
    if not changes.shown:
        return
    yield from ("## Changed on the way", "")
    for change in changes.shown:
        yield f"- **{change.kind}**{': ' if change.reason else ''}{escape(change.reason)}"
        yield from map(_version, change.versions)
    yield from _left_out(changes.left_out, "change")
    yield ""


def _version(version: Version) -> str:
    arrow = "→" if version.directed else "/"
    said = " ".join(f"{SIGNS[p.change][0]}{escape(p.text)}{SIGNS[p.change][1]}" for p in version.pieces)
    if version.whole:
        said = f" {arrow} ".join(_quoted(piece.text) for piece in version.pieces)
    return f"  - {_ids(version.before)} {arrow} {_ids(version.after)}: {said}"


def _ids(ids: Sequence[str]) -> str:
    return escape(", ".join(ids))


def _timeline(timeline: Listing[Moment]) -> Iterator[str]:
    if not timeline.shown:
        return
    yield from ("## Timeline", "")
    for moment in timeline.shown:
        yield f"- **{escape(moment.when)}** {escape(moment.words)}".rstrip()
        for happening in moment.happenings:
            yield f"  - {_quoted(happening.passage)} — {_ids([happening.report, *happening.others])}"
    yield from _left_out(timeline.left_out, "event")
    yield ""


def _alone(alone: Listing[Alone]) -> Iterator[str]:
    yield from ("# Reports that stand alone", "")
    for report in alone.shown:
        yield f"- {_quoted(report.title)} — {escape(report.report)}, {report.date}"
    yield from _left_out(alone.left_out, "report")
    yield ""
