"""The agreements that belong to a talk: gone with it, and back with it."""

from typing import Any

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Refused
from app.dossier import encoded, rows, tables
from app.dossier.acts import Act
from app.dossier.kinds import KINDS
from app.dossier.rows import Ended, Why

AGREEMENT = KINDS["agreement"]
WITH_TALK = Why(Ended.DELETE, "Samen met het gesprek verwijderd.")
"""Its reason tells in the history which of them, and no others, come back with the talk."""


def of_talk(doing: Act, talk_id: str) -> list[dict[str, Any]]:
    """The agreements of a talk as they stand."""
    table = tables.TABLES[AGREEMENT.code]
    found = rows.select_rows(doing.connection, doing.session, AGREEMENT, table.c.talk_id == talk_id)
    if any(row["pupil_id"] != doing.pupil.id for row in found):
        raise Refused(rows.GONE)
    return found


def gone_with(doing: Act, talk_id: str) -> list[dict[str, Any]]:
    """What went with the talk, as it was; what was deleted before that is not among it."""
    kept, table = tables.history, tables.TABLES[AGREEMENT.code]
    deleted = doing.connection.execute(
        select(kept.c.entry_id, kept.c.row, kept.c.reason)
        .where(
            kept.c.pupil_id == doing.pupil.id,
            kept.c.kind == AGREEMENT.code,
            kept.c.entry_id.not_in(select(table.c.id)),
        )
        .order_by(kept.c.version)
    )
    newest = {row.entry_id: row for row in deleted}
    found = [
        encoded.loads(AGREEMENT, row.row)
        for row in newest.values()
        if row.reason == WITH_TALK.reason
    ]
    return [row for row in found if row["talk_id"] == talk_id]


def tell(doing: Act, event: Event, entry_id: str) -> None:
    """Each agreement that is written along with a talk has its own line in the log."""
    doing.more.append(
        LogEvent(
            event,
            pupil_id=doing.pupil.id,
            category=Category.TALK.value,
            object_kind=AGREEMENT.code,
            object_id=entry_id,
            ground=doing.ground.text,
        )
    )
