"""Opening an emergency card by keyboard: a reason, the card, and back."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from ui.pages.dossier.overview import OverviewPage
from ui.pages.emergency import EmergencyCardView
from ui.pages.form_sheet import FormSheet
from ui.widgets.empty_state import EmptyState

WHY = "Valt op het plein en reageert niet."
HELP = "Leg op de zij <b>en</b> bel 112"


def with_card(open_as, name: str) -> None:
    supervisor = open_as("ib")
    values = {
        "noted_on": date(2026, 9, 1),
        "condition": "Epilepsie",
        "measure": "Rust",
        "emergency": HELP,
        "on_emergency_card": True,
    }
    supervisor.desk.entries.add(supervisor.id_of(name), "health", values, "Veiligheid")
    supervisor.desk.close()


def texts_in(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def card_action(opened) -> QAction:
    return next(one for one in opened.page.view._menu.actions() if "oodkaart" in one.text())


def test_a_teacher_opens_the_card_of_a_pupil_of_another_group(open_as) -> None:
    with_card(open_as, "Sita")
    opened = open_as("leerkracht8")
    opened.open("Sita")
    assert opened.page.view.emergency_button.isVisible()
    opened.qtbot.mouseClick(opened.page.view.emergency_button, Qt.MouseButton.LeftButton)
    sheet = opened.page.view.page
    assert isinstance(sheet, FormSheet)
    opened.qtbot.keyClicks(sheet.form("emergency").input("why").widget, "kort")
    assert sheet.submit()
    opened.settle()
    assert opened.page.view.page is sheet
    assert any("Schrijf in één zin" in text for text in texts_in(sheet))
    sheet.form("emergency").set_values({"why": WHY})
    opened.qtbot.mouseClick(sheet.submit_button, Qt.MouseButton.LeftButton)
    opened.settle()
    view = opened.page.view.page
    assert isinstance(view, EmergencyCardView)
    assert HELP in texts_in(view)
    assert not any("Epilepsie" in text for text in texts_in(view))
    assert "noodkaart" in opened.grounds[-1]
    assert view.close_button.hasFocus()
    opened.qtbot.keyClick(view.close_button, Qt.Key.Key_Space)
    opened.settle()
    assert isinstance(opened.page.view.page, OverviewPage)


def test_a_card_with_nothing_on_it_says_whom_to_ask(open_as) -> None:
    opened = open_as("leerkracht8")
    opened.open("Sita")
    card_action(opened).trigger()
    sheet = opened.page.view.page
    sheet.form("emergency").set_values({"why": WHY})
    sheet.submit()
    opened.settle()
    (nothing,) = opened.page.view.page.findChildren(EmptyState)
    assert any("112" in text for text in texts_in(nothing))


def test_the_office_is_offered_no_card(open_as) -> None:
    opened = open_as("administratie")
    opened.open("Sita")
    assert not any("oodkaart" in one.text() for one in opened.page.view._menu.actions())
