"""The pages in a browser: the whole way of an editor, every page without script, and with axe-core."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser import chromium, served
from test_pages_hostile import ATTACKS

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
    "apart", "report", "part", "outlets", "judgements", "export", "docs", "login", "missing", "file",
)  # fmt: skip
# With the rule of WCAG 2.2 that axe-core leaves out unless told; without what passes, which takes as long again.
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# What has the focus: its place in the document, whether it is seen to have it, and whether something covers it.
FOCUSED = """() => {
  const at = document.activeElement;
  const seen = at.ownerSVGElement ? at.querySelector(".hit") : at;
  const { outlineStyle, outlineWidth, strokeWidth } = getComputedStyle(seen);
  const { left, top, width, height } = (at.getClientRects()[0] ?? at.getBoundingClientRect());
  const hit = document.elementFromPoint(left + Math.min(width / 2, 20), top + Math.min(height / 2, 10));
  return {
    place: [...document.querySelectorAll("*")].indexOf(at),
    outlined: (at.ownerSVGElement ? strokeWidth : outlineStyle !== "none" && outlineWidth) === "3px",
    uncovered: at.contains(hit) || hit?.contains(at) || hit?.control === at || false,
    what: at.outerHTML.slice(0, 200),
  };
}"""


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
        "login": f"{home}/login",
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


def tab_to(page: Any, wanted: Any) -> None:
    """Go to something by keyboard alone: forward, in the order of reading, the focus always seen."""
    expect(wanted).to_be_attached()
    before = -1
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["place"] > before, f"not reached from the top of {page.url}: {wanted}"
        assert at["outlined"], at["what"]
        assert at["uncovered"], at["what"]
        if wanted.evaluate("element => element === document.activeElement"):
            return
        before = at["place"]
    raise AssertionError(f"the focus is kept on the way: {at['what']}")


def follow(page: Any, wanted: Any) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def skip(page: Any) -> None:
    """Go to the content, by the link that a page begins with."""
    follow(page, page.get_by_role("link", name="To the content"))
    expect(page.locator("main")).to_be_focused()


def test_an_editor_goes_from_the_stories_to_an_export_by_keyboard_alone(page: Any, pages: dict[str, str]) -> None:
    main, link = page.locator("main"), partial(page.get_by_role, "link")
    page.goto(pages["stories"])
    skip(page)
    tab_to(page, page.get_by_label("Search reports"))
    page.keyboard.type("Brandell Storage permit")
    page.keyboard.press("Enter")
    follow(page, main.get_by_role("link", name="its story").first)
    expect(main.get_by_role("img", name="7 reports, 3 lineages")).to_be_visible()

    contested = page.locator("li.claim.contested").filter(has=page.get_by_role("img", name=", 2 origins")).first
    passage = contested.locator("a.quiet").inner_text()
    told_by = contested.get_by_role("img").get_attribute("aria-label").split(",")[0]
    address = contested.locator("a.quiet").get_attribute("href")
    here = page.locator(f"a[href='{address}']")
    follow(page, contested.locator("a.quiet"))
    expect(page.locator("h1")).to_have_text(passage)
    expect(page.locator("ol.origins")).to_contain_text("rest on one text")

    follow(page, link(name="of one text").first)
    expect(page.locator("h1")).to_have_text("5 reports of one text, Meridian News Agency")
    follow(page, link(name="meridian and herald side by side"))
    expect(page.locator("h1")).to_have_text("meridian and herald, side by side")
    expect(page.get_by_text("counts as one origin")).to_be_visible()

    follow(page, here)
    source = page.locator("ol.origins > li").last
    follow(page, source.locator("summary").last)
    for typed in ("the company repeats what the chief was asked", "Ada Ferris"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    expect(source.get_by_role("button", name="It has this from another")).to_be_focused()
    page.keyboard.press("Enter")
    expect(main.get_by_role("img", name=f"{told_by}, 1 origin:")).to_be_visible()
    expect(page.locator("ol.origins")).to_contain_text("is dependent, Ada Ferris judged: the company repeats")

    follow(page, page.get_by_role("navigation", name="Way back").get_by_role("link").first)
    changed = page.locator("li.claim").filter(has=here)
    # It weighs less now, and may be folded away.
    expect(changed.locator(f"svg[aria-label*='{told_by}, 1 origin:']")).to_have_count(1)

    follow(page, link(name="Export"))
    with page.expect_download() as download:
        follow(page, main.get_by_role("link", name="json"))
    told = json.loads(Path(download.value.path()).read_text())
    judged = address.rpartition("/")[2]
    assert [claim["origins_max"] for claim in told["stories"][0]["claims"] if claim["id"] == judged] == [1]

    page.goto(pages["judgements"])
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


@pytest.mark.parametrize(
    ("script", "told"),
    [(True, "12 Mar 2025, 07:10 your time (Wed 12 Mar 2025, 06:10 UTC)"), (False, "Wed 12 Mar 2025, 06:10 UTC")],
)
def test_an_hour_is_told_in_the_zone_of_the_reader_with_the_original_beside(
    browser: Any, pages: dict[str, str], script: bool, told: str
) -> None:
    context = browser.new_context(timezone_id="Europe/Oslo", java_script_enabled=script)
    page = context.new_page()
    page.goto(pages["report"])
    assert f"· {told} (" in " ".join(page.locator("main > p.about").first.inner_text().split())
    context.close()


@pytest.fixture(scope="module")
def looked_at(browser: Any) -> Iterator[Any]:
    """A page to look at others with."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def open_all(page: Any, address: str) -> None:
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")


