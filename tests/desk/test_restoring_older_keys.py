"""A backup from before the keys were replaced: opened with the old keys, sealed under today's."""

from pathlib import Path

import pytest

from app.access.categories import Category
from app.desk import Desk, SchoolDoor
from app.desk.safety import Safety
from app.dossier.redigest import agreed, digest_events
from app.dossier.sealed import check_all, reseal_all
from app.errors import UserError
from app.vault import CARE, TEACHING, Compartments, Database
from app.vault.backup import describe
from app.vault.backup_places import BackupInfo, Where, backup_at
from app.vault.copies import new_copy, open_copy
from app.vault.slots import DATABASE_KEY
from tests.transfer_school import COMPLETE, PASSWORD, TransferSchool, clock, pupil_id

OLD = {DATABASE_KEY: b"d" * 32, CARE: b"c" * 32, TEACHING: b"t" * 32}
MEASURE = "mag altijd water drinken"


def signed_in(school: TransferSchool) -> Desk:
    desk = SchoolDoor(school.path, clock=clock).sign_in("directeur", PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def under_old_keys(desk: Desk, made: BackupInfo) -> BackupInfo:
    """The same backup, as if it had been made before the keys were replaced."""
    today = desk._unlocked.school_keys
    again = made.folder.database.with_name("again.db")
    with (
        open_copy(made.folder.database, today[DATABASE_KEY]) as source,
        new_copy(again, OLD[DATABASE_KEY]) as target,
    ):
        source.backup(target)
    database = Database(again, OLD[DATABASE_KEY])
    with database.transaction() as connection:
        before = agreed(connection)
        reseal_all(connection, Compartments(today), Compartments(OLD))
        events = digest_events(connection, before, "test")
    assert events
    from app.access.log import Origin, append_all

    with database.transaction() as connection:
        append_all(connection, Origin(1, "", "", "pc"), events, clock())
    database.dispose()
    again.replace(made.folder.database)
    describe(made.folder, "handmatig", clock())
    return backup_at(made.folder.path, Where.HERE)


@pytest.fixture
def desk(school: TransferSchool) -> Desk:
    desk = signed_in(school)
    pupil = pupil_id(desk, COMPLETE)
    values = {"noted_on": clock().date(), "condition": "diabetes", "measure": MEASURE}
    desk.entries.add(pupil, "health", values, "nodig voor begeleiding in de klas")
    return desk


def test_it_comes_back_under_todays_keys(school: TransferSchool, desk: Desk) -> None:
    backup = under_old_keys(desk, desk.safety.backup_now())
    left: list[bool] = []
    safety = Safety(desk._session, desk._unlocked, lambda: left.append(True), lambda _today: [OLD])
    contents = safety.look_into(backup)
    assert contents.holds.pupils == 5
    assert "in orde" in safety.check().backup.state
    safety.restore(backup)
    assert left == [True]
    again = signed_in(school)
    assert again.alarms == ()
    assert again.watch.check().altered == ()
    with again._session.database.transaction() as connection:
        assert check_all(connection, again._unlocked.compartments) == ()
    page = again.entries.page(pupil_id(again, COMPLETE), Category.HEALTH)
    assert MEASURE in {one.values["measure"] for one in page.entries["health"]}
    again.close()


def test_without_those_keys_it_stays_shut(desk: Desk, tmp_path: Path) -> None:
    backup = under_old_keys(desk, desk.safety.backup_now())
    with pytest.raises(UserError, match="gaat niet open"):
        desk.safety.restore(backup)
    assert len(desk.pupils.all()) == 5
    desk.close()


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
