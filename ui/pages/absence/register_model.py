"""The register as a table: a row for each pupil, a column for each half-day and for a whole day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.dossier.absence_count import LATE
from app.dossier.calendar import AFTERNOON, MORNING, PARTS, WHOLE, SchoolCalendar
from app.dossier.half_days import HalfDay, Mark
from app.dossier.register import Marking, RegisterLine, RegisterPage
from ui import text as texts
from ui.pages.absence.marks import PART_NAMES, WEEKDAYS, full_day, letter_of, short_day, word_of

Index = QModelIndex | QPersistentModelIndex
MARK_ROLE = Qt.ItemDataRole.UserRole
FREE_ROLE = Qt.ItemDataRole.UserRole + 1
_PARTLY = "deels"


@dataclass(frozen=True)
class Slot:
    """A column: a day and the half-days of it that a mark there fills."""

    day: date
    part: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The half-days that it stands for."""
        return PARTS if self.part == WHOLE else (self.part,)


def slots_of(page: RegisterPage) -> tuple[Slot, ...]:
    """One day: whole, morning, afternoon. A week: every half-day of the days with lessons."""
    if page.first == page.last:
        return tuple(Slot(page.first, part) for part in (WHOLE, MORNING, AFTERNOON))
    weekdays = [day for day, hours in page.calendar.hours.items() if sum(hours) > 0]
    return tuple(
        Slot(day, part)
        for offset in range((page.last - page.first).days + 1)
        for day in [date.fromordinal(page.first.toordinal() + offset)]
        if day.isoweekday() in weekdays
        for part in PARTS
    )


class RegisterModel(QAbstractTableModel):
    """Shows the lines of a page; marks show at once and are saved by who listens."""

    def __init__(self) -> None:
        super().__init__()
        self.calendar = SchoolCalendar()
        self.slots: tuple[Slot, ...] = ()
        self.lines: list[RegisterLine] = []
        self._marks: list[dict[HalfDay, Mark]] = []

    # --- what shows -----------------------------------------------------------------------------

    def set_page(self, page: RegisterPage) -> None:
        """Show another group, day or week."""
        self.beginResetModel()
        self.calendar = page.calendar
        self.slots = slots_of(page)
        self.lines = list(page.lines)
        self._marks = [dict(line.marks) for line in page.lines]
        self.endResetModel()

    def set_lines(self, lines: Iterable[RegisterLine]) -> None:
        """Show these lines as they were saved."""
        rows = {line.id: number for number, line in enumerate(self.lines)}
        for line in lines:
            row = rows.get(line.id)
            if row is not None:
                self._marks[row] = dict(line.marks)
                self._tell(row)

    def apply(self, markings: Iterable[Marking]) -> None:
        """Show what was typed, before it has been saved."""
        rows = {line.id: number for number, line in enumerate(self.lines)}
        for marking in markings:
            row = rows.get(marking.pupil_id)
            if row is None:
                continue
            for half_day, mark in marking.marks.items():
                if mark is None:
                    self._marks[row].pop(half_day, None)
                else:
                    self._marks[row][half_day] = mark
            self._tell(row)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.slots) - 1))

    def marking(self, row: int, columns: Sequence[int], mark: Mark | None) -> Marking:
        """What this mark in these columns of a row says, without half-days that have no lessons."""
        marks: dict[HalfDay, Mark | None] = {}
        for column in columns:
            slot = self.slots[column]
            late = mark is not None and mark.sort == LATE
            for at, part in enumerate(self.calendar.parts(slot.day, slot.part)):
                # Nobody comes late for a whole day: it is about the first lesson.
                marks[slot.day, part] = None if late and at else mark
        return Marking(self.lines[row].id, marks)

    def changing(self, marking: Marking) -> Marking:
        """Only the half-days of it that say something else than they do now."""
        row = next(at for at, line in enumerate(self.lines) if line.id == marking.pupil_id)
        now = self._marks[row]
        marks = {one: mark for one, mark in marking.marks.items() if now.get(one) != mark}
        return Marking(marking.pupil_id, marks)

    def marks_at(self, row: int, column: int) -> tuple[Mark | None, ...]:
        """The mark of each half-day with lessons that a cell stands for."""
        slot = self.slots[column]
        shown: Mapping[HalfDay, Mark] = self._marks[row]
        return tuple(
            shown.get((slot.day, part))
            for part in slot.parts
            if self.calendar.lessons(slot.day, part) > 0
        )

    def of_half_day(self, half_day: HalfDay) -> list[Mark | None]:
        """Everyone's mark on one half-day."""
        return [marks.get(half_day) for marks in self._marks]

    def why_free(self, column: int) -> str:
        """Why nothing can be typed in this column; empty when it can."""
        slot = self.slots[column]
        free = self.calendar.free_on(slot.day)
        if free is not None:
            return free.name
        return "" if self.calendar.parts(slot.day, slot.part) else "geen les"

    # --- what Qt asks ---------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.slots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        marks = self.marks_at(index.row(), index.column())
        if role == MARK_ROLE:
            return _one_mark(marks)
        if role == FREE_ROLE:
            return self.why_free(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(marks)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = self._said(index.row(), index.column(), marks)
            is_tip = role == Qt.ItemDataRole.ToolTipRole
            return texts.plain_tooltip(said) if is_tip else said
        return None

    def _shown(self, marks: tuple[Mark | None, ...]) -> str:
        mark = _one_mark(marks)
        if mark is None:
            return _PARTLY if any(marks) else ""
        return f"{letter_of(mark)} · {word_of(mark)}" if self._is_wide() else letter_of(mark)

    def _said(self, row: int, column: int, marks: tuple[Mark | None, ...]) -> str:
        slot, name = self.slots[column], self.lines[row].pupil.display_name
        when = f"{full_day(slot.day)}, {PART_NAMES[slot.part]}"
        why = self.why_free(column)
        words = why or " en ".join(dict.fromkeys(word_of(mark) for mark in marks))
        return f"{name}, {when}: {words}"

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._row_head(section, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            why = self.why_free(section)
            return texts.plain_tooltip(f"{full_day(self.slots[section].day)} {why}".strip())
        return None

    def _head(self, column: int) -> str:
        """Day and half-day; in a week there is room for a few letters only."""
        slot, why = self.slots[column], self.why_free(column)
        if self._is_wide():
            return f"{short_day(slot.day)}\n{why or PART_NAMES[slot.part]}"
        is_free = self.calendar.free_on(slot.day) is not None
        part = "vrij" if is_free else why or PART_NAMES[slot.part]
        return f"{WEEKDAYS[slot.day.weekday()][:2]} {slot.day.day}\n{part}"

    def _is_wide(self) -> bool:
        return len(self.slots) <= len((WHOLE, *PARTS))

    def _row_head(self, row: int, role: int) -> Any:
        line = self.lines[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row + 1:>3}   {texts.clean(line.pupil.list_name)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return texts.plain_tooltip(line.pupil.display_name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


def _one_mark(marks: tuple[Mark | None, ...]) -> Mark | None:
    """What a cell shows as a whole: the one mark of all its half-days, or someone came late."""
    different = set(marks)
    if any(one is not None and one.sort == LATE for one in different):
        different.discard(None)
    return different.pop() if len(different) == 1 else None
