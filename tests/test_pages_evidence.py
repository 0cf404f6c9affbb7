"""The pages Claim, Lineage and Compare as they are sent: their frame, their twins, their forms, and hostile reports."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from desk import report
from newsroom import form_token, newsroom, tree
from starlette.testclient import TestClient

TEXT = (
    "The ferry Marigold ran aground off Tolland Point on Monday night with 86 passengers on board, the Veskar "
    "coastguard said. Lifeboats took everybody ashore by midnight. “The steering failed,” said Ida Brenn, its captain. "
    "The owner, Brenn Lines, may face a fine of 2 million crowns, the harbour authority said on Tuesday."
)
REPORTS = [
    report("wire", TEXT, "2031-03-04T06:00:00Z", outlet="Veskar Press"),
    report("copy", TEXT.replace("may face", "will face"), "2031-03-04T09:00:00Z", outlet="Harbour Post"),
    report(
        "signal",
        "The captain of the Marigold, Ida Brenn, had warned of the steering in May, a deckhand told the Signal. "
        "The ferry Marigold ran aground off Tolland Point on Monday night with 86 passengers.",
        "2031-03-05",
        outlet="Signal",
    ),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with newsroom(tmp_path_factory.mktemp("evidence"), REPORTS) as client:
        yield client


def brief(client: TestClient, of: str) -> dict[str, Any]:
    listed = client.get("/stories.json").json()["stories"]
    (name,) = [one["id"] for one in listed if of in one["reports"]]
    told: dict[str, Any] = client.get(f"/stories/{name}.json").json()["stories"][0]
    return told


def addresses(client: TestClient, of: str) -> dict[str, str]:
    told = brief(client, of)
    base, one, other = f"/stories/{told['id']}", told["reports"][0], told["reports"][-1]
    return {
        "claim": f"{base}/claims/{told['claims'][0]['id']}",
        "lineage": f"{base}/lineages/{told['lineages'][0]['id']}",
        "compare": f"{base}/compare?a={quote(one)}&b={quote(other)}",
    }


KINDS = ["claim", "lineage", "compare"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_has_its_frame_and_a_twin_in_json(pages: TestClient, kind: str) -> None:
    address = addresses(pages, "wire")[kind]
    page = tree(pages.get(address).text)
    path, _, query = address.partition("?")
    (twin,) = page.xpath("//footer//a/@href")
    assert twin == f"{path}.json" + (f"?{query}" if query else "")
    assert kind in pages.get(twin).json() or "rows" in pages.get(twin).json()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert page.xpath("//svg[not(@aria-label or @aria-labelledby)]") == []


def test_every_passage_shown_stands_in_a_report(pages: TestClient) -> None:
    told = " ".join(" ".join(one.text.split()) for one in REPORTS)
    passages = []
    for kind, address in addresses(pages, "wire").items():
        page = tree(pages.get(address).text)
        passages += [
            (kind, " ".join(cell.text_content().split())) for cell in page.xpath("//td[contains(@class, 'said')]")
        ]
        passages += [
            (kind, " ".join(found.text_content().split())) for found in page.xpath("//p[contains(@class, 'context')]")
        ]
    assert len(passages) > 8
    assert [(kind, words) for kind, words in passages if words not in told] == []


def test_what_changed_between_a_text_and_its_copy_is_marked(pages: TestClient) -> None:
    told = brief(pages, "wire")
    page = tree(pages.get(f"/stories/{told['id']}/compare?a=copy&b=wire").text)
    assert page.xpath("string(//h1)") == "wire and copy, side by side"
    assert [found.text for found in page.xpath("//td//del | //td//ins")] == ["may", "will"]


def test_a_mention_judged_different_leaves_the_claim(pages: TestClient) -> None:
    told = brief(pages, "wire")
    claim = max(told["claims"], key=lambda one: (len(one["mentions"]), one["origins_max"]))
    address = f"/stories/{told['id']}/claims/{claim['id']}"
    form = tree(pages.get(address).text).xpath("//form[.//input[@value='different']]")[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input[@name!='about']")}
    about = form.xpath(".//input[@name='about']/@value")
    assert set(about) <= {mention["id"] for mention in claim["mentions"]}
    said = {**fields, "about": about, "why": "another night", "by": "Ada Ferris", "form": form_token(pages, address)}
    answer = pages.post(form.get("action"), data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    (after,) = [one for one in brief(pages, "wire")["claims"] if one["id"] == claim["id"]]
    assert len(after["mentions"]) == len(claim["mentions"]) - 1


def test_what_is_not_there_is_not_found(pages: TestClient) -> None:
    base = f"/stories/{brief(pages, 'wire')['id']}"
    for address in (f"{base}/claims/c0", f"{base}/lineages/l0", f"{base}/compare?a=wire&b=none"):
        answer = pages.get(address)
        assert (answer.status_code, bool(re.search("is no (claim|lineage|report) of", answer.text))) == (404, True)
    assert pages.get(f"{base}/compare").status_code == 422
