"""A password that is easy to guess does not pass; a sentence of words does."""

import pytest

from app.access.passwords import strength

KNOWN = ("De Linde", "Dirk Baas", "directeur")


@pytest.mark.parametrize(
    "weak",
    ["", "kort", "wachtwoord1", "aaaaaaaaaaaa", "DeLinde2026", "Linde2026!!", "de linde de linde",
     "directeur2026", "Dirk Baas 2026", "x" * 5_000],
)  # fmt: skip
def test_what_is_easy_to_guess_does_not_pass_and_says_why(weak: str) -> None:
    measured = strength(weak, KNOWN)
    assert not measured.good
    assert measured.sentence


@pytest.mark.parametrize(
    "strong", ["paard lantaarn kwartel trommel", "De Linde: kwartel trommel paard", "gT7#qLp2vX!9"]
)
def test_what_is_hard_to_guess_passes(strong: str) -> None:
    assert strength(strong, KNOWN).good
