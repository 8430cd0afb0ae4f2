"""What a search looks for in a text: words, snippets, marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.access.categories import Category
from app.dossier.kinds import KINDS
from app.dossier.searching import (
    fields_of,
    find,
    is_enough,
    marks_in,
    searched_fields,
    texts_by_category,
    words_of,
)

TALK = KINDS["talk"]


def found(report: str, *wanted: str):
    return find(searched_fields(TALK), {"subject": "Rapport", "report": report}, wanted)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Van 't Hóf", ("van", "t", "hof")),
        ("Wiśniewska-Łuk", ("wisniewska", "luk")),
        ("2e keer, 3x!", ("2e", "keer", "3x")),
        ("“—”", ()),
        ('"AND" OR *', ("and", "or")),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "enough"), [("a", False), ("a b", False), ("", False), ("aap", True)]
)
def test_one_letter_is_no_search(typed: str, enough: bool) -> None:
    assert is_enough(words_of(typed)) is enough


def test_all_words_must_stand_in_the_entry_and_may_stand_in_different_fields() -> None:
    assert found("Rekenen gaat goed.", "reken", "rapp") is not None
    assert found("Rekenen gaat goed.", "reken", "taal") is None
    assert found("Rekenen gaat goed.", "kenen") is None, "in the middle of a word"


def test_a_snippet_marks_the_words_as_they_were_written() -> None:
    snippet = found("Zij las\nÉén boek; één was genoeg.", "een")
    assert snippet is not None
    assert snippet.label == TALK.field("report").label
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["Één", "één"]


@settings(max_examples=40)
@given(st.text(max_size=400), st.text(max_size=300))
def test_a_snippet_is_a_piece_of_the_text_with_its_marks_inside(before: str, after: str) -> None:
    snippet = found(f"{before} Zoekwoord {after}", "zoekwoord")
    assert snippet is not None
    marked = [snippet.text[start:end] for start, end in snippet.marks]
    assert "zoekwoord" in [word for one in marked for word in words_of(one)]
    assert len(snippet.text) <= 160
    assert "\n" not in snippet.text


def test_marks_of_a_letter_that_counts_for_two() -> None:
    assert marks_in("de Straße", ("strass",)) == ((3, 9),)


def test_a_text_stands_under_the_category_that_its_field_asks() -> None:
    link = KINDS["guardianship"]
    row = {"custody_document": "Beschikking"}
    assert texts_by_category(link, row) == {Category.CUSTODY_PAPERS: "beschikking"}
    assert fields_of(link, Category.CONTACT) == ()
