"""Going on with a draft: every form that keeps one gets back what was typed in it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from app.access.categories import Category
from app.desk import Desk
from tests.transfer_school import COMPLETE, TransferSchool, begun, pupil_id
from tests.ui.pages.desk_page import Shown, settle, show
from ui.context import Target
from ui.pages.draft_offer import target_of
from ui.pages.letters_page import LettersPage
from ui.pages.page import Page
from ui.pages.pupil_tasks import LEAVE
from ui.pages.pupils_page import PupilsPage
from ui.pages.transfer_page import TransferPage

TYPED = "Half geschreven"


@dataclass
class Twice:
    """A page in which somebody types, and the page in which it comes back."""

    qtbot: QtBot
    desk: Desk

    def page(self, kind: type[Page]) -> Page:
        page = show(self.qtbot, kind(Shown(self.desk).context()))
        page.context.drafting.load(page)
        settle(self.qtbot)
        return page

    def lose(self, page: Page) -> None:
        """What was typed is kept, and the page is gone without a question."""
        for save in page.context.drafting.stop():
            save()
        page.hide()

    def come_back(self, kind: type[Page]) -> Page:
        """A new page, which goes on with the one draft there is."""
        page = self.page(kind)
        (note,) = page.context.drafting.offered()
        page.show_target(target_of(note))
        settle(self.qtbot)
        self.qtbot.wait(30)
        settle(self.qtbot)
        return page

    def pupil(self) -> str:
        return pupil_id(self.desk, COMPLETE)

    def tab(self, category: Category) -> PupilsPage:
        page = self.page(PupilsPage)
        assert isinstance(page, PupilsPage)
        page.open(self.pupil(), category)
        settle(self.qtbot)
        return page


@pytest.fixture
def twice(qtbot: QtBot, school: TransferSchool):
    desk = school.desk("directeur")
    yield Twice(qtbot, desk)
    desk.close()


def observation(twice: Twice) -> PupilsPage:
    """Somebody changes an observation."""
    page = twice.tab(Category.RESULTS)
    results = page.view.page
    (entry,) = results.page.entries["observation"]
    results.edit(entry.kind, entry)
    settle(twice.qtbot)
    results.sheet.form("observation").input("text").text.setPlainText(TYPED)
    return page


def text_of(page: Page) -> str:
    assert isinstance(page, PupilsPage)
    return page.view.page.sheet.form("observation").raw()["text"]


def test_a_changed_entry_comes_back_as_it_was_typed(twice: Twice) -> None:
    twice.lose(observation(twice))
    page = twice.come_back(PupilsPage)
    assert text_of(page) == TYPED
    assert page.message_bar.text() == ""


def test_it_says_that_the_entry_was_changed_meanwhile_and_saving_goes_on_from_there(
    twice: Twice,
) -> None:
    twice.lose(observation(twice))
    pupil = twice.pupil()
    (entry,) = twice.desk.entries.page(pupil, Category.RESULTS).entries["observation"]
    values = {**entry.values, "text": "van een ander"}
    twice.desk.entries.change(pupil, "observation", entry.id, entry.version, values)
    page = twice.come_back(PupilsPage)
    assert "gewijzigd nadat u begon te typen" in page.message_bar.text()
    assert text_of(page) == TYPED
    page.view.page.sheet.submit()
    settle(twice.qtbot)
    (saved,) = twice.desk.entries.page(pupil, Category.RESULTS).entries["observation"]
    assert saved.values["text"] == TYPED
    assert twice.desk.drafts.notes().notes == ()


def test_of_a_removed_entry_the_text_comes_back_in_a_new_form(twice: Twice) -> None:
    twice.lose(observation(twice))
    pupil = twice.pupil()
    (entry,) = twice.desk.entries.page(pupil, Category.RESULTS).entries["observation"]
    twice.desk.entries.delete(pupil, "observation", entry.id)
    page = twice.come_back(PupilsPage)
    assert "intussen verwijderd" in page.message_bar.text()
    assert text_of(page) == TYPED
    assert page.view.page.sheet.title.endswith("toevoegen")


def test_who_may_no_longer_write_there_reads_why_and_keeps_the_draft(
    qtbot: QtBot, school: TransferSchool
) -> None:
    teacher = school.desk("leerkracht8")
    twice = Twice(qtbot, teacher)
    twice.lose(observation(twice))
    teacher.close()
    head = school.desk("directeur")
    eight = next(one for one in head.groups.all() if one.name == "8")
    head.groups.set_teachers(eight.id, [])
    head.close()
    again = school.desk("leerkracht8")
    page = Twice(qtbot, again).come_back(PupilsPage)
    assert "Het concept is bewaard" in page.message_bar.text()
    assert page.view.pupil is None
    assert len(again.drafts.notes().notes) == 1
    again.close()


def test_a_guardian_half_typed_comes_back_in_both_parts_of_the_form(twice: Twice) -> None:
    page = twice.tab(Category.CONTACT)
    contact = page.view.page
    contact.edit_guardian(None)
    contact.sheet.form("guardian").input("surname").line.setText(TYPED)
    twice.lose(page)
    again = twice.come_back(PupilsPage).view.page
    assert again.sheet.title == "Verzorger toevoegen"
    assert again.sheet.form("guardian").raw()["surname"] == TYPED


def test_the_pupils_own_data_come_back(twice: Twice) -> None:
    page = twice.tab(Category.ENROLMENT)
    page.view.page.change_pupil()
    page.view.page.sheet.form("pupil").input("surname").line.setText(TYPED)
    twice.lose(page)
    again = twice.come_back(PupilsPage).view.page
    assert again.sheet.form("pupil").raw()["surname"] == TYPED


def leaving(twice: Twice) -> Page:
    page = twice.tab(Category.ENROLMENT)
    page.view.start(LEAVE)
    settle(twice.qtbot)
    page.view.page.form("leave").input("next_school").line.setText(TYPED)
    return page


def enrolling(twice: Twice) -> Page:
    page = twice.page(PupilsPage)
    page.enrol()
    settle(twice.qtbot)
    page._right.currentWidget().form("pupil").input("surname").line.setText(TYPED)
    return page


@pytest.mark.parametrize(
    ("begin", "read"),
    [
        (leaving, lambda page: page.view.page.form("leave").raw()["next_school"]),
        (enrolling, lambda page: page._right.currentWidget().form("pupil").raw()["surname"]),
    ],
    ids=["disenrolling", "enrolling"],
)
def test_what_the_office_does_with_a_whole_pupil_comes_back(
    twice: Twice, begin: Callable[[Twice], Page], read: Callable[[Page], str]
) -> None:
    twice.lose(begin(twice))
    assert read(twice.come_back(PupilsPage)) == TYPED


def test_a_free_letter_comes_back_and_goes_when_it_was_emptied(twice: Twice) -> None:
    page = twice.page(LettersPage)
    page.show_target(Target("letters"))
    settle(twice.qtbot)
    page.letter.choose("free")
    page.letter.form.input("text").text.setPlainText(TYPED)
    twice.lose(page)
    again = twice.come_back(LettersPage)
    assert again.letter.form.raw()["text"] == TYPED
    assert not again.drafts.isVisible()
    again.letter.reset()
    again.context.drafting.tick()
    settle(twice.qtbot)
    assert twice.desk.drafts.notes().notes == ()


def test_a_letter_that_stands_there_is_not_overwritten_by_a_draft(twice: Twice) -> None:
    page = twice.page(LettersPage)
    page.letter.choose("free")
    page.letter.form.input("text").text.setPlainText(TYPED)
    twice.lose(page)
    again = twice.page(LettersPage)
    again.letter.choose("free")
    again.letter.form.input("text").text.setPlainText("een andere brief")
    (note,) = again.context.drafting.offered()
    again.show_target(target_of(note))
    settle(twice.qtbot)
    assert again.letter.form.raw()["text"] == "een andere brief"
    assert "eerst de brief af" in again.message_bar.text()


def test_a_reason_in_a_report_comes_back_at_its_item(twice: Twice) -> None:
    begun(twice.desk)
    page = twice.page(TransferPage)
    page.open_pupil(twice.pupil())
    settle(twice.qtbot)
    row = next(
        one
        for one in page.report_view.composer.rows().values()
        if one.item.element.sensitive and one.box.isEnabled()
    )
    row.put_back(TYPED)
    number = row.item.id
    twice.lose(page)
    again = twice.come_back(TransferPage)
    assert again.report_view.composer.typed() == {number: {"reason": TYPED}}
