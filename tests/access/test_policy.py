"""Who may do what: the whole table, every cell, and everything else refused."""

from datetime import date, timedelta

import pytest

from app.access.categories import Category, Role
from app.access.people import NO_RELATION, Relation, StaffMember
from app.access.policy import Action, Ground, Refusal, decide

TODAY = date(2026, 11, 23)
OWN = Relation(own_group="7/8B", year_group="8")
OWN_YOUNGER = Relation(own_group="3", year_group="3")
OTHER = Relation(year_group="5")
FORMER = Relation(former=True)

# Per role and relation: the categories that may be read and written, by the first letters below.
SHORT = {
    "na": Category.NAME,
    "en": Category.ENROLMENT,
    "pn": Category.PERSONAL_NUMBER,
    "ab": Category.ABSENCE,
    "co": Category.CONTACT,
    "cp": Category.CUSTODY_PAPERS,
    "fu": Category.FUNDING,
    "ok": Category.OKR,
    "on": Category.OKR_NARRATIVE,
    "he": Category.HEALTH,
    "sh": Category.SHARED_HEALTH,
    "em": Category.EMERGENCY_CARD,
    "re": Category.RESULTS,
    "ta": Category.TALK,
    "ps": Category.RESEARCH,
}
EVERYTHING = " ".join(SHORT)
SUPERVISED = "na en pn ab co ok on he sh em re ta ps"
SUPERVISOR_WRITES = "ab co ok on he sh em re ta ps"
OFFICE = "na en pn co fu ab"
TABLE = [
    (Role.TEACHER, OWN, "na en ab co re ta sh on", "ab re ta co on"),
    (Role.TEACHER, OWN_YOUNGER, "na en ab co re ta sh", "ab re ta co"),
    (Role.TEACHER, OTHER, "na", ""),
    (Role.TEACHER, FORMER, "na", ""),
    (Role.SUBSTITUTE, OWN, "na en ab co re ta sh on", "ab re ta co on"),
    (Role.SUBSTITUTE, OWN_YOUNGER, "na en ab co re ta sh", "ab re ta co"),
    (Role.SUBSTITUTE, OTHER, "na", ""),
    (Role.SUPERVISOR, OTHER, SUPERVISED, SUPERVISOR_WRITES),
    (Role.SUPERVISOR, OWN, SUPERVISED, SUPERVISOR_WRITES),
    (Role.HEAD, OTHER, EVERYTHING, EVERYTHING),
    (Role.HEAD, FORMER, EVERYTHING, EVERYTHING),
    (Role.OFFICE, OTHER, OFFICE, OFFICE),
    (Role.OFFICE, OWN, OFFICE, OFFICE),
    (Role.IT, OTHER, "", ""),
    (Role.IT, OWN, "", ""),
]
ALONE = {
    Action.ENROL: {Role.OFFICE, Role.HEAD},
    Action.IMPORT: {Role.OFFICE, Role.HEAD},
    Action.OKR_FINALISE: {Role.SUPERVISOR, Role.HEAD},
    Action.OKR_SEND: {Role.SUPERVISOR, Role.HEAD},
    Action.OKR_LETTER: {Role.SUPERVISOR, Role.HEAD, Role.OFFICE},
    Action.FREE_LETTER: {Role.SUPERVISOR, Role.HEAD, Role.OFFICE},
    Action.PUPIL_LOG: {Role.SUPERVISOR, Role.HEAD},
    Action.LOG: {Role.HEAD},
    Action.STAFF: {Role.HEAD},
    Action.SCHOOL: {Role.HEAD},
    Action.EXPORT_SCHOOL: {Role.HEAD},
    Action.FORMER_PUPILS: {Role.SUPERVISOR, Role.OFFICE, Role.HEAD},
    Action.BACKUP: {Role.IT, Role.HEAD},
}


def person(*roles: Role, until: date | None = None) -> StaffMember:
    return StaffMember("id", "Naam", frozenset(roles), until)


def granted(decision: Ground | Refusal) -> bool:
    return isinstance(decision, Ground)


@pytest.mark.parametrize(("role", "relation", "reads", "writes"), TABLE)
def test_every_cell_of_the_table(role: Role, relation: Relation, reads: str, writes: str) -> None:
    for short, category in SHORT.items():
        may_read = granted(decide(person(role), relation, category, Action.READ, TODAY))
        may_write = granted(decide(person(role), relation, category, Action.WRITE, TODAY))
        may_print = granted(decide(person(role), relation, category, Action.PRINT, TODAY))
        assert may_read == (short in reads.split()), (role, relation, category)
        assert may_write == (short in writes.split()), (role, relation, category)
        if category is not Category.NAME:
            assert may_print == may_read, "print follows read"


def test_the_table_names_every_category() -> None:
    assert set(SHORT.values()) == set(Category)


@pytest.mark.parametrize("action", [a for a in Action if a not in ("read", "write", "print")])
def test_actions_that_stand_alone_belong_to_their_roles_only(action: Action) -> None:
    for role in Role:
        allowed = granted(decide(person(role), NO_RELATION, None, action, TODAY))
        assert allowed == (role in ALONE[action]), (role, action)


def test_a_teacher_may_write_a_letter_about_an_own_pupil_only() -> None:
    teacher = person(Role.TEACHER)
    assert granted(decide(teacher, OWN, None, Action.FREE_LETTER, TODAY))
    assert not granted(decide(teacher, OTHER, None, Action.FREE_LETTER, TODAY))
    assert not granted(decide(teacher, OWN, None, Action.OKR_LETTER, TODAY))


def test_an_action_that_stands_alone_is_never_granted_through_a_category() -> None:
    for role in Role:
        for action in ALONE:
            for category in Category:
                assert not granted(decide(person(role), OWN, category, action, TODAY))


def test_someone_without_a_role_may_nothing() -> None:
    nobody = person()
    for category in Category:
        for action in (Action.READ, Action.WRITE, Action.PRINT):
            assert not granted(decide(nobody, OWN, category, action, TODAY))


def test_roles_add_up() -> None:
    both = person(Role.TEACHER, Role.OFFICE)
    assert granted(decide(both, OWN, Category.RESULTS, Action.READ, TODAY))
    assert granted(decide(both, OTHER, Category.FUNDING, Action.READ, TODAY))
    assert not granted(decide(both, OTHER, Category.RESULTS, Action.READ, TODAY))


def test_a_substitute_stops_after_the_last_day() -> None:
    last = person(Role.SUBSTITUTE, until=TODAY)
    assert granted(decide(last, OWN, Category.RESULTS, Action.READ, TODAY))
    over = decide(last, OWN, Category.RESULTS, Action.READ, TODAY + timedelta(days=1))
    assert isinstance(over, Refusal)
    assert "23-11-2026" in over.reason


def test_the_ground_names_the_group_and_the_refusal_names_who_may() -> None:
    ground = decide(person(Role.TEACHER), OWN, Category.TALK, Action.READ, TODAY)
    assert ground == Ground("groepsleerkracht 7/8B")
    refusal = decide(person(Role.TEACHER), OWN, Category.RESEARCH, Action.READ, TODAY)
    assert isinstance(refusal, Refusal)
    assert "intern begeleider, directeur" in refusal.reason
