"""There is one way to a pupil's data, and it leaves an entry in the log: the proof."""

import importlib.util
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

import app
from app.access.categories import Role
from app.access.log import Outcome
from app.access.people import StaffMember
from app.access.policy import Refused
from app.access.pupil_data import PupilData
from app.access.tables import log_entry
from app.desk import Desk
from app.vault.schema import Row
from tests.access import one_way
from tests.access.one_way import Why
from tests.access.recipes import RECIPES
from tests.transfer_school import TransferSchool

ROOT = Path(app.__file__).parents[1]
# Who opens a transaction without being an act, and why that shows nothing of a pupil.
MAY_OPEN = {
    "app.access.session.Session.transaction": "what the others call",
    "app.access.session.Session.require": "writes a refusal",
    "app.access.session.Session.alone": "an act on no single pupil: authorises, does, logs",
    "app.access.session.open_session": "writes the sign-in",
    "app.access.session.close_session": "writes the signing out",
    "app.bench.baseline.Plain.__init__": "a plain file of an invented school, for measuring",
    "app.bench.baseline.plain_copy": "copies an invented school, for measuring",
    "app.dossier.acts._acts": "the act: authorises, does, logs",
    "app.dossier.acts.alarmed": "writes an alarm",
    "app.dossier.emergency.Emergency.unacknowledged": "asks first, then logs per pupil itself",
    "app.dossier.groups.Groups.all": "names and sizes of groups",
    "app.dossier.groups.Groups.set_teachers": "groups and staff; logs itself who teaches now",
    "app.dossier.pupils.Pupils.by_number": "an id; logs itself when there is none",
    "app.dossier.log_views.LogViews._check": "hashes of the log",
    "app.dossier.log_views.LogViews.check_in_background": "writes an alarm",
    "app.dossier.results.group.GroupResults._members": "random ids of a group; the acts follow",
    "app.dossier.results.norm_table.NormTable.all": "norms of tests; no pupil",
    "app.dossier.results.overview.GroupOverviews.of_group": "random ids of a group, then the acts",
    "app.dossier.roll_over.RollOver.offered": "a school year",
    "app.exchange.list_imports.ListImports.mapping_for": "what columns mean; no pupil",
    "app.exchange.list_imports.ListImports.remember": "what columns mean; no pupil",
    "app.exchange.list_imports.ListImports._may_write": "whether an act would be refused",
    "app.dossier.absences.Absences.signals": "ids; what it shows comes from acts",
    "app.dossier.leave.Leave.open_requests": "ids; asks first, what it shows comes from acts",
    "app.dossier.register.Register._members": "ids; what is shown of them comes from acts",
    "app.dossier.school_days.SchoolDays.read": "hours and free days of the school",
    "app.sheets.absence_totals.AbsenceSheets.group_totals": "ids; the rest comes from acts",
    "app.dossier.search.Search.in_texts": "asks first, then logs the search and each pupil itself",
    "app.dossier.search.Search.in_care": "asks first, then logs the search and each pupil itself",
    "app.sheets.check_sheets.CheckSheets._pupil_ids": "random ids; the act asks for each",
    "app.dossier.school.School.settings": "the school's own data",
    "app.dossier.staff.Staff.names": "names of colleagues",
    "app.dossier.watch.Watch.check": "random ids",
    "app.dossier.watch.Watch._accepting": "asks first; then logs the new digest",
    "app.dossier.watch.Watch._report": "writes alarms",
    "app.sheets.results.ResultSheets.group": "random ids of a group, then the acts",
    "app.desk.new_school.create_school.fill": "a school without pupils",
    "app.desk.school_door._clear_pending": "writes attempts that were made meanwhile",
    "app.desk.staffing.Staffing.key_problems": "staff and key files; no pupil",
    "app.desk.staffing.Staffing.advice": "what the log says of keys and codes",
    "app.desk.staffing.Staffing.change_own_password": "one's own password; logs it itself",
    "app.desk.staffing.Staffing.must_renew_recovery": "what the log says of the recovery code",
    "app.desk.staffing.Staffing.sheet_facts": "the school's name and a public key",
    "app.desk.sealing.look_at_log": "hashes of the log",
    "app.desk.sealing.remember_root": "a public key",
    "app.desk.school_door.SchoolDoor._desk": "who signs in",
    "app.desk.checking._agrees_with_its_log": "a backup: hashes; gives yes or no",
    "app.desk.checking._database_line": "whether sealed values open; shows none",
    "app.desk.checking._log_line": "hashes of the log",
    "app.desk.destroyed_again.destroy_again": "deletes what is in the register; logs it",
    "app.desk.destroyed_witnesses._said_by": "a backup: hashes of the register",
    "app.desk.restoring.begin_restored": "writes that a backup was put back",
    "app.desk.restoring.bring_up_to_date": "a staged database: deletes, seals again, staff",
    "app.desk.restoring.restore_open_school": "asked before; logs, reads staff and hashes",
    "app.desk.safety.Safety._place": "the path of the second place",
    "app.desk.safety.Safety._record": "writes that a backup was made",
    "app.desk.safety.Safety._to_second_place": "the path of the second place",
    "app.desk.restoring_shut._Restoring._make_ready": "a staged database: who puts it back",
    "app.desk.safety.Safety.check": "asks first, then logs itself",
    "app.desk.safety.Safety.copy_of": "asks first, then logs itself",
    "app.desk.safety.Safety.look_into": "asks first, then logs itself; counts only",
    "app.desk.safety.Safety.set_second_place": "asks first, then logs itself",
}
NOBODY = StaffMember("niemand", "Niemand", frozenset())


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def entries_since(desk: Desk, number: int) -> list[Row]:
    with desk._session.transaction() as connection:
        query = select(log_entry).where(log_entry.c.number > number)
        return list(connection.execute(query).mappings())


