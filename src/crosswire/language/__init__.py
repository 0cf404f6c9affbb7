"""What one report says: sentences, names, dates, statements, events, propositions and their vectors."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crosswire.records import AnnotatedReport, DateExpression, Proposition, Report, Sentence, Statement

if TYPE_CHECKING:
    from crosswire.language.parsing import ParsedSentence
    from crosswire.language.vectors import Words

__all__ = ["annotate", "annotate_all"]

FEWEST_WORDS = 4  # fewer than these left of a passage without its credit say nothing by themselves
BATCH = 4  # reports sent to a worker at a time; at the end one worker waits for as many


def annotate(report: Report, claims: bool = True) -> AnnotatedReport:
    """Read one report: its sentences, names, dates, statements, events and propositions.

    The vectors are float32, a row a sentence and a row a proposition; equal passages share a row's value.
    Without `claims`, propositions, words and vectors, which only the comparing of reports needs, are left out.
    Of a report in another language than English only the sentences are given.
    """
    from crosswire.inserts import without_inserts
    from crosswire.language.attribution import find_statements
    from crosswire.language.events import find_events
    from crosswire.language.idiom import is_supported, language_of, unread
    from crosswire.language.names import find_names
    from crosswire.language.parsing import cut_pieces, parse
    from crosswire.language.posts import read_posts
    from crosswire.language.propositions import find_propositions
    from crosswire.language.quantities import find_quantities
    from crosswire.language.speakers import name_speakers
    from crosswire.language.speech import find_speech
    from crosswire.language.tagger import tag
    from crosswire.language.turns import find_turns, turn_statements

    language = language_of(report.text)
    if not is_supported(language):
        return unread(report, language)
    read = without_inserts(report)
    text = read.text
    quotations = find_speech(text)
    tags = tag(text, [(piece.start, piece.end) for piece in cut_pieces(read)], quotations)
    parsed = parse(read, tags.entities)
    names = find_names(report.id, text, parsed)
    dates = _dates(report, parsed)
    turns = (*turn_statements(report.id, find_turns(text, report.marks)), *read_posts(report.id, text))
    told = find_statements(report.id, text, parsed, quotations, tags.attributions, turns)
    statements = name_speakers(text, parsed, names, told)
    sentences = tuple(Sentence(s.span, s.paragraph, s.marked) for s in parsed)
    propositions: tuple[Proposition, ...] = ()
    passages: list[str] = []
    said: list[str] = []
    if claims:
        quantities = find_quantities(report.id, text, parsed, dates)
        propositions = find_propositions(report.id, text, parsed, quotations, statements, names, dates, quantities)
        passages = [text[s.span.start : s.span.end] for s in sentences]
        said = [_without_credit(text, p, statements) for p in propositions]
    vectors, words = _encode(passages, said)
    return AnnotatedReport(
        report,
        language,
        sentences,
        names,
        dates,
        statements,
        find_events(report.id, parsed, tags.realities),
        propositions,
        tuple(told.forms for told in words),
        vectors[: len(passages)],
        vectors[len(passages) :],
        np.concatenate([*(told.vectors for told in words), np.zeros((0, vectors.shape[1]), np.int8)]),
    )


def annotate_all(reports: Iterable[Report], processes: int = 1, claims: bool = True) -> Iterator[AnnotatedReport]:
    """Read reports one after another, in the order given, in constant memory; `claims` as in `annotate`.

    With several processes each worker loads its own pipeline and takes a few reports at a time; the records
    are the same as from one process. As with every use of spawned processes, the caller's script needs
    `if __name__ == "__main__"`.
    """
    if processes <= 1:
        yield from (annotate(report, claims) for report in reports)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    remaining, others = iter(reports), active_children()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as workers:
        pending: deque[Future[list[AnnotatedReport]]] = deque()
        try:
            while True:
                with _interrupts_held():
                    while len(pending) < 2 * processes and (batch := list(islice(remaining, BATCH))):
                        pending.append(workers.submit(_annotate_batch, batch, claims))
                if not pending:
                    return
                yield from pending.popleft().result()
        except BaseException:
            # Leaving the pool would wait for the batches at work, many seconds after Ctrl-C.
            workers.shutdown(wait=False, cancel_futures=True)
            for worker in active_children():
                if worker not in others:
                    worker.terminate()
            raise


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start workers so that they never see Ctrl-C, which goes to a whole terminal: who started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _annotate_batch(reports: Sequence[Report], claims: bool) -> list[AnnotatedReport]:
    return [annotate(report, claims) for report in reports]


def _dates(report: Report, parsed: Sequence["ParsedSentence"]) -> tuple[DateExpression, ...]:
    from crosswire.language.dates import find_dates
    from crosswire.language.parsing import tense_at

    def tense(offset: int) -> str:
        return tense_at(parsed, offset)

    return find_dates(report.id, report.text, report.published.value if report.published else None, tense)


def _without_credit(text: str, proposition: Proposition, statements: Sequence[Statement]) -> str:
    """What a proposition says, source and cue left out: two things that one person said are still two."""
    span = proposition.span
    said = text[span.start : span.end]
    statement = None if proposition.statement is None else statements[proposition.statement]
    credit = (statement.source, statement.cue) if statement else ()
    for part in sorted((part for part in credit if part), reverse=True):
        if span.start <= part.start and part.end <= span.end:
            said = said[: part.start - span.start] + " " + said[part.end - span.start :]
    bare = " ".join(said.split()).strip(" ,")
    return bare if len(bare.split()) >= FEWEST_WORDS else text[span.start : span.end]


def _encode(sentences: Sequence[str], said: Sequence[str]) -> "tuple[NDArray[np.float32], list[Words]]":
    """Encode every distinct passage once: a row for each sentence and for what each proposition says, and its words."""
    from crosswire.language.vectors import encode_words

    row = {passage: row for row, passage in enumerate(dict.fromkeys([*sentences, *said]))}
    vectors, words = encode_words(list(row))
    return vectors[[row[passage] for passage in (*sentences, *said)]], [words[row[passage]] for passage in said]
