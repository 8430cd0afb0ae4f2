"""Compartments: values sealed once more, each under a school key that not every role holds.

AES-256-GCM with the value's place (compartment, table, row, column) as associated data, so that a
sealed value opens nowhere else: two rows, two columns or two compartments cannot be exchanged.
"""

import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import UserError
from app.vault.derived import KEY_LENGTH, derived_key
from app.vault.files import canonical_json

CARE = "care"
"""Health, research and support details, and whatever holds a copy of them."""

TEACHING = "teaching"
"""What the class must know: shared entries and emergency cards."""

OWN = "own"
_NONCE_LENGTH = 12


class SealBroken(UserError):
    """A sealed value was changed, or stands in another place than where it was sealed."""

    def __init__(self) -> None:
        super().__init__(
            "Een beschermd gegeven is beschadigd of buiten het programma om veranderd. Het wordt "
            "niet getoond; er is niets gewijzigd. Laat de directeur de school controleren en zo "
            "nodig een reservekopie terugzetten."
        )


class KeyMissing(UserError):
    """The signed-in person's keys do not open this compartment."""

    def __init__(self) -> None:
        super().__init__(
            "Met uw aanmelding zijn deze gegevens niet te ontsleutelen. Er is niets gewijzigd. "
            "Vraag de directeur om uw sleutels na te kijken."
        )


class Compartment:
    """One key and what it is called in the associated data."""

    def __init__(self, name: str, key: bytes) -> None:
        if len(key) != KEY_LENGTH:
            raise ValueError("a compartment's key must be 32 bytes")
        self.name = name
        self._key = bytearray(key)

    def __repr__(self) -> str:
        return f"Compartment({self.name!r})"

    def seal(self, place: tuple[str, ...], data: bytes) -> bytes:
        """`data` sealed for `place` (table, row id, column): nonce, ciphertext, tag."""
        nonce = os.urandom(_NONCE_LENGTH)
        return nonce + self._cipher().encrypt(nonce, data, self._bound(place))

    def open(self, place: tuple[str, ...], sealed: bytes) -> bytes:
        """What was sealed for `place`. Raises SealBroken."""
        nonce, rest = sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:]
        try:
            return self._cipher().decrypt(nonce, rest, self._bound(place))
        except (InvalidTag, ValueError):
            raise SealBroken from None

    def forget(self) -> None:
        """Overwrite the key, as far as Python can."""
        for index in range(len(self._key)):
            self._key[index] = 0
        self._key.clear()

    def _cipher(self) -> AESGCM:
        if not self._key:
            raise RuntimeError("this compartment was closed")
        return AESGCM(bytes(self._key))

    def _bound(self, place: tuple[str, ...]) -> bytes:
        return canonical_json([self.name, *place])


class Compartments:
    """The compartments that the signed-in person's keys open."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """`keys` are school keys by name; those that are no compartment are left aside."""
        self._open = {
            name: Compartment(name, keys[name]) for name in (CARE, TEACHING) if name in keys
        }

    def __contains__(self, name: object) -> bool:
        return name in self._open

    def __getitem__(self, name: str) -> Compartment:
        """The compartment. Raises KeyMissing (a UserError)."""
        try:
            return self._open[name]
        except KeyError:
            raise KeyMissing from None

    def forget(self) -> None:
        """Overwrite all keys."""
        for one in self._open.values():
            one.forget()
        self._open.clear()


def own_compartment(private_key: bytes) -> Compartment:
    """What only the owner of this X25519 private key opens (HKDF-SHA256 of it)."""
    return Compartment(OWN, derived_key(private_key, OWN))
