"""Differing: the details in which two tellings of one thing differ, each with what either side says."""

import re
from collections.abc import Iterator
from functools import lru_cache

from crosswire.deeds import compare_deeds, compare_objects, compare_plans
from crosswire.figures import compare_numbers, compare_times
from crosswire.language.frequencies import rarity
from crosswire.sources import reporter_saw, same_source, telling_words
from crosswire.tellings import ONE_DEED, STEM, Difference, Telling, nearness

HEDGED = ("probable", "possible")
RARE = 5.0  # rarity from which a word that two names share is a name itself ("Lesk", not "university")
TELLING = 0.5  # share of its telling words that a denial must have in common with what it denies
WHOLLY = 0.8  # the same for "nobody had …": of one place or kind, it says nothing of another
BEARING = 4  # content words after a hedge that it bears on
# "Orrin camp, near the port city of Lesk": where a place is said to lie.
_LYING = re.compile(
    r"(?P<place>\b(?!The\s)[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+){0,2}(?:\s[a-z]+){0,2},?\s+(?:near|outside|close to)"
    r"\s+(?:the\s+)?(?:[\w-]+\s+){0,4}$"
)
# A passage may say in other words that something is not so, or only ask.
_NEGATIVE = re.compile(
    r"\b(?:un\w+ed|fail(?:s|ed)?|refus(?:es|ed)|declin(?:es|ed)|lack(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?"
    r"|reject(?:s|ed)?|not?|never|none|nobody|nothing|neither|nor|cannot|insufficient\w*)\b|n[’']t\b|\?$",
    re.IGNORECASE,
)
_PART = re.compile(r"[,;:—–]|\b(?:and|but)\b")
_NOT_ONLY = re.compile(
    r"\bnot\s+(?:just|only|merely|simply)\b|\bif not\b|\bn[o']t the (?:first|only|last)\b", re.IGNORECASE
)
# What nobody had done before does not contradict who did it first.
_UNTIL_NOW = re.compile(r"\b(?:before|previously|until|so far|yet|earlier|prior)\b", re.IGNORECASE)
# What is to come may hang on its success.
_CONDITION = re.compile(
    r"\bif (?:successful|completed|approved|confirmed|elected|convicted|found guilty|it succeeds"
    r"|(?:all|everything) goes (?:\w+ ){0,3}plan)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:no\s?one|none|nobody|nothing|no)\b", re.IGNORECASE)
_NO_ONE = re.compile(r"\b(?:no\s?one|nobody)\b", re.IGNORECASE)
_HARM = frozenset("kill injure hurt wound harm die miss arrest detain rescue".split())
_PALE_VERBS = frozenset(("be", "have", "do", "say", "tell", "make", "take", "get", "give", "go", "come", "know", "ask"))
_PRONOUN = re.compile(r"(?:he|she|they|it|who|which|that|we|i|you|one)", re.IGNORECASE)


def compare_tellings(a: Telling, b: Telling, copied: bool, reworded: bool = False) -> Iterator[Difference]:
    """Yield each detail in which two tellings of one claim differ; `copied` where one report has the other's text.

    The same words differ in their credit at most. Credits and nearness to a place are compared only along copying,
    where omission and other access cannot explain the difference. Where one report is `reworded` from another,
    other words for a deed say nothing.
    """
    if a.text != b.text:
        yield from compare_numbers(a, b)
        yield from compare_times(a, b)
        yield from _certainty(a, b)
        yield from _negation(a, b)
        yield from compare_plans(a, b, copied)
        yield from _bodies(a, b)
        yield from compare_objects(a, b)
        if not reworded:
            yield from compare_deeds(a, b)
    if copied:
        yield from _attribution(a, b)
        yield from _places(a, b)


