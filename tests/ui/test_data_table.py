"""A table is filtered by typing, sorted by its head, opened by Enter; by keys alone."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.theme import Tone
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState


@dataclass(frozen=True)
class Row:
    id: str
    name: str
    day: date | None


ROWS = [
    Row("1", "Şimşek <b>x</b>", date(2026, 1, 5)),
    Row("2", "Ann & Co", None),
    Row("3", "Łukasz", date(2025, 12, 31)),
]
COLUMNS = [
    Column("name", "Naam"),
    Column("day", "Datum", 120),
    Column("state", "Stand", 100, value=lambda row: "klaar", tone=lambda row: Tone.DONE),
]


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    made = DataTable(COLUMNS, "Leerlingen", checkable=True, empty=EmptyState("pupils", "Leeg"))
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.set_rows(ROWS)
    made.show()
    made.activateWindow()
    return made


def names(table: DataTable) -> list[str]:
    return [row.id for row in table.rows()]


def test_cells_show_plain_dutch_text(table: DataTable) -> None:
    assert table.model.index(0, 0).data() == "Şimşek <b>x</b>"
    assert table.model.index(0, 1).data() == "05-01-2026"


def test_a_click_on_the_head_sorts_dates_as_dates(qtbot: QtBot, table: DataTable) -> None:
    header = table.view.horizontalHeader()
    where = header.sectionViewportPosition(1) + 20
    point = header.rect().center()
    point.setX(where)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert names(table) == ["3", "1", "2"]


def test_typing_filters_without_accents_and_escape_ends_it(qtbot: QtBot, table: DataTable) -> None:
    table.focus_list()
    qtbot.keyClicks(table.view, "s")
    qtbot.keyClicks(table.filter, "imsek")
    qtbot.waitUntil(lambda: names(table) == ["1"])
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table.filter, Qt.Key.Key_Return)
    assert told.args[0].id == "1"
    qtbot.keyClick(table.filter, Qt.Key.Key_Escape)
    assert len(names(table)) == 3
    assert not table.filter.isVisible()


def test_enter_opens_and_delete_asks(qtbot: QtBot, table: DataTable) -> None:
    table.focus_list()
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert told.args[0].id == "2"
    with qtbot.waitSignal(table.delete_asked) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert told.args[0].id == "2"


def test_space_ticks_and_ticks_survive_a_filter(qtbot: QtBot, table: DataTable) -> None:
    table.focus_list()
    with qtbot.waitSignal(table.ticked):
        qtbot.keyClick(table.view, Qt.Key.Key_Space)
    table.set_filter("lukasz")
    assert [row.id for row in table.model.ticked_rows()] == ["1"]


def test_the_row_one_is_at_stays_when_rows_come_anew(table: DataTable) -> None:
    table.select("3")
    table.set_rows([Row("9", "Nieuw", None), *[Row(r.id, r.name, r.day) for r in ROWS]])
    assert table.current().id == "3"


def test_the_menu_of_a_row_holds_what_may_be_done(table: DataTable) -> None:
    done: list[str] = []
    table.set_actions(
        [
            RowAction("&Bewerken", lambda row: done.append(row.id), "edit"),
            RowAction("&Verwijderen", lambda row: None, "trash", lambda row: row.id != "1"),
        ]
    )
    menu = table.menu_for(ROWS[0])
    mine, below = menu.actions()[:2], menu.actions()[2:]
    assert [one.isEnabled() for one in mine] == [True, False]
    assert below[0].isSeparator()
    assert [one.text() for one in below[1:]] == ["Kolomme&n"]
    mine[0].trigger()
    assert done == ["1"]


def test_an_empty_table_says_why(table: DataTable) -> None:
    table.set_filter("zzz")
    assert table._stack.currentWidget() is table._nothing
    table.set_filter("")
    table.set_rows([])
    assert table._stack.currentIndex() == 1


def test_mere_focus_chooses_no_row(qtbot: QtBot, table: DataTable) -> None:
    told: list[object] = []
    table.selected.connect(told.append)
    table.view.setFocus()
    assert table.current() is None
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert told == []


def test_going_to_a_row_tells_which_one(qtbot: QtBot, table: DataTable) -> None:
    told: list[object] = []
    table.selected.connect(told.append)
    table.focus_list()
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    point = table.view.visualRect(table.model.index(2, 0)).center()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told == list(ROWS)
