"""How a household and its state are called on the screen."""

from datetime import date
from enum import StrEnum

from app.dossier.households import Household
from ui import text as texts
from ui.theme import Tone


class Stand(StrEnum):
    """Which households show."""

    TO_DO = "to_do"
    WAITING = "waiting"
    ALL = "all"


STANDS = (
    (Stand.TO_DO.value, "Niet bevestigd dit jaar"),
    (Stand.WAITING.value, "Meegegeven, nog niet terug"),
    (Stand.ALL.value, "Alle gezinnen"),
)


def fits(home: Household, stand: str, today: date) -> bool:
    """Whether this household shows under that choice."""
    if stand == Stand.WAITING:
        return home.waits()
    return stand == Stand.ALL or home.is_stale(today)


def who(home: Household) -> str:
    """The guardians of a household."""
    return " en ".join(one.name for one in home.members)


def children(home: Household) -> str:
    """Its children with their groups."""
    return ", ".join(
        f"{one.pupil.display_name} ({one.pupil.group_name})"
        if one.pupil.group_name
        else one.pupil.display_name
        for one in home.children
    )


def state(home: Household, today: date) -> str:
    """When it was last confirmed, in words that do not need their colour."""
    if home.waits():
        return f"wacht sinds {texts.shown(home.printed_on)}"
    if home.confirmed_on is None:
        return "nooit bevestigd"
    said = texts.shown(home.confirmed_on)
    return f"verouderd: {said}" if home.is_stale(today) else f"bevestigd {said}"


def tone(home: Household, today: date) -> Tone:
    """The colour that goes with it."""
    if home.waits():
        return Tone.WAITING
    return Tone.MUST if home.is_stale(today) else Tone.DONE


def notice(home: Household) -> str:
    """What to mind with this sheet."""
    said = []
    if not home.address:
        said.append("geen adres: geef mee")
    if any(one.address_secret or one.phone_secret for one in home.members):
        said.append("geheim")
    if any(tie.guardian.custody == "unknown" for one in home.children for tie in one.ties):
        said.append("gezag onbekend")
    return ", ".join(said)
