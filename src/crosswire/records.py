"""Every record that flows through Crosswire, in the order in which the steps make them; no logic."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Basis = Literal["field", "header", "dateline", "address", "first line", "other reports"]
MarkKind = Literal["title", "header", "byline", "dateline", "caption", "credit", "boilerplate"]
NameLabel = Literal["person", "organisation", "place", "other"]
DateType = Literal["DATE", "TIME", "DURATION", "SET"]
Speech = Literal["direct", "indirect", "mixed"]
Known = Literal["said", "seen", "video", "document", "media", "unnamed"]
MarkerKind = Literal["modal", "cue", "negation", "question", "condition", "plan"]
Certainty = Literal["certain", "probable", "possible", "denied", "unknown"]
Relation = Literal["copy", "edited", "partial", "rewritten"]
OriginKind = Literal["person", "organisation", "document", "agency", "outlet", "eyewitness", "unnamed"]
ConflictKind = Literal["number", "time", "place", "name", "quote", "certainty", "attribution", "denial", "other"]
TimeBasis = Literal["stated", "opening"]
Tense = Literal["past", "present", "future"]
Verdict = Literal["merge", "split", "same", "different", "independent", "dependent", "no conflict"]
Bound = Literal["exact", "about", "at least", "more than", "at most", "less than"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (code points, end excluded) of the text of the report `report`."""

    report: str
    start: int
    end: int


# Reading


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing known of a report (its title, outlet or time) and what that knowledge rests on."""

    value: str
    basis: Basis
    span: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of a report that is not story text; it is marked, never cut."""

    span: Span
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Credit:
    """A news agency that a report credits: its short form and where the report says so."""

    agency: str
    basis: Literal["credit line", "byline", "dateline", "caption", "author", "address", "copyright"]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published text; `text` is title, newline, body where a title was given apart, else the file's text.

    `body` is the offset in `text` where the body starts. `published` is ISO 8601, a date or a time,
    as exact as it is known; None where the report does not settle it.
    """

    id: str
    text: str
    body: int = 0
    title: Detail | None = None
    outlet: Detail | None = None
    published: Detail | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    path: str | None = None
    marks: tuple[Mark, ...] = ()
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An input that could not be read, or not all of it: what it is, what is wrong, what to do; the run goes on."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers made of the input: reports in order of id, and the inputs passed over."""

    reports: tuple[Report, ...]
    problems: tuple[Problem, ...] = ()


# Language


@dataclass(frozen=True, slots=True)
class Name:
    """A named person, body or place in a report; `name` is its fullest form in that report.

    `role` is what the report calls it right there beside the name: "the harbour master, Ada Quill".
    """

    span: Span
    label: NameLabel
    name: str
    role: Span | None = None


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression as TIMEX3: `value` is resolved against publication where that is known."""

    span: Span
    type: DateType
    value: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts (`unit`, a lemma, '' where none) and how it is bounded."""

    span: Span
    value: float
    unit: str
    bound: Bound = "exact"


