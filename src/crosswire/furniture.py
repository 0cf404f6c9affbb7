"""Marks what is not story text in a report: title, headers, bylines, datelines, captions, credits, boilerplate.

Nothing is cut: a mark is a passage and a kind. What is marked is lost to claims, so every rule asks for the shape of
the furniture (where it stands, how it ends) and not for a word that a story may use too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlsplit

from crosswire.credits import agency_pattern, find_credits, named_agencies
from crosswire.inserts import find_inserts
from crosswire.publication import DAY, UNNAMED_DAY, WEEKDAY, find_published
from crosswire.records import Detail, Mark, MarkKind, Report, Span
from crosswire.teasers import is_teaser

# Longer lines are paragraphs of the story, whatever they start with.
TITLE_LENGTH = 120
LINE_LENGTH = 300
CAPTION_LENGTH = 700
# Where headers, bylines and datelines may stand: lines from the start of the body that are not empty.
OPENING_LINES = 6
# A passage repeated at the edge of an outlet's pages is the site's own; one repeated inside may be background.
# Of the passages marked in 10,000 reports, 70 were read each time: where two carriers were enough, some whole sentences
# were the background of a running story; with three, none was.
EDGE_LINES = 4
EDGE_CARRIERS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a report that is not empty, its blanks at both ends left out; `position` counts from the body."""

    text: str
    start: int
    end: int
    position: int
    total: int


def _one_of(*alternatives: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTE_MARK = re.compile(r"[\"“”«»]|(?<!\w)['‘]|['’](?!\w)")

_HEADER_KEYS = (
    r"(?:date(?:d|line)?|published|posted|(?:last )?updated|last modified|title|headline|source|outlet|publisher)"
)
_HEADER = re.compile(rf"(?:{_HEADER_KEYS}|url|link)\s*(?:[:=]\s*\S|(?:on|at)?\s*(?=[\d(])|on\s)", re.IGNORECASE)
_HEADER_FIELD = re.compile(
    r"(?P<key>title|headline|source|outlet|publisher)\s*[:=]\s*[\"']?(?P<value>.+?)[\"']?$", re.IGNORECASE
)
_DATE_LINE = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|last updated|issued)\s*(?:on|at)?:?\s*)?"
    rf"(?:{WEEKDAY}\.?,?\s+)?{UNNAMED_DAY}[,T|•·\s-]*(?:at\s+)?"
    r"(?:\d{1,2}\s*[:.]\s*\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?\s*(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_FILED = _one_of(
    r"[-–—*]*\s*updated\b.{0,40}",
    r"\d+ (?:second|minute|hour|day|week|month|year)s? ago",
    r"\d+ min(?:ute)?s? read",
    flags=re.IGNORECASE,
)
# The time of a post in a live blog, on a line of its own: "14.05 GMT", "2:05 PM", "Updated at 14:10", "5m ago".
_CLOCK_LINE = _one_of(
    r"(?:(?:last |first )?(?:updated|published|posted)(?: (?:at|on))?:? )?"
    r"(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)"
    r"(?:,? (?:[a-z]{2,4}|local time|[+-]\d\d:?\d\d))?\s?[:.–—-]?",
    r"\d+ ?(?:m|min|mins|minutes?|h|hrs?|hours?) ago",
    flags=re.IGNORECASE,
)
_FENCE = re.compile(r"-{3,}|={3,}")

_NAME = r"(?:[A-Z][\w.'’-]+|de|la|van|von|der|den|al|bin|el|di|du)"
_BYLINE = _one_of(
    rf"(?:[Bb]y|BY|[Ww]ritten by|[Ww]ords by|[Rr]eporting by)\s*:?\s+{_NAME}(?:\s+{_NAME}){{0,5}}"
    rf"(?:(?:,|\s*[|/&•·-]|\s+and|\s+for|\s+in|\s+at|\s+of|\s+with)?\s+{_NAME})*\s*,?",
    rf"{_NAME}(?:\s+{_NAME}){{1,3}},\s+[\w.]+\.(?:com|ca|co\.uk|org|net)",
)
_PLAIN_NAME = re.compile(r"[A-Z][a-z'’]+(?:\s[A-Z]\.?)?(?:\s(?:[A-Z][a-z'’]+|[A-Z][a-z]+[A-Z-][A-Za-z]+)){1,2}")

