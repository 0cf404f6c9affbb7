"""Turns of talk in transcripts and interviews: who speaks, as the label says, and the paragraphs that are said."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crosswire.language.parsing import paragraphs
from crosswire.language.people import TITLES
from crosswire.records import Certainty, Mark, Marker, Span, Statement

FEWEST_TURNS = 4
LEAST_TALK = 0.5  # share of the turns that sound like talk
LEAST_TALK_OF_PERSONS = 0.25  # and where the speakers are known to be persons: reporters tell more than they talk
LONGEST_ASIDE = 3  # paragraphs of a turn in a row that do not sound like talk

_WORD = r"[A-ZÀ-Þ][\w.'’-]*"
_ASIDE = r"(?: ?\([^()\n]{1,60}\))?(?:, [A-Z][A-Z .'’-]{2,40})?"
_LABEL = re.compile(
    rf"\*{{0,2}}(?P<label>(?:{_WORD})(?: (?:{_WORD}|of|the|de|van|von|al|bin|\d)){{0,5}}){_ASIDE}\*{{0,2}}(?P<cue>:)"
    r"\*{0,2}(?=\s|$|[“\"‘'«])"
)
_LETTER = re.compile(r"(?P<label>[QA])(?P<cue>[.:])\*{0,2}(?=\s|$)")
_LETTER_WITHIN = re.compile(r"(?<=[.?!…”\"] )(?P<label>[QA])(?P<cue>:)(?=\s)")
_INITIALS = re.compile(r"[A-Z]{2,3}")
_FULL_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,2}}")
_OWNED = re.compile(r"['’][Ss] ")
_LABEL_LIKE = re.compile(r"\S+(?: \S+){0,4}:\s")
_QUOTES = "“\"‘'«„"
_STAGE = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\])[.\s]*")
_TALK = re.compile(r"\b(?:I|I['’]\w+|[Mm]e|[Mm]y|[Ww]e|[Ww]e['’]\w+|[Uu]s|[Oo]ur|[Yy]ou|[Yy]ou['’]\w+|[Yy]our)\b|\?")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Ww]e|[Ww]e['’]\w+|[Oo]ur)\b")
_SAID = r"(?:said|says|told|tells|added|adds|asked|replied|wrote|explained|recalled)"
_NARRATED = re.compile(rf"[”\"’'»] (?:\w+\W+){{0,4}}{_SAID}\b|\b{_SAID},? [“\"‘«]")
_PERSON_SAID = re.compile(rf"(?P<name>[A-ZÀ-Þ][\w'’-]+) {_SAID}\b")
_QUESTION_END = re.compile(r"\?[\"”’')\]*]*$")
_STOP_END = re.compile(r"[.!?…:;,][\"”’')\]*]*$")

_ASKED = frozenset("q question".split())
_ANSWERED = frozenset("a answer".split())
# Who may be named by what they are in a transcript; the titles of names.py count too.
_ROLES = frozenset(
    "interviewer interviewee reporter reporters journalist moderator host presenter anchor correspondent narrator "
    "dispatcher operator caller officer pilot controller tower captain man woman boy girl male female voice speaker "
    "audience crowd group protester protesters witness defendant prosecutor counsel clerk juror resident student "
    "questioner respondent translator interpreter me us them".split()
)
_FUNCTION_WORDS = frozenset("a an and at by for in more of on or the this to with".split())
# What stands before a colon line after line and names nobody.
_TOPICS = frozenset(
    "where when what who why how which date dates time times place venue price prices ticket tickets cost entry "
    "admission address phone telephone email e-mail website web contact note notes update updated updates correction "
    "related read watch listen photo photos video image caption source sources credit fact facts claim claims verdict "
    "rating ratings conclusion background context analysis pro pros con cons winner winners loser losers vote votes "
    "result results score scores weather high low ingredients method serves servings preparation directions step tip "
    "tips name age born died occupation education party height weight job type stage company timeline key summary "
    "headline title subject re to from cc cons strengths weaknesses chances bottom-line takeaway more also first "
    "second third finally meanwhile dissent dissenters concurrence poll polls approval favorable unfavorable coverage "
    "perspective comeback reading breaking live trending exclusive warning reality truth rumour rumor myth "
    "translation remarks statement speech topic issue question-of-the-day deadline location genre director cast "
    "runtime author publisher pages opponent record kickoff tv radio stream line forecast monday tuesday wednesday "
    "thursday friday saturday sunday now then today democrats republicans".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch, as offsets: the label, its colon, a stretch of content a paragraph.

    `name` is the label in a normal case, initials in full; None where it names nobody ("Q", "A"). `asks`
    where the turn ends in a question or is labelled one.
    """

    speaker: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    name: str | None
    asks: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or the part of one from a label on; `label` is "" where it has none, `key` what it is counted by."""

    start: int
    end: int
    said: int
    label: str = ""
    at: int = 0
    cue: int = 0
    key: str = ""


def find_turns(text: str, marks: Sequence[Mark] = ()) -> tuple[Turn, ...]:
    """Find the turns of a transcript or interview in order; none where the text is neither. In linear time.

    Labels ("ADA QUILL:", "Q:", "Interviewer:") count where several alternate and what follows them
    sounds like talk. Interviews whose questions are set apart by type alone are left as they are: nothing
    tells who answers.
    """
    lines = _spelt_out(_lines(text, marks))
    keys = _speakers(text, lines)
    turns = tuple(_turns(text, lines, keys)) if keys else ()
    return turns if len(turns) >= FEWEST_TURNS and len({text[slice(*turn.speaker)] for turn in turns}) > 1 else ()


def turn_statements(report: str, turns: Iterable[Turn]) -> tuple[Statement, ...]:
    """Give each turn as a statement in direct speech, its cue the colon; a turn that asks has certainty "unknown"."""
    found = []
    for turn in turns:
        content = tuple(Span(report, start, end) for start, end in turn.content)
        last = content[-1].end
        certainty: Certainty = "unknown" if turn.asks else "certain"
        marker = Marker("question", Span(report, last - 1, last)) if turn.asks else None
        source, cue = Span(report, *turn.speaker), Span(report, *turn.cue)
        found.append(Statement(source, turn.name, cue, content, "direct", certainty, marker=marker))
    return tuple(found)


# Labels


def _lines(text: str, marks: Sequence[Mark]) -> list[_Line]:
    """The paragraphs that are no furniture, cut before each label."""
    covered = sorted((m.span.start, m.span.end) for m in marks if m.kind != "dateline")
    starts = [start for start, _ in covered]
    lines: list[_Line] = []
    for start, end in paragraphs(text):
        at = bisect_right(starts, start) - 1
        if at >= 0 and covered[at][1] > start:
            continue
        lines += _labelled(text, start, end)
    return lines


def _labelled(text: str, start: int, end: int) -> Iterator[_Line]:
    opening = _LETTER.match(text, start, end) or _LABEL.match(text, start, end)
    if opening is None:
        yield _Line(start, end, start)
        return
    labels = [opening]
    if opening["label"] in ("Q", "A"):
        labels += _LETTER_WITHIN.finditer(text, opening.end(), end)
    bounds = [*(m.start() for m in labels[1:]), end]
    for m, until in zip(labels, bounds, strict=True):
        said, stop = m.end(), until
        while said < stop and text[said].isspace():
            said += 1
        while stop > said and text[stop - 1].isspace():
            stop -= 1
        label = m["label"]
        yield _Line(m.start(), stop, said, label, m.start("label"), m.start("cue"), _key(label))


def _key(label: str) -> str:
    """What a speaker is counted by: the surname ("ADA QUILL", "Quill", "MR. QUILL"), or the whole of initials."""
    words = [word.strip(".'’").casefold() for word in label.split()]
    if label.endswith(("'s", "’s", "'S", "’S")):
        return ""
    return " ".join(words[-2:]) if words[-1].isdigit() else words[-1]


def _spelt_out(lines: Sequence[_Line]) -> list[_Line]:
    """Count a name in full with its initials where later turns are labelled so ("Ada Quill:", then "AQ:")."""
    counts = Counter(line.label for line in lines if _INITIALS.fullmatch(line.label))
    initials = {label for label, count in counts.items() if count > 1}
    return [replace(line, key=_initials(line.label).casefold()) if _initials(line.label) in initials else line
            for line in lines]  # fmt: skip


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()) if " " in name else ""


def _speakers(text: str, lines: Sequence[_Line]) -> frozenset[str]:
    """The keys of those who speak, if the labels of a text are those of a transcript or an interview."""
    labelled = [line for line in lines if line.key and not _is_topic(line.label)]
    counts = Counter(line.key for line in labelled)
    repeated = {key for key, count in counts.items() if count > 1}
    again = [line for line in labelled if line.key in repeated and not _INITIALS.fullmatch(line.label)]
    shouted = sum(line.label.isupper() for line in again) > len(again) / 2
    turns = [line for line in labelled if line.key in repeated or _may_speak(line.label, shouted)]
    keys = frozenset(line.key for line in turns)
    changes = sum(a.key != b.key for a, b in pairwise(turns))
    often = sum(line.key in repeated for line in turns)
    # One speaker met again and again among many met once: a reporter's piece with the voices in it.
    if len(turns) < FEWEST_TURNS or len(keys) < 2 or 2 * changes < len(turns) - 1 or 2 * often < len(turns):
        return frozenset()
    if keys & _ASKED and keys & _ANSWERED:
        asked = [line for line in turns if line.key in _ASKED]
        return keys if 2 * sum("?" in text[q.said : q.end] for q in asked) >= len(asked) else frozenset()
    return keys if _sound_like_talk(text, lines, turns) else frozenset()


def _words(label: str) -> list[str]:
    return [word.strip(".'’").casefold() for word in label.split()]


def _is_topic(label: str) -> bool:
    words = _words(label)
    # "JUST SEEN Orlo:" leads to a picture.
    heading = label.split()[0].isupper() and len(words[0]) > 3 and not label.split()[-1].isupper()
    return words[0] in _TOPICS or words[-1] in _TOPICS or (heading and words[0] not in TITLES)


def _may_speak(label: str, shouted: bool) -> bool:
    """Tell whether a label met once may be one of the speakers: in capitals where the others are, else like a name."""
    words = _words(label)
    if any(word in TITLES or word in _ROLES for word in words):
        return True
    if any(word in _FUNCTION_WORDS for word in words) or len(label) < 2 or len(words) > 4 or _OWNED.search(label):
        return False
    return label.isupper() if shouted else len(words) > 1 and not label.isupper()


def _sound_like_talk(text: str, lines: Sequence[_Line], turns: Sequence[_Line]) -> bool:
    """Tell whether enough of the turns sound like talk ("I", "you", a question), and those of nearly every speaker."""
    following = {a.start: b for a, b in pairwise(lines)}
    heard: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        after = following.get(turn.start)
        # "STEVE ORLO, HOST:" may stand on a line of its own.
        end = after.end if turn.said >= turn.end and after is not None and not after.label else turn.end
        heard[turn.key].append(bool(_TALK.search(text, turn.said, end)))
    persons = _persons(turns)
    if any(len(talk) > 2 and sum(talk) < 0.3 * len(talk) for key, talk in heard.items() if key not in persons):
        return False
    known = sum(turn.key in persons for turn in turns)
    least = LEAST_TALK_OF_PERSONS if 2 * known >= len(turns) else LEAST_TALK
    return sum(sum(talk) for talk in heard.values()) >= least * len(turns)


def _persons(turns: Sequence[_Line]) -> frozenset[str]:
    """The speakers whose labels show that they are persons: by a title or role, or named in full and then short."""
    forms: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        forms[turn.key].add(turn.label)
    return frozenset(
        key
        for key, labels in forms.items()
        if len({len(label.split()) for label in labels}) > 1
        or any(word in TITLES or word in _ROLES for label in labels for word in _words(label))
    )


# Turns


def _turns(text: str, lines: Sequence[_Line], keys: frozenset[str]) -> Iterator[Turn]:
    names = _names(text, [line for line in lines if line.key in keys])
    own = [n for n, line in enumerate(lines) if line.key in keys]
    endings = [bool(_QUESTION_END.search(text, lines[n].said, lines[n].end)) for n in own]
    at_length = any(_goes_on(lines, n) for n in own[:-1])
    interviewer = any(2 * sum(asks) >= len(asks) > 1 for asks in _by_key(lines, own, endings))
    for position, n in enumerate(own):
        until = own[position + 1] if position + 1 < len(own) else len(lines)
        after = lines[n + 1 : until]
        # A question on its own between labelled answers is the interviewer's, whom nothing names.
        while not interviewer and after and until < len(lines) and _is_question(text, after[-1]):
            after = after[:-1]
        last = until == len(lines)
        content = list(_content(text, lines[n], after if at_length or not last else after[:1], keys, last))
        if content:
            asks = lines[n].key in _ASKED or bool(_QUESTION_END.search(text, *content[-1]))
            label, cue = lines[n].at, lines[n].cue
            yield Turn(
                (label, label + len(lines[n].label)), (cue, cue + 1), tuple(content), names[lines[n].label], asks
            )


def _goes_on(lines: Sequence[_Line], n: int) -> bool:
    """Tell whether a turn has more than one paragraph."""
    paragraphs = 2 if lines[n].said >= lines[n].end else 1
    return not any(line.key for line in lines[n + 1 : n + 1 + paragraphs])


def _by_key(lines: Sequence[_Line], own: Sequence[int], endings: Sequence[bool]) -> Iterable[list[bool]]:
    found: dict[str, list[bool]] = defaultdict(list)
    for n, ending in zip(own, endings, strict=True):
        found[lines[n].key].append(ending)
    return found.values()


def _is_question(text: str, line: _Line) -> bool:
    return not line.label and bool(_QUESTION_END.search(text, line.start, line.end))


def _content(
    text: str, line: _Line, after: Sequence[_Line], keys: frozenset[str], last: bool
) -> Iterator[tuple[int, int]]:
    """The stretches that a speaker says: after the label, and the paragraphs from there on that go on talking."""
    start = line.said
    while stage := _STAGE.match(text, start, line.end):
        start = stage.end()
    if start < line.end:
        yield start, line.end
        if text[start] in _QUOTES:
            after = [further for further in after if text[further.start] in _QUOTES]
    aside = 0
    for further in after:
        passage = text[further.start : further.end]
        if _STAGE.fullmatch(passage) or not _STOP_END.search(passage) or not re.search(r"\w", passage):
            continue
        if passage.endswith(":") or _LABEL_LIKE.match(passage) or _is_narrated(passage, keys):
            return
        talk = bool(_TALK.search(passage))
        aside = 0 if talk else aside + 1
        # After the last label the report may go on, or notes on the transcript follow.
        if aside > LONGEST_ASIDE or (last and not talk):
            return
        yield further.start, further.end


def _is_narrated(passage: str, keys: frozenset[str]) -> bool:
    """Tell whether a paragraph tells of talk, of the speakers' perhaps, and is none."""
    if _NARRATED.search(passage) and not _FIRST_PERSON.match(passage):
        return True
    return any(m["name"].casefold() in keys for m in _PERSON_SAID.finditer(passage))


