"""The access log of a school: what is said at sign-in and by a check, and what comes into it."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from app.access.breaks import Break
from app.access.journal import LogFilter
from app.access.log import head
from app.access.tables import log_entry, log_text
from app.desk import Desk, LogKey, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import (
    KdfParameters,
    RememberedPositions,
    SchoolFolder,
    WrongPassword,
    pending,
    read_school,
)
from tests.transfer_school import COMPLETE, PASSWORD, STAFF, TransferSchool, clock, pupil_id


def test_an_act_that_fails_is_not_logged_as_done(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    pupil = pupil_id(desk, COMPLETE)
    before = desk.verify_log().entries
    with pytest.raises(Exception, match="Verbeter eerst"):
        desk.entries.add(pupil, "talk", {})
    # The second check logs itself, the failed addition nothing.
    assert desk.verify_log().entries == before + 1
    desk.close()


FOLDER = ("school.db", "seal", "session")


def day_at_school(school: TransferSchool) -> dict[str, bytes]:
    """The files as they were before this day, which closes with a later state."""
    older = {name: (school.path / name).read_bytes() for name in FOLDER}
    school.desk("directeur").close()
    return older


def test_an_older_database_put_back_is_said_at_sign_in_and_by_a_check(
    school: TransferSchool,
) -> None:
    older = day_at_school(school)
    (school.path / "school.db").write_bytes(older["school.db"])
    desk = school.desk("directeur")
    assert "oude database" in desk.alarms[0]
    assert "handtekeningen" in desk.alarms[1]
    found = desk.verify_log().finding
    assert found is not None
    assert found.kind is Break.OLDER_DATABASE
    desk.close()
    again = school.desk("directeur")
    assert again.alarms == ()
    # What was said stays in the log, and the line of signatures shows where it began anew.
    assert len(again.verify_log().remarks) == 2
    again.close()


def test_the_whole_folder_put_back_is_said_by_what_this_pc_remembers(
    school: TransferSchool,
) -> None:
    older = day_at_school(school)
    for name, content in older.items():
        (school.path / name).write_bytes(content)
    desk = school.desk("directeur")
    assert "hele schoolmap" in desk.alarms[0]
    found = desk.verify_log().finding
    assert found is not None
    assert found.kind is Break.FOLDER_PUT_BACK
    desk.close()


def test_a_folder_put_back_and_used_again_elsewhere_is_said_here(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = day_at_school(school)
    for name, content in older.items():
        (school.path / name).write_bytes(content)
    with monkeypatch.context() as other_pc:
        other_pc.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "andere-pc"))
        for _ in range(3):
            desk = school.desk("directeur")
            assert desk.alarms == ()
            desk.log.read(LogFilter())
            desk.close()
    desk = school.desk("directeur")
    assert "teruggezet en daarna weer gebruikt" in desk.alarms[0]
    found = desk.verify_log().finding
    assert found is not None
    assert found.kind is Break.FOLDER_PUT_BACK
    desk.close()


def test_an_end_cut_off_is_said_at_sign_in(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    desk.log.read(LogFilter())
    database = desk._unlocked.database
    assert database is not None
    with database.transaction() as connection:
        newest = head(connection).number
        connection.execute(delete(log_text).where(log_text.c.number >= newest))
        connection.execute(delete(log_entry).where(log_entry.c.number >= newest))
    desk._unlocked.close()  # as a crash
    again = school.desk("directeur")
    assert "einde van het toegangslog is weg" in again.alarms[0]
    found = again.verify_log().finding
    assert found is not None
    assert (found.kind, found.first) == (Break.CUT_OFF, newest)
    again.close()


def test_a_crash_between_database_and_seal_is_no_alarm(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    seal = (school.path / "seal").read_bytes()
    desk.log.read(LogFilter())
    desk._unlocked.close()  # as a crash
    (school.path / "seal").write_bytes(seal)
    again = school.desk("directeur")
    assert again.alarms == ()
    assert again.verify_log().intact
    again.close()


def test_a_log_that_begins_with_another_key_is_said(school: TransferSchool) -> None:
    school.desk("directeur").close()
    memory = RememberedPositions()
    school_id = read_school(SchoolFolder(school.path)).school_id
    known = memory.root(school_id)
    assert known
    memory.remember_root(school_id, "AAAA-BBBB-CCCC-DDDD")
    desk = school.desk("directeur")
    assert "andere sleutel" in desk.alarms[0]
    found = desk.verify_log().finding
    assert found is not None
    assert found.kind is Break.REPLACED
    desk.close()
    assert memory.root(school_id) == known


def test_the_fingerprint_is_that_of_the_sheet(tmp_path: Path) -> None:
    log_key = LogKey()
    folder = tmp_path / "Nieuw.school"
    create_school(
        folder,
        SchoolSettings("", "Nieuw", "12AB", "00", True),
        STAFF,
        kdf=KdfParameters.fastest(),
        log_key=log_key,
        check_passwords=False,
        clock=clock,
    )
    desk = TransferSchool(folder).desk("directeur")
    assert desk.verify_log().fingerprint == log_key.fingerprint
    assert log_key.seed.hex() not in repr(log_key)
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
        _try(school, "directeur>", "fout")
    with pytest.raises(WrongPassword):
        _try(school, PASSWORD, "fout")  # typed into the wrong field
    desk = school.desk("directeur")
    lines = [one for one in desk.log.read(LogFilter()) if one.event == "aanmelden mislukt"]
    assert len(lines) == 3
    assert "directeur>" in lines[1].text
    assert "een onbekende naam" in lines[0].text
    assert not any(PASSWORD in one.text for one in lines)
    desk.close()


def test_half_a_character_in_a_wrong_name_does_not_shut_the_school(
    school: TransferSchool,
) -> None:
    with pytest.raises(WrongPassword):
        _try(school, "directeu\udcff", "fout")
    desk = school.desk("directeur")
    line = next(one for one in desk.log.read(LogFilter()) if one.event == "aanmelden mislukt")
    assert "directeu?" in line.text
    assert desk.verify_log().intact
    desk.close()


def test_attempts_that_cannot_be_cleared_keep_nobody_out_and_are_logged_once(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def failed(desk: Desk) -> int:
        lines = desk.log.read_all(LogFilter())
        return sum(one.event == "aanmelden mislukt" for one in lines)

    with monkeypatch.context() as patched:
        patched.setattr(pending, "clear", full)
        for attempts in (1, 1, 2):
            if attempts != 1 or not (school.path / "keys" / "pending").exists():
                with pytest.raises(WrongPassword):
                    _try(school, "directeur", "fout")
            desk = school.desk("directeur")
            assert failed(desk) == attempts
            assert desk.alarms == ()
            desk.close()
    desk = school.desk("directeur")
    assert failed(desk) == 2
    desk.close()
    with pytest.raises(WrongPassword):
        _try(school, "directeur", "fout")
    desk = school.desk("directeur")
    assert failed(desk) == 3
    assert desk.verify_log().intact
    desk.close()


def _try(school: TransferSchool, name: str, password: str) -> Desk:
    opened = SchoolDoor(school.path, clock=clock, sleep=lambda _s: None).sign_in(name, password)
    assert isinstance(opened, Desk)
    return opened
