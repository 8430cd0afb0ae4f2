"""Comparing the key files in the folder with the roster: what was planted, swapped or put back."""

from app.vault.keyfile import RECOVERY_SLOT, KeyFile
from app.vault.known_keys import is_link
from app.vault.roster import Member, Roster
from app.vault.slots import PENDING_BEFORE_KEY, SCHOOL_KEYS, Slots, keys_for_roles

_AGAIN = "Ga na wie in deze map kan schrijven."


def roster_problems(roster: Roster, slots: Slots, generation: int) -> tuple[str, ...]:
    """What is wrong with the key files, a Dutch sentence each with the way out; empty: nothing.

    `generation` is that of the database in use.
    """
    found = [str(problem) for problem in slots.problems]
    damaged = {problem.path.stem for problem in slots.problems}
    for slot in slots.key_files:
        member = roster.member(slot.slot_id)
        if member is None:
            found.append(
                f"In de map ‘keys’ staat een sleutelbestand dat niet op de lijst van medewerkers "
                f"staat: ‘{slot.slot_id}.json’ (aanmeldnaam ‘{slot.name}’). Het is er buiten het "
                "programma om bij gezet, of het is van iemand die is verwijderd. Er worden geen "
                f"sleutels aan gegeven. {_AGAIN} Haal het bestand weg."
            )
        else:
            found += _differences(member, slot, generation)
    for member in roster.members:
        if slots.with_id(member.slot_id) is None and member.slot_id not in damaged:
            found.append(
                f"Het sleutelbestand van {_who(member)} (‘{member.slot_id}.json’) ontbreekt. "
                f"{_way_out(member)}"
            )
    return tuple(found)


def _differences(member: Member, slot: KeyFile, generation: int) -> list[str]:
    which = f"et sleutelbestand van {_who(member)} (‘{slot.slot_id}.json’)"
    if slot.public_key != member.public_key or Member.of(slot).kind != member.kind:
        said = (
            f"H{which} is verwisseld, of er is een ouder bestand teruggezet: het is niet het "
            f"bestand dat u hebt gemaakt. Er worden geen sleutels aan gegeven. {_AGAIN} "
            f"{_way_out(member)}"
        )
    elif slot.name != member.name:
        said = f"H{which} heeft een andere aanmeldnaam gekregen. {_AGAIN} {_way_out(member)}"
    elif generation not in slot.school_keys:
        said = f"H{which} is van vóór de laatste sleutelwissel. {_way_out(member)}"
    elif slot.roles != member.roles or _held(slot, generation) != _meant(member):
        said = (
            f"De rollen of sleutels in h{which} zijn anders dan u ze hebt ingesteld: er is aan "
            f"veranderd of er is een ouder bestand teruggezet. {_AGAIN} Stel de rollen van deze "
            "medewerker opnieuw in."
        )
    else:
        return []
    return [said]


def _held(slot: KeyFile, generation: int) -> set[str]:
    held = {name for name in slot.school_keys[generation] if not is_link(name)}
    return held - {PENDING_BEFORE_KEY}


def _meant(member: Member) -> set[str]:
    return set(keys_for_roles(dict.fromkeys(SCHOOL_KEYS, b""), member.roles))


def _who(member: Member) -> str:
    return "de herstelcode" if member.slot_id == RECOVERY_SLOT else f"‘{member.name}’"


def _way_out(member: Member) -> str:
    if member.slot_id == RECOVERY_SLOT:
        return "Maak een nieuwe herstelcode."
    return "Geef deze medewerker een nieuwe startcode, of verwijder de medewerker."
