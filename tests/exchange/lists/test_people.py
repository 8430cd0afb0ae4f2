"""Lists of pupils and staff beside a school: who is new, who changes, who must be asked about."""

from datetime import date

import pytest

from app.exchange.edexml import (
    ExistingGroup,
    ExistingPlacement,
    ExistingPupil,
    ExistingSchool,
    ExistingStaff,
    ImportPlan,
    plan,
    summarise,
)
from app.exchange.lists import report
from app.exchange.lists.pupils import pupils
from app.exchange.lists.staff import staff
from tests.exchange.helpers import applied
from tests.exchange.lists.helpers import TODAY, listed

HEAD = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Geboortedatum;Huidige groep\n"
ANNA = "1001;Anna;de;Vries;17-03-2015;8\n"
BSN = "123456782"


def existing(number: str, call_name: str, surname: str, **more: object) -> ExistingPupil:
    values = {"call_name": call_name, "surname": surname, "birth_date": date(2015, 3, 17), **more}
    place = ExistingPlacement("2026-2027", "g8", "8")
    return ExistingPupil(f"id{number}", number, values=values, placements=(place,))


SCHOOL = ExistingSchool(
    "2026-2027",
    "12AB",
    "00",
    groups=(ExistingGroup("g8", "Groep 8", "2026-2027"),),
    pupils=(
        existing("1001", "Anna", "Vries", prefix="de"),
        existing("1002", "Bram", "Wit", personal_number=BSN),
    ),
    staff=(ExistingStaff("s1", "Ada Min", group_ids=frozenset({"g8"})),),
)


def planned(text: str, school: ExistingSchool = SCHOOL) -> ImportPlan:
    return plan(pupils(*listed(text, "pupils"), TODAY), school, TODAY)


def said(made: ImportPlan) -> list[str]:
    return [f"{one.subject}: {one.sentence}" for one in made.problems]


def test_new_changed_unchanged_and_absent_are_told_apart() -> None:
    made = planned(HEAD + ANNA + "1003;Cem;;Yılmaz;1-5-2016;7/8B\n")
    assert [one.existing.number for one in made.unchanged_pupils] == ["1001"]
    assert [(one.number, one.pupil.label) for one in made.new_pupils] == [
        ("1003", "rij 3: Cem Yılmaz (1003)")
    ]
    assert [(one.name, one.year_groups) for one in made.new_groups] == [("7/8B", ("7", "8"))]
    assert [one.number for one in made.absent] == ["1002"]
    assert made.questions == ()
    assert "Niet in het bestand: 1 leerling van de school" in "\n".join(summarise(made).lines)


def test_a_second_import_of_one_list_changes_nothing() -> None:
    text = HEAD + ANNA + "1003;Cem;;Yılmaz;1-5-2016;7/8B\n;Dana;;Boer;2-5-2016;8\n"
    made = planned(text)
    assert len(made.new_pupils) == 2
    assert planned(text, applied(made)).changes_nothing


def test_a_field_changes_from_old_to_new_and_an_empty_cell_erases_nothing() -> None:
    [changed] = planned(HEAD + "1001;Anne;;Vries;17-03-2015;\n").changed_pupils
    assert [(one.field, one.old_text, one.new_text) for one in changed.changes] == [
        ("call_name", "Anna", "Anne")
    ]


def test_a_bsn_points_at_a_pupil_where_there_is_no_number() -> None:
    made = planned(f"BSN;Naam\n{BSN};Bram Wit\n")
    assert [one.existing.number for one in made.unchanged_pupils] == ["1002"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1001;Zoë;;Ander;1-1-2014;8\n", "Het nummer is bekend"),
        (";Anna;de;Vries;17-03-2015;7\n", "lijkt op een leerling"),
        ("2001;Anna;de;Vries;17-03-2015;8\n", "lijkt op een leerling"),
    ],
    ids=["another's number", "no number", "another number"],
)
def test_who_may_be_somebody_else_is_a_question(row: str, sentence: str) -> None:
    made = planned(HEAD + row)
    assert [sentence in one.sentence for one in made.questions] == [True]
    assert made.changes_nothing or made.new_groups


def test_the_same_pupil_twice_is_refused_with_both_rows() -> None:
    made = planned(HEAD + ANNA + "1001;Anna;de;Vries;18-03-2015;8\n" + "1003;Cem;;Y;;8\n" * 2)
    assert [one.number for one in made.new_pupils] == ["1003"]
    assert made.changed_pupils == ()
    told = [(one.subject, one.sentence) for one in made.problems]
    differing = "Deze leerling staat in rij 2 en 3, met verschillen; geen ervan is overgenomen."
    same = "Deze leerling staat in rij 4 en 5, met hetzelfde; één keer is overgenomen."
    assert told == [
        ("rij 2: Anna de Vries (1001)", differing),
        ("rij 3: Anna de Vries (1001)", differing),
        ("rij 5: Cem Y (1003)", same),
    ]


