"""Differing: the details in which two tellings of one thing differ, each with what either side says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from crosswire.claims import whole_weeks_apart
from crosswire.language.frequencies import rarity
from crosswire.records import AnnotatedReport, ConflictKind, Mention, Proposition, Quantity, Span
from crosswire.sources import same_source, telling_words

HEDGED = ("probable", "possible")
ALIKE = 0.85  # cosine from which two passages are all but the same
ONE_DEED = 0.75  # cosine from which passages with other verbs tell of one deed
ROUNDING = 0.05  # share of a figure by which a round one may differ and still be the same
BOUNDED = 1.5  # how many times "more than 30" the figure may be that it still fits
MAGNITUDE = 4.0  # how many times one figure the other may be, unless the passages are all but the same
CLOSE = 1.1  # how many times one large figure the other may be to be taken for the same, told otherwise
LARGE = 1000
AROUND = 60  # characters on either side of a figure that say what it measures
MEASURED = 0.4  # share of the telling words around a figure that another must have around it, to measure the same
BESIDE = 4  # characters between a cue and the date of the saying: "said on Thursday"
RARE = 5.0  # rarity from which a word that two names share is a name itself ("Lesk", not "university")
AHEAD = 12  # characters after "will" within which the verb stands that it puts in the future
STEM = 5  # letters in which the forms of one word agree
BESIDE_DEED = 2  # content words on either side of a deed that show its place
BEARING = 4  # content words after a hedge that it bears on
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?")
_WHERE = re.compile(
    r"\b(?:(?P<there>in|at|to|inside|within|into)|(?P<nearby>near|outside|around|beside|off|opposite|towards?|north of"
    r"|south of|east of|west of))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "Orrin camp, near the port city of Lesk": where a place is said to lie.
_LYING = re.compile(r"(?:\s[a-z]+){0,2},?\s+(?:near|outside|close to)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}")
_PLANNED = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:to|headed|bound|set to|due to|about to|going to|scheduled|expected|poised)\b"
    r"|\b(?:will|would|shall|may|might|could)\b|\bplan(?:s|ned|ning)?\s+to\b|\bintend(?:s|ed)?\s+to\b",
    re.IGNORECASE,
)
# A passage may say in other words that something is not so.
_NEGATIVE = re.compile(
    r"\b(?:un\w+ed|fail(?:s|ed)?|refus(?:es|ed)|declin(?:es|ed)|lack(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?"
    r"|reject(?:s|ed)?)\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(r"\bnot\s+(?:just|only|merely|simply)\b|\bn[o']t the (?:first|only|last)\b", re.IGNORECASE)
# What nobody had done before does not contradict who did it first.
_UNTIL_NOW = re.compile(r"\b(?:before|previously|until|so far|yet|earlier|prior)\b", re.IGNORECASE)
_NOT_FLAT = re.compile(
    r"\b(?:speculat\w+|rumou?r\w*|alleg\w+|reportedly|apparent\w*|suspected|possibl[ey]|potential\w*)\b", re.I
)
_HEDGED_WORD = re.compile(
    r"\b(?:possible|possibly|potential|potentially|apparent|apparently|alleged|allegedly|suspected|presumed|supposed"
    r"|supposedly|purported|purportedly|reportedly)\s+(?:\w+\s+)?(?P<word>\w{5,})",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:no\s?one|none|nobody|nothing|no)\b", re.IGNORECASE)
_PALE_VERBS = frozenset(("be", "have", "do", "say", "tell", "make", "take", "get", "give", "go", "come", "know", "ask"))
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
_PRONOUN = re.compile(r"(?:he|she|they|it|who|which|that|we|i|you|one)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention with the report, the proposition and the vector that it stands for."""

    mention: Mention
    report: AnnotatedReport
    proposition: Proposition
    vector: NDArray[np.float32]

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.report.id

    @property
    def text(self) -> str:
        """The passage."""
        return self.report.report.text[self.mention.span.start : self.mention.span.end]

    @property
    def marked(self) -> str | None:
        """What the passage is where it is no story text: a headline, a caption."""
        return self.report.sentences[self.proposition.sentence].marked

    @property
    def flat(self) -> bool:
        """Whether it is said without any hedge."""
        return self.mention.certainty == "certain" and not _NOT_FLAT.search(self.text)


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail in which two tellings of one thing differ, what each of them says, and the figures where it is those."""

    kind: ConflictKind
    detail: str
    a: Telling
    b: Telling
    says: tuple[str, str]
    figures: tuple[Quantity, Quantity] | None = None

    @property
    def sides(self) -> tuple[tuple[Telling, str, Span], tuple[Telling, str, Span]]:
        """Each telling with what it says and where it says so."""
        places = tuple(f.span for f in self.figures) if self.figures else (self.a.mention.span, self.b.mention.span)
        return (self.a, self.says[0], places[0]), (self.b, self.says[1], places[1])


def nearness(a: Telling, b: Telling) -> float:
    """The cosine of two passages; rounded, since its last digits hang on the processor."""
    return round(float(a.vector @ b.vector), 4)


def compare_tellings(a: Telling, b: Telling, copied: bool, reworded: bool = False) -> Iterator[Difference]:
    """Yield each detail in which two tellings of one claim differ; `copied` where one report has the other's text.

    Credits and nearness to a place are compared only along copying, where omission and other access
    cannot explain the difference. Where one report is `reworded` from another, other words for a deed say nothing.
    """
    yield from compare_numbers(a, b)
    yield from compare_times(a, b)
    yield from _certainty(a, b)
    yield from _negation(a, b)
    yield from _plans(a, b, copied)
    yield from _bodies(a, b)
    if not reworded:
        yield from _deeds(a, b)
    if copied:
        yield from _attribution(a, b)
        yield from _places(a, b)


def compare_numbers(a: Telling, b: Telling, measured: bool = False) -> Iterator[Difference]:
    """Yield the figures of one unit that differ, where neither report gives the other's figure anywhere.

    Bare figures are compared only in passages that are all but the same. With `measured` the words around
    the figures must say that both measure one thing.
    """
    alike = nearness(a, b) >= ALIKE
    units = {q.unit for t in (a, b) for q in t.proposition.quantities}
    for unit in sorted(units - {""} or (units if alike else ())):
        x, y = ([q for q in t.proposition.quantities if q.unit in (unit, "")] for t in (a, b))
        if any(same_quantity(p, q) for p in x for q in y):
            continue
        pairs = ((p, q) for p in x for q in y if not _gives(b, p) and not _gives(a, q) and (alike or _near(p, q)))
        pair = next((pair for pair in pairs if not measured or _measure_one(a, pair[0], b, pair[1])), None)
        if pair:
            yield Difference("number", unit, a, b, (figure(pair[0], a), figure(pair[1], b)), pair)


def figure(quantity: Quantity, telling: Telling) -> str:
    """The figure with the word that follows it, as the report has them."""
    text = telling.report.report.text
    following = re.match(
        r"\s+(?!(?:per|an?|of|in|to|and|the|at)\b)[a-z]{2,}", text[quantity.span.end : telling.mention.span.end]
    )
    return " ".join(text[quantity.span.start : quantity.span.end + (following.end() if following else 0)].split())


def same_quantity(a: Quantity, b: Quantity) -> bool:
    """Whether two figures can be one: equal, rounded, or within what "more than" and "less than" allow."""
    if a.value == b.value:
        return True
    low, high = sorted((a, b), key=lambda q: q.value)
    within = high.value <= BOUNDED * low.value
    if within and low.bound == "more than" and high.bound in ("exact", "about"):
        return True
    if within and high.bound == "less than" and low.bound in ("exact", "about"):
        return True
    about = "about" in (a.bound, b.bound)
    return abs(a.value - b.value) <= (2 * ROUNDING if about else ROUNDING) * high.value and (
        about or _is_round(a.value) or _is_round(b.value)
    )


def _is_round(value: float) -> bool:
    digits = f"{value:g}".rstrip("0").replace(".", "")
    return value >= 20 and len(digits) == 1


def _gives(telling: Telling, quantity: Quantity) -> bool:
    """Whether the telling's report gives this figure somewhere, so that its own is of something else or newer."""
    given = (q for p in telling.report.propositions for q in p.quantities)
    return any(q.value == quantity.value and q.unit == quantity.unit for q in given)


