"""A password that is easy to guess does not pass; a sentence of words does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.passwords import MIN_LENGTH, dutch_words, strength

KNOWN = ("De Linde", "Dirk Baas", "directeur")

WEAK = [
    "", "kort", "wachtwoord1", "aaaaaaaaaaaa", "x" * 5_000, "\u0000" * 20, "          ",
    # the school's own name and the person's own, with what people put behind it
    "DeLinde2026", "Linde2026!!", "de linde de linde", "directeur2026", "Dirk Baas 2026",
    "DirkBaas!DeLinde", "dïrk bååš 2026", "delindedelinde",
    # a word, a year, a mark: what a composition rule brings about
    "Welkom2026!", "Zomer2026!!", "Winter2026#", "September2026", "Vrijdag13!!", "Wachtwoord!1",
    "W@chtw00rd1", "Geheim12345", "Welkom0101!", "Amsterdam20!", "Voetbal1234", "Herfst-2026",
    # Dutch words in a row that everybody would try
    "ajaxfeyenoord", "juf marieke", "meesterjaap", "groepacht8", "groep78groep78", "hallohallo",
    "welkomopschool", "ikhouvanjou1", "zonnetjezon", "sinterklaas5december",
    "maandagdinsdag", "eentweedrie", "poesenhond", "regenboog12", "basisschool1",
    # walks on the keyboard and rows
    "qwertyuiop", "asdfghjkl123", "1qaz2wsx3edc", "1234567890", "zxcvbnm1234", "abcdefghij",
    "0987654321", "qazwsxedc123",
    # dates and numbers
    "12-11-1984", "1984-11-12", "0612345678", "11121984!!",
    # the same in other languages
    "password123", "iloveyou123", "letmein2026", "football2026",
]  # fmt: skip
STRONG = [
    "paard lantaarn kwartel trommel",
    "De Linde: kwartel trommel paard",
    "gT7#qLp2vX!9",
    "vier losse woorden uit een krant",
    "onze hamster eet graag bloemkool",
    "fietsbel-gordijn-kwark-noordpool",
    "xkq vbr twj zzh",
    "Mijn tante breit sokken voor uilen",
]


@pytest.mark.parametrize("weak", WEAK)
def test_what_is_easy_to_guess_does_not_pass_and_says_why(weak: str) -> None:
    measured = strength(weak, KNOWN)
    assert not measured.good
    assert measured.sentence.endswith(".")
    assert measured.score < 3


@pytest.mark.parametrize("strong", STRONG)
def test_what_is_hard_to_guess_passes(strong: str) -> None:
    assert strength(strong, KNOWN).good


@pytest.mark.parametrize("strong", STRONG)
def test_no_kind_of_character_is_asked_for(strong: str) -> None:
    only_letters = re.sub(r"[^a-z ]", "", strong.casefold())
    if len(only_letters) > 20:
        assert strength(only_letters, KNOWN).good


def test_what_the_school_and_person_are_called_is_not_counted() -> None:
    said = "hond regen"
    assert not strength(f"{said} De Linde Dirk", ("De Linde", "Dirk Baas")).good
    assert not strength("Obs Kwartel Trommel 1", ("Obs Kwartel Trommel",)).good


def test_the_list_of_words_is_clean() -> None:
    words = dutch_words()
    assert 1000 < len(words) < 3000
    assert len(set(words)) == len(words)
    for word in words:
        assert re.fullmatch(r"[a-z0-9]+", word), word


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    measured = strength(text, KNOWN)
    assert measured.good == (measured.sentence == "")
    if measured.good:
        assert len(text) >= MIN_LENGTH
