"""What a guess costs: raised when it falls behind, and the same for every name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import Door, KdfParameters, NewSlot, Unlocked, WrongPassword, add_slot
from app.vault.folder import read_school
from app.vault.keyfile import read_key_file
from app.vault.slots import read_slots

from .conftest import FAST, PASSWORD, School

parameters = st.builds(
    KdfParameters, st.integers(19 * 1024, 1024 * 1024), st.integers(2, 20), st.integers(1, 16)
)


@given(parameters, st.floats(0.0001, 10.0), st.floats(0.01, 1.0))
def test_parameters_are_never_lowered_and_stay_within_the_limits(
    now: KdfParameters, seconds: float, target: float
) -> None:
    raised = now.raised(seconds, target)
    if seconds * 2 > target:
        assert raised is None
    if raised is not None:
        assert raised.memory_kib >= now.memory_kib
        assert raised.iterations >= now.iterations
        assert raised.lanes >= now.lanes
        assert raised.cost > now.cost


def test_a_slot_that_takes_a_tenth_of_the_time_gets_about_ten_times_the_cost() -> None:
    raised = KdfParameters(64 * 1024, 3, 4).raised(0.05, 0.5)
    assert raised is not None
    assert 8 <= raised.cost / (64 * 1024 * 3) <= 12
    assert raised.memory_kib == 256 * 1024  # memory first


class Stopwatch:
    """Gives the next of its durations at every second call."""

    def __init__(self, *durations: float) -> None:
        self.at = 0.0
        self.steps = [step for duration in durations for step in (0.0, duration)]

    def __call__(self) -> float:
        self.at += self.steps.pop(0)
        return self.at


def sign_in(school: School, *durations: float) -> None:
    door = Door(school.folder, stopwatch=Stopwatch(*durations))
    unlocked = door.sign_in("directeur", PASSWORD)
    assert isinstance(unlocked, Unlocked)
    unlocked.close()


def own_kdf(school: School) -> KdfParameters:
    found = read_slots(school.folder, school.door().school.school_id).named("directeur")
    assert found is not None
    return found.kdf


@pytest.fixture
def measured(school: School) -> School:
    """A school whose parameters are to cost half a second."""
    school.folder.write_school(replace(read_school(school.folder), kdf_milliseconds=500))
    return school


def test_a_slot_that_falls_behind_is_raised_at_sign_in(measured: School) -> None:
    sign_in(measured, 0.1, 0.5)
    assert own_kdf(measured).cost > 4 * FAST.cost
    sign_in(measured, 0.5)
    with measured.signed_in() as unlocked:
        assert unlocked.roster_problems == ()


@pytest.mark.parametrize("durations", [(0.26,), (0.5,), (3.0,), (0.1, 1.1)])
def test_a_slot_that_costs_enough_or_would_cost_too_much_is_left(
    measured: School, durations: tuple[float, ...]
) -> None:
    sign_in(measured, *durations)
    assert own_kdf(measured) == FAST


def test_parameters_that_were_chosen_on_purpose_are_left(school: School) -> None:
    sign_in(school, 0.001)
    assert own_kdf(school) == FAST


def test_a_new_slot_gets_the_costliest_parameters_of_the_roster(measured: School) -> None:
    sign_in(measured, 0.2, 0.5)
    with measured.signed_in() as unlocked:
        info = add_slot(unlocked, NewSlot("juf", PASSWORD, ("teacher",)))
        path = measured.folder.keys / f"{info.slot_id}.json"
        assert read_key_file(path, unlocked.school_id).kdf == own_kdf(measured)


def test_every_name_costs_one_calculation_of_a_kind_that_is_in_use(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = KdfParameters(20 * 1024, 2, 1)
    with school.signed_in() as unlocked:
        for name in ("a", "b"):
            add_slot(unlocked, NewSlot(name, PASSWORD, ("teacher",)), kdf=other)
        damaged = add_slot(unlocked, NewSlot("kapot", PASSWORD, ("teacher",)), kdf=other)
    (school.folder.keys / f"{damaged.slot_id}.json").write_text("{")
    derived: list[KdfParameters] = []
    derive = KdfParameters.derive

    def counting(self: KdfParameters, password: str, salt: bytes) -> bytes:
        derived.append(self)
        return derive(self, password, salt)

    monkeypatch.setattr(KdfParameters, "derive", counting)
    unknown = [f"onbekend {number}" for number in range(12)]
    for name in ["directeur", "a", "kapot", *unknown, *unknown]:
        with pytest.raises(WrongPassword):
            school.door().sign_in(name, "fout")
    assert len(derived) == 3 + 2 * len(unknown)
    assert derived[:2] == [FAST, other]
    pretended = derived[3:]
    assert set(pretended) == {FAST, other}  # so neither tells that a name does not exist
    assert pretended[: len(unknown)] == pretended[len(unknown) :]  # and a name keeps its cost
