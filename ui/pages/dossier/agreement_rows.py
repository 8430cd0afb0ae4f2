"""The agreements in the form of a talk: a small row each; Enter begins the next.

It has the shape of an `EntryForm`, so that a `FormSheet` saves, checks and drafts it with the rest.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dossier.kinds import KINDS, Value
from app.dossier.values import Entry
from ui.form_hints import Kept, Watching
from ui.pages.dossier.agreement_row import AgreementRow
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel

_WIDEST = 760
_PAUSE_MILLISECONDS = 600
_TYPED = ("what", "who", "due_on")


class AgreementRows(QWidget):
    """`values` holds the rows in order; empty rows count as not there."""

    changed = Signal()
    submitted = Signal(object, str)
    cancelled = Signal()

    def __init__(
        self,
        agreements: Sequence[Entry],
        people: Sequence[str],
        watching: Watching,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = KINDS["agreement"]
        self._people, self._watching = people, watching
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._point_out)
        self.rows: list[AgreementRow] = []
        self.setAccessibleName("Afspraken")
        self.setMaximumWidth(_WIDEST)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.add_button = button("Afspraak erbij", "link", "plus", self._add_and_go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(
            PlainLabel("Eén afspraak per regel. Enter begint een nieuwe regel.", "small", wrap=True)
        )
        layout.addLayout(self._list)
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for one in agreements:
            raw = {name: one.display.get(name, "") for name in _TYPED}
            self._add().set_raw({**raw, "id": one.id, "version": str(one.version)})
        if not self.rows:
            self._add()
        self.mark_saved()
        save, leave = QKeySequence(QKeySequence.StandardKey.Save), QKeySequence(Qt.Key.Key_Escape)
        for keys, told in ((save, lambda: self.submitted.emit({}, "")), (leave, self.cancelled)):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(told)

    def values(self) -> dict[str, Sequence[Mapping[str, Value]]]:
        """The agreements to save."""
        return {"rows": tuple(one.values() for one in self._filled())}

    def reason(self) -> str:
        """An agreement asks for none."""
        return ""

    def kept(self) -> Kept:
        """Why a text is needed is asked where an agreement is changed by itself."""
        return {}

    def raw(self) -> dict[str, str]:
        """Everything as it was typed, a name for each row and field."""
        return {
            f"{number}.{name}": text
            for number, one in enumerate(self._filled())
            for name, text in {**one.raw(), **one.saved}.items()
        }

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back a draft."""
        rows: dict[int, dict[str, str]] = {}
        for key, text in raw.items():
            number, _dot, name = key.partition(".")
            if number.isdigit():
                rows.setdefault(int(number), {})[name] = text
        for one in list(self.rows):
            self._take_away(one)
        for number in sorted(rows):
            self._add().set_raw(rows[number])
        if not self.rows:
            self._add()

    def is_dirty(self) -> bool:
        """Whether something differs from what is saved."""
        return self.raw() != self._saved

    def mark_saved(self) -> None:
        """What stands here now is what is stored."""
        self._saved = self.raw()

    def problems(self) -> dict[str, str]:
        """What is not right yet, by row."""
        found = {str(number): one.problem() for number, one in enumerate(self._filled())}
        return {number: text for number, text in found.items() if text}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show them under their rows."""
        for number, one in enumerate(self._filled()):
            one.show_problem(problems.get(str(number), ""))

    def focus_first(self) -> None:
        """Go to the first row."""
        self.rows[0].what.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_problem(self) -> bool:
        """Go to the first row that is not right; false when there is none."""
        wrong = next((one for one in self._filled() if one.problem()), None)
        if wrong is not None:
            wrong.what.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is not None

    def _filled(self) -> list[AgreementRow]:
        return [one for one in self.rows if not one.is_empty()]

    def _add(self) -> AgreementRow:
        made = AgreementRow(len(self.rows) + 1, self._people)
        made.changed.connect(lambda: self._changed(made))
        made.entered.connect(lambda: self._enter(made))
        made.removed.connect(lambda: self._remove(made))
        self.rows.append(made)
        self._list.addWidget(made)
        return made

    def _add_and_go(self) -> None:
        last = self.rows[-1] if self.rows and self.rows[-1].is_empty() else self._add()
        last.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, row: AgreementRow) -> None:
        at = self.rows.index(row)
        if at + 1 < len(self.rows):
            self.rows[at + 1].what.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not row.is_empty():
            self._add_and_go()

    def _remove(self, row: AgreementRow) -> None:
        self._take_away(row)
        self._add_and_go()
        self.changed.emit()

    def _take_away(self, row: AgreementRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _changed(self, row: AgreementRow) -> None:
        if row.has_problem:
            row.show_problem("" if row.is_empty() else row.problem())
        self._timer.start()
        self.changed.emit()

    def _point_out(self) -> None:
        for one in self.rows:
            one.point_out(self._watching)
