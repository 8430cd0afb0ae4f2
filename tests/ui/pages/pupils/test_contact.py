"""Adressen: old addresses apart, what needs attention, whom to call, one guardian for two."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.access.categories import Category
from tests.ui.pages.desk_page import click
from tests.ui.pages.pupils.conftest import TODAY
from ui.context import Target
from ui.pages.dossier.contact_cards import calling_order
from ui.widgets.labels import PlainLabel

MOTHER = {"initials": "M.", "surname": "Hof", "phone": "0612345678", "postcode": "8011 AB"}
LINK = {"relationship": "mother", "custody": "yes", "emergency_order": 2}


@pytest.fixture
def family(open_as):
    """Anna with a mother, two present addresses, one that ended, and a neighbour to call first."""
    opened = open_as("directeur")
    anna, entries = opened.id_of("Anna"), opened.desk.entries
    entries.add_guardian(anna, MOTHER, LINK)
    for street, until in (("Laan", None), ("Kade", None), ("Pad", TODAY - timedelta(days=1))):
        address = {"sort": "home", "street": street, "house_number": "1", "city": "Zwolle"}
        entries.add(anna, "address", {**address, "until_date": until})
    neighbour = {"name": "Buurvrouw", "relationship": "buurvrouw", "phone": "0687654321"}
    entries.add(anna, "emergency_contact", {**neighbour, "emergency_order": 1})
    return opened


def words(page) -> str:
    return " ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def test_ended_addresses_stand_apart_and_two_homes_and_what_is_unconfirmed_are_said(
    family,
) -> None:
    family.open("Anna")
    page = family.tab("contact")
    rows = {key: len(page.cards[key].table.rows()) for key in ("address", "address_ended")}
    assert rows == {"address": 2, "address_ended": 1}
    assert not page.cards["address_ended"].add_button.isVisible()
    said = words(page)
    assert "2 woonadressen gelden tegelijk" in said
    assert "het gezag van M. Hof (nooit)" in said
    click(family.qtbot, page.sheet_button)
    assert family.went == [Target("check-sheets", family.id_of("Anna"))]


def test_confirming_by_check_sheet_takes_the_remark_away(family) -> None:
    for home in family.desk.check_sheets.overview().households:
        family.desk.check_sheets.confirm(home.id)
    family.open("Anna")
    page = family.tab("contact")
    assert "niet bevestigd" not in words(page)
    [row] = page.cards["guardian_of_pupil"].table.rows()
    assert row.values["confirmed_on"] == TODAY


def test_a_guardian_is_found_by_a_childs_name_linked_by_keyboard_and_parted(family) -> None:
    qtbot = family.qtbot
    family.open("Sita")
    page = family.tab("contact")
    click(qtbot, page.link_button)
    qtbot.keyClicks(page.face.search, "anna")
    qtbot.keyClick(page.face.search, Qt.Key.Key_Return)
    family.settle()
    qtbot.keyClick(page.face.table.view, Qt.Key.Key_Return)
    assert "Anna van 't Hof" in words(page.sheet)
    page.sheet.form("guardianship").input("relationship").set_value("mother")
    click(qtbot, page.sheet.submit_button)
    family.settle()
    [row] = page.cards["guardian_of_pupil"].table.rows()
    assert row.title == "M. Hof"
    page.edit_guardian(row.id)
    assert "gelden ook voor Anna van 't Hof" in words(page.sheet)
    page.split_guardian(row)
    family.settle()
    assert family.desk.guardians.shared(family.id_of("Sita")) == {}


def test_someone_with_the_same_name_and_postcode_is_pointed_out_once(family) -> None:
    family.open("Sita")
    page = family.tab("contact")
    click(family.qtbot, page.cards["guardian_of_pupil"].add_button)
    person, link = page.sheet.form("guardian"), page.sheet.form("guardianship")
    person.set_values({"surname": "Hof", "postcode": "8011ab"})
    link.input("relationship").set_value("father")
    click(family.qtbot, page.sheet.submit_button)
    family.settle()
    assert "M. Hof, van Anna" in page.message_bar.text()
    click(family.qtbot, page.sheet.submit_button)
    family.settle()
    assert page.sheet is None
    found = family.desk.entries.page(family.id_of("Sita"), Category.CONTACT).entries["guardian"]
    assert [one.values["surname"] for one in found] == ["Hof"]


def test_those_to_call_stand_in_order_whoever_they_are(family) -> None:
    page = family.desk.entries.page(family.id_of("Anna"), Category.CONTACT)
    assert [(one.place, one.name) for one in calling_order(page)] == [
        (1, "Buurvrouw"),
        (2, "M. Hof"),
    ]
