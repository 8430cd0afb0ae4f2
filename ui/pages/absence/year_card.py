"""A pupil's absence drawn as a year, and counted per sort and period."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.dossier.absence_count import SORTS, AbsenceTotal
from app.dossier.absences import AbsenceState, Period, totals_in
from app.dossier.calendar import AFTERNOON, MORNING, PARTS, WHOLE, SchoolCalendar, days
from app.dossier.half_days import Mark, Piece, mark_on, piece_of
from app.dossier.school_year import (
    first_day,
    last_day,
    next_school_year,
    previous_school_year,
    school_year_of,
)
from app.dossier.values import Entry
from ui.pages.absence.marks import LETTERS, PART_NAMES, TONES, WORDS, full_day, word_of
from ui.text import counted, shown
from ui.theme import GRID
from ui.widgets.buttons import icon_button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.date_field import DateField
from ui.widgets.labels import ElidedLabel, PlainLabel
from ui.widgets.year_calendar import DayShown, HalfShown, YearCalendar

Absence = Mapping[str, Any]
_HINT = "Kies een dag, met de muis of de pijltoetsen, om te lezen wat er was."


class YearCard(Card):
    """The calendar of one school year, with the years before and after at its head."""

    def __init__(self, entries: Sequence[Entry], calendar: SchoolCalendar, today: date) -> None:
        super().__init__("Kalender")
        self._absences = [absence_of(one) for one in entries]
        self._calendar = calendar
        self._today = today
        self._year = school_year_of(today)
        self.earlier = icon_button("chevron-left", "Vorig schooljaar", lambda: self._step(-1))
        self.later = icon_button("chevron-right", "Volgend schooljaar", lambda: self._step(1))
        for one in (self.earlier, self.later):
            self.add_to_head(one)
        self.year = YearCalendar()
        self.told = ElidedLabel(_HINT, "muted")
        self.year.day_told.connect(self.told.setText)
        legend = QHBoxLayout()
        legend.setSpacing(GRID)
        for sort, letter in LETTERS.items():
            legend.addWidget(Chip(f"{letter} {WORDS[sort]}", TONES[sort]))
        legend.addStretch()
        self.body.addLayout(legend)
        self.add(self.year)
        self.add(self.told)
        self._show()

    def _step(self, by: int) -> None:
        other = next_school_year if by > 0 else previous_school_year
        self._year = other(self._year)
        self._show()

    def _show(self) -> None:
        first, last = first_day(self._year), last_day(self._year)
        self.set_title(f"Kalender {self._year}")
        pieces = [piece_of(one) for one in self._absences]
        shown_days = {day: shown_day(day, pieces, self._calendar) for day in days(first, last)}
        self.year.set_days(first, shown_days, self._summary(first, last), self._today)

    def _summary(self, first: date, last: date) -> str:
        totals = totals_in(self._absences, self._calendar, Period("", first, last))
        said = ", ".join(f"{WORDS[sort]} {amount(sort, totals[sort])}" for sort in SORTS)
        return f"Afwezigheid in schooljaar {self._year}: {said}. Pijltoetsen lopen door de dagen."


class TotalsCard(Card):
    """How much of each sort: this year, the last twelve months, and since a day of one's choice."""

    def __init__(self, entries: Sequence[Entry], state: AbsenceState, today: date) -> None:
        super().__init__("Totalen", "geteld met lesuren en vrije dagen")
        self._absences = [absence_of(one) for one in entries]
        self._calendar, self._today = state.calendar, today
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, sort in enumerate(SORTS, 1):
            grid.addWidget(PlainLabel(WORDS[sort].capitalize(), "field"), row, 0)
        for column, (period, totals) in enumerate(state.totals, 1):
            grid.addWidget(PlainLabel(period.label.capitalize(), "muted", wrap=True), 0, column)
            for row, sort in enumerate(SORTS, 1):
                grid.addWidget(PlainLabel(amount(sort, totals[sort]), wrap=True), row, column)
        last = len(state.totals) + 1
        self.since = DateField(None, "Totalen vanaf deze dag", lambda: today)
        since = QWidget()
        line = QHBoxLayout(since)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(PlainLabel("Vanaf", "muted"))
        line.addWidget(self.since, 1)
        grid.addWidget(since, 0, last)
        self.cells: dict[str, PlainLabel] = {}
        for row, sort in enumerate(SORTS, 1):
            self.cells[sort] = PlainLabel("", wrap=True)
            grid.addWidget(self.cells[sort], row, last)
        for column in range(1, last + 1):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.since.changed.connect(self._count)

    def _count(self) -> None:
        first = self.since.day()
        for sort, cell in self.cells.items():
            period = Period("", first or self._today, self._today)
            totals = totals_in(self._absences, self._calendar, period)
            cell.setText(amount(sort, totals[sort]) if first else "")


def absence_of(entry: Entry) -> Absence:
    """What an entry holds, with its id, as the rules count it."""
    return {**entry.values, "id": entry.id}


def amount(sort: str, total: AbsenceTotal) -> str:
    """`6 dagdelen, 16,5 uur`; being late is counted in times."""
    if sort == "late":
        return counted(total.occasions, "keer", "keer") if total.occasions else "–"
    if not total.half_days and not total.hours:
        return "–"
    return f"{counted(total.half_days, 'dagdeel', 'dagdelen')}, {shown(total.hours)} uur"


def shown_day(day: date, pieces: Sequence[Piece], calendar: SchoolCalendar) -> DayShown:
    """How one day is drawn and told."""
    free = calendar.free_on(day)
    if not calendar.is_school_day(day):
        why = free.name if free else "geen les"
        return DayShown(f"{full_day(day)}: {why}", free=True)
    marks = {part: mark_on(pieces, day, part) for part in calendar.parts(day)}
    halves = {part: _half(mark) for part, mark in marks.items()}
    only = len(halves) == 1
    return DayShown(
        f"{full_day(day)}: {_told(marks)}",
        morning=halves.get(MORNING) if not only else next(iter(halves.values())),
        afternoon=halves.get(AFTERNOON) if not only else next(iter(halves.values())),
    )


def _half(mark: Mark | None) -> HalfShown | None:
    return HalfShown(LETTERS[mark.sort], TONES[mark.sort]) if mark else None


def _told(marks: Mapping[str, Mark | None]) -> str:
    said = {part: word_of(marks[part]) for part in PARTS if part in marks}
    if len(set(said.values())) == 1:
        word = next(iter(said.values()))
        return f"{word} ({PART_NAMES[WHOLE]})" if any(marks.values()) else word
    return ", ".join(f"{PART_NAMES[part]} {word}" for part, word in said.items())
