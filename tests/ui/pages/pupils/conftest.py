"""A small encrypted school, and the page *Leerlingen* of someone who is signed in to it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.access.categories import Role
from app.desk import Desk, NewStaff, SchoolDoor, create_school
from app.dossier.values import SchoolSettings
from app.vault import KdfParameters
from ui import task
from ui.context import Context, Target
from ui.pages.pupils_page import PupilsPage

PASSWORD = "regenboog"
TODAY = date.today()  # noqa: DTZ011 - the program itself goes by the clock on the wall
THIS_YEAR = TODAY.year - (0 if TODAY.month >= 8 else 1)
AUGUST = date(THIS_YEAR, 8, 1)


@dataclass
class Opened:
    """The page, who is signed in, and what it told the window."""

    page: PupilsPage
    desk: Desk
    qtbot: QtBot
    went: list[Target] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until nothing is under way and what was shown has been laid out."""
        self.qtbot.waitUntil(task.is_idle, timeout=20_000)
        self.qtbot.wait(30)
        self.qtbot.waitUntil(task.is_idle, timeout=20_000)

    def id_of(self, name: str) -> str:
        """The id of a pupil in the list, by call name."""
        return next(one.id for one in self.desk.pupils.all() if name in one.display_name)

    def open(self, name: str) -> None:
        """Open a pupil."""
        self.page.open(self.id_of(name))
        self.settle()

    def tab(self, key: str):
        """Open a tab and return its page."""
        self.page.view.go_to(key)
        self.settle()
        return self.page.view.page


@pytest.fixture(scope="session")
def pupils_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school made once: two groups, four pupils."""
    home = tmp_path_factory.mktemp("pupils")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEERLINGDOSSIER_STATE", str(home / "state"))
        path = home / "Proef.school"
        people = {
            "directeur": Role.HEAD,
            "leerkracht8": Role.TEACHER,
            "administratie": Role.OFFICE,
            "ib": Role.SUPERVISOR,
        }
        create_school(
            path,
            SchoolSettings("", "Proef", "12AB", "00", True),
            [NewStaff(name, name.title(), PASSWORD, (role,)) for name, role in people.items()],
            kdf=KdfParameters.fastest(),
            check_passwords=False,
        )
        desk = SchoolDoor(path).sign_in("directeur", PASSWORD)
        assert isinstance(desk, Desk)
        seven, eight = desk.groups.add("6/7", ["6", "7"]), desk.groups.add("8", ["8"])
        staff = {one.sign_in_name: one.id for one in desk.staff.all()}
        desk.groups.set_teachers(eight, [staff["leerkracht8"]])
        for call_name, prefix, surname, group, year in (
            ("Anna", "van 't", "Hof", eight, "8"),
            ("Łukasz", "", "Wiśniewski", eight, "8"),
            ("Sita", "", "", seven, "6"),
            ("<b>Bo</b>", "", "Adem & Zn", seven, "7"),
        ):
            desk.pupils.enrol(
                {
                    "number": desk.pupils.next_number(),
                    "call_name": call_name,
                    "prefix": prefix,
                    "surname": surname,
                    "birth_date": date(THIS_YEAR - 11, 3, 17),
                },
                {"from_date": date(2020, 8, 1)},
                {"group_id": group, "year_group": year, "from_date": AUGUST},
            )
        desk.close()
    return path


@pytest.fixture
def open_as(
    pupils_template: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Opened]]:
    """Sign in to an own copy of the school and show the page."""
    monkeypatch.setenv("LEERLINGDOSSIER_STATE", str(tmp_path / "state"))
    path = tmp_path / "Proef.school"
    shutil.copytree(pupils_template, path)
    desks: list[Desk] = []

    def sign_in(name: str) -> Opened:
        desk = SchoolDoor(path).sign_in(name, PASSWORD)
        assert isinstance(desk, Desk)
        desks.append(desk)
        went: list[Target] = []
        grounds: list[str] = []
        page = PupilsPage(Context(desk, went.append, grounds.append))
        qtbot.addWidget(page)
        page.resize(1160, 736)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        opened = Opened(page, desk, qtbot, went, grounds)
        page.show_target(Target("pupils"))
        opened.settle()
        return opened

    yield sign_in
    task.wait()
    for desk in desks:
        desk.close()
