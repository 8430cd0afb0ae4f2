"""One key file: a slot of a member of staff, or of the recovery code.

A slot has an X25519 key pair. The private key is wrapped with AES-256-GCM under Argon2id of the
password, every header field as associated data, so that no parameter, name or school can be
exchanged. The school keys the slot may hold are sealed to its public key (libsodium's sealed
box): giving somebody a new school key needs nobody's password.

The roles and the sealed school keys are not part of the associated data, because a headteacher
changes them without the owner's password. So the roles here say which keys a slot was given;
they prove nothing by themselves.
"""

import os
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from app.vault.encoding import decode_bytes, encode_bytes, field_number, field_text
from app.vault.files import (
    BACKUP_ADVICE,
    FileProblem,
    canonical_json,
    read_json,
    write_atomically,
)
from app.vault.kdf import SALT_LENGTH, KdfParameters

FORMAT = "leerlingdossier-key"
VERSION = 1
KIND_STAFF = "staff"
KIND_START = "start"
"""A member of staff whose password is still the printed start code."""

KIND_RECOVERY = "recovery"
RECOVERY_SLOT = "recovery"
"""The slot id, and so the file name, of the recovery code."""

MAX_NAME_LENGTH = 100
_NONCE_LENGTH = 12
_PRIVATE_KEY_LENGTH = 32
_TAG_LENGTH = 16
_SCHOOL_KEY_LENGTH = 32
_MOST_KEYS = 200
_SEALED_FORMAT = "leerlingdossier-school-key"
_HEX = frozenset("0123456789abcdef")


class WrongSecret(Exception):
    """The password does not open this slot, or its wrapped key was changed."""


