"""What a corpus keeps of what is added: every report once, every text that it had."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from desk import COUNCIL, FERRY, add, changed, corpus, grouped, report, texts
from sqlalchemy import delete, insert, select, text, update

from crosswire.corpus.adding import Added
from crosswire.corpus.indexing import load_bags
from crosswire.corpus.loading import load_reports
from crosswire.corpus.store import open_corpus, reading
from crosswire.corpus.tables import briefs, metadata, report_words, reports, stories, telling_words
from crosswire.errors import CorpusError


def test_the_same_report_twice_is_one(address: str) -> None:
    assert add(address, *FERRY) == Added(3, 0, 0, tuple(grouped(address)))
    assert add(address, *FERRY) == Added(0, 0, 3, ())
    assert texts(address) == [(one.id, 1, one.text) for one in FERRY]


def test_a_report_comes_back_as_its_reader_read_it(address: str) -> None:
    add(address, *FERRY, *COUNCIL)
    with corpus(address) as engine, reading(engine) as connection:
        assert load_reports(connection, ["council-1", "ferry-2"]) == {"council-1": COUNCIL[0], "ferry-2": FERRY[1]}


def test_a_changed_text_at_the_same_address_is_a_new_version_beside_the_old(address: str) -> None:
    first = report("a", "A barge sank at Ostrel lock. Two people are missing.", url="https://ostrel.example/barge")
    second = report("b", "A barge sank at Ostrel lock. Three people are missing.", url="https://ostrel.example/barge")
    add(address, first)
    assert add(address, second).versions == 1
    assert texts(address) == [("a", 1, first.text), ("a", 2, second.text)]
    with corpus(address) as engine, reading(engine) as connection:
        assert load_reports(connection, ["a"])["a"] == replace(second, id="a", title=None)
    assert add(address, second) == Added(0, 0, 1, ())


BARGE = [changed(FERRY[0], f"A barge sank at Ostrel lock. {n} people are missing.") for n in ("Two", "Three", "Four")]


def test_a_text_changed_back_is_the_newest_again(address: str) -> None:
    two, three, _ = BARGE
    for given, added in ((two, (1, 0, 0)), (three, (0, 1, 0)), (two, (0, 1, 0)), (two, (0, 0, 1))):
        done = add(address, given)
        assert (done.new, done.versions, done.known) == added
    assert [text for _, _, text in texts(address)] == [two.text, three.text, two.text]
    with corpus(address) as engine, reading(engine) as connection:
        assert load_reports(connection, [two.id])[two.id] == two


@pytest.mark.parametrize(
    ("held", "given", "kept"),
    [
        ("23", "23", "23"),
        ("2", "23", "23"),
        ("23", "232", "232"),
        ("232", "232", "232"),
        ("23", "34", "234"),
        ("23", "2233", "23"),
        ("234", "23", "23423"),
    ],
)
def test_several_texts_of_a_report_go_on_where_what_is_held_of_them_ends(
    address: str, held: str, given: str, kept: str
) -> None:
    text = dict(zip("234", BARGE, strict=True))
    add(address, *(text[n] for n in held), COUNCIL[0])
    done = add(address, *(text[n] for n in given), COUNCIL[0])
    assert [text for name, _, text in texts(address) if name == "ferry-1"] == [text[n].text for n in kept]
    new = len(kept) - len(held)
    assert (done.new, done.versions, done.known) == (0, new, len(given) - new + 1)


def test_an_id_without_an_address_is_one_report_too(address: str) -> None:
    add(address, FERRY[0])
    assert add(address, changed(FERRY[0], FERRY[0].text + " Nobody was hurt.")).versions == 1


def test_one_id_at_two_addresses_is_two_reports(address: str) -> None:
    one = report("a", "A barge sank at Ostrel lock.", url="https://ostrel.example/barge")
    other = report("a", "The Veskar opera opens on Friday.", url="https://veskar.example/opera")
    for _ in range(2):
        add(address, one)
        add(address, other)
    assert [(name.partition("~")[0], text) for name, _, text in texts(address)] == [("a", one.text), ("a", other.text)]


def test_files_of_one_name_in_two_folders_are_two_reports(address: str) -> None:
    one = replace(report("note", "A barge sank at Ostrel lock."), path="monday/note.txt")
    other = replace(report("note", "The Veskar opera opens on Friday."), path="friday/note.txt")
    for _ in range(2):
        add(address, one)
        add(address, other)
    assert len(texts(address)) == 2
    assert add(address, replace(one, text="A barge sank at Ostrel lock. It is raised."), other).versions == 1


def test_a_text_that_the_database_cannot_keep_is_named(address: str) -> None:
    odd = report("odd", "A barge sank\0 at Ostrel lock.")
    if address.startswith("postgresql"):
        with pytest.raises(CorpusError, match="odd: holds a NUL character"):
            add(address, odd)
    else:
        add(address, odd)
        assert texts(address) == [("odd", 1, odd.text)]


def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    with corpus(str(tmp_path / "desk.db")) as engine, engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("documents_fts")}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


def test_words_that_an_earlier_version_weighed_otherwise_are_weighed_again(address: str) -> None:
    def weights() -> list[object]:
        with corpus(address) as engine, reading(engine) as connection:
            bags = sorted(connection.execute(select(report_words.c.report, report_words.c.words)).all())
            return [bags, sorted(connection.execute(select(telling_words)).all())]

    add(address, *FERRY, *COUNCIL)
    kept = weights()
    with corpus(address) as engine, engine.begin() as connection:
        for bag in list(load_bags(connection, reports.c.id.is_not(None))):
            earlier = bag.words.copy()
            earlier["weight"] = 1
            own = update(report_words).where(report_words.c.report == bag.report)
            connection.execute(own.values(words=earlier.tobytes()))
        connection.execute(delete(telling_words))
        connection.execute(text("ALTER TABLE annotations DROP COLUMN word_vectors"))
        for column in ("reports", "joined"):
            connection.execute(text(f"ALTER TABLE moved_stories DROP COLUMN {column}"))
        connection.execute(text("ALTER TABLE briefs DROP COLUMN outdated"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    assert weights() == kept


def test_briefs_that_an_earlier_version_left_older_than_their_stories_are_outdated(address: str) -> None:
    add(address, FERRY[0], COUNCIL[0])
    old, new = sorted(grouped(address))
    with corpus(address) as engine, engine.begin() as connection:
        for story, made in ((old, "2031-03-04T00:00:00Z"), (new, "2999-01-01T00:00:00Z")):
            connection.execute(insert(briefs).values(story=story, digest="", made=made, content=b""))
        connection.execute(update(stories).values(changed="2031-03-05T00:00:00Z"))
        connection.execute(text("ALTER TABLE briefs DROP COLUMN outdated"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    with corpus(address) as engine, reading(engine) as connection:
        kept = dict(connection.execute(select(briefs.c.story, briefs.c.outdated)).all())
    assert kept == {old: True, new: False}


def test_the_file_makes_sense_without_crosswire(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    add(str(path), *FERRY)
    with sqlite3.connect(path) as file:
        rows = file.execute("SELECT id, outlet, published, story_title FROM report_list ORDER BY id").fetchall()
        found = file.execute("SELECT count(*) FROM documents_fts WHERE documents_fts MATCH 'steering'").fetchone()
    file.close()
    assert [row[:3] for row in rows] == [
        ("ferry-1", "Harbour Post", "2031-03-04"),
        ("ferry-2", "Signal", "2031-03-05"),
        ("ferry-3", "Signal", "2031-03-06"),
    ]
    assert found == (2,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is no corpus: make it with crosswire add"),
        (b"these are no pages of a database" * 99, "file is not a database"),
    ],
)
def test_what_is_no_corpus_is_told_in_a_line(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "desk.db"
    if content:
        path.write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        open_corpus(str(path))


def test_another_programs_database_and_a_newer_corpus_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE birds (name TEXT)")
    file.close()
    with pytest.raises(CorpusError, match="another program's database"):
        open_corpus(str(other), make=True)
    newer = tmp_path / "newer.db"
    add(str(newer))
    with sqlite3.connect(newer) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    with pytest.raises(CorpusError, match="newer Crosswire"):
        open_corpus(str(newer))


MANY = [
    report(f"r{n:03}", f"The {kind} {name} was seen at {place} on day {n}. {place} has a {kind} now, {name} said.")
    for n, (kind, name, place) in enumerate(
        (kind, name, place)
        for kind in ("otter", "crane")
        for name in ("Ilda", "Marden", "Quillon", "Tessaly")
        for place in ("Ostrel", "Veskar", "Harrow", "Sael", "Brunn", "Corv")
    )
]
ADDING = """
import sys
sys.path[:0] = sys.argv[2:]
from desk import corpus
from test_corpus_adding import MANY
from crosswire.corpus import adding
adding.BATCH = 8
with corpus(sys.argv[1]) as engine:
    print("started", flush=True)
    adding.add_reports(engine, MANY, lambda done, total: print(done, flush=True))
