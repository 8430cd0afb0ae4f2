"""Guardians of brothers and sisters: found, linked, never merged by themselves, parted again."""

from collections.abc import Iterator

import pytest

from app.access.categories import Category
from app.desk import Desk
from app.dossier.digest import altered_dossiers
from app.errors import UserError
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, pupil_id

FATHER = {"relationship": "father", "custody": "yes"}


@pytest.fixture
def head(school: TransferSchool) -> Iterator[Desk]:
    desk = school.desk("directeur")
    yield desk
    desk.close()


def people(desk: Desk, number: str) -> dict[str, str]:
    """Guardian id by title, of one pupil."""
    page = desk.entries.page(pupil_id(desk, number), Category.CONTACT)
    return {one.title: one.id for one in page.entries["guardian"]}


def test_a_guardian_is_found_by_own_name_or_by_a_childs(head: Desk) -> None:
    (found,) = head.guardians.find("boer e")
    assert (found.name, found.city, found.children) == ("E. Boer", "Zwolle", ("Dana Boer",))
    assert head.guardians.find("dana") == (found,)
    assert head.guardians.find("  ") == ()
    pupil = pupil_id(head, GROUP_7)
    person = head.entries.page(pupil, Category.CONTACT).entries["guardian"][0]
    head.entries.change(pupil, "guardian", person.id, person.version, {"address_secret": True})
    assert head.guardians.find("boer")[0].city == "", "a secret address says no city"


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"surname": "BÓER", "postcode": "8011ab"}, 1),
        ({"surname": "Boer", "postcode": "8011 AC"}, 0),
        ({"surname": "Boer"}, 0),
        ({"surname": "Boerma", "postcode": "8011 AB"}, 0),
    ],
)
def test_the_same_name_and_postcode_are_pointed_out(
    head: Desk, values: dict[str, str], count: int
) -> None:
    assert len(head.guardians.alike(values)) == count


def test_one_guardian_is_linked_to_two_children_and_parted_again(head: Desk) -> None:
    bo, dana = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
    father = people(head, GROUP_7)["E. Boer"]
    head.entries.add(bo, "guardianship", {"guardian_id": father, **FATHER})
    assert head.guardians.shared(dana) == {father: ("Thị Ngọc Ánh van 't Hof",)}
    assert head.guardians.shared(bo) == {father: ("Dana Boer",)}
    link = next(
        one
        for one in head.entries.page(bo, Category.CONTACT).entries["guardianship"]
        if one.values["guardian_id"] == father
    )
    head.guardians.split(bo, link.id)
    own = people(head, COMPLETE)["E. Boer"]
    assert own != father
    head.entries.change(bo, "guardian", own, 1, {"phone": "0612345678"})
    person = head.entries.page(dana, Category.CONTACT).entries["guardian"][0]
    assert person.values["phone"] is None, "the other child's guardian stays as it was"
    assert person.values["street"] == "Weg"
    assert head.guardians.shared(bo) == {}
    with pytest.raises(UserError, match="niets te splitsen"):
        head.guardians.split(bo, link.id)
    with head._session.transaction() as connection:
        assert altered_dossiers(connection, [bo, dana]) == []
