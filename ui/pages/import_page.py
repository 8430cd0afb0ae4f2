"""Importeren: choose a file, see what it would do, answer, confirm; all or nothing."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QWidget

from app.access.policy import Action
from app.exchange.edexml import Answer, ImportPlan
from app.exchange.imports import Imported
from app.exchange.lists.entry_plan import EntryPlan
from app.exchange.lists.read import is_xml
from ui import task
from ui.context import Context, Target
from ui.faults import Fault
from ui.pages.importing import entry_words, words
from ui.pages.importing.drop_zone import DropZone, dropped_files
from ui.pages.importing.entries_preview import EntriesPreview
from ui.pages.importing.list_steps import ListSteps
from ui.pages.importing.preview import Preview
from ui.pages.importing.work import Work
from ui.pages.page import Page
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.heading import Heading

_FACTS = "Uit een ander programma (EDEXML) of uit een lijst (xlsx of CSV)"
_FILES = "Lijsten en EDEXML (*.xlsx *.xlsm *.csv *.txt *.tsv *.xml);;Alle bestanden (*)"
_ONE_FILE = "Sleep één bestand tegelijk hierheen. Er is niets geïmporteerd."


class ImportPage(Page):
    """Faces: a place to drop a file on, the columns of a list, and what a file or list would do."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._work: Work | None = None
        self._plan: ImportPlan | None = None
        self._path = Path()
        self._entries: EntryPlan | None = None
        self.heading = Heading("Importeren", _FACTS)
        self.lists = ListSteps(self, context.desk)
        self.other_button = button("Ander bestand &kiezen…", "outline", "folder", self.choose)
        self.columns_button = button("Kolomme&n wijzigen", "outline", "edit", self._show_columns)
        self.look_button = button("Bekijken &wat er verandert", "filled", "", self.lists.look)
        self.import_button = button("Importe&ren…", "filled", "import", self.ask_import)
        self._buttons = (
            self.other_button,
            self.columns_button,
            self.look_button,
            self.import_button,
        )
        for one in self._buttons:
            self.heading.add_action(one)
        self.drop_zone = DropZone(self.choose, context.desk.may(Action.IMPORT))
        self.preview = Preview()
        self.entries_preview = EntriesPreview()
        self._faces = QStackedWidget()
        for face in (self.drop_zone, self.lists.face, self.preview, self.entries_preview):
            self._faces.addWidget(face)
        self.body.addWidget(self.heading)
        self.body.addWidget(self._faces, 1)
        self.setAcceptDrops(True)
        self.preview.questions.answered.connect(self._answer)
        self.preview.joined.changed.connect(self._keep_apart)
        self.lists.opened.connect(self._begin_list)
        self.lists.planned.connect(self._show_list_plan)
        self.lists.face.changed.connect(self._tell_columns)
        for report in (self.preview.report, self.entries_preview.report):
            report.saved.connect(self._report_saved)
        self._show_start()

    def show_target(self, target: Target) -> None:
        self.context.ground(self.context.desk.person.role_names)
        if self._faces.currentWidget() is self.drop_zone:
            self.drop_zone.choose_button.setFocus()

    def choose(self) -> None:
        """Ask which file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Bestand kiezen", "", _FILES)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Read a file and show what it would do; nothing of an earlier file stays on the page."""
        self._show_start()
        self.message_bar.clear()
        if not is_xml(path):
            self.lists.open(path)
            return
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
        entries, plan = self._entries, self._plan
        if entries is not None and not entries.changes_nothing:
            said = entry_words.consequences(entries)
            if confirm(self, "Deze lijst importeren?", said, "&Importeren"):
                self._apply_entries(entries)
            return
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
        self._work = self._plan = self._entries = None
        self.heading.set_facts(_FACTS)
        self._show_face(self.drop_zone)

    def _show_face(self, face: QWidget, *buttons: QPushButton) -> None:
        self._faces.setCurrentWidget(face)
        for one in self._buttons:
            one.setVisible(one in buttons)

    def _begin_list(self, path: Path) -> None:
        """The columns of a list show; nothing was looked at in the school yet."""
        self._path = path
        self.heading.set_facts(path.name)
        self._show_columns()

    def _show_columns(self) -> None:
        self._work = self._plan = self._entries = None
        self.message_bar.clear()
        self._show_face(self.lists.face, self.other_button, self.look_button)
        self._tell_columns()
        if self.look_button.isEnabled():
            self.look_button.setFocus()
        else:
            self.lists.face.focus_first()

    def _tell_columns(self) -> None:
        mapping = self.lists.face.mapping
        self.look_button.setEnabled(mapping is not None and not mapping.missing())

    def _show_list_plan(self, plan: ImportPlan | EntryPlan) -> None:
        if isinstance(plan, ImportPlan):
            self._begin(self._path, plan)
            return
        self._entries = plan
        self.entries_preview.show_plan(plan)
        self._show_face(self.entries_preview, self.columns_button)
        self.import_button.setText("Importe&ren…")
        self.import_button.setAccessibleName("Importeren")
        self.import_button.setEnabled(True)
        self.import_button.setVisible(not plan.changes_nothing)
        if plan.changes_nothing:
            self.message_bar.info(entry_words.nothing_changes(plan))
            self.columns_button.setFocus()
        else:
            self.message_bar.clear()
            self.import_button.setFocus()

    def _report_saved(self, name: str) -> None:
        self.message_bar.done(f"Het verslag is opgeslagen als {name}.")

    def _begin(self, path: Path, plan: ImportPlan) -> None:
        self._work = Work(path, plan)
        self.preview.begin(plan, path.name)
        self.heading.set_facts(path.name)
        back = self.columns_button if plan.file.list_of else self.other_button
        self._show_face(self.preview, back)
        self._show_plan(plan)
        focus = back if plan.changes_nothing else self.import_button
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
            busy=(self.import_button, self.other_button, self.columns_button, self.preview),
            message="De leerlingen worden geïmporteerd…",
        )

    def _apply_entries(self, plan: EntryPlan) -> None:
        lists = self.context.desk.list_imports
        task.run(
            self,
            lambda: lists.apply(plan),
            lambda imported: self._entries_imported(plan, imported),
            self._entries_not_imported,
            busy=(self.import_button, self.columns_button, self.entries_preview),
            message="De lijst wordt geïmporteerd…",
        )

    def _entries_imported(self, plan: EntryPlan, imported: Imported) -> None:
        self._show_start() if not plan.problems else self._keep_report(self.entries_preview)
        self._tell_done(entry_words.done(plan), imported)

    def _entries_not_imported(self, fault: Fault) -> None:
        self.message_bar.must(fault.text, "Opnieuw bekijken", self.lists.look)

    def _keep_report(self, face: QWidget) -> None:
        """Leave in sight what was not taken over; there is nothing left to import."""
        self._plan = self._entries = None
        self._show_face(face, self.other_button)

    def _imported(self, plan: ImportPlan, imported: Imported) -> None:
        if plan.file.list_of and plan.problems:
            self.preview.show_report()
            self._keep_report(self.preview)
        else:
            self._show_start()
        self._tell_done(words.done(plan), imported)

    def _tell_done(self, said: str, imported: Imported) -> None:
        self.message_bar.done(said, "Naar de leerlingen", lambda: self.context.go(Target("pupils")))
        start = self._faces.currentWidget() is self.drop_zone
        (self.drop_zone.choose_button if start else self.other_button).setFocus()
        self.context.changes.tell(imported)

    def _not_imported(self, fault: Fault) -> None:
        work = self._work
        if work is None:
            task.show_fault(self, fault)
            return
        again = self.lists.look if work.base.file.list_of else lambda: self.open_file(work.path)
        self.message_bar.must(fault.text, "Opnieuw bekijken", again)
