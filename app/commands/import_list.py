"""The part of `import` that is about lists: what the columns mean, and results and absences."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands import console
from app.commands.files import read_text
from app.errors import UserError

if TYPE_CHECKING:
    from app.desk import Desk
    from app.exchange.edexml import ImportPlan
    from app.exchange.list_imports import OpenedList
    from app.exchange.lists.entry_plan import EntryPlan, PlannedEntry
    from app.exchange.lists.mapping import ListMapping

KINDS = ("pupils", "staff", "results", "absences")


def opened(desk: "Desk", path: Path, kind: str, sheet: str, mapping: Path | None) -> "OpenedList":
    """The list with what its columns mean, from the file with the mapping where there is one."""
    from dataclasses import replace  # noqa: PLC0415

    from app.exchange.lists.guess import from_headings  # noqa: PLC0415

    found = desk.list_imports.open(path, kind, sheet)
    if mapping is not None:
        chosen = from_headings(found.mapping.kind, found.table, _said(mapping))
        found = replace(found, mapping=chosen)
    console.say(*_meaning(found))
    missing = found.mapping.missing()
    if missing:
        raise UserError(
            f"Nog niet alles is aangewezen. Er is niets geïmporteerd. {' '.join(missing)} Geef "
            "--mapping mee, of importeer de lijst in het venster."
        )
    return found


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(read_text(path))
    except json.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise UserError(
            f"Het bestand ‘{path}’ is geen koppeling in JSON. Er is niets geïmporteerd. Zie de "
            "handleiding voor de vorm."
        )
    return said


def _meaning(found: "OpenedList") -> list[str]:
    mapping: ListMapping = found.mapping
    columns = [
        f"{heading} → {_label(mapping, meaning)}"
        for heading, meaning in zip(found.table.headings, mapping.columns, strict=True)
    ]
    remembered = ", onthouden van de vorige keer" if mapping.remembered else ""
    rows = "1 rij" if len(found.table.rows) == 1 else f"{len(found.table.rows)} rijen"
    said = [f"Lijst: {mapping.kind.label}, {rows}.", f"Kolommen{remembered}: {'; '.join(columns)}."]
    return said + ([found.table.sheet.remark] if found.table.sheet.remark else [])


def _label(mapping: "ListMapping", meaning: str) -> str:
    from app.exchange.lists.mapping import EACH  # noqa: PLC0415

    if not meaning:
        return "niet overnemen"
    label = mapping.kind.field(meaning.removeprefix(EACH)).label
    return f"een toets: {label}" if meaning.startswith(EACH) else label


def people(desk: "Desk", found: "OpenedList") -> "ImportPlan":
    """The plan for a list of pupils or staff; from there on it goes as an EDEXML file does."""
    return desk.list_imports.people(found.table, found.mapping)


def take_entries(desk: "Desk", found: "OpenedList", *, dry_run: bool) -> None:
    """Results or absences: say what would be added, and add it."""
    plan = desk.list_imports.entries(found.table, found.mapping)
    console.say(*_summary(plan))
    if dry_run:
        console.say(*(_entry(one) for one in plan.fresh))
    console.say(*(f"{one.subject}: {one.field}. {one.sentence}" for one in plan.problems))
    if dry_run:
        console.say("Er is niets geïmporteerd: dit was --dry-run.")
    elif plan.changes_nothing:
        console.say("Importeren verandert niets.")
    else:
        desk.list_imports.apply(plan)
        console.say("Geïmporteerd.")


def _summary(plan: "EntryPlan") -> list[str]:
    what = f"{len(plan.fresh)} ({plan.kind.plural.lower()})"
    return [
        f"Toevoegen: {what}, bij {len(plan.pupil_ids)} leerlingen.",
        f"Staat er al: {len(plan.already)}.",
        f"Niet overgenomen: {len(plan.problems)}.",
    ]


def _entry(one: "PlannedEntry") -> str:
    return f"Nieuw: {one.who}: {', '.join(text for text in one.shown if text)}"
