"""Named persons, bodies and places, labelled and resolved over the whole report, not mention by mention."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.language.people import TITLES, is_somebody
from crosswire.language.roles import find_roles
from crosswire.records import Name, NameLabel, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_LABELS: dict[str, NameLabel] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place",
    "PRODUCT": "other", "EVENT": "other", "WORK_OF_ART": "other", "LAW": "other",
}  # fmt: skip
_ORDER: tuple[NameLabel, ...] = ("person", "organisation", "place", "other")
_BODIES = frozenset(
    "agency ministry department party committee commission council university college corporation corp company co inc "
    "ltd llc plc group bank office bureau service association union institute institution foundation court police "
    "authority board parliament congress senate news times post press media network force forces army navy "
    "organisation organization federation league hospital airlines airways industries society coalition command "
    "center centre fund administration cabinet house school club team".split()
)
_PAPERS = frozenset(
    "post times herald tribune courier gazette chronicle journal observer telegraph mail standard news express "
    "examiner inquirer bulletin dispatch guardian monitor".split()
)
# Nouns that end a name; some are surnames too, so that they tell nothing of a name that is whole without them.
_BODY_ENDS = (
    _BODIES
    | _PAPERS
    | frozenset(
        "storage shipping trading holdings energy motors foods systems partners logistics insurance steel oil gas "
        "electric railway railways transport freight mining capital securities investments properties construction "
        "engineering works telecom telecommunications communications pharmaceuticals technologies electronics "
        "entertainment publishing studios stores hotels foundry shipyard".split()
    )
)
_ARTICLES = frozenset(("the", "a", "an"))
_KINDS = frozenset("news agency newspaper broadcaster channel television website".split())  # said of a body's name
_PLACE_PREPOSITIONS = frozenset("in at near across outside inside throughout around".split())
_MOTION = frozenset(
    "go travel fly return head come move drive sail trip journey route flight way next visit next".split()
)
_REACHED = frozenset("visit leave reach enter tour".split())
_PERSONAL = frozenset("say tell ask add write meet think believe smile laugh die marry born arrest".split())
_MONTH_DAY = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?$")
_PLACE_NOUNS = frozenset(
    "port capital resort area city town village province district region county street island river sea airport".split()
)
_PLACE_ENDS = _PLACE_NOUNS | frozenset(
    "quay pier bridge square park harbour harbor bay lake valley road avenue".split()
)
_ADDRESSING = frozenset("mr mrs ms miss mx".split())
_BEFORE_PLACES = frozenset("port lake mount cape fort river".split())


# Times that a body goes by one name before a longer form met once is no longer believed.
LEAST_USUAL = 3
LONGEST_REST = 2  # words that a body's name goes on with at most


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    text: str
    label: NameLabel
    weights: tuple[tuple[NameLabel, int], ...]


def find_names(report: str, text: str, sentences: Sequence[ParsedSentence]) -> tuple[Name, ...]:
    """Find names in order of place, with one label and the fullest form for every string over the report, and roles.

    The parser's labels are votes only; titles, prepositions and head nouns vote too.
    """
    sentences = [s for s in sentences if s.marked not in ("byline", "boilerplate", "header")]
    mentions = [
        replace(m, weights=(*m.weights, ("place", 4)))
        if s.marked == "dateline" and "(" not in text[s.span.start : m.start]
        else m
        for s in sentences
        for words in s.tokens[0].doc[s.tokens[0].i : s.tokens[-1].i + 1].ents
        if (m := _mention(words)) is not None
    ]
    # What a name was found to go on to is no name of its own.
    ends = accumulate((m.end for m in mentions), max, initial=0)
    mentions = [m for m, end in zip(mentions, ends, strict=False) if m.start >= end]
    mentions += [m for s in sentences for m in _titled(s)]
    mentions = sorted(_more_mentions(sentences, mentions) + mentions, key=lambda m: (m.start, m.end))
    words = {part for m in mentions for part in m.text.split()}
    mentions = [m for m in mentions if not _is_meeting(m.text, words)]
    labels = _vote(mentions)
    acronyms = _acronyms(text, mentions)
    fullest = _fuller_forms(mentions, labels)
    names = []
    for m in mentions:
        key = _key(m.text)
        name = acronyms.get(m.text) or fullest(m)
        names.append(Name(Span(report, m.start, m.end), labels[key], name))
    return find_roles(sentences, names)


def _is_meeting(name: str, words: AbstractSet[str]) -> bool:
    """Whether two names are joined by a hyphen, as in "the Venn-Orlo talks": nobody goes by that."""
    parts = name.split("-")
    return len(parts) == 2 and all(part in words and part[:1].isupper() for part in parts)


def _key(name: str) -> str:
    """Spelling under which mentions are counted together; a short form in capitals ("UN") is its own."""
    return name if len(name) <= 4 and name.isupper() else name.casefold()


def _mention(words: "Words") -> _Mention | None:
    if words.label_ not in _LABELS:
        return None
    recognised = _with_hyphens(words)
    tokens = _with_rest(recognised)
    goes_on = len(tokens) > len(recognised)
    while tokens and (tokens[0].lower_ in _ARTICLES or tokens[0].is_punct or tokens[0].is_space):
        tokens.pop(0)
    while tokens and (tokens[-1].tag_ == "POS" or tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    while len(tokens) > 1 and words.label_ == "ORG" and tokens[-1].text in _KINDS:
        tokens.pop()
    while len(tokens) > 1 and tokens[0].lower_.rstrip(".") in TITLES and words.label_ == "PERSON":
        tokens.pop(0)
    doc = words.doc
    while tokens and words.label_ == "PERSON" and tokens[0].i > words.sent.start and _is_forename(doc[tokens[0].i - 1]):
        tokens.insert(0, doc[tokens[0].i - 1])
    if tokens and _MONTH_DAY.match(tokens[0].text) and any(t.is_digit for t in tokens):
        return None
    if not tokens or not any(t.text[:1].isupper() for t in tokens) or not any(t.is_alpha for t in tokens):
        return None
    label, ends_in_body = _LABELS[words.label_], tokens[-1].lower_.rstrip(".") in _BODY_ENDS
    if goes_on:
        is_place = words.label_ != "ORG" or tokens[-1].lower_.rstrip(".") in _PLACE_ENDS
        label = "place" if is_place and not ends_in_body else "organisation"
    elif label == "person" and tokens[0].i < words.start and tokens[0].lower_ in _BEFORE_PLACES:
        label = "place"
    elif label == "person" and len(tokens) > 1 and ends_in_body and doc[max(0, tokens[0].i - 1)].lower_ in _ARTICLES:
        label = "organisation"
    return _as_mention(tokens, label, 2)


def _with_hyphens(words: "Words") -> list["Token"]:
    """The words of a name, with the rest of a compound such as "-on-Sea" that the recogniser cut off."""
    doc, last = words.doc, words.end - 1
    while last + 4 < len(doc) and [doc[last + n].text for n in (1, 3)] == ["-", "-"]:
        tail = doc[last + 2], doc[last + 4]
        if any(doc[last + n].whitespace_ for n in range(4)) or not tail[0].is_lower or not tail[1].text[:1].isupper():
            break
        last += 4
    return list(doc[words.start : last + 1])


def _with_rest(tokens: list["Token"]) -> list["Token"]:
    """The words of a name up to the noun of a body or place that it ends in: "Lorland" of "Lorland Airlines" is half
    a name, and so are "Port" of "Port Corvane" and, of a body, "Blue" of "Blue Line", which go on to their end."""
    doc, last = tokens[-1].doc, tokens[-1]
    if last.i + 1 >= len(doc) or last.dep_ != "compound":
        return tokens
    rest = list(doc[last.i + 1 : last.head.i + 1])
    opened = len(tokens) == 1 and last.lower_ in _BEFORE_PLACES
    named = all(t.pos_ == "PROPN" and t.text[:1].isupper() and (opened or not t.ent_type_) for t in rest)
    body = last.ent_type_ == "ORG" and len(rest) <= LONGEST_REST and not any(map(_is_office_or_month, rest))
    whole = bool(rest) and (opened or body or rest[-1].lower_.rstrip(".") in _BODY_ENDS | _PLACE_ENDS)
    return [*tokens, *rest] if named and whole else tokens


def _is_office_or_month(token: "Token") -> bool:
    """Whether a word after the name of a body is none of its own: "Harbour Board Director", "Reuters August poll"."""
    word = token.lower_.rstrip(".")
    return word in TITLES or word.removesuffix("s") in TITLES or is_somebody(word) or bool(_MONTH_DAY.match(token.text))


def _is_forename(token: "Token") -> bool:
    """Tell whether a word before a recognised surname belongs to the name."""
    if token.pos_ != "PROPN" or token.dep_ != "compound" or token.ent_type_ or not token.text.istitle():
        return False
    return token.lower_.rstrip(".") not in TITLES and token.lower_.rstrip(".") not in _BODIES


def _titled(sentence: ParsedSentence) -> Iterator[_Mention]:
    """Names after a title in capitals ("Fire Chief Ada Quill", "Ms Quill") that the recogniser passed over."""
    for title in sentence.tokens:
        if title.lower_.rstrip(".") not in TITLES or not title.text[:1].isupper() or title.ent_type_:
            continue
        after = title.doc[title.i + 1 : sentence.tokens[-1].i + 1]
        words = list(takewhile(lambda t: t.tag_ == "NNP" and not t.ent_type_ and t.text[:1].isupper(), after))
        fewest = 1 if title.lower_.rstrip(".") in _ADDRESSING else 2
        if len(words) >= fewest and not any(t.lower_.rstrip(".") in TITLES | _BODIES for t in words):
            yield _as_mention(words, "person", 2)


def _as_mention(tokens: Sequence["Token"], label: NameLabel, weight: int) -> _Mention:
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    text = re.sub(r"\s+", " ", "".join(t.text_with_ws for t in tokens).strip())
    votes: Counter[NameLabel] = Counter({label: weight})
    before = doc[first - 1] if first else None
    if before is not None and before.lower_.rstrip(".") in TITLES:
        votes["person"] += 5
    votes["place"] += _place_evidence(tokens, before)
    if (
        (label == "person" or (label == "organisation" and tokens[0].dep_ == "nsubj"))
        and len(tokens) == 1
        and before is not None
        and before.lower_ == "the"
        and tokens[0].tag_ == "NNP"
        and tokens[0].dep_ != "compound"
    ):
        votes["organisation"] += 3
    if label == "person" and len(tokens) == 1 and len(text) > 2 and text.isalpha() and text.isupper():
        votes["organisation"] += 3  # "TASS"
    elif tokens[-1].dep_ == "nsubj" and tokens[-1].head.lemma_ in _PERSONAL:
        votes["person"] += 1
    after = doc[last + 1] if last + 1 < len(doc) else None
    if after is not None and after.text == "," and last + 2 < len(doc) and re.fullmatch(r"\d\d", doc[last + 2].text):
        votes["person"] += 3
    head = tokens[-1].lower_.rstrip(".")
    if head in _BODIES and label in ("organisation", "person"):
        votes["organisation"] += 6
    elif head in _PLACE_NOUNS:
        votes["place"] += 6
    if len(tokens) > 1 and label == "person" and doc[first - 1 if first else 0].dep_ != "prep":
        votes["person"] += 1
    start, end = start_of(tokens[0]), end_of(tokens[-1])
    return _Mention(start, end, text, label, tuple(sorted(votes.items())))


def _place_evidence(tokens: Sequence["Token"], before: "Token | None") -> int:
    inside = {t.i for t in tokens}
    last = next((t for t in tokens if t.head.i not in inside), tokens[-1])
    if last.dep_ == "dobj" and last.head.lemma_ in _REACHED:
        return 2
    if before is None or last.dep_ != "pobj" or before.i != last.head.i:
        return 0
    if before.lower_ in _PLACE_PREPOSITIONS:
        return 2
    governor = before.head.lemma_.lower()
    if before.lower_ == "of" and governor in _PLACE_NOUNS:
        return 4
    return 3 if before.lower_ in ("to", "from", "into") and governor in _MOTION else 0


def _more_mentions(sentences: Sequence[ParsedSentence], found: Sequence[_Mention]) -> list[_Mention]:
    """Other places where a name stands that was found once: the recogniser misses a third of the short forms."""
    known: dict[tuple[str, ...], NameLabel] = {}
    papers: set[str] = set()  # last words of their names, by which "the" tells that they go on
    for m in found:
        parts = tuple(m.text.replace("’", "'").split())
        known.setdefault(parts, m.label)
        if m.label == "person" and len(parts) > 1 and parts[-1][:1].isupper():
            known.setdefault(parts[-1:], "person")
        elif m.label == "organisation" and len(parts) > 1 and parts[-1].casefold() in _PAPERS:
            known.setdefault(parts[-1:], "organisation")
            papers.add(parts[-1])
    covered = [(m.start, m.end) for m in sorted(found, key=lambda m: m.start)]
    starts = [start for start, _ in covered]
    longest = max((len(parts) for parts in known), default=0)
    more: list[_Mention] = []
    for sentence in sentences:
        words = [t for t in sentence.tokens if not t.is_space]
        at = 0
        while at < len(words):
            step = 1
            if words[at].text[:1].isupper() or words[at].text[:1].isdigit():
                for size in range(min(longest, len(words) - at), 0, -1):
                    chunk = words[at : at + size]
                    label = known.get(tuple(t.text for t in chunk))
                    if label is None or (size == 1 and chunk[0].pos_ not in ("PROPN", "NOUN")):
                        continue
                    paper = size == 1 and chunk[0].text in papers
                    if paper and (at == 0 or words[at - 1].lower_ != "the"):
                        continue
                    if _is_free(start_of(chunk[0]), end_of(chunk[-1]), covered, starts):
                        more.append(_as_mention(chunk, label, 2 if paper else 0))
                        step = size
                    break
            at += step
    return more


def _is_free(start: int, end: int, covered: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, start)
    return not any(a < end and b > start for a, b in covered[max(0, at - 1) : at + 1])


def _vote(mentions: Sequence[_Mention]) -> dict[str, NameLabel]:
    votes: dict[str, Counter[NameLabel]] = defaultdict(Counter)
    for m in mentions:
        for label, weight in m.weights:
            votes[_key(m.text)][label] += weight
    labels = {key: max(_ORDER, key=lambda label: (count[label], -_ORDER.index(label))) for key, count in votes.items()}
    opened: dict[str, list[str]] = defaultdict(list)
    closed: dict[str, list[str]] = defaultdict(list)
    for key in (key for key in labels if " " in key):
        opened[key.split()[0]].append(key)
        closed[key.split()[-1]].append(key)
    for m in mentions:
        key = _key(m.text)
        # A lone word that ends the name of a person found elsewhere in the report is that person.
        if " " not in key and labels[key] in ("organisation", "other"):
            person = any(labels[k] == "person" for k in closed[key])
            if person and not any(labels[k] == "organisation" for k in opened[key]):
                labels[key] = "person"
    return labels


def _acronyms(text: str, mentions: Sequence[_Mention]) -> dict[str, str]:
    """Short forms that the report itself explains: "National Harbour Board (NHB)"."""
    found: dict[str, str] = {}
    for m in mentions:
        short = re.match(r"\s?\((?:the )?([A-Z][A-Za-z]{1,7})\)", text[m.end : m.end + 14])
        if short:
            initials = "".join(word[0] for word in re.split(r"[\s-]+", m.text) if word[:1].isupper())
            if short.group(1).upper() == initials:
                found.setdefault(short.group(1), m.text)
    return found


def _fuller_forms(mentions: Sequence[_Mention], labels: dict[str, NameLabel]) -> Callable[[_Mention], str]:
    """Give the function that finds the fullest form of a mention: the nearest one before it, else the commonest."""
    longer: dict[tuple[NameLabel, tuple[str, ...]], list[_Mention]] = defaultdict(list)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for m in mentions:
        label, parts = labels[_key(m.text)], tuple(_key(m.text).split())
        written[_key(m.text)][m.text] += 1
        for cut in range(1, len(parts)):
            if label in ("person", "organisation"):
                longer[label, parts[:cut]].append(m)
            if label == "person" or (label == "organisation" and cut == len(parts) - 1 and parts[-1] in _PAPERS):
                longer[label, parts[cut:]].append(m)

    @cache
    def distinct(key: str) -> frozenset[str]:
        return frozenset(_key(m.text) for m in longer["organisation", tuple(key.split())])

    def fullest(mention: _Mention) -> str:
        text = mention.text
        for _ in range(2):
            key = _key(text)
            candidates = longer[labels.get(key, mention.label), tuple(key.split())]
            if not candidates or (labels.get(key) == "organisation" and len(distinct(key)) > 1):
                break
            before = bisect_right(candidates, mention.start, key=lambda m: m.start)
            commonest = candidates if not before else candidates[before - 1 : before]
            fuller = max(commonest, key=lambda m: written[_key(m.text)].total()).text
            seldom = written[_key(fuller)].total() == 1 and written[key].total() >= LEAST_USUAL
            if labels.get(key) == "organisation" and seldom:
                break  # "Lorland Airlines Needs Help", a headline that the recogniser took for a name
            text = fuller
        forms = written[_key(text)]
        # "SEOUL" in a dateline is "Seoul" elsewhere.
        return min(forms, key=lambda form: (form.isupper(), -forms[form], form)) if forms else text

    return fullest
