"""Reading and writing the entries of the nine categories."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import checks, history, reading, rows, steps
from app.dossier.acts import Act, act, acts
from app.dossier.attachments import NewAttachment, attach_all
from app.dossier.beside import with_beside
from app.dossier.correction_forms import NOTHING_RECTIFIED, deleting, rectifying
from app.dossier.digest import refuse_altered
from app.dossier.kept_remarks import NOTHING_KEPT, Kept, keep
from app.dossier.kinds import KINDS, Kind, Value
from app.dossier.owned import own_row, siblings_of, tell_siblings
from app.dossier.storable import storable
from app.dossier.undoing import undo_within
from app.dossier.values import CategoryPage, DeletedEntry, Entry, EntryHistory, SavedEntry
from app.errors import UserError
from app.vault.schema import Row

_DECIDED = (
    "Over deze aanvraag is al een besluit genomen; alleen de directeur mag haar nog wijzigen of "
    "verwijderen. Er is niets gewijzigd."
)

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
                entries=reading.entries_of(doing, kinds),
                filed=reading.filed_documents(doing, category) if full else (),
                deleted=history.deleted_count(doing, category)
                if full and doing.may(Action.WRITE, category)
                else 0,
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
            stored, why = storable(doing, kind, values, reason, None)
            doing.object_id = steps.insert(doing, kind, stored, pupil_id=pupil_id, reason=why)
            keep(doing, kind, doing.object_id, kept)
            attach_all(doing, kind.category, files, kind.code, doing.object_id)
            along(doing)
            return steps.saved(doing, kind)

    def change(  # noqa: PLR0913 - one form, and what stands beside it
        self,
        pupil_id: str,
        kind_code: str,
        entry_id: str,
        version: int,
        values: Mapping[str, Value],
        reason: str = "",
        correction: Mapping[str, Value] | None = None,
        *,
        kept: Kept = NOTHING_KEPT,
        along: Along = _nothing_more,
    ) -> SavedEntry:
        """Change an entry that the writer saw as `version`; refused when it changed meanwhile.

        `correction` is what was typed in the form of a rectification (AVG art. 16), if it is one.
        """
        kind = rows.kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.CHANGE, entry_id) as doing:
            row = own_row(doing, kind, entry_id)
            if row["version"] != version:
                raise UserError(rows.CHANGED_MEANWHILE)
            _refuse_decided(doing, kind, row)
            stored, said = storable(doing, kind, values, reason, row)
            why = rectifying(correction, self._session.today) if correction else None
            siblings = siblings_of(doing, entry_id) if kind.code == "guardian" else []
            refuse_altered(doing.connection, siblings)
            changed = steps.update(doing, kind, row, stored, reason=said, why=why)
            if correction and not changed:
                raise UserError(NOTHING_RECTIFIED)
            keep(doing, kind, entry_id, kept)
            tell_siblings(doing, entry_id, siblings)
            along(doing)
            return steps.saved(doing, kind)

    def delete(self, pupil_id: str, kind_code: str, entry_id: str, reason: str = "") -> SavedEntry:
        """Delete an entry; `undo` and `undo_delete` bring it back.

        Raises `InvalidEntry` without a reason where the law wants one (`Kind.delete_reason`).
        """
        kind = rows.entry_kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.DELETE, entry_id) as doing:
            row = own_row(doing, kind, entry_id)
            _refuse_decided(doing, kind, row)
            why = deleting(kind.delete_reason, reason, self._session.today)
            steps.take_away_whole(doing, kind, row, why)
            return steps.saved(doing, kind)

    def undo_delete(self, pupil_id: str, kind_code: str, entry_id: str) -> SavedEntry:
        """Bring a deleted entry back as it was."""
        kind = rows.entry_kind_of(kind_code)
        with self._writing(pupil_id, kind, Event.UNDO, entry_id) as doing:
            earlier = rows.earlier_row(doing.connection, doing.session, kind, entry_id)
            if earlier is None or earlier["pupil_id"] != pupil_id:
                raise Refused(rows.GONE)
            steps.bring_back_whole(doing, kind, earlier)
            return steps.saved(doing, kind)

    def undo(self, done: SavedEntry) -> SavedEntry:
        """Take back what a write did, as a new version; what this returns can be undone too.

        Raises `UserError` when it was changed since.
        """
        return self.undo_all([done])[0]

    def undo_all(self, done: Sequence[SavedEntry]) -> tuple[SavedEntry, ...]:
        """As `undo`, for writes to several pupils in one category: all or none, the last first."""
        ids = list(dict.fromkeys(one.pupil_id for one in done))
        wanted = [(Action.WRITE, one.category) for one in done[:1]]
        with acts(self._session, ids, wanted, Event.UNDO) as granted:
            of_pupil = {one.pupil.id: one for one in granted}
            undone = [undo_within(of_pupil[one.pupil_id], one) for one in reversed(done)]
            return tuple(reversed(undone))

    def history(self, pupil_id: str, kind_code: str, entry_id: str) -> EntryHistory:
        """Every version of an entry, as far as the reader may see it."""
        kind = rows.kind_of(kind_code)
        with act(
            self._session,
            pupil_id,
            [(Action.READ, kind.category)],
            Event.VIEW,
            object_kind=kind.code,
            object_id=entry_id,
            purpose="geschiedenis",
        ) as doing:
            return history.history_of(doing, kind, entry_id)

    def deleted(self, pupil_id: str, category: Category) -> tuple[DeletedEntry, ...]:
        """The deleted entries of a category, for who may bring them back."""
        wanted = [(Action.WRITE, category)]
        with act(self._session, pupil_id, wanted, Event.VIEW, purpose="verwijderd") as doing:
            return history.deleted_in(doing, category)

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
            row = dict(own_row(doing, kind, entry_id), pupil_id=pupil_id)
            cut, people = reading.visible(doing, kind), reading.staff_names(doing.connection)
            entry = reading.entry_of(cut, row, reading.reference_names(doing), people)
            return with_beside(doing, kind, [entry], people)[0]

    def add_guardian(
        self,
        pupil_id: str,
        person: Mapping[str, Value],
        link: Mapping[str, Value],
    ) -> SavedEntry:
        """Add a new guardian and what he or she is to this pupil, as one change."""
        kind, link_kind = KINDS["guardian"], KINDS["guardianship"]
        with self._writing(pupil_id, link_kind, Event.CREATE) as doing:
            stored, _ = storable(doing, kind, person, "", None)
            guardian_id = rows.insert_row(doing.connection, self._session, kind, stored)
            link = {**link, "guardian_id": guardian_id}
            linked, _ = storable(doing, link_kind, link, "", None)
            # The link alone is a step: the guardian comes and goes with it.
            doing.object_id = steps.insert(doing, link_kind, linked, pupil_id=pupil_id)
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
            return steps.saved(doing, link_kind)

    def _writing(self, pupil_id: str, kind: Kind, event: Event, entry_id: str | None = None) -> Any:
        return act(
            self._session,
            pupil_id,
            [(Action.WRITE, kind.category)],
            event,
            object_kind=kind.code,
            object_id=entry_id,
        )


def _refuse_decided(doing: Act, kind: Kind, row: Row) -> None:
    """What was decided on, only who decides may change or delete (Leerplichtwet 1969 art. 11)."""
    decided = any(field.own_act and row[field.name] != field.default for field in kind.fields)
    if decided and not doing.may(Action.LEAVE, None):
        raise Refused(_DECIDED)
