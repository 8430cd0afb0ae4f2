"""The card *Bijlagen* of a category: what was added, and what may be done with it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.categories import Category
from app.documents.sniffing import type_of
from app.dossier.values import FiledDocument
from ui import text as texts
from ui.pages.dossier.entry_details import moment
from ui.pages.dossier.kind_card import FoldingTable
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import Column, RowAction
from ui.widgets.labels import PlainLabel

_HOW = (
    "Sleep een scan of ander bestand op deze pagina, of plak een afbeelding met Ctrl+V. Alles "
    "wordt versleuteld bewaard."
)
_CUSTODY = "Gezagsstuk"


class AttachmentCard(Card):
    """`opened` by Enter or a double click; `delete_asked` by the Delete key."""

    add_asked = Signal()
    opened = Signal(object)
    out_asked = Signal(object)
    rename_asked = Signal(object)
    delete_asked = Signal(object)

    def __init__(self, *, may_write: bool, parent: QWidget | None = None) -> None:
        super().__init__("Bijlagen", parent=parent)
        self._entries: Mapping[str, str] = {}
        self.add_button = button(
            "Bijlage o&f scan toevoegen", "outline", "plus", self.add_asked.emit
        )
        self.add_to_head(self.add_button)
        self.add_button.setVisible(may_write)
        self.nothing = PlainLabel("Nog geen bijlagen.", "muted")
        self._may_write = may_write
        self._table: FoldingTable | None = None
        self.add(self.nothing)
        if may_write:
            self.add(PlainLabel(_HOW, "small", wrap=True))

    @property
    def table(self) -> FoldingTable:
        """The list; made when there is something in it, which mostly there is not."""
        if self._table is None:
            self._table = self._make_table()
            self.body.insertWidget(self.body.indexOf(self.nothing) + 1, self._table)
        return self._table

    def _make_table(self) -> FoldingTable:
        made = FoldingTable(self._columns(), "Bijlagen")
        made.opened.connect(self.opened)
        actions = [
            RowAction("&Openen", self.opened.emit),
            RowAction("&Kopie buiten het programma opslaan…", self.out_asked.emit, "save"),
        ]
        if self._may_write:
            actions += [
                RowAction("&Hernoemen…", self.rename_asked.emit, "edit"),
                RowAction("Ver&wijderen", self.delete_asked.emit, "trash"),
            ]
            made.delete_asked.connect(self.delete_asked)
        made.set_actions(actions)
        return made

    def set_attachments(
        self, attachments: Sequence[FiledDocument], entries: Mapping[str, str]
    ) -> None:
        """Show these; the chosen one stays chosen. `entries` names what they belong to, by id."""
        self._entries = entries
        if attachments or self._table is not None:
            self.table.set_rows(attachments)
            self.table.setVisible(bool(attachments))
        self.nothing.setVisible(not attachments)

    def _columns(self) -> list[Column]:
        return [
            Column("title", "Bijlage"),
            Column("entry", "Hoort bij", 200, value=self._belongs_to),
            Column("type", "Soort", 150, value=lambda one: type_of(one.media_type).name),
            Column("size", "Grootte", 84, value=lambda one: texts.file_size(one.size)),
            Column("made_at", "Toegevoegd", 152, value=lambda one: moment(one.made_at)),
            Column("made_by", "Door", 130),
        ]

    def _belongs_to(self, one: FiledDocument) -> str:
        if one.category is Category.CUSTODY_PAPERS:
            return _CUSTODY
        return self._entries.get(one.entry_id, "")
