"""Plain text and Markdown: the file is the report, and its text is the file's text."""

from collections.abc import Iterator
from typing import BinaryIO

from crosswire.readers.decoding import decode
from crosswire.readers.record import LONGEST_REPORT, Found, report_from
from crosswire.records import Problem

# No encoding that is read takes more than four bytes a character, nor its mark more than four.
_MOST_BYTES = 4 * LONGEST_REPORT + 4


class TextReader:
    """Reads `.txt` and `.md` files."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields the report of a text file, or the Problem with it; reads no more than a report can have."""
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            yield Problem(source, f"has more than {_MOST_BYTES:,} bytes (limit of a report): split it into its reports")
            return
        if not data.strip():
            yield Problem(source, "is empty: give a file with the text of a report")
            return
        try:
            text = decode(data)
        except ValueError as error:
            yield Problem(source, str(error))
            return
        yield report_from(source, source, {"text": text}, hashed=False)
