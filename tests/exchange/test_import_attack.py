"""Who may import but not manage staff tries to get access, or another name, through a file."""

from pathlib import Path

import pytest

from app.access.categories import Category, Role
from app.access.policy import Refused
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.exchange.edexml import Answer, Decision
from app.vault import KdfParameters
from tests.exchange.helpers import edex, pupil

PASSWORD = "regenboog"
PEOPLE = (
    NewStaff("directeur", "Dirk Baas", PASSWORD, (Role.HEAD,)),
    NewStaff("duo", "Ada Min", PASSWORD, (Role.OFFICE, Role.TEACHER)),
)
HERSELF = (
    '<leerkracht key="L9"><roepnaam>Ada</roepnaam><achternaam>Min</achternaam>'
    '<groepen><groep key="g7"/><groep key="g8"/></groepen></leerkracht>'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Proef.school"
    school = SchoolSettings("", "Proef", "99ZZ", "00", True)
    create_school(path, school, PEOPLE, kdf=KdfParameters.fastest(), check_passwords=False)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A class, and herself as the teacher of all of it."""
    path = tmp_path / "export.xml"
    path.write_text(edex(pupil(), staff=HERSELF), encoding="utf-8")
    return path


def sign_in(folder: Path, name: str) -> Desk:
    desk = SchoolDoor(folder).sign_in(name, PASSWORD)
    assert isinstance(desk, Desk)
    return desk


def import_as(folder: Path, who: str, file: Path) -> tuple[str, ...]:
    """Import, saying that the teacher in the file is the one at the school; gives the warnings."""
    desk = sign_in(folder, who)
    plan = desk.imports.preview(file)
    [question] = plan.questions
    same = Answer(Decision.SAME, question.candidates[0].id)
    plan = plan.with_answers({question.id: same})
    desk.imports.apply(plan)
    desk.close()
    return plan.warnings


def test_a_file_gives_its_importer_no_group(folder: Path, file: Path) -> None:
    warnings = import_as(folder, "duo", file)
    assert any("wijzigt de directeur" in one for one in warnings)
    duo = sign_in(folder, "duo")
    assert not any(group.own for group in duo.groups.all("2026-2027"))
    [child] = duo.pupils.all()
    with pytest.raises(Refused, match="niet in uw eigen groep"):
        duo.entries.page(child.id, Category.RESULTS)
    duo.close()


def test_the_headteacher_does_give_groups_with_a_file(folder: Path, file: Path) -> None:
    assert not any("wijzigt de directeur" in one for one in import_as(folder, "directeur", file))
    head = sign_in(folder, "directeur")
    ada = next(one for one in head.staff.all() if one.name == "Ada Min")
    assert sorted(ada.groups) == ["7A", "8A"]
    head.close()


def test_a_file_gives_nobody_another_name_in_the_log(folder: Path, tmp_path: Path) -> None:
    keyed = edex(pupil(), staff=HERSELF.replace("Ada", "Dirk").replace("Min", "Baas"))
    file = tmp_path / "eerst.xml"
    file.write_text(keyed, encoding="utf-8")
    import_as(folder, "directeur", file)
    renamed = tmp_path / "dan.xml"
    renamed.write_text(keyed.replace("Baas", "Basstra"), encoding="utf-8")
    duo = sign_in(folder, "duo")
    plan = duo.imports.preview(renamed)
    answers = {one.id: Answer(Decision.SAME, one.candidates[0].id) for one in plan.questions}
    duo.imports.apply(plan.with_answers(answers))
    duo.close()
    head = sign_in(folder, "directeur")
    assert "Dirk Baas" in {one.name for one in head.staff.all()}
    assert head.person.name == "Dirk Baas"
    head.close()
