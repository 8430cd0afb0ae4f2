"""Searching the dossiers: only what one may read, every pupil in the log, care in no index."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, update

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.tables import log_entry, log_text
from app.desk import Desk
from app.dossier.bulk import BulkWriter
from app.dossier.checks import InvalidEntry
from app.dossier.destroying import destroy_rows
from app.dossier.digest import with_digests
from app.dossier.kinds import KINDS
from app.dossier.search_values import Found
from app.dossier.tables import TABLES
from app.dossier.text_index import text_index
from app.vault.migrate import SCRIPTS
from app.vault.schema import Row
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id

WHY = "Voorbereiden van het gesprek met de ouders."
WORD, CARE_WORD, PAPER_WORD = "zebravink", "olifantspoot", "krokodilbrief"
TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "moeder", "report": f"{WORD} thuis"}
HEALTH = {"noted_on": TODAY, "condition": "Allergie", "measure": f"{CARE_WORD} weg"}


@pytest.fixture(scope="module")
def template(
    built_school: TransferSchool, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TransferSchool]:
    """A talk and a health entry with a word of their own, of a pupil in group 8 and one in 7."""
    folder = tmp_path_factory.mktemp("searched")
    path = shutil.copytree(built_school.path, folder / built_school.path.name)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        school = TransferSchool(path)
        head = school.desk("directeur")
        fill(head)
        head.close()
        yield school


def fill(head: Desk) -> None:
    for number in (COMPLETE, GROUP_7):
        pupil = pupil_id(head, number)
        head.entries.add(pupil, "talk", TALK)
        shared = {"shared_with_group": number == COMPLETE}
        head.entries.add(pupil, "health", {**HEALTH, **shared}, "Nodig in de klas.")
    link = head.entries.page(pupil_id(head, COMPLETE), Category.CONTACT).entries["guardianship"][0]
    values = {**link.values, "custody_document": PAPER_WORD}
    head.entries.change(link.pupil_id, "guardianship", link.id, link.version, values)


def signing_in(school: TransferSchool) -> Iterator[Callable[[str], Desk]]:
    desks: list[Desk] = []

    def sign_in(who: str) -> Desk:
        if desks:
            desks.pop().close()
        desks.append(school.desk(who))
        return desks[-1]

    yield sign_in
    desks.pop().close()


@pytest.fixture
def reading(template: TransferSchool) -> Iterator[Callable[[str], Desk]]:
    """For tests that change nothing: all on the same copy."""
    yield from signing_in(template)


@pytest.fixture
def filled(
    template: TransferSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Desk]]:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    yield from signing_in(TransferSchool(shutil.copytree(template.path, tmp_path / "copy")))


def numbers(found: Found) -> list[str]:
    return sorted(one.pupil.number for one in found.pupils)


def entries(desk: Desk, event: Event = Event.SEARCH) -> list[Row]:
    with desk._session.transaction() as connection:
        query = (
            select(log_entry, log_text.c.text)
            .join_from(log_entry, log_text, log_entry.c.number == log_text.c.number, isouter=True)
            .where(
                log_entry.c.session == desk._session.origin.session,
                log_entry.c.event == event.value,
            )
        )
        return list(connection.execute(query).mappings())


def indexed(desk: Desk, word: str) -> int:
    with desk._session.transaction() as connection:
        rows = connection.execute(select(text_index.c.text)).scalars().all()
    return sum(word in text for text in rows)


@pytest.mark.parametrize(
    ("who", "word", "seen"),
    [
        ("directeur", "zebra", [COMPLETE, GROUP_7]),
        ("ib", "zebra", [COMPLETE, GROUP_7]),
        ("leerkracht8", "zebra", [COMPLETE]),
        ("administratie", "zebra", []),
        ("directeur", PAPER_WORD, [COMPLETE]),
        ("ib", PAPER_WORD, []),
        ("leerkracht8", PAPER_WORD, []),
        ("leerkracht8", "wisniewska", [COMPLETE]),
        ("administratie", "boer weg", [GROUP_7]),
        ("directeur", CARE_WORD, []),
    ],
)
def test_one_finds_what_one_may_read(
    reading: Callable[[str], Desk], who: str, word: str, seen: list[str]
) -> None:
    desk = reading(who)
    assert numbers(desk.search.in_texts(word, WHY)) == seen
    searched, *shown = entries(desk)
    assert word in searched["text"]
    assert WHY in searched["text"]
    assert searched["pupil_id"] is None
    assert len({one["pupil_id"] for one in shown}) == len(seen)
    assert all(one["ground"] and one["category"] for one in shown)


@pytest.mark.parametrize(
    ("who", "seen", "category"),
    [
        ("directeur", [COMPLETE, GROUP_7], Category.HEALTH),
        ("ib", [COMPLETE, GROUP_7], Category.HEALTH),
        ("leerkracht8", [COMPLETE], Category.SHARED_HEALTH),
        ("administratie", [], None),
    ],
)
def test_care_is_found_by_who_may_read_it(
    reading: Callable[[str], Desk], who: str, seen: list[str], category: Category | None
) -> None:
    desk = reading(who)
    steps: list[tuple[int, int]] = []
    found = desk.search.in_care("olifants", WHY, lambda done, of: steps.append((done, of)))
    assert numbers(found) == seen
    assert {text.category for one in found.pupils for text in one.texts} == (
        {category} if category else set()
    )
    assert desk.search.reaches_care is bool(seen)
    assert bool(steps) is bool(seen)
    assert len(entries(desk)) == 1 + len(seen)


def test_a_search_that_is_stopped_is_in_the_log(reading: Callable[[str], Desk]) -> None:
    desk = reading("ib")

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.search.in_care(CARE_WORD, WHY, stop)
    assert len(entries(desk)) == 1


@pytest.mark.parametrize(
    ("typed", "why", "field"),
    [("z", WHY, "words"), ("  ", WHY, "words"), ("zebra", "om", "reason")],
)
def test_words_and_a_reason_are_asked(
    reading: Callable[[str], Desk], typed: str, why: str, field: str
) -> None:
    desk = reading("ib")
    with pytest.raises(InvalidEntry) as raised:
        desk.search.in_texts(typed, why)
    assert list(raised.value.problems) == [field]
    assert entries(desk) == []


def test_the_index_follows_every_change(filled: Callable[[str], Desk]) -> None:
    desk = filled("directeur")
    pupil = pupil_id(desk, COMPLETE)
    saved = desk.entries.add(pupil, "talk", TALK)
    assert indexed(desk, WORD) == 3
    desk.entries.change(pupil, "talk", saved.entry_id, 1, {**TALK, "report": "anders"})
    assert (indexed(desk, WORD), indexed(desk, "anders")) == (2, 1)
    desk.entries.delete(pupil, "talk", saved.entry_id, WHY)
    assert indexed(desk, "anders") == 0
    desk.entries.undo_delete(pupil, "talk", saved.entry_id)
    assert indexed(desk, "anders") == 1
    guardian = desk.entries.page(pupil, Category.CONTACT).entries["guardian"][0]
    values = {**guardian.values, "surname": "Nieuwenhuis"}
    desk.entries.change(pupil, "guardian", guardian.id, guardian.version, values)
    assert numbers(desk.search.in_texts("nieuwenhuis", WHY)) == [COMPLETE]


def test_of_a_destroyed_pupil_nothing_is_left_in_the_index(filled: Callable[[str], Desk]) -> None:
    desk = filled("directeur")
    pupil, other = pupil_id(desk, COMPLETE), pupil_id(desk, GROUP_7)
    shared = desk.entries.page(other, Category.CONTACT).entries["guardian"][0].id
    link = {"guardian_id": shared, "relationship": "father", "custody": "yes"}
    desk.entries.add(pupil, "guardianship", link)
    with desk._session.transaction() as connection:
        destroy_rows(connection, [pupil])
        left = connection.execute(select(text_index.c.pupils)).scalars().all()
        assert pupil not in " ".join(left)
    assert indexed(desk, "wisniewska") == 0
    assert numbers(desk.search.in_texts("boer", WHY)) == [GROUP_7]


def test_no_care_stands_in_the_index_in_any_form(reading: Callable[[str], Desk]) -> None:
    desk = reading("directeur")
    with desk._session.database.raw_connection() as raw:
        names = raw.execute("SELECT name FROM sqlite_master WHERE name LIKE 'text_index%'")
        stored = {
            name: raw.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names.fetchall()
        }
    assert set(stored) > {"text_index", "text_index_data", "text_index_content"}
    said = repr(stored).lower()
    assert WORD in said
    for word in (CARE_WORD, "allergie", "nodig in de klas"):
        assert word not in said
    kinds = {row[3] for row in stored["text_index"]}
    assert not [code for code in kinds if KINDS[code].compartment]


def test_words_that_were_deleted_are_gone_from_the_index(filled: Callable[[str], Desk]) -> None:
    desk = filled("directeur")
    for number in (COMPLETE, GROUP_7):
        page = desk.entries.page(pupil_id(desk, number), Category.TALK)
        desk.entries.delete(page.pupil.id, "talk", page.entries["talk"][0].id, WHY)
    with desk._session.database.raw_connection() as raw:
        blocks = raw.execute("SELECT block FROM text_index_data").fetchall()
    assert not [block for (block,) in blocks if WORD.encode() in block]


def forge(desk: Desk, **values: str) -> None:
    with desk._session.database.transaction() as connection:
        connection.execute(insert(text_index).values(**values))


def test_a_forged_index_shows_nothing(filled: Callable[[str], Desk]) -> None:
    head = filled("directeur")
    own, other = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
    talk = head.entries.page(other, Category.TALK).entries["talk"][0].id
    health = head.entries.page(own, Category.HEALTH).entries["health"][0].id
    about = {"pupils": own, "text": "lokwoord zebravink olifantspoot rapport"}
    teacher = filled("leerkracht8")
    # A talk of another group under an own pupil; care as a talk; what is not there at all.
    forge(teacher, entry=talk, category="talk", kind="talk", **about)
    forge(teacher, entry=talk, category="contact", kind="talk", **about)
    forge(teacher, entry=health, category="talk", kind="health", **about)
    forge(teacher, entry=health, category="talk", kind="talk", **about)
    forge(teacher, entry=own, category="talk", kind="pupil", **about)
    forge(teacher, entry="none", category="talk", kind="nothing", **about)
    for words in ("lokwoord", "olifantspoot", "rapport lokwoord"):
        assert teacher.search.in_texts(words, WHY) == Found()
    assert numbers(teacher.search.in_texts(WORD, WHY)) == [COMPLETE]


def test_a_dossier_that_was_altered_is_withheld_and_raises_the_alarm(
    filled: Callable[[str], Desk],
) -> None:
    desk = filled("ib")
    talk, other = TABLES["talk"], pupil_id(desk, GROUP_7)
    with desk._session.database.transaction() as connection:
        connection.execute(update(talk).where(talk.c.pupil_id == other).values(subject="Veranderd"))
    found = desk.search.in_texts(WORD, WHY)
    assert (numbers(found), found.withheld) == ([COMPLETE], 1)
    assert [one["pupil_id"] for one in entries(desk, Event.ALARM)] == [other]


def test_more_than_fits_is_shown_page_by_page(filled: Callable[[str], Desk]) -> None:
    desk = filled("directeur")
    pupil = pupil_id(desk, COMPLETE)
    with desk._session.alone(Action.IMPORT, Event.IMPORT) as connection:
        writer = BulkWriter(desk._session, connection)
        for number in range(30):
            values = {"held_on": date(2027, 1, 1 + number), "subject": f"hagedis {number}"}
            writer.add("talk", {**TALK, **values}, pupil_id=pupil)
        writer.flush()
        created = LogEvent(Event.CREATE, pupil_id=pupil)
        desk._session.record(connection, *with_digests(connection, [created]))
    first = desk.search.in_texts("hagedis", WHY)
    assert first.go_on is not None
    second = desk.search.in_texts("hagedis", WHY, first.go_on)
    days = [text.day for page in (first, second) for text in page.pupils[0].texts]
    assert (len(days), len(set(days)), second.go_on) == (30, 30, None)


def test_a_former_pupil_is_not_found_by_who_teaches(filled: Callable[[str], Desk]) -> None:
    head = filled("directeur")
    head.pupils.disenrol(pupil_id(head, COMPLETE), date(2027, 2, 1), {})
    assert COMPLETE in numbers(head.search.in_texts(WORD, WHY))
    assert filled("leerkracht8").search.in_texts(WORD, WHY) == Found()


def test_the_index_is_whole_after_it_was_packed(filled: Callable[[str], Desk]) -> None:
    desk = filled("directeur")
    desk._session.database.vacuum()
    desk._session.database.check_pages()
    assert indexed(desk, WORD) == 2


@pytest.mark.parametrize("part", ["data", "idx", "docsize", "content"])
def test_a_broken_index_stops_no_work_and_is_made_anew(
    filled: Callable[[str], Desk], part: str
) -> None:
    head = filled("directeur")
    with head._session.transaction() as connection:
        connection.exec_driver_sql(f"DELETE FROM text_index_{part}")
    pupil = pupil_id(head, COMPLETE)
    for said in ("nijlpaard", "nachtegaal"):
        head.entries.add(pupil, "talk", {**TALK, "report": said})
    for said in ("nijlpaard", "nachtegaal"):
        assert [one.pupil.id for one in head.search.in_texts(said, WHY).pupils] == [pupil]


def test_a_school_that_is_brought_up_to_date_gets_the_same_index(
    filled: Callable[[str], Desk],
) -> None:
    desk = filled("directeur")
    scripts = ScriptDirectory(str(SCRIPTS))
    migration = scripts.get_revision("0003").module

    def rows(connection: Connection) -> list[tuple[str, ...]]:
        table = text_index.c
        found = connection.execute(
            select(table.entry, table.pupils, table.category, table.kind, table.text)
        )
        return sorted((one[0], *sorted(one[1].split()), *one[2:]) for one in found)

    with desk._session.database.transaction() as connection:
        followed = rows(connection)
        connection.exec_driver_sql("DROP TABLE text_index")
        with Operations.context(MigrationContext.configure(connection)):
            migration._text_index()
        assert rows(connection) == followed
        assert {row[-2] for row in followed} > {"guardian", "talk", "guardianship", "result"}
