"""Who is written to, over the kinds of family that schools really have."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.dossier.guardians import same_address
from app.dossier.values import GuardianContact
from app.letters.recipients import recipients

TODAY = date(2026, 11, 23)
CHILD = date(2015, 3, 17)
HOME = ("Dorpsweg 1", "9999 XX  Dorp")
AWAY = ("Kade 22", "9999 YY  Stad")


def guardian(name: str, custody: str = "yes", **more: object) -> GuardianContact:
    values: dict[str, object] = {
        "id": name,
        "name": f"A. {name}",
        "family_name": name,
        "salutation": "mevrouw",
        "relationship": "moeder",
        "custody": custody,
        "deceased": False,
        "lives_with": True,
        "address": (),
        "address_secret": False,
        "phone": "",
        "email": "",
        "phone_secret": False,
    }
    return GuardianContact(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("family", "written", "skipped"),
    [
        ("together", [guardian("Bos"), guardian("Dam", salutation="meneer")], {}),
        ("two mothers", [guardian("Bos"), guardian("Dam")], {}),
        (
            "apart",
            [guardian("Bos", address=HOME), guardian("Dam", address=AWAY, lives_with=False)],
            {},
        ),
        ("one deceased", [guardian("Bos")], {"Dam": "overleden"}),
        ("one without custody", [guardian("Bos")], {"Dam": "geen gezag"}),
        ("custody unknown", [guardian("Bos")], {"Dam": "onbekend"}),
        ("institution", [guardian("Jeugdhulp", salutation="institution", address=AWAY)], {}),
        ("secret address", [guardian("Bos", address=HOME, address_secret=True)], {}),
    ],
)
def test_each_family_gets_its_letters(
    family: str, written: list[GuardianContact], skipped: dict[str, str]
) -> None:
    others = {
        "overleden": guardian("Dam", deceased=True),
        "geen gezag": guardian("Dam", "no"),
        "onbekend": guardian("Dam", "unknown"),
    }
    everyone = [*written, *(others[why] for why in skipped.values())]
    found, left_out = recipients(everyone, "Kind Bos", HOME, CHILD, TODAY)
    assert [one.guardian_id for one in found] == [one.id for one in written], family
    assert {one.name: one.why for one in left_out}.keys() == {f"A. {name}" for name in skipped}
    for one in left_out:
        assert skipped[one.name.removeprefix("A. ")] in one.why


def test_nobody_gets_a_letter_at_the_address_of_the_other() -> None:
    family = [guardian("Bos", address=HOME), guardian("Dam", address=AWAY, lives_with=False)]
    found, _ = recipients(family, "Kind", HOME, CHILD, TODAY)
    assert [one.address for one in found] == [HOME, AWAY]


def test_a_parent_who_lives_elsewhere_without_an_address_gets_none_of_the_childs() -> None:
    found, _ = recipients([guardian("Dam", lives_with=False)], "Kind", HOME, CHILD, TODAY)
    assert found[0].address == ()
    assert "geen adres" in found[0].problem


@pytest.mark.parametrize("secret_for", ["guardian", "pupil"])
def test_a_parent_without_an_address_never_gets_the_secret_one_of_the_other(
    secret_for: str,
) -> None:
    mother = guardian("Bos", address=HOME, address_secret=secret_for == "guardian")
    found, _ = recipients(
        [mother, guardian("Dam")], "Kind", HOME, CHILD, TODAY, home_secret=secret_for == "pupil"
    )
    assert [one.address for one in found] == [HOME, ()]
    assert "geen adres" in found[1].problem


def test_a_parent_at_home_is_written_to_at_the_childs_address() -> None:
    found, _ = recipients([guardian("Dam")], "Kind", HOME, CHILD, TODAY)
    assert found[0].address == HOME


@pytest.mark.parametrize(
    ("salutation", "name", "greeting"),
    [
        ("mevrouw", "van 't Hof", "Geachte mevrouw Van 't Hof,"),
        ("meneer", "IJzer", "Geachte heer IJzer,"),
        ("none", "Öz", "Geachte A. Öz,"),
        ("institution", "Jeugdhulp Oost", "Geachte A. Jeugdhulp Oost,"),
    ],
)
def test_the_greeting_is_as_in_a_dutch_letter(salutation: str, name: str, greeting: str) -> None:
    found, _ = recipients([guardian(name, salutation=salutation)], "Kind", HOME, CHILD, TODAY)
    assert found[0].greeting == greeting


def test_a_pupil_of_sixteen_is_written_to_itself_and_the_parents_are_not() -> None:
    born = date(2010, 11, 23)
    found, left_out = recipients([guardian("Bos")], "Kind Bos", HOME, born, TODAY)
    assert [(one.guardian_id, one.name) for one in found] == [(None, "Kind Bos")]
    assert "16" in left_out[0].why


def test_nobody_on_record_gives_nobody() -> None:
    assert recipients([], "Kind", HOME, CHILD, TODAY) == ((), ())


def test_a_secret_home_goes_to_neither_parent_while_it_is_not_known_whose_it_is() -> None:
    family = [guardian("Bos"), guardian("Dam")]
    found, _ = recipients(family, "Kind", HOME, CHILD, TODAY, home_secret=True)
    assert [one.address for one in found] == [(), ()]
    alone, _ = recipients([guardian("Bos")], "Kind", HOME, CHILD, TODAY, home_secret=True)
    assert alone[0].address == HOME


_FAMILIES = st.lists(
    st.builds(
        guardian,
        st.sampled_from(["Bos", "Dam", "Els", "Fok"]),
        st.sampled_from(["yes", "no", "unknown"]),
        address=st.sampled_from([(), HOME, AWAY]),
        address_secret=st.booleans(),
        lives_with=st.booleans(),
        deceased=st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(_FAMILIES, st.booleans())
def test_no_family_whatever_lets_a_letter_show_a_secret_address_of_another(
    family: list[GuardianContact], home_secret: bool
) -> None:
    found, left_out = recipients(family, "Kind", HOME, CHILD, TODAY, home_secret=home_secret)
    assert len(found) + len(left_out) == len(family)
    people = {one.id: one for one in family}
    for letter in found:
        own = people[str(letter.guardian_id)]
        if not letter.address or same_address(letter.address, own.address):
            continue
        for other in family:
            if other is not own and same_address(other.address, letter.address):
                assert not other.address_secret
                assert not home_secret