_UPPER_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+(?: [A-ZÀ-Þ.][A-ZÀ-Þ.'’/-]*){0,5}"
_TITLE_PLACE = r"[A-ZÀ-Þ][\w'’-]+(?: (?:[A-ZÀ-Þ][\w'’.-]+|de|la|al|of|upon|am)){0,3}"
_REGION = r"(?:,? \([A-Z][\w. ]{1,24}\)|, [A-Z][\w.]+(?: [A-Z][\w.]+){0,3}){0,2}"
_WHEN = rf"(?:,? (?:{UNNAMED_DAY}))?"
_WIRE = r"(?: ?\((?:[A-Z][\w.&/-]*(?:[ ,/]+[\w.&/-]+){0,3}|dpa)\))"
_DASH = r"(?:\s?(?:[—–]|-{1,2})(?=[\s“\"‘'A-Z])|\s-{1,2}\s)"
_STORY = r"\s*(?=[A-ZÀ-Þ“\"‘'\d])"
_DATELINES = (
    re.compile(rf"(?P<place>{_UPPER_PLACE}){_REGION}{_WHEN}{_WIRE}?(?:{_DASH}|:)\s*"),
    re.compile(rf"(?P<place>{_TITLE_PLACE}){_REGION},? {UNNAMED_DAY}{_WIRE}?(?:{_DASH}|:)\s*"),
    re.compile(rf"(?P<place>{_TITLE_PLACE}|{_UPPER_PLACE}){_REGION}{_WHEN}{_WIRE}(?:{_DASH}|:){_STORY}"),
    re.compile(rf"(?P<place>){_WIRE}(?:{_DASH}|:){_STORY}"),
    re.compile(rf"(?P<place>){UNNAMED_DAY} {_WIRE}?(?:{_DASH}|:)\s*"),
)
# Some outlets put no dash after the name of the wire, or their own: "Norden (NNN) The council …".
_WIRED = re.compile(rf"(?P<place>(?:{_TITLE_PLACE}|{_UPPER_PLACE}){_REGION}{_WHEN}|)(?P<wire>{_WIRE}){_STORY}")
# A place in lower case before a colon or a dash looks like a speaker or a subject; the text must use it as a place.
_BARE_DATELINES = (
    re.compile(rf"(?P<place>{_TITLE_PLACE})(?:,? \([A-Z][\w. ]{{1,24}}\))?:\s{_STORY}"),
    re.compile(rf"(?P<place>{_TITLE_PLACE}){_REGION}\s[—–-]\s{_STORY}"),
)
_NOT_A_PLACE = re.compile(
    r".*\b(?:IN|THE|FOR|WITH)\b|.*['’]S\b"
    r"|(?i:update[ds]?|correct(?:ion|ed)|opinion|analysis|exclusive|breaking|live|watch|video|photos?|listen|read|more"
    r"|related|note|editor'?s? note|editor’s note|factbox|explainer|review|interview|profile|comment|column|q|a|q&a"
    r"|transcript|advisory|urgent|alert|developing|news|report|story|summary|key points|background|context|by|sources?"
    r"|image|caption|media|file|series|latest|just in|fact|claim|verdict|above|below|shows|pictured|warning)\b"
)
_SPEAKER_LINE = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}):\s")

