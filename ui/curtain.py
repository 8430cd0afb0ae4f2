"""Closing everything that stands over a window at once: menus, lists, dialogs, tooltips.

For the moment of locking. A dialog that waits for an answer gets the answer that changes nothing.
A file dialog of the system itself (Windows, macOS) belongs to the system: Qt asks it to go, and it
shows names of files and folders only.
"""

from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget


def close_everything_over(window: QWidget) -> None:
    """Close what was opened from `window`; the window itself stays."""
    QToolTip.hideText()
    popup = QApplication.activePopupWidget()
    while popup is not None and popup.isVisible():
        popup.close()
        popup = QApplication.activePopupWidget()
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and _stands_over(one, window):
            if isinstance(one, QDialog):
                one.reject()
            else:
                one.close()


def _stands_over(widget: QWidget, window: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not window:
        above = above.parentWidget()
    return above is window
