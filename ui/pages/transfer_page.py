"""Overstap: the state of every report, and one pupil's report from beginning to sent."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.report.overview import Overview
from app.report.values import Report, ReportState
from ui import task
from ui import text as texts
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.forms import EntryForm
from ui.pages.draft_offer import open_draft
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.pages.list_out import ListOut, offer
from ui.pages.outcome import Outcome, attempt
from ui.pages.page import Page
from ui.pages.transfer import forms, words
from ui.pages.transfer.opened import OpenedPupil
from ui.pages.transfer.overview_list import OverviewList
from ui.pages.transfer.report_view import ReportView
from ui.theme import GRID, Tone
from ui.widgets.buttons import button, icon_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading

_CHIP_TONES = {"info": Tone.HERE, "waiting": Tone.WAITING, "must": Tone.MUST}
_LOW = 560
_REFUSED = "Dit is voor wie onderwijskundige rapporten maakt"


class TransferPage(Page):
    """Faces: the list, one pupil, or who may when the reader may not."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._opened: OpenedPupil | None = None
        self._pupil_id = ""
        self.begin_sheet: FormSheet | None = None
        self.overview = OverviewList()
        self.refused = EmptyState("lock", _REFUSED)
        out = ListOut("Overstap", Category.OKR, pupil_id=lambda line: line.pupil.id)
        offer(self.overview.table, context.desk, self.message_bar, out, self)
        self.report_view = ReportView(context, self.message_bar)
        self.pupil_face = QWidget()
        self._faces = QStackedLayout()
        self.body.addLayout(self._faces, 1)  # first: a face without a parent shows as a window
        for face in (QWidget(), self.overview, self.pupil_face, self.refused):
            self._faces.addWidget(face)
        self._build_pupil_face()
        self.overview.opened.connect(self.open_pupil)
        self.report_view.changed.connect(self._report_changed)
        self.report_view.gone.connect(self.open_pupil)

    def show_target(self, target: Target) -> None:
        if not self.may_leave():
            return
        self.message_bar.clear()
        pupil_id = target.pupil_id
        if target.draft:
            open_draft(
                self,
                self.context,
                target.draft,
                lambda resumed: self.open_pupil(pupil_id, resumed=resumed),
            )
        elif pupil_id:
            self.open_pupil(pupil_id)
        else:
            self.show_list()

    def may_leave(self) -> bool:
        if self._faces.currentWidget() is not self.pupil_face:
            return True
        if self.begin_sheet is not None:
            if not self.begin_sheet.may_leave():
                return False
            if self.begin_sheet.is_dirty():
                self._drop_begin_sheet()
            return True
        return self.report_view.may_leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low window the work counts, not the line of facts above it.
        self.heading.facts.setVisible(self.height() >= _LOW and bool(self.heading.facts.text()))

    def show_list(self) -> None:
        """Read the list of all reports and show it."""
        task.run(
            self,
            attempt(self.context.desk.reports.overview),
            self._show_overview,
            message="Lijst wordt gelezen…",
            newest="face",
        )

    def open_pupil(
        self, pupil_id: str, *, new: bool = False, resumed: Resumed | None = None
    ) -> None:
        """Read one pupil's report and show it; `new` begins another after one was sent."""
        desk = self.context.desk
        self._pupil_id = pupil_id
        task.run(
            self,
            attempt(lambda: OpenedPupil.read(desk, pupil_id, new=new)),
            lambda outcome: self._show_pupil(outcome, resumed),
            message="Rapport wordt gelezen…",
            newest="face",
        )

    def _build_pupil_face(self) -> None:
        self.back_button = icon_button("chevron-left", "Terug naar alle leerlingen", self._back)
        self.heading = Heading()
        self.main_button = button("", "filled", on_click=self._act)
        self.other_button = button("", "outline", on_click=self._act_other)
        self.heading.add_action(self.other_button)
        self.heading.add_action(self.main_button)
        self._below = QStackedLayout()
        layout = QVBoxLayout(self.pupil_face)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.heading, 1)
        layout.addLayout(row)
        layout.addLayout(self._below, 1)
        self._below.addWidget(self.report_view)

    def _back(self) -> None:
        if self.may_leave():
            self.message_bar.clear()
            self.show_list()

    def _show_overview(self, outcome: Outcome[Overview]) -> None:
        if outcome.value is None:
            self._refuse(outcome.refused)
            return
        self.overview.set_overview(outcome.value)
        self.context.ground(outcome.value.ground)
        self._faces.setCurrentWidget(self.overview)
        self.overview.table.focus_list()

    def _refuse(self, why: str) -> None:
        self.refused.set_texts(_REFUSED, why)
        self._faces.setCurrentWidget(self.refused)

    def _show_pupil(self, outcome: Outcome[OpenedPupil], resumed: Resumed | None) -> None:
        opened = outcome.value
        if opened is None:
            self._refuse(outcome.refused)
            return
        assert opened.head is not None
        self._opened = opened
        self.context.ground(opened.head.ground)
        self._drop_begin_sheet()
        if opened.report is None:
            self._show_begin(opened)
        else:
            self._below.setCurrentWidget(self.report_view)
            self.report_view.show_opened(opened, resumed)
        self._show_head(opened.report)
        self._faces.setCurrentWidget(self.pupil_face)

    def _show_head(self, report: Report | None) -> None:
        assert self._opened is not None
        head = self._opened.head
        assert head is not None
        state = report.state if report else None
        self.heading.set_name(head.summary.display_name)
        facts = [*head.facts]
        if report is not None:
            facts.append(f"rapport naar {report.receiver}")
            facts.append(f"opgesteld op {texts.shown(report.drawn_up_on)}")
        self.heading.set_facts(" · ".join(facts))
        self.heading.facts.setVisible(self.height() >= _LOW)
        chips = [(f"OKR: {words.state_name(state)}", words.state_tone(state))]
        chips += [(text, _CHIP_TONES.get(tone, Tone.NEUTRAL)) for tone, text in head.chips]
        self.heading.set_chips(chips)
        labels = {
            None: ("", ""),
            ReportState.CONCEPT: ("V&aststellen…", ""),
            ReportState.FINALISED: ("Brieven aan o&uders maken", "V&erzenden…"),
            ReportState.INFORMED: ("V&erzenden…", ""),
            ReportState.SENT: ("", "&Nieuw rapport"),
        }[state]
        for one, label in zip((self.main_button, self.other_button), labels, strict=True):
            one.setText(label)
            one.setAccessibleName(texts.without_mnemonic(label))
            one.setVisible(bool(label))

    def _act(self) -> None:
        report = self.report_view.report
        if report is None:
            return
        {
            ReportState.CONCEPT: self.report_view.finalise,
            ReportState.FINALISED: self.report_view.make_letters,
            ReportState.INFORMED: self.report_view.ask_send,
            ReportState.SENT: self.show_list,
        }[report.state]()

    def _act_other(self) -> None:
        report = self.report_view.report
        if report is not None and report.state is ReportState.SENT:
            self.open_pupil(report.pupil.id, new=True)
        else:
            self.report_view.ask_send()

    def _show_begin(self, opened: OpenedPupil) -> None:
        assert opened.head is not None
        desk, pupil = self.context.desk, opened.head.summary
        today = desk.today
        form = EntryForm(
            forms.BEGIN,
            forms.begin_values(pupil, opened.enrolment),
            validate=lambda kind, values: forms.begin_problems(kind, values, today),
            buttons=False,
        )

        def save(filled: Filled, _reason: str) -> Report:
            typed = {name: str(value or "") for name, value in filled["report"].items()}
            return desk.reports.begin(
                pupil.id, typed["kind"], typed["to_brin"], typed["to_branch"], typed["to_school"]
            )

        earlier = next((one for one in opened.lines if one.state is ReportState.SENT), None)
        intro = (
            "Het programma zet klaar wat het dossier voor dit rapport heeft; u kiest wat de nieuwe "
            "school nodig heeft. Het rapport gaat naar de school waar de leerling is of wordt "
            "ingeschreven, niet naar een school die nog kiest."
        )
        if earlier is not None:
            intro += f" Het vorige rapport ging naar {earlier.receiver}."
        self.begin_sheet = FormSheet(
            "Rapport beginnen",
            [Section("report", "Naar welke school?", form)],
            save,
            submit_label="Rapport be&ginnen",
            intro=intro,
        )
        self.begin_sheet.scroll.body.setContentsMargins(0, GRID, 0, GRID)
        self.begin_sheet.ended.connect(self._begin_ended)
        self._below.addWidget(self.begin_sheet)
        self._below.setCurrentWidget(self.begin_sheet)
        self.begin_sheet.focus_first()

    def _drop_begin_sheet(self) -> None:
        if self.begin_sheet is not None:
            self._below.removeWidget(self.begin_sheet)
            self.begin_sheet.hide()
            self.begin_sheet.deleteLater()
            self.begin_sheet = None

    def _begin_ended(self, report: Report | None) -> None:
        if report is None:
            self.show_list()
            return
        self.context.changes.tell(report)
        self.open_pupil(report.pupil.id)

    def _report_changed(self, report: Report) -> None:
        self.context.changes.tell(report)
        self._show_head(report)
