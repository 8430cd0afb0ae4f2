"""The lines of the access log as a table, the newest on top."""

from PySide6.QtWidgets import QWidget

from app.access import journal
from app.access.journal import LogLine
from ui.theme import Tone
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState

_PUPIL = "pupil"
_IN_THE_CARD = ("ground", "text")


class LogTable(DataTable):
    """Leaves out what the filter says already, and what the card beside it shows."""

    def __init__(self, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(
            _columns(), "Toegangslog", lambda line: line.number, empty=empty, parent=parent
        )

    def show_pupils(self, on: bool) -> None:
        """The log of one pupil needs no column for the pupil."""
        self._hide(_PUPIL, not on)

    def make_room(self, on: bool) -> None:
        """Leave out what the card of the chosen line shows."""
        for key in _IN_THE_CARD:
            self._hide(key, on)

    def _hide(self, key: str, hidden: bool) -> None:
        keys = [column.key for column in self.model.columns]
        self.view.setColumnHidden(keys.index(key), hidden)


def _columns() -> tuple[Column, ...]:
    return (
        Column("at", "Tijd", 136, value=_minute, sort=_number),
        Column("staff", "Wie", 168, value=who),
        Column("event", "Wat", 128),
        Column(_PUPIL, "Leerling", 136),
        Column("category", "Onderdeel", 144, value=part),
        Column("ground", "Grond", 136),
        Column("outcome", "Uitkomst", 104, tone=_tone),
        Column("text", "Toelichting"),
    )


def _minute(line: LogLine) -> str:
    return journal.local(line.at)[:-3]


def _number(line: LogLine) -> int:
    return line.number


def _tone(line: LogLine) -> Tone | None:
    return Tone.MUST if line.refused else None


def who(line: LogLine) -> str:
    """Name and role."""
    return f"{line.staff} · {line.role}" if line.role else line.staff


def part(line: LogLine) -> str:
    """Category and kind of object, each once."""
    parts = [line.category]
    if line.object_kind.casefold() != line.category.casefold():
        parts.append(line.object_kind)
    return ", ".join(part for part in parts if part)
