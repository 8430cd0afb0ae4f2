"""From password to key: Argon2id, its parameters and their limits.

The lower limit is what OWASP advises at least (19 MiB, two iterations); the upper one keeps a
key file that somebody else wrote from taking all the memory or days of time.
"""

import time
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_LENGTH = 32
SALT_LENGTH = 16
MAX_PASSWORD_LENGTH = 1024
"""In characters."""

_LIMITS = {"memory_kib": (19 * 1024, 1024 * 1024), "iterations": (2, 20), "lanes": (1, 16)}
_MOST_MEMORY = 256 * 1024


@dataclass(frozen=True)
class KdfParameters:
    """Cost of guessing one password. `memory_kib` is in KiB."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        for name, (lowest, highest) in _LIMITS.items():
            if not lowest <= getattr(self, name) <= highest:
                raise ValueError(f"{name} must be from {lowest} to {highest}")

    @classmethod
    def fastest(cls) -> "KdfParameters":
        """The cheapest that is allowed; for the demo school and tests."""
        return cls(19 * 1024, 2, 1)

    @classmethod
    def measure(cls, target_seconds: float = 0.5) -> "KdfParameters":
        """Parameters that take about `target_seconds` on this PC.

        Starts from 64 MiB, three iterations; a fast PC gets more memory (to 256 MiB) and then
        more iterations, a slow one less memory and then fewer iterations, never under the limit.
        """
        base = cls()
        start = time.perf_counter()
        base.derive("meting", b"0" * SALT_LENGTH)
        return base._times(target_seconds / max(time.perf_counter() - start, 1e-6))

    def raised(self, seconds: float, target_seconds: float) -> "KdfParameters | None":
        """Parameters that take `target_seconds` on a PC where these took `seconds`.

        None unless these fall clearly behind (less than half the target). Never lowers memory or
        iterations; a slot is raised where its owner signs in, so on the PC that will pay for it.
        """
        if seconds * 2 > target_seconds:
            return None
        wanted = self._times(target_seconds / max(seconds, 1e-3))
        raised = KdfParameters(
            max(wanted.memory_kib, self.memory_kib),
            max(wanted.iterations, self.iterations),
            max(self.lanes, KdfParameters().lanes),
        )
        return raised if raised.cost > self.cost else None

    @property
    def cost(self) -> int:
        """What one guess costs: memory times iterations, to which the time is proportional."""
        return self.memory_kib * self.iterations

    def _times(self, ratio: float) -> "KdfParameters":
        """Parameters of about `ratio` times the cost: memory first, then iterations."""
        memory = int(self.memory_kib * ratio) // 1024 * 1024
        memory = min(max(memory, _LIMITS["memory_kib"][0]), max(_MOST_MEMORY, self.memory_kib))
        iterations = round(self.iterations * ratio * self.memory_kib / memory)
        lowest, highest = _LIMITS["iterations"]
        return KdfParameters(memory, min(max(iterations, lowest), highest), self.lanes)

    def derive(self, password: str, salt: bytes) -> bytes:
        """The 32-byte key of `password` (normalised first)."""
        return Argon2id(
            salt=salt,
            length=KEY_LENGTH,
            iterations=self.iterations,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        ).derive(normalise(password).encode("utf-8", "surrogatepass"))


def normalise(password: str) -> str:
    """NFKC: the same keys give the same bytes on every system.

    NFC would join an accent typed as a separate character (macOS) with its letter. NFKC also
    makes the no-break space that a Mac types with Option+space, and full-width letters, equal to
    the plain ones: differences that the person who types cannot see behind the dots.
    """
    return unicodedata.normalize("NFKC", password)


def fold_name(name: str) -> str:
    """A sign-in name as it is compared: normalised, trimmed, without upper and lower case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).strip().casefold())
