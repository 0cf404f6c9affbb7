"""Which reports tell of one event.

Reports are joined by average linkage over the words that they share, rare words counting most (Salton and
Buckley 1988; how rare is asked of background counts alone, so that two reports are as like whatever others are
given). What comes out may still hold two events
of one kind, in one place or with one cast, so each group is then cut in two where that cut is sharpest and
stays cut if the two sides keep to words of their own (bisecting k-means, Steinbach, Karypis and Kumar 2000).
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from crosswire.language.frequencies import rarity
from crosswire.publication import known_day
from crosswire.records import Group, Report

FURNITURE = frozenset({"boilerplate", "credit", "header", "byline"})

# training/fit_stories.py: B-cubed F1 .962 on outlets and .940 on ecbplus; .970 and .941 held out (JOIN and the cut
# fitted on other events); at least .95 and .92 for every JOIN from .06 to .13. RAREST and BREVITY hold down what
# short reports from one town share; neither gains on these two sets.
JOIN = 0.09  # mean similarity from which two groups are one
BREVITY = 10_000.0  # squared weight added to each report, as of words it leaves out: short texts say less
FLOOR = 0.03  # similarity below this counts as none: it is chance, and large inputs stay sparse
# Similarity lost by publication two months apart (none within a week), and where only one of two days is known. Neither
# gains on the two sets. Of thirty stories drawn from 2,000 reports of a stream (bench/sample.py) and read, 19 were no
# one event when all was lost after a year and nothing for a day unknown: this parts 8 of them, none of the others.
NEAR_DAYS, FAR_DAYS, FAR_COST, UNKNOWN_COST = 7, 60, 0.08, 0.04

# A cut in two: log-odds that both sides are events of their own.
SIDE = 3  # reports that each side of a cut needs at least
SUPPORT = 6  # reports on the smaller side from which more say no more
COPY = 0.5  # similarity above this says "same text", not "same event"
CUT_BIAS, CUT_SIMILAR, CUT_LOCAL, CUT_SUPPORT = -3.66, -8.16, -9.41, 7.80

EXACT = 4000  # weights are whole multiples of 1/EXACT: their sums fit float32 and are the same in any order
BLOCK = 256  # reports compared with all others at a time
RAREST = 6.0  # rarity (log) from which words are alike rare: a town's name alone must not make an event
DOUBT = 0.2  # probability of two events from which a reason speaks of it
KEY_WORDS = 4  # words named in a reason

_WORD = re.compile(r"[^\W_]+(?:[.,’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Vectors:
    """A sparse matrix by rows, one a report: whole-number values, each row of length EXACT at most."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    width: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all reports: a count for each report and word, and the weight of each word."""

    names: tuple[str, ...]
    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    counts: NDArray[np.float64]
    rarity: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Links:
    """The reports that one report is similar to, by position, and how much, in multiples of 1/EXACT."""

    others: NDArray[np.int32]
    similarity: NDArray[np.int32]


