"""Records as plain values that JSON can hold, and back."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Plain: TypeAlias = Any  # what JSON holds


def to_plain(value: object) -> Plain:
    """Give a record as a dict of its fields, tuples as lists; fields that don't take part in equality are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value) if field.compare}
    return [to_plain(item) for item in value] if isinstance(value, tuple | list) else value


def from_plain(kind: type[Record], value: Plain, **left_out: object) -> Record:
    """Make the record that `to_plain` gave as `value`; `left_out` holds the fields that it lacks."""
    record: Plain = kind
    made: Record = record(**{n: make(value[n]) for n, make in _makers(record).items() if n in value}, **left_out)
    return made


@cache
def _makers(kind: Plain) -> dict[str, Callable[[Plain], Plain]]:
    hints = get_type_hints(kind)
    return {field.name: _maker(hints[field.name]) for field in fields(kind) if field.compare}


def _maker(hint: object) -> Callable[[Plain], Plain]:
    """Give the function that makes a value of a type from plain values."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        make = _maker(next(option for option in inner if option is not type(None)))
        return lambda value: None if value is None else make(value)
    if origin is tuple and inner[1:] == (...,):
        make = _maker(inner[0])
        return lambda value: tuple([make(item) for item in value])
    if origin is tuple:
        makes = [_maker(option) for option in inner]
        return lambda value: tuple([make(item) for make, item in zip(makes, value, strict=True)])
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: from_plain(hint, value)
    if origin is Literal or hint in (str, int, float, bool):
        return lambda value: value
    raise TypeError(f"no plain form of {hint}")
