"""Writing rows within an act, each noted in `Act.steps`, so that the whole act can be undone.

Everything that must go along when an entry goes, and come back with it, is done here: whoever
deletes or brings back an entry does so by `take_away_whole` and `bring_back_whole`.
"""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from app.access.log import Event
from app.access.policy import Action, Refused
from app.dossier import agreed, attached, guardians, rows
from app.dossier.acts import Act
from app.dossier.kinds import FieldType, Kind, Value
from app.dossier.rows import Ended, Why
from app.dossier.values import SavedEntry, Step
from app.errors import UserError
from app.vault import savepoint
from app.vault.schema import Row

_NEEDED = (
    "Dit kan niet weg: iets anders in het dossier verwijst ernaar. Er is niets gewijzigd. Haal "
    "eerst die verwijzing weg."
)
_ATTACHED = (
    "Bij dit gegeven hoort een bijlage die u niet mag verwijderen. Er is niets gewijzigd. Vraag "
    "het de directeur."
)
_NEEDS = (
    "Dit kan niet terug: waar het naar verwijst, bestaat niet meer. Er is niets gewijzigd. Leg het "
    "opnieuw vast."
)


def insert(
    doing: Act,
    kind: Kind,
    values: Mapping[str, Value],
    *,
    pupil_id: str | None = None,
    reason: str = "",
) -> str:
    """Add a row and return its id. `values` have been checked."""
    row_id = rows.insert_row(
        doing.connection, doing.session, kind, values, pupil_id=pupil_id, reason=reason
    )
    doing.steps.append(Step(kind.code, row_id, 1))
    return row_id


def update(
    doing: Act,
    kind: Kind,
    row: Row,
    values: Mapping[str, Value],
    *,
    reason: str | None = None,
    why: Why | None = None,
) -> bool:
    """Store changed values as a new version; False, and no step, when nothing differs."""
    ends = why or Why(Ended.CHANGE)
    changed = rows.update_row(
        doing.connection, doing.session, kind, row, values, reason=reason, why=ends
    )
    if changed:
        doing.steps.append(Step(kind.code, row["id"], row["version"] + 1))
    return changed


def take_away(doing: Act, kind: Kind, row: Row, why: Why) -> None:
    """Delete a row, and the guardian whom nobody else has any more with the last link.

    Raises `Refused` for who may not write all that is attached to it.
    """
    for category in attached.categories(doing.connection, doing.pupil.id, row["id"]):
        if not doing.may(Action.WRITE, category):
            raise Refused(_ATTACHED)
    _tell_attachments(doing, row["id"])
    try:
        with savepoint(doing.connection):
            rows.delete_row(doing.connection, doing.session, kind, row, why)
    except IntegrityError:
        raise UserError(_NEEDED) from None
    doing.steps.append(Step(kind.code, row["id"], row["version"] + 1))
    if kind.code == "guardianship":
        guardians.delete_if_alone(doing, row["guardian_id"])


def take_away_whole(doing: Act, kind: Kind, row: Row, why: Why) -> None:
    """As `take_away`, with what is nothing on its own: the agreements of a talk."""
    if kind.code == "talk":
        for one in agreed.of_talk(doing, row["id"]):
            take_away(doing, agreed.AGREEMENT, one, agreed.WITH_TALK)
            agreed.tell(doing, Event.DELETE, one["id"])
    take_away(doing, kind, row, why)


def bring_back(doing: Act, kind: Kind, row: Row) -> None:
    """Put a row that was taken away back as it stands in `row`, with the guardians it names."""
    for field in kind.fields:
        if field.type is FieldType.GUARDIAN and row.get(field.name):
            guardians.restore_if_gone(doing, row[field.name])
    try:
        with savepoint(doing.connection):
            back = rows.restore_row(doing.connection, doing.session, kind, row["id"], row)
    except IntegrityError:
        raise UserError(_NEEDS) from None
    _tell_attachments(doing, row["id"])
    doing.steps.append(Step(kind.code, row["id"], back["version"]))


def bring_back_whole(doing: Act, kind: Kind, row: Row) -> None:
    """As `bring_back`, with what went along when it was taken away."""
    bring_back(doing, kind, row)
    if kind.code == "talk":
        for one in agreed.gone_with(doing, row["id"]):
            bring_back(doing, agreed.AGREEMENT, one)
            agreed.tell(doing, Event.UNDO, one["id"])


def _tell_attachments(doing: Act, entry_id: str) -> None:
    """Log how many attachments go or come with an entry."""
    number = attached.count(doing.connection, doing.pupil.id, entry_id)
    if number:
        doing.text["attachments"] = f"met {number} {'bijlage' if number == 1 else 'bijlagen'}"


def saved(doing: Act, kind: Kind) -> SavedEntry:
    """What the act on one entry changed."""
    assert doing.object_id is not None
    return SavedEntry(doing.pupil.id, kind.code, doing.object_id, kind.category, tuple(doing.steps))
