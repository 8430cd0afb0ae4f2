"""A page as the program will have it, put together from the widgets, for the gallery."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.access.categories import DOSSIER_CATEGORIES
from app.dossier.kinds import CATEGORY_TEXTS
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.data_table import Column, DataTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.row_list import ListRow, RowList
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.search_field import SearchField
from ui.widgets.sidebar import Place, Sidebar
from ui.widgets.status_foot import StatusFoot
from ui.widgets.tab_row import TabRow

PLACES = [
    Place("today", "Vandaag", "today"),
    Place("pupils", "Leerlingen", "pupils"),
    Place("absence", "Absentie", "absence"),
    Place("results", "Resultaten", "results"),
    Place("transfer", "Overstap", "transfer"),
    Place("letters", "Brieven", "letter"),
    Place("requests", "Verzoeken", "request"),
    Place("keep", "Bewaren", "keep"),
    Place("log", "Toegangslog", "log"),
    Place("settings", "Instellingen", "settings", at_foot=True),
    Place("help", "Hulp  (F1)", "help", at_foot=True),
]
EVENTS = [
    {"day": date(2026, 11, 20), "what": "Gesprek met beide ouders over advies", "tag": "verslag"},
    {"day": date(2026, 11, 12), "what": "Ziek gemeld, 2 dagdelen", "tag": ""},
    {"day": date(2026, 11, 3), "what": "Toets spelling M8: niveau III", "tag": ""},
    {"day": date(2026, 10, 28), "what": "Handelingsplan lezen geëvalueerd", "tag": "zorg"},
    {"day": date(2026, 10, 9), "what": "Adres moeder <b>gewijzigd</b> & nagekeken", "tag": ""},
]


def table(rows: list[dict[str, object]]) -> DataTable:
    made = DataTable(
        [
            Column("day", "Datum", 110),
            Column("what", "Gebeurtenis"),
            Column(
                "tag",
                "Soort",
                120,
                tone=lambda row: Tone.HERE if row["tag"] == "verslag" else Tone.WAITING,
            ),
        ],
        "Laatste gebeurtenissen",
        row_key=lambda row: row["what"],
    )
    made.set_rows(rows)
    return made


def tabs() -> TabRow:
    made = TabRow("Onderdelen van het dossier")
    made.add("overview", "Overzicht")
    for category in DOSSIER_CATEGORIES:
        made.add(str(category), CATEGORY_TEXTS[category].tab)
    return made


def head() -> Heading:
    made = Heading(
        "Thị Ngọc Ánh van 't Hof-Wiśniewska",
        "Groep 8 · 11 jaar · geboren 17-03-2015 · leerlingnummer 1001",
    )
    made.set_chips(
        [
            ("Ouders gescheiden, beiden gezag", Tone.HERE),
            ("Adres vader geheim", Tone.WAITING),
            ("Noodkaart: EpiPen", Tone.MUST),
            ("OKR: ouders geïnformeerd", Tone.DONE),
        ]
    )
    made.add_action(button("&Brief maken", "outline", "letter"))
    made.add_action(button("Overstap&rapport", "filled", "transfer"))
    return made


def column() -> QWidget:
    made = QWidget()
    made.setProperty("role", "surface")
    made.setFixedWidth(268)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(14, 16, 14, 0)
    layout.addWidget(SearchField("Zoek leerling…  (Ctrl+F)"))
    top = QHBoxLayout()
    top.addWidget(PlainLabel("Groep 8", "title"))
    top.addStretch()
    top.addWidget(PlainLabel("24 leerlingen", "muted"))
    layout.addLayout(top)
    names = RowList("Leerlingen")
    names.set_rows(
        [
            ListRow(letter, f"Leerling {letter}", "ziek" if letter == "F" else "")
            for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"
        ]
    )
    names.set_current("D")
    layout.addWidget(names)
    return made


def window() -> QWidget:
    """A page as the program will have it, at the smallest screen that must do."""
    made = QWidget()
    made.setProperty("role", "page")
    side = Sidebar("De Regenboog")
    side.set_places(PLACES)
    side.set_current("pupils")
    side.set_badge("requests", 3, "3 verzoeken wachten")
    side.set_who("Intern begeleider")
    side.set_countdown("Vergrendelt over 9 min")
    page = ScrollPage()
    page.body.addWidget(head())
    page.body.addWidget(tabs())
    bar = MessageBar()
    page.body.addWidget(bar)
    bar.done("Het gespreksverslag van 20-11-2026 is verwijderd.", "Ongedaan maken")
    todo = Card("Wat er nog moet", "3 punten")
    for text, tone, word in (
        ("Definitief schooladvies vastleggen", Tone.MUST, "1 dag"),
        ("Zienswijze moeder toevoegen aan OKR", Tone.WAITING, "wacht"),
        ("Toestemming medicatie verlengd", Tone.DONE, "goed"),
    ):
        row = QHBoxLayout()
        row.addWidget(PlainLabel(text, wrap=True), 1)
        row.addWidget(Chip(word, tone))
        todo.body.addLayout(row)
    other = Card("Leeg", "")
    other.add(EmptyState("results", "Nog geen resultaten", "Toetsen en waarderingen staan hier."))
    both = QHBoxLayout()
    both.setSpacing(16)
    both.addWidget(todo, 1, Qt.AlignmentFlag.AlignTop)
    both.addWidget(other, 1)
    page.body.addLayout(both)
    events = Card("Laatste gebeurtenissen")
    events.add_to_head(button("Alles tonen", "link"))
    rows = table(EVENTS)
    rows.view.setProperty("role", "plain")
    rows.fit_height()
    rows.select("Toets spelling M8: niveau III")
    events.add(rows)
    page.body.addWidget(events)
    foot = StatusFoot()
    foot.set_ground("Inzage vastgelegd: intern begeleider, alle groepen")
    foot.set_saved("Alles opgeslagen · back-up vandaag 08:12")
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(page, 1)
    right.addWidget(foot)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(side)
    layout.addWidget(column())
    layout.addLayout(right, 1)
    return made