_POSITION = (
    r"(?:far |cent(?:er|re) |top |bottom |(?:second|third|fourth|fifth|sixth)(?: from)? )?(?:left|right)|cent(?:er|re)"
)
_POSITIONS = _one_of(
    rf"\((?:(?:from|circled,) )?(?:{_POSITION}|[LRC]-[LRC])\)",
    rf", (?:{_POSITION}),",
    r"\bfrom left\b(?!-)|\bleft to right\b|\bclockwise from\b",
)
_CAPTION_START = _one_of(
    r"(?:FILE|File)(?: (?:PHOTO|photo|picture|image))?\s*[-–—:]|FILE PHOTO|\(?[Ff]ile (?:photo|picture|image)\b",
    r"(?:In )?[Tt]h(?:is|ese) (?:\w+[\w ,.]{0,40} )?(?:file )?"
    r"(?:photo|image|picture|screen ?grab|handout|still|video grab|combo)s?\b(?: |,)"
    r"(?:(?:released|provided|taken|made|posted|from|shows?|combination|by|obtained|supplied)\b"
    r"|[^.]{0,60}\bprovided by)",
    r"In this [^.]{0,60}\b(?:photo|image|frame|still|picture)\b[^.]{0,80},",
    r"(?:Photo|Image|Picture|Photograph|Video|Graphic|Illustration|Screenshot|Caption)s?"
    r"(?: credit| by| courtesy| illustration)?\s?(?::|\bby\b|courtesy)",
    r"Enlarge (?:this )?[Ii]mage|toggle caption|Image (?:copyright|caption|source)\b|Media (?:playback|caption)\b",
    r"(?:Show|Hide) caption|Slideshow \(|Photos?$|Image$|Video$|prev Image|Photographer:",
)
# What a player or a gallery says before the caption itself.
_CAPTION_LABEL = re.compile(
    r"(?:Media playback is (?:un)?supported on (?:your|this) device(?: Media caption)?|Media caption|Image caption"
    r"|(?P<credit>Image (?:copyright|source) .{1,80}?) Image caption|(?:(?:Facebook|Twitter|Pinterest) )+"
    r"|(?:Enlarge (?:this )?[Ii]mage )?toggle caption|(?:Hide|Show) caption)\s*"
)
# The time of a post in front of it: "Update at 9:40 a.m. ET. Council Splits".
_POSTED = re.compile(
    r"(?:Update|Updated|Posted)(?: at)? \d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?(?: [A-Z]{1,4}T)?(?:[.:,]|\s[-–—])?\s+",
    re.IGNORECASE,
)
# A gallery whose pictures all stand in one line: of other days, and each with its own text.
_GALLERY = re.compile(r"(?:Hide|Show) [Cc]aption \d+ of \d+")
_NUMBERED_RUN = re.compile(r"\b1/(?P<total>\d{1,3}) .*?\b2/(?P=total) .*?\b3/(?P=total) ")
_PHOTO_WORD = _one_of(
    r"\b(?:[Ff]ile(?: [Pp](?:hoto|ic)\w*)?|FILE|[Pp]hotos?(?:graph)?\w*|PHOTOS?|[Ss]tock (?:image|photo)"
    r"|[Hh]andout|HANDOUT|[Pp]ool|Getty|Shutterstock|iStock\w*|Alamy|Rex|REX|EPA(?:-EFE)?|Bloomberg"
    r"|[Ss]creen ?(?:shot|grab)s?|[Cc]ourtesy|[Cc]redit|[Ii]mages?|[Pp]icture|via)\b"
)
_LAST_BRACKET = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,140})[)\]](?P<stop>\.?)$")
_PHOTOGRAPHER = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}\s?/\s?[A-Z]")
_PHOTO_TAIL = re.compile(
    r"(?:\bREUTERS ?/ ?\S+(?: \S+){0,3}"
    r"|\b(?:Photo|Photograph|Photographer|Picture|Image|Video|Credit)s?(?: ?[:/]| by| courtesy of) ?[A-Z][^.!?]{1,70}"
    r"|/ ?(?:AP|AFP|EPA|PA|Reuters|Getty(?: Images)?)(?: [Pp]hoto| PHOTO| Images| via \S+(?: \S+)?)?"
    r"|\bvia (?:AP|AFP|REUTERS|Reuters|Getty Images)|\bAP Photo(?:/[^.]{2,40})?|\bRex Features)[.)]?$"
)
_NUMBERED_PICTURE = re.compile(r"\d{1,3}\s?/\s?(?P<total>\d{1,3})\s")

