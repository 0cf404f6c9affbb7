"""Deeds: what two tellings say was done, is to come, or was done otherwise."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crosswire.language.people import is_somebody
from crosswire.tellings import ONE_DEED, Difference, Telling, nearness

AHEAD = 12  # characters after "will" within which the verb stands that it puts in the future
STEM = 5  # letters in which the forms of one word agree
BESIDE_DEED = 2  # content words on either side of a deed that show its place
_PLANNED = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:to|headed|bound|set to|due to|about to|going to|scheduled|expected|poised)\b"
    r"|\b(?:will|would|shall|may|might|could)\b|\bplan(?:s|ned|ning)?\s+to\b|\bintend(?:s|ed)?\s+to\b",
    re.IGNORECASE,
)
# Verbs that tell no deed by themselves, and the words that stand between deeds and what they are done to.
_PALE = re.compile(
    r"(?:\W?s|sa(?:id|ys?|ying|w)|see(?:s|n|ing)?|t(?:old|ells?|elling)|took|tak(?:es?|en|ing)|us(?:es?|ed|ing)|ha(?:s|d|ve|ving)"
    r"|d(?:o|oes|id|one|oing)|g(?:ets?|ot|otten|etting)|ma(?:de|kes?|king)|show(?:s|ed|n|ing)?|look(?:s|ed|ing)?"
    r"|sp(?:ent|ends?|ending)|g(?:oes|o|one|oing)|went|c(?:omes?|ame|oming)|report(?:s|ed|ing)?|add(?:s|ed|ing)?"
    r"|wants?|wanted|appear(?:s|ed|ing)?|pictured|seem(?:s|ed)?|call(?:s|ed|ing)?)",
    re.IGNORECASE,
)
# Coming and going is told in many words; where to is another detail.
_MOVING = re.compile(r"\s+(?:in|into|at|out|onto|through|towards?|from|off|away|back|up|down)\b", re.IGNORECASE)
_SMALL = re.compile(
    r"(?:the|an?|of|to|in|on|at|for|from|by|with|and|or|but|as|that|this|its?|his|her|their|they|s?he|was|were|is|are|be|been"
    r"|being|has|had|have|will|would|could|may|might|not|who|which|up|out|off|into|after|before|when|while)"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]+")


def compare_plans(a: Telling, b: Telling, copied: bool) -> Iterator[Difference]:
    """Set a deed still to come against one that is done: when, where both tell it with one verb; another, in a copy."""
    x, y = ("still to come" if _planned(t, t.proposition.verb) else "done" for t in (a, b))
    plan, done = (a, b) if x == "still to come" else (b, a)
    if x == y or not (a.flat and b.flat):
        return
    verb = done.proposition.verb
    if not _PALE.fullmatch(verb) and verb != "be" and _planned(plan, verb):
        yield Difference("time", "plan", a, b, (x, y))
    elif copied and done.proposition.tense == "past" and nearness(a, b) >= ONE_DEED:
        yield Difference("other", "plan", a, b, (x, y))


def _planned(telling: Telling, verb: str) -> bool:
    """Whether the passage puts a verb as still to come: "will be investigated", "were headed for"."""
    return any(
        re.search(rf"\b{re.escape(verb[:5])}", telling.text[found.start() : found.end() + AHEAD], re.IGNORECASE)
        for found in _PLANNED.finditer(telling.text)
    )


def compare_deeds(a: Telling, b: Telling) -> Iterator[Difference]:
    """Yield the first two deeds that stand in one place: "forced them off the ferry", "asked them off the ferry".

    A report that has the other's word too takes both for the same.
    """
    if nearness(a, b) < ONE_DEED or _turned(a, b):
        return
    x, y = ([event for event in _inside(t) if not _has_word(other, event)] for t, other in ((a, b), (b, a)))
    for p in x:
        for q in y:
            if _stems(p[1]) & _stems(q[1]) and _stems(p[2]) & _stems(q[2]):
                yield Difference("other", "deed", a, b, (f"“{p[0].lower()}”", f"“{q[0].lower()}”"))
                return


def compare_objects(a: Telling, b: Telling) -> Iterator[Difference]:
    """Set a deed done to one against a deed done to several: "punched a soldier", "slapped the soldiers"."""
    if nearness(a, b) < ONE_DEED:
        return
    x, y = ({somebody: word for _, _, after in _inside(t) for somebody, word in _persons(after)} for t in (a, b))
    for somebody in sorted(x.keys() & y.keys()):
        if (x[somebody] == somebody) != (y[somebody] == somebody):
            yield Difference("number", somebody, a, b, (f"“{x[somebody]}”", f"“{y[somebody]}”"))


def _persons(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The nouns for people among some words, each as its singular and as it stands."""
    for word in words:
        singular = word.removesuffix("s")
        if is_somebody(singular):
            yield singular, word


def _turned(a: Telling, b: Telling) -> bool:
    """Whether two passages name the same two in turned order: one beat the other, the other lost to the one."""
    x, y = (list(dict.fromkeys(t.proposition.names)) for t in (a, b))
    shared = [name for name in x if name in y]
    return shared != [name for name in y if name in x]


def _inside(telling: Telling) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The words of the passage that tell of something happening, each with the content words that stand around it."""
    text, span = telling.report.report.text, telling.mention.span
    found = []
    for event in telling.events:
        word = text[event.span.start : event.span.end]
        if not _PALE.fullmatch(word) and not _MOVING.match(text, event.span.end, span.end):
            before = _content_words(text[span.start : event.span.start])
            after = _content_words(text[event.span.end : span.end])
            found.append((word, before[-BESIDE_DEED:], after[:BESIDE_DEED]))
    return found


@lru_cache(maxsize=1 << 14)
def _content_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(text.lower()) if not _SMALL.fullmatch(word))


def _stems(words: Sequence[str]) -> set[str]:
    return {word[:STEM] for word in words}


def _has_word(telling: Telling, event: tuple[str, tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether the telling's report has a word that begins as an event's does."""
    return event[0][: STEM - 1].lower() in _beginnings(telling.report.report.text)


@lru_cache(maxsize=1 << 8)
def _beginnings(text: str) -> frozenset[str]:
    """How the words of a text begin, by a letter and more."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(word[:size] for word in words for size in range(1, STEM))
