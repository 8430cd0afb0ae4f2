"""The register: choose group and day, then type. Everything is saved at once, in the background."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEventLoop, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.calendar import DAY, PARTS, SchoolCalendar, monday_of
from app.dossier.half_days import Mark
from app.dossier.register import Marking, RegisterPage
from app.dossier.values import GroupSummary
from app.errors import UserError
from ui import task
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.absence.marks import LETTERS, PART_NAMES, PRESENT, WORDS, full_day, tally
from ui.pages.absence.register_grid import RegisterGrid
from ui.pages.absence.saving import RegisterSaver
from ui.recent import recent_groups, remember_group
from ui.theme import GRID
from ui.widgets.buttons import button, icon_button
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.search_field import SearchField

_DAY_SPAN, _WEEK_SPAN = "day", "week"
_TO_SUNDAY = 6
_HOW = (
    "Typ het nummer van de leerling en dan de letter. Spatie herhaalt de letter, + en − zetten de "
    "minuten bij te laat, Enter gaat omlaag, / zoekt op naam, F2 opent het dossier, Ctrl+Z maakt "
    "ongedaan. Elke letter wordt meteen opgeslagen."
)
_SEARCH_FURTHEST = 120


@dataclass(frozen=True)
class _Wanted:
    """What to show. Without a day: the last school day up to today."""

    group_id: str = ""
    day: date | None = None
    span: str = _DAY_SPAN


@dataclass(frozen=True)
class _Read:
    groups: tuple[GroupSummary, ...]
    calendar: SchoolCalendar
    wanted: _Wanted
    page: RegisterPage | None = None
    problem: str = ""


class RegisterView(QWidget):
    """`chosen` tells which group shows, for the paper of its totals."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, messages: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = context.desk
        self.message_bar = messages
        self._wanted = _Wanted(recent_groups().get(str(context.desk.folder), ""))
        self._calendar = SchoolCalendar()
        self._groups: tuple[GroupSummary, ...] = ()
        self._saver: RegisterSaver | None = None
        self._task: task.Task | None = None
        self.group = ChoiceInput(())
        self.group.setAccessibleName("Groep")
        self.group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.day = DateField(name="Dag", today=lambda: context.desk.today)
        self.search = SearchField("Zoeken in de groep (/)")
        self.search.setMaximumWidth(220)
        self.grid = RegisterGrid()
        self.status = ElidedLabel("")
        self.saved = PlainLabel("", "muted")
        self.empty = EmptyState("absence", "Nog geen groep", "")
        self._faces = QStackedWidget()
        self._faces.addWidget(self.grid)
        self._faces.addWidget(self.empty)
        self._build()

    # --- how it looks ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.earlier = icon_button("chevron-left", "Vorige (Alt+pijl links)", lambda: self.step(-1))
        self.later = icon_button(
            "chevron-right", "Volgende (Alt+pijl rechts)", lambda: self.step(1)
        )
        self.today = button("Vandaag", "outline", on_click=lambda: self._ask(day=None))
        self.today.setShortcut(QKeySequence("Alt+Home"))
        self.today.setToolTip("Alt+Home")
        self.span = button("Per week", "outline", "calendar", self.switch_span)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for widget in (self.group, self.earlier, self.day, self.later, self.today, self.span):
            top.addWidget(widget)
        top.addStretch()
        top.addWidget(self.search)
        keys = QWidget()
        flow = FlowLayout(keys, spacing=GRID)
        self.keys: dict[str, QPushButton] = {}
        for sort in (*LETTERS, ""):
            flow.addWidget(self._key_button(sort))
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(keys)
        layout.addWidget(self._faces, 1)
        layout.addLayout(foot)
        layout.addWidget(PlainLabel(_HOW, "small", wrap=True))
        self.group.activated.connect(lambda _at: self.show_group(self.group.code() or ""))
        self.day.left.connect(self._typed_day)
        self.search.searched.connect(self._find)
        self.search.entered.connect(self.grid.setFocus)
        self.search.down.connect(self.grid.setFocus)
        self.grid.marked.connect(self._save)
        self.grid.selectionModel().currentChanged.connect(lambda *_cells: self._tell_status())
        self.grid.undo_asked.connect(lambda: self._save(()))
        self.grid.search_asked.connect(self._begin_search)
        self.grid.opened.connect(self._open)
        self.grid.refused.connect(self._refuse)
        for keys_, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys_), self).activated.connect(
                lambda step=step: self.step(step)
            )

    def _key_button(self, sort: str) -> QPushButton:
        label = f"{LETTERS[sort]}  {WORDS[sort]}" if sort else f"Del  {PRESENT}"
        mark = Mark(sort) if sort else None
        made = button(label, "outline", on_click=lambda: self.grid.mark(mark))
        # For the mouse; by keyboard the letter itself does it, from the list.
        made.setFocusPolicy(self.grid.viewport().focusPolicy())
        self.keys[sort] = made
        return made

    # --- reading --------------------------------------------------------------------------------

    def load(self) -> None:
        """Read again what shows; the first time the own group and the last school day."""
        self._ask()

    def show_group(self, group_id: str) -> None:
        """Show this group, and begin with it the next time."""
        remember_group(self._desk.folder, group_id)
        self._ask(group_id=group_id)

    def step(self, by: int) -> None:
        """The next or previous school day, or week."""
        day = self._wanted.day or self._desk.today
        if self._wanted.span == _WEEK_SPAN:
            self._ask(day=day + by * timedelta(days=7))
            return
        for offset in range(1, _SEARCH_FURTHEST):
            if self._calendar.is_school_day(day + by * offset * DAY):
                self._ask(day=day + by * offset * DAY)
                return

    def switch_span(self) -> None:
        """Between a day and a week."""
        self._ask(span=_DAY_SPAN if self._wanted.span == _WEEK_SPAN else _WEEK_SPAN)

    def _typed_day(self) -> None:
        day = self.day.day()
        if day is not None and day != self._wanted.day:
            self._ask(day=day)

    def _ask(self, **changed: Any) -> None:
        wanted = replace(self._wanted, **changed)
        task.run(self, lambda: self._read(wanted), self._show, newest="register")

    def _read(self, wanted: _Wanted) -> _Read:
        desk = self._desk
        calendar = desk.calendar.read()
        groups = desk.groups.all()
        if not desk.may(Action.READ, Category.ABSENCE):
            groups = tuple(one for one in groups if one.own)
        ordered = tuple(sorted(groups, key=lambda one: not one.own))
        day = wanted.day or last_school_day(calendar, desk.today)
        known = {one.id for one in ordered}
        first_group = ordered[0].id if ordered else ""
        group_id = wanted.group_id if wanted.group_id in known else first_group
        wanted = _Wanted(group_id, day, wanted.span)
        if not group_id:
            return _Read((), calendar, wanted)
        try:
            page = desk.register.open(group_id, *period_of(wanted.span, day))
        except UserError as problem:
            return _Read(ordered, calendar, wanted, problem=str(problem))
        return _Read(ordered, calendar, wanted, page)

    def _show(self, read: _Read) -> None:
        kept = self.grid.currentIndex()
        same = self._saver is not None and self._wanted == read.wanted
        self._wanted, self._calendar = read.wanted, read.calendar
        self._show_groups(read.groups)
        self.day.set_day(read.wanted.day)
        self.span.setText("Per dag" if read.wanted.span == _WEEK_SPAN else "Per week")
        self.span.setToolTip("Alt+K")
        self.span.setShortcut(QKeySequence("Alt+K"))
        page = read.page
        self._faces.setCurrentWidget(self.grid if page else self.empty)
        self.chosen.emit(next((one for one in read.groups if one.id == read.wanted.group_id), None))
        if page is None:
            self._say_empty(read)
            return
        self._context.ground(f"Inzage vastgelegd: {page.ground}")
        self._saver = RegisterSaver(self._desk.register, page.first, page.last)
        self.grid.may_write = page.may_write
        self.grid.rows.set_page(page)
        self.grid.fit_names()
        if same and kept.isValid():
            self.grid.setCurrentIndex(self.grid.rows.index(kept.row(), kept.column()))
        else:
            self.grid.start(read.wanted.day)
        self.grid.setFocus()
        self.saved.clear()
        self._tell_status()

    def _show_groups(self, groups: tuple[GroupSummary, ...]) -> None:
        if groups != self._groups:
            self._groups = groups
            self.group.clear()
            for one in groups:
                self.group.addItem(f"Groep {one.name}{' (mijn groep)' if one.own else ''}", one.id)
        self.group.setCurrentIndex(self.group.findData(self._wanted.group_id))
        self.group.setEnabled(len(groups) > 1)

    def _say_empty(self, read: _Read) -> None:
        self.empty.headline.setText("Geen absentielijst")
        self.empty.why.setText(
            read.problem
            or "U hebt dit schooljaar geen eigen groep. De directeur koppelt leerkrachten aan "
            "groepen bij Instellingen."
        )
        self.status.clear()

    def _tell_status(self) -> None:
        slots = self.grid.rows.slots
        index = self.grid.currentIndex()
        if not slots:
            self.status.setText("")
            return
        day = slots[index.column()].day if index.isValid() else slots[0].day
        free = self._calendar.free_on(day)
        if free is not None or not self._calendar.is_school_day(day):
            why = free.name if free else "geen les"
            self.status.setText(f"{full_day(day)}: {why}; hier valt niets in te vullen.")
            return
        said = [
            f"{PART_NAMES[part]} {tally(self.grid.rows.of_half_day((day, part)))}"
            for part in PARTS
            if self._calendar.lessons(day, part) > 0
        ]
        self.status.setText(f"{full_day(day)}: {'; '.join(dict.fromkeys(said))}")

    # --- writing --------------------------------------------------------------------------------

    def _save(self, markings: Sequence[Marking]) -> None:
        if self._saver is None:
            return
        self._tell_status()
        self.saved.setText("Wordt opgeslagen…")
        if self._saver.put(markings):
            saver = self._saver
            self._task = task.run(
                self,
                saver.work,
                lambda done: self._saved_now(saver, *done),
                self._failed,
                message=None,
            )

    def _saved_now(self, saver: RegisterSaver, lines: Any, undone: bool) -> None:
        if saver is not self._saver:
            return
        self.grid.rows.set_lines(lines)
        self.grid.rows.apply(saver.waiting())
        if not saver.is_busy:
            self.saved.setText("Ongedaan gemaakt en opgeslagen" if undone else "Opgeslagen")
        self._tell_status()

    def _failed(self, fault: Fault) -> None:
        """What could not be saved must not go on showing as if it were."""
        self.saved.setText("Niet alles is opgeslagen")
        task.show_fault(self, fault)
        self._ask()

    def may_leave(self) -> bool:
        """Waits for what is being saved, so that nothing typed is lost."""
        if self._saver is not None and self._saver.is_busy and self._task is not None:
            loop = QEventLoop()
            self._task.finished.connect(loop.quit)
            loop.exec()
        return True

    # --- moving ---------------------------------------------------------------------------------

    def _begin_search(self) -> None:
        self.search.clear()
        self.search.setFocus()

    def _find(self, typed: str) -> None:
        if not typed:
            return
        for line in self.grid.rows.lines:
            if line.pupil.matches(typed):
                self.grid.go_to_pupil(line.id)
                return

    def _open(self, pupil_id: str) -> None:
        self._context.go(Target("pupils", pupil_id, Category.ABSENCE))

    def _refuse(self, text: str) -> None:
        self.message_bar.waiting(text)


def last_school_day(calendar: SchoolCalendar, today: date) -> date:
    """Today, or the last school day before it; today itself when there was none for long."""
    days = (today - offset * DAY for offset in range(_SEARCH_FURTHEST))
    return next((day for day in days if calendar.is_school_day(day)), today)


def period_of(span: str, day: date) -> tuple[date, date]:
    """The day itself, or Monday to Sunday of its week."""
    if span == _DAY_SPAN:
        return day, day
    return monday_of(day), monday_of(day) + _TO_SUNDAY * DAY
