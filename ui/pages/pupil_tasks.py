"""What the office does with a whole pupil: enrol, change, move, disenrol, enrol again.

Each is a `PupilTask`: what to read first, and the sheet that is built from it. The sheet says in
numbers what saving will do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.desk import Desk
from app.desk.drafts import DraftForm
from app.dossier.correction_forms import RECTIFICATION
from app.dossier.kinds import KINDS, FieldType, Kind, Value
from app.dossier.values import Entry, GroupSummary, PupilSummary
from app.dossier.wording import dutch_date
from ui.context import Context
from ui.forms import EntryForm
from ui.pages.form_sheet import Filled, FormSheet, Section
from ui.text import counted

_PUPIL, _ENROLMENT, _PLACEMENT = KINDS["pupil"], KINDS["enrolment"], KINDS["placement"]
_LEAVING = ("until_date", "reason_out", "next_school", "next_brin", "next_branch")
_TO_SCHOOL = ("primary", "secondary", "special")
Groups = Sequence[GroupSummary]


@dataclass(frozen=True)
class PupilTask:
    """`prepare` runs in the background; `sheet` builds the form from what it returned."""

    code: str
    label: str
    icon: str
    done_text: str
    prepare: Callable[[Desk, str], Any]
    sheet: Callable[[Context, PupilSummary, Any], FormSheet]


def cut(kind: Kind, names: Sequence[str], required: Sequence[str] = ()) -> Kind:
    """The kind with these fields only, some of them required here."""
    fields = [kind.field(name) for name in names]
    return replace(
        kind,
        fields=tuple(
            replace(one, required=True) if one.name in required else one for one in fields
        ),
    )


def entering() -> Kind:
    """An enrolment as it begins: everything but what is known on leaving."""
    names = [one.name for one in _ENROLMENT.fields if one.name not in _LEAVING]
    return cut(_ENROLMENT, names)


def enrol_sheet(context: Context, groups: Groups, number: str) -> FormSheet:
    """A new pupil: who it is, since when, in which group."""
    pupils = context.desk.pupils
    sections = (
        Section("pupil", "Leerling", _form(context, _PUPIL, {"number": number})),
        *_arrival(context, groups, {"from_date": date.today()}),
    )
    return FormSheet(
        "Leerling inschrijven",
        sections,
        lambda values, _reason: pupils.enrol(
            values["pupil"], values["enrolment"], values["placement"]
        ),
        submit_label="In&schrijven",
        consequences=lambda values: ["Er komt één dossier bij.", *_arriving(groups, values)],
    )


def pupil_sheet(context: Context, person: Entry) -> FormSheet:
    """Change who the pupil is."""
    title = "Gegevens van de leerling wijzigen"
    form = _form(context, person.kind, person.values)
    return FormSheet(
        title,
        (Section("pupil", title, form),),
        lambda values, _reason: context.desk.pupils.change(
            person.pupil_id, person.version, values["pupil"], values.get(RECTIFICATION.code)
        ),
    )


def _move_sheet(context: Context, pupil: PupilSummary, groups: Groups) -> FormSheet:
    names = ("group_id", "year_group", "from_date")
    form = _form(
        context,
        cut(_PLACEMENT, names, ("group_id",)),
        {"from_date": date.today(), "year_group": pupil.year_group},
        groups,
    )
    _follow_group(form, groups)
    title = f"{pupil.display_name}: andere groep"

    def save(values: Filled, _reason: str) -> Any:
        typed = values["move"]
        day = typed["from_date"]
        assert isinstance(day, date)
        group_id, year_group = str(typed["group_id"]), str(typed["year_group"])
        return context.desk.pupils.move(pupil.id, group_id, year_group, day)

    return FormSheet(
        title,
        (Section("move", title, form),),
        save,
        submit_label="Ver&plaatsen",
        consequences=lambda values: _moving(pupil, groups, values["move"]),
    )


def _leave_sheet(context: Context, pupil: PupilSummary, groups: Groups) -> FormSheet:
    kind = cut(_ENROLMENT, _LEAVING, ("until_date", "reason_out"))
    title = f"{pupil.display_name} uitschrijven"

    def save(values: Filled, _reason: str) -> Any:
        leaving = dict(values["leave"])
        day = leaving.pop("until_date")
        assert isinstance(day, date)
        return context.desk.pupils.disenrol(pupil.id, day, leaving)

    return FormSheet(
        title,
        (Section("leave", title, _form(context, kind, {"until_date": date.today()})),),
        save,
        submit_label="Uit&schrijven",
        consequences=lambda values: _leaving(pupil, groups, values["leave"]),
    )


def _return_sheet(context: Context, pupil: PupilSummary, groups: Groups) -> FormSheet:
    start: dict[str, Value] = {"from_date": date.today(), "reason_in": "returned"}
    return FormSheet(
        f"{pupil.display_name} opnieuw inschrijven",
        _arrival(context, groups, start),
        lambda values, _reason: context.desk.pupils.return_to_school(
            pupil.id, values["enrolment"], values["placement"]
        ),
        submit_label="In&schrijven",
        consequences=lambda values: [
            "Het bestaande dossier gaat verder; er komt geen tweede bij.",
            *_arriving(groups, values),
        ],
    )


def _arrival(context: Context, groups: Groups, start: dict[str, Value]) -> tuple[Section, Section]:
    kind = cut(_PLACEMENT, ("group_id", "year_group"), ("group_id",))
    form = _form(context, kind, {}, groups)
    _follow_group(form, groups)
    return (
        Section("enrolment", "Inschrijving", _form(context, entering(), start)),
        Section("placement", "Groep", form),
    )


def _form(context: Context, kind: Kind, values: Any, groups: Groups = ()) -> EntryForm:
    given = {FieldType.GROUP: [(one.id, one.name) for one in groups]}
    return EntryForm(kind, values, given, context.desk.entries.problems, buttons=False)


def _follow_group(form: EntryForm, groups: Groups) -> None:
    """A group of one year group says which year group the pupil is in."""
    years = {one.id: one.year_groups for one in groups}

    def follow() -> None:
        of_group = years.get(str(form.input("group_id").value()), ())
        if len(of_group) == 1:
            form.input("year_group").set_value(of_group[0])

    form.input("group_id").changed.connect(follow)


def _group(groups: Groups, group_id: Value) -> GroupSummary | None:
    return next((one for one in groups if one.id == group_id), None)


def _growing(group: GroupSummary, change: int) -> str:
    now = counted(group.pupil_count, "leerling", "leerlingen")
    return f"Groep {group.name} heeft nu {now} en gaat naar {group.pupil_count + change}."


def _day(value: Value) -> str:
    return dutch_date(value) if isinstance(value, date) else "de gekozen dag"


def _arriving(groups: Groups, values: Filled) -> list[str]:
    lines = [f"De inschrijving begint op {_day(values['enrolment']['from_date'])}."]
    group = _group(groups, values["placement"]["group_id"])
    return [*lines, _growing(group, 1)] if group else lines


def _moving(pupil: PupilSummary, groups: Groups, typed: Any) -> list[str]:
    day, lines = typed["from_date"], []
    group = _group(groups, typed["group_id"])
    present = _group(groups, pupil.group_id)
    if group is not None and present is not None and group.id == present.id:
        lines.append(f"De leerling zit al in groep {group.name}; alleen de jaargroep verandert.")
        group = None
    if present is not None:
        last = _day(day - timedelta(days=1)) if isinstance(day, date) else "de dag ervoor"
        lines.append(f"De plaats in groep {present.name} eindigt op {last}.")
    if group is not None:
        lines.append(f"De plaats in groep {group.name} begint op {_day(day)}.")
        lines.append(_growing(group, 1))
    if group is not None and present is not None:
        lines.append(_growing(present, -1))
    return lines or ["Kies een groep."]


def _leaving(pupil: PupilSummary, groups: Groups, typed: Any) -> list[str]:
    day = _day(typed["until_date"])
    lines = [
        f"Tot en met {day} staat de leerling in de lijst, daarna bij Oud-leerlingen.",
        "Het dossier blijft bewaard: er wordt niets verwijderd.",
    ]
    present = _group(groups, pupil.group_id)
    if present is not None:
        lines.insert(1, _growing(present, -1))
    if typed["reason_out"] in _TO_SCHOOL:
        lines.append("Bij een overstap hoort een onderwijskundig rapport: maak het bij Overstap.")
    return lines


def _read_groups(desk: Desk, _pupil_id: str) -> Groups:
    return desk.groups.all()


CHANGE = PupilTask(
    "change",
    "&Gegevens wijzigen",
    "edit",
    "Gegevens van de leerling gewijzigd.",
    lambda desk, pupil_id: desk.entries.one(pupil_id, "pupil", pupil_id),
    lambda context, _pupil, person: pupil_sheet(context, person),
)
MOVE = PupilTask(
    "move", "&Andere groep", "pupils", "Leerling verplaatst.", _read_groups, _move_sheet
)
LEAVE = PupilTask(
    "leave", "&Uitschrijven", "sign-out", "Leerling uitgeschreven.", _read_groups, _leave_sheet
)
RETURN = PupilTask(
    "return",
    "Opnieuw ins&chrijven",
    "undo",
    "Leerling opnieuw ingeschreven.",
    _read_groups,
    _return_sheet,
)


def task_draft(what: PupilTask, pupil: PupilSummary, sheet: FormSheet) -> DraftForm:
    """What a draft of this task's sheet is called."""
    return DraftForm("task", sheet.title, pupil.display_name, pupil.id, kind=what.code)


def tasks_for(pupil: PupilSummary) -> tuple[PupilTask, ...]:
    """What can be done with this pupil, by who may enrol."""
    return (CHANGE, RETURN) if pupil.former else (CHANGE, MOVE, LEAVE)
