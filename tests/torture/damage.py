"""Damage and deceit while the school is closed: a byte changed, an older copy or page put back, a
journal that a crash left changed, cut short, exchanged or deleted.

Nothing may be silent: either it is noticed (at sign-in, or by an error before the value is shown),
or all that is read is right, also after more was saved on top of it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from tests.torture import history, school
from tests.torture.history import State
from tests.torture.kill import fresh
from tests.torture.shim import KILL, Fault, On
from tests.torture.tally import Tally
from tests.torture.worker import Job, Workshop

PAGE = 4096
MORE_SAVES = 4

STRIDE = 6
"""Fewer than the pages that any save writes into the database in a row."""


@dataclass(frozen=True)
class Damage:
    """Something done to one file."""

    file: str
    what: str
    content: bytes | None
    """None: deleted."""


def probe(place: Path, number: int, where: str, tally: Tally) -> bool:
    """Sign in, read, save and read again; whether the damage was noticed.

    `number` is the last save that stands in the school; anything else that is read is silent
    damage, and so is an error that is not a sentence for the user.
    """
    tally.rounds += 1
    tally.faults += 1
    try:
        told = _told(place, number)
    except UserError:
        told = True
    except AssertionError as wrong:
        tally.fail("silent", f"{where}: {wrong}")
        return False
    except Exception as error:  # noqa: BLE001 - whatever it is, a person would see a crash
        tally.fail("silent", f"{where}: {type(error).__name__}: {error}")
        return False
    tally.noticed += told
    return told


def _told(place: Path, number: int) -> bool:
    desk = school.sign_in(place)
    try:
        if desk.alarms:
            return True
        state = history.after_all(State(), number)
        found = history.read(desk)
        assert found == state, f"read {found} for {state}"
        if not desk.verify_log().intact:
            return True
        pupil = history.pupil_of(desk)
        for more in range(number + 1, number + 1 + MORE_SAVES):
            state = history.save(desk, pupil, state, more)
        found = history.read(desk)
        assert found == state, f"after more saves: read {found} for {state}"
        return not desk.verify_log().intact
    finally:
        desk.close()


def grown(template: Path, place: Path, first: int, last: int) -> Path:
    """A copy of `template` in `place`, with saves `first` to `last` made in it."""
    fresh(template, place)
    desk = school.sign_in(place)
    pupil, state = history.pupil_of(desk), history.read(desk)
    for number in range(first, last + 1):
        state = history.save(desk, pupil, state, number)
    desk.close()
    return place


def do(
    place: Path, damages: Iterator[Damage], number: int, template: Path, only: int, seed: int = 1
) -> Tally:
    """Do each damage (`only` so many, chosen at random; 0: all) to a copy of `template`."""
    tally, chosen = Tally(), list(damages)
    if only and only < len(chosen):
        chosen = random.Random(seed).sample(chosen, only)
    for damage in chosen:
        fresh(template, place)
        path = place / damage.file
        if damage.content is None:
            path.unlink()
        else:
            path.write_bytes(damage.content)
        probe(place, number, f"{damage.file}: {damage.what}", tally)
    return tally


def changed_bytes(template: Path, per_page: int = 4, seed: int = 1) -> Iterator[Damage]:
    """One byte changed: in each page of each file `per_page` times, the page's ends among them."""
    chance = random.Random(seed)
    for path in sorted(template.rglob("*")):
        if not path.is_file() or not path.stat().st_size:
            continue
        content = path.read_bytes()
        for start in range(0, len(content), PAGE):
            length = min(PAGE, len(content) - start)
            places = {0, length - 1, *(chance.randrange(length) for _ in range(per_page - 2))}
            for at in sorted(places):
                new = bytearray(content)
                new[start + at] ^= 1 << chance.randrange(8)
                name = str(path.relative_to(template))
                yield Damage(name, f"byte {start + at} changed", bytes(new))


def older_pages(template: Path, older: Path) -> Iterator[Damage]:
    """Each page of the database that differs from the `older` school's put back as it was."""
    name = f"{school.NAME}/school.db"
    now, then = (template / name).read_bytes(), (older / name).read_bytes()
    for start in range(0, len(then), PAGE):
        page = then[start : start + PAGE]
        if page != now[start : start + PAGE]:
            new = now[:start] + page + now[start + PAGE :]
            yield Damage(name, f"older page {start // PAGE + 1}", new)


def older_files(template: Path, older: Path) -> Iterator[Damage]:
    """Each file of the `older` school put back."""
    for path in sorted((older / school.NAME).rglob("*")):
        name = str(path.relative_to(older))
        if path.is_file() and path.read_bytes() != (template / name).read_bytes():
            yield Damage(name, "older copy", path.read_bytes())


def crash(workshop: Workshop, template: Path, place: Path, number: int, written: int) -> bytes:
    """Leave in `place` a school whose process was killed when it had written `written` pages of
    save `number` into the database; returns the journal that must be played back."""
    step = 0
    while not _journal_after_crash(workshop, template, place, number, step):
        step += STRIDE
        if step > 1000:
            raise RuntimeError("this save never writes to the database")
    while _journal_after_crash(workshop, template, place, number, step - 1):
        step -= 1
    journal = _journal_after_crash(workshop, template, place, number, step + written)
    if not journal:
        raise RuntimeError("this save does not write so many pages")
    return journal


def _journal_after_crash(
    workshop: Workshop, template: Path, place: Path, number: int, step: int
) -> bytes:
    """Kill the process at write `step`; the journal, empty unless it must be played back."""
    fresh(template, place)
    fault = Fault(On.WRITE, step, KILL)
    workshop.run(Job(str(place), f"{place}.words", first=number, fault=vars(fault)))
    journal = (place / school.NAME / "school.db-journal").read_bytes()
    return journal if int.from_bytes(journal[8:12], "big") else b""


def spoiled_journals(journal: bytes, other: bytes, older: bytes) -> Iterator[Damage]:
    """What may become of a journal that has to be played back."""
    name = f"{school.NAME}/school.db-journal"
    for at in (0, 9, 11, 13, 19, 23, 25, *range(512, len(journal), 97)):
        new = bytearray(journal)
        new[at] ^= 1
        yield Damage(name, f"byte {at} changed", bytes(new))
    for size in (0, 20, 512, 516, 512 + 4104, len(journal) // 2, len(journal) - 1):
        yield Damage(name, f"cut to {size} bytes", journal[:size])
    for count in range(journal[11]):
        yield Damage(name, f"says {count} pages", journal[:11] + bytes([count]) + journal[12:])
    yield Damage(name, "deleted", None)
    yield Damage(name, "that of another school", other)
    yield Damage(name, "an older one", older)