# Names


def _names(text: str, lines: Sequence[_Line]) -> dict[str, str | None]:
    """The name that each label stands for: in the case that the text has elsewhere, initials in full."""
    labels = list(dict.fromkeys(line.label for line in lines))
    cores = {label: _without_titles(label) for label in labels}
    wanted = {core.split()[-1].casefold() for core in cores.values()}
    places: dict[str, list[int]] = defaultdict(list)
    for m in re.finditer(r"[\w'’-]+", text):
        if m.group().casefold() in wanted:
            places[m.group().casefold()].append(m.end())
    before = text[: lines[0].start] if lines else ""
    full = [*(label for label in labels if " " in label), *dict.fromkeys(_FULL_NAME.findall(before))]
    names: dict[str, str | None] = {}
    for label in labels:
        core = cores[label]
        if core.casefold() in _ASKED | _ANSWERED:
            names[label] = None
            continue
        names[label] = label
        if label.isupper():
            names[label] = _elsewhere(text, core, places[core.split()[-1].casefold()]) or label
        if names[label] == label and _INITIALS.fullmatch(label):
            meant = dict.fromkeys(name for name in full if _initials(name) == label)
            names[label] = next(iter(meant)) if len(meant) == 1 else label
    return names


def _without_titles(label: str) -> str:
    words = label.split()
    while len(words) > 1 and words[0].strip(".").casefold() in TITLES:
        words.pop(0)
    return " ".join(words)


def _elsewhere(text: str, name: str, ends: Sequence[int]) -> str | None:
    """The first place where the text has a name in other than capitals."""
    for end in ends:
        form = text[end - len(name) : end]
        if form.casefold() == name.casefold() and not form.isupper() and form[:1].isupper():
            return form
    return None
