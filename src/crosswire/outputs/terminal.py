"""The brief in the terminal: 80 columns, colour only where it carries meaning, plain text elsewhere."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from crosswire.outputs.page import Alone, Change, Dispute, Listing, Moment, Page, Side, StoryPage, Told, Version
from crosswire.outputs.page import Text as SharedText
from crosswire.outputs.passages import quoted, visible
from crosswire.outputs.selection import counted, select
from crosswire.records import Analysis

WIDTH = 80
NARROWEST = 40
HEADING, TITLE, DIM, WARNING, HEDGE = "bold", "bold underline", "dim", "bold red", "yellow"
REMOVED, ADDED = "red", "green"
MORE = "--all shows"
COLUMNS = "reports  origins"


def write(
    analysis: Analysis, file: TextIO, *, width: int = WIDTH, colour: bool = False, everything: bool = False
) -> None:
    """Write the brief of every story to `file`, no line wider than `width` cells; escape codes only with `colour`."""
    console = _console(width, colour)
    for line in lines(select(analysis, everything), width):
        file.write(_printed(line, console))


def _console(width: int, colour: bool) -> Console:
    colours: Literal["standard"] | None = "standard" if colour else None
    return Console(file=io.StringIO(), width=width, force_terminal=colour, color_system=colours, legacy_windows=False)


def _printed(line: Text, console: Console) -> str:
    # Rich ends the program by itself where a pipe is broken, so it never gets to write to the file.
    line.rstrip()
    with console.capture() as printed:
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True, highlight=False)
    return printed.get()


def render(analysis: Analysis, *, width: int = WIDTH, everything: bool = False) -> str:
    """Give the plain brief as text."""
    file = io.StringIO()
    write(analysis, file, width=width, everything=everything)
    return file.getvalue()


def lines(page: Page, width: int) -> Iterator[Text]:
    """Lay a page out in lines of at most `width` cells."""
    layout = _Layout(max(width, NARROWEST))
    if page.summary:
        yield from layout.paragraph(Text(page.summary, TITLE))
        yield Text()
        yield Text()
    for position, story in enumerate(page.stories):
        if position:
            yield Text()
            yield from layout.rule()
            yield Text()
        yield from layout.story(story)
    if page.alone.shown:
        if page.stories:
            yield Text()
            yield from layout.rule()
            yield Text()
        yield from layout.alone(page.alone)
    if page.problems:
        yield from layout.heading("PASSED OVER")
        for problem in page.problems:
            yield from layout.paragraph(Text(problem), " ! ", "   ", WARNING)


class _Layout:
    """Lays parts of a page out at one width."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.console = Console(file=io.StringIO(), width=width, color_system=None)

    def paragraph(self, text: Text, first: str = "", rest: str | None = None, style: str = "") -> Iterator[Text]:
        """Wrap a text with a hanging indent; `style` is that of the first line's indent."""
        indent = first if rest is None else rest
        for position, line in enumerate(self.wrapped(text, self.width - len(indent))):
            yield Text.assemble(indent if position else (first, style), line)

    def wrapped(self, text: Text, width: int) -> Sequence[Text]:
        return list(text.wrap(self.console, width, overflow="fold")) or [Text()]

    def row(self, text: Text, right: Text, first: str, rest: str, style: str = "") -> Iterator[Text]:
        """Wrap a text to the left of a column whose first line carries `right`."""
        room = self.width - len(rest) - right.cell_len - 2
        if room < NARROWEST // 2:
            yield from self.paragraph(text, first, rest, style)
            yield from self.paragraph(right, rest)
            return
        for position, line in enumerate(self.wrapped(text, room)):
            gap = " " * (room - line.cell_len + 2)
            yield Text.assemble(rest, line) if position else Text.assemble((first, style), line, gap, right)

    def rule(self) -> Iterator[Text]:
        yield Text("─" * self.width, DIM)

    def heading(self, name: str, note: str = "", right: str = "") -> Iterator[Text]:
        yield Text()
        text = Text.assemble((name, HEADING), ("   " + note if note else ""))
        if right:
            yield from self.row(text, Text(right, DIM), "", "")
        else:
            yield from self.paragraph(text, "", "  ")

    def left_out(self, number: int, one: str, many: str = "") -> Iterator[Text]:
        if number:
            them = "it" if number == 1 else "them"
            yield from self.paragraph(Text(f"… {counted(number, one, many)} more: {MORE} {them}", DIM), " ", "   ")

    def story(self, story: StoryPage) -> Iterator[Text]:
        yield from self.row(Text(story.title, TITLE), Text(story.dates), "", "")
        yield from self.paragraph(Text(story.summary))
        for shared in story.texts.shown:
            yield from self.shared(shared)
        yield from self.left_out(story.texts.left_out, "lineage")
        if story.alone.shown and story.texts.shown:
            rest = [f"{counted(story.alone.left_out, 'other')} ({MORE} them)"] if story.alone.left_out else []
            yield from self.paragraph(Text("on their own: " + ", ".join([*story.alone.shown, *rest])), "  ", "    ")
        yield from self.reported(story)
        if story.texts.shown or len(story.alone.shown) > 1 or story.disputed.shown:
            yield from self.disputes("DISPUTED", "", story.disputed)
        yield from self.denied(story.denied)
        yield from self.disputes("UPDATED", "newest first", story.updated)
        yield from self.changes(story.changed)
        yield from self.single(story)
        yield from self.timeline(story.timeline)
        yield from self.heading("HOW SURE")
        for name, said in story.certainty:
            yield from self.paragraph(Text.assemble((f"{name}: ", DIM), said), " ", "   ")

    def shared(self, shared: SharedText) -> Iterator[Text]:
        names = ", ".join(shared.reports)
        yield from self.paragraph(
            Text(f"one text{', ' + shared.agency if shared.agency else ''}: {names}"), "  ", "    "
        )
        yield from self.paragraph(Text(shared.reason, DIM), "    ")
        for copy in shared.copies:
            yield from self.paragraph(Text(copy, DIM), "    ", "      ")

    def reported(self, story: StoryPage) -> Iterator[Text]:
        if not story.reported.shown:
            yield from self.heading("REPORTED", "no claim stands in two reports")
            return
        yield from self.heading("REPORTED", "", COLUMNS)
        for told in story.reported.shown:
            yield from self.told(told, counts=True)
        yield from self.left_out(story.reported.left_out, "claim")

    def told(self, told: Told, counts: bool) -> Iterator[Text]:
        first = " ! " if told.disputed else "   "
        text = Text(quoted(told.passage))
        if counts:
            right = Text(f"{1 + len(told.others):>7}  {told.origins:>7}")
            yield from self.row(text, right, first, "   ", WARNING)
        else:
            yield from self.paragraph(text, first, "   ", WARNING)
        yield from self.paragraph(_on_whose_word(told), "     ", "       ")

    def disputes(self, name: str, note: str, disputes: Listing[Dispute]) -> Iterator[Text]:
        if not disputes.shown:
            if name == "DISPUTED":
                yield from self.heading(name, "nothing found")
            return
        yield from self.heading(name, note)
        for dispute in disputes.shown:
            said = Text.assemble((dispute.kind, HEADING), f": {dispute.reason}" if dispute.reason else "")
            yield from self.paragraph(said, " ! " if name == "DISPUTED" else " · ", "   ", WARNING)
            for side in dispute.sides.shown:
                yield from self.side(side)
            yield from self.left_out(dispute.sides.left_out, "version")
        yield from self.left_out(disputes.left_out, "difference")

    def denied(self, denied: Listing[Side]) -> Iterator[Text]:
        if not denied.shown:
            return
        yield from self.heading("DENIED")
        for side in denied.shown:
            yield from self.side(side)
        yield from self.left_out(denied.left_out, "denial")

    def side(self, side: Side) -> Iterator[Text]:
        yield from self.paragraph(Text(quoted(side.passage)), "     ")
        about = [part for part in (side.word, _reports(side.reports)) if part]
        said = Text(" · ".join(about))
        if side.hedge:
            said.append(" · ").append(side.hedge, HEDGE)
        yield from self.paragraph(said, "       ")

    def changes(self, changes: Listing[Change]) -> Iterator[Text]:
        if not changes.shown:
            return
        yield from self.heading("CHANGED ON THE WAY", "[-gone-] {+come in+}")
        for change in changes.shown:
            said = Text.assemble((change.kind, HEADING), f": {change.reason}" if change.reason else "")
            yield from self.paragraph(said, " · ", "   ")
            for version in change.versions:
                yield from self.version(version)
        yield from self.left_out(changes.left_out, "change")

    def version(self, version: Version) -> Iterator[Text]:
        arrow = "→" if version.directed else "/"
        way = f"{_reports(version.before)} {arrow} {_reports(version.after)}"
        yield from self.paragraph(Text(way, DIM), "     ", "       ")
        if version.whole:
            before, after = version.pieces
            yield from self.paragraph(Text(quoted(before.text), REMOVED), "       ")
            yield from self.paragraph(Text(quoted(after.text), ADDED), f"     {arrow} ", "       ")
        else:
            yield from self.paragraph(_diff(version), "       ")

    def single(self, story: StoryPage) -> Iterator[Text]:
        if not story.single_counts:
            return
        counts = ", ".join(f"{number} in {report}" for report, number in story.single_counts[:6])
        others = len(story.single_counts) - 6
        yield from self.heading("ONLY ONE REPORT SAYS", counts + (f", more in {others} others" if others > 0 else ""))
        for told in story.single.shown:
            yield from self.told(told, counts=False)
        yield from self.left_out(story.single.left_out, "claim")

    def timeline(self, timeline: Listing[Moment]) -> Iterator[Text]:
        if not timeline.shown:
            return
        yield from self.heading("TIMELINE")
        for moment in timeline.shown:
            yield from self.paragraph(Text.assemble((moment.when, HEADING), f"  {moment.words}"), " ", "   ")
            for happening in moment.happenings:
                where = Text(f"  {_first_and_others(happening.report, happening.others)}", DIM)
                yield from self.paragraph(Text.assemble(quoted(happening.passage), where), "   ", "     ")
        yield from self.left_out(timeline.left_out, "event")

    def alone(self, alone: Listing[Alone]) -> Iterator[Text]:
        number = len(alone.shown) + alone.left_out
        yield from self.paragraph(Text.assemble(("REPORTS THAT STAND ALONE", HEADING), f"   {number}"))
        for report in alone.shown:
            yield from self.paragraph(Text(report.title), " ", "   ")
            yield from self.paragraph(Text(f"{report.report} · {report.date}", DIM), "     ")
        yield from self.left_out(alone.left_out, "report")


