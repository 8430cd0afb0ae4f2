from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.documents import (
    AddressWindow,
    Letter,
    Letterhead,
    MissingCharacters,
    Paragraph,
    render_letters,
)

from .reading import everything, pages, place

pytestmark = pytest.mark.usefixtures("qapp")

NOW = datetime(2025, 11, 24, 9, 30, tzinfo=UTC)
LETTER = Letter(
    letterhead=Letterhead("Basisschool De Regenboog", ("Schoolstraat 1", "1234 AB Dorp")),
    address=("Aan de ouders van", "Anna van 't Hof", "Kerkstraat 12", "1234 AB  Dorp"),
    date="24 november 2025",
    subject="Uitnodiging voor een gesprek",
    blocks=(Paragraph("Graag nodigen wij u uit."),),
    salutation="Beste ouders,",
    reference="2025-114",
    signatures=("M. de Vries\ndirecteur", "K. Jansen"),
    enclosures=("Antwoordstrook",),
)
LONG = replace(LETTER, blocks=(Paragraph("Een zin die de brief lang maakt. " * 300),))


def test_a_letter_holds_all_its_parts() -> None:
    made = " ".join(everything(render_letters([LETTER], created=NOW)).split())
    for part in (
        "Basisschool De Regenboog",
        "Anna van 't Hof",
        "24 november 2025",
        "2025-114",
        "Uitnodiging voor een gesprek",
        "Beste ouders,",
        "Graag nodigen wij u uit.",
        "Met vriendelijke groet,",
        "M. de Vries",
        "directeur",
        "K. Jansen",
        "Antwoordstrook",
        "pagina 1 van 1",
    ):
        assert part in made


@pytest.mark.parametrize("window", AddressWindow)
def test_the_address_stands_in_the_window(window: AddressWindow) -> None:
    made = render_letters([replace(LETTER, window=window)], created=NOW)
    left, top, width, height = window.value
    x, y = place(made, "Aan de ouders van")
    _, last = place(made, "Kerkstraat 12")
    assert x == pytest.approx(left, abs=0.5)
    assert top <= y <= top + 4
    assert last < top + height
    assert width >= 70


def test_a_long_letterhead_does_not_push_the_address_out_of_the_window() -> None:
    head = Letterhead("Basisschool De Regenboog", tuple(f"regel {line}" for line in range(12)))
    made = render_letters([replace(LETTER, letterhead=head)], created=NOW)
    assert place(made, "Aan de ouders van")[1] == pytest.approx(51, abs=2)


def test_a_long_address_gets_smaller_before_it_leaves_the_window() -> None:
    address = tuple(f"adresregel {line}" for line in range(8))
    made = render_letters([replace(LETTER, address=address)], created=NOW)
    assert place(made, "adresregel 7")[1] < 80


def test_every_letter_begins_on_its_own_page_with_its_own_numbers() -> None:
    made = pages(render_letters([LETTER, LONG, LETTER], created=NOW))
    assert len(made) == 5
    expected = ["1 van 1", "1 van 3", "2 van 3", "3 van 3", "1 van 1"]
    assert all(f"pagina {words}" in page for words, page in zip(expected, made, strict=True))
    assert [("Beste ouders" in page) for page in made] == [True, True, False, False, True]


def test_a_letter_stands_alone_as_it_stands_among_others() -> None:
    (alone,) = pages(render_letters([LETTER], created=NOW))
    assert pages(render_letters([LONG, LETTER], created=NOW))[-1] == alone


def test_the_closing_stays_with_the_names_that_sign() -> None:
    for lines in range(20, 50):
        body = (Paragraph("\n".join(["regel"] * lines)),)
        made = pages(render_letters([replace(LETTER, blocks=body)], created=NOW))
        signed = [page for page in made if "M. de Vries" in page]
        assert len(signed) == 1
        assert "Met vriendelijke groet" in signed[0]


def test_the_same_letters_give_the_same_bytes() -> None:
    assert render_letters([LETTER, LONG], created=NOW) == render_letters(
        [LETTER, LONG], created=NOW
    )


def test_nothing_of_an_absurdly_long_letter_is_lost() -> None:
    long = "X" * 5000
    letter = Letter(
        Letterhead(long, (long,)),
        (long,),
        long,
        "Onderwerp",
        (Paragraph(long),),
        salutation=long,
        reference=long,
        closing=long,
        signatures=(long, long, long),
        enclosures=(long,),
        footer="voet",
    )
    made = pages(
        render_letters([replace(letter, letterhead=Letterhead("School", (long,)))], created=NOW)
    )
    assert sum(page.count("X") for page in made) == 5000 * 11
    assert render_letters([letter], created=NOW).startswith(b"%PDF")


def test_a_missing_character_names_itself_before_any_letter_is_made() -> None:
    with pytest.raises(MissingCharacters, match=r"U\+1F389"):
        render_letters([LETTER, replace(LETTER, salutation="Hoi 🎉")], created=NOW)
    made = pages(
        render_letters(
            [LETTER, replace(LETTER, salutation="Hoi 🎉")], created=NOW, replace_missing=True
        )
    )
    assert "U+1F389" not in made[0]
    assert "Hoi □" in made[1]
    assert "U+1F389" in made[1]


def test_no_letters_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no letters"):
        render_letters([], created=NOW)
