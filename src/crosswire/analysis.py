"""The steps in order: reports in, stories with everything that was found in them out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from crosswire.records import Analysis, AnnotatedReport, Group, Judgement, Problem, Report, Story

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
    return analyse_fully(reports, processes, progress)[0]


def analyse_fully(
    reports: Sequence[Report], processes: int = 1, progress: Progress | None = None
) -> tuple[Analysis, list[AnnotatedReport]]:
    """Run every step as `analyse` does, and give what each report says as well, in order of id."""
    from crosswire.language import annotate_all

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
    problems = passed_over((a.report, a.language) for a in annotated.values())
    return Analysis(settled, tuple(stories), problems), [annotated[report.id] for report in settled]


def passed_over(languages: Iterable[tuple[Report, str]]) -> tuple[Problem, ...]:
    """Give the problems of the reports, each with its language, that are in languages that are not read."""
    from crosswire.language.idiom import is_supported, unsupported

    return tuple(sorted(unsupported(report, language) for report, language in languages if not is_supported(language)))


def compare(
    found: Group,
    reports: Sequence[AnnotatedReport],
    judgements: Sequence[Judgement] = (),
    families: Mapping[str, str] = MappingProxyType({}),
) -> Story:
    """Run the steps that compare the reports of one group, given in order of id; judgements win over what they find.

    `families` names the publisher of reports, by id: reports of one publisher are not independent by themselves.
    """
    from crosswire.claims import match_claims
    from crosswire.conflicts import find_conflicts
    from crosswire.copying import trace_copies
    from crosswire.judgements import judge_claims, judge_conflicts, judged_apart
    from crosswire.language.idiom import is_supported
    from crosswire.lineage import trace_lineages
    from crosswire.origins import count_origins
    from crosswire.quotes import match_quotes
    from crosswire.ranking import rank_claims
    from crosswire.speakers import unite_speakers
    from crosswire.stories import story_id
    from crosswire.timeline import order_events
    from crosswire.titles import choose_title

    reports = unite_speakers(reports)
    copies = trace_copies(reports)
    lineages = trace_lineages(reports, copies)
    told = judge_claims(match_claims(reports), judgements)
    quotes = match_quotes(reports, told)
    claims = count_origins(told, quotes, reports, copies, lineages, judgements, families)
    apart = judged_apart(claims, judgements)
    conflicts = judge_conflicts(find_conflicts(claims, quotes, reports, copies, lineages, apart), judgements)
    read = [report for report in reports if is_supported(report.language)] or reports
    return Story(
        id=story_id(found.reports),
        title=choose_title([report.report for report in read]),
        reports=found.reports,
        group=found,
        copies=copies,
        lineages=lineages,
        claims=rank_claims(claims, conflicts, reports),
        quotes=quotes,
        conflicts=conflicts,
        timeline=order_events(claims, reports),
    )
