"""The building blocks, through clicks and keys; and text of users, shown as typed."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.access.categories import DOSSIER_CATEGORIES
from app.dossier.kinds import CATEGORY_TEXTS
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.confirm import ConfirmDialog
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.row_list import ListRow, RowList
from ui.widgets.search_field import SearchField
from ui.widgets.sidebar import Place, Sidebar
from ui.widgets.status_foot import StatusFoot
from ui.widgets.tab_row import TabRow

NASTY = '<b>Anna</b> & <img src="/etc/passwd">'
W = TypeVar("W", bound=QWidget)


def shown(qtbot: QtBot, widget: W, width: int = 400, height: int = 300) -> W:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_no_label_takes_user_text_for_mark_up(qtbot: QtBot) -> None:
    bar = MessageBar()
    bar.must(NASTY)
    widgets: list[QWidget] = [
        bar,
        Card(NASTY, NASTY),
        Chip(NASTY),
        Heading(NASTY, NASTY),
        EmptyState("info", NASTY, NASTY, NASTY),
        ConfirmDialog(None, NASTY, [NASTY]),
        StatusFoot(),
        Sidebar(NASTY),
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
        for label in [*widget.findChildren(QLabel), widget]:
            if isinstance(label, QLabel) and not label.pixmap():
                assert label.textFormat() is Qt.TextFormat.PlainText
            assert "<b>" not in label.toolTip()
            assert "<img" not in label.toolTip()


def test_a_name_of_five_thousand_letters_is_cut_and_stands_in_the_tooltip(qtbot: QtBot) -> None:
    label = shown(qtbot, ElidedLabel("<b>" + "Anna " * 1000, "name", lines=2), 300, 80)
    assert label.is_cut()
    assert label.toolTip().startswith("<qt>&lt;b&gt;Anna")
    assert label.minimumSizeHint().width() < 200


def test_a_card_is_no_higher_than_its_content(qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    card = Card("Titel")
    card.add(PlainLabel("Een zin die over meer dan een regel loopt. " * 4, wrap=True))
    layout.addWidget(card)
    shown(qtbot, page, 300, 900)
    qtbot.waitUntil(lambda: card.height() < 300)
    narrow = card.height()
    page.resize(800, 900)
    qtbot.waitUntil(lambda: card.height() < narrow)


def test_a_heading_puts_its_actions_below_when_it_is_narrow(qtbot: QtBot) -> None:
    from ui.widgets.buttons import button

    heading = Heading("Anna van 't Hof", "Groep 8")
    heading.set_chips([("Noodkaart: EpiPen", Tone.MUST)])
    action = button("Overstaprapport", "filled")
    heading.add_action(action)
    shown(qtbot, heading, 900, 140)
    assert action.geometry().left() > 500
    heading.resize(400, 200)
    qtbot.waitUntil(lambda: action.geometry().left() < 100)
    assert action.geometry().right() <= 400


def test_a_message_offers_to_undo_and_goes_away(qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    bar = MessageBar()
    layout.addWidget(bar)
    shown(qtbot, page)
    undone: list[bool] = []
    bar.done("Verwijderd.", "Ongedaan maken", lambda: undone.append(True))
    assert bar.accessibleName() == "Gelukt: Verwijderd."
    qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert bar.text() == ""
    bar.info("Iets")
    qtbot.keyClick(bar._close, Qt.Key.Key_Space)
    assert bar.isHidden()


def test_all_ten_tabs_fit_beside_sidebar_and_list_on_the_smallest_screen(qtbot: QtBot) -> None:
    row = TabRow()
    row.add("overview", "Overzicht")
    for category in DOSSIER_CATEGORIES:
        row.add(str(category), CATEGORY_TEXTS[category].tab)
    shown(qtbot, row, 1366 - 206 - 268 - 2 * 24 - 12, 40)
    assert row.folded() == ()
    assert not row.more.isVisible()


def test_tabs_that_do_not_fit_are_in_the_menu_and_the_open_one_always_shows(qtbot: QtBot) -> None:
    row = TabRow()
    for number in range(10):
        row.add(str(number), f"Onderdeel {number}")
    shown(qtbot, row, 400, 40)
    assert row.more.isVisible()
    assert "9" in row.folded()
    assert "0" not in row.folded()
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    row._fill_menu()
    row._menu.actions()[-1].trigger()
    assert chosen == ["9"]
    assert row.current() == "9"
    assert "9" not in row.folded()
    assert row.bar.width() + row.more.width() <= 400
    qtbot.keyClick(row.bar, Qt.Key.Key_Home)
    for _step in range(9):
        qtbot.keyClick(row.bar, Qt.Key.Key_Right)
    assert row.current() == "9"


def test_the_sidebar_is_walked_with_the_arrows(qtbot: QtBot) -> None:
    side = Sidebar("De Regenboog")
    side.set_places(
        [
            Place("today", "&Vandaag", "today"),
            Place("pupils", "&Leerlingen", "pupils"),
            Place("help", "&Hulp", "help", at_foot=True),
        ]
    )
    side.set_badge("pupils", 3, "3 wachten")
    shown(qtbot, side, 206, 500)
    chosen: list[str] = []
    side.chosen.connect(chosen.append)
    side.place_button("today").setFocus()
    qtbot.keyClick(side.place_button("today"), Qt.Key.Key_Down)
    assert side.place_button("pupils").hasFocus()
    qtbot.keyClick(side.place_button("pupils"), Qt.Key.Key_Return)
    assert chosen == ["pupils"]
    assert side.current() == "today"
    side.set_current("pupils")
    assert side.current() == "pupils"
    assert side.place_button("pupils").accessibleName() == "Leerlingen, 3 wachten"
    side.set_compact(True)
    assert side.width() == 56
    assert side.place_button("help").toolTip() == "<qt>Hulp</qt>"
    qtbot.mouseClick(side.place_button("help"), Qt.MouseButton.LeftButton)
    assert chosen[-1] == "help"


def test_nine_places_fit_beside_the_foot_at_150_percent(qtbot: QtBot) -> None:
    side = Sidebar("De Regenboog")
    places = [Place(str(number), f"Plek {number}", "log") for number in range(9)]
    places += [Place(f"f{number}", "Voet", "help", at_foot=True) for number in range(2)]
    side.set_places(places)
    side.set_who("Intern begeleider")
    side.set_countdown("Vergrendelt over 9 min")
    shown(qtbot, side, 206, 512)
    assert side._scroll.verticalScrollBar().maximum() == 0


def test_the_list_tells_where_one_goes_and_passes_its_heads(qtbot: QtBot) -> None:
    names = RowList("Leerlingen")
    names.set_rows([ListRow("h", "Groep 8", head=True), ListRow("a", NASTY), ListRow("b", "Bo")])
    shown(qtbot, names)
    chosen: list[str] = []
    names.chosen.connect(chosen.append)
    names.setFocus()
    assert names.current() == ""
    names.focus_first()
    qtbot.keyClick(names, Qt.Key.Key_Down)
    assert chosen == ["a", "b"]
    names.set_rows([ListRow("b", "Bo")])
    assert names.current() == "b"
    assert chosen == ["a", "b"]
    with qtbot.waitSignal(names.opened):
        qtbot.keyClick(names, Qt.Key.Key_Return)


def test_searching_waits_for_a_pause_and_hands_over_the_arrow(qtbot: QtBot) -> None:
    field = shown(qtbot, SearchField("Zoek leerling…"))
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field, "ann")
    assert told.args == ["ann"]
    with qtbot.waitSignal(field.down):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]


def test_escape_in_a_decision_changes_nothing(qtbot: QtBot) -> None:
    dialog = ConfirmDialog(
        None, "Vernietigen?", ["3 dossiers verdwijnen."], "&Vernietigen", danger=True
    )
    shown(qtbot, dialog)
    qtbot.waitUntil(dialog.cancel_button.hasFocus)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.answer == "cancel"
    assert not dialog.isVisible()
    again = shown(qtbot, ConfirmDialog(None, "Vernietigen?", action="&Vernietigen", danger=True))
    qtbot.mouseClick(again.action_button, Qt.MouseButton.LeftButton)
    assert again.answer == "action"
