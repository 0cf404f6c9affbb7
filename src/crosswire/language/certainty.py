"""How surely a report presents what it tells: hedges, negation, denials, questions, conditions and plans."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crosswire.language.markers import (
    ASKING,
    DENYING,
    FAILING,
    MODALS,
    POSSIBLE_NOUNS,
    POSSIBLE_VERBS,
    PROBABLE_NOUNS,
    PROBABLE_VERBS,
    SPECULATING,
    WANTING,
)
from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.records import Certainty, Marker, MarkerKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    _Judgement = tuple[Certainty, MarkerKind, Token]

_POSSIBLE_MODALS = frozenset("could may might".split())
_POSSIBLE_WORDS = frozenset("perhaps maybe possibly conceivably potentially possible unclear".split())
_PROBABLE_WORDS = frozenset(
    "likely unlikely probably apparently presumably seemingly supposedly reportedly allegedly".split()
)
_HEARSAY = frozenset("supposedly reportedly allegedly purportedly".split())
_STRONG = frozenset("would will should must shall ought probable apparent alleged suspected".split()) | _PROBABLE_WORDS
_SET = frozenset("expected scheduled due projected upcoming pending".split())
_QUESTIONING_VERBS = frozenset("ask question inquire debate consider discuss".split())
_OPENERS = frozenset("whether if how why what who when where which".split())
_TROUBLED = frozenset("doubt fear worry afraid concern".split())
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl"))
_NOTHING = frozenset("nothing nobody none neither".split())


def is_negated(token: "Token") -> bool:
    """Tell whether a word is denied by its clause: "did not sign", "no deals were signed", "without signing"."""
    if any(child.dep_ == "neg" or child.lower_ in ("never", "nobody", "none", "hardly") for child in token.children):
        return True
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and (child.lower_ in _NOTHING or _no(child)):
            return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    if token.pos_ == "NOUN" and (_no(token) or (token.dep_ == "pobj" and token.head.lower_ == "without")):
        return True
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and not _own_subject(token):
        return any(child.dep_ == "neg" for child in token.head.children)
    return False


def _no(token: "Token") -> "Token | None":
    return next((c for c in token.children if c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither")), None)


def _own_subject(token: "Token") -> bool:
    return any(child.dep_ in _SUBJECTS for child in token.children)


def modality(token: "Token") -> Certainty:
    """Give the certainty of a clause by its own words, read at its verb: certain, probable or possible."""
    hedge = _hedge(token)
    return hedge[0] if hedge else "certain"


def _hedge(token: "Token") -> "_Judgement | None":
    """What makes a clause probable or possible by its own words, the weakest first."""
    words = [c for c in token.children if c.dep_ in ("aux", "advmod", "acomp", "auxpass", "oprd")]
    shared = token.dep_ == "conj" and token.head.pos_ == "VERB" and not _own_subject(token)
    if shared and not any(c.lower_ in ("will", "would") for c in words):
        words += [c for c in token.head.children if c.dep_ == "aux"]
    for child in words:
        if child.lower_ in _POSSIBLE_MODALS or child.lower_ in _POSSIBLE_WORDS:
            return "possible", "modal", child
    for child in words:
        if child.lower_ in _PROBABLE_WORDS:
            return "probable", "cue" if child.lower_ in _HEARSAY else "modal", child
    links = {c.dep_ for c in token.children}
    if token.lemma_ in ("appear", "seem") and links & {"xcomp", "ccomp", "acomp", "oprd"}:
        return "probable", "cue", token
    if token.lemma_ in PROBABLE_VERBS and "auxpass" in links:
        return "probable", "cue", token
    return None


def effect(lemma: str) -> Certainty:
    """Give the certainty that a reporting word lends to what it reports: "believes" probable, "denied" denied."""
    if lemma in DENYING:
        return "denied"
    if lemma in PROBABLE_VERBS or lemma in PROBABLE_NOUNS:
        return "probable"
    if lemma in POSSIBLE_VERBS or lemma in POSSIBLE_NOUNS:
        return "possible"
    return "unknown" if lemma in _QUESTIONING_VERBS else "certain"


def shade(kind: MarkerKind, word: "Token") -> Certainty:
    """Give the certainty of what is uncertain by a marker: "may" possible, "would" probable, "if" unknown.

    A negation that leaves a word uncertain ("has yet to", "would not need to") leaves it open: unknown.
    """
    if kind in ("condition", "question", "negation"):
        return "unknown"
    lower, lemma = word.lower_, word.lemma_.lower()
    if kind == "modal":
        return "probable" if MODALS.get(lower, lower) in _STRONG else "possible"
    if kind == "cue":
        return "denied" if lemma in DENYING else "possible" if lemma in SPECULATING else "probable"
    return "probable" if kind == "plan" and lower in _SET else "possible"


# Statements


def certainty_of_statement(
    text: str, sentences: Sequence[ParsedSentence], cue: Span | None, content: tuple[Span, ...]
) -> tuple[Certainty, Marker | None]:
    """Give how surely a report presents what a source says, and the words that make it other than certain.

    The cue is read first ("denied that", "did not say whether", "plans to"), then the main clause of the content
    ("may"). What is flatly said not to be so is certain: only what is rejected as untrue, or refused, is denied.
    """
    said = list(_words(sentences, [cue])) if cue is not None else []
    held = [t for t in _words(sentences, content) if not t.is_punct or t.text == "?"]
    found = _by_question(said, held) or (_by_cue(said, held) if said else None) or _by_content(held)
    if found is None:
        return "certain", None
    certainty, kind, word = found
    report = content[0].report if content else sentences[0].span.report
    last = next((c for c in word.children if c.dep_ == "prt" and c.i == word.i + 1), word)
    return certainty, Marker(kind, Span(report, start_of(word), end_of(last)))


def _words(sentences: Sequence[ParsedSentence], spans: Sequence[Span]) -> Iterator["Token"]:
    for span in spans:
        first = max(0, bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1)
        for sentence in sentences[first : bisect_left(sentences, span.end, key=lambda s: s.span.start)]:
            yield from sentence.touching(span.start, span.end)


def _top(words: Sequence["Token"]) -> "Token | None":
    """The word that the others hang on: a verb before a noun, the first before a later one."""
    doc = words[0].doc
    words = [t for t in words if t.doc is doc]
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head.i == t.i]
    verbs = [t for t in tops if t.pos_ in ("VERB", "AUX")]
    return next(iter(verbs or [t for t in tops if t.is_alpha]), None)


def _one_sentence(words: Sequence["Token"]) -> bool:
    doc, sentence = words[0].doc, words[0].sent
    return all(t.doc is doc and sentence.start <= t.i < sentence.end for t in words)


def _by_question(said: Sequence["Token"], held: Sequence["Token"]) -> "_Judgement | None":
    """A question asked or left open: "asked whether", "did not say who", "“Is it safe?”"."""
    words = [t for t in held if not t.is_punct]
    verb = _top(words) if words else None
    asked = any(t.lemma_.lower() in ASKING or t.lemma_.lower() in FAILING or _negation(t) for t in said)
    if held and held[-1].text == "?" and verb is not None and _one_sentence(words):
        return "unknown", "question", held[-1]
    if words and (words[0].lower_ == "whether" or (asked and words[0].lower_ in _OPENERS)):
        return "unknown", "question", words[0]
    return None


def _by_cue(said: Sequence["Token"], held: Sequence["Token"]) -> "_Judgement | None":
    words = [t for t in said if t.pos_ in ("VERB", "NOUN", "ADJ", "ADV", "AUX")] or list(said)
    head = _top(said) or words[0]
    failing = next((t for t in words if t.lemma_.lower() in FAILING), None)
    condition = next((c for c in head.children if c.dep_ == "mark" and c.lower_ in ("if", "unless")), None)
    if condition is not None:
        return "unknown", "condition", condition
    core = next((t for t in reversed(words) if effect(t.lemma_.lower()) != "certain" or _excludes(t)), head)
    negation = _negation(core) or _negation(head)
    if failing is not None and len([t for t in words if t.pos_ == "VERB"]) > 1:
        return "unknown", "negation", failing
    planned = _planned(core, held)
    if planned is not None:
        return planned
    if core.lower_ in _HEARSAY:
        return "probable", "cue", core
    return _negated(core, negation) if negation is not None else _lent(core)


def _lent(core: "Token") -> "_Judgement | None":
    if _excludes(core):
        return "denied", "cue", core
    said = effect(core.lemma_.lower())
    if said == "certain":
        hedge = _hedge(core)
        return hedge if hedge and hedge[1] == "cue" else None
    return said, "question" if said == "unknown" else "cue", core


def _negated(core: "Token", negation: "Token") -> "_Judgement | None":
    """What "not" makes of a cue: "did not deny" possible, "does not believe" denied, "did not say" unknown."""
    lemma = core.lemma_.lower()
    said = "denied" if _excludes(core) else effect(lemma)
    if said == "denied":
        return "possible", "cue", core
    if lemma in _TROUBLED:
        return None
    return ("denied" if said in ("probable", "possible") else "unknown"), "negation", negation


def _planned(core: "Token", held: Sequence["Token"]) -> "_Judgement | None":
    """What is wanted, asked for, promised or refused as something to do."""
    verb = _top(held) if held else None
    to = verb is not None and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    lemma = core.lemma_.lower()
    if not to or lemma in PROBABLE_VERBS or lemma in DENYING:
        return None
    negation = _negation(core)
    if lemma in FAILING:
        return ("possible" if negation else "denied"), "negation", core
    if lemma in WANTING:
        return ("denied", "negation", negation) if negation else ("possible", "plan", core)
    return None


def _excludes(token: "Token") -> bool:
    return token.lemma_ == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in token.children)


def _negation(token: "Token") -> "Token | None":
    """The word that denies a cue itself, not what it reports: "did not", "never", "nobody", "no suggestion"."""
    if token.pos_ == "NOUN":
        return _no(token)
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "hardly"):
            return child
        if child.dep_ in ("nsubj", "nsubjpass") and (child.lower_ in _NOTHING or _no(child)):
            return _no(child) or child
    above = token.head
    if above.i != token.i and token.dep_ in ("xcomp", "conj") and not _own_subject(token):
        return next((c for c in above.children if c.dep_ == "neg"), None)
    return None


def _by_content(held: Sequence["Token"]) -> "_Judgement | None":
    """The hedge of the content's main clause; what runs over several sentences is taken as told flatly."""
    words = [t for t in held if not t.is_punct]
    verb = _top(words) if words and _one_sentence(words) else None
    if verb is None:
        return None
    hedge = _hedge(verb)
    if hedge is not None and not (hedge[2].lower_ == "could" and _negation(verb)):
        return hedge
    clause = any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)
    if clause and effect(verb.lemma_.lower()) in ("probable", "possible") and not _negation(verb):
        return effect(verb.lemma_.lower()), "cue", verb
    for child in verb.children:
        if child.dep_ == "advcl":
            condition = next((c for c in child.children if c.dep_ == "mark" and c.lower_ in ("if", "unless")), None)
            if condition is not None and condition.i in {t.i for t in words}:
                return "possible", "condition", condition
    return None
