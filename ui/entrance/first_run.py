"""The first-run assistant: the school, the first headteacher, the recovery code on paper.

It ends only after two groups of the code were typed back from paper, and makes the school then, all
or nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.access.categories import Category, Role
from app.access.passwords import Strength, strength
from app.desk import LogKey, NewStaff, create_school, generate_recovery_code
from app.desk.staffing import SheetFacts
from app.dossier import checks
from app.dossier.kinds import Kind, Value
from app.dossier.school import SCHOOL_FIELDS
from app.dossier.values import SchoolSettings
from ui import task
from ui.entrance.frame import EntrancePage, labelled
from ui.entrance.recovery_sheet import RecoverySheet
from ui.entrance.typed_back import TypedBack
from ui.forms import EntryForm
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.labels import PlainLabel
from ui.widgets.password_field import PasswordField

# The rest is asked for at Instellingen; a letter needs the address.
_ASKED_FIRST = tuple(
    field
    for field in SCHOOL_FIELDS
    if field.name in ("name", "brin", "branch", "street", "postcode", "city")
)
_SCHOOL_KIND = Kind("school", Category.NAME, "School", "School", "", _ASKED_FIRST, necessity=False)
_LAST_SENTENCE = (
    "Zonder een wachtwoord van een directeur en zonder deze code kan niemand de gegevens ooit nog "
    "openen, ook wij niet."
)


@dataclass(frozen=True)
class Made:
    """What the assistant made: where, and who can sign in there."""

    folder: Path
    sign_in_name: str


class FirstRunPage(EntrancePage):
    """Three steps in one sheet; one can always go back, and nothing typed is lost."""

    def __init__(
        self,
        made: Callable[[Made], object],
        cancelled: Callable[[], object],
        today: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Nieuwe school", parent=parent)
        self._made = made
        self._cancelled = cancelled
        self._today = today or date.today()
        self._code = generate_recovery_code()
        self._log_key = LogKey()
        self.typed_back = TypedBack(self._code)
        self.step = 0
        self._steps = (
            self._school_step(),
            self._head_step(),
            self._code_step(),
            self.typed_back,
        )
        for step in self._steps:
            self.body.addWidget(step)
        self.back_button = button("&Terug", "outline", "chevron-left", self.back)
        self.next_button = button("&Verder", "filled", on_click=self.next)
        self.add_row(self.next_button, self.back_button)
        self._show(0)

    def _school_step(self) -> QWidget:
        self.school_form = EntryForm(_SCHOOL_KIND, validate=self._school_problems, buttons=False)
        self.kind = QComboBox()
        self.kind.addItem("Kies…", None)
        self.kind.addItem("openbare school", True)
        self.kind.addItem("bijzondere school", False)
        self.place = QLineEdit(str(Path.home()))
        choose = button("&Kiezen…", "outline", "folder", self._choose_place)
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.place, 1)
        across.addWidget(choose)
        row.setFocusProxy(self.place)
        return _column(
            self.school_form,
            labelled("Soort school", self.kind, "Bepaalt waar ouders bezwaar kunnen maken."),
            labelled("In welke map komt de school", row, "Deze computer of een netwerkschijf."),
        )

    def _head_step(self) -> QWidget:
        self.head_name = QLineEdit()
        self.sign_in_name = QLineEdit()
        self.password = PasswordField("Wachtwoord", self._measure)
        self.repeat = PasswordField("Wachtwoord nog een keer")
        return _column(
            labelled("Naam", self.head_name, "Zoals die onder brieven komt te staan."),
            labelled("Aanmeldnaam", self.sign_in_name, "Kort, bijvoorbeeld directeur."),
            labelled("Wachtwoord", self.password, "Vier losse woorden zijn sterk en te onthouden."),
            labelled("Wachtwoord nog een keer", self.repeat),
        )

    def _code_step(self) -> QWidget:
        self.sheet = RecoverySheet(
            self._code,
            lambda: SheetFacts(
                str(self.school_form.values().get("name") or "de school"),
                datetime.now(UTC),
                self._log_key.fingerprint,
            ),
        )
        return _column(
            PlainLabel(
                "Dit is de herstelcode. Druk haar af of schrijf haar over, en bewaar het papier "
                "in de "
                "kluis. Wie de code heeft, kan alles openen.",
                wrap=True,
            ),
            self.sheet,
            PlainLabel(_LAST_SENTENCE, "field", wrap=True),
        )

    def next(self) -> None:
        """Go on when this step is right; after the last the school is made."""
        self.message_bar.clear()
        step = self.step
        problem = (self._check_school, self._check_head, lambda: "", self.typed_back.problem)[
            step
        ]()
        if problem:
            self.message_bar.must(problem)
        elif step < len(self._steps) - 1:
            self._show(step + 1)
        else:
            self._make()

    def back(self) -> None:
        """A step back, or out of the assistant."""
        self.message_bar.clear()
        if self.step == 0:
            self._cancelled()
        else:
            self._show(self.step - 1)

    def _show(self, step: int) -> None:
        names = ("de school", "de directeur", "de herstelcode", "de code overtypen")
        self.step = step
        for index, widget in enumerate(self._steps):
            widget.setVisible(index == step)
        self.verticalScrollBar().setValue(0)
        self.subtitle.setText(f"Stap {step + 1} van {len(self._steps)}: {names[step]}")
        self.subtitle.show()
        self.next_button.setText("School &maken" if step == len(self._steps) - 1 else "&Verder")
        first = (self.school_form, self.head_name, self.sheet, self.typed_back)[step]
        if step == 0:
            self.school_form.focus_first()
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _school_problems(self, kind: Kind, values: Mapping[str, Value]) -> Mapping[str, str]:
        return checks.check(kind, values, self._today)[1]

    def _check_school(self) -> str:
        problems = self.school_form.problems()
        self.school_form.show_problems(problems)
        if problems:
            self.school_form.focus_first_problem()
            return "Verbeter eerst de velden met een melding."
        if self.kind.currentData() is None:
            self.kind.setFocus()
            return "Kies of de school openbaar of bijzonder is."
        if not Path(self.place.text()).is_dir():
            self.place.setFocus()
            return "Deze map bestaat niet. Kies een map waarin de school mag komen."
        if self.folder.exists():
            return (
                f"In deze map staat al een school met de naam {self.folder.name}. Kies een andere "
                "map."
            )
        return ""

    def _check_head(self) -> str:
        if not self.head_name.text().strip() or not self.sign_in_name.text().strip():
            return "Vul de naam en de aanmeldnaam in."
        measured = self._strength(self.password.password())
        if not measured.good:
            self.password.setFocus()
            return f"Kies een sterker wachtwoord. {measured.sentence}"
        if self.password.password() != self.repeat.password():
            self.repeat.setFocus()
            return "De twee wachtwoorden zijn niet gelijk. Typ het tweede opnieuw."
        return ""

    @property
    def folder(self) -> Path:
        """Where the school will stand."""
        name = str(self.school_form.values().get("name") or "School")
        safe = "".join(c if c.isalnum() or c in " -'" else " " for c in name)
        return Path(self.place.text()) / f"{' '.join(safe.split())[:80]}.school"

    def _strength(self, password: str) -> Strength:
        known = (
            str(self.school_form.values().get("name") or ""),
            self.head_name.text(),
            self.sign_in_name.text(),
        )
        return strength(password, known)

    def _measure(self, password: str) -> tuple[int, str]:
        measured = self._strength(password)
        return measured.score, measured.sentence

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Waar komt de school", self.place.text())
        if chosen:
            self.place.setText(chosen)

    def _make(self) -> None:
        values = {name: str(value or "") for name, value in self.school_form.values().items()}
        settings = SchoolSettings(id="", public_authority=bool(self.kind.currentData()), **values)
        head = NewStaff(
            self.sign_in_name.text().strip(),
            self.head_name.text().strip(),
            self.password.password(),
            (Role.HEAD,),
        )
        made = Made(self.folder, head.sign_in_name)
        task.run(
            self,
            lambda: create_school(
                made.folder, settings, [head], recovery_code=self._code, log_key=self._log_key
            ),
            lambda _code: self._made(made),
            busy=(self.next_button, self.back_button),
            message="De school wordt gemaakt…",
        )


def _column(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID)
    for widget in widgets:
        layout.addWidget(widget)
    return box
