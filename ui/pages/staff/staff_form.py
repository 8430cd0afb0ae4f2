"""The form for who gets in: name and sign-in name, roles, the last day, the groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import ROLE_NAMES, TEACHING_ROLES, Role
from app.dossier.values import GroupSummary
from ui.entrance.frame import labelled
from ui.pages.staff.person import Person
from ui.text import label_text
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import ask_unsaved
from ui.widgets.date_field import DateField
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_LONGEST_NAME = 200
_LONGEST_SIGN_IN_NAME = 100
_MAY = {
    Role.TEACHER: "de dossiers van de eigen groepen",
    Role.SUBSTITUTE: "als leerkracht, tot en met de laatste dag",
    Role.SUPERVISOR: "zorg en rapporten van alle leerlingen",
    Role.HEAD: "alles, ook wie er binnenkomt",
    Role.OFFICE: "inschrijving, adressen en bekostiging",
    Role.IT: "de computer en de reservekopieën; geen leerlinggegevens",
}


@dataclass(frozen=True)
class StaffChoice:
    """What was filled in."""

    name: str
    sign_in_name: str
    roles: tuple[Role, ...]
    until: date | None
    groups: tuple[str, ...]


class StaffForm(Card):
    """For someone new, someone without a sign-in (`person`), or other roles for who has one.

    Ctrl+S saves, Escape cancels and asks first when something was changed.
    """

    submitted = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        groups: Sequence[GroupSummary],
        today: date,
        person: Person | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_title(person), parent=parent)
        self.person = person
        self.name = LineInput(most=_LONGEST_NAME)
        self.sign_in_name = LineInput(most=_LONGEST_SIGN_IN_NAME)
        self.until = DateField(name="Laatste dag", today=lambda: today)
        self.roles = {role: QCheckBox(f"{ROLE_NAMES[role]}: {_MAY[role]}") for role in Role}
        self.groups = {one.id: QCheckBox(label_text(one.name)) for one in groups}
        self._problems = {
            field: PlainLabel("", "problem", wrap=True)
            for field in ("name", "sign_in_name", "until", "roles")
        }
        self._fill(person)
        self.submit_button = button(_verb(person), "filled", "check", self.submit)
        self.cancel_button = button("&Annuleren", "outline", on_click=self.cancel)
        self._build()
        self.show_problems({})
        self._started = self.choice()
        for keys, act in ((QKeySequence.StandardKey.Save, self.submit),
                          (Qt.Key.Key_Escape, self.cancel)):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _fill(self, person: Person | None) -> None:
        if person is None:
            return
        record = person.record
        self.name.set_text_value(record.name)
        self.sign_in_name.set_text_value(record.sign_in_name)
        # A last day that someone worked here before is no last day for coming back.
        self.until.set_day(record.until if person.gets_in else None)
        for role in person.roles:
            self.roles[role].setChecked(True)
        for group_id, box in self.groups.items():
            box.setChecked(group_id in record.group_ids)

    def _build(self) -> None:
        who: list[QWidget] = []
        if self.person is None or not self.person.gets_in:
            who += [
                labelled("Naam", self.name, "Zoals die in het toegangslog komt te staan."),
                self._problems["name"],
                labelled("Aanmeldnaam", self.sign_in_name, "Kort, bijvoorbeeld juf.anna."),
                self._problems["sign_in_name"],
            ]
        who += [
            labelled("Laatste dag", self.until, "Daarna is de toegang vanzelf voorbij."),
            self._problems["until"],
            _ticks("Groepen dit schooljaar", self.groups.values(), "Er zijn nog geen groepen."),
        ]
        may = [_ticks("Rollen", self.roles.values(), ""), self._problems["roles"]]
        halves = QHBoxLayout()
        halves.setSpacing(4 * GRID)
        for widgets in (who, may):
            column = QVBoxLayout()
            column.setSpacing(GRID)
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch()
            halves.addLayout(column, 1)
        self.body.addLayout(halves)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.submit_button)
        foot.addWidget(self.cancel_button)
        foot.addStretch()
        self.body.addSpacing(GRID)
        self.body.addLayout(foot)

    def choice(self) -> StaffChoice:
        """What stands here now."""
        return StaffChoice(
            self.name.text_value(),
            self.sign_in_name.text_value(),
            tuple(role for role, box in self.roles.items() if box.isChecked()),
            self.until.day(),
            tuple(one for one, box in self.groups.items() if box.isChecked()),
        )

    def is_dirty(self) -> bool:
        """Whether something differs from what stood here first."""
        return self.choice() != self._started or bool(self.until.problem())

    def focus_first(self) -> None:
        """Go to the first field."""
        asks_who = self.person is None or not self.person.gets_in
        first = self.name if asks_who else self.roles[Role.TEACHER]
        (self.sign_in_name if asks_who and self.person else first).setFocus()

    def submit(self) -> None:
        """Say `submitted` when all is filled in; otherwise show what is not."""
        chosen = self.choice()
        problems = {
            field: text
            for field, text in (
                ("name", "" if chosen.name else "Vul de naam in."),
                ("sign_in_name", "" if chosen.sign_in_name else "Vul een aanmeldnaam in."),
                ("until", self.until.problem()),
                ("roles", self._roles_problem(chosen)),
            )
            if text
        }
        self.show_problems(problems)
        if not problems:
            self.submitted.emit(chosen)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show these at their fields, for instance what the desk said; go to the first."""
        fields = {
            "name": self.name,
            "sign_in_name": self.sign_in_name,
            "until": self.until,
            "roles": self.roles[Role.TEACHER],
        }
        for field, label in self._problems.items():
            label.setText(problems.get(field, ""))
            label.setVisible(field in problems)
        first = next((one for field, one in fields.items() if field in problems), None)
        if first is not None:
            first.setFocus()

    def cancel(self) -> None:
        """Say `cancelled`; asks first when something was changed."""
        if self.may_leave():
            self.cancelled.emit()

    def may_leave(self) -> bool:
        """Ask about what was filled in and not saved; saving goes on by itself."""
        if not self.is_dirty():
            return True
        answer = ask_unsaved(self)
        if answer == "save":
            self.submit()
        return answer == "discard"

    def _roles_problem(self, chosen: StaffChoice) -> str:
        teaches = any(role in TEACHING_ROLES for role in chosen.roles)
        if chosen.groups and chosen.roles and not teaches:
            return "Wie een groep heeft, is leerkracht of vervanger. Kies die rol, of geen groep."
        return ""


def _title(person: Person | None) -> str:
    if person is None:
        return "Nieuwe medewerker"
    if person.gets_in:
        return f"Rollen en groepen van {person.record.name}"
    return f"{person.record.name} een aanmelding geven"


def _verb(person: Person | None) -> str:
    if person is None:
        return "Toevoegen en &startcode maken"
    return "Op&slaan" if person.gets_in else "&Startcode maken"


def _ticks(title: str, boxes: Iterable[QCheckBox], nothing: str) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(PlainLabel(title, "field"))
    listed = list(boxes)
    for box in listed:
        layout.addWidget(box)
    if not listed:
        layout.addWidget(PlainLabel(nothing, "small", wrap=True))
    return made
