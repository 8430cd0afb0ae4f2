"""What the process saves, one numbered save after another, and what must then stand in the school.

The saves are of several sorts: rows of their own, a sealed column that is changed, a deletion with
its copy in the history, and two rows in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import date

from app.access.categories import Category
from app.desk import Desk
from app.dossier.values import Entry

DAY = date(2027, 2, 1)
PUPIL = "1001"


@dataclass(frozen=True)
class State:
    """What stands in the dossier, as far as the saves touch it."""

    observations: tuple[str, ...] = ()
    approach: str = ""
    guardians: tuple[str, ...] = ()


def after(state: State, number: int) -> State:
    """The state when save `number` was made on `state`."""
    match number % 4:
        case 1:
            return replace(state, approach=f"aanpak {number}")
        case 2 if len(state.observations) > 5:
            return replace(state, observations=state.observations[1:])
        case 3 if len(state.guardians) > 2:
            return replace(state, guardians=state.guardians[1:])
        case 3:
            return replace(state, guardians=(*state.guardians, f"Ouder{number:06d}"))
    # A long one now and then: more pages than one in a transaction.
    text = f"waarneming {number:06d}" + " en verder" * (900 if number % 16 == 0 else 0)
    return replace(state, observations=(*state.observations, text))


def after_all(state: State, count: int) -> State:
    """The state after saves 1 … `count`."""
    for number in range(1, count + 1):
        state = after(state, number)
    return state


def read(desk: Desk) -> State:
    """What stands in the dossier now, read as a member of staff would."""
    pupil = pupil_of(desk)
    health = desk.entries.page(pupil, Category.HEALTH).entries["support"]
    return State(
        tuple(sorted(str(one.values["text"]) for one in _observations(desk, pupil))),
        str(health[0].values["approach"]) if health else "",
        tuple(sorted(_guardians(desk, pupil))),
    )


def save(desk: Desk, pupil: str, state: State, number: int) -> State:
    """Make save `number` through the Desk on `state`, which stands there now."""
    wanted = after(state, number)
    if wanted.approach != state.approach:
        _save_approach(desk, pupil, wanted.approach)
    elif len(wanted.observations) > len(state.observations):
        values = {
            "observed_on": DAY,
            "aspect": "social_emotional_development",
            "source": "teacher",
            "text": wanted.observations[-1],
        }
        desk.entries.add(pupil, "observation", values)
    elif len(wanted.observations) < len(state.observations):
        gone = state.observations[0]
        entry = next(one for one in _observations(desk, pupil) if one.values["text"] == gone)
        desk.entries.delete(pupil, "observation", entry.id)
    elif len(wanted.guardians) > len(state.guardians):
        desk.entries.add_guardian(
            pupil,
            {"salutation": "mevrouw", "initials": "A.", "surname": wanted.guardians[-1]},
            {"relationship": "mother", "custody": "yes", "lives_with": False},
        )
    else:
        desk.entries.delete(pupil, "guardianship", _guardians(desk, pupil)[state.guardians[0]])
    return wanted


def pupil_of(desk: Desk) -> str:
    """The id of the one pupil."""
    return desk.pupils.by_number(PUPIL).id


def _observations(desk: Desk, pupil: str) -> tuple[Entry, ...]:
    return desk.entries.page(pupil, Category.RESULTS).entries["observation"]


def _guardians(desk: Desk, pupil: str) -> dict[str, str]:
    """Surname of each guardian with the id of the link to the pupil."""
    entries = desk.entries.page(pupil, Category.CONTACT).entries
    surnames = {one.id: str(one.values["surname"]) for one in entries["guardian"]}
    return {surnames[str(one.values["guardian_id"])]: one.id for one in entries["guardianship"]}


def _save_approach(desk: Desk, pupil: str, approach: str) -> None:
    values = {"sort": "home_situation", "from_date": DAY, "subject": "Rust", "approach": approach}
    reason = "Nodig voor de begeleiding in de klas."
    for one in desk.entries.page(pupil, Category.HEALTH).entries["support"]:
        desk.entries.change(pupil, "support", one.id, one.version, values, reason)
        return
    desk.entries.add(pupil, "support", values, reason)
