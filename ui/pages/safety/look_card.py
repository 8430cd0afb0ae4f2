"""One backup looked into: what it holds, what putting it back would lose."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk.backup_state import BackupContents
from ui.pages.safety import words
from ui.theme import GRID
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card
from ui.widgets.labels import PlainLabel


class LookCard(Card):
    """Hidden until a backup was looked into."""

    def __init__(self, restore: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.contents: BackupContents | None = None
        self.add_to_head(icon_button("close", "Sluiten", self.clear_contents))
        self.text = PlainLabel("", wrap=True)
        self.lost = PlainLabel("", wrap=True)
        self.add(self.text)
        self.add(PlainLabel("Als u haar terugzet", "title"))
        self.add(self.lost)
        self.restore_button = button("&Terugzetten…", "outline", "undo", restore)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.restore_button)
        row.addStretch()
        self.body.addLayout(row)
        self.hide()

    def show_contents(self, contents: BackupContents) -> None:
        """Show this one."""
        self.contents = contents
        info = contents.info
        self.set_title(f"Reservekopie van {words.moment(info)}")
        self.set_aside(f"{info.why.text} · {words.place(info)}")
        self.text.setText(words.holds_line(contents))
        self.lost.setText("\n".join(words.lost_lines(contents)))
        self.show()
        self.restore_button.setFocus()

    def clear_contents(self) -> None:
        """Go away."""
        self.contents = None
        self.hide()
