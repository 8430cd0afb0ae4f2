"""The way of a list on the page of importing: opening it, its columns, and what it would do."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk import Desk
from app.exchange.edexml import ImportPlan
from app.exchange.list_imports import OpenedList
from app.exchange.lists.entry_plan import EntryPlan
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.table import Table
from ui import task
from ui.pages.importing.mapping_face import MappingFace


class ListSteps(QObject):
    """`opened`: the columns show now. `planned` carries a plan for the preview."""

    opened = Signal(object)
    planned = Signal(object)

    def __init__(self, owner: QWidget, desk: Desk) -> None:
        super().__init__(owner)
        self._owner = owner
        self._desk = desk
        self._list: OpenedList | None = None
        self.face = MappingFace()
        self.face.reopen.connect(self._reopen)

    def open(self, path: Path, kind: str = "", sheet: str = "", heading_row: int = 0) -> None:
        """Read a list and show what its columns seem to mean."""
        lists = self._desk.list_imports
        task.run(
            self._owner,
            lambda: lists.open(path, kind, sheet, heading_row),
            self._show,
            message="De lijst wordt gelezen…",
            newest="file",
        )

    def look(self) -> None:
        """Work out what importing the list would do, with the columns as they are chosen now."""
        mapping = self.face.mapping
        if self._list is None or mapping is None or mapping.missing():
            return
        table = self._list.table
        task.run(
            self._owner,
            lambda: self._plan(table, mapping),
            self.planned.emit,
            busy=self.face,
            message="Even rekenen…",
            newest="file",
        )

    def _plan(self, table: Table, mapping: ListMapping) -> ImportPlan | EntryPlan:
        lists = self._desk.list_imports
        entries = bool(mapping.kind.entry_kind)
        plan = lists.entries(table, mapping) if entries else lists.people(table, mapping)
        lists.remember(table, mapping)
        return plan

    def _show(self, opened: OpenedList) -> None:
        self._list = opened
        self.face.show_list(opened, self._desk.list_imports.kinds())
        self.opened.emit(opened.path)

    def _reopen(self, kind: str, sheet: str, heading_row: int) -> None:
        assert self._list is not None
        other_sheet = sheet != self._list.table.sheet.name
        # Where the headings stand on another sheet is found anew.
        self.open(self._list.path, kind, sheet, 0 if other_sheet else heading_row)
