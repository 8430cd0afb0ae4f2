"""Every row of a pupil goes, of nobody else, out of whatever table."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.access.categories import Category
from app.desk import Desk
from app.dossier.destroying import destroy_rows
from app.dossier.digest import pupil_tables
from app.dossier.tables import history
from app.vault.schema import metadata
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, begun, inform_all, pupil_id


@pytest.fixture
def desk(school: TransferSchool) -> object:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def counts(desk: Desk) -> dict[str, int]:
    with desk._session.database.transaction() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_nothing_of_the_pupil_is_left_and_all_of_the_others(desk: Desk) -> None:
    inform_all(desk, begun(desk))
    pupil, other = pupil_id(desk, COMPLETE), pupil_id(desk, GROUP_7)
    before = counts(desk)
    with desk._session.transaction() as connection:
        of_other = {
            table.name: connection.execute(
                select(func.count()).where(table.c.pupil_id == other)
            ).scalar_one()
            for table in pupil_tables()
        }
        assert destroy_rows(connection, [pupil, "unknown"]) == 1
        for table in pupil_tables():
            left = select(func.count()).where(table.c.pupil_id == pupil)
            assert connection.execute(left).scalar_one() == 0, table.name
            kept = select(func.count()).where(table.c.pupil_id == other)
            assert connection.execute(kept).scalar_one() == of_other[table.name]
    after = counts(desk)
    assert after["pupil"] == before["pupil"] - 1
    assert after["guardian"] == before["guardian"] - 3
    assert after["report"] == before["report"] - 1
    assert after["report_item"] < before["report_item"]
    assert after["log_entry"] >= before["log_entry"]
    with desk._session.database.raw_connection() as raw:
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    assert desk.verify_log().intact


def test_a_guardian_of_a_brother_or_sister_stays(desk: Desk) -> None:
    pupil, sister = pupil_id(desk, GROUP_7), pupil_id(desk, COMPLETE)
    with desk._session.transaction() as connection:
        link = metadata.tables["guardianship"]
        row = connection.execute(select(link).where(link.c.pupil_id == pupil)).mappings().one()
        connection.execute(link.insert().values({**row, "id": "f" * 32, "pupil_id": sister}))
    before = counts(desk)
    with desk._session.transaction() as connection:
        destroy_rows(connection, [pupil])
    assert counts(desk)["guardian"] == before["guardian"]
    with desk._session.transaction() as connection:
        destroy_rows(connection, [sister])
    assert counts(desk)["guardian"] == before["guardian"] - 4


def test_of_a_guardian_who_was_deleted_before_nothing_is_left_either(desk: Desk) -> None:
    """Unless a brother or sister could still bring that guardian back."""
    pupil, sister = pupil_id(desk, GROUP_7), pupil_id(desk, COMPLETE)
    link = {"relationship": "step", "custody": "no"}
    for surname in ("Alleen", "Samen"):
        added = desk.entries.add_guardian(pupil, {"surname": surname}, link)
        people = desk.entries.page(pupil, Category.CONTACT).entries["guardian"]
        guardian = next(one.id for one in people if one.title == surname)
        if surname == "Samen":
            shared = desk.entries.add(sister, "guardianship", {**link, "guardian_id": guardian})
            desk.entries.delete(sister, "guardianship", shared.entry_id)
        desk.entries.delete(pupil, "guardianship", added.entry_id)

    def kept() -> list[str]:
        query = select(history.c.row).where(history.c.kind == "guardian")
        with desk._session.transaction() as connection:
            return [json.loads(one)["surname"] for one in connection.execute(query).scalars()]

    assert sorted(kept()) == ["Alleen", "Samen"]
    for one, left in ((pupil, ["Samen"]), (sister, [])):
        with desk._session.transaction() as connection:
            destroy_rows(connection, [one])
        assert kept() == left


def test_the_bytes_are_gone_from_the_file(desk: Desk, tmp_path: Path) -> None:
    pupil = pupil_id(desk, COMPLETE)
    marker = "Zeldzaamheidsmerk"
    with desk._session.transaction() as connection:
        connection.exec_driver_sql("UPDATE pupil SET surname = ? WHERE id = ?", (marker, pupil))
        destroy_rows(connection, [pupil])
    database = desk._session.database
    database.vacuum()
    plain = tmp_path / "plain.db"
    with database.raw_connection() as raw:
        assert raw.execute("PRAGMA freelist_count").fetchone() == (0,)
        raw.execute(f"ATTACH '{plain}' AS plain KEY ''")
        raw.execute("SELECT sqlcipher_export('plain')")
        raw.execute("DETACH plain")
    assert marker.encode() not in plain.read_bytes()
