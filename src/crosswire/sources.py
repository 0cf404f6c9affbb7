"""Sources: of what kind the one who is credited is, and when two credits name one source."""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from crosswire.credits import agency_pattern
from crosswire.language.people import BODIES, is_somebody
from crosswire.language.roles import describe
from crosswire.records import Known, OriginKind

_REPORTERS = r"journalists?|reporters?|correspondents?|photographers?|(?:news|camera|film) crews?"
_SAW = r"saw|seen|see|sees|watched|witnessed|heard|counted|observed"
_EYEWITNESS = re.compile(
    rf"\b(?:eye-?)?witness(?:es)?\b|\bbystanders?\b|\bpassers?-?by\b|\bonlookers?\b|\bspectators?\b|\bsurvivors?\b"
    rf"|\bresidents?\b|\bneighbou?rs?\b|\bvillagers?\b|\b(?:{_REPORTERS})\b",
    re.IGNORECASE,
)
_REPORTER_SAW = re.compile(
    rf"\b(?:{_REPORTERS})\b[^.]{{0,60}}?\b(?:{_SAW})\b|\b(?:{_SAW})\sby\s(?:an?\s)?[\w\s]*\b(?:{_REPORTERS})\b",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"\b(?:videos?|footage|clips?|photo(?:graph)?s?|images?|pictures?|recordings?|film|cameras?)\b", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"\b(?:documents?|charge sheet|indictment|letter|memo(?:randum)?|e-?mails?|transcripts?|filings?|papers|records"
    r"|data|report|study|survey|poll|lawsuit|affidavit|complaint|court order|figures|statistics|press release)\b",
    re.IGNORECASE,
)
# What says something only as "the bill" or "her speech": Bill and Law are names too.
_WRITTEN = re.compile(
    r"bill|law|act|order|ruling|judgment|speech|text|findings?|analysis|book|essay|op-ed|editorial|review|cache|scan"
)
_WHERE_FROM = re.compile(r"\b(?!The\b|An?\b)[A-Z][\w.]*(?:[ -][A-Z][\w.]*)?-(?:based|owned|run|led|backed|born)\s")
# "a ministry statement" is a paper of somebody; "a statement" alone tells of nobody.
_OWNED_STATEMENT = re.compile(r"\b[A-Z]\S*\s(?:\w+\s)*statement\b|\bstatement (?:from|by|of) ")
_MEDIA = re.compile(
    r"\b(?:media|news|newspapers?|outlets?|broadcasters?|television|tv|radio|daily|magazine|tabloid|reports"
    r"|press(?! (?:office|secretary|service|team|aide|release|conference)))\b|\.com\b|\.net\b|\.org\b",
    re.IGNORECASE,
)
# Newspapers and stations go by names that end so; "the Post" alone is one too.
_PAPER = re.compile(
    r"\b(?:[Tt]he|[A-Z][\w.-]+) (?:Times|Post|Herald|Tribune|Journal|Gazette|Telegraph|Chronicle|Observer|Courier|Mail"
    r"|Mirror|Express|Globe|Guardian|Inquirer|Dispatch|Sentinel|Echo|Argus|Examiner)\b"
    r"|\b(?:BBC|CNN|NBC|CBS|ABC|PBS|NPR|ITV)\b"
)
_NOBODY = re.compile(r"sources?|officials?|insiders?|confidants?|aides?|experts?|analysts?|advis[eo]rs?")
_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person) (?:for|of|from) (?!(?:him|her|them|it)\b)", re.IGNORECASE)
# Said of people whom nobody can look up: two reports that credit them may well mean the same ones.
_UNNAMED = re.compile(
    r"\b(?:officials?|sources?|experts?|analysts?|authorit(?:y|ies)|observers?|critics?|diplomats?|insiders?|people"
    r"|governments?|nations|countries|allies|some|many|others|investigators?|aides?|activists?|confidants?|advis[eo]rs?|locals|leaders|spokes(?:man|woman|person)"
    r"|he|she|they|it|who|i|we|you|which|that)\b",
    re.IGNORECASE,
)
# One person without a name: "the father", "a carpet fitter".
_SOMEBODY = re.compile(
    r"^(?:an?|the|one|his|her|their|my)\s(?:[\w-]+\s){0,2}(?:man|woman|boy|girl|father|mother|brother|sister|son|daughter"
    r"|husband|wife|friend|driver|lawyer|doctor|owner|\w+(?:ist|eer|yer|itter|cher|ilor|dent|ant|enger|ayor))$",
    re.IGNORECASE,
)
_KNOWN: dict[OriginKind, Known] = {"eyewitness": "seen", "agency": "media", "outlet": "media", "unnamed": "unnamed"}
_SMALL_WORDS = frozenset("the a an of s to in on and for at by his her its their mr mrs ms dr sir".split())


