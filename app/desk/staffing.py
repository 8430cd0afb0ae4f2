"""Who works here and gets in: adding, resetting, removing, roles, the recovery code, all keys."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from app.access.categories import ROLE_NAMES, Role
from app.access.checkpoint import root_key
from app.access.log import Event, LogEvent
from app.access.passwords import strength
from app.access.policy import Action
from app.access.session import Session
from app.access.signing import fingerprint
from app.desk.admission import differences, unclaimed
from app.desk.key_advice import Advice, key_advice
from app.desk.key_log import (
    KEYS_TAKEN,
    PASSWORD_CHANGED,
    Recovery,
    newest_roster,
    recovery_event,
    recovery_state,
    roster_event,
    rotation_is_due,
)
from app.desk.staff_rows import (
    heads,
    keep_a_head,
    past_last_day,
    staff_row,
    teach_only,
    update_staff,
)
from app.dossier.checks import InvalidEntry
from app.dossier.groups import teachers_event
from app.dossier.rekey import rekey
from app.dossier.school import read_school
from app.dossier.staff import insert_staff
from app.errors import UserError
from app.vault import (
    Compartments,
    SlotInfo,
    Unlocked,
    accept_roster,
    add_with_start_code,
    change_roles,
    generate_recovery_code,
    keys_put_back,
    remove_slot,
    replace_recovery_code,
    reset_slot,
    rotate_keys,
    settled_heads,
    try_recovery_code,
)
from app.vault.schema import Row

_STAFF = "staff"
_LONGEST_NAME = 200


@dataclass(frozen=True)
class SheetFacts:
    """What stands on every sheet with a code: of which school, when, and how to know its log.

    `created` is aware. `fingerprint`: of the first log key; when empty the sheet is silent on it.
    """

    school: str
    created: datetime
    fingerprint: str


@dataclass(frozen=True)
class IssuedCode:
    """A start code, to be printed and handed over; it is shown once and kept nowhere."""

    staff_id: str
    name: str
    sign_in_name: str
    code: str

    def __repr__(self) -> str:
        return "IssuedCode(…)"  # never in a traceback


class Staffing:
    """The headteacher's work on who gets in; everyone's own password."""

    def __init__(self, session: Session, unlocked: Unlocked) -> None:
        self._session = session
        self._unlocked = unlocked

    def add(
        self,
        name: str,
        sign_in_name: str,
        roles: Sequence[Role],
        *,
        until: date | None = None,
        groups: Sequence[str] | None = None,
        staff_id: str | None = None,
    ) -> IssuedCode:
        """Let someone sign in with a start code; `staff_id`: who is known here already.

        `groups`: the ids of all groups that this person teaches this school year, None to leave
        them. Raises InvalidEntry, UserError.
        """
        name = name.strip()
        problems = _problems(name) | _role_problems(roles, until)
        if problems:
            raise InvalidEntry(problems)
        codes = tuple(role.value for role in Role if role in roles)
        with self._acting(Event.CREATE, f"{name} toegevoegd als {_in_dutch(roles)}") as connection:
            if staff_id is not None and staff_row(connection, staff_id)["slot_id"]:
                raise UserError(
                    f"{name} kan zich al aanmelden. Er is niets gewijzigd. Geef zo nodig een "
                    "nieuwe startcode."
                )
            if staff_id is None:
                staff_id = insert_staff(connection, name=name, roles=codes)
            events = self._taught(connection, staff_id, groups)
            # Last, so that whatever is refused above leaves no key file behind.
            info, code = add_with_start_code(self._unlocked, sign_in_name, codes)
            given = {"name": name, "roles": ",".join(codes), "until": until}
            own = {"sign_in_name": info.name, "slot_id": info.slot_id}
            update_staff(connection, staff_id, {**given, **own})
            self._session.record(connection, *events, roster_event(self._unlocked))
        return IssuedCode(staff_id, name, info.name, str(code))

    def reset(self, staff_id: str) -> IssuedCode:
        """A new start code for who forgot the password; half-written texts of that person are lost.

        A headteacher's own password cannot be reset by himself: another headteacher or the
        recovery code does that. Raises UserError.
        """
        with self._acting(Event.CHANGE, "nieuwe startcode gemaakt") as connection:
            row = self._with_slot(connection, staff_id)
            if staff_id == self._session.staff.id:
                raise UserError(
                    "U kunt uw eigen wachtwoord niet vervangen door een startcode. Er is niets "
                    "gewijzigd. Wijzig uw wachtwoord, of vraag het een andere directeur; met de "
                    "herstelcode kan het ook."
                )
            code = reset_slot(self._unlocked, row["slot_id"])
            self._session.record(connection, roster_event(self._unlocked))
        return IssuedCode(staff_id, row["name"], row["sign_in_name"], str(code))

    def remove(self, staff_id: str) -> None:
        """Let someone sign in no more; the name stays for the log. Raises UserError.

        Whoever copied keys before still has them: `advice` says to change the keys.
        """
        with self._acting(Event.DELETE, "aanmelding van een medewerker verwijderd") as connection:
            row = self._with_slot(connection, staff_id)
            self._keep_a_head(connection, staff_id)
            today = self._session.today
            until = min(row["until"] or today, today)
            update_staff(
                connection, staff_id, {"slot_id": None, "sign_in_name": None, "until": until}
            )
            remove_slot(self._unlocked, row["slot_id"])
            self._session.record(connection, roster_event(self._unlocked), KEYS_TAKEN)

    def change_roles(
        self,
        staff_id: str,
        roles: Sequence[Role],
        *,
        until: date | None = None,
        groups: Sequence[str] | None = None,
    ) -> bool:
        """Other roles, or another last day; True when keys were taken away: advise a rotation.

        `groups` as in `add`. Raises InvalidEntry, UserError (the last headteacher).
        """
        problems = _role_problems(roles, until)
        if problems:
            raise InvalidEntry(problems)
        codes = tuple(role.value for role in Role if role in roles)
        said = f"rollen gewijzigd in {_in_dutch(roles)}"
        with self._acting(Event.CHANGE, said) as connection:
            row = self._with_slot(connection, staff_id)
            if until is not None or Role.HEAD not in roles:
                self._keep_a_head(connection, staff_id)
            events = self._taught(connection, staff_id, groups)
            update_staff(connection, staff_id, {"roles": ",".join(codes), "until": until})
            taken = change_roles(self._unlocked, row["slot_id"], codes)
            events += [roster_event(self._unlocked), *([KEYS_TAKEN] if taken else [])]
            self._session.record(connection, *events)
        return bool(taken)

    def change_own_password(self, old: str, new: str) -> None:
        """For everyone. Raises InvalidEntry for one that is easy to guess, UserError."""
        with keys_put_back(self._unlocked), self._session.transaction() as connection:
            school = read_school(connection).name
            known = (school, self._session.staff.name, self._unlocked.slot_name)
            measured = strength(new, known)
            if not measured.good:
                raise InvalidEntry({"password": measured.sentence})
            self._unlocked.change_password(old, new)
            self._session.record(connection, PASSWORD_CHANGED)

    def new_recovery_code(self, code: str | None = None) -> str:
        """Replace the recovery code; the old paper serves no more.

        `code`: one from `generate_recovery_code` that stands on paper already and was typed back.
        Raises UserError.
        """
        made = code or generate_recovery_code()
        with self._acting(Event.CHANGE, "nieuwe herstelcode gemaakt") as connection:
            replace_recovery_code(self._unlocked, made)
            self._session.record(
                connection, roster_event(self._unlocked), recovery_event(Recovery.MADE)
            )
        return made

    def try_recovery(self, code: str) -> None:
        """Show that the paper opens the school. Raises UserError when it does not."""
        with self._acting(Event.VERIFY, "herstelcode geprobeerd") as connection:
            try_recovery_code(self._unlocked, code)
            self._session.record(connection, recovery_event(Recovery.TRIED))

    def vouch(self, slot_ids: Sequence[str]) -> None:
        """Make the list of staff anew from these key files, when it is missing or was altered.

        Only after looking at each of them (`key_files`). One that was left out and that belongs to
        no member of staff is removed. Raises UserError, also without one's own.
        """
        own = self._unlocked.slot_id
        with self._acting(Event.CHANGE, "lijst van medewerkers opnieuw vastgesteld") as connection:
            if own not in slot_ids:
                raise UserError(
                    "Uw eigen sleutelbestand is niet aangevinkt: zonder dat bestand kunt u hierna "
                    f"niets meer beheren. Er is niets gewijzigd. Vink ook ‘{own}.json’ aan."
                )
            counter, _ = newest_roster(connection)
            accept_roster(self._unlocked, set(slot_ids), counter)
            for one in unclaimed(connection, self.key_files()):
                if one not in slot_ids:
                    remove_slot(self._unlocked, one)
            self._session.record(connection, roster_event(self._unlocked))

    def key_files(self) -> tuple[SlotInfo, ...]:
        """What anyone with the folder sees: every key file, its sign-in name and roles."""
        return self._unlocked.slots()

    @property
    def key_problems(self) -> tuple[str, ...]:
        """What is wrong with the list of staff or the key files, in Dutch; `vouch` is a way out."""
        with self._session.transaction() as connection:
            return self._problems(connection)

    def sheet_facts(self) -> SheetFacts:
        """For the papers of `code_sheets`."""
        with self._session.transaction() as connection:
            school, root = read_school(connection).name, root_key(connection)
        return SheetFacts(school, self._session.clock(), fingerprint(root) if root else "")

    @property
    def must_renew_recovery(self) -> bool:
        """Whether the recovery code was used and not replaced yet."""
        with self._session.transaction() as connection:
            return recovery_state(connection).must_be_renewed

    def rotate(self, progress: Callable[[str], None]) -> None:
        """New keys for everyone; the caller closes the desk afterwards (`Desk.rotate_keys`)."""
        with self._acting(Event.CHANGE, "vervangen van alle sleutels begonnen", "rotation"):
            pass

        def again(connection: Connection, old: Compartments, new: Compartments) -> None:
            rekey(connection, self._session, old, new)

        rotate_keys(self._unlocked, again, now=self._session.clock, progress=progress)

    def advice(self) -> tuple[Advice, ...]:
        """What the headteacher should do about keys, in Dutch; for *Vandaag*. Others: nothing."""
        if not self._unlocked.is_admin:
            return ()
        with self._session.transaction() as connection:
            return key_advice(
                self._problems(connection),
                recovery_state(connection),
                heads=len(heads(connection)),
                rotation_due=rotation_is_due(connection),
                left=past_last_day(connection, self._session.today),
                today=self._session.today,
            )

    @contextmanager
    def _acting(self, event: Event, said: str, kind: str = _STAFF) -> Iterator[Connection]:
        """All or nothing, in the database and in the key files."""
        acting = self._session.alone(Action.STAFF, event, object_kind=kind, purpose=said)
        with keys_put_back(self._unlocked), acting as connection:
            yield connection

    def _problems(self, connection: Connection) -> tuple[str, ...]:
        found = differences(connection, self._unlocked.roster)
        return (*self._unlocked.roster_problems, *found)

    def _keep_a_head(self, connection: Connection, staff_id: str) -> None:
        keep_a_head(connection, staff_id, settled_heads(self._unlocked))

    def _taught(
        self, connection: Connection, staff_id: str, groups: Sequence[str] | None
    ) -> list[LogEvent]:
        """Let someone teach these groups; what the log must know of it."""
        if groups is None:
            return []
        ground = self._session.require(Action.STAFF, Event.SETTINGS)
        changed = teach_only(connection, staff_id, groups, self._session.today)
        return [teachers_event(connection, one, ground) for one in changed]

    def _with_slot(self, connection: Connection, staff_id: str) -> Row:
        row = staff_row(connection, staff_id)
        if not row["slot_id"]:
            raise UserError(
                f"{row['name']} kan zich niet aanmelden en heeft geen sleutels. Er is niets "
                "gewijzigd. Voeg deze medewerker toe om een startcode te maken."
            )
        return row


def _problems(name: str) -> dict[str, str]:
    if not name or len(name) > _LONGEST_NAME:
        return {"name": f"Vul een naam in van hoogstens {_LONGEST_NAME} tekens."}
    return {}


def _role_problems(roles: Sequence[Role], until: date | None) -> dict[str, str]:
    """Nobody works here without a role, and a substitute without a last day may do nothing."""
    if not roles:
        return {"roles": "Kies ten minste één rol."}
    if Role.SUBSTITUTE in roles and until is None:
        return {"until": "Een vervanger heeft een laatste dag. Vul die in."}
    return {}


def _in_dutch(roles: Sequence[Role]) -> str:
    return ", ".join(ROLE_NAMES[role] for role in Role if role in roles)
