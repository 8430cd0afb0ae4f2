"""Choosing one pupil by typing a part of the name or the number."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from app.dossier.values import PupilSummary
from ui import text as texts
from ui.theme import GRID
from ui.widgets.buttons import icon_button
from ui.widgets.search_field import SearchField

_MOST_SHOWN = 12


class PupilChoice(QWidget):
    """`chosen` carries the pupil, or `None` when the choice was taken back."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pupil: PupilSummary | None = None
        self._pupils: tuple[PupilSummary, ...] = ()
        self._found: list[PupilSummary] = []
        self._labels = QStringListModel(self)
        self.field = _Field()
        self.field.setAccessibleName("Leerling zoeken")
        # Our own search decides what fits: accents folded, also over the number.
        self.completer = QCompleter(self._labels, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(_MOST_SHOWN)
        self.completer.setWidget(self.field)
        self.completer.popup().setAccessibleName("Gevonden leerlingen")
        self.clear_button = icon_button("close", "Alle leerlingen", lambda: self.choose(None))
        self.clear_button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.clear_button)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._offer)
        self.field.entered.connect(self._take_only)
        self.field.down.connect(lambda: self._offer(self.field.text()))
        self.field.left.connect(self._write_choice)
        self.completer.activated["QModelIndex"].connect(
            lambda index: self.choose(self._found[index.row()])
        )

    def set_pupils(self, pupils: Sequence[PupilSummary]) -> None:
        """Whom there is to choose from."""
        self._pupils = tuple(pupils)

    def find(self, pupil_id: str) -> PupilSummary | None:
        """The pupil with this id."""
        return next((one for one in self._pupils if one.id == pupil_id), None)

    def choose(self, pupil: PupilSummary | None) -> None:
        """Take this one, or nobody."""
        self.show_choice(pupil)
        self.chosen.emit(pupil)

    def show_choice(self, pupil: PupilSummary | None) -> None:
        """As `choose`, without telling."""
        self.pupil = pupil
        self.completer.popup().hide()
        self.clear_button.setVisible(pupil is not None)
        self._write_choice()

    def _offer(self, typed: str) -> None:
        typed = texts.clean(typed).strip()
        self._found = [one for one in self._pupils if one.matches(typed)][:_MOST_SHOWN]
        if not typed and self.pupil is not None:
            self.choose(None)
            return
        self._labels.setStringList([_label(one) for one in self._found])
        if self._found and typed:
            self.completer.complete()
        else:
            self.completer.popup().hide()

    def _take_only(self) -> None:
        if len(self._found) == 1 and self.field.isModified():
            self.choose(self._found[0])

    def _write_choice(self) -> None:
        # What stands in the field is always the choice, so that the list below is never misread.
        self.field.setText(_label(self.pupil) if self.pupil else "")
        self.field.setCursorPosition(0)


class _Field(SearchField):
    """A search field that says when it is left, and leaves Escape and arrows to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__("Zoek op naam of nummer…")
        self.setClearButtonEnabled(False)

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _label(pupil: PupilSummary) -> str:
    where = "oud-leerling" if pupil.former else pupil.group_name or "zonder groep"
    return texts.clean(f"{pupil.display_name[:120]} ({pupil.number}) · {where[:40]}")
