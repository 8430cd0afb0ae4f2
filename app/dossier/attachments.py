"""Attachments: files that someone adds to a category or to one entry of it.

What holds care details (health, research, reports) is sealed with its title under the key of that
compartment. A deleted attachment is gone from the database at once; it can come back until the
session ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.access.session import Session
from app.documents.sniffing import sniff
from app.dossier import attached, checks, rows, tables
from app.dossier.acts import Act, Asked, act
from app.dossier.attached import ATTACHMENT
from app.dossier.filed import file_copy
from app.dossier.incoming import TITLE_MOST, seen_only
from app.dossier.kinds import KINDS, PERSON_KINDS, Field, FieldType, entry_kinds
from app.dossier.sealed import seal_value
from app.dossier.values import SavedEntry
from app.errors import UserError
from app.vault.schema import Row

KIND = "filed"
_TITLE = Field("title", "De titel", FieldType.TEXT, required=True, max_length=TITLE_MOST)
_CATEGORIES = (*DOSSIER_CATEGORIES, Category.CUSTODY_PAPERS)
_NO_LONGER = (
    "Deze bijlage kan niet meer terugkomen: dat kan alleen tot u afmeldt, en als er daarna niet "
    "veel andere grote bijlagen zijn verwijderd."
)


@dataclass(frozen=True)
class NewAttachment:
    """A file to keep, with the title that people see. `name` is only compared with the content."""

    title: str
    content: bytes
    name: str = ""


class Attachments:
    """The use cases: add, rename, delete, and bring back what was deleted."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def problem(self, title: str) -> str:
        """What is wrong with this title, for a form; empty when nothing is."""
        try:
            _checked(title, self._session.today)
        except checks.InvalidEntry as wrong:
            return wrong.problems[_TITLE.name]
        return ""

    def add(
        self,
        pupil_id: str,
        category: Category,
        new: NewAttachment,
        entry_kind: str = "",
        entry_id: str = "",
    ) -> SavedEntry:
        """Keep a file with this category, or with one entry of it.

        `Category.CUSTODY_PAPERS` keeps it with the addresses, for the headteacher only. Raises
        NotAcceptable, InvalidEntry or Refused; then nothing is kept.
        """
        if category not in _CATEGORIES:
            raise UserError("Bij dit onderdeel kunnen geen bijlagen.")
        wanted = [(Action.WRITE, category)]
        with act(self._session, pupil_id, wanted, Event.CREATE, object_kind=KIND) as doing:
            if entry_kind or entry_id:
                _require_entry(doing, category, entry_kind, entry_id)
            doing.object_id = attach(doing, category, new, entry_kind, entry_id)
            return _saved(doing, category)

    def rename(self, pupil_id: str, filed_id: str, title: str) -> SavedEntry:
        """Give it another title; a second renaming takes it back."""
        wanted = _Wanted(pupil_id, filed_id)
        with act(
            self._session, pupil_id, wanted, Event.CHANGE, object_kind=KIND, object_id=filed_id
        ) as doing:
            table, category = tables.filed, _category(doing)
            cleaned = _checked(title, self._session.today)
            column = table.c.sealed_title if is_sealed(category) else table.c.title
            stored = (
                seal_value(self._session.compartments, column, filed_id, cleaned)
                if is_sealed(category)
                else cleaned
            )
            doing.connection.execute(
                update(table).where(table.c.id == filed_id).values({column: stored})
            )
            return _saved(doing, category)

    def delete(self, pupil_id: str, filed_id: str) -> SavedEntry:
        """Delete it; `undo_delete` brings it back as long as this session lasts."""
        wanted = _Wanted(pupil_id, filed_id)
        with act(
            self._session, pupil_id, wanted, Event.DELETE, object_kind=KIND, object_id=filed_id
        ) as doing:
            which = tables.filed.c.id == filed_id
            attached.take_away(doing.connection, self._session, filed_id, which)
            return _saved(doing, _category(doing))

    def undo_delete(self, pupil_id: str, filed_id: str) -> SavedEntry:
        """Bring a deleted attachment back; its entry may be gone, then it is of the category."""
        kept = self._session.undo_bin.rows(filed_id)

        def wanted(_connection: Connection) -> Asked:
            if not kept or kept[0]["pupil_id"] != pupil_id:
                raise Refused(_NO_LONGER)
            return [(Action.WRITE, Category(kept[0]["category"]))]

        with act(
            self._session, pupil_id, wanted, Event.UNDO, object_kind=KIND, object_id=filed_id
        ) as doing:
            for row in attached.put_back(doing.connection, self._session, filed_id):
                _let_go_of_what_is_gone(doing, row)
            return _saved(doing, _category(doing))


