"""The plan of the demo school: who is in it, on every day of the year. Needs no database."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from stdnum.nl import bsn

from app.demo.calendar import Calendar, is_school_day
from app.demo.plan import plan
from app.demo.values import EntryPlan, PupilPlan, SchoolPlan
from app.dossier import checks
from app.dossier.kinds import KINDS, FieldType
from app.dossier.school_year import age_on
from app.report.elements import ELEMENTS

# The turn of the school year, the days around each step of the group 8 calendar, a leap day.
DAYS = [
    date(2026, 8, 1), date(2026, 8, 31), date(2026, 11, 24), date(2027, 1, 1),
    date(2027, 2, 1), date(2027, 4, 1), date(2027, 7, 31), date(2028, 2, 29),
]  # fmt: skip
TODAY = date(2026, 11, 24)
DATED = ("from_date", "taken_on", "given_on", "observed_on", "held_on", "noted_on", "done_on",
         "consent_date", "birth_date", "custody_date")  # fmt: skip


@cache
def school(day: date) -> SchoolPlan:
    return plan(day)


def pupil(kind: str, day: date = TODAY) -> PupilPlan:
    number = school(day).kinds[kind]
    return next(one for one in school(day).pupils if one.number == number)


def entries(one: PupilPlan, kind: str) -> list[EntryPlan]:
    return [entry for entry in one.entries if entry.kind == kind]


def guardians(one: PupilPlan) -> list[dict[str, object]]:
    """Each guardian's own fields and what he or she is to this pupil."""
    people = {guardian.key: guardian.values for guardian in school(TODAY).guardians}
    return [
        {**people[str(link.values["guardian_id"])], **link.values}
        for link in entries(one, "guardianship")
    ]


def present(day: date) -> list[PupilPlan]:
    def is_open(entry: EntryPlan) -> bool:
        until = entry.values["until_date"]
        return until is None or (isinstance(until, date) and until >= day)

    return [one for one in school(day).pupils if any(map(is_open, entries(one, "enrolment")))]


def every_row(day: date) -> Iterator[tuple[str, dict[str, object]]]:
    for guardian in school(day).guardians:
        yield "guardian", dict(guardian.values)
    for one in school(day).pupils:
        yield "pupil", dict(one.values)
        for entry in one.entries:
            yield entry.kind, dict(entry.values)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_in_the_demo_school_lies_in_the_future(day: date) -> None:
    taken_in = Calendar(day).taken_in_on
    late = [
        (kind, name, values[name])
        for kind, values in every_row(day)
        for name in DATED
        if isinstance(values.get(name), date) and values[name] > day
    ]
    assert late == []
    written = [e.on for p in school(day).pupils for e in p.entries if e.kind in ("result", "talk")]
    assert max(written) <= taken_in < day


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_value_of_the_demo_school_could_have_been_typed(day: date) -> None:
    for kind_code, values in every_row(day):
        kind = KINDS[kind_code]
        assert set(values) <= {field.name for field in kind.fields}
        filled = {field.name: values.get(field.name, field.default) for field in kind.fields}
        _, problems = checks.check(kind, filled, day)
        assert problems == {}, (kind_code, values)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_there_are_about_120_pupils_in_six_groups(day: date) -> None:
    pupils = present(day)
    assert 110 <= len(pupils) <= 130
    year = Calendar(day).year
    held = {group.key: 0 for group in school(day).groups if group.key.startswith(str(year))}
    assert [key.partition("/")[2] for key in held] == ["1/2", "3", "4/5", "6", "7", "8"]
    for one in pupils:
        now = [e for e in entries(one, "placement") if e.values["group_id"] in held]
        for entry in now:
            held[str(entry.values["group_id"])] += 1
    assert min(held.values()) >= 15


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_absence_and_results_reach_back_over_two_school_years(day: date) -> None:
    before = Calendar(day).year - 1
    for kind, name in (("absence", "from_date"), ("result", "taken_on")):
        dates = [values[name] for code, values in every_row(day) if code == kind]
        oldest = min(one for one in dates if isinstance(one, date))
        assert oldest <= date(before, 11, 15)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_1001_can_get_a_whole_report_on_every_day_of_the_year(day: date) -> None:
    one = pupil("showcase", day)
    assert one.number == "1001"
    placed = [e.values for e in entries(one, "placement")][-1]
    assert (placed["year_group"], placed["until_date"]) == ("8", None)
    advices = [e.values for e in entries(one, "advice")]
    assert any(advice.get("in_context") for advice in advices)
    aspects = {e.values["aspect"] for e in entries(one, "observation")}
    assert aspects == set(KINDS["observation"].field("aspect").choices)
    kinds = {entry.kind for entry in one.entries}
    for element in ELEMENTS.values():
        if element.needed["po_vo"] == "obligatory" and element.from_kinds:
            assert kinds & set(element.from_kinds), element.code
    assert {"health", "support", "research", "talk", "absence"} <= kinds


