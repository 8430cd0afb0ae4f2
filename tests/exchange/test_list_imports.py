"""Importing lists into a real school: who may, what the log keeps, all or nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.errors import UserError
from app.exchange.list_imports import ListImports, OpenedList
from tests.exchange.lists.helpers import workbook
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, pupil_id

RESULTS = "Leerlingnummer;Leerling;Gebied;Toets;Afname;Datum;Vaardigheidsscore\n"
OWN = f"{COMPLETE};Ánh;rekenen;LVS;M8;1-2-2027;214\n"
OTHER = f"{GROUP_7};Dana Boer;rekenen;LVS;M7;1-2-2027;180\n"


@pytest.fixture
def teacher(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("leerkracht8")
    yield desk
    desk.close()


def opened(desk: Desk, folder: Path, content: str | bytes, kind: str = "") -> OpenedList:
    path = folder / "lijst.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return desk.list_imports.open(path, kind)


def results(desk: Desk, number: str) -> list[tuple[object, ...]]:
    entries = desk.entries.page(pupil_id(desk, number), Category.RESULTS).entries["result"]
    return [tuple(one.values[n] for n in ("domain", "moment", "ability")) for one in entries]


def test_a_teacher_imports_results_of_the_own_group_and_rows_of_others_are_said(
    school: TransferSchool, teacher: Desk, tmp_path: Path
) -> None:
    found = opened(teacher, tmp_path, (RESULTS + OWN.replace("Ánh;", ";") + OTHER))
    assert [one.code for one in teacher.list_imports.kinds()] == ["results", "absences"]
    plan = teacher.list_imports.entries(found.table, found.mapping)
    assert [(one.row, one.who) for one in plan.fresh] == [(2, "Thị Ngọc Ánh van 't Hof")]
    assert [one.subject for one in plan.problems] == ["rij 3: Dana Boer (1004)"]
    assert "niet in uw eigen groep" in plan.problems[0].sentence
    assert teacher.list_imports.apply(plan).pupil_ids == (pupil_id(teacher, COMPLETE),)
    assert ("arithmetic", "M8", 214.0) in results(teacher, COMPLETE)
    again = teacher.list_imports.entries(found.table, found.mapping)
    assert (again.fresh, [one.row for one in again.already]) == ((), [2])
    teacher.close()
    head = school.desk("directeur")
    assert results(head, GROUP_7) == []
    lines = head.log.read(LogFilter(pupil_id=pupil_id(head, COMPLETE)))
    assert [(one.event, one.staff) for one in lines if one.event == "geïmporteerd"] == [
        ("geïmporteerd", "Juf Acht")
    ]
    refused = head.log.read(LogFilter(refused_only=True))
    assert [(one.staff, one.event) for one in refused] == [("Juf Acht", "lijst opgevraagd")] * 2
    assert head.verify_log().intact
    assert head.watch.check().altered == ()
    head.close()


def test_no_list_of_people_for_a_teacher(teacher: Desk, tmp_path: Path) -> None:
    found = opened(teacher, tmp_path, "Nummer;Naam;Geboren\n1;A B;1-2-2018\n", "pupils")
    with pytest.raises(Refused, match="Importeren mag niet als leerkracht"):
        teacher.list_imports.people(found.table, found.mapping)


def test_the_office_imports_absences_and_no_results(school: TransferSchool, tmp_path: Path) -> None:
    office = school.desk("administratie")
    assert [one.code for one in office.list_imports.kinds()] == ["pupils", "staff", "absences"]
    text = "Naam;Groep;Datum;Reden\nDana Boer;7;1-2-2027;ziek\nEva Onbekend;8;1-2-2027;ziek\n"
    found = opened(office, tmp_path, text)
    assert office.list_imports.apply(
        office.list_imports.entries(found.table, found.mapping)
    ).pupil_ids
    absences = office.entries.page(pupil_id(office, GROUP_7), Category.ABSENCE).entries["absence"]
    assert [one.values["sort"] for one in absences] == ["ill"]
    found = opened(office, tmp_path, RESULTS + OTHER, "results")
    assert office.list_imports.entries(found.table, found.mapping).changes_nothing
    office.close()


def test_pupils_come_in_once_with_groups_history_and_digests(
    school: TransferSchool, tmp_path: Path
) -> None:
    office = school.desk("administratie")
    rows = (
        ["Leerlingnummer", "Huidige groep", "Roepnaam", "Voorvoegsel", "Achternaam"],
        [2001.0, "Groep 3", "Fien", "van de", "Wetering"],
        [float(GROUP_7), "7", "Dana", None, "Boers"],
    )
    found = opened(office, tmp_path, workbook(*rows))
    plan = office.list_imports.people(found.table, found.mapping)
    assert [one.name for one in plan.new_groups] == ["3"]
    assert plan.questions[0].label == "rij 3: Dana Boers (1004)"
    office.imports.apply(plan)
    assert office.pupils.by_number("2001").display_name == "Fien van de Wetering"
    again = office.list_imports.people(found.table, found.mapping)
    assert again.changes_nothing
    office.close()
    head = school.desk("directeur")
    assert head.watch.check().altered == ()
    head.close()


def test_nothing_is_added_when_the_dossier_changed_meanwhile(teacher: Desk, tmp_path: Path) -> None:
    found = opened(teacher, tmp_path, RESULTS + OWN.replace("Ánh;", ";"))
    plan = teacher.list_imports.entries(found.table, found.mapping)
    teacher.list_imports.apply(plan)
    before = results(teacher, COMPLETE)
    with pytest.raises(UserError, match="intussen gewijzigd"):
        teacher.list_imports.apply(plan)
    assert results(teacher, COMPLETE) == before


def test_what_columns_mean_is_remembered_for_the_next_list(teacher: Desk, tmp_path: Path) -> None:
    found = opened(teacher, tmp_path, "Kind;Iets\nDana Boer;8\n", "results")
    assert not found.mapping.remembered
    chosen = found.mapping.with_column(0, "full_name").with_column(1, "mark")
    teacher.list_imports.remember(found.table, chosen)
    again = opened(teacher, tmp_path, "KIND;iets\nBo Bos;7\n", "results").mapping
    assert (again.remembered, again.columns) == (True, ("full_name", "mark"))
    assert not opened(teacher, tmp_path, "Kind;Anders\nBo Bos;7\n", "results").mapping.remembered


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nummer;Cijfer\n1;8\n", "Wijs een kolom aan"),
        ("Nummer;Gebied;Datum;Cijfer;Geloof\n1;rekenen;1-2-2027;8;x\n", "nooit overgenomen"),
    ],
)
def test_a_list_that_is_not_understood_or_asks_too_much_is_not_looked_at(
    teacher: Desk, tmp_path: Path, text: str, said: str
) -> None:
    found = opened(teacher, tmp_path, text, "results")
    mapping = found.mapping
    if "Geloof" in text:
        mapping = mapping.with_column(4, "note")
    with pytest.raises(UserError, match=said):
        teacher.list_imports.entries(found.table, mapping)


def test_what_is_said_for_the_whole_list_must_be_right(teacher: Desk, tmp_path: Path) -> None:
    found = opened(teacher, tmp_path, RESULTS + OWN)
    wrong = found.mapping.with_constant("taken_on", "morgen")
    with pytest.raises(UserError, match="Datum: Dit is geen datum"):
        teacher.list_imports.entries(found.table, wrong)


def test_without_a_backup_first_nothing_is_added(teacher: Desk, tmp_path: Path) -> None:
    def fails() -> None:
        raise UserError("De reservekopie is niet gelukt.")

    found = opened(teacher, tmp_path, RESULTS + OWN.replace("Ánh;", ";"))
    plan = teacher.list_imports.entries(found.table, found.mapping)
    before = results(teacher, COMPLETE)
    careful = ListImports(teacher._session, teacher.imports, fails)
    with pytest.raises(UserError, match="reservekopie"):
        careful.apply(plan)
    assert results(teacher, COMPLETE) == before
