"""Brieven: choose a letter and pupils, see who gets it and why, then make and file it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.access.categories import TEACHING_ROLES, Category
from app.access.policy import Action
from app.desk.drafts import DraftForm, Typed
from app.dossier.letter_copies import LetterCopy
from app.dossier.values import PupilSummary
from app.letters.letters import Addressed, Batch
from app.letters.templates import TEMPLATES, Template
from ui import task
from ui import text as texts
from ui.context import Context, Target
from ui.drafts import Resumed
from ui.pages.draft_offer import DraftOffer, open_draft
from ui.pages.letters.check_pane import CheckPane
from ui.pages.letters.letter_choice import FREE, LetterChoice
from ui.pages.letters.made_face import MadeFace
from ui.pages.letters.pupil_choice import PupilChoice
from ui.pages.page import Page
from ui.pages.side_by_side import SideBySide
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.confirm import confirm
from ui.widgets.empty_state import EmptyState
from ui.widgets.heading import Heading
from ui.widgets.scroll_page import ScrollPage

_PAUSE_MILLISECONDS = 300
_OKR = "okr"
_DRAFT = DraftForm("letter", "Vrije brief")


class LettersPage(Page):
    """Faces: choosing, what was made, or who may when this person may make no letters."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._offered = self._templates()
        self._facts = ""
        self.heading = Heading("Brieven")
        self.letter = LetterChoice(
            self._offered or tuple(TEMPLATES.values()),
            care=context.desk.may(Action.WRITE, Category.HEALTH),
        )
        self.pupils = PupilChoice()
        self.check = CheckPane()
        self.who = self.check.who
        self.made = MadeFace(context.desk, self.message_bar)
        self.refused = EmptyState(
            "lock",
            "U kunt hier geen brieven maken",
            "Brieven aan ouders maken directeur, administratie en intern begeleider; een "
            "leerkracht voor de leerlingen van de eigen groep. Vraag het de directeur.",
        )
        self.preview_button = button("Voorbe&eld", "outline", "pdf", self.show_preview)
        self.make_button = button("Ma&ken en in dossier leggen", "filled", "letter", self.make)
        self.back_button = button("&Nieuwe brief", "outline", "plus", self.show_choosing)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._ask_who)
        self.drafts = DraftOffer(context)
        self._keeper = context.drafting.watch(self, _DRAFT, self._typed, self.letter.is_dirty)
        self._build()

    def _build(self) -> None:
        for one in (self.back_button, self.preview_button, self.make_button):
            self.heading.add_action(one)
        scroll = ScrollPage(margin=0)
        scroll.body.setContentsMargins(0, 0, GRID, 0)
        for widget in (self.drafts, self.letter, self.pupils):
            scroll.body.addWidget(widget)
        scroll.setMinimumWidth(360)
        self.sides = SideBySide(scroll, self.check, ("Kiezen", "Controleren"), (9, 12))
        self._faces = QStackedLayout()
        self.body.addWidget(self.heading)
        self.body.addLayout(self._faces, 1)  # first: a face without a parent shows as a window
        for face in (self.sides, self.made, self.refused):
            self._faces.addWidget(face)
        self.letter.changed.connect(self._changed)
        self.letter.typed.connect(self.check.drop_preview)
        self.pupils.changed.connect(self._changed)
        self.pupils.earlier_asked.connect(self.show_earlier)
        self.who.leave_out.connect(self.pupils.leave_out)
        self.made.changed.connect(self.context.changes.tell)
        self._show_face(self.sides)

    def show_target(self, target: Target) -> None:
        if not self._offered:
            self._show_face(self.refused)
            return
        self.drafts.show_for(form=_DRAFT.form)
        if target.draft:
            open_draft(self, self.context, target.draft, self._go_on)
        if target.pupil_id:
            self.message_bar.clear()
            self.letter.choose(_OKR if target.category is Category.OKR else FREE)
            self._show_face(self.sides)
        task.run(
            self,
            lambda: self._readable(target.pupil_id),
            lambda found: self._show_pupils(found, target.pupil_id),
            message="Leerlingen worden gelezen…",
            newest="pupils",
        )

    def may_leave(self) -> bool:
        if not self.letter.is_dirty():
            return True
        return confirm(
            self,
            "De brief is nog niet gemaakt.",
            ("De tekst die u typte, blijft hier staan en wordt als concept bewaard.",),
            "&Weggaan",
        )

    def show_choosing(self) -> None:
        """Go back to choosing a letter and pupils."""
        self.message_bar.clear()
        self.made.clear()
        self._show_face(self.sides)
        self._ask_who()

    def show_preview(self) -> None:
        """Show the letters as they would be made."""
        if not self._ready():
            return
        desk, pupil_ids = self.context.desk, self._pupil_ids()
        code, values = self.letter.code(), self.letter.values()

        def done(batch: Batch) -> None:
            self.check.show_preview(batch.pdf)
            self.sides.show_right()

        task.run(
            self,
            lambda: desk.letters.preview(pupil_ids, code, values),
            done,
            busy=self.preview_button,
            message="Voorbeeld wordt gemaakt…",
            newest="preview",
        )

    def make(self) -> None:
        """Make the letters and file a copy of each."""
        if not self._ready():
            return
        earlier = self._earlier()
        if earlier:
            again = texts.counted(len(earlier), "brief", "brieven")
            question = "Toch nog een brief over hetzelfde rapport maken?"
            consequences = [
                f"Er is al {again} over dit rapport gemaakt; dat blijft in het dossier."
            ]
            if not confirm(self, question, consequences, "&Toch maken"):
                return
        desk, pupil_ids = self.context.desk, self._pupil_ids()
        code, values = self.letter.code(), self.letter.values()

        def work() -> tuple[Batch, tuple[LetterCopy, ...]]:
            batch = desk.letters.make(pupil_ids, code, values)
            copies = desk.letter_copies.of_pupils(pupil_ids)
            order = {letter_id: place for place, letter_id in enumerate(batch.letter_ids)}
            made = [one for one in copies if one.id in order]
            return batch, tuple(sorted(made, key=lambda one: order[one.id]))

        task.run(
            self,
            work,
            lambda result: self._made(*result),
            busy=(self.make_button, self.sides),
            message="Brieven worden gemaakt…",
        )

    def show_earlier(self) -> None:
        """Show the letters that were made before about the chosen pupils."""
        pupil_ids = self._pupil_ids()
        if not pupil_ids:
            self.message_bar.waiting("Kies eerst de leerlingen van wie u de brieven wilt zien.")
            return
        task.run(
            self,
            lambda: self.context.desk.letter_copies.of_pupils(pupil_ids),
            lambda copies: self._show_made(copies, None),
            busy=self.pupils,
            message="Brieven worden gelezen…",
        )

    def _typed(self) -> Typed:
        return {"letter": self.letter.form.raw()}

    def _go_on(self, resumed: Resumed) -> None:
        if self.letter.is_dirty():
            self.message_bar.waiting("Maak eerst de brief af die hier staat, of maak hem leeg.")
            return
        self.letter.choose(FREE)
        self.letter.form.set_raw(resumed.typed.get("letter", {}))
        self._keeper.go_on(resumed.note.id)
        self._show_face(self.sides)
        self.letter.form.focus_first()

    def _templates(self) -> tuple[Template, ...]:
        """The letters that this person may make."""
        desk = self.context.desk
        free = desk.may(Action.FREE_LETTER) or bool(desk.person.roles.intersection(TEACHING_ROLES))
        may = {_OKR: desk.may(Action.OKR_LETTER)}
        return tuple(one for code, one in TEMPLATES.items() if may.get(code, free))

    def _readable(self, pupil_id: str) -> list[PupilSummary]:
        """The pupils this person may write about; who left only when asked for."""
        desk = self.context.desk
        found = list(desk.pupils.all())
        if not desk.may(Action.FREE_LETTER):
            return [one for one in found if one.own]
        if pupil_id and all(one.id != pupil_id for one in found):
            found += [one for one in desk.pupils.former() if one.id == pupil_id]
        return found

    def _show_pupils(self, found: Sequence[PupilSummary], pupil_id: str) -> None:
        self.pupils.set_pupils(found)
        number = texts.counted(len(found), "leerling", "leerlingen")
        whose = "" if self.context.desk.may(Action.FREE_LETTER) else " van de eigen groep"
        self._facts = f"Aan wie gezag heeft, op het eigen adres · {number}{whose}"
        if self._faces.currentWidget() is self.sides:
            self.heading.set_facts(self._facts)
        if pupil_id:
            self.pupils.choose([pupil_id])
        elif self._faces.currentWidget() is self.sides:
            self._ask_who()

    def _changed(self) -> None:
        self.check.drop_preview()
        self.check.show_who()
        self._timer.start()

    def _ask_who(self) -> None:
        self._timer.stop()
        pupil_ids, code = self._pupil_ids(), self.letter.code()
        if not pupil_ids:
            self._show_who(())
            return
        task.run(
            self,
            lambda: self.context.desk.letters.who(pupil_ids, code),
            self._show_who,
            newest="who",
        )

    def _show_who(self, addressed: Sequence[Addressed]) -> None:
        self.who.show_addressed(addressed)
        earlier = self._earlier()
        if earlier:
            names = ", ".join(
                f"{one.recipient_name} ({texts.shown(one.made_on)})" for one in earlier[:6]
            )
            self.message_bar.waiting(
                f"Over dit rapport is al een brief gemaakt voor: {names}. Maak alleen een nieuwe "
                "als de eerste niet is gebruikt.",
                "Eerder gemaakt",
                self.show_earlier,
            )

    def _earlier(self) -> list[LetterCopy]:
        return [one for addressed in self.who.addressed for one in addressed.earlier]

    def _pupil_ids(self) -> list[str]:
        return [one.id for one in self.pupils.pupils()]

    def _ready(self) -> bool:
        if not self._pupil_ids():
            self.message_bar.waiting("Kies eerst een of meer leerlingen.")
            self.sides.show_left()
            self.pupils.table.focus_list()
            return False
        self.message_bar.clear()
        if not self.letter.check():
            self.sides.show_left()
            return False
        return True

    def _made(self, batch: Batch, copies: Sequence[LetterCopy]) -> None:
        self.letter.reset()
        self._keeper.done()
        self.check.drop_preview()
        self._show_made(copies, batch.pdf)
        number = texts.counted(batch.count, "brief", "brieven")
        self.message_bar.done(
            f"{number} gemaakt; een kopie van elke brief staat in het dossier. Druk ze af of sla "
            "ze op, en noteer daarna wat ermee is gebeurd."
        )
        self.context.changes.tell(batch)

    def _show_made(self, copies: Sequence[LetterCopy], content: bytes | None) -> None:
        self.made.show_letters(copies, self.pupils.name_of, content)
        self._show_face(self.made)

    def _show_face(self, face: QWidget) -> None:
        self._faces.setCurrentWidget(face)
        choosing = face is self.sides
        self.heading.set_facts(self._facts if choosing else "")
        self.back_button.setVisible(face is self.made)
        for one in (self.preview_button, self.make_button):
            one.setVisible(choosing)
