"""Passages as a reader sees them: free of what would steer a terminal, on one line, cut in the middle when long."""

import re
import unicodedata
from collections.abc import Mapping

from crosswire.inserts import shown
from crosswire.records import Report, Span

ELLIPSIS = "…"

ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC and other strings
    r"|\x1b[ -/]*[0-~]"
)
JOINERS = "\u200c\u200d"
QUOTES = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’"}


def visible(text: str) -> str:
    """Give the text on one line, white space runs as one space, without escape, control and direction characters."""
    return harmless(" ".join(ESCAPE_SEQUENCE.sub("", text).split())).strip()


def harmless(text: str) -> str:
    """Give the text without escape, control and direction characters, its lines and spaces as they are."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in ESCAPE_SEQUENCE.sub("", text))


def _shown(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    # The joiners shape Persian and Indic words; every other format character only steers the display.
    return "" if category in ("Cc", "Cf") and character not in JOINERS else character


def passage(span: Span, reports: Mapping[str, Report], limit: int | None = None) -> str:
    """Give the words of a span as shown to a reader, cut in the middle to `limit` characters and at inserts."""
    return shorten(visible(shown(reports[span.report], span.start, span.end)), limit)


def shorten(text: str, limit: int | None) -> str:
    """Cut the middle out of a text of more than `limit` characters, at word boundaries; None cuts nothing."""
    if limit is None or len(text) <= limit:
        return text
    words = text.split(" ")
    head, tail, room = [words[0]], [words[-1]], limit - len(words[0]) - len(words[-1]) - 3
    if len(words) < 3 or room < 0:
        return text[: max(limit - 1, 1)].rstrip() + ELLIPSIS
    first, last = 1, len(words) - 2
    while first <= last:
        # Two words of the beginning for one of the end: a sentence says first who did what.
        front = len(" ".join(head)) <= 2 * len(" ".join(tail))
        word = words[first] if front else words[last]
        if len(word) + 1 > room:
            break
        room -= len(word) + 1
        if front:
            head.append(word)
            first += 1
        else:
            tail.insert(0, word)
            last -= 1
    return " ".join([*head, ELLIPSIS, *tail])


def first_clauses(text: str, limit: int | None) -> str:
    """Cut a reason after the last ";" clause that ends within `limit` characters; the first clause always stays."""
    if limit is None or len(text) <= limit:
        return text
    kept, *more = text.split("; ")
    for clause in more:
        if len(kept) + len(clause) + 2 > limit:
            break
        kept = f"{kept}; {clause}"
    return f"{kept}; {ELLIPSIS}" if more else shorten(kept, limit)


def quoted(text: str) -> str:
    """Put a passage between quotation marks that it does not hold, unless it is one quotation from end to end."""
    closing = QUOTES.get(text[:1])
    if closing and len(text) > 1 and text.endswith(closing) and closing not in text[1:-1]:
        return text
    if not set("“”„") & set(text):
        return f"“{text}”"
    return f'"{text}"' if '"' not in text else f"«{text}»"
