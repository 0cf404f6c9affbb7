"""The errors that Crosswire raises.

CrosswireError
├── CorpusError     a corpus that cannot be opened, read or written, or a name that it does not hold
├── FetchError      an address that is refused, or that gave nothing to read
└── InputError      an input that cannot be used at all (a path that is not there, no report in it)
"""


class CrosswireError(Exception):
    """Base of every error of Crosswire; its message names the thing, the value and the remedy in one line."""


class CorpusError(CrosswireError):
    """A corpus that cannot be opened, read or written, or a story or report that it does not hold."""


class FetchError(CrosswireError):
    """An address that is refused, or that gave nothing to read.

    `lasting` where asking again would change nothing; `wait` is the seconds that the server asks to be left alone;
    not `asked` where the server was not asked for it: we refuse the address, or it asked before to be left alone.
    """

    def __init__(
        self, address: str, reason: str, lasting: bool = False, wait: float | None = None, asked: bool = True
    ) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.lasting = lasting
        self.wait = wait
        self.asked = asked


class InputError(CrosswireError):
    """An input that cannot be used at all."""
