"""Who gets in and with which keys: adding, resetting, removing, other roles, a new recovery code.

Only who holds the admin key can do these; whether they may is for the caller to ask. The roster is
written before the key file, so that nothing is ever sealed to a public key that is not on it: cut
off in between, the next headteacher who signs in is told whose key file does not fit.
"""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime

from app.errors import UserError
from app.vault.backup import make_backup
from app.vault.files import fsync_folder
from app.vault.kdf import KdfParameters
from app.vault.keyfile import (
    KIND_STAFF,
    KIND_START,
    RECOVERY_SLOT,
    KeyFile,
    WrongSecret,
    read_key_file,
)
from app.vault.known_keys import links, links_for
from app.vault.opening import read_and_check
from app.vault.recovery import RecoveryCode, StartCode
from app.vault.roster import Member, Roster
from app.vault.rotation import InUse, Progress, Reseal, Rotation, rotate
from app.vault.slots import (
    NewSlot,
    SlotInfo,
    Slots,
    check_new_slot,
    key_path,
    keys_for_roles,
    make_recovery_slot,
    make_staff_slot,
    name_taken,
    read_slots,
)
from app.vault.unlocked import Unlocked, cannot_write


def add_slot(
    unlocked: Unlocked, slot: NewSlot, *, kdf: KdfParameters | None = None, kind: str = KIND_STAFF
) -> SlotInfo:
    """Let one more person sign in. Raises UserError, also when the name exists."""
    check_new_slot(slot)
    roster = _roster(unlocked)
    existing = _slots(unlocked)
    if existing.named(slot.name) is not None:
        raise name_taken(slot.name)
    made = make_staff_slot(
        slot,
        school_id=unlocked.school_id,
        kdf=kdf or _kdf(roster, existing),
        kind=kind,
    )
    _put(unlocked, roster.with_member(Member.of(made)), made)
    return SlotInfo.of(made)


def add_with_start_code(
    unlocked: Unlocked, name: str, roles: tuple[str, ...]
) -> tuple[SlotInfo, StartCode]:
    """Someone who signs in with a code on paper and then chooses a password. Raises UserError."""
    code = StartCode.generate()
    return add_slot(unlocked, NewSlot(name, code.secret(), roles), kind=KIND_START), code


def reset_slot(unlocked: Unlocked, slot_id: str) -> StartCode:
    """A new key pair and start code, for who forgot the password or whose key file is not right.

    What was sealed to the old key pair only (drafts) is lost. Raises UserError.
    """
    roster = _roster(unlocked)
    member = _member(roster, slot_id)
    code = StartCode.generate()
    made = make_staff_slot(
        NewSlot(member.name, code.secret(), member.roles),
        school_id=unlocked.school_id,
        kdf=_kdf(roster, _slots(unlocked)),
        kind=KIND_START,
        slot_id=slot_id,
    )
    _put(unlocked, roster.with_member(Member.of(made)), made)
    return code


def change_roles(unlocked: Unlocked, slot_id: str, roles: tuple[str, ...]) -> frozenset[str]:
    """Deal out the school keys again for other roles; the names of the keys that were taken away.

    Taking a key out of the file does not make someone forget it who copied the file before: then
    change the keys. Raises UserError, also for the last headteacher.
    """
    roster = _roster(unlocked)
    slot = _slots(unlocked).with_id(slot_id)
    if slot is None or not roster.knows(slot):
        raise UserError(
            f"Het sleutelbestand van ‘{_member(roster, slot_id).name}’ ontbreekt of klopt niet. Er "
            "is niets gewijzigd. Geef deze medewerker een nieuwe startcode, of verwijder de "
            "medewerker."
        )
    changed = replace(slot, roles=roles)
    wanted = roster.with_member(Member.of(changed))
    _keep_a_head(unlocked, roster, wanted)
    granted = keys_for_roles(unlocked.school_keys, roles)
    before = keys_for_roles(unlocked.school_keys, _member(roster, slot_id).roles)
    _put(unlocked, wanted, changed)
    return frozenset(before) - frozenset(granted)


