"""Who goes where in a new school year: the proposal, and what a person changes in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dossier.checks import YEAR_GROUPS
from app.dossier.roll_over_plan import (
    Choices,
    GroupNow,
    PupilNow,
    RollOverPlan,
    SchoolNow,
    next_year_group,
    plan_of,
    proposed_name,
)
from app.dossier.values import PupilSummary

SINGLE = ["1/2A:1,2", "1/2B:1,2", "3A:3", "3B:3", "4A:4", "4B:4", "5:5", "6:6", "7:7", "8:8"]
COMBINED = ["1/2:1,2", "3/4:3,4", "5:5", "6:6", "7/8A:7,8", "7/8B:7,8"]


def groups(told: list[str], teachers: dict[str, tuple[str, ...]] | None = None):
    made = []
    for one in told:
        name, years = one.split(":")
        made.append(
            GroupNow(f"id-{name}", name, tuple(years.split(",")), (teachers or {}).get(name, ()))
        )
    return tuple(made)


def pupil(number: int, group: str, year_group: str) -> PupilSummary:
    return PupilSummary(
        id=f"p{number}",
        number=str(number),
        display_name=f"Kind {number}",
        list_name=f"{number}, Kind",
        search_key="",
        sort_key=("", "", ""),
        group_id=f"id-{group}" if group else None,
        group_name=group,
        year_group=year_group,
        own=False,
        former=False,
    )


def school(told: list[str], *pupils: PupilNow, made: list[str] | None = None) -> SchoolNow:
    return SchoolNow("2027-2028", groups(told), groups(made or []), pupils)


def where(plan: RollOverPlan) -> dict[str, tuple[str, str]]:
    return {move.pupil.id: (move.group, move.year_group) for move in plan.moves}


@pytest.mark.parametrize(
    ("year_group", "after"),
    [("0", "1"), ("1", "2"), ("7", "8"), ("8", ""), ("S", "S"), ("V", "V"), ("12", "12")],
)
def test_every_year_group_has_its_next(year_group: str, after: str) -> None:
    assert next_year_group(year_group) == after


@pytest.mark.parametrize(
    ("told", "group", "old", "expected"),
    [
        (SINGLE, "3A", "3", "4A"),
        (SINGLE, "3B", "3", "4B"),
        (SINGLE, "4B", "4", "5B"),
        (SINGLE, "6", "6", "7"),
        (SINGLE, "1/2B", "1", "1/2B"),
        (SINGLE, "1/2B", "2", "3B"),
        (COMBINED, "1/2", "2", "3/4"),
        (COMBINED, "3/4", "3", "3/4"),
        (COMBINED, "3/4", "4", "5"),
        (COMBINED, "5", "5", "6"),
        (COMBINED, "6", "6", "7/8A"),
        (COMBINED, "7/8B", "7", "7/8B"),
        (["Bijen:3", "Vlinders:4"], "Bijen", "3", "Vlinders"),
        (["Bijen:3"], "Bijen", "3", "4"),
        (["groep 10:3"], "groep 10", "3", "4"),
    ],
)
def test_the_name_of_the_next_group_follows_from_the_names(
    told: list[str], group: str, old: str, expected: str
) -> None:
    there = groups(told)
    present = next(one for one in there if one.name == group)
    assert proposed_name(present, old, next_year_group(old), there) == expected


def test_group_8_is_listed_and_nobody_of_it_is_placed_or_disenrolled() -> None:
    plan = plan_of(
        school(["7:7", "8:8"], PupilNow(pupil(1, "8", "8")), PupilNow(pupil(2, "7", "7")))
    )
    assert where(plan) == {"p2": ("8", "8")}
    assert [one.id for one in plan.leaving] == ["p1"]


def test_who_stays_down_keeps_the_year_and_the_name_of_the_group() -> None:
    now = school(["3A:3", "8:8"], PupilNow(pupil(1, "3A", "3")), PupilNow(pupil(2, "3A", "3")),
                 PupilNow(pupil(3, "8", "8")))  # fmt: skip
    plan = plan_of(now, Choices(staying=frozenset({"p1", "p3"})))
    assert where(plan) == {"p1": ("3A", "3"), "p2": ("4A", "4"), "p3": ("8", "8")}
    assert {move.pupil.id for move in plan.moves if move.stays} == {"p1", "p3"}
    assert plan.leaving == ()


def test_a_chosen_group_goes_before_the_proposal() -> None:
    now = school(["3A:3", "3B:3"], PupilNow(pupil(1, "3A", "3")), PupilNow(pupil(2, "3B", "3")))
    plan = plan_of(now, Choices(groups={("id-3A", "3"): "4", ("id-3B", "3"): "4"}))
    assert where(plan) == {"p1": ("4", "4"), "p2": ("4", "4")}
    assert [(one.name, one.year_groups, one.pupil_count) for one in plan.groups] == [
        ("4", ("4",), 2)
    ]


def test_a_combination_that_children_stay_in_keeps_its_year_groups() -> None:
    plan = plan_of(school(["7/8B:7,8"], PupilNow(pupil(1, "7/8B", "7"))))
    assert [(one.name, one.year_groups) for one in plan.groups] == [("7/8B", ("7", "8"))]


def test_the_first_years_get_their_group_though_nobody_moves_up_to_it() -> None:
    plan = plan_of(school(["1:1", "5:5"], PupilNow(pupil(1, "1", "1"))))
    assert [(one.name, one.pupil_count) for one in plan.groups] == [("1", 0), ("2", 1)]


def test_teachers_are_proposed_by_the_name_of_the_group_and_can_be_chosen() -> None:
    now = SchoolNow(
        "2027-2028",
        groups(["3:3", "4:4"], {"3": ("juf3",), "4": ("juf4",)}),
        (),
        (PupilNow(pupil(1, "3", "3")), PupilNow(pupil(2, "4", "4"))),
    )
    assert {one.name: one.teacher_ids for one in plan_of(now).groups} == {"4": ("juf4",), "5": ()}
    chosen = plan_of(now, Choices(teachers={"4": (), "5": ("juf4", "juf3")}))
    assert {one.name: one.teacher_ids for one in chosen.groups} == {"4": (), "5": ("juf4", "juf3")}


def test_a_group_that_was_made_already_is_used_as_it_is() -> None:
    now = SchoolNow(
        "2027-2028",
        groups(["3:3"]),
        (GroupNow("new-4", "4", ("4", "5"), ("juf",)),),
        (PupilNow(pupil(1, "3", "3")),),
    )
    [group] = plan_of(now).groups
    assert (group.made_id, group.year_groups, group.teacher_ids) == ("new-4", ("4", "5"), ("juf",))


_NAMES = [one.split(":")[0] for one in (*SINGLE, *COMBINED)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*_NAMES, "", "elders"]),
            st.sampled_from([*YEAR_GROUPS, ""]),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=30,
    ),
    st.sampled_from([SINGLE, COMBINED]),
)
def test_nobody_is_lost_or_placed_twice(children, told: list[str]) -> None:
    now = school(
        told,
        *(
            PupilNow(pupil(i, group, year), leaves=leaves, placed=placed)
            for i, (group, year, leaves, placed, _) in enumerate(children)
        ),
    )
    staying = frozenset(f"p{i}" for i, one in enumerate(children) if one[4])
    plan = plan_of(now, Choices(staying=staying))
    listed = (*plan.leaving, *plan.going, *plan.placed, *plan.groupless)
    ids = [move.pupil.id for move in plan.moves] + [one.id for one in listed]
    assert sorted(ids) == sorted(one.pupil.id for one in now.pupils)
    made = {group.name: group for group in plan.groups}
    assert all(move.year_group in made[move.group].year_groups for move in plan.moves)
    assert sum(group.pupil_count for group in plan.groups) == len(plan.moves)
