"""What is fetched, and what is refused: a server of our own stands in for the worst of the web."""

import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from feedserver import Site, serve

from crosswire.errors import FetchError
from crosswire.fetching import addresses, transport
from crosswire.fetching import fetcher as limits
from crosswire.fetching.addresses import Target, is_public, take_apart
from crosswire.fetching.fetcher import Fetcher
from crosswire.fetching.transport import AGENT, Stopped


def fetcher(private: bool = True, pause: float = 0.0, longest: float = 5.0) -> Fetcher:
    return Fetcher(private, pause, longest)


@pytest.mark.parametrize(
    ("machine", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("64:ff9b::5db8:d70e", True),  # the first of these, as networks without IPv4 name it
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::1", False),  # 6to4 of 127.0.0.1
        ("2001:0:5db8:d70e::80ff:fffe", False),  # Teredo of 127.0.0.1
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_only_machines_of_the_public_internet_are_public(machine: str, public: bool) -> None:
    assert is_public(machine) is public


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "is no address of the web"),
        ("ftp://post.example/feed", "is no address of the web"),
        ("gopher://post.example/", "is no address of the web"),
        ("https://ada:secret@post.example/", "holds a name or password"),
        ("https://", "names no host"),
        ("https://post.example:port/", "is no address that can be read"),
        ("https://[::1/", "is no address that can be read"),
        ("https://post example/", "names no host"),
        ("https://post.example/" + "a" * 2000, "has 2,021 characters"),
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(address: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as refused:
        fetcher().fetch(address)
    assert refused.value.lasting
    assert "secret" not in str(refused.value)


def test_an_address_is_sent_in_characters_that_http_knows() -> None:
    assert take_apart("HTTPS://Café.example:443/naïve page?q=é%20b#part") == Target(
        "https", "xn--caf-dma.example", 443, "/na%C3%AFve%20page?q=%C3%A9%20b"
    )
    assert take_apart("http://post.example:8080").origin == "http://post.example:8080"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_network_is_refused_by_whatever_name(site: Site, host: str) -> None:
    site.put("/feed", "secret")
    address = site.address.replace("127.0.0.1", host) + "/feed"
    with pytest.raises(FetchError, match=r"no public address: --private|not known"):
        fetcher(private=False).fetch(address)
    assert site.asked == []


def test_a_redirect_into_a_private_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda machine: machine == "127.0.0.1")
    inside = site.address.replace("127.0.0.1", "127.0.0.2")
    site.redirect("/a", f"{inside}/b")
    with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.2, which is no public address") as refused:
        fetcher(private=False).fetch(site.address + "/a")
    assert refused.value.address == site.address + "/a"
    assert refused.value.reason.endswith(f"(redirected to {inside}/b)")
    assert site.asked == ["/robots.txt", "/a"]


def test_the_machine_that_was_checked_is_the_one_that_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    look_up, names = socket.getaddrinfo, []

    def once(host: str, *rest: object, **more: object) -> object:
        names.append(host)
        return look_up(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    site.put("/robots.txt", "")
    address = site.put("/a", "text").replace("127.0.0.1", "localhost")
    fetcher().fetch(address)
    # Each of the two requests looks its name up once; what follows are addresses of machines.
    assert [name for name in names if name == "localhost"] == ["localhost"] * 2
    assert set(names) <= {"localhost", "127.0.0.1", "::1"}


def test_a_request_names_crosswire_and_carries_no_more_than_it_must(site: Site) -> None:
    address = site.put("/feed?a=1", "body", "text/xml; charset=ISO-8859-1", ETag='"one"')
    answer = fetcher().fetch(address)
    assert (answer.address, answer.status, answer.body, answer.charset) == (address, 200, b"body", "iso-8859-1")
    assert site.asked == ["/robots.txt", "/feed?a=1"]
    assert site.headers[1] == {
        "Host": site.address.removeprefix("http://"),
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def test_a_conditional_request_gives_304(site: Site) -> None:
    address = site.put("/feed", b"", status=304)
    assert fetcher().fetch(address, '"one"', "Tue, 04 Mar 2031 10:00:00 GMT").status == 304
    assert site.headers[1]["If-None-Match"] == '"one"'
    assert site.headers[1]["If-Modified-Since"] == "Tue, 04 Mar 2031 10:00:00 GMT"
    with pytest.raises(FetchError, match="answers 304"):
        fetcher().fetch(address)


def test_redirects_are_followed_to_where_they_end(site: Site) -> None:
    site.redirect("/a", "/b", 301)
    site.redirect("/b", f"{site.address}/c#part", 307)
    site.put("/c", "here")
    answer = fetcher().fetch(site.address + "/a")
    assert (answer.address, answer.body) == (site.address + "/c", b"here")


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/a", "is redirected in a circle"),
        ("/a?more", "is redirected more than 5 times"),
        ("file:///etc/passwd", r"is redirected to file:///etc/passwd, which is no address of the web"),
        ("https://ada:secret@post.example/", "which holds a name or password"),
    ],
)
def test_redirects_to_what_is_refused_are_refused(site: Site, to: str, reason: str) -> None:
    def onward(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"/a?{len(site.asked)}" if to == "/a?more" else to)
        handler.end_headers()

    site.write("/a", onward)
    for number in range(10):
        site.write(f"/a?{number}", onward)
    with pytest.raises(FetchError, match=reason) as refused:
        fetcher().fetch(site.address + "/a")
    assert refused.value.lasting
    assert "secret" not in str(refused.value)


def test_too_much_is_refused_packed_unpacked_and_announced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)
    bomb = gzip.compress(b"\0" * 5_000_000)
    assert len(bomb) < 100_000
    plain = site.put("/plain", b"a" * 100_001)
    site.replies["/endless"] = lambda handler: endless(handler)
    packed = site.put("/bomb", bomb, Content_Encoding="gzip")
    for address in (plain, site.address + "/endless", packed):
        with pytest.raises(FetchError, match=r"has more than 100,000 bytes \(limit\)"):
            fetcher().fetch(address)
    whole = site.put("/whole", gzip.compress(b"a" * 100_000), Content_Encoding="gzip")
    assert len(fetcher().fetch(whole).body) == 100_000


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"a" * 10_000)


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzip.compress(b"a" * 1000, mtime=0)[:-10], "the answer broke off"),
        ("gzip", b"no gzip at all", "incorrect header check"),
        ("br", b"anything", 'comes packed as "br"'),
    ],
)
def test_what_is_packed_wrongly_is_told(site: Site, encoding: str, body: bytes, reason: str) -> None:
    address = site.put("/a", body, Content_Encoding=encoding)
    with pytest.raises(FetchError, match=reason):
        fetcher().fetch(address)


