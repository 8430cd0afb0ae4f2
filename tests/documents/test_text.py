import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import MissingCharacters, Paragraph, fonts, missing_characters, text
from app.documents.shaping import runs as shaped_runs
from app.documents.shaping import visual
from app.documents.style import Face
from app.errors import UserError


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("a\x00b\x07c\x1bd\x7f", "abcd"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("file\u202egnp.exe\u202c", "filegnp.exe"),
        ("\u2066a\u2069\u2067b\u2069\u202ac\u202dd", "abcd"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u2713\ufe0f", "\u2713"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("e\u0301", "é"),
        ("a\tb", "a    b"),
        ("a\u2003b\u3000c", "a b c"),
        ("Latin\u200djoiner\u200c", "Latinjoiner"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_only_what_is_seen_stays(typed: str, seen: str) -> None:
    assert text.clean(typed) == seen


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x5FF)), st.floats(20, 400))
def test_breaking_into_lines_loses_no_letter(typed: str, room: float) -> None:
    cleaned = text.clean(typed)
    lines = text.lines(typed, Face.REGULAR, 10, room)
    drawn = [letter for line in lines for run in line.runs for letter in run.text]
    expected = [
        letter if text.missing_characters(letter) == frozenset() else "□"
        for letter in cleaned
        if not letter.isspace() and letter not in "\u200e\u200f\u061c"
    ]
    mirrored = str.maketrans(")]}>»", "([{<«")
    assert sorted("".join(each for each in drawn if not each.isspace()).translate(mirrored)) == (
        sorted("".join(expected).translate(mirrored))
    )


def test_every_character_of_the_fonts_can_be_put_in_visual_order() -> None:
    for face in Face:
        for name in fonts.chain(face):
            for character in fonts.characters(name):
                assert visual(f"\u05d0{text.clean(character)}a", right_to_left=True)


def test_no_line_is_wider_than_its_room() -> None:
    words = "Hottentottententententoonstelling " * 3 + "x" * 500 + " " + "de " * 50
    assert all(line.width <= 90.001 for line in text.lines(words, Face.BOLD, 10, 90))


def test_a_word_goes_on_the_next_line_before_it_is_cut() -> None:
    lines = text.lines("een tweede", Face.REGULAR, 10, 50)
    assert [line.runs[0].text for line in lines] == ["een", "tweede"]
    assert [line.joiner for line in lines] == [" ", "\n"]


def test_a_line_may_end_after_a_hyphen_between_letters_but_not_in_a_number() -> None:
    found = text.lines("achternaam-dubbel 06-12345678", Face.REGULAR, 10, 70)
    assert [line.runs[0].text for line in found] == [
        "achternaam-",
        "dubbel",
        "06-12345678",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć",
        "Şükrü Özgür Iğdır",
        "Nguyễn Thị Ánh",
        "Ελένη Παπαδοπούλου",
        "Юлия Щербакова",
        "محمد بن علي",
        "יוסף כהן",
        "Ọláyẹ̀mí g̃",
        "✓ ☐ → € ½",
    ],
)
def test_names_of_the_world_can_be_drawn(name: str) -> None:
    assert missing_characters(name) == frozenset()


def test_what_no_font_has_is_found_anywhere_in_a_document() -> None:
    assert missing_characters((Paragraph("goed"), [Paragraph("🎉 漢")])) == {"🎉", "漢"}


def test_half_a_surrogate_pair_is_missing_and_does_not_crash() -> None:
    assert missing_characters("a\ud83d") == {"\ud83d"}


def test_the_message_names_the_characters_and_is_for_the_user() -> None:
    error = MissingCharacters(frozenset("🎉漢"))
    assert isinstance(error, UserError)
    assert "U+1F389" in str(error)
    assert "U+6F22" in str(error)
    assert str(error).encode("utf-8")


def test_a_long_list_of_characters_is_counted_not_listed() -> None:
    assert text.described(map(chr, range(0x4E00, 0x4E20))).endswith("en nog 20")


def test_hebrew_is_turned_and_its_brackets_mirrored() -> None:
    assert visual("אב (7B)", right_to_left=True) == "(7B) בא"


def test_a_dutch_sentence_that_begins_with_an_arabic_name_stays_dutch() -> None:
    (line,) = text.lines("محمد zit in groep zeven.", Face.REGULAR, 10, 500)
    assert not line.right_to_left
    assert line.runs[-1].text.endswith("groep zeven.")


def test_arabic_letters_get_their_joined_forms() -> None:
    drawn = "".join(run.text for run in text.runs("محمد", Face.REGULAR))
    assert drawn == "\ufeaa\ufee4\ufea4\ufee3"


def test_an_accent_stands_over_the_middle_of_its_letter() -> None:
    letter, accent = shaped_runs("m\u0302", Face.REGULAR)
    assert letter.shift is None
    assert accent.shift is not None
    assert -1 < accent.shift[0] < 0


def test_a_shadda_lies_under_its_vowel() -> None:
    found = {run.text: run.shift for run in text.runs("مَّ", Face.REGULAR) if run.shift}
    assert found["\u0651"][1] < found["\u064e"][1]