def _near(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.value, b.value))
    return low > 0 and high <= MAGNITUDE * low


def _measure_one(a: Telling, p: Quantity, b: Telling, q: Quantity) -> bool:
    """Whether the words around two figures show that they measure one thing: two of them at least."""
    x, y = _words_around(a, p), _words_around(b, q)
    shared = sum(rarity(word) for word in sorted(x & y))
    least = min(sum(map(rarity, sorted(x))), sum(map(rarity, sorted(y))))
    return (len(x & y) > 1 and shared >= MEASURED * least) or (_close(p, q) and bool(x & y))


def _close(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.value, b.value))
    return low >= LARGE and high <= CLOSE * low


def close_figures(a: Telling, b: Telling, unit: str) -> bool:
    """Whether two passages give large figures of a unit that are nearly the same."""
    x, y = ([q for q in t.proposition.quantities if q.unit == unit] for t in (a, b))
    return any(_close(p, q) for p in x for q in y)


def _words_around(telling: Telling, quantity: Quantity) -> set[str]:
    text, span = telling.report.report.text, telling.mention.span
    start, end = max(span.start, quantity.span.start - AROUND), min(span.end, quantity.span.end + AROUND)
    around = f"{text[start : quantity.span.start]} {text[quantity.span.end : end]}".lower()
    words = _WORD.findall(around)
    return {lemma for lemma in telling.proposition.lemmas if any(word.startswith(lemma[:5]) for word in words)}


