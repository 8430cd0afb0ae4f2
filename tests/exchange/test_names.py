"""Prefixes, initials and folding, as tables."""

import pytest

from app.exchange.edexml.names import dotted, fold, split_surname


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("van den Berg", ("van den", "Berg")),
        ("Berg, van den", ("van den", "Berg")),
        ("van 't Hof", ("van 't", "Hof")),
        ("van ’t Hof", ("van ’t", "Hof")),
        ("de Vries", ("de", "Vries")),
        ("van den Berg-de Vries", ("van den", "Berg-de Vries")),
        ("van IJzendoorn", ("van", "IJzendoorn")),
        ("De Smet", ("", "De Smet")),
        ("van dam", ("", "van dam")),
        ("Jansen, jr.", ("", "Jansen, jr.")),
        ("Jansen", ("", "Jansen")),
        ("van", ("", "van")),
        (", van", ("", ", van")),
        ("Núñez Prado", ("", "Núñez Prado")),
        ("d'Hondt", ("", "d'Hondt")),
        ("", ("", "")),
    ],
)
def test_a_prefix_is_split_off_only_where_this_is_safe(surname, expected):
    assert split_surname(surname) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("NC", "N.C."),
        ("J.H.", "J.H."),
        ("j.h.", "J.H."),
        ("J H", "J.H."),
        ("Ł", "Ł."),
        ("Th", "Th"),
        ("Th.J.", "Th.J."),
        ("", ""),
        ("?1", "?1"),
    ],
)
def test_initials_get_full_stops(written, expected):
    assert dotted(written) == expected


def test_folding_forgets_marks_case_and_blanks():
    assert fold("Zoë") == fold("ZOE")
    assert fold("Yıldız") == fold("yildiz")
    assert fold("Jan-Willem") == fold("Jan Willem")
    assert fold("Ødegård") == "odegard"
