"""What the tagger passes over though the parse is plain: "…, she told reporters", "a reporter saw the wall bulge"."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crosswire.language.chains import TELLING
from crosswire.language.parsing import ParsedSentence, by_sentence, end_of, range_of, start_of
from crosswire.language.tagger import Attribution, Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITNESSES = frozenset("journalist reporter correspondent photographer witness eyewitness bystander".split())
_SEEING = frozenset("see hear watch witness".split())


def read_plain(sentences: Sequence[ParsedSentence], told: Sequence[Attribution]) -> Iterator[Attribution]:
    """Read a verb of saying with its subject and clause, or what a witness saw, in sentences without a statement."""
    taken = by_sentence(sentences, (r for a in told for r in (a.source, a.cue, *a.content) if r is not None))
    for sentence, parts in zip(sentences, taken, strict=True):
        if sentence.marked is None and not parts:
            found = next((one for t in sentence.tokens if (one := _said(t) or _seen(t)) is not None), None)
            if found is not None:
                yield found


def _said(token: "Token") -> Attribution | None:
    if token.pos_ != "VERB" or token.lemma_.lower() not in TELLING:
        return None
    clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if clause is None or subject is None or subject.i in {t.i for t in clause.subtree}:
        return None
    return _attribution(token, subject, range_of(clause.subtree))


def _seen(token: "Token") -> Attribution | None:
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if subject is None or token.lemma_ not in _SEEING or subject.lemma_.lower() not in _WITNESSES:
        return None
    words = [w for c in token.rights if c.dep_ not in ("punct", "cc", "conj") for w in c.subtree]
    return _attribution(token, subject, range_of(words)) if words else None


def _attribution(token: "Token", subject: "Token", content: Range) -> Attribution:
    return Attribution(range_of(subject.subtree), (start_of(token), end_of(token)), (content,))
