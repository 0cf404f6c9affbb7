"""Posts set into a report: "It is snowing! — Ada Quill (@adaquill) March 4, 2031", the account's own words."""

import re
from collections.abc import Iterator

from crosswire.records import Span, Statement

_SIGNED = re.compile(
    r"^(?P<said>\S[^\n]*?)\s?(?P<dash>[—–-])\s?(?P<name>[^\n—–()]{1,60}?)\s\(@\w{1,30}\)"
    r"(?=\s(?:[A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+,? \d{4})\s*$)",
    re.MULTILINE,
)


def read_posts(report: str, text: str) -> Iterator[Statement]:
    """Give each post signed with a name, an account and a day, the line that it ends, as direct speech of its name."""
    for found in _SIGNED.finditer(text):
        said, dash, name = (Span(report, *found.span(part)) for part in ("said", "dash", "name"))
        yield Statement(name, found["name"], dash, (said,), "direct", "certain")
