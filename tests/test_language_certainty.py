"""How surely a report presents an event word or a statement, and the words that make it so."""

import pytest

from crosswire.language.certainty import certainty_of_statement
from crosswire.language.events import find_events
from crosswire.language.parsing import cut_pieces, parse
from crosswire.language.speech import find_speech
from crosswire.language.tagger import tag
from crosswire.records import Report, Span

Told = tuple[str, str | None, str | None]


def events(text: str) -> dict[str, Told]:
    """Each event word with its certainty, the kind of its marker and the marker's words."""
    found = {}
    report = Report("r", text)
    tags = tag(text, [(piece.start, piece.end) for piece in cut_pieces(report)], find_speech(text))
    for event in find_events("r", parse(report), tags.realities):
        marker = event.marker
        told = (marker.kind, text[marker.span.start : marker.span.end]) if marker else (None, None)
        found[text[event.span.start : event.span.end]] = (event.certainty, *told)
    return found


def statement(marked: str) -> Told:
    """Certainty, marker kind and marker of a statement written with [its cue] and {its content} in brackets."""
    text, places = "", {}
    for character in marked:
        if character in "[]{}":
            places[character] = len(text)
        else:
            text += character
    cue = Span("r", places["["], places["]"]) if "[" in places else None
    content = Span("r", places["{"], places["}"])
    certainty, marker = certainty_of_statement(text, parse(Report("r", text)), cue, (content,))
    return (certainty, marker.kind, text[marker.span.start : marker.span.end]) if marker else (certainty, None, None)


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        # told flatly, whoever says it
        ("The ferry sank on Monday.", "sank", ("certain", None, None)),
        ("The collision closed the port.", "collision", ("certain", None, None)),
        ("The mayor said the ferry had sunk.", "sunk", ("certain", None, None)),
        ("The ferry began to sink.", "sink", ("certain", None, None)),
        # negation
        ("The ferry did not sink.", "sink", ("denied", "negation", "not")),
        ("The captain never left the bridge.", "left", ("denied", "negation", "never")),
        ("No agreements were signed.", "signed", ("denied", "negation", "No")),
        ("Crews failed to reach the pier.", "reach", ("denied", "negation", "failed")),
        ("They argued about the cancelled plan to build a pier.", "build", ("denied", "negation", "cancelled")),
        ("The almost cancelled plan to build a pier was revived.", "build", ("possible", "plan", "plan")),
        ("The scrapped duty to wear a mask lasted a year.", "wear", ("possible", "plan", "duty")),
        ("The scrapped car was found.", "found", ("certain", None, None)),
        # modal
        ("The ferry may sink.", "sink", ("possible", "modal", "may")),
        ("The ferry could have been raised.", "raised", ("possible", "modal", "could")),
        ("The harbour would close for a week.", "close", ("probable", "modal", "would")),
        ("The ferry will probably sink.", "sink", ("probable", "modal", "probably")),
        # cue
        ("The mayor believes the ferry sank.", "sank", ("probable", "cue", "believes")),
        ("The ferry is expected to sail.", "sail", ("probable", "cue", "expected")),
        ("Residents fear the dam will burst.", "burst", ("possible", "cue", "fear")),
        # plan
        ("Crews want to leave.", "leave", ("possible", "plan", "want")),
        ("The company plans to sell the yard.", "sell", ("possible", "plan", "plans")),
        ("A proposal to close the port was published.", "close", ("possible", "plan", "proposal")),
        # condition and question
        ("Crowds will come if the ferry leaves.", "leaves", ("unknown", "condition", "if")),
        ("Nobody knows whether the captain escaped.", "escaped", ("unknown", "question", "whether")),
        # nested
        ("The owner denied that he would sell the yard.", "sell", ("denied", "cue", "denied")),
        ("Crews do not want to leave.", "leave", ("possible", "plan", "want")),
        ("The mayor said crews might try to raise it.", "raise", ("possible", "modal", "might")),
        ("The ferry would not sail.", "sail", ("denied", "negation", "not")),
    ],
)
def test_event(text: str, word: str, told: Told) -> None:
    assert events(text)[word] == told


