"""What people decided stands in the place of what the machine found."""

from crosswire.judgements import judge_claims, judge_conflicts, judge_groups, passages
from crosswire.records import Claim, Conflict, Judgement, Mention, Span, Verdict


def judged(verdict: Verdict, *about: str, reports: tuple[str, ...] = ("a", "b", "c", "d")) -> Judgement:
    return Judgement(1, verdict, about, reports, "Ada Ferris", "2031-03-04T10:00:00Z", "seen at the harbour")


def mention(report: str, start: int = 0) -> Mention:
    return Mention(f"m-{report}", Span(report, start, start + 9), None, None, "certain", None, None)


def claim(name: str, *reports: str) -> Claim:
    mentions = tuple(mention(report) for report in reports)
    return Claim(name, mentions[0].span, mentions)


def told(claims: tuple[Claim, ...]) -> list[tuple[str, str, list[str]]]:
    return sorted((c.id, c.text.report, [m.id for m in c.mentions]) for c in claims)


FERRY, TOLL = claim("c1", "a", "b"), claim("c2", "c")


def test_mentions_judged_the_same_are_one_claim() -> None:
    found = judge_claims([FERRY, TOLL], [judged("same", "m-c", "m-b")])
    assert told(found) == [("c1", "a", ["m-a", "m-b", "m-c"])]


def test_of_mentions_judged_different_the_second_is_a_claim_of_its_own() -> None:
    (first, _, kept), (_, text, taken) = told(judge_claims([FERRY], [judged("different", "m-b", "m-a")]))
    assert (first, kept) == ("c1", ["m-b"])
    assert (text, taken) == ("a", ["m-a"])


def test_mentions_that_are_gone_change_nothing() -> None:
    assert judge_claims([FERRY, TOLL], [judged("same", "m-a", "m-x")]) == (FERRY, TOLL)


def test_what_is_no_conflict_is_left_out_until_a_passage_joins_it() -> None:
    spans = tuple(Span(report, 4, 8) for report in "abc")
    two = Conflict("x1", "number", "c1", spans[:2], None, False, "9 or 12")
    three = Conflict("x2", "number", "c1", spans, None, False, "9 or 12")
    other = Conflict("x3", "time", "c1", spans[:2], None, False, "Monday or Tuesday")
    verdict = judged("no conflict", "number", *passages(two))
    assert judge_conflicts([two, other], [verdict]) == (other,)
    assert judge_conflicts([three], [verdict]) == (three,)


def test_groups_are_merged_and_split_and_the_last_word_counts() -> None:
    groups = [("a", "b"), ("c",), ("d", "e")]
    merged = judged("merge", reports=("a", "b", "c"))
    split = judged("split", "b", reports=("a", "b", "c"))

    def like_b(report: str, others: object) -> float:
        return float(report == "e" and "b" in str(others))

    assert judge_groups(groups, [merged], like_b) == [("a", "b", "c"), ("d", "e")]
    assert judge_groups(groups, [merged, split], like_b) == [("a", "c"), ("b",), ("d", "e")]
    assert judge_groups([("a", "b", "c", "e")], [split], like_b) == [("a", "c"), ("b", "e")]
