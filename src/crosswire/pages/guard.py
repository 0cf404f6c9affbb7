"""What stands before every page: which host was asked, who asks, what a page may load; as ASGI, before any route."""

import hmac
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OPEN = ("/login", "/static/")
NUL = "Nothing here holds a NUL character.\n"  # PostgreSQL can't store one, and says so with its address
LARGEST = 64 * 1024  # bytes of a form: a judgement is some lines


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in: under which host names (addresses in numbers always), and with which token, '' for none.

    A session is a random name signed with a key of this run; only those who gave the token have a signed "in".
    """

    names: Collection[str]
    token: str
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def knows(self, host: str) -> bool:
        """Whether a Host header is ours; a name made to lead here (DNS rebinding) is none of the names."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return bool(name) and (name == "localhost" or name in self.names or _is_number(name))

    def new_session(self) -> str:
        """Give the cookie of a new session."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('session', name)}"

    def session(self, cookie: str) -> str:
        """Give the name of the session that a cookie holds, '' where it is none of ours."""
        name, _, signature = cookie.partition(".")
        return name if name and _same(signature, self._sign("session", name)) else ""

    def form_token(self, session: str) -> str:
        """Give what the forms of a session hold, and no other site can know."""
        return self._sign("form", session)

    def opens(self, token: str) -> bool:
        """Whether a token is the one asked for."""
        return bool(self.token) and _same(token, self.token)

    def _sign(self, use: str, name: str) -> str:
        return hmac.new(self.key, f"{use} {name}".encode(errors="replace"), "sha256").hexdigest()


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), known.encode())


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


class Guard:
    """Refuses what should not come in, and gives every answer the headers that keep a page to itself."""

    def __init__(self, app: App, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookie = f"crosswire-{(scope.get('server') or ('', 0))[1]}"
        session = self.door.session(_cookie(headers.get("cookie", ""), cookie))
        scheme, _, given = headers.get("authorization", "").partition(" ")
        bearer = scheme.lower() == "bearer" and self.door.opens(given.strip())
        fresh = ""
        if not session and not self.door.token:
            fresh = self.door.new_session()
            session = self.door.session(fresh)
        scope.setdefault("state", {}).update(form_token=self.door.form_token(session), door=self.door, cookie=cookie)
        refused, body = self._refusal(scope, headers, session, bearer), b""
        if refused is None and scope["method"] not in ("GET", "HEAD"):
            body = await _body(receive)
            refused = self._unwanted(headers, body, session, bearer, scope["path"])
            receive = _again(body)
        await (refused or self.app)(scope, receive, _sending(send, scope, cookie, fresh))

    def _refusal(self, scope: Scope, headers: Headers, session: str, bearer: bool) -> Response | None:
        if not self.door.knows(headers.get("host", "")):
            return PlainTextResponse(
                "This is not the address of these pages: start crosswire serve with --name NAME to allow it.\n", 400
            )
        path = scope["path"]
        if "\0" in path or b"%00" in scope["query_string"]:
            return PlainTextResponse(NUL, 400)
        if not self.door.token or session or bearer or path.startswith(OPEN):
            return None
        if path.endswith(".json") or "authorization" in headers or scope["method"] != "GET":
            return PlainTextResponse(
                "A token is needed: log in at /login, or send Authorization: Bearer TOKEN.\n", 401,
                {"WWW-Authenticate": "Bearer"},
            )  # fmt: skip
        return RedirectResponse("/login", 303)

    def _unwanted(self, headers: Headers, body: bytes, session: str, bearer: bool, path: str) -> Response | None:
        """Refuse what another site sends: a browser says where it comes from, and only our forms hold the token."""
        if b"%00" in body or b"\0" in body:
            return PlainTextResponse(NUL, 400)
        if len(body) > LARGEST:
            return PlainTextResponse("This is more than a form of these pages holds.\n", 413)
        site, origin = headers.get("sec-fetch-site", "same-origin"), headers.get("origin", "null")
        # A page that sends no referrer sends "null" for its origin, even to itself.
        if site != "same-origin" or (origin != "null" and origin.partition("://")[2] != headers.get("host")):
            return PlainTextResponse("This came from another site; judge on these pages.\n", 403)
        if bearer or (path == "/login" and not session):
            return None
        fields = dict(parse_qsl(body.decode("utf-8", "replace")))
        if _same(fields.get("form", ""), self.door.form_token(session)):
            return None
        return PlainTextResponse("This form is of an earlier run: go back, load the page anew and try again.\n", 403)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more and len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False) and message["type"] == "http.request"
    return body


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _sending(send: Send, scope: Scope, cookie: str, fresh: str) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["path"].startswith("/static/"):
                headers["Cache-Control"] = "no-cache"  # kept, and asked for whether it is still the same
            if fresh:
                headers.append("Set-Cookie", session_cookie(cookie, fresh, scope["scheme"] == "https"))
        await send(message)

    return with_headers


def session_cookie(name: str, value: str, secure: bool) -> str:
    """Give the Set-Cookie header of a session: no script reads it, no other site sends it."""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
