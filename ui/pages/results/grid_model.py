"""The cells of a group's test: what stands there, what was typed, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.dossier.kinds import Field
from app.dossier.results import rules, sheet
from app.dossier.results.norms import Norms
from app.dossier.results.sheet import GroupSheet, RowChange, SheetRow
from app.dossier.wording import dutch_date
from ui import text as texts

_Index = QModelIndex | QPersistentModelIndex
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 10
QUIET_ROLE = Qt.ItemDataRole.UserRole + 11
Key = tuple[str, str]


class GridModel(QAbstractTableModel):
    """First the pupil's name, then the fields to type, last a remark about the row."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: GroupSheet | None = None
        self.rows: tuple[SheetRow, ...] = ()
        self.fields: tuple[Field, ...] = ()
        self._norms: Norms = {}
        self._today = date.min
        self._typed: dict[Key, str] = {}
        self._suggested: set[str] = set()
        self._problems: dict[Key, str] = {}

    def show_sheet(
        self, shown: GroupSheet | None, columns: Sequence[str], norms: Norms, today: date
    ) -> None:
        """Show this test, with nothing typed."""
        self.beginResetModel()
        self.sheet, self._norms, self._today = shown, norms, today
        self.rows = shown.rows if shown else ()
        known = {one.name: one for one in sheet.KIND.fields}
        self.fields = tuple(known[name] for name in columns)
        self._typed, self._suggested, self._problems = {}, set(), {}
        self.endResetModel()
        self.typed.emit()

    # --- what stands there -----------------------------------------------------------------------

    def original(self, row: SheetRow, name: str) -> str:
        """What is stored, as it is typed."""
        return sheet.shown(sheet.KIND.field(name), row.values.get(name))

    def text(self, row: SheetRow, name: str) -> str:
        """What stands in a cell now."""
        return self._typed.get((row.pupil_id, name), self.original(row, name))

    def is_dirty(self) -> bool:
        """Whether anything differs from what is stored."""
        return bool(self._typed)

    def problems(self) -> Mapping[Key, str]:
        """What cannot be stored, by (pupil, field)."""
        return self._problems

    def without(self) -> int:
        """How many pupils have no outcome yet and are not said to have missed the test."""
        return sum(1 for row in self.rows if not self._is_done(row))

    def _is_done(self, row: SheetRow) -> bool:
        if self._not_taken(row):
            return True
        names = {*(one.name for one in self.fields), *rules.OUTCOMES, "note"}
        return any(self.text(row, name).strip() for name in names)

    def _not_taken(self, row: SheetRow) -> bool:
        """Whether the row says, typed or stored, that the test was not made."""
        cells = {name: self.text(row, name) for name in (*rules.OUTCOMES, "note")}
        if any(rules.says_not_taken(cells[name]) for name in rules.OUTCOMES):
            return True
        return rules.was_not_taken(cells)

    def raw(self) -> dict[str, dict[str, str]]:
        """What was typed, by pupil, for a draft."""
        found: dict[str, dict[str, str]] = {}
        for (pupil_id, name), text in self._typed.items():
            found.setdefault(pupil_id, {})[name] = text
        return found

    def changes(self) -> tuple[RowChange, ...]:
        """What to store."""
        found = []
        for row in self.rows:
            cells = {name: text for (who, name), text in self._typed.items() if who == row.pupil_id}
            if not cells:
                continue
            if any(rules.says_not_taken(text) for text in cells.values()):
                cells = {**dict.fromkeys(rules.OUTCOMES, ""), **cells}
            found.append(RowChange(row.pupil_id, cells, row.entry_id, row.version))
        return tuple(found)

    # --- typing ----------------------------------------------------------------------------------

    def put(self, cells: Mapping[Key, str]) -> int:
        """Write these cells; returns how many pupils got something."""
        rows = {row.pupil_id: row for row in self.rows}
        names = {one.name for one in self.fields}
        fit = {key: text for key, text in cells.items() if key[0] in rows and key[1] in names}
        touched = {pupil_id for pupil_id, _ in fit}
        for (pupil_id, name), text in fit.items():
            self._write(rows[pupil_id], name, text)
        for pupil_id in touched:
            given = {name for who, name in fit if who == pupil_id}
            if "ability" in given and "level" not in given:
                self._suggest(rows[pupil_id])
            self._check(rows[pupil_id])
        if self.rows:
            last = self.index(len(self.rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.typed.emit()
        return len(touched)

    def is_right(self, name: str, text: str) -> bool:
        """Whether a text fits a column."""
        if rules.says_not_taken(text):
            return True
        try:
            sheet.stored(sheet.KIND.field(name), text, self._today)
        except ValueError:
            return False
        return True

    def _write(self, row: SheetRow, name: str, text: str) -> None:
        text = texts.clean(text).strip()
        if text == self.original(row, name):
            self._typed.pop((row.pupil_id, name), None)
        else:
            self._typed[row.pupil_id, name] = text
        if name == "level":
            self._suggested.discard(row.pupil_id)

    def _suggest(self, row: SheetRow) -> None:
        """The level of the norms, as long as nobody typed another."""
        if "level" not in {one.name for one in self.fields}:
            return
        if self.text(row, "level") and row.pupil_id not in self._suggested:
            return
        level = sheet.suggestion(
            {"ability": self.text(row, "ability")}, self._shared(row), self._norms, self._today
        )
        self._write(row, "level", level)
        if level:
            self._suggested.add(row.pupil_id)

    def _check(self, row: SheetRow) -> None:
        for name in [name for who, name in self._problems if who == row.pupil_id]:
            del self._problems[row.pupil_id, name]
        cells = {name: text for (who, name), text in self._typed.items() if who == row.pupil_id}
        _, problems = sheet.stored_row(cells, self._shared(row), self._today)
        self._problems.update({(row.pupil_id, name): said for name, said in problems.items()})

    def _shared(self, row: SheetRow) -> Mapping[str, Any]:
        assert self.sheet is not None
        return self.sheet.choice.of_pupil(row.year_group)

    # --- for the view ----------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields) + 2

    def is_cell(self, index: _Index) -> bool:
        """Whether something can be typed here."""
        return index.isValid() and 1 <= index.column() <= len(self.fields)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_cell(index) else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("Leerling", *(one.label for one in self.fields), "Opmerking")[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if not self.is_cell(index):
            return self._beside(row, index.column(), role)
        name = self.fields[index.column() - 1].name
        problem = self._problems.get((row.pupil_id, name), "")
        text = self.text(row, name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return text
        if role == PROBLEM_ROLE:
            return problem
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(problem)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            label = self.fields[index.column() - 1].label
            return f"{row.name}, {label}: {text or 'leeg'}{f'. {problem}' if problem else ''}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.is_cell(index):
            return False
        name = self.fields[index.column() - 1].name
        self.put({(self.rows[index.row()].pupil_id, name): str(value)})
        return True

    def _beside(self, row: SheetRow, column: int, role: int) -> Any:
        remark = column > 0
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return texts.clean(self.remark(row) if remark else self._name(row))
        if role == PROBLEM_ROLE:
            return self._problem_of(row) if remark else ""
        if role == QUIET_ROLE:
            return remark
        if role == Qt.ItemDataRole.ToolTipRole and remark:
            return texts.plain_tooltip(self.remark(row))
        return None

    def _name(self, row: SheetRow) -> str:
        """With the moment where that differs from child to child, as in a mixed group."""
        mixed = len({one.moment for one in self.rows}) > 1
        return f"{row.name} · {row.moment}" if mixed else row.name

    def _problem_of(self, row: SheetRow) -> str:
        return next((said for (who, _), said in self._problems.items() if who == row.pupil_id), "")

    def remark(self, row: SheetRow) -> str:
        """What there is to say about a row: what is wrong first."""
        problem = self._problem_of(row)
        if problem:
            return problem
        if self._not_taken(row):
            return self.text(row, "note") or rules.NOT_TAKEN
        if row.pupil_id in self._suggested:
            return "niveau voorgesteld uit de normen"
        if any(who == row.pupil_id for who, _ in self._typed):
            return "nog niet opgeslagen"
        if row.entry_id and row.taken_on:
            return f"stond er al, {dutch_date(row.taken_on)}"
        return "" if self._is_done(row) else "nog zonder score"
