"""JSON as news-please writes it (maintext, date_publish, source_domain, …), one article or a list, or a JSON Feed."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from crosswire.readers.decoding import decode
from crosswire.readers.feed import feed_reports, is_json_feed, read_json_feed
from crosswire.readers.jsonl import JsonLinesReader
from crosswire.readers.record import Found, report_from, whole_number
from crosswire.records import Problem

# A JSON document can't be read in part; some 20,000 articles take this much.
_MOST_BYTES = 100_000_000


class NewsPleaseReader:
    """Reads `.json` files: an article, a list of articles, a JSON Feed, or JSON Lines under another name."""

    def read(self, source: str, file: BinaryIO) -> Iterator[Found | Problem]:
        """Yields a report or a Problem an article; our own field names are read too."""
        data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            yield Problem(
                source,
                f"has more than {_MOST_BYTES:,} bytes (limit of a .json file): save it as .jsonl, a report a line",
            )
            return
        if not data.strip():
            yield Problem(source, "is empty: give a file with the JSON of an article")
            return
        try:
            articles = json.loads(decode(data), parse_int=whole_number)
        except json.JSONDecodeError as error:
            if error.msg == "Extra data" or data.count(b"\n{"):
                yield from JsonLinesReader().read(source, io.BytesIO(data))
            else:
                yield Problem(source, f"is not JSON ({error.msg} in line {error.lineno}): save the article again")
            return
        except RecursionError:
            yield Problem(source, "is nested too deeply to be an article: give one article or a list of them")
            return
        except ValueError as error:
            yield Problem(source, str(error))
            return
        if is_json_feed(articles):
            yield from _read_feed(source, articles)
        else:
            yield from _read_articles(source, articles)


def _read_feed(source: str, feed: Mapping[str, object]) -> Iterator[Found | Problem]:
    try:
        yield from feed_reports(source, read_json_feed(feed))
    except ValueError as error:
        yield Problem(source, str(error))


def _read_articles(source: str, articles: object) -> Iterator[Found | Problem]:
    listed = isinstance(articles, list)
    for number, article in enumerate(articles if isinstance(articles, list) else [articles], start=1):
        place = f"{source}:article {number}" if listed else source
        if isinstance(article, dict):
            yield report_from(place, source, article, hashed=listed)
        else:
            yield Problem(place, "is JSON, but no article: give an object with a maintext, or a list of them")
