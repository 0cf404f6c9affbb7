"""Polite fetching: redirects with the same checks, robots.txt, one request at a time to a host, and its wishes."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from crosswire.errors import FetchError
from crosswire.fetching.addresses import Target, shown, take_apart
from crosswire.fetching.transport import LONGEST, Answer, Stopped, request

if TYPE_CHECKING:
    from protego import Protego

NAME = "Crosswire"  # as robots.txt names it
MOST_BYTES = 5_000_000  # of a page or a feed, packed and unpacked; markup made to be slow takes up to 8 s a million
MOST_REDIRECTS = 5
PAUSE = 1.0  # seconds between two requests to one host
LONGEST_PAUSE = 60.0  # where robots.txt wishes for a longer one, this
LONGEST_WAIT = 86_400.0  # seconds; where Retry-After asks for longer, this
ROBOTS_AGE = 86_400.0  # seconds for which a robots.txt holds (RFC 9309)
ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_GONE = (401, 403, 404, 410, 451)


class Fetcher:
    """Fetches addresses for one run of a command, from any number of threads.

    `private` allows addresses that lead into private networks. A host that asks to be left alone is not asked again
    while it lasts.
    """

    def __init__(self, private: bool = False, pause: float | None = None, longest: float = LONGEST) -> None:
        self._private = private
        self._pause = PAUSE if pause is None else pause
        self._longest = longest
        self._stopped = threading.Event()
        self._turns: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._waits: dict[str, tuple[float, str]] = {}
        self._robots: dict[str, tuple[float, Protego]] = {}

    def stop(self) -> None:
        """End every fetch that is going on, and each that is asked for later, with Stopped."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether the run was ended."""
        return self._stopped.is_set()

    def fetch(self, address: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """Fetch an address with at most `MOST_REDIRECTS` redirects; the answer's status is 200 or, if asked for, 304.

        Raises FetchError where it is refused (by us or by its robots.txt) or gives nothing to read; Stopped.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in headers.items() if value}
        seen: list[str] = []
        while True:
            answer = self._ask(address, conditions, shown(seen[0]) if seen else None)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            seen.append(answer.address)
            address = urldefrag(urljoin(answer.address, answer.headers["location"].strip())).url
            self._check_redirect(seen, address)

    def _check_redirect(self, seen: list[str], address: str) -> None:
        start = shown(seen[0])
        if len(seen) > MOST_REDIRECTS:
            raise FetchError(start, f"is redirected more than {MOST_REDIRECTS} times (limit): check it", lasting=True)
        try:
            target = take_apart(address)
        except FetchError as error:
            reason = f"is redirected to {error.address}, which {error.reason}"
            raise FetchError(start, reason, lasting=True, asked=error.asked) from None
        if target.origin + target.path in seen:
            raise FetchError(start, "is redirected in a circle: check the address", lasting=True)

    def _ask(self, address: str, conditions: Mapping[str, str], start: str | None) -> Answer:
        """Ask once, in turn, where robots.txt allows it; `start` is the address that led here by redirects."""
        target = take_apart(address)
        try:
            with self._turn(target):
                robots = self._robots_of(target)
                if not robots.can_fetch(target.origin + target.path, NAME):
                    reason = "its robots.txt asks programs not to read it: save the page and give the file"
                    raise FetchError(target.origin, reason, lasting=True)
                answer = self._request(target, conditions, MOST_BYTES, robots.crawl_delay(NAME))
                if answer.status in _BUSY:
                    self._leave_alone(target, answer)
                _check_status(answer, bool(conditions))
                return answer
        except FetchError as error:
            if error.wait is not None:  # what the whole host asks for
                raise
            reason = f"{error.reason} (redirected to {shown(address)})" if start else error.reason
            raise FetchError(start or shown(address), reason, error.lasting, asked=error.asked) from None

    @contextmanager
    def _turn(self, target: Target) -> Iterator[None]:
        """Wait until no other request to the host is going on."""
        with self._turns.setdefault(target.host, threading.Lock()):
            until, reason = self._waits.get(target.host, (0.0, ""))
            if until > time.monotonic():
                raise FetchError(target.origin, reason, wait=until - time.monotonic(), asked=False)
            yield

    def _request(self, target: Target, headers: Mapping[str, str], most: int, delay: float | None = None) -> Answer:
        if self._stopped.wait(max(0.0, self._free.get(target.host, 0.0) - time.monotonic())):
            raise Stopped
        pause = max(self._pause, min(delay or 0.0, LONGEST_PAUSE))
        try:
            return request(target, headers, most, self._private, self._stopped, self._longest)
        finally:
            self._free[target.host] = time.monotonic() + pause

    def _leave_alone(self, target: Target, answer: Answer) -> None:
        wait = _retry_after(answer.headers.get("retry-after", ""))
        if wait is not None:
            reason = f"answers {answer.status} and asks to be left alone for {wait:,.0f} s: try later"
            self._waits[target.host] = time.monotonic() + wait, reason
            raise FetchError(target.origin, reason, wait=wait)

    def _robots_of(self, target: Target) -> "Protego":
        """Give what the robots.txt of a site says: one that isn't there allows all, one that fails nothing (RFC 9309).

        Redirects are followed with the same checks, without asking the robots.txt of where they lead.
        """
        from protego import Protego

        read, robots = self._robots.get(target.origin, (0.0, None))
        if robots is None or time.monotonic() - read > ROBOTS_AGE:
            robots = Protego.parse(self._read_robots(target))
            self._robots[target.origin] = time.monotonic(), robots
        return robots

    def _read_robots(self, target: Target) -> str:
        place = Target(target.scheme, target.host, target.port, "/robots.txt")
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._request(place, {}, ROBOTS_BYTES)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            place = take_apart(urljoin(answer.address, answer.headers["location"].strip()))
        if answer.status == 429 or answer.status >= 500:
            self._leave_alone(target, answer)
            reason = f"its robots.txt answers {answer.status}, so that nobody knows what it allows: try later"
            raise FetchError(target.origin, reason)
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""


def _check_status(answer: Answer, conditional: bool) -> None:
    if answer.status == 200 or (answer.status == 304 and conditional):
        return
    if answer.status in _REDIRECTS and "location" in answer.headers:
        return
    if answer.status in _GONE:
        raise FetchError(answer.address, f"answers {answer.status}: check the address", lasting=True)
    raise FetchError(answer.address, f"answers {answer.status}: try later")


def _retry_after(value: str) -> float | None:
    """Read seconds or a date of HTTP as seconds from now; None where it is neither."""
    value = value.strip()
    if value.isdecimal():
        return min(float(value), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
