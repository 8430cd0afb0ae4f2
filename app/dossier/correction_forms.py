"""The forms beside an entry, as `resources/corrections.toml` declares them, and their rules.

A rectification and a statement follow AVG art. 16: who finds data wrong has them put right, and has
the right to a statement of his or her own beside what stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from app import resources
from app.access.categories import Category
from app.dossier import checks
from app.dossier.kinds import Kind, Value, declared_kind
from app.dossier.rows import Ended, Why
from app.dossier.school_year import age_on
from app.dossier.values import GuardianContact

_DATA = resources.load("corrections.toml")
_FORMS = {
    code: declared_kind(code, {**data, "category": Category.NAME.value})
    for code, data in _DATA["form"].items()
}
RECTIFICATION, STATEMENT, DELETION = (
    _FORMS[code] for code in ("rectification", "statement", "deletion")
)
TEXTS: Mapping[str, str] = MappingProxyType(_DATA["text"])
PUPIL_FROM_AGE: int = _DATA["pupil_from_age"]
_WHY_DELETED = "Schrijf in één zin waarom dit wordt verwijderd."
NOTHING_RECTIFIED = (
    "Er is nog niets verbeterd, dus ook niets gerectificeerd. Wijzig eerst wat niet klopt; wat u "
    "typte staat er nog."
)


def form_for(form: Kind, kind: Kind) -> Kind:
    """The form as it stands beside an entry of this kind."""
    return replace(form, category=kind.category, compartment=kind.compartment)


def rectifying(typed: Mapping[str, Value], today: date) -> Why:
    """Why a version ends by a rectification. Raises `InvalidEntry`."""
    stored = checked(RECTIFICATION, typed, today)
    asked = stored["requested_on"]
    assert isinstance(asked, date)
    if asked > today:
        raise checks.InvalidEntry({"requested_on": "Deze datum ligt in de toekomst."})
    return Why(Ended.RECTIFY, str(stored["wrong"]), str(stored["requested_by"]), asked)


def deleting(demand: str, reason: str, today: date) -> Why:
    """Why something is deleted; `demand`: the law that asks for a reason, empty when none does.

    Raises `InvalidEntry` for a reason that is missing or too long.
    """
    if not reason.strip():
        if demand:
            raise checks.InvalidEntry({"why": _WHY_DELETED})
        return Why(Ended.DELETE)
    stored = checked(DELETION, {"why": reason}, today)
    return Why(Ended.DELETE, str(stored["why"]))


def checked(form: Kind, typed: Mapping[str, Value], today: date) -> dict[str, Value]:
    """What was typed in a form beside an entry, as it will be kept. Raises `InvalidEntry`."""
    stored, problems = checks.check(form, typed, today)
    if problems:
        raise checks.InvalidEntry(problems)
    return stored


def who_may_ask(
    guardians: Sequence[GuardianContact], born: date | None, today: date
) -> tuple[str, ...]:
    """Who may ask for a rectification or give a statement: names with what they are to the pupil.

    Until 16 a guardian with custody acts for the pupil, from then on the pupil alone (UAVG art. 5).
    """
    if born is not None and age_on(born, today) >= PUPIL_FROM_AGE:
        return (TEXTS["pupil"],)
    return tuple(_named(one) for one in guardians if _may_act(one))


def _may_act(guardian: GuardianContact) -> bool:
    return not guardian.deceased and guardian.custody != "no"


def _named(guardian: GuardianContact) -> str:
    unsure = ", gezag onbekend" if guardian.custody == "unknown" else ""
    return f"{guardian.name} ({guardian.relationship}{unsure})"
