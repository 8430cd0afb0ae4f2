"""Rules of Gezondheid: medication, what has lapsed, what the group gets to see."""

from collections.abc import Mapping
from datetime import date

from app.dossier.kinds import Kind, Value

LAPSED = "verlopen"
NOT_AGREED = "geen toestemming"
_CHOOSE = (
    "Kies of de ouders toestemming gaven. Zonder hun toestemming geeft de school geen medicijnen."
)
_SINCE_WHEN = "Vul de datum in waarop de ouders toestemming gaven."
_IN_FUTURE = "Deze datum ligt in de toekomst."


def health_problems(values: Mapping[str, Value], today: date) -> dict[str, str]:
    """Medication goes with the parents' answer and its date; also a no, which must be known.

    What medicine a child gets is for its parents to decide (BW art. 1:247), so the dossier must
    show that they agreed and when.
    """
    agreed, since = values.get("medication_agreed"), values.get("medication_agreed_on")
    problems = {}
    if values.get("medication") and not agreed:
        problems["medication_agreed"] = _CHOOSE
    if agreed == "yes" and not since:
        problems["medication_agreed_on"] = _SINCE_WHEN
    if isinstance(since, date) and since > today:
        problems["medication_agreed_on"] = _IN_FUTURE
    return problems


def remarks(values: Mapping[str, Value], today: date) -> tuple[str, ...]:
    """What must not be missed about an entry: `NOT_AGREED`, `LAPSED`."""
    found = []
    if values.get("medication") and values.get("medication_agreed") != "yes":
        found.append(NOT_AGREED)
    if has_lapsed(values, today):
        found.append(LAPSED)
    return tuple(found)


def has_lapsed(values: Mapping[str, Value], today: date) -> bool:
    """Whether the last day on which it holds has passed."""
    until = values.get("valid_until")
    return isinstance(until, date) and until < today


def seen_by_group(kind: Kind, values: Mapping[str, Value], today: date) -> tuple[str, ...]:
    """The fields of an entry that the group's teachers see; none when it is not shared.

    As `sharing.shared_rows` gives them out.
    """
    if not values.get("shared_with_group") or has_lapsed(values, today):
        return ()
    return tuple(one.name for one in kind.fields if one.shared and values.get(one.name))
