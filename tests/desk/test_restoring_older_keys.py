"""A backup from before the keys were replaced: opened with the old keys, sealed under today's."""

import pytest

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.desk import Desk, SchoolDoor, restore_without_desk
from app.desk.sealing import Sealer
from app.dossier.backup_contents import REGISTER
from app.dossier.destroying import destroy_rows
from app.dossier.sealed import check_all
from app.vault import read_sealed_register
from app.vault.destroyed import PURPOSE, Destroyed, append
from tests.transfer_school import COMPLETE, PASSWORD, TransferSchool, clock, pupil_id

MEASURE = "mag altijd water drinken"


def signed_in(school: TransferSchool) -> Desk:
    desk = SchoolDoor(school.path, clock=clock).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    return desk


@pytest.fixture
def desk(school: TransferSchool) -> Desk:
    desk = signed_in(school)
    pupil = pupil_id(desk, COMPLETE)
    values = {"noted_on": clock().date(), "condition": "diabetes", "measure": MEASURE}
    desk.entries.add(pupil, "health", values, "nodig voor begeleiding in de klas")
    return desk


def test_it_comes_back_under_todays_keys(school: TransferSchool, desk: Desk) -> None:
    backup = desk.safety.backup_now()
    desk.rotate_keys()
    later = signed_in(school)
    assert later.safety.look_into(backup).holds.pupils == 5
    later.safety.restore(backup)
    again = signed_in(school)
    assert again.alarms == ()
    assert again.verify_log().intact
    assert again.watch.check().altered == ()
    with again._session.database.transaction() as connection:
        assert check_all(connection, again._unlocked.compartments) == ()
    page = again.entries.page(pupil_id(again, COMPLETE), Category.HEALTH)
    assert MEASURE in {one.values["measure"] for one in page.entries["health"]}
    again.close()
    teacher = SchoolDoor(school.path, clock=clock).sign_in("leerkracht8", PASSWORD)
    assert isinstance(teacher, Desk)
    assert teacher.alarms == ()
    teacher.close()


def test_it_comes_back_also_when_the_database_does_not_open(
    school: TransferSchool, desk: Desk
) -> None:
    backup = desk.safety.backup_now()
    desk.rotate_keys()
    content = bytearray((school.path / "school.db").read_bytes())
    content[100] ^= 1
    (school.path / "school.db").write_bytes(content)
    restore_without_desk(school.path, backup, "directeur", PASSWORD, clock=clock)
    again = signed_in(school)
    assert again.alarms == ()
    assert again.watch.check().altered == ()
    page = again.entries.page(pupil_id(again, COMPLETE), Category.HEALTH)
    assert MEASURE in {one.values["measure"] for one in page.entries["health"]}
    again.close()


def test_the_register_and_its_seal_follow_new_keys(school: TransferSchool, desk: Desk) -> None:
    backup = desk.safety.backup_now()
    database, folder = desk._session.database, desk._unlocked.folder
    pupil = pupil_id(desk, COMPLETE)
    line = Destroyed(pupil, clock().date(), "retention")
    register = append(folder.destroyed, database.key_for(PURPOSE), [line])
    sealer = desk._session.seal
    assert isinstance(sealer, Sealer)
    sealer.destroyed = register.newest
    with desk._session.transaction() as connection:
        destroy_rows(connection, [pupil])
        desk._session.record(connection, LogEvent(Event.DESTROY, object_kind=REGISTER))
    desk.rotate_keys()
    later = signed_in(school)
    assert later.alarms == ()
    key = later._session.database.key_for("seal")
    school_id = later._unlocked.school_id
    assert read_sealed_register(folder.seal, key, school_id) == register.newest
    later.safety.restore(backup)
    again = signed_in(school)
    assert pupil not in {one.id for one in again.pupils.all()}
    again.close()


def test_a_dossier_that_was_altered_in_the_backup_is_still_found_altered(
    school: TransferSchool, desk: Desk
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    desk.watch.check()
    with desk._session.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE pupil SET surname = 'Anders' WHERE number = '1001'")
    made = desk.safety.backup_now()
    desk.safety.restore(made)
    again = signed_in(school)
    assert again.watch.check().altered == (pupil,)
    again.close()
