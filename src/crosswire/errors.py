"""The errors that Crosswire raises.

CrosswireError
├── CorpusError     a corpus that cannot be opened, read or written, or a name that it does not hold
└── InputError      an input that cannot be used at all (a path that is not there, no report in it)
"""


class CrosswireError(Exception):
    """Base of every error of Crosswire; its message names the thing, the value and the remedy in one line."""


class CorpusError(CrosswireError):
    """A corpus that cannot be opened, read or written, or a story or report that it does not hold."""


class InputError(CrosswireError):
    """An input that cannot be used at all."""