def write_grouping(
    stories: Iterable[tuple[str, str, Sequence[str]]], file: TextIO, *, width: int = WIDTH, colour: bool = False
) -> None:
    """Write stories (id, title, ids of their reports), the title above the reports, to `file`."""
    layout = _Layout(max(width, NARROWEST))
    console = _console(width, colour)
    for _, title, reports in stories:
        said = Text(", ".join(visible(report) for report in reports))
        for line in (
            *layout.row(Text(visible(title), TITLE), Text(counted(len(reports), "report")), "", ""),
            *layout.paragraph(said, "  "),
        ):
            file.write(_printed(line, console))


def _on_whose_word(told: Told) -> Text:
    said = Text()
    for word in told.words.shown:
        said.append("; " if said else "").append(word.name).append(f" ({word.kind})", DIM)
        said.append(", " if word.hedge else "").append(word.hedge, HEDGE)
        said.append(f": {word.reason}" if word.reason else "", DIM)
    if told.words.left_out:
        said.append(f"; {counted(told.words.left_out, 'other')}")
    if told.hedge:
        said.append(" · " if said else "").append(told.hedge, HEDGE)
    return said.append(" · " if said else "").append(_first_and_others(told.report, told.others), DIM)


def _first_and_others(report: str, others: Sequence[str]) -> str:
    return _reports((report, *others))


def _reports(ids: Sequence[str]) -> str:
    return ", ".join(ids[:3]) + (f" +{len(ids) - 3}" if len(ids) > 3 else "")


def _diff(version: Version) -> Text:
    signs = {"same": ("", "", ""), "removed": ("[-", "-]", REMOVED), "added": ("{+", "+}", ADDED)}
    pieces: Iterable[Text] = (
        Text.assemble((f"{signs[p.change][0]}{p.text}{signs[p.change][1]}", signs[p.change][2])) for p in version.pieces
    )
    return Text(" ").join(pieces)
