"""A plan in numbers and Dutch sentences, for the head of the preview and for the command line."""

from dataclasses import dataclass

from app.exchange.edexml.plan import ImportPlan


@dataclass(frozen=True)
class Summary:
    """Counts, and `lines` to show in this order. No line holds a pupil's name."""

    pupils_in_file: int
    new_pupils: int
    former_pupils: int
    changed_pupils: int
    unchanged_pupils: int
    absent_pupils: int
    skipped_pupils: int
    questions: int
    new_groups: int
    new_staff: int
    changed_staff: int
    unchanged_staff: int
    problems: int
    changes_nothing: bool
    lines: tuple[str, ...]


def summarise(plan: ImportPlan) -> Summary:
    """The whole plan at a glance."""
    return Summary(
        pupils_in_file=len(plan.file.pupils),
        new_pupils=len(plan.new_pupils),
        former_pupils=sum(one.former for one in plan.new_pupils)
        + sum(one.former for one in plan.changed_pupils),
        changed_pupils=len(plan.changed_pupils),
        unchanged_pupils=len(plan.unchanged_pupils),
        absent_pupils=len(plan.absent),
        skipped_pupils=len(plan.skipped),
        questions=len(plan.questions),
        new_groups=len(plan.new_groups),
        new_staff=len(plan.new_staff),
        changed_staff=len(plan.changed_staff),
        unchanged_staff=len(plan.unchanged_staff),
        problems=len(plan.problems),
        changes_nothing=plan.changes_nothing,
        lines=tuple(_lines(plan)),
    )


def _lines(plan: ImportPlan) -> list[str]:
    former = sum(one.former for one in plan.new_pupils)
    leaving = sum(one.former for one in plan.changed_pupils)
    new = [
        _count(len(plan.new_pupils), "leerling", "leerlingen")
        + (f", van wie {former} al van school" if former else ""),
        _count(len(plan.new_groups), "groep", "groepen"),
        _count(len(plan.new_staff), "medewerker", "medewerkers"),
    ]
    changed = [
        _count(len(plan.changed_pupils), "leerling", "leerlingen")
        + (f", van wie {leaving} uitgeschreven" if leaving else ""),
        _count(len(plan.changed_staff), "medewerker", "medewerkers"),
    ]
    unchanged = [
        _count(len(plan.unchanged_pupils), "leerling", "leerlingen"),
        _count(len(plan.unchanged_staff), "medewerker", "medewerkers"),
    ]
    lines = [
        _head(plan),
        f"Toevoegen: {'; '.join(new)}.",
        f"Wijzigen: {'; '.join(changed)}.",
        f"Ongewijzigd: {'; '.join(unchanged)}.",
    ]
    if plan.questions:
        verb = "lijkt" if len(plan.questions) == 1 else "lijken"
        lines.append(
            f"Vragen: {_count(len(plan.questions), 'persoon', 'personen')} uit het bestand {verb}"
            " op"
            " iemand anders; zonder antwoord gebeurt er met hen niets."
        )
    if plan.skipped:
        lines.append(f"Overslaan: {_count(len(plan.skipped), 'leerling', 'leerlingen')}.")
    if plan.absent:
        lines.append(
            f"Niet in het bestand: {_count(len(plan.absent), 'leerling', 'leerlingen')} van de"
            " school;"
            " daar verandert niets aan."
        )
    if plan.problems:
        lines.append(
            f"Aandachtspunten: {len(plan.problems)}; zie de lijst. De rest is gewoon te importeren."
        )
    if plan.not_taken:
        labels = ", ".join(f"{one.label} ({one.count})" for one in plan.not_taken)
        lines.append(f"Niet overgenomen: {labels}.")
    lines.extend(f"Let op: {warning}" for warning in plan.warnings)
    if plan.changes_nothing:
        lines.append("Importeren verandert niets.")
    return lines


def _head(plan: ImportPlan) -> str:
    if plan.file.list_of:
        return f"Lijst, gelezen als {plan.file.encoding}."
    head = plan.file.school
    parts = [
        f"EDEXML {head.version}" if head.version else "EDEXML",
        f"van school {head.source}" if head.source else "zonder schoolnummer",
        f"schooljaar {head.school_year}" if head.school_year else "zonder schooljaar",
        f"gemaakt op {head.created:%d-%m-%Y}" if head.created is not None else "",
        f"gelezen als {plan.file.encoding}",
    ]
    return f"Bestand: {', '.join(part for part in parts if part)}."


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
