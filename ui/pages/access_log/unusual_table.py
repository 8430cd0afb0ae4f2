"""What stands out in the access log, and why."""

from PySide6.QtWidgets import QWidget

from app.access import journal
from app.access.unusual import Unusual
from ui.pages.access_log.log_table import part, who
from ui.theme import Tone
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState

_NOTHING = "Niets buiten schooltijd, geen noodtoegang, niets geweigerd, nergens veel tegelijk."


class UnusualTable(DataTable):
    """`opened` carries what stands out, to go on from there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _columns(),
            "Wat opvalt",
            lambda one: one.line.number,
            empty=EmptyState("check", "Niets valt op", _NOTHING),
            parent=parent,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("reasons", "Waarom", 312, value=_why, tone=lambda _one: Tone.WAITING),
        Column("at", "Tijd", 136, value=_minute, sort=lambda one: one.line.number),
        Column("staff", "Wie", 168, value=lambda one: who(one.line)),
        Column("event", "Wat", 128, value=lambda one: one.line.event),
        Column("pupil", "Leerling", 136, value=lambda one: one.line.pupil),
        Column("category", "Onderdeel", value=lambda one: part(one.line)),
    )


def _why(one: Unusual) -> str:
    return ", ".join(one.reasons)


def _minute(one: Unusual) -> str:
    return journal.local(one.line.at)[:-3]