"""


def start(address: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDING, address, str(Path(__file__).parent), *filter(None, sys.path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_while_adding_it_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    undisturbed, killed = str(tmp_path / "undisturbed.db"), str(tmp_path / "killed.db")
    running = start(undisturbed)
    assert running.communicate()[1] == ""
    chance = random.Random(5)
    for _ in range(3):
        running = start(killed)
        assert running.stdout is not None
        for _ in range(chance.randint(1, 3)):
            running.stdout.readline()
        time.sleep(chance.random() / 20)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    running = start(killed)
    assert running.communicate()[1] == ""
    assert texts(killed) == texts(undisturbed)
    assert grouped(killed) == grouped(undisturbed)
    with corpus(killed) as engine, reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM documents")).scalar() == len(MANY)


def test_who_reads_sees_the_corpus_at_one_moment(address: str) -> None:
    add(address, *FERRY)
    with corpus(address) as engine, reading(engine) as connection:
        before = connection.execute(select(reports.c.id)).all()
        add(address, *COUNCIL)
        assert connection.execute(select(reports.c.id)).all() == before
    assert len(texts(address)) == len(FERRY) + len(COUNCIL)


def test_two_that_add_and_one_that_reads_meet_no_lock(address: str) -> None:
    failures: list[BaseException] = []
    finished = threading.Event()

    def attempt(work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)

    def read() -> None:
        while not finished.is_set():
            grouped(address)

    add(address)
    reader = threading.Thread(target=attempt, args=(read,))
    writers = [threading.Thread(target=attempt, args=(lambda: add(address, *MANY),)) for _ in range(2)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    finished.set()
    reader.join()
    assert failures == []
    assert len(texts(address)) == len(MANY)
