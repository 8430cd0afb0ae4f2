"""Importing an EDEXML file: look first, then all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.access.session import Session
from app.dossier.acts import alarmed
from app.dossier.checks import InvalidEntry
from app.dossier.digest import refuse_altered, with_digests
from app.dossier.values import PupilData
from app.errors import UserError
from app.exchange.carry_out import CarryOut
from app.exchange.edexml import EdexFile, ImportPlan, plan, read
from app.exchange.school_now import existing_school

CHANGED = (
    "De school is intussen gewijzigd, dus wat u zag klopt niet meer. Er is niets geïmporteerd. "
    "Kies het bestand opnieuw en bekijk wat er zou veranderen."
)


@dataclass(frozen=True)
class Imported(PupilData):
    """What an import changed, so that open views can refresh."""

    pupil_ids: tuple[str, ...]


class Imports:
    """The use cases of importing. Only the office and the headteacher may."""

    def __init__(self, session: Session, before: Callable[[], object] = lambda: None) -> None:
        """`before` is called before something is changed (a backup); when it fails nothing is."""
        self._session = session
        self._before = before

    def preview(self, path: Path) -> ImportPlan:
        """What importing this file would do. Raises `UserError` for a file that cannot be read.

        Who may not import is refused before the file is read at all.
        """
        self._session.require(Action.IMPORT, Event.SEARCH, object_kind="import")
        return self.plan_for(read(path))

    def plan_for(self, file: EdexFile) -> ImportPlan:
        """Lay a file that was read beside the school as it is now."""
        session = self._session
        with session.alone(Action.IMPORT, Event.SEARCH, object_kind="import") as connection:
            existing = existing_school(session, connection, file.school.source)
        return plan(file, existing, session.today)

    def apply(self, planned: ImportPlan) -> Imported:
        """Carry the plan out in one transaction; open questions are left alone.

        Raises `UserError` when the school is no longer as the plan saw it, or when the dossier does
        not accept a value; then nothing is imported.
        """
        self._session.require(Action.IMPORT, Event.IMPORT, object_kind="import")
        self._before()
        try:
            return self._apply(planned)
        except InvalidEntry as invalid:
            raise UserError(
                "Een gegeven in het bestand, of in het dossier dat erdoor zou wijzigen, kan zo "
                "niet worden opgeslagen. Er is niets geïmporteerd. "
                + " ".join(dict.fromkeys(invalid.problems.values()))
            ) from None

    def _apply(self, planned: ImportPlan) -> Imported:
        session = self._session
        with (
            alarmed(session),
            session.alone(Action.IMPORT, Event.IMPORT, object_kind="import") as connection,
        ):
            refuse_altered(connection, [one.existing.id for one in planned.changed_pupils])
            source = planned.file.school.source
            if existing_school(session, connection, source) != planned.school:
                raise UserError(CHANGED)
            work = CarryOut(session, connection, planned)
            work.run()
            events = [
                LogEvent(
                    event,
                    pupil_id=pupil_id,
                    category="enrolment",
                    object_kind="pupil",
                    object_id=pupil_id,
                    ground=session.staff.role_names,
                    text={"purpose": "import"},
                )
                for event, pupil_id in work.touched
            ]
            session.record(connection, *with_digests(connection, events))
            return Imported(tuple(pupil_id for _, pupil_id in work.touched))
