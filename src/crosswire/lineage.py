"""Lineage: which agency a shared text is credited to, which report it comes from, and which reports rest on it."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from crosswire.credits import agencies
from crosswire.records import AnnotatedReport, Copy, Credit, Lineage, Relation, Report

WHOLE = 0.9  # containment from which a report is a part of the other
FULLER = 0.75  # containment of the other below which it has clearly more text

_CLOSENESS: dict[Relation, int] = {"copy": 0, "edited": 1, "rewritten": 2, "partial": 3}


def trace_lineages(reports: Sequence[AnnotatedReport], copies: Sequence[Copy]) -> tuple[Lineage, ...]:
    """Put every report of a story into exactly one lineage, in order of the first report's id.

    Copies, edited copies and rewordings join two reports always; some shared passages only where both
    credit one agency, since a report of its own may well lift a paragraph from another.
    """
    by_id = {report.report.id: report.report for report in reports}
    credited = credited_agencies(by_id, copies)
    root = {report: report for report in by_id}

    def find(report: str) -> str:
        while root[report] != report:
            report = root[report]
        return report

    joining = [copy for copy in copies if copy.relation != "partial" or _both(credited, *copy.reports)]
    for copy in joining:
        first, second = sorted(find(report) for report in copy.reports)
        root[second] = first
    members: dict[str, list[str]] = {}
    for report in sorted(by_id):
        members.setdefault(find(report), []).append(report)
    return tuple(_lineage(ids, by_id, joining, credited) for _, ids in sorted(members.items()))


def credited_agencies(reports: Mapping[str, Report], copies: Sequence[Copy]) -> dict[str, tuple[str, ...]]:
    """Give the agencies that each report credits for its text, strongest first.

    A photo credit alone is none; it counts for a report that shares text with one that credits the same
    agency for its text.
    """
    strong = {report: _agencies(reports[report], captions=False) for report in reports}
    credited = {report: list(agencies_) for report, agencies_ in strong.items()}
    for copy in copies:
        for report, other in (copy.reports, copy.reports[::-1]):
            photos = _agencies(reports[report], captions=True)
            credited[report] += [agency for agency in strong[other] if agency in photos]
    return {report: tuple(dict.fromkeys(found)) for report, found in credited.items()}


def _agencies(report: Report, captions: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.agency for c in report.credits if (c.basis == "caption") == captions))


def _both(credited: Mapping[str, tuple[str, ...]], a: str, b: str) -> list[str]:
    return [agency for agency in credited[a] if agency in credited[b]]


def shared_credit(credited: Mapping[str, tuple[str, ...]], a: str, b: str) -> str | None:
    """Give the agency credited for the text that two reports share: by both, else by the only one that credits any."""
    both = _both(credited, a, b)
    if both:
        return both[0]
    if credited[a] and credited[b]:
        return None
    return next(iter(credited[a] or credited[b]), None)


def find_source(a: Report, b: Report, copy: Copy, credited: Mapping[str, tuple[str, ...]]) -> tuple[str | None, str]:
    """Tell which of two reports with shared text the other comes from, and why; None where that is unclear.

    An agency's own text comes first, then the earlier report; then, for a rewording, the one that credits the
    agency, since rewording drops credits; then the one with clearly more text. Two that credit one agency may
    each have it from there, unless they are versions by one outlet.
    """
    credit, containment = copy.credit, copy.containment
    own = [report.id for report in (a, b) if credit is not None and _is_agency(report, credit)]
    if len(own) == 1:
        return own[0], f"{own[0]} is {credit}’s own text"
    versions = copy.relation != "partial" and _one_report(a, b)
    if credit is not None and _both(credited, a.id, b.id) and not versions:
        return None, f"both credit {credit}, so each may have it from there"
    earlier = _earlier(a, b)
    if earlier is not None and versions:
        return earlier.id, f"{earlier.id} is the earlier version of one report"
    if earlier is not None:
        return earlier.id, f"{earlier.id} was published first"
    crediting = [report.id for report in (a, b) if credit is not None and credit in credited[report.id]]
    if len(crediting) == 1 and copy.relation == "rewritten":
        return crediting[0], f"only {crediting[0]} credits {credit}"
    if len(crediting) == 1:
        return None, f"{crediting[0]} credits {credit}, from where the other may have it too"
    if max(containment) >= WHOLE and min(containment) <= FULLER:
        fuller = a.id if containment[0] < containment[1] else b.id
        return fuller, f"{fuller} has more of the text"
    return None, "nothing shows which of them came first"


def _is_agency(report: Report, short: str) -> bool:
    """Whether the report's outlet or address is the agency's own; an agency that no list knows goes by its name."""
    listed = [agency for agency in agencies() if agency.short == short]
    domains = [domain for agency in listed for domain in agency.domains]
    names = {name.casefold() for name in (short, *domains, *(name for agency in listed for name in agency.names))}
    try:
        host = (urlsplit(report.url or "").hostname or "").casefold()
    except ValueError:
        host = ""
    outlet = (_outlet(report) or "").removeprefix("the ")
    return outlet in names or any(host == domain or host.endswith("." + domain) for domain in domains)


def _outlet(report: Report) -> str | None:
    return report.outlet.value.casefold().removeprefix("www.") if report.outlet else None


def _one_report(a: Report, b: Report) -> bool:
    """Whether two reports stand at one address or are by one outlet, so that one is a version of the other."""
    return (a.url is not None and a.url == b.url) or (_outlet(a) is not None and _outlet(a) == _outlet(b))


def _earlier(a: Report, b: Report) -> Report | None:
    """The report that was published first, where both say so themselves; a day and a time on it don't compare."""
    times = [_published(a), _published(b)]
    if times[0] is None or times[1] is None:
        return None
    (day_a, clock_a), (day_b, clock_b) = times[0], times[1]
    if clock_a is not None and clock_b is not None and (clock_a.tzinfo is None) == (clock_b.tzinfo is None):
        return None if clock_a == clock_b else (a if clock_a < clock_b else b)
    return None if day_a == day_b else (a if day_a < day_b else b)


