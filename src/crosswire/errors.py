"""The errors that Crosswire raises.

CrosswireError
├── InputError      an input that cannot be used at all (a path that is not there, no report in it)
└── MissingExtra    a command needs an optional package that is not installed
"""


class CrosswireError(Exception):
    """Base of every error of Crosswire; its message names the thing, the value and the remedy in one line."""


class InputError(CrosswireError):
    """An input that cannot be used at all."""


class MissingExtra(CrosswireError):
    """A command needs an optional package that is not installed."""