def settled_heads(unlocked: Unlocked) -> frozenset[str]:
    """The slots of the headteachers who have signed in and whose key file is as it should be.

    Who never chose a password does not count: that code may be lost. Raises UserError.
    """
    return _settled(unlocked, _roster(unlocked))


def remove_slot(unlocked: Unlocked, slot_id: str) -> None:
    """Let someone sign in no more; a key file that is on no list is removed as well.

    Raises UserError, also for the last headteacher.
    """
    roster = _roster(unlocked)
    if slot_id == RECOVERY_SLOT:
        raise ValueError("the recovery code is replaced, not removed")
    if roster.member(slot_id) is not None:
        wanted = roster.without(slot_id)
        _keep_a_head(unlocked, roster, wanted)
        _write_roster(unlocked, wanted)
    try:
        key_path(unlocked.folder, slot_id).unlink(missing_ok=True)
        fsync_folder(unlocked.folder.keys)
    except OSError as error:
        raise cannot_write(unlocked.folder) from error
    finally:
        check_again(unlocked)


def replace_recovery_code(unlocked: Unlocked, code: str) -> None:
    """From now on this recovery code opens the school, and the old one no more.

    Raises RecoveryCodeError for a typing error, UserError.
    """
    secret = RecoveryCode.parse(code).secret()
    roster = _roster(unlocked)
    made = make_recovery_slot(
        secret, school_id=unlocked.school_id, kdf=_kdf(roster, _slots(unlocked))
    )
    _put(unlocked, roster.with_member(Member.of(made)), made)


def try_recovery_code(unlocked: Unlocked, code: str) -> None:
    """Show that the recovery code on paper opens this school, without signing in with it.

    Raises RecoveryCodeError for a typing error, UserError when it does not open the school.
    """
    secret = RecoveryCode.parse(code).secret()
    roster = _roster(unlocked)
    slot = read_key_file(key_path(unlocked.folder, RECOVERY_SLOT), unlocked.school_id)
    wrong = UserError(
        "Deze herstelcode opent de school niet: het is niet het nieuwste papier, of het bestand "
        "‘recovery.json’ klopt niet. Er is niets gewijzigd. Zoek het nieuwste papier, of maak een "
        "nieuwe herstelcode."
    )
    try:
        private_key = slot.unwrap(secret)
    except WrongSecret:
        raise wrong from None
    path = key_path(unlocked.folder, RECOVERY_SLOT)
    if not roster.knows(slot) or unlocked.generation not in slot.school_keys:
        raise wrong
    opened = slot.open_school_keys(private_key, unlocked.generation, path)
    if opened != keys_for_roles(unlocked.school_keys, slot.roles):
        raise wrong


def accept_roster(unlocked: Unlocked, slot_ids: Container[str], above: int) -> None:
    """Vouch for these key files as they now stand in the folder, after looking at each of them.

    The way out when the roster is missing or was altered. `above`: the highest number that a
    roster is known to have had. Raises UserError without the admin key.
    """
    if not unlocked.is_admin:
        raise _no_admin_key()
    vouched = [slot for slot in _slots(unlocked).key_files if slot.slot_id in slot_ids]
    counter = max(unlocked.roster_counter, above) + 1
    _write_roster(unlocked, Roster.of(unlocked.school_id, vouched, counter))
    check_again(unlocked)


