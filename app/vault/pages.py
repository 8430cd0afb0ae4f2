"""The pages of an encrypted database, each checked against its own HMAC, without the engine.

The engine stops at a damaged first page and then names none. This reads the file as SQLCipher 4
writes it (https://www.zetetic.net/sqlcipher/design/): 4096 bytes a page, of which the last 80 are
the IV and HMAC-SHA512 over the encrypted content, the IV and the page's number (4 bytes, little
endian); the key of the HMAC is PBKDF2-HMAC-SHA512 (2 rounds) of the raw key with the salt XOR 0x3a.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
SALT = 16
_MAC = 64
_CHUNK = 1000
_FAST_ROUNDS = 2
_SALT_MASK = 0x3A


def check_pages(path: Path, key: bytes) -> Iterator[tuple[int, int, list[int]]]:
    """Read the file in parts: pages read so far, pages in all, damaged ones (from 1) of this part.

    A rest that is no whole page counts as a damaged page. Between two parts the file is not open:
    on POSIX closing it drops the locks that this process has on it. Raises OSError.
    """
    first, total, mac_key = 1, 1, b""
    while first <= total:
        with path.open("rb") as file:
            total = -(-os.fstat(file.fileno()).st_size // PAGE)
            mac_key = mac_key or page_mac_key(key, file.read(SALT))
            file.seek((first - 1) * PAGE)
            data = file.read(PAGE * _CHUNK)
        damaged = [
            first + index
            for index in range(-(-len(data) // PAGE))
            if not is_whole(data[index * PAGE : (index + 1) * PAGE], first + index, mac_key)
        ]
        yield min(first + _CHUNK - 1, total), total, damaged
        first += _CHUNK


def page_mac_key(key: bytes, salt: bytes) -> bytes:
    """The key of the pages' HMACs; `salt` is the beginning of the file."""
    masked = bytes(one ^ _SALT_MASK for one in salt)
    return hashlib.pbkdf2_hmac("sha512", key, masked, _FAST_ROUNDS, len(key))


def is_whole(page: bytes, number: int, mac_key: bytes) -> bool:
    """Whether these are the bytes of page `number` as this database wrote it, now or earlier."""
    if len(page) != PAGE:
        return False
    start = SALT if number == 1 else 0
    content, mac = page[start:-_MAC], page[-_MAC:]
    expected = hmac.digest(mac_key, content + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(mac, expected)
