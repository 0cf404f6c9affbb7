"""`crosswire serve`: the pages of a corpus on an address, with a process beside that makes the briefs."""

import ipaddress
import multiprocessing
import secrets
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
    from crosswire.pages.guard import Door

    if token and len(token) < SHORTEST:
        raise InputError(f"--token: has {len(token)} characters: give {SHORTEST} or more, or none to have one made")
    if not token and not is_loopback(host):
        token = secrets.token_urlsafe(24)
        say(f"the token to log in with: {token}")
    corpus = open_corpus(address, make=False)
    worker = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    try:
        app = make_app(corpus, address, worker, Door({host, *names}, token))
        say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        worker.shutdown(wait=False, cancel_futures=True)
        corpus.dispose()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
