import pytest

from crosswire.sources import reporter_saw, same_source, source_kind

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
        ("officials", "unnamed"),
        ("foreign experts", "unnamed"),
        ("a source", "unnamed"),
        ("some", "unnamed"),
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
