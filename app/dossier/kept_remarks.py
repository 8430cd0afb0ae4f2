"""Why a text keeps what the program pointed out: "nodig omdat …", remembered with the entry.

Of a sealed kind the reason is sealed like the entry itself; it can say as much as the text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import delete, insert, select

from app.access.categories import Category
from app.dossier import checks
from app.dossier.acts import Act
from app.dossier.hint_rules import RULES, is_watched
from app.dossier.ids import new_id
from app.dossier.kinds import NECESSITY_FIELD, Field, FieldType, Kind
from app.dossier.sealed import open_row, seal_row
from app.dossier.tables import kept_remark, stamp
from app.dossier.values import Entry, KeptRemark

Kept = Mapping[tuple[str, str], str]
"""A reason per field name and code of a rule."""
NOTHING_KEPT: Kept = MappingProxyType({})

_NO_REASON = "Bij dit veld kan geen reden worden bewaard."
_REASON = Field("kept", "Nodig omdat", FieldType.TEXT, required=True, max_length=500)


def keep(doing: Act, kind: Kind, entry_id: str, kept: Kept) -> None:
    """Remember these reasons, in the act's transaction; one that is there already is replaced.

    Raises `InvalidEntry` for a reason that is too long or about no text of this kind.
    """
    checked = {place: _checked(doing, kind, place, reason) for place, reason in kept.items()}
    table = kept_remark
    for (field, rule), reason in checked.items():
        here = (table.c.entry_id == entry_id, table.c.field == field, table.c.rule == rule)
        doing.connection.execute(delete(table).where(*here))
        row = {"id": new_id(), "reason": None, "sealed_reason": None}
        row["sealed_reason" if kind.compartment else "reason"] = reason
        doing.connection.execute(
            insert(table).values(
                **seal_row(doing.session.compartments, table, row),
                pupil_id=doing.pupil.id,
                kind=kind.code,
                entry_id=entry_id,
                field=field,
                rule=rule,
                created_at=stamp(doing.session.clock()),
                created_by=doing.session.staff.id,
            )
        )


def with_kept(doing: Act, kind: Kind, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """These entries of the act's pupil with the reasons, of the fields that `kind` still has.

    What is shared of an entry with the group holds no reasons.
    """
    if doing.category is Category.SHARED_HEALTH:
        return tuple(entries)
    table = kept_remark
    fields = {one.name for one in fields_with_text(kind)}
    query = select(table).where(
        table.c.pupil_id == doing.pupil.id, table.c.kind == kind.code, table.c.field.in_(fields)
    )
    found: dict[str, list[KeptRemark]] = {}
    for stored in doing.connection.execute(query.order_by(table.c.created_at)).mappings():
        row = open_row(doing.session.compartments, table, stored)
        one = KeptRemark(row["field"], row["rule"], row["sealed_reason"] or row["reason"])
        found.setdefault(row["entry_id"], []).append(one)
    return tuple(replace(one, kept=tuple(found.get(one.id, ()))) for one in entries)


def fields_with_text(kind: Kind) -> tuple[Field, ...]:
    """The fields in which something may be pointed out, also the one that asks why it is needed."""
    asked = (NECESSITY_FIELD,) if kind.necessity else ()
    return tuple(one for one in (*kind.fields, *asked) if is_watched(kind, one))


def _checked(doing: Act, kind: Kind, place: tuple[str, str], reason: str) -> str:
    field, rule = place
    if rule not in RULES or field not in {one.name for one in fields_with_text(kind)}:
        raise checks.InvalidEntry({field: _NO_REASON})
    try:
        return str(checks.check_field(_REASON, reason, doing.session.today))
    except ValueError as problem:
        raise checks.InvalidEntry({field: str(problem)}) from None
