"""Lines, texts and choices to type in: plain, cleaned of control characters, and limited.

What does not fit is not taken over silently: `refused` says so, and what was there stays. A text
that was longer already (an import) keeps its own length as the limit, so nothing is cut on saving.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from ui import text as texts

LINE_MOST = 1_000
TEXT_MOST = 20_000
_FEWEST_LINES, _MOST_LINES = 3, 12


def thousands(number: int) -> str:
    """1000 as 1.000."""
    return f"{number:,}".replace(",", ".")


def too_long(most: int) -> str:
    """The sentence for text that does not fit."""
    return (
        f"Hier passen {thousands(most)} tekens. Wat er niet bij paste, is niet overgenomen; "
        "wat er al stond, staat er nog."
    )


class LineInput(QLineEdit):
    """One line. `text_value` is what was typed without control characters and outer blanks."""

    left = Signal()
    refused = Signal(str)

    def __init__(
        self, text: str = "", most: int = LINE_MOST, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most = most
        self.setMinimumWidth(80)
        self.set_text_value(text)
        self.inputRejected.connect(lambda: self.refused.emit(too_long(self.maxLength())))

    def set_text_value(self, text: str) -> None:
        """Show this text, whole."""
        text = texts.clean(text)
        self.setMaxLength(max(self._most, len(text.encode("utf-16-le")) // 2))
        self.setText(text)
        self.setCursorPosition(0)

    def text_value(self) -> str:
        """What to save."""
        return texts.clean(self.text()).strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Its own context menu or another window is not leaving the field.
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()


class TextInput(QPlainTextEdit):
    """Several lines; grows with the text, then scrolls. Tab goes to the next field."""

    left = Signal()
    refused = Signal(str)

    def __init__(
        self, text: str = "", most: int = TEXT_MOST, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._smallest = most
        self._most = most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.set_text_value(text)
        self.textChanged.connect(self._grow)
        self._grow()

    def set_text_value(self, text: str) -> None:
        """Show this text, whole."""
        text = texts.clean(text, lines=True)
        self._most = max(self._smallest, len(text))
        self.setPlainText(text)

    def text_value(self) -> str:
        """What to save."""
        return texts.clean(self.toPlainText(), lines=True).strip()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text only, and only as much as fits."""
        if not source.hasText():
            return
        cursor = self.textCursor()
        taken = cursor.selectionEnd() - cursor.selectionStart()
        room = self._most - (self.document().characterCount() - 1) + taken
        pasted = source.text()
        # Cut before cleaning: five megabytes would hold up the window.
        looked_at = 2 * max(room, 0) + 1_000
        cleaned = texts.clean(pasted[:looked_at], lines=True)
        cursor.insertText(cleaned[: max(room, 0)])
        self.ensureCursorVisible()
        if len(cleaned) > room or len(pasted) > looked_at:
            self.refused.emit(too_long(self._most))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        full = self.document().characterCount() - 1 >= self._most
        adds = bool(event.text()) and (event.text().isprintable() or event.text() in "\r\n")
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
        )
        if full and adds and not held and not self.textCursor().hasSelection():
            self.refused.emit(too_long(self._most))
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._grow()

    def to_end(self) -> None:
        """Put the cursor behind the text."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def underline(self, spans: Sequence[tuple[int, int]], ink: QColor) -> None:
        """Draw a line under these places in the text, and under no others."""
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(ink)
        text = self.toPlainText()
        drawn = []
        for start, end in spans:
            one = QTextEdit.ExtraSelection()
            place = self.textCursor()
            place.setPosition(_in_document(text, start))
            place.setPosition(_in_document(text, end), QTextCursor.MoveMode.KeepAnchor)
            one.format, one.cursor = look, place
            drawn.append(one)
        self.setExtraSelections(drawn)

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def _grow(self) -> None:
        # In a QPlainTextEdit the document's height counts lines as they are wrapped.
        lines = int(self.document().size().height())
        lines = min(max(lines, _FEWEST_LINES), _MOST_LINES)
        margins = self.contentsMargins()
        height = lines * self.fontMetrics().lineSpacing() + 2 * int(
            self.document().documentMargin()
        )
        height += margins.top() + margins.bottom() + 10
        if height != self.height():
            self.setFixedHeight(height)


def _in_document(text: str, place: int) -> int:
    """A place in a text as Qt counts it: in units of UTF-16."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


class ChoiceInput(QComboBox):
    """One of a list. Turning the wheel over it scrolls the page and changes nothing."""

    left = Signal()

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        value: str | None = None,
        empty: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are (code, label); `empty` is the label of no choice, absent when it is ""."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        if empty:
            self.addItem(empty, None)
        for code, label in choices:
            self.addItem(label[:300], code)
        self.set_code(value)

    def code(self) -> str | None:
        """The code that is chosen, `None` when none is."""
        found = self.currentData()
        return str(found) if found is not None else None

    def set_code(self, code: str | None) -> None:
        """Choose; a code that is not in the list is added, so that it is not lost on saving."""
        index = self.findData(code)
        if index < 0 and code is not None:
            self.addItem(f"{code[:100]} (niet meer in de lijst)", code)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()
