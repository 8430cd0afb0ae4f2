"""Putting a backup back while the database does not open, so that nobody can sign in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from app.desk import restorable, restore_without_desk
from app.desk.restoring import Restored
from app.vault.backup_places import BackupInfo, backup_at
from ui import task
from ui.entrance.frame import EntrancePage, labelled
from ui.faults import Fault
from ui.pages.safety import words
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.labels import PlainLabel
from ui.widgets.password_field import PasswordField
from ui.widgets.row_list import ListRow, RowList

_WHY = (
    "Kies een reservekopie en bewijs dat u directeur bent, met uw wachtwoord of de herstelcode. "
    "Wachtwoorden en vernietigde dossiers blijven zoals ze nu zijn; wat er stond wordt bewaard."
)
_LIST_HEIGHT = 168


class RestorePage(EntrancePage):
    """Choose, prove who you are, put back."""

    def __init__(
        self,
        school: Path,
        restored: Callable[[Restored], object],
        back: Callable[[], object],
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Reservekopie terugzetten", school.name.removesuffix(".school"), parent)
        self._school = school
        self._restored = restored
        self._backups = {one.name: one for one in restorable(school)}
        self.body.addWidget(PlainLabel(_WHY, wrap=True))
        self.list = RowList("Reservekopieën")
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.body.addWidget(self.list)
        self.other_button = button("Van een &andere plaats…", "link", "folder", self._choose_other)
        self.body.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.name = QLineEdit(name)
        self.secret = PasswordField()
        self.body.addWidget(
            labelled("Aanmeldnaam", self.name, "Leeg laten als u de herstelcode gebruikt.")
        )
        self.body.addWidget(labelled("Wachtwoord of herstelcode", self.secret))
        self.restore_button = button("&Terugzetten…", "filled", "undo", self.ask)
        self.back_button = button("&Terug naar aanmelden", "link", on_click=back)
        self.add_row(self.restore_button, self.back_button)
        self._show_list()

    def add(self, path: Path) -> None:
        """A backup from elsewhere, such as a stick."""
        info = backup_at(path)
        self._backups[info.name] = info
        self._show_list()
        self.list.set_current(info.name)

    def ask(self) -> None:
        """Ask whether it is sure, then put the chosen one back."""
        backup = self._backups.get(self.list.current())
        if backup is None or not self.secret.password():
            self.message_bar.waiting("Kies een reservekopie en vul uw wachtwoord in.")
            return
        question = f"De reservekopie van {words.moment(backup)} terugzetten?"
        lost = "Wat daarna is gewijzigd, gaat verloren: de database van nu gaat niet open."
        if confirm(self, question, (lost, *words.KEPT), action="&Terugzetten", danger=True):
            self._start(backup)

    def _start(self, backup: BackupInfo) -> None:
        name, secret = self.name.text(), self.secret.password()
        self.secret.clear()
        task.run(
            self,
            lambda: restore_without_desk(self._school, backup, name, secret),
            self._restored,
            self._failed,
            busy=(self.restore_button, self.list, self.name, self.secret, self.back_button),
            message="De reservekopie wordt teruggezet…",
        )

    def _failed(self, fault: Fault) -> None:
        self.message_bar.must(fault.text)
        self.secret.setFocus()

    def _choose_other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Map van de reservekopie")
        if chosen:
            task.run(self, lambda: backup_at(Path(chosen)), lambda info: self.add(info.folder.path))

    def _show_list(self) -> None:
        newest_first = sorted(self._backups.values(), key=lambda one: one.made_at, reverse=True)
        self.list.set_rows(
            [ListRow(one.name, words.moment(one), one.why.text) for one in newest_first]
        )
        if not self.list.current() and newest_first:
            self.list.set_current(newest_first[0].name)
