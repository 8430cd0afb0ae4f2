"""Check sheets through the desk: made and logged per household, confirmed as one, taken back."""

from datetime import timedelta

import pytest

from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from app.dossier.digest import altered_dossiers
from app.dossier.households import Household
from app.errors import UserError
from app.sheets.check_sheets import Order
from tests.documents import reading
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id


def homes(desk: Desk) -> dict[str, Household]:
    """Households by the name of the first member."""
    return {one.members[0].family_name: one for one in desk.check_sheets.overview().households}


def pages(pdf: bytes) -> list[str]:
    """The text of every page without blanks."""
    return ["".join(page.split()) for page in reading.pages(pdf)]


def dates(desk: Desk, number: str) -> set[object]:
    page = desk.entries.page(pupil_id(desk, number), Category.CONTACT)
    return {
        one.values[name]
        for kind in ("guardian", "guardianship", "address")
        for one in page.entries[kind]
        for name in ("confirmed_on", "custody_confirmed_on")
        if name in one.values
    }


def test_every_household_is_listed_and_who_gets_no_sheet_is_said(desk: Desk) -> None:
    found = desk.check_sheets.overview()
    assert {one.members[0].family_name for one in found.households} == {
        "Wiśniewska", "Hof", "Boer", "Smit", "Zoon",
    }  # fmt: skip
    assert {one.name: one.why.split(":")[0] for one in found.without} == {
        "C. Zonder": "heeft geen gezag en het kind woont er niet",
        "D. Wit": "gezag onbekend en het kind woont er niet",
    }


def test_the_pdf_holds_one_sheet_per_household_with_its_own_data_only(desk: Desk) -> None:
    found = homes(desk)
    chosen = [found["Wiśniewska"].id, found["Boer"].id]
    text = pages(desk.check_sheets.pdf(chosen))
    whole = "".join(text)
    assert "Controleblad" in text[0]
    assert "Laan1" in whole
    assert "Kade22" not in whole, "the father's address"
    assert "E.Boer" in pages(desk.check_sheets.pdf(chosen, Order.FAMILY))[0]
    assert "DanaBoer" in text[0], "group 7 comes before group 8"


def test_making_sheets_is_logged_per_household_and_shown_as_waiting(
    school: TransferSchool,
) -> None:
    desk = school.desk("directeur")
    mother = homes(desk)["Wiśniewska"]
    assert mother.printed_on is None
    desk.check_sheets.pdf([mother.id])
    assert homes(desk)["Wiśniewska"].printed_on is None, "looking at it is not giving it"
    desk.check_sheets.pdf([mother.id], giving=True)
    found = homes(desk)
    assert (found["Wiśniewska"].printed_on, found["Wiśniewska"].waits()) == (TODAY, True)
    assert found["Hof"].printed_on is None, "the father got none"
    lines = desk.log.read(LogFilter(pupil_id=pupil_id(desk, COMPLETE)))
    assert any(line.object_kind == "controleblad" for line in lines)
    desk.close()


def test_a_household_confirms_what_stood_on_its_sheet_and_nothing_else(desk: Desk) -> None:
    mother = homes(desk)["Wiśniewska"]
    desk.check_sheets.confirm(mother.id)
    found = homes(desk)
    assert found["Wiśniewska"].confirmed_on == TODAY
    assert found["Hof"].confirmed_on is None, "the father has not answered"
    assert not found["Wiśniewska"].is_stale(TODAY + timedelta(days=365))
    assert found["Wiśniewska"].is_stale(TODAY + timedelta(days=366))


def test_confirming_a_parent_of_two_reaches_both_dossiers_also_of_who_left(
    school: TransferSchool,
) -> None:
    desk = school.desk("directeur")
    bo, other = pupil_id(desk, GROUP_7), pupil_id(desk, COMPLETE)
    father = desk.entries.page(bo, Category.CONTACT).entries["guardian"][0].id
    link = {"guardian_id": father, "relationship": "father", "custody": "yes"}
    desk.entries.add(other, "guardianship", link)
    desk.pupils.disenrol(other, TODAY - timedelta(days=1), {})
    home = homes(desk)["Boer"]
    assert [one.pupil.id for one in home.children] == [bo], "who left is on no sheet"
    done = desk.check_sheets.confirm(home.id)
    assert done.pupil_ids == (bo,)
    assert dates(desk, GROUP_7) == {TODAY}
    with desk._session.transaction() as connection:
        assert altered_dossiers(connection, [bo, other]) == []
    desk.close()


def test_confirming_is_taken_back_unless_someone_went_on(desk: Desk) -> None:
    home = homes(desk)["Boer"]
    done = desk.check_sheets.confirm(home.id)
    desk.check_sheets.take_back(done)
    assert dates(desk, GROUP_7) == {None}
    again = desk.check_sheets.confirm(home.id)
    pupil = pupil_id(desk, GROUP_7)
    person = desk.entries.page(pupil, Category.CONTACT).entries["guardian"][0]
    desk.entries.change(pupil, "guardian", person.id, person.version, {"phone": "0612345678"})
    with pytest.raises(UserError, match="intussen gewijzigd"):
        desk.check_sheets.take_back(again)
    assert dates(desk, GROUP_7) == {TODAY}, "all or nothing"


def test_a_household_that_is_no_more_is_refused_in_words(desk: Desk) -> None:
    for act in (desk.check_sheets.confirm, lambda one: desk.check_sheets.pdf([one])):
        with pytest.raises(UserError, match="Ververs de lijst"):
            act("weg")
    with pytest.raises(UserError, match="Kies eerst"):
        desk.check_sheets.pdf([])
