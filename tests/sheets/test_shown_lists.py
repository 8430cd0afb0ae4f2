"""A list on paper and as a file holds what shows, and never what must stay in the program."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook

from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from app.errors import UserError
from app.sheets.shown_lists import ListRow, ShownList, TableForm, may_be_taken_out
from tests.documents.reading import everything
from tests.sheets.conftest import Families
from tests.transfer_school import COMPLETE, GROUP_7, pupil_id

WHY = "Voor het gesprek met de ouders."


def listed(
    desk: Desk,
    category: Category,
    rows: Sequence[tuple[str, ...]],
    headings: tuple[str, ...] = ("Toets", "Niveau"),
    secret: Sequence[int] = (),
) -> ShownList:
    pupil = pupil_id(desk, COMPLETE)
    made = tuple(ListRow(cells, pupil, number in secret) for number, cells in enumerate(rows))
    return ShownList("Toetsen", "Thị Ngọc Ánh", category, headings, made)


def test_paper_holds_the_rows_as_shown_with_who_printed_it_and_no_secret_row(head: Desk) -> None:
    rows = [("Ź E7", "II"), ("Qwyxgeheim", "V"), ("A M8", "I")]
    text = everything(head.shown_lists.as_pdf(listed(head, Category.RESULTS, rows, secret=[1])))
    assert text.index("Ź E7") < text.index("A M8")
    assert "Qwyxgeheim" not in text
    for said in ("De Regenboog", "Toetsen", "Vertrouwelijk · 01-03-2027 · Dirk Baas"):
        assert said in text
    assert "1 regel staat hier niet bij" in text


def test_a_file_holds_every_cell_as_text_and_runs_no_formula(head: Desk) -> None:
    rows = [("=1+1", "007"), ("@som;x", "+31 6"), ("-2\nregel", "\tTab")]
    shown = listed(head, Category.RESULTS, rows)
    book = load_workbook(io.BytesIO(head.shown_lists.as_file(shown, TableForm.XLSX, WHY)))
    sheet = book["Toetsen"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Toets", "Niveau"],
        *[list(row) for row in rows],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    csv = head.shown_lists.as_file(shown, TableForm.CSV, WHY)
    assert csv.startswith(b"\xef\xbb\xbfToets;Niveau\r\n'=1+1;007\r\n")
    assert "\"'@som;x\";'+31 6" in csv.decode("utf-8-sig")


def test_the_log_keeps_what_left_how_many_rows_and_why(head: Desk) -> None:
    why = "Voor de inspectie."
    shown = listed(head, Category.RESULTS, [("E7", "II"), ("M8", "I")])
    head.shown_lists.as_file(shown, TableForm.CSV, why)
    newest = head.log.read(LogFilter(pupil_id=shown.rows[0].pupil_id))[0]
    assert (newest.codes.event, newest.codes.category) == ("export", "results")
    assert newest.text == f"Toetsen: 2 regels; {why}"


@pytest.mark.parametrize(
    "category",
    [Category.HEALTH, Category.RESEARCH, Category.TALK, Category.CONTACT, Category.FUNDING],
)
def test_what_must_stay_in_the_program_is_in_no_file(head: Desk, category: Category) -> None:
    assert not may_be_taken_out(category)
    with pytest.raises(UserError, match=r"blijven in het programma\. Afdrukken kan wel"):
        head.shown_lists.as_file(listed(head, category, [("x", "y")]), TableForm.XLSX, WHY)


def test_a_number_of_a_person_stands_in_no_list(head: Desk) -> None:
    headings = ("BSN of onderwijsnummer", "Naam", "ECK iD")
    shown = listed(head, Category.ENROLMENT, [("123456782", "Anna", "eck:1")], headings)
    text = everything(head.shown_lists.as_pdf(shown))
    assert "Anna" in text
    saved = head.shown_lists.as_file(shown, TableForm.CSV, WHY).decode("utf-8-sig")
    assert saved == "Naam\r\nAnna\r\n"
    assert "123456782" not in text


@pytest.mark.parametrize("reason", ["", " \n ", "ok", "x" * 201])
def test_nothing_leaves_without_a_reason(head: Desk, reason: str) -> None:
    assert head.shown_lists.reason_problem(reason)
    with pytest.raises(UserError, match="Er is niets opgeslagen"):
        head.shown_lists.as_file(
            listed(head, Category.RESULTS, [("x", "y")]), TableForm.CSV, reason
        )


def test_a_list_of_secret_rows_only_is_not_printed(head: Desk) -> None:
    shown = listed(head, Category.CONTACT, [("Laan", "1")], secret=[0])
    with pytest.raises(UserError, match="geheim en blijft in het programma"):
        head.shown_lists.as_pdf(shown)


def test_a_teacher_prints_health_as_shared_and_of_her_own_group_only(
    families: Families,
) -> None:
    teacher = families.school.desk("leerkracht8")
    assert b"%PDF" in teacher.shown_lists.as_pdf(listed(teacher, Category.HEALTH, [("x", "y")]))
    other = ListRow(("x",), pupil_id(teacher, GROUP_7))
    with pytest.raises(UserError, match="Gezondheid en ondersteuning afdrukken mag niet"):
        teacher.shown_lists.as_pdf(ShownList("Lijst", "", Category.HEALTH, ("Wat",), (other,)))
    teacher.close()