_THIS = r"th(?:is|e) (?:report|story|article|piece|column|post)"
_CREDIT_LINE = _one_of(
    r"\(?(?:with|including) (?:\w+ ){0,2}?"
    r"(?:inputs?|reports?|reporting|material|information|files?|assistance|additional reporting)\b.{0,90}",
    r"\(?with (?:\w+ ){0,2}?(?:wires?|agenc(?:y|ies))(?: (?:inputs?|reports?|services?))?\b.{0,30}",
    rf".{{2,200}}\bcontribut(?:ed|ing)(?: (?:reporting|to|from [\w. ]{{2,30}}))+ {_THIS}.{{0,60}}",
    rf"[•⦁*]?\s?{_THIS}(?: \w+)? (?:contains|includes|was (?:produced|provided|reported|supplied) by"
    r"|is from|comes from|is based (?:in part )?on (?:\w+ )?wire[ -])\b.{0,120}",
    rf"\(?{_THIS}\b.{{0,60}}\b(?:not been edited|auto-?generated|syndicated feed|wire service|agency feed)\b.{{0,160}}",
    r"contributing: .{2,150}",
    r"\(?(?:additional )?(?:reporting|writing|editing) by .{2,200}",
    r"[-—–]\s?with .{2,90}",
    r"agencies\.?",
    flags=re.IGNORECASE,
)
_SIGNED_LINE = re.compile(r"[a-z]{2,4}(?:[/,]\s?[a-z]{2,4})* \((?P<names>[^()]{2,60})\)")
_STAFF_BRACKET = re.compile(
    r"\((?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]dit\w+|[Cc]ompiled|[Tt]ranslat\w+) (?:by|from) .{2,300}\)$"
)
_INPUTS_BRACKET = re.compile(
    r"[(\[](?:[Ww]ith (?:\w+ ){0,3}(?:inputs?|reports?)\b[^()]{0,60}|[Aa]gencies|[Ww]ire (?:reports|services))[)\]]$"
)

_BOILERPLATE_START = _one_of(
    r"(?:©|\(c\) ?(?:copyright|\d{4})|copyright\b)|all rights reserved",
    r"advertisements?\b(?=\W*$|\W*(?:continue|story|skip))|skip (?:to|past)\b",
    r"continue[ds]? reading\b|(?:story|article) continue[sd]\b|scroll down|link copied$|blog post$",
    r"read (?:more|also|next|or share)\b(?=\s*[:>|]|$| this)|more on th(?:is|ese)",
    r"(?:see also|also read|more|recommended)\s?:",
    r"related(?: \w+){0,2}\s?:|watch(?: \w+){0,2}:|full coverage\s?:|follow live|recommended\b(?=\W*$)",
    r"(?:click|tap) (?:here|to|for|on)\b|sign up\b|(?:please )?subscribe\b|(?:like|join) us on|share (?:this|on|via)\b",
    r"(?:please )?follow (?:us|@|[\w .'’]{2,40} on (?:twitter|facebook|instagram))",
    r"(?:next|prev(?:ious)?|print|e-?mail|comments?|slideshow)$|loading\b|view (?:gallery|comments)|hide comments",
    r"external links are provided|(?:we|this (?:web)?site) uses? cookies|by (?:signing up|subscribing|clicking)",
    r"get (?:the|our|breaking) .{0,60}(?:newsletter|inbox|alerts|app\b)|download the\b.{0,40}\bapp\b|enter your email",
    r"(?:this is )?a? ?breaking news (?:story|update)|analysis/opinion:|\[pullquote\]",
    r"support (?:our|independent|\S+ explanatory) journalism",
    r"want (?:more|the best|fox).{0,120}(?:inbox|sign up|subscribe)",
    r"have a (?:news )?tip|got a tip|send (?:us )?(?:tips?|letters) to|send a tip|contact us at|like this article",
    r"the opinions expressed (?:by|in|here)|(?:the )?views expressed|for (?:all )?(?:the )?latest news",
    r"this article is more than \d|\(?this (?:story|report|post) has been (?:updated|corrected)|\(this story corrects",
    r"editor['’]s note: this (?:story|article)",
    flags=re.IGNORECASE,
)
# Plain phrases, in lower case: every line of every report is searched for them, and patterns take thirty times longer.
_BOILERPLATE_PHRASES = (
    *("all rights reserved", "may not be published, ", "may not be reproduced, ", "reprint permission"),
    *("licensing opportunities", "to your inbox", "in your inbox", "unsubscribe", "our newsletter", "free newsletter"),
    *("agree to our privacy", "agree to the privacy", "agree to our terms", "agree to the terms", "click here"),
    *("click to read", "click to subscribe", "click to sign", "click to watch", "click to see", "click to view"),
    *("sign up here", "sign up for our", "sign up for the", "sign up for daily", "continue reading the main story"),
    *("register with your", "download our app", "accept cookies", "accept all cookies"),
)
_COPYRIGHT_TAIL = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s(?:©\s?)?(?:\d{4}|the\b).{0,200}$|All rights reserved\.?.{0,150}$", re.IGNORECASE
)


