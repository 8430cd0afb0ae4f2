"""The keys that a person's own key file held before: nobody can slip other ones in.

A sealed box says nothing of its sender. Whoever can write in the folder could put a care key of
their own in the supervisor's key file, and read what is sealed under it afterwards. So each key
file holds what its owner's keys were, sealed to its owner and bound to the password; the keys of
the same generation must be the same, and those of a later one must come with a *link*: an HMAC
under the earlier key, which only who had that key can make.
"""

import hmac
import json
from collections.abc import Mapping
from pathlib import Path

from app.vault.compartments import SealBroken, own_compartment
from app.vault.encoding import decode_bytes, encode_bytes
from app.vault.files import FileProblem, canonical_json
from app.vault.ring import KEPT_KEYS, Generations
from app.vault.slots import ADMIN_KEY

_MOST_LINKS = 20
"""Generations back; a key file must stay a small file."""

_REMEMBERED = (*KEPT_KEYS, ADMIN_KEY)


def remember_keys(private_key: bytes, slot_id: str, used: int, keys: Generations) -> bytes:
    """What goes into the key file: the keys of the generation in use, sealed to their owner."""
    kept = {name: encode_bytes(key) for name, key in keys[used].items() if name in _REMEMBERED}
    plain = canonical_json({str(used): kept})
    return own_compartment(private_key).seal(_place(slot_id), plain)


def remembered_keys(path: Path, private_key: bytes, slot_id: str, sealed: bytes) -> Generations:
    """What `remember_keys` sealed; nothing for a file that never held it. Raises FileProblem."""
    if not sealed:
        return {}
    try:
        plain = own_compartment(private_key).open(_place(slot_id), sealed)
    except SealBroken as error:
        raise _forged(path) from error
    return {
        int(number): {name: decode_bytes(path, kept, name) for name in kept}
        for number, kept in json.loads(plain).items()
    }


def refuse_forged(path: Path, known: Generations, keys: Generations) -> None:
    """Raises FileProblem when `keys` do not follow on the ones that their owner had before."""
    for number, before in known.items():
        for name, key in before.items():
            for later, held in keys.items():
                if name not in held or later < number:
                    continue
                if later == number:
                    good = hmac.compare_digest(held[name], key)
                else:
                    # The admin key is proven by the roster.
                    good = name == ADMIN_KEY or hmac.compare_digest(
                        held.get(_link_name(name, number), b""),
                        _link(key, later, name, held[name]),
                    )
                if not good:
                    raise _forged(path)


def links(older: Generations, generation: int, keys: Mapping[str, bytes]) -> dict[str, bytes]:
    """What proves to the holders of `older` keys that these are the next ones."""
    return {
        _link_name(name, number): _link(before[name], generation, name, keys[name])
        for number, before in sorted(older.items())[-_MOST_LINKS:]
        for name in KEPT_KEYS
        if name in before
    }


def links_for(granted: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the links `made` that belong to keys which are `granted`."""
    return {name: link for name, link in made.items() if name.partition("_link_")[0] in granted}


def is_link(name: str) -> bool:
    """Whether what goes by this name in a key file is a link and no key."""
    return "_link_" in name


def _link_name(name: str, generation: int) -> str:
    return f"{name}_link_{generation}"


def _link(before: bytes, generation: int, name: str, key: bytes) -> bytes:
    said = canonical_json({"generation": generation, "name": name}) + b"\n" + key
    return hmac.digest(before, said, "sha256")


def _place(slot_id: str) -> tuple[str, str, str]:
    return ("key_file", slot_id, "known")


def _forged(path: Path) -> FileProblem:
    return FileProblem(
        path,
        "heeft andere sleutels dan bij uw vorige aanmelding: het is buiten het programma om "
        "veranderd.",
        "Er is niets geopend of gewijzigd. Zet het bestand terug uit een reservekopie, of vraag "
        "de directeur om een nieuwe startcode.",
    )