@dataclass(frozen=True)
class _Wanted:
    """What must be asked to change this attachment: its own category decides."""

    pupil_id: str
    filed_id: str

    def __call__(self, connection: Connection) -> Asked:
        table = tables.filed
        query = select(table.c.pupil_id, table.c.category, table.c.sort)
        row = connection.execute(query.where(table.c.id == self.filed_id)).first()
        # What was made here is proof: it is neither renamed nor deleted.
        if row is None or row.pupil_id != self.pupil_id or row.sort != ATTACHMENT:
            raise Refused(rows.GONE)
        return [(Action.WRITE, Category(row.category))]


def attach(
    doing: Act, category: Category, new: NewAttachment, entry_kind: str = "", entry_id: str = ""
) -> str:
    """Keep a file within the act's transaction, after a look at what it is; its id."""
    title = _checked(new.title, doing.session.today)
    found = sniff(new.content, new.name)
    return file_copy(
        doing,
        category,
        ATTACHMENT,
        title,
        new.content,
        sealed=is_sealed(category),
        media_type=found.type.media_type,
        entry=(entry_kind, entry_id) if entry_id else None,
    )


def attach_all(
    doing: Act, category: Category, files: Iterable[NewAttachment], entry_kind: str, entry_id: str
) -> None:
    """Keep these with an entry that is being added, one at a time: all of them or nothing."""
    for one in files:
        filed_id = attach(doing, category, one, entry_kind, entry_id)
        doing.more.append(
            LogEvent(
                Event.CREATE,
                pupil_id=doing.pupil.id,
                category=category.value,
                object_kind=KIND,
                object_id=filed_id,
                ground=doing.ground.text,
            )
        )


def is_sealed(category: Category) -> bool:
    """Whether what is attached here holds care details, as some entries of it do."""
    return any(kind.compartment for kind in entry_kinds(category))


def _checked(title: str, today: date) -> str:
    try:
        return str(checks.check_field(_TITLE, seen_only(title), today))
    except ValueError as problem:
        raise checks.InvalidEntry({_TITLE.name: str(problem)}) from None


def _require_entry(doing: Act, category: Category, kind_code: str, entry_id: str) -> None:
    """The entry must be this pupil's and of this category: an id from elsewhere opens nothing."""
    kind = KINDS.get(kind_code)
    shown_with = Category.CONTACT if category is Category.CUSTODY_PAPERS else category
    if kind is None or kind.code in PERSON_KINDS or kind.category is not shown_with:
        raise Refused(rows.GONE)
    if not _is_there(doing, kind_code, entry_id):
        raise Refused(rows.GONE)


def _is_there(doing: Act, kind_code: str, entry_id: str) -> bool:
    table = tables.TABLES[kind_code]
    own = (table.c.id == entry_id) & (table.c.pupil_id == doing.pupil.id)
    return doing.connection.execute(select(table.c.id).where(own)).first() is not None


def _let_go_of_what_is_gone(doing: Act, row: Row) -> None:
    if row["entry_id"] and not _is_there(doing, row["entry_kind"], row["entry_id"]):
        table = tables.filed
        doing.connection.execute(
            update(table).where(table.c.id == row["id"]).values(entry_kind=None, entry_id=None)
        )


def _category(doing: Act) -> Category:
    assert doing.category is not None
    return doing.category


def _saved(doing: Act, category: Category) -> SavedEntry:
    assert doing.object_id is not None
    return SavedEntry(doing.pupil.id, KIND, doing.object_id, category)
