"""Who is matched to whom, what changes, and that a second import is quiet."""

from dataclasses import replace
from datetime import date

import pytest

from app.errors import UserError
from app.exchange.edexml import (
    Answer,
    Decision,
    ExistingEnrolment,
    ExistingPupil,
    ExistingStaff,
    Subject,
    parse,
    plan,
    read,
    summarise,
)
from tests.exchange.helpers import EMPTY, SAMPLES, TODAY, applied, edex, pupil

ANNA = {
    "call_name": "Anna",
    "prefix": "de",
    "surname": "Vries",
    "birth_date": date(2015, 3, 4),
    "sex": "girl",
}


def _school(*pupils: ExistingPupil):
    return replace(EMPTY, pupils=pupils)


def _planned(text: str, school=EMPTY):
    return plan(parse(text), school, TODAY)


def _known(**changes) -> ExistingPupil:
    values = {**ANNA, **changes.pop("values", {})}
    return ExistingPupil(**{"id": "a", "number": "1001", "values": values, **changes})


def test_the_sample_makes_four_groups_and_no_questions():
    made = plan(read(SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"), EMPTY, TODAY)
    assert [one.year_groups for one in made.groups] == [
        *(("1", "2"), ("3", "4", "5"), ("6", "7", "8"), ("0",)),
    ]
    assert len(made.new_pupils) == 38
    assert made.questions == ()
    assert [one.pupil.surname for one in made.new_pupils if one.former] == ["Peeters"]
    keyless = next(one for one in made.new_pupils if not one.pupil.source_key)
    assert keyless.number == "20360"
    assert made.warnings == ()


def test_importing_the_sample_twice_changes_nothing():
    file = read(SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml")
    again = plan(file, applied(plan(file, EMPTY, TODAY)), TODAY)
    assert again.changes_nothing
    assert again.questions == ()
    assert len(again.unchanged_pupils) == 38
    assert len(again.unchanged_staff) == 6
    assert "Importeren verandert niets." in summarise(again).lines


def test_groups_can_be_kept_apart():
    file = read(SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml")
    made = plan(file, EMPTY, TODAY)
    assert len(made.joinable) == 3
    apart = made.with_separate_groups({made.joinable[0]})
    assert len(apart.groups) == 5
    assert apart.groups[0].name.endswith("(jaargroep 1)")


def test_a_combination_group_gets_the_year_groups_of_its_pupils():
    text = edex(
        pupil("1", jaargroep="4", groep="c") + pupil("2", jaargroep="3", groep="c", roepnaam="Bo"),
        groups='<groep key="c"><naam>3/4</naam><jaargroep>C</jaargroep></groep>',
    )
    assert _planned(text).groups[0].year_groups == ("3", "4")


def test_eckid_finds_a_pupil_whose_key_has_changed():
    text = edex(pupil("99").replace('key="99"', 'key="99" eckid="https://e/1"'))
    known = _known(values={"eckid": "https://e/1"}, source_key="5", source_school="99ZZ00")
    (changed,) = _planned(text, _school(known)).changed_pupils
    assert changed.new_source_key == "99"
    assert changed.existing.id == "a"


def test_a_key_counts_only_within_the_same_school():
    other = _known(source_key="1", source_school="11AA00", values={"call_name": "Piet"})
    assert len(_planned(edex(pupil("1")), _school(other)).new_pupils) == 1
    own = replace(other, source_school="99ZZ00")
    assert len(_planned(edex(pupil("1")), _school(own)).changed_pupils) == 1


def test_a_key_used_again_for_another_child_is_a_question():
    other = _known(
        source_key="1",
        source_school="99ZZ00",
        values={"call_name": "Piet", "surname": "Kok", "birth_date": date(2012, 1, 1)},
    )
    made = _planned(edex(pupil("1")), _school(other))
    assert [one.subject for one in made.questions] == [Subject.PUPIL]
    assert made.absent == ()


def test_key_and_eckid_that_disagree_are_a_question():
    text = edex(pupil("1").replace('key="1"', 'key="1" eckid="https://e/1"'))
    one = _known(values={"eckid": "https://e/1"})
    two = _known(id="b", number="1002", source_key="1", source_school="99ZZ00")
    (question,) = _planned(text, _school(one, two)).questions
    assert {candidate.id for candidate in question.candidates} == {"a", "b"}


LIKE = {
    "same name and birth date": ({}, True),
    "the same without marks": ({"call_name": "Ánna"}, True),
    "no call name here": ({"call_name": ""}, True),
    "no birth date here": ({"birth_date": None}, True),
    "prefix inside the surname": ({"prefix": "", "surname": "de Vries"}, True),
    "same name, other birth date": ({"birth_date": date(2014, 1, 1)}, False),
    "twins": ({"call_name": "Bo"}, False),
    "birth date alone": ({"call_name": "Bo", "surname": "Kok"}, False),
}


@pytest.mark.parametrize(("values", "asks"), LIKE.values(), ids=LIKE)
def test_likeness_without_a_key_is_asked_and_never_merged(values, asks):
    made = _planned(edex(pupil("5")), _school(_known(values=values)))
    assert len(made.questions) == int(asks)
    assert len(made.new_pupils) == int(not asks)
    assert made.changed_pupils == made.unchanged_pupils == ()
    assert len(made.absent) == int(not asks)


def test_the_same_personal_number_is_asked():
    known = _known(values={"call_name": "X", "surname": "Y", "personal_number": "123456782"})
    (question,) = _planned(edex(pupil(bsn="123456782")), _school(known)).questions
    assert question.candidates[0].reason == "zelfde BSN of onderwijsnummer"


def _keyless_twice(**second: str):
    first = applied(_planned(edex(pupil("#1"))))
    return _planned(edex(pupil("#2", **second)), first)


def test_a_keyless_pupil_that_equals_exactly_one_is_unchanged():
    made = _keyless_twice()
    assert len(made.unchanged_pupils) == 1
    assert made.changes_nothing


@pytest.mark.parametrize(
    "field",
    [
        *({"geslacht": "1"}, {"jaargroep": "7"}, {"groep": "g7"}, {"postcodenl": "1234AB"}),
        *({"instroomdatum": "2019-09-20"}, {"bsn": "123456782"}, {"roepnaam": "ANNA"}),
    ],
    ids=str,
)
def test_a_keyless_pupil_that_differs_in_anything_is_a_question(field):
    made = _keyless_twice(**field)
    assert len(made.questions) == 1
    assert not made.changed_pupils


def test_a_keyless_pupil_that_equals_two_is_a_question():
    first = applied(_planned(edex(pupil("#1"))))
    twin = replace(first.pupils[0], id="zz", number="9")
    made = _planned(edex(pupil("#1")), replace(first, pupils=(*first.pupils, twin)))
    assert len(made.questions[0].candidates) == 2


def test_two_in_the_file_for_one_at_the_school_are_two_questions():
    eckid = 'eckid="https://e/1"'
    known = _known(values={"eckid": "https://e/1"}, source_key="2", source_school="99ZZ00")
    text = edex(pupil("1").replace('key="1"', f'key="1" {eckid}') + pupil("2"))
    made = _planned(text, _school(known))
    assert len(made.questions) == 2
    same = Answer(Decision.SAME, "a")
    with pytest.raises(UserError, match="dezelfde persoon"):
        made.with_answers({one.id: same for one in made.questions})
    one = made.with_answers({made.questions[0].id: same})
    assert not one.questions[0].candidates[0].available
    with pytest.raises(UserError, match="dezelfde persoon"):
        one.with_answers({one.questions[0].id: same})


def test_a_keyless_pupil_twice_in_the_file_comes_in_once():
    made = _planned(edex(pupil("#1") + pupil("#2")))
    assert len(made.new_pupils) == 1
    assert "twee keer" in made.problems[0].sentence


def test_a_keyless_pupil_with_the_name_of_another_in_the_file_is_a_question():
    text = edex(pupil("#1") + pupil("7", geslacht="1"))
    made = _planned(text)
    (question,) = made.questions
    assert question.candidates == ()
    added = made.with_answers({question.id: Answer(Decision.ADD)})
    assert len(added.new_pupils) == 2
    again = _planned(text, applied(added))
    assert again.changes_nothing
    assert again.questions == ()


def test_two_pupils_of_one_name_and_date_with_own_keys_are_two_pupils():
    made = _planned(edex(pupil("1") + pupil("2")))
    assert len(made.new_pupils) == 2
    assert _planned(edex(pupil("1") + pupil("2")), applied(made)).changes_nothing


def test_answers_add_match_and_skip():
    made = _planned(edex(pupil("5", roepnaam="", voornamen="Anna")), _school(_known()))
    (question,) = made.questions
    added = made.with_answers({question.id: Answer(Decision.ADD)})
    assert [one.number for one in added.new_pupils] == ["5"]
    matched = made.with_answers({question.id: Answer(Decision.SAME, "a")})
    (changed,) = matched.changed_pupils
    assert changed.new_source_key == "5"
    assert "call_name" not in changed.values
    skipped = made.with_answers({question.id: Answer(Decision.SKIP)})
    assert len(skipped.skipped) == 1
    assert skipped.questions == ()
    assert skipped.absent == ()
    with pytest.raises(ValueError, match="candidate"):
        made.with_answers({question.id: Answer(Decision.SAME, "nobody")})
    with pytest.raises(KeyError):
        made.with_answers({"pupil-99": Answer(Decision.ADD)})


def test_a_matched_pupil_is_found_by_key_the_next_time():
    text = edex(pupil("5"))
    made = _planned(text, _school(_known()))
    done = applied(made.with_answers({made.questions[0].id: Answer(Decision.SAME, "a")}))
    assert _planned(text, done).changes_nothing


def test_a_number_of_another_pupil_is_not_given_away_by_an_answer():
    text = edex(pupil("1", bsn="123456782").replace('key="1"', 'key="1" eckid="https://e/1"'))
    numbers = {"eckid": "https://e/1", "personal_number": "123456782"}
    one = _known(values=numbers)
    two = _known(id="b", number="1002", source_key="1", source_school="99ZZ00")
    made = _planned(text, _school(one, two))
    answered = made.with_answers({made.questions[0].id: Answer(Decision.SAME, "b")})
    assert not set(numbers) & set(answered.changed_pupils[0].values)
    assert {problem.field for problem in answered.problems} == {
        *("ECK iD", "BSN of onderwijsnummer"),
    }
    added = made.with_answers({made.questions[0].id: Answer(Decision.ADD)})
    assert not set(numbers) & set(added.new_pupils[0].values)
    assert added.new_pupils[0].pupil.source_key == ""


def test_two_pupils_whose_numbers_were_swapped_get_their_own():
    first, second = "123456782", "111222333"
    school = applied(_planned(edex(pupil("1", bsn=first) + pupil("2", roepnaam="Bo", bsn=second))))
    eckids = [{**one.values, "eckid": f"e{one.number}"} for one in school.pupils]
    school = replace(
        school,
        pupils=tuple(
            replace(one, values=values) for one, values in zip(school.pupils, eckids, strict=True)
        ),
    )
    text = edex(pupil("1", bsn=second) + pupil("2", roepnaam="Bo", bsn=first))
    text = text.replace('key="1"', 'key="1" eckid="e1"').replace('key="2"', 'key="2" eckid="e2"')
    made = _planned(text, school)
    assert [one.values for one in made.changed_pupils] == [
        {"personal_number": second},
        {"personal_number": first},
    ]


def _own(**changes) -> ExistingPupil:
    return _known(source_key="1", source_school="99ZZ00", **changes)


def test_an_empty_field_never_erases():
    school = _school(
        _own(
            values={"first_names": "Anna Maria", "personal_number": "123456782"},
            home={"postcode": "1234 AB"},
            enrolments=(ExistingEnrolment(date(2019, 8, 20), None),),
        )
    )
    text = edex('<leerling key="1"><roepnaam>Anna</roepnaam><geslacht>0</geslacht></leerling>')
    made = _planned(text, school)
    assert len(made.unchanged_pupils) == 1


def test_a_change_shows_the_old_and_the_new_in_dutch():
    made = _planned(edex(pupil("1", geslacht="1", geboortedatum="2015-03-05")), _school(_own()))
    texts = {(one.label, one.old_text, one.new_text) for one in made.changed_pupils[0].changes}
    assert ("Geslacht", "meisje", "jongen") in texts
    assert ("Geboortedatum", "04-03-2015", "05-03-2015") in texts
    assert ("Jaargroep", "", "8") in texts
    assert ("Groep", "", "8A") in texts


def test_another_postcode_is_said_and_the_address_left_alone():
    made = _planned(
        edex(pupil("1", postcodenl="9999ZZ")), _school(_own(home={"postcode": "1234 AB"}))
    )
    assert made.changed_pupils[0].new_home == {}
    assert [one.field for one in made.problems] == ["Postcode"]
    made = _planned(edex(pupil("1", postcodenl="9999ZZ")), _school(_own()))
    assert made.changed_pupils[0].new_home == {"postcode": "9999 ZZ"}


def test_a_bsn_replaces_an_onderwijsnummer_and_never_the_other_way_round():
    number = {"personal_number": "101222331"}
    made = _planned(edex(pupil("1", bsn="123456782")), _school(_own(values=number)))
    assert made.changed_pupils[0].values["personal_number"] == "123456782"
    bsn = {"personal_number": "123456782"}
    made = _planned(edex(pupil("1", onderwijsnummer="101222331")), _school(_own(values=bsn)))
    assert "personal_number" not in made.changed_pupils[0].values
    assert made.problems[0].value == "••••••331"


def test_a_move_to_another_group_starts_today():
    school = applied(_planned(edex(pupil("1"))))
    (changed,) = _planned(edex(pupil("1", groep="g7")), school).changed_pupils
    assert changed.placement.moves
    assert changed.placement.replaces
    assert changed.placement.from_date == TODAY
    assert [one.field for one in changed.changes] == ["group"]


def test_leaving_makes_a_former_pupil_and_returning_a_new_enrolment():
    school = applied(_planned(edex(pupil("1"))))
    (left,) = _planned(edex(pupil("1", uitstroomdatum="2026-10-09")), school).changed_pupils
    assert left.former
    assert left.enrolment.replaces_from == date(2019, 8, 20)
    gone = applied(_planned(edex(pupil("1", uitstroomdatum="2026-10-09")), school))
    (back,) = _planned(edex(pupil("1", instroomdatum="2026-11-01")), gone).changed_pupils
    assert back.enrolment.adds
    assert not back.former
    done = applied(_planned(edex(pupil("1", instroomdatum="2026-11-01")), gone))
    assert len(done.pupils[0].enrolments) == 2
    assert _planned(edex(pupil("1", instroomdatum="2026-11-01")), done).changes_nothing
    assert _planned(edex(pupil("1", uitstroomdatum="2026-10-09")), done).changes_nothing


def test_a_missing_date_of_enrolment_is_estimated_and_said():
    made = _planned(edex(pupil("1", instroomdatum="")))
    assert made.new_pupils[0].enrolment.from_date == date(2026, 8, 1)
    assert made.new_pupils[0].enrolment.estimated
    assert "1 augustus" in made.warnings[0]
    long_ago = _planned(edex(pupil("1", instroomdatum="", uitstroomdatum="2020-05-01")))
    assert long_ago.new_pupils[0].enrolment.from_date == date(2019, 8, 1)
    assert long_ago.new_pupils[0].placement is None


def test_historic_pupils_without_a_last_day_are_said():
    made = _planned(edex(pupil("1", jaargroep="H", groep="")))
    assert made.new_pupils[0].placement is None
    assert any("oud-leerling" in one.sentence for one in made.problems)


def test_a_birth_date_to_come_is_left_out():
    made = _planned(edex(pupil("1", geboortedatum="2027-01-01")))
    assert made.new_pupils[0].pupil.birth_date is None
    assert "toekomst" in made.problems[0].sentence


@pytest.mark.parametrize("name", ["start_ondw_jgr3", "instroomdatum", "uitstroomdatum"])
def test_a_date_too_far_ahead_is_left_out_and_named(name):
    made = _planned(edex(pupil("1", **{name: "2090-01-01"})))
    assert len(made.new_pupils) == 1
    assert [one.value for one in made.problems] == ["01-01-2090"]


def test_absent_pupils_are_listed_and_former_ones_are_not():
    stays = _known(values={"call_name": "Piet", "surname": "Kok"})
    gone = replace(stays, id="b", number="1002", former=True)
    made = _planned(edex(pupil("5")), _school(stays, gone))
    assert [one.id for one in made.absent] == ["a"]
    assert len(made.new_pupils) == 1


def test_numbers_are_the_keys_where_they_can_serve():
    text = edex(
        pupil("1001")
        + pupil("een-lange-sleutel-van-36-tekens-zoals-dit", roepnaam="Bo")
        + pupil("12/3", roepnaam="Cas")
        + pupil("77", roepnaam="Dirk")
    )
    values = {"call_name": "Piet", "surname": "Kok", "birth_date": date(2012, 1, 1)}
    other = _known(number="1001", values=values)
    made = _planned(text, _school(other))
    assert [one.number for one in made.new_pupils] == ["1002", "1003", "1004", "77"]


def test_answering_gives_nobody_else_another_number():
    text = edex(pupil("#1") + pupil("#2", roepnaam="Bo") + pupil("#3", roepnaam="Cas"))
    made = _planned(text, _school(_known()))
    before = {one.pupil.position: one.number for one in made.new_pupils}
    after = made.with_answers({made.questions[0].id: Answer(Decision.ADD)})
    numbers = {one.pupil.position: one.number for one in after.new_pupils}
    assert before.items() < numbers.items()
    assert len(set(numbers.values())) == 3


def test_warnings_name_another_school_and_another_year():
    file = parse(edex(pupil()))
    made = plan(file, replace(EMPTY, brin="11AA", school_year="2027-2028"), TODAY)
    assert "andere school" in made.warnings[0]
    assert "2026-2027" in made.warnings[1]
    assert plan(file, replace(EMPTY, branch=""), TODAY).warnings == ()


STAFF = '<leerkracht key="L1"><roepnaam>Jo</roepnaam><achternaam>Kok</achternaam>{}</leerkracht>'
WITH_GROUP = STAFF.format('<groepen><groep key="g8"/></groepen>')


def test_staff_are_matched_on_their_key_and_asked_about_by_name():
    made = _planned(edex(pupil(), staff=WITH_GROUP))
    assert [(one.member.name, one.groups[0].name) for one in made.new_staff] == [("Jo Kok", "8A")]
    known = replace(EMPTY, staff=(ExistingStaff("s", "Jo Kok"),))
    asked = _planned(edex(pupil(), staff=WITH_GROUP), known)
    (question,) = asked.questions
    assert question.subject is Subject.STAFF
    assert asked.new_staff == ()
    done = applied(asked.with_answers({question.id: Answer(Decision.SAME, "s")}))
    assert done.staff[0].source_key == "L1"
    assert len(done.staff[0].group_ids) == 1
    assert _planned(edex(pupil(), staff=WITH_GROUP), done).changes_nothing
    skipped = asked.with_answers({question.id: Answer(Decision.SKIP)})
    assert skipped.new_staff == skipped.changed_staff == skipped.questions == ()


def test_staff_lose_no_group_through_an_import():
    school = applied(_planned(edex(pupil(), staff=WITH_GROUP)))
    without = _planned(edex(pupil(), staff=STAFF.format("")), school)
    assert len(without.unchanged_staff) == 1


def test_the_summary_counts_and_names_no_pupil():
    text = edex(pupil("1", etniciteit="1", geslacht="7") + pupil("#2"))
    summary = summarise(_planned(text, _school(_known(values={"call_name": "Piet"}))))
    assert (summary.pupils_in_file, summary.new_pupils, summary.questions) == (2, 1, 1)
    assert (summary.problems, summary.absent_pupils, summary.new_groups) == (1, 1, 2)
    assert any("Etniciteit (1)" in line for line in summary.lines)
    assert not any("Anna" in line or "Piet" in line for line in summary.lines)
