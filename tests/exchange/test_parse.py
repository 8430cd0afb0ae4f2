"""What is read, what is refused, and what is said about the rest."""

import re
from datetime import date

import pytest

from app.dossier.kinds import KINDS
from app.errors import UserError
from app.exchange.edexml import PUPIL_FIELDS, EdexFile, GroupKind, parse, read
from tests.exchange.helpers import EMPTY, SAMPLES, edex, pupil


def _only(text: str):
    file = parse(text)
    assert len(file.pupils) == 1
    return file.pupils[0], file.problems


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<EDEX>\n<leerlingen>\n</EDEX>", "regel 3"),
        ("<EDEX><leerlingen>&eacute;</leerlingen></EDEX>", "regel 1"),
        ("<EDEX>", "niet af"),
        ("zomaar tekst", "geen EDEXML"),
        ("Groep,Roepnaam\n1,Anna\n", "geen EDEXML"),
        ("<html><body/></html>", "geen EDEXML"),
        ("<dossier><leerlingen/></dossier>", "geen EDEXML"),
        ("<EDEX/>", "staat niets"),
        ("<EDEX>" + "<a>" * 100_000 + "</a>" * 100_000 + "</EDEX>", "beschadigd"),
        ("<EDEX>" + "<a/>" * 2_000_001 + "</EDEX>", "groter"),
    ],
    ids=lambda value: value[:20],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(text, word):
    with pytest.raises(UserError, match=word) as caught:
        parse(text)
    assert "Er is niets geïmporteerd" in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE EDEX>",
        '<!DOCTYPE EDEX SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE EDEX [<!ENTITY a "b">]>',
        '<?xml version="1.0"?>\n<!-- <EDEX/> -->\n<?iets anders?>\n<!DOCTYPE EDEX>',
        "\ufeff <!DOCTYPE EDEX>",
    ],
)
def test_any_doctype_is_refused(prolog):
    with pytest.raises(UserError, match="DOCTYPE"):
        parse(prolog + edex(pupil()))


def test_the_word_doctype_in_a_comment_or_a_name_is_harmless():
    text = edex(pupil(achternaam="<![CDATA[<!DOCTYPE x>]]>", voorvoegsel=""))
    assert parse("<!-- <!DOCTYPE x> -->" + text).pupils[0].surname == "<!DOCTYPE x>"


@pytest.mark.parametrize("name", ["doctype_met_entiteit.xml", "geen_edex.xml"])
def test_the_samples_to_refuse_are_refused(name):
    with pytest.raises(UserError):
        read(SAMPLES / name)


