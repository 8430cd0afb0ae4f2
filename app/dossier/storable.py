"""From what was typed to what may be stored: the checks that need to know who writes, and of whom.

`checks` knows the fields alone; here are the rights per field and whether a reference is of this
pupil.
"""

from collections.abc import Container, Mapping
from typing import Any

from sqlalchemy import select

from app.access.policy import Action
from app.dossier import checks, reading, tables
from app.dossier.acts import Act
from app.dossier.guardians import guardians_of
from app.dossier.kinds import REFERENCES, Field, FieldType, Kind, Value

_REASON = Field("reason", "De reden", FieldType.LONG_TEXT, max_length=2_000)
_GONE_CHOICE = "Deze keuze bestaat niet (meer). Kies opnieuw."
_WHY_MISSING = "Schrijf in één zin waarom dit nodig is; zonder reden mag het niet in het dossier."


def storable(
    doing: Act,
    kind: Kind,
    values: Mapping[str, Value],
    reason: str,
    row: Mapping[str, Any] | None,
) -> tuple[dict[str, Value], str]:
    """What to store: only fields this writer may set, the others as they were; the reason.

    `row` is what is stored now, None for a new entry. Raises `InvalidEntry`.
    """
    today = doing.session.today
    writable = {
        field.name
        for field in kind.fields
        if not field.own_act and (field.category is None or doing.may(Action.WRITE, field.category))
    }
    full = {
        field.name: values.get(field.name, field.default if row is None else row[field.name])
        if field.name in writable
        else (row[field.name] if row is not None else _unasked(field))
        for field in kind.fields
    }
    stored, problems = checks.check(kind, full, today)
    changed = {name: one for name, one in stored.items() if row is None or one != row[name]}
    problems.update(_unknown_choices(doing, kind, changed))
    try:
        why = str(checks.check_field(_REASON, reason, today) or "")
    except ValueError as problem:
        why, problems["reason"] = reason, str(problem)
    if kind.necessity and not why:
        problems["reason"] = _WHY_MISSING
    if problems:
        raise checks.InvalidEntry(problems)
    return stored, why


def _unasked(field: Field) -> Value:
    """What a new entry holds in a field that its writer may not set."""
    return field.default if field.own_act else None


def _unknown_choices(doing: Act, kind: Kind, stored: Mapping[str, Value]) -> dict[str, str]:
    """References to what is not there, or is not of this pupil.

    Only the link to a guardian may name someone else's: that is how a brother or sister is linked.
    """
    wanted = {
        field.name: stored[field.name]
        for field in kind.fields
        if field.type in REFERENCES and stored.get(field.name)
    }
    if not wanted:
        return {}
    known: Container[Value] = reading.reference_names(doing)
    if kind.code == "guardianship":
        person = tables.guardian
        everyone = select(person.c.id).where(person.c.id.in_(wanted.values()))
        known = set(doing.connection.execute(everyone).scalars())
    elif any(kind.field(name).type is FieldType.GUARDIAN for name in wanted):
        known = {one.id for one in guardians_of(doing)}
    return {name: _GONE_CHOICE for name, one in wanted.items() if one not in known}