@dataclass(frozen=True)
class KeyFile:
    """What stands in a key file; nothing in it is secret without the password."""

    school_id: str
    slot_id: str
    kind: str
    name: str
    kdf: KdfParameters
    salt: bytes
    public_key: bytes
    nonce: bytes
    wrapped_private_key: bytes
    roles: tuple[str, ...]
    school_keys: Mapping[int, Mapping[str, bytes]]
    """Per generation of the school keys, per name, the key in a sealed box."""

    known: bytes = b""
    """The keys that the owner had before, sealed to the owner (`known_keys`); bound."""

    @classmethod
    def make(
        cls,
        *,
        school_id: str,
        slot_id: str,
        kind: str,
        name: str,
        password: str,
        roles: tuple[str, ...],
        kdf: KdfParameters,
    ) -> "KeyFile":
        """A new slot with a fresh key pair and no school keys yet."""
        private_key = PrivateKey.generate()
        empty = cls(
            school_id=school_id,
            slot_id=slot_id,
            kind=kind,
            name=name,
            kdf=kdf,
            salt=b"",
            public_key=bytes(private_key.public_key),
            nonce=b"",
            wrapped_private_key=b"",
            roles=roles,
            school_keys={},
        )
        return empty.wrapped_again(bytes(private_key), password)

    def wrapped_again(
        self,
        private_key: bytes,
        password: str,
        *,
        kdf: KdfParameters | None = None,
        known: bytes | None = None,
    ) -> "KeyFile":
        """The same slot under another password, with a fresh salt and nonce."""
        fresh = replace(
            self,
            kdf=kdf or self.kdf,
            known=self.known if known is None else known,
            salt=os.urandom(SALT_LENGTH),
            nonce=os.urandom(_NONCE_LENGTH),
        )
        key = fresh.kdf.derive(password, fresh.salt)
        wrapped = AESGCM(key).encrypt(fresh.nonce, private_key, fresh.associated_data())
        return replace(fresh, wrapped_private_key=wrapped)

    def with_own_password(self, private_key: bytes, password: str, known: bytes) -> "KeyFile":
        """The same slot under a password that its owner chose; a start code is used up by it."""
        kind = KIND_STAFF if self.kind == KIND_START else self.kind
        return replace(self, kind=kind).wrapped_again(private_key, password, known=known)

    def unwrap(self, password: str) -> bytes:
        """The private key. Raises WrongSecret."""
        key = self.kdf.derive(password, self.salt)
        try:
            private_key = AESGCM(key).decrypt(
                self.nonce, self.wrapped_private_key, self.associated_data()
            )
        except InvalidTag:
            raise WrongSecret from None
        if bytes(PrivateKey(private_key).public_key) != self.public_key:
            raise WrongSecret
        return private_key

    def with_school_keys(self, generation: int, keys: Mapping[str, bytes]) -> "KeyFile":
        """The same slot, holding the school keys `keys` of `generation` besides others it has."""
        box = SealedBox(PublicKey(self.public_key))
        sealed = {
            name: box.encrypt(self._school_key_text(generation, name, key))
            for name, key in keys.items()
        }
        return replace(self, school_keys={**self.school_keys, generation: sealed})

    def without_generations(self, dropped: Container[int]) -> "KeyFile":
        """The same slot without the school keys of these generations."""
        kept = {number: keys for number, keys in self.school_keys.items() if number not in dropped}
        return replace(self, school_keys=kept)

    def open_all(self, private_key: bytes, path: Path) -> dict[int, dict[str, bytes]]:
        """The school keys of every generation. Raises FileProblem when one cannot be opened."""
        return {
            generation: self.open_school_keys(private_key, generation, path)
            for generation in self.school_keys
        }

    def open_school_keys(self, private_key: bytes, generation: int, path: Path) -> dict[str, bytes]:
        """The school keys of `generation`. Raises FileProblem when one cannot be opened."""
        box = SealedBox(PrivateKey(private_key))
        opened = {}
        for name, sealed in self.school_keys[generation].items():
            wrong = FileProblem(path, f"is beschadigd (sleutel ‘{name}’).", BACKUP_ADVICE)
            try:
                text = box.decrypt(sealed)
            except CryptoError as error:
                raise wrong from error
            # A sealed box has no associated data, so what it is stands inside: one cannot be
            # put in the place of another.
            key = text[-_SCHOOL_KEY_LENGTH:]
            if text != self._school_key_text(generation, name, key):
                raise wrong
            opened[name] = key
        return opened

    def _school_key_text(self, generation: int, name: str, key: bytes) -> bytes:
        header = canonical_json(
            {
                "format": _SEALED_FORMAT,
                "school": self.school_id,
                "slot": self.slot_id,
                "generation": generation,
                "name": name,
            }
        )
        return header + b"\n" + key

    def _header(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "school": self.school_id,
            "slot": self.slot_id,
            "kind": self.kind,
            "name": self.name,
            "kdf": {
                "algorithm": "argon2id",
                "memory_kib": self.kdf.memory_kib,
                "iterations": self.kdf.iterations,
                "lanes": self.kdf.lanes,
                "salt": encode_bytes(self.salt),
            },
            "public_key": encode_bytes(self.public_key),
            "cipher": "aes-256-gcm",
            "nonce": encode_bytes(self.nonce),
            **({"known": encode_bytes(self.known)} if self.known else {}),
        }

    def associated_data(self) -> bytes:
        """Every header field as canonical JSON: what the wrapped key is bound to."""
        return canonical_json(self._header())

    def to_json(self) -> bytes:
        """The bytes of the file."""
        return canonical_json(
            {
                **self._header(),
                "private_key": encode_bytes(self.wrapped_private_key),
                "roles": list(self.roles),
                "school_keys": {
                    str(generation): {name: encode_bytes(value) for name, value in keys.items()}
                    for generation, keys in self.school_keys.items()
                },
            }
        )

    def write(self, keys_folder: Path) -> None:
        """Write `<slot id>.json` in one step. Raises OSError."""
        write_atomically(keys_folder / f"{self.slot_id}.json", self.to_json())


