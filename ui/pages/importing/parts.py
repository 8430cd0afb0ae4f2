"""The parts of the preview that are tables: their columns, and their rows from a plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.exchange.edexml import ExistingPupil, ImportPlan, NewPupil, NewStaff, PlannedGroup
from app.exchange.lists.entry_plan import SHOWN, EntryPlan, PlannedEntry
from ui.pages.importing import words
from ui.theme import Tone
from ui.widgets.data_table import Column


@dataclass(frozen=True)
class Part:
    """One card of the preview. `rows` gives what it shows; without rows the card is not there.

    `always` keeps the card; `long` repeats the last text of the chosen row below the table, whole.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Any], Sequence[Any]]
    explanation: str = ""
    always: bool = False
    long: bool = False


@dataclass(frozen=True)
class TextRow:
    """A row of a table that has no value of its own in the plan."""

    texts: tuple[str, ...] = field(default=())


def _text(index: int, label: str, width: int = 0) -> Column:
    return Column(str(index), label, width, value=lambda row: row.texts[index])


def _group_of(new: NewPupil) -> str:
    if new.placement is None or new.placement.group is None:
        return "zonder groep"
    return new.placement.group.name


def _year_group_of(new: NewPupil) -> str:
    return new.placement.year_group if new.placement else ""


def _enrolled(new: NewPupil) -> str:
    first = f"{new.enrolment.from_date:%d-%m-%Y}"
    return f"{first} (geschat)" if new.enrolment.estimated else first


def _changes(plan: ImportPlan) -> list[TextRow]:
    return [
        TextRow((one.existing.label, made.label, made.old_text or "leeg", made.new_text))
        for one in plan.changed_pupils
        for made in one.changes
    ]


def _staff(plan: ImportPlan) -> list[TextRow]:
    added = [
        TextRow((one.member.name, "toevoegen", _groups_and_roles(one))) for one in plan.new_staff
    ]
    changed = [
        TextRow((one.existing.name, "wijzigen", f"{made.label}: {made.new_text}"))
        for one in plan.changed_staff
        for made in one.changes
    ]
    return added + changed


def _groups_and_roles(new: NewStaff) -> str:
    """The groups, and what the file calls the person: a hint to who gives the roles."""
    told = [", ".join(group.name for group in new.groups)]
    if new.member.roles:
        told.append(f"genoemd als {', '.join(new.member.roles)}")
    return "; ".join(part for part in told if part)


def _problems(plan: ImportPlan | EntryPlan) -> list[TextRow]:
    return [
        TextRow((one.subject, one.field, one.value or "–", one.sentence)) for one in plan.problems
    ]


def _not_taken(plan: ImportPlan | EntryPlan) -> list[TextRow]:
    return [TextRow((one.label, str(one.count), one.reason)) for one in plan.not_taken]


def _absent(plan: ImportPlan) -> list[TextRow]:
    groups = {group.id: group.name for group in plan.school.groups}

    def group(pupil: ExistingPupil) -> str:
        place = pupil.placement(plan.school.school_year)
        return groups.get(place.group_id, "") if place else ""

    return [TextRow((one.label, group(one))) for one in plan.absent]


def _is_new(group: PlannedGroup) -> str:
    return "bestaat al" if group.existing_id else "toevoegen"


ADD = Part(
    "Toevoegen",
    (
        Column("name", "Leerling", 192, value=words.new_name),
        Column("number", "Nummer", 80),
        Column("group", "Groep", 152, value=_group_of),
        Column("year_group", "Jaargroep", 88, value=_year_group_of),
        Column("from_date", "Ingeschreven op", 144, value=_enrolled),
        Column(
            "former",
            "",
            value=lambda one: "oud-leerling" if one.former else "",
            tone=lambda _one: Tone.NEUTRAL,
        ),
    ),
    lambda plan: plan.new_pupils,
)
CHANGE = Part(
    "Wijzigen",
    (_text(0, "Leerling", 224), _text(1, "Gegeven", 176), _text(2, "Was", 200), _text(3, "Wordt")),
    _changes,
    "Een leeg veld in het bestand wist nooit iets. Wat er stond, blijft in de geschiedenis.",
)
GROUPS = Part(
    "Groepen",
    (
        Column("name", "Groep", 280),
        Column("year_groups", "Jaargroepen", 128, value=lambda one: ", ".join(one.year_groups)),
        Column("school_year", "Schooljaar", 120),
        Column("existing_id", "Wat", value=_is_new),
    ),
    lambda plan: plan.groups,
)
STAFF = Part(
    "Medewerkers",
    (_text(0, "Naam", 224), _text(1, "Wat", 120), _text(2, "Groepen of wijziging")),
    _staff,
    "Zij krijgen geen aanmeldnaam en kunnen niets inzien; dat regelt de directeur.",
)
PROBLEMS = Part(
    "Let op",
    (
        _text(0, "Van wie", 184),
        _text(1, "Gegeven", 128),
        _text(2, "Stond er", 112),
        _text(3, "Wat ermee gebeurt"),
    ),
    _problems,
    "De rest van het bestand is gewoon te importeren.",
    long=True,
)
NOT_TAKEN = Part(
    "Niet overgenomen",
    (_text(0, "Wat in het bestand staat", 248), _text(1, "Bij", 64), _text(2, "Waarom niet")),
    _not_taken,
    "Etniciteit, geboorteland van de leerling of de ouders en leerlinggewicht worden nooit "
    "overgenomen, ook niet als ze in het bestand staan: de school heeft ze niet nodig "
    "(dataminimalisatie, AVG art. 5).",
    always=True,
    long=True,
)
ABSENT = Part(
    "Staat niet in het bestand, blijft staan",
    (_text(0, "Leerling", 320), _text(1, "Groep")),
    _absent,
    "Aan deze leerlingen verandert niets. Schrijf wie vertrokken is zelf uit.",
)

LIST_PROBLEMS = Part(
    "Rijen die niet zijn overgenomen",
    (
        _text(0, "Rij", 240),
        _text(1, "Gegeven", 128),
        _text(2, "Stond er", 96),
        _text(3, "Waarom"),
    ),
    _problems,
    long=True,
)
LIST_NOT_TAKEN = Part(
    "Kolommen die niet worden overgenomen",
    (_text(0, "Kolom", 248), _text(1, "Bij", 64), _text(2, "Waarom niet")),
    _not_taken,
    long=True,
)


def entries(plan: EntryPlan, *, already: bool) -> Part:
    """The results or absences that would be added, or that are there already.

    Only the fields that the list fills have a column.
    """
    told = plan.already if already else plan.fresh

    def text(index: int) -> Callable[[PlannedEntry], str]:
        return lambda one: one.shown[index]

    used = [
        (index, plan.kind.field(name).label)
        for index, name in enumerate(SHOWN[plan.kind_code])
        if any(one.shown[index] for one in told)
    ]
    last = used[-1][0] if used else 0
    shown = [
        Column(str(index), label, 0 if index == last else _width(index, label), value=text(index))
        for index, label in used
    ]
    columns = (Column("who", "Leerling", 208), Column("group", "Groep", 80), *shown)
    if already:
        title = "Staat al in het dossier"
        return Part(title, columns, lambda plan: plan.already, "Hier verandert niets aan.")
    return Part(ADD.title, columns, lambda plan: plan.fresh)


def _width(index: int, label: str) -> int:
    """Room for the heading; the first field holds words, the others mostly numbers."""
    return 152 if index == 0 else max(112, 9 * len(label) + 16)
