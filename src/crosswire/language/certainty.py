"""How surely a report presents what it tells: modals, hedges, negation, conditions, questions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crosswire.language.parsing import ParsedSentence, end_of, start_of
from crosswire.records import Certainty, Event, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSSIBLE_MODALS = frozenset("could may might can".split())
_POSSIBLE_WORDS = frozenset("perhaps maybe possibly conceivably potentially".split())
_PROBABLE_WORDS = frozenset("likely probably apparently presumably seemingly supposedly reportedly allegedly".split())
_PROBABLE_VERBS = frozenset(
    "appear seem expect believe think suspect assume estimate predict anticipate project presume guess suppose".split()
)
_POSSIBLE_VERBS = frozenset("speculate wonder doubt hint imagine fear worry".split())
_PROBABLE_NOUNS = frozenset("belief expectation assumption conclusion prediction".split())
_POSSIBLE_NOUNS = frozenset("speculation suspicion fear concern hope rumour rumor suggestion notion idea".split())
_DENYING_VERBS = frozenset("deny dismiss reject refute rebut dispute disavow".split())
_QUESTIONING_VERBS = frozenset("ask question inquire debate consider discuss".split())
# What hangs on these verbs as an infinitive or gerund has not happened.
_INTENDING = frozenset(
    "want plan seek try ask order urge expect hope vow promise threaten agree offer propose intend aim wish prepare "
    "demand call tell encourage press push decide consider need have schedule pledge attempt like prefer invite "
    "recommend request require advise warn go mean design refer allow bid use appeal authorize warrant instruct".split()
)
_FAILING = frozenset("fail refuse decline cease avoid prevent stop halt cancel forget prohibit ban block bar".split())
_CANCELLING = frozenset("avoid prevent stop halt cancel avert rule prohibit ban block postpone scrap".split())
# What hangs on these as an infinitive is as sure as they are.
_ASSERTING = frozenset(
    "continue begin start use agree help manage happen come get vote force cause lead cease prove remain go".split()
)
_CONDITIONS = frozenset(("if", "unless", "whether"))
_UNREAL = frozenset(("would", "should", "may", "might"))

# Nouns that name an event in at least half of their places in the training sets of UW and MEANTIME (certainty/), and
# common ones of the same kind.
_EVENTIVE = frozenset(
    "abduction abuse accession accident acquisition acquittal act action address admission advance advancement "
    "aftermath agreement airstrike allegation ambush annexation announcement apology appeal appearance appointment "
    "approach approval argument arrangement arrest arrival arson assassination assault assertion assistance assurance "
    "atrocity attack attempt auction award backing bailout ban bankruptcy battle bid bidding birth blackout blast "
    "blaze blockade bloodshed blow bombardment bombing boost borrowing boycott brawl breach break breakthrough "
    "breakup briefing broadcast burglary burial buy buyout call campaign capture ceasefire celebration ceremony "
    "challenge change charge claim clash cleaning cleanup climb close closing closure collapse collision "
    "commemoration comment commitment comparison competition complaint completion concert conclusion condemnation "
    "conference confession confirmation conflict confrontation conquest consolidation conspiracy contact contribution "
    "controversy conversation conviction cooperation coordination coup crackdown crash creation crisis criticism "
    "crossing crush curfew cut cyclone damage deal death debate decision declaration decline decrease default defeat "
    "delay delivery demand demise demonstration denial departure deployment deportation deposit derailment "
    "destruction detention detour development diagnosis disagreement disappointment disaster discontinuation "
    "discovery discussion disposal dispute disruption dissent distribution donation drift drill drop drought "
    "earthquake edict effect effort election elimination emigration encounter entry epidemic erosion eruption escape "
    "evacuation evaluation event eviction exchange exclusion execution exercise exodus expansion exploitation "
    "exploration explosion expulsion extinction extradition failure famine fear fight fighting filing final financing "
    "finding fine fire firing flight flood flooding flow forecast fraud fray funding funeral gain game gathering "
    "genocide glitch goal growth gunfire hack handling handover handshake harm hearing help hijacking hiring "
    "hostage-taking humiliation hurricane impact imprisonment improvement inauguration incident increase incursion "
    "indictment infection inflation initiative injunction injury inspection installation integration interference "
    "interrogation intervention interview introduction invasion investigation involvement isolation judgment jump "
    "kidnapping killing landing landslide launch lawsuit layoff leak leap leave lecture lending liberation listing "
    "lockout looting loss maintenance maneuver manhunt manoeuvre massacre match mediation meeting meltdown merger "
    "mistake mobilisation mobilization modernization move movement murder mutiny nationalization negotiation "
    "nomination objection occupation offensive offer offering opening operation oppression ordeal order outage "
    "outbreak outcome overflight pandemic parade passing patrol payment performance phone-call plan planning plea "
    "pledge plunge precaution premiere preparation probe process production project promise proposal prosecution "
    "protest purchase pursuit quake questioning race raid rain rally rape ratification reaction rebellion rebound "
    "recall recession recognition reconstruction recovery redemption reduction referendum refurbishment registration "
    "rejection release relocation remark removal repair repatriation replacement report request rescue resignation "
    "resistance resolution response restructuring retaliation return reunion reversal review revision revolt "
    "revolution riot rioting rise robbery ruling run rush sabotage sale sanction scrutiny search seizure sell "
    "sell-off selling selloff sentence sentencing session setback settlement shelling shipment shooting shortage "
    "showdown shutdown siege signature signing sinking slaying slide slowdown slowing slump smuggling snafu "
    "speculation speech spending spill split stabbing stampede standoff statement step storm strike struggle stunt "
    "success suffering suggestion summit suppression surge surgery suspension swap takeover talk telephone-call test "
    "testimony testing theft threat toast tornado tour tournament trading tragedy training transaction transfer "
    "transition transplant travel treatment trial trip trouble truce tsunami turmoil turn turnaround unrest unveiling "
    "upheaval uprising use vaccination venture verdict victory violation violence visit vote voyage walkout war "
    "warning weakening wedding win withdrawal wreck".split()
)


def is_negated(token: "Token") -> bool:
    """Tell whether a word is denied by its clause: "did not sign", "no deals were signed", "without signing"."""
    if any(child.dep_ == "neg" or child.lower_ in ("never", "nobody", "none", "hardly") for child in token.children):
        return True
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and (
            child.lower_ in ("nothing", "nobody", "none", "neither") or _has_no(child)
        ):
            return True
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        return True
    if token.pos_ == "NOUN" and (_has_no(token) or (token.dep_ == "pobj" and token.head.lower_ == "without")):
        return True
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and not _own_subject(token):
        return any(child.dep_ == "neg" for child in token.head.children)
    return False


def _has_no(token: "Token") -> bool:
    return any(child.dep_ in ("det", "neg") and child.lower_ in ("no", "neither") for child in token.children)


def _own_subject(token: "Token") -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in token.children)


def modality(token: "Token") -> Certainty:
    """Certainty of a clause by its own words, read at its verb: certain, probable or possible."""
    words = {child.lower_ for child in token.children if child.dep_ in ("aux", "advmod", "acomp", "auxpass", "oprd")}
    if token.dep_ == "conj" and not words & {"will", "would"} and not _own_subject(token) and token.head.pos_ == "VERB":
        words |= {child.lower_ for child in token.head.children if child.dep_ == "aux"}
    if words & _POSSIBLE_MODALS - {"can"} or words & _POSSIBLE_WORDS or words & {"possible", "unclear"}:
        return "possible"
    if words & _PROBABLE_WORDS or "unlikely" in words:
        return "probable"
    if token.lemma_ in ("appear", "seem") and any(
        child.dep_ in ("xcomp", "ccomp", "acomp", "oprd") for child in token.children
    ):
        return "probable"
    if token.lemma_ in _PROBABLE_VERBS and any(child.dep_ == "auxpass" for child in token.children):
        return "probable"
    return "certain"


def effect(lemma: str) -> Certainty:
    """Certainty that a reporting verb lends to what it reports: "believes" probable, "denied" denied."""
    if lemma in _DENYING_VERBS or lemma == "denial":
        return "denied"
    if lemma in _PROBABLE_VERBS or lemma in _PROBABLE_NOUNS:
        return "probable"
    if lemma in _POSSIBLE_VERBS or lemma in _POSSIBLE_NOUNS:
        return "possible"
    if lemma in _QUESTIONING_VERBS:
        return "unknown"
    return "certain"


def find_events(report: str, sentences: Sequence[ParsedSentence]) -> tuple[Event, ...]:
    """Find the words that tell of something happening, verbs and nouns of action, each with its certainty.

    The classes follow FactBank (Saurí and Pustejovsky 2009); an event that did not happen is denied.
    """
    events: list[Event] = []
    for sentence in sentences:
        if sentence.marked in (None, "title", "caption"):
            for token in sentence.tokens:
                if _is_event(token):
                    events.append(Event(Span(report, start_of(token), end_of(token)), event_certainty(token)))
    return tuple(events)


def _is_event(token: "Token") -> bool:
    if token.pos_ == "VERB":
        return token.dep_ not in ("amod", "aux", "auxpass", "prep", "compound") and token.lemma_ not in (
            "accord",
            "include",
        )
    return token.pos_ == "NOUN" and _is_eventive(token.lemma_.lower())


def _is_eventive(lemma: str) -> bool:
    return lemma in _EVENTIVE


def event_certainty(token: "Token") -> Certainty:
    """Certainty of one event word, from its own clause and those above it, innermost first."""
    if token.pos_ == "NOUN":
        return _noun_certainty(token)
    modals = {child.lower_ for child in token.children if child.dep_ == "aux"}
    if is_negated(token):
        return "probable" if modals & _UNREAL else "denied"
    own = modality(token)
    if own != "certain":
        return own
    if modals & (_UNREAL | {"can", "must", "ought", "'d"}):
        return "probable"
    if any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in token.children):
        return "unknown"
    infinitive = token.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
    if token.dep_ == "conj" and token.tag_ == "VB" and not _own_subject(token) and token.head.pos_ in ("VERB", "AUX"):
        return event_certainty(token.head)
    if token.dep_ in ("xcomp", "ccomp"):
        return _complement_certainty(token, token.head, infinitive)
    if infinitive and token.dep_ in ("advcl", "acl", "relcl"):
        return "possible"
    return "certain"


def _complement_certainty(token: "Token", governor: "Token", infinitive: bool) -> Certainty:
    """What a verb says of its complement: failing denies it, wanting leaves it open, beginning asserts it."""
    lemma = governor.lemma_.lower()
    if lemma in _FAILING and token.dep_ == "xcomp":
        return "denied"
    if lemma in _PROBABLE_VERBS | _POSSIBLE_VERBS:
        return effect(lemma)
    if token.dep_ == "xcomp" and is_negated(governor):
        return "denied"
    if infinitive and lemma in _ASSERTING and governor.pos_ == "VERB":
        return event_certainty(governor)
    if infinitive:
        return "possible"
    return event_certainty(governor) if token.dep_ == "xcomp" and governor.pos_ == "VERB" else "certain"


def _noun_certainty(token: "Token") -> Certainty:
    if is_negated(token):
        return "denied"
    governor = token.head
    if governor.pos_ == "ADP" and governor.head.lemma_.lower() in ("call", "ask", "hope", "push", "press", "plan"):
        governor = governor.head
    lemma = governor.lemma_.lower()
    if governor.pos_ != "VERB" or token.dep_ not in ("dobj", "pobj", "nsubjpass"):
        return "certain"
    if lemma in _CANCELLING or (token.dep_ == "dobj" and is_negated(governor)):
        return "denied"
    if lemma in _INTENDING and token.dep_ != "nsubjpass":
        return "possible"
    return modality(governor)
