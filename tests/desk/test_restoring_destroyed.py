"""A destroyed dossier does not come back while nobody can sign in, whatever was deleted first."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk, SchoolDoor, restorable, restore_without_desk
from app.errors import UserError
from app.vault.backup_places import BackupInfo, Where, list_backups
from app.vault.destroyed import RegisterBroken
from tests.desk.destroying import destroy
from tests.transfer_school import COMPLETE, PASSWORD, TransferSchool, clock


def signed_in(school: TransferSchool, hours: int = 0) -> Desk:
    door = SchoolDoor(school.path, clock=lambda: clock() + timedelta(hours=hours))
    desk = door.sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5000:9000] = b"x" * 4000
    path.write_bytes(content)


def restore(school: TransferSchool, backup: BackupInfo) -> Any:
    return restore_without_desk(
        school.path, backup, "directeur", PASSWORD, clock=clock, sleep=lambda _s: None
    )


@pytest.fixture
def old(school: TransferSchool) -> BackupInfo:
    """The backup of before a destruction; a newer one stands beside it. The database is spoilt."""
    desk = signed_in(school)
    made = desk.safety.backup_now()
    desk.close()
    desk = signed_in(school, hours=1)
    destroy(desk, COMPLETE)
    desk.safety.backup_now()
    desk.close()
    spoil(school.path / "school.db")
    return made


@pytest.mark.parametrize("of_the_backup_too", [False, True])
def test_a_newer_backup_remembers_when_seal_and_register_are_gone(
    school: TransferSchool, old: BackupInfo, of_the_backup_too: bool
) -> None:
    newest = restorable(school.path)[0]
    register = newest.folder.destroyed.read_bytes()
    (school.path / "seal").unlink()
    (school.path / "destroyed").unlink()
    if of_the_backup_too:
        newest.folder.seal.unlink()
        newest.folder.destroyed.unlink()
    with pytest.raises(RegisterBroken, match="zet het nieuwste daarvan terug"):
        restore(school, old)
    # The way out that it names.
    (school.path / "destroyed").write_bytes(register)
    restore(school, old)
    again = signed_in(school)
    assert len(again.pupils.all()) == 4
    again.close()


def test_a_backup_at_the_second_place_remembers_too(
    school: TransferSchool, old: BackupInfo, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    shutil.move(school.path / "backups", stick)
    (school.path / "seal").unlink()
    (school.path / "destroyed").unlink()
    (there,) = [one for one in list_backups(stick, Where.SECOND) if one.name == old.name]
    with pytest.raises(RegisterBroken):
        restore(school, there)


def test_without_a_seal_a_newer_backup_that_cannot_be_asked_stops_it(
    school: TransferSchool, old: BackupInfo, tmp_path: Path
) -> None:
    newest = restorable(school.path)[0]
    newest.folder.database.write_bytes(b"x" * 4096 * 3)
    (school.path / "seal").unlink()
    (school.path / "destroyed").unlink()
    with pytest.raises(UserError, match="zeker weet dat er sindsdien geen dossier is vernietigd"):
        restore(school, old)
    assert not (school.path / ".restore.tmp").exists()
    shutil.move(newest.folder.path, tmp_path / "elders")
    restore(school, old)


def test_all_that_is_left_agrees_and_a_lost_seal_stops_nothing(school: TransferSchool) -> None:
    desk = signed_in(school)
    made = desk.safety.backup_now()
    desk.close()
    spoil(school.path / "school.db")
    (school.path / "seal").unlink()
    restore(school, made)
    again = signed_in(school)
    assert len(again.pupils.all()) == 5
    again.close()