@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def story_id(reports: Sequence[str]) -> str:
    """Name a story after the ids of its reports."""
    return "s" + hashlib.sha256("\0".join(reports).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def story_words(text: str) -> list[str]:
    """List the words of a text in order, lower case, without plural and possessive endings."""
    return [_stem(form) for form in _WORD.findall(text)]


def story_text(report: Report) -> str:
    """Give the text of a report without its furniture."""
    text, end, parts = report.text, 0, []
    for mark in sorted(report.marks, key=lambda mark: mark.span):
        if mark.kind in FURNITURE:
            parts.append(text[end : max(end, mark.span.start)])
            end = max(end, mark.span.end)
    return " ".join([*parts, text[end:]])


def count_story_words(report: Report) -> Counter[str]:
    """Count the words of a report without its furniture."""
    bag: Counter[str] = Counter()
    for form, count in Counter(_WORD.findall(story_text(report))).items():
        bag[_stem(form)] += count
    return bag


def count_words(reports: Sequence[Report]) -> Words:
    """Count the story words of each report and weigh each word by how few reports of the background hold it."""
    return weigh_words([count_story_words(report) for report in reports])


def weigh_words(bags: Sequence[Mapping[str, int]]) -> Words:
    """Weigh the counted words of some reports."""
    names = sorted({word for bag in bags for word in bag})
    position = {word: column for column, word in enumerate(names)}
    starts = np.cumsum([0, *(len(bag) for bag in bags)])
    columns = np.array([position[word] for bag in bags for word in sorted(bag)], dtype=np.int64)
    counts = np.array([bag[word] for bag in bags for word in sorted(bag)], dtype=np.float64)
    return Words(tuple(names), starts, columns, counts, word_rarity(names))


def word_rarity(names: Sequence[str]) -> NDArray[np.float64]:
    """Weigh words by how few reports of the background hold them."""
    return np.array([rarity(name) for name in names], dtype=np.float64)


def weigh_reports(words: Words, brevity: float = BREVITY) -> NDArray[np.int64]:
    """Give for each report and word its part of the vector by which reports are linked, in multiples of 1/EXACT."""
    sizes = np.diff(words.starts)
    telling = np.minimum(words.rarity, RAREST) ** 2
    return _scaled(words.columns, words.counts, np.repeat(np.arange(len(sizes)), sizes), telling, brevity)


def pack_vectors(starts: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.int64]) -> Vectors:
    """Make vectors of the words of reports, each report's from its start; words that weigh nothing are left out."""
    kept = values > 0
    starts = np.concatenate([[0], np.cumsum(kept)])[starts]
    columns = columns[kept]
    used = np.bincount(columns) > 0
    return Vectors(starts, (np.cumsum(used) - 1)[columns], values[kept].astype(np.float64), int(used.sum()))


def _scaled(
    columns: NDArray[np.int64],
    counts: NDArray[np.float64],
    rows: NDArray[np.int64],
    weight: NDArray[np.float64],
    unsaid: float = 0.0,
) -> NDArray[np.int64]:
    """Weigh words and scale each row to unit length; it falls short of that by `unsaid`, a squared weight left out."""
    values = (1 + np.log(counts)) * weight[columns]
    lengths = np.sqrt(unsaid + np.bincount(rows, values**2))
    scaled: NDArray[np.int64] = np.rint(EXACT * values / np.maximum(lengths, 1e-9)[rows]).astype(np.int64)
    return scaled


def _weigh(words: Words, members: Sequence[int], weight: NDArray[np.float64]) -> Vectors:
    """Weigh the words of some reports: 1 + log count, times `weight`; each row scaled to unit length."""
    parts = [slice(words.starts[member], words.starts[member + 1]) for member in members]
    columns = np.concatenate([words.columns[part] for part in parts])
    counts = np.concatenate([words.counts[part] for part in parts])
    sizes = [part.stop - part.start for part in parts]
    values = _scaled(columns, counts, np.repeat(np.arange(len(parts)), sizes), weight)
    return pack_vectors(np.cumsum([0, *sizes]), columns, values)


def _similar(rows: Vectors) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield cosine similarities of BLOCK rows at a time with all rows: the first row's number, the block.

    Words of many reports are multiplied as a dense matrix, the rest through an inverted index.
    """
    count = len(rows.starts) - 1
    row_of = np.repeat(np.arange(count), np.diff(rows.starts))
    spread = np.bincount(rows.columns, minlength=rows.width)
    common = spread > max(5, count // 20)
    place = np.cumsum(common) - 1
    dense = np.zeros((count, int(common.sum())), dtype=np.float32)
    often = common[rows.columns]
    dense[row_of[often], place[rows.columns[often]]] = rows.values[often]
    order = np.argsort(rows.columns, kind="stable")
    listed = np.concatenate([[0], np.cumsum(spread)])
    # The threads of the library of matrices wait for each other longer than a small product takes.
    product = np.matmul if count > BLOCK else partial(np.einsum, "ij,jk->ik")
    for first in range(0, count, BLOCK):
        last = min(count, first + BLOCK)
        entries = np.arange(rows.starts[first], rows.starts[last])
        entries = entries[~often[entries]]
        sizes = spread[rows.columns[entries]]
        ends = np.cumsum(sizes)
        posting = np.repeat(listed[rows.columns[entries]] - ends + sizes, sizes) + np.arange(sizes.sum())
        other = order[posting]
        cell = np.repeat((row_of[entries] - first) * count, sizes) + row_of[other]
        total = np.bincount(cell, np.repeat(rows.values[entries], sizes) * rows.values[other], (last - first) * count)
        yield first, (total.reshape(last - first, count) + product(dense[first:last], dense.T)) / EXACT**2


def compare_reports(reports: Sequence[Report]) -> NDArray[np.float64]:
    """Give the similarity of each report to each, by the words of their story text: a square of 0 to 1."""
    if not reports:
        return np.zeros((0, 0))
    words = count_words(reports)
    vectors = pack_vectors(words.starts, words.columns, weigh_reports(words, brevity=0.0))
    return np.concatenate([block for _, block in _similar(vectors)])


def publication_day(report: Report) -> float:
    """Give the day of publication as a number of days; NaN where it is not a whole ISO 8601 date."""
    day = known_day(report)
    return math.nan if day is None else float(day.toordinal())


def cost_apart(days: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Similarity lost by the days between publications, on a log scale; none where neither is known."""
    apart = np.abs(days - others)
    share = np.log(np.clip(np.where(np.isnan(apart), 0.0, apart), NEAR_DAYS, FAR_DAYS) / NEAR_DAYS)
    lost = FAR_COST / math.log(FAR_DAYS / NEAR_DAYS) * share
    return np.where(np.isnan(days) != np.isnan(others), UNKNOWN_COST, lost)


