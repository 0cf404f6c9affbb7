"""What stands behind one claim, for a reader in the terminal and as JSON."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from crosswire.explaining import Explanation
from crosswire.outputs.passages import quoted, shorten, visible
from crosswire.outputs.records_json import Json, claim_object, conflict_object, copy_object, dumps
from crosswire.outputs.selection import counted
from crosswire.records import Conflict, Likeness, Origin, Report, Span

WIDTH = 80
CONTEXT = 300
NAME = 40
LEAST_PULL = 0.1  # nats; what moves a link less goes unsaid in the terminal
ORIGIN, MENTION, LAST, ALONG = "◆ ", "├─ ", "└─ ", "│  "


def write(told: Explanation, reports: Mapping[str, Report], file: TextIO, width: int = WIDTH) -> None:
    """Write an explanation in plain text, no line wider than `width` cells."""
    for line in _Layout(told, reports, width).lines():
        file.write(line.rstrip() + "\n")


def write_json(told: Explanation, reports: Mapping[str, Report], file: TextIO) -> None:
    """Write an explanation as one JSON object."""
    texts = {name: report.text for name, report in reports.items()}
    sentences: list[Json] = [
        {
            "mention": mention.id,
            "report": span.report,
            "start": span.start,
            "end": span.end,
            "text": _words(span, reports),
        }
        for mention, span in zip(told.claim.mentions, told.sentences, strict=True)
    ]
    mention_at = {mention.span: mention.id for mention in told.claim.mentions}
    value: Json = {
        "story": told.story.id,
        "claim": claim_object(told.claim, texts),
        "sentences": sentences,
        "links": [
            {
                "mentions": [mention_at[link.a], mention_at[link.b]],
                "likely": round(link.likely, 3),
                "evidence": [
                    {"feature": e.feature, "value": round(e.value, 3), "pull": round(e.pull, 2)} for e in link.evidence
                ],
            }
            for link in told.links
        ],
        "copies": [copy_object(copy) for copy in told.copies],
        "conflicts": [conflict_object(conflict) for conflict in told.conflicts],
    }
    file.write(dumps(value) + "\n")


def _words(span: Span, reports: Mapping[str, Report]) -> str:
    return reports[span.report].text[span.start : span.end]


class _Layout:
    """Lays an explanation out at one width; mentions go by their numbers."""

    def __init__(self, told: Explanation, reports: Mapping[str, Report], width: int) -> None:
        self.told, self.reports, self.width = told, reports, width
        self.console = Console(file=io.StringIO(), width=width, color_system=None)
        self.place = {mention.span: at for at, mention in enumerate(told.claim.mentions, start=1)}
        self.number = {mention.id: at for at, mention in enumerate(told.claim.mentions, start=1)}

    def lines(self) -> Iterator[str]:
        claim = self.told.claim
        yield from self.wrapped(f"{claim.id}  {quoted(visible(_words(claim.text, self.reports)))}")
        carrying = len({mention.span.report for mention in claim.mentions})
        most = counted(claim.origins_max, "origin")
        least = f"{claim.origins_min} to " if claim.origins_min < claim.origins_max else ""
        yield from self.wrapped(f"{counted(carrying, 'report')}, {least}{most}", "  ")
        yield from self.mentions()
        yield from self.links()
        yield from self.origins()
        yield from self.conflicts()

    def wrapped(self, text: str, first: str = "", rest: str | None = None) -> Iterator[str]:
        indent = first if rest is None else rest
        lines = Text(text).wrap(self.console, self.width - len(indent), overflow="fold")
        yield from (f"{indent if at else first}{line.plain}" for at, line in enumerate(lines))

    def heading(self, name: str) -> Iterator[str]:
        yield ""
        yield from self.wrapped(name)

    def mentions(self) -> Iterator[str]:
        yield from self.heading("MENTIONS   the passage in its sentence, between ‹ and ›")
        for mention, sentence in zip(self.told.claim.mentions, self.told.sentences, strict=True):
            report = self.reports[mention.span.report]
            outlet = f" ({visible(report.outlet.value)})" if report.outlet else ""
            said = f"on the word of {mention.source}" if mention.source else "in its own voice"
            cue = f", “{visible(mention.cue)}”" if mention.cue else ""
            when = f" · {mention.published}" if mention.published else ""
            about = f"{visible(report.id)}{outlet}{when} · {visible(said)}{cue} · {mention.certainty}"
            yield from self.wrapped(about, f"{self.number[mention.id]:>3}  ", "     ")
            yield from self.wrapped(self.in_sentence(mention.span, sentence), "     ")

    def in_sentence(self, span: Span, sentence: Span) -> str:
        text = self.reports[span.report].text
        before, after = text[sentence.start : span.start], text[span.end : sentence.end]
        gap, end = (" " if side[:1].isspace() else "" for side in (before[::-1], after))
        passage = f"‹{visible(text[span.start : span.end])}›"
        return f"{shorten(visible(before), CONTEXT)}{gap}{passage}{end}{shorten(visible(after), CONTEXT)}"

    def links(self) -> Iterator[str]:
        if not self.told.links:
            return
        yield from self.heading("LINKS   the likeliest of each mention, with what speaks for (+) and against (-) it")
        for link in _strongest(self.told.links):
            a, b = sorted(self.place[span] for span in (link.a, link.b))
            carried = (e for e in link.evidence if abs(e.pull) >= LEAST_PULL)
            evidence = ", ".join(f"{e.feature} {e.value:.2g} ({e.pull:+.1f})" for e in carried)
            yield from self.wrapped(f"{link.likely:.2f}  {evidence}", f"{a:>3} – {b:<3} ", "          ")

    def origins(self) -> Iterator[str]:
        yield from self.heading("ORIGINS   what comes from one place, and why")
        for origin in self.told.claim.origins:
            yield from self.origin(origin)

    def origin(self, origin: Origin) -> Iterator[str]:
        """An origin as a graph: its mentions below it, then why they are one, then the copying that shows it."""
        yield from self.wrapped(f"{visible(origin.name)} ({origin.kind})", f" {ORIGIN}", "   ")
        by_id = {mention.id: mention for mention in self.told.claim.mentions}
        reports = {by_id[mention].span.report for mention in origin.mentions}
        copies = [copy for copy in self.told.copies if set(copy.reports) <= reports]
        for mention in origin.mentions:
            name = shorten(visible(by_id[mention].span.report), NAME)
            yield from self.wrapped(f"{self.number[mention]} {name}", f" {MENTION}", f" {ALONG}")
        for copy in copies:
            a, b = copy.reports if copy.source in (None, copy.reports[0]) else copy.reports[::-1]
            arrow = "→" if copy.source else "—"
            said = f"{visible(a)} {arrow} {visible(b)}, {copy.relation}: {visible(copy.reason)}"
            yield from self.wrapped(said, f" {ALONG}  ", f" {ALONG}    ")
        yield from self.wrapped(visible(origin.reason), f" {LAST}", "    ")

    def conflicts(self) -> Iterator[str]:
        yield from self.heading("CONFLICTS" if self.told.conflicts else "CONFLICTS   none")
        for conflict in self.told.conflicts:
            yield from self.conflict(conflict)

    def conflict(self, conflict: Conflict) -> Iterator[str]:
        ways = ", ".join(f"{visible(source)} to {visible(other)}" for source, other in conflict.direction)
        along = f" · changed on the way of one text{', from ' if ways else ''}{ways}" if conflict.along else ""
        settled = " · superseded by the later figure" if conflict.superseded else ""
        yield from self.wrapped(f"{conflict.kind}: {visible(conflict.reason)}{along}{settled}", " · ", "   ")
        for span in conflict.mentions:
            yield from self.wrapped(quoted(visible(_words(span, self.reports))), "     ", "      ")
            yield from self.wrapped(visible(span.report), "       ")


def _strongest(links: Sequence[Likeness]) -> Iterator[Likeness]:
    """The links that hold the mentions together, likeliest first: each joins a mention to those before it."""
    group: dict[Span, Span] = {}

    def find(span: Span) -> Span:
        while group.setdefault(span, span) != span:
            span = group[span]
        return span

    for link in links:
        first, second = sorted((find(link.a), find(link.b)))
        if first != second:
            group[second] = first
            yield link
