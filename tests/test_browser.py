"""The pages in a browser: the whole way of an editor, every page without script, and with axe-core."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser import chromium, served
from test_pages import ATTACK

from crosswire.pages.brief import write
from crosswire.readers import read
from crosswire.records import Conflict, Story

PATIENCE = 60_000  # milliseconds; a machine may be busy
MISSING = "needs Playwright and axe-core: pip install 'crosswire[browser]'"
Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=MISSING).Axe
expect = pytest.importorskip("playwright.sync_api", reason=MISSING).expect
expect.set_options(timeout=PATIENCE)

EXAMPLE = Path(__file__).parents[1] / "examples" / "harbour-fire"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = (
    "stories", "growing", "search", "story", "claim", "disputed", "changed", "lineage", "alone", "compare",
    "apart", "report", "part", "outlets", "judgements", "export", "docs", "missing", "file",
)  # fmt: skip
DARK = ("disputed", "changed", "lineage", "compare", "report", "part", "file")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of every page of the example; the brief in a file is one."""
    with served(tmp_path_factory.mktemp("desk"), read([str(EXAMPLE)]).reports) as (home, fire):
        file = tmp_path_factory.mktemp("brief") / "brief.html"
        with file.open("w", encoding="utf-8") as out:
            write(fire, out)
        yield addresses(home, fire.stories[0]) | {"file": file.as_uri()}


def addresses(home: str, story: Story) -> dict[str, str]:
    base = f"{home}/stories/{story.id}"
    claims = {kind_of(conflict): conflict.claim for conflict in story.conflicts}
    lineages = {len(lineage.reports): lineage.id for lineage in story.lineages}
    return {
        "stories": f"{home}/stories",
        "growing": f"{home}/stories?sort=growth",
        "search": f"{home}/search?q=Brandell&in=all",
        "story": base,
        "claim": f"{base}/claims/{story.claims[0].id}",
        "disputed": f"{base}/claims/{claims['disputed']}",
        "changed": f"{base}/claims/{claims['changed']}",
        "lineage": f"{base}/lineages/{lineages[5]}",
        "alone": f"{base}/lineages/{lineages[1]}",
        "compare": f"{base}/compare?a=herald&b=meridian",
        "apart": f"{base}/compare?a=ledger&b=meridian",
        "report": f"{base}/report?id=meridian",
        "part": f"{base}/all/single",
        "outlets": f"{home}/outlets",
        "judgements": f"{home}/judgements",
        "export": f"{base}/export",
        "docs": f"{home}/docs",
        "missing": f"{home}/stories/none",
    }


def kind_of(conflict: Conflict) -> str:
    return "changed" if conflict.along else "updated" if conflict.superseded else "disputed"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1000, "height": 800}, timezone_id="Europe/Oslo")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("console", lambda said: failures.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert failures == []


def test_an_editor_goes_from_the_stories_to_an_export(page: Any, pages: dict[str, str]) -> None:
    main, link = page.locator("main"), partial(page.get_by_role, "link")
    page.goto(pages["stories"])
    page.get_by_label("Search reports").fill("Brandell Storage permit")
    page.keyboard.press("Enter")
    main.get_by_role("link").filter(has_text="fire").first.click()
    page.goto(pages["story"])
    expect(main.get_by_role("img", name="7 reports, 3 lineages")).to_be_visible()

    contested = page.locator("li.claim.contested").filter(has=page.get_by_role("img", name=", 2 origins")).first
    passage = contested.locator("a.quiet").inner_text()
    told_by = contested.get_by_role("img").get_attribute("aria-label").split(",")[0]
    words = passage.strip('“”"')
    contested.locator("a.quiet").click()
    expect(page.locator("h1")).to_have_text(passage)
    expect(page.locator("ol.origins")).to_contain_text("rest on one text")

    link(name="of one text").first.click()
    expect(page.locator("h1")).to_have_text("5 reports of one text, Meridian News Agency")
    link(name="meridian and herald side by side").click()
    expect(page.locator("h1")).to_have_text("meridian and herald, side by side")
    expect(page.get_by_text("counts as one origin")).to_be_visible()

    link(name=words).click()
    source = page.locator("ol.origins > li").last
    source.get_by_text("It has this from another").first.click()
    source.get_by_label("Why").last.fill("the company repeats what the chief was asked")
    source.get_by_label("By").last.fill("Ada Ferris")
    source.get_by_role("button", name="It has this from another").click()
    expect(main.get_by_role("img", name=f"{told_by}, 1 origin:")).to_be_visible()
    expect(page.locator("ol.origins")).to_contain_text("is dependent, Ada Ferris judged: the company repeats")

    page.get_by_role("navigation", name="Way back").get_by_role("link").first.click()
    changed = page.locator("li.claim").filter(has_text=words[:60]).first
    expect(changed.get_by_role("img", name=f"{told_by}, 1 origin:")).to_be_visible()

    link(name="Export").click()
    with page.expect_download() as download:
        main.get_by_role("link", name="json").click()
    told = json.loads(Path(download.value.path()).read_text())
    assert [claim["origins_max"] for claim in told["stories"][0]["claims"] if claim["text"] in passage] == [1]

    link(name="Judgements").click()
    page.get_by_text("Undo judgement").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("undone by Ada Ferris")).to_be_visible()
    page.goto(pages["story"])
    newer = link(name="Load it")
    for _ in range(1000):  # the older brief is shown until the newer is made
        if not newer.count():
            break
        newer.click()
    expect(contested.get_by_role("img", name=", 2 origins")).to_be_visible()


