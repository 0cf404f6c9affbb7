"""Which addresses may be fetched, and the machines that they lead to."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from crosswire.errors import FetchError

LONGEST = 2000  # characters of an address; browsers and servers take about as many
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_CREDENTIALS = re.compile(r"(?<=://)[^/?#]*@")
# What may stand in the path and query of an address as it is; a percent sign is taken to be an escape already.
_PLAIN = "%/:=&?~+!$,;'@()*[]|"
# The whole of the public IPv6 internet; what lies outside is local, or leads to IPv4 by way of a translator.
_PUBLIC_6 = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `host` is ASCII, without brackets, `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """The address of the whole site, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


def is_address(given: str) -> bool:
    """Whether something given on the command line is an address, of whatever scheme, and not a path."""
    return bool(_SCHEME.match(given))


def is_web_address(given: str) -> bool:
    """Whether something is an http or https address."""
    return given[:8].lower().startswith(("http://", "https://"))


def shown(address: str) -> str:
    """Give an address as messages may show it: without a name or password, and not endless."""
    return _CREDENTIALS.sub("", address)[:300]


def take_apart(address: str) -> Target:
    """Take an address apart; raises FetchError where it is not one of http or https, or holds credentials."""

    def refused(reason: str) -> FetchError:
        return FetchError(shown(address), reason, lasting=True, asked=False)

    if len(address) > LONGEST:
        raise refused(f"has {len(address):,} characters (limit {LONGEST:,}): give a shorter address")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:
        raise refused("is no address that can be read: check its host and port") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise refused("is no address of the web: give one that starts with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise refused("holds a name or password, which are never sent: give the address without")
    if not host or not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", host):
        raise refused("names no host: check the address")
    path = quote(parts.path or "/", safe=_PLAIN) + (f"?{quote(parts.query, safe=_PLAIN)}" if parts.query else "")
    return Target(scheme, host.lower(), (443 if scheme == "https" else 80) if port is None else port, path)


def find_machines(target: Target, private: bool) -> list[str]:
    """Look up the IP addresses of a host; raises FetchError where one isn't public, unless `private` ones are allowed.

    One that isn't is enough to refuse: a name that leads to both is a trap or a mistake.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise FetchError(target.origin, f"the host is not known ({reason}): check the address") from None
    machines = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    inside = [machine for machine in machines if not private and not is_public(machine)]
    if inside:
        raise FetchError(
            target.origin,
            f"leads to {inside[0]}, which is no public address: --private allows the addresses of your own network",
            lasting=True,
            asked=False,
        )
    return machines


def is_public(machine: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, multicast or reserved."""
    try:
        address = ip_address(machine)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.scope_id:
        return False
    inner = _embedded(address)
    if inner is not None and not is_public(str(inner)):
        return False
    return address in _TRANSLATED or (address in _PUBLIC_6 and address.is_global)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that traffic to an IPv6 address ends at (6to4, Teredo, NAT64)."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)
