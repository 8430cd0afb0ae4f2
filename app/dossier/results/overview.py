"""Everything that a group measured, and how the advices of its group 8 stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.pupil_data import PupilData
from app.access.session import Session
from app.dossier import rows, tables
from app.dossier.acts import Act, Asked, acts
from app.dossier.kinds import KINDS
from app.dossier.results import norm_table
from app.dossier.results.advice import signal_of
from app.dossier.results.class_view import ClassView, PupilResults, views
from app.dossier.results.group import members, results_of
from app.dossier.results.norms import NormBand, by_key

_ADVICE = KINDS["advice"]
LAST_YEAR_GROUP = "8"


@dataclass(frozen=True)
class GroupOverview(PupilData):
    """The group's tests as views, its pupils with their advices, and the norms that were used."""

    ground: str
    views: tuple[ClassView, ...]
    pupils: tuple[PupilResults, ...]
    norms: tuple[NormBand, ...]

    @property
    def last_group(self) -> tuple[PupilResults, ...]:
        """Its pupils of group 8, who get an advice."""
        return tuple(one for one in self.pupils if one.year_group == LAST_YEAR_GROUP)

    @property
    def asking(self) -> int:
        """How many advices the school still has something to do about."""
        return sum(1 for one in self.last_group if one.signal.state.asks)


class GroupOverviews:
    """The use case of looking at a whole group."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_group(self, group_id: str) -> GroupOverview:
        """The results of every pupil who is in this group today. Raises Refused."""
        with self._session.transaction() as connection:
            found = members(connection, self._session, group_id)
        wanted: Asked = [(Action.READ, Category.RESULTS)]
        with acts(self._session, found, wanted, Event.VIEW, object_kind="results_group") as doing:
            return overview_of(doing)


def overview_of(doing: Sequence[Act]) -> GroupOverview:
    """The overview of the pupils of these acts, in the order of a class list."""
    if not doing:
        return GroupOverview("", (), (), ())
    session, connection = doing[0].session, doing[0].connection
    norms = norm_table.read(connection)
    pupils = tuple(
        _pupil(session, connection, one)
        for one in sorted(doing, key=lambda one: one.pupil.sort_key)
    )
    made = views(pupils, by_key(norms), session.today)
    return GroupOverview(doing[0].ground.text, made, pupils, norms)


def _pupil(session: Session, connection: Connection, doing: Act) -> PupilResults:
    of_pupil = tables.TABLES["advice"].c.pupil_id == doing.pupil.id
    advices = sorted(
        rows.select_rows(connection, session, _ADVICE, of_pupil),
        key=lambda row: (row["given_on"], row["created_at"]),
    )
    names = _ADVICE.field("advice").choices
    return PupilResults(
        pupil_id=doing.pupil.id,
        name=doing.pupil.list_name,
        year_group=doing.pupil.year_group,
        results=tuple(results_of(doing)),
        advices={row["sort"]: names.get(row["advice"], row["advice"]) for row in advices},
        signal=signal_of(advices),
    )
