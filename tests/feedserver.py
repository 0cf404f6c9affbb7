"""A server of our own on loopback, for what is fetched: pages, feeds, and everything that servers do wrong."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What a server answers, by path: a reply, or a function that writes one itself; and what it was asked."""

    address: str = ""
    replies: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = (status, {"Content-Type": kind, "Content-Length": str(len(data)), **named}, data)
        return self.address + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.replies[path] = (status, {"Location": to, "Content-Length": "0"}, b"")
        return self.address + path

    def write(self, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        self.replies[path] = answer
        return self.address + path

    def count(self, path: str) -> int:
        return self.asked.count(path)


@contextmanager
def serve(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on loopback, over TLS where a context with a certificate is given."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append(dict(self.headers.items()))
            reply = site.replies.get(self.path, (404, {"Content-Length": "0"}, b""))
            try:
                if callable(reply):
                    reply(self)
                    return
                status, headers, body = reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the other side has had enough, as some of the tests are about

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.address = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(title: str, *paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>{title}</title><meta property='og:title' content='{title}'>{head}</head>"
        f"<body><nav>Home World Sport</nav><article><h1>{title}</h1>{body}</article></body></html>"
    )


def rss(*items: str, title: str = "Harbour Post") -> str:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rss version="2.0" {space}><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(title: str, link: str, text: str = "", more: str = "") -> str:
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>{content}{more}</item>"
