"""The emergency card on the screen: a reason first, then what to do, large."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.emergency import EmergencyCard
from app.dossier.kinds import Field, FieldType, Kind
from app.dossier.values import PupilSummary
from app.dossier.wording import dutch_date
from ui.context import Context
from ui.forms import EntryForm
from ui.pages.form_sheet import FormSheet, Section
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage

_KIND = Kind(
    "emergency_card",
    Category.EMERGENCY_CARD,
    "Noodkaart",
    "Noodkaarten",
    "",
    (
        Field(
            "why",
            "Waarom hebt u de noodkaart nu nodig?",
            FieldType.LONG_TEXT,
            required=True,
            max_length=500,
            help="Eén zin is genoeg. De directeur leest dit bij de volgende aanmelding.",
        ),
    ),
)


def emergency_sheet(context: Context, pupil: PupilSummary) -> FormSheet:
    """Asks why; ends with the card."""
    title = f"Noodkaart van {pupil.display_name}"
    emergency = context.desk.emergency
    return FormSheet(
        title,
        (Section("emergency", title, EntryForm(_KIND, buttons=False)),),
        lambda values, _reason: emergency.open(pupil.id, str(values["emergency"]["why"] or "")),
        submit_label="Noodkaart &openen",
        intro="Alleen voor een noodgeval met een leerling die u niet zelf in de groep hebt, of als "
        "u nu geen tijd hebt om het dossier te openen.",
        consequences=lambda _values: [
            "U ziet alleen wat de intern begeleider voor nood heeft aangewezen.",
            "Uw naam, het tijdstip en de reden komen in het toegangslog.",
            "De directeur krijgt dit te zien en vraagt er zo nodig naar.",
        ],
    )


class EmergencyCardView(QWidget):
    """What to do, in words that can be read from a metre away."""

    def __init__(
        self, card: EmergencyCard, close: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.card = card
        self.setAccessibleName(f"Noodkaart van {card.pupil.display_name}")
        self.close_button = button("Noodkaart &sluiten", "filled", on_click=close)
        scroll = ScrollPage()
        for line in card.lines:
            sheet = Card(
                "Wat te doen in nood",
                f"bijgewerkt {dutch_date(date.fromisoformat(line.changed_at[:10]))}",
            )
            for field in line.kind.fields:
                sheet.add(PlainLabel(line.display[field.name], "name", wrap=True))
            scroll.body.addWidget(sheet)
        if not card.lines:
            scroll.body.addWidget(
                EmptyState(
                    "health",
                    "Er staat niets op de noodkaart van deze leerling",
                    "De intern begeleider heeft voor dit kind niets aangewezen dat in nood nodig "
                    "is. Bel 112 als dat nodig is, en vraag de intern begeleider of de directeur.",
                )
            )
        scroll.body.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        scroll.body.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.addWidget(scroll)

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True
