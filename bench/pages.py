"""Measure the pages of a big story: how fast they are sent, how big they are, and while reports are being added.

usage: python bench/pages.py CORPUS.db [--reports 200]

CORPUS.db is made where it is not there: invented reports of one event, 200 of them with some 2,000 claims, added and
briefed by `crosswire add --brief` (minutes). Then `crosswire serve` shows it, one process with its worker beside, and
the pages are asked for: each page 100 times by one reader, then the story by 20 readers at once while ten more
reports are added. Prints the share of errors, the median, the 95th percentile and the size of each.
"""

import argparse
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

SEED = 20311
REQUESTS, READERS, LATER = 100, 20, 10
LEADS = (
    "The Harrowmere footbridge gave way on Monday evening and fell into the river Tarn, the Calder county police said.",
    "A footbridge in Harrowmere collapsed into the river Tarn on Monday evening, the Calder county police said.",
)
SHARED, OWN = 60, 16  # sentences that several reports tell, and how many of each report no other tells
SYLLABLES = """
ba bren cor dal dor el fan fen gar gri hal hol im is ja jun kes kor lin lor mar mor nev nu ol os pel pry quil ri rus sel
sto tam tav ud ul vel vin wen wyr yar yel zam zor
""".split()
WHO = """
archaeologist baker barrister beekeeper bishop botanist brewer bricklayer butcher carpenter cellist chemist climber
cobbler columnist conductor cooper dentist draughtsman drummer electrician farmer ferryman florist gardener geologist
glazier goldsmith grocer harbourmaster historian innkeeper joiner judge librarian locksmith mason mayor midwife
miller miner minister nurse optician organist painter pharmacist pianist pilot plumber poet postman potter printer
professor referee roofer saddler sculptor shepherd shipwright singer smith surgeon surveyor tailor tanner teacher tiler
translator treasurer trumpeter undertaker vet vicar warden watchmaker weaver welder
""".split()
DID = """
abandoned adopted auctioned baked borrowed buried burnt carved catalogued cleaned coated counted delivered designed
dismantled donated drained dug emptied engraved examined exchanged exported fenced filmed flooded forged
greased guarded hired imported inherited insured knitted labelled launched leased lit lost melted mended
moved named ordered packed painted parked patented pawned photographed planted polished printed pulled raised recorded
refused rented repaired restored returned rowed salvaged scrapped sealed sewed shipped shot sketched smuggled sold
stored swapped tested towed tuned valued varnished washed weighed welded wrapped
""".split()
WHAT = """
accordions acorns aprons armchairs axles bagpipes barges barrels baskets bathtubs bells bicycles binoculars biscuits
blankets bonnets bookcases bottles bracelets bricks brooms buckets buoys buttons cabbages cables calendars candles
canoes carpets carts chandeliers cheeses chimneys chisels clocks coats coins compasses corks cradles crates crowns
cupboards curtains daffodils diaries dolls doors drums dumplings envelopes fences ferns fiddles flags flagstones flutes
funnels gates geese girders gloves goats gongs greenhouses gutters hammers hampers hats hedges helmets herrings hinges
hives horseshoes hydrants jackets jars kettles kites lampposts lanterns ladders lenses letters lockers looms magnets
mangles manuscripts maps marbles masks mattresses medals microscopes mirrors mittens mules needles nets notebooks oars
onions ovens paintings parasols parcels peacocks pendulums pianos pigeons pillows pipes planks plates ploughs postcards
pumps puppets quilts rafts railings razors ribbons robes rowboats rugs saddles sails sandbags saucepans saws scales
scarves seeds sheds shovels signposts skates sledges slippers spades spoons stamps statues stools stoves suitcases
swings tables tambourines tapestries teapots telescopes tents thimbles tiles tractors trams tricycles
trombones trunks turbines turnips umbrellas urns vases violins wagons walnuts wardrobes whistles wigs windmills
""".split()
WHERE = """
abbey airfield allotment almshouse arcade archive aviary bandstand bakery barn boathouse brickworks brewery canal
cannery chapel cinema cloister college courthouse creamery crypt dairy depot distillery dockyard dovecote dyeworks
fairground ford foundry fountain gallery gasworks granary guildhall hospital hotel icehouse infirmary laundry
lighthouse lido lock maltings market meadow mint monastery museum nursery observatory orchard orphanage palace park
pavilion pier pottery priory quarry racecourse refinery ropewalk sawmill school seminary slaughterhouse stables
stadium tannery tavern theatre tollhouse university viaduct vineyard warehouse weir windmill workhouse zoo
""".split()
WHY = (
    "to pay a tax", "by mistake", "for a wedding", "after a quarrel", "in heavy fog", "before breakfast",
    "for his niece", "without a licence", "at half price", "during a strike", "in a single night",
    "under an old charter", "for charity", "with borrowed gloves", "out of boredom", "on a dare",
    "against doctors' advice", "for a museum abroad", "twice", "on behalf of pilgrims", "to settle a bet",
    "while singing", "as a birthday present", "in spite of a ban", "at dawn", "by candlelight", "to please voters",
    "for the last time", "from a moving cart", "as rain fell", "in full dress", "with a crowbar", "for an opera",
    "because of mice", "instead of sleeping", "between two trains", "by royal consent", "for seven orphans",
    "to impress tourists", "with great care", "in the wrong order", "ahead of an inspection",
)  # fmt: skip
HOW = (
    "{name}, a {who} from {town}, {did} {number} {what}.",
    "The {where} of {town} {did} its {what} {why}, {name} recalled.",
    "The {who} of {town} met {name} and {did} the {what}.",
    "{number} {what} from {town} were {did} at {name}'s {where}.",
    "\u201cWe {did} the {what} of the {where},\u201d said {name} of {town}.",
)


