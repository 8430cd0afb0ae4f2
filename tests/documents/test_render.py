import io
from datetime import UTC, datetime

import pikepdf
import pytest

from app.documents import (
    Band,
    BandChart,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    LineChart,
    MissingCharacters,
    Note,
    PageBreak,
    Paragraph,
    Series,
    SignatureLine,
    Spacer,
    Table,
    Tone,
    render,
)

from .reading import everything, pages, place, words

pytestmark = pytest.mark.usefixtures("qapp")

NOW = datetime(2025, 11, 24, 9, 30, tzinfo=UTC)
LONG_NAME = "X" * 5000
CHART = LineChart(
    (Series("Rekenen", (("M3", 120), ("E3", None), ("M4", 142))),), (Band("III", 100, 150),)
)

ATTACKS = [
    "<b>",
    "</b>",
    "a & b &amp; c",
    '<img src="/etc/passwd"/>',
    "<a href='https://example.org'>hier</a>",
    "<para><br/></para>",
    "]]> <!-- --> <?xml?>",
    "100% \\ (tekst) \\( ) {0} %s",
    "Łukasz Żółć, Şükrü Iğdır, Nguyễn Thị Ánh",
    "Ελένη Παπαδοπούλου, Юлия Щербакова",
    "✓ ☐ → € ½ 😀",
]


def document(*blocks: Block, title: str = "Titel", **options: object) -> Document:
    return Document(title, blocks, NOW, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_typed_is_what_is_read(attack: str) -> None:
    made = render(
        document(
            Heading(attack),
            Paragraph(attack),
            Bullets((attack,)),
            KeyValues(((attack, "waarde"),)),
            Table(("kop",), ((attack,),)),
            Note(attack),
            SignatureLine((attack,)),
            title=attack,
            header_left=attack,
            footer=attack,
            watermark="",
        )
    )
    one_line = " ".join(everything(made).split())
    assert one_line.count(" ".join(attack.split())) >= 8


def test_markup_opens_no_file_and_makes_no_link() -> None:
    made = render(document(Paragraph('<img src="/etc/passwd"/><a href="https://x.example">y</a>')))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)
        assert all("/XObject" not in page.Resources for page in pdf.pages)


def test_an_arabic_name_is_read_back_as_letters_in_order() -> None:
    assert "محمد بن علي" in everything(render(document(Paragraph("محمد بن علي"))))


def test_control_and_direction_characters_do_not_reach_the_page() -> None:
    made = everything(render(document(Paragraph("rek\x00ening\u202egnp.exe\u2069"))))
    assert "rekeninggnp.exe" in made


def test_newlines_are_kept() -> None:
    assert "Kerkstraat 1\nDorp" in everything(render(document(Paragraph("Kerkstraat 1\nDorp"))))


def test_lines_are_joined_by_a_space_when_text_is_read_or_copied() -> None:
    sentence = "De leerling werkt graag samen met anderen. " * 20
    with pikepdf.open(io.BytesIO(render(document(Paragraph(sentence))))) as pdf:
        assert len(pdf.pages) == 1
    assert words(everything(render(document(Paragraph(sentence), page_numbers=False)))) == words(
        "Titel " + sentence
    )


def test_every_font_is_embedded_and_none_is_a_default() -> None:
    made = render(
        document(
            Heading("Kop", 1),
            Heading("Kop", 2),
            Heading("Kop", 3),
            Paragraph("tekst", "quote"),
            Bullets(("een",), numbered=True),
            Table(("a", ""), (("", "b"),), caption="Tabel"),
            Figure(CHART, "groei"),
            Note("let op", Tone.MUST),
            SignatureLine(("naam",)),
            watermark="CONCEPT",
            header_left="kop",
            footer="voet",
        )
    )
    assert b"Helvetica" not in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = [
            font
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).as_dict().values()
        ]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        for font in fonts:
            assert b"<0000>" not in font.ToUnicode.read_bytes()


def test_equal_documents_give_equal_bytes() -> None:
    content = document(Heading("Kop"), Paragraph("tekst"), Figure(CHART, "groei"), watermark="W")
    assert render(content) == render(content)


def test_the_file_says_what_it_is() -> None:
    made = render(document(Paragraph("x"), title="Rapport <b>", author="School", subject="OKR"))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo.Title) == "Rapport <b>"
        assert str(pdf.docinfo.Author) == "School"
        assert str(pdf.docinfo.Subject) == "OKR"
        assert str(pdf.docinfo.Creator) == "Leerlingdossier"
        assert str(pdf.docinfo.CreationDate).startswith("D:20251124093000")
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_headings_stand_in_the_outline_even_when_a_level_is_skipped() -> None:
    made = render(document(Heading("Diep", 3), Heading("Boven", 1), Heading("Onder", 2)))
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Diep", "Boven"]
        assert [item.title for item in outline.root[1].children] == ["Onder"]


def test_a_missing_character_is_refused_by_name() -> None:
    with pytest.raises(MissingCharacters, match=r"U\+1F389"):
        render(document(Table(("a",), (("feest 🎉",),))))


def test_a_missing_character_can_be_drawn_as_a_box_and_is_listed() -> None:
    made = everything(render(document(Paragraph("feest 🎉!")), replace_missing=True))
    assert "feest □!" in made
    assert "U+1F389" in made


def test_pages_are_numbered_and_header_and_footer_stand_on_each() -> None:
    made = pages(
        render(document(Paragraph("a"), PageBreak(), Paragraph("b"), header_left="H", footer="V"))
    )
    assert len(made) == 2
    for number, page in enumerate(made, 1):
        assert f"pagina {number} van 2" in page
        assert {"H", "V"} <= set(words(page))


