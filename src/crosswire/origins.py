"""Origins: on whose word a claim stands, and how many of its mentions are independent."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from types import MappingProxyType

from crosswire.citing import find_circle, say_circle
from crosswire.credits import agencies
from crosswire.language.frequencies import rarity
from crosswire.likeness import ALIKE
from crosswire.records import AnnotatedReport, Claim, Copy, Judgement, Lineage, Mention, Origin, OriginKind, Quote, Span
from crosswire.sources import can_be_looked_up, names_outlet, reporter_saw, same_source, source_kind
from crosswire.stories import compare_reports

SAME_WORDS = 5  # words from which two reports that tell a claim in the same ones have it from one place
# Share of the shorter telling, by rarity of its words, from which one that credits nobody may well be a credited one
# retold: of such pairs in the annotated stories that nothing else joins, three in four have one origin.
SAME_WORDING = 0.65
# Share of a report's credits that name an outlet, from which what the report tells in its own voice may be from there.
CREDITED = 0.1
# Share of the credited tellings of one of two reports that name one source which the other names as often, and how many
# it has at least, from which what either tells in its own voice may be from that source.
SHARED, FEWEST_CREDITED = 0.5, 6
_SAID_TO = re.compile(
    r"\b(?:told|obtained by|shared with|interview with|(?:statement|spoke|speaking|sent) to)\s+(?:the\s+|The\s+)?"
    r"([A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,3})"
)
_TEXT_CREDITS = frozenset({"credit line", "byline", "dateline", "author", "copyright", "address"})


@dataclass(frozen=True, slots=True)
class Access:
    """How one mention's report came to the claim: whom it credits, and which text and newsroom it comes from."""

    mention: Mention
    kind: OriginKind
    source: str | None
    lineage: Lineage
    outlet: str | None
    family: str | None
    agencies: frozenset[str]
    saw: bool
    quotes: frozenset[str]
    words: tuple[str, ...]
    named: bool
    judged: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of reports, in order of id: those of which one holds the other's text whole, or credits it again and
    again; and those that credit one source for half of what they credit, with that source."""

    whole: frozenset[tuple[str, str]]
    credited: frozenset[tuple[str, str]]
    shared: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Link:
    """Why two mentions have one origin; a doubtful link joins them in the best count, not in the highest."""

    a: int
    b: int
    why: str
    doubtful: bool


def count_origins(
    claims: Sequence[Claim],
    quotes: Sequence[Quote],
    reports: Sequence[AnnotatedReport],
    copies: Sequence[Copy],
    lineages: Sequence[Lineage],
    judgements: Sequence[Judgement] = (),
    families: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Claim, ...]:
    """Give each claim its origins and the range of their number.

    Mentions share an origin where their reports rest on one text, one newsroom or one agency, credit
    the same source, tell it in the same words or quote the same words, or one report credits the other;
    a telling that credits nobody shares that of a credited one in much the same words.
    `origins` is the best grouping. `origins_min` joins every doubt: a group stands by itself only where
    it names a person, body, document or witness; `origins_max` parts every doubt: unnamed sources, and
    another name in a report that shares its text only in part. A source that a person judged counts as judged.
    `families` names the publisher of reports, by id; two outlets of one are no two origins by themselves.
    """
    by_id = {report.report.id: report for report in reports}
    lineage_of = {report: lineage for lineage in lineages for report in lineage.reports}
    people = frozenset(name.name for report in reports for name in report.names if name.label == "person")
    names = frozenset(name.name for report in reports for name in report.names)
    whole = frozenset(copy.reports for copy in copies if copy.relation != "partial")
    alike = compare_reports([report.report for report in reports])
    pairs = permutations(range(len(reports)), 2)
    one_event = {(reports[i].report.id, reports[j].report.id) for i, j in pairs if alike[i, j] >= ALIKE}
    ties = Ties(whole, _crediting(reports), _shared_sources(claims, people, names, one_event))
    counted = []
    for claim in claims:
        accesses = [
            _access(
                m,
                by_id[m.span.report],
                lineage_of[m.span.report],
                people,
                names,
                _quoted(m.span, by_id[m.span.report], quotes),
                families.get(m.span.report),
            )
            for m in claim.mentions
        ]
        counted.append(_count(claim, [_judged(access, judgements) for access in accesses], ties))
    return tuple(counted)


def _crediting(reports: Sequence[AnnotatedReport]) -> frozenset[tuple[str, str]]:
    """The pairs of reports of which one credits the other's outlet for a good part of what it tells."""
    found = set()
    for citing in reports:
        credited = list(_credited(citing))
        for cited in reports:
            outlet = cited.report.outlet
            if cited is citing or not outlet:
                continue
            times = sum(names_outlet(name, outlet.value) for name in credited)
            if times and times >= CREDITED * len(credited):
                first, second = sorted((citing.report.id, cited.report.id))
                found.add((first, second))
    return frozenset(found)


