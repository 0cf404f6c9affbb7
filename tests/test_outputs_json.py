import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
from example_analysis import ANALYSIS, REPORTS, TEXTS, at
from hypothesis import given
from hypothesis import strategies as st

from crosswire import __version__
from crosswire.outputs import records_json
from crosswire.records import AnnotatedReport, DateExpression, Event, Marker, Name, Sentence, Span, Statement

SAID = Span("beacon", 361, 365)


def written() -> Any:
    file = io.StringIO()
    records_json.write(ANALYSIS, file)
    return json.loads(file.getvalue())


def words(place: Any) -> str:
    return TEXTS[place["report"]][place["start"] : place["end"]]


def test_top_level() -> None:
    brief = written()
    assert list(brief) == ["crosswire", "reports", "stories", "problems"]
    assert brief["crosswire"] == __version__
    assert brief["problems"] == [{"source": "orrin/scan.bin", "reason": "is not text: give a text file"}]


def test_report() -> None:
    report = written()["reports"][0]
    assert {name: report[name] for name in ("id", "title", "outlet", "published", "url", "path", "text")} == {
        "id": "beacon",
        "title": "Dam at Orrin gives way, nine dead",
        "outlet": "The Beacon",
        "published": "2031-05-14",
        "url": "https://beacon.example/orrin",
        "path": "orrin/beacon.txt",
        "text": TEXTS["beacon"],
    }
    assert report["basis"]["published"] == {
        "basis": "dateline",
        "reason": "the year from the other reports",
        "span": {"report": "beacon", "start": 35, "end": 63},
    }
    assert report["marks"][1] == {"start": 35, "end": 63, "kind": "dateline"}
    assert report["credits"] == [{"agency": "NPA", "basis": "dateline", "start": 58, "end": 63}]


def test_what_is_unknown_is_null() -> None:
    echo = written()["reports"][3]
    assert (echo["title"], echo["published"]) == (None, None)
    assert list(echo["basis"]) == ["outlet"]


def test_story() -> None:
    story = written()["stories"][0]
    fixed = ["id", "title", "reports", "copies", "lineages", "claims", "quotes", "conflicts", "timeline"]
    assert [name for name in story if name in fixed] == fixed
    assert story["title"] == "Dam at Orrin gives way, nine dead"
    assert story["reports"] == ["beacon", "clarion", "daily", "echo", "falcon"]
    assert story["cohesion"] == 0.871


def test_copy() -> None:
    first, second = written()["stories"][0]["copies"]
    assert first == {
        "reports": ["beacon", "clarion"],
        "relation": "partial",
        "direction": "beacon>clarion",
        "credit": None,
        "containment": [0.612, 0.988],
        "passages": [{"a": [66, 124], "b": [27, 85]}],
        "reason": "3 passages in the same order, nothing added",
    }
    assert second["passages"] == []


def test_lineage() -> None:
    assert written()["stories"][0]["lineages"] == [
        {
            "id": "l1",
            "reports": ["beacon", "clarion", "daily"],
            "agency": "NPA",
            "reason": "beacon credits NPA in its dateline; others repeat it",
        }
    ]


def test_claim() -> None:
    claim = written()["stories"][0]["claims"][2]
    assert claim["text"] == words(claim["text_at"]) == "Keld Water, might face charges"
    assert claim["mentions"][0] == {
        "id": "m9", "report": "beacon", "start": 317, "end": 347, "source": "prosecutors", "cue": "said",
        "certainty": "possible", "published": "2031-05-14", "when": None,
        "negated": False,
    }  # fmt: skip
    assert claim["origins"] == [
        {"name": "prosecutors", "kind": "unnamed", "mentions": ["m9", "m10"],
         "reason": "daily rewords beacon and names nobody", "circle": []},
    ]  # fmt: skip
    assert (claim["origins_min"], claim["origins_max"]) == (1, 1)


def test_quote() -> None:
    (quote,) = written()["stories"][0]["quotes"]
    assert (quote["id"], quote["speaker"], quote["drift"]) == ("q1", "Mara Dunoy", True)
    assert words(quote["mentions"][2]) == '"There was no warning whatsoever,"'


