"""Copying: which text came from which, word for word or in other words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from crosswire.alignment import SharedPassage, WordSequence, align_sentences, sequence_words, shared_passages
from crosswire.language.speech import find_speech
from crosswire.lineage import credited_agencies, find_source, percent, shared_credit
from crosswire.records import AnnotatedReport, Copy, Passage, Relation, Report, Span

# The figures are printed by training/fit_copying.py. On the six annotated stories (27 copied pairs of 62) these give
# every pair and no false one, and the relation of 26.
COPY = 0.9  # containment: "nearly all of one is word for word in the other"; gold copies have .97 and more
EDITED = 0.5  # "most of it, with changes"; gold has .57 to .82
PARTIAL = 22  # shared words, quotations aside: "some passages"; gold of all eighteen has 24 and more, or up to 18
LEFT = 30  # shared words up to which they are what a rewording left as it was
BRIEF = 15  # shared words from which a brief of a sentence or two can be a copy
ALERT = 8  # and from which one can be, where both reports credit one agency,
ALERTED = 0.4  # with this containment
QUOTED = 3  # words; what stands in quotation marks from here on is a quotation, not a word set apart

# Mean closeness, in order, of the n sentences of the shorter report: REWRITTEN + CHANCE / n and above is a rewording.
# Short reports of one event come close by chance. Of pairs that share no passage, none of 303 of one event reaches it
# in news by many outlets, none of 1,780 of two like events, and 8 of 1,686 in very short reports of one event.
REWRITTEN = 0.24
CHANCE = 1.0
UNLIKE = 0.4  # cosine up to which two sentences of one event are no closer than any two
ALIKE = 0.55  # cosine from which two sentences are shown as the same
OVERLAP = 0.25  # weight of the shared content words beside the cosine
SENTENCES = 6  # a rewording can't be told from a brief on the same event in fewer
TRACES = 0.03  # share of its words that start a run of TRACE words of the other: rewording leaves such scraps
TRACE = 4
UNTRACED = 0.12  # how much closer the sentences must be where no such scraps are left
BOTH = 0.5  # share of the longer report's sentences that a rewording tells, where passages are shared too
THROUGH = 3  # sentences that stand in a third report word for word and in the other in other words

_WORD = re.compile(r"\w+")
# The end of a post set into the page: "… — Name (@account) May 1, 2020"; a post in two reports is shared quotation.
_POST_END = re.compile(r"[—–-] [^\n—–]{1,60}\(@\w+\) [A-Z][a-z]+ \d{1,2}, \d{4}")
LONGEST_POST = 660  # characters; a paragraph that is longer holds more than the post

# Words of three letters or more only: shorter ones are left out by their length.
_FUNCTION_WORDS = frozenset(
    (
        "the and for with from but that this its was are were been has have had his her their "
        "they she him them who which what will would could may might can not after before when while where "
        "into about over also more than there out all any one two said says say told according mrs"
    ).split()
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A report made ready for comparison; the sentences are those of the story that are mostly not quotation."""

    report: Report
    words: WordSequence
    sentences: tuple[Span, ...]
    vectors: NDArray[np.float32]
    content: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Rewording:
    """Sentences of two reports that say the same in one order, how close all are, and how close they must be."""

    pairs: tuple[tuple[int, int], ...]
    closeness: float
    least: float


def trace_copies(reports: Sequence[AnnotatedReport]) -> tuple[Copy, ...]:
    """Find which reports of one story share text, and how; pairs that share none are left out.

    Relations as in METER (Gaizauskas et al. 2001) with rewording added; quotations and furniture are
    masked before anything is counted. The pairs come in order of their reports' ids.
    """
    numbers: dict[tuple[str, ...], int] = {}
    drafts = [_draft(report, numbers) for report in sorted(reports, key=lambda report: report.report.id)]
    direct = [copy for a, b in combinations(drafts, 2) if (copy := _compare(a, b)) is not None]
    by_id = {report.report.id: report.report for report in reports}
    direct += _alerts(drafts, direct, credited_agencies(by_id, direct))
    credited = credited_agencies(by_id, direct)
    found = [_settle(copy, by_id, credited) for copy in direct]
    return tuple(sorted(found + _by_way(drafts, found), key=lambda copy: copy.reports))


