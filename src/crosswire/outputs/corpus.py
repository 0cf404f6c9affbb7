"""What the corpus answers, as lines for a terminal or as one JSON object."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from crosswire.corpus.adding import Added
from crosswire.corpus.changes import Changes
from crosswire.corpus.days import FIRST, LAST, Range
from crosswire.corpus.listing import ListedStory
from crosswire.corpus.outlets import Outlet
from crosswire.corpus.searching import Found
from crosswire.corpus.taking import Wait
from crosswire.corpus.watching import Poll
from crosswire.outputs.passages import quoted, shorten, visible
from crosswire.outputs.records_json import dumps
from crosswire.outputs.worddiff import word_diff
from crosswire.records import Judgement, Problem, Span

PASSAGE = 80  # characters of a passage in a list
Rows = Sequence[Sequence[object]]


def write_json(value: Mapping[str, Any], file: TextIO) -> None:
    """Write one JSON object, an item of its last list a line."""
    *rest, (name, items) = value.items()
    head = "".join(f"{dumps(key)}: {dumps(item)}, " for key, item in rest)
    lines = ",\n".join(dumps(item) for item in items)
    file.write(f"{{{head}{dumps(name)}: [\n{lines}]}}\n" if lines else f"{{{head}{dumps(name)}: []}}\n")


def write_table(heads: Sequence[str], rows: Rows, file: TextIO, width: int) -> None:
    """Write rows in columns, no line wider than `width`."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold", min_width=len(head))
    for row in rows:
        table.add_row(*(Text(visible(str("" if cell is None else cell))) for cell in row))
    console = Console(file=io.StringIO(), width=width, no_color=True)
    with console.capture() as captured:
        console.print(table)
    file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def write_problems(problems: Sequence[Problem], file: TextIO, width: int) -> None:
    """Write what could not be read and why, a row each; nothing where there is none."""
    if problems:
        rows = [(problem.source, problem.reason) for problem in problems]
        write_table(("unreadable", "why"), rows, file, width)


def write_waits(waits: Sequence[Wait], file: TextIO, width: int) -> None:
    """Write which feeds were left alone, until when and why, a row each; nothing where there is none."""
    if waits:
        until = [f"until {wait.until[:16].replace('T', ' ')} UTC: {wait.reason}" for wait in waits]
        write_table(("waiting", "why"), list(zip((wait.source for wait in waits), until, strict=True)), file, width)


def added_line(added: Added, unreadable: int) -> str:
    """Say in a line what became of the input."""
    return (
        f"{added.new:,} new, {added.versions:,} new versions, {added.known:,} known already, "
        f"{unreadable:,} unreadable; {len(added.stories):,} stories changed"
    )


def added_object(added: Added, problems: Sequence[Problem]) -> dict[str, Any]:
    """Give what became of the input as a JSON object."""
    return {**asdict(added), "stories": list(added.stories), "unreadable": [asdict(problem) for problem in problems]}


def poll_line(poll: Poll) -> str:
    """Say in a line what a poll came to."""
    return (
        f"{poll.at}  {poll.feeds:,} feeds: {poll.changed:,} changed, {poll.unchanged:,} unchanged, "
        f"{poll.waiting:,} waiting, {poll.failed:,} failed; {added_line(poll.added, len(poll.problems))}"
    )


def poll_object(poll: Poll) -> dict[str, Any]:
    """Give what a poll came to as a JSON object."""
    counts = {name: getattr(poll, name) for name in ("at", "feeds", "changed", "unchanged", "waiting", "failed")}
    return {**counts, "waits": [asdict(wait) for wait in poll.waits]} | added_object(poll.added, poll.problems)


def stories_object(stories: Sequence[ListedStory]) -> dict[str, Any]:
    """Give a list of stories as a JSON object."""
    return {"stories": [{**asdict(story), "reports": list(story.reports)} for story in stories]}


def write_stories(stories: Sequence[ListedStory], file: TextIO, width: int) -> None:
    """Write a line or two a story; counts of a brief that is older than the reports have a star."""
    rows = [
        (s.id, len(s.reports), _starred(s.origins, s), _starred(s.conflicts, s), (s.last_published or "")[:10], s.title)
        for s in stories
    ]
    write_table(("story", "reports", "origins", "conflicts", "last", "title"), rows, file, width)


def _starred(count: int | None, story: ListedStory) -> str:
    return "" if count is None else f"{count}*" if story.outdated else str(count)


def results_object(found: Found) -> dict[str, Any]:
    """Give the results of a search as a JSON object; a range of days that is open at an end has null there."""
    days = [
        [None if first == FIRST else first.isoformat(), None if last == LAST else last.isoformat()]
        for first, last in found.days
    ]
    return {"unread": found.unread, "days": days, "results": [asdict(result) for result in found.results]}


def days_line(days: Sequence[Range]) -> str:
    """Say which days a search asked for."""
    return ", ".join(
        f"until {last}"
        if first == FIRST
        else f"since {first}"
        if last == LAST
        else str(first)
        if first == last
        else f"{first} to {last}"
        for first, last in days
    )


