"""Who gets a check sheet together, and what may never stand on it: rules, and random families."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dossier.guardians import same_address
from app.dossier.households import (
    Child,
    EmergencyNumber,
    Household,
    KnownAddress,
    Tie,
    households,
    is_stale,
)
from app.dossier.values import GuardianContact, PupilSummary, SchoolSettings
from app.sheets.check_sheet import check_sheet

TODAY = date(2027, 3, 1)
SCHOOL = SchoolSettings("", "De Regenboog", "12AB", "00", True, "Dorpsstraat 1")
LANE, QUAY = ("Laan 1", "8011 AB  Zwolle"), ("Kade 22", "8011 AC  Zwolle")


def guardian(name: str, **given: Any) -> GuardianContact:
    made = GuardianContact(
        id=name,
        name=f"X. {name}",
        family_name=name,
        salutation="none",
        relationship="ouder",
        custody="yes",
        deceased=False,
        lives_with=True,
        address=(),
        address_secret=False,
        phone=f"06-{name}",
        email=f"{name}@voorbeeld.nl",
        phone_secret=False,
    )
    return replace(made, **given)


def child(name: str, *guardians: GuardianContact, home: Any = (), **given: Any) -> Child:
    secret = given.pop("secret", False)
    pupil = PupilSummary(name, "1", name, name, name, (name, "", ""), "g", "8", "8", True, False)
    address = KnownAddress(
        f"a{name}", "home", "woonadres", tuple(home), f"038-{name}", secret, None
    )
    made = Child(
        pupil,
        "",
        date(2016, 5, 1),
        False,
        False,
        tuple(Tie(f"{name}{one.id}", one) for one in guardians),
        (address,) if home else (),
    )
    return replace(made, **given)


def linked(*children: Child) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in children:
        for tie in one.ties:
            found.setdefault(tie.guardian.id, set()).add(one.pupil.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def made(*children: Child) -> list[list[str]]:
    found, _ = households(children, linked(*children))
    return [[one.id for one in home.members] for home in found]


@pytest.mark.parametrize(
    ("one", "other", "facts", "together"),
    [
        ({"address": LANE}, {"address": LANE}, {}, True),
        ({"address": LANE}, {"address": ("laan  1", "8011AB zwolle")}, {}, True),
        ({"address": LANE}, {"address": QUAY}, {}, False),
        ({"address": LANE}, {"address": LANE}, {"apart": True}, False),
        ({"address": LANE, "address_secret": True}, {"address": LANE}, {}, False),
        ({"address": LANE}, {"address": LANE, "phone_secret": True}, {}, False),
        ({"address": LANE}, {"address": LANE, "salutation": "institution"}, {}, False),
        ({}, {}, {"home": LANE, "together": True}, True),
        ({}, {}, {"home": LANE}, False),
        ({}, {}, {}, False),
    ],
)
def test_parents_share_a_sheet_only_when_they_surely_live_together(
    one: dict[str, Any], other: dict[str, Any], facts: dict[str, Any], together: bool
) -> None:
    family = child("Bo", guardian("A", **one), guardian("B", **other), **facts)
    assert made(family) == ([["A", "B"]] if together else [["A"], ["B"]])


def test_brothers_and_sisters_stand_on_one_sheet_but_not_on_that_of_a_stepfather() -> None:
    mother, step = guardian("A", address=LANE), guardian("B", address=LANE, custody="no")
    bo, daan = child("Bo", mother), child("Daan", mother, step)
    found, _ = households([bo, daan], linked(bo, daan))
    assert [[one.pupil.id for one in home.children] for home in found] == [["Bo", "Daan"], ["Daan"]]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"deceased": True}, "overleden"),
        ({"custody": "no", "lives_with": False}, "geen gezag"),
        ({"custody": "unknown", "lives_with": False}, "gezag onbekend"),
        ({"custody": "unknown"}, ""),
        ({"custody": "no"}, ""),
    ],
)
def test_who_gets_no_sheet_is_said_with_the_reason(facts: dict[str, Any], why: str) -> None:
    family = child("Bo", guardian("A", **facts))
    found, without = households([family], linked(family))
    assert bool(found) is not bool(why)
    assert why in "".join(one.why for one in without)


@pytest.mark.parametrize(
    ("mother", "father", "facts", "on_hers"),
    [
        ({}, {"address": QUAY}, {"secret": True}, True),
        ({"address": LANE}, {"address": QUAY}, {}, True),
        ({}, {"address": LANE}, {}, False),
        ({}, {}, {}, False),
        ({}, {"deceased": True}, {}, True),
        ({"lives_with": False}, {"address": QUAY}, {}, False),
        ({"address": QUAY}, {"address": LANE}, {}, False),
    ],
)
def test_the_address_of_a_child_stands_only_on_the_sheet_of_whose_it_surely_is(
    mother: dict[str, Any], father: dict[str, Any], facts: dict[str, Any], on_hers: bool
) -> None:
    family = child("Bo", guardian("A", **mother), guardian("B", **father), home=LANE, **facts)
    found, _ = households([family], linked(family))
    hers = next(home for home in found if home.id == "A")
    assert (LANE[0] in repr(check_sheet(hers, SCHOOL, TODAY))) is on_hers


def test_emergency_numbers_stand_only_on_the_sheet_of_the_only_household() -> None:
    number = EmergencyNumber("n", "Oma", "grootmoeder", "06-oma", None)
    alone = child("Bo", guardian("A"), numbers=(number,))
    apart = child("Daan", guardian("B", address=LANE), guardian("C", address=QUAY),
                  numbers=(number,))  # fmt: skip
    found, _ = households([alone, apart], linked(alone, apart))
    shown = {home.id: "06-oma" in repr(check_sheet(home, SCHOOL, TODAY)) for home in found}
    assert shown == {"A": True, "B": False, "C": False}


def test_a_household_is_confirmed_as_of_its_oldest_part_and_stale_after_a_year() -> None:
    old, new = date(2026, 2, 1), date(2027, 2, 1)
    family = child("Bo", guardian("A", address=LANE), home=LANE)
    tie = replace(family.ties[0], confirmed_on=new, custody_confirmed_on=new)
    family = replace(family, ties=(tie,))
    assert _confirmed(family) is None, "the address was never confirmed"
    family = replace(family, addresses=(replace(family.addresses[0], confirmed_on=old),))
    assert _confirmed(family) == old
    assert [is_stale(day, TODAY) for day in (None, old, date(2026, 3, 1), new)] == [
        True,
        True,
        False,
        False,
    ]


def _confirmed(family: Child) -> date | None:
    (home,), _ = households([family], linked(family))
    return home.confirmed_on


# ------------------------------------------------------------------------------ random families

_ADDRESSES = st.sampled_from([(), LANE, QUAY, ("Pad 3", "8011 AD  Zwolle")])


@st.composite
def families(draw: st.DrawFn) -> list[Child]:
    """Up to four guardians and three children, linked and living anyhow."""
    people = [
        guardian(
            name,
            address=draw(_ADDRESSES),
            custody=draw(st.sampled_from(["yes", "no", "unknown"])),
            address_secret=draw(st.booleans()),
            phone_secret=draw(st.booleans()),
            lives_with=draw(st.booleans()),
            deceased=draw(st.integers(0, 9)) == 0,
        )
        for name in ("Aa", "Bb", "Cc", "Dd")[: draw(st.integers(1, 4))]
    ]
    made_ = []
    for name in ("Bo", "Daan", "Eva")[: draw(st.integers(1, 3))]:
        parents = draw(st.lists(st.sampled_from(people), min_size=1, unique=True))
        situation = draw(st.sampled_from(["", "together", "apart"]))
        made_.append(
            child(
                name,
                *parents,
                home=draw(_ADDRESSES),
                secret=draw(st.booleans()),
                together=situation == "together",
                apart=situation == "apart",
            )
        )
    return made_


@settings(max_examples=150, deadline=None)
@given(families())
def test_no_sheet_ever_holds_what_is_of_another_household(children: list[Child]) -> None:
    found, without = households(children, linked(*children))
    people = {tie.guardian.id: tie.guardian for one in children for tie in one.ties}
    for home in found:
        _check(home, children, people)
    asked = {(one.id, kid.pupil.id) for home in found for one in home.members
             for kid in home.children}  # fmt: skip
    ties = {(tie.guardian.id, kid.pupil.id) for kid in children for tie in kid.ties}
    assert len(asked) + len(without) == len(ties), "every guardian is asked or said to be left out"


def _own(home: Household, address: tuple[str, ...]) -> bool:
    return any(same_address(one.address, address) for one in home.members)


def _check(home: Household, children: list[Child], people: dict[str, GuardianContact]) -> None:
    paper = repr(check_sheet(home, SCHOOL, TODAY))
    inside = {one.id for one in home.members}
    ids = {one.pupil.id for one in home.children}
    related = {tie.guardian.id for kid in children if kid.pupil.id in ids for tie in kid.ties}
    secret = [one for one in home.members if one.address_secret or one.phone_secret]
    assert not secret or len(inside) == 1, "what is secret stays on a sheet of its own"
    for name, one in people.items():
        if name not in inside:
            assert one.phone not in paper
            assert one.email not in paper
            assert one.name not in paper
            if name in related and one.address and not one.deceased and not _own(home, one.address):
                assert one.address[0] not in paper, "another guardian's address"
    for kid in children:
        mine = any(kid.pupil.id == one.pupil.id for one in home.children)
        assert mine is (f"display_name='{kid.pupil.display_name}'" in repr(home))
        if not mine:
            assert f"038-{kid.pupil.id}" not in paper
