"""Conflicts: where the mentions of one claim differ, and what changed on the way from a text to its copies."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from crosswire.claims import whole_weeks_apart
from crosswire.language.frequencies import rarity
from crosswire.origins import listed
from crosswire.records import (
    AnnotatedReport,
    Claim,
    Conflict,
    ConflictKind,
    Copy,
    Lineage,
    Mention,
    Name,
    Proposition,
    Quantity,
    Quote,
    Span,
)
from crosswire.sources import same_source, telling_words
from crosswire.tolls import find_tolls

HEDGED = ("probable", "possible")
NEAR = (
    0.6  # cosine from which two passages of a claim are compared: F1 .26 on bench's eighteen stories (.7: .24; .5: .27)
)
ALIKE = 0.85  # and from which they are all but the same
CONTRARY = 0.4  # cosine from which "no one was …" speaks of what another passage with that verb tells
NEAR_DENIAL = 0.55  # the same for other denials, by a named source
TELLING = 0.4  # share of its own telling words that such a denial must have in common with what it denies
ROUNDING = 0.05  # share of a figure by which a round one may differ and still be the same
BESIDE = 4  # characters between a cue and the date of the saying: "said on Thursday"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"T(\d\d)(?::(\d\d))?")
_WHERE = re.compile(
    r"\b(?:(?P<there>in|at|to|inside|within|into)|(?P<nearby>near|outside|around|beside|off|opposite|towards?|north of"
    r"|south of|east of|west of))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:is|are|was|were|be)\s+(?:to|headed|bound|set to|due to|about to|going to|scheduled|expected|poised)\b"
    r"|\b(?:will|would|shall)\b|\bplan(?:s|ned|ning)?\s+to\b|\bintend(?:s|ed)?\s+to\b",
    re.IGNORECASE,
)
# A passage may say in other words that something is not so.
_NEGATIVE = re.compile(
    r"\b(?:un\w+ed|fail(?:s|ed)?|refus(?:es|ed)|declin(?:es|ed)|lack(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?"
    r"|reject(?:s|ed)?)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:no\s?one|none|nobody|nothing|no)\b", re.IGNORECASE)
_PALE_VERBS = frozenset(("be", "have", "do", "say", "tell", "make", "take", "get", "give", "go", "come", "know", "ask"))
_PRONOUN = re.compile(r"(?:he|she|they|it|who|which|that|we|i|you|one)", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail in which two tellings of one claim differ, and what each of them says."""

    kind: ConflictKind
    detail: str
    a: Telling
    b: Telling
    says: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ways:
    """Which reports rest on which: the copies by their two reports, and each report's lineage."""

    copies: Mapping[tuple[str, str], Copy]
    lineages: Mapping[str, Lineage]

    def lineage(self, reports: Iterable[str]) -> str | None:
        """The lineage along which these reports differ; None where they don't rest on one text."""
        ids = {self.lineages[report].id for report in reports}
        return ids.pop() if len(ids) == 1 else None


def find_conflicts(
    claims: Sequence[Claim],
    quotes: Sequence[Quote],
    reports: Sequence[AnnotatedReport],
    copies: Sequence[Copy],
    lineages: Sequence[Lineage],
) -> tuple[Conflict, ...]:
    """Find where the mentions of each claim, the quotations and the names differ, in order of claim.

    Of each two reports the two passages nearest to each other are compared. Numbers (units, bounds
    and rounding heeded), days and clock times, certainty, denial, plans told as done and names are
    compared between all reports; places and credits only between a text and its copies, where
    omission and other access cannot explain the difference.
    """
    ways = Ways({copy.reports: copy for copy in copies}, {r: line for line in lineages for r in line.reports})
    told = {
        p.span: (report, p, report.proposition_vectors[row])
        for report in reports
        for row, p in enumerate(report.propositions)
    }
    tellings = {claim: [Telling(mention, *told[mention.span]) for mention in claim.mentions] for claim in claims}
    found = list(_tolls(tellings, ways))
    for claim in claims:
        found.extend(_claim_conflicts(claim, tellings[claim], ways))
    found.extend(_denials(tellings, ways))
    found.extend(_quotes(quotes, ways))
    found.extend(_names(reports, ways))
    distinct = {conflict.id: conflict for conflict in reversed(found)}
    return tuple(c for c in reversed(distinct.values()) if not any(_is_part(c, other) for other in found))


def _is_part(conflict: Conflict, other: Conflict) -> bool:
    """Whether another conflict of the kind says this and more."""
    return conflict.kind == other.kind and set(conflict.mentions) < set(other.mentions)


