"""Which passages of two reports are set against each other."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tiny import told

from crosswire.pairing import pair_facing, pair_nearest
from crosswire.records import Claim, Mention
from crosswire.tellings import Telling, cosines_of

READ = {name: told(name, "The Lesk dam above Orrin broke on Monday.") for name in "abcd"}
PLACES = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5), st.integers(0, 7)), min_size=1, max_size=12)


def tellings(places: list[tuple[str, int, int]]) -> list[tuple[Claim, Telling]]:
    """Passages of reports, each with its claim and the direction (of eight) that its vector has; no two read alike."""
    found = []
    for number, (name, claim, direction) in enumerate(places):
        report = READ[name]
        span = report.propositions[0].span
        mention = Mention(f"m{number}", span, None, None, "certain", None, None)
        vector = np.array([np.cos(direction * np.pi / 4), np.sin(direction * np.pi / 4)], dtype=np.float32)
        telling = Telling(mention, report, report.propositions[0], vector)
        telling.__dict__["text"] = str(number)
        found.append((Claim(f"c{claim}", span, (mention,)), telling))
    return found


@given(PLACES)
def test_of_each_two_reports_the_passages_nearest_to_each_other(places: list[tuple[str, int, int]]) -> None:
    given = [telling for _, telling in tellings(places)]
    expected = []
    for first, second in combinations(sorted({telling.id for telling in given}), 2):
        x, y = ([t for t in given if t.id == name] for name in (first, second))
        i, j = divmod(int(cosines_of(x, y).argmax()), len(y))
        if cosines_of(x, y)[i, j] >= 0.6:
            expected.append((x[i], y[j]))
    assert list(pair_nearest(given, 0.6)) == expected


@given(PLACES)
def test_passages_of_two_claims_that_are_the_nearest_to_one_of_them(places: list[tuple[str, int, int]]) -> None:
    given = tellings(places)
    expected = []
    for first, second in combinations(sorted({telling.id for _, telling in given}), 2):
        x, y = ([(c, t) for c, t in given if t.id == name] for name in (first, second))
        cosines = cosines_of([t for _, t in x], [t for _, t in y])
        best = (cosines == cosines.max(axis=0)) | (cosines == cosines.max(axis=1, keepdims=True))
        near = np.argwhere(best & (cosines >= 0.6)).tolist()
        expected += [(x[i][1], y[j][1]) for i, j in near if x[i][0] != y[j][0]]
    assert list(pair_facing(given, 0.6)) == expected
    assert set(expected) <= set(pair_facing(given, 0.6, nearest=False))
