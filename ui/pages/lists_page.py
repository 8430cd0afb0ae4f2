"""Lijsten: choose a group and a list, look at it as it will be printed, print, save."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from app.access.policy import Action
from app.dossier.values import GroupSummary, PupilSummary
from app.sheets.group_sheets import SHEET_NAMES, Sheet, SheetOrder, categories_of
from app.sheets.shown_lists import TableForm
from ui import task
from ui.context import Context, Target
from ui.pages import pdf_file
from ui.pages.list_out import KEPT_OUTSIDE, ask_why
from ui.pages.lists.list_choice import ListChoice
from ui.pages.page import Page
from ui.pages.side_by_side import SideBySide
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.pdf_view import PdfView
from ui.widgets.scroll_page import ScrollPage

_FILE_NAMES = {
    Sheet.CLASS_LIST: "klassenlijst",
    Sheet.BIRTHDAYS: "verjaardagen",
    Sheet.ATTENDANCE: "absentielijst",
}


class ListsPage(Page):
    """Faces: choosing beside the list, or that there is no group yet."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._pupils: dict[str, PupilSummary] = {}
        desk = context.desk
        self.heading = Heading("Lijsten", "Om af te drukken of op te slaan, per groep")
        self.choice = ListChoice(self._allowed, lambda: desk.today)
        self.pdf = PdfView(on_save=lambda _content: self.save(), on_print=self.print)
        self.preview_button = button("Voorbeeld ma&ken", "filled", "pdf", self.show_preview)
        self.excel_button = button(
            "Voor E&xcel opslaan…", "outline", "save", lambda: self.save(TableForm.XLSX)
        )
        self.nothing = EmptyState(
            "pdf",
            "Nog geen voorbeeld",
            "Kies een groep en een lijst, en dan Voorbeeld maken. U ziet de lijst zoals hij uit "
            "de printer komt.",
        )
        self.no_groups = EmptyState(
            "pupils",
            "Nog geen groepen met leerlingen",
            "Zodra er leerlingen in een groep zitten, maakt u hier een klassenlijst, een lijst van "
            "verjaardagen, een absentielijst en het gezondheidsblad van de groep.",
        )
        self._build()

    def _build(self) -> None:
        self.heading.add_action(self.excel_button)
        self.heading.add_action(self.preview_button)
        scroll = ScrollPage(margin=0)
        scroll.body.setContentsMargins(0, 0, GRID, 0)
        scroll.body.addWidget(self.choice)
        scroll.setMinimumWidth(320)
        sheet = QFrame()
        sheet.setProperty("role", "card")
        self._sheet = QStackedLayout(sheet)
        self._sheet.setContentsMargins(1, 1, 1, 1)
        self._sheet.addWidget(self.nothing)
        self._sheet.addWidget(self.pdf)
        self.sides = SideBySide(scroll, sheet, ("Kiezen", "Voorbeeld"), (8, 13))
        self._faces = QStackedLayout()
        self.body.addWidget(self.heading)
        self.body.addLayout(self._faces, 1)  # first: a face without a parent shows as a window
        self._faces.addWidget(self.sides)
        self._faces.addWidget(self.no_groups)
        self.choice.changed.connect(self._changed)

    def show_target(self, target: Target) -> None:
        desk = self.context.desk
        task.run(
            self,
            lambda: (desk.pupils.all(), desk.groups.all()),
            lambda found: self._show(*found),
            message="Groepen worden gelezen…",
            newest="groups",
        )

    def show_preview(self) -> None:
        """Show the list as it would be printed."""
        order = self._order()
        if order is None:
            return
        sheets = self.context.desk.group_sheets
        task.run(
            self,
            lambda: sheets.preview(order),
            lambda content: self._show_pdf(order, content),
            busy=self.preview_button,
            message="De lijst wordt gemaakt…",
            newest="preview",
        )

    def print(self) -> None:
        """Note it in the log, then ask on which printer."""
        order = self._order()
        if order is None:
            return
        sheets = self.context.desk.group_sheets

        def done(content: bytes) -> None:
            self._show_pdf(order, content)
            if self.pdf.print_dialog():
                self.message_bar.done("De lijst is naar de printer gestuurd.")

        task.run(self, lambda: sheets.to_print(order), done, message="De lijst wordt gemaakt…")

    def save(self, form: TableForm | None = None) -> None:
        """Ask why and where, and write it there; as PDF without a form."""
        order = self._order()
        if order is None:
            return
        sheets = self.context.desk.group_sheets
        reason = ask_why(self, sheets.reason_problem)
        if reason is None:
            return
        kind = form.value.upper() if form else "PDF"
        path = pdf_file.ask_where(self, _FILE_NAMES[order.sheet], kind)
        if path is None:
            return

        def work() -> Path:
            if form is None:
                return pdf_file.write(path, sheets.to_save(order, reason))
            return pdf_file.write(path, sheets.to_spreadsheet(order, form, reason))

        task.run(
            self,
            work,
            lambda saved: self.message_bar.done(KEPT_OUTSIDE.format(folder=saved.parent)),
            message="De lijst wordt opgeslagen…",
        )

    def _order(self) -> SheetOrder | None:
        self.message_bar.clear()
        order = self.choice.order()
        if order is not None and order.sheet is Sheet.ATTENDANCE and order.week is None:
            self.message_bar.waiting("Kies eerst een dag in de week waarvoor de lijst is.")
            self.sides.show_left()
            self.choice.week.setFocus()
            return None
        return order

    def _allowed(self, order: SheetOrder) -> bool:
        desk = self.context.desk
        return all(
            desk.may_for(self._pupils[pupil_id], category, Action.PRINT)
            for pupil_id in order.pupil_ids
            for category in categories_of(order)
        )

    def _show(self, pupils: Sequence[PupilSummary], groups: Sequence[GroupSummary]) -> None:
        self._pupils = {one.id: one for one in pupils}
        self.choice.set_pupils(pupils, groups)
        some = self.choice.has_groups()
        self._faces.setCurrentWidget(self.sides if some else self.no_groups)
        self.preview_button.setVisible(some)

    def _changed(self) -> None:
        """What shows is no longer what would come out."""
        self.pdf.clear()
        self._sheet.setCurrentWidget(self.nothing)
        order = self.choice.order()
        classes = order is not None and order.sheet is Sheet.CLASS_LIST
        self.excel_button.setVisible(classes)
        self.excel_button.setEnabled(classes and not order.options.phones)

    def _show_pdf(self, order: SheetOrder, content: bytes) -> None:
        self.pdf.set_bytes(content, SHEET_NAMES[order.sheet])
        # Care stays in the program: on paper, in no file.
        self.pdf.save_button.setVisible(order.sheet is not Sheet.HEALTH)
        self._sheet.setCurrentWidget(self.pdf)
        self.sides.show_right()
