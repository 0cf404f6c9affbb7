"""Words for people: which nouns stand for somebody, for whom "he" or "she" can stand, and which bodies have an "it"."""

from typing import Literal

Gender = Literal["he", "she"]

# Third persons, and who they can be: the singular ones say "he" or "she".
PRONOUNS: dict[str, Gender | Literal["it", "they"]] = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
}  # fmt: skip
FIRST = frozenset("i me my mine myself".split())
RELATIVE = frozenset("who which that whom whose".split())

HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady madam prof".split())
TITLES = HONORIFICS | frozenset(
    "president chancellor minister premier secretary senator sen rep representative governor gov mayor king queen "
    "prince princess pope judge justice general gen colonel col lieutenant lt major maj captain capt sergeant sgt "
    "admiral commander commissioner spokesman spokeswoman spokesperson chairman chairwoman chief director professor "
    "ambassador dean congressman congresswoman councillor sheriff officer detective inspector superintendent constable "
    "leader archbishop bishop rev reverend father ayatollah sheikh imam rabbi coach attorney lawyer analyst "
    "speaker assemblyman assemblywoman "
    "councilman councilwoman".split()
)
HE_HONORIFICS = frozenset("mr sir lord master".split())
SHE_HONORIFICS = frozenset("mrs ms miss dame lady madam".split())
HE_NOUNS = frozenset(
    "man boy father dad brother son uncle grandfather grandson nephew husband boyfriend widower groom king prince duke "
    "emperor gentleman guy waiter monk priest businessman congressman spokesman chairman policeman fireman "
    "fisherman salesman cameraman councilman assemblyman alderman statesman sportsman schoolboy stepfather pope bishop "
    "archbishop cardinal imam ayatollah".split()
)
SHE_NOUNS = frozenset(
    "woman girl mother mum mom sister daughter aunt grandmother granddaughter niece wife girlfriend widow bride queen "
    "princess duchess empress actress waitress nun businesswoman congresswoman spokeswoman chairwoman policewoman "
    "councilwoman assemblywoman saleswoman schoolgirl stepmother heroine hostess".split()
)
_SOMEBODY = TITLES | HE_NOUNS | SHE_NOUNS | frozenset(
    "actor person child baby teenager teen student pupil parent spouse partner friend neighbour neighbor relative "
    "victim survivor suspect witness eyewitness bystander resident passer-by onlooker passenger driver pilot sailor "
    "crewman farmer worker employee boss manager owner founder ceo president secretary treasurer clerk aide adviser "
    "advisor spokesperson negotiator envoy diplomat lawmaker legislator politician candidate nominee frontrunner "
    "democrat republican conservative liberal libertarian incumbent delegate pollster strategist operative activist "
    "organiser organizer campaigner protester demonstrator supporter opponent critic donor volunteer expert analyst "
    "economist scientist researcher scholar academic historian author writer novelist poet journalist reporter "
    "correspondent columnist editor publisher anchor host moderator commentator blogger producer photographer artist "
    "singer musician rapper comedian star celebrity athlete player coach teammate captain referee fan doctor nurse "
    "surgeon physician patient psychologist therapist lawyer attorney prosecutor defendant plaintiff juror inmate "
    "prisoner convict gunman attacker shooter killer terrorist soldier veteran marine fighter commander officer "
    "detective investigator inspector agent guard firefighter paramedic rescuer dispatcher coroner mayor chief head "
    "leader premier monarch heir ruler dictator official source insider whistleblower informant ally rival foe "
    "colleague predecessor successor deputy assistant principal teacher lecturer dean chancellor rector priest pastor "
    "preacher minister cleric vicar executive chair chairperson entrepreneur investor trader banker broker landlord "
    "tenant customer client consumer buyer seller shopper taxpayer voter citizen immigrant migrant refugee native "
    "tourist traveller traveler visitor guest speaker senator mogul billionaire tycoon magnate designer engineer "
    "architect builder fitter plumber electrician carpenter cook chef waiter barman cleaner nanny maid "
    "skipper master mate fisherman ranger keeper warden steward stewardess".split()
)  # fmt: skip
# Endings of nouns for people; "-er" and "-or" only stand for somebody right before a name.
_ENDINGS = ("man", "woman", "person", "ist", "ician", "ologist", "keeper", "maker", "holder")
_BEFORE_NAMES = (*_ENDINGS, "er", "or", "ant", "ent", "ian", "eer")
_THINGS = frozenset("list human cyst mist fist twist".split())
GROUPS = frozenset(
    "police crew family couple public staff crowd jury team army navy military troops media press people some many "
    "others most several few leadership management both all".split()
)
BODIES = frozenset(
    "agency company firm organisation organization body group authority carrier airline ministry department operator "
    "newspaper paper broadcaster bank regulator charity union office committee commission council university college "
    "party campaign government court board parliament club hospital school church bureau service association institute "
    "institution foundation network station channel magazine website publication outlet site manufacturer maker "
    "retailer supplier utility federation league coalition administration embassy consulate force society chain "
    "corporation think-tank watchdog startup developer team museum".split()
)

