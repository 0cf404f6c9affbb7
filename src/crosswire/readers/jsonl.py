"""JSON Lines: one report a line, with the fields id, title, text, outlet, published, url and authors."""

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from crosswire.readers.decoding import decode
from crosswire.readers.record import LONGEST_REPORT, Found, report_from, whole_number
from crosswire.records import Problem

# A character takes up to twelve bytes in JSON (two escapes of six); the same again leaves room for other fields.
_MOST_LINE_BYTES = 24 * LONGEST_REPORT


class JsonLinesReader:
    """Reads `.jsonl` files line by line, so that a file of any size takes the memory of one line."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields a report or a Problem a line; lines that are blank are passed over."""
        empty = True
        for number, line in enumerate(_lines(file), start=1):
            place = f"{source}:{number}"
            if len(line) > _MOST_LINE_BYTES:
                empty = False
                yield Problem(
                    place, f"has more than {_MOST_LINE_BYTES:,} bytes (limit of a line): split it into its reports"
                )
            elif line.strip():
                empty = False
                yield _read_line(place, source, line)
        if empty:
            yield Problem(source, "is empty: give a file with one JSON object a line")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, in UTF-8 or as they are; one that is too long comes cut, and its rest is passed over."""
    first = file.readline(_MOST_LINE_BYTES + 1)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = decode(first + file.read())
        except ValueError:
            yield first
            return
        file = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        first = file.readline(_MOST_LINE_BYTES + 1)
    line = first.removeprefix(codecs.BOM_UTF8)
    while line:
        yield line
        while len(line) > _MOST_LINE_BYTES and not line.endswith(b"\n"):
            line = file.readline(_MOST_LINE_BYTES + 1)
        line = file.readline(_MOST_LINE_BYTES + 1)


def _read_line(place: str, source: str, line: bytes) -> Found | Problem:
    try:
        fields = json.loads(decode(line), parse_int=whole_number)
    except json.JSONDecodeError as error:
        return Problem(place, f"is not JSON ({error.msg} at character {error.pos + 1}): write one JSON object a line")
    except RecursionError:
        return Problem(place, "is nested too deeply to be a report: write one flat JSON object a line")
    except ValueError as error:
        return Problem(place, str(error))
    if not isinstance(fields, dict):
        return Problem(place, 'is JSON, but no object: write {"text": …} on the line')
    return report_from(place, source, fields, hashed=True)
