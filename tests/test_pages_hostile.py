"""Reports whose title, text, outlet, author and address try to be more than words: on no page do they act."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from desk import report
from newsroom import briefs_of, newsroom, tree
from starlette.testclient import TestClient
from test_pages_brief import DIRECTIONS, HOSTILE

from crosswire.corpus.briefing import brief_story
from crosswire.outputs.passages import visible
from crosswire.records import Detail, Report

TELLING = "The Veskar opera opens its new house in the old corn hall, its director Quillon said on Monday."
ENTRIES = ("script", "style", "object", "embed", "iframe", "img", "link", "base", "meta", "image")
PAGES = (
    "/stories", "/search?q=Quillon", "/outlets", "{story}", "{story}/all/reported", "{story}/all/speakers",
    "{story}/claims/{claim}", "{story}/lineages/{lineage}", "{story}/compare?a={id}&b={other}",
    "{story}/report?id={id}",
)  # fmt: skip
SHOWN = ("/outlets", "{story}/compare?a={id}&b={other}", "{story}/report?id={id}")  # where its words stand in full


def attack(kind: str) -> Report:
    words = HOSTILE[kind]
    field = Detail(words, "field")
    told = report(kind if kind == "long" else words, f"{words}\n\n{words} {TELLING}", "2031-05-01")
    return replace(told, title=field, outlet=field, authors=(words,), url=words)


ATTACKS = {kind: attack(kind) for kind in HOSTILE}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with newsroom(tmp_path_factory.mktemp("hostile"), [*ATTACKS.values()]) as client:
        (found,) = client.get("/stories.json").json()["stories"]
        brief_story(briefs_of(client).corpus, found["id"])
        yield client


def addresses(client: TestClient, kind: str) -> list[str]:
    (found,) = client.get("/stories.json").json()["stories"]
    told = client.get(f"/stories/{found['id']}.json").json()["stories"][0]
    name = ATTACKS[kind].id
    parts = {
        "story": f"/stories/{told['id']}",
        "claim": next(one for one in told["claims"] if name in {m["report"] for m in one["mentions"]})["id"],
        "lineage": next(one for one in told["lineages"] if name in one["reports"])["id"],
        "id": quote(name),
        "other": quote(next(other for other in told["reports"] if other != name)),
    }
    return [address.format(**parts) for address in PAGES]


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_nothing_of_a_report_acts_on_a_page(pages: TestClient, kind: str) -> None:
    frame = [element.tag for entry in ENTRIES for element in tree(pages.get("/judgements").text).iter(entry)]
    for template, address in zip(PAGES, addresses(pages, kind), strict=True):
        answer = pages.get(address)
        assert answer.status_code == 200, address
        page = tree(answer.text)
        assert [element.tag for entry in ENTRIES for element in page.iter(entry)] == frame
        names = {name for element in page.iter() for name in element.attrib}
        assert {name for name in names if name.startswith("on") or name in ("style", "srcdoc")} == set()
        links = page.xpath("//@href | //@src | //@action")
        assert [link for link in links if not link.startswith(("/", "#")) or link.startswith("//")] == []
        assert page.xpath("//svg[not(@class)]") == []
        assert not DIRECTIONS.search(answer.text)
        told = " ".join(page.text_content().split())
        assert template not in SHOWN or visible(HOSTILE[kind])[:60] in told, address
