"""The norms of tests: entered by intern begeleider or headteacher, used to suggest levels."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desk import Desk
from app.dossier import checks
from app.dossier.kinds import Kind, Value
from app.dossier.results import norms
from app.dossier.results.norms import DOMAINS, NormBand, PastedNorms
from ui import task
from ui.forms import EntryForm
from ui.pages.outcome import Outcome, attempt
from ui.text import counted
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, DataTable, RowAction
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage

_WHY = (
    "Bij een toets levert de uitgever een tabel met de ondergrens van elk niveau. Wie die hier "
    "overneemt, krijgt bij een vaardigheidsscore het niveau voorgesteld en ziet de banden in de "
    "grafieken. Er zitten geen normen van uitgevers in dit programma."
)
_PASTE = (
    "Plakken uit een rekenblad: vijf kolommen (afname en de ondergrenzen van I tot en met IV) voor "
    "de toets en het gebied hierboven, of zeven met toets en gebied ervoor."
)


class NormsPane(QWidget):
    """`changed` after every change: what follows from norms is read again."""

    changed = Signal()

    def __init__(self, desk: Desk, messages: MessageBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._messages = desk, messages
        self._norm: NormBand | None = None
        bounds = [
            Column(
                name,
                norms.KIND.field(name).label,
                84,
                value=lambda one, at=place: one.lowest[at],
            )
            for place, name in enumerate(norms.LOWEST)
        ]
        columns = [
            Column("test", "Toets", 0),
            Column("domain", "Gebied", 168, value=lambda one: DOMAINS.get(one.domain, one.domain)),
            Column("moment", "Afname", 84),
            *bounds,
        ]
        self.table = DataTable(
            columns, "Normen", empty=EmptyState("results", "Nog geen normen", _WHY)
        )
        self.table.view.setProperty("role", "plain")
        self.table.set_actions(
            [
                RowAction("&Wijzigen", self.edit, "edit"),
                RowAction("Ver&wijderen", self.remove, "trash"),
            ]
        )
        self.table.opened.connect(self.edit)
        self.table.delete_asked.connect(self.remove)
        self.form = EntryForm(norms.KIND, validate=self._problems, submit_label="Op&slaan")
        self.form.cancel_button.setText("L&eegmaken")
        self.form.cancel_button.setAccessibleName("Formulier leegmaken")
        self.paste_button = button("&Plakken", "outline", on_click=self.paste_clipboard)
        self._build()

    def _build(self) -> None:
        listed = Card("Normen van toetsen")
        listed.add(self.table)
        self.card = Card("Norm toevoegen")
        self.card.add(self.form)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.paste_button)
        row.addWidget(PlainLabel(_PASTE, "small", wrap=True), 1)
        self.card.body.addLayout(row)
        scroll = ScrollPage(margin=0)
        for widget in (listed, self.card):
            scroll.body.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(lambda: self.edit(None))
        self.table.fit_height(8)

    def load(self) -> None:
        """Read the norms again."""
        task.run(self, self._desk.norms.all, self._show, newest="norms")

    def _show(self, found: tuple[NormBand, ...]) -> None:
        self.table.set_rows(found)

    def is_dirty(self) -> bool:
        """Whether a norm was typed that is not saved."""
        return self.form.is_dirty()

    def edit(self, norm: NormBand | None) -> None:
        """Put a norm in the form, or an empty one."""
        self._norm = norm
        self.card.set_title("Norm wijzigen" if norm else "Norm toevoegen")
        self.form.set_values(norm.values() if norm else {})
        self.form.focus_first()

    def remove(self, norm: NormBand) -> None:
        """Take a norm away; the message offers to put it back."""
        desk = self._desk

        def removed(_nothing: None) -> None:
            self._messages.done(
                "Norm verwijderd. Niveaus die al vastlagen, blijven staan.",
                "Ongedaan maken",
                lambda: self._store(norm.values(), "Norm teruggezet."),
            )
            self._changed()

        task.run(self, lambda: desk.norms.remove(norm.id), removed)

    def paste_clipboard(self) -> None:
        """Take over the lines that were copied."""
        text, desk = QGuiApplication.clipboard().text(), self._desk
        values = self.form.values()
        test, domain = str(values.get("test") or ""), str(values.get("domain") or "")
        task.run(self, lambda: desk.norms.paste(text, test, domain), self._pasted)

    def _pasted(self, found: PastedNorms) -> None:
        said = f"{counted(len(found.bands), 'norm', 'normen')} overgenomen."
        if found.problems:
            self._messages.waiting(f"{said} {' '.join(found.problems[:8])}")
        elif found.bands:
            self._messages.done(said)
        else:
            self._messages.waiting(f"Er stond niets op het klembord. {_PASTE}")
        self._changed()

    def _problems(self, kind: Kind, values: dict[str, Value]) -> dict[str, str]:
        if any(values.get(one.name) in (None, "") for one in kind.fields):
            return {}
        try:
            norms.checked(values, self._desk.today)
        except checks.InvalidEntry as invalid:
            return dict(invalid.problems)
        return {}

    def _save(self, values: dict[str, Value], _reason: str) -> None:
        self._store(values, "Norm opgeslagen.", self._norm.id if self._norm else "")

    def _store(self, values: dict[str, Value], said: str, norm_id: str = "") -> None:
        desk = self._desk

        def stored(outcome: Outcome[bool]) -> None:
            if outcome.problems:
                self.form.show_problems(outcome.problems)
                return
            if outcome.refused:
                self._messages.must(outcome.refused)
                return
            self._messages.done(said)
            # The next norm is mostly of the same test.
            kept = {name: values.get(name) for name in ("test", "domain")}
            self.edit(None)
            self.form.set_values(kept)
            self._changed()

        def work() -> bool:
            desk.norms.save(values, norm_id)
            return True

        task.run(self, attempt(work), stored, busy=self.form)

    def _changed(self) -> None:
        self.load()
        self.changed.emit()