def quoted_spans(annotated: AnnotatedReport) -> tuple[Span, ...]:
    """Find the quotations of a report that copying leaves aside: marks, posts and direct speech, in order."""
    report = annotated.report
    between = [Span(report.id, found.start, found.end) for found in find_speech(report.text)]
    between += [
        span for statement in annotated.statements if statement.speech == "direct" for span in statement.content
    ]
    long = [span for span in between if len(_WORD.findall(report.text, span.start, span.end)) >= QUOTED]
    ends = [match.end() for match in _POST_END.finditer(report.text)] if "(@" in report.text else []
    posts = [Span(report.id, report.text.rfind("\n", 0, end) + 1, end) for end in ends]
    posts = [post for post in posts if post.end - post.start <= LONGEST_POST]
    return tuple(sorted({*long, *posts}))


def _draft(annotated: AnnotatedReport, numbers: dict[tuple[str, ...], int]) -> _Draft:
    report = annotated.report
    quoted = quoted_spans(annotated)
    furniture = [Span(report.id, 0, report.body), *(mark.span for mark in report.marks)]
    furniture += [sentence.span for sentence in annotated.sentences if sentence.marked]
    words = sequence_words(report.id, report.text, quoted, furniture, numbers)
    rows, content = [], []
    for row, sentence in enumerate(annotated.sentences):
        first, last = np.searchsorted(words.starts, (sentence.span.start, sentence.span.end))
        every = len(_WORD.findall(report.text, sentence.span.start, sentence.span.end))
        if last - first >= max(5, every / 2):
            rows.append(row)
            own = words.words[first:last]
            content.append(frozenset(word for word in own if len(word) > 2 and word not in _FUNCTION_WORDS))
    spans = tuple(annotated.sentences[row].span for row in rows)
    return _Draft(report, words, spans, annotated.sentence_vectors[rows], tuple(content))


def _compare(a: _Draft, b: _Draft) -> Copy | None:
    shared = shared_passages(a.words, b.words)
    count = sum(passage.shared for passage in shared)
    containment = (_share(count, len(a.words.words)), _share(count, len(b.words.words)))
    most = max(containment)
    alert = count >= ALERT and most >= ALERTED and _one_agency(a.report, b.report)
    if alert or (count >= BRIEF and most >= EDITED):
        return _copied("copy" if most >= COPY else "edited", a, b, shared, containment)
    rewording = _reword(a, b)
    if rewording is not None and (count < LEFT or _told(rewording, a, b) >= BOTH):
        return _rewritten(a, b, rewording, containment)
    if count >= PARTIAL:
        return _copied("partial", a, b, shared, containment)
    return None


def _alerts(
    drafts: Sequence[_Draft], direct: Sequence[Copy], credited: Mapping[str, tuple[str, ...]]
) -> Iterator[Copy]:
    """Find agency alerts in reports that credit the agency for a picture and share its text with others."""
    known = {copy.reports for copy in direct}
    for a, b in combinations(drafts, 2):
        ids = a.report.id, b.report.id
        # Where both credit the agency for their text, they were compared as such.
        if ids in known or _one_agency(a.report, b.report) or not {*credited[ids[0]]} & {*credited[ids[1]]}:
            continue
        shared = shared_passages(a.words, b.words)
        count = sum(passage.shared for passage in shared)
        containment = (_share(count, len(a.words.words)), _share(count, len(b.words.words)))
        if count >= ALERT and max(containment) >= ALERTED:
            yield _copied("copy" if max(containment) >= COPY else "edited", a, b, shared, containment)


def _one_agency(a: Report, b: Report) -> bool:
    """Whether both reports credit one agency for their text, and not for a picture."""
    x, y = ({credit.agency for credit in report.credits if credit.basis != "caption"} for report in (a, b))
    return bool(x & y)


def _share(count: int, total: int) -> float:
    return round(count / total, 4) if total else 0.0


