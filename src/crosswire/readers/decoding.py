"""Bytes to text: byte order mark, UTF-8, UTF-16 by its pattern of NULs, else the Western single-byte set."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
# Text holds tabs and line ends but hardly any other control character; bytes drawn evenly are one in ten.
_CONTROLS = bytes(sorted(frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1b")))
_MOST_CONTROLS = 0.01


def decode(data: bytes) -> str:
    """The text of `data`, its byte order mark left out and its line ends as they are.

    Raises ValueError, its message fit to follow the file's name, where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], encoding)
    guess = _utf16_without_mark(data)
    if guess:
        return _checked(data, guess)
    if b"\0" in data or data.startswith(b"%PDF-") or _control_share(data) > _MOST_CONTROLS:
        raise ValueError("is a binary file, not text: give the text of the report")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _checked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not the {encoding} that it begins as (byte {error.start}): save it as UTF-8") from None


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    # Letters of Western text have a zero for their high byte; more than one low byte in twenty never is zero.
    if odd > 0.5 and even < 0.05:
        return "utf-16-le"
    if even > 0.5 and odd < 0.05:
        return "utf-16-be"
    return None


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return 1 - len(sample.translate(None, _CONTROLS)) / max(1, len(sample))