def test_the_sample_with_split_combination_groups_is_read_whole():
    file = read(SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml")
    assert (len(file.pupils), len(file.groups), len(file.staff)) == (38, 9, 6)
    assert file.problems == ()
    assert file.school.source == "99ZZ00"
    years = [one.year_group for one in file.pupils]
    assert [years.count(str(year)) for year in range(1, 9)] == [6, 5, 5, 5, 4, 4, 4, 5]
    assert [one.label for one in file.pupils if not one.source_key] == ["Jip van 't Hof (#006)"]
    assert sum(one.birth_date is None for one in file.pupils) == 2
    assert {(one.element, one.count) for one in file.not_taken} == {("bsn_ondwnr-4", 2)}
    split = next(one for one in file.pupils if one.source_key == "20170")
    assert (split.prefix, split.surname) == ("de", "Vries")


def test_every_field_is_read_under_the_name_of_the_dossier():
    one, problems = _only(
        edex(
            '<leerling key="7" eckid="https://ketenid.nl/1"><achternaam>Berg</achternaam>'
            "<voorvoegsel>van den</voorvoegsel><voornamen>Anna Maria</voornamen>"
            "<voorletters-1>AM</voorletters-1><roepnaam>Anna</roepnaam>"
            "<geboortedatum>2015-03-04</geboortedatum><geslacht>2</geslacht>"
            "<start_ondw_jgr3>2021-08-20</start_ondw_jgr3><jaargroep>8</jaargroep>"
            '<groep key="g8"/><bsn>123456782</bsn><postcodenl>1234AB</postcodenl>'
            "<instroomdatum>2019-03-05</instroomdatum>"
            "<uitstroomdatum>2026-10-01</uitstroomdatum></leerling>"
        )
    )
    assert problems == ()
    assert {name: getattr(one, name) for name in PUPIL_FIELDS} == {
        "call_name": "Anna",
        "first_names": "Anna Maria",
        "initials": "A.M.",
        "prefix": "van den",
        "surname": "Berg",
        "sex": "girl",
        "birth_date": date(2015, 3, 4),
        "personal_number": "123456782",
        "eckid": "https://ketenid.nl/1",
        "year_group_3_start": date(2021, 8, 20),
    }
    assert (one.source_key, one.postcode, one.group_key, one.year_group) == (
        *("7", "1234 AB", "g8", "8"),
    )
    assert (one.from_date, one.until_date) == (date(2019, 3, 5), date(2026, 10, 1))
    assert {field.name for field in KINDS["pupil"].fields} >= set(PUPIL_FIELDS)


@pytest.mark.parametrize(
    ("code", "word"), [("0", "unknown"), ("1", "boy"), ("2", "girl"), ("9", "not_stated"), ("", "")]
)
def test_sex_is_stored_as_a_word(code, word):
    assert _only(edex(pupil(geslacht=code)))[0].sex == word


def test_old_element_names_and_empty_elements_are_understood():
    one, problems = _only(
        edex(
            '<leerling key="1"><achternaam>Horst</achternaam><voorvoegsel/>'
            "<tussenvoegsel>ter</tussenvoegsel><voorletters-1> </voorletters-1>"
            "<voorletters>J</voorletters><sofinummer>123456782</sofinummer>"
            "<geboortedatum/><geslacht/><jaargroep/><groep/></leerling>"
        )
    )
    assert problems == ()
    assert (one.prefix, one.initials, one.personal_number) == ("ter", "J.", "123456782")


def test_a_call_name_alone_is_enough():
    one, problems = _only(edex('<leerling key="1"><roepnaam>Amira</roepnaam></leerling>'))
    assert (one.call_name, one.surname, problems) == ("Amira", "", ())


def test_first_names_alone_become_the_call_name_and_are_named():
    one, problems = _only(edex(pupil(achternaam="", voorvoegsel="", roepnaam="", voornamen="Jan")))
    assert (one.call_name, one.first_names) == ("Jan", "Jan")
    assert [problem.field for problem in problems] == ["Roepnaam"]


def test_the_answer_of_a_web_service_is_read_by_local_names():
    body = edex(pupil(), staff='<leerkracht key="L"><roepnaam>Jo</roepnaam></leerkracht>')
    inner = re.sub(r"<(/?)(\w)", r"<\1le:\2", body.replace("EDEX", "leerlinggegevens"))
    file = parse(
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body>'
        '<le:leerlinggegevens_antwoord xmlns:le="http://www.edustandaard.nl/x">'
        f"{inner}</le:leerlinggegevens_antwoord></S:Body></S:Envelope>"
    )
    assert (len(file.pupils), len(file.staff), file.school.brin) == (1, 1, "99ZZ")
    assert file.pupils[0].group_key == "g8"


def test_edex_with_a_default_namespace_is_read():
    text = edex(pupil()).replace("<EDEX>", '<EDEX xmlns="urn:iets">')
    assert parse(text).pupils[0].surname == "Vries"


WRONG = {
    "year group 100": ({"jaargroep": "100"}, "Jaargroep", "100", ("year_group", "8")),
    "year group of a combination": ({"jaargroep": "C"}, "Jaargroep", "C", ("year_group", "8")),
    "31 February": (
        *({"geboortedatum": "2015-02-31"}, "Geboortedatum", "2015-02-31", ("birth_date", None)),
    ),
    "no date": ({"geboortedatum": "gisteren"}, "Geboortedatum", "gisteren", ("birth_date", None)),
    "impossible century": (
        *({"geboortedatum": "0015-02-01"}, "Geboortedatum", "0015-02-01", ("birth_date", None)),
    ),
    "left before coming": (
        *({"uitstroomdatum": "2001-01-01"}, "Uitgeschreven op", "2001-01-01", ("until_date", None)),
    ),
    "unknown group": ({"groep": "g99"}, "Groep", "g99", ("group_key", "")),
    "false BSN": (
        *({"bsn": "123456789"}, "BSN of onderwijsnummer", "••••••789", ("personal_number", "")),
    ),
    "false onderwijsnummer": (
        {"onderwijsnummer": "101222332"},
        *("BSN of onderwijsnummer", "••••••332", ("personal_number", "")),
    ),
    "unknown sex": ({"geslacht": "3"}, "Geslacht", "3", ("sex", "")),
    "postcode": ({"postcodenl": "12AB34"}, "Postcode", "12AB34", ("postcode", "")),
    "question mark": ({"roepnaam": "?"}, "Roepnaam", "?", ("call_name", "")),
}


@pytest.mark.parametrize(("fields", "label", "value", "kept"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_named_with_the_pupil_and_the_rest_is_read(fields, label, value, kept):
    file = parse(edex(pupil("1", **fields) + pupil("2", roepnaam="Bo")))
    assert [one.call_name for one in file.pupils][1:] == ["Bo"]
    (problem,) = file.problems
    assert (problem.field, problem.value) == (label, value)
    assert problem.subject.endswith("de Vries (1)")
    assert problem.sentence.endswith(".")
    assert getattr(file.pupils[0], kept[0]) == kept[1]
    assert file.pupils[0].surname == "Vries"


@pytest.mark.parametrize("number", ["101222331", "12345679", "1234.56.782", "123456782 "])
def test_valid_numbers_pass_however_they_are_written(number):
    file = parse(edex(pupil(bsn=number)))
    expected = re.sub(r"\D", "", number).zfill(9)
    assert (file.pupils[0].personal_number == expected) is not bool(file.problems)


def test_a_date_with_a_time_or_a_zone_or_the_dutch_way_is_read():
    for written in ("2015-03-04Z", "2015-03-04+01:00", "2015-03-04T00:00:00", "04-03-2015"):
        assert _only(edex(pupil(geboortedatum=written)))[0].birth_date == date(2015, 3, 4)


def test_markup_and_signs_in_a_name_stay_text():
    for name in ("<b>Jan</b>", "Jan & Co", '<img src="/etc/passwd"/>', "&lt;"):
        escaped = name.replace("&", "&amp;").replace("<", "&lt;")
        one, problems = _only(edex(pupil(achternaam=escaped)))
        assert (one.surname, problems) == (name, ())


@pytest.mark.parametrize("sign", ["\x01", "\x1b", "\x85x", "&#1;", "&#x1F;", "&#xD800;", "\u202e"])
def test_control_characters_are_left_out_and_named(sign):
    file = parse(edex(pupil(roepnaam=f"An{sign}na")))
    assert re.fullmatch(r"An ?x?na", file.pupils[0].call_name)
    if sign != "\x85x":
        assert [one.field for one in file.problems] == ["Roepnaam"]
        assert sign not in file.problems[0].value


def test_a_very_long_name_is_cut_off_and_said():
    one, problems = _only(edex(pupil(achternaam="Á" * 5000)))
    assert one.surname == "Á" * 200
    (problem,) = problems
    assert "5000 tekens" in problem.sentence
    assert len(problem.value) <= 60
    assert len(one.label) < 100


def test_blanks_and_composed_letters_are_made_regular():
    assert _only(edex(pupil(roepnaam="\n  Zoe\u0308\xa0 Fay ")))[0].call_name == "Zoë Fay"


def test_double_keys_point_at_nobody():
    file = parse(edex(pupil("1") + pupil("1", roepnaam="Bo") + pupil("2", roepnaam="Cas")))
    assert [one.source_key for one in file.pupils] == ["", "", "2"]
    assert [one.field for one in file.problems] == ["Sleutel in het andere programma"] * 2


def test_a_number_or_eckid_of_two_pupils_belongs_to_neither():
    one = pupil("1", bsn="123456782").replace('key="1"', 'key="1" eckid="https://e/1"')
    two = pupil("2", bsn="123456782").replace('key="2"', 'key="2" eckid="https://e/1"')
    file = parse(edex(one + two))
    assert {(one.eckid, one.personal_number) for one in file.pupils} == {("", "")}
    assert len(file.problems) == 4
    assert all("123456" not in problem.value for problem in file.problems)


@pytest.mark.parametrize(("key", "said"), [("#12", 0), ("", 1), ("k" * 257, 1), ("a&#1;b", 1)])
def test_a_key_that_cannot_be_used_is_not_kept(key, said):
    one, problems = _only(edex(pupil(key)))
    assert one.source_key == ""
    assert len(problems) == said


def test_a_pupil_without_a_name_is_left_out_and_said():
    file = parse(edex('<leerling key="9"><geslacht>1</geslacht></leerling>' + pupil("1")))
    assert len(file.pupils) == 1
    assert file.problems[0].subject == "nummer 1 in het bestand (9)"


def test_nothing_is_taken_from_ethnicity_countries_weights_and_extras():
    nested = "<blok><leerling key='x'><roepnaam>Spook</roepnaam></leerling></blok>"
    fields = {
        "etniciteit": "1",
        "land": "MA",
        "land_vader": "?",
        "land_moeder": "NL",
        "gewicht": "0.25",
        "gewicht_nieuw": "?",
        "gebruikersnaam": "anna",
        "fotourl": "http://f",
        "toevoegingen": nested,
        "hobby": "lezen",
    }
    file = parse(edex(pupil(**fields)))
    assert len(file.pupils) == 1
    assert {one.element: one.count for one in file.not_taken} == {
        "etniciteit": 1,
        "land": 1,
        "land_moeder": 1,
        "gewicht": 1,
        "gebruikersnaam": 1,
        "fotourl": 1,
        "toevoegingen": 1,
        "hobby": 1,
    }
    assert all(one.label and one.reason for one in file.not_taken)
    assert "MA" not in repr(file.pupils)


def test_an_importer_who_may_not_see_numbers_gets_none():
    text = edex(pupil(bsn="123456782").replace('key="1"', 'key="1" eckid="https://e/1"'))
    file = parse(text, may_see_personal_number=False)
    assert (file.pupils[0].personal_number, file.pupils[0].eckid) == ("", "")
    assert {one.element for one in file.not_taken} == {"personal_number", "eckid"}
    assert "123456782" not in repr(file)


def test_groups_are_only_those_under_groepen():
    staff = (
        '<leerkracht key="L1"><achternaam>Kok</achternaam><rol>IB</rol><groepen>'
        '<groep key="g7"><rol>OWA</rol></groep><groep key="weg"/>'
        '<samengestelde_groep key="s1"/></groepen></leerkracht>'
    )
    groups = (
        '<groep key="g7"><naam>7A</naam><jaargroep>7</jaargroep></groep>'
        '<groep key="g7"><naam>Dubbel</naam><jaargroep>7</jaargroep></groep>'
        '<groep key="leeg"><naam/><jaargroep>100</jaargroep></groep>'
        "<groep><naam>Zonder</naam></groep>"
        '<samengestelde_groep key="s1"><naam>Plusklas</naam></samengestelde_groep>'
    )
    file = parse(edex(pupil(groep="g7"), groups=groups, staff=staff))
    assert [(one.key, one.name, one.kind) for one in file.groups] == [
        ("g7", "7A", GroupKind.GROUP),
        ("leeg", "leeg", GroupKind.GROUP),
        ("s1", "Plusklas", GroupKind.COMPOSED),
    ]
    assert file.staff[0].group_keys == ("g7",)
    assert file.staff[0].roles == ("intern begeleider", "onderwijsassistent")
    assert len(file.problems) == 5


def test_a_pupil_has_the_year_group_of_the_group_unless_it_is_a_combination():
    combined = '<groep key="c"><naam>3/4</naam><jaargroep>C</jaargroep></groep>'
    text = edex(
        pupil("1", jaargroep="")
        + pupil("2", jaargroep="", groep="c", roepnaam="Bo")
        + pupil("3", jaargroep="4", groep="c", roepnaam="Cas"),
        groups=combined + '<groep key="g8"><naam>8A</naam><jaargroep>8</jaargroep></groep>',
    )
    assert [one.year_group for one in parse(text).pupils] == ["8", "", "4"]


def test_a_head_that_makes_no_sense_is_said_and_does_not_stop_the_file():
    head = (
        "<school><schooljaar>2026-2028</schooljaar><brincode>ABCD</brincode>"
        "<dependancecode>x</dependancecode><aanmaakdatum>ooit</aanmaakdatum></school>"
    )
    file = parse(edex(pupil(), head=head))
    assert (file.school.school_year, file.school.brin, file.school.created) == ("", "", None)
    assert len(file.problems) == 3
    assert len(parse(edex(pupil(), head="")).pupils) == 1


def test_a_file_is_a_value():
    assert isinstance(parse(edex(pupil())), EdexFile)
    assert parse(edex(pupil())) == parse(edex(pupil()).encode())
    assert EMPTY.source == parse(edex(pupil())).school.source