def _reword(a: _Draft, b: _Draft) -> _Rewording | None:
    """Align the sentences of two reports in order; None where they are no closer than two independent reports."""
    if len(a.sentences) > len(b.sentences):
        turned = _reword(b, a)
        return turned and _Rewording(tuple((i, j) for j, i in turned.pairs), turned.closeness, turned.least)
    if len(a.sentences) < SENTENCES:
        return None
    least = REWRITTEN + CHANCE / len(a.sentences)
    cosine = a.vectors @ b.vectors.T
    closest = cosine.max(axis=1)
    # The most that the words could add: most pairs of reports end here, before any word is looked at.
    if float((np.maximum(closest - UNLIKE, 0) + OVERLAP * (closest >= ALIKE)).mean()) < least:
        return None
    pairs, total = _align(a, b, cosine)
    if total < least + UNTRACED and _traces(a.words, b.words) < TRACES:
        least += UNTRACED
    if total < least:
        return None
    return _Rewording(tuple(pair for pair in pairs if cosine[pair] >= ALIKE), total, least)


def _align(a: _Draft, b: _Draft, cosine: NDArray[np.float32]) -> tuple[tuple[tuple[int, int], ...], float]:
    """Align the sentences of a shorter report with those of a longer one; give the mean closeness over the shorter."""
    closeness = np.maximum(cosine - UNLIKE, 0)
    for i, j in np.argwhere(cosine >= ALIKE):
        fewer = min(len(a.content[i]), len(b.content[j]))
        closeness[i, j] += OVERLAP * len(a.content[i] & b.content[j]) / fewer if fewer else 0
    pairs = align_sentences(closeness)
    return pairs, sum(float(closeness[pair]) for pair in pairs) / len(a.sentences)


def _traces(a: WordSequence, b: WordSequence) -> float:
    runs = [{tuple(s.words[i : i + TRACE]) for i in range(len(s.words) - TRACE + 1)} for s in (a, b)]
    return len(runs[0] & runs[1]) / max(1, min(len(a.words), len(b.words)))


def _told(rewording: _Rewording, a: _Draft, b: _Draft) -> float:
    """The share of its sentences that the report with the smaller share has in the rewording."""
    first = len({i for i, _ in rewording.pairs}) / len(a.sentences)
    return min(first, len({j for _, j in rewording.pairs}) / len(b.sentences))


def _copied(
    relation: Relation, a: _Draft, b: _Draft, shared: Sequence[SharedPassage], containment: tuple[float, float]
) -> Copy:
    """Make the record of text shared word for word, credit and direction still open."""
    passages = tuple(Passage(_span(a.words, passage.a), _span(b.words, passage.b)) for passage in shared)
    longest = max(passage.shared for passage in shared)
    where = f"in one passage of {longest} words"
    if len(shared) > 1:
        where = f"in {len(shared)} passages, the longest {longest} words"
    inside, other = (a, b) if containment[0] >= containment[1] else (b, a)
    share = f"{percent(max(containment))} of {inside.report.id}"
    reason = f"{share} stands word for word in {other.report.id}, quotations aside, {where}"
    return Copy((a.report.id, b.report.id), relation, None, None, containment, passages, reason)


def _rewritten(a: _Draft, b: _Draft, rewording: _Rewording, containment: tuple[float, float]) -> Copy:
    """Make the record of a rewording: its passages are the pairs of sentences that say the same."""
    passages = tuple(Passage(a.sentences[i], b.sentences[j]) for i, j in rewording.pairs)
    told = [(len({i for i, _ in rewording.pairs}), a), (len({j for _, j in rewording.pairs}), b)]
    (count, inside), (_, other) = told if len(a.sentences) <= len(b.sentences) else told[::-1]
    reason = (
        f"{count} of the {len(inside.sentences)} sentences of {inside.report.id} say in other words, in the same "
        f"order, what {other.report.id} says (closeness {rewording.closeness:.2f}; independent reports as long stay "
        f"below {rewording.least:.2f})"
    )
    return Copy((a.report.id, b.report.id), "rewritten", None, None, containment, passages, reason)


