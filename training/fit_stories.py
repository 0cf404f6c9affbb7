"""Make the background word counts of `crosswire.stories` and fit its constants; print the figures they give.

usage: fit_stories.py words STREAM.jsonl.gz     writes src/crosswire/weights/word_reports.tsv.gz
       fit_stories.py fit EVENTS.jsonl ...      prints the cut's constants and B-cubed F1

`words` counts in how many reports each word stands; counts are facts, no text is kept. Stop words of other
languages, as spaCy lists them, are raised to STOP reports, so that they do not pass for rare English words.
`fit` fits the cut to whole pairs of confusable events and to single events, and measures twice: with
everything fitted on all events (fitted), and with the cut and JOIN fitted without the events measured (held
out, five folds by topic, scored over the held-out reports alone; the other constants saw all events).
Ids are replaced by hashes: nothing may hang on their order.
"""

import gzip
import hashlib
import importlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from crosswire import stories
from crosswire.records import Detail, Report

LEAST, STOP, FOLDS = 5, 1000, 5
LANGUAGES = "ar cs da de el es fa fi fr he hi hr hu id it lt lv nb nl pl pt ro ru sk sl sv tr uk"
JOINS = (0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13)
TABLE = Path(stories.__file__).parent / "weights" / "word_reports.tsv.gz"


@dataclass(frozen=True)
class Labelled:
    """One set of reports with their gold: positions follow the order of the hashed ids."""

    name: str
    reports: list[Report]
    events: list[str]
    topics: list[str]
    words: stories.Words
    links: list[stories.Links]


def write_words(stream: Path) -> None:
    """Count the words of a stream of reports and write the table."""
    counts: Counter[str] = Counter()
    size = 0
    with gzip.open(stream, "rt", encoding="utf-8") as lines:
        for fields in map(json.loads, lines):
            counts.update(set(stories.story_words(f"{fields.get('title') or ''}\n{fields['text']}")))
            size += 1
    for language in LANGUAGES.split():
        for stop in importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS:
            for word in stories.story_words(stop):
                counts[word] = max(counts[word], STOP)
    kept = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    table = "".join([f"{size}\n", *(f"{word}\t{count}\n" for word, count in kept)])
    TABLE.write_bytes(gzip.compress(table.encode("utf-8"), 9, mtime=0))
    print(f"{len(kept)} words of {size} reports, {TABLE.stat().st_size} bytes")


def read_labelled(path: Path) -> Labelled:
    """Read reports with their gold `event` and, for confusable events, `topic`."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        title, published = fields.get("title") or "", fields.get("published")
        name = hashlib.sha256(fields["id"].encode()).hexdigest()[:16]
        text = f"{title}\n{fields['text']}" if title else fields["text"]
        report = Report(name, text, published=Detail(published, "field") if published else None)
        rows.append((report, str(fields["event"]), str(fields.get("topic", fields["event"]))))
    rows.sort(key=lambda row: row[0].id)
    reports, events, topics = (list(column) for column in zip(*rows, strict=True))
    words = stories.count_words(reports)
    days = np.array([stories.publication_day(report) for report in reports])
    vectors = stories.pack_vectors(words.starts, words.columns, stories.weigh_reports(words))
    return Labelled(path.stem, reports, events, topics, words, stories.link_reports(vectors, days))


def bcubed(gold: Sequence[str], found: Sequence[int]) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998)."""
    both, by_gold, by_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(count * count / by_found[group] for (_, group), count in both.items())
    recall = sum(count * count / by_gold[event] for (event, _), count in both.items())
    return 2 * precision * recall / (precision + recall) / len(gold)


