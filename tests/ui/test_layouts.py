"""A list is as its user left it: per list, per person, on this PC; and never without a column."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.desk import state_folder
from tests.ui.test_data_table import COLUMNS, ROWS, names
from ui.layouts import Layout, Layouts
from ui.widgets.data_table import DataTable, ListAction

NAME = "Toetsen: name, day, state"


@pytest.fixture
def layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layouts]:
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    made = Layouts.instance()
    made.begin("juf")
    yield made
    made.end()


def table(qtbot: QtBot, name: str = "Toetsen") -> DataTable:
    made = DataTable(COLUMNS, name)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.set_rows(ROWS)
    return made


def headings(one: DataTable) -> tuple[str, ...]:
    return one.shown_cells()[0]


def test_hidden_moved_sorted_and_widened_is_how_it_comes_back(
    qtbot: QtBot, layouts: Layouts
) -> None:
    first = table(qtbot)
    menu = first.columns.menu(first)
    menu.actions()[2].trigger()
    header = first.view.horizontalHeader()
    header.moveSection(1, 0)
    header.resizeSection(1, 200)
    first.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: layouts.of(NAME).sort == "day")
    again = table(qtbot)
    assert headings(again) == ("Datum", "Naam")
    assert again.view.columnWidth(1) == 200
    assert names(again) == names(first)
    assert names(again)[:2] != names(table(qtbot, "Andere lijst"))[:2]
    assert again.shown_cells()[1][0] == (again.model.index(0, 1).data(), again.rows()[0].name)
    again.columns.reset()
    assert headings(table(qtbot)) == ("Naam", "Datum", "Stand")


def test_the_keyboard_moves_and_widens_by_the_menu(qtbot: QtBot, layouts: Layouts) -> None:
    one = table(qtbot)
    one.columns.show_column(1, on=False)

    def arrange(column: str) -> dict[str, QAction]:
        menu = one.columns.menu(one)
        places = next(two for two in menu.actions() if two.text() == "&Plaats en breedte").menu()
        chosen = next(two for two in places.actions() if two.text() == column).menu()
        return {two.text(): two for two in chosen.actions()}

    offered = arrange("Stand")
    assert [offered[label].isEnabled() for label in ("Naar &links", "Naar &rechts")] == [
        True,
        False,
    ]
    assert not arrange("Naam")["&Breder"].isEnabled(), "it takes what is left already"
    offered["Naar &links"].trigger()
    offered["&Breder"].trigger()
    assert headings(one) == ("Stand", "Naam")
    assert one.view.columnWidth(2) == 132
    qtbot.waitUntil(lambda: layouts.of(NAME).widths == {"state": 132})
    assert headings(table(qtbot)) == ("Stand", "Naam")


def test_each_person_has_an_own_layout_and_nobody_has_none(qtbot: QtBot, layouts: Layouts) -> None:
    layouts.keep(NAME, Layout(hidden=("day",)))
    assert headings(table(qtbot)) == ("Naam", "Stand")
    layouts.begin("meester")
    assert headings(table(qtbot)) == ("Naam", "Datum", "Stand")
    layouts.end()
    layouts.keep(NAME, Layout(hidden=("name",)))
    layouts.begin("juf")
    assert layouts.of(NAME).hidden == ("day",)


def test_the_last_column_cannot_be_hidden(qtbot: QtBot, layouts: Layouts) -> None:
    one = table(qtbot)
    for number in (0, 1):
        one.columns.show_column(number, on=False)
    offered = one.columns.menu(one).actions()[:3]
    assert [action.isEnabled() for action in offered] == [True, True, False]
    layouts.keep(NAME, Layout(hidden=("name", "day", "state")))
    assert headings(table(qtbot)) == ("Naam", "Datum", "Stand")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "[]",
        "null",
        '{"juf": []}',
        json.dumps({"juf": {NAME: {"hidden": 1}}}),
        json.dumps(
            {"juf": {NAME: {"hidden": [], "widths": {"day": "x"}, "order": [], "sort": ""}}}
        ),
        json.dumps({"juf": {NAME: {**asdict(Layout()), "hidden": ["x"], "widths": {"day": 9**9}}}}),
    ],
)
def test_a_damaged_file_gives_the_list_as_the_program_makes_it(
    qtbot: QtBot, layouts: Layouts, written: str
) -> None:
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / "lists.json").write_text(written, encoding="utf-8")
    assert headings(table(qtbot)) == ("Naam", "Datum", "Stand")
    layouts.keep(NAME, Layout(hidden=("day",)))
    assert headings(table(qtbot)) == ("Naam", "Stand")


def test_what_is_kept_holds_nothing_of_a_row(qtbot: QtBot, layouts: Layouts) -> None:
    one = table(qtbot)
    one.set_filter("lukasz")
    one.columns.show_column(1, on=False)
    qtbot.waitUntil(lambda: layouts.of(NAME).hidden == ("day",))
    kept = (state_folder() / "lists.json").read_text("utf-8")
    assert "ukasz" not in kept


def test_the_menu_of_the_list_prints_only_what_there_is(qtbot: QtBot, layouts: Layouts) -> None:
    done: list[str] = []
    one = table(qtbot)
    one.set_list_actions([ListAction("Lijst af&drukken…", lambda: done.append("ja"), "print")])
    one.list_menu().actions()[1].trigger()
    one.set_rows([])
    assert not one.list_menu().actions()[1].isEnabled()
    assert done == ["ja"]
