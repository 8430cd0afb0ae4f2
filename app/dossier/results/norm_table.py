"""The norms of the school: read by everyone who works with results, entered by few."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier.ids import new_id
from app.dossier.kinds import Value
from app.dossier.names import fold
from app.dossier.results import moments
from app.dossier.results.norms import (
    DOMAINS,
    LOWEST,
    NormBand,
    PastedNorms,
    by_key,
    checked,
    read_pasted,
)
from app.dossier.tables import norm_band


class NormTable:
    """The use cases around norms. They are about tests, not about pupils."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[NormBand, ...]:
        """Every norm, by test, domain and moment."""
        with self._session.transaction() as connection:
            return read(connection)

    def save(self, values: Mapping[str, Value], norm_id: str = "") -> None:
        """Add a norm, or change the one with this id. Raises `InvalidEntry`, `Refused`.

        One of the same test, domain and moment is replaced.
        """
        session = self._session
        session.require(Action.NORMS, Event.SETTINGS, object_kind="norm")
        self._store([checked(values, session.today, norm_id)])

    def paste(self, text: str, test: str, domain: str) -> PastedNorms:
        """Take over what was copied from a spreadsheet; the lines that are wrong are told."""
        session = self._session
        session.require(Action.NORMS, Event.SETTINGS, object_kind="norm")
        found = read_pasted(text, test, domain, session.today)
        if found.bands:
            self._store(found.bands)
        return found

    def remove(self, norm_id: str) -> None:
        """Take a norm away; levels that were stored stay."""
        with self._session.alone(
            Action.NORMS, Event.SETTINGS, object_kind="norm", purpose="norm verwijderd"
        ) as connection:
            connection.execute(delete(norm_band).where(norm_band.c.id == norm_id))

    def _store(self, bands: Sequence[NormBand]) -> None:
        tests = ", ".join(sorted({band.test for band in bands}))
        with self._session.alone(
            Action.NORMS, Event.SETTINGS, object_kind="norm", purpose=f"normen van {tests}"
        ) as connection:
            replace_norms(connection, bands)


def read(connection: Connection) -> tuple[NormBand, ...]:
    """Every norm, within a transaction."""
    found = (
        NormBand(
            row.test,
            row.domain,
            row.moment,
            (row.lowest_1, row.lowest_2, row.lowest_3, row.lowest_4),
            row.id,
        )
        for row in connection.execute(select(norm_band))
    )
    return tuple(sorted(found, key=_order))


def _order(band: NormBand) -> tuple[str, int, tuple[int, int], str]:
    """By test, then as the domains are declared, then as the moments come."""
    moment = moments.parse(band.moment)
    place = (moment.year_group, moment.part) if moment else (0, 0)
    domains = list(DOMAINS)
    at = domains.index(band.domain) if band.domain in domains else len(domains)
    return fold(band.test), at, place, band.moment


def replace_norms(connection: Connection, bands: Sequence[NormBand]) -> None:
    """Write these; what is the norm of the same, or has the same id, goes."""
    wanted = by_key(bands)
    ids = {band.id for band in bands if band.id}
    gone = [one.id for one in read(connection) if one.key in wanted or one.id in ids]
    connection.execute(delete(norm_band).where(norm_band.c.id.in_(gone)))
    connection.execute(
        insert(norm_band),
        [
            {
                "id": band.id or new_id(),
                "test": band.test,
                "domain": band.domain,
                "moment": band.moment,
                **dict(zip(LOWEST, band.lowest, strict=True)),
            }
            for band in wanted.values()
        ],
    )
