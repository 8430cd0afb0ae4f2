"""An import carried out in a real school: all or nothing, and nothing the second time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.categories import Role
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier import tables
from app.dossier.values import SchoolSettings
from app.errors import UserError
from app.exchange import carry_out
from app.vault import KdfParameters
from tests.exchange.generate import own_sample

PASSWORD = "regenboog"
SHARED = Path(__file__).parents[2].parent / "shared"
REAL = SHARED / "standards" / "edexml" / "1.0.3" / "sample.xml"
SAMPLES = Path(__file__).parents[1] / "samples"
OURS = SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Proef.school"
    create_school(
        path,
        SchoolSettings("", "Proef", "99ZZ", "00", True),
        [
            NewStaff("directeur", "Dirk", PASSWORD, (Role.HEAD,)),
            NewStaff("leerkracht", "Juf", PASSWORD, (Role.TEACHER,)),
        ],
        kdf=KdfParameters.fastest(),
        check_passwords=False,
    )
    return path


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    desk = sign_in(folder, "directeur")
    yield desk
    desk.close()


def sign_in(folder: Path, name: str) -> Desk:
    desk = SchoolDoor(folder).sign_in(name, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All rows but those of the log."""
    kept = ("pupil", "enrolment", "placement", "address", "pupil_source", "history", "staff")
    with desk._session.transaction() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in tables.metadata.tables.items()
            if name in (*kept, "school_group", "group_staff")
        }


@pytest.mark.parametrize("version", ["1.0.3", "2.0", "2.1"])
def test_importing_twice_changes_nothing_the_second_time(
    desk: Desk, tmp_path: Path, version: str
) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(own_sample(version, 60))
    desk.imports.apply(desk.imports.preview(file))
    before = everything(desk)
    again = desk.imports.preview(file)
    assert again.changes_nothing
    assert not again.questions
    desk.imports.apply(again)
    assert everything(desk) == before


def test_our_sample_becomes_four_groups_and_38_pupils(desk: Desk) -> None:
    desk.imports.apply(desk.imports.preview(OURS))
    assert len(desk.groups.all("2026-2027")) == 4
    assert len(desk.pupils.all()) + len(desk.pupils.former()) == 38


@pytest.mark.skipif(not REAL.is_file(), reason="the official sample is not beside the project")
def test_a_real_export_of_400_pupils_and_29_members_of_staff(desk: Desk) -> None:
    desk.imports.apply(desk.imports.preview(REAL))
    assert len(desk.pupils.all()) + len(desk.pupils.former()) == 400
    assert len(desk.staff.all()) == 29 + 2
    assert desk.imports.preview(REAL).changes_nothing


def test_staff_of_a_file_get_no_role_and_no_sign_in(desk: Desk) -> None:
    desk.imports.apply(desk.imports.preview(OURS))
    imported = [one for one in desk.staff.all() if not one.sign_in_name]
    assert len(imported) == 6
    assert all(one.roles == () for one in imported)


def test_a_failure_half_way_leaves_everything_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(desk)
    plan = desk.imports.preview(OURS)

    def fail(_self: object) -> None:
        raise UserError("De schijf is vol.")

    monkeypatch.setattr(carry_out.CarryOut, "_add_staff", fail)
    with pytest.raises(UserError, match="vol"):
        desk.imports.apply(plan)
    assert everything(desk) == before


def test_a_school_that_changed_after_the_preview_is_not_imported_into(desk: Desk) -> None:
    plan = desk.imports.preview(OURS)
    desk.groups.add("Nieuw", ["1"])
    before = everything(desk)
    with pytest.raises(UserError, match="intussen gewijzigd"):
        desk.imports.apply(plan)
    assert everything(desk) == before


def test_a_teacher_may_neither_look_nor_import_and_it_is_logged(folder: Path) -> None:
    teacher = sign_in(folder, "leerkracht")
    with pytest.raises(Refused, match="Importeren"):
        teacher.imports.preview(OURS)
    teacher.close()
    head = sign_in(folder, "directeur")
    assert head.log.read(LogFilter(refused_only=True))[0].staff == "Juf"
    head.close()


def test_every_imported_pupil_has_an_entry_in_the_log(desk: Desk) -> None:
    desk.imports.apply(desk.imports.preview(OURS))
    for pupil in desk.pupils.all():
        events = [line.event for line in desk.log.read(LogFilter(pupil_id=pupil.id))]
        assert "toegevoegd" in events


@pytest.mark.parametrize("name", ["doctype_met_entiteit.xml", "geen_edex.xml"])
def test_a_file_that_is_refused_changes_nothing(desk: Desk, name: str) -> None:
    before = everything(desk)
    with pytest.raises(UserError):
        desk.imports.preview(SAMPLES / name)
    assert everything(desk) == before


def test_a_backup_is_made_before_an_import_and_without_it_nothing_is_imported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(own_sample("2.1", 5))
    planned = desk.imports.preview(file)
    before = everything(desk)

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("app.vault.backup.fsync_file", full)
        with pytest.raises(UserError, match="schijf vol"):
            desk.imports.apply(planned)
    assert everything(desk) == before
    desk.imports.apply(planned)
    assert [one.why.code for one in desk.safety.list()] == ["voor-importeren"]
    assert desk.safety.look_into(desk.safety.list()[0]).holds.pupils == 0