def cuts(data: Labelled) -> list[tuple[str, bool, stories.Cut]]:
    """Cut every topic of two events (true) and every single event (false)."""
    topics, events = defaultdict(list), defaultdict(list)
    for position, (topic, event) in enumerate(zip(data.topics, data.events, strict=True)):
        topics[topic].append(position)
        events[topic, event].append(position)
    pairs = [(topic, True, held) for topic, held in topics.items() if len({data.events[place] for place in held}) > 1]
    single = [(topic, False, held) for (topic, _), held in events.items()]
    found = [(topic, two, stories.sharpest_cut(data.words, held)) for topic, two, held in [*pairs, *single]]
    return [(topic, two, cut) for topic, two, cut in found if cut]


def fit_cut(examples: Iterable[tuple[str, bool, stories.Cut]]) -> NDArray[np.float64]:
    """Fit the log-odds of two events: bias, then the weights of similar, local, support."""
    rows = list(examples)
    values = np.array([[cut.similar, cut.local, cut.support] for _, _, cut in rows])
    spread = values.std(0)
    model = LogisticRegression(C=10).fit(values / spread, [two for _, two, _ in rows])
    return np.concatenate([model.intercept_, model.coef_[0] / spread])


def group(data: Labelled, join: float, cut: NDArray[np.float64]) -> list[int]:
    """Group a set under given constants; a group number for each report."""
    stories.JOIN = join
    stories.CUT_BIAS, stories.CUT_SIMILAR, stories.CUT_LOCAL, stories.CUT_SUPPORT = cut
    found = [0] * len(data.reports)
    for whole in stories.join_reports(data.links):
        for part in stories.separate_events(data.words, stories.Part(sorted(whole))):
            for member in part.reports:
                found[member] = part.reports[0]
    return found


def score(data: Labelled, found: Sequence[int], topics: set[str]) -> float:
    """B-cubed F1 over the reports of some topics."""
    places = [place for place, topic in enumerate(data.topics) if topic in topics]
    return bcubed([data.events[place] for place in places], [found[place] for place in places])


def measure(sets: Sequence[Labelled]) -> None:
    """Print the constants and the figures, fitted and held out."""
    examples = [example for data in sets for example in cuts(data)]
    shipped = np.array([stories.CUT_BIAS, stories.CUT_SIMILAR, stories.CUT_LOCAL, stories.CUT_SUPPORT])
    fitted, join = fit_cut(examples), stories.JOIN
    print(f"cut fitted on {len(examples)} cuts: {np.round(fitted, 2).tolist()}, in use: {shipped.tolist()}")
    for data in sets:
        row = [f"{at:.2f}: {bcubed(data.events, group(data, at, shipped)):.4f}" for at in JOINS]
        print(f"{data.name} with the cut in use, by JOIN (in use {join}): {', '.join(row)}")
        print(f"{data.name} with the cut off, at JOIN: {bcubed(data.events, group(data, join, np.zeros(4) - 99)):.4f}")
    everything = sorted({topic for data in sets for topic in data.topics})
    order = np.random.default_rng(0).permutation(len(everything))
    fold_of = {topic: int(order[place]) % FOLDS for place, topic in enumerate(everything)}
    held: dict[str, list[float]] = {data.name: [0.0, 0.0] for data in sets}
    for fold in range(FOLDS):
        out = {topic for topic in everything if fold_of[topic] == fold}
        cut = fit_cut(example for example in examples if example[0] not in out)
        found = {at: [group(data, at, cut) for data in sets] for at in JOINS}
        rest = set(everything) - out
        best = max(JOINS, key=lambda at: sum(score(*pair, rest) for pair in zip(sets, found[at], strict=True)))
        for data, groups in zip(sets, found[best], strict=True):
            reports = sum(topic in out for topic in data.topics)
            held[data.name][0] += score(data, groups, out) * reports
            held[data.name][1] += reports
        print(f"fold {fold}: JOIN {best}, cut {np.round(cut, 2).tolist()}")
    for name, (total, count) in held.items():
        print(f"{name} held out: {total / count:.4f}")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "words":
        write_words(Path(sys.argv[2]))
    elif len(sys.argv) > 2 and sys.argv[1] == "fit":
        measure([read_labelled(Path(path)) for path in sys.argv[2:]])
    else:
        sys.exit(__doc__)
