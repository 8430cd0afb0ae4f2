"""A calm sheet in the middle of the window, for everything before the workspace."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import GRID
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar

_SHEET_WIDTH = 640


class EntrancePage(QScrollArea):
    """`body` is for the page's widgets; `message_bar` shows what went wrong."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.message_bar = MessageBar()
        self.title = PlainLabel(title, "name", wrap=True)
        self.subtitle = PlainLabel(subtitle, "muted", wrap=True)
        sheet = QFrame()
        sheet.setProperty("role", "card")
        sheet.setFixedWidth(_SHEET_WIDTH)
        sheet.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 4 * GRID)
        inside.setSpacing(GRID)
        inside.addWidget(self.title)
        inside.addWidget(self.subtitle)
        self.subtitle.setVisible(bool(subtitle))
        inside.addSpacing(GRID)
        inside.addWidget(self.message_bar)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        inside.addLayout(self.body)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        across.addStretch()
        across.addWidget(sheet, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch()
        self.setWidget(middle)

    def add_row(self, *widgets: QWidget) -> None:
        """Buttons at the foot, the first at the left."""
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        self.body.addSpacing(GRID)
        self.body.addLayout(row)


def labelled(label: str, field: QWidget, help_text: str = "") -> QWidget:
    """A label above its field, with the label's mnemonic leading to it."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    name = PlainLabel("", "field")
    name.setTextFormat(Qt.TextFormat.PlainText)
    name.setText(label.replace("&", ""))
    name.setBuddy(field)
    field.setAccessibleName(label.replace("&", ""))
    layout.addWidget(name)
    layout.addWidget(field)
    if help_text:
        layout.addWidget(PlainLabel(help_text, "small", wrap=True))
    return box
