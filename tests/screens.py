"""Pictures of the pages of the example analysis, small and grey: `python tests/screens.py` takes them anew.

Then look at them. Only the fonts of one family are used, so that the same browser draws the same everywhere.
"""

import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from browser import chromium
from example_analysis import ANALYSIS, CLAIMS, REPORTS, STORY, at
from PIL import Image

from crosswire.corpus.listing import ListedStory
from crosswire.outputs.selection import select
from crosswire.outputs.sources import list_speakers
from crosswire.pages.brief import write
from crosswire.pages.briefs import Brief
from crosswire.pages.claim import claim_page
from crosswire.pages.compare import compare_page
from crosswire.pages.lineage import lineage_page
from crosswire.pages.links import live_links
from crosswire.pages.reading import read_through
from crosswire.pages.rendering import render, style
from crosswire.pages.report import TextVersion
from crosswire.pages.stories import ORDERS, Row
from crosswire.pages.story import by_time
from crosswire.pages.views import Here
from crosswire.records import AnnotatedReport, DateExpression, Name, Span, Statement

FOLDER = Path(__file__).parent / "screens"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SMALLER = 3
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
SCREENS = (
    ("stories", 320, "dark"), ("stories", 768, "light"), ("story", 320, "light"), ("story", 1440, "dark"),
    ("report", 768, "dark"), ("report", 1440, "light"),
    ("brief", 1440, "light"), ("brief", 320, "dark"), ("claim", 320, "light"), ("claim", 1440, "dark"),
    ("lineage", 768, "light"), ("lineage", 320, "dark"), ("compare", 768, "dark"), ("compare", 320, "light"),
)  # fmt: skip


def name(page: str, width: int, scheme: str) -> str:
    return f"{page}-{width}-{scheme}.png"


def pages() -> dict[str, str]:
    """The pages, filled in from records written by hand, so that nothing a step finds changes them."""
    file = io.StringIO()
    write(ANALYSIS, file)
    by_id = {report.id: report for report in REPORTS}
    brief = Brief(ANALYSIS, select(ANALYSIS).stories[0], "")
    links = live_links(STORY.id, ANALYSIS.reports)
    here = Here("/", "/.json", "token", "Ada Ferris", "0")
    beacon = by_id["beacon"]
    listed = ListedStory(STORY.id, "Dam at Orrin gives way", STORY.reports, None, "2031-05-15T09:30:00Z", "", 2, 3, 4)
    days = ("2031-05-14T06:00:00Z", "2031-05-14T08:00:00Z", "2031-05-15T09:30:00Z")
    others: dict[str, dict[str, object]] = {
        "stories": {
            "rows": [Row(listed, 4, days)], "sort": "growth", "orders": ORDERS, "number": 1, "last": 2, "total": 51
        },
        "story": {
            "brief": brief, "links": links, "page": brief.page, "more": "/all/",
            "speakers": list_speakers(STORY, by_id, False),
            "reports": by_time(REPORTS),
        },
        "report": {
            "brief": brief, "links": links, "report": beacon, "read": True, "others": REPORTS[1:],
            "paragraphs": read_through(beacon, READ, STORY, links),
            "versions": [TextVersion(1, "2031-05-14T06:05:00Z", beacon.text, ())],
        },
    }  # fmt: skip
    shown = {
        "claim": claim_page(STORY, CLAIMS[1], by_id),
        "lineage": lineage_page(STORY, STORY.lineages[0], by_id),
        "compare": compare_page(STORY, by_id["clarion"], by_id["beacon"]),
    }
    others |= {name: {"brief": brief, "links": links, "page": page} for name, page in shown.items()}
    return {"brief": file.getvalue()} | {
        name: render(f"{name}.html", here=here, **values) for name, values in others.items()
    }


def take() -> dict[str, Image.Image]:
    """Take every picture."""
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as fonts:
        fonts.write(f"<fontconfig><dir>{FONTS}</dir><cachedir>{fonts.name}.cache</cachedir></fontconfig>")
        fonts.flush()
        with chromium(FONTCONFIG_FILE=fonts.name) as browser:
            return {name(*screen): _picture(browser, pages(), *screen) for screen in SCREENS}


def _picture(browser: Any, texts: dict[str, str], page: str, width: int, scheme: str) -> Image.Image:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=False
    )
    context.route(
        f"{HOST}/**",
        lambda route: route.fulfill(
            content_type="text/css" if "style.css" in route.request.url else "text/html",
            body=style()
            if "style.css" in route.request.url
            else texts[page]
            if route.request.url == f"{HOST}/"
            else "",
        ),
    )
    opened = context.new_page()
    opened.goto(f"{HOST}/")
    taken = Image.open(io.BytesIO(opened.screenshot(full_page=True))).convert("L")
    context.close()
    return taken.resize((taken.width // SMALLER, taken.height // SMALLER), Image.Resampling.BOX)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, picture in take().items():
        picture.save(FOLDER / file, optimize=True)
