"""One entry in full: every field that holds something, why it is kept, and who wrote it when."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.dossier.hint_rules import RULES
from app.dossier.kinds import NECESSITY_FIELD, Field, FieldType
from app.dossier.values import Entry, KeptRemark
from ui import icons
from ui.moments import moment
from ui.pages.dossier.beside import Beside
from ui.theme import GRID
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import PlainLabel, line

_LABEL_WIDTH = 168
_TWO_FROM = 620
_SHORT = 34


def authorship(entry: Entry) -> str:
    """Who added the entry and who changed it last."""
    said = f"Toegevoegd op {moment(entry.created_at)} door {entry.created_by}."
    if entry.version > 1:
        said += f" Gewijzigd op {moment(entry.changed_at)} door {entry.changed_by}."
    return said


def changed_since(entry: Entry) -> str:
    """What to say when an entry was changed after a draft of it was begun."""
    return (
        f"Dit gegeven is gewijzigd nadat u begon te typen, op {moment(entry.changed_at)} door "
        f"{entry.changed_by}. In het formulier staat uw tekst. Lees hem na voor u opslaat."
    )


class Facts(QWidget):
    """Labels with their values, as plain text, whole; short ones in two columns where they fit."""

    def __init__(
        self,
        rows: Sequence[tuple[str, str]] = (),
        label_width: int = _LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._rows: list[tuple[str, str]] = []
        self._columns = 2
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(4)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        self._rows = list(rows)
        self._fill()

    def texts(self) -> tuple[str, ...]:
        """Every value that shows."""
        return tuple(text for _label, text in self._rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= _TWO_FROM else 1
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        at, column = 0, 0
        for label, text in self._rows:
            wide = self._columns == 1 or len(text) > _SHORT or "\n" in text
            if wide and column:
                at, column = at + 1, 0
            self._add(label, text, at, column, span=self._columns * 2 - 1 if wide else 1)
            column += self._columns if wide else 1
            if column >= self._columns:
                at, column = at + 1, 0
        for number in (1, 3):
            self._grid.setColumnStretch(number, 1 if number < 2 * self._columns else 0)

    def _add(self, label: str, text: str, at: int, column: int, *, span: int) -> None:
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        name = PlainLabel(label, "muted", wrap=True)
        name.setFixedWidth(self._label_width)
        name.setAlignment(top)
        value = PlainLabel(text, wrap=True)
        value.setAlignment(top)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(f"{label}: {text}")
        self._grid.addWidget(name, at, 2 * column)
        self._grid.addWidget(value, at, 2 * column + 1, 1, span)


def filled(entry: Entry, hidden: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Label and text of every field that holds something worth saying."""

    def speaks(field: Field) -> bool:
        if field.name in hidden or not entry.display.get(field.name):
            return False
        return field.type is not FieldType.YES_NO or bool(entry.values.get(field.name))

    return [(one.label, entry.display[one.name]) for one in entry.kind.fields if speaks(one)]


def kept_words(entry: Entry, remark: KeptRemark) -> str:
    """Why a field keeps what was pointed out, such as: Nodig voor … (een BSN, bij Verslag)."""
    labels = {one.name: one.label for one in (*entry.kind.fields, NECESSITY_FIELD)}
    rule = RULES.get(remark.rule)
    about = [rule.title] if rule else []
    return f"{remark.reason} ({', '.join([*about, f'bij {labels[remark.field]}'])})"


class Ask(StrEnum):
    """What can be asked about a chosen entry."""

    CHANGE = "change"
    DELETE = "delete"
    HISTORY = "history"
    RECTIFY = "rectify"
    STATEMENT = "statement"
    REMOVE_STATEMENT = "remove_statement"


# What the menus call it: label and icon.
ASKED = {
    Ask.CHANGE: ("&Wijzigen", "edit"),
    Ask.DELETE: ("&Verwijderen", "trash"),
    Ask.HISTORY: ("&Geschiedenis", "log"),
    Ask.RECTIFY: ("&Rectificeren…", "check"),
    Ask.STATEMENT: ("Ver&klaring toevoegen…", "plus"),
}
IN_MENU = (Ask.RECTIFY, Ask.STATEMENT)
WRITES = frozenset(ASKED) - {Ask.HISTORY}


class EntryButtons(QWidget):
    """What can be done with the entry above; `asked` carries an `Ask`."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.change_button = self._button(Ask.CHANGE)
        self.delete_button = self._button(Ask.DELETE)
        self.history_button = self._button(Ask.HISTORY)
        self.more_button = icon_button("more", "Rectificeren, of een verklaring toevoegen")
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more_button)
        for one in IN_MENU:
            label, icon = ASKED[one]
            action = self.menu.addAction(icons.icon(icon), label)
            action.triggered.connect(lambda _on=False, one=one: self.asked.emit(one))
        self.more_button.setMenu(self.menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        for widget in (self.change_button, self.delete_button, self.history_button):
            self._row.addWidget(widget)
        self._row.addWidget(self.more_button)
        self._row.addStretch()

    def add(self, more: QWidget) -> None:
        """One more thing that can be done, in front of the menu."""
        self._row.insertWidget(self._row.indexOf(self.more_button), more)

    def _button(self, what: Ask) -> QPushButton:
        label, icon = ASKED[what]
        # Several cards stand on one page: their buttons cannot all have the same mnemonic.
        return button(label.replace("&", ""), "outline", icon, lambda: self.asked.emit(what))

    def offer(self, *, writes: bool, deletes: bool = True, history: bool = True) -> None:
        """Show what this reader may do."""
        self.change_button.setVisible(writes)
        self.delete_button.setVisible(writes and deletes)
        self.more_button.setVisible(writes)
        self.history_button.setVisible(history)
        self.setVisible(writes or history)


class EntryDetails(QWidget):
    """Shown under the list for the chosen entry, with what can be done with it.

    `asked` carries an `Ask`, and the statement where that is about one.
    """

    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts()
        self.beside = Beside(lambda one: self.asked.emit(Ask.REMOVE_STATEMENT, one))
        self.signed = PlainLabel("", "small", wrap=True)
        self.buttons = EntryButtons()
        self.buttons.asked.connect(lambda what: self.asked.emit(what, None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(line())
        layout.addWidget(self.facts)
        layout.addWidget(self.beside)
        layout.addWidget(self.signed)
        layout.addWidget(self.buttons)
        self.hide()

    def add_button(self, more: QWidget) -> None:
        """One more thing that can be done with the entry that shows."""
        self.buttons.add(more)

    def show_entry(
        self, entry: Entry | None, *, may_write: bool, may_delete: bool = True, history: bool = True
    ) -> None:
        """Show this one; nothing for `None`."""
        self.setVisible(entry is not None)
        if entry is None:
            return
        rows = filled(entry)
        if entry.reason:
            rows.append(("Waarom dit nodig is", entry.reason))
        rows += [("Nodig omdat", kept_words(entry, one)) for one in entry.kept]
        self.facts.set_rows(rows)
        self.beside.show_of(entry, may_write=may_write)
        self.signed.setText(authorship(entry))
        self.buttons.offer(writes=may_write, deletes=may_delete, history=history)
        self.setAccessibleName(entry.title)