def write_results(found: Found, file: TextIO, width: int) -> None:
    """Write the results of a search, the passage under the story and report that it stands in."""
    for result in found.results:
        origins = "" if result.origins_min is None else f"  {_range(result.origins_min, result.origins_max)} origins"
        day = (result.published or "no date")[:10]
        file.write(shorten(f"{result.story}  {day}  {visible(result.report)}  {result.kind}{origins}", width) + "\n")
        file.write("  " + shorten(visible(result.passage), 2 * width) + "\n")
    if not found.results:
        file.write("nothing found\n")


def _range(least: int | None, most: int | None) -> str:
    return str(least) if least == most else f"{least}–{most}"


def changes_object(changes: Changes, texts: Mapping[str, str]) -> dict[str, Any]:
    """Give what is new in a story as a JSON object."""
    return {
        "story": changes.story,
        "title": changes.title,
        "since": changes.since,
        "reports": list(changes.reports),
        "claims": [
            {"id": c.id, "text": _words(texts, c.text), "origins_min": c.origins_min, "origins_max": c.origins_max}
            for c in changes.claims
        ],
        "origins": [
            {"claim": claim.id, "name": origin.name, "kind": origin.kind, "reason": origin.reason}
            for claim, origin in changes.origins
        ],
        "conflicts": [{"id": x.id, "kind": x.kind, "claim": x.claim, "reason": x.reason} for x in changes.conflicts],
        "versions": [
            {"report": v.report, "seen": v.seen, "changes": _changed_words(v.before, v.after)} for v in changes.versions
        ],
    }


def write_changes(changes: Changes, texts: Mapping[str, str], file: TextIO, width: int) -> None:
    """Write what is new in a story, a kind after the other."""
    file.write(f"{visible(changes.title)}\n{changes.story}, new since {changes.since}\n")
    parts = {
        "reports": list(changes.reports),
        "new texts": [f"{v.report}: {' '.join(_changed_words(v.before, v.after))}" for v in changes.versions],
        "claims": [f"“{visible(_words(texts, c.text))}”  {c.text.report}" for c in changes.claims],
        "origins": [f"{o.name} ({o.kind}) for “{visible(_words(texts, c.text))}”" for c, o in changes.origins],
        "conflicts": [f"{x.kind}: {x.reason}" for x in changes.conflicts],
    }
    for name, lines in parts.items():
        file.write(f"{len(lines)} {name}\n" if lines else "")
        for line in lines:
            file.write("  " + shorten(visible(line), 2 * width) + "\n")
    if not any(parts.values()):
        file.write("nothing\n")


def _words(texts: Mapping[str, str], span: Span) -> str:
    return texts[span.report][span.start : span.end]


def _changed_words(before: str, after: str) -> list[str]:
    signs = {"removed": "[-{}-]", "added": "{{+{}+}}"}
    return [signs[p.change].format(p.text) for p in word_diff(before, after) if p.change in signs]


def judgements_object(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Give judgements as a JSON object."""
    listed = ("about", "reports", "passages")
    plain = [asdict(judgement) for judgement in judgements]
    return {"judgements": [{**one, **{name: list(one[name]) for name in listed}} for one in plain]}


def write_judgements(judgements: Sequence[Judgement], file: TextIO, width: int) -> None:
    """Write a row a judgement."""
    rows = [
        (
            j.number,
            j.verdict,
            "; ".join(about_words(j)),
            j.by,
            j.at[:16],
            "; ".join([j.why, *standing_words(j)]),
        )
        for j in judgements
    ]
    write_table(("", "verdict", "about", "by", "at", "why"), rows, file, width)


def about_words(judgement: Judgement) -> tuple[str, ...]:
    """Say what a judgement is about: its passages in their words where it has any."""
    told = tuple(f"{quoted(shorten(visible(p.words), PASSAGE))} in {p.span.report}" for p in judgement.passages)
    return told or judgement.about or judgement.reports


def standing_words(judgement: Judgement) -> list[str]:
    """Say that a judgement was undone, no longer applies or was overruled; nothing where it holds."""
    if judgement.undone_at:
        return ["undone"]
    if judgement.lapsed:
        return [f"no longer applies: {judgement.lapsed}"]
    return [f"overruled by {judgement.overruled_by}"] if judgement.overruled_by else []


def outlets_object(outlets: Sequence[Outlet]) -> dict[str, Any]:
    """Give the outlets as a JSON object."""
    return {
        "outlets": [
            {**asdict(outlet), "agencies": list(outlet.agencies), "changed": dict(outlet.changed)} for outlet in outlets
        ]
    }


def write_outlets(outlets: Sequence[Outlet], file: TextIO, width: int) -> None:
    """Write a row an outlet."""
    heads = ("outlet", "family", "state-run", "own", "wire", "credited", "agencies", "changed", "superseded")
    rows = [
        (
            o.name,
            o.family,
            o.state_run,
            o.own,
            o.wire,
            o.credited,
            ", ".join(o.agencies),
            ", ".join(f"{kind} {count}" for kind, count in o.changed),
            o.superseded,
        )
        for o in outlets
    ]
    write_table(heads, rows, file, width)
