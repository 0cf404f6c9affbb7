"""Speakers of a story: which sources of its reports are one person or body, and the name that they share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from crosswire.language.people import gender_of_honorific
from crosswire.language.persons import honorific_before, is_short_for, one_person, spelling
from crosswire.language.roles import Description, answers, describe
from crosswire.records import AnnotatedReport, Name

LEAST_ROLE = 2  # words of a role from which it tells its bearer apart in a story: "fire chief", not "chief"


def unite_speakers(reports: Sequence[AnnotatedReport]) -> tuple[AnnotatedReport, ...]:
    """Give the speakers of all reports of a story the names that the story has for them, in the order of the reports.

    A person goes by the commonest full name; a bare surname, an abbreviation and a description ("the fire
    chief") are taken for somebody only where one report licenses it and nobody else in the story fits.
    """
    persons = _persons(reports)
    bodies = _bodies(reports)
    roles = _roles(reports, persons)
    united = []
    for report in reports:
        names: dict[str, str] = {}
        for statement in report.statements:
            if statement.speaker is not None and statement.speaker not in names:
                names[statement.speaker] = _shared(statement.speaker, report, persons, bodies, roles)
        statements = tuple(
            replace(s, speaker=names[s.speaker]) if s.speaker is not None and names[s.speaker] != s.speaker else s
            for s in report.statements
        )
        united.append(report if statements == report.statements else replace(report, statements=statements))
    return tuple(united)


def _shared(
    speaker: str,
    report: AnnotatedReport,
    persons: Mapping[str, str],
    bodies: Mapping[str, str],
    roles: Sequence[tuple[Description, str]],
) -> str:
    """The name that the story has for a speaker of one report; its own where nothing licenses another."""
    if speaker in persons:
        return persons[speaker]
    key = _key(speaker)
    if key in bodies:
        return bodies[key]
    said = describe(speaker)
    if said is None or not said.definite or len(said.words) + 1 < LEAST_ROLE:
        return speaker
    # Whoever has the role in this very report was found there, or is somebody else.
    bearers = {name for role, name in roles if answers(said, role, frozenset(spelling(name)))}
    return bearers.pop() if len(bearers) == 1 else speaker


def _key(name: str) -> str:
    """A body's name without its article, case and stops: "The U.S. Navy" and "US Navy", "TASS" and "Tass"."""
    words = spelling(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _named(reports: Sequence[AnnotatedReport]) -> Iterator[tuple[AnnotatedReport, Name]]:
    for report in reports:
        for name in report.names:
            yield report, name


def _persons(reports: Sequence[AnnotatedReport]) -> Mapping[str, str]:
    """For each form of a person's name in the story the commonest full one; forms that two can bear are left out."""
    forms = Counter(name.name for _, name in _named(reports) if name.label == "person")
    groups: list[list[str]] = []
    apart: set[str] = set()
    for form in sorted((f for f in forms if len(spelling(f)) > 1), key=lambda f: (-len(spelling(f)), f)):
        fits = [g for g in groups if any(one_person(spelling(form), spelling(other)) for other in g)]
        if len(fits) > 1:
            apart.add(form)
        elif fits:
            fits[0].append(form)
        else:
            groups.append([form])
    shared = {form: _commonest(group, forms) for group in groups for form in group}
    genders = _honorifics(reports)
    for form in forms:
        words = spelling(form)
        if len(words) != 1:
            continue
        bearers = {shared[g[0]] for g in groups if is_short_for(words[0], spelling(g[0]))}
        said = genders.get(form, set())
        if len(bearers) == 1 and not any(is_short_for(words[0], spelling(f)) for f in apart):
            (bearer,) = bearers
            if len(said | genders.get(bearer, set())) < 2:
                shared[form] = bearer
    return shared


def _honorifics(reports: Sequence[AnnotatedReport]) -> Mapping[str, set[str]]:
    """What stands before each name says of "he" or "she"."""
    found: dict[str, set[str]] = defaultdict(set)
    for report, name in _named(reports):
        said = honorific_before(report.report.text, name)
        if said and (gender := gender_of_honorific(said)):
            found[name.name].add(gender)
    return found


def _commonest(forms: Iterable[str], counts: Mapping[str, int]) -> str:
    return min(forms, key=lambda form: (form.isupper() and " " in form, -counts[form], -len(form), form))


def _bodies(reports: Sequence[AnnotatedReport]) -> Mapping[str, str]:
    """For each body the commonest spelling of its name; for an abbreviation that one report explains, the whole."""
    counts: Counter[str] = Counter()
    forms: dict[str, set[str]] = defaultdict(set)
    explained: dict[str, set[str]] = defaultdict(set)
    for report, name in _named(reports):
        if name.label != "organisation":
            continue
        counts[name.name] += 1
        forms[_key(name.name)].add(name.name)
        here = report.report.text[name.span.start : name.span.end]
        if here.isupper() and here != name.name and " " in name.name:
            explained[_key(here)].add(name.name)
    shared = {key: _commonest(same, counts) for key, same in forms.items()}
    for key, wholes in explained.items():
        whole = {shared.get(_key(name), name) for name in wholes}
        if len(whole) == 1:
            shared[key] = whole.pop()
    return shared


def _roles(reports: Sequence[AnnotatedReport], persons: Mapping[str, str]) -> list[tuple[Description, str]]:
    """Every role that a report gives a person, under the name that the story has for that person."""
    found: dict[tuple[Description, str], None] = {}
    for report, name in _named(reports):
        if name.role is not None and name.label == "person":
            role = describe(report.report.text[name.role.start : name.role.end])
            if role is not None:
                found[role, persons.get(name.name, name.name)] = None
    return list(found)
