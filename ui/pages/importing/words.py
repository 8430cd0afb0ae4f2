"""What the page of importing says: on its button, before carrying out, and afterwards."""

from app.exchange.edexml import ImportPlan, NewPupil, summarise
from app.exchange.edexml.names import full_name
from ui.text import counted


def pupils(number: int) -> str:
    """`1 leerling`, `24 leerlingen`."""
    return counted(number, "leerling", "leerlingen")


def is_or_are(number: int, one: str, many: str, verb: str = "wordt") -> str:
    """`1 groep wordt`, `3 groepen worden`."""
    return f"{counted(number, one, many)} {verb if number == 1 else 'worden'}"


def import_label(plan: ImportPlan) -> str:
    """The words on the button; they say how many open questions are left out."""
    if not plan.questions:
        return "Importe&ren…"
    return f"Importe&ren zonder {counted(len(plan.questions), 'open vraag', 'open vragen')}…"


def consequences(plan: ImportPlan) -> list[str]:
    """What carrying this out does, in numbers, for the last question before it happens."""
    found = summarise(plan)
    said = list(plan.warnings)
    if found.new_pupils:
        left = sum(one.former for one in plan.new_pupils)
        former = f", van wie {left} al van school" if left else ""
        said.append(f"{is_or_are(found.new_pupils, 'leerling', 'leerlingen')} toegevoegd{former}.")
    if found.changed_pupils:
        left = sum(one.former for one in plan.changed_pupils)
        former = f", van wie {left} uitgeschreven" if left else ""
        said.append(
            f"{is_or_are(found.changed_pupils, 'leerling', 'leerlingen')} gewijzigd{former}; wat "
            "er stond, blijft in de geschiedenis."
        )
    if found.new_groups:
        said.append(f"{is_or_are(found.new_groups, 'groep', 'groepen')} toegevoegd.")
    if found.new_staff:
        staff = is_or_are(found.new_staff, "medewerker", "medewerkers")
        said.append(f"{staff} toegevoegd, zonder aanmeldnaam.")
    if found.changed_staff:
        said.append(f"{is_or_are(found.changed_staff, 'medewerker', 'medewerkers')} gewijzigd.")
    if found.questions:
        open_ = counted(found.questions, "vraag blijft", "vragen blijven")
        said.append(f"{open_} open: wie het betreft, wordt nu niet geïmporteerd.")
    return said


def done(plan: ImportPlan) -> str:
    """What was done, when it was done."""
    found = summarise(plan)
    said = f"Geïmporteerd: {pupils(found.new_pupils)} toegevoegd, {found.changed_pupils} gewijzigd."
    if plan.file.list_of == "staff":
        staff = counted(found.new_staff, "medewerker", "medewerkers")
        said = f"Geïmporteerd: {staff} toegevoegd, {found.changed_staff} gewijzigd."
    if found.questions:
        said += (
            f" {counted(found.questions, 'persoon is', 'personen zijn')} overgeslagen omdat de "
            "vraag nog open was; importeer het bestand opnieuw om die te beantwoorden."
        )
    return said


def nothing_changes(plan: ImportPlan) -> str:
    """What to say of a file that changes nothing (as long as its questions stay open)."""
    if plan.questions:
        return "Zolang de vragen hieronder open zijn, verandert er niets."
    if plan.file.pupils or plan.file.staff:
        return "Er verandert niets: alles in dit bestand staat al zo in de school."
    return "Er verandert niets: in dit bestand staan geen leerlingen."


def unchanged(plan: ImportPlan) -> str:
    """How many stay as they are; empty when none does."""
    found = summarise(plan)
    parts = []
    if found.unchanged_pupils:
        parts.append(pupils(found.unchanged_pupils))
    if found.unchanged_staff:
        parts.append(counted(found.unchanged_staff, "medewerker", "medewerkers"))
    if not parts:
        return ""
    return f"{' en '.join(parts)}: het bestand en het dossier zeggen hetzelfde."


def new_name(new: NewPupil) -> str:
    """The name of a pupil to add."""
    one = new.pupil
    return full_name(one.call_name, one.prefix, one.surname, one.first_names, one.initials)
