"""A BSN on the clipboard: kept out of the system's history, and gone again after half a minute.

Whatever this program puts on the clipboard that holds a BSN or onderwijsnummer is guarded, from
wherever it was copied; a field for such a number also guards a part of it (`NumberLine`). What
another program copied is left alone. Windows and KDE are asked not to keep it in their history or
send it to other devices; macOS knows no such request through Qt.
"""

from functools import cache

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence

from app.dossier.hint_numbers import personal_numbers
from ui.widgets.inputs import LineInput

KEPT_MILLISECONDS = 30_000
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_NO_HISTORY = {
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\x01\x00\x00\x00",
    _WINDOWS.format("CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format("CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
    "x-kde-passwordManagerHint": b"secret",
}
_LONGEST = 100_000


def holds_personal_number(text: str) -> bool:
    """Whether a valid BSN or onderwijsnummer stands in this text."""
    return any(True for _span in personal_numbers(text[:_LONGEST]))


class ClipboardGuard(QObject):
    """One per program; `instance()` gives it. Lives in the thread of the windows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._guarded: dict[QClipboard.Mode, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEPT_MILLISECONDS)
        self._timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._changed)
        QGuiApplication.instance().aboutToQuit.connect(self.clear)

    def put(self, text: str, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        """Put this on the clipboard, guarded."""
        data = QMimeData()
        data.setText(text)
        for name, value in _NO_HISTORY.items():
            data.setData(name, value)
        self._guarded[mode] = text
        self._clipboard.setMimeData(data, mode)
        self._timer.start()

    def clear(self) -> None:
        """Take away what is guarded, if it is still there; other text stays."""
        self._timer.stop()
        guarded, self._guarded = self._guarded, {}
        for mode, text in guarded.items():
            if self._clipboard.text(mode) == text:
                self._clipboard.clear(mode)

    def drop_selection(self) -> None:
        """Let go of what is selected in our windows (X11 lets any program paste that)."""
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        """Whether this program put there what stands there now."""
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return mode is QClipboard.Mode.Clipboard and self._clipboard.ownsClipboard()

    def _changed(self, mode: QClipboard.Mode) -> None:
        if not self._is_ours(mode):
            return
        text = self._clipboard.text(mode)
        if text != self._guarded.get(mode) and holds_personal_number(text):
            self.put(text, mode)


@cache
def instance() -> ClipboardGuard:
    """The guard of this program; asking for it the first time sets it up."""
    return ClipboardGuard(QGuiApplication.instance())


class NumberLine(LineInput):
    """A line for a BSN: what is copied from it, also a part, is guarded from the first moment."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._cut()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            own = {"edit-copy": self._copy, "edit-cut": self._cut}.get(action.objectName())
            if own:
                action.triggered.disconnect()
                action.triggered.connect(own)
        menu.popup(event.globalPos())
        menu.aboutToHide.connect(menu.deleteLater)

    def _copy(self) -> None:
        if self.hasSelectedText():
            instance().put(self.selectedText())

    def _cut(self) -> None:
        if self.hasSelectedText() and not self.isReadOnly():
            self._copy()
            self.insert("")
