"""The whole step: spans that stand in their text, and the same records however it is run."""

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.language import annotate, annotate_all
from crosswire.records import AnnotatedReport, Mark, Report, Span

PIECES = st.sampled_from(
    [
        "Police said ", "the pier fell", ". ", ", ", "“", "”", "\n", '"', "‘", "’s ", "Ada Quill ", "according to ",
        "may ", "did not ", "5,000 people ", "on Monday", ": ", "asked whether ", "😀", "İ", " and ", "(", ")", "- ",
    ]
)  # fmt: skip
REPORTS = [
    Report("a", "Ferry sinks\nPolice said two people were hurt. “We ran,” Ada Quill said."),
    Report("b", "The dam may fail, engineers say."),
    Report("c", ""),
]


def same(a: AnnotatedReport, b: AnnotatedReport) -> bool:
    return a == b and all(
        np.array_equal(getattr(a, name), getattr(b, name)) for name in ("sentence_vectors", "proposition_vectors")
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_span_stands_in_its_text(text: str) -> None:
    annotated = annotate(Report("r", text))
    for field in dataclasses.fields(annotated):
        for record in getattr(annotated, field.name) if field.name in ("names", "events", "sentences") else ():
            assert 0 <= record.span.start < record.span.end <= len(text)
    for statement in annotated.statements:
        assert all(0 <= c.start < c.end <= len(text) for c in statement.content)
    ends = 0
    for p in annotated.propositions:
        sentence = annotated.sentences[p.sentence].span
        passage = text[p.span.start : p.span.end]
        assert ends <= p.span.start
        assert sentence.start <= p.span.start < p.span.end <= sentence.end
        assert passage == passage.strip()
        ends = p.span.end
    assert annotated.sentence_vectors.shape == (len(annotated.sentences), 384)
    assert annotated.proposition_vectors.shape == (len(annotated.propositions), 384)


def test_furniture_tells_nothing_and_captions_tell() -> None:
    text = "By Orla Benning\nCrowds cheer the mayor at the pier (Lorpress)\nThe pier fell."
    marks = (Mark(Span("r", 0, 15), "byline"), Mark(Span("r", 16, 61), "caption"))
    annotated = annotate(Report("r", text, marks=marks))
    assert [s.marked for s in annotated.sentences] == ["byline", "caption", None]
    assert [p.sentence for p in annotated.propositions] == [1, 2]


def test_the_language_is_told() -> None:
    assert annotate(REPORTS[0]).language == "en"
    assert annotate(REPORTS[2]).language == "und"


def test_order_and_process_count_change_nothing() -> None:
    once = list(annotate_all(REPORTS))
    again = list(annotate_all(reversed(REPORTS)))
    apart = list(annotate_all(iter(REPORTS), processes=2))
    assert [a.report.id for a in apart] == ["a", "b", "c"]
    assert all(same(a, b) for a, b in zip(once, reversed(again), strict=True))
    assert all(same(a, b) for a, b in zip(once, apart, strict=True))
