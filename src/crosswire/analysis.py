"""The steps in order: reports in, stories with everything that was found in them out."""

from collections.abc import Callable, Sequence

import numpy as np

from crosswire.records import Analysis, AnnotatedReport, Group, Judgement, Report, Span, Story

Progress = Callable[[str, int, int], None]


def group(reports: Sequence[Report]) -> tuple[tuple[Report, ...], tuple[Group, ...]]:
    """Group reports into stories, and settle from each story what its reports leave open about their dates.

    The reports come back in order of id, the groups in order of their first report.
    """
    from crosswire.furniture import mark_repeated
    from crosswire.publication import settle_publication
    from crosswire.stories import group_stories

    marked = mark_repeated(sorted(reports, key=lambda report: report.id))
    groups = group_stories(marked)
    by_id = {report.id: report for report in marked}
    for found in groups:
        for report in settle_publication([by_id[name] for name in found.reports]):
            by_id[report.id] = report
    return tuple(by_id[name] for name in sorted(by_id)), groups


def analyse(reports: Sequence[Report], processes: int = 1, progress: Progress | None = None) -> Analysis:
    """Run every step on the reports; `progress` is told of each step, how much of it is done and of how much.

    The result hangs on the reports alone, whatever their order and the number of processes. Its problems are
    the reports in languages that are not read.
    """
    from crosswire.language import annotate_all
    from crosswire.language.idiom import is_supported, unsupported

    tell = progress or (lambda step, done, total: None)
    tell("grouping", 0, len(reports))
    settled, groups = group(reports)
    annotated: dict[str, AnnotatedReport] = {}
    for report in annotate_all(settled, processes):
        annotated[report.report.id] = report
        tell("reading", len(annotated), len(settled))
    stories = []
    for found in groups:
        stories.append(compare(found, [annotated[name] for name in found.reports]))
        tell("comparing", len(stories), len(groups))
    unread = (a for a in annotated.values() if not is_supported(a.language))
    return Analysis(settled, tuple(stories), tuple(sorted(unsupported(a.report, a.language) for a in unread)))


def compare(found: Group, reports: Sequence[AnnotatedReport], judgements: Sequence[Judgement] = ()) -> Story:
    """Run the steps that compare the reports of one group, given in order of id; judgements win over what they find."""
    from crosswire.claims import match_claims
    from crosswire.conflicts import find_conflicts
    from crosswire.copying import trace_copies
    from crosswire.judgements import judge_claims, judge_conflicts
    from crosswire.lineage import trace_lineages
    from crosswire.origins import count_origins
    from crosswire.quotes import match_quotes
    from crosswire.ranking import rank_claims
    from crosswire.speakers import unite_speakers
    from crosswire.stories import story_id
    from crosswire.timeline import order_events

    reports = unite_speakers(reports)
    copies = trace_copies(reports)
    lineages = trace_lineages(reports, copies)
    told = judge_claims(match_claims(reports), judgements)
    quotes = match_quotes(reports, told)
    claims = count_origins(told, quotes, reports, copies, lineages, judgements)
    conflicts = judge_conflicts(find_conflicts(claims, quotes, reports, copies, lineages), judgements)
    return Story(
        id=story_id(found.reports),
        title=_title(reports),
        reports=found.reports,
        group=found,
        copies=copies,
        lineages=lineages,
        claims=rank_claims(claims, conflicts, reports),
        quotes=quotes,
        conflicts=conflicts,
        timeline=order_events(claims, reports),
    )


def _title(reports: Sequence[AnnotatedReport]) -> Span:
    """Choose the headline nearest to what all reports say; the first sentence where none has a headline."""
    sentences = [(report, row, sentence) for report in reports for row, sentence in enumerate(report.sentences)]
    headlines = [(report, row) for report, row, sentence in sentences if sentence.marked == "title"]
    headlines = headlines or [(report, row) for report, row, sentence in sentences if row == 0]
    if not headlines:
        first = reports[0].report
        return Span(first.id, 0, len(first.text))
    centre = np.mean(np.concatenate([report.sentence_vectors for report in reports]), axis=0)
    nearness = [round(float(report.sentence_vectors[row] @ centre), 3) for report, row in headlines]
    report, row = headlines[max(range(len(headlines)), key=lambda i: (nearness[i], -i))]
    title, span = report.report.title, report.sentences[row].span
    return title.span if title and title.span and title.span.start < span.end and span.start < title.span.end else span