def compare_times(a: Telling, b: Telling, days: bool = True) -> Iterator[Difference]:
    """Yield the days, and the clock times, that differ; pictures were taken at other times than what is told."""
    kinds = (("day", _DAY), ("hour", _CLOCK)) if days else (("hour", _CLOCK),)
    if a.marked == "caption" or b.marked == "caption":
        return
    for what, pattern in kinds:
        x, y = (_dates(t, pattern) for t in (a, b))
        weeks = any(whole_weeks_apart(p, q) for p in x for q in y)
        # "this afternoon" in reports of two days differs in what it hangs on, not in what it says.
        same_words = set(x.values()) & set(y.values())
        if what == "day" and a.proposition.verb != b.proposition.verb and nearness(a, b) < ONE_DEED:
            continue
        if x and y and not x.keys() & y.keys() and not weeks and not same_words:
            yield Difference("time", what, a, b, (", ".join(sorted(x)), ", ".join(sorted(y))))


def _dates(telling: Telling, pattern: re.Pattern[str]) -> dict[str, str]:
    """The days or clock times that a passage gives, that of the saying aside, each with the words that give it."""
    span, text = telling.mention.span, telling.report.report.text
    position = telling.proposition.statement
    cue = None if position is None else telling.report.statements[position].cue
    return {
        match.group(): text[date.span.start : date.span.end].casefold()
        for date in telling.report.dates
        if span.start <= date.span.start
        and date.span.end <= span.end
        and not (cue and max(date.span.start - cue.end, cue.start - date.span.end) <= BESIDE)
        and (match := pattern.search(date.value))
    }


