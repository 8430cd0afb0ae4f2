"""Keys derived from a school key, one per purpose, so that no key serves two constructions."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_LENGTH = 32


def derived_key(key: bytes, purpose: str) -> bytes:
    """The 32-byte key for `purpose`: HKDF-SHA256, no salt, info `leerlingdossier/<purpose>`."""
    info = b"leerlingdossier/" + purpose.encode("utf-8")
    return HKDF(SHA256(), KEY_LENGTH, salt=None, info=info).derive(key)
