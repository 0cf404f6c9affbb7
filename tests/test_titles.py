"""What a story is called."""

from crosswire.furniture import mark
from crosswire.records import Report
from crosswire.titles import choose_title


def named(*texts: str) -> str:
    """The words that stand for reports r0, r1 and so on."""
    reports = [mark(Report(f"r{number}", text)) for number, text in enumerate(texts)]
    title = choose_title(reports)
    return next(report.text for report in reports if report.id == title.report)[title.start : title.end]


def test_the_headline_that_shares_most_words_with_the_others() -> None:
    sober = "Ferry Ilda aground off Norholm\n\nThe ferry Ilda ran aground on Monday with ninety people on board."
    witty = "How the rocks off Norholm won\n\nThe ferry Ilda ran aground on Monday with ninety people on board."
    plain = "Ninety saved as ferry Ilda hits rocks\n\nThe ferry Ilda ran aground on Monday, the coast guard said."
    assert named(witty, sober, plain) == named(plain, witty, sober) == "Ferry Ilda aground off Norholm"


def test_the_first_sentence_where_no_report_has_a_headline() -> None:
    first = "St. Orlo's ferry, with Mr. Quill at the wheel, ran aground on Monday."
    assert named(f"{first} Nobody was hurt.", "The ferry of St. Orlo ran aground.") == first


def test_a_text_without_an_end_or_without_words() -> None:
    assert named("ferry aground off Norholm") == "ferry aground off Norholm"
    assert named(" \n ") == " \n "
