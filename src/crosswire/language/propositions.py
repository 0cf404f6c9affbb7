"""Propositions: the clauses and sentences that carry one proposition each, the units of claims."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crosswire.language.certainty import effect, is_negated, modality
from crosswire.language.chains import names_document
from crosswire.language.cues import INTENDING, OBJECT, REPORTING, SAYING, VOUCHING
from crosswire.language.parsing import ParsedSentence, by_sentence, end_of, start_of, tense_of
from crosswire.language.speech import Quotation
from crosswire.records import Certainty, DateExpression, Name, Proposition, Quantity, Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Token

LEAST_COORDINATED = 4  # content words that each side of a split keeps where they share a subject
LEAST_INDEPENDENT = 2  # and where each has its own
LEAST_SUBORDINATE = 5
_SUBORDINATORS = frozenset("while whereas after as although though because before when since".split())
_DANGLING = frozenset("and but or so yet nor while whereas as although though because when that , ; : - – — …".split())
# "three days after …" is one expression.
_MEASURES = frozenset("minute hour day week month year decade shortly just soon long moment second".split())
_OPENING = frozenset("that whether if how why what when where who".split())
_ENDS = frozenset(".?!…;")
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_NOUN_PHRASE = frozenset(("DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "POS", "JJ", "CD"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))


def find_propositions(
    report: str,
    text: str,
    sentences: Sequence[ParsedSentence],
    quotations: Sequence[Quotation],
    statements: Sequence[Statement],
    names: Sequence[Name],
    dates: Sequence[DateExpression],
    quantities: Sequence[Quantity],
) -> tuple[Proposition, ...]:
    """Find propositions in order of place; none overlaps another and none holds furniture but captions."""
    found: list[Proposition] = []
    subjects = _named_subjects(sentences, names)
    spoken = by_sentence(sentences, ((q.start, q.end) for q in quotations))
    stated = by_sentence(sentences, (_extent(s) for s in statements))
    named, dated, counted = (
        by_sentence(sentences, ((i.span.start, i.span.end) for i in items)) for items in (names, dates, quantities)
    )
    for number, sentence in enumerate(sentences):
        if sentence.marked not in (None, "title", "caption"):
            continue
        for words in _clauses(sentence, [quotations[n] for n in spoken[number]]):
            span = _span(report, text, words)
            if span is None or not _tells(words, sentence):
                continue
            main = _main_verb(words)
            # Who is seen speaking in a picture is not who says so.
            near = {n: statements[n] for n in stated[number] if sentence.marked != "caption"}
            statement = _statement_of(span, words, near)
            mentioned = (names[n].name for n in named[number] if _within(names[n].span, span))
            found.append(
                Proposition(
                    span,
                    number,
                    statement,
                    _certainty(main, span, near, statement),
                    is_negated(main),
                    tense_of(main),
                    main.lemma_.lower(),
                    tuple(t.lemma_.lower() for t in words if _is_content(t)),
                    tuple(dict.fromkeys([*_subject_name(main, subjects), *mentioned])),
                    tuple(quantities[n] for n in counted[number] if _within(quantities[n].span, span)),
                    _when(main, span, [dates[n] for n in dated[number]]),
                )
            )
    return tuple(found)


def _extent(statement: Statement) -> tuple[int, int]:
    spans = [*statement.content, *(s for s in (statement.source, statement.cue) if s is not None)]
    return min(s.start for s in spans), max(s.end for s in spans)


def _is_content(token: "Token") -> bool:
    return token.pos_ in _CONTENT and not token.is_punct


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


# Where a sentence is split


def _clauses(sentence: ParsedSentence, quotations: Sequence[Quotation]) -> Iterator[list["Token"]]:
    words = [t for t in sentence.tokens if not t.is_space]
    least: dict[int, int] = {}
    for token in words:
        cut = _cut(token, words)
        if cut is not None and not _quoted(token, quotations):
            least[cut[0]] = max(cut[1], least.get(cut[0], 0))
    pieces: list[list[Token]] = [[]]
    needed = 0
    for token in words:
        if token.i in least and _carries(pieces[-1], max(least[token.i], needed)):
            needed = least[token.i]
            pieces.append([])
        pieces[-1].append(token)
    if len(pieces) > 1 and not _carries(pieces[-1], needed):
        last = pieces.pop()
        pieces[-1] += last
    yield from (piece for piece in pieces if piece)


def _carries(words: Sequence["Token"], least: int) -> bool:
    return any(t.pos_ in ("VERB", "AUX") for t in words) and sum(_is_content(t) for t in words) >= least


def _quoted(token: "Token", quotations: Sequence[Quotation]) -> bool:
    return any(q.start < start_of(token) < q.end for q in quotations)


def _cut(token: "Token", words: Sequence["Token"]) -> tuple[int, int] | None:
    """Where the clause of a verb is cut off, and the content words that each side must have; None where it is not."""
    if token.pos_ not in ("VERB", "AUX"):
        return None
    first, last = token.left_edge.i, token.right_edge.i
    subject = any(c.dep_ in _SUBJECTS for c in token.children)
    size = sum(_is_content(t) for t in token.subtree)
    if token.tag_ == "VBG" and (second := _second_seen(token, words)) is not None:
        return second, LEAST_INDEPENDENT
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and token.tag_ != "VBG":
        joined = any(c.dep_ == "cc" and token.head.i < c.i < token.i for c in token.head.children)
        shared = joined and token.tag_ in ("VBD", "VBZ", "VBP", "VBN") and token.head.dep_ in ("ROOT", "conj", "ccomp")
        least = LEAST_INDEPENDENT if subject else LEAST_COORDINATED
        if size >= least and (subject or shared):
            return _before_conjunction(token, first), least
    if token.dep_ == "advcl" and subject and size >= LEAST_SUBORDINATE:
        if any(word.dep_ in ("relcl", "acl") for word in token.ancestors):
            return None
        mark = next((c for c in token.children if c.dep_ in ("mark", "advmod") and c.lower_ in _SUBORDINATORS), None)
        if mark is None or mark.i != first:
            return None
        if mark.lower_ in ("after", "before") and first and token.doc[first - 1].lemma_ in _MEASURES:
            return None
        return (first if first > words[0].i else last + 1), LEAST_COORDINATED
    comma = first > words[0].i and token.doc[first - 1].text in (",", ";")
    if token.dep_ == "relcl" and size >= LEAST_SUBORDINATE and comma and last >= words[-1].i - 1:
        return first, LEAST_COORDINATED
    if token.dep_ in ("parataxis", "ccomp") and subject and comma and token.doc[first - 1].text == ";":
        return first, LEAST_INDEPENDENT
    return None


def _second_seen(token: "Token", words: Sequence["Token"]) -> int | None:
    """The conjunction of "… the train arriving and the convoy leaving": two things seen, which parsers mix up."""
    conjunction = next((t for t in reversed(words) if t.i < token.i and t.tag_ not in _NOUN_PHRASE), None)
    if conjunction is None or conjunction.lower_ != "and" or conjunction.i + 1 >= token.i:
        return None
    first = [t for t in words if t.tag_ == "VBG" and 0 < t.i < conjunction.i]
    return conjunction.i if any(t.nbor(-1).pos_ in ("NOUN", "PROPN") for t in first) else None


def _before_conjunction(token: "Token", first: int) -> int:
    """Where a coordinated clause starts: after the verb that it hangs on, at its conjunction."""
    conjunction = next((c for c in token.head.children if c.dep_ == "cc" and token.head.i < c.i < token.i), None)
    return conjunction.i if conjunction is not None and conjunction.i < first else first


# What a passage is


def _span(report: str, text: str, words: Sequence["Token"]) -> Span | None:
    listed = list(words)
    while listed and listed[0].lower_ in _DANGLING:
        listed.pop(0)
    while listed and (listed[-1].text in (",", ";", ":", "-", "–", "—", ".", "--") or listed[-1].dep_ == "cc"):
        listed.pop()
    if not any(t.is_alpha for t in listed):
        return None
    start, end = start_of(listed[0]), end_of(listed[-1])
    if text[end - 1] == "." and end - start > 2 and text[end - 2].islower():
        end -= 1
    return Span(report, start, end)


def _main_verb(words: Sequence["Token"]) -> "Token":
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head.i == t.i]
    verbs = [t for t in [*tops, *words] if t.pos_ in ("VERB", "AUX")]
    main = verbs[0] if verbs else tops[0] if tops else words[0]
    for _ in range(3):
        if main.lemma_.lower() not in SAYING:
            break
        clause = next((c for c in main.children if c.dep_ == "ccomp" and c.i in inside), None)
        if clause is None:
            break
        main = clause
    return main


def _when(main: "Token", span: Span, dates: Sequence[DateExpression]) -> str | None:
    """The time that the main verb is told with; else any in the passage; else the one that "when" points back to."""
    points = [d for d in dates if d.type in ("DATE", "TIME") and d.value != "XXXX" and not d.value.endswith("_REF")]
    first, last = start_of(main.left_edge), end_of(main.right_edge)
    within = [d for d in points if _within(d.span, span)]
    near = [d for d in within if first <= d.span.start < last]
    if not within and main.dep_ == "relcl" and any(c.lower_ == "when" for c in main.children):
        head = start_of(main.head)
        within = [d for d in points if d.span.start <= head < d.span.end]
    return next((d.value for d in [*near, *within]), None)


def _named_subjects(sentences: Sequence[ParsedSentence], names: Sequence[Name]) -> dict[int, str]:
    """The name that each subject stands for, by offset: its own, or for "he" and "she" the last person's."""
    starts = {n.span.start: n for n in names}
    found: dict[int, str] = {}
    person: str | None = None
    for sentence in sentences:
        for token in sentence.tokens:
            if token.dep_ not in ("nsubj", "nsubjpass"):
                continue
            name = next((starts[start_of(t)] for t in [token, *token.lefts] if start_of(t) in starts), None)
            if name is not None and token.pos_ == "PROPN":
                found[start_of(token)] = name.name
                person = name.name if name.label == "person" else person
            elif token.lower_ in ("he", "she") and person is not None:
                found[start_of(token)] = person
    return found


