"""Putting a backup back while nobody can sign in, and crashes in the middle of the swap."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.access.breaks import Break
from app.access.journal import LogFilter
from app.desk import Desk, SchoolDoor, restorable, restore_without_desk
from app.errors import UserError
from app.vault import FolderInUse, SchoolFolder, WrongPassword
from app.vault.backup_places import BackupInfo
from app.vault.restore import READY, STAGING
from tests.transfer_school import PASSWORD, TransferSchool, clock

STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}


def signed_in(path: Path, who: str = "directeur") -> Desk:
    desk = SchoolDoor(path, clock=clock, sleep=lambda _seconds: None).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def backup(school: TransferSchool) -> BackupInfo:
    desk = signed_in(school.path)
    made = desk.safety.backup_now()
    desk.close()
    return made


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def restore(school: TransferSchool, made: BackupInfo, name: str = "directeur", **more: Any) -> Any:
    secret = more.pop("secret", PASSWORD)
    waits: list[float] = []
    return restore_without_desk(
        school.path, made, name, secret, clock=clock, sleep=waits.append, **more
    )


def test_a_headteacher_puts_a_backup_back_when_the_database_does_not_open(
    school: TransferSchool, backup: BackupInfo
) -> None:
    damage(school.path / "school.db")
    with pytest.raises(UserError, match="beschadigd"):
        signed_in(school.path)
    assert [one.name for one in restorable(school.path)] == [backup.name]
    restored = restore(school, backup)
    desk = signed_in(school.path)
    assert desk.alarms == ()
    assert len(desk.pupils.all()) == 5
    assert desk.verify_log().intact
    desk.close()
    assert (restored.aside.path / "school.db").exists()
    assert not (school.path / STAGING).exists()


@pytest.mark.parametrize("who", ["ib", "leerkracht8", "administratie"])
def test_nobody_else_may(school: TransferSchool, backup: BackupInfo, who: str) -> None:
    damage(school.path / "school.db")
    before = (school.path / "school.db").read_bytes()
    with pytest.raises(UserError, match="alleen een directeur"):
        restore(school, backup, who)
    assert (school.path / "school.db").read_bytes() == before


def test_a_wrong_password_is_refused_and_recorded(
    school: TransferSchool, backup: BackupInfo
) -> None:
    with pytest.raises(WrongPassword):
        restore(school, backup, secret="fout")
    desk = signed_in(school.path)
    assert "aanmelden mislukt" in {line.event for line in desk.log.read(LogFilter())}
    desk.close()


def test_a_school_that_is_open_is_left_alone(school: TransferSchool, backup: BackupInfo) -> None:
    desk = signed_in(school.path)
    with pytest.raises(FolderInUse):
        restore(school, backup)
    assert len(desk.pupils.all()) == 5
    desk.close()


def test_when_the_key_files_are_gone_those_of_the_backup_come_back(
    school: TransferSchool, backup: BackupInfo
) -> None:
    shutil.rmtree(school.path / "keys")
    damage(school.path / "school.db")
    restore(school, backup)
    desk = signed_in(school.path)
    assert desk.alarms == ()
    assert len(desk.pupils.all()) == 5
    desk.close()


def test_an_old_password_is_worth_nothing_while_the_key_files_are_whole(
    school: TransferSchool, backup: BackupInfo
) -> None:
    desk = signed_in(school.path)
    desk._unlocked.change_password(PASSWORD, "een ander wachtwoord")
    desk.close()
    with pytest.raises(WrongPassword):
        restore(school, backup)
    restore(school, backup, secret="een ander wachtwoord")


def crash_at(step: int, path: Path) -> bool:
    """Restore in a process of its own that dies at its given step on disk; True: it died."""
    child = os.fork()
    if child == 0:
        seen = 0

        def audit(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            touched = repr(arguments)
            if event in STEPS and (STAGING in touched or "voor-terugzetten" in touched):
                seen += 1
                if seen == step:
                    os._exit(9)

        sys.addaudithook(audit)
        code = 1
        try:
            restore_without_desk(path, restorable(path)[0], "directeur", PASSWORD, clock=clock)
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on Windows")
def test_a_crash_at_any_step_of_a_restore_leaves_the_old_or_the_new_school(
    school: TransferSchool,
    backup: BackupInfo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remembered = Path(os.environ["LEERLINGDOSSIER_STATE"])
    restored: list[bool] = []
    died = True
    while died:
        step = len(restored) + 1
        path = tmp_path / f"stap {step}" / school.path.name
        shutil.copytree(school.path, path)
        monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(path.parent / "state"))
        shutil.copytree(remembered, path.parent / "state")
        died = crash_at(step, path)
        ready = (path / STAGING / READY).exists()
        desk = signed_in(path)
        said = {line.event for line in desk.log.read(LogFilter())}
        restored.append("reservekopie teruggezet" in said)
        checked = desk.verify_log()
        # A crash before this PC remembered the restore: it has seen a newer log, and says so.
        put_back = checked.finding is not None and checked.finding.kind is Break.FOLDER_PUT_BACK
        assert checked.intact or (restored[-1] and put_back)
        assert len(desk.pupils.all()) == 5
        assert restored[-1] or not ready
        desk.close()
        assert not (path / STAGING).exists()
        assert not [one for one in (path / "backups").iterdir() if one.name.startswith(".")]
        shutil.rmtree(path.parent)
    assert restored == sorted(restored)  # first the old school, from some step on the new one
    assert restored.count(False) > 3
    assert restored.count(True) > 5


def test_a_folder_with_nothing_ready_is_cleared(school: TransferSchool) -> None:
    staging = SchoolFolder(school.path / STAGING)
    staging.path.mkdir()
    staging.database.write_bytes(b"half")
    desk = signed_in(school.path)
    assert not staging.path.exists()
    assert len(desk.pupils.all()) == 5
    desk.close()
