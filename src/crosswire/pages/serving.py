"""`crosswire serve`: the pages of a corpus on an address, with a process beside that makes the briefs."""

import ipaddress
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from crosswire.corpus.store import open_corpus
from crosswire.errors import InputError

SHORTEST = 16  # characters of a token


def serve(address: str, host: str, port: int, token: str, names: Sequence[str], say: Callable[[str], None]) -> None:
    """Show a corpus on pages until interrupted; `say` is told where, and the token where one had to be made.

    Raises InputError where the extra is missing, or the token is too short to keep anybody out.
    """
    try:
        import fastapi  # noqa: F401
        import python_multipart  # noqa: F401
        import uvicorn
    except ModuleNotFoundError as error:
        raise InputError(f"crosswire serve: needs {error.name}: pip install 'crosswire[serve]'") from None
    from crosswire.pages.app import make_app
    from crosswire.pages.briefs import Briefs
    from crosswire.pages.guard import Door

    if token and len(token) < SHORTEST:
        raise InputError(f"--token: has {len(token)} characters: give {SHORTEST} or more, or none to have one made")
    if not token and not is_loopback(host):
        token = secrets.token_urlsafe(24)
        say(f"the token to log in with: {token}")
    corpus = open_corpus(address)
    briefs = Briefs(corpus, address, start_worker)
    # The server raises again the signal that stopped it, and by default that would end this process right there.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        listening = _listen(host, port)
        app = make_app(briefs, Door({host, *names}, token))
        say(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        server.run(sockets=[listening])
    finally:
        for process in multiprocessing.active_children():
            process.terminate()
        # Waited for, as the interpreter would else wake the thread that looks after the worker while that one ends.
        briefs.worker.shutdown(wait=True, cancel_futures=True)
        corpus.dispose()


def start_worker() -> ProcessPoolExecutor:
    """Start the process that makes the briefs."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _listen(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = error.strerror or "unknown"
        raise InputError(f"{host}:{port}: cannot be listened on ({reason}): give another --port or --host") from None
    # Without it the body of a short answer waits 40 ms until its head is acknowledged.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _end_with_parent() -> None:
    """Leave the worker's end to the process that started it, however that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
