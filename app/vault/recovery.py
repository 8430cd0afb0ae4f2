"""Codes on paper, in groups that each check themselves: the recovery code and the start code.

The recovery code has 144 random bits in eight groups, the start code of a new member of staff 72
in four: it serves once.

The alphabet has 23 characters without look-alikes. 23 is prime, so one weighted sum per group
catches every single wrong character and every swap of two characters; the group's number is part
of the sum, so groups in the wrong place are caught too.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Self

from app.errors import UserError

ALPHABET = "234579ACDEFHJKMNPRTUWXY"
"""No 0 O Q, 1 I L, 6 G, 8 B, S, Z, V: each looks like another character, printed or written."""

GROUP_COUNT = 8
DATA_LENGTH = 4
GROUP_LENGTH = DATA_LENGTH + 1
_MODULUS = len(ALPHABET)


class RecoveryCodeError(UserError):
    """A typed code has a mistake; `groups`: the wrong ones, from 1."""

    def __init__(self, message: str, groups: tuple[int, ...] = ()) -> None:
        self.groups = groups
        super().__init__(message)


@dataclass(frozen=True)
class PaperCode:
    """A code whose groups are all correct in themselves."""

    group_count: ClassVar[int]
    what: ClassVar[str]
    groups: tuple[str, ...]

    @classmethod
    def generate(cls) -> Self:
        """A new code: four random characters of 23 a group, 18.1 bits each."""
        return cls(tuple(_complete(_random_data(), index) for index in range(cls.group_count)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a typed code; case, blanks and hyphens do not matter.

        Raises RecoveryCodeError that says which group is wrong, or how many are missing.
        """
        characters = _clean(text)
        whole, rest = divmod(len(characters), GROUP_LENGTH)
        pieces = [
            characters[start : start + GROUP_LENGTH]
            for start in range(0, len(characters), GROUP_LENGTH)
        ]
        # Groups typed apart are judged apart, so that one missing character is blamed on its own
        # group and not on all that follow.
        typed = [_clean(part) for part in text.replace("-", " ").split()]
        if len(typed) == cls.group_count:
            pieces = typed
        elif whole != cls.group_count or rest:
            raise RecoveryCodeError(
                f"De {cls.what} heeft {cls.group_count} groepen van {GROUP_LENGTH} tekens "
                f"({cls.group_count * GROUP_LENGTH} in totaal); u typte {len(characters)} tekens. "
                "Er is niets gewijzigd. Vergelijk wat u typte met het papier."
            )
        wrong = tuple(
            index + 1 for index, piece in enumerate(pieces) if not _is_correct(piece, index)
        )
        if wrong:
            which = (
                f"groep {wrong[0]}"
                if len(wrong) == 1
                else "de groepen " + ", ".join(map(str, wrong[:-1])) + f" en {wrong[-1]}"
            )
            raise RecoveryCodeError(
                f"In de {cls.what} zit een typefout in {which}. Er is niets gewijzigd. "
                "Vergelijk dat deel met het papier en typ het opnieuw.",
                wrong,
            )
        return cls(tuple(pieces))

    def secret(self) -> str:
        """What goes into Argon2id: all characters in a row."""
        return "".join(self.groups)

    def __str__(self) -> str:
        return "-".join(self.groups)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"  # never in a traceback


class RecoveryCode(PaperCode):
    """Opens everything, in the headteacher's place."""

    group_count = GROUP_COUNT
    what = "herstelcode"


class StartCode(PaperCode):
    """The first password of a member of staff; whoever used it chooses an own password at once."""

    group_count = 4
    what = "startcode"


def generate_recovery_code() -> str:
    """A new recovery code as it is printed: groups with hyphens between."""
    return str(RecoveryCode.generate())


def parse_recovery_group(text: str, index: int) -> str:
    """One typed group (`index` from 0) in its printed form.

    Raises RecoveryCodeError when it has a typing error.
    """
    if not 0 <= index < GROUP_COUNT:
        raise ValueError("index is not that of a group")
    group = _clean(text)
    if not _is_correct(group, index):
        raise RecoveryCodeError(
            f"In groep {index + 1} zit een typefout. Er is niets gewijzigd. Vergelijk hem met het "
            "papier en typ hem opnieuw.",
            (index + 1,),
        )
    return group


def is_typed_back(text: str, index: int, code: str) -> bool:
    """Whether `text` is group `index` (from 0) of `code`: the proof that it stands on paper."""
    return secrets.compare_digest(
        _clean(text).encode(), RecoveryCode.parse(code).groups[index].encode()
    )


def _random_data() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(DATA_LENGTH))


def _clean(text: str) -> str:
    upper = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        character
        for character in upper
        if not character.isspace() and unicodedata.category(character) != "Pd"
    )


def _weighted_sum(group: str) -> int:
    return sum((place + 1) * ALPHABET.index(character) for place, character in enumerate(group))


def _complete(data: str, index: int) -> str:
    for last in ALPHABET:
        if _is_correct(data + last, index):
            return data + last
    raise AssertionError("unreachable: 5 has an inverse modulo 23")


def _is_correct(group: str, index: int) -> bool:
    if len(group) != GROUP_LENGTH or not set(group) <= set(ALPHABET):
        return False
    return _weighted_sum(group) % _MODULUS == index + 1
