"""Numbers with what they count and how they are bounded; dates, years, ages in names and model numbers are none."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.records import Bound, DateExpression, Quantity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
) | {word: 10 * (n + 2) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "m": 1e6, "bn": 1e9, "k": 1e3, "mn": 1e6, "tn": 1e12,
}  # fmt: skip
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(k|m|bn|mn|tn)?", re.IGNORECASE)
_CURRENCIES = {"$": "dollar", "us$": "dollar", "c$": "dollar", "a$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_CASUALTIES = frozenset("hurt injured killed dead wounded missing arrested hospitalised hospitalized die died".split())
_PERCENT = frozenset(("%", "percent", "per", "pct"))
_BOUNDS: tuple[tuple[str, Bound], ...] = (
    (r"no (?:fewer|less) than|at least|a minimum of", "at least"),
    (r"up to|at most|no more than|a maximum of|as many as|as much as", "at most"),
    (r"more than|over|above|upwards of|in excess of|greater than", "more than"),
    (r"less than|fewer than|under|below", "less than"),
    (r"about|around|some|approximately|nearly|almost|roughly|an? estimated|close to|an? average of|circa", "about"),
)
_BEFORE = [
    (re.compile(rf"(?:^|\W)(?:{words})\s+(?:the\s+|an?\s+)?[$£€¥]?$", re.IGNORECASE), bound) for words, bound in _BOUNDS
]
_NAMED = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"))


def find_quantities(
    report: str, text: str, sentences: Sequence[ParsedSentence], dates: Sequence[DateExpression]
) -> tuple[Quantity, ...]:
    """Find quantities in order of place; numbers within a date expression, and bare years, are left out."""
    taken = [(d.span.start, d.span.end) for d in dates if d.type in ("DATE", "TIME")]
    found: list[Quantity] = []
    for sentence in sentences:
        for words in _numbers(sentence):
            start, end = start_of(words[0]), end_of(words[-1])
            value = _value(words)
            if value is None or any(a < end and b > start for a, b in taken):
                continue
            unit = _unit(words)
            if unit or not _is_year(words, value):
                ranged = words[0].i > 1 and _is_range(words[0].nbor(-1))
                found.append(
                    Quantity(Span(report, start, end), value, unit, "about" if ranged else _bound(text, start))
                )
    return tuple(found)


def _numbers(sentence: ParsedSentence) -> Iterator[list["Token"]]:
    run: list[Token] = []
    for token in sentence.tokens:
        if run and _is_range(token):
            # Of "5-6,000" the upper end counts, with "about".
            run = []
            continue
        if _is_number(token, run):
            run.append(token)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _is_range(token: "Token") -> bool:
    doc = token.doc
    if token.text not in ("-", "–") or token.whitespace_ or not 0 < token.i < len(doc) - 1:
        return False
    return (
        all(_DIGITS.fullmatch(doc[at].text) for at in (token.i - 1, token.i + 1)) and not doc[token.i - 1].whitespace_
    )


def _is_number(token: "Token", run: Sequence["Token"]) -> bool:
    lower = token.lower_
    if token.ent_type_ in _NAMED or token.doc[token.i - 1 if token.i else 0].text in (":", "/", "#"):
        return False
    if run and lower in _SCALES:
        return True
    if run and (lower == "-" or lower == "and") and token.i + 1 < len(token.doc):
        return run[-1].lower_ in (_WORDS if lower == "-" else _SCALES) and token.nbor(1).lower_ in _WORDS
    if lower in _WORDS:
        return lower != "one" or token.dep_ == "nummod" or bool(run)
    if lower == "dozen" and token.i and token.nbor(-1).lower_ == "a":
        return True
    return _DIGITS.fullmatch(lower) is not None and not run


def _value(words: Sequence["Token"]) -> float | None:
    total, current = 0.0, None
    for token in words:
        lower = token.lower_
        if lower in _SCALES and current is None and lower == "dozen":
            current = 12.0
        elif lower in _SCALES and current is not None:
            current *= _SCALES[lower]
            if _SCALES[lower] >= 1000:
                total, current = total + current, 0.0
        elif lower in _WORDS:
            current = (current or 0.0) + _WORDS[lower]
        elif digits := _DIGITS.fullmatch(lower):
            current = float(digits.group(1).replace(",", "")) * _SCALES.get((digits.group(2) or "").lower(), 1.0)
    return None if current is None else total + current


def _unit(words: Sequence["Token"]) -> str:
    """What a number counts, a lemma; "people" are persons, and so are those "hurt" or "dead"."""
    unit = _counted(words)
    after = words[-1].doc[words[-1].i + 1] if words[-1].i + 1 < len(words[-1].doc) else None
    if unit == "people" or unit in _CASUALTIES or (not unit and after is not None and after.lower_ in _CASUALTIES):
        return "person"
    return unit


def _counted(words: Sequence["Token"]) -> str:
    """What a number counts: its currency, per cent, the noun that it stands with, or years where it is an age."""
    first, last, doc = words[0], words[-1], words[0].doc
    if first.i and doc[first.i - 1].lower_ in _CURRENCIES:
        return _CURRENCIES[doc[first.i - 1].lower_]
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if after is not None and after.lower_ in _PERCENT:
        return "percent"
    if after is not None and after.text == "-" and not after.whitespace_ and after.i + 1 < len(doc):
        return "" if doc[after.i + 1].lower_ in ("way", "time", "fold", "to") else str(doc[after.i + 1].lemma_.lower())
    between = first.i > 1 and doc[first.i - 1].text == "," and (after is None or after.text in (",", "."))
    if between and doc[first.i - 2].pos_ == "PROPN" and first.like_num and len(first.text) <= 3:
        return "year"
    head = last.head
    while head.dep_ in ("nummod", "quantmod", "compound") and head.head.i != head.i and head.pos_ != "NOUN":
        head = head.head
    if (
        last.dep_ in ("nummod", "quantmod", "compound", "amod")
        and head.pos_ in ("NOUN", "PROPN", "ADJ")
        and head not in words
    ):
        return str(head.lemma_.lower())
    of = next((c for c in last.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
    counted = next((c for c in of.children if c.dep_ == "pobj" and c.pos_ == "NOUN"), None) if of is not None else None
    return str(counted.lemma_.lower()) if counted is not None else ""


def _is_year(words: Sequence["Token"], value: float) -> bool:
    return len(words) == 1 and re.fullmatch(r"(?:1[5-9]|20)\d\d", words[0].text) is not None and value == int(value)


def _bound(text: str, start: int) -> Bound:
    before = text[max(0, start - 30) : start]
    return next((bound for pattern, bound in _BEFORE if pattern.search(before)), "exact")