_HE_NAMES = frozenset(
    "aaron adam adrian alan albert alexander alfred allan andrew andrei anthony antonio arthur barack ben benjamin "
    "bernard bernie bill bob boris brad brian bruce carl carlos charles christopher clive colin craig daniel dave "
    "david dennis derek dmitry dominic don donald douglas duncan ed eduardo edward edwin eric ernest eugene felix "
    "fernando francisco frank franklin fred frederick gary geoffrey george gerald gerard giovanni glenn gordon graham "
    "greg gregory gustavo hans harold harry hassan henry herbert howard hugh hugo ian igor isaac ivan jack jacob james "
    "jason javier jeff jeffrey jeremy jerome jim jimmy joe john johnny jonathan jorge jose joseph joshua juan julian "
    "keith ken kenneth kevin larry lawrence leo leonard louis luis luke manuel marco marcus mario mark martin matt "
    "matthew michael miguel mike mikhail mohammed muhammad nathan neil newt nicholas nigel oliver omar oscar owen "
    "pablo patrick paul pedro peter philip phil rafael ralph ray raymond reince ricardo richard rick rob robert "
    "roberto rodney roger roland ronald roy rudolph rupert russell ryan sam samuel scott sean sebastian sergei sergey "
    "simon stanley stefan stephen steve steven stuart ted terence terry theodore thomas tim timothy tom tony victor "
    "vincent vladimir volodymyr walter warren wayne william xavier yuri".split()
)
_SHE_NAMES = frozenset(
    "abigail ada adele agnes alice alicia alison amanda amelia amy ana andrea angela anita ann anna anne annie "
    "barbara beatrice betty beverly brenda bridget camille carla carly carmen carol caroline carolyn catherine "
    "cecilia charlotte cheryl chelsea christina christine cindy claire clara claudia connie cynthia daniela deborah "
    "debbie denise diana diane donna doris dorothy edith elaine eleanor elena elizabeth ella ellen emily emma erica "
    "erin esther eva evelyn fiona florence frances gabriela gail gloria grace hannah harriet heather heidi helen "
    "helena hillary ines ingrid irene isabel isabella ivanka jacqueline jane janet janice jean jeanne jennifer "
    "jessica jill joan joanna jodie josephine joyce judith judy julia julie karen kate katherine kathleen kathryn "
    "katie kathy kellyanne laura lauren leah lena linda lisa liz lois loretta lori louise lucia lucy lydia maggie "
    "margaret maria marie marion marjorie martha mary maureen megan melania melanie melissa michelle mildred miriam "
    "molly monica nadia nancy naomi natalie nicole nina nora olga olivia pamela patricia paula pauline peggy penelope "
    "phyllis priscilla rachel rebecca renee rita roberta rosa rose rosemary ruth sally samantha sandra sara sarah "
    "sharon sheila shirley silvia sofia sophia sophie stephanie sue susan suzanne svetlana sylvia tanya tara teresa "
    "theresa tina valerie vanessa vera veronica victoria violet virginia vivian wendy yvonne zoe".split()
)


def is_somebody(lemma: str) -> bool:
    """Whether a noun, as a lemma in lower case, stands for a person."""
    return lemma in _SOMEBODY or (lemma.endswith(_ENDINGS) and lemma not in _THINGS)


def is_title(word: str) -> bool:
    """Whether a noun that stands right before a person's name says who that is: "harbour master Ada Quill"."""
    return is_somebody(word) or (len(word) > 4 and word.endswith(_BEFORE_NAMES))


def gender_of_noun(lemma: str) -> Gender | None:
    """ "he" for "father" and "spokesman", "she" for "actress"; None for most."""
    if lemma in SHE_NOUNS or lemma.endswith("woman"):
        return "she"
    return "he" if lemma in HE_NOUNS or (lemma.endswith("man") and lemma not in ("human", "german", "roman")) else None


def gender_of_forename(word: str) -> Gender | None:
    """What a common forename says; None for the many that say nothing."""
    lowered = word.lower()
    return "he" if lowered in _HE_NAMES else "she" if lowered in _SHE_NAMES else None


def gender_of_honorific(word: str) -> Gender | None:
    """ "he" for "Mr", "she" for "Ms"."""
    lowered = word.lower().rstrip(".")
    return "he" if lowered in HE_HONORIFICS else "she" if lowered in SHE_HONORIFICS else None