def test_two_of_one_name_in_two_groups_are_two_pupils() -> None:
    made = planned("Naam;Groep\nNoor Bos;1\nNoor Bos;2\n")
    assert len(made.new_pupils) + len(made.questions) == 2
    assert said(made) == []


def test_what_cannot_be_read_is_said_and_left_empty() -> None:
    text = "Nr;Roepnaam;Geboren;Geslacht;BSN;Postcode;Adres\n5;Bo;31-2-2016;?;111111111;80;Kade\n"
    made = planned(text)
    [new] = made.new_pupils
    assert (new.pupil.birth_date, new.pupil.sex, new.pupil.street) == (None, "", "")
    assert {one.field for one in made.problems} == {
        "Geboortedatum",
        "Geslacht",
        "BSN of onderwijsnummer",
        "Postcode",
        "Straat met huisnummer",
    }
    assert not any("111111111" in one.value for one in made.problems)


@pytest.mark.parametrize(
    ("words", "sexes"),
    [
        (("j", "m"), ("boy", "girl")),
        (("m", "v"), ("boy", "girl")),
        (("M", "M"), ("", "")),
        (("jongen", "meisje"), ("boy", "girl")),
    ],
)
def test_m_is_a_girl_beside_j_and_a_boy_beside_v(words, sexes) -> None:
    file = pupils(*listed(f"Naam;Geslacht\nA B;{words[0]}\nC D;{words[1]}\n"), TODAY)
    assert tuple(one.sex for one in file.pupils) == sexes


def test_who_left_without_a_date_or_is_yet_to_come_is_not_taken_over() -> None:
    head = "Nr;Naam;Huidige status\n"
    made = planned(head + "5;A B;Uitgeschreven\n6;C D;Vooraanmelding\n7;E F;Ingeschreven\n")
    assert [one.number for one in made.new_pupils] == ["7"]
    assert len(made.problems) == 2


def test_columns_that_are_not_taken_are_named_with_the_reason() -> None:
    made = planned("Nr;Naam;Etniciteit;Kluisje\n5;A B;x;12\n6;C D;;13\n")
    assert [(one.label, one.count) for one in made.not_taken] == [("Etniciteit", 1), ("Kluisje", 2)]
    assert "AVG art. 5" in made.not_taken[0].reason


def test_an_address_is_filled_in_and_never_changed() -> None:
    head = "Nr;Naam;Straat;Huisnummer;Postcode;Woonplaats\n"
    text = head + "1001;Anna de Vries;Kade;1;8011ab;Zwolle\n"
    [changed] = planned(text).changed_pupils
    assert changed.new_home == {
        "street": "Kade",
        "house_number": "1",
        "postcode": "8011 AB",
        "city": "Zwolle",
    }
    moved = planned(text.replace("Kade", "Laan"), applied(planned(text)))
    assert moved.changed_pupils == ()
    assert any("andere straat" in one for one in said(moved))


def test_a_group_may_be_said_once_for_the_whole_list() -> None:
    file = pupils(*listed("Naam\nA B\nC D\n", "pupils", group="Groep 8"), TODAY)
    made = plan(file, SCHOOL, TODAY)
    assert made.new_groups == ()
    assert {one.placement.group.existing_id for one in made.new_pupils if one.placement} == {"g8"}


def test_staff_get_groups_and_no_roles_and_pupils_are_not_called_absent() -> None:
    text = 'Roepnaam;Achternaam;Rollen;Gekoppelde groepen\nEva;Smit;leerkracht, IB;"8, 7/8B"\n;;;\n'
    made = plan(staff(*listed(text + "Ada;Min;;8\nEva;Smit;;\n"), TODAY), SCHOOL, TODAY)
    [new] = made.new_staff
    assert (new.member.name, new.member.roles) == ("Eva Smit", ("leerkracht", "IB"))
    assert [one.name for one in new.groups] == ["8", "7/8B"]
    assert [one.existing.name for one in made.unchanged_staff] == ["Ada Min"]
    assert made.absent == ()
    assert "staat in rij 2 en 5" in made.problems[0].sentence


def test_the_report_names_rows_and_no_pupils() -> None:
    made = planned("Nr;Naam;Geboren\n7;Anna Kok;1-1-2016\n5;=Bo Bos;31-2-2016\n")
    text = report.as_csv(made.problems).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("3;Geboortedatum;Deze datum bestaat niet.")
    assert "Bos" not in text
