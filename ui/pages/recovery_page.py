"""Nieuwe herstelcode: on paper first, typed back, and only then in place of the old one.

Also the first page that a headteacher sees after the recovery code was used: the paper that was
used may have been seen by others.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk import generate_recovery_code
from app.desk.staffing import SheetFacts
from ui import task
from ui.context import Context, Target
from ui.entrance.recovery_sheet import RecoverySheet
from ui.entrance.typed_back import TypedBack
from ui.pages.page import Page
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.confirm import confirm
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_USED = (
    "De herstelcode is gebruikt. Wie het papier zag, kan alles openen zolang deze code geldt. Maak "
    "daarom nu een nieuwe."
)
_FREE = "Het oude papier werkt zodra u klaar bent niet meer."
_FIRST = (
    "Druk de code af of schrijf haar over, en leg het papier in de kluis. Wie de code heeft, kan "
    "alles openen. Tot u haar hebt overgetypt, blijft de oude code gelden."
)
_TYPED_WIDTH = 440


class RecoveryPage(Page):
    """A code is made each time the page is opened; nothing changes before it was typed back."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.must = False
        self._code = ""
        self.sheet: RecoverySheet | None = None
        self.typed_back: TypedBack | None = None
        self.heading = Heading("Nieuwe herstelcode", _FREE)
        self.paper = Card("1. De code op papier")
        self.typing = Card("2. De code overtypen")
        self.save_button = button("Nieuwe code va&stleggen", "filled", "check", self.save)
        self.later_button = button("Niet n&u", "outline", on_click=self._later)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.save_button)
        foot.addWidget(self.later_button)
        foot.addStretch()
        scroll = ScrollPage(margin=0)
        scroll.body.addWidget(self.paper)
        scroll.body.addWidget(self.typing)
        scroll.body.addLayout(foot)
        scroll.body.addStretch()
        self.body.addWidget(self.heading)
        self.body.addWidget(scroll, 1)

    def show_target(self, target: Target) -> None:
        staffing = self.context.desk.staffing
        self.context.ground(self.context.desk.person.role_names)
        task.run(
            self,
            lambda: (staffing.must_renew_recovery, staffing.sheet_facts()),
            self._begin,
            busy=self,
            newest="recovery",
        )

    def may_leave(self) -> bool:
        """What was not saved is gone: said first, and once more when the code must be replaced."""
        if not self._code:
            return True
        left = confirm(
            self,
            "De nieuwe herstelcode is nog niet vastgelegd.",
            _consequences(must=self.must),
            action="&Later doen",
        )
        if left:
            self._forget()
        return left

    def save(self) -> None:
        """Let the new code take the place of the old one, when it was typed back from paper."""
        code, typed, staffing = self._code, self.typed_back, self.context.desk.staffing
        if typed is None:
            return
        problem = typed.problem()
        if problem:
            self.message_bar.must(problem)
            return
        self.message_bar.clear()
        task.run(
            self,
            lambda: staffing.new_recovery_code(code),
            lambda _code: self._saved(),
            busy=self,
            message="De nieuwe herstelcode wordt vastgelegd…",
        )

    def _begin(self, found: tuple[bool, SheetFacts]) -> None:
        self.must, facts = found
        self._forget()
        self.message_bar.clear()
        self.heading.set_facts(_USED if self.must else _FREE)
        self._code = generate_recovery_code()
        self.sheet = RecoverySheet(self._code, lambda: facts)
        self.typed_back = TypedBack(self._code)
        self.typed_back.setMaximumWidth(_TYPED_WIDTH)
        self.paper.add(PlainLabel(_FIRST, wrap=True))
        self.paper.add(self.sheet)
        self.typing.add(self.typed_back)
        self.typed_back.typed[-1].returnPressed.connect(self.save)
        self._show_asking(asking=True)
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self) -> None:
        self._forget()
        self._show_asking(asking=False)
        self.heading.set_facts("")
        self.message_bar.done(
            "De nieuwe herstelcode geldt. Het oude papier werkt niet meer: vernietig het, en leg "
            "het nieuwe in de kluis."
        )
        self.context.changes.tell("recovery")

    def _later(self) -> None:
        self.context.go(Target("today" if self.must else "staff"))

    def _show_asking(self, *, asking: bool) -> None:
        for widget in (self.paper, self.typing, self.save_button):
            widget.setVisible(asking)
        self.later_button.setText("Niet n&u" if asking else "Naar medewerkers")
        if not asking:
            self.must = False

    def _forget(self) -> None:
        """Keep nothing of the code on the screen."""
        self._code = ""
        self.sheet = self.typed_back = None
        self.paper.clear()
        self.typing.clear()


def _consequences(*, must: bool) -> tuple[str, ...]:
    if must:
        return (
            "De code die is gebruikt, blijft gelden: wie het papier zag, kan er alles mee openen.",
            "Vandaag blijft erom vragen tot er een nieuwe is.",
        )
    return ("De oude herstelcode blijft gelden. De code van daarnet is weg; gooi dat papier weg.",)
