"""Everything the signed-in person can do."""

import threading
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from app.access.categories import Category
from app.access.log import Event
from app.access.people import NO_RELATION, StaffMember
from app.access.policy import Action, Ground
from app.access.session import Session, close_session
from app.access.verify import Progress, Verification, Witnesses, on
from app.desk.drafts import Drafts, draft_files
from app.desk.safety import BEFORE_IMPORT, BEFORE_ROLL_OVER, Safety
from app.desk.sealing import session_keys
from app.desk.staffing import Staffing
from app.dossier.absences import Absences
from app.dossier.acts import relation_to
from app.dossier.attachments import Attachments
from app.dossier.emergency import Emergency
from app.dossier.entries import Entries
from app.dossier.filed import Filed
from app.dossier.groups import Groups
from app.dossier.leave import Leave
from app.dossier.leaving import Leaving
from app.dossier.letter_copies import LetterCopies
from app.dossier.log_views import LogViews
from app.dossier.overview import Overviews
from app.dossier.pupils import Pupils
from app.dossier.register import Register
from app.dossier.results.group import GroupResults
from app.dossier.results.norm_table import NormTable
from app.dossier.results.overview import GroupOverviews
from app.dossier.roll_over import RollOver
from app.dossier.school import School
from app.dossier.school_days import SchoolDays
from app.dossier.search import Search
from app.dossier.shared_guardians import SharedGuardians
from app.dossier.staff import Staff
from app.dossier.statements import Statements
from app.dossier.talks import Talks
from app.dossier.values import PupilSummary
from app.dossier.watch import Watch
from app.exchange.imports import Imports
from app.exchange.list_imports import ListImports
from app.letters.letters import Letters
from app.report.reports import Reports, notice
from app.sheets.absence_totals import AbsenceSheets
from app.sheets.check_sheets import CheckSheets
from app.sheets.group_sheets import GroupSheets
from app.sheets.results import ResultSheets
from app.sheets.shown_lists import ShownLists
from app.sheets.talk_report import TalkReports
from app.vault import Unlocked


class Desk:
    """Everything the signed-in person can do; each room's use cases under one name."""

    def __init__(
        self,
        unlocked: Unlocked,
        session: Session,
        alarms: Sequence[str],
        outside: Witnesses,
    ) -> None:
        """`outside`: what stood outside the database at sign-in about the access log."""
        self._unlocked = unlocked
        self._session = session
        self._closed = False
        self._one_at_a_time = threading.RLock()  # changing all keys, putting back, closing
        self.safety = Safety(session, unlocked, self._left, self._one_at_a_time)
        self.alarms = tuple(alarms)
        self.pupils = Pupils(session)
        self.overview = Overviews(session)
        self.entries = Entries(session)
        self.statements = Statements(session)
        self.talks = Talks(session, self.entries)
        self.talk_reports = TalkReports(session)
        self.search = Search(session)
        self.guardians = SharedGuardians(session)
        self.emergency = Emergency(session)
        self.watch = Watch(session)
        self.register = Register(session)
        self.absences = Absences(session)
        self.absence_sheets = AbsenceSheets(session)
        self.leave = Leave(session)
        self.calendar = SchoolDays(session)
        self.filed = Filed(session)
        self.results = GroupResults(session)
        self.results_overview = GroupOverviews(session)
        self.norms = NormTable(session)
        self.result_sheets = ResultSheets(session)
        self.attachments = Attachments(session)
        self.groups = Groups(session)
        self.roll_over = RollOver(session, lambda: self.safety.before_risk(BEFORE_ROLL_OVER))
        self.leaving = Leaving(session)
        self.staff = Staff(session)
        self.staffing = Staffing(session, unlocked)
        self.school = School(session)
        self.reports = Reports(session)
        self.letters = Letters(session, notice)
        self.letter_copies = LetterCopies(session)
        self.check_sheets = CheckSheets(session)
        self.shown_lists = ShownLists(session)
        self.group_sheets = GroupSheets(session)
        self.log = LogViews(session, outside)
        self.drafts = Drafts(session, draft_files(unlocked))
        before_import = partial(self.safety.before_risk, BEFORE_IMPORT)
        self.imports = Imports(session, before_import)
        self.list_imports = ListImports(session, self.imports, before_import)

    @property
    def person(self) -> StaffMember:
        """Who is signed in."""
        return self._session.staff

    @property
    def today(self) -> date:
        """The school's day."""
        return self._session.today

    @property
    def folder(self) -> Path:
        """The school folder."""
        return self._unlocked.folder.path

    def may(self, action: Action, category: Category | None = None) -> bool:
        """Would the policy allow this for any pupil of the school? For menus only."""
        return isinstance(self._session.decide(NO_RELATION, category, action), Ground)

    def may_for(self, pupil: PupilSummary, category: Category | None, action: Action) -> bool:
        """Would the policy allow this for this pupil? For menus and buttons only: logs nothing."""
        return isinstance(self._session.decide(relation_to(pupil), category, action), Ground)

    def verify_log(self, progress: Progress = on) -> Verification:
        """Check the whole log against itself, its signatures and what stands outside it."""
        return self.log.verify(progress)

    def check_log_in_background(self, progress: Progress = on) -> Verification:
        """The same after sign-in, for whoever it is: logs nothing unless something is wrong."""
        return self.log.check_in_background(progress)

    @property
    def must_renew_recovery(self) -> bool:
        """Whether the recovery code was used, so that a new one must be made."""
        return self.staffing.must_renew_recovery

    def rotate_keys(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Change all keys of the school, then close the desk: everyone signs in as before.

        Raises UserError; the desk stays open when nothing was changed.
        """
        with self._one_at_a_time:
            self._rotate(progress)
            self.close()

    def _rotate(self, progress: Callable[[str], None]) -> None:
        try:
            self.staffing.rotate(progress)
        except BaseException:
            if self._session.database.is_closed:
                self._closed = True
                self._session.signer.forget()
                self._unlocked.close()
            raise
        database = self._unlocked.database
        assert database is not None
        self._session.database = database
        self._session.compartments = self._unlocked.compartments
        self._session.signer.keys.forget()
        self._session.signer.keys = session_keys(self._unlocked, database)

    @property
    def closed(self) -> bool:
        """Whether nobody works at it any more: signed out, locked, or a backup was put back."""
        return self._closed

    @property
    def lost(self) -> str:
        """Why nothing can be written here any more: another PC came in between. Mostly empty."""
        database = self._unlocked.database
        return str(database.lost) if database is not None and database.lost is not None else ""

    def _left(self) -> None:
        """A restore closed the session: nothing is left to sign out of."""
        self._closed = True
        self._session.signer.forget()

    def close(self, event: Event = Event.SIGN_OUT) -> None:
        """Sign out or lock: log it, close all, give the folder back. Safe to call twice.

        Waits for a change of keys or a restore: the folder stays ours until that has ended.
        """
        with self._one_at_a_time:
            self._close(event)

    def _close(self, event: Event) -> None:
        if self._closed:
            return
        self._closed = True
        self.drafts.close()
        try:
            if not self._unlocked.lost:
                close_session(self._session, event)
        finally:
            self._session.signer.forget()
            self._unlocked.close()
