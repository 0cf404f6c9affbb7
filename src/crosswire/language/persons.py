"""Persons: which names of a report are one person's, though spelt, shortened or addressed in other ways."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from crosswire.language.people import BODIES, Gender, gender_of_forename, gender_of_honorific
from crosswire.records import Name

LONG, LONGEST = 5, 8  # letters from which a word may differ by one, and by two
NEAR = 400  # characters within which a full name was just used
MAIN = 2 / 3  # share of the full names from which one bearer of a surname is the one that a report is about

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_NO_NAMES = frozenset("a among an and as at but by for from if in of on or the to when while with".split())
_TWO_WORDS = re.compile(r"[A-Z][a-z]+ [A-Z][\w’'-]*[a-z]")
_PLACED = re.compile(r"\b(?:in|at|near|from|to|across|of) $")
_HONORIFIC = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame|Madam)\.?\s+$")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a report: the name in full, and what honorifics and forename say of "he" or "she"."""

    name: str
    words: tuple[str, ...]
    gender: Gender | None


@lru_cache(maxsize=1 << 14)
def spelling(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, hyphens and stops: "Jong-un" and "Jong Un" are two words each."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)|['’`]s\b", "", plain)
    return tuple(re.findall(r"\w+", plain))


def spelt_alike(a: str, b: str) -> bool:
    """Whether two words are one in two spellings, a letter apart or, where long, two ("Zelensky", "Zelenskiy")."""
    shorter = min(len(a), len(b))
    if a == b or shorter < LONG or a[0] != b[0]:
        return a == b
    return Levenshtein.distance(a, b, score_cutoff=2) <= 1 + (shorter >= LONGEST)


def one_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names in full (spellings of two words and more) can be one person's: a middle name aside."""
    if (a[-1] in _SUFFIXES) != (b[-1] in _SUFFIXES):
        return False
    if _alike(a[0], b[0]) and spelt_alike(a[-1], b[-1]):
        inner, other = a[1:-1], b[1:-1]
        return not inner or not other or all(any(x[0] == y[0] for y in other) for x in inner)
    short, full = sorted((a, b), key=len)
    size = len(short)
    return 1 < size < len(full) and (_run(short, full[:size]) or _run(short, full[-size:]))


def _alike(a: str, b: str) -> bool:
    """Forenames: the same but for a letter in the middle, or an initial; "Christian" is not "Christina"."""
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return a == b or (a[-1] == b[-1] and min(len(a), len(b)) >= LONG and Levenshtein.distance(a, b) == 1)


