"""Keeping what is typed, while it is typed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.desk.drafts import DraftForm, DraftNote
from tests.transfer_fixtures import built_school, desk, school
from tests.transfer_school import TransferSchool
from tests.ui.pages.desk_page import settle
from ui.drafts import Drafting, spoken
from ui.widgets.inputs import TextInput
from ui.widgets.message_bar import MessageBar

__all__ = ["built_school", "desk", "school"]
LETTER = DraftForm("letter", "Vrije brief")


class Form(QWidget):
    """A form of one text, with a message bar."""

    def __init__(self) -> None:
        super().__init__()
        self.message_bar = MessageBar()
        self.text = TextInput()
        layout = QVBoxLayout(self)
        layout.addWidget(self.message_bar)
        layout.addWidget(self.text)

    def typed(self) -> dict[str, dict[str, str]]:
        return {"letter": {"text": self.text.toPlainText()}}

    def is_dirty(self) -> bool:
        return bool(self.text.toPlainText())


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def drafting(qtbot: QtBot, desk: Desk) -> Iterator[Drafting]:
    made = Drafting(desk.drafts)
    yield made
    made.stop()
    settle(qtbot)


def kept(desk: Desk) -> list[str]:
    return [desk.drafts.open(one.id)["letter"]["text"] for one in desk.drafts.notes().notes]


def test_each_tick_keeps_what_changed_in_the_same_draft(
    qtbot: QtBot, desk: Desk, drafting: Drafting, form: Form
) -> None:
    drafting.watch(form, LETTER, form.typed, form.is_dirty)
    for part in ("Beste ", "ouders"):
        qtbot.keyClicks(form.text, part)
        drafting.tick()
        settle(qtbot)
    assert kept(desk) == ["Beste ouders"]


def test_a_form_that_is_as_it_was_gives_no_draft_and_takes_an_earlier_one_away(
    qtbot: QtBot, desk: Desk, drafting: Drafting, form: Form
) -> None:
    drafting.watch(form, LETTER, form.typed, form.is_dirty)
    drafting.tick()
    settle(qtbot)
    assert kept(desk) == []
    qtbot.keyClicks(form.text, "x")
    drafting.tick()
    settle(qtbot)
    form.text.clear()
    drafting.tick()
    settle(qtbot)
    assert kept(desk) == []


def test_after_it_was_saved_the_next_text_is_another_draft(
    qtbot: QtBot, desk: Desk, drafting: Drafting, form: Form
) -> None:
    keeper = drafting.watch(form, LETTER, form.typed, form.is_dirty)
    qtbot.keyClicks(form.text, "een")
    drafting.tick()
    settle(qtbot)
    first = keeper.draft_id
    keeper.done()
    drafting.tick()
    settle(qtbot)
    assert keeper.draft_id != first
    assert kept(desk) == ["een"]


def test_stopping_gives_what_is_still_to_be_kept_and_nothing_twice(
    qtbot: QtBot, desk: Desk, drafting: Drafting, form: Form
) -> None:
    drafting.watch(form, LETTER, form.typed, form.is_dirty)
    qtbot.keyClicks(form.text, "laatste woord")
    (save,) = drafting.stop()
    assert drafting.stop() == []
    form.text.setPlainText("na het vergrendelen")
    save()
    assert kept(desk) == ["laatste woord"]


def test_a_form_that_is_gone_is_asked_nothing(qtbot: QtBot, desk: Desk, drafting: Drafting) -> None:
    gone = Form()
    drafting.watch(gone, LETTER, gone.typed, gone.is_dirty)
    gone.text.setPlainText("weg")
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    drafting.tick()
    assert drafting.stop() == []
    assert kept(desk) == []


def test_that_drafts_cannot_be_kept_is_said_once(
    qtbot: QtBot,
    drafting: Drafting,
    form: Form,
    school: TransferSchool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocked = school.path / "drafts"
    blocked.write_bytes(b"")
    local = drafting.drafts._files._folders[1]
    shutil.rmtree(local.parent, ignore_errors=True)
    local.parent.write_bytes(b"")
    drafting.watch(form, LETTER, form.typed, form.is_dirty)
    qtbot.keyClicks(form.text, "a")
    drafting.tick()
    settle(qtbot)
    assert "niet als concept" in form.message_bar.text()
    form.message_bar.clear()
    qtbot.keyClicks(form.text, "b")
    drafting.tick()
    settle(qtbot)
    assert form.message_bar.text() == ""
    blocked.unlink()
    drafting.tick()
    settle(qtbot)
    assert [one.form for one in drafting.drafts.notes().notes] == [LETTER]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2027, 3, 3, 18, 0, tzinfo=UTC), "U was vandaag om 14:05 aan het typen bij"),
        (datetime(2027, 3, 9, 8, 0, tzinfo=UTC), "U was op 3 maart om 14:05 aan het typen bij"),
        (datetime(2028, 1, 9, 8, 0, tzinfo=UTC), "U was op 3 maart 2027 om 14:05 aan het typen"),
    ],
)
def test_it_says_when_and_where_someone_was_typing(now: datetime, said: str) -> None:
    form = DraftForm("entry", "Gesprek toevoegen", "Sita", "ab" * 16)
    note = DraftNote("cd" * 16, form, datetime(2027, 3, 3, 14, 5, tzinfo=UTC))
    assert spoken(note, now).startswith(said)
    assert spoken(note, now).endswith("“Gesprek toevoegen” van Sita.")