def invent(number: int) -> list[dict[str, str]]:
    """Invent reports of one event: three things of each are told by several, the others by hardly any other."""
    chance = random.Random(SEED)
    shared = [_sentence(chance) for _ in range(SHARED)]
    made = []
    for position in range(number):
        told = [*chance.sample(shared, 3), *(_sentence(chance) for _ in range(OWN))]
        chance.shuffle(told)
        made.append(
            {
                "id": f"outlet-{position:03}",
                "title": "Harrowmere footbridge falls into the river Tarn",
                "text": "\n\n".join(
                    [chance.choice(LEADS), *(" ".join(told[i : i + 3]) for i in range(0, len(told), 3))]
                ),
                "outlet": f"Outlet {position:03}",
                "published": f"2031-03-{4 + position // 60:02}T{position % 24:02}:{position % 60:02}:00Z",
            }
        )
    return made


def _sentence(chance: random.Random) -> str:
    return chance.choice(HOW).format(
        name=f"{_name(chance, 2)} {_name(chance, 3)}", town=_name(chance, 3), who=chance.choice(WHO),
        did=chance.choice(DID), number=chance.randint(11, 989), what=chance.choice(WHAT),
        where=chance.choice(WHERE), why=chance.choice(WHY),
    )  # fmt: skip


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.sample(SYLLABLES, syllables)).capitalize()


def make(corpus: Path, reports: list[dict[str, str]]) -> None:
    """Make the corpus and its brief."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in reports), encoding="utf-8")
        command = [sys.executable, "-m", "crosswire", "add", str(path), "--corpus", str(corpus), "--brief"]
        began = time.perf_counter()
        subprocess.run(command, check=True)
        print(f"made in {time.perf_counter() - began:.0f} s")


@contextmanager
def serving(corpus: Path) -> Iterator[str]:
    """Show the corpus at an address of this machine for as long as it is measured."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "crosswire", "serve", "--corpus", str(corpus), "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx2.get(f"{address}/static/style.css")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def measure(name: str, client: httpx2.Client, address: str, times: int = REQUESTS) -> None:
    """Print how fast one reader gets a page, and how big it is."""
    took, size, errors = [], 0, 0
    for _ in range(times):
        began = time.perf_counter()
        answer = client.get(address)
        took.append(time.perf_counter() - began)
        errors += answer.status_code != 200
        size = len(answer.content)
    print(f"{name:12} {_times(took)}, {size / 1000:.0f} kB, {errors} errors")


def _times(took: list[float]) -> str:
    ordered = sorted(took)
    return f"median {ordered[len(took) // 2] * 1000:.0f} ms, p95 {ordered[int(len(took) * 0.95)] * 1000:.0f} ms"


def read_at_once(address: str, corpus: Path, later: list[dict[str, str]]) -> None:
    """Print how fast readers get the story while reports are added to it."""
    took: list[float] = []
    wrong: list[int] = []
    done = threading.Event()

    def read() -> None:
        with httpx2.Client(timeout=60) as client:
            while not done.is_set():
                began = time.perf_counter()
                answer = client.get(address)
                took.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    wrong.append(answer.status_code)
                time.sleep(0.5)  # a reader reads; without it this measures how fast readers can ask

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    with tempfile.TemporaryDirectory() as folder:
        for one in later:
            path = Path(folder) / "later.jsonl"
            path.write_text(json.dumps(one) + "\n", encoding="utf-8")
            command = [sys.executable, "-m", "crosswire", "add", str(path), "--corpus", str(corpus)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    done.set()
    for reader in readers:
        reader.join()
    print(
        f"{READERS} at once   {_times(took)}, {len(took)} requests while {len(later)} were added, {len(wrong)} errors"
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    asked = parser.parse_args()
    reports = invent(asked.reports + LATER)
    if not asked.corpus.exists():
        make(asked.corpus, reports[: asked.reports])
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "corpus.db"
        shutil.copy(asked.corpus, copy)
        with serving(copy) as address, httpx2.Client(base_url=address, timeout=600) as client:
            listed = client.get("/stories.json?sort=size").json()["stories"][0]
            story = f"/stories/{listed['id']}"
            while client.get(story).status_code == 503:
                time.sleep(1)
            claims = client.get(f"{story}.json").json()["stories"][0]["claims"]
            print(f"{len(listed['reports'])} reports, {len(claims)} claims")
            for name, page in (("stories", "/stories"), ("story", story), ("report", f"{story}/report?id=outlet-000")):
                measure(name, client, page)
            measure("all of it", client, f"{story}?all=1", 5)
            measure("JSON", client, f"{story}.json", 5)
            read_at_once(f"{address}{story}", copy, reports[asked.reports :])


if __name__ == "__main__":
    main()
