"""Who speaks in a story: each source, what it said, and in which reports."""

from collections.abc import Mapping
from dataclasses import dataclass

from crosswire.outputs.page import Listing
from crosswire.outputs.passages import passage, shorten, visible
from crosswire.outputs.selection import NAME, PASSAGE, hedge_of
from crosswire.records import Claim, Mention, Report, Story
from crosswire.sources import telling_words

SPEAKERS = 20
SAYINGS = 6


@dataclass(frozen=True, slots=True)
class Saying:
    """A claim on one source's word: its clearest passage there, the reports that credit it, how surely it is told."""

    passage: str
    reports: tuple[str, ...]
    hedge: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source by its shown name and as a report names it, the reports that quote it, and what it said."""

    name: str
    source: str
    reports: tuple[str, ...]
    sayings: Listing[Saying]


def list_speakers(story: Story, reports: Mapping[str, Report], everything: bool) -> Listing[Speaker]:
    """List the sources of a story, those that most reports quote first; their sayings in the order of the claims."""
    said: dict[frozenset[str], dict[str, tuple[Claim, list[Mention]]]] = {}
    named: dict[frozenset[str], str] = {}
    for claim in story.claims:
        for mention in claim.mentions:
            if mention.source:
                key = telling_words(mention.source) or frozenset([mention.source])
                named.setdefault(key, mention.source)
                said.setdefault(key, {}).setdefault(claim.id, (claim, []))[1].append(mention)
    quoting = {
        key: tuple(sorted({visible(m.span.report) for _, mentions in claims.values() for m in mentions}))
        for key, claims in said.items()
    }
    order = sorted(said, key=lambda key: (-len(quoting[key]), -len(said[key]), named[key]))
    shown = order if everything else order[:SPEAKERS]
    return Listing(
        tuple(
            Speaker(
                shorten(visible(named[key]), NAME),
                named[key],
                quoting[key],
                _sayings([*said[key].values()], reports, everything),
            )
            for key in shown
        ),
        len(order) - len(shown),
    )


def _sayings(
    claims: list[tuple[Claim, list[Mention]]], reports: Mapping[str, Report], everything: bool
) -> Listing[Saying]:
    # Several claims may be parts of one sentence, which is what is shown of each.
    sayings: dict[str, Saying] = {}
    for claim, mentions in claims:
        saying = Saying(
            passage(mentions[0].span, reports, None if everything else PASSAGE),
            tuple(dict.fromkeys(visible(mention.span.report) for mention in mentions)),
            hedge_of(mentions),
            claim,
        )
        sayings.setdefault(saying.passage, saying)
    shown = [*sayings.values()][: None if everything else SAYINGS]
    return Listing(tuple(shown), len(sayings) - len(shown))