@dataclass(frozen=True, slots=True)
class Marker:
    """The words that make something less than certain: a modal, a cue ("denied that"), a negation, a question,
    a condition, or that it was planned or wanted."""

    kind: MarkerKind
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what: `source` and `cue` are None where the report leaves them out.

    `speaker` names the source within the report: the fullest name of a person or body ("Vladimir
    Putin" for "he"), else the words of the source; None where there is none. `known` says how the
    source knows or gives it. `marker` is what makes the certainty other than certain, where words do.
    `within` is the position, among the report's statements, of the one that passes this one on
    ("state media said he replied …").
    """

    source: Span | None
    speaker: str | None
    cue: Span | None
    content: tuple[Span, ...]
    speech: Speech
    certainty: Certainty
    known: Known = "said"
    marker: Marker | None = None
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A word that tells of something happening, how surely the report presents it, and what makes it so."""

    span: Span
    certainty: Certainty
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of story text or title; `paragraph` counts from 0; `marked` where it is furniture."""

    span: Span
    paragraph: int
    marked: MarkKind | None = None


@dataclass(frozen=True, slots=True)
class Proposition:
    """A clause or sentence that carries one proposition: the unit of claims.

    `sentence` and `statement` are positions in the report's sentences and statements (the statement
    whose content or whole it is); `lemmas` are its content words in order, lower case; `tense` and
    `verb` (its lemma) are those of its main verb; `when` is the TIMEX3 value of the time that it
    tells of, where one stands in it.
    """

    span: Span
    sentence: int
    statement: int | None
    certainty: Certainty
    negated: bool
    tense: Tense
    verb: str
    lemmas: tuple[str, ...]
    names: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    when: str | None


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """A report and what it says; the vectors have unit length, a row a sentence or proposition.

    `words` are those of each proposition in order, lower case, source and cue left out; `word_vectors` has a row
    for each, of whole numbers, as long as any other.

    Of a report in a `language` that is not read only the sentences are known, and their vectors are zeros.
    """

    report: Report
    language: str
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    dates: tuple[DateExpression, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    propositions: tuple[Proposition, ...]
    words: tuple[tuple[str, ...], ...]
    sentence_vectors: NDArray[np.float32] = field(compare=False, repr=False)
    proposition_vectors: NDArray[np.float32] = field(compare=False, repr=False)
    word_vectors: NDArray[np.int8] = field(compare=False, repr=False)


# Stories


@dataclass(frozen=True, slots=True)
class Group:
    """The reports of one event, in order of id; `cohesion` 0..1 says how sure the grouping is."""

    reports: tuple[str, ...]
    cohesion: float
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The same passage in two reports."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class Copy:
    """Text that two reports share. `containment` is the share of each one's story words found in the other,
    quotations and furniture aside; `source` is the report that the other comes from, None where unclear."""

    reports: tuple[str, str]
    relation: Relation
    source: str | None
    credit: str | None
    containment: tuple[float, float]
    passages: tuple[Passage, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The reports that rest on one text, in order of id, and the agency that they credit for it."""

    id: str
    reports: tuple[str, ...]
    agency: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """The passage of one report that carries a claim, on whose word and how surely; `negated` where it says "not"."""

    id: str
    span: Span
    source: str | None
    cue: str | None
    certainty: Certainty
    published: str | None
    when: str | None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A feature of two passages, its value, and how far it moves the log-odds that they say the same (`pull`)."""

    feature: str
    value: float
    pull: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two passages say the same thing, 0..1, and what speaks for it and against, the strongest first."""

    a: Span
    b: Span
    likely: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where mentions of a claim come from; mentions (by id) with one origin count once.

    `circle` holds the reports, by id, that cite each other for it: each the next, and the last the first.
    """

    name: str
    kind: OriginKind
    mentions: tuple[str, ...]
    reason: str
    circle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition with every mention of it; `text` is its clearest mention.

    A passage that carries two propositions is a mention of two claims, with one id in both. `judged` says what a
    person decided of its mentions: that they tell the same, or not.
    """

    id: str
    text: Span
    mentions: tuple[Mention, ...]
    origins: tuple[Origin, ...] = ()
    origins_min: int = 0
    origins_max: int = 0
    judged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that several reports quote; `drift` where the words themselves differ."""

    id: str
    speaker: str | None
    drift: bool
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Mentions that differ; `along` is the lineage on whose way the change came about (drift), by id.

    `direction` then gives the pairs of reports from the first of which it changed to the second, where that is known.
    """

    id: str
    kind: ConflictKind
    claim: str | None
    mentions: tuple[Span, ...]
    along: str | None
    superseded: bool
    reason: str
    direction: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """Something that happened at a known time: `when` is a TIMEX3 value, `span` the passage that tells it.

    `basis` says whether the passage states the time or has it from the opening of its report.
    """

    when: str
    span: Span
    claim: str | None
    basis: TimeBasis = "stated"


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event and all that was found in them."""

    id: str
    title: Span
    reports: tuple[str, ...]
    group: Group
    copies: tuple[Copy, ...]
    lineages: tuple[Lineage, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    conflicts: tuple[Conflict, ...]
    timeline: tuple[TimelineEvent, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a run found: the reports in order of id, their stories, and the inputs passed over."""

    reports: tuple[Report, ...]
    stories: tuple[Story, ...]
    problems: tuple[Problem, ...] = ()


# Judgements


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage that was judged: its words, and where they stood in that version of its report; `now` is where the
    same words stand in the text of today, None where they are gone."""

    words: str
    version: int
    span: Span
    now: Span | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided; it wins over the machine in every story that holds one of `reports`.

    `about` names what was judged: the reports that are an event of their own (split), two mentions by id (same,
    different), a source (independent, dependent), the kind of a conflict and its passages as report:start-end, or the
    stories by id that are one (merge). `at` is ISO 8601 in UTC; `undone_by` and `undone_at` where it was taken back.
    `passages` are those of the mentions or the conflict, whose words it follows into new versions of their reports;
    `lapsed` says why it no longer applies, and `overruled_by` is the number of a later one on the same, where so.
    """

    number: int
    verdict: Verdict
    about: tuple[str, ...]
    reports: tuple[str, ...]
    by: str
    at: str
    why: str
    undone_by: str | None = None
    undone_at: str | None = None
    passages: tuple[JudgedPassage, ...] = ()
    lapsed: str = ""
    overruled_by: int | None = None