def read_key_file(path: Path, school_id: str) -> KeyFile:
    """Read and check a key file of school `school_id`.

    Raises FileProblem (a UserError that names the file) when it is damaged, too large, a symbolic
    link, has absurd parameters or belongs to another school; FileNotFoundError.
    """
    content = read_json(path)
    _expect(path, content, "format", FORMAT)
    version = field_number(path, content, "version", 1, 1_000_000)
    if version > VERSION:
        raise FileProblem(
            path,
            "is gemaakt met een nieuwere versie van dit programma.",
            "Er is niets gewijzigd. Installeer de nieuwste versie en probeer het opnieuw.",
        )
    if field_text(path, content, "school", 64) != school_id:
        raise FileProblem(
            path,
            "hoort bij een andere school.",
            "Er is niets gewijzigd. Haal dit bestand weg, of zet het juiste terug uit een "
            "reservekopie (map ‘backups’ van de school).",
        )
    kind = field_text(path, content, "kind", 20)
    slot_id = field_text(path, content, "slot", 64)
    kinds = (KIND_RECOVERY,) if slot_id == RECOVERY_SLOT else (KIND_STAFF, KIND_START)
    if kind not in kinds or path.stem != slot_id:
        raise FileProblem(path, "is beschadigd (‘slot’).", BACKUP_ADVICE)
    _expect(path, content, "cipher", "aes-256-gcm")
    kdf, salt = _read_kdf(path, content.get("kdf"))
    return KeyFile(
        school_id=school_id,
        slot_id=slot_id,
        kind=kind,
        name=field_text(path, content, "name", MAX_NAME_LENGTH),
        kdf=kdf,
        salt=salt,
        public_key=decode_bytes(path, content, "public_key", _PRIVATE_KEY_LENGTH),
        nonce=decode_bytes(path, content, "nonce", _NONCE_LENGTH),
        wrapped_private_key=decode_bytes(
            path, content, "private_key", _PRIVATE_KEY_LENGTH + _TAG_LENGTH
        ),
        roles=_read_roles(path, content.get("roles")),
        school_keys=_read_school_keys(path, content.get("school_keys")),
        known=decode_bytes(path, content, "known") if "known" in content else b"",
    )


def is_slot_id(text: str) -> bool:
    """Whether `text` can be a slot id, and so a safe file name."""
    return text == RECOVERY_SLOT or (len(text) == 32 and _HEX.issuperset(text))


def _expect(path: Path, content: Mapping[str, Any], name: str, value: str) -> None:
    if content.get(name) != value:
        raise FileProblem(path, f"is beschadigd (‘{name}’).", BACKUP_ADVICE)


def _read_kdf(path: Path, content: object) -> tuple[KdfParameters, bytes]:
    wrong = FileProblem(path, "is beschadigd (‘kdf’).", BACKUP_ADVICE)
    if not isinstance(content, dict):
        raise wrong
    _expect(path, content, "algorithm", "argon2id")
    highest = 2**63
    values = [
        field_number(path, content, name, 0, highest)
        for name in ("memory_kib", "iterations", "lanes")
    ]
    try:
        parameters = KdfParameters(*values)
    except ValueError as error:
        raise FileProblem(
            path, "vraagt een onmogelijke berekening (‘kdf’).", BACKUP_ADVICE
        ) from error
    return parameters, decode_bytes(path, content, "salt", SALT_LENGTH)


def _read_roles(path: Path, content: object) -> tuple[str, ...]:
    if not isinstance(content, list) or len(content) > 20:
        raise FileProblem(path, "is beschadigd (‘roles’).", BACKUP_ADVICE)
    for role in content:
        if not isinstance(role, str) or not 0 < len(role) <= 40:
            raise FileProblem(path, "is beschadigd (‘roles’).", BACKUP_ADVICE)
    return tuple(content)


def _read_school_keys(path: Path, content: object) -> dict[int, dict[str, bytes]]:
    wrong = FileProblem(path, "is beschadigd (‘school_keys’).", BACKUP_ADVICE)
    if not isinstance(content, dict) or not 0 < len(content) <= 10:
        raise wrong
    generations = {}
    for generation, keys in content.items():
        number = int(generation) if generation.isascii() and generation.isdigit() else 0
        if not 0 < number < 10**9 or str(number) != generation:
            raise wrong
        if not isinstance(keys, dict) or len(keys) > _MOST_KEYS:
            raise wrong
        generations[number] = {name: decode_bytes(path, keys, name) for name in keys}
    return generations