def link_reports(vectors: Vectors, days: NDArray[np.float64]) -> list[Links]:
    """Find for each report those of FLOOR similarity or more."""
    links: list[Links] = []
    for first, block in _similar(vectors):
        rows, others = np.nonzero(block >= FLOOR - 1 / EXACT)
        apart = cost_apart(days[others], days[first + rows])
        similarity = np.rint((block[rows, others] - apart) * EXACT).astype(np.int32)
        kept = (similarity >= FLOOR * EXACT) & (others != first + rows)
        ends = np.cumsum(np.bincount(rows[kept], minlength=len(block)))[:-1]
        parts = zip(np.split(others[kept].astype(np.int32), ends), np.split(similarity[kept], ends), strict=True)
        links += [Links(near, how) for near, how in parts]
    return links


def join_reports(links: Sequence[Links]) -> list[list[int]]:
    """Join reports by average linkage down to JOIN, by chains of nearest neighbours (Murtagh 1983).

    A similarity that is not in `links` counts as 0; all sums are whole numbers.
    """
    sums = {
        report: dict(zip(near.others.tolist(), near.similarity.tolist(), strict=True))
        for report, near in enumerate(links)
    }
    groups = {report: [report] for report in range(len(links))}
    finished: list[list[int]] = []
    chain: list[int] = []
    while groups:
        chain = chain or [next(iter(groups))]
        last = chain[-1]
        best, nearest = 0.0, last
        for other, total in sums[last].items():
            mean = total / len(groups[other])
            if mean > best or (mean == best and other < nearest):
                best, nearest = mean, other
        before = chain[-2] if len(chain) > 1 else None
        if best < JOIN * EXACT * len(groups[last]):
            # Average linkage is reducible: no later join brings anything nearer to this group.
            for neighbour in sums.pop(last):
                del sums[neighbour][last]
            finished.append(groups.pop(chain.pop()))
        elif before is not None and sums[last][before] / len(groups[before]) == best:
            _merge(sums, groups, min(last, before), max(last, before))
            del chain[-2:]
        else:
            chain.append(nearest)
    return finished


def _merge(sums: dict[int, dict[int, int]], groups: dict[int, list[int]], kept: int, gone: int) -> None:
    groups[kept] += groups.pop(gone)
    for other, total in sums.pop(gone).items():
        del sums[other][gone]
        if other != kept:
            sums[kept][other] = sums[other][kept] = sums[kept].get(other, 0) + total


@dataclass(frozen=True, slots=True)
class Cut:
    """The sharpest cut of a group in two: its sides, and what tells two events from one.

    `similar` is the mean similarity across the cut over that within the sides (1: no cut is felt), `local`
    the same by the words that set these reports apart from each other, `support` log of the smaller side.
    """

    sides: tuple[tuple[int, ...], tuple[int, ...]]
    similar: float
    local: float
    support: float


