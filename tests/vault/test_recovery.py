"""The recovery code: every likely slip of the pen is caught and blamed on its group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import RecoveryCode, RecoveryCodeError, generate_recovery_code, parse_recovery_group
from app.vault.recovery import ALPHABET, GROUP_COUNT, GROUP_LENGTH, _complete, is_typed_back

codes = st.builds(
    lambda data: RecoveryCode(tuple(_complete(part, index) for index, part in enumerate(data))),
    st.lists(st.text(ALPHABET, min_size=4, max_size=4), min_size=GROUP_COUNT, max_size=GROUP_COUNT),
)


def test_the_alphabet_has_no_look_alikes_and_enough_bits() -> None:
    assert not set("0OQ1IL6G8BSZV") & set(ALPHABET)
    assert len(set(ALPHABET)) == 23
    assert 23 ** (4 * GROUP_COUNT) > 2**128


def test_generated_codes_are_correct_and_differ() -> None:
    made = {generate_recovery_code() for _ in range(50)}
    assert len(made) == 50
    assert all(str(RecoveryCode.parse(code)) == code for code in made)


@given(codes, st.sampled_from(["-", " ", "", " - ", "\n", "–"]), st.booleans())
def test_blanks_hyphens_and_case_do_not_matter(
    code: RecoveryCode, separator: str, lower: bool
) -> None:
    typed = separator.join(code.groups)
    assert RecoveryCode.parse(typed.lower() if lower else typed) == code


@given(codes, st.integers(0, GROUP_COUNT - 1), st.integers(0, GROUP_LENGTH - 1), st.data())
def test_one_wrong_character_is_blamed_on_its_group(
    code: RecoveryCode, group: int, place: int, data: st.DataObject
) -> None:
    old = code.groups[group]
    other = data.draw(st.sampled_from([c for c in ALPHABET + "O0" if c != old[place]]))
    groups = list(code.groups)
    groups[group] = old[:place] + other + old[place + 1 :]
    for separator in ("-", ""):
        with pytest.raises(RecoveryCodeError, match=f"groep {group + 1}") as caught:
            RecoveryCode.parse(separator.join(groups))
        assert caught.value.groups == (group + 1,)


@given(codes, st.integers(0, GROUP_COUNT - 1), st.integers(0, GROUP_LENGTH - 2))
def test_two_neighbours_exchanged_are_caught(code: RecoveryCode, group: int, place: int) -> None:
    old = code.groups[group]
    new = old[:place] + old[place + 1] + old[place] + old[place + 2 :]
    if new == old:
        assert parse_recovery_group(new, group) == old
        return
    with pytest.raises(RecoveryCodeError):
        parse_recovery_group(new, group)


@given(codes, st.integers(0, GROUP_COUNT - 1))
def test_a_group_in_another_place_is_caught(code: RecoveryCode, group: int) -> None:
    for place in range(GROUP_COUNT):
        if place != group:
            with pytest.raises(RecoveryCodeError):
                parse_recovery_group(code.groups[group], place)


@given(codes, st.integers(0, GROUP_COUNT - 1))
def test_a_missing_character_is_blamed_on_its_own_group(code: RecoveryCode, group: int) -> None:
    groups = list(code.groups)
    groups[group] = groups[group][1:]
    with pytest.raises(RecoveryCodeError, match=f"groep {group + 1}"):
        RecoveryCode.parse("-".join(groups))
    with pytest.raises(RecoveryCodeError, match="39 tekens"):
        RecoveryCode.parse("".join(groups))


@given(st.text())
def test_any_text_is_either_a_code_or_a_clear_refusal(text: str) -> None:
    with pytest.raises(RecoveryCodeError):
        RecoveryCode.parse(text)


def test_typing_a_group_back_proves_the_paper() -> None:
    code = generate_recovery_code()
    groups = RecoveryCode.parse(code).groups
    assert is_typed_back(f" {groups[2].lower()} ", 2, code)
    assert not is_typed_back(groups[3], 2, code)
    assert not is_typed_back("", 2, code)


def test_the_code_does_not_show_in_a_traceback() -> None:
    code = RecoveryCode.generate()
    assert code.groups[0] not in repr(code)
