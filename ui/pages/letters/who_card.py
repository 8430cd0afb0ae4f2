"""Who gets what and why, before anything is made; what stands in the way stands on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.letters.letters import Addressed
from ui import text as texts
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable
from ui.widgets.labels import PlainLabel

_ROWS = 12
_SENTENCES = 6
_PUPIL_COLUMN = 4
_NOTHING = "Kies eerst een of meer leerlingen; dan staat hier wie de brief krijgt en waarom."


@dataclass(frozen=True)
class WhoRow:
    """One person and what he or she gets."""

    pupil: str
    name: str
    outcome: str
    tone: Tone
    why: str
    address: str


def rows_of(addressed: Sequence[Addressed]) -> list[WhoRow]:
    """Who gets a letter, then who does not; nobody about whom none can be made."""
    getting, skipped = [], []
    for one in addressed:
        if one.obstacle:
            continue
        for person in one.recipients:
            tone = Tone.WAITING if person.problem else Tone.DONE
            outcome = "meegeven" if person.problem else "brief"
            address = person.problem or ", ".join(person.address)
            getting.append(WhoRow(one.pupil_name, person.name, outcome, tone, person.why, address))
        skipped += [
            WhoRow(one.pupil_name, person.name, "geen brief", Tone.NEUTRAL, person.why, "")
            for person in one.skipped
        ]
    return getting + skipped


class WhoCard(Card):
    """`leave_out` carries the ids of the pupils about whom no letter can be made."""

    leave_out = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Aan wie", parent=parent)
        self.addressed: tuple[Addressed, ...] = ()
        self.hint = PlainLabel(_NOTHING, "muted", wrap=True)
        self.problem = PlainLabel("", "problem", wrap=True)
        self.out_button = button("Laat deze leerlingen weg", "outline", on_click=self._leave_out)
        self.table = DataTable(
            [
                Column("outcome", "Wat", 104, tone=lambda row: row.tone),
                Column("name", "Aan wie", 144),
                Column("address", "Adres"),
                Column("why", "Waarom", 120),
                Column("pupil", "Leerling", 92),
            ],
            "Wie krijgt wat en waarom",
        )
        for widget in (self.hint, self.problem, self.table):
            self.add(widget)
        row = QHBoxLayout()
        row.addWidget(self.out_button)
        row.addStretch()
        self.body.addLayout(row)
        self.show_addressed(())

    def obstacles(self) -> list[Addressed]:
        """The pupils about whom no letter can be made."""
        return [one for one in self.addressed if one.obstacle]

    def show_addressed(self, addressed: Sequence[Addressed]) -> None:
        """Show these."""
        self.addressed = tuple(addressed)
        found = rows_of(addressed)
        stuck = self.obstacles()
        self.hint.setVisible(not addressed)
        self.table.setVisible(bool(found))
        self.table.set_rows(found)
        self.table.view.setColumnHidden(_PUPIL_COLUMN, len(self.addressed) < 2)
        self.table.fit_height(_ROWS)
        lines = [one.obstacle for one in stuck[:_SENTENCES]]
        if len(stuck) > _SENTENCES:
            lines.append(f"En zo nog {len(stuck) - _SENTENCES} leerlingen.")
        self.problem.setText("\n".join(lines))
        self.problem.setVisible(bool(stuck))
        self.out_button.setVisible(bool(stuck) and len(stuck) < len(self.addressed))
        number = sum(len(one.recipients) for one in self.addressed if not one.obstacle)
        self.set_aside(texts.counted(number, "brief", "brieven") if found else "")

    def _leave_out(self) -> None:
        self.leave_out.emit([one.pupil_id for one in self.obstacles()])
