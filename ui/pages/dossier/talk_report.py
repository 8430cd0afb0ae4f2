"""The report of a talk as it goes on paper: to look at, print, save, or keep a copy of."""

from PySide6.QtWidgets import QWidget

from app.dossier.values import Entry, SavedEntry
from app.sheets.talk_report import TalkReport
from ui import task
from ui.context import Context
from ui.pages.dossier.filed_card import FiledView
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar


class TalkReportView(FiledView):
    """As a filed document shows; printing and saving are logged first."""

    def __init__(
        self,
        context: Context,
        talk: Entry,
        messages: MessageBar,
        *,
        may_keep: bool,
        parent: QWidget | None = None,
    ) -> None:
        title = f"Op papier: {talk.title}"
        super().__init__(context, talk.pupil_id, talk.id, title, parent)
        self._messages = messages
        self.keep_button = button("In dossier bewaren", "outline", "keep", self.keep)
        self.bar.addWidget(self.keep_button)
        self.keep_button.setVisible(may_keep)

    def load(self) -> None:
        """Make the document and show it."""
        reports = self._context.desk.talk_reports
        task.run(
            self,
            lambda: reports.preview(self._pupil_id, self._filed_id),
            self._show_report,
            message="Verslag wordt opgemaakt…",
        )

    def keep(self) -> None:
        """Keep a copy in the dossier, as it was given to the parents."""
        reports = self._context.desk.talk_reports
        task.run(
            self,
            lambda: reports.keep(self._pupil_id, self._filed_id),
            self._kept,
            busy=self.keep_button,
        )

    def _show_report(self, report: TalkReport) -> None:
        self._show(report.pdf)

    def _kept(self, saved: SavedEntry) -> None:
        self._messages.done("Een kopie van dit verslag staat nu bij de bewaarde stukken.")
        self._context.changes.tell(saved)

    def _content_to_take_out(self) -> bytes:
        desk = self._context.desk
        return desk.talk_reports.pdf(self._pupil_id, self._filed_id).pdf