def test_an_answer_that_breaks_off_is_none(site: Site) -> None:
    address = site.put("/a", b"half", Content_Length="8")
    with pytest.raises(FetchError, match="broke off"):
        fetcher().fetch(address)


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_cut_off(site: Site, where: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if where == "body":
            endless_drip(handler)
        while True:
            handler.wfile.write(b"a")
            time.sleep(0.02)

    site.put("/robots.txt", "")
    address = site.write("/a", drip)
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"took more than 0\.5 s"):
        fetcher(longest=0.5).fetch(address)
    assert time.monotonic() - began < 3


def test_whoever_stops_does_not_wait_for_a_slow_server(site: Site) -> None:
    asked = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        handler.connection.recv(1)

    address = site.write("/a", silent)
    waiting = fetcher(longest=60)
    threading.Thread(target=lambda: asked.wait() and waiting.stop()).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        waiting.fetch(address)
    assert time.monotonic() - began < 5
    with pytest.raises(Stopped):
        waiting.fetch(site.address + "/b")


def test_robots_rules_are_kept(site: Site) -> None:
    site.put(
        "/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: crosswire\nDisallow: /desk/*.xml\n", "text/plain"
    )
    site.put("/desk/a.html", "open")
    site.put("/desk/a.xml", "closed")
    site.redirect("/moved", "/desk/a.xml")
    asking = fetcher()
    assert asking.fetch(site.address + "/desk/a.html").body == b"open"
    for path in ("/desk/a.xml", "/moved"):
        with pytest.raises(FetchError, match=r"its robots\.txt asks programs not to read it") as refused:
            asking.fetch(site.address + path)
        assert refused.value.lasting
    assert site.asked == ["/robots.txt", "/desk/a.html", "/moved"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_robots_rules_that_cannot_be_read_allow_nothing_unless_there_are_none(
    site: Site, status: int, allowed: bool
) -> None:
    site.put("/robots.txt", "", status=status)
    address = site.put("/a", "text")
    if allowed:
        assert fetcher().fetch(address).body == b"text"
        return
    with pytest.raises(FetchError, match=f"its robots.txt answers {status}") as refused:
        fetcher().fetch(address)
    assert not refused.value.lasting


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_to_be_left_alone_is_not_asked_again(site: Site, status: int, form: str) -> None:
    later = "120" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    site.put("/a", "", status=status, Retry_After=later)
    site.put("/b", "text")
    asking = fetcher()
    with pytest.raises(FetchError, match=f"answers {status} and asks to be left alone") as refused:
        asking.fetch(site.address + "/a")
    assert refused.value.wait == pytest.approx(120, abs=2)
    with pytest.raises(FetchError, match=f"answers {status} and asks to be left alone"):
        asking.fetch(site.address + "/b")
    assert site.asked == ["/robots.txt", "/a"]


@pytest.mark.parametrize(("value", "wait"), [("soon", None), ("", None), ("99999999999", 86_400), ("-5", None)])
def test_what_retry_after_says_is_bounded(value: str, wait: float | None) -> None:
    assert limits._retry_after(value) == wait


@pytest.mark.parametrize(("status", "lasting"), [(404, True), (410, True), (500, False), (503, False), (204, False)])
def test_an_answer_without_content_is_an_error(site: Site, status: int, lasting: bool) -> None:
    address = site.put("/a", "", status=status)
    with pytest.raises(FetchError, match=f"answers {status}") as refused:
        fetcher().fetch(address)
    assert refused.value.lasting is lasting


def test_one_request_at_a_time_to_a_host_with_a_pause_between(site: Site) -> None:
    going, most, times = [0], [0], []

    def slow(handler: BaseHTTPRequestHandler) -> None:
        going[0] += 1
        most[0] = max(most[0], going[0])
        times.append(time.monotonic())
        time.sleep(0.02)
        going[0] -= 1
        handler.send_response(200)
        handler.end_headers()

    for path in ("/robots.txt", "/a", "/b", "/c"):
        site.write(path, slow)
    asking = fetcher(pause=0.1)
    threads = [threading.Thread(target=asking.fetch, args=(site.address + path,)) for path in ("/a", "/b", "/c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.1


def test_robots_rules_are_asked_for_again_after_a_day(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = site.put("/a", "text")
    asking = fetcher()
    asking.fetch(address)
    asking.fetch(address)
    monkeypatch.setattr(limits, "ROBOTS_AGE", 0.0)
    asking.fetch(address)
    assert site.asked == ["/robots.txt", "/a", "/a", "/robots.txt", "/a"]


def test_a_crawl_delay_is_kept(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n")
    address = site.put("/a", "text")
    asking = fetcher()
    asking.fetch(address)
    began = time.monotonic()
    asking.fetch(address)
    assert time.monotonic() - began >= 0.25


def test_a_host_that_is_not_there_is_told(site: Site) -> None:
    closed = site.address.rpartition(":")[0] + ":1"
    with pytest.raises(FetchError, match=r"cannot be reached \(Connection refused\)"):
        fetcher().fetch(closed)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_is_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = [str(tmp_path / name) for name in ("key.pem", "cert.pem")]
    subprocess.run([*made.split(), "-keyout", files[0], "-out", files[1]], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[1], files[0])
    with serve(context) as site:
        address = site.put("/a", "text").replace("127.0.0.1", "localhost")
        with pytest.raises(FetchError, match=r"its certificate: self.signed certificate"):
            fetcher().fetch(address)
        monkeypatch.setenv("SSL_CERT_FILE", files[1])
        transport._trust.cache_clear()
        assert fetcher().fetch(address).body == b"text"
        with pytest.raises(FetchError, match="its certificate: IP address mismatch"):
            fetcher().fetch(address.replace("localhost", "127.0.0.1"))
        site.write("/endless", endless_drip)
        with pytest.raises(FetchError, match=r"took more than 0\.5 s"):
            fetcher(longest=0.5).fetch(site.address.replace("127.0.0.1", "localhost") + "/endless")
    transport._trust.cache_clear()


def endless_drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.02)


def test_a_plain_server_is_no_https_server(site: Site) -> None:
    with pytest.raises(FetchError, match="cannot be read"):
        fetcher().fetch(site.address.replace("http:", "https:"))
