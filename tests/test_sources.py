import pytest

from crosswire.sources import can_be_looked_up, how_known, reporter_saw, same_source, source_kind

PEOPLE = frozenset({"Mara Dunoy"})


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Mara Dunoy", "person"),
        ("the Velland rescue service", "organisation"),
        ("Police", "organisation"),
        ("the ministry of transport", "organisation"),
        ("two witnesses", "eyewitness"),
        ("a resident", "eyewitness"),
        ("Reuters", "agency"),
        ("the Orrin Herald newspaper", "outlet"),
        ("local media", "outlet"),
        ("security camera footage", "document"),
        ("court papers", "document"),
        ("The speech", "document"),
        ("the bill", "document"),
        ("Bill Olm", "organisation"),
        ("officials", "unnamed"),
        ("foreign experts", "unnamed"),
        ("a source", "unnamed"),
        ("some", "unnamed"),
        ("a Marrowby council source", "unnamed"),
        ("a top Mara Dunoy adviser", "unnamed"),
        ("the White Tower press office", "organisation"),
        ("a spokesman for the harbour office", "organisation"),
        ("a study by Mara Dunoy", "document"),
        ("The Orrin Gazette", "outlet"),
    ],
)
def test_the_kind_of_a_source(source, kind):
    assert source_kind(source, PEOPLE) == kind


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Mara Dunoy", "Dunoy", True),
        ("the harbour authority", "The harbor authority", True),
        ("Velland's rescue service", "the rescue service of Velland", True),
        ("Mara Dunoy", "Mara Olm", False),
        ("TASS", "Tass", True),
        ("Tam Jong-un", "Tam Jong Un", True),
        ("the U.S. coast guard", "US coast guard", True),
        ("Volo Zavenskiy", "Volo Zavensky", True),
        ("Christian Olm", "Christina Olm", False),
        ("police", "the fire service", False),
        (None, "police", False),
        (None, None, False),
    ],
)
def test_two_credits_can_name_one_source(a, b, same):
    assert same_source(a, b) is same
    assert same_source(b, a) is same


@pytest.mark.parametrize(
    ("passage", "saw"),
    [
        ("A Courier reporter saw the wall bulge", True),
        ("The wall bulged, as seen by a Courier photographer", True),
        ("The reporter was told that the wall had bulged", False),
        ("Residents saw the wall bulge", False),
    ],
)
def test_a_reporter_was_there(passage, saw):
    assert reporter_saw(passage) is saw


@pytest.mark.parametrize(
    ("source", "cue", "known"),
    [
        ("Mara Dunoy", "said", "said"),
        ("a Courier photographer", "saw", "seen"),
        ("two witnesses", "said", "seen"),
        ("the club", "posted footage showing", "video"),
        ("aerial photos", "show", "video"),
        ("court papers", "say", "document"),
        ("local media", "reported", "media"),
        ("officials", "said", "unnamed"),
        (None, "reportedly", "said"),
    ],
)
def test_how_a_source_knows(source, cue, known):
    assert how_known(source, cue, PEOPLE) == known


@pytest.mark.parametrize(
    ("source", "known"),
    [("the Orrin-based firm", False), ("the army", False), ("the army of Velland", True), ("Orrin Storage", True)],
)
def test_a_source_without_a_name_of_its_own_may_be_anybody(source, known):
    assert can_be_looked_up("organisation", source, frozenset({"Orrin"})) is known
