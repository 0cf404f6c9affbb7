"""`crosswire judge`: argument parsing for the judgements of a desk."""

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crosswire.cli_corpus import FORMAT, Story, corpus_at
from crosswire.console import DEFAULT_CORPUS, Corpus, ListFormat, outcome, width_of

if TYPE_CHECKING:
    from crosswire.records import Judgement

Why = Annotated[str, typer.Option("--why", metavar="TEXT", show_default=False, help="The reason, in plain words.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", show_default=False, help="Who judges (default: your login).")]
Mention = Annotated[
    str, typer.Argument(metavar="MENTION", show_default=False, help="A mention's id, as JSON gives it.")
]
Source = Annotated[str, typer.Argument(metavar="SOURCE", show_default=False, help="A source, as the brief names it.")]
Format = Annotated[ListFormat, FORMAT]

judge = typer.Typer(
    name="judge",
    help="Judge what the machine found: a judgement wins over it, survives every new run, and can be undone.",
    epilog='\b\nExample:\n  crosswire judge merge s1a2b3c4d5 s6e7f8a9b0 --why "one fire"',
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@judge.command()
def merge(
    stories: Annotated[list[str], typer.Argument(metavar="STORY STORY...", show_default=False, help="Ids of stories.")],
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that stories are one."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_merge

        _tell([judge_merge(connection, stories, _who(by), why)], format)


@judge.command()
def split(
    story: Story,
    reports: Annotated[list[str], typer.Argument(metavar="REPORT...", show_default=False, help="Ids of its reports.")],
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that some reports of a story tell of another event than the rest."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_split

        _tell([judge_split(connection, story, reports, _who(by), why)], format)


@judge.command()
def same(
    story: Story,
    one: Mention,
    other: Mention,
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that two mentions tell the same."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_mentions

        _tell([judge_mentions(connection, "same", story, (one, other), _who(by), why)], format)


@judge.command()
def different(
    story: Story,
    one: Mention,
    other: Mention,
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that two mentions of one claim tell different things: the second becomes a claim of its own."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_mentions

        _tell([judge_mentions(connection, "different", story, (one, other), _who(by), why)], format)


@judge.command()
def independent(
    story: Story,
    source: Source,
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that a source of a story has what it tells from nobody else."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_source

        _tell([judge_source(connection, "independent", story, source, _who(by), why)], format)


@judge.command()
def dependent(
    story: Story,
    source: Source,
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that a source of a story has what it tells from another: it counts for no origin."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_source

        _tell([judge_source(connection, "dependent", story, source, _who(by), why)], format)


@judge.command("no-conflict")
def no_conflict(
    story: Story,
    conflict: Annotated[str, typer.Argument(metavar="CONFLICT", show_default=False, help="A conflict's id.")],
    why: Why,
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Say that a conflict is none."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import judge_no_conflict

        _tell([judge_no_conflict(connection, story, conflict, _who(by), why)], format)


@judge.command("list")
def list_all(
    undone: Annotated[bool, typer.Option("--undone", help="Those taken back too.")] = False,
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """List the judgements, in the order in which they were made."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import list_judgements

        _tell(list_judgements(connection, undone), format)


@judge.command("undo")
def take_back(
    number: Annotated[int, typer.Argument(metavar="NUMBER", show_default=False, help="The number of a judgement.")],
    by: By = "",
    corpus: Corpus = DEFAULT_CORPUS,
    format: Format = ListFormat.terminal,
) -> None:
    """Take a judgement back: the machine's finding stands again; both stay on record."""
    with outcome(), corpus_at(corpus) as connection:
        from crosswire.corpus.judging import undo

        _tell([undo(connection, number, _who(by))], format)


def _who(by: str) -> str:
    return by or getpass.getuser()


def _tell(judgements: "list[Judgement]", format: ListFormat) -> None:
    from crosswire.outputs import corpus as written

    if format is ListFormat.json:
        written.write_json(written.judgements_object(judgements), sys.stdout)
    else:
        written.write_judgements(judgements, sys.stdout, width_of(sys.stdout))
