"""The grid of the register, made for the keyboard: one key marks, a number jumps to a pupil."""

from datetime import date

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.dossier.half_days import Mark
from ui.pages.absence.marks import KEYS, TONES
from ui.pages.absence.register_model import FREE_ROLE, MARK_ROLE, RegisterModel
from ui.theme import SMALL_PIXELS, Theme, font
from ui.widgets.chip import paint_chip

_ROW = 32
_HEAD = 46
_LEAST_NAME, _MOST_NAME = 150, 260
_MINUTES = 5
_MOST_MINUTES = 120
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_A)
_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_CHIP_LEAST = 60


class _Cells(QStyledItemDelegate):
    """A chip with letter (and word, where there is room); free half-days are hatched."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours, rect = Theme.current(), QRectF(option.rect)
        painter.save()
        if index.data(FREE_ROLE):
            painter.fillRect(rect, colours.hover)
            painter.fillRect(rect, QBrush(colours.line, Qt.BrushStyle.BDiagPattern))
        mark: Mark | None = index.data(MARK_ROLE)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if mark is not None:
            narrow = rect.width() < _CHIP_LEAST
            inner = rect.adjusted(2, 4, -2, -4) if narrow else rect.adjusted(6, 4, -6, -4)
            paint_chip(painter, inner, words, TONES[mark.sort], padding=2 if narrow else 12)
        elif words:
            painter.setFont(font(SMALL_PIXELS))
            painter.setPen(colours.muted_ink)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)
        view = self.parent()
        if isinstance(view, QTableView) and index == view.currentIndex():
            strong = view.hasFocus()
            painter.setPen(QPen(colours.primary if strong else colours.control, 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        elif isinstance(view, QTableView) and view.selectionModel().isSelected(index):
            painter.setPen(QPen(colours.primary, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()


class RegisterGrid(QTableView):
    """`marked` carries the markings that were typed; the letters are those of `marks.LETTERS`.

    A number goes to that pupil, Space repeats the last letter, A and Delete say present, + and −
    the minutes of who came late, Enter goes down, Tab to the next half-day and at the end of the
    row out of the list, F2 opens the pupil, / asks to search by name.
    """

    marked = Signal(object)
    undo_asked = Signal()
    search_asked = Signal()
    opened = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RegisterModel()
        self.may_write = True
        self._digits = ""
        self._last = Mark("ill")
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName("Absentielijst")
        self.setProperty("role", "register")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(True)
            header.setSectionsClickable(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(34)
        self.horizontalHeader().setFixedHeight(_HEAD)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        Theme.instance().changed.connect(self.viewport().update)

    def go_to_pupil(self, pupil_id: str) -> bool:
        """Go to this pupil's row, in the column where one is."""
        for row, line in enumerate(self.rows.lines):
            if line.id == pupil_id:
                self._go(row)
                return True
        return False

    def start(self, day: date | None) -> None:
        """Go to the first pupil and the first half-day of `day` that can be typed in."""
        open_ = [at for at in range(len(self.rows.slots)) if not self.rows.why_free(at)]
        on_day = [at for at in open_ if self.rows.slots[at].day == day]
        self._go(0, next(iter(on_day or open_), 0))

    def mark(self, mark: Mark | None) -> None:
        """Mark the chosen cells, as their key does."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        rows: dict[int, list[int]] = {}
        for index in chosen:
            if index.isValid():
                rows.setdefault(index.row(), []).append(index.column())
        markings = [self.rows.marking(row, columns, mark) for row, columns in rows.items()]
        markings = [one for one in markings if one.marks]
        changing = [one for each in markings if (one := self.rows.changing(each)).marks]
        if not self.may_write:
            self.refused.emit("U mag deze lijst inzien, niet wijzigen.")
        elif not markings and self.currentIndex().isValid():
            self._say_free(self.currentIndex().column())
        else:
            if mark is not None:
                self._last = Mark(mark.sort)
            if changing:
                self.rows.apply(changing)
                self.marked.emit(changing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        digits, self._digits = self._digits, ""
        key = Qt.Key(event.key())
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Z:
            self.undo_asked.emit()
        elif held:
            super().keyPressEvent(event)
        elif event.text().isdecimal() and event.text().isascii():
            self._jump(digits, event.text())
        elif key in KEYS:
            self.mark(Mark(KEYS[key]))
        elif key == Qt.Key.Key_Space:
            self.mark(self._last)
        elif key in _REMOVES:
            self.mark(None)
        elif key in _PLUS or key == Qt.Key.Key_Minus:
            self._more_minutes(-_MINUTES if key == Qt.Key.Key_Minus else _MINUTES)
        elif not self._walk(key):
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key) -> bool:
        """Keys that lead elsewhere; false for the others, such as the arrows."""
        index = self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(min(index.row() + 1, len(self.rows.lines) - 1))
        elif key == Qt.Key.Key_Slash:
            self.search_asked.emit()
        elif key == Qt.Key.Key_F2 and index.isValid():
            self.opened.emit(self.rows.lines[index.row()].id)
        else:
            return False
        return True

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab goes to the next half-day, and out of the list at the end of the row."""
        index = self.currentIndex()
        to = index.column() + (1 if next else -1)
        if index.isValid() and 0 <= to < len(self.rows.slots):
            self._go(index.row(), to)
            return True
        return super().focusNextPrevChild(next)

    def keyboardSearch(self, search: str) -> None:
        """Letters mark; they do not search."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_names()

    def fit_names(self) -> None:
        """Give the names the room they need, within bounds."""
        metrics = QFontMetrics(self.verticalHeader().font())
        heads = (
            str(self.rows.headerData(row, Qt.Orientation.Vertical))
            for row in range(len(self.rows.lines))
        )
        wanted = max((metrics.horizontalAdvance(one) for one in heads), default=0) + 28
        self.verticalHeader().setFixedWidth(max(_LEAST_NAME, min(wanted, _MOST_NAME)))

    def _jump(self, digits: str, digit: str) -> None:
        """The second digit of a number belongs to the first as long as there is such a pupil."""
        for number in (digits + digit, digit):
            if 1 <= int(number) <= len(self.rows.lines):
                self._digits = number
                self._go(int(number) - 1)
                return

    def _more_minutes(self, step: int) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        marks = self.rows.marks_at(index.row(), index.column())
        late = next((one for one in marks if one and one.sort == "late"), None)
        if late is None:
            self.refused.emit("Minuten horen bij te laat: typ eerst een L.")
            return
        minutes = min(max((late.minutes or 0) + step, 0), _MOST_MINUTES)
        self.mark(Mark("late", minutes or None))

    def _say_free(self, column: int) -> None:
        why = self.rows.why_free(column)
        self.refused.emit(f"Hier valt niets in te vullen: {why}. Er is niets veranderd.")

    def _go(self, row: int, column: int | None = None) -> None:
        if not self.rows.lines:
            return
        present = self.currentIndex().column() if self.currentIndex().isValid() else 0
        index = self.rows.index(row, present if column is None else column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