def mark(report: Report) -> Report:
    """The report with its furniture marked, and title, outlet, publication and credits read where fields lack them.

    Marks don't overlap and come in order of start. Marking a marked report again gives the same.
    """
    lines = _lines(report)
    title_mark, title = _find_title(report, lines)
    marks = _mark_lines(report, lines, title_mark)
    marked = replace(report, marks=marks, title=title or _header_detail(report, marks, ("title", "headline")))
    outlet = _find_outlet(marked)
    marked = replace(marked, outlet=outlet)
    marked = replace(marked, title=marked.title or _header_title(marked), published=find_published(marked))
    return replace(marked, credits=find_credits(marked))


def _lines(report: Report) -> list[_Line]:
    spans = []
    for found in re.finditer(r"[^\r\n\u2028\u2029]+", report.text[report.body :]):
        stripped = found.group().strip()
        if stripped:
            start = report.body + found.start() + len(found.group()) - len(found.group().lstrip())
            spans.append((stripped, start, start + len(stripped)))
    return [_Line(text, start, end, n, len(spans)) for n, (text, start, end) in enumerate(spans)]


def _find_title(report: Report, lines: Sequence[_Line]) -> tuple[Mark | None, Detail | None]:
    if report.body:
        span = Span(report.id, 0, report.body - 1)
        return Mark(span, "title"), Detail(report.text[: report.body - 1], "field", span)
    first = next((line for line in lines[:OPENING_LINES] if not _opens(line)), None)
    if first is None or first.position + 1 >= len(lines) or not _titles(report, first, lines[first.position + 1]):
        return None, None
    value = first.text.lstrip("#").strip().strip("*").strip()
    start = report.text.index(value, first.start)
    line = Span(report.id, first.start, first.end)
    return Mark(line, "title"), Detail(value, "first line", Span(report.id, start, start + len(value)))


def _opens(line: _Line) -> bool:
    return bool(_FENCE.fullmatch(line.text)) or _opening_kind(line) is not None or _is_boilerplate(line)


def _titles(report: Report, first: _Line, following: _Line) -> bool:
    if len(first.text) >= TITLE_LENGTH or re.search(r"[.,;:…][\"'”’)]*$", first.text) or _is_caption(first):
        return False
    if (
        _find_dateline(first, report, transcript=False)
        or len(first.text.split()) < 2
        or first.text.startswith(("“", '"@', "-"))
    ):
        return False
    blank_between = report.text[first.end : following.start].replace("\r\n", "\n").count("\n") >= 2
    return first.text.startswith("#") or blank_between or len(following.text) >= 1.5 * len(first.text)


def _mark_lines(report: Report, lines: Sequence[_Line], title: Mark | None) -> tuple[Mark, ...]:
    marks = [title] if title else []
    transcript = sum(bool(_SPEAKER_LINE.match(line.text)) for line in lines) >= 3
    echoes = _echoes(lines)
    dateline_open = True
    for line in lines:
        if title and line.start == title.span.start:
            continue
        kind = _line_kind(line, report, title) or ("caption" if line.start in echoes else None)
        if kind:
            marks.extend(_whole_marks(report, line, kind))
            continue
        dateline = _find_dateline(line, report, transcript) if dateline_open and line.position < OPENING_LINES else None
        if dateline:
            marks.append(Mark(Span(report.id, line.start, line.start + dateline), "dateline"))
        # A dateline opens the story; what looks like one further down is a subhead or a speaker.
        dateline_open = dateline_open and dateline is None and len(line.text) < LINE_LENGTH / 3
        posted = _POSTED.match(line.text)
        if posted:
            marks.append(Mark(Span(report.id, line.start, line.start + len(posted.group().rstrip())), "boilerplate"))
        marks.extend(_tail_marks(report, line))
        places = (Span(report.id, line.start + start, line.start + end) for start, end in find_inserts(line.text))
        marks.extend(Mark(place, "boilerplate") for place in places)
    return tuple(sorted(marks, key=lambda m: m.span))


def _whole_marks(report: Report, line: _Line, kind: MarkKind) -> Iterator[Mark]:
    """The mark of a line that is no story, apart from that of the label where a caption has one."""
    label = _CAPTION_LABEL.match(line.text) if kind == "caption" else None
    start = line.start
    if label and label.end() < len(line.text):
        # A credit stays in a caption: it says whose picture it is.
        of_label: MarkKind = "caption" if label["credit"] else "boilerplate"
        yield Mark(Span(report.id, start, start + len(label.group().rstrip())), of_label)
        start += label.end()
    yield Mark(Span(report.id, start, line.end), kind)


