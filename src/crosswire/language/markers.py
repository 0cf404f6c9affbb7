"""What in a sentence may make a word less than certain: its own clause read first, then the words above it.

Each reading has a name, which is the feature that training/fit_certainty.py gives a weight, and, where a reader
could point at it, the kind of marker that it is and the word.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from crosswire.records import MarkerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

HIGHEST = 4  # words above the word that are read

MODALS = {
    **{word: word for word in "may might could can would should will must ought shall".split()},
    **{"ca": "can", "'d": "would", "'ll": "will", "wo": "will", "sha": "shall"},
}
DENYING = frozenset("deny dismiss reject refute rebut dispute disavow denial".split())
PROBABLE_VERBS = frozenset(
    "appear seem expect believe think suspect assume estimate predict anticipate project presume guess suppose".split()
)
PROBABLE_NOUNS = frozenset("belief expectation assumption conclusion prediction".split())
POSSIBLE_VERBS = frozenset("speculate wonder doubt hint imagine fear worry".split())
POSSIBLE_NOUNS = frozenset("speculation suspicion fear concern hope rumour rumor suggestion notion idea".split())
BELIEVING = (
    PROBABLE_VERBS | PROBABLE_NOUNS | frozenset("forecast feel imply suggest consider tend expected likely".split())
)
SPECULATING = (
    POSSIBLE_VERBS
    | POSSIBLE_NOUNS
    | frozenset("possibility prospect chance risk threat danger potential likelihood unsure uncertain afraid".split())
)
ASKING = frozenset("ask wonder question inquire enquire debate consider discuss decide investigate determine".split())
WANTING = frozenset(
    "want plan seek try ask order urge expect hope vow promise threaten agree offer propose intend aim wish prepare "
    "demand call tell encourage press push decide consider need have schedule pledge attempt like prefer invite "
    "recommend request require advise warn go mean design refer allow bid use appeal authorize authorise warrant "
    "instruct effort decision proposal ability right intention willingness willing ready able due set eager "
    "determined opportunity desire commitment deadline target goal program programme request permit await delay "
    "oppose favor favour support approve discuss negotiate pursue block enable help let force".split()
)
FAILING = frozenset(
    "fail refuse decline cease avoid prevent stop halt cancel forget prohibit ban block bar avert abandon scrap "
    "postpone drop miss lack failure refusal absence inability unable failed aborted cancelled canceled abandoned "
    "unsuccessful unwilling reluctant instead rather without neither".split()
)
_PLAIN_MODALS = frozenset("may might could would should must ought".split())
_WISHING = frozenset(
    "want plan seek try ask order urge hope vow promise threaten offer propose intend aim wish prepare demand "
    "pledge attempt".split()
)
_NOT_DOING = frozenset("fail refuse decline failure refusal".split())
_CALLED_OFF = frozenset("cancelled canceled aborted averted scrapped".split())
_FULLY = frozenset(("now", "narrowly", "since"))  # adverbs that leave such a word as it is: "almost averted" is not
# What hangs on these is allowed or owed, and may come about all the same: "the scrapped duty to wear a mask".
_GRANTING = frozenset("right duty requirement obligation need permit permission order ban failure refusal".split())
_ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj", "attr", "expl"))
_NOTHING = frozenset(("nothing", "nobody", "none", "neither"))
_NOT = frozenset(("never", "hardly", "nor"))
_MODAL_WORDS = frozenset(
    "perhaps maybe possibly conceivably potentially likely probably apparently presumably seemingly hopefully "
    "unlikely".split()
)
_HEARSAY = frozenset("supposedly reportedly allegedly purportedly".split())
_DEGREES = frozenset("almost nearly barely yet eventually soon already".split())
_CONDITIONS = frozenset("if unless once until till before lest".split())
_CLAUSE_OPENERS = frozenset("though although because since while as so than when that how why where what".split())
_DETERMINERS = frozenset("any every a an some the this another".split())
_PLANNED = frozenset("planned proposed scheduled expected future pending upcoming intended projected".split())
_UNSURE = frozenset("possible potential likely probable alleged suspected threatened apparent".split())


class Reading(NamedTuple):
    """One thing read of a word: its name, the marker that it would be, and whether that is plain: enough by itself."""

    name: str
    kind: MarkerKind | None = None
    token: "Token | None" = None
    plain: bool = False


Seen = dict[int, list[Reading]]  # what was read of each word's own clause, by its place in the Doc
_WHOLE = -1  # and of the sentence as a whole


def readings(token: "Token", seen: Seen) -> list[Reading]:
    """Give all that is read of a word, nearest first; `seen` keeps what was read before of its sentence."""
    own = own_clause(token, seen)
    found = [*_word(token), *(r._replace(name="own " + r.name) for r in own)]
    found += _mixed("own", own)
    found += _question(token, seen)
    path: list[str] = []
    word = token
    for level in range(1, HIGHEST + 1):
        if word.head.i == word.i:
            break
        infinitive = any(r.name == "to" for r in own_clause(word, seen))
        link, governor = _link(word, infinitive)
        above = own_clause(governor, seen)
        found += _governor(level, link, word, governor, above, path)
        path.append(link)
        word = governor
    found.append(Reading("path " + " > ".join(path[:2])))
    return found


def plain_denial(token: "Token", read: list[Reading]) -> Reading | None:
    """Give the negation of a verb that nothing else leaves open ("did not sign", "no deals were signed"), or the
    word that says it was not done ("refused to sign", "the cancelled deal"); None where there is neither."""
    called_off = _called_off(token)
    if called_off is not None:
        return Reading("called off", "negation", called_off)
    near = [r for r in read if not r.name.startswith(("higher", "2", "3"))]
    undone = next((r for r in near if r.name == "not done"), None)
    if undone is not None:
        return None if any(" of not " in r.name for r in near) else undone
    if token.pos_ != "VERB" or any(r.kind not in (None, "negation") for r in near):
        return None
    passive = any(c.dep_ == "nsubjpass" for c in token.children)
    names = ("own negation", "own negated subject") if passive else ("own negation",)
    return next((r for r in near if r.name in names), None)


def _called_off(token: "Token") -> "Token | None":
    """The word that says that what a noun names, or was to be done by it, was off: "the cancelled deal to sell"."""
    planned = token.dep_ == "acl" and any(child.lower_ == "to" for child in token.lefts)
    noun = token.head if planned else token
    if noun.pos_ != "NOUN" or (planned and noun.lemma_.lower() in _GRANTING):
        return None
    for word in noun.lefts:
        if word.dep_ == "amod" and word.lower_ in _CALLED_OFF:
            return None if any(c.dep_ in ("advmod", "neg") and c.lower_ not in _FULLY for c in word.children) else word
    return None


def own_clause(token: "Token", seen: Seen) -> list[Reading]:
    """Give what the words that hang on a word say of its certainty."""
    if token.i not in seen:
        seen[token.i] = list(_own_clause(token))
    return seen[token.i]


def _own_clause(token: "Token") -> Iterator[Reading]:
    for child in token.children:
        link, word = child.dep_, child.lower_
        if link == "neg" or word in _NOT:
            yield Reading("negation", "negation", child)
        elif link in ("aux", "auxpass"):
            if word in MODALS:
                yield Reading("modal " + MODALS[word], "modal", child, MODALS[word] in _PLAIN_MODALS)
            elif word == "to":
                yield Reading("to", "plan", child)
        elif link in _ARGUMENTS:
            if word in _NOTHING or any(c.lower_ in ("no", "neither") for c in child.lefts):
                nothing = next((c for c in child.lefts if c.lower_ in ("no", "neither")), child)
                yield Reading(f"negated {'subject' if 'subj' in link else 'object'}", "negation", nothing)
        elif link in ("mark", "advmod", "acomp", "oprd", "amod", "det", "poss", "prep", "compound"):
            yield from _modifier(child, link, word)


def _modifier(child: "Token", link: str, word: str) -> Iterator[Reading]:
    if link == "det":
        if word in ("no", "neither"):
            yield Reading("negation", "negation", child)
        elif word in _DETERMINERS:
            yield Reading("determiner " + word)
    elif link == "poss":
        yield Reading("possessor")
    elif link == "prep":
        if word in ("without", "despite", "of"):
            yield Reading("with " + word)
    elif word in _MODAL_WORDS:
        yield Reading("word " + word, "modal", child, link != "amod")
    elif word in _HEARSAY:
        yield Reading("word " + word, "cue", child, True)
    elif word == "whether" or (word == "if" and child.head.dep_ == "ccomp"):
        yield Reading(word, "question", child, True)
    elif word in _CONDITIONS and link in ("mark", "advmod"):
        yield Reading("condition " + word, "condition", child, word in ("if", "unless"))
    elif word in _CLAUSE_OPENERS and link in ("mark", "advmod"):
        yield Reading("opened by " + word)
    elif word in _DEGREES:
        yield Reading("word " + word, "negation" if word in ("almost", "nearly", "barely") else None, child)
    elif link in ("amod", "compound", "acomp"):
        yield Reading("adjective " + child.lemma_.lower(), _adjective_kind(word), child)


def _adjective_kind(word: str) -> MarkerKind | None:
    if word in _PLANNED:
        return "plan"
    if word in _UNSURE:
        return "modal"
    return "negation" if word in FAILING else None


def _word(token: "Token") -> Iterator[Reading]:
    yield Reading("bias")
    yield Reading("tag " + token.tag_)
    yield Reading("link " + token.dep_)
    yield Reading("lemma " + token.lemma_.lower())
    yield Reading(f"tag {token.tag_} link {token.dep_}")


def _mixed(place: str, own: list[Reading]) -> Iterator[Reading]:
    """What negation, modal and infinitive make together: "would not" is less than "would" and than "not"."""
    negation = next((r for r in own if r.kind == "negation"), None)
    modal = next((r for r in own if r.name.startswith("modal ")), None)
    infinitive = any(r.name == "to" for r in own)
    if negation and modal:
        yield Reading(f"{place} negated {modal.name}", "modal", modal.token)
    name = f"{place}{' negated' if negation else ''}{' modal' if modal else ''}{' infinitive' if infinitive else ''}"
    chosen = negation or modal
    yield Reading(name + " clause", chosen.kind if chosen else None, chosen.token if chosen else None)


def _question(token: "Token", seen: Seen) -> list[Reading]:
    if _WHOLE not in seen:
        sentence = token.sent
        mark = next((t for t in (sentence[-1], sentence[max(0, len(sentence) - 2)]) if t.text == "?"), None)
        seen[_WHOLE] = [Reading("question", "question", mark)] if mark is not None else []
    return seen[_WHOLE]


def _link(word: "Token", infinitive: bool) -> tuple[str, "Token"]:
    """How a word hangs on the one above, prepositions passed through: "want" of "to go", "talk" of "about going"."""
    above, link = word.head, word.dep_
    if link in ("pobj", "pcomp"):
        link = "prep " + above.lower_
        if above.dep_ in ("prep", "agent", "dative") and above.head.i != above.i:
            above = above.head
    return link + (" to" if infinitive else ""), above


def _governor(
    level: int, link: str, word: "Token", governor: "Token", above: list[Reading], path: list[str]
) -> Iterator[Reading]:
    lemma = governor.lemma_.lower()
    kind = governing_kind(governor, lemma, link)
    negation = next((r for r in above if r.kind == "negation"), None)
    if level == 1:
        yield Reading(f"under {link}", "negation" if link.startswith("prep without") else None, word.head)
        yield Reading(f"under {link} {governor.pos_}")
        yield Reading(f"{link} of {lemma}", kind, governor, kind is not None and _is_plain(lemma, link))
        yield Reading(f"of {lemma}", kind, governor)
        if kind is not None:
            yield Reading(f"{link.split(' ')[0]} of {kind} word", kind, governor)
        if lemma in _NOT_DOING and link.endswith(" to"):
            yield Reading("not done", "negation", governor)
        if negation:
            yield Reading(f"{link} of not {lemma}", "negation", negation.token)
        for r in above:
            yield Reading(f"above {r.name}", r.kind, r.token, r.plain and r.kind == "modal" and link[:5] == "xcomp")
            yield Reading(f"{link} above {r.name}", r.kind, r.token)
        yield from _mixed(f"{link} above", above)
    else:
        if level <= 3:
            yield Reading(f"{level} {link} of {lemma}", kind, governor)
        for r in above:
            if r.kind is not None and not r.name.startswith("adjective"):
                yield Reading(f"higher {r.name}", r.kind, r.token)
                if level == 2:
                    yield Reading(f"{path[0]} > {link} above {r.name}", r.kind, r.token)


def _is_plain(lemma: str, link: str) -> bool:
    """Tell whether a word alone leaves open what hangs on it: "believes that", "wants to", "a plan to"."""
    if link in ("ccomp", "xcomp", "xcomp to", "ccomp to") and lemma in PROBABLE_VERBS | POSSIBLE_VERBS:
        return True
    return (link in ("xcomp to", "ccomp to") and lemma in _WISHING) or (link == "acl to" and lemma in WANTING)


def governing_kind(governor: "Token", lemma: str, link: str) -> MarkerKind | None:
    """Give the kind of marker that a word is to what hangs on it; None where it leaves it as it is."""
    infinitive = link.endswith(" to")
    if lemma in FAILING:
        return "negation"
    if lemma in DENYING or lemma in BELIEVING or lemma in SPECULATING:
        return "cue"
    if lemma in WANTING and link not in ("ccomp", "conj", "advcl", "relcl", "nsubj"):
        return "plan"
    if infinitive and link.split(" ")[0] in ("xcomp", "ccomp", "acl", "advcl", "acomp"):
        return "plan"
    return None
