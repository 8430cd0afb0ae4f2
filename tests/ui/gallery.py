"""Pictures of every widget, to look at: `python tests/ui/gallery.py FOLDER`.

Makes light, dark and 150 % in `FOLDER`; 150 % is a run of its own, since Qt reads the scale once.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from gallery_window import window
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.dossier.kinds import KINDS, FieldType
from ui import icons
from ui.forms import EntryForm
from ui.theme import Theme, Tone
from ui.widgets.busy_strip import BusyStrip
from ui.widgets.buttons import button, icon_button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.confirm import ConfirmDialog
from ui.widgets.date_field import DateField
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.inputs import ChoiceInput, LineInput, TextInput
from ui.widgets.message_bar import MessageBar
from ui.widgets.password_field import PasswordField
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.search_field import SearchField


def controls() -> QWidget:
    made = QWidget()
    made.setProperty("role", "page")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(24, 24, 24, 24)
    layout.setSpacing(12)
    row = QHBoxLayout()
    for look in ("filled", "outline", "link", "danger"):
        row.addWidget(button(look.title(), look))  # type: ignore[arg-type]
        disabled = button(look.title(), look, "check")  # type: ignore[arg-type]
        disabled.setEnabled(False)
        row.addWidget(disabled)
    row.addWidget(icon_button("print", "Afdrukken"))
    focused = button("Met focus", "filled", "save")
    made.focus_here = focused  # type: ignore[attr-defined]
    row.addWidget(focused)
    row.addStretch()
    layout.addLayout(row)
    for tone in ("info", "waiting", "must", "done"):
        bar = MessageBar()
        layout.addWidget(bar)
        getattr(bar, tone)(
            "Een zin die zegt wat er gebeurde, wat bewaard is en wat u nu kunt doen: <b>x</b>.",
            "Ongedaan maken" if tone == "done" else "",
        )
    inputs = QHBoxLayout()
    inputs.addWidget(LineInput("Een regel tekst"))
    inputs.addWidget(ChoiceInput([("a", "ochtend"), ("b", "middag")], "a"))
    inputs.addWidget(DateField(date(2015, 3, 17)))
    inputs.addWidget(QSpinBox())
    disabled_line = LineInput("uit")
    disabled_line.setEnabled(False)
    inputs.addWidget(disabled_line)
    inputs.addWidget(SearchField())
    layout.addLayout(inputs)
    more = QHBoxLayout()
    secret = PasswordField(strength=lambda text: (3, "Vier losse woorden zijn goed te onthouden."))
    secret.line.setText("correct paard batterij")
    secret.score()
    more.addWidget(secret)
    more.addWidget(TextInput("Lange tekst\nmet drie regels\nen een derde"))
    ticks = QVBoxLayout()
    on = QCheckBox("Aangevinkt")
    on.setChecked(True)
    radio = QRadioButton("Keuze")
    radio.setChecked(True)
    ticks.addWidget(on)
    ticks.addWidget(QCheckBox("Niet aangevinkt"))
    ticks.addWidget(radio)
    more.addLayout(ticks)
    layout.addLayout(more)
    progress = QProgressBar()
    progress.setRange(0, 10)
    progress.setValue(4)
    progress.setTextVisible(False)
    layout.addWidget(progress)
    drawn = QWidget()
    flow = FlowLayout(drawn, 4)
    for name in icons.names():
        flow.addWidget(icon_button(name, name, token="ink"))
    layout.addWidget(drawn)
    chips = QWidget()
    flow = FlowLayout(chips)
    for tone in Tone:
        flow.addWidget(Chip(f"Chip {tone}", tone))
    layout.addWidget(chips)
    layout.addStretch()
    return made


def form(code: str) -> QWidget:
    made = ScrollPage()
    made.setProperty("role", "page")
    card = Card(KINDS[code].singular, "nieuw")
    entry = EntryForm(
        KINDS[code],
        choices_for={FieldType.GUARDIAN: [("1", "<b>mevr. De Wit</b> & Zn")]},
        validate=lambda _kind, values: (
            {"postcode": "Een postcode is vier cijfers en twee letters."}
            if values.get("postcode")
            else {}
        ),
    )
    names = [one.name for one in KINDS[code].fields]
    if "postcode" in names:
        entry.input("postcode").set_raw("12AB")
        entry.submit()
    card.add(entry)
    made.body.addWidget(card)
    return made


def pdf() -> QWidget:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out)
    for number in range(5):
        canvas.drawString(100, 700, f"Bladzijde {number + 1}")
        canvas.showPage()
    canvas.save()
    made = PdfView(on_save=lambda content: None)
    made.set_bytes(out.getvalue())
    return made


def shot(widget: QWidget, name: str, size: tuple[int, int], folder: Path) -> None:
    if any(size):
        widget.resize(*size)
    widget.show()
    focus = getattr(widget, "focus_here", None)
    if focus:
        widget.activateWindow()
        focus.setFocus()
    for _turn in range(12):
        QApplication.processEvents()
    widget.grab().save(str(folder / f"{name}.png"))
    widget.close()
    widget.deleteLater()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    scaled = os.environ.get("QT_SCALE_FACTOR") == "1.5"
    size = (911, 512) if scaled else (1366, 768)
    suffix = "-150" if scaled else ""
    for mode in ("light",) if scaled else ("light", "dark"):
        Theme.install(app, mode)  # type: ignore[arg-type]
        name = f"{mode}{suffix}"
        shot(window(), f"window-{name}", size, folder)
        shot(controls(), f"controls-{name}", (1000, 760), folder)
        for code in ("guardian", "health", "talk"):
            shot(form(code), f"form-{code}-{name}", (860, 720) if not scaled else size, folder)
        shot(pdf(), f"pdf-{name}", (800, 600), folder)
        dialog = ConfirmDialog(
            None,
            "Het dossier van 3 leerlingen vernietigen?",
            ("214 gegevens en 31 documenten verdwijnen.", "Dit kan niet ongedaan worden gemaakt."),
            "&Vernietigen",
            danger=True,
        )
        shot(dialog, f"confirm-{name}", (0, 0), folder)
        field = DateField(date(2015, 3, 17))
        field.show()
        field.open()
        popup = field._popup
        assert popup
        shot(popup, f"calendar-{name}", (popup.width(), popup.height()), folder)
        menu = QMenu()
        menu.addAction(icons.icon("edit"), "&Bewerken")
        menu.addSeparator()
        menu.addAction(icons.icon("trash"), "&Verwijderen")
        shot(menu, f"menu-{name}", (180, 90), folder)
        holder = QWidget()
        holder.setProperty("role", "page")
        holder.resize(500, 120)
        BusyStrip(holder, "Back-up wordt gemaakt…", lambda: None).step(3, 10, "")
        shot(holder, f"busy-{name}", (500, 120), folder)
    if not scaled:
        environment = os.environ | {"QT_SCALE_FACTOR": "1.5"}
        subprocess.run([sys.executable, __file__, str(folder)], env=environment, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
