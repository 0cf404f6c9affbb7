"""The errors that Crosswire raises.

CrosswireError
└── InputError      an input that cannot be used at all (a path that is not there, no report in it)
"""


class CrosswireError(Exception):
    """Base of every error of Crosswire; its message names the thing, the value and the remedy in one line."""


class InputError(CrosswireError):
    """An input that cannot be used at all."""