def test_page_breaks_make_no_empty_pages() -> None:
    blocks = (PageBreak(), Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"), PageBreak())
    assert len(pages(render(document(*blocks)))) == 2


def test_a_table_repeats_its_header_and_loses_no_row() -> None:
    rows = tuple((f"rij{number}", "een zin die wat langer is " * 4) for number in range(60))
    made = pages(render(document(Table(("Nummer", "Toelichting"), rows, caption="Verzuim"))))
    assert len(made) > 2
    assert all("Toelichting" in page for page in made)
    assert [word for page in made for word in words(page) if word.startswith("rij")] == [
        row[0] for row in rows
    ]


def test_a_table_begins_on_the_page_of_its_heading() -> None:
    rows = tuple((f"rij{number}",) for number in range(80))
    first = pages(render(document(Heading("Kop"), Table(("Nummer",), rows, caption="Tabel"))))[0]
    assert "Kop" in first
    assert "rij20" in first


def test_a_heading_does_not_stay_behind_at_the_foot_of_a_page() -> None:
    for lines in range(36, 52):
        made = pages(
            render(
                document(
                    Paragraph("\n".join(["regel"] * lines)),
                    Heading("Kop"),
                    Paragraph("\n".join(["Tekst"] * 4)),
                )
            )
        )
        assert next(page for page in made if "Kop" in page).count("Tekst") >= 2


def test_a_cell_of_any_length_flows_over_pages_and_is_not_cut() -> None:
    numbers = " ".join(f"n{number}" for number in range(3000))
    made = everything(render(document(Table(("a", "b"), (("kort", numbers),)))))
    found = [word for word in words(made) if word[0] == "n" and word[1:].isdigit()]
    assert found == numbers.split()


def test_a_word_without_spaces_is_drawn_whole() -> None:
    for block in (
        Table(("a", "b"), ((LONG_NAME, "kort"),)),
        Paragraph(LONG_NAME),
        KeyValues((("Naam", LONG_NAME),)),
        Note(LONG_NAME),
        Bullets((LONG_NAME,)),
        Heading(LONG_NAME),
        SignatureLine((LONG_NAME, "b", "c", "d")),
        KeepTogether((Heading("Kop"), Paragraph(LONG_NAME))),
        Table((LONG_NAME, "b"), (("a", "b"),)),
    ):
        assert everything(render(document(block))).count("X") == 5000


def test_a_very_long_paragraph_is_complete() -> None:
    numbers = " ".join(f"woord{number:05}" for number in range(17000))
    assert len(numbers) > 180_000
    made = everything(render(document(Paragraph(numbers), page_numbers=False, title="T")))
    assert words(made) == ["T", *numbers.split()]


def test_absurd_texts_everywhere_do_not_fail() -> None:
    made = render(
        document(
            Figure(LineChart((Series(LONG_NAME, ((LONG_NAME, 1.0), ("b", 2.0))),)), "x", LONG_NAME),
            Note("kort", Tone.MUST, LONG_NAME),
            title=LONG_NAME,
            subtitle=LONG_NAME,
            header_left=LONG_NAME,
            footer=LONG_NAME,
            watermark=LONG_NAME,
        )
    )
    assert made.startswith(b"%PDF")


def test_blocks_without_content_do_not_fail() -> None:
    made = render(
        document(
            Paragraph(""),
            Bullets(()),
            KeyValues(()),
            Table((), ()),
            Table(("a",), ()),
            Table(("a",), (("b", "te veel"), ())),
            KeepTogether(()),
            SignatureLine(()),
            Spacer(),
            Note(""),
            Figure(LineChart(()), "leeg"),
            Figure(BandChart((), ()), "leeg"),
        )
    )
    assert "te veel" in everything(made)
    assert len(pages(render(document(show_title=False)))) == 1


@pytest.mark.parametrize(
    ("tone", "word"),
    [(Tone.INFO, "Ter informatie"), (Tone.WAITING, "Wacht nog"), (Tone.MUST, "Moet nu")],
)
def test_a_note_always_has_a_word_beside_its_colour(tone: Tone, word: str) -> None:
    assert word in everything(render(document(Note("tekst", tone))))


def test_blocks_that_stay_together_share_a_page() -> None:
    together = KeepTogether((Paragraph("begin\n\n\n\n"), SignatureLine(("einde",))))
    for lines in range(38, 50):
        made = pages(render(document(Paragraph("\n".join(["regel"] * lines)), together)))
        assert ["begin" in page for page in made] == ["einde" in page for page in made]


def test_a_chart_shows_its_names_and_numbers() -> None:
    made = everything(render(document(Figure(CHART, "groei", "Groei in groep 3"))))
    assert {"Rekenen", "III", "M3", "E3", "M4", "120", "Groei"} <= set(words(made))


def test_text_begins_at_the_margin() -> None:
    left, top = place(render(document(Paragraph("begin"), show_title=False)), "begin")
    assert left == pytest.approx(22, abs=0.5)
    assert 15 < top < 25


def test_a_heading_stays_with_blocks_that_are_kept_together() -> None:
    kept = KeepTogether((Heading("Onder", 2), KeyValues((("naam", "waarde"),))))
    for above in range(36, 48):
        made = render(document(*[Paragraph("regel")] * above, Heading("Boven"), kept))
        assert [number for number, page in enumerate(pages(made)) if "Boven" in page] == [
            number for number, page in enumerate(pages(made)) if "waarde" in page
        ]