def _claim_conflicts(claim: Claim, tellings: Sequence[Telling], ways: Ways) -> Iterator[Conflict]:
    by_detail: dict[tuple[ConflictKind, str], list[Difference]] = defaultdict(list)
    for a, b in _nearest(tellings):
        copied = (a.id, b.id) in ways.copies
        checks = (_numbers, _times, _certainty, _negation, *((_attribution, _places) if copied else ()))
        for difference in chain(*(check(a, b) for check in checks), _plans(a, b, copied)):
            by_detail[difference.kind, difference.detail].append(difference)
    for difference in _denied(tellings):
        by_detail[difference.kind, difference.detail].append(difference)
    for (kind, _), differences in by_detail.items():
        sides = {(t.mention.span, says): t for d in differences for says, t in zip(d.says, (d.a, d.b), strict=True)}
        yield _conflict(
            kind,
            claim.id,
            [span for span, _ in sides],
            ways,
            _sides((says, telling.id) for (_, says), telling in sides.items()),
            kind == "number" and _rises((t, q) for d in differences for t in (d.a, d.b) for q in _counts(t, d.detail)),
        )


def _nearest(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pair the tellings of each two reports that are most alike, where they are alike enough to compare."""
    for first, second in combinations(sorted({t.id for t in tellings}), 2):
        pairs = [(a, b) for a in tellings if a.id == first for b in tellings if b.id == second]
        cosines = [round(float(a.vector @ b.vector), 4) for a, b in pairs]
        best = max(range(len(pairs)), key=cosines.__getitem__)
        if cosines[best] >= NEAR:
            yield pairs[best]


def _conflict(
    kind: ConflictKind,
    claim: str | None,
    spans: Iterable[Span],
    ways: Ways,
    reason: str,
    superseded: bool = False,
) -> Conflict:
    mentions = tuple(sorted(set(spans)))
    key = kind + ",".join(f"{s.report}:{s.start}:{s.end}" for s in mentions)
    along = ways.lineage(span.report for span in mentions)
    return Conflict(
        "x" + hashlib.sha256(key.encode()).hexdigest()[:10], kind, claim, mentions, along, superseded, reason
    )


def _numbers(a: Telling, b: Telling) -> Iterator[Difference]:
    units = {q.unit for t in (a, b) for q in t.proposition.quantities}
    # Bare figures are compared only in passages that are all but the same.
    alike = float(a.vector @ b.vector) >= ALIKE
    for unit in sorted(units - {""} or (units if alike else ())):
        x, y = ([q for q in t.proposition.quantities if q.unit in (unit, "")] for t in (a, b))
        if x and y and not any(_same_quantity(p, q) for p in x for q in y):
            yield Difference("number", unit, a, b, (_figure(x[0], a), _figure(y[0], b)))


def _figure(quantity: Quantity, telling: Telling) -> str:
    """The figure with the word that follows it, as the report has them."""
    text = telling.report.report.text
    following = re.match(
        r"\s+(?!(?:per|an?|of|in|to|and|the|at)\b)[a-z]{2,}", text[quantity.span.end : telling.mention.span.end]
    )
    return " ".join(text[quantity.span.start : quantity.span.end + (following.end() if following else 0)].split())


def _same_quantity(a: Quantity, b: Quantity) -> bool:
    if a.value == b.value:
        return True
    low, high = sorted((a, b), key=lambda q: q.value)
    if (low.bound == "more than" and high.bound in ("exact", "about")) or (
        high.bound == "less than" and low.bound in ("exact", "about")
    ):
        return True
    about = "about" in (a.bound, b.bound)
    return abs(a.value - b.value) <= (2 * ROUNDING if about else ROUNDING) * high.value and (
        about or _is_round(a.value) or _is_round(b.value)
    )


def _is_round(value: float) -> bool:
    digits = f"{value:g}".rstrip("0").replace(".", "")
    return value >= 20 and len(digits) == 1


def _counts(telling: Telling, unit: str) -> list[Quantity]:
    return [q for q in telling.proposition.quantities if q.unit in (unit, "")]


def _rises(counted: Iterable[tuple[Telling, Quantity]]) -> bool:
    """Whether the figure only grows with the time of publication: later reports then supersede earlier ones."""
    given: dict[str, set[float]] = defaultdict(set)
    for telling, quantity in counted:
        given[telling.mention.published or ""].add(quantity.value)
    in_time = [values for _, values in sorted(given.items())]
    rising = all(max(a) <= min(b) for a, b in pairwise(in_time))
    return rising and "" not in given and len(in_time) > 1 and all(len(values) == 1 for values in in_time)


def _tolls(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways) -> Iterator[Conflict]:
    """Compare how many were killed, hurt or missing, as each report first gives it, whatever claim that is part of."""
    first: dict[str, dict[str, tuple[Telling, Quantity]]] = defaultdict(dict)
    for telling in sorted(chain.from_iterable(tellings.values()), key=lambda t: t.mention.span):
        for fate, quantity in find_tolls(telling.proposition, telling.report.report):
            first[fate].setdefault(telling.id, (telling, quantity))
    claims = {telling.mention.span: claim.id for claim, told in tellings.items() for telling in told}
    for fate, by_report in first.items():
        given = list(by_report.values())
        if any(not _same_quantity(p, q) for (_, p), (_, q) in combinations(given, 2)):
            spans = [telling.mention.span for telling, _ in given]
            sides = _sides((_figure(quantity, telling), telling.id) for telling, quantity in given)
            yield _conflict("number", claims[spans[0]], spans, ways, f"{fate}: {sides}", _rises(given))


def _times(a: Telling, b: Telling) -> Iterator[Difference]:
    for what, pattern in (("day", _DAY), ("hour", _CLOCK)):
        x, y = (_dates(t, pattern) for t in (a, b))
        weeks = any(whole_weeks_apart(p, q) for p in x for q in y)
        # "this afternoon" in reports of two days differs in what it hangs on, not in what it says.
        same_words = set(x.values()) & set(y.values())
        if x and y and not x.keys() & y.keys() and not weeks and not same_words:
            yield Difference("time", what, a, b, (", ".join(sorted(x)), ", ".join(sorted(y))))


def _dates(telling: Telling, pattern: re.Pattern[str]) -> dict[str, str]:
    """The days or clock times that a passage gives, that of the saying aside, each with the words that give it."""
    span, cue, text = telling.mention.span, _cue(telling), telling.report.report.text
    return {
        match.group(): text[date.span.start : date.span.end].casefold()
        for date in telling.report.dates
        if span.start <= date.span.start
        and date.span.end <= span.end
        and not (cue and max(date.span.start - cue.end, cue.start - date.span.end) <= BESIDE)
        and (match := pattern.search(date.value))
    }


def _cue(telling: Telling) -> Span | None:
    position = telling.proposition.statement
    return None if position is None else telling.report.statements[position].cue


def _certainty(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.mention.certainty, b.mention.certainty
    if (x in HEDGED and y == "certain") or (y in HEDGED and x == "certain"):
        yield Difference("certainty", "", a, b, (x, y))


def _negation(a: Telling, b: Telling) -> Iterator[Difference]:
    x, y = a.proposition.negated, b.proposition.negated
    if x != y and not _NEGATIVE.search((b if x else a).text):
        yield Difference("denial", "", a, b, ("not so" if x else "so", "not so" if y else "so"))


def _denied(tellings: Sequence[Telling]) -> Iterator[Difference]:
    """Set whoever denies the claim against whoever makes it."""
    denying = [t for t in tellings if t.mention.certainty == "denied"]
    for denial in denying:
        for other in tellings:
            near = float(denial.vector @ other.vector) >= NEAR
            if near and other.id not in {t.id for t in denying} and not _NEGATIVE.search(other.text):
                yield Difference("denial", "", denial, other, ("denied", "said"))


def _denials(tellings: Mapping[Claim, Sequence[Telling]], ways: Ways) -> Iterator[Conflict]:
    """Set what one claim says against another that says the contrary: one verb, one sense, one of them negated."""
    for claim, these in tellings.items():
        denials = [t for t in these if t.proposition.negated or t.mention.certainty == "denied"]
        denying = {telling.id for telling in denials}
        if not denials:
            continue
        others = [t for those in tellings.values() for t in those if t.id not in denying]
        pairs = _nearest_of_each([(a, b) for a in denials for b in others if _contradicts(a, b)])
        if pairs:
            sides = [*((a, "said not to be so") for a, _ in pairs), *((b, "said to be so") for _, b in pairs)]
            reason = _sides((says, t.id) for t, says in sides)
            yield _conflict("denial", claim.id, [t.mention.span for t, _ in sides], ways, reason)


def _nearest_of_each(pairs: Sequence[tuple[Telling, Telling]]) -> list[tuple[Telling, Telling]]:
    """Of each report that says so, keep the passage nearest to the denial."""
    nearest: dict[tuple[Span, str], tuple[Telling, Telling]] = {}
    for a, b in sorted(pairs, key=lambda pair: -round(float(pair[0].vector @ pair[1].vector), 4)):
        nearest.setdefault((a.mention.span, b.id), (a, b))
    return list(nearest.values())


def _contradicts(denial: Telling, other: Telling) -> bool:
    """Whether one says, of the same thing, that it is not so.

    "No one was injured" speaks of every injury, so that one verb is enough; "never built for
    chemicals" contradicts only what shares more with it than the verb.
    """
    cosine = float(denial.vector @ other.vector)
    if cosine < CONTRARY or other.proposition.negated or other.mention.certainty == "denied":
        return False
    if _NEGATIVE.search(other.text):
        return False
    named = {word for name in denial.proposition.names for word in name.lower().split()}
    telling = {word: rarity(word) for word in denial.proposition.lemmas if word not in named}
    shared = telling.keys() & set(other.proposition.lemmas)
    verb = denial.proposition.verb
    if verb in shared and verb not in _PALE_VERBS and _NOBODY.search(denial.text):
        return True
    if verb not in other.proposition.lemmas and other.proposition.verb not in denial.proposition.lemmas:
        return False
    weight = sum(telling[word] for word in sorted(shared))
    return denial.mention.source is not None and cosine >= NEAR_DENIAL and weight >= TELLING * sum(telling.values())


def _plans(a: Telling, b: Telling, copied: bool) -> Iterator[Difference]:
    x, y = ("still to come" if _PLANNED.search(t.text) else "done" for t in (a, b))
    done = b if x == "still to come" else a
    certain = a.mention.certainty == b.mention.certainty == "certain"
    # Between reports that share no text, two verbs may well tell of two things.
    one_deed = copied or a.proposition.verb == b.proposition.verb
    if x != y and certain and one_deed and (done.proposition.tense == "past" or not copied):
        yield Difference("other", "plan", a, b, (x, y))


def _attribution(a: Telling, b: Telling) -> Iterator[Difference]:
    headline = any(t.report.sentences[t.proposition.sentence].marked == "title" for t in (a, b))
    if headline or same_source(a.mention.source, b.mention.source) or _one_body(a, b):
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
    names = [set(re.findall(r"\b[A-Z][\w'’]+", (t.mention.source or "")[1:])) for t in (a, b)]
    return bool(names[0] & names[1])


def _credit(telling: Telling, other: Telling) -> str | None:
    """Say whom the telling credits; None where that can't be compared: a pronoun, a name that the other has too."""
    source = telling.mention.source
    if source is None:
        return "own voice"
    if _PRONOUN.fullmatch(source) or telling_words(source) <= telling_words(other.text):
        return None
    return f"credited to {source}"


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


def _quotes(quotes: Sequence[Quote], ways: Ways) -> Iterator[Conflict]:
    for quote in quotes:
        if quote.drift:
            whose = f"the quoted words of {quote.speaker}" if quote.speaker else "the quoted words"
            yield _conflict("quote", None, quote.mentions, ways, f"{whose} differ")


def _names(reports: Sequence[AnnotatedReport], ways: Ways) -> Iterator[Conflict]:
    """Compare the spellings of persons and bodies: words of one name that differ by a letter or two."""
    first: dict[tuple[str, str], Name] = {}
    for annotated in reports:
        for name in annotated.names:
            if name.label != "other":
                first.setdefault((annotated.report.id, name.name), name)
    by_name: dict[str, list[Name]] = defaultdict(list)
    for (_, spelling), found in sorted(first.items()):
        by_name[spelling].append(found)
    for a, b in combinations(sorted(by_name), 2):
        if _misspelt(a, b) and not {n.span.report for n in by_name[a]} & {n.span.report for n in by_name[b]}:
            spans = [n.span for n in (*by_name[a], *by_name[b])]
            yield _conflict("name", None, spans, ways, f"spelt {a} and {b}")


def _plain(name: str) -> str:
    """A name without case and accents; "ue" for "ü" is no other spelling."""
    folded = re.sub(r"([aou])\u0308", r"\1e", unicodedata.normalize("NFD", name.lower()))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _misspelt(a: str, b: str) -> bool:
    """Whether two names are one in two spellings: one word differs, by a letter or two, and not at its ends."""
    x, y = (_plain(name).split() for name in (a, b))
    differing = [(p, q) for p, q in zip(x, y, strict=False) if p != q]
    if len(x) != len(y) or len(differing) != 1:
        return False
    p, q = differing[0]
    ends = p[0] == q[0] and (len(x) > 1 or p[-1] == q[-1]) and not p.startswith(q) and not q.startswith(p)
    return ends and min(len(p), len(q)) >= 4 and Levenshtein.distance(p, q) <= 1 + (len(p) > 7)


def _sides(told: Iterable[tuple[str, str]]) -> str:
    """Say who says what: "9 people in a; 12 people in b and c"."""
    sides: dict[str, list[str]] = {}
    for what, report in told:
        if report not in sides.setdefault(what, []):
            sides[what].append(report)
    return "; ".join(f"{what} in {listed(reports)}" for what, reports in sides.items())
