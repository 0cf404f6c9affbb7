"""Pictures of the pages of the example analysis, small and grey: `python tests/screens.py` takes them anew.

Then look at them: `python tests/screens.py FOLDER` takes them in their size and colours, to FOLDER. Only the fonts of
one family are used, so that the same browser draws the same everywhere.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from browser import chromium
from example_analysis import ANALYSIS, CLAIMS, REPORTS, STORY, at
from PIL import Image

from crosswire.corpus.listing import ListedStory
from crosswire.corpus.outlets import Outlet
from crosswire.corpus.searching import Found, Result
from crosswire.outputs.selection import select
from crosswire.outputs.sources import list_speakers
from crosswire.outputs.worddiff import word_diff
from crosswire.pages.app import make_app
from crosswire.pages.brief import write
from crosswire.pages.briefs import Brief
from crosswire.pages.claim import claim_page
from crosswire.pages.compare import compare_page
from crosswire.pages.guard import Door
from crosswire.pages.judging import Row as Judged
from crosswire.pages.lineage import lineage_page
from crosswire.pages.links import live_links
from crosswire.pages.reading import read_through
from crosswire.pages.rendering import render, style
from crosswire.pages.report import TextVersion
from crosswire.pages.stories import ORDERS, Row
from crosswire.pages.story import FORMS, PARTS, by_time
from crosswire.pages.views import Here
from crosswire.records import Analysis, AnnotatedReport, DateExpression, Judgement, Name, Span, Statement

FOLDER = Path(__file__).parent / "screens"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SMALLER = 4
GREYS = 8
SAID = at("beacon", "prosecutors said")
READ = AnnotatedReport(
    REPORTS[0], "en", (),
    names=(Name(at("beacon", "Mara Dunoy"), "person", "Mara Dunoy"),),
    dates=(DateExpression(at("beacon", "before dawn on Wednesday"), "TIME", "2031-05-14TMO"),),
    statements=(
        Statement(
            Span("beacon", SAID.start, SAID.end - 5), "prosecutors", Span("beacon", SAID.end - 4, SAID.end),
            (at("beacon", "The operator, Keld Water, might face charges"),), "indirect", "possible",
        ),
    ),
    events=(), propositions=(), words=(), sentence_vectors=np.zeros((0, 384)), proposition_vectors=np.zeros((0, 384)),
    word_vectors=np.zeros((0, 384), dtype=np.int8),
)  # fmt: skip
HOST = "http://desk.example"
PAGES = (
    "brief", "stories", "search", "outlets", "judgements", "story", "part", "claim", "lineage", "compare", "report",
    "export", "docs", "login", "missing", "waiting",
)  # fmt: skip
FOLDED = ("brief", "story")  # of the others what is folded away is shown too
WIDTHS, SCHEMES = (320, 768, 1440), ("light", "dark")
LISTED = ListedStory(STORY.id, "Dam at Orrin gives way", STORY.reports, None, "2031-05-15T09:30:00Z", "", 2, 3, 4)
UNREAD = ListedStory("s-tram", "New tram line opens in Port Sael", ("gazette",), None, None, "", 0, None, None)
DAYS = ("2031-05-14T06:00:00Z", "2031-05-14T08:00:00Z", "2031-05-15T09:30:00Z")
RESULTS = (
    Result("claim", "c2", STORY.id, "clarion", 0, 0, "killing nine people", 0.9, "2031-05-14T09:30:00Z", None, 1, 2),
    Result(
        "report", "echo", STORY.id, "echo", 0, 0, "I saw the wall of the Lesk dam bulge", 0.5, None, None, None, None
    ),
)
OUTLETS = (
    Outlet("Daily Orrin", "", "", "", "", 1, 0, 1, 0, ("NPA",), (("certainty", 1), ("other", 1)), 0),
    Outlet("The Beacon", "beacon.example", "Lantern Press", "Velland", "no", 12, 11, 1, 1, ("NPA",), (), 1),
)
JUDGEMENTS = (
    Judged(
        Judgement(
            2, "no conflict", (), ("echo", "falcon"), "Ada Ferris", "2031-05-15T12:00:00Z",
            "the guild speaks of another wall of the same dam",
        ),
        ("denial", "“the dam had been cracked for months” in echo", "“The dam had been cracked for months” in falcon"),
        STORY.id,
    ),
    Judged(
        Judgement(
            1, "independent", (), ("beacon",), "Ada Ferris", "2031-05-15T11:00:00Z", "its own helicopter was there",
            "Ben Arkady", "2031-05-15T11:30:00Z",
        ),
        ("Velland rescue service",),
        "",
    ),
)  # fmt: skip


def name(page: str, width: int, scheme: str) -> str:
    return f"{page}-{width}-{scheme}.png"


def pages() -> dict[str, str]:
    """The pages, filled in from records written by hand, so that nothing a step finds changes them."""
    file = io.StringIO()
    write(ANALYSIS, file)
    shown = {**_of_the_corpus(), **_of_a_story(), **_of_the_frame()}
    return {"brief": file.getvalue()} | {
        page: render(f"{template}.html", here=Here(*place, "token", "Ada Ferris", "0"), **values)
        for page, (template, place, values) in shown.items()
    }


# The template, the address and that of the JSON, and what is filled in.
Shown = dict[str, tuple[str, tuple[str, str], dict[str, object]]]


def _of_the_corpus() -> Shown:
    listed = {"rows": [Row(LISTED, 4, DAYS), Row(UNREAD, None, ())], "sort": "growth", "orders": ORDERS, "total": 51}
    found = {"query": "Orrin dam", "kind": "all", "found": Found(RESULTS, 1), "wrong": "", "most": 50}
    return {
        "stories": ("stories", ("/stories", "/stories.json"), {**listed, "number": 1, "last": 2}),
        "search": ("search", ("/search", "/search.json"), found),
        "outlets": ("outlets", ("/outlets", "/outlets.json"), {"outlets": OUTLETS}),
        "judgements": ("judgements", ("/judgements", "/judgements.json"), {"rows": JUDGEMENTS}),
    }


def _of_a_story() -> Shown:
    told = Analysis(REPORTS[:-1], (STORY,))
    by_id = {report.id: report for report in told.reports}
    brief, links = Brief(told, select(told).stories[0], ""), live_links(STORY.id, told.reports)
    beacon, speakers = by_id["beacon"], list_speakers(STORY, by_id, False)
    texts = (beacon.text, beacon.text.replace("nine people", "12 people").replace("might face", "will face"))
    versions = [
        TextVersion(2, "2031-05-15T07:10:00Z", texts[1], word_diff(*texts)),
        TextVersion(1, "2031-05-14T06:05:00Z", texts[0], ()),
    ]
    disputed = {"part": "disputed", "names": PARTS, "items": brief.page.disputed.shown, "speakers": speakers}
    shown: dict[str, dict[str, object]] = {
        "story": {"page": brief.page, "more": "/all/", "speakers": speakers, "reports": by_time(told.reports)},
        "part": {**disputed, "page": brief.page, "place": {"page": 1, "pages": 2}},
        "claim": {"page": claim_page(STORY, CLAIMS[1], by_id)},
        "lineage": {"page": lineage_page(STORY, STORY.lineages[0], by_id)},
        "compare": {"page": compare_page(STORY, by_id["clarion"], beacon)},
        "report": {
            "report": beacon, "read": True, "others": told.reports[1:], "versions": versions,
            "paragraphs": read_through(beacon, READ, STORY, links),
        },
        "export": {"forms": [(form.value, f"/export/{form.value}", *FORMS[form]) for form in FORMS]},
    }  # fmt: skip
    place = (links.base, f"{links.base}.json")
    return {page: (page, place, {"brief": brief, "links": links, **values}) for page, values in shown.items()}


def _of_the_frame() -> Shown:
    described = make_app(None, Door((), "")).app.openapi()
    return {
        "docs": ("docs", ("/docs", ""), {"api": described}),
        "login": ("login", ("/login", ""), {"wrong": True}),
        "missing": ("problem", ("/stories/s0", ""), {"said": "s0: is no story of this corpus", "again": 0}),
        "waiting": ("problem", ("/stories/s1", ""), {"said": "s1: its brief is being made", "again": 3}),
    }


def take(smaller: int = SMALLER) -> Iterator[tuple[str, Image.Image]]:
    """Take every picture, each with its name; drawn so many times smaller than a screen shows it."""
    texts = {
        f"{HOST}/{page}": text if page in FOLDED else text.replace("<details", "<details open")
        for page, text in pages().items()
    }
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts:
        fonts.write(f"<fontconfig><dir>{FONTS}</dir><cachedir>{fonts.name}.cache</cachedir></fontconfig>")
        fonts.flush()
        with chromium(FONTCONFIG_FILE=fonts.name) as browser:
            context = browser.new_context(device_scale_factor=1 / smaller, java_script_enabled=False)
            context.route(f"{HOST}/**", lambda route: _answer(route, texts))
            opened = context.new_page()
            for address, width in product(texts, WIDTHS):
                if opened.url != address:
                    opened.goto(address)
                opened.set_viewport_size({"width": width, "height": 800})
                for scheme in SCHEMES:
                    opened.emulate_media(color_scheme=scheme)
                    taken = opened.screenshot(full_page=True)
                    yield name(address.rpartition("/")[2], width, scheme), Image.open(io.BytesIO(taken)).convert("RGB")


def _answer(route: Any, texts: dict[str, str]) -> None:
    if urlsplit(route.request.url).path == "/static/style.css":
        route.fulfill(content_type="text/css", body=style())
    else:
        route.fulfill(content_type="text/html", body=texts.get(route.request.url, ""))


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(exist_ok=True)
    for file, picture in take(SMALLER if folder is FOLDER else 1):
        # An eighth of the greys is enough to compare, and a third of the size.
        (picture.convert("L").quantize(GREYS) if folder is FOLDER else picture).save(folder / file, optimize=True)
