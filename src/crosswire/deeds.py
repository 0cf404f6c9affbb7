"""Deeds: what two tellings say was done, is to come, or was done otherwise."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crosswire.tellings import ONE_DEED, PALE, STEM, Deed, Difference, Telling, nearness

AHEAD = 12  # characters after "will" within which the verb stands that it puts in the future
_PLANNED = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:to|headed|bound|set to|due to|about to|going to|scheduled|expected|poised)\b"
    r"|\b(?:will|would|shall|may|might|could)\b|\bplan(?:s|ned|ning)?\s+to\b|\bintend(?:s|ed)?\s+to\b",
    re.IGNORECASE,
)


def compare_plans(a: Telling, b: Telling, copied: bool) -> Iterator[Difference]:
    """Set a deed still to come against one that is done: when, where both tell it with one verb; another, in a copy."""
    if not (a.flat and b.flat):
        return
    x, y = ("still to come" if _planned(t.text, t.proposition.verb) else "done" for t in (a, b))
    plan, done = (a, b) if x == "still to come" else (b, a)
    if x == y:
        return
    verb = done.proposition.verb
    if not PALE.fullmatch(verb) and verb != "be" and _planned(plan.text, verb):
        yield Difference("time", "plan", a, b, (x, y))
    elif copied and done.proposition.tense == "past" and nearness(a, b) >= ONE_DEED:
        yield Difference("other", "plan", a, b, (x, y))


@lru_cache(maxsize=1 << 12)
def _planned(text: str, verb: str) -> bool:
    """Whether a passage puts a verb as still to come: "will be investigated", "were headed for"."""
    return any(
        re.search(rf"\b{re.escape(verb[:STEM])}", text[found.start() : found.end() + AHEAD], re.IGNORECASE)
        for found in _PLANNED.finditer(text)
    )


def compare_deeds(a: Telling, b: Telling) -> Iterator[Difference]:
    """Yield the first two deeds that stand in one place: "forced them off the ferry", "asked them off the ferry".

    A report that has the other's word too takes both for the same.
    """
    if nearness(a, b) < ONE_DEED or _turned(a, b):
        return
    x, y = ([event for event in t.deeds if not _has_word(other, event)] for t, other in ((a, b), (b, a)))
    for p in x:
        for q in y:
            if _stems(p[1]) & _stems(q[1]) and _stems(p[2]) & _stems(q[2]):
                yield Difference("other", "deed", a, b, (f"“{p[0].lower()}”", f"“{q[0].lower()}”"))
                return


def compare_objects(a: Telling, b: Telling) -> Iterator[Difference]:
    """Set a deed done to one against a deed done to several: "punched a soldier", "slapped the soldiers"."""
    if a.done_to.keys().isdisjoint(b.done_to) or nearness(a, b) < ONE_DEED:
        return
    for somebody in sorted(a.done_to.keys() & b.done_to.keys()):
        x, y = a.done_to[somebody], b.done_to[somebody]
        if (x == somebody) != (y == somebody):
            yield Difference("number", somebody, a, b, (f"“{x}”", f"“{y}”"))


def _turned(a: Telling, b: Telling) -> bool:
    """Whether two passages name the same two in turned order: one beat the other, the other lost to the one."""
    x, y = (list(dict.fromkeys(t.proposition.names)) for t in (a, b))
    shared = [name for name in x if name in y]
    return shared != [name for name in y if name in x]


def _stems(words: Sequence[str]) -> set[str]:
    return {word[:STEM] for word in words}


def _has_word(telling: Telling, event: Deed) -> bool:
    """Whether the telling's report has a word that begins as an event's does."""
    return event[0][: STEM - 1].lower() in _beginnings(telling.report.report.text)


@lru_cache(maxsize=1 << 8)
def _beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin, by a letter and more."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(word[:size] for word in words for size in range(1, STEM))