def _by_way(drafts: Sequence[_Draft], direct: Sequence[Copy]) -> list[Copy]:
    """Find reports that hold passages which another has only in other words, through a third that holds both.

    A rewording leaves too little of a passage to be seen from a report that shares no more than some passages;
    where those passages are the very ones that were reworded, the two reports rest on the same text.
    """
    of = {draft.report.id: draft for draft in drafts}
    known = {copy.reports for copy in direct}
    verbatim: dict[str, list[Copy]] = {}
    for copy in direct:
        for report in copy.reports if copy.relation != "rewritten" else ():
            verbatim.setdefault(report, []).append(copy)
    found: dict[tuple[str, str], Copy] = {}
    for reworded in (copy for copy in direct if copy.relation == "rewritten"):
        for middle in reworded.reports:
            for shared in verbatim.get(middle, ()):
                (holder,), (reworder,) = set(shared.reports) - {middle}, set(reworded.reports) - {middle}
                pair = (min(holder, reworder), max(holder, reworder))
                if pair in known or pair in found:
                    continue
                through = _through(of[holder], of[reworder], reworded, shared)
                if through is not None:
                    found[pair] = through
    return list(found.values())


def _through(holder: _Draft, reworder: _Draft, reworded: Copy, shared: Copy) -> Copy | None:
    (middle,) = set(reworded.reports) & set(shared.reports)
    pairs = set()
    for told in reworded.passages:
        sentence, other = _sides(told, middle)
        row = reworder.sentences.index(other)
        for within, far in (_sides(same, middle) for same in shared.passages):
            if 2 * _overlap(sentence, within) >= min(sentence.end - sentence.start, within.end - within.start):
                pairs |= {(i, row) for i, held in enumerate(holder.sentences) if _overlap(held, far) > 0}
    cosine = holder.vectors @ reworder.vectors.T
    best = {row: max((cosine[pair], pair) for pair in pairs if pair[1] == row) for _, row in pairs}
    kept = sorted(pair for value, pair in best.values() if value >= ALIKE)
    if len({i for i, _ in kept}) < THROUGH:
        return None
    count = sum(passage.shared for passage in shared_passages(holder.words, reworder.words))
    containment = (_share(count, len(holder.words.words)), _share(count, len(reworder.words.words)))
    passages = tuple(Passage(holder.sentences[i], reworder.sentences[j]) for i, j in kept)
    reason = (
        f"{len(passages)} sentences that {middle} shares word for word with {holder.report.id} stand in other words in "
        f"{reworder.report.id}, which says in other words what {middle} says; so both rest on one text"
    )
    credit = shared.credit if shared.credit is not None else reworded.credit
    copy = Copy((holder.report.id, reworder.report.id), "partial", None, credit, containment, passages, reason)
    return copy if holder.report.id < reworder.report.id else _turned(copy)


def _turned(copy: Copy) -> Copy:
    passages = tuple(sorted((Passage(p.b, p.a) for p in copy.passages), key=lambda passage: passage.a))
    return replace(copy, reports=copy.reports[::-1], containment=copy.containment[::-1], passages=passages)


def _overlap(a: Span, b: Span) -> int:
    return min(a.end, b.end) - max(a.start, b.start)


def _sides(passage: Passage, report: str) -> tuple[Span, Span]:
    """The side of a passage in the report, then the other."""
    return (passage.a, passage.b) if passage.a.report == report else (passage.b, passage.a)


def _span(words: WordSequence, positions: tuple[int, int]) -> Span:
    return Span(words.report, words.starts[positions[0]], words.ends[positions[1] - 1])


def _settle(copy: Copy, by_id: Mapping[str, Report], credited: Mapping[str, tuple[str, ...]]) -> Copy:
    """Add whom the shared text is credited to and which report it comes from."""
    a, b = (by_id[report] for report in copy.reports)
    credited_copy = replace(copy, credit=shared_credit(credited, a.id, b.id))
    source, why = find_source(a, b, credited_copy, credited)
    return replace(credited_copy, source=source, reason=f"{copy.reason}; {why}")