def _line_kind(line: _Line, report: Report, title: Mark | None) -> MarkKind | None:
    opening = line.position < OPENING_LINES
    if opening and title and _plain(line.text) == _plain(report.text[title.span.start : title.span.end]):
        return "title"
    if opening and (kind := _opening_kind(line)):
        return kind
    if _is_boilerplate(line) or _CLOCK_LINE.fullmatch(line.text):
        return "boilerplate"
    if _is_credit(line):
        return "credit"
    if _is_caption(line):
        return "caption"
    if is_teaser(line.text, report.text):
        return "boilerplate"
    return "byline" if _names_author(line, report) else None


def _opening_kind(line: _Line) -> MarkKind | None:
    """Header or byline where a line at the start of the body says that it is one."""
    text = line.text
    if len(text) > TITLE_LENGTH + 30:
        return None
    if line.position < 3 and (_HEADER.match(text) and not _SENTENCE_END.search(text)):
        return "header"
    if _DATE_LINE.fullmatch(text) or _FILED.fullmatch(text):
        return "header"
    return "byline" if _BYLINE.fullmatch(text) else None


def _names_author(line: _Line, report: Report) -> bool:
    """Whether a line at the start is an author's name, or any bare name that opens a body with its title apart."""
    if line.position == 0 and report.body and _PLAIN_NAME.fullmatch(line.text):
        return True
    return line.position < 3 and len(line.text) < TITLE_LENGTH and _plain(line.text) in map(_plain, report.authors)


def _is_caption(line: _Line) -> bool:
    text = line.text
    if len(text) > CAPTION_LENGTH:
        return False
    if _CAPTION_START.match(text) or (
        _PHOTO_TAIL.search(text, max(0, len(text) - 160)) and not _QUOTE_MARK.search(text[-60:])
    ):
        return True
    bracket = _LAST_BRACKET.search(text)
    if bracket and _names_picture(text, bracket):
        return True
    positions = len(_POSITIONS.findall(text))
    return positions >= 2 or (positions == 1 and not re.search(r"[.!?:…][\"'”’)\]]*$", text))


def _names_picture(text: str, bracket: re.Match[str]) -> bool:
    """Whether the bracket that ends a line credits a picture: "(A. Name/AP)", "(file photo)", "(Name via AP)"."""
    inside = bracket["inside"]
    alone = bracket.start() == 0
    if _PHOTO_WORD.search(inside) and len(inside.split()) <= 14 and not _SENTENCE_END.search(inside):
        return alone or inside[0].isupper() or len(inside.split()) <= 3
    if "/" in inside and (alone or _PHOTOGRAPHER.match(inside) or any(True for _ in named_agencies(inside))):
        return len(inside.split()) <= 10
    # "… by the state agency (ABC)." explains a name; "The bridge on Monday (ABC)" credits a picture.
    open_ended = not alone and not bracket["stop"] and not _SENTENCE_END.search(text[: bracket.start()].rstrip())
    return open_ended and _only_agencies(inside)


@cache
def _agency_list() -> re.Pattern[str]:
    name = agency_pattern()
    return re.compile(rf"(?:{name})(?:(?:\s?[,/&]\s?|\s+and\s+|\s+with\s+)(?:{name}|agencies))*")


def _only_agencies(text: str) -> bool:
    return bool(_agency_list().fullmatch(text.strip()))


def _is_credit(line: _Line) -> bool:
    text = line.text
    if len(text) > LINE_LENGTH:
        return False
    signed = _SIGNED_LINE.fullmatch(text)
    if _only_agencies(signed["names"] if signed else text.strip("()[]-–— .")) or _STAFF_BRACKET.fullmatch(text):
        return True
    at_edge = line.position >= line.total - 5 or line.position < 3
    return at_edge and bool(_CREDIT_LINE.fullmatch(text))


def _is_boilerplate(line: _Line) -> bool:
    text = line.text
    if not _LETTER.search(text):
        return not re.search(r"\d", text)
    if len(_GALLERY.findall(text)) > 1 or _NUMBERED_RUN.search(text):
        return True
    if len(text) > LINE_LENGTH + 100:
        return False
    if _BOILERPLATE_START.match(text):
        return True
    lower = text.lower()
    return len(text) <= LINE_LENGTH and any(phrase in lower for phrase in _BOILERPLATE_PHRASES)


