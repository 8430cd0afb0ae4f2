"""The pupils of a file, one by one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from app.dossier.kinds import KINDS
from app.exchange.edexml.fields import KEY_LENGTH, Fields, clean, shown, usable_key
from app.exchange.edexml.names import full_name, split_surname
from app.exchange.edexml.values import (
    COMBINATION,
    EdexGroup,
    EdexPupil,
    GroupKind,
    Problem,
)
from app.exchange.edexml.xml import sections, text_of

_READ = {
    *("achternaam", "voorvoegsel", "tussenvoegsel", "voornamen", "voorletters-1", "voorletters"),
    *(
        "roepnaam",
        "geboortedatum",
        "geslacht",
        "start_ondw_jgr3",
        "jaargroep",
        "groep",
        "sofinummer",
    ),
    *("bsn", "onderwijsnummer", "postcodenl", "instroomdatum", "uitstroomdatum", "mutatiedatum"),
}
_NUMBERS = ("bsn", "onderwijsnummer", "sofinummer")


@dataclass
class Sources:
    """What the people in a file refer to, and the count of what is read past."""

    groups: tuple[EdexGroup, ...]
    may_see_personal_number: bool
    not_taken: Counter[str] = field(default_factory=Counter)

    def group(self, key: str) -> EdexGroup | None:
        """The own group with this key."""
        return self._by_key.get((GroupKind.GROUP, key))

    def knows(self, kind: GroupKind, key: str) -> bool:
        """Whether there is a group of this kind with this key."""
        return (kind, key) in self._by_key

    def __post_init__(self) -> None:
        self._by_key = {(group.kind, group.key): group for group in self.groups}


def read_pupils(
    root: etree._Element, sources: Sources, complain: Callable[[Problem], None]
) -> list[EdexPupil]:
    """Every pupil that has a name; only those directly under `leerlingen`, not nested ones."""
    found = []
    position = 0
    for section in sections(root, "leerlingen"):
        for element in sections(section, "leerling"):
            position += 1
            pupil = _pupil(element, position, sources, complain)
            if pupil is not None:
                found.append(pupil)
    return found


def _pupil(
    element: etree._Element,
    position: int,
    sources: Sources,
    complain: Callable[[Problem], None],
) -> EdexPupil | None:
    raw_key = str(element.get("key", ""))
    fields = Fields(element, "", complain)
    fields.subject = person_label(fields, position, raw_key)
    _count_not_taken(fields, element, sources)
    names = read_names(fields)
    if not any(names[name] for name in ("call_name", "surname", "first_names")):
        fields.problem(
            "name", "", "Er staat geen naam bij deze leerling; de leerling is niet geïmporteerd."
        )
        return None
    if not (names["call_name"] or names["surname"]):
        names["call_name"] = names["first_names"][: KINDS["pupil"].field("call_name").max_length]
        fields.problem(
            "call_name",
            names["first_names"],
            "Er staan alleen voornamen; die zijn ook als roepnaam genomen. Kijk de naam na.",
        )
    group = _group_of(fields, sources)
    year_group = fields.year_group(of_pupil=True)
    if not year_group and group is not None and group.year_group != COMBINATION:
        year_group = group.year_group
    from_date = fields.date("from_date", "instroomdatum")
    until_date = fields.date("until_date", "uitstroomdatum")
    if from_date is not None and until_date is not None and until_date < from_date:
        fields.problem(
            "until_date",
            fields.filled("uitstroomdatum"),
            "De leerling zou zijn uitgeschreven voor de inschrijving; dit veld blijft leeg.",
        )
        until_date = None
    seen = sources.may_see_personal_number
    return EdexPupil(
        position=position,
        label=fields.subject,
        source_key=read_key(fields, raw_key),
        eckid=_eckid(fields, str(element.get("eckid", ""))) if seen else "",
        sex=fields.sex(),
        birth_date=fields.date("birth_date", "geboortedatum"),
        personal_number=fields.personal_number() if seen else "",
        year_group_3_start=fields.date("year_group_3_start", "start_ondw_jgr3"),
        postcode=fields.postcode(),
        group_key=group.key if group is not None else "",
        year_group=year_group,
        from_date=from_date,
        until_date=until_date,
        **names,
    )


def person_label(fields: Fields, position: int, raw_key: str) -> str:
    """How the preview names somebody: the name as it stands and the key, or the place."""
    name = clean(
        full_name(
            fields.filled("roepnaam"),
            fields.filled("voorvoegsel", "tussenvoegsel"),
            fields.filled("achternaam"),
            fields.filled("voornamen"),
            fields.filled("voorletters-1", "voorletters"),
        )
    )
    key = clean(raw_key)
    if not name:
        return f"nummer {position} in het bestand" + (f" ({shown(key)})" if key else "")
    return shown(name) + (f" ({shown(key)})" if key else "")


def read_names(fields: Fields) -> dict[str, str]:
    """The parts of a name; older files call some of them otherwise."""

    def length(name: str) -> int:
        return KINDS["pupil"].field(name).max_length

    prefix = fields.text("prefix", "voorvoegsel", "tussenvoegsel", max_length=length("prefix"))
    surname = fields.text("surname", "achternaam", max_length=length("surname"))
    if not prefix:
        prefix, surname = split_surname(surname)
    return {
        "call_name": fields.text("call_name", "roepnaam", max_length=length("call_name")),
        "first_names": fields.text("first_names", "voornamen", max_length=length("first_names")),
        "initials": fields.initials(),
        "prefix": prefix,
        "surname": surname,
    }


def read_key(fields: Fields, raw_key: str) -> str:
    """The key that somebody can be found by again; only `#` keys are dropped in silence."""
    key = usable_key(raw_key)
    if not key and not raw_key.strip().startswith("#"):
        sentence = (
            "Er staat geen sleutel bij"
            if not raw_key.strip()
            else f"De sleutel is onleesbaar of langer dan {KEY_LENGTH} tekens"
        )
        fields.problem(
            "source_key", raw_key, f"{sentence}; er wordt op naam en geboortedatum gezocht."
        )
    return key


def _eckid(fields: Fields, raw: str) -> str:
    value = usable_key(raw)
    if raw.strip() and (not value or not value.isascii() or " " in value):
        fields.problem("eckid", raw, "Dit is geen geldig ECK iD; dit veld blijft leeg.")
        return ""
    return value


def _group_of(fields: Fields, sources: Sources) -> EdexGroup | None:
    element = fields.elements.get("groep")
    key = "" if element is None else str(element.get("key", "")).strip()
    if not key:
        return None
    group = sources.group(key)
    if group is None:
        fields.problem(
            "group",
            key,
            "Deze groep staat niet in het bestand; de leerling komt zonder groep binnen.",
        )
    return group


def _count_not_taken(fields: Fields, element: etree._Element, sources: Sources) -> None:
    """Count what the file fills and we leave behind; "?" is the standard's word for unknown."""
    for name, child in fields.elements.items():
        filled = len(child) > 0 or text_of(child).strip() not in ("", "?")
        filled = filled or (name == "vestiging" and bool(child.get("key")))
        if name not in _READ and filled:
            sources.not_taken[name] += 1
    if not sources.may_see_personal_number:
        sources.not_taken["personal_number"] += bool(fields.filled(*_NUMBERS))
        sources.not_taken["eckid"] += bool(str(element.get("eckid", "")).strip())
