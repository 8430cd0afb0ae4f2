"""EDEXML files of our own, in the shape of what school programs write. Nothing in them is copied.

`own_sample` is deterministic: the same arguments give the same bytes. `python -m
tests.exchange.generate 1.0.3 > file.xml` writes one.
"""

import random
import sys
from xml.sax.saxutils import escape

_CALL_NAMES = (
    *("Anouk", "Bram", "Çağla", "Daan", "Ewa", "Femke", "Gijs", "Hạnh", "Ilse", "Joost"),
    *("Kasia", "Lotte", "Mehmet", "Noor", "Olivier", "Puk", "Quinten", "Roos", "Şeyma", "Thijs"),
)
_SURNAMES = (
    *(("", "Jansen"), ("de", "Vries"), ("van den", "Berg"), ("", "Yılmaz"), ("van 't", "Hof")),
    *(("", "Wiśniewska"), ("", "Nguyễn"), ("van", "IJzendoorn"), ("ter", "Horst"), ("", "Bakker")),
    *(("v. d.", "Aa"), ("el", "Idrissi"), ("", "Smit-de Graaf"), ("op de", "Beek"), ("", "Kok")),
)
VERSIONS = ("1.0.3", "2.0", "2.1")


def _element(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>" if value != "" else ""


def own_sample(version: str = "2.1", pupils: int = 60, school_year: str = "2018-2019") -> bytes:
    """A whole school: eight year groups, a combination group 1/2, staff, and codes not to take."""
    chance = random.Random(f"{version} {pupils}")
    first_year = int(school_year[:4])
    groups = [
        *(("g12a", "1/2 Egels", "1"), ("g12b", "1/2 Egels", "2")),
        *((f"g{year}", f"Groep {year}", str(year)) for year in range(3, 9)),
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<EDEX>",
        "<school>",
        _element("schooljaar", school_year),
        "<brincode>99ZZ</brincode><dependancecode>00</dependancecode><schoolkey>4711</schoolkey>",
        f"<aanmaakdatum>{first_year}-10-02T09:14:33</aanmaakdatum>",
        f"<auteur>Eigen voorbeeld</auteur><xsdversie>{version}</xsdversie>",
        "</school>",
        "<groepen>",
        *(
            f'<groep key="{key}">{_element("naam", name)}{_element("jaargroep", year)}</groep>'
            for key, name, year in groups
        ),
        "</groepen>",
        "<leerlingen>",
        *(
            _pupil(chance, version, 3000 + 7 * number, first_year, groups)
            for number in range(pupils)
        ),
        "</leerlingen>",
        "<leerkrachten>",
        *(_teacher(number, key) for number, (key, _, _) in enumerate(groups)),
        '<leerkracht key="0"><achternaam>Systeembeheerder</achternaam></leerkracht>',
        "</leerkrachten>",
        "</EDEX>",
    ]
    return "\n".join(lines).encode()


def _pupil(
    chance: random.Random,
    version: str,
    key: int,
    first_year: int,
    groups: list[tuple[str, str, str]],
) -> str:
    group, _, year = chance.choice(groups)
    call_name = chance.choice(_CALL_NAMES)
    prefix, surname = chance.choice(_SURNAMES)
    born = f"{first_year - 4 - int(year)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    grouped = chance.random() < 0.95
    old = version == "1.0.3"
    eckid = f' eckid="https://ketenid.nl/proef/{chance.getrandbits(128):032x}"'
    parts = [
        f'<leerling key="{key}"{eckid if version == "2.1" else ""}>',
        _element("achternaam", surname),
        _element("voorvoegsel", prefix),
        "" if old else _element("voornamen", f"{call_name} Maria"),
        _element("voorletters-1", f"{call_name[0]}M" if chance.random() < 0.5 else ""),
        _element("roepnaam", call_name),
        _element("geboortedatum", born if chance.random() < 0.98 else ""),
        _element("geslacht", chance.choice("1209")),
        "" if old and grouped else _element("jaargroep", year),
        f'<groep key="{group}"/>' if grouped else "",
        "" if not old else "<etniciteit>9</etniciteit><land>?</land><land_vader>?</land_vader>",
        "" if not old else "<land_moeder>NL</land_moeder>",
        _number(chance, old),
        "<gewicht_nieuw>?</gewicht_nieuw><gewicht>?</gewicht>" if old else "",
        _element("postcodenl", "9999ZZ" if chance.random() < 0.3 else ""),
        _element("instroomdatum", f"{first_year - int(year)}-08-20"),
        _element("uitstroomdatum", f"{first_year}-09-18" if chance.random() < 0.05 else ""),
        f"<mutatiedatum>{first_year}-09-07T08:47:34</mutatiedatum></leerling>",
    ]
    return "".join(parts)


def _number(chance: random.Random, old: bool) -> str:
    """A BSN that passes its test, for one in ten."""
    digits = [chance.randint(1, 9) if place == 0 else chance.randint(0, 9) for place in range(8)]
    last = sum((9 - place) * digit for place, digit in enumerate(digits)) % 11
    if last > 9 or chance.random() > 0.1:
        return ""
    return _element("sofinummer" if old else "bsn", "".join(map(str, [*digits, last])))


def _teacher(number: int, group: str) -> str:
    prefix, surname = _SURNAMES[number]
    return (
        f'<leerkracht key="L{number}">{_element("achternaam", surname)}'
        f"{_element('voorvoegsel', prefix)}{_element('roepnaam', _CALL_NAMES[-1 - number])}"
        f'<groepen><groep key="{group}"/></groepen></leerkracht>'
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(own_sample(*sys.argv[1:2]))