def _find_dateline(line: _Line, report: Report, transcript: bool) -> int | None:
    """The length of the dateline that a line starts with, blanks after it left out; None where it has none."""
    for pattern in _DATELINES:
        found = pattern.match(line.text)
        spoken = transcript and found and ":" in found.group()
        if found and not spoken and not _NOT_A_PLACE.match(found["place"] or "-") and found.end() < len(line.text):
            return len(found.group().rstrip())
    wired = _WIRED.match(line.text)
    if wired and _is_wire(wired["wire"].strip(" ()"), report):
        return len(wired.group().rstrip())
    for pattern in _BARE_DATELINES:
        found = pattern.match(line.text)
        if (
            found
            and not transcript
            and not _NOT_A_PLACE.match(found["place"])
            and _is_place(found["place"], report.text)
        ):
            return len(found.group().rstrip())
    return None


def _is_wire(name: str, report: Report) -> bool:
    """Whether a name in brackets is an agency's, or the outlet's own."""
    outlet = f"{report.outlet.value if report.outlet else ''} {_host(report.url) or ''}".casefold()
    return _only_agencies(name) or name.casefold() in re.split(r"[^\w-]+", outlet)


def _is_place(name: str, text: str) -> bool:
    """Whether the text uses the name as a place: "in Norden", "near Norden"; a person is spoken to or of."""
    return bool(re.search(rf"\b(?:in|at|near|outside|around|across)\s+{re.escape(name)}\b(?!['’]s)", text))


def _tail_marks(report: Report, line: _Line) -> Iterator[Mark]:
    """Credits and copyright notices that stand at the end of a paragraph of story text."""
    bracket = _LAST_BRACKET.search(line.text)
    staff = _STAFF_BRACKET.search(line.text) or _INPUTS_BRACKET.search(line.text)
    tail: tuple[int, MarkKind] | None = None
    if staff:
        tail = (staff.start(), "credit")
    elif bracket and not bracket["stop"] and _only_agencies(bracket["inside"]):
        tail = (bracket.start(), "credit")
    elif line.position == line.total - 1 and (
        signed := re.search(r"(?<=\s)[-–—]+\s?(?P<name>[A-Z][\w ]{1,30})\.?$", line.text)
    ):
        tail = (signed.start(), "credit") if _only_agencies(signed["name"]) else None
    elif copyright_notice := _COPYRIGHT_TAIL.search(line.text):
        tail = (copyright_notice.start(), "boilerplate")
    if tail and tail[0]:
        yield Mark(Span(report.id, line.start + tail[0], line.end), tail[1])


def _echoes(lines: Sequence[_Line]) -> frozenset[int]:
    """Starts of the lines that only their surroundings show to be captions: galleries, and echoes.

    An echo has no full stop and is said again in the same report: pictures carry one short text twice, or a sentence
    of the story less its full stop. Bare names are left alone, as speakers are named so in transcripts.
    """
    galleries = Counter(found["total"] for line in lines if (found := _NUMBERED_PICTURE.match(line.text)))
    counts = Counter(line.text for line in lines)
    opened = {line.start for line in lines if _is_open(line)}
    sentences = (s for line in lines if opened for s in re.split(r"(?<=[.!?])\s", line.text))
    story = {_plain(sentence) for sentence in sentences if _SENTENCE_END.search(sentence)}
    return frozenset(
        line.start
        for line in lines
        if (line.start in opened and (_plain(line.text) in story or (counts[line.text] > 1 and len(line.text) <= 100)))
        or ((found := _NUMBERED_PICTURE.match(line.text)) and galleries[found["total"]] >= 3)
    )


