"""Headlines that credit somebody: "Bridge may close: mayor", "Mayor: bridge may close", "Bridge shut, says mayor"."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crosswire.language.parsing import ParsedSentence, end_of, range_of, start_of
from crosswire.language.people import BODIES, GROUPS, TITLES, is_somebody
from crosswire.language.tagger import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Span as Words

LONGEST_SOURCE = 4  # words of a source beside a colon, or after a verb
_CREDIT = re.compile(r", (?P<cue>(?:say|claim|warn|reveal|admit|insist)s?) (?P<who>[^,;:.?!\"“”]+)$")


def read_credits(sentences: Sequence[ParsedSentence]) -> Iterator[Attribution]:
    """Read who says what in titles that end on a verb and who says so."""
    for sentence in sentences:
        tokens = sentence.tokens
        first, last = start_of(tokens[0]), end_of(tokens[-1])
        text = tokens[0].doc.text[tokens[0].idx :][: last - first]
        credit = _CREDIT.search(text) if sentence.marked == "title" else None
        if credit:
            who = sentence.words(first + credit.start("who"), last)
            doc = tokens[0].doc[who[0].i : who[-1].i + 1]
            if _may_speak(doc, before=False):
                cue = first + credit.start("cue"), first + credit.end("cue")
                yield Attribution(range_of(who), cue, ((first, first + credit.start()),))


def read_headlines(sentences: Sequence[ParsedSentence]) -> Iterator[Attribution]:
    """Read who says what in titles where a colon stands between the two."""
    for sentence in sentences:
        if sentence.marked != "title":
            continue
        doc, first, last = sentence.tokens[0].doc, sentence.tokens[0].i, sentence.tokens[-1].i + 1
        colon = next((t for t in sentence.tokens if t.text == ":" and first < t.i < last - 1), None)
        if colon is None:
            continue
        left, right = doc[first : colon.i], doc[colon.i + 1 : last]
        for who, what in ((right, left), (left, right)):
            if _may_speak(who, who is left) and any(t.pos_ in ("VERB", "AUX") for t in what):
                yield Attribution(range_of(who), (start_of(colon), end_of(colon)), (range_of(what),))
                break


def _may_speak(who: "Words", before: bool) -> bool:
    """Tell whether a few words beside a colon are somebody; before it a topic ("Ferry crash") is likelier."""
    verbs = any(t.pos_ in ("VERB", "AUX") for t in who)
    if verbs or len(who) > LONGEST_SOURCE or not any(t.pos_ in ("NOUN", "PROPN") for t in who):
        return False
    lemma = who.root.lemma_.lower()
    known = who.root.ent_type_ == "PERSON" or lemma in TITLES | BODIES | GROUPS or is_somebody(lemma)
    return known or not before
