"""Spellings: names that the reports of a story spell in different ways."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from crosswire.records import AnnotatedReport, Name, Span

LEAST = 4  # letters of a word that can be misspelt; of shorter ones too many are names of their own
LONG = 7  # letters above which two may differ


def find_spellings(reports: Sequence[AnnotatedReport]) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    """Yield the two spellings of each name that no report spells both ways, and where each report first has it."""
    first: dict[tuple[str, str], Name] = {}
    for annotated in reports:
        for name in annotated.names:
            if name.label != "other":
                first.setdefault((annotated.report.id, name.name), name)
    by_name: dict[str, list[Name]] = defaultdict(list)
    for (_, spelling), found in sorted(first.items()):
        by_name[spelling].append(found)
    for a, b in combinations(sorted(by_name), 2):
        if misspelt(a, b) and not {n.span.report for n in by_name[a]} & {n.span.report for n in by_name[b]}:
            yield a, b, tuple(n.span for n in (*by_name[a], *by_name[b]))


def misspelt(a: str, b: str) -> bool:
    """Whether two names are one in two spellings: one word differs, by a letter or two, and not at its ends."""
    x, y = (_plain(name).split() for name in (a, b))
    differing = [(p, q) for p, q in zip(x, y, strict=False) if p != q]
    if len(x) != len(y) or len(differing) != 1:
        return False
    p, q = differing[0]
    ends = p[0] == q[0] and (len(x) > 1 or p[-1] == q[-1]) and not p.startswith(q) and not q.startswith(p)
    return ends and min(len(p), len(q)) >= LEAST and Levenshtein.distance(p, q) <= 1 + (len(p) > LONG)


@lru_cache(maxsize=1 << 14)
def _plain(name: str) -> str:
    """A name without case and accents; "ue" for "ü" is no other spelling."""
    folded = re.sub(r"([aou])\u0308", r"\1e", unicodedata.normalize("NFD", name.lower()))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