def _certainty(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.mention.certainty, b.mention.certainty
    for hedge, flat in ((a, b), (b, a)):
        if not flat.flat:
            continue
        if hedge.mention.certainty in HEDGED and _bears_on(hedge, flat):
            yield Difference("certainty", "", a, b, (x, y))
        elif hedged := _hedged_words(hedge, flat):
            said = (hedged, "certain") if hedge is a else ("certain", hedged)
            yield Difference("certainty", "", a, b, said)


def _hedged_words(hedge: Telling, flat: Telling) -> str | None:
    """The words in which one passage hedges what the other says flatly: "a possible meteor" for "a meteor"."""
    lemmas = {lemma[:5] for lemma in flat.proposition.lemmas}
    found = _HEDGED_WORD.finditer(hedge.text)
    return next((match.group() for match in found if match["word"].lower()[:5] in lemmas), None)


def _bears_on(hedge: Telling, flat: Telling) -> bool:
    """Whether what is hedged is what the other says flatly: its verb, or a telling word that follows the verb."""
    verb = hedge.proposition.verb
    lemmas, others = hedge.proposition.lemmas, set(flat.proposition.lemmas)
    if verb in others and verb not in _PALE_VERBS:
        return True
    following = lemmas[lemmas.index(verb) + 1 :][:BEARING] if verb in lemmas else lemmas[:BEARING]
    return sum(word in others for word in following) > 1


def _negation(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.proposition.negated, b.proposition.negated
    denial, other = (a, b) if x else (b, a)
    if x != y and denies(denial, other):
        yield Difference("denial", "", a, b, ("not so" if x else "so", "not so" if y else "so"))


def denies(denial: Telling, other: Telling) -> bool:
    """Whether what one says is not so is what the other says: the verb of the one stands in the other."""
    if _NEGATIVE.search(other.text) or _NOT_ONLY.search(denial.text) or _UNTIL_NOW.search(denial.text):
        return False
    return denial.proposition.verb in other.proposition.lemmas


def contradicts(denial: Telling, other: Telling, near: float, nearer: float, share: float) -> bool:
    """Whether one says, of the same thing, that it is not so, in another claim than the other's.

    "No one was injured" speaks of every injury, so that one verb is enough; "never built for
    chemicals" contradicts only what shares more with it than the verb.
    """
    cosine = nearness(denial, other)
    if cosine < near or other.proposition.negated or other.mention.certainty == "denied" or not denies(denial, other):
        return False
    named = {word for name in denial.proposition.names for word in name.lower().split()}
    telling = {word: rarity(word) for word in denial.proposition.lemmas if word not in named}
    shared = telling.keys() & set(other.proposition.lemmas)
    weight = sum(telling[word] for word in sorted(shared))
    verb = denial.proposition.verb
    if verb in shared and verb not in _PALE_VERBS and _NOBODY.search(denial.text):
        return other.proposition.tense != "future"
    return denial.mention.source is not None and cosine >= nearer and weight >= share * sum(telling.values())


def _plans(a: Telling, b: Telling, copied: bool) -> Iterator[Difference]:
    """Set a deed still to come against one that is done: any deed in a copy, else one that both tell with one verb."""
    x, y = ("still to come" if _planned(t, t.proposition.verb) else "done" for t in (a, b))
    plan, done = (a, b) if x == "still to come" else (b, a)
    if x == y or not (a.flat and b.flat):
        return
    if _planned(plan, done.proposition.verb) or (copied and done.proposition.tense == "past"):
        yield Difference("other", "plan", a, b, (x, y))


def _deeds(a: Telling, b: Telling) -> Iterator[Difference]:
    """Yield the first two deeds that stand in one place: "forced them off the ferry", "asked them off the ferry".

    A report that has the other's word too takes both for the same.
    """
    if nearness(a, b) < ONE_DEED or _turned(a, b):
        return
    x, y = ([event for event in _inside(t) if not _has_word(other, event)] for t, other in ((a, b), (b, a)))
    for p in x:
        for q in y:
            if _stems(p[1]) & _stems(q[1]) and _stems(p[2]) & _stems(q[2]):
                yield Difference("other", "deed", a, b, (f"“{p[0]}”", f"“{q[0]}”"))
                return


def _turned(a: Telling, b: Telling) -> bool:
    """Whether two passages name the same two in turned order: one beat the other, the other lost to the one."""
    x, y = (list(dict.fromkeys(t.proposition.names)) for t in (a, b))
    shared = [name for name in x if name in y]
    return shared != [name for name in y if name in x]


def _inside(telling: Telling) -> list[tuple[str, list[str], list[str]]]:
    """The words of the passage that tell of something happening, each with the content words that stand around it."""
    text, span = telling.report.report.text, telling.mention.span
    found = []
    for event in telling.report.events:
        word = text[event.span.start : event.span.end]
        if span.start <= event.span.start and event.span.end <= span.end and not _PALE.fullmatch(word):
            sides = (text[span.start : event.span.start], text[event.span.end : span.end])
            if _MOVING.match(sides[1]):
                continue
            before, after = ([w for w in _WORD.findall(side.lower()) if not _SMALL.fullmatch(w)] for side in sides)
            found.append((word, before[-BESIDE_DEED:], after[:BESIDE_DEED]))
    return found


def _stems(words: list[str]) -> set[str]:
    return {word[:STEM] for word in words}


def _has_word(telling: Telling, event: tuple[str, list[str], list[str]]) -> bool:
    stem = event[0][: STEM - 1].lower()
    return any(word.startswith(stem) for word in re.findall(r"\w+", telling.report.report.text.lower()))


def _planned(telling: Telling, verb: str) -> bool:
    """Whether the passage puts a verb as still to come: "will be investigated", "were headed for"."""
    return any(
        re.search(rf"\b{re.escape(verb[:5])}", telling.text[found.start() : found.end() + AHEAD], re.IGNORECASE)
        for found in _PLANNED.finditer(telling.text)
    )


def _attribution(a: Telling, b: Telling) -> Iterator[Difference]:
    if "title" in (a.marked, b.marked) or same_source(a.mention.source, b.mention.source) or _one_body(a, b):
        return
    x, y = (_credit(one, other) for one, other in ((a, b), (b, a)))
    if x is None or y is None or x == y:
        return
    yield Difference("attribution", "", a, b, (x, y))


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
    here, there = _relations(a), _relations(b)
    for place in sorted(here.keys() & there.keys()):
        (at, x), (beside, y) = here[place], there[place]
        if at != beside:
            yield Difference("place", place, a, b, (f"{x} {place}", f"{y} {place}"))


def _relations(telling: Telling) -> dict[str, tuple[str, str]]:
    """Whether the passage puts things at each place that it names or only nearby, and in what word."""
    related: dict[str, tuple[str, str]] = {}
    text, span = telling.report.report.text, telling.mention.span
    for name in telling.report.names:
        if name.label == "place" and span.start <= name.span.start and name.span.end <= span.end:
            before = _WHERE.search(text[span.start : name.span.start])
            if before and before.lastgroup:
                related.setdefault(name.name, (before.lastgroup, before[before.lastgroup].lower()))
    return related


def neighbours(telling: Telling) -> dict[str, str]:
    """The place that each name of the passage is said to lie near, by the name's first word, in lower case."""
    text, span = telling.report.report.text, telling.mention.span
    names = [n for n in telling.report.names if span.start <= n.span.start and n.span.end <= span.end]
    return {
        text[one.span.start : one.span.end].split()[0].lower(): other.name
        for one, other in pairwise(names)
        if other.label == "place" and _LYING.fullmatch(text[one.span.end : other.span.start])
    }


def _bodies(a: Telling, b: Telling) -> Iterator[Difference]:
    """Compare names that share a rare word and differ beside it: "University of Lesk" against "Lesk State".

    A name that the other report has too is of somebody else.
    """
    for x in _names(a):
        for y in _names(b):
            p, q = telling_words(x), telling_words(y)
            fuller = p <= q or q <= p or len(p & q) > 1
            if not fuller and any(rarity(word) >= RARE for word in p & q) and not (_has(b, x) or _has(a, y)):
                yield Difference("name", "", a, b, (x, y))


def _names(telling: Telling) -> list[str]:
    span = telling.mention.span
    inside = (n for n in telling.report.names if span.start <= n.span.start and n.span.end <= span.end)
    return sorted({n.name for n in inside if n.label != "other"})


def _has(telling: Telling, name: str) -> bool:
    return any(name == other.name for other in telling.report.names)
