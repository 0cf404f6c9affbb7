"""What a search asks for: days and ranges of days, and the words beside them."""

import re
from dataclasses import dataclass
from datetime import date

from crosswire.corpus.days import Range, take_days

_PHRASE = re.compile(r"[\"“”«]([^\"“”«»]+)[\"“”»]")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'-]*)(?:\s+[^\W\d_a-z][\w’'-]*)+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: its words, phrases (words that stand together: quoted, or a name of several) and ranges of
    days, ends included; `text` is what was written, without its dates.
    """

    text: str
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    days: tuple[Range, ...]


def parse_query(text: str, today: date) -> Query:
    """Read a search: every date in it, in any common form or as a range; what is left are words and names.

    Raises InputError for a date that no calendar has.
    """
    days, rest = take_days(text, today)
    quoted = [tuple(_words(found)) for found in _PHRASE.findall(rest)]
    names = [tuple(_words(found.group())) for found in _NAME.finditer(_PHRASE.sub(" ", rest))]
    phrases = tuple(dict.fromkeys(phrase for phrase in (*quoted, *names) if len(phrase) > 1))
    return Query(" ".join(rest.split()), tuple(dict.fromkeys(_words(rest))), phrases, tuple(days))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