@pytest.mark.parametrize(("width", "scheme"), [(1000, "light"), (320, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(looked_at: Any, pages: dict[str, str], name: str, width: int, scheme: str) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.emulate_media(color_scheme=scheme)
    open_all(looked_at, pages[name])
    found = Axe().run(looked_at, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_runs_over_the_side_of_a_page_also_in_letters_twice_their_size_or_spaced(
    looked_at: Any, pages: dict[str, str]
) -> None:
    over = {}
    for name, address in pages.items():
        open_all(looked_at, address)
        for width, size in ((320, "100%"), (768, "100%"), (1440, "100%"), (1280, "200%")):
            looked_at.set_viewport_size({"width": width, "height": 800})
            looked_at.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            over[name, width] = looked_at.evaluate(OVER)
        looked_at.set_viewport_size({"width": 320, "height": 800})
        looked_at.evaluate("document.documentElement.style.fontSize = ''")
        looked_at.evaluate(SPACED)
        over[name, "spaced"] = looked_at.evaluate(OVER)
    assert {place: pixels for place, pixels in over.items() if pixels} == {}


@pytest.mark.parametrize("name", ["story", "disputed", "file"])
def test_print_shows_what_is_folded_and_leaves_out_what_only_a_screen_is_for(
    looked_at: Any, pages: dict[str, str], name: str
) -> None:
    looked_at.goto(pages[name])
    looked_at.emulate_media(media="print", color_scheme="dark")
    hidden = looked_at.locator("header.site, .skip, form, .tabs, .judging, footer a")
    assert [shown.evaluate("one => one.outerHTML") for shown in hidden.all() if shown.is_visible()] == []
    folded = looked_at.locator("details:not(.judge, .text) > :not(summary, .judge)")
    assert all(part.is_visible() for part in folded.all())
    assert folded.count() or name == "disputed"
    assert looked_at.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == "rgb(255, 255, 255)"
    looked_at.emulate_media(media="screen", color_scheme="light")


def test_a_readers_own_colours_hold_for_what_is_drawn(looked_at: Any, pages: dict[str, str]) -> None:
    looked_at.goto(pages["disputed"])
    looked_at.emulate_media(forced_colors="active", color_scheme="dark")
    link = looked_at.locator("main a").first.evaluate("one => getComputedStyle(one).color")
    drawn = looked_at.locator(".sheet").first.evaluate("one => getComputedStyle(one).fill")
    looked_at.emulate_media(forced_colors="none", color_scheme="light")
    assert drawn == link


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


def test_hostile_reports_neither_act_nor_break_a_page(page: Any, tmp_path: Path) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.set_viewport_size({"width": 320, "height": 800})
    with served(tmp_path, [*ATTACKS.values()]) as (home, brief):
        (story,) = brief.stories
        base, over = f"{home}/stories/{story.id}", {}
        for address in (
            f"{home}/stories",
            f"{home}/search?q=opera&in=all",
            f"{home}/outlets",
            base,
            f"{base}/all/reported",
            f"{base}/claims/{story.claims[0].id}",
            f"{base}/lineages/{story.lineages[0].id}",
            f"{base}/compare?{urlencode({'a': ATTACKS['script'].id, 'b': ATTACKS['long'].id})}",
            *(f"{base}/report?{urlencode({'id': one.id})}" for one in ATTACKS.values()),
        ):
            open_all(page, address)
            over[address.removeprefix(home)] = page.evaluate(OVER)
    assert {address: pixels for address, pixels in over.items() if pixels} == {}
    assert {address for address in asked if not address.startswith(home)} == set()
