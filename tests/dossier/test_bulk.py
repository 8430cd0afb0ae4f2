"""Adding many entries at once: checked like typed ones, written in the caller's transaction."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.access.log import Event
from app.access.policy import Action
from app.desk import Desk
from app.dossier.bulk import BulkWriter, Written
from app.dossier.checks import InvalidEntry
from app.dossier.tables import TABLES
from tests.transfer_school import TransferSchool


@pytest.fixture
def head(school: TransferSchool):
    desk = school.desk("directeur")
    yield desk
    desk.close()


def count(desk: Desk, code: str) -> int:
    with desk._session.transaction() as connection:
        return connection.execute(select(func.count()).select_from(TABLES[code])).scalar_one()


def importing(desk: Desk):
    return desk._session.alone(Action.IMPORT, Event.IMPORT, object_kind="import")


def test_persons_and_what_points_to_them_are_written_together(head: Desk) -> None:
    before = count(head, "guardianship")
    with importing(head) as connection:
        writer = BulkWriter(head._session, connection)
        pupil = writer.add("pupil", {"number": "77", "surname": "  Berg  "})
        link = {"relationship": "mother", "custody": "yes"}
        guardian = writer.add("guardian", {"surname": "Berg"})
        writer.add("guardianship", {**link, "guardian_id": guardian}, pupil_id=pupil)
        assert writer.flush() == 3
        assert writer.flush() == 0
    assert count(head, "guardianship") == before + 1
    with head._session.transaction() as connection:
        table = TABLES["pupil"]
        row = connection.execute(select(table).where(table.c.id == pupil)).mappings().one()
    # Tidied as typed values are, defaults filled in, written by who is signed in.
    assert row["surname"] == "Berg"
    assert row["sex"] == "unknown"
    assert row["version"] == 1
    assert row["created_by"] == head.person.id


def test_a_wrong_value_is_refused_and_the_whole_import_falls_away(head: Desk) -> None:
    before = count(head, "pupil")

    def take_in() -> None:
        with importing(head) as connection:
            writer = BulkWriter(head._session, connection)
            writer.add("pupil", {"number": "78", "surname": "Berg"})
            writer.flush()
            writer.add("pupil", {"number": "79", "surname": "B", "personal_number": "123456789"})

    with pytest.raises(InvalidEntry) as caught:
        take_in()
    assert set(caught.value.problems) == {"personal_number"}
    assert count(head, "pupil") == before


def test_what_needs_a_reason_is_refused_without_one(head: Desk) -> None:
    values = {"noted_on": date(2026, 9, 1), "condition": "Astma", "measure": "Mag rusten."}
    with importing(head) as connection:
        writer = BulkWriter(head._session, connection)
        with pytest.raises(InvalidEntry) as caught:
            writer.add("health", values, pupil_id="p", reason=" ")
    assert set(caught.value.problems) == {"reason"}


def test_the_first_author_of_an_import_is_kept(head: Desk) -> None:
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    with importing(head) as connection:
        writer = BulkWriter(head._session, connection)
        guardian = writer.add("guardian", {"surname": "Berg"}, written=Written("someone", at))
        writer.flush()
        table = TABLES["guardian"]
        row = connection.execute(select(table).where(table.c.id == guardian)).mappings().one()
    assert (row["created_by"], row["created_at"]) == ("someone", "2024-05-06T07:08:09Z")


def test_an_entry_without_a_pupil_is_a_mistake_of_the_caller(head: Desk) -> None:
    with importing(head) as connection:
        writer = BulkWriter(head._session, connection)
        with pytest.raises(ValueError, match="belongs to a pupil"):
            writer.add("absence", {})
        with pytest.raises(ValueError, match="belongs to a pupil"):
            writer.add("guardian", {"surname": "Berg"}, pupil_id="p")
