"""The words that report: verbs, nouns and adverbs of saying, and what they govern."""

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
QUOTE_ONLY = frozenset(
    "go begin finish interrupt chime crow snap shoot fire call sum describe point greet know see".split()
)
# Verbs whose infinitive is what their subject says that it wants or will do.
INTENT = frozenset(
    "seek decline refuse ask call promise hope urge vow propose plan agree decide vote threaten want offer pledge "
    "demand order encourage intend prefer wish advise warn swear request recommend claim".split()
)
# Verbs whose object is what their subject says.
OBJECT = frozenset(
    "endorse describe cite praise accuse express defend criticize criticise oppose announce tout denounce reject blame "
    "mock highlight recall condemn slam decry blast claim propose demand acknowledge deny dismiss emphasize reveal "
    "confirm applaud hail report quote repeat voice explain mention state portray question predict declare disavow "
    "stress lambast lambaste assail rebuke welcome reiterate estimate lament urge deplore ridicule disclose suggest "
    "credit thank congratulate warn allege stress promise vow pledge note".split()
)
# Of those, the ones whose object is a fact that the subject vouches for.
FACTUAL = frozenset(
    "announce confirm report reveal disclose deny claim acknowledge cite estimate predict state explain note".split()
)
PREPOSITIONS = {"call": ("for", "on"), "warn": ("of", "against"), "complain": ("about", "of"), "lash": ("at",),
                 "refer": ("to",), "talk": ("about",), "speak": ("about",), "point": ("to",), "boast": ("of", "about"),
                 "plead": ("for",), "agree": ("with",), "disagree": ("with",), "object": ("to",)}  # fmt: skip
HEDGES = frozenset("reportedly allegedly purportedly supposedly".split())
APPEARING = frozenset("appear seem".split())
HELD = frozenset("expect believe think say report know allege understand estimate suspect".split())
NOUNS = frozenset(
    "statement claim allegation assertion suggestion complaint accusation warning announcement report belief concern "
    "fear suspicion assumption conclusion finding denial promise threat pledge admission speculation rumour rumor hope "
    "prediction argument notion accusation insistence contention revelation confirmation vow view".split()
)
RECORDINGS = frozenset(
    "video footage photo photograph picture image film recording clip tape document data figure record letter".split()
)
PUBLISHING = frozenset("publish release post share broadcast air show issue circulate tweet distribute obtain".split())
WITNESSES = frozenset(
    "journalist reporter correspondent photographer witness eyewitness bystander resident passer-by onlooker neighbour "
    "neighbor crew team".split()
)
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
THIRD = frozenset(("he", "she"))
PRONOUNS = frozenset("it they we i you who which that he she".split())
MEDIA = frozenset("agency newspaper paper magazine channel network website site broadcaster service station".split())
BODIES = frozenset(
    "agency company firm organisation organization body group authority carrier airline ministry department operator "
    "newspaper paper broadcaster statement bank regulator charity union".split()
)
OFFICIALS = frozenset(
    "police official authority report study survey poll expert analyst scientist researcher doctor source aide ally "
    "prosecutor court government union army military survivor victim relative family owner boss ceo chair pm mp "
    "medium dispatcher investigator firefighter coroner pilot captain".split()
)
