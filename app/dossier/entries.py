"""Reading and writing the entries of the nine categories."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import agreements, attached, checks, guardians, reading, rows, tables
from app.dossier.acts import Act, act
from app.dossier.attachments import NewAttachment, attach_all
from app.dossier.digest import refuse_altered
from app.dossier.kept_remarks import NOTHING_KEPT, Kept, keep, with_kept
from app.dossier.kinds import KINDS, FieldType, Kind, Value
from app.dossier.storable import storable
from app.dossier.values import CategoryPage, Entry, SavedEntry
from app.errors import UserError
from app.vault.schema import Row

Along = Callable[[Act], object]
"""More to write within the act that saves an entry; all of it is saved or nothing."""


def _nothing_more(_doing: Act) -> None:
    """Most entries stand alone."""


class Entries:
    """The use cases of a category's page: read, add, change, delete, undo."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, pupil_id: str, category: Category, purpose: str = "") -> CategoryPage:
        """Everything of one category that the reader may see.

        Health falls back to what is shared with the group's teachers.
        """
        wanted = [(Action.READ, category)]
        if category is Category.HEALTH:
            wanted.append((Action.READ, Category.SHARED_HEALTH))
        with act(self._session, pupil_id, wanted, Event.VIEW, purpose=purpose) as doing:
            kinds = reading.readable_kinds(doing, category)
            full = doing.category is category
            return CategoryPage(
                pupil=doing.pupil,
                category=category,
                ground=doing.ground.text,
                may_write=full and doing.may(Action.WRITE, category),
                kinds=kinds,
                entries={kind.code: reading.entries(doing, kind) for kind in kinds},
                filed=reading.filed_documents(doing, category) if full else (),
            )

    def problems(self, kind: Kind, values: Mapping[str, Value]) -> dict[str, str]:
        """The Dutch problem per field, for a form while it is being filled in."""
        return checks.check(kind, values, self._session.today)[1]

    def add(
        self,
        pupil_id: str,
        kind_code: str,
        values: Mapping[str, Value],
        reason: str = "",
        *,
        kept: Kept = NOTHING_KEPT,
        files: Iterable[NewAttachment] = (),
        along: Along = _nothing_more,
    ) -> SavedEntry:
        """Add an entry, and attach these files to it. Nothing is kept unless all of it can be.

        `kept` says why a text holds what was pointed out while it was typed. Raises `InvalidEntry`
        with the problem per field, `NotAcceptable` or `Refused`.
        """
        kind = rows.entry_kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.CREATE) as doing:
            stored, why = self._checked(doing, kind, values, reason, None)
            doing.object_id = rows.insert_row(
                doing.connection, self._session, kind, stored, pupil_id=pupil_id, reason=why
            )
            keep(doing, kind, doing.object_id, kept)
            attach_all(doing, kind.category, files, kind.code, doing.object_id)
            along(doing)
            return _saved(doing, kind)

    def change(
        self,
        pupil_id: str,
        kind_code: str,
        entry_id: str,
        version: int,
        values: Mapping[str, Value],
        reason: str = "",
        *,
        kept: Kept = NOTHING_KEPT,
        along: Along = _nothing_more,
    ) -> SavedEntry:
        """Change an entry that the writer saw as `version`; refused when it changed meanwhile."""
        kind = rows.kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.CHANGE, entry_id) as doing:
            row = _own_row(doing, kind, entry_id)
            if row["version"] != version:
                raise UserError(rows.CHANGED_MEANWHILE)
            stored, why = self._checked(doing, kind, values, reason, row)
            siblings = _siblings(doing, entry_id) if kind.code == "guardian" else []
            refuse_altered(doing.connection, siblings)
            rows.update_row(doing.connection, self._session, kind, row, stored, reason=why)
            keep(doing, kind, entry_id, kept)
            _tell_siblings(doing, entry_id, siblings)
            along(doing)
            return _saved(doing, kind)

    def delete(self, pupil_id: str, kind_code: str, entry_id: str) -> SavedEntry:
        """Delete an entry; `undo_delete` brings it back."""
        kind = rows.entry_kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.DELETE, entry_id) as doing:
            row = _own_row(doing, kind, entry_id)
            _tell_attachments(doing, entry_id)
            if kind.code == "talk":
                agreements.delete_with_talk(doing, entry_id)
            rows.delete_row(doing.connection, self._session, kind, row)
            if kind.code == "guardianship":
                guardians.delete_if_alone(doing, row["guardian_id"])
            return _saved(doing, kind)

    def undo_delete(self, pupil_id: str, kind_code: str, entry_id: str) -> SavedEntry:
        """Bring a deleted entry back as it was."""
        kind = rows.entry_kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.UNDO, entry_id) as doing:
            earlier = rows.earlier_row(doing.connection, doing.session, kind, entry_id)
            if earlier is None or earlier["pupil_id"] != pupil_id:
                raise Refused(rows.GONE)
            for field in kind.fields:
                if field.type is FieldType.GUARDIAN and earlier[field.name]:
                    guardians.restore_if_gone(doing, earlier[field.name])
            rows.restore_row(doing.connection, self._session, kind, entry_id)
            _tell_attachments(doing, entry_id)
            if kind.code == "talk":
                agreements.restore_with_talk(doing, entry_id)
            return _saved(doing, kind)

    def one(self, pupil_id: str, kind_code: str, entry_id: str) -> Entry:
        """One entry, fresh, for its form."""
        kind = rows.kind_of(kind_code)
        with act(
            self._session,
            pupil_id,
            [(Action.READ, kind.category)],
            Event.VIEW,
            object_kind=kind.code,
            object_id=entry_id,
        ) as doing:
            row = dict(_own_row(doing, kind, entry_id), pupil_id=pupil_id)
            shown = reading.visible(doing, kind)
            references = reading.reference_names(doing)
            people = reading.staff_names(doing.connection)
            entry = reading.entry_of(shown, row, references, people)
            return with_kept(doing, shown, [entry])[0]

    def add_guardian(
        self,
        pupil_id: str,
        person: Mapping[str, Value],
        link: Mapping[str, Value],
    ) -> SavedEntry:
        """Add a new guardian and what he or she is to this pupil, as one change."""
        kind, link_kind = KINDS["guardian"], KINDS["guardianship"]
        with self._writing(pupil_id, link_kind, Event.CREATE) as doing:
            stored, _ = self._checked(doing, kind, person, "", None)
            guardian_id = rows.insert_row(doing.connection, self._session, kind, stored)
            link = {**link, "guardian_id": guardian_id}
            linked, _ = self._checked(doing, link_kind, link, "", None)
            doing.object_id = rows.insert_row(
                doing.connection, self._session, link_kind, linked, pupil_id=pupil_id
            )
            doing.more.append(
                LogEvent(
                    Event.CREATE,
                    pupil_id=pupil_id,
                    category=Category.CONTACT.value,
                    object_kind=kind.code,
                    object_id=guardian_id,
                    ground=doing.ground.text,
                )
            )
            return _saved(doing, link_kind)

    def _writing(self, pupil_id: str, kind: Kind, event: Event, entry_id: str | None = None) -> Any:
        return act(
            self._session,
            pupil_id,
            [(Action.WRITE, kind.category)],
            event,
            object_kind=kind.code,
            object_id=entry_id,
        )

    _checked = staticmethod(storable)