def _subject_name(main: "Token", subjects: dict[int, str]) -> Iterator[str]:
    """The name of a subject that the passage leaves out ("and expressed concern") or gives as a pronoun."""
    word = main
    while True:
        subject = next((c for c in word.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            if start_of(subject) in subjects:
                yield subjects[start_of(subject)]
            return
        if word.dep_ not in ("conj", "xcomp", "advcl") or word.head.i == word.i:
            return
        word = word.head


def _tells(words: Sequence["Token"], sentence: ParsedSentence) -> bool:
    """Tell whether a passage says anything: a clause, or a headline or caption of some words.

    A line without verb and full stop is a heading among the story's paragraphs; a caption without a finite verb
    names a picture or its owner.
    """
    if sentence.marked == "caption" and not any(t.tag_ in _FINITE for t in words):
        return False
    if any(t.pos_ in ("VERB", "AUX") for t in words):
        return sum(t.is_alpha for t in words) > 1
    if sentence.marked:
        return sum(_is_content(t) for t in words) >= 3
    ended = any(t.text[-1] in _ENDS for t in sentence.tokens[-2:])
    return ended and sum(_is_content(t) for t in words) >= 5


def _statement_of(span: Span, words: Sequence["Token"], statements: Mapping[int, Statement]) -> int | None:
    """The statement that a passage belongs to: most of it is that statement, or its top verb is the cue.

    Of several the one that covers most, so that an outer statement wins; a question asked yields to its answer.
    """
    inside = {t.i for t in words}
    tops = {start_of(t) for t in words if t.head.i not in inside or t.head.i == t.i}
    best: tuple[bool, int] | None = None
    chosen = None
    top_verb = _main_verb(words)
    passing = {s.within for s in statements.values()}
    for number, statement in statements.items():
        if statement.cue is None and number in passing:
            continue  # the medium that somebody told it to
        shared = sum(_overlap(c, span) for c in statement.content)
        framed = shared + sum(_overlap(f, span) for f in (statement.source, statement.cue) if f is not None)
        cue = statement.cue
        governs = cue is not None and shared > 0 and any(cue.start <= top < cue.end for top in tops)
        if (governs and _is_act(top_verb, statement)) or not _reports(words, statement):
            continue
        if not shared or not (governs or 2 * framed >= span.end - span.start):
            continue
        rank = statement.certainty != "unknown", framed
        if best is None or rank > best:
            best, chosen = rank, number
    return _first_said(span, statements, chosen, start_of(top_verb))


def _first_said(span: Span, statements: Mapping[int, Statement], chosen: int | None, verb: int) -> int | None:
    """Whoever said it first, where that is known: what state media said that a minister said is the minister's word.

    `verb` is the offset of the passage's main verb: where that is a denial, the passage is the word of who denies.
    """
    while chosen is not None:
        told = sum(_overlap(c, span) for c in statements[chosen].content)
        inner = [
            n
            for n, s in statements.items()
            if s.within == chosen
            and s.source is not None
            and s.cue is not None
            and (
                5 * sum(_overlap(part, span) for part in (s.source, s.cue, *s.content)) >= 4 * told
                or (s.certainty == "denied" and s.cue.start <= verb < s.cue.end)
            )
        ]
        if not inner:
            break
        chosen = min(inner)
    return chosen


def _reports(words: Sequence["Token"], statement: Statement) -> bool:
    """Whether a statement's cue, where it stands among the words and is one, says that somebody told it."""
    cue = statement.cue
    lemmas = [t.lemma_.lower() for t in words if cue is not None and t.is_alpha and cue.start <= start_of(t) < cue.end]
    return not lemmas or statement.speech == "direct" or not REPORTING.isdisjoint(lemmas)


def _is_act(verb: "Token", statement: Statement) -> bool:
    """Tell whether a passage reports an act or a plan ("accused her of theft", "plans to sell") and nothing on a word.

    What a source tells is a clause, a quotation or, after some verbs, a fact; what it does stands on the report's word.
    """
    lemma, cue = verb.lemma_.lower(), statement.cue
    if statement.speech == "direct" or statement.certainty == "denied":
        return False
    if cue is None or not cue.start <= start_of(verb) < cue.end:
        return False
    said = statement.content[0].start
    opening = next((t for t in verb.subtree if start_of(t) >= said), verb)
    papers = any(c.dep_ == "nsubj" and names_document(c) for c in verb.lefts)
    if papers or opening.lower_ in _OPENING or any(c.dep_ == "ccomp" for c in verb.children):
        return False
    if any(c.dep_ == "xcomp" for c in verb.children):
        return lemma in INTENDING
    if any(c.dep_ == "dobj" and start_of(c) < cue.end for c in verb.rights):  # "published a video of …"
        return lemma not in SAYING
    if statement.speech == "mixed":
        return lemma not in SAYING | OBJECT
    about = any(g.dep_ == "pcomp" for c in verb.children if c.dep_ == "prep" for g in c.children)
    return not (lemma in VOUCHING or (about and lemma in SAYING))


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _certainty(main: "Token", span: Span, statements: Mapping[int, Statement], chosen: int | None) -> Certainty:
    """Certainty as the report presents it: what is rejected as untrue is denied, a flat "did not" is certain."""
    at = start_of(main)
    for statement in statements.values():
        cue = statement.cue
        if (
            statement.certainty == "denied"
            and _lends(statement)
            and cue is not None
            and (
                cue.start <= at < cue.end
                or (span.start <= cue.start < span.end and any(_holds(c, at) for c in statement.content))
            )
        ):
            return "denied"
    own = modality(main)
    if own != "certain":
        return own
    word = main
    while word.dep_ in ("ccomp", "xcomp") and word.head.i != word.i and start_of(word.head) >= span.start:
        word = word.head
        hedge = effect(word.lemma_.lower()) if not is_negated(word) else "certain"
        hedge = modality(word) if hedge == "certain" else hedge
        if hedge in ("probable", "possible"):
            return hedge
    if chosen is not None and statements[chosen].certainty in ("probable", "possible") and _lends(statements[chosen]):
        return statements[chosen].certainty
    return "certain"


def _lends(statement: Statement) -> bool:
    """Tell whether a statement's certainty is that of what it tells: a plan, refusal or condition is told flatly."""
    return statement.marker is None or statement.marker.kind in ("cue", "modal")


def _holds(span: Span, at: int) -> bool:
    return span.start <= at < span.end
