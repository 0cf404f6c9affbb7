"""What a right brief of the example shows; the facts stand in examples/README.md."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from crosswire.records import Analysis, Claim, Conflict, Copy, Lineage, Report, Span, Story

FIRE = {"meridian", "herald", "sable-post", "northline", "corvane-courier", "ledger", "tribune"}
AGENCY_COPY = {"meridian", "herald", "sable-post", "northline", "tribune"}
INDEPENDENT = {"corvane-courier", "ledger"}


@dataclass(frozen=True)
class Brief:
    """The analysis, and ways to ask it about the passages that examples/README.md names."""

    analysis: Analysis

    def report(self, id: str) -> Report:
        return next(report for report in self.analysis.reports if report.id == id)

    def passage(self, report: str, words: str) -> Span:
        start = self.report(report).text.index(words)
        return Span(report, start, start + len(words))

    def text(self, span: Span) -> str:
        return self.report(span.report).text[span.start : span.end]

    @property
    def fire(self) -> Story:
        return next(story for story in self.analysis.stories if "meridian" in story.reports)

    @property
    def lineage(self) -> Lineage:
        return next(line for line in self.fire.lineages if "meridian" in line.reports)

    def copies(self, *reports: str) -> list[Copy]:
        return [copy for copy in self.fire.copies if set(copy.reports) == set(reports)]

    def claims_with(self, *passages: Span) -> list[Claim]:
        return [claim for claim in self.fire.claims if all(touches(mentions(claim), p) for p in passages)]

    def claim_with(self, *passages: Span) -> Claim:
        found = self.claims_with(*passages)
        assert found, f"no claim joins {[self.text(passage) for passage in passages]}"
        return max(found, key=lambda claim: len(claim.mentions))

    def conflict_between(self, a: Span, b: Span, kind: str) -> Conflict:
        found = self.conflicts_between(a, b, kind)
        assert found, f"no {kind} conflict between {self.text(a)!r} and {self.text(b)!r}"
        return found[0]

    def conflicts_between(self, a: Span, b: Span, kind: str) -> list[Conflict]:
        alike = [conflict for conflict in self.fire.conflicts if conflict.kind == kind]
        return [conflict for conflict in alike if touches(conflict.mentions, a) and touches(conflict.mentions, b)]


def mentions(claim: Claim) -> list[Span]:
    return [mention.span for mention in claim.mentions]


def touches(spans: Iterable[Span], passage: Span) -> bool:
    return any(s.report == passage.report and s.start < passage.end and passage.start < s.end for s in spans)


@pytest.fixture(scope="module")
def brief(example: Analysis) -> Brief:
    return Brief(example)


# What was read


def test_all_eight_reports_are_read(brief: Brief) -> None:
    assert {report.id for report in brief.analysis.reports} == FIRE | {"dunwater"}


def test_a_dateline_without_a_year_is_settled(brief: Brief) -> None:
    published = brief.report("sable-post").published
    assert published is not None
    assert published.value.startswith("2025-03-12")
    assert published.basis in ("dateline", "other reports")


def test_header_lines_give_the_outlet_and_the_date(brief: Brief) -> None:
    report = brief.report("corvane-courier")
    assert report.outlet is not None
    assert report.published is not None
    assert (report.outlet.value, report.outlet.basis) == ("Corvane Courier", "header")
    assert (report.published.value[:10], report.published.basis) == ("2025-03-12", "header")


def test_a_saved_page_gives_its_article_outlet_and_time_without_its_furniture(brief: Brief) -> None:
    report = brief.report("northline")
    assert report.outlet is not None
    assert report.published is not None
    assert (report.outlet.value, report.published.value[:10]) == ("Northline", "2025-03-12")
    assert "newsletter" not in report.text
    assert "cookies" not in report.text


def test_a_caption_is_marked_and_not_cut(brief: Brief) -> None:
    for name, words in (("corvane-courier", "Smoke hangs over"), ("sable-post", "The North Quay warehouse, left,")):
        marks = [mark.span for mark in brief.report(name).marks if mark.kind == "caption"]
        assert touches(marks, brief.passage(name, words))


@pytest.mark.parametrize("name", sorted(AGENCY_COPY - {"northline"}))
def test_an_agency_that_no_list_knows_is_credited_by_its_name(brief: Brief, name: str) -> None:
    assert any("Meridian" in credit.agency for credit in brief.report(name).credits)


def test_the_rewording_credits_nobody(brief: Brief) -> None:
    assert brief.report("northline").credits == ()


# Stories, copies, lineage


def test_the_fire_and_the_train_are_two_stories(brief: Brief) -> None:
    groups = sorted((sorted(story.reports) for story in brief.analysis.stories), key=len)
    assert groups == [["dunwater"], sorted(FIRE)]


def test_the_agency_copies_are_one_lineage(brief: Brief) -> None:
    assert set(brief.lineage.reports) == AGENCY_COPY
    assert "Meridian" in (brief.lineage.agency or "")


def test_independent_reports_copy_nobody_though_they_share_a_quotation(brief: Brief) -> None:
    for copy in brief.fire.copies:
        assert not set(copy.reports) & INDEPENDENT


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("herald", {"edited", "copy"}),
        ("sable-post", {"partial", "edited", "copy"}),
        ("northline", {"rewritten"}),
        ("tribune", {"partial"}),
    ],
)
def test_each_copy_has_its_relation_and_comes_from_the_agency_story(
    brief: Brief, name: str, relations: set[str]
) -> None:
    (copy,) = brief.copies("meridian", name)
    assert copy.relation in relations
    assert copy.source == "meridian"
    assert copy.passages
    assert copy.reason


def test_a_trimmed_copy_is_contained_in_its_source_more_than_the_source_in_it(brief: Brief) -> None:
    (copy,) = brief.copies("meridian", "sable-post")
    share = dict(zip(copy.reports, copy.containment, strict=True))
    assert share["sable-post"] >= 0.9
    assert share["meridian"] <= 0.8


# Claims and origins


def test_a_copied_claim_has_one_origin_however_many_reports_carry_it(brief: Brief) -> None:
    agency = brief.passage("meridian", "The fire came two months after a smaller blaze on the same quay")
    edited = brief.passage("herald", "The fire came two months after a smaller blaze on the same quay")
    claim = brief.claim_with(agency, edited)
    assert (claim.origins_min, claim.origins_max) == (1, 1)


def test_a_rewording_without_credit_adds_no_origin(brief: Brief) -> None:
    agency = brief.passage("meridian", "about 400 tonnes of ammonium nitrate")
    reworded = brief.passage("northline", "Some 400 metric tons of ammonium nitrate")
    claim = brief.claim_with(agency, reworded)
    report_of = {mention.id: mention.span.report for mention in claim.mentions}
    agency_origins = [o for o in claim.origins if AGENCY_COPY & {report_of[mention] for mention in o.mentions}]
    assert len(agency_origins) == 1


def test_a_reporter_who_saw_the_explosion_is_a_second_origin(brief: Brief) -> None:
    agency = brief.passage("meridian", "blew the roof off the building")
    witness = brief.passage("corvane-courier", "saw an explosion blow the roof off the warehouse on the North Quay")
    claim = brief.claim_with(agency, witness)
    assert claim.origins_max >= 2


def test_the_toll_has_the_fire_chief_and_the_hospital_as_sources(brief: Brief) -> None:
    agency = brief.passage("meridian", "Nine people were killed")
    hospital = brief.passage("corvane-courier", "Nine people had died")
    claim = brief.claim_with(agency, hospital)
    sources = " | ".join(mention.source or "" for mention in claim.mentions)
    assert "Tosk" in sources
    assert "chief" in sources or "Marant" in sources
    assert claim.origins_max >= 2


def test_unnamed_officials_are_the_source_of_the_claim_about_the_permit(brief: Brief) -> None:
    content = brief.passage("meridian", "about 400 tonnes of ammonium nitrate")
    sources = [m.source or "" for claim in brief.fire.claims for m in claim.mentions if touches([m.span], content)]
    assert any("officials" in source for source in sources)


# Quotations and conflicts


def test_a_shared_quotation_is_shown_unaltered(brief: Brief) -> None:
    words = "This city will not rest until it knows why"
    quotes = [quote for quote in brief.fire.quotes if touches(quote.mentions, brief.passage("meridian", words))]
    (quote,) = quotes
    assert not quote.drift
    assert {span.report for span in quote.mentions} >= {"meridian", "herald", "northline", *INDEPENDENT}


def test_the_altered_quotation_is_a_drift_along_the_lineage(brief: Brief) -> None:
    said = brief.passage("meridian", "This building was never meant to hold chemicals")
    altered = brief.passage("northline", "That building was never built to store chemicals")
    conflict = brief.conflict_between(said, altered, "quote")
    assert conflict.along == brief.lineage.id


def test_straight_and_curly_quotation_marks_are_no_drift(brief: Brief) -> None:
    curly = brief.passage("meridian", "This building was never meant to hold chemicals")
    straight = brief.passage("sable-post", "This building was never meant to hold chemicals")
    for conflict in brief.conflicts_between(curly, straight, "quote"):
        assert touches(conflict.mentions, brief.passage("northline", "That building was never built"))


def test_the_lost_hedge_is_a_drift_along_the_lineage(brief: Brief) -> None:
    hedged = brief.passage("meridian", "the port may stay closed until Monday")
    flat = brief.passage("northline", "The port will stay closed until Monday")
    conflict = brief.conflict_between(hedged, flat, "certainty")
    assert conflict.along == brief.lineage.id


def test_the_dropped_source_is_a_drift_along_the_lineage(brief: Brief) -> None:
    sourced = brief.passage("meridian", "about 400 tonnes of ammonium nitrate")
    unsourced = brief.passage("northline", "Some 400 metric tons of ammonium nitrate")
    conflict = brief.conflict_between(sourced, unsourced, "attribution")
    assert conflict.along == brief.lineage.id


def test_the_toll_of_nine_is_superseded_by_twelve(brief: Brief) -> None:
    nine = [brief.passage(report, "Nine people were killed") for report in ("meridian", "herald", "sable-post")]
    nine += [brief.passage("northline", "nine people dead"), brief.passage("corvane-courier", "Nine people had died")]
    twelve = brief.passage("tribune", "Twelve people have now died")
    found = [conflict for earlier in nine for conflict in brief.conflicts_between(earlier, twelve, "number")]
    assert found
    assert all(conflict.superseded for conflict in found)


def test_thirty_one_and_more_than_thirty_are_no_conflict(brief: Brief) -> None:
    exact = brief.passage("meridian", "31 injured")
    bound = brief.passage("corvane-courier", "More than 30 others were treated")
    assert brief.conflicts_between(exact, bound, "number") == []


def test_the_company_denies_what_the_officials_say(brief: Brief) -> None:
    charge = brief.passage("meridian", "about 400 tonnes of ammonium nitrate had been stored")
    denials = [
        brief.passage("ledger", "denied that ammonium nitrate had been stored without a permit"),
        brief.passage("ledger", "No ammonium nitrate was stored at North Quay without a permit"),
    ]
    assert any(brief.conflicts_between(charge, denial, "denial") for denial in denials)


def test_the_company_denies_the_letter_of_november(brief: Brief) -> None:
    charge = brief.passage("meridian", "inspectors had written to Brandell Storage in November")
    denial = brief.passage("ledger", "city inspectors had not written to Brandell Storage in November")
    assert brief.conflicts_between(charge, denial, "denial")


# Timeline


@pytest.mark.parametrize(
    ("when", "name", "words"),
    [
        ("2023-06", "meridian", "was last inspected in June 2023"),
        ("2024-11", "meridian", "inspectors had written to Brandell Storage in November"),
        ("2025-01", "meridian", "two months after a smaller blaze on the same quay"),
        ("2025-03-11", "meridian", "fire tore through a warehouse in the harbour of Port Corvane on Tuesday night"),
        ("2025-03-13", "tribune", "found shortly after noon on Thursday"),
        ("2025-03-15", "tribune", "The first funerals will be held on Saturday"),
    ],
)
def test_the_timeline_puts_an_event_on_its_day(brief: Brief, when: str, name: str, words: str) -> None:
    # One line may stand for several reports, so a copy of the passage in the same claim counts as well.
    passage = brief.passage(name, words)
    claims = {claim.id for claim in brief.claims_with(passage)}
    told = [event for event in brief.fire.timeline if touches([event.span], passage) or event.claim in claims]
    assert any(event.when.startswith(when) for event in told)


def test_every_passage_stands_in_its_report(brief: Brief) -> None:
    length = {report.id: len(report.text) for report in brief.analysis.reports}
    spans = [mention.span for claim in brief.fire.claims for mention in claim.mentions]
    spans += [span for conflict in brief.fire.conflicts for span in conflict.mentions]
    spans += [span for quote in brief.fire.quotes for span in quote.mentions]
    spans += [event.span for event in brief.fire.timeline]
    assert all(0 <= span.start < span.end <= length[span.report] for span in spans)