def test_conflict() -> None:
    conflict = written()["stories"][0]["conflicts"][2]
    assert [words(mention) for mention in conflict.pop("mentions")] == [
        "Keld Water, might face charges",
        "The operator Keld Water will face charges",
    ]
    assert conflict == {
        "id": "x3", "kind": "certainty", "claim": "c3", "along": "l1", "superseded": False, "reason": '"might" is gone',
        "direction": ["beacon>daily"],
    }  # fmt: skip


def test_timeline() -> None:
    event = written()["stories"][0]["timeline"][0]
    assert words(event) == "The valley has flooded twice since 2019"
    assert (event["when"], event["claim"]) == ("2019", None)
    morning = written()["stories"][0]["timeline"][1]
    assert (morning["when"], morning["timex"]) == ("2031-05-14", "2031-05-14TMO")


def test_direction_is_from_the_source_whichever_report_stands_first() -> None:
    copy = replace(ANALYSIS.stories[0].copies[0], source="clarion")
    story = replace(ANALYSIS.stories[0], copies=(copy, replace(copy, source=None)))
    file = io.StringIO()
    records_json.write(replace(ANALYSIS, stories=(story,)), file)
    assert [c["direction"] for c in json.loads(file.getvalue())["stories"][0]["copies"]] == ["clarion>beacon", None]


def test_annotation() -> None:
    vectors = np.zeros((0, 8), dtype=np.float32)
    content = at("beacon", "The operator, Keld Water, might face charges")
    annotated = AnnotatedReport(
        REPORTS[0], "en",
        (Sentence(at("beacon", "Engineers were headed for a second dam upstream."), 1),),
        (Name(at("beacon", "Mara Dunoy"), "person", "Mara Dunoy"),),
        (DateExpression(at("beacon", "Wednesday"), "DATE", "2031-05-14"),),
        (
            Statement(at("beacon", "prosecutors"), "prosecutors", SAID, (content,), "indirect", "possible",
                      marker=Marker("modal", at("beacon", "might"))),
            Statement(None, None, None, (content,), "indirect", "unknown"),
        ),
        (Event(at("beacon", "gave way"), "certain"),),
        (), (), vectors, vectors, np.zeros((0, 8), dtype=np.int8),
    )  # fmt: skip
    line = json.loads(records_json.dumps(records_json.annotation(annotated)))
    fixed = ["id", "text", "published", "language", "sentences", "names", "dates", "statements", "events"]
    assert [name for name in line if name in fixed] == fixed
    assert (line["id"], line["published"]) == ("beacon", "2031-05-14")
    assert line["text"] == TEXTS["beacon"]
    assert line["sentences"] == [[254, 302]]
    assert line["names"] == [{"start": 213, "end": 223, "label": "person", "name": "Mara Dunoy", "role": None}]
    assert line["dates"] == [{"start": 115, "end": 124, "type": "DATE", "value": "2031-05-14"}]
    first, second = line["statements"]
    assert first == {
        "source": {"start": 349, "end": 360, "name": "prosecutors"}, "speaker": "prosecutors",
        "cue": {"start": 361, "end": 365},
        "content": [[303, 347]], "speech": "indirect", "certainty": "possible",
        "marker": {"kind": "modal", "start": 329, "end": 334}, "known": "said", "within": None,
    }  # fmt: skip
    assert second == {
        "source": None,
        "speaker": None,
        "cue": None,
        "content": [[303, 347]],
        "speech": "indirect",
        "certainty": "unknown",
        "marker": None,
        "known": "said",
        "within": None,
    }
    assert line["events"] == [{"start": 91, "end": 99, "certainty": "certain", "marker": None}]


def test_stories() -> None:
    file = io.StringIO()
    records_json.write_stories([("s1", "A title", ("a", "b"))], file)
    assert json.loads(file.getvalue()) == {"stories": [{"id": "s1", "title": "A title", "reports": ["a", "b"]}]}


@given(st.text(alphabet=st.characters() | st.sampled_from("\ud800\udfff\u2028\x00")))
def test_every_text_survives_json_and_utf_8(text: str) -> None:
    assert json.loads(records_json.dumps(text).encode("utf-8")) == text
    assert "\n" not in records_json.dumps(text)
