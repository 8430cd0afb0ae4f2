"""One report under way or sent: head, steps, what to do at the left, the real PDF at the right."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.access.categories import Category
from app.desk.drafts import DraftForm
from app.dossier.letter_copies import LetterCopy, LetterState
from app.report.values import Report, ReportState
from ui import task
from ui import text as texts
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.pages.side_by_side import SideBySide
from ui.pages.transfer import words
from ui.pages.transfer.composer import Composer
from ui.pages.transfer.informing_card import InformingCard
from ui.pages.transfer.opened import OpenedPupil
from ui.pages.transfer.preview import Preview
from ui.pages.transfer.send_card import SendCard
from ui.pages.transfer.steps import Steps
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.confirm import ask_unsaved, confirm
from ui.widgets.labels import PlainLabel
from ui.widgets.message_bar import MessageBar
from ui.widgets.scroll_page import ScrollPage


class ReportView(QWidget):
    """`changed` tells that the list is no longer true; `gone` that the concept was thrown away."""

    changed = Signal(object)
    gone = Signal(str)

    def __init__(
        self, context: Context, message_bar: MessageBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.message_bar = message_bar
        self._report: Report | None = None
        self._letters: tuple[LetterCopy, ...] = ()
        self.steps = Steps(words.STEPS)
        self.composer = Composer()
        self.informing = InformingCard()
        self.preview = Preview(context.desk)
        self.refresh_button = button("Ve&rvers uit dossier", "outline", "undo", self.refresh)
        self.discard_button = button("Verwijder &concept", "link", on_click=self.discard)
        self.counted = PlainLabel("", "muted", wrap=True)
        self.send_card = SendCard()
        self._build()

    @property
    def report(self) -> Report | None:
        """The report that shows."""
        return self._report

    def _build(self) -> None:
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(GRID)
        tools.addWidget(self.counted, 1)
        tools.addWidget(self.refresh_button)
        tools.addWidget(self.discard_button)
        self.scroll = ScrollPage(margin=0)
        self.scroll.body.setContentsMargins(0, 0, GRID, 0)
        for widget in (self._tools, self.informing, self.send_card, self.composer):
            self.scroll.body.addWidget(widget)
        self.scroll.setMinimumWidth(360)
        self.sides = SideBySide(self.scroll, self.preview, ("Onderdelen", "Voorbeeld"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.steps)
        layout.addWidget(self.sides, 1)
        self.composer.weighed.connect(self.weigh)
        self.composer.wanted.connect(self._open_dossier)
        self.informing.wanted.connect(self._open_dossier)
        self.informing.marked.connect(self.mark)
        self.send_card.submitted.connect(self.send)
        self.preview.saved.connect(lambda path: self.message_bar.done(f"Opgeslagen als {path}"))

    def show_opened(self, opened: OpenedPupil, resumed: Resumed | None = None) -> None:
        """Show the report of a pupil that was just read; `resumed` puts typed reasons back."""
        assert opened.report is not None
        if self._report is None or self._report.id != opened.report.id:
            self.send_card.hide()
            self.sides.show_left()
            self.scroll.verticalScrollBar().setValue(0)
        self._letters = opened.letters
        self._show(opened.report)
        self._keep_drafts(opened.report, resumed)

    def _keep_drafts(self, report: Report, resumed: Resumed | None) -> None:
        if report.state is not ReportState.CONCEPT:
            if resumed is not None:
                self.message_bar.waiting(
                    "Dit rapport is intussen vastgesteld; de redenen die u typte, kunnen er niet "
                    "meer in. Het concept is bewaard; u kunt het weggooien."
                )
            return
        form = DraftForm(
            "report",
            "Redenen in het overstaprapport",
            report.pupil.display_name,
            report.pupil.id,
            Category.OKR.value,
            "report",
            report.id,
        )
        placed = resumed is not None and self.composer.put_back(resumed.typed)
        if resumed is not None and not placed:
            self.message_bar.waiting(
                "De onderdelen waarbij u een reden typte, staan niet meer in dit rapport. Het "
                "concept is bewaard; u kunt het weggooien."
            )
        draft_id = resumed.note.id if resumed is not None and placed else ""
        self._context.drafting.watch(
            self, form, self.composer.typed, self.composer.is_dirty, draft_id
        )

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.send_card.is_dirty() or self.composer.is_dirty()

    def may_leave(self) -> bool:
        """Ask about a reason or a date that was typed and not saved."""
        if not self.is_dirty():
            return True
        answer = ask_unsaved(self, "De reden of datum die u typte")
        if answer == "save":
            for row in self.composer.rows().values():
                if row.editor is not None and row.is_dirty():
                    row.editor.submit()
            if self.send_card.is_dirty():
                self.send_card.form.submit()
        elif answer == "discard":
            self.composer.drop_text()
            self.send_card.hide()
        return answer == "discard"

    def weigh(self, item_id: str, needed: bool, reason: str) -> None:
        """Save whether an item is needed."""

        def failed(fault: task.faults.Fault) -> None:
            task.show_fault(self, fault)
            if self._report is not None:
                self.composer.show_report(self._report)

        report = self._needed()
        task.run(
            self,
            lambda: self._context.desk.reports.weigh(
                report.pupil.id, report.id, item_id, needed, reason
            ),
            lambda changed: self._weighed(changed, item_id),
            failed,
        )

    def refresh(self) -> None:
        """Read the dossier again."""
        before = self._needed()

        def done(changed: Report) -> None:
            old, new = ({item.id for item in one.items} for one in (before, changed))
            self._saved(changed)
            more, less = len(new - old), len(old - new)
            self.message_bar.done(
                f"Bijgewerkt uit het dossier: {texts.counted(more, 'onderdeel', 'onderdelen')} "
                f"erbij, {less} eraf. Wat u had aangevinkt, is gebleven."
            )

        self._run(
            lambda: self._context.desk.reports.refresh(before.pupil.id, before.id),
            done,
            self.refresh_button,
        )

    def discard(self) -> None:
        """Throw the concept away, after a question in numbers."""
        report = self._needed()
        reasons = sum(1 for item in report.items if item.reason)
        consequences = [
            (
                f"De keuzes bij {texts.counted(len(report.items), 'onderdeel', 'onderdelen')} en "
                f"{texts.counted(reasons, 'reden', 'redenen')} verdwijnen en komen niet terug."
            ),
            "Het dossier zelf verandert niet; u kunt een nieuw rapport beginnen.",
        ]
        if not confirm(self, "Dit concept verwijderen?", consequences, "&Verwijderen", danger=True):
            return
        self._run(
            lambda: self._context.desk.reports.discard(report.pupil.id, report.id),
            lambda _nothing: self._discarded(report),
            self.discard_button,
        )

    def finalise(self) -> None:
        """Sign the report off, after saying what that means."""
        report = self._needed()
        if report.missing_elements:
            self.message_bar.must(words.what_now(report))
            return
        number = len(report.included)
        consequences = [
            (
                f"Het rapport met {texts.counted(number, 'onderdeel', 'onderdelen')} verandert "
                "daarna niet meer."
            ),
            "Een kopie ter inzage komt in het dossier.",
            (
                "Daarna worden de ouders met gezag geïnformeerd: "
                f"{texts.counted(len(report.informing.recipients), 'persoon', 'personen')}."
            ),
        ]
        if not confirm(self, "Dit rapport vaststellen?", consequences, "&Vaststellen"):
            return

        def done(changed: Report) -> None:
            self._saved(changed)
            self.scroll.verticalScrollBar().setValue(0)
            self.message_bar.done("Het rapport is vastgesteld; een kopie staat in het dossier.")

        self._run(
            lambda: self._context.desk.reports.finalise(report.pupil.id, report.id), done, self
        )

    def make_letters(self) -> None:
        """Go to the letters, with this pupil chosen."""
        self._context.go(Target("letters", self._needed().pupil.id, Category.OKR))

    def mark(self, letter: LetterCopy, state: LetterState, day: date) -> None:
        """Note that a letter was handed over or sent."""
        report, desk = self._needed(), self._context.desk
        pupil = report.pupil.id

        def work() -> OpenedPupil:
            desk.letter_copies.mark(pupil, letter.id, state, day)
            return OpenedPupil.read_report(desk, pupil, report.id)

        def done(opened: OpenedPupil) -> None:
            self._letters = opened.letters
            assert opened.report is not None
            self._saved(opened.report)

        self._run(work, done, self.informing)

    def ask_send(self) -> None:
        """Open the form for how and when it was sent."""
        self.sides.show_left()
        self.send_card.open(self._context.desk.today)
        self.scroll.ensureWidgetVisible(self.send_card)

    def send(self, how: str, day: date) -> None:
        """Note how and when it was sent; the desk refuses until everyone has been informed."""
        report = self._needed()

        def done(changed: Report) -> None:
            self.send_card.hide()
            self._saved(changed)
            self.message_bar.done(
                f"Vastgelegd: verzonden op {texts.shown(changed.sent_on)}. Een kopie van het "
                "definitieve rapport staat in het dossier."
            )

        self._run(
            lambda: self._context.desk.reports.send(report.pupil.id, report.id, how, day),
            done,
            self.send_card,
        )

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], busy: QWidget) -> None:
        task.run(self, work, done, busy=busy, message="Wordt opgeslagen…")

    def _needed(self) -> Report:
        assert self._report is not None
        return self._report

    def _weighed(self, changed: Report, item_id: str) -> None:
        self.composer.saved(item_id)
        self._saved(changed)

    def _saved(self, changed: Report) -> None:
        self._show(changed)
        self.changed.emit(changed)

    def _discarded(self, report: Report) -> None:
        self._report = None
        self.preview.clear()
        self.message_bar.done("Het concept is verwijderd.")
        self.gone.emit(report.pupil.id)

    def _open_dossier(self, category: Category) -> None:
        self._context.go(Target("pupils", self._needed().pupil.id, category))

    def _show(self, report: Report) -> None:
        self._report = report
        concept = report.state is ReportState.CONCEPT
        self.steps.show_step(words.step_of(report), words.what_now(report))
        self.refresh_button.setVisible(concept)
        self.discard_button.setVisible(concept)
        can_weigh = [item for item in report.items if not item.locked]
        needed = sum(1 for item in can_weigh if item.included)
        what = "aangevinkt als nodig voor de nieuwe school" if concept else "in het rapport"
        total = texts.counted(len(can_weigh), "onderdeel", "onderdelen")
        self.counted.setText(f"{needed} van {total} {what}")
        self.informing.setVisible(not concept or bool(report.informing.obstacles))
        self.informing.show_report(report, self._letters, self._context.desk.today)
        self.composer.show_report(report)
        self.preview.show_report(report)
