"""A brief as one HTML page that needs nothing else: no network, no script, no file beside it."""

import base64
import hashlib
from typing import TextIO

from markupsafe import Markup

from crosswire import __version__
from crosswire.outputs.selection import select
from crosswire.pages.links import file_links
from crosswire.pages.rendering import render, style
from crosswire.records import Analysis


def write(analysis: Analysis, file: TextIO, *, everything: bool = False) -> None:
    """Write the brief of every story to `file` as one page that holds its style and the reports' texts."""
    page, sheet = select(analysis, everything), _style()
    file.write(
        render(
            "brief.html",
            page=page,
            links=[file_links(story.story.id, analysis.reports) for story in page.stories],
            reports=analysis.reports,
            style=Markup(sheet),
            digest=base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode(),
            version=__version__,
        )
    )


def _style() -> str:
    return style().strip()
