"""What the page of importing says about a list of results or absences."""

from app.exchange.lists.entry_plan import EntryPlan
from ui.text import counted

_NAMES = {"result": ("resultaat", "resultaten"), "absence": ("afwezigheid", "afwezigheden")}


def entries(plan: EntryPlan, number: int) -> str:
    """`1 resultaat`, `30 resultaten`."""
    return counted(number, *_NAMES[plan.kind_code])


def _pupils(plan: EntryPlan) -> str:
    return counted(len(plan.pupil_ids), "leerling", "leerlingen")


def lines(plan: EntryPlan) -> list[str]:
    """The plan in numbers."""
    said = [
        f"De lijst telt {counted(plan.rows, 'rij', 'rijen')}.",
        f"Toevoegen: {entries(plan, len(plan.fresh))} bij {_pupils(plan)}.",
    ]
    if plan.already:
        said.append(f"Staat al in het dossier: {entries(plan, len(plan.already))}.")
    if plan.problems:
        said.append(f"Niet overgenomen: {len(plan.problems)}; zie de lijst hieronder.")
    if plan.changes_nothing:
        said.append("Importeren verandert niets.")
    return said


def consequences(plan: EntryPlan) -> list[str]:
    """What carrying this out does, in numbers."""
    verb = "wordt" if len(plan.fresh) == 1 else "worden"
    said = [f"{entries(plan, len(plan.fresh))} {verb} toegevoegd bij {_pupils(plan)}."]
    if plan.problems:
        said.append(f"{counted(len(plan.problems), 'regel', 'regels')} niet overgenomen.")
    return said


def done(plan: EntryPlan) -> str:
    """What was done, when it was done."""
    said = f"Geïmporteerd: {entries(plan, len(plan.fresh))} bij {_pupils(plan)}."
    if plan.problems:
        said += " Wat niet is overgenomen, staat hieronder; u kunt dat verslag opslaan."
    return said


def nothing_changes(plan: EntryPlan) -> str:
    """What to say of a list that changes nothing."""
    if plan.already and not plan.problems:
        return "Er verandert niets: alles in deze lijst staat al zo in de dossiers."
    return "Er verandert niets. Hieronder staat per rij waarom."