@pytest.mark.parametrize(
    ("day", "sorts"),
    [
        (date(2026, 11, 24), ["provisional"]),
        (date(2027, 2, 15), ["provisional", "provisional"]),
        (date(2027, 4, 12), ["provisional", "provisional", "definitive"]),
    ],
)
def test_an_advice_of_group_8_is_there_only_when_it_has_been_given(
    day: date, sorts: list[str]
) -> None:
    given = entries(pupil("showcase", day), "advice")
    assert [entry.values["sort"] for entry in given] == sorts


def test_the_same_day_gives_the_same_school() -> None:
    assert plan(TODAY) == plan(TODAY)


def test_numbers_are_unique_and_belong_to_nobody() -> None:
    pupils = [one.values for one in school(TODAY).pupils]
    people = [one.values for one in school(TODAY).guardians]
    for name in ("number", "personal_number"):
        assert len({one[name] for one in pupils}) == len(pupils)
    numbers = [str(one["personal_number"]) for one in pupils]
    assert all(n.startswith("999") and bsn.is_valid(n) for n in numbers if not n.startswith("10"))
    phones = [str(one["phone"]) for one in people if one["phone"]]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("06-12345") for phone in phones)
    assert all(str(one["email"]).endswith(".example") for one in people if one["email"])
    codes = [v["postcode"] for _, v in every_row(TODAY) if v.get("postcode")]
    assert all(str(code).startswith("9999") for code in codes)


FAMILIES = {
    # tag: (relationship, custody, has an own address, deceased) of each guardian
    "showcase": [("mother", "yes", True, False), ("father", "yes", True, False)],
    "parent_without_custody": [("mother", "yes", True, False), ("father", "no", True, False)],
    "institution": [("legal_guardian", "yes", True, False), ("foster", "no", True, False)],
    "deceased": [("mother", "yes", True, False), ("father", "yes", False, True)],
    "secret_address": [("mother", "yes", True, False), ("father", "yes", True, False)],
    "two_mothers": [("mother", "yes", True, False), ("mother", "yes", True, False)],
    "custody_unknown": [("mother", "yes", True, False), ("father", "unknown", True, False)],
    "grandparent": [("grandparent", "yes", True, False), ("mother", "no", False, False)],
    "abroad": [("mother", "yes", True, False), ("father", "yes", True, False)],
}


@pytest.mark.parametrize("tag", FAMILIES)
def test_each_sort_of_family_is_there(tag: str) -> None:
    found = [
        (one["relationship"], one["custody"], bool(one.get("street")), bool(one.get("deceased")))
        for one in guardians(pupil(tag))
    ]
    assert found == FAMILIES[tag]


def addresses(tag: str) -> set[tuple[object, object]]:
    return {(one["postcode"], one["house_number"]) for one in guardians(pupil(tag))}


def test_divorced_parents_live_at_two_addresses_and_parents_together_at_one() -> None:
    assert len(addresses("showcase")) == 2
    assert len(addresses("two_mothers")) == 1
    together = [one for one in present(TODAY) if one.values["family_situation"] == "together"]
    assert len(together) > 70


def test_a_secret_address_is_secret_for_mother_and_child() -> None:
    one = pupil("secret_address")
    mother, father = guardians(one)
    (home,) = entries(one, "address")
    assert mother["address_secret"]
    assert mother["phone_secret"]
    assert home.values["secret"]
    assert not father.get("address_secret")


