"""Link texts, teasers and player controls: lines of a report's page that point to something else."""

import re

LONGEST = 300  # characters; what is longer is a paragraph of the story
FEWEST_CAPITALS = 4  # words of a line in capitals; fewer may be a name, a section or a speaker

_ENDED = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_THINGS = (
    r"(?:also|previously|earlier|more|read|watch|see|listen|related|videos?|photos?|pictures|gallery|slideshow|poll"
    r"|audio|podcast|opinion|interactive|(?:complete|full) coverage)"
)
_LINK = re.compile(
    # "(Also on The Beacon: Council splits)", "( VIDEO: The bridge falls)"
    rf"[(\[]\s?{_THINGS}\b[^()\[\]:]{{0,40}}:\s[^()\[\]]+[)\]]"
    # "See: Council splits over bridge"
    r"|(?:see|must[ -](?:read|watch|see)|don['’]t miss|up next|now playing|just watched)\s?:\s.+"
    # "Bridge reopens Read more"
    r"|.{10,}\s(?-i:R(?:ead|EAD)|Learn|See|View) (?:more|(?:the )?full (?:story|article))[^\w.!?]*"
    # "Read more stories on the bridge", "Follow Beacon coverage of the storm"
    r"|(?:read|see|find|watch|follow|get)\s(?:all |our |the |more |latest |full |complete |(?-i:[A-Z])[\w.’'-]* ){1,4}"
    r"(?:stories|coverage|videos?|articles|news|podcasts?)\b(?: (?:on|of|about|at|from|here|by)\b.*|\W*)"
    # "Write to Ada Quill at ada@beacon.example"
    r"|(?:write|e-?mail|contact|reach)\b.{0,120}\b[\w.+-]+@[\w-]+\.\w.*"
    r"|(?:share\W+)?all sharing options for\b.*|listen to (?:this )?article\b.*",
    re.IGNORECASE,
)
# "BRIDGE:Council splits over repairs": a label and a headline that ran together; "AP:The bridge" is a picture's credit.
_LABELLED = re.compile(r"(?=[^:]{4})[A-Z][\w.’'&/-]*(?: [\w.’'&/-]+){0,3}:(?=[A-Z‘“])(?!\S+$).+")
_COVERAGE = re.compile(r"(?:full|complete|more|live) coverage\b.*", re.IGNORECASE)
_PLAYER = re.compile(r"(?:JUST WATCHED|MUST WATCH|NOW PLAYING|UP NEXT)\b.*|ADS?")


def is_teaser(line: str, text: str) -> bool:
    """Tell whether a line of a report's text stands there for the reader of the page: a link, a teaser, a button.

    A line in capitals is one where the text as a whole isn't in capitals.
    """
    if len(line) > LONGEST:
        return False
    if _LINK.fullmatch(line) or _PLAYER.fullmatch(line):
        return True
    if _ENDED.search(line):
        return False
    return bool(_LABELLED.fullmatch(line) or _COVERAGE.fullmatch(line)) or _stands_out(line, text)


def _stands_out(line: str, text: str) -> bool:
    """Whether a line is a headline in capitals, with a verb or not, among text that isn't."""
    if not line.isupper() or len(re.findall(r"[^\W\d_]{2,}", line)) < FEWEST_CAPITALS or line[0] in "\"“'‘":
        return False
    return sum(map(str.islower, text)) > sum(map(str.isupper, text))