def _published(report: Report) -> tuple[str, datetime | None] | None:
    if report.published is None or report.published.basis == "other reports" or len(report.published.value) < 10:
        return None
    value = report.published.value
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return None
    # Many outlets give midnight for "some time on that day".
    exact = len(value) > 10 and (time.hour, time.minute, time.second) != (0, 0, 0)
    return value[:10], time if exact else None


def _lineage(
    ids: list[str], by_id: Mapping[str, Report], copies: Sequence[Copy], credited: Mapping[str, tuple[str, ...]]
) -> Lineage:
    members = frozenset(ids)
    inside = [copy for copy in copies if copy.reports[0] in members]
    counts = Counter(copy.credit for copy in inside if copy.credit is not None)
    if len(ids) == 1:
        counts = Counter(credited[ids[0]][:1])
    agency = min(counts, key=lambda name: (-counts[name], name), default=None)
    marks = [_mark(by_id[report], agency, inside, credited) for report in ids]
    if len(ids) == 1:
        marks.append("no other report of the story shares its text")
    digest = hashlib.sha256("\0".join(ids).encode()).hexdigest()
    return Lineage("l" + digest[:10], tuple(ids), agency, "; ".join(marks))


def _mark(report: Report, agency: str | None, copies: Sequence[Copy], credited: Mapping[str, tuple[str, ...]]) -> str:
    """What puts a report into its lineage, in plain words: its credit, and the report it is closest to."""
    said = f"{report.id} {_credit_words(report, agency)}"
    own = [copy for copy in copies if report.id in copy.reports]
    if not own:
        return said
    # A photo credit alone shows little: name the passages shared with a report that credits the agency for its text.
    bases = {credit.basis for credit in report.credits if credit.agency == agency}
    if bases == {"caption"}:
        own = [
            copy for copy in own if any(agency in credited[other] for other in copy.reports if other != report.id)
        ] or own
    closest = min(own, key=lambda copy: _distance(copy, report.id))
    return f"{said} and {_link(report.id, closest)}"


def _distance(copy: Copy, report: str) -> tuple[int, bool, float, tuple[str, str]]:
    """Order the copies of a report by how much they show of where its text is from, most first."""
    shared = len(copy.passages) if copy.relation == "rewritten" else max(copy.containment)
    return _CLOSENESS[copy.relation], copy.source in (None, report), -shared, copy.reports


def _credit_words(report: Report, agency: str | None) -> str:
    if not report.credits:
        return "credits nobody"
    matching = [credit for credit in report.credits if credit.agency == agency]
    credit = (matching or list(report.credits))[0]
    if credit.basis == "caption":
        return f"carries {credit.agency} photo credits"
    if credit.basis == "address":
        return f"stands at an address of {credit.agency}"
    if credit.basis == "author":
        return f"names {credit.agency} as its author"
    return f"credits {credit.agency}{_quoted(report, credit)}"


def _quoted(report: Report, credit: Credit) -> str:
    if credit.span is None:
        return ""
    start, end = credit.span.start, credit.span.end
    if report.text[start - 1 : start] == "(" and report.text[end : end + 1] == ")":
        start, end = start - 1, end + 1
    return f" “{report.text[start:end]}”"


def _link(report: str, copy: Copy) -> str:
    side = copy.reports.index(report)
    other = copy.reports[1 - side]
    if copy.relation == "rewritten":
        if copy.source == other:
            return f"rewords {other} sentence by sentence in the same order"
        if copy.source == report:
            return f"is reworded by {other} sentence by sentence in the same order"
        return f"says the same as {other} in other words, in the same order"
    if copy.relation == "copy" and copy.containment[side] >= WHOLE:
        return f"stands nearly whole in {other}"
    if copy.relation == "copy":
        return f"holds nearly all of {other}"
    passages = "a passage" if len(copy.passages) == 1 else f"{len(copy.passages)} passages"
    return f"shares {passages} with {other} ({percent(copy.containment[side])} of its words)"


def percent(share: float) -> str:
    """Write a share as a percentage, as in "71 %"."""
    return f"{share * 100:.0f} %"
