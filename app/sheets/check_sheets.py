"""The use cases of the yearly check sheets: who is asked, the sheets, and what came back."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import render_letters
from app.dossier.acts import Act, acts, load_pupils
from app.dossier.household_rows import (
    CHANGED,
    SHEET,
    Confirmed,
    confirm_rows,
    family_ids,
    present_links,
    printed_days,
    read_children,
    sheet_event,
    take_back_rows,
)
from app.dossier.households import Household, NoSheet, households
from app.dossier.school import read_school
from app.dossier.values import PupilData
from app.errors import UserError
from app.sheets.check_sheet import check_sheet


class Order(StrEnum):
    """How a pile of sheets lies: to be given out per class, or by family."""

    GROUP = "group"
    FAMILY = "family"


@dataclass(frozen=True)
class CheckRound(PupilData):
    """Every household of the present pupils with where it stands, and the guardians left out."""

    households: tuple[Household, ...]
    without: tuple[NoSheet, ...]


class CheckSheets:
    """Yearly confirmation of addresses, telephone numbers and custody, per household."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overview(self) -> CheckRound:
        """All households of the school; one log entry for the whole list."""
        session = self._session
        with session.alone(
            Action.READ, Event.SEARCH, category=Category.CONTACT, object_kind=SHEET
        ) as connection:
            pupils = [one for one in load_pupils(session, connection) if not one.former]
            children = read_children(connection, pupils, session.today)
            found, without = households(children, present_links(connection, session.today))
            printed = printed_days(connection)
            return CheckRound(
                tuple(replace(one, printed_on=printed.get(one.id)) for one in _by_name(found)),
                without,
            )

    def pdf(
        self,
        household_ids: Sequence[str],
        order: Order = Order.GROUP,
        *,
        giving: bool = False,
    ) -> bytes:
        """The sheets of these households in one PDF; `giving` when they are printed or saved.

        The log then keeps for each household and child that a sheet was made.
        """
        if not household_ids:
            raise UserError("Kies eerst een of meer gezinnen. Er is niets gemaakt.")
        with self._about(household_ids, Action.PRINT, Event.PRINT if giving else Event.VIEW) as (
            doing
        ):
            found = _these(self._session, doing, household_ids)
            _log_sheets(doing, found)
            school = read_school(doing[0].connection)
            in_order = _by_group(found) if order is Order.GROUP else _by_name(found)
            return render_letters(
                [check_sheet(one, school, self._session.today) for one in in_order],
                created=self._session.clock(),
                title="Controlebladen",
                author=school.name,
                replace_missing=True,
            )

    def confirm(self, household_id: str) -> Confirmed:
        """All that stands on the sheet is right, as of today: one transaction, all or nothing."""
        with self._about([household_id], Action.WRITE, Event.CHANGE) as doing:
            (household,) = _these(self._session, doing, [household_id])
            _log_sheets(doing, [household])
            rows = confirm_rows(doing, household, self._session.today)
            return Confirmed(household_id, tuple(one.pupil.id for one in doing), rows)

    def take_back(self, confirmed: Confirmed) -> Confirmed:
        """Undo `confirm`; what this returns has no rows left to take back.

        Raises `UserError` when one of the entries was changed since.
        """
        wanted = [(Action.WRITE, Category.CONTACT)]
        with acts(
            self._session, confirmed.pupil_ids, wanted, Event.UNDO, object_kind=SHEET
        ) as doing:
            for one in doing:
                one.object_id = confirmed.household_id
            take_back_rows(doing, confirmed)
            return replace(confirmed, rows=())

    def _about(
        self, household_ids: Sequence[str], action: Action, event: Event
    ) -> AbstractContextManager[list[Act]]:
        ids = self._pupil_ids(household_ids)
        if not ids:
            raise UserError(CHANGED)
        return acts(self._session, ids, [(action, Category.CONTACT)], event, object_kind=SHEET)

    def _pupil_ids(self, household_ids: Sequence[str]) -> tuple[str, ...]:
        """Ids only, of the children on these sheets; the act that follows asks for each."""
        with self._session.transaction() as connection:
            return family_ids(connection, self._session, household_ids)


def _these(
    session: Session, doing: Sequence[Act], household_ids: Sequence[str]
) -> tuple[Household, ...]:
    """The wanted households as they are now; a `UserError` when one is no longer so."""
    connection = doing[0].connection
    children = read_children(connection, [one.pupil for one in doing], session.today)
    found, _ = households(children, present_links(connection, session.today))
    wanted = {one.id: one for one in found if one.id in frozenset(household_ids)}
    if len(wanted) != len(set(household_ids)):
        raise UserError(CHANGED)
    return tuple(wanted.values())


def _log_sheets(doing: Sequence[Act], found: Sequence[Household]) -> None:
    """One entry for each child on each sheet, with the household's id."""
    for one in doing:
        mine = [
            home.id
            for home in found
            if any(child.pupil.id == one.pupil.id for child in home.children)
        ]
        if not mine:
            continue
        one.object_id = mine[0]
        one.more += [sheet_event(one, home_id, one.event) for home_id in mine[1:]]


def _by_name(found: Sequence[Household]) -> list[Household]:
    return sorted(found, key=lambda one: (one.members[0].family_name.casefold(), one.id))


def _by_group(found: Sequence[Household]) -> list[Household]:
    """As they are given out: per class of the youngest child, in the order of a class list."""
    return sorted(
        found,
        key=lambda one: (
            one.youngest.year_group,
            one.youngest.group_name,
            one.youngest.sort_key,
            one.id,
        ),
    )