def _shared_sources(
    claims: Sequence[Claim], people: frozenset[str], names: frozenset[str], one_event: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The pairs of reports of one event that credit one person or body for half of what one of them credits at all,
    and whom; what somebody says of two matters is no one account."""
    crediting = {m.span: m.source for claim in claims for m in claim.mentions if m.source}
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for span, source in crediting.items():
        kind = source_kind(source, people)
        if kind != "document" and can_be_looked_up(kind, source, names):
            told[span.report][source] += 1
    found = {}
    for a, b in combinations(sorted(told), 2):
        common, fewer = told[a] & told[b], min(told[a].total(), told[b].total())
        most = max(sorted(common), key=common.__getitem__, default=None)
        if (a, b) in one_event and most and fewer >= FEWEST_CREDITED and common[most] >= SHARED * fewer:
            found[a, b] = most
    return found


def _credited(citing: AnnotatedReport) -> Iterator[str]:
    """Those whom a report has something from: its speakers, and to whom they said it ("told the Orrin Herald")."""
    yield from (statement.speaker for statement in citing.statements if statement.speaker)
    yield from (found.group(1) for found in _SAID_TO.finditer(citing.report.text))


def _quoted(span: Span, annotated: AnnotatedReport, quotes: Sequence[Quote]) -> frozenset[str]:
    """The quotes, by id, whose words make up most of what the passage says, its source and cue aside."""
    said = [
        (max(content.start, span.start), min(content.end, span.end))
        for proposition in annotated.propositions
        if proposition.span == span and proposition.statement is not None
        for content in annotated.statements[proposition.statement].content
        if content.start < span.end and span.start < content.end
    ] or [(span.start, span.end)]
    half = sum(end - start for start, end in said) / 2
    return frozenset(
        quote.id
        for quote in quotes
        for words in quote.mentions
        if words.report == span.report and min(words.end, said[-1][1]) - max(words.start, said[0][0]) > half
    )


def _access(
    mention: Mention,
    annotated: AnnotatedReport,
    lineage: Lineage,
    people: frozenset[str],
    names: frozenset[str],
    quotes: frozenset[str],
    family: str | None,
) -> Access:
    report, source = annotated.report, mention.source
    passage = report.text[mention.span.start : mention.span.end]
    saw = reporter_saw(passage) or (source is not None and reporter_saw(f"{source} {mention.cue}"))
    credited = frozenset(credit.agency for credit in report.credits if credit.basis in _TEXT_CREDITS)
    if lineage.agency:
        credited |= {lineage.agency}
    kind: OriginKind = "agency" if credited else "outlet"
    if saw:
        kind = "eyewitness"
    elif source:
        kind = source_kind(source, people)
    return Access(
        mention=mention,
        kind=kind,
        source=source,
        lineage=lineage,
        outlet=report.outlet.value if report.outlet else None,
        family=family,
        agencies=credited,
        saw=saw,
        quotes=quotes,
        words=tuple(re.findall(r"\w+", passage.lower())),
        named=source is not None and can_be_looked_up(kind, source, names),
    )


def _judged(access: Access, judgements: Sequence[Judgement]) -> Access:
    """Add to an access what was last said of its source."""
    for judgement in reversed(judgements):
        source = access.source or _name(access)[0]
        if judgement.verdict in ("independent", "dependent") and same_source(source, judgement.about[0]):
            return replace(access, judged=judgement)
    return access


def _count(claim: Claim, accesses: Sequence[Access], ties: Ties) -> Claim:
    links = [link for j in range(len(accesses)) for i in range(j) if (link := _link(accesses, i, j, ties))]
    links += _retellings(accesses)
    size = len(accesses)
    best = _join(size, links)
    apart = _join(size, [link for link in links if not link.doubtful])
    origins = tuple(_origin(accesses, group, links) for group in best)
    seen = any(access.saw for access in accesses)
    shown = sum(any(_shows_access(accesses[i], seen) for i in group) for group in best)
    most = max(sum(any(_may_stand(accesses[i]) for i in group) for group in groups) for groups in (apart, best))
    return replace(claim, origins=origins, origins_min=max(1, shown), origins_max=max(1, shown, most))


def _may_stand(access: Access) -> bool:
    return access.judged is None or access.judged.verdict == "independent"


def _shows_access(access: Access, seen: bool = False) -> bool:
    """Whether a mention shows access of its own; beside what a reporter saw (`seen`), any source by name does."""
    if access.judged:
        return access.judged.verdict == "independent"
    by_name = access.source is not None and access.kind in ("agency", "outlet")
    return access.saw or access.named or (seen and by_name)


def _link(accesses: Sequence[Access], i: int, j: int, ties: Ties) -> Link | None:
    """Say why two mentions have one origin; None where nothing shows that they do."""
    a, b = accesses[i], accesses[j]
    first, second = sorted((a.mention.span.report, b.mention.span.report))
    if a.saw != b.saw:
        return None
    other_names = bool(a.source and b.source) and not same_source(a.source, b.source)
    if first == second:
        return Link(i, j, "", doubtful=other_names)
    if a.lineage.id == b.lineage.id:
        return Link(i, j, "rest on one text", doubtful=other_names and (first, second) not in ties.whole)
    if a.words == b.words and len(a.words) >= SAME_WORDS:
        return Link(i, j, "tell it in the same words", doubtful=False)
    if a.quotes & b.quotes:
        return Link(i, j, "quote the same words", doubtful=False)
    if same_source(a.source, b.source) and a.kind != "unnamed":
        return Link(i, j, f"credit {a.source}", doubtful=False)
    if a.agencies & b.agencies:
        return Link(i, j, f"credit {min(a.agencies & b.agencies)} for their text", doubtful=False)
    if a.outlet and a.outlet == b.outlet and not a.agencies | b.agencies:
        return Link(i, j, f"come from one newsroom, {a.outlet}", doubtful=False)
    if a.family and a.family == b.family and not other_names and not a.agencies | b.agencies:
        return Link(i, j, f"have one publisher: {a.family}", doubtful=True)
    for citing, cited in ((a, b), (b, a)):
        if _cites(citing, cited):
            return Link(i, j, f"have it from one of them, {citing.source}", doubtful=False)
    if (first, second) in ties.credited and not (a.source and b.source):
        return Link(i, j, "are no two accounts: one credits the other", doubtful=False)
    if (first, second) in ties.shared and not (a.source and b.source):
        return Link(
            i,
            j,
            f"may have it from {ties.shared[first, second]}, whom both credit for half of what they credit",
            doubtful=True,
        )
    disagree = "denied" in (a.mention.certainty, b.mention.certainty) or a.mention.negated != b.mention.negated
    if a.source and b.source and not (a.named and b.named) and not disagree:
        named = a.source if a.named else b.source if b.named else ""
        why = f"may both have it from {named}: one gives no name" if named else "credit sources without names"
        return Link(i, j, why, doubtful=True)
    return None


def _retellings(accesses: Sequence[Access]) -> Iterator[Link]:
    """Link each telling in a report's own voice to the credited one that is nearest in words, if it is near.

    To one only: two sources that are credited apart are not one because a third report credits neither.
    """
    credited = [i for i, access in enumerate(accesses) if access.source and not access.saw]
    for i, own in enumerate(accesses):
        if own.source or own.saw or not credited:
            continue
        share, j = max((_shared_wording(own.words, accesses[j].words), -j) for j in credited)
        if share >= SAME_WORDING:
            yield Link(i, -j, "tell it in much the same words, though not all of them credit it", doubtful=True)


def _shared_wording(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the words of the shorter telling that stand in the other, by rarity."""
    one, other = set(a), set(b)
    shared, *each = (sum(sorted(map(rarity, words))) for words in (one & other, one, other))
    return shared / (min(each) or 1)


def _cites(citing: Access, cited: Access) -> bool:
    """Whether one report's source is the other's outlet or agency."""
    if citing.kind in ("person", "unnamed") or not citing.source:
        return False
    if _cites_outlet(citing, cited):
        return True
    names = [name for agency in agencies() if agency.short in cited.agencies for name in (agency.short, *agency.names)]
    return any(same_source(citing.source, name) for name in names)


def _cites_outlet(citing: Access, cited: Access) -> bool:
    named = citing.source is not None and citing.kind not in ("person", "unnamed")
    return named and cited.outlet is not None and names_outlet(citing.source or "", cited.outlet)


def _join(size: int, links: Sequence[Link]) -> list[list[int]]:
    group = list(range(size))
    for link in links:
        low, high = sorted((group[link.a], group[link.b]))
        group = [low if g == high else g for g in group]
    return [[i for i in range(size) if group[i] == g] for g in sorted(set(group))]


def _origin(accesses: Sequence[Access], group: Sequence[int], links: Sequence[Link]) -> Origin:
    """Name a group of mentions after its most telling source."""
    members = [accesses[i] for i in group]
    telling = min(members, key=lambda a: (not a.saw, not _shows_access(a), a.source is None, a.mention.span))
    name, kind = _name(telling)
    together: dict[str, set[str]] = {}
    for link in links:
        if link.why and link.a in group:
            together.setdefault(link.why, set()).update(accesses[i].mention.span.report for i in (link.a, link.b))
    reason = "; ".join(f"{listed(sorted(reports))} {why}" for why, reports in together.items())
    if not reason:
        word = f"on the word of {telling.source}" if telling.source else "in its own voice"
        reason = f"only {members[0].mention.span.report}, {word}"
    circle = find_circle(_citations(members))
    if circle:
        reason = f"{say_circle(circle)}; {reason}"
    for judgement in sorted({a.judged.number: a.judged for a in members if a.judged}.values(), key=lambda j: j.number):
        reason += f"; {judgement.about[0]} is {judgement.verdict}, {judgement.by} judged: {judgement.why}"
    return Origin(name, kind, tuple(member.mention.id for member in members), reason, circle)


def _citations(members: Sequence[Access]) -> dict[str, frozenset[str]]:
    """The reports that each report cites for it, of those that credit nobody else."""
    cited: dict[str, set[str]] = {}
    elsewhere: set[str] = set()
    for access in members:
        report = access.mention.span.report
        found = {other.mention.span.report for other in members if _cites_outlet(access, other)}
        cited.setdefault(report, set()).update(found)
        if access.saw or (access.source and not found):
            elsewhere.add(report)
    return {report: frozenset(found) for report, found in cited.items() if report not in elsewhere}


def listed(reports: Sequence[str]) -> str:
    """Name several reports in a sentence: "a, b and c"."""
    return reports[0] if len(reports) == 1 else f"{', '.join(reports[:-1])} and {reports[-1]}"


def _name(access: Access) -> tuple[str, OriginKind]:
    if access.source:
        return access.source, access.kind
    if access.kind == "eyewitness":
        return "a reporter who saw it", "eyewitness"
    if access.agencies:
        return min(access.agencies), "agency"
    return access.outlet or access.mention.span.report, "outlet"