def _is_open(line: _Line) -> bool:
    """Whether a line is a phrase of four words or more without an end, and no post of somebody's."""
    return (
        len(line.text) <= LINE_LENGTH
        and len(line.text.split()) >= 4
        and not re.search(r"[.!?:,;…][\"'”’)\]]*$", line.text)
        and "(@" not in line.text
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _header_detail(report: Report, marks: Sequence[Mark], keys: Sequence[str]) -> Detail | None:
    for found_mark in marks:
        if found_mark.kind == "header":
            passage = report.text[found_mark.span.start : found_mark.span.end]
            found = _HEADER_FIELD.fullmatch(passage)
            if found and found["key"].casefold() in keys:
                start = found_mark.span.start + found.start("value")
                return Detail(found["value"], "header", Span(report.id, start, start + len(found["value"])))
    return None


def _header_title(report: Report) -> Detail | None:
    """What a header line says besides its date, where nothing better names the report: "date 2020-01-02 Some words"."""
    for found_mark in report.marks:
        if found_mark.kind != "header":
            continue
        passage = report.text[found_mark.span.start : found_mark.span.end]
        day = re.search(DAY, passage, re.IGNORECASE)
        rest = passage[day.end() :] if day else ""
        words = re.sub(r"^[\s,T|•·:-]*(?:\d{1,2}:\d\d(?::\d\d)?)?\s*", "", rest)
        if day and len(re.findall(r"[^\W\d_]{2,}", words)) >= 2:
            start = found_mark.span.end - len(words)
            return Detail(words, "header", Span(report.id, start, found_mark.span.end))
    return None


def _find_outlet(report: Report) -> Detail | None:
    if report.outlet and report.outlet.basis == "field":
        return report.outlet
    named = _header_detail(report, report.marks, ("outlet", "publisher", "source"))
    if named:
        return named
    host = _host(report.url)
    return Detail(host, "address", reason="the domain of its address") if host else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def mark_repeated(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports, in the order given, with what an outlet repeats on several of its reports marked as boilerplate.

    A line without quotation marks counts where it stands word for word on reports of one outlet with otherwise
    different text: on two if it is short and has no full stop, on three if it is at the edge of each, or on a fifth
    of the outlet's reports. Linear in the input; the order of the reports does not matter.
    """
    by_outlet: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if outlet := (report.outlet.value if report.outlet else _host(report.url)):
            by_outlet[outlet.casefold()].append(report)
    extra: dict[str, set[Mark]] = defaultdict(set)
    for own in by_outlet.values():
        lines = {report.id: _lines(report) for report in own}
        for repeated in _repeated_lines(lines):
            for report_id, line in repeated:
                extra[report_id].add(Mark(Span(report_id, line.start, line.end), "boilerplate"))
    return tuple(_with_marks(report, extra.get(report.id, set())) for report in reports)


def _repeated_lines(lines: Mapping[str, Sequence[_Line]]) -> Iterator[list[tuple[str, _Line]]]:
    places: dict[str, list[tuple[str, _Line]]] = defaultdict(list)
    for report_id in sorted(lines):
        for line in lines[report_id]:
            places[line.text].append((report_id, line))
    longest = {
        report_id: sorted({line.text for line in own}, key=lambda t: (-len(t), t))[:3]
        for report_id, own in lines.items()
    }
    for text, found in places.items():
        carriers = sorted({report_id for report_id, _ in found})
        texts = _different_texts(text, carriers, longest) if len(carriers) > 1 and len(text) <= CAPTION_LENGTH else 1
        if texts < 2 or _QUOTE_MARK.search(text):
            continue
        short = len(text) < 80 and not _SENTENCE_END.search(text)
        frequent = len(carriers) >= 5 and len(carriers) >= len(lines) / 5
        edge = all(line.position < EDGE_LINES or line.position >= line.total - EDGE_LINES for _, line in found)
        if short or frequent or (edge and texts >= EDGE_CARRIERS):
            yield found


def _different_texts(text: str, carriers: Sequence[str], longest: Mapping[str, Sequence[str]]) -> int:
    """How many texts the carriers of a line are, where reports that share one of their longest other lines are one."""
    group: dict[str, str] = {}
    texts = 0
    for report_id in carriers:
        keys = [t for t in longest[report_id] if t != text][:2] or [""]
        known = next((group[key] for key in keys if key in group), None)
        texts += known is None
        for key in keys:
            group.setdefault(key, known or report_id)
    return texts


def _with_marks(report: Report, extra: set[Mark]) -> Report:
    taken = sorted(report.marks, key=lambda m: m.span)
    free = [m for m in extra if not any(m.span.start < t.span.end and t.span.start < m.span.end for t in taken)]
    return replace(report, marks=tuple(sorted([*taken, *free], key=lambda m: m.span))) if free else report
