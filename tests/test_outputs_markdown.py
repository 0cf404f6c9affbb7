import io
import re
from dataclasses import replace

from example_analysis import ANALYSIS, REPORTS, TRAM

from crosswire.outputs import markdown, terminal
from crosswire.outputs.markdown import escape
from crosswire.records import Analysis


def render(analysis: Analysis, everything: bool = False) -> str:
    file = io.StringIO()
    markdown.write(analysis, file, everything=everything)
    return file.getvalue()


def test_report_text_is_no_markdown() -> None:
    assert escape("*a* _b_ [c](d) <e> `f` | \\ ~~g~~ &amp;") == (
        r"\*a\* \_b\_ \[c\](d) \<e\> \`f\` \| \\ \~\~g\~\~ \&amp;"
    )


def test_a_title_cannot_become_a_list_or_an_image() -> None:
    text = "![x](http://a.example)\n1. one\n"
    title = replace(TRAM.title, report="gazette", start=0, end=len(text))
    story = replace(TRAM, title=title, claims=())
    brief = render(Analysis((replace(REPORTS[-1], text=text),), (story,)))
    assert brief.startswith("# !\\[x\\](http://a.example) 1. one\n")


def test_the_same_passages_stand_in_both_forms() -> None:
    plain = set(re.findall("“(.*?)”", terminal.render(ANALYSIS, width=300)))
    escaped = {passage.replace("\\", "") for passage in re.findall("“(.*?)”", render(ANALYSIS))}
    assert plain <= escaped


def test_all_leaves_nothing_out() -> None:
    assert "--all" not in render(ANALYSIS, everything=True)