def as_nobody(desk: Desk, call: Callable[[], object]) -> list[Row]:
    """The entries that this call adds when someone without any role makes it."""
    session, person = desk._session, desk._session.staff
    before = session.newest.number
    session.staff = NOBODY
    try:
        with pytest.raises(Refused):
            call()
    finally:
        session.staff = person
    return entries_since(desk, before)


def unlogged(desk: Desk, call: Callable[[], object]) -> str:
    """What is wrong with the way this call is logged; empty when nothing is."""
    refused = as_nobody(desk, call)
    if [one["outcome"] for one in refused] != [Outcome.REFUSED.value]:
        return "the refusal is not logged, or not once"
    before = desk._session.newest.number
    call()
    added = entries_since(desk, before)
    if not added:
        return "nothing was logged"
    if any(one["outcome"] != Outcome.DONE.value or not one["ground"] for one in added):
        return "an entry without a ground"
    return ""


def use_cases(classified: dict[str, Why | None]) -> set[str]:
    found = (name for name, reason in classified.items() if reason is Why.USE_CASE)
    return {".".join(name.rsplit(".", 2)[1:]) for name in found}


def test_every_function_that_hands_out_pupil_data_is_known(head: Desk) -> None:
    classified = one_way.walk(one_way.services_on(head))
    assert {name for name, reason in classified.items() if reason is None} == set()
    assert use_cases(classified) == set(RECIPES), "each use case needs a recipe, and no other"
    counted = {reason: list(classified.values()).count(reason) for reason in Why}
    assert all(counted.values()), "a reason that never applies is a walker that does not look"


@pytest.mark.parametrize("name", RECIPES)
def test_a_use_case_leaves_an_entry_and_so_does_its_refusal(head: Desk, name: str) -> None:
    recipe = RECIPES[name]
    prepared = recipe.prepare(head)
    assert unlogged(head, lambda: recipe.call(head, prepared)) == ""


def test_nobody_else_opens_a_transaction() -> None:
    assert one_way.openers() == set(MAY_OPEN)


def test_values_of_pupils_are_declared_and_built_in_the_rooms_that_read_them_only() -> None:
    declared = one_way.values_of_pupils()
    assert PupilData not in declared
    log = ("app.access.journal", "app.access.parents", "app.access.unusual")
    rooms = (*one_way.ROOMS, *log)
    assert {one for one in declared if not one.__module__.startswith(rooms)} == set()
    folders = [ROOT / "ui", ROOT / "app" / "commands", ROOT / "app" / "desk"]
    assert one_way.built_outside(folders) == set()


# -------------------------------------------------------- a hole made on purpose must be noticed

PLANTED = '''
from sqlalchemy import Connection
from app.access.session import Session
from app.dossier.acts import load_pupils
from app.dossier.values import PupilSummary


def leak(session: Session) -> list[PupilSummary]:
    """Pupils without an act: the policy is not asked and nothing is logged."""
    with session.transaction() as connection:
        return load_pupils(session, connection)


def leak_as_text(session: Session) -> str:
    """The same, past what types can tell."""
    with session.transaction() as connection:
        return str(load_pupils(session, connection))


class Service:
    def __init__(self, session: Session) -> None:
        self._session = session

    def pupils(self) -> dict[str, tuple[PupilSummary, ...]]:
        return {"all": tuple(leak(self._session))}

    def page(self) -> bytes:
        return repr(leak(self._session)).encode()
'''


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[types.ModuleType]:
    path = tmp_path / "planted.py"
    path.write_text(PLANTED, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("app.dossier.planted", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_a_planted_function_that_reads_without_an_act_is_noticed(
    head: Desk, planted: types.ModuleType
) -> None:
    classified = one_way.walk(one_way.services_on(head), [planted])
    assert classified["app.dossier.planted.leak"] is None
    assert classified["app.dossier.planted.Service.pupils"] is None
    assert classified["app.dossier.planted.Service.page"] is None


def test_a_planted_service_on_the_desk_needs_a_recipe(
    head: Desk, planted: types.ModuleType
) -> None:
    head.planted = planted.Service(head._session)  # type: ignore[attr-defined]
    services = one_way.services_on(head)
    assert use_cases(one_way.walk(services, [planted])) - set(RECIPES) == {
        "Service.pupils",
        "Service.page",
    }


def test_a_planted_use_case_that_logs_nothing_fails_its_recipe(
    head: Desk, planted: types.ModuleType
) -> None:
    service = planted.Service(head._session)
    with pytest.raises(pytest.fail.Exception):
        unlogged(head, service.pupils)
    head._session.staff = replace(NOBODY, roles=frozenset({Role.HEAD}))
    before = head._session.newest.number
    assert service.pupils()
    assert entries_since(head, before) == []


def test_a_planted_function_that_hides_behind_text_is_found_by_what_it_opens() -> None:
    assert one_way.opening(PLANTED) == {"leak", "leak_as_text"}