def test_auxiliaries_and_things_are_no_events() -> None:
    assert list(events("The boat has been lying at the pier.")) == ["lying"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # told flatly; what is flatly said not to be so is as certain
        ("The mayor [said] {the ferry sank}.", ("certain", None, None)),
        ("The mayor [said] {the ferry did not sink}.", ("certain", None, None)),
        ("{The port will close}, the mayor [said].", ("certain", None, None)),
        ("The mayor [added] {that crews could not reach the pier}.", ("certain", None, None)),
        ("[According to] the mayor, {the ferry sank}.", ("certain", None, None)),
        # the cue
        ("The owner [denied] {that the ferry sank}.", ("denied", "cue", "denied")),
        ("The owner [ruled out] {a sale}.", ("denied", "cue", "ruled out")),
        ("The mayor [believes] {the ferry sank}.", ("probable", "cue", "believes")),
        ("{The ferry} [is expected] {to sail on Monday}.", ("probable", "cue", "expected")),
        ("The [belief] {that the ferry sank} is spreading.", ("probable", "cue", "belief")),
        ("Divers [suspect] {that the hull broke}.", ("probable", "cue", "suspect")),
        ("Papers [speculated] {that the ferry sank}.", ("possible", "cue", "speculated")),
        ("There were [fears] {that the dam would burst}.", ("possible", "cue", "fears")),
        ("The owner [doubts] {that the ferry sank}.", ("possible", "cue", "doubts")),
        # a cue that is itself denied, conditional or a refusal
        ("The owner [did not say] {that the ferry sank}.", ("unknown", "negation", "not")),
        ("The owner [never claimed] {that the ferry sank}.", ("unknown", "negation", "never")),
        ("The owner [did not deny] {that the ferry sank}.", ("possible", "cue", "deny")),
        ("The owner [does not believe] {that the ferry sank}.", ("denied", "negation", "not")),
        ("The owner [refused] {to leave}.", ("denied", "negation", "refused")),
        ("He will go if the mayor [says] {the ferry sank}.", ("unknown", "condition", "if")),
        # questions
        ("Reporters [asked] {whether the ferry sank}.", ("unknown", "question", "whether")),
        ("The owner [declined to say] {whether the ferry sank}.", ("unknown", "question", "whether")),
        ("The owner [did not say] {who steered the ferry}.", ("unknown", "question", "who")),
        ('"{Where is the ferry?}" the mayor [asked].', ("unknown", "question", "?")),
        # plans
        ("The mayor [promised] {to close the port}.", ("possible", "plan", "promised")),
        ("The mayor [urged] {residents to leave}.", ("possible", "plan", "urged")),
        ("The mayor [asked] {residents to leave}.", ("possible", "plan", "asked")),
        # the main clause of the content
        ("The mayor [said] {the ferry may sink}.", ("possible", "modal", "may")),
        ("The mayor [said] {the ferry would probably sink}.", ("probable", "modal", "probably")),
        ("The mayor [said] {divers believe the hull broke}.", ("probable", "cue", "believe")),
        ("The mayor [said] {the port would close if the storm came}.", ("possible", "condition", "if")),
        # nested: the cue is read before the content
        ("The owner [denied] {that he would sell the yard}.", ("denied", "cue", "denied")),
        ("The mayor [did not rule out] {that the dam may burst}.", ("possible", "cue", "rule out")),
        ("The mayor [did not say] {whether the dam may burst}.", ("unknown", "question", "whether")),
        # no cue at all
        ("{The ferry might sink.}", ("possible", "modal", "might")),
    ],
)
def test_statement(text: str, told: Told) -> None:
    assert statement(text) == told


def test_a_statement_of_several_sentences_is_taken_as_flat() -> None:
    assert statement('"{It may rain. The port will close,}" she [said].') == ("certain", None, None)
