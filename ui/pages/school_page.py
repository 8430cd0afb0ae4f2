"""Instellingen: the school, its groups and who teaches them, and the look of the window."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.access import retention
from app.access.categories import Category
from app.access.policy import Action
from app.dossier import checks
from app.dossier.kinds import Field, FieldType, Kind, Value
from app.dossier.school import SCHOOL_FIELDS
from app.dossier.values import GroupSummary, SchoolSettings, StaffRecord
from ui import task
from ui.context import Context, Target
from ui.entrance.frame import labelled
from ui.forms import EntryForm
from ui.pages.own_password import OwnPasswordCard
from ui.pages.page import Page
from ui.pages.teacher_choice import TeacherChoice
from ui.theme import Mode, Theme
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable, RowAction
from ui.widgets.heading import Heading
from ui.widgets.labels import PlainLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.table_model import Column

_SCHOOL = Kind("school", Category.NAME, "School", "School", "", SCHOOL_FIELDS)
_GROUP = Kind(
    "group",
    Category.NAME,
    "Groep",
    "Groepen",
    "",
    (
        Field("name", "Naam", FieldType.TEXT, required=True, max_length=100),
        Field(
            "year_groups",
            "Jaargroepen",
            FieldType.TEXT,
            required=True,
            max_length=40,
            help="Een of meer, met een komma ertussen: 7 of 4,5.",
        ),
    ),
)
_LOCK_MINUTES = (1, 2, 5, 10, 15, 30, 60)
_BOX_WIDTH = 368
_MODES = (
    (Mode.SYSTEM, "zoals deze computer"),
    (Mode.LIGHT, "licht"),
    (Mode.DARK, "donker"),
)


class SchoolPage(Page):
    """Everyone sets the look; the headteacher sees and changes the rest."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.body.addWidget(Heading("Instellingen", str(context.desk.folder)))
        self.scroll = ScrollPage(margin=0)
        self.body.addWidget(self.scroll, 1)
        self.scroll.body.addWidget(self._look())
        self.scroll.body.addWidget(self._own_password())
        self.scroll.body.addWidget(self._calendar())
        self.head = context.desk.may(Action.SCHOOL)
        self.form: EntryForm | None = None
        if self.head:
            self._school_card = Card("De school")
            self._groups_card = Card("Groepen", "dit schooljaar")
            for card in (self._school_card, self._groups_card):
                self.scroll.body.addWidget(card)
            self._groups_part()
        else:
            self.scroll.body.addWidget(
                PlainLabel("De gegevens van de school wijzigt de directeur.", "muted", wrap=True)
            )
        self.scroll.body.addStretch()

    def show_target(self, target: Target) -> None:
        if self.head:
            desk = self.context.desk
            task.run(
                self,
                lambda: (desk.school.settings(), desk.groups.all(), desk.staff.all()),
                self._show,
                newest="school",
            )

    def may_leave(self) -> bool:
        for form in (self.form, getattr(self, "group_form", None)):
            if form is not None and form.is_dirty():
                form.cancel()
                return not form.is_dirty()
        return True

    def _calendar(self) -> QWidget:
        card = Card("Schooljaar en vakanties", "lesuren, vakanties, studiedagen")
        self.calendar_button = button(
            "Kalender van de s&chool…",
            "outline",
            "calendar",
            lambda: self.context.go(Target("calendar")),
        )
        card.body.addWidget(self.calendar_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _own_password(self) -> OwnPasswordCard:
        desk = self.context.desk
        names = (desk.folder.name.removesuffix(".school"), desk.person.name)

        def change(old: str, new: str) -> None:
            desk.staffing.change_own_password(old, new)

        return OwnPasswordCard(change, lambda: names)

    def _look(self) -> QWidget:
        card = Card("Uiterlijk")
        self.mode = QComboBox()
        self.mode.setMaximumWidth(_BOX_WIDTH)
        for mode, label in _MODES:
            self.mode.addItem(label, mode)
        self.mode.setCurrentIndex([mode for mode, _ in _MODES].index(Theme.instance().mode))
        self.mode.activated.connect(
            lambda _index: Theme.instance().set_mode(self.mode.currentData())
        )
        card.add(labelled("Kleuren van het venster", self.mode))
        return card

    def _show(
        self,
        found: tuple[SchoolSettings, tuple[GroupSummary, ...], tuple[StaffRecord, ...]],
    ) -> None:
        school, groups, staff = found
        self._staff = staff
        if self.form is None or not self.form.is_dirty():
            self._show_school(school)
        self.groups.set_rows(groups)
        self.groups.fit_height()

    def _show_school(self, school: SchoolSettings) -> None:
        if self.form is None:
            self.form = EntryForm(_SCHOOL, validate=self._problems, submit_label="School op&slaan")
            self.form.submitted.connect(self._save_school)
            self.form.cancelled.connect(lambda: self.show_target(Target("school")))
            self.kind = QComboBox()
            self.kind.addItem("openbare school", True)
            self.kind.addItem("bijzondere school", False)
            self.lock = QComboBox()
            for minutes in _LOCK_MINUTES:
                self.lock.addItem("1 minuut" if minutes == 1 else f"{minutes} minuten", minutes)
            self.log_years = QComboBox()
            for years in retention.YEARS:
                self.log_years.addItem(f"{years} jaar", years)
            for box in (self.kind, self.lock, self.log_years):
                box.setMaximumWidth(_BOX_WIDTH)
            self.window_right = QCheckBox("Adres rechts in de vensterenvelop")
            for widget in (
                labelled("Soort school", self.kind),
                labelled("Vergrendelen als niemand iets doet, na", self.lock),
                labelled("Toegangslog bewaren", self.log_years),
                self.window_right,
                self.form,
            ):
                self._school_card.add(widget)
        values: Mapping[str, Value] = {
            name: value for name, value in asdict(school).items() if isinstance(value, str)
        }
        self.form.set_values(values)
        self.kind.setCurrentIndex(0 if school.public_authority else 1)
        if school.lock_minutes not in _LOCK_MINUTES:
            self.lock.addItem(f"{school.lock_minutes} minuten", school.lock_minutes)
        self.lock.setCurrentIndex(self.lock.findData(school.lock_minutes))
        self.log_years.setCurrentIndex(self.log_years.findData(school.log_years))
        self.window_right.setChecked(school.address_right)

    def _problems(self, kind: Kind, values: Mapping[str, Value]) -> Mapping[str, str]:
        return checks.check(kind, values, self.context.desk.today)[1]

    def _save_school(self, values: Mapping[str, Value], _reason: str) -> None:
        changes: dict[str, Any] = {name: value or "" for name, value in values.items()}
        changes.update(
            public_authority=self.kind.currentData(),
            lock_minutes=self.lock.currentData(),
            log_years=self.log_years.currentData(),
            address_right=self.window_right.isChecked(),
        )
        assert self.form is not None
        task.run(
            self,
            lambda: self.context.desk.school.change(changes),
            self._school_saved,
            busy=self.form,
        )

    def _school_saved(self, school: SchoolSettings) -> None:
        self._show_school(school)
        self.message_bar.done("De gegevens van de school zijn opgeslagen.")
        self.context.changes.tell(school)

    def _groups_part(self) -> None:
        self.groups = DataTable(
            (
                Column("name", "Naam"),
                Column("year_groups", "Jaargroepen", value=lambda one: ", ".join(one.year_groups)),
                Column("pupil_count", "Leerlingen"),
                Column("teachers", "Leerkrachten", value=self._teachers_of),
            ),
            "Groepen",
        )
        self.groups.set_actions(
            [RowAction("Leerkrachten &kiezen…", self._choose_teachers, "person")]
        )
        self.groups.opened.connect(self._choose_teachers)
        self._groups_card.add(self.groups)
        self.group_form = EntryForm(_GROUP, submit_label="Groe&p toevoegen")
        self.group_form.submitted.connect(self._add_group)
        self._groups_card.add(self.group_form)
        self._teachers = TeacherChoice(self._set_teachers)
        self._groups_card.add(self._teachers)
        self.new_year_button = button(
            "Nieuw schooljaar voorber&eiden…",
            "link",
            "pupils",
            lambda: self.context.go(Target("new-year")),
        )
        self.staff_button = button(
            "Medewerkers toelaten…", "link", "key", lambda: self.context.go(Target("staff"))
        )
        self._groups_card.add_to_head(self.staff_button)
        self._groups_card.add_to_head(self.new_year_button)

    def _teachers_of(self, group: GroupSummary) -> str:
        taught = [one.name for one in getattr(self, "_staff", ()) if group.id in one.group_ids]
        return ", ".join(taught)

    def _add_group(self, values: Mapping[str, Value], _reason: str) -> None:
        year_groups = [part.strip() for part in str(values["year_groups"]).split(",")]
        task.run(
            self,
            lambda: self.context.desk.groups.add(str(values["name"]), year_groups),
            self._group_added,
            busy=self.group_form,
        )

    def _group_added(self, _group_id: str) -> None:
        self.group_form.set_values({})
        self.message_bar.done("De groep is toegevoegd.")
        self.context.changes.tell("groups")
        self.show_target(Target("school"))

    def _choose_teachers(self, group: GroupSummary) -> None:
        self._group = group
        ticked = {one.id for one in self._staff if group.id in one.group_ids}
        self._teachers.ask(group.name, self._staff, ticked)

    def _set_teachers(self, staff_ids: tuple[str, ...]) -> None:
        group = self._group
        task.run(
            self,
            lambda: self.context.desk.groups.set_teachers(group.id, staff_ids),
            lambda _nothing: self._teachers_set(group),
        )

    def _teachers_set(self, group: GroupSummary) -> None:
        self.message_bar.done(f"De leerkrachten van {group.name} zijn vastgelegd.")
        self.context.changes.tell("groups")
        self.show_target(Target("school"))