def _gram(rows: Vectors) -> NDArray[np.float32]:
    return np.concatenate([block for _, block in _similar(rows)]).astype(np.float32)


def _bisect(gram: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Cut rows in two by k-means on their cosines, from the sign of the first principal component.

    A row is compared with the centre of its own side without itself: in small groups it would hold itself fast.
    """
    centred = gram - gram.mean(0) - gram.mean(1)[:, None] + gram.mean()
    axis = centred[:, int(np.argmax(np.diagonal(centred)))]
    for _ in range(50):
        axis = centred @ axis
        axis /= max(float(np.abs(axis).max()), 1e-9)
    side: NDArray[np.bool_] = axis > 0
    own = np.diagonal(gram)
    for _ in range(20):
        nearness = []
        for here in (side, ~side):
            total = gram[:, here].sum(1)
            length = total[here].sum() - here * (2 * total - own)
            nearness.append((total - here * own) / np.sqrt(np.maximum(length, 1e-9)))
        moved = nearness[0] > nearness[1]
        if (moved == side).all():
            break
        side = moved
    return side


def _across(gram: NDArray[np.float32], side: NDArray[np.bool_]) -> float:
    """Mean similarity across a cut over the geometric mean of those within its sides, copies held down to COPY."""
    gram = np.minimum(gram, COPY)
    within = 1.0
    for here in (side, ~side):
        inner = gram[np.ix_(here, here)]
        within *= (inner.sum() - np.trace(inner)) / (len(inner) * (len(inner) - 1))
    return float(gram[np.ix_(side, ~side)].mean() / math.sqrt(max(within, 1e-9)))


def sharpest_cut(words: Words, group: Sequence[int]) -> Cut | None:
    """Find the sharpest cut of a group in two; None where a side would have fewer than SIDE reports."""
    if len(group) < 2 * SIDE:
        return None
    held = np.concatenate([words.columns[words.starts[member] : words.starts[member + 1]] for member in group])
    within = np.bincount(held, minlength=len(words.names))
    apart = np.where(within > 1, np.log((len(group) + 1) / np.maximum(within, 1)), 0.0)
    local = _gram(_weigh(words, group, words.rarity * apart))
    side = _bisect(local)
    smaller = min(int(side.sum()), int((~side).sum()))
    if smaller < SIDE:
        return None
    members = np.array(group)
    sides = (tuple(members[side].tolist()), tuple(members[~side].tolist()))
    plain = _gram(_weigh(words, group, words.rarity))
    return Cut(sides, _across(plain, side), _across(local, side), math.log(min(smaller, SUPPORT)))


def two_events(cut: Cut) -> float:
    """Give the probability that the sides of a cut are two events."""
    odds = CUT_BIAS + CUT_SIMILAR * cut.similar + CUT_LOCAL * cut.local + CUT_SUPPORT * cut.support
    return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Part:
    """Reports that stay together, the sharpest cut not made in them, and what the last cut made took from them."""

    reports: list[int]
    cut: Cut | None = None
    removed: tuple[int, ...] = ()
    sure: float = 1.0


def separate_events(words: Words, part: Part) -> list[Part]:
    """Cut a group in two for as long as the sides look like events of their own."""
    cut = sharpest_cut(words, part.reports)
    if cut is None or two_events(cut) < 0.5:
        return [Part(part.reports, cut, part.removed, part.sure)]
    sides = (cut.sides, cut.sides[::-1])
    parts = [Part(list(side), None, other, min(part.sure, two_events(cut))) for side, other in sides]
    return [piece for side in parts for piece in separate_events(words, side)]


def _key_words(words: Words, reports: Sequence[Report], members: Sequence[int]) -> str:
    """Name the words that tell most of what some reports share, as the first of them writes them, and how many do."""
    held = np.concatenate([words.columns[words.starts[member] : words.starts[member + 1]] for member in members])
    columns, spread = np.unique(held, return_counts=True)
    weight = np.where(spread > 1, spread * words.rarity[columns], 0.0) * spread
    ranked = (place for place in np.lexsort((columns, -weight)) if len(words.names[columns[place]]) > 2)
    best = list(islice(ranked, KEY_WORDS))
    wanted = {words.names[columns[place]]: int(spread[place]) for place in best if weight[place] > 0}
    written: dict[str, str] = {}
    for found in (found for member in members for found in _WORD.finditer(reports[member].text)):
        if _stem(found.group()) in wanted:
            written.setdefault(_stem(found.group()), re.sub("['’]s$", "", found.group()))
            if len(written) == len(wanted):
                break
    return ", ".join(f"\u201c{written[stem]}\u201d ({count})" for stem, count in wanted.items())


def _alone(
    reports: Sequence[Report], links: Links, parts: Sequence[Part], place: NDArray[np.int64]
) -> tuple[float, str]:
    """Say how clearly a report stands alone; `place` is each report's position in `parts`."""
    totals = np.bincount(place[links.others], links.similarity)
    means = totals / [len(part.reports) for part in parts[: len(totals)]] / EXACT
    if not len(means):
        return 1.0, "stands alone: no other report comes near to it"
    nearest = int(np.argmax(means))
    name = reports[parts[nearest].reports[0]].id
    reason = f"stands alone: nearest is the story of {name} (similarity {means[nearest]:.2f}, joined from {JOIN:.2f})"
    return JOIN / (JOIN + float(means[nearest])), reason


def _together(words: Words, reports: Sequence[Report], links: Sequence[Links], part: Part) -> tuple[float, str]:
    """Say how surely reports belong together: by the one that is least like the others, and by any cut in them."""
    inside = [links[member] for member in part.reports]
    totals = [int(near.similarity[np.isin(near.others, part.reports)].sum()) for near in inside]
    weakest = int(np.argmin(totals))
    similarity = totals[weakest] / (len(totals) - 1) / EXACT
    doubt = two_events(part.cut) if part.cut else 0.0
    reason = f"{len(totals)} reports share {_key_words(words, reports, part.reports)}"
    if len(totals) > 2:
        reason += f"; least sure: {reports[part.reports[weakest]].id}"
    reason += f" (similarity {similarity:.2f}, joined from {JOIN:.2f})"
    if part.removed:
        reason += f"; kept apart from a like event told by {_list_ids(reports, part.removed)}"
    if part.cut and doubt >= DOUBT:
        reason += f"; {_list_ids(reports, part.cut.sides[1])} may tell of another event"
    return min(similarity / (similarity + JOIN), part.sure, 1 - doubt), reason


def _list_ids(reports: Sequence[Report], members: Sequence[int]) -> str:
    names = [reports[member].id for member in members]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def group_stories(reports: Sequence[Report]) -> tuple[Group, ...]:
    """Group reports by the event that they tell of; every report is in one group, a report alone in its own.

    Groups are in order of their first report's id, whatever the order of the input. Compares words without
    furniture (marks of FURNITURE) and publication days; ids, addresses and outlets are not looked at.
    """
    reports = sorted(reports, key=lambda report: report.id)
    if not reports:
        return ()
    words = count_words(reports)
    vectors = pack_vectors(words.starts, words.columns, weigh_reports(words))
    links = link_reports(vectors, np.array([publication_day(report) for report in reports]))
    parts = [part for whole in join_reports(links) for part in separate_events(words, Part(sorted(whole)))]
    parts.sort(key=lambda part: part.reports)
    return tuple(explain_groups(reports, words, links, parts, parts))


def explain_groups(
    reports: Sequence[Report], words: Words, links: Sequence[Links], parts: Sequence[Part], asked: Sequence[Part]
) -> Iterator[Group]:
    """Say how sure the asked ones of all parts that the reports fell into are, and why."""
    place = np.zeros(len(reports), dtype=np.int64)
    for position, part in enumerate(parts):
        place[part.reports] = position
    for part in asked:
        first = part.reports[0]
        if len(reports) == 1:
            cohesion, reason = 1.0, "the only report"
        elif words.starts[first] == words.starts[first + 1]:
            cohesion, reason = 0.0, "stands alone: it has no story text to compare"
        elif len(part.reports) == 1:
            cohesion, reason = _alone(reports, links[first], parts, place)
        else:
            cohesion, reason = _together(words, reports, links, part)
        yield Group(tuple(reports[member].id for member in part.reports), round(cohesion, 2), reason)
