"""The sheets of a group on the real database: what is on them for whom, and what is never."""

import io

import pytest
from openpyxl import load_workbook

from app.access.journal import LogFilter
from app.desk import Desk
from app.errors import UserError
from app.sheets.class_list import Born, ClassListOptions
from app.sheets.group_sheets import Sheet, SheetOrder
from app.sheets.shown_lists import TableForm
from tests.documents.reading import everything
from tests.sheets.conftest import (
    ADDRESS,
    AWAY,
    BSN,
    NEIGHBOUR,
    NUMBER,
    SECRET_NUMBER,
    Families,
)

WHY = "Voor de schoolreis van groep 8."


def test_a_class_list_for_staff_holds_numbers_in_calling_order_and_nothing_secret(
    families: Families,
) -> None:
    school, pupils = families.school, families.pupils
    teacher = school.desk("leerkracht8")
    options = ClassListOptions(Born.DATE, ("betaald", " "), phones=True)
    text = everything(teacher.group_sheets.preview(SheetOrder(Sheet.CLASS_LIST, pupils, options)))
    teacher.close()
    assert text.index(NEIGHBOUR) < text.index(NUMBER)
    for said in ("alleen voor medewerkers", "Groep 8 · 2 leerlingen", "17-03-2015", "betaald"):
        assert said in text
    assert "Geheime nummers staan niet op deze lijst" in text
    for never in (SECRET_NUMBER, AWAY, ADDRESS, BSN, "Qwyx", "Geheim,", "gezag"):
        assert never not in text


def test_a_health_sheet_holds_what_is_shared_whoever_prints_it(
    families: Families,
) -> None:
    school, pupils = families.school, families.pupils
    order = SheetOrder(Sheet.HEALTH, pupils)
    made = []
    for who in ("leerkracht8", "ib", "directeur"):
        desk = school.desk(who)
        made.append(everything(desk.group_sheets.to_print(order)))
        with pytest.raises(UserError, match="kan niet als bestand"):
            desk.group_sheets.to_save(order, WHY)
        desk.close()
    for text in made:
        for said in ("Vooraan zitten", "Bel 112", "01-06-2027", "Over het andere kind"):
            assert said in text
        for never in ("Qwyx", "Niet gedeeld", "Voorbij"):
            assert never not in text
    office = school.desk("administratie")
    with pytest.raises(UserError, match="mag niet als administratie"):
        office.group_sheets.to_print(order)
    office.close()


def test_a_spreadsheet_of_the_class_holds_names_and_boxes_and_never_numbers(
    families: Families,
) -> None:
    school, pupils = families.school, families.pupils
    desk = school.desk("administratie")
    options = ClassListOptions(Born.BIRTHDAY, ("=betaald",))
    order = SheetOrder(Sheet.CLASS_LIST, pupils, options)
    saved = desk.group_sheets.to_spreadsheet(order, TableForm.XLSX, WHY)
    rows = list(load_workbook(io.BytesIO(saved)).active.iter_rows(values_only=True))
    assert rows[0] == ("Nr.", "Naam", "Jarig op", "=betaald")
    assert rows[1][:3] == ("1", "Hof, Thị Ngọc Ánh van 't", "17 maart")
    with pytest.raises(UserError, match="telefoonnummers kan niet voor Excel"):
        desk.group_sheets.to_spreadsheet(
            SheetOrder(Sheet.CLASS_LIST, pupils, ClassListOptions(phones=True)),
            TableForm.CSV,
            WHY,
        )
    desk.close()


def test_looking_printing_and_saving_are_told_apart_in_the_log(
    families: Families, head: Desk
) -> None:
    pupils = families.pupils
    order = SheetOrder(Sheet.BIRTHDAYS, pupils[:1])
    for make in (
        lambda: head.group_sheets.preview(order),
        lambda: head.group_sheets.to_print(order),
        lambda: head.group_sheets.to_save(order, WHY),
    ):
        assert "wordt" in everything(make()).casefold()
    lines = [
        (one.codes.event, one.text)
        for one in sorted(head.log.read(LogFilter(pupil_id=pupils[0])), key=lambda one: one.number)
        if one.object_kind == "verjaardagslijst"
    ]
    assert lines == [("search", ""), ("print", ""), ("export", WHY)]


def test_what_cannot_be_made_is_said(families: Families, head: Desk) -> None:
    pupils = families.pupils
    sheets = head.group_sheets
    for own, said in ((("a",) * 7, "hoogstens 6 eigen"), (("x" * 31,), "hoogstens 30 tekens")):
        order = SheetOrder(Sheet.CLASS_LIST, pupils, ClassListOptions(own_columns=own))
        with pytest.raises(UserError, match=said):
            sheets.preview(order)
    with pytest.raises(UserError, match="zit niemand"):
        sheets.preview(SheetOrder(Sheet.CLASS_LIST, ()))
    with pytest.raises(UserError, match="Er is niets opgeslagen"):
        sheets.to_save(SheetOrder(Sheet.CLASS_LIST, pupils), "")