def test_twins_share_birth_date_and_guardians() -> None:
    first, second = pupil("twins"), pupil("twin_sister")
    assert first.values["birth_date"] == second.values["birth_date"]
    links = [
        {e.values["guardian_id"] for e in entries(one, "guardianship")} for one in (first, second)
    ]
    assert links[0] == links[1]
    assert len(links[0]) == 2


NAMES = {
    "polish": ("Łukasz", "", "Wiśniewski-Özdemir"),
    "turkish": ("Çağla", "", "Şahin"),
    "vietnamese_2": ("Ánh", "", "Nguyễn"),
    "apostrophe": ("Sanne", "van 't", "Hof"),
    "ij": ("Tijmen", "", "IJzerman"),
    "double_barrelled": ("Noor", "de", "Vries-van der Meulen"),
    "single_name": ("", "", "Suryani"),
}


@pytest.mark.parametrize("tag", NAMES)
def test_each_sort_of_name_is_there(tag: str) -> None:
    values = pupil(tag).values
    assert (values["call_name"], values["prefix"], values["surname"]) == NAMES[tag]


def test_a_very_long_name_and_a_guardian_in_arabic_script_are_there() -> None:
    values = pupil("very_long").values
    assert len(f"{values['call_name']} {values['prefix']} {values['surname']}") > 120
    father = guardians(pupil("arabic_guardian"))[0]
    assert all("\u0600" <= letter <= "\u06ff" for letter in str(father["surname"]) if letter != " ")


def test_one_pupil_has_an_onderwijsnummer() -> None:
    number = str(pupil("education_number").values["personal_number"])
    assert checks.is_education_number(number)
    assert not bsn.is_valid(number)


def test_one_pupil_left_and_came_back_and_nothing_was_written_in_between() -> None:
    one = pupil("returned")
    first, second = (entry.values for entry in entries(one, "enrolment"))
    left, back = first["until_date"], second["from_date"]
    assert isinstance(left, date)
    assert isinstance(back, date)
    assert second["reason_in"] == "returned"
    assert second["until_date"] is None
    others = [e for e in one.entries if e.kind not in ("enrolment", "placement")]
    assert [entry for entry in others if left < entry.on < back] == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_someone_of_sixteen_is_in_the_archive_with_what_may_still_be_kept(day: date) -> None:
    one = pupil("sixteen", day)
    born = one.values["birth_date"]
    left = entries(one, "enrolment")[-1].values["until_date"]
    assert isinstance(born, date)
    assert isinstance(left, date)
    assert age_on(born, day) == 16
    assert age_on(left, day) < 5
    assert one not in present(day)
    # Two years after leaving the dossier as a whole is gone; enrolment stays.
    assert not {entry.kind for entry in one.entries} & {"result", "talk", "health", "observation"}


def test_sensitive_categories_are_kept_of_a_believable_share() -> None:
    pupils = present(TODAY)

    def share(*kinds: str) -> float:
        having = [one for one in pupils if any(entries(one, kind) for kind in kinds)]
        return len(having) / len(pupils)

    assert 0.05 < share("health") < 0.25
    assert 0.1 < share("support") < 0.4
    assert 0.01 < share("research") < 0.15
    assert 0 < share("funding") < 0.05
    assert share("absence") > 0.9


def test_the_dossiers_hold_many_different_sentences() -> None:
    texts = {
        str(value)
        for kind, values in every_row(TODAY)
        for field in KINDS[kind].fields
        if field.type is FieldType.LONG_TEXT and (value := values.get(field.name))
    }
    assert len(texts) > 200
    assert not [text for text in texts if "{" in text or "lorem" in text.lower()]


def test_nobody_is_absent_on_a_day_without_school() -> None:
    absences = [v for kind, v in every_row(TODAY) if kind == "absence"]
    days = [v[name] for v in absences for name in ("from_date", "until_date") if v.get(name)]
    assert [day for day in days if isinstance(day, date) and not is_school_day(day)] == []