def _run(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(a) == len(b) and all(map(spelt_alike, a, b))


def is_short_for(word: str, full: Sequence[str]) -> bool:
    """Whether one word can stand for a person: the surname, or the forename."""
    last = full[-2] if full[-1] in _SUFFIXES and len(full) > 2 else full[-1]
    return spelt_alike(word, last) or word == full[0]


def join_persons(text: str, names: Sequence[Name]) -> tuple[tuple[Person, ...], Mapping[int, int]]:
    """Give the persons of a report, and for the position of each person's name the person (by position) that bears it.

    A bare surname that two bear goes to the one that fits by honorific and was named in full last, or that
    the report is about; where that leaves two it is nobody's and stays out of the mapping.
    """
    spelt = {
        at: spelling(name.name if _holds(name, text) else _words(name, text)) for at, name in _persons(text, names)
    }
    groups: list[list[int]] = []
    forms: list[set[tuple[str, ...]]] = []  # the spellings in each group
    bearer: dict[int, int] = {}
    in_full = sorted((at for at, words in spelt.items() if len(words) > 1), key=lambda at: (-len(spelt[at]), at))
    for at in in_full:
        fits = [n for n, known in enumerate(forms) if any(one_person(spelt[at], other) for other in known)]
        if not fits:
            groups.append([])
            forms.append(set())
        if len(fits) < 2:
            bearer[at] = fits[0] if fits else len(groups) - 1
            groups[bearer[at]].append(at)
            forms[bearer[at]].add(spelt[at])
    alone: dict[str, int] = {}
    full = [spelt[group[0]] for group in groups]
    short = {
        words[0] for words in set(spelt.values()) if len(words) == 1 and any(is_short_for(words[0], f) for f in full)
    }
    for at, words in spelt.items():
        if len(words) == 1 and words[0] not in short:
            known = next((word for word in alone if spelt_alike(word, words[0])), None)
            if known is None:
                groups.append([])
                known = words[0]
                alone[known] = len(groups) - 1
            groups[alone[known]].append(at)
            bearer[at] = alone[known]
    persons = tuple(_person(text, names, group, spelt) for group in groups)
    _share_surnames(text, names, spelt, persons, bearer)
    return persons, bearer


def _persons(text: str, names: Sequence[Name]) -> list[tuple[int, Name]]:
    """The names of persons by position, less those that open with a word that no name opens with.

    A surname that the recogniser took for a place or body is one where the report has the full name and hardly
    ever puts "in" or "from" before the bare one; so is "Ada Quill" taken for a body where "Quill" is a person.
    """
    in_full = {n.name for n in names if n.label == "person" and " " in n.name}
    surnames = {words[-1] for words in map(spelling, in_full) if words}
    bare = Counter[str]()
    placed = Counter[str]()
    for name in names:
        if name.label != "person" and " " not in (word := _words(name, text)):
            bare[word] += 1
            placed[word] += bool(_PLACED.search(text[max(0, name.span.start - 8) : name.span.start]))
    taken = {word for word, count in bare.items() if word.casefold() in surnames and 5 * placed[word] < count}
    called = Counter(_words(name, text) for name in names if name.label == "person")
    whole = {
        name.name
        for name in names
        if name.label == "organisation" and _TWO_WORDS.fullmatch(name.name) and called[name.name.split()[1]] > 1
    }
    whole = {name for name in whole if not BODIES & set(name.lower().split())}
    people = (
        (at, name)
        for at, name in enumerate(names)
        if name.label == "person" or _words(name, text) in taken or name.name in whole
    )
    return [(at, name) for at, name in people if name.name.split()[0].lower() not in _NO_NAMES]


def _words(name: Name, text: str) -> str:
    return text[name.span.start : name.span.end]


def _holds(name: Name, text: str) -> bool:
    """Whether the form here is the name in full but for its letters: "SEOUL", or an abbreviation explained."""
    return len(_words(name, text).split()) >= len(name.name.split())


def honorific_before(text: str, name: Name) -> str | None:
    """The "Mr" or "Ms" right before a name."""
    found = _HONORIFIC.search(text[max(0, name.span.start - 8) : name.span.start])
    return found.group(1) if found else None


def _person(text: str, names: Sequence[Name], group: Sequence[int], spelt: Mapping[int, tuple[str, ...]]) -> Person:
    forms = Counter(" ".join(_words(names[at], text).strip("-–— ").split()) for at in group)
    longest = max(len(form.split()) > 1 for form in forms)
    form = min(
        (f for f in forms if (len(f.split()) > 1) == longest),
        key=lambda f: (f.isupper(), -forms[f], -len(f), f),
    )
    words = max((spelt[at] for at in group), key=lambda words: (len(words), words))
    said = {g for at in group if (h := honorific_before(text, names[at])) and (g := gender_of_honorific(h))}
    by_name = gender_of_forename(form.split()[0]) if len(words) > 1 else None
    return Person(form, words, said.pop() if len(said) == 1 else by_name if not said else None)


def _share_surnames(
    text: str,
    names: Sequence[Name],
    spelt: Mapping[int, tuple[str, ...]],
    persons: Sequence[Person],
    bearer: dict[int, int],
) -> None:
    """Settle, in order of place, which of its bearers each bare name means."""
    in_full = Counter(bearer.values())
    seen: dict[int, int] = {}
    holder: dict[str, int] = {}

    @cache
    def called(word: str) -> list[int]:
        return [n for n, p in enumerate(persons) if len(p.words) > 1 and is_short_for(word, p.words)]

    for at, words in spelt.items():
        start = names[at].span.start
        if at in bearer:
            seen[bearer[at]] = start
            continue
        if len(words) > 1:
            continue
        said = honorific_before(text, names[at])
        gender = gender_of_honorific(said) if said else None
        fits = called(words[0])
        surnames = [n for n in fits if words[0] != persons[n].words[0] or said]
        fits = surnames or fits
        fits = [n for n in fits if not gender or persons[n].gender in (None, gender)]
        fits = [n for n in fits if gender and persons[n].gender == gender] or fits
        chosen = _nearest(fits, start, seen, holder.get(words[0]), in_full)
        if chosen is not None:
            bearer[at] = holder[words[0]] = chosen


def _nearest(
    fits: Sequence[int], start: int, seen: Mapping[int, int], holder: int | None, in_full: Mapping[int, int]
) -> int | None:
    """Choose among the bearers of a surname: the main one, else the one just named in full, where it is only one."""
    if len(fits) == 1:
        return fits[0]
    total = sum(in_full[n] for n in fits)
    main = next((n for n in fits if in_full[n] >= MAIN * total), None)
    if main is not None and holder in (None, main):
        return main
    near = [n for n in fits if start - seen.get(n, -NEAR - 1) <= NEAR]
    if len(near) == 1 and holder in (None, near[0]):
        return near[0]
    last = max((n for n in fits if n in seen), key=lambda n: seen[n], default=None)
    return holder if not near and holder == last else None
