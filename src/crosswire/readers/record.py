"""One report from the fields of a record, whatever the format that the record came in."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crosswire.records import Detail, Problem, Report

# A long report has some 50,000 characters; a thousand thousand is a book or a whole archive in one field.
LONGEST_REPORT = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A report and the place that it was read from (file, or file and line); its id is "" where none is given."""

    place: str
    report: Report


def report_from(place: str, path: str | None, fields: Mapping[str, object], hashed: bool) -> Found | Problem:
    """The report that `fields` hold under our own names or those of news-please; only `text` must be there.

    `hashed` gives a record without an id the hash of its content for one; else it is left to the file's name.
    A field of the wrong type, no text, or more than `LONGEST_REPORT` characters make a Problem.
    """
    fields = {own: next((fields[n] for n in (own, *other) if fields.get(n) is not None), None) for own, other in _NAMES}
    wrong = _wrong_type(fields)
    if wrong:
        return Problem(place, wrong)
    values = {key: str(value) for key in _TEXT_FIELDS if (value := fields.get(key)) is not None}
    body, title = values.get("text", ""), values.get("title", "")
    # An empty text under a headline is what many pages leave of themselves: the headline is the report.
    if not body.strip() and not (title.strip() and "text" in values):
        return Problem(place, 'has no text: give the report\'s text in the field "text"')
    text = f"{title}\n{body}" if title.strip() else body
    if len(text) > LONGEST_REPORT:
        return Problem(place, too_long(len(text)))
    if _HALF_CHARACTER.search("".join(values.values())):
        return Problem(place, "holds half of a surrogate pair, which is no character: write the character whole")
    authors = _authors(fields.get("authors"))
    report = Report(
        id=values.get("id", "").strip() or (_content_id(values, authors) if hashed else ""),
        text=text,
        body=len(text) - len(body),
        outlet=_field(values.get("outlet")),
        published=_field(values.get("published")),
        url=values.get("url", "").strip() or None,
        authors=authors,
        path=path,
    )
    return Found(place, report)


def whole_number(digits: str) -> int | float:
    """A whole number of a JSON text; one of more digits than Python turns into an int as a float."""
    return int(digits) if len(digits) <= 4000 else float(digits)


_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_NAMES = (
    ("id", ()),
    ("title", ()),
    ("text", ("maintext",)),
    ("outlet", ("source_domain",)),
    ("published", ("date_publish",)),
    ("url", ()),
    ("authors", ()),
)
_TEXT_FIELDS = ("id", "title", "text", "outlet", "published", "url")


def too_long(characters: int) -> str:
    """The reason of a Problem with a report of too many characters."""
    return f"has {characters:,} characters (limit {LONGEST_REPORT:,} a report): split it into its reports"


def _wrong_type(fields: Mapping[str, object]) -> str | None:
    for key in _TEXT_FIELDS:
        value = fields.get(key)
        if not (value is None or isinstance(value, str) or (key == "id" and type(value) is int)):
            return f'has {_kind(value)} in the field "{key}": give it as a string'
    authors = fields.get("authors")
    if not (authors is None or isinstance(authors, str) or _strings(authors)):
        return f'has {_kind(authors)} in the field "authors": give a list of strings'
    return None


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) or item is None for item in value)


def _kind(value: object) -> str:
    names: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", dict: "an object"}
    return names.get(type(value), "a list" if isinstance(value, list) else "no string")


def _authors(value: object) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(author.strip() for author in given if isinstance(author, str) and author.strip())


def _field(value: str | None) -> Detail | None:
    return Detail(value.strip(), "field") if value and value.strip() else None


def _content_id(values: Mapping[str, str], authors: tuple[str, ...]) -> str:
    content = json.dumps([values.get(key) for key in _TEXT_FIELDS[1:]] + list(authors), ensure_ascii=True)
    return "r" + hashlib.sha256(content.encode()).hexdigest()[:10]
