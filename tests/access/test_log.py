"""The access log notices what was done to it, and lets text go without breaking."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.access import log
from app.access.journal import LogFilter
from app.access.log import Event, LogEvent, Origin
from app.access.tables import log_text
from app.access.verify import verify
from app.desk import Desk, SchoolDoor
from app.vault import Database, Position, WrongPassword
from app.vault.schema import metadata
from tests.transfer_school import COMPLETE, TransferSchool, clock, pupil_id

ORIGIN = Origin(1, "staff", "directeur", "pc-1")
COUNT = 12


@pytest.fixture
def database(tmp_path: Path):
    database = Database(tmp_path / "log.db", bytes(range(32)), new=True)
    with database.transaction() as connection:
        metadata.create_all(connection)
        log.append_all(
            connection,
            ORIGIN,
            [
                LogEvent(Event.VIEW, pupil_id=f"p{n}", ground="ib", text={"purpose": f"w{n}"})
                for n in range(COUNT)
            ],
            clock(),
        )
    yield database
    database.dispose()


def verified(database: Database, sealed: Position | None = None):
    with database.transaction() as connection:
        return verify(connection, sealed)


def alter(database: Database, *statements: str) -> None:
    with database.transaction() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in statements:
            connection.execute(text(statement))


def position(database: Database) -> Position:
    with database.transaction() as connection:
        return log.head(connection)


def test_an_untouched_log_is_intact(database: Database) -> None:
    assert verified(database, position(database)).intact
    assert verified(database).entries == COUNT


@pytest.mark.parametrize("number", range(1, COUNT + 1))
@pytest.mark.parametrize(
    "change",
    ["ground = 'anders'", "staff_id = 'een ander'", "outcome = 'refused'", "time = '2020'",
     "pupil_id = NULL", "text_hash = NULL", "hash = zeroblob(32)", "previous = randomblob(32)"],
)  # fmt: skip
def test_a_changed_entry_is_found_where_it_stands(
    database: Database, number: int, change: str
) -> None:
    alter(database, f"UPDATE log_entry SET {change} WHERE number = {number}")
    found = verified(database, None)
    assert not found.intact
    assert found.first_broken in (number, number + 1)


@pytest.mark.parametrize("number", range(1, COUNT))
def test_a_removed_entry_is_found(database: Database, number: int) -> None:
    alter(
        database,
        f"DELETE FROM log_text WHERE number = {number}",
        f"DELETE FROM log_entry WHERE number = {number}",
    )
    assert verified(database).first_broken == number


def test_entries_that_change_places_are_found(database: Database) -> None:
    alter(
        database,
        "DELETE FROM log_text",
        "UPDATE log_entry SET number = 1000 WHERE number = 4",
        "UPDATE log_entry SET number = 4 WHERE number = 5",
        "UPDATE log_entry SET number = 5 WHERE number = 1000",
    )
    assert verified(database).first_broken == 4


def test_a_cut_off_end_is_found_by_the_seal_only(database: Database) -> None:
    sealed = position(database)
    alter(database, f"DELETE FROM log_text WHERE number = {COUNT}",
          f"DELETE FROM log_entry WHERE number = {COUNT}")  # fmt: skip
    assert verified(database).intact
    found = verified(database, sealed)
    assert found.first_broken == COUNT
    assert "einde" in found.what


def test_a_changed_explanation_is_found(database: Database) -> None:
    alter(database, 'UPDATE log_text SET text = \'{"purpose": "anders"}\' WHERE number = 7')
    assert verified(database).first_broken == 7


def test_a_destroyed_explanation_leaves_the_chain_whole(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(log_text.delete().where(log_text.c.number == 7))
    assert verified(database, position(database)).intact


def test_an_act_that_fails_is_not_logged_as_done(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    before = desk.verify_log().entries
    with pytest.raises(Exception, match="Verbeter eerst"):
        desk.entries.add(pupil_id(desk, COMPLETE), "talk", {})
    # by_number logged one entry and each check of the log one; the failed addition none.
    assert desk.verify_log().entries == before + 2
    desk.close()


def test_an_older_database_put_back_is_said_at_sign_in(school: TransferSchool) -> None:
    older = (school.path / "school.db").read_bytes()
    school.desk("directeur").close()
    (school.path / "school.db").write_bytes(older)
    desk = school.desk("directeur")
    assert "ouder" in desk.alarms[0]
    desk.close()
    again = school.desk("directeur")
    assert again.alarms == ()
    again.close()


def test_the_whole_folder_put_back_is_said_by_what_this_pc_remembers(
    school: TransferSchool,
) -> None:
    older = {name: (school.path / name).read_bytes() for name in ("school.db", "seal")}
    school.desk("directeur").close()
    for name, content in older.items():
        (school.path / name).write_bytes(content)
    desk = school.desk("directeur")
    assert "ouder" in desk.alarms[0]
    desk.close()


@pytest.mark.parametrize("damage", [b"", b"{}", b"geen json", None])
def test_a_spoiled_or_missing_seal_is_said(school: TransferSchool, damage: bytes | None) -> None:
    school.desk("directeur").close()
    seal = school.path / "seal"
    seal.unlink() if damage is None else seal.write_bytes(damage)
    desk = school.desk("directeur")
    assert "zegel" in desk.alarms[0]
    desk.close()


def test_wrong_passwords_come_into_the_log_at_the_next_sign_in(
    school: TransferSchool,
) -> None:
    with pytest.raises(WrongPassword):
        _try(school, "directeur", "fout")
    with pytest.raises(WrongPassword):
        _try(school, "<b>bestaat niet</b>", "fout")
    desk = school.desk("directeur")
    lines = [one for one in desk.log.read(LogFilter()) if one.event == "aanmelden mislukt"]
    assert len(lines) == 2
    assert any("<b>bestaat niet</b>" in one.text for one in lines)
    desk.close()


def test_half_a_character_in_a_wrong_name_does_not_shut_the_school(
    school: TransferSchool,
) -> None:
    with pytest.raises(WrongPassword):
        _try(school, "dir\udcff", "fout")
    desk = school.desk("directeur")
    line = next(one for one in desk.log.read(LogFilter()) if one.event == "aanmelden mislukt")
    assert "dir?" in line.text
    assert desk.verify_log().intact
    desk.close()


def _try(school: TransferSchool, name: str, password: str) -> Desk:
    opened = SchoolDoor(school.path, clock=clock, sleep=lambda _s: None).sign_in(name, password)
    assert isinstance(opened, Desk)
    return opened
