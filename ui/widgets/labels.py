"""Labels that show text as it was typed, and cut it with an ellipsis where it does not fit."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import text as texts
from ui.theme import Theme


class PlainLabel(QLabel):
    """A label that never takes its text for mark-up.

    `role` picks the look in the style sheet: `muted`, `small`, `field`, `title`, `name`, `problem`.
    """

    def __init__(
        self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)


class ElidedLabel(PlainLabel):
    """A label of at most `lines` lines; what does not fit ends in … and stands in the tooltip."""

    def __init__(
        self, text: str = "", role: str = "", *, lines: int = 1, parent: QWidget | None = None
    ) -> None:
        self._lines = lines
        self._cut = False
        self._ink = ""
        super().__init__(text, role, parent=parent)
        # A fixed height would be that of one line: a policy knows one hint for all widths.
        upright = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, upright)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show this text; line ends become blanks."""
        # More can never be seen, and laying out a text of megabytes takes seconds.
        super().setText(texts.clean(text[:10_000]))
        self._tell_cut()
        self.updateGeometry()

    def set_ink(self, token: str) -> None:
        """Write in the colour of a palette token instead of in that of the role."""
        self._ink = token
        self.update()

    def is_cut(self) -> bool:
        """Whether a part of the text does not show."""
        return self._cut

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()[:500]) + 2
        return QSize(width, metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(min(metrics.averageCharWidth() * 6, self.sizeHint().width()), metrics.height())

    def hasHeightForWidth(self) -> bool:
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        return self.fontMetrics().lineSpacing() * len(self._laid_out(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role_ink = self.palette().color(self.foregroundRole())
        painter.setPen(getattr(Theme.current(), self._ink) if self._ink else role_ink)
        metrics = self.fontMetrics()
        spacing = metrics.lineSpacing()
        shown = self._laid_out(self.width())
        top = 0.0
        if self._lines == 1 or self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top = max(0.0, (self.height() - spacing * len(shown)) / 2)
        flags = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        for number, line in enumerate(shown):
            start = QPointF(0, top + number * spacing)
            rect = self.rect().translated(0, round(start.y()))
            rect.setHeight(spacing)
            painter.drawText(rect, int(flags | Qt.AlignmentFlag.AlignTop), line)

    def _laid_out(self, width: int) -> list[str]:
        metrics, text = self.fontMetrics(), self.text()
        if self._lines == 1:
            return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found: list[str] = []
        while len(found) < self._lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            start = line.textStart()
            if len(found) == self._lines - 1:
                rest = text[start:]
                found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            else:
                found.append(text[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return found or [""]

    def _tell_cut(self) -> None:
        shown = " ".join(self._laid_out(self.width())) if self.width() else self.text()
        self._cut = shown.endswith("…") and not self.text().endswith("…")
        self.setToolTip(texts.plain_tooltip(self.text()) if self._cut else "")


def line(parent: QWidget | None = None) -> QFrame:
    """A dividing line of one pixel."""
    made = QFrame(parent)
    made.setProperty("role", "line")
    made.setFixedHeight(1)
    return made