def test_a_lineage_is_walked_by_keyboard(page: Any, pages: dict[str, str]) -> None:
    page.goto(pages["lineage"])
    page.get_by_role("link", name="the agency’s own text").focus()
    reached = []
    for _ in range(5):
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label').split(',')[0]"))
        page.keyboard.press("Tab")
    assert reached == ["meridian", "sable-post", "herald", "northline", "tribune"]
    page.get_by_role("link", name="edited from meridian").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report?id=herald")


def test_an_hour_is_told_in_the_zone_of_the_reader_with_the_original_beside(page: Any, pages: dict[str, str]) -> None:
    page.goto(pages["report"])
    expect(page.locator("main > p.about").first).to_contain_text(
        "12 Mar 2025, 07:10 your time (Wed 12 Mar 2025, 06:10 UTC)"
    )


@pytest.fixture(scope="module")
def looked_at(browser: Any) -> Iterator[Any]:
    """A page to look at others with."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def open_all(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(looked_at: Any, pages: dict[str, str], name: str) -> None:
    open_all(looked_at, pages[name])
    found = Axe().run(looked_at)
    assert found.violations_count == 0, found.generate_report()
    if name in DARK:
        looked_at.emulate_media(color_scheme="dark")
        found = Axe().run(looked_at, options={"runOnly": ["color-contrast"]})
        looked_at.emulate_media(color_scheme="light")
        assert found.violations_count == 0, found.generate_report()


def test_nothing_runs_over_the_side_of_a_page_also_in_letters_twice_their_size(
    looked_at: Any, pages: dict[str, str]
) -> None:
    over = {}
    for name, address in pages.items():
        open_all(looked_at, address)
        for width, size in ((320, "100%"), (768, "100%"), (1440, "100%"), (1280, "200%")):
            looked_at.set_viewport_size({"width": width, "height": 800})
            looked_at.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            over[name, width] = looked_at.evaluate(OVER)
    assert {place: pixels for place, pixels in over.items() if pixels} == {}


def test_every_page_reads_the_same_without_script(browser: Any, pages: dict[str, str]) -> None:
    said = {}
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        for name, address in pages.items():
            page.goto(address)
            # A script only puts the reader's own time beside a time.
            said[name, script] = [
                line for line in page.locator("main").inner_text().split("\n") if not any(map(str.isdigit, line))
            ]
        context.close()
    assert {name: said[name, True] for name in PAGES} == {name: said[name, False] for name in PAGES}


def test_a_hostile_report_neither_acts_nor_breaks_a_page(page: Any, tmp_path: Path) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.set_viewport_size({"width": 320, "height": 800})
    with served(tmp_path, [ATTACK]) as (home, brief):
        (story,) = brief.stories
        base, over = f"{home}/stories/{story.id}", {}
        for address in (
            f"{home}/stories",
            f"{home}/search?q=opera&in=all",
            base,
            f"{base}/all/reported",
            f"{base}/claims/{story.claims[0].id}",
            f"{base}/lineages/{story.lineages[0].id}",
            f"{base}/report?{urlencode({'id': ATTACK.id})}",
        ):
            open_all(page, address)
            over[address.removeprefix(home)] = page.evaluate(OVER)
    assert {address: pixels for address, pixels in over.items() if pixels} == {}
    assert {address for address in asked if not address.startswith(home)} == set()