def _certainty(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.mention.certainty, b.mention.certainty
    for hedge, flat in ((a, b), (b, a)):
        if not flat.flat:
            continue
        if hedge.mention.certainty in HEDGED and _bears_on(hedge, flat):
            yield Difference("certainty", "", a, b, (x, y))
        elif hedged := _hedged_words(hedge, flat) or _condition(hedge, flat):
            said = (hedged, "certain") if hedge is a else ("certain", hedged)
            yield Difference("certainty", "", a, b, said)


def _hedged_words(hedge: Telling, flat: Telling) -> str | None:
    """The words in which one passage hedges what the other says flatly: "a possible meteor" for "a meteor"."""
    lemmas = {lemma[:STEM] for lemma in flat.proposition.lemmas} if hedge.hedges else set()
    return next((hedged for hedged, stems in hedge.hedges if stems <= lemmas), None)


def _condition(hedge: Telling, flat: Telling) -> str | None:
    """The words that make a passage hang on something ("if all goes to plan") where the other says that it will be."""
    if flat.proposition.tense != "future" and not re.search(r"\bto become\b", flat.text):
        return None
    found = _CONDITION.search(hedge.text)
    conditional = re.search(r"\b(?:if|unless|would)\b", flat.text, re.IGNORECASE)
    return found.group() if found and not conditional else None


def _bears_on(hedge: Telling, flat: Telling) -> bool:
    """Whether what is hedged is what the other says flatly: its verb, or a telling word that follows the verb."""
    verb = hedge.proposition.verb
    lemmas, others = hedge.proposition.lemmas, set(flat.proposition.lemmas)
    if says_it_too(hedge, flat):
        return False
    if verb in others and verb not in _PALE_VERBS:
        return True
    following = lemmas[lemmas.index(verb) + 1 :][:BEARING] if verb in lemmas else lemmas[:BEARING]
    return sum(word in others for word in following) > 1


def says_it_too(hedge: Telling, flat: Telling) -> bool:
    """Whether the words that hedge one passage stand in the other too: both say that it was "predicted"."""
    position = hedge.proposition.statement
    markers = [event.marker for event in hedge.events]
    markers += [] if position is None else [hedge.report.statements[position].marker]
    text = hedge.report.report.text
    words = {text[m.span.start : m.span.end].lower() for m in markers if m and m.kind in ("cue", "modal")}
    return bool(words) and all(re.search(rf"\b{re.escape(word)}\b", flat.text.lower()) for word in words)


def _negation(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.proposition.negated, b.proposition.negated
    denial, other = (a, b) if x else (b, a)
    if x != y and denies(denial, other):
        no = not_so(denial)
        yield Difference("denial", "", a, b, (no if x else "said to be so", no if y else "said to be so"))


def not_so(denial: Telling) -> str:
    """Say that something is said not to be so, and by whom."""
    return "said not to be so" + (f" by {denial.mention.source}" if denial.mention.source else "")


def denies(denial: Telling, other: Telling) -> bool:
    """Whether what one says is not so is what the other says: the verb of the one stands in the other, and most of
    what the one tells.

    "No one was hurt" is said of the whole event, so that the verb is enough.
    """
    verb = denial.proposition.verb
    if verb not in other.proposition.lemmas or denial.text.endswith("?"):
        return False
    if _denies_too(other, denial) or _NOT_ONLY.search(denial.text) or _UNTIL_NOW.search(denial.text):
        return False
    least = 0.0 if verb in _HARM else WHOLLY if _NO_ONE.search(denial.text) else TELLING
    return _shared(denial, other) >= least


def _denies_too(other: Telling, denial: Telling) -> bool:
    """Whether a part of a passage that has words of the denial says no as well: "received no reply" is not of it."""
    stems = [lemma[:STEM] for lemma in denial.proposition.lemmas if lemma not in _PALE_VERBS]
    parts = [part.lower() for part in _PART.split(other.text) if _NEGATIVE.search(part)]
    return any(stem in part for part in parts for stem in stems)


def _shared(denial: Telling, other: Telling) -> float:
    """The share of the telling words of one passage, names aside, that the other has too, by rarity."""
    named = {word for name in denial.proposition.names for word in name.lower().split()}
    telling = {word: rarity(word) for word in denial.proposition.lemmas if word not in named}
    shared = sorted(telling.keys() & set(other.proposition.lemmas))
    return sum(telling[word] for word in shared) / (sum(telling.values()) or 1)


def contradicts(denial: Telling, other: Telling, near: float) -> bool:
    """Whether one says, of the same thing, that it is not so, in another claim than the other's.

    "No one was injured" speaks of every injury and may be said far from it; other denials must be `near`, and
    somebody's.
    """
    if other.proposition.negated or other.mention.certainty == "denied" or not denies(denial, other):
        return False
    if denial.proposition.verb in _HARM and _NOBODY.search(denial.text):
        return other.proposition.tense != "future"
    return denial.mention.source is not None and nearness(denial, other) >= near


def _attribution(a: Telling, b: Telling) -> Iterator[Difference]:
    if "title" in (a.marked, b.marked) or same_source(a.mention.source, b.mention.source) or _one_body(a, b):
        return
    # Another access to it, or another matter, and not the credit of one changed on the way.
    if _seen(a) != _seen(b) or nearness(a, b) < ONE_DEED:
        return
    x, y = (_credit(one, other) for one, other in ((a, b), (b, a)))
    if x is None or y is None or x == y:
        return
    yield Difference("attribution", "", a, b, (x, y))


def _seen(telling: Telling) -> bool:
    """Whether a reporter saw what the passage tells."""
    return reporter_saw(telling.text) or reporter_saw(f"{telling.mention.source} {telling.mention.cue}")


def _one_body(a: Telling, b: Telling) -> bool:
    """Whether two credits share a name ("Port officials", "a man from the Port"), or one names the other's outlet."""
    for one, other in ((a, b), (b, a)):
        outlet = other.report.report.outlet
        if one.mention.source and outlet and same_source(one.mention.source, outlet.value):
            return True
    names = [set(re.findall(r"\b[A-Z][\w'’]+", t.mention.source or "")) - {"The", "A", "An"} for t in (a, b)]
    return bool(names[0] & names[1])


def _credit(telling: Telling, other: Telling) -> str | None:
    """Say whom the telling credits; None where that can't be compared: a pronoun, a name that the other has too.

    What a report says in its own voice has lost no source where it credits that source elsewhere, nor in its
    lead, which leaves the source to what follows.
    """
    source = telling.mention.source
    if source is None:
        if telling.proposition.sentence <= _lead(telling):
            return None
        said = {statement.speaker for statement in telling.report.statements}
        return None if any(same_source(other.mention.source, speaker) for speaker in said) else "own voice"
    if _PRONOUN.fullmatch(_words_of_source(telling)) or telling_words(source) <= telling_words(other.text):
        return None
    return f"credited to {source}"


def _lead(telling: Telling) -> int:
    """The position of the report's first sentence of story text."""
    return next((at for at, sentence in enumerate(telling.report.sentences) if sentence.marked is None), 0)


def _words_of_source(telling: Telling) -> str:
    """The source as the passage has it: "he" may be resolved to one speaker here and to another there."""
    position = telling.proposition.statement
    span = None if position is None else telling.report.statements[position].source
    return telling.report.report.text[span.start : span.end] if span else telling.mention.source or ""


def _places(a: Telling, b: Telling) -> Iterator[Difference]:
    for place in sorted(a.whereabouts.keys() & b.whereabouts.keys()):
        (at, x), (beside, y) = a.whereabouts[place], b.whereabouts[place]
        if at != beside:
            yield Difference("place", place, a, b, (f"{x} {place}", f"{y} {place}"))


def neighbours(telling: Telling) -> dict[str, str]:
    """The place that each name of the passage is said to lie near, by the name's first word, in lower case."""
    text, span = telling.report.report.text, telling.mention.span
    places = [name for name in telling.names if name.label == "place"]
    found = [(_LYING.search(text, span.start, place.span.start), place.name) for place in places]
    # A capital at the start of a sentence makes no name: "Police near Lesk".
    starts = {name.span.start for name in telling.names}
    return {
        match["place"].lower(): near
        for match, near in found
        if match and (match.start() > span.start or match.start() in starts)
    }


def _bodies(a: Telling, b: Telling) -> Iterator[Difference]:
    """Compare names that share a rare word and differ beside it: "University of Lesk" against "Lesk State".

    A name that the other report has too is of somebody else.
    """
    if _rare_words(a.bodies).isdisjoint(_rare_words(b.bodies)):
        return
    for x in a.bodies:
        for y in b.bodies:
            p, q = telling_words(x), telling_words(y)
            fuller = p <= q or q <= p or len(p & q) > 1
            if not fuller and _rare_words((x,)) & q and not (_has(b, x) or _has(a, y)):
                yield Difference("name", "", a, b, (x, y))


@lru_cache(maxsize=1 << 14)
def _rare_words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in telling_words(name) if rarity(word) >= RARE)


def _has(telling: Telling, name: str) -> bool:
    return any(name == other.name for other in telling.report.names)
