"""Whose roles and sign-ins count after a backup was put back: those of today, proven."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.access.categories import Role
from app.access.journal import LogFilter
from app.access.policy import Action
from app.desk import Desk, SchoolDoor, restorable, restore_without_desk
from app.desk.first_password import MustChoosePassword
from app.dossier.values import StaffRecord
from app.errors import UserError
from app.vault.backup_places import BackupInfo
from app.vault.files import FileProblem
from tests.outside import raw_database
from tests.transfer_school import PASSWORD, TODAY, TransferSchool, clock

NEW_PASSWORD = "paars tapijt kwakt 91 zwaan"


def signed_in(school: TransferSchool, who: str = "directeur") -> Desk:
    desk = SchoolDoor(school.path, clock=clock, sleep=lambda _s: None).sign_in(who, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def of(desk: Desk, sign_in_name: str) -> StaffRecord:
    return next(one for one in desk.staff.all() if one.sign_in_name == sign_in_name)


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5000:9000] = b"x" * 4000
    path.write_bytes(content)


def restore_shut(school: TransferSchool, who: str = "directeur") -> Any:
    backup = restorable(school.path)[0]
    return restore_without_desk(
        school.path, backup, who, PASSWORD, clock=clock, sleep=lambda _s: None
    )


@pytest.fixture
def forged(school: TransferSchool) -> BackupInfo:
    """A backup; since then a teacher was made headteacher outside the program."""
    desk = signed_in(school)
    made = desk.safety.backup_now()
    desk.close()
    with raw_database(school.path) as connection:
        connection.execute(
            "UPDATE staff SET roles = 'teacher,head' WHERE sign_in_name = 'leerkracht8'"
        )
    return made


def test_roles_and_sign_ins_of_today_count_when_the_database_does_not_open(
    school: TransferSchool,
) -> None:
    desk = signed_in(school)
    desk.safety.backup_now()
    head = desk.person
    gone = of(desk, "leerkracht8")
    desk.staffing.change_roles(of(desk, "ib").id, [Role.OFFICE])
    desk.staffing.remove(gone.id)
    added = desk.staffing.add("Nel Nieuw", "nel", [Role.SUPERVISOR])
    desk.close()
    spoil(school.path / "school.db")
    restore_shut(school)

    again = signed_in(school)
    assert again.alarms == ()
    assert again.person == head
    assert of(again, "ib").roles == (Role.OFFICE,)
    left = next(one for one in again.staff.all() if one.id == gone.id)
    assert (left.sign_in_name, left.until) == ("", TODAY)
    assert of(again, "nel").roles == (Role.SUPERVISOR,)
    put_back = [
        line
        for line in again.log.read(LogFilter())
        if line.event == "reservekopie teruggezet" and "opzij" not in line.text
    ]
    assert {line.staff for line in put_back} == {head.name}
    again.close()
    first = SchoolDoor(school.path, clock=clock).sign_in("nel", added.code)
    assert isinstance(first, MustChoosePassword)
    new = first.choose(NEW_PASSWORD)
    assert isinstance(new, Desk)
    assert new.person.roles == {Role.SUPERVISOR}
    new.close()


def test_a_role_that_was_forged_in_the_database_is_not_carried_over(
    school: TransferSchool, forged: BackupInfo
) -> None:
    desk = signed_in(school)
    assert desk.alarms
    desk.safety.restore(forged)
    teacher = signed_in(school, "leerkracht8")
    assert teacher.person.roles == {Role.TEACHER}
    assert not teacher.may(Action.LOG)
    assert teacher.alarms == ()
    teacher.close()


def test_without_a_roster_to_go_by_a_forged_database_is_not_carried_over(
    school: TransferSchool, forged: BackupInfo
) -> None:
    (school.path / "keys" / "roster.json").unlink()
    desk = signed_in(school)
    with pytest.raises(UserError, match="lijst opnieuw vaststellen"):
        desk.safety.restore(forged)
    assert len(desk.pupils.all()) == 5
    desk.close()


@pytest.mark.parametrize("more", ["", "roster", "version"])
def test_a_role_written_in_a_key_file_makes_no_headteacher(
    school: TransferSchool, more: str
) -> None:
    """Not even when the folder is made to look like one of before the `admin` key."""
    desk = signed_in(school)
    desk.safety.backup_now()
    desk.close()
    keys = school.path / "keys"
    for path in keys.glob("*.json"):
        content = json.loads(path.read_text())
        if content.get("name") == "leerkracht8":
            content["roles"] = ["teacher", "head"]
            path.write_text(json.dumps(content))
    if more:
        (keys / "roster.json").unlink()
    if more == "version":
        content = json.loads((keys / "school.json").read_text())
        del content["kdf_milliseconds"]
        (keys / "school.json").write_text(json.dumps({**content, "version": 1}))
    before = (school.path / "school.db").read_bytes()
    with pytest.raises(UserError, match="alleen een directeur"):
        restore_shut(school, "leerkracht8")
    assert (school.path / "school.db").read_bytes() == before


def test_an_altered_roster_stops_a_restore_without_a_desk(school: TransferSchool) -> None:
    desk = signed_in(school)
    desk.safety.backup_now()
    desk.close()
    spoil(school.path / "school.db")
    path = school.path / "keys" / "roster.json"
    content = json.loads(path.read_text())
    for member in content["members"]:
        member["roles"] = ["head"]
    path.write_text(json.dumps(content))
    before = (school.path / "school.db").read_bytes()
    with pytest.raises(FileProblem, match="veranderd buiten het programma om"):
        restore_shut(school)
    assert (school.path / "school.db").read_bytes() == before
