"""A whole analysis written by hand, with every kind of record: six invented reports, five of them of a dam failure."""

from crosswire.records import (
    Analysis,
    Claim,
    Conflict,
    Copy,
    Credit,
    Detail,
    Group,
    Lineage,
    Mark,
    Mention,
    Origin,
    Passage,
    Problem,
    Quote,
    Report,
    Span,
    Story,
    TimelineEvent,
)

TEXTS = {
    "beacon": (
        "Dam at Orrin gives way, nine dead\n\nORRIN, Velland, May 14 (NPA) - The Lesk dam above Orrin gave way before "
        'dawn on Wednesday, killing nine people, the Velland rescue service said. "We had no warning at all," said '
        "Mara Dunoy, who runs the rescue service. Engineers were headed for a second dam upstream. The operator, "
        "Keld Water, might face charges, prosecutors said. Some 400 people were led out of the valley.\n"
    ),
    "clarion": (
        "Nine killed as dam breaks\n\nThe Lesk dam above Orrin gave way before dawn on Wednesday, killing nine people, "
        'the Velland rescue service said. "We had no warning at all," said Mara Dunoy, who runs the rescue service. '
        "Some 400 people were led out of the valley.\n"
    ),
    "daily": (
        "Orrin mourns after dam collapse\n\nNine people died when the Lesk dam over Orrin burst early on Wednesday, "
        'according to rescuers. "There was no warning whatsoever," Mara Dunoy said. Engineers inspected a second dam '
        "upstream. The operator Keld Water will face charges.\n"
    ),
    "echo": (
        "By Tomas Rill in Orrin\n\nI saw the wall of the Lesk dam bulge at half past four and then it was gone. The "
        "baker Ilse Kann carried two children onto her roof. Keld Water's director Piet Olm denied that the dam had "
        "been cracked for months. The valley has flooded twice since 2019.\n"
    ),
    "falcon": (
        "Toll in Orrin rises to 12\n\nTwelve people are now known to have died in the Orrin dam failure, the Velland "
        "rescue service said on Thursday. The dam had been cracked for months, according to the Velland engineers' "
        "guild. A memorial [red]will be held[/red] in June.\n"
    ),
    "gazette": "New tram line opens in Port Sael\n\nPort Sael's third tram line opened on Wednesday.\n",
}


def at(report: str, words: str) -> Span:
    """Where the words stand in a report."""
    start = TEXTS[report].index(words)
    return Span(report, start, start + len(words))


def _report(
    id: str, outlet: str, published: Detail | None, marks: tuple[Mark, ...] = (), credits: tuple[Credit, ...] = ()
) -> Report:
    title = Detail(TEXTS[id].split("\n")[0], "first line", at(id, TEXTS[id].split("\n")[0]))
    return Report(
        id, TEXTS[id], 0, None if id == "echo" else title, Detail(outlet, "field"), published,
        f"https://{id}.example/orrin", ("Tomas Rill",) if id == "echo" else (), f"orrin/{id}.txt", marks, credits,
    )  # fmt: skip


DATELINE = at("beacon", "ORRIN, Velland, May 14 (NPA)")
REPORTS = (
    _report(
        "beacon", "The Beacon", Detail("2031-05-14", "dateline", DATELINE, "the year from the other reports"),
        (Mark(at("beacon", "Dam at Orrin gives way, nine dead"), "title"), Mark(DATELINE, "dateline")),
        (Credit("NPA", "dateline", at("beacon", "(NPA)")),),
    ),
    _report("clarion", "Clarion", Detail("2031-05-14T09:30:00Z", "field")),
    _report("daily", "Daily Orrin", Detail("2031-05-14", "field")),
    _report("echo", "Echo", None, (Mark(at("echo", "By Tomas Rill in Orrin"), "byline"),)),
    _report("falcon", "Falcon", Detail("2031-05-15", "field")),
    _report("gazette", "Sael Gazette", Detail("2031-05-14", "field")),
)  # fmt: skip


def _mention(
    id: str,
    report: str,
    words: str,
    source: str | None = None,
    cue: str | None = None,
    certainty: str = "certain",
    when: str | None = None,
) -> Mention:
    return Mention(id, at(report, words), source, cue, certainty, "2031-05-14", when)  # type: ignore[arg-type]


def _claim(id: str, mentions: tuple[Mention, ...], origins: tuple[Origin, ...], low: int, high: int) -> Claim:
    return Claim(id, mentions[0].span, mentions, origins, low, high)


