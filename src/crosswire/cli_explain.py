"""`crosswire explain`: argument parsing and nothing else."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli_corpus import FORMAT, corpus_at
from crosswire.console import (
    DEFAULT_CORPUS,
    Corpus,
    ListFormat,
    Output,
    Processes,
    opened,
    outcome,
    progress,
    read_input,
    width_of,
)

if TYPE_CHECKING:
    from crosswire.records import Analysis, AnnotatedReport


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="\b\nExample:\n  crosswire explain reports/ 1\n  crosswire explain s1a2b3c4d5 c0f1e2d3")(explain)


def explain(
    where: Annotated[
        str, typer.Argument(metavar="STORY|PATH", show_default=False, help="A story of the corpus, or reports.")
    ],
    claim: Annotated[
        str,
        typer.Argument(
            metavar="CLAIM", show_default=False, help="The claim's id, its beginning, or its number in the brief."
        ),
    ],
    corpus: Corpus = DEFAULT_CORPUS,
    format: Annotated[ListFormat, FORMAT] = ListFormat.terminal,
    output: Output = None,
    processes: Processes = 1,
) -> None:
    """Show everything behind one claim: its mentions, what links them, its origins with their proof, its conflicts.

    The number of a claim is its place among those that the brief of the story reports, the biggest story's where
    the reports tell of several.
    """
    with outcome() as passed_over:
        if where == "-" or Path(where).exists():
            reading = read_input([where], output, passed_over)
            from crosswire.analysis import analyse_fully

            with progress() as tell:
                analysis, annotated = analyse_fully(reading.reports, processes, tell)
        else:
            analysis, annotated = _of_corpus(corpus, where, processes)
        from crosswire.explaining import explain_claim, find_claim
        from crosswire.outputs import explanation
        from crosswire.outputs.selection import reported

        biggest = max(analysis.stories, key=lambda story: len(story.reports))
        told = explain_claim(*find_claim(analysis.stories, claim, reported(biggest)), annotated)
        reports = {report.id: report for report in analysis.reports}
        with opened(output) as file:
            if format is ListFormat.json:
                explanation.write_json(told, reports, file)
            else:
                explanation.write(told, reports, file, width_of(file))


def _of_corpus(corpus: str, story: str, processes: int) -> "tuple[Analysis, list[AnnotatedReport]]":
    from crosswire.corpus.briefing import brief_story, read_reports
    from crosswire.errors import CorpusError

    try:
        with corpus_at(corpus) as connection, progress() as bars:
            analysis = brief_story(connection, story, processes, bars)
            return analysis, read_reports(connection, analysis.reports, processes)
    except CorpusError as error:
        raise CorpusError(f"{story}: no file or folder has this name; {error}") from None
