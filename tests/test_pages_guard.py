"""Who may come in to the pages, and what a page may do."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from desk import FERRY
from newsroom import form_token, newsroom, tree
from starlette.testclient import TestClient

TOKEN = "nine-grey-herons-at-dusk"
JUDGEMENT = {"verdict": "split", "about": "ferry-3", "why": "another ferry", "by": "Ada Ferris"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with newsroom(tmp_path_factory.mktemp("open"), FERRY) as client:
        yield client


@pytest.fixture
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with newsroom(tmp_path_factory.mktemp("locked"), FERRY, TOKEN) as client:
        yield client


def story(client: TestClient, **headers: str) -> str:
    return str(client.get("/stories.json", headers=headers).json()["stories"][0]["id"])


@pytest.mark.parametrize("address", ["/stories", "/stories.json", "/static/style.css", "/nothing", "/docs"])
def test_every_answer_keeps_to_itself(pages: TestClient, address: str) -> None:
    headers = pages.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'", "style-src": "'self'", "script-src": "'self'", "img-src": "'self'",
        "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8642", 200),
        ("127.0.0.1:8642", 200),
        ("[::1]:8642", 200),
        ("192.168.4.7", 200),
        ("desk.example", 200),
        ("localhost.evil.example", 400),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_a_name_made_to_lead_here_is_refused(pages: TestClient, host: str, status: int) -> None:
    assert pages.get("/stories", headers={"Host": host}).status_code == status


def test_without_the_token_nothing_is_shown(locked: TestClient) -> None:
    assert locked.get("/stories").headers["Location"] == "/login"
    assert locked.get("/stories.json").status_code == 401
    assert locked.get("/openapi.json").status_code == 401
    assert locked.get("/stories.json", headers={"Authorization": "Bearer nine-grey-herons"}).status_code == 401
    assert locked.post("/stories/s1/judgements", data=JUDGEMENT).status_code == 401
    assert "Set-Cookie" not in locked.get("/login").headers
    assert locked.get("/static/style.css").status_code == 200


def test_the_token_lets_a_program_in(locked: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert locked.get("/stories.json", headers=headers).status_code == 200
    nobody = {**JUDGEMENT, "by": " "}
    judged = locked.post(f"/stories/{story(locked, **headers)}/judgements", data=nobody, headers=headers)
    assert (judged.status_code, "by: is empty" in judged.text) == (400, True)


def test_the_token_lets_a_reader_in_until_the_next_run(locked: TestClient) -> None:
    wrong = locked.post("/login", data={"token": "ten-grey-herons"})
    assert (wrong.status_code, "Set-Cookie" in wrong.headers) == (403, False)
    right = locked.post("/login", data={"token": TOKEN})
    assert right.headers["Location"] == "/stories"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in right.headers["Set-Cookie"].split(";")}
    assert TOKEN not in right.headers["Set-Cookie"]
    assert locked.get("/stories").status_code == 200
    locked.cookies.clear()
    assert locked.get("/stories").status_code == 303


def test_a_cookie_that_was_not_signed_here_lets_nobody_in(locked: TestClient) -> None:
    for cookie in ("x", "x.y", "x.\xff", "x." + "0" * 64, f".{TOKEN}"):
        assert locked.get("/stories", headers={"Cookie": f"crosswire-80={cookie}".encode("latin-1")}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:9"},
        {"Origin": "http://[localhost"},
    ],
)
def test_another_site_cannot_judge_even_with_the_form(pages: TestClient, headers: dict[str, str]) -> None:
    form = form_token(pages)
    refused = pages.post(f"/stories/{story(pages)}/judgements", data={**JUDGEMENT, "form": form}, headers=headers)
    assert refused.status_code == 403
    assert pages.get("/judgements.json").json() == {"judgements": []}


def test_the_name_that_a_browser_remembers_is_words(pages: TestClient) -> None:
    name = '"><b onclick=alert(1)>Ada</b>'
    page = pages.get(f"/stories/{story(pages)}/report?id=ferry-1", headers={"Cookie": f"crosswire-by={quote(name)}"})
    assert set(tree(page.text).xpath("//input[@name='by']/@value")) == {name}


@pytest.mark.parametrize("form", [{}, {"form": ""}, {"form": "0" * 64}])
def test_a_form_of_another_session_cannot_judge(pages: TestClient, form: dict[str, str]) -> None:
    for address in (f"/stories/{story(pages)}/judgements", "/judgements/1/undo"):
        assert pages.post(address, data={**JUDGEMENT, **form}).status_code == 403
    assert pages.get("/judgements.json").json() == {"judgements": []}


def test_a_form_of_one_session_is_none_of_another(pages: TestClient) -> None:
    form = form_token(pages)
    pages.cookies.clear()
    answer = pages.post(f"/stories/{story(pages)}/judgements", data={**JUDGEMENT, "form": form})
    assert answer.status_code == 403


def test_more_than_a_form_is_refused(pages: TestClient) -> None:
    answer = pages.post("/stories/s1/judgements", data={**JUDGEMENT, "form": form_token(pages), "why": "x" * 70_000})
    assert answer.status_code == 413


def test_a_nul_character_is_refused(pages: TestClient) -> None:
    for address in ("/stories/%00", "/search?q=%00", "/search?q=a%00b&in=all"):
        assert pages.get(address).status_code == 400
    named = {**JUDGEMENT, "about": "ferry-3\0", "form": form_token(pages)}
    assert pages.post("/stories/s1/judgements", data=named).status_code == 400


def test_login_from_another_site_is_refused(locked: TestClient) -> None:
    answer = locked.post("/login", data={"token": TOKEN}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
