"""One request over HTTP: to the very machine that was checked, bounded in time and in size."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from functools import cache

from crosswire import __version__
from crosswire.errors import FetchError
from crosswire.fetching.addresses import Target, find_machines

AGENT = f"Crosswire/{__version__}"
CONNECTING = 10  # seconds for a connection to come about
LONGEST = 30  # seconds for a request after that, whatever arrives
MACHINES = 3  # machines of one host that are tried in turn
_PIECE = 65_536
_WATCHING = 0.05


class Stopped(Exception):
    """The user ended the run while something was being fetched."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: `address` is where it came from after redirects, header names are lower case."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def charset(self) -> str | None:
        """The encoding that the headers name."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


def request(
    target: Target,
    headers: Mapping[str, str],
    most_bytes: int,
    private: bool,
    stopped: threading.Event,
    longest: float = LONGEST,
) -> Answer:
    """Ask for an address once; redirects are not followed.

    Raises FetchError where the address leads where it must not (see `find_machines`), nothing comes in time, or more
    comes than `most_bytes`, packed or unpacked; Stopped where `stopped` is set meanwhile.
    """
    address = target.origin + target.path
    sock = _connect(target, find_machines(target, private), stopped)
    try:
        with _watched(sock, address, stopped, longest):
            if target.scheme == "https":
                sock.do_handshake()  # type: ignore[attr-defined]
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = sock
            given = {"Host": target.origin.partition("://")[2], "User-Agent": AGENT, "Accept-Encoding": "gzip"}
            connection.request("GET", target.path, headers={**given, "Connection": "close", **headers})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(address, response.status, names, _body(address, response, most_bytes))
    finally:
        sock.close()


def _connect(target: Target, machines: list[str], stopped: threading.Event) -> socket.socket:
    """Connect to the first of the checked machines that answers; no name is looked up a second time."""
    reason = "no machine"
    for machine in machines[:MACHINES]:
        if stopped.is_set():
            raise Stopped
        try:
            plain = socket.create_connection((machine, target.port), CONNECTING)
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        plain.settimeout(LONGEST)
        if target.scheme == "http":
            return plain
        return _trust().wrap_socket(plain, server_hostname=target.host, do_handshake_on_connect=False)
    raise FetchError(target.origin, f"cannot be reached ({reason}): check the address, or try later")


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that the system trusts, and those of certifi where it keeps none of its own."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context


@contextmanager
def _watched(sock: socket.socket, address: str, stopped: threading.Event, longest: float) -> Iterator[None]:
    """Cut a connection when its time is over or the run ends, and say what went wrong with it in one line.

    The timeout of a socket begins anew with every byte, so a server that drips would hold it for ever.
    """
    ended, late = threading.Event(), threading.Event()
    end = time.monotonic() + longest

    def watch() -> None:
        while not ended.wait(_WATCHING):
            if time.monotonic() > end:
                late.set()
            if late.is_set() or stopped.is_set():
                with suppress(OSError):
                    # Of an SSL socket, the method of its own would take the session from under the reading thread.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
        if late.is_set() or stopped.is_set():  # which looks like the end of an answer of no stated length
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError, zlib.error, FetchError) as error:
        if stopped.is_set():
            raise Stopped from None
        if late.is_set() or isinstance(error, TimeoutError):
            raise FetchError(address, f"took more than {longest:g} s (limit): try later") from None
        if isinstance(error, FetchError):
            raise
        raise FetchError(address, f"cannot be read ({_reason(error)}): check the address, or try later") from None
    finally:
        ended.set()
        watcher.join()


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate: {error.verify_message}"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    lines = str(getattr(error, "strerror", None) or error).splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _body(address: str, response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    packing = (response.headers.get("content-encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise FetchError(address, f'comes packed as "{packing[:30]}", which was not asked for: save the page yourself')
    size = response.headers.get("content-length", "")
    if size.isdecimal() and len(size) < 20 and int(size) > most_bytes:
        raise _too_much(address, most_bytes)
    parts: list[bytes] = []
    taken = kept = 0
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in packing else None
    while piece := response.read(_PIECE):
        taken += len(piece)
        while piece:
            part = unpack.decompress(piece, most_bytes + 1 - kept) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            kept += len(part)
            parts.append(part)
            if taken > most_bytes or kept > most_bytes:
                raise _too_much(address, most_bytes)
    if response.length or (unpack and taken and not unpack.eof):
        raise FetchError(address, "cannot be read (the answer broke off): try later")
    return b"".join(parts)


def _too_much(address: str, most_bytes: int) -> FetchError:
    return FetchError(address, f"has more than {most_bytes:,} bytes (limit): save what you need of it as a file")
