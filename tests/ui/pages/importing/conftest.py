"""The page of importing, opened by the office."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.transfer_school import TransferSchool
from tests.ui.pages.desk_page import Shown, show
from ui.context import Target
from ui.pages.import_page import ImportPage


@pytest.fixture
def desk(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("administratie")
    yield desk
    desk.close()


@pytest.fixture
def seen(desk: Desk) -> Shown:
    return Shown(desk)


@pytest.fixture
def page(qtbot: QtBot, seen: Shown) -> ImportPage:
    page = show(qtbot, ImportPage(seen.context()))
    page.show_target(Target("import"))
    return page
