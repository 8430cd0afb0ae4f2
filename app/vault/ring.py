"""`keys/ring.json`: the keys of older generations, for backups from before a change of keys.

Sealed under the present `admin` key: only headteachers and the recovery code open them.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault.derived import derived_key
from app.vault.encoding import decode_bytes, encode_bytes, field_number
from app.vault.files import BACKUP_ADVICE, FileProblem, canonical_json, read_json, write_atomically
from app.vault.slots import CARE_KEY, DATABASE_KEY, TEACHING_KEY

FORMAT = "leerlingdossier-ring"
VERSION = 1
PURPOSE = "ring"
KEPT_KEYS = (DATABASE_KEY, CARE_KEY, TEACHING_KEY)
"""What opens a backup; older `pending` and `admin` keys serve nobody any more."""

_NONCE_LENGTH = 12

Generations: TypeAlias = Mapping[int, Mapping[str, bytes]]


def write_ring(
    path: Path, school_id: str, generation: int, admin_key: bytes, older: Generations
) -> None:
    """Write `older` sealed under the admin key of `generation`. Raises OSError."""
    header = _header(school_id, generation, os.urandom(_NONCE_LENGTH))
    plain = canonical_json(
        {
            str(number): {
                name: encode_bytes(key) for name, key in keys.items() if name in KEPT_KEYS
            }
            for number, keys in older.items()
        }
    )
    cipher = AESGCM(derived_key(admin_key, PURPOSE))
    nonce = decode_bytes(path, header, "nonce", _NONCE_LENGTH)
    sealed = cipher.encrypt(nonce, plain, canonical_json(header))
    write_atomically(path, canonical_json({**header, "sealed": encode_bytes(sealed)}))


def read_ring(path: Path, school_id: str, admin_keys: Mapping[int, bytes]) -> Generations:
    """The keys of older generations; none when no keys were ever changed.

    `admin_keys` per generation: half-way a change the ring may be sealed under either. Raises
    FileProblem when it is damaged, altered or sealed under another key.
    """
    try:
        content = read_json(path)
    except FileNotFoundError:
        return {}
    wrong = FileProblem(
        path, "is beschadigd of veranderd: er staan sleutels in voor oudere reservekopieën.",
        BACKUP_ADVICE,
    )  # fmt: skip
    generation = field_number(path, content, "generation", 1, 10**9)
    header = _header(school_id, generation, decode_bytes(path, content, "nonce", _NONCE_LENGTH))
    if generation not in admin_keys or any(content.get(name) != header[name] for name in header):
        raise wrong
    cipher = AESGCM(derived_key(admin_keys[generation], PURPOSE))
    try:
        plain = cipher.decrypt(
            decode_bytes(path, header, "nonce"),
            decode_bytes(path, content, "sealed"),
            canonical_json(header),
        )
    except InvalidTag as error:
        raise wrong from error
    # What follows was written by this program: it is authenticated.
    return {
        int(number): {name: decode_bytes(path, keys, name) for name in keys}
        for number, keys in json.loads(plain).items()
    }


def _header(school_id: str, generation: int, nonce: bytes) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "school": school_id,
        "generation": generation,
        "cipher": "aes-256-gcm",
        "nonce": encode_bytes(nonce),
    }
