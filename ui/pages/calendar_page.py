"""Schooljaar en vakanties: hours of lessons, holidays by region, study days and other free days."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.access.categories import Category
from app.access.policy import Action
from app.dossier.calendar import FREE_SORTS, KNOWN_YEARS, REGIONS, FreeDays, Hours, SchoolCalendar
from app.dossier.kinds import Kind, Value
from app.dossier.school_days import FREE_FIELDS
from app.dossier.school_year import next_school_year, school_year_of
from ui import task
from ui.context import Context, Target
from ui.forms import EntryForm
from ui.pages.absence.marks import WEEKDAYS
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.text import counted, shown
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.inputs import ChoiceInput, LineInput
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_FREE = Kind("free_days", Category.NAME, "Vrije dagen", "Vrije dagen", "", FREE_FIELDS)
_WHY = (
    "Met deze kalender telt het programma dagdelen en uren: in de absentielijst, in het rapport "
    "aan de volgende school, en voor de melding van 16 uur verzuim. In vrije dagen valt niets in "
    "te vullen en ze tellen niet mee."
)
_ADVICE = (
    "Kerst, zomer en één week in mei liggen vast; herfst, voorjaar en de rest van mei zijn advies. "
    "Kijk ze dus na en wijzig wat bij uw school anders is. Wat u zelf invulde, blijft staan."
)
_UNKNOWN = (
    "De vakanties van {years} kent het programma nog niet: neem ze over van rijksoverheid.nl "
    "(schoolvakanties) en vul ze hieronder zelf in."
)
_MOST_ROWS = 60
_HOUR_WIDTH = 72


class CalendarPage(Page):
    """Everyone sees it, the headteacher changes it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.head = context.desk.may(Action.SCHOOL)
        self._calendar = SchoolCalendar()
        self._editing: FreeDays | None = None
        self.body.addWidget(Heading("Schooljaar en vakanties", "Lesuren en vrije dagen"))
        scroll = ScrollPage(margin=0)
        self.body.addWidget(scroll, 1)
        why = PlainLabel(_WHY, "muted", wrap=True)
        scroll.body.addWidget(why)
        self.region, self.year = self._choices()
        self.take_button = button("Vakanties overn&emen", "outline", "import", self.take_over)
        self.free = self._free_table()
        self.form = EntryForm(_FREE, {"sort": "study_day"}, submit_label="Vrije dagen bewaren")
        self.form.submitted.connect(self._submit)
        self.form.cancelled.connect(self._clear_form)
        self._form_card = Card("Vrije dagen toevoegen")
        self._form_card.add(self.form)
        self.hours: dict[int, tuple[LineInput, LineInput]] = {}
        self.hours_button = button("Lesuren bewaren", "outline", "save", self.save_hours)
        for card in self._cards():
            scroll.body.addWidget(card)
        scroll.body.addStretch()

    # --- how it looks ---------------------------------------------------------------------------

    def _choices(self) -> tuple[ChoiceInput, ChoiceInput]:
        region = ChoiceInput(tuple(REGIONS.items()), empty="kies de regio")
        region.setAccessibleName("Vakantieregio")
        years = tuple((year, year) for year in KNOWN_YEARS)
        year = ChoiceInput(years, school_year_of(self.context.desk.today))
        year.setAccessibleName("Schooljaar")
        return region, year

    def _cards(self) -> Sequence[Card]:
        shown_cards: list[Card] = []
        if self.head:
            shown_cards.append(self._take_card())
        listed = Card("Vrije dagen")
        listed.add(self.free)
        shown_cards.append(listed)
        if self.head:
            shown_cards.append(self._form_card)
        shown_cards.append(self._hours_card())
        if not self.head:
            shown_cards[-1].add(PlainLabel("De directeur wijzigt dit.", "small"))
        return shown_cards

    def _take_card(self) -> Card:
        card = Card("Schoolvakanties van uw regio", "bron: Rijksoverheid")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for widget in (PlainLabel("Regio"), self.region, PlainLabel("Schooljaar"), self.year):
            row.addWidget(widget)
        row.addWidget(self.take_button)
        row.addStretch()
        card.body.addLayout(row)
        card.add(PlainLabel(_ADVICE, "small", wrap=True))
        unknown = unknown_years(self.context.desk.today)
        if unknown:
            card.add(PlainLabel(_UNKNOWN.format(years=" en ".join(unknown)), "small", wrap=True))
        return card

    def _free_table(self) -> DataTable:
        table = DataTable(
            (
                Column("name", "Naam"),
                Column("sort", "Soort", 150, value=lambda one: FREE_SORTS.get(one.sort, one.sort)),
                Column("from_date", "Eerste dag", 120, value=lambda one: shown(one.from_date),
                       sort=lambda one: one.from_date),
                Column("until_date", "Laatste dag", 120, value=lambda one: shown(one.until_date),
                       sort=lambda one: one.until_date),
            ),
            "Vrije dagen",
            empty=EmptyState(
                "calendar",
                "Nog geen vrije dagen",
                "Neem hierboven de vakanties van uw regio over en vul studiedagen zelf in."
                if self.head
                else "De directeur vult de vakanties en studiedagen in.",
            ),
        )  # fmt: skip
        if self.head:
            table.set_actions(
                [
                    RowAction("&Wijzigen", self.edit, "edit"),
                    RowAction("Ver&wijderen", self.delete, "trash"),
                ]
            )
            table.opened.connect(self.edit)
            table.delete_asked.connect(self.delete)
        return table

    def _hours_card(self) -> Card:
        card = Card("Lesuren per dag", "zonder pauzes")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for column, label in enumerate(("Ochtend", "Middag"), 1):
            grid.addWidget(PlainLabel(label, "field"), 0, column)
        for weekday, name in enumerate(WEEKDAYS, 1):
            fields = (LineInput(most=5), LineInput(most=5))
            grid.addWidget(PlainLabel(name.capitalize()), weekday, 0)
            for column, (field, part) in enumerate(zip(fields, ("ochtend", "middag"), strict=True)):
                field.setMaximumWidth(_HOUR_WIDTH)
                field.setAccessibleName(f"Lesuren {name} {part}")
                field.setEnabled(self.head)
                grid.addWidget(field, weekday, column + 1)
            self.hours[weekday] = fields
        grid.setColumnStretch(3, 1)
        card.body.addLayout(grid)
        if self.head:
            card.body.addWidget(self.hours_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # --- reading --------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        self._load()

    def may_leave(self) -> bool:
        if self.form.is_dirty():
            self.form.cancel()
        return not self.form.is_dirty()

    def _load(self) -> None:
        task.run(self, self.context.desk.calendar.read, self._show, newest="calendar")

    def _show(self, calendar: SchoolCalendar) -> None:
        self._calendar = calendar
        self.free.set_rows(sorted(calendar.free, key=lambda one: one.from_date, reverse=True))
        self.free.fit_height(_MOST_ROWS)
        self.region.set_code(calendar.region or None)
        for weekday, fields in self.hours.items():
            given = calendar.hours.get(weekday, (0.0, 0.0))
            for field, hours in zip(fields, given, strict=True):
                field.setText(shown(hours) if hours else "")

    # --- changing -------------------------------------------------------------------------------

    def take_over(self) -> None:
        """The holidays of the chosen region and year."""
        region, year = self.region.code() or "", self.year.code() or ""
        task.run(
            self,
            lambda: self.context.desk.calendar.take_over(region, year),
            lambda count: self._changed(
                f"{counted(count, 'vakantie of vrije dag', 'vakanties en vrije dagen')} van {year} "
                "toegevoegd. Kijk ze na."
                if count
                else f"De vakanties van {year} stonden er al; er is niets veranderd."
            ),
            busy=self.take_button,
        )

    def edit(self, free: FreeDays) -> None:
        """Put this in the form."""
        if not self.may_leave():
            return
        self._editing = free
        self._form_card.set_title(f"{free.name} wijzigen")
        self.form.set_values(
            {
                "name": free.name,
                "sort": free.sort,
                "from_date": free.from_date,
                "until_date": free.until_date,
            }
        )
        self.form.focus_first()

    def delete(self, free: FreeDays) -> None:
        """Delete at once; the message offers to undo it."""
        calendar = self.context.desk.calendar

        def back() -> None:
            task.run(self, lambda: calendar.add(free), lambda _: self._changed("Teruggezet."))

        def deleted(_nothing: None) -> None:
            self._load()
            self.message_bar.done(f"{free.name} is verwijderd.", "Ongedaan maken", back)

        task.run(self, lambda: calendar.delete(free), deleted)

    def _submit(self, values: Mapping[str, Value], _reason: str) -> None:
        calendar, editing = self.context.desk.calendar, self._editing
        first, last = values["from_date"], values["until_date"]
        free = FreeDays(
            first,  # type: ignore[arg-type]
            last or first,  # type: ignore[arg-type]
            str(values["sort"]),
            str(values["name"]),
            editing.id if editing else "",
        )
        save = calendar.change if editing else calendar.add
        task.run(self, attempt(lambda: save(free)), self._submitted, busy=self.form)

    def _submitted(self, outcome: Outcome[None]) -> None:
        if outcome.problems or outcome.refused:
            self.form.show_problems(outcome.problems)
            if outcome.refused:
                self.message_bar.must(outcome.refused)
            return
        self._clear_form()
        self._changed("De vrije dagen zijn bewaard.")

    def _clear_form(self) -> None:
        self._editing = None
        self._form_card.set_title("Vrije dagen toevoegen")
        self.form.set_values({"sort": "study_day"})

    def save_hours(self) -> None:
        """Store the hours as they stand there."""
        hours: dict[int, Hours] = {}
        for weekday, (morning, afternoon) in self.hours.items():
            typed = [_number(field.text_value()) for field in (morning, afternoon)]
            if typed[0] is None or typed[1] is None:
                self.message_bar.must(
                    f"Bij {WEEKDAYS[weekday - 1]} staat geen aantal uren. Er is niets bewaard; typ "
                    "bijvoorbeeld 3,5."
                )
                return
            hours[weekday] = (typed[0], typed[1])
        task.run(
            self,
            lambda: self.context.desk.calendar.set_hours(hours),
            lambda _nothing: self._changed("De lesuren zijn bewaard."),
            busy=self.hours_button,
        )

    def _changed(self, said: str) -> None:
        self.message_bar.done(said)
        self._load()


def unknown_years(today: date) -> tuple[str, ...]:
    """The present and next school year, as far as the program does not know their holidays."""
    this_year = school_year_of(today)
    return tuple(one for one in (this_year, next_school_year(this_year)) if one not in KNOWN_YEARS)


def _number(text: str) -> float | None:
    """Hours with a comma or a point; nothing is none, what is no number is `None`."""
    try:
        return float(text.replace(",", ".")) if text else 0.0
    except ValueError:
        return None
