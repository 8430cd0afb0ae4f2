"""How good is a password? Length and guessability, no composition rules (NIST SP 800-63B 3.1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from zxcvbn import zxcvbn

MIN_LENGTH = 10
MAX_LENGTH = 200
_GOOD = 3
_SEEN = 72
_SHORTEST_WORD = 3
_DUTCH = ("welkom", "wachtwoord", "school", "leerling", "juf", "meester", "groep", "directeur",
          "zomer", "winter", "lente", "herfst", "regenboog", "nederland", "amsterdam", "geheim",
          "maandag", "vrijdag", "september", "januari", "hallo", "bloemen")  # fmt: skip
_WORDS = ("zeer zwak", "zwak", "matig", "goed", "sterk")


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
    score = int(zxcvbn(password[:_SEEN], user_inputs=[*words, *_DUTCH])["score"])
    if score < _GOOD:
        return Strength(
            score,
            False,
            f"{_WORDS[score].capitalize()}: te raden. Kies vier of meer losse woorden.",
        )
    return Strength(score, True, "")


def _without(password: str, words: Sequence[str]) -> str:
    """What is left when the words an attacker tries first are taken out, longest first."""
    left = password.casefold().replace(" ", "")
    for word in sorted((one.casefold().replace(" ", "") for one in words), key=len, reverse=True):
        left = left.replace(word, "")
    return left
