"""What a list shows goes out as it shows, from its menu; what may not leave is not offered."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu

from tests.documents.reading import everything
from tests.ui.pages.pupils.conftest import TODAY
from ui.pages import pdf_file
from ui.text import without_mnemonic
from ui.widgets import pdf_print
from ui.widgets.ask_line import AskLine

RESULT = {"taken_on": TODAY, "sort": "monitoring", "domain": "reading"}


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a list is saved; the reason is given."""

    def answer(dialog: AskLine) -> int:
        dialog.line.set_text_value("Voor de bespreking.")
        dialog.action_button.click()
        return int(QDialog.DialogCode.Accepted)

    target = tmp_path / "lijst.csv"
    monkeypatch.setattr(AskLine, "exec", answer)
    monkeypatch.setattr(pdf_file, "ask_where", lambda *_asked: target)
    return target


def actions(menu: QMenu) -> dict[str, QAction]:
    return {without_mnemonic(one.text()): one for one in menu.actions()}


def test_a_category_list_is_saved_with_the_columns_and_the_order_that_show(open_as, saved) -> None:
    opened = open_as("directeur")
    pupil = opened.id_of("Anna")
    for test, level in (("Lezen", "III"), ("=2+2", "I")):
        values = {**RESULT, "test": test, "level": level}
        opened.desk.entries.add(pupil, "result", values)
    opened.open("Anna")
    table = opened.tab("results").cards["result"].table
    columns = [one.key for one in table.model.columns]
    for key in columns:
        if key not in ("test", "level"):
            table.columns.show_column(columns.index(key), on=False)
    table.view.sortByColumn(columns.index("level"), Qt.SortOrder.AscendingOrder)
    actions(table.list_menu())["Lijst opslaan als CSV…"].trigger()
    opened.settle()
    assert saved.read_text("utf-8-sig") == "Toets;Niveau\n'=2+2;I\nLezen;III\n"
    assert "niet versleuteld" in opened.page.message_bar.text()


def test_the_list_of_pupils_is_saved_as_the_search_left_it(open_as, saved) -> None:
    opened = open_as("leerkracht8")
    opened.page.list.search.setText("hof")
    opened.qtbot.waitUntil(lambda: len(opened.page.list.shown()) == 1)
    opened.page._show_menu(opened.page.list.shown()[0], QPoint(0, 0))
    menu = opened.page.findChildren(QMenu)[-1]
    actions(menu)["Lijst opslaan als CSV…"].trigger()
    menu.close()
    opened.settle()
    assert saved.read_text("utf-8-sig") == "Leerling;Groep;Jaargroep\nHof, Anna van 't;8;8\n"


def test_addresses_are_printed_without_the_secret_ones_and_never_saved(
    open_as, monkeypatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(
        pdf_print, "print_bytes", lambda _parent, content, _name: not printed.append(content)
    )
    opened = open_as("ib")
    pupil = opened.id_of("Anna")
    for surname, secret in (("Zichtbaar", False), ("Qwyxgeheim", True)):
        person = {"surname": surname, "street": "Laan", "address_secret": secret}
        link = {"relationship": "mother", "custody": "yes"}
        opened.desk.entries.add_guardian(pupil, person, link)
    opened.open("Anna")
    table = opened.tab("contact").cards["guardian_of_pupil"].table
    offered = actions(table.list_menu())
    assert list(offered) == ["Kolommen", "Lijst afdrukken…"]
    offered["Lijst afdrukken…"].trigger()
    opened.settle()
    text = everything(printed[0])
    assert "Zichtbaar" in text
    assert "Qwyxgeheim" not in text
    assert opened.page.message_bar.text() == "De lijst is naar de printer gestuurd."
