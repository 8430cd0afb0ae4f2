"""Makes a widget exactly as high as its layout needs at its width, never higher.

A size policy cannot do this for wrapped text: it knows one hint for all widths.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

_NO_LIMIT = 16_777_215


class _Hugger(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show)
        if event.type() in kinds and isinstance(watched, QWidget):
            layout = watched.layout()
            if layout.hasHeightForWidth():
                height = layout.totalHeightForWidth(watched.width())
            else:
                height = layout.totalSizeHint().height()
            height = height if height > 0 else _NO_LIMIT
            if height != watched.maximumHeight():
                watched.setMaximumHeight(height)
        return False


def hug(widget: QWidget) -> None:
    """Keep `widget`, which has a layout already, as high as its content."""
    widget.installEventFilter(_Hugger(widget))
