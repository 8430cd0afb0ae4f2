"""Importeren of lists: the columns, the preview, the report; by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from tests.exchange.lists.helpers import workbook
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, pupil_id
from tests.ui.pages.desk_page import Shown, answer, click, settle, show
from tests.ui.pages.importing.helpers import names, opened, rows, written
from ui.context import Target
from ui.pages.import_page import ImportPage
from ui.pages.importing import parts
from ui.widgets.inputs import ChoiceInput

PUPILS = workbook(
    ["Leerlingnummer", "Huidige groep", "Roepnaam", "Voorvoegsel", "Achternaam", "Etniciteit"],
    [2001.0, "Groep 3", "Fien", "van de", "Wetering", "x"],
    [2002.0, "Groep 3", "Bo", None, "Smit", None],
    [2002.0, "Groep 3", "Bo", None, "Smits", None],
)
RESULTS = (
    f"Nr;Leerling;Rekenen M8;Iets\n{COMPLETE};;214;a\n{GROUP_7};Dana Boer;180;\n{COMPLETE};;veel;\n"
)


def chosen(choice: ChoiceInput, qtbot: QtBot, words: str) -> None:
    """By typing, as with a keyboard."""
    choice.setFocus()
    qtbot.keyClicks(choice, words)


def test_a_list_of_pupils_is_mapped_looked_at_and_imported(
    qtbot: QtBot,
    page: ImportPage,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(qtbot, page, written(tmp_path, PUPILS, "leerlingen.xlsx"))
    face = page.lists.face
    assert face.isVisible()
    assert face.kind.code() == "pupils"
    assert [one.code() for one in face.columns.choices.values()] == [
        "number",
        "group",
        "call_name",
        "prefix",
        "surname",
    ]
    assert QApplication.focusWidget() is page.look_button
    qtbot.keyClick(page.look_button, Qt.Key.Key_Space)
    settle(qtbot)
    assert [row[:3] for row in rows(page, parts.ADD)] == [("Fien van de Wetering", "2001", "3")]
    assert [row[0] for row in rows(page, parts.PROBLEMS)] == [
        "rij 3: Bo Smit (2002)",
        "rij 4: Bo Smits (2002)",
    ]
    assert rows(page, parts.NOT_TAKEN)[0][0] == "Etniciteit"
    answer(monkeypatch, "action")
    qtbot.keyClick(page.import_button, Qt.Key.Key_Space)
    settle(qtbot)
    assert "Fien van de Wetering" in names(desk)
    assert "1 leerling toegevoegd" in page.message_bar.text()
    report = tmp_path / "verslag.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(report), ""))
    click(qtbot, page.preview.report.csv_button)
    settle(qtbot)
    assert "in rij 3 en 4" in report.read_text("utf-8-sig")
    assert "Smit" not in report.read_text("utf-8-sig")


def test_a_teacher_imports_results_by_keyboard_and_others_rows_are_said(
    qtbot: QtBot, school: TransferSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = school.desk("leerkracht8")
    page = show(qtbot, ImportPage(Shown(desk).context()))
    page.show_target(Target("import"))
    opened(qtbot, page, written(tmp_path, RESULTS, "toetsen.csv"))
    face = page.lists.face
    assert not page.look_button.isEnabled()
    assert "Datum" in face.missing.text()
    date = face.constants.inputs["taken_on"]
    assert QApplication.focusWidget() is date
    qtbot.keyClicks(date, "1-2-2027")
    assert page.look_button.isEnabled()
    assert face.missing.isHidden()
    chosen(face.columns.choices[3], qtbot, "een toets: Niveau")
    assert face.columns.domains[3].isVisible()
    qtbot.keyClick(face.columns.choices[3], Qt.Key.Key_Home)
    assert face.columns.domains[3].isHidden()
    click(qtbot, page.look_button)
    settle(qtbot)
    seen = page.entries_preview
    added = seen.cards[parts.ADD.title].table.rows()
    assert [(one.row, one.shown[0]) for one in added] == [(2, "rekenen-wiskunde")]
    problems = seen.cards[parts.LIST_PROBLEMS.title].table.rows()
    assert [one.texts[0] for one in problems] == ["rij 3: Dana Boer (1004)", "rij 4: 1001"]
    click(qtbot, page.columns_button)
    assert face.isVisible()
    click(qtbot, page.look_button)
    settle(qtbot)
    asked = answer(monkeypatch, "action")
    click(qtbot, page.import_button)
    settle(qtbot)
    assert "1 resultaat wordt toegevoegd bij 1 leerling." in asked[0]
    assert "Geïmporteerd: 1 resultaat" in page.message_bar.text()
    assert page.import_button.isHidden()
    found = desk.entries.page(pupil_id(desk, COMPLETE), Category.RESULTS).entries["result"]
    assert 214.0 in [one.values["ability"] for one in found]
    opened(qtbot, page, written(tmp_path, RESULTS, "toetsen.csv"))
    assert face.remembered.isVisible()
    chosen(face.kind, qtbot, "Afwezigheid")
    settle(qtbot)
    assert face.mapping is not None
    assert face.mapping.kind.code == "absences"
    desk.close()


def test_what_is_no_list_is_said_and_the_page_stays(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    opened(
        qtbot, page, written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "oud.xls")
    )
    assert "oude vorm xls" in page.message_bar.text()
    assert page.drop_zone.isVisible()