def rotate_keys(
    unlocked: Unlocked,
    reseal: Reseal,
    *,
    now: Callable[[], datetime],
    progress: Progress,
) -> None:
    """New school keys for everyone, after a backup; `unlocked` then has a new database object.

    Raises UserError. If `unlocked.database` is closed then: sign in again, which finds the folder
    with the old or with the new keys. If not, nothing was changed.
    """
    roster = _roster(unlocked)
    assert unlocked.database is not None
    make_backup(unlocked.folder, unlocked.database, why="voor-sleutelwissel", now=now())
    old = InUse(unlocked.generation, dict(unlocked.school_keys))
    try:
        new = rotate(unlocked.folder, roster, old, unlocked.database, reseal, progress)
    except OSError as error:
        raise UserError(
            "Het vervangen van de sleutels is niet afgemaakt: er kon niet worden geschreven of "
            "gelezen. Er is niets verloren; iedereen kan zich aanmelden als altijd. Kijk of de "
            "schijf vol is, meld u opnieuw aan en probeer het nog eens."
        ) from error
    unlocked.take_keys(new.number, new.keys)
    check_again(unlocked)


def check_again(unlocked: Unlocked) -> None:
    """Compare roster and key files anew, into `unlocked`."""
    unlocked.roster, unlocked.roster_problems = read_and_check(unlocked.folder, unlocked)


def _roster(unlocked: Unlocked) -> Roster:
    if not unlocked.is_admin:
        raise _no_admin_key()
    if unlocked.rotation is Rotation.HALF:
        raise UserError(
            "Een eerdere sleutelwissel is nog niet afgemaakt. Er is niets gewijzigd. Kijk of de "
            "schijf vol is en meld u opnieuw aan; dan wordt hij afgemaakt."
        )
    check_again(unlocked)
    if unlocked.roster is None:
        raise UserError(unlocked.roster_problems[0])
    return unlocked.roster


def _no_admin_key() -> UserError:
    return UserError(
        "Met deze aanmelding kan niemand toegang krijgen: zij heeft geen sleutel van de directeur. "
        "Er is niets gewijzigd. Vraag de directeur."
    )


def _member(roster: Roster, slot_id: str) -> Member:
    member = roster.member(slot_id)
    if member is None or member.kind != KIND_STAFF:
        raise UserError(
            "Deze medewerker heeft geen aanmelding. Er is niets gewijzigd. Voeg de medewerker toe "
            "om een startcode te maken."
        )
    return member


def _slots(unlocked: Unlocked) -> Slots:
    return read_slots(unlocked.folder, unlocked.school_id)


def _kdf(roster: Roster, slots: Slots) -> KdfParameters:
    return slots.costliest_kdf({one.slot_id for one in roster.members})


def _keep_a_head(unlocked: Unlocked, now: Roster, wanted: Roster) -> None:
    if len(wanted.heads()) == len(now.heads()) or _settled(unlocked, wanted):
        return
    raise UserError(
        "Er moet ten minste één directeur overblijven die zich al eens heeft aangemeld. Er is "
        "niets gewijzigd. Geef eerst iemand anders de rol directeur, en laat die zich aanmelden."
    )


def _settled(unlocked: Unlocked, roster: Roster) -> frozenset[str]:
    slots = _slots(unlocked)
    found = (slots.with_id(head.slot_id) for head in roster.heads())
    return frozenset(
        slot.slot_id
        for slot in found
        if slot is not None and slot.kind == KIND_STAFF and roster.knows(slot)
    )


def _put(unlocked: Unlocked, roster: Roster, slot: KeyFile) -> None:
    """Write the roster, then the key file with the keys that the roster gives it."""
    member = roster.member(slot.slot_id)
    if member is None or not roster.knows(slot):
        raise ValueError("nothing is sealed to a public key that is not on the roster")
    granted = keys_for_roles(unlocked.school_keys, member.roles)
    # Who did not sign in since the last change of keys must still see that these follow on it.
    made = links(unlocked.older_keys(), unlocked.generation, unlocked.school_keys)
    granted |= links_for(granted, made)
    _write_roster(unlocked, roster)
    try:
        unlocked.write(slot.with_school_keys(unlocked.generation, granted))
    finally:
        check_again(unlocked)


def _write_roster(unlocked: Unlocked, roster: Roster) -> None:
    unlocked.lock.check()
    try:
        roster.write(unlocked.folder.roster, unlocked.admin_keys)
    except OSError as error:
        raise cannot_write(unlocked.folder) from error
