"""Importeren: choose an EDEXML file, see what it would do, answer, confirm; all or nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from app.exchange.edexml import Answer, ImportPlan
from app.exchange.imports import Imported
from ui import task
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.importing import words
from ui.pages.importing.drop_zone import DropZone, dropped_files
from ui.pages.importing.preview import Preview
from ui.pages.page import Page
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.heading import Heading

_FACTS = "Leerlingen, groepen en medewerkers uit een ander programma (EDEXML)"
_ONE_FILE = "Sleep één bestand tegelijk hierheen. Er is niets geïmporteerd."


@dataclass
class _Work:
    """A file that lies open: the plan without answers, and what was answered and ticked since.

    `steps` remembers per answer what it replaced, so that one that cannot be is taken back.
    """

    path: Path
    base: ImportPlan
    answers: dict[str, Answer] = field(default_factory=dict)
    separate: frozenset[str] = frozenset()
    steps: list[tuple[str, Answer | None]] = field(default_factory=list)

    def plan(self) -> ImportPlan:
        """What would happen now. Raises `UserError` for answers that exclude each other."""
        plan = self.base
        if self.separate:
            plan = plan.with_separate_groups(self.separate)
        return plan.with_answers(self.answers) if self.answers else plan

    def copy(self) -> "_Work":
        """For the thread that plans, while the user goes on answering."""
        return _Work(self.path, self.base, dict(self.answers), self.separate)


class ImportPage(Page):
    """Two faces: a place to drop a file on, and the preview of what it would do."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._work: _Work | None = None
        self._plan: ImportPlan | None = None
        self.heading = Heading("Importeren", _FACTS)
        self.other_button = button("Ander bestand &kiezen…", "outline", "folder", self.choose)
        self.import_button = button("Importe&ren…", "filled", "import", self.ask_import)
        self.heading.add_action(self.other_button)
        self.heading.add_action(self.import_button)
        self.drop_zone = DropZone(self.choose)
        self.preview = Preview()
        self._faces = QStackedWidget()
        self._faces.addWidget(self.drop_zone)
        self._faces.addWidget(self.preview)
        self.body.addWidget(self.heading)
        self.body.addWidget(self._faces, 1)
        self.setAcceptDrops(True)
        self.preview.questions.answered.connect(self._answer)
        self.preview.joined.changed.connect(self._keep_apart)
        self._show_start()

    def show_target(self, target: Target) -> None:
        self.context.ground(self.context.desk.person.role_names)
        if self._work is None:
            self.drop_zone.choose_button.setFocus()

    def choose(self) -> None:
        """Ask which file."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "EDEXML-bestand kiezen", "", "EDEXML (*.xml);;Alle bestanden (*)"
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would do; nothing of an earlier file stays on the page."""
        self._show_start()
        self.message_bar.clear()
        imports = self.context.desk.imports
        task.run(
            self,
            lambda: imports.preview(path),
            lambda plan: self._begin(path, plan),
            busy=(self.drop_zone.choose_button, self.other_button),
            message="Het bestand wordt gelezen…",
            newest="file",
        )

    def ask_import(self) -> None:
        """Say in numbers what will happen, and do it when that is wanted."""
        plan = self._plan
        if plan is None or plan.changes_nothing:
            return
        if confirm(self, "Dit bestand importeren?", words.consequences(plan), "&Importeren"):
            self._apply(plan)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.preview.isEnabled() and dropped_files(event.mimeData()):
            self.drop_zone.set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_zone.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_zone.set_over(False)
        files = dropped_files(event.mimeData())
        event.acceptProposedAction()
        if len(files) == 1:
            self.open_file(files[0])
        else:
            self.message_bar.waiting(_ONE_FILE)

    def _show_start(self) -> None:
        self._work = self._plan = None
        self._faces.setCurrentWidget(self.drop_zone)
        self.heading.set_facts(_FACTS)
        self.other_button.hide()
        self.import_button.hide()

    def _begin(self, path: Path, plan: ImportPlan) -> None:
        self._work = _Work(path, plan)
        self.preview.begin(plan)
        self.heading.set_facts(path.name)
        self.other_button.show()
        self._faces.setCurrentWidget(self.preview)
        self._show_plan(plan)
        focus = self.other_button if plan.changes_nothing else self.import_button
        focus.setFocus()

    def _show_plan(self, plan: ImportPlan) -> None:
        assert self._work is not None
        self._plan = plan
        self.preview.show_plan(plan, self._work.answers)
        self.import_button.setText(words.import_label(plan))
        self.import_button.setAccessibleName(words.import_label(plan).replace("&", ""))
        self.import_button.setVisible(not plan.changes_nothing)
        self.import_button.setEnabled(True)
        if plan.changes_nothing:
            self.message_bar.info(words.nothing_changes(plan))
        else:
            self.message_bar.clear()

    def _answer(self, question_id: str, answer: Answer) -> None:
        assert self._work is not None
        self._work.steps.append((question_id, self._work.answers.get(question_id)))
        self._work.answers[question_id] = answer
        self._plan_again()

    def _keep_apart(self, names: frozenset[str]) -> None:
        if self._work is not None and names != self._work.separate:
            self._work.separate = names
            self._plan_again()

    def _plan_again(self) -> None:
        assert self._work is not None
        self._plan = None
        self.import_button.setEnabled(False)
        task.run(
            self,
            self._work.copy().plan,
            self._show_plan,
            self._take_back,
            message="Even rekenen…",
            newest="plan",
        )

    def _take_back(self, fault: Fault) -> None:
        """The last answer cannot be: take it back and say why."""
        work = self._work
        if work is None or not work.steps:
            task.show_fault(self, fault)
            return
        name, before = work.steps.pop()
        if before is None:
            work.answers.pop(name, None)
        else:
            work.answers[name] = before
        self.preview.questions.show_answers(work.answers)
        task.run(
            self,
            work.copy().plan,
            lambda plan: self._show_again(plan, fault),
            self._take_back,
            newest="plan",
        )

    def _show_again(self, plan: ImportPlan, fault: Fault) -> None:
        self._show_plan(plan)
        task.show_fault(self, fault)

    def _apply(self, plan: ImportPlan) -> None:
        imports = self.context.desk.imports
        task.run(
            self,
            lambda: imports.apply(plan),
            lambda imported: self._imported(plan, imported),
            self._not_imported,
            busy=(self.import_button, self.other_button, self.preview),
            message="De leerlingen worden geïmporteerd…",
        )

    def _imported(self, plan: ImportPlan, imported: Imported) -> None:
        self._show_start()
        self.message_bar.done(
            words.done(plan), "Naar de leerlingen", lambda: self.context.go(Target("pupils"))
        )
        self.drop_zone.choose_button.setFocus()
        self.context.changes.tell(imported)

    def _not_imported(self, fault: Fault) -> None:
        work = self._work
        if work is None:
            task.show_fault(self, fault)
            return
        self.message_bar.must(fault.text, "Opnieuw bekijken", lambda: self.open_file(work.path))