RESCUERS = "Velland rescue service"
GUILD = "Velland engineers' guild"
GAVE_WAY = "The Lesk dam above Orrin gave way before dawn on Wednesday"
CLAIMS = (
    _claim(
        "c1",
        (
            _mention("m1", "beacon", GAVE_WAY, RESCUERS, "said", when="2031-05-14TMO"),
            _mention("m2", "clarion", GAVE_WAY, RESCUERS, "said", when="2031-05-14TMO"),
            _mention("m3", "daily", "the Lesk dam over Orrin burst early on Wednesday", "rescuers", "according to"),
            _mention("m4", "echo", "I saw the wall of the Lesk dam bulge at half past four and then it was gone"),
        ),
        (
            Origin(RESCUERS, "organisation", ("m1", "m2", "m3"), "three reports of one text name it"),
            Origin("Tomas Rill", "eyewitness", ("m4",), "the reporter says \"I saw\""),
        ),
        2, 2,
    ),
    _claim(
        "c2",
        (
            _mention("m5", "beacon", "killing nine people", RESCUERS, "said"),
            _mention("m6", "clarion", "killing nine people", RESCUERS, "said"),
            _mention("m7", "daily", "Nine people died", "rescuers", "according to"),
            _mention("m8", "falcon", "Twelve people are now known to have died", RESCUERS, "said"),
        ),
        (Origin(RESCUERS, "organisation", ("m5", "m6", "m7", "m8"), "named in three, \"rescuers\" in one"),),
        1, 2,
    ),
    _claim(
        "c3",
        (
            _mention("m9", "beacon", "Keld Water, might face charges", "prosecutors", "said", "possible"),
            _mention("m10", "daily", "The operator Keld Water will face charges"),
        ),
        (Origin("prosecutors", "unnamed", ("m9", "m10"), "daily rewords beacon and names nobody"),),
        1, 1,
    ),
    _claim(
        "c4",
        (
            _mention("m11", "echo", "the dam had been cracked for months", "Piet Olm", "denied", "denied"),
            _mention("m12", "falcon", "The dam had been cracked for months", GUILD, "according to"),
        ),
        (
            Origin("Piet Olm", "person", ("m11",), "a director of the operator"),
            Origin(GUILD, "organisation", ("m12",), "named in the report"),
        ),
        2, 2,
    ),
    _claim(
        "c5", (_mention("m13", "echo", "The baker Ilse Kann carried two children onto her roof"),),
        (Origin("Echo", "outlet", ("m13",), "told without a source"),), 1, 1,
    ),
    _claim(
        "c6", (_mention("m14", "falcon", "A memorial [red]will be held[/red] in June", certainty="probable"),),
        (Origin("Falcon", "outlet", ("m14",), "told without a source"),), 1, 1,
    ),
    _claim(
        "c7",
        (
            _mention("m15", "beacon", "Engineers were headed for a second dam upstream"),
            _mention("m16", "daily", "Engineers inspected a second dam upstream"),
        ),
        (Origin("NPA", "agency", ("m15", "m16"), "one text, credited to NPA"),), 1, 1,
    ),
)  # fmt: skip

STORY = Story(
    id="s-orrin",
    title=at("beacon", "Dam at Orrin gives way, nine dead"),
    reports=("beacon", "clarion", "daily", "echo", "falcon"),
    group=Group(("beacon", "clarion", "daily", "echo", "falcon"), 0.8712, "all share Orrin, Lesk, dam and Keld Water"),
    copies=(
        Copy(
            ("beacon", "clarion"), "partial", "beacon", None, (0.61234, 0.98765),
            (Passage(at("beacon", GAVE_WAY), at("clarion", GAVE_WAY)),), "3 passages in the same order, nothing added",
        ),
        Copy(("beacon", "daily"), "rewritten", "beacon", None, (0.2, 0.25), (), "4 sentences in the same order"),
    ),
    lineages=(
        Lineage("l1", ("beacon", "clarion", "daily"), "NPA", "beacon credits NPA in its dateline; others repeat it"),
    ),
    claims=CLAIMS,
    quotes=(
        Quote(
            "q1", "Mara Dunoy", True,
            (
                at("beacon", "\"We had no warning at all,\""), at("clarion", "\"We had no warning at all,\""),
                at("daily", "\"There was no warning whatsoever,\""),
            ),
        ),
    ),
    conflicts=(
        Conflict(
            "x1", "number", "c2",
            (
                at("beacon", "killing nine people"), at("clarion", "killing nine people"),
                at("falcon", "Twelve people are now known to have died"),
            ),
            None, True, "nine on 14 May, twelve on 15 May",
        ),
        Conflict(
            "x2", "denial", "c4",
            (at("echo", "the dam had been cracked for months"), at("falcon", "The dam had been cracked for months")),
            None, False, "echo reports a denial of what falcon reports",
        ),
        Conflict(
            "x3", "certainty", "c3",
            (at("beacon", "Keld Water, might face charges"), at("daily", "The operator Keld Water will face charges")),
            "l1", False, "\"might\" is gone", (("beacon", "daily"),),
        ),
        Conflict(
            "x4", "other", "c7",
            (
                at("beacon", "Engineers were headed for a second dam upstream"),
                at("daily", "Engineers inspected a second dam upstream"),
            ),
            "l1", False, "another verb",
        ),
    ),
    timeline=(
        TimelineEvent("2019", at("echo", "The valley has flooded twice since 2019"), None),
        TimelineEvent("2031-05-14TMO", at("beacon", GAVE_WAY), "c1"),
        TimelineEvent("2031-05-14TMO", at("clarion", GAVE_WAY), "c1"),
        TimelineEvent("2031-06", at("falcon", "A memorial [red]will be held[/red] in June"), "c6"),
    ),
)  # fmt: skip

TRAM = Story(
    id="s-tram",
    title=at("gazette", "New tram line opens in Port Sael"),
    reports=("gazette",),
    group=Group(("gazette",), 1.0, "no other report tells of it"),
    copies=(),
    lineages=(),
    claims=(
        _claim(
            "c9", (_mention("m20", "gazette", "Port Sael's third tram line opened on Wednesday"),),
            (Origin("Sael Gazette", "outlet", ("m20",), "told without a source"),), 1, 1,
        ),
    ),
    quotes=(),
    conflicts=(),
    timeline=(),
)  # fmt: skip

ANALYSIS = Analysis(REPORTS, (STORY, TRAM), (Problem("orrin/scan.bin", "is not text: give a text file"),))
