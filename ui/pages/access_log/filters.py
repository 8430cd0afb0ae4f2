"""What of the access log to show: of whom, by whom, when, and only what was refused."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.access.journal import LogFilter
from app.desk import Desk
from app.dossier.values import PupilSummary, StaffRecord
from ui.entrance.frame import labelled
from ui.pages.access_log.pupil_choice import PupilChoice
from ui.theme import GRID
from ui.widgets.card import Card
from ui.widgets.date_field import DateField
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel

People = tuple[tuple[PupilSummary, ...], tuple[StaffRecord, ...]]

TODAY, WEEK, ALL, OWN = "today", "week", "all", "own"
_PERIODS = ((ALL, "alles"), (TODAY, "vandaag"), (WEEK, "deze week"), (OWN, "eigen datums"))
_EVERYBODY = "alle medewerkers"
_WRONG_WAY_ROUND = "De laatste dag ligt vóór de eerste: er is zo niets te vinden."


class LogFilters(Card):
    """`changed` tells that another part of the log is asked for.

    `refused_only` belongs to it, but stands where the page puts it.
    """

    changed = Signal()

    def __init__(self, today: date, *, staff: bool, parent: QWidget | None = None) -> None:
        """`staff` offers the filter on members of staff, which only the headteacher gets."""
        super().__init__(parent=parent)
        self._today = today
        self.pupil = PupilChoice()
        self.pupil.setFixedWidth(288)
        self.staff = ChoiceInput([], empty=_EVERYBODY)
        self.period = ChoiceInput(_PERIODS, ALL)
        self.first = DateField(name="Eerste dag", today=lambda: today)
        self.last = DateField(name="Laatste dag", today=lambda: today)
        self.refused_only = QCheckBox("Alleen g&eweigerd")
        self.problem = PlainLabel("", "problem", wrap=True)
        self.problem.hide()
        row = QWidget()
        flow = FlowLayout(row, 2 * GRID)
        self._own = [labelled("Van", self.first), labelled("Tot en met", self.last)]
        staff_box = labelled("Per medewerker", self.staff)
        period = labelled("Per dag", self.period)
        for box in (labelled("Per leerling", self.pupil), staff_box, period, *self._own):
            flow.addWidget(box)
        self.add(row)
        self.add(self.problem)
        staff_box.setVisible(staff)
        self._show_own()
        self.pupil.chosen.connect(lambda _pupil: self.changed.emit())
        self.staff.activated.connect(lambda _index: self.changed.emit())
        self.period.activated.connect(lambda _index: self._period_chosen())
        self.refused_only.toggled.connect(lambda _on: self.changed.emit())
        for field in (self.first, self.last):
            field.left.connect(self._dates_left)
            field.line.returnPressed.connect(self._dates_left)
        self._asked = (self.first.day(), self.last.day())

    def set_pupils(self, pupils: Sequence[PupilSummary]) -> None:
        """Whom to choose from."""
        self.pupil.set_pupils(pupils)

    def set_staff(self, people: Sequence[StaffRecord]) -> None:
        """Members of staff to choose from; the choice stays."""
        chosen = self.staff.code()
        self.staff.clear()
        self.staff.addItem(_EVERYBODY, None)
        for one in people:
            self.staff.addItem(one.name[:100], one.id)
        self.staff.set_code(chosen)

    def choose_staff(self, staff_id: str) -> None:
        """Show what this member of staff did."""
        self.staff.set_code(staff_id)
        self.changed.emit()

    def choose_day(self, day: date) -> None:
        """Show one day."""
        self.period.set_code(OWN)
        self.first.set_day(day)
        self.last.set_day(day)
        self._period_chosen()

    def reset(self) -> None:
        """Show everything."""
        self.pupil.show_choice(None)
        self.staff.set_code(None)
        self.period.set_code(ALL)
        self.refused_only.setChecked(False)
        self._period_chosen()

    def wanted(self) -> LogFilter:
        """The filter as the desk wants it."""
        first, last = self._days()
        return LogFilter(
            pupil_id=self.pupil.pupil.id if self.pupil.pupil else None,
            staff_id=self.staff.code(),
            first=first,
            last=last,
            refused_only=self.refused_only.isChecked(),
        )

    def usable(self) -> bool:
        """Whether the dates that were typed can be meant; else it is said below them."""
        problem = ""
        if self.period.code() == OWN:
            problem = self.first.problem() or self.last.problem()
            first, last = self.first.day(), self.last.day()
            if not problem and first and last and last < first:
                problem = _WRONG_WAY_ROUND
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        return not problem

    def _days(self) -> tuple[date | None, date | None]:
        code = self.period.code()
        if code == TODAY:
            return self._today, self._today
        if code == WEEK:
            return self._today - timedelta(days=self._today.weekday()), self._today
        if code == OWN:
            return self.first.day(), self.last.day()
        return None, None

    def _period_chosen(self) -> None:
        self._show_own()
        self._asked = (self.first.day(), self.last.day())
        self.changed.emit()

    def _show_own(self) -> None:
        for box in self._own:
            box.setVisible(self.period.code() == OWN)

    def _dates_left(self) -> None:
        """Read again when a date is another one; leaving a field as it was asks nothing."""
        typed = (self.first.day(), self.last.day())
        if typed != self._asked or not self.usable():
            self._asked = typed
            self.changed.emit()


def people_of(desk: Desk, whole_log: bool) -> People:
    """Whom there is to choose from; of staff only for who sees the whole log."""
    pupils = desk.pupils.all() + desk.pupils.former()
    return pupils, desk.staff.all() if whole_log else ()
