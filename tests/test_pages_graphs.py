from itertools import pairwise

from crosswire.pages.claim_graph import Joint, Leaf, Root, lay_out_claim
from crosswire.pages.lineage_graph import Edge, Node, lay_out_lineage, trace_ways
from crosswire.records import Claim, Copy, Credit, Detail, Lineage, Mention, Origin, Relation, Report, Span


def report(id: str, published: str | None = None, outlet: str = "", credits: tuple[Credit, ...] = ()) -> Report:
    return Report(
        id,
        "text",
        outlet=Detail(outlet, "field") if outlet else None,
        published=Detail(published, "field") if published else None,
        credits=credits,
    )


def copy(a: str, b: str, relation: Relation = "edited", source: str | None = None, share: float = 0.7) -> Copy:
    return Copy((a, b), relation, source, None, (share, share), (), f"{a} and {b} share text")


def ways(lineage: Lineage, copies: list[Copy], *reports: Report) -> dict[str, str]:
    return {way.report: way.words for way in trace_ways(lineage, copies, {report.id: report for report in reports})}


def test_a_report_comes_from_the_one_that_it_is_closest_to() -> None:
    copies = [
        copy("a", "b", source="a"),
        copy("a", "c", "partial", "a", 0.9),
        copy("b", "c", "copy", "b", 0.95),
    ]
    assert ways(Lineage("l1", ("a", "b", "c"), None, ""), copies, report("a"), report("b"), report("c")) == {
        "a": "nothing earlier found", "b": "edited from a", "c": "copied from b",
    }  # fmt: skip


def test_an_agency_is_the_source_of_those_that_credit_it_where_its_own_text_is_not_among_them() -> None:
    credited, photos = (Credit("NPA", "dateline"),), (Credit("NPA", "caption"),)
    reports = [report("a", credits=credited), report("b", credits=photos), report("c")]
    copies = [copy("a", "b"), copy("a", "c", "rewritten", "a")]
    assert ways(Lineage("l1", ("a", "b", "c"), "NPA", ""), copies, *reports) == {
        "a": "credits NPA", "b": "carries NPA photo credits", "c": "reworded from a",
    }  # fmt: skip
    own = report("a", outlet="NPA", credits=credited)
    copies = [copy("a", "b", source="a"), copy("a", "c", "rewritten", "a")]
    assert ways(Lineage("l1", ("a", "b", "c"), "NPA", ""), copies, own, *reports[1:]) == {
        "a": "the agency’s own text", "b": "edited from a", "c": "reworded from a",
    }  # fmt: skip


def test_where_nothing_shows_which_came_first_the_two_share_their_text() -> None:
    lineage = Lineage("l1", ("a", "b"), None, "")
    assert ways(lineage, [copy("a", "b")], report("a", "2031-05-15"), report("b", "2031-05-14")) == {
        "b": "nothing earlier found", "a": "shares its text with b",
    }  # fmt: skip


def test_copies_that_go_round_in_a_ring_end_somewhere() -> None:
    copies = [copy("a", "b", source="a"), copy("b", "c", source="b"), copy("a", "c", source="c")]
    found = ways(Lineage("l1", ("a", "b", "c"), None, ""), copies, report("a"), report("b"), report("c"))
    assert sorted(found.values()) == ["edited from a", "edited from c", "nothing earlier found"]


def test_reports_stand_below_their_source_at_their_time() -> None:
    reports = {
        "a": report("a", "2031-05-14T06:00:00Z"),
        "b": report("b", "2031-05-14T06:00:00Z"),
        "c": report("c", "2031-05-15T06:00:00Z"),
    }
    copies = [copy("a", "b", source="a"), copy("a", "c", "rewritten", "a"), copy("b", "c", "partial", "b")]
    graph = lay_out_lineage(trace_ways(Lineage("l1", ("a", "b", "c"), None, ""), copies, reports), reports)
    assert graph.nodes == (
        Node("a", "a", "Wed 14 May 2031, 06:00", "nothing earlier found", 2.0, 30.0),
        Node("b", "b", "Wed 14 May 2031, 06:00", "edited from a", 6.0, 92.0),
        Node("c", "c", "Thu 15 May 2031, 06:00", "reworded from a", 38.0, 154.0),
    )
    assert graph.edges == (
        Edge(2.0, 30.0, 6.0, 92.0, "edited", True),
        Edge(2.0, 30.0, 38.0, 154.0, "rewritten", True),
    )
    assert graph.ticks == ((2.0, "14 May 2031"), (38.0, "15 May 2031"))


def test_an_agency_that_is_not_among_the_reports_stands_above_them() -> None:
    reports = {"a": report("a", credits=(Credit("NPA", "dateline"),))}
    graph = lay_out_lineage(trace_ways(Lineage("l1", ("a",), "NPA", ""), [], reports), reports)
    assert [(node.report, node.name, node.words) for node in graph.nodes] == [
        (None, "NPA", "its own text is not among the reports"),
        ("a", "a", "credits NPA"),
    ]
    assert graph.edges == (Edge(2.0, 30.0, 6.0, 92.0, None, True),)


def test_a_long_line_of_copies_keeps_room_for_its_names() -> None:
    names = [f"r{number:02}" for number in range(40)]
    reports = {name: report(name) for name in names}
    copies = [copy(a, b, source=a) for a, b in pairwise(names)]
    graph = lay_out_lineage(trace_ways(Lineage("l1", tuple(names), None, ""), copies, reports), reports)
    across = [node.x for node in graph.nodes]
    assert across == sorted(set(across))
    assert across[-1] < 30


def mention(id: str, name: str) -> Mention:
    return Mention(id, Span(name, 0, 4), None, None, "certain", None, None)


def test_mentions_go_back_through_their_reports_to_what_they_share() -> None:
    origins = (
        Origin("the Velland rescue service", "organisation", ("m2", "m1", "m3"), "a and b rest on one text"),
        Origin("Jon Marsh", "person", ("m4",), "only d"),
    )
    mentions = (mention("m1", "a"), mention("m2", "b"), mention("m3", "c"), mention("m4", "d"))
    claim = Claim("c1", Span("a", 0, 4), mentions, origins, 2, 2)
    shared = Lineage("l1", ("a", "b"), "NPA", "")
    graph = lay_out_claim(claim, [shared, Lineage("l2", ("c",), None, "")])
    assert graph.roots == (
        Root(
            1, ("the Velland", "rescue", "service"), "organisation", "a and b rest on one text", 64.0,
            (Leaf(1, "m1", "a", "a", 30.0), Leaf(2, "m2", "b", "b", 64.0), Leaf(3, "m3", "c", "c", 98.0)),
            (Joint(30.0, 64.0, shared, ("a", "b")),),
        ),
        Root(2, ("Jon Marsh",), "person", "only d", 146.0, (Leaf(4, "m4", "d", "d", 146.0),), ()),
    )  # fmt: skip
