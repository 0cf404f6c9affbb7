"""Capitals: headlines and reports in capitals written as sentences, for the parser; lengths stay.

The method is truecasing from the text itself (Lita and others 2003).
"""

import re
from collections.abc import Mapping, Sequence

from crosswire.language.frequencies import word_reports

RARE = 100  # news reports, of the 23,056 counted, below which a word before a name may belong to it
SHOUTED = 0.8  # share of a report in capitals from which on its capitals tell nothing

# The words after which a full stop ends no sentence.
TITLES = frozenset(
    "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Maj Sgt Capt Cpl Adm Cmdr Rev Hon Pres St Mt vs No Nos Fig Supt Insp "
    "Det Ald Atty Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_ALWAYS = TITLES - {"No", "Nos", "vs", "Mar", "Fig"} | frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February April June July August September "
    "October November December English British Irish Scottish Welsh French German Spanish Italian Russian Chinese "
    "Japanese Korean Indian American Canadian Australian African European Asian Arab Israeli Iranian Turkish "
    "Christian Muslim Jewish".split()
)
_ACRONYMS = frozenset("UN EU UK USA NATO FBI CIA BBC AP AFP TV PM GMT UTC CEO MP MPS IMF OPEC".split())
_SHOUTED_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+|[^\W\d_]+(?:'[^\W\d_]+)?")
_STOPPED = re.compile(r"[.!?][\"')\]]*\s")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z0-9,'] )[A-Z]\w+")


def _is_headline(text: str) -> bool:
    """Tell whether the words of a line are capitalised as in a headline: nearly all of the longer ones."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _is_shouted(text: str) -> bool:
    """Tell whether a line is written in capitals."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(character.isupper() for character in letters) > 0.9 * len(letters)


def _sentence_case(line: str, known: Mapping[str, str]) -> str:
    """Write a line in capitals as sentences: small letters, but where a sentence starts and in what must be names.

    Names are the words `known` to have a capital, those after "Mr" and the like, days, months and nationalities,
    and words that no news report counted for `word_reports` has.
    """
    _, counts = word_reports()
    words = list(_SHOUTED_WORD.finditer(line))
    unheard = [_is_unheard(m.group().lower(), counts) for m in words]
    written, at, titled = [], 0, False
    for m, name, name_next in zip(words, unheard, [*unheard[1:], False], strict=True):
        between, word = line[at : m.start()], m.group()
        lower, capital = word.lower(), word.capitalize()
        # "ADA QUILL": a rare word before a name is its first part.
        named = titled or name or (name_next and counts.get(lower, 0) < RARE and line[m.end() : m.end() + 1] == " ")
        shortened = titled or "." in line[max(0, at - 2) : at]
        starts = not at or (_STOPPED.search(between) is not None and not shortened)
        if len(lower) != len(word) or "." in word or word in _ACRONYMS or (len(word) == 1 and word != "A"):
            capital = word
        elif not starts and not named and capital not in _ALWAYS:
            capital = lower
        written += [between, known.get(word, capital)]
        at, titled = m.end(), word.capitalize() in TITLES
    return "".join([*written, line[at:]])


def _is_unheard(word: str, counts: Mapping[str, int]) -> bool:
    """Tell whether no news report counted has a word or what it is a form of: it is a name, then."""
    stem = re.sub(r"(?:'s|s|es|ed|ing)$", "", word)
    return len(word) > 2 and word.partition("'")[0] not in counts and stem not in counts and stem + "e" not in counts


def recase(lines: Sequence[str]) -> list[str]:
    """Write headlines as sentences, for the parser: a word keeps its capital where the body has it within a sentence.

    The method is truecasing from the text itself (Lita and others 2003); lengths stay.
    """
    shouted_lines = [_is_shouted(line) for line in lines]
    loud = sum(len(line) for line, is_shouted in zip(lines, shouted_lines, strict=True) if is_shouted)
    if loud > SHOUTED * sum(map(len, lines)):
        quiet = [line for line, s in zip(lines, shouted_lines, strict=True) if not s and not _is_headline(line)]
        within = (m.group() for line in quiet for m in _CAPITAL_WITHIN.finditer(line))
        known = {word.upper(): word for word in within if len(word.upper()) == len(word)}
        return [_sentence_case(line, known) if s else line for line, s in zip(lines, shouted_lines, strict=True)]
    headlines = [_is_headline(line) for line in lines]
    if not any(headlines):
        return list(lines)
    body = [line for line, headline in zip(lines, headlines, strict=True) if not headline]
    names = {m.group() for line in body for m in _CAPITAL_WITHIN.finditer(line)}
    shouted = {name.upper(): name for name in sorted(names)}

    def recased(match: re.Match[str]) -> str:
        word = match.group()
        if word in names or (word.isupper() and len(word) <= 4) or not word[0].isupper():
            return word
        written = shouted.get(word, word.lower()) if word.isupper() else word.lower()
        return written if len(written) == len(word) and match.start() else word

    if not body:
        return list(lines)
    return [re.sub(r"[^\W\d_]+", recased, line) if h else line for line, h in zip(lines, headlines, strict=True)]
