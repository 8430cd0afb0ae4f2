"""Talks with the agreements made in them, and what of both asks for someone's attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Ground
from app.access.session import Session
from app.dossier import tables
from app.dossier.acts import Act, acts, load_pupils, own_groups, relation_to
from app.dossier.agreements import OpenAgreement, open_agreements, write_agreements
from app.dossier.entries import Entries
from app.dossier.kept_remarks import NOTHING_KEPT, Kept
from app.dossier.kinds import Value
from app.dossier.talk_rules import TalkState, talk_state
from app.dossier.values import PupilData, PupilSummary, SavedEntry

_AHEAD = timedelta(days=7)
Agreed = Sequence[Mapping[str, Value]]
"""The agreements as the form of a talk holds them: see `agreements.write_agreements`."""


@dataclass(frozen=True)
class TalkToDo(PupilData):
    """A talk that comes, or whose report is still to be written."""

    id: str
    pupil_id: str
    held_on: date
    subject: str
    state: TalkState


@dataclass(frozen=True)
class TalkAgenda(PupilData):
    """What of talks asks for the attention of one person; `names` are those of the pupils by id."""

    talks: tuple[TalkToDo, ...]
    agreements: tuple[OpenAgreement, ...]
    names: Mapping[str, str]


class Talks:
    """Saving a talk with its agreements, and the signed-in person's agenda."""

    def __init__(self, session: Session, entries: Entries) -> None:
        self._session = session
        self._entries = entries

    def add(
        self,
        pupil_id: str,
        values: Mapping[str, Value],
        agreed: Agreed = (),
        *,
        kept: Kept = NOTHING_KEPT,
    ) -> SavedEntry:
        """A new talk and what was agreed in it: all or nothing. Raises as `Entries.add` does."""
        return self._entries.add(
            pupil_id,
            "talk",
            values,
            kept=kept,
            along=lambda doing: self._agree(doing, values, agreed),
        )

    def change(
        self,
        pupil_id: str,
        talk_id: str,
        version: int,
        values: Mapping[str, Value],
        agreed: Agreed,
        correction: Mapping[str, Value] | None = None,
        *,
        kept: Kept = NOTHING_KEPT,
    ) -> SavedEntry:
        """Change a talk; its agreements become `agreed`. Raises as `Entries.change` does."""
        return self._entries.change(
            pupil_id,
            "talk",
            talk_id,
            version,
            values,
            correction=correction,
            kept=kept,
            along=lambda doing: self._agree(doing, values, agreed),
        )

    def agenda(self) -> TalkAgenda:
        """What must be done this week about talks: of own pupils, and what one began oneself.

        Looking whether there is anything is one entry in the log; each pupil of whom something
        shows gets an own one.
        """
        session = self._session
        with session.alone(
            Action.READ, Event.SEARCH, category=Category.NAME, object_kind="talk_agenda"
        ) as connection:
            ids = [
                one.id
                for one in load_pupils(session, connection, _candidates(session, connection))
                if _may(session, one)
            ]
        if not ids:
            return TalkAgenda((), (), {})
        wanted = [(Action.READ, Category.TALK)]
        with acts(session, ids, wanted, Event.VIEW, object_kind="talk_agenda") as doing:
            connection, until = doing[0].connection, session.today + _AHEAD
            agreed = open_agreements(connection, ids, session.today)
            return TalkAgenda(
                talks=_talks_to_do(connection, ids, session.today),
                agreements=tuple(one for one in agreed if one.due_on and one.due_on <= until),
                names={one.pupil.id: one.pupil.display_name for one in doing},
            )

    def _agree(self, doing: Act, values: Mapping[str, Value], agreed: Agreed) -> None:
        held_on, today = values.get("held_on"), self._session.today
        assert doing.object_id is not None
        write_agreements(
            doing, doing.object_id, held_on if isinstance(held_on, date) else today, agreed
        )


def _may(session: Session, pupil: PupilSummary) -> bool:
    return isinstance(session.decide(relation_to(pupil), Category.TALK, Action.READ), Ground)


def _candidates(session: Session, connection: Connection) -> list[str]:
    """Pupils with something to do: in an own group, or where one wrote it oneself."""
    today, until = session.today, session.today + _AHEAD
    talk, agreement = tables.TABLES["talk"], tables.TABLES["agreement"]
    placement = tables.placement
    own = select(placement.c.pupil_id).where(
        placement.c.group_id.in_(own_groups(session, connection)),
        placement.c.from_date <= today,
        placement.c.until_date.is_(None) | (placement.c.until_date >= today),
    )
    due = select(agreement.c.pupil_id).where(
        agreement.c.done_on.is_(None),
        agreement.c.due_on <= until,
        or_(agreement.c.pupil_id.in_(own), agreement.c.created_by == session.staff.id),
    )
    waiting = select(talk.c.pupil_id).where(
        talk.c.report.is_(None),
        talk.c.held_on <= until,
        or_(talk.c.pupil_id.in_(own), talk.c.created_by == session.staff.id),
    )
    return sorted(connection.execute(due.union(waiting)).scalars())


def _talks_to_do(
    connection: Connection, pupil_ids: Sequence[str], today: date
) -> tuple[TalkToDo, ...]:
    table = tables.TABLES["talk"]
    query = (
        select(table.c.id, table.c.pupil_id, table.c.held_on, table.c.subject)
        .where(
            table.c.pupil_id.in_(pupil_ids),
            table.c.report.is_(None),
            table.c.held_on <= today + _AHEAD,
        )
        .order_by(table.c.held_on, table.c.id)
    )
    return tuple(
        TalkToDo(row.id, row.pupil_id, row.held_on, row.subject, talk_state(row.held_on, "", today))
        for row in connection.execute(query)
    )
