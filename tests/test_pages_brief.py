"""A brief as one HTML page: the same passages as everywhere, nothing from elsewhere, nothing that acts."""

import html as escaping
import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from example_analysis import ANALYSIS, REPORTS, STORY, TEXTS, TRAM
from lxml import html

from crosswire.outputs import terminal
from crosswire.pages import brief
from crosswire.pages.rendering import moment, style
from crosswire.records import Analysis, Detail, Span

LARGEST = 300_000
DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x1b\x9b]")
ACTS = {
    "script",
    "object",
    "embed",
    "iframe",
    "img",
    "image",
    "form",
    "link",
    "base",
    "audio",
    "video",
    "button",
    "input",
}
HOSTILE = {
    "element": "<b onmouseover=alert(1)>bold</b>",
    "script": "<script>alert(1)</script>",
    "closing": "</title></style></script></details><script>alert(1)</script>",
    "style": "<style>body{display:none}</style>",
    "svg": "<svg onload=alert(1)><image href=https://evil.example/x></svg>",
    "image": "<img src=https://evil.example/x onerror=alert(1)>",
    "quotes": '" onclick="alert(1)" x=\'',
    "template": "{{ 7 * 7 }}{% raw %}${7*7}",
    "link": "javascript:alert(1)",
    "override": "safe \u202etxt.exe\u202c and \u2066hidden\u2069",
    "escapes": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07 \x1b[2J",
    "long": "w" * 10_000,
}


def written(analysis: Analysis, everything: bool = False) -> str:
    file = io.StringIO()
    brief.write(analysis, file, everything=everything)
    return file.getvalue()


def hostile(words: str) -> Analysis:
    """The tram's report with the words as title, text, outlet, address, id and author."""
    text = f"{words}\n{words} again. Port Sael's third tram line opened on Wednesday.\n"
    start = text.index("Port Sael")
    detail = Detail(words, "field")
    report = replace(
        REPORTS[-1], id=words, text=text, title=detail, outlet=detail, url=words, authors=(words,), path=words
    )
    claim = replace(TRAM.claims[0], text=Span(words, start, len(text) - 1))
    mention = replace(claim.mentions[0], span=claim.text, source=words)
    claim = replace(claim, mentions=(mention,), origins=(replace(claim.origins[0], name=words, reason=words),))
    group = replace(TRAM.group, reports=(words,), reason=words)
    story = replace(TRAM, title=Span(words, 0, len(words)), reports=(words,), claims=(claim,), group=group)
    return Analysis((report,), (story,))


def test_it_says_what_the_terminal_says() -> None:
    page = " ".join(html.document_fromstring(written(ANALYSIS)).text_content().split())
    plain = terminal.render(ANALYSIS, width=400)
    passages = re.findall("“.*?”", plain)
    assert len(passages) > 10
    assert [passage for passage in passages if passage not in page] == []
    for heading in ("Reported", "Disputed", "Updated", "Changed on the way", "Only one report says", "Timeline"):
        assert (heading.upper() in plain, heading in page) == (True, True)


def test_it_holds_every_report_as_it_was_read() -> None:
    texts = html.document_fromstring(written(ANALYSIS)).xpath("//*[@class='as-read']")
    assert [text.text_content() for text in texts] == [TEXTS[report.id] for report in REPORTS]


@pytest.mark.parametrize("everything", [False, True])
def test_it_needs_nothing_from_elsewhere_and_runs_nothing(everything: bool) -> None:
    text = written(ANALYSIS, everything)
    page = html.document_fromstring(text)
    assert not ACTS & {element.tag for element in page.iter()}
    assert "url(" not in text
    assert "@import" not in text
    assert page.xpath("//@src") == []
    outside = page.xpath("//a[not(starts-with(@href, '#'))]")
    assert {link.get("rel") for link in outside} == {"noopener noreferrer nofollow"}
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("everything", [False, True])
def test_its_headings_go_down_a_step_at_a_time_and_its_links_lead_somewhere(everything: bool) -> None:
    for analysis in (ANALYSIS, Analysis(REPORTS[:-1], (STORY,))):
        page = html.document_fromstring(written(analysis, everything))
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= set(ids)
        named = {one for value in page.xpath("//@aria-labelledby") for one in value.split()}
        assert named <= set(ids)


def test_what_the_terminal_leaves_out_is_folded_away_here() -> None:
    claims = tuple(
        replace(STORY.claims[0], id=f"c{number}", text=Span("echo", number, number + 60)) for number in range(40)
    )
    many = Analysis(REPORTS[:-1], (replace(STORY, claims=claims),))
    assert "28 claims more" in terminal.render(many)
    page = html.document_fromstring(written(many))
    assert page.xpath("//details[@class='more']/summary/text()") == ["28 claims more"]
    passages = page.xpath("//section[contains(@aria-labelledby, 'reported')]//li//*[@class='said']")
    assert len(passages) == 40


def test_it_stays_within_its_size() -> None:
    text = written(ANALYSIS, True)
    assert len(text.encode()) - sum(len(report.text.encode()) for report in REPORTS) < LARGEST


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_nothing_of_a_report_acts(kind: str) -> None:
    text = written(hostile(HOSTILE[kind]), True)
    page = html.document_fromstring(text)
    assert not ACTS & {element.tag for element in page.iter()}
    assert len(page.xpath("//style")) == 1
    assert page.xpath("//svg[not(@class)]") == []
    assert {name for element in page.iter() for name in element.attrib if name.startswith("on")} == set()
    assert all(link.startswith("#") for link in page.xpath("//a/@href"))
    assert not DIRECTIONS.search(text)
    assert "49" not in page.text_content()


def test_markup_of_a_report_is_shown_as_words() -> None:
    page = html.document_fromstring(written(hostile(HOSTILE["element"])))
    assert HOSTILE["element"] in page.xpath("//h1")[0].text_content()


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://beacon.example/orrin", True),
        ("http://beacon.example/?a=1&b=2", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//evil.example/x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[::1", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str, linked: bool) -> None:
    report = replace(REPORTS[-1], url=url)
    page = html.document_fromstring(written(Analysis((report,), (TRAM,))))
    assert (url in page.xpath("//a/@href")) is linked
    assert escaping.unescape(url).split()[0] in page.text_content()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2031-05-14T09:30:00Z", "Wed 14 May 2031, 09:30 UTC"),
        ("2031-05-14T09:30:00+05:30", "Wed 14 May 2031, 09:30 +05:30"),
        ("2031-05-14T09:30:00", "Wed 14 May 2031, 09:30"),
        ("2031-05-14", "Wed 14 May 2031"),
    ],
)
def test_an_hour_keeps_the_zone_that_its_report_gives(value: str, said: str) -> None:
    assert moment(value) == said


def test_nothing_moves_and_nothing_stays_over_what_has_the_focus() -> None:
    declared = {line.split(":")[0].strip() for line in re.split("[{};]", style()) if ":" in line}
    assert {name for name in declared if name.startswith(("animation", "transition", "scroll-behavior"))} == set()
    assert not re.search(r"position:\s*(fixed|sticky)", style())
