"""Opening the folder afterwards: is everything there that was said to be saved?"""

from pathlib import Path

from app.errors import UserError
from tests.torture import history, school
from tests.torture.history import State
from tests.torture.tally import Tally
from tests.torture.worker import IMPORTED


def examine(place: Path, before: State, done: list[int], tried: int, tally: Tally) -> State:
    """Sign in, read everything, verify the log; counts in `tally` what is not as it must be.

    `before` is what stood there, `done` are the saves that were acknowledged since, `tried` the
    last that was begun (0: none): it may be there or not, but only whole. Returns what stands there
    now.
    """
    tally.rounds += 1
    tally.saves += len(done)
    least = before
    for number in done:
        least = history.after(least, number)
    allowed = [least] if not tried or tried in done else [least, history.after(least, tried)]
    try:
        desk = school.sign_in(place)
    except UserError as error:
        tally.fail("shut", f"after {done[-1:]}: {error}")
        return least
    try:
        if desk.alarms:
            tally.fail("false_alarms", f"after {done[-1:]}: {desk.alarms}")
        now = history.read(desk)
        pupils = len(desk.pupils.all())
        if pupils not in (1, IMPORTED):
            tally.fail("lost", f"half an import: {pupils} pupils")
        if now not in allowed:
            tally.fail("lost", f"after {done[-1:]}, trying {tried}: {now} is none of {allowed}")
        verified = desk.verify_log()
        if not verified.intact:
            tally.fail("silent", f"after {done[-1:]}: {verified.sentence}")
    except UserError as error:
        tally.fail("lost", f"reading after {done[-1:]}: {error}")
        return least
    finally:
        desk.close()
    return now
