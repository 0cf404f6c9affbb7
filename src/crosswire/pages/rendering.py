"""Templates filled in: every value is escaped and freed of what steers a display, whichever template shows it."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosswire.outputs.passages import harmless, quoted, shorten, visible
from crosswire.outputs.selection import BASES, counted
from crosswire.outputs.times import in_words
from crosswire.pages.sheets import draw_origins, draw_texts
from crosswire.pages.strip import draw_strip

STATIC = Path(__file__).parent / "static"


def render(template: str, **shown: object) -> str:
    """Fill in a template."""
    return _environment().get_template(template).render(**shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosswire.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters.update(quoted=quoted, visible=visible, shorten=shorten, web_address=web_address, moment=moment)
    environment.globals.update(
        bases=BASES, counted=counted, draw_origins=draw_origins, draw_texts=draw_texts, draw_strip=draw_strip
    )
    return environment


def _finalize(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def web_address(url: str | None) -> str:
    """Give an address that may be linked to: http or https and free of white space; '' for any other."""
    try:
        parts = urlsplit(url or "")
        return url if url and parts.scheme in ("http", "https") and parts.hostname and not set(url) & SPACES else ""
    except ValueError:
        return ""


SPACES = {*map(chr, range(0x21)), *map(chr, range(0x7F, 0xA1))}


def moment(value: str) -> str:
    """Say an ISO 8601 or TIMEX3 value in words, with the zone of an hour, or as it is where it has no plainer form."""
    said, zone = in_words(value), ZONE.search(value)
    if not said or zone is None:
        return said or value
    return f"{said} {'UTC' if zone[1] in ('Z', '+00:00', '-00:00') else zone[1]}"


ZONE = re.compile(r"T\d\d:\d\d.*?(Z|[+-]\d\d:?\d\d)$")


@cache
def style() -> str:
    """Give the style sheet of all pages."""
    return (STATIC / "style.css").read_text(encoding="utf-8")
