"""What was typed in the field for the name, and how much of it is kept."""

import pytest

from app.vault.pending import UNKNOWN_NAME
from app.vault.typed_name import name_to_keep

KNOWN = ("directeur", "ib", "J. de Vries")


@pytest.mark.parametrize(
    "typed",
    ["directeur", "DIRECTEUR ", "drecteur", "directuer", "directeurr", "ib", "j. de vires"],
)
def test_a_name_of_the_school_is_kept_with_its_slips(typed: str) -> None:
    assert name_to_keep(typed, KNOWN) == typed


@pytest.mark.parametrize(
    "typed",
    ["", "geheim", "ibx", "ik", "directeur2026!", "kwartel trommel lantaarn", "d" * 5000],
)
def test_what_may_be_a_password_is_not(typed: str) -> None:
    assert name_to_keep(typed, KNOWN) == UNKNOWN_NAME


def test_a_school_without_names_knows_none() -> None:
    assert name_to_keep("directeur", ()) == UNKNOWN_NAME