def _own_row(doing: Act, kind: Kind, entry_id: str) -> Row:
    """The row, if it is this pupil's: an id from elsewhere must not open another dossier."""
    row = rows.load_row(doing.connection, doing.session, kind, entry_id)
    if kind.code == "guardian":
        link = tables.guardianship
        owner = doing.connection.execute(
            select(link.c.id).where(
                link.c.guardian_id == entry_id, link.c.pupil_id == doing.pupil.id
            )
        ).first()
        if owner is None:
            raise Refused(rows.GONE)
    elif kind.code == "pupil":
        if entry_id != doing.pupil.id:
            raise Refused(rows.GONE)
    elif row["pupil_id"] != doing.pupil.id:
        raise Refused(rows.GONE)
    return row


def _tell_attachments(doing: Act, entry_id: str) -> None:
    """Log how many attachments go or come with an entry."""
    number = attached.count(doing.connection, doing.pupil.id, entry_id)
    if number:
        doing.text["attachments"] = f"met {number} {'bijlage' if number == 1 else 'bijlagen'}"


def _siblings(doing: Act, guardian_id: str) -> list[str]:
    """The other pupils of this guardian: a change of the guardian changes their dossiers too."""
    link = tables.guardianship
    others = select(link.c.pupil_id).where(
        link.c.guardian_id == guardian_id, link.c.pupil_id != doing.pupil.id
    )
    return list(doing.connection.execute(others).scalars())


def _tell_siblings(doing: Act, guardian_id: str, siblings: Sequence[str]) -> None:
    """Log the change of a shared guardian in the dossiers of brothers and sisters."""
    doing.more.extend(
        LogEvent(
            Event.CHANGE,
            pupil_id=pupil_id,
            category=Category.CONTACT.value,
            object_kind="guardian",
            object_id=guardian_id,
            ground=f"{doing.ground.text}, via broer of zus",
        )
        for pupil_id in siblings
    )


def _saved(doing: Act, kind: Kind) -> SavedEntry:
    assert doing.object_id is not None
    return SavedEntry(doing.pupil.id, kind.code, doing.object_id, kind.category)
