"""What the address page says beside its lists: what needs attention, and whom to call first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.dossier.households import is_stale
from app.dossier.values import CategoryPage, Entry
from ui import text as texts
from ui.pages.dossier.kind_card import FoldingTable
from ui.theme import Tone
from ui.widgets.card import Card
from ui.widgets.data_table import Column

_LAST = 99


@dataclass(frozen=True)
class Caller:
    """One line of the calling list."""

    place: int
    name: str
    who: str
    phone: str
    secret: bool


def is_present(entry: Entry, today: date) -> bool:
    """Whether an address counts today or will; one that has ended is history."""
    until = entry.values.get("until_date")
    return not isinstance(until, date) or until >= today


def overlapping(addresses: Sequence[Entry], today: date) -> tuple[Entry, ...]:
    """Home addresses that count at the same time; empty when there is one at most."""
    homes = [
        one
        for one in addresses
        if one.values["sort"] == "home" and is_present(one, today) and _has_begun(one, today)
    ]
    return tuple(homes) if len(homes) > 1 else ()


def calling_order(page: CategoryPage) -> tuple[Caller, ...]:
    """Guardians and others with a telephone number, by their order; who has none comes last."""
    people = {one.id: one for one in page.entries["guardian"]}
    found = []
    for link in page.entries["guardianship"]:
        person = people.get(str(link.values["guardian_id"]))
        if person is None or person.values["deceased"] or not person.values["phone"]:
            continue
        found.append(
            Caller(
                _place(link),
                person.title,
                link.display["relationship"],
                person.display["phone"],
                bool(person.values["phone_secret"]),
            )
        )
    found += [
        Caller(
            _place(one),
            one.display["name"],
            one.display["relationship"],
            one.display["phone"],
            secret=False,
        )
        for one in page.entries["emergency_contact"]
    ]
    return tuple(sorted(found, key=lambda one: (one.place, one.name)))


def unconfirmed(page: CategoryPage, today: date) -> tuple[str, ...]:
    """What was not confirmed in the last year, each with when it last was."""
    people = {one.id: one for one in page.entries["guardian"]}
    dates = [
        (f"het adres {one.title}", one.values["confirmed_on"])
        for one in page.entries["address"]
        if is_present(one, today)
    ]
    for link in page.entries["guardianship"]:
        person = people.get(str(link.values["guardian_id"]))
        if person is None or person.values["deceased"]:
            continue
        dates.append((f"adres en telefoon van {person.title}", person.values["confirmed_on"]))
        if link.values["custody"] != "unknown":
            dates.append((f"het gezag van {person.title}", link.values["custody_confirmed_on"]))
    return tuple(
        f"{what} ({f'laatst op {texts.shown(day)}' if isinstance(day, date) else 'nooit'})"
        for what, day in dates
        if is_stale(day if isinstance(day, date) else None, today)
    )


def calling_card(callers: Sequence[Caller]) -> Card:
    """The one list in which to call."""
    card = Card("Wie bellen we, in deze volgorde")
    table = FoldingTable(
        [
            Column("place", "", 56, value=lambda one: one.place if one.place < _LAST else "–"),
            Column("name", "Naam"),
            Column("phone", "Telefoon", 140),
            Column("who", "Wie", 150),
            Column("secret", "Let op", 120, value=lambda one: "geheim" if one.secret else "",
                   tone=lambda _one: Tone.WAITING),
        ],
        "Wie bellen we",
        row_key=lambda one: (one.name, one.phone),
    )  # fmt: skip
    table.set_rows(callers)
    card.add(table)
    return card


def _place(entry: Entry) -> int:
    order = entry.values.get("emergency_order")
    return order if isinstance(order, int) else _LAST


def _has_begun(entry: Entry, today: date) -> bool:
    start = entry.values.get("from_date")
    return not isinstance(start, date) or start <= today
