"""Which test is typed: chosen once, kept as long as someone is signed in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from app.dossier.results import moments, sheet
from app.dossier.results.sheet import SORTS, ChosenTest
from app.dossier.values import GroupSummary
from app.dossier.wording import dutch_date
from ui.entrance.frame import labelled
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.date_field import DateField
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import PlainLabel

_FIELDS = ("sort", "domain", "test", "moment", "taken_on")
_SORT, _DOMAIN = sheet.KIND.field("sort").choices, sheet.KIND.field("domain").choices


class TypedChoice(QComboBox):
    """A line to type in that offers what was used before."""

    def __init__(self, name: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setLineEdit(LineInput(most=200))
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(width)
        self.lineEdit().setAccessibleName(name)

    def wheelEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        event.ignore()

    def offer(self, words: Sequence[str]) -> None:
        """Offer these; what stands there stays."""
        typed = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(list(words))
        self.setEditText(typed)
        self.blockSignals(False)


class ChoiceCard(Card):
    """`ready` when the grid is asked for, `changed` when another test was chosen.

    The button `columns` is for the grid to place.
    """

    ready = Signal()
    changed = Signal()
    columns_chosen = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Welke toets")
        self._today = today
        self._group: GroupSummary | None = None
        self._chosen: dict[str, set[str]] = {}
        self.sort = ChoiceInput(list(_SORT.items()), "monitoring")
        self.domain = ChoiceInput(list(_DOMAIN.items()), "arithmetic")
        self.test = TypedChoice("Toets", 176)
        self.moment = TypedChoice("Afname", 96)
        self.taken_on = DateField(today(), "Datum", today)
        self.taken_on.setFixedWidth(156)
        self.columns = button("Kolommen", "outline")
        self.columns.setAccessibleName("Kolommen kiezen")
        self._menu = QMenu(self.columns)
        self.columns.setMenu(self._menu)
        self.other_button = button("And&ere toets", "link", "edit", self._choose_again)
        self.summary = PlainLabel("", "field", wrap=True)
        self.show_button = button("&Klaarzetten", "outline", "check", self.ready.emit)
        self.problem = PlainLabel("", "problem", wrap=True)
        self._build()
        self._sort_chosen()

    def _build(self) -> None:
        fields = QWidget()
        flow = FlowLayout(fields, 2 * GRID)
        for label, widget in (
            ("Soort", self.sort),
            ("Gebied", self.domain),
            ("Toets", self.test),
            ("Afname", self.moment),
            ("Datum", self.taken_on),
        ):
            flow.addWidget(labelled(label, widget))
        self.fields = fields
        self._form, self._folded = QWidget(), QWidget()
        row = QHBoxLayout(self._form)
        row.addWidget(fields, 1)
        row.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignBottom)
        line = QHBoxLayout(self._folded)
        line.addWidget(self.summary, 1)
        line.addWidget(self.other_button)
        for layout in (row, line):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(GRID)
        for part in (self._form, self._folded):
            self.add(part)
        self._folded.hide()
        self.add(self.problem)
        self.problem.hide()
        self.sort.currentIndexChanged.connect(lambda _index: self._sort_chosen())
        self.domain.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for typed in (self.test, self.moment):
            typed.editTextChanged.connect(lambda _text: self.changed.emit())
            typed.lineEdit().returnPressed.connect(self.ready.emit)
        self.taken_on.changed.connect(self.changed.emit)
        self.taken_on.line.returnPressed.connect(self.ready.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fields that wrapped keep their room, however little the page has."""
        super().resizeEvent(event)
        self.fields.setMinimumHeight(self.fields.heightForWidth(self.fields.width()))

    def set_group(self, group: GroupSummary) -> None:
        """Offer the moments of this group; a letter alone means each pupil's own year group."""
        self._group = group
        years = [one for one in group.year_groups if one.isdigit()]
        offered = [f"{code}{year}" for year in years for code in moments.LABELS]
        if len(years) > 1:
            offered = [*moments.LABELS, *offered]
        typed = self.moment.currentText()
        self.moment.offer(offered)
        if not typed or (moments.parse(typed) and typed not in offered):
            self.moment.setEditText("M" if len(years) > 1 else f"M{years[0]}" if years else "")
        mixed = "Een letter alleen (M) betekent: ieders eigen jaargroep." if len(years) > 1 else ""
        self.moment.setToolTip(mixed)
        self.moment.lineEdit().setAccessibleDescription(mixed)

    def offer_tests(self, tests: Sequence[str]) -> None:
        """Names of tests that were used before."""
        self.test.offer(tests)
        if not self.test.currentText() and tests:
            self.test.setEditText(tests[0])

    def choice(self) -> ChosenTest | None:
        """What is chosen; None, with the reason on the card, when something is not right yet."""
        day, wrong = self.taken_on.day(), self.taken_on.problem()
        if self._group is None or wrong or day is None:
            self._say(wrong or "Vul de datum in.")
            return None
        made = ChosenTest(
            self._group.id,
            self.sort.code() or "",
            self.domain.code() or "",
            self.test.currentText(),
            self.moment.currentText(),
            day,
        )
        problems = made.problems(self._today())
        self._say(" ".join(problems.values()))
        return None if problems else made

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def column_names(self) -> tuple[str, ...]:
        """The columns to type in, in their order."""
        sort = self.sort.code() or ""
        chosen = self._chosen.setdefault(sort, set(sheet.first_columns(sort)))
        return tuple(one.name for one in sheet.columns_of(sort) if one.name in chosen)

    def fold(self, choice: ChosenTest) -> None:
        """Say in one line what was chosen, so that the grid has the room."""
        parts = (
            _SORT.get(choice.sort, ""),
            _DOMAIN.get(choice.domain, ""),
            choice.test,
            choice.moment,
            dutch_date(choice.taken_on),
        )
        self.summary.setText(" · ".join(part for part in parts if part))
        self._form.hide()
        self._folded.show()

    def unfold(self) -> None:
        """Show the fields, to choose a test."""
        self._folded.hide()
        self._form.show()

    def _choose_again(self) -> None:
        self.unfold()
        self.domain.setFocus(Qt.FocusReason.OtherFocusReason)

    def lock(self, *, locked: bool) -> None:
        """While something is typed that is not saved, another test cannot be chosen."""
        for widget in (self.fields, self.show_button, self.columns, self.other_button):
            widget.setEnabled(not locked)
        self._say("")

    def raw(self) -> dict[str, str]:
        """What was chosen, for a draft."""
        group = self._group.id if self._group else ""
        return {
            "group": group,
            "sort": self.sort.code() or "",
            "domain": self.domain.code() or "",
            "test": self.test.currentText(),
            "moment": self.moment.currentText(),
            "taken_on": self.taken_on.line.text(),
            "columns": ",".join(self.column_names()),
        }

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put a draft's choice back; the group is the page's."""
        self.sort.set_code(raw.get("sort") or None)
        self.domain.set_code(raw.get("domain") or None)
        self.test.setEditText(raw.get("test", ""))
        self.moment.setEditText(raw.get("moment", ""))
        self.taken_on.line.setText(raw.get("taken_on", ""))
        known = {one.name for one in sheet.columns_of(self.sort.code() or "")}
        names = set(raw.get("columns", "").split(",")) & known
        if names:
            self._chosen[self.sort.code() or ""] = names
        self._fill_menu()

    def _sort_chosen(self) -> None:
        sort = self.sort.code() or ""
        if sort == "report_mark" and not self.test.currentText():
            self.test.setEditText(SORTS[sort]["test"])
        self._fill_menu()
        self.changed.emit()

    def _fill_menu(self) -> None:
        self._menu.clear()
        names = self.column_names()
        for one in sheet.columns_of(self.sort.code() or ""):
            action = self._menu.addAction(one.label)
            action.setCheckable(True)
            action.setChecked(one.name in names)
            action.toggled.connect(lambda on, name=one.name: self._toggle(name, on=on))

    def _toggle(self, name: str, *, on: bool) -> None:
        chosen = self._chosen[self.sort.code() or ""]
        chosen.add(name) if on else chosen.discard(name)
        if not chosen:  # a grid without a column to type in is none
            chosen.add(name)
        self.columns_chosen.emit()
