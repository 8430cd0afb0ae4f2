"""A guardian of a pupil as one line: the person, and what he or she is to this pupil."""

from collections.abc import Mapping
from dataclasses import replace

from app.dossier.kinds import Field, FieldType, Kind, Value
from app.dossier.values import Entry
from ui.theme import Tone
from ui.widgets.data_table import Column

BOTH = "guardian_of_pupil"
_CUSTODY = {"yes": Tone.DONE, "no": Tone.NEUTRAL, "unknown": Tone.MUST}


def both_kinds(person: Kind, link: Kind) -> Kind:
    """The declaration of a guardian of a pupil: first what he or she is to the pupil."""
    return replace(
        link,
        code=BOTH,
        singular="Verzorger",
        fields=(*without_person(link).fields, *person.fields),
    )


def without_person(link: Kind) -> Kind:
    """The link without the choice of whom: that is the form above it."""
    return replace(
        link, fields=tuple(one for one in link.fields if one.type is not FieldType.GUARDIAN)
    )


def joined(both: Kind, link: Entry, person: Entry) -> Entry:
    """Link and person as one entry, with the id of the link."""
    last = max(link, person, key=lambda one: one.changed_at)
    return replace(
        link,
        kind=both,
        values={**person.values, **link.values},
        display={**person.display, **link.display},
        title=person.title,
        version=max(link.version, person.version),
        changed_at=last.changed_at,
        changed_by=last.changed_by,
        rectified=(*person.rectified, *link.rectified),
        statements=(*person.statements, *link.statements),
    )


def differs(entry: Entry, typed: Mapping[str, Value]) -> bool:
    """Whether the form says something else than the entry."""

    def same(field: Field) -> bool:
        old, new = entry.values.get(field.name), typed.get(field.name)
        return (old or None) == (new or None)

    return any(not same(one) for one in entry.kind.fields if one.name in typed)


def calling_order(link: Entry) -> tuple[int, str]:
    """Who is called first comes first; who has no place comes last."""
    order = link.values.get("emergency_order")
    return (order if isinstance(order, int) else 99, link.title)


def _address(entry: Entry) -> str:
    said = entry.display
    street = " ".join(one for one in (said.get("street"), said.get("house_number")) if one)
    place = " ".join(one for one in (said.get("postcode"), said.get("city")) if one)
    return ", ".join(one for one in (street, place) if one)


def _notice(entry: Entry) -> str:
    if entry.values.get("deceased"):
        return "overleden"
    address, phone = entry.values.get("address_secret"), entry.values.get("phone_secret")
    if address:
        return "adres en tel. geheim" if phone else "adres geheim"
    return "tel. geheim" if phone else ""


def guardian_columns() -> list[Column]:
    """The list of guardians: custody and what must be minded before the rest."""
    return [
        Column("title", "Verzorger"),
        Column(
            "custody",
            "Gezag",
            104,
            value=lambda one: one.display["custody"],
            tone=lambda one: _CUSTODY.get(one.values["custody"], Tone.NEUTRAL),
        ),
        Column("notice", "Let op", 164, value=_notice, tone=lambda _one: Tone.WAITING),
        Column("relationship", "Relatie", 96, value=lambda one: one.display["relationship"]),
        Column(
            "confirmed_on",
            "Bevestigd",
            104,
            value=lambda one: one.display["confirmed_on"],
            sort=lambda one: one.values["confirmed_on"],
        ),
        Column("phone", "Telefoon", 116, value=lambda one: one.display.get("phone", "")),
        Column("address", "Adres", value=_address),
    ]
