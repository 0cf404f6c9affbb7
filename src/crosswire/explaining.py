"""Explaining: everything behind one claim, put together for a reader who doubts it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswire.errors import InputError
from crosswire.likeness import explain_links
from crosswire.records import AnnotatedReport, Claim, Conflict, Copy, Likeness, Span, Story
from crosswire.speakers import unite_speakers


@dataclass(frozen=True, slots=True)
class Explanation:
    """A claim of a story with the sentence of each mention, the links between mentions, likeliest first, and
    the copies and conflicts that touch it."""

    story: Story
    claim: Claim
    sentences: tuple[Span, ...]
    links: tuple[Likeness, ...]
    copies: tuple[Copy, ...]
    conflicts: tuple[Conflict, ...]


def find_claim(stories: Sequence[Story], name: str, numbered: Sequence[Claim]) -> tuple[Story, Claim]:
    """Find a claim by its id, the unique beginning of one, or its number among the `numbered`, from 1.

    Raises InputError where there is none, or more than one.
    """
    held = [(story, claim) for story in stories for claim in story.claims]
    if name.isdecimal():
        if not 1 <= int(name) <= len(numbered):
            raise InputError(f"{name}: no claim has this number: the brief reports {len(numbered)} claims")
        return next((story, claim) for story, claim in held if claim.id == numbered[int(name) - 1].id)
    found = [(story, claim) for story, claim in held if claim.id.startswith(name)]
    if len({claim.id for _, claim in found}) == 1:
        return found[0]
    if found:
        raise InputError(f"{name}: {len(found)} claims have ids that begin so: give more of the id")
    raise InputError(f"{name}: no claim has this id: `--format json` of the brief lists them")


def explain_claim(story: Story, claim: Claim, reports: Sequence[AnnotatedReport]) -> Explanation:
    """Put together what stands behind a claim; `reports` are those of its story as they were read."""
    by_id = {report.report.id: report for report in reports}
    spans = {mention.span for mention in claim.mentions}
    carrying = {span.report for span in spans}
    links = explain_links(unite_speakers([by_id[name] for name in story.reports]), claim)
    return Explanation(
        story,
        claim,
        tuple(_sentence(by_id[mention.span.report], mention.span) for mention in claim.mentions),
        tuple(sorted(links, key=lambda link: (-link.likely, link.a, link.b))),
        tuple(copy for copy in story.copies if set(copy.reports) <= carrying),
        tuple(c for c in story.conflicts if any(_meets(at, span) for at in c.mentions for span in spans)),
    )


def _sentence(report: AnnotatedReport, span: Span) -> Span:
    """The sentence that a passage stands in; the passage itself where it runs over several."""
    holding = (s.span for s in report.sentences if s.span.start <= span.start and span.end <= s.span.end)
    return next(holding, span)


def _meets(a: Span, b: Span) -> bool:
    return a.report == b.report and a.start < b.end and b.start < a.end
