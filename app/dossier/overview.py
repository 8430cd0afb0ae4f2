"""The overview of a dossier: the child at a glance, what asks for attention, what happened when.

One act, one entry in the log that names the categories that were read. Each category is asked of
the policy by itself; of what one may not read not even a number is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.access.categories import CATEGORY_NAMES, DOSSIER_CATEGORIES, Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import reading, tables
from app.dossier.acts import Act, act
from app.dossier.agreements import OpenAgreement, open_agreements
from app.dossier.guardians import address_lines, guardians_of, home_address
from app.dossier.kinds import Kind
from app.dossier.notices import Notice, ending, is_unconfirmed, unconfirmed, undecided
from app.dossier.sharing import Audience, shared_rows
from app.dossier.timeline import TimelineItem, filed_item, in_order, item_of
from app.dossier.values import Entry, GuardianContact, PupilData, PupilSummary
from app.vault.schema import Row


@dataclass(frozen=True)
class CallNumber(PupilData):
    """Someone to call, in the order of calling."""

    name: str
    relationship: str
    phone: str
    secret: bool


@dataclass(frozen=True)
class Household(PupilData):
    """Where the child lives and who is to be called; for who may read that."""

    address: tuple[str, ...]
    address_secret: bool
    guardians: tuple[GuardianContact, ...]
    numbers: tuple[CallNumber, ...]


@dataclass(frozen=True)
class Overview(PupilData):
    """What this reader may know of a pupil, on one page.

    `household` and `agreements` are None for who may not read them; `class_needs` is what the class
    must know of health, as shared with the group's teachers.
    """

    pupil: PupilSummary
    ground: str
    categories: tuple[Category, ...]
    teachers: tuple[str, ...]
    household: Household | None
    class_needs: tuple[Entry, ...]
    agreements: tuple[OpenAgreement, ...] | None
    notices: tuple[Notice, ...]
    timeline: tuple[TimelineItem, ...]


class Overviews:
    """The first page of a dossier."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, pupil_id: str) -> Overview:
        """The overview of one pupil; for a stranger to the pupil no more than the name."""
        wanted = [(Action.READ, Category.ENROLMENT), (Action.READ, Category.NAME)]
        with act(self._session, pupil_id, wanted, Event.VIEW, object_kind="overview") as doing:
            parts = tuple(_parts(doing))
            said = [CATEGORY_NAMES[part.category] for part in parts if part.category]
            doing.text["found"] = ", ".join(said)
            doing.category = None
            return _overview(doing, parts)


def _parts(doing: Act) -> Iterator[Act]:
    """The act once for each category that may be read, as if it were for that category alone.

    Health falls back to what is shared with the group's teachers.
    """
    for category in DOSSIER_CATEGORIES:
        fallback = (Category.SHARED_HEALTH,) if category is Category.HEALTH else ()
        for asked in (category, *fallback):
            if doing.may(Action.READ, asked):
                yield replace(doing, category=asked)
                break


def _overview(doing: Act, parts: Sequence[Act]) -> Overview:
    today = doing.session.today
    references, people = reading.reference_names(doing), reading.staff_names(doing.connection)
    items: list[TimelineItem] = []
    notices: list[Notice] = []
    to_confirm: list[str] = []
    for part in parts:
        shown = _shown(part)
        for kind in reading.readable_kinds(part, shown):
            for row in reading.rows_of(part, kind):
                entry = reading.entry_of(kind, row, references, people)
                if kind.date_field:
                    items.append(item_of(entry, row))
                if part.category is shown:
                    notices += _notices(kind, row, entry.title, today)
                    to_confirm += [entry.title] * is_unconfirmed(kind, row, today)
        if part.category is shown:
            items += map(filed_item, reading.filed_documents(part, shown))
    notices += [unconfirmed(to_confirm)] if to_confirm else []
    return Overview(
        pupil=doing.pupil,
        ground=doing.ground.text,
        categories=tuple(_shown(part) for part in parts),
        teachers=_teachers(doing),
        household=_household(doing) if doing.may(Action.READ, Category.CONTACT) else None,
        class_needs=_class_needs(doing, people),
        agreements=_agreements(doing),
        notices=tuple(sorted(notices, key=lambda one: (not one.late, one.text))),
        timeline=in_order(items),
    )


def _shown(part: Act) -> Category:
    """The tab on which this part of the dossier stands."""
    assert part.category is not None  # set by `_parts`
    return Category.HEALTH if part.category is Category.SHARED_HEALTH else part.category


def _notices(kind: Kind, row: Row, title: str, today: date) -> Iterator[Notice]:
    found = (ending(kind, row, title, today), undecided(kind, row, today))
    return (one for one in found if one is not None)


def _teachers(doing: Act) -> tuple[str, ...]:
    taught, staff = tables.group_staff, tables.staff
    query = (
        select(staff.c.name)
        .join(taught, taught.c.staff_id == staff.c.id)
        .where(taught.c.group_id == doing.pupil.group_id)
        .order_by(staff.c.name)
    )
    return tuple(doing.connection.execute(query).scalars())


def _household(doing: Act) -> Household:
    home = home_address(doing)
    guardians = tuple(one for one in guardians_of(doing) if not one.deceased)
    numbers = [
        CallNumber(one.name, one.relationship, one.phone, one.phone_secret)
        for one in guardians
        if one.phone
    ]
    contact = tables.TABLES["emergency_contact"]
    others = doing.connection.execute(
        select(contact.c.name, contact.c.relationship, contact.c.phone)
        .where(contact.c.pupil_id == doing.pupil.id)
        .order_by(contact.c.emergency_order.nulls_last(), contact.c.name)
    )
    numbers += [CallNumber(row.name, row.relationship, row.phone, secret=False) for row in others]
    return Household(
        address_lines(home) if home else (),
        bool(home and home["secret"]),
        guardians,
        tuple(numbers),
    )


def _class_needs(doing: Act, people: Mapping[str, str]) -> tuple[Entry, ...]:
    if not doing.may(Action.READ, Category.SHARED_HEALTH):
        return ()
    shared = shared_rows(doing.connection, doing.session, doing.pupil.id, Audience.GROUP)
    return tuple(reading.entry_of(kind, row, {}, people) for kind, row in shared)


def _agreements(doing: Act) -> tuple[OpenAgreement, ...] | None:
    if not doing.may(Action.READ, Category.TALK):
        return None
    return open_agreements(doing.connection, [doing.pupil.id], doing.session.today)
