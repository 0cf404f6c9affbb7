"""A brief as one HTML page that needs nothing else: no network, no script, no file beside it."""

import base64
import hashlib
from typing import TextIO

from markupsafe import Markup

from crosswire import __version__
from crosswire.outputs.page import Page
from crosswire.outputs.selection import select
from crosswire.pages.links import file_links
from crosswire.pages.rendering import render, style
from crosswire.records import Analysis

LARGEST = 300_000  # bytes over the reports' own text, so that it can be mailed
ROOMS = (40, 12, 4, 1)  # times what the terminal shows, tried one after the other until the page is small enough


def write(analysis: Analysis, file: TextIO, *, everything: bool = False) -> None:
    """Write the brief of every story to `file` as one page that holds its style and the reports' texts.

    As much is folded away as LARGEST has room for; what is left out beyond is counted, and `everything` shows it.
    """
    text = sum(len(report.text.encode(errors="replace")) for report in analysis.reports)
    for room in ROOMS if not everything else (1,):
        page = _page(analysis, select(analysis, everything, room))
        if len(page.encode(errors="replace")) <= LARGEST + text:
            break
    file.write(page)


def _page(analysis: Analysis, page: Page) -> str:
    sheet = style().strip()
    return render(
        "brief.html",
        page=page,
        links=[file_links(story.story.id, analysis.reports) for story in page.stories],
        reports=analysis.reports,
        style=Markup(sheet),
        digest=base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode(),
        version=__version__,
    )