def is_document(noun: str) -> bool:
    """Whether a noun is one for a paper or file that can be read: "letter", "charge sheet"."""
    return bool(_DOCUMENT.fullmatch(noun))


def reporter_saw(passage: str) -> bool:
    """Whether the passage says that a reporter was there and saw it."""
    return bool(_REPORTER_SAW.search(passage))


def source_kind(source: str, people: frozenset[str]) -> OriginKind:
    """Say of what kind a source is, from the words that credit it; `people` are the persons that the story names."""
    described = describe(source)
    head = described.head if described else ""
    written = described and described.definite and _WRITTEN.fullmatch(head)
    paper = _VIDEO.fullmatch(head) or _DOCUMENT.fullmatch(head) or written
    if not paper and any(_names(source, name) for name in people if name in source):
        return "person"
    if _EYEWITNESS.search(source):
        return "eyewitness"
    if re.search(agency_pattern(), source):
        return "agency"
    body = is_somebody(head) or head in BODIES
    if paper or (not body and (_VIDEO.search(source) or _DOCUMENT.search(source))) or _OWNED_STATEMENT.search(source):
        return "document"
    if not is_somebody(head) and (_MEDIA.search(source) or _PAPER.search(source)):
        return "outlet"
    if _SPEAKS_FOR.search(source):
        return "organisation"
    named = re.search(r"(?<!^)\b[A-Z][\w'’-]+", source) or re.match(r"[A-Z]{2,}\b", source)
    nobody = _NOBODY.fullmatch(head) or not (named and not re.search(r"(?:s|some|many|people)$", source.split()[-1]))
    if _UNNAMED.search(source) and nobody:
        return "unnamed"
    return "person" if _SOMEBODY.search(source) else "organisation"


def _names(source: str, name: str) -> bool:
    """Whether a source is the person of that name, and not whose or about whom it is ("an Ada Quill aide")."""
    for found in re.finditer(rf"\b{re.escape(name)}\b(?!['’]s? \w)(?:\s([a-z][\w-]+))?", source):
        after = found.group(1)
        if not after or not (is_somebody(after) or after in BODIES or after.removesuffix("s") in BODIES):
            return True
    return False


def how_known(source: str | None, cue: str, people: frozenset[str]) -> Known:
    """Say how a source knows or gives what it is credited with; of one mind with `source_kind`."""
    if _VIDEO.search(cue):
        return "video"
    if source is None:
        return "said"
    if reporter_saw(f"{source} {cue}"):
        return "seen"
    kind = source_kind(source, people)
    if kind == "document":
        return "video" if _VIDEO.search(source) else "document"
    return _KNOWN.get(kind, "said")


def can_be_looked_up(kind: OriginKind, source: str, names: frozenset[str]) -> bool:
    """Whether crediting this source shows access of the report's own: a document, a witness, or somebody by name.

    `names` are all names of the story; "the army", "a friend" and "the Orrin-based firm" may be anybody's.
    """
    if kind in ("document", "eyewitness"):
        return True
    source = _WHERE_FROM.sub("", source)
    named = len(source.split()) == 1 or any(name in source for name in names)
    return kind in ("person", "organisation") and (named or bool(re.search(r"(?<!^)\b[A-Z][\w'’.-]+", source)))


@lru_cache(maxsize=1 << 16)
def same_source(a: str | None, b: str | None) -> bool:
    """Whether two credits can name one source: the telling words of one stand in the other, a letter aside."""
    if not a or not b:
        return False
    if a == _initials(b) or b == _initials(a):
        return True
    x, y = sorted((telling_words(a), telling_words(b)), key=len)
    return bool(x) and all(any(word == other or _spelt_alike(word, other) for other in y) for word in x)


@lru_cache(maxsize=1 << 16)
def names_outlet(source: str, outlet: str) -> bool:
    """Whether a source is an outlet, given by its name or by its address ("The Guardian", www.theguardian.com)."""
    if same_source(source, outlet):
        return True
    name = re.sub(r"\W", "", source.lower().removeprefix("the "))
    labels = re.sub(r"^(?:https?://)?(?:www\.)?", "", outlet.lower()).split(".")
    return len(name) >= 3 and any(label.removeprefix("the") == name for label in labels)


def _initials(name: str) -> str:
    """ "ANA" for "All Nippon Airways"; "" for what has fewer than three capitalised words."""
    letters = re.findall(r"\b[A-Z](?=[\w'’]*[a-z])", name)
    return "".join(letters) if len(letters) >= 3 else ""


def _spelt_alike(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= 5 and Levenshtein.distance(a, b, score_cutoff=1) <= 1


@lru_cache(maxsize=1 << 16)
def telling_words(source: str) -> frozenset[str]:
    """The words of a credit that tell sources apart."""
    plain = re.sub(r"\b(?:\w\.){2,}", lambda found: found.group().replace(".", ""), source.lower())
    return frozenset(re.findall(r"\w+", plain)) - _SMALL_WORDS
