"""How good is a password? Length and guessability, no composition rules (NIST SP 800-63B 3.1.1)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from zxcvbn import zxcvbn

from app import resources

MIN_LENGTH = 10
MAX_LENGTH = 200
GOOD_GUESSES = 10**10
"""At half a second of Argon2id each, 160 years of one processor."""

_SEEN = 72
_SHORTEST_WORD = 3
_WORDS = ("zeer zwak", "zwak", "matig", "goed", "sterk")


@cache
def dutch_words() -> tuple[str, ...]:
    """What is tried first in Dutch, the likeliest first (`resources/passwords.toml`)."""
    lists: dict[str, str] = resources.load("passwords.toml")["words"]
    return tuple(dict.fromkeys(word for text in lists.values() for word in text.split()))


@dataclass(frozen=True)
class Strength:
    """`score` 0-4; `good` is enough for a school; `sentence` says what to do, in Dutch."""

    score: int
    good: bool
    sentence: str


def strength(password: str, known: Sequence[str] = ()) -> Strength:
    """Estimate it; `known` are words that would be tried first: the school's and person's names."""
    if len(password) > MAX_LENGTH:
        return Strength(0, False, f"Te lang: hoogstens {MAX_LENGTH} tekens.")
    if len(password) < MIN_LENGTH:
        return Strength(
            0, False, f"Te kort: gebruik ten minste {MIN_LENGTH} tekens, bijvoorbeeld vier woorden."
        )
    words = [word for one in known for word in [one, *one.split()] if len(word) >= _SHORTEST_WORD]
    if len(_without(password, words)) < MIN_LENGTH:
        return Strength(
            1, False, "Te raden: laat de naam van de school en uw eigen naam eruit weg."
        )
    # zxcvbn is slow on long input and sees no more after this many characters.
    found = zxcvbn(_plain(password)[:_SEEN], user_inputs=[*words, *dutch_words()])
    score, guesses = int(found["score"]), found["guesses"]
    if guesses < GOOD_GUESSES:
        return Strength(
            min(score, 2),
            False,
            f"{_WORDS[min(score, 2)].capitalize()}: te raden. Kies vier of meer losse woorden.",
        )
    return Strength(score, True, "")


def _plain(text: str) -> str:
    """Without accents: they are the first thing that a guesser varies."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _without(password: str, words: Sequence[str]) -> str:
    """What is left when the words an attacker tries first are taken out, longest first."""
    left = _plain(password).casefold().replace(" ", "")
    shorn = (_plain(one).casefold().replace(" ", "") for one in words)
    for word in sorted(shorn, key=len, reverse=True):
        left = left.replace(word, "")
    return left
