"""The verbs that report, and what they govern."""

# Verbs of saying, writing, finding and holding true: each reports the clause or quotation that it governs.
# From the 840 training reports of PolNeAR: those that open an attribution in at least half of their clauses.
SAYING = frozenset(
    "say tell add write suggest show argue note announce explain continue state declare report claim insist warn "
    "conclude tweet point question respond acknowledge predict worry hope admit indicate reveal agree assure reply "
    "concede wonder complain assert remark fear joke recall imply demonstrate read post mention remind offer learn "
    "describe emphasize emphasise contend boast doubt charge signal allege deny confirm believe think suspect stress "
    "reiterate speculate estimate maintain testify disclose caution counter recount confess observe quip lament muse "
    "retort repeat answer advise inform notify promise vow pledge swear threaten propose recommend urge ask request "
    "demand order rule decide determine find discover calculate forecast project expect assume feel hold know realize "
    "realise understand hear see fret gush tout denounce comment inquire shout yell scream cry chant whisper mutter "
    "exclaim plead beg proclaim pronounce elaborate interject opine reason relate sum summarise summarize text email "
    "blog retweet publish quote cite highlight underline underscore clarify specify recite greet protest object "
    "volunteer venture dismiss reject refute dispute hint call criticize criticise rebut deem regret guess begin "
    "finish conclude interrupt chime crow snap joke shoot fire intone urge go".split()
)
# Verbs whose object is what their subject says.
OBJECT = frozenset(
    "endorse describe cite praise accuse express defend criticize criticise oppose announce tout denounce reject blame "
    "mock highlight recall condemn slam decry blast claim propose demand acknowledge deny dismiss emphasize reveal "
    "confirm applaud hail report quote repeat voice explain mention state portray question predict declare disavow "
    "stress lambast lambaste assail rebuke welcome reiterate estimate lament urge deplore ridicule disclose suggest "
    "credit thank congratulate refer term dub label brand warn allege stress promise vow pledge note".split()
)
# Of those, the ones whose object is a fact that the subject vouches for.
VOUCHING = frozenset(
    "confirm deny claim acknowledge admit estimate predict forecast maintain disclose see hear witness watch".split()
)
# Verbs of one's own plans: who means to do it does not report it.
INTENDING = frozenset(
    "aim plan hope intend mean want wish seek wait prepare choose decide agree consider refuse encourage ask".split()
)
# Words of which one stands in the cue of whoever tells something; who "heard", "hoped" or "did little to convince"
# does not report what follows. Of the annotated stories' mentions whose cue has none, four in five have no source.
REPORTING = (
    SAYING
    | OBJECT
    | frozenset(
        "accord statement letter report interview note word tweet source testimony account memo email release filing "
        "study survey poll document datum figure voice speak talk include contain list outline".split()
    )
) - frozenset(
    "hear feel decide hope know realize realise understand guess watch witness shoot fire go begin finish".split()
)
