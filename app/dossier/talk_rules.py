"""Rules of talks and of what was agreed in them, as pure functions.

A talk is planned with its agenda and gets its report when it has been held. The report is what the
dossier keeps and what parents may inspect (AVG art. 15), so nothing may be proved by, or sent to
parents as, a talk without one.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from app.dossier.kinds import Value

_PROVES = ("informed_guardian", "informed_guardian_2")


class TalkState(StrEnum):
    """How far a talk is. `UNWRITTEN`: its day has passed and the report is still to be written."""

    PLANNED = "planned"
    UNWRITTEN = "unwritten"
    REPORTED = "reported"


class AgreementState(StrEnum):
    """How it stands with an agreement."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


def talk_state(held_on: Value, report: Value, today: date) -> TalkState:
    """On the day itself a talk without a report may still have to come."""
    if report:
        return TalkState.REPORTED
    if isinstance(held_on, date) and held_on >= today:
        return TalkState.PLANNED
    return TalkState.UNWRITTEN


def agreement_state(due_on: Value, done_on: Value, today: date) -> AgreementState:
    """On its last day an agreement can still be kept; without a day it never is too late."""
    if done_on is not None:
        return AgreementState.DONE
    if isinstance(due_on, date) and due_on < today:
        return AgreementState.OVERDUE
    return AgreementState.OPEN


def talk_problems(values: Mapping[str, Value], today: date) -> dict[str, str]:
    """What is wrong with a talk, per field."""
    if values.get("report"):
        return {}
    if talk_state(values.get("held_on"), None, today) is TalkState.UNWRITTEN:
        return {"report": "Schrijf het verslag. Alleen een gesprek dat nog komt, mag zonder."}
    problems = {}
    if values.get("sent_to_parents"):
        problems["sent_to_parents"] = "Er is nog geen verslag dat naar de ouders kan."
    for name in _PROVES:
        if values.get(name):
            problems[name] = "Dit telt als bewijs en vraagt een verslag van het gesprek."
    return problems


def agreement_problems(values: Mapping[str, Value], today: date) -> dict[str, str]:
    """What is wrong with an agreement, per field."""
    done = values.get("done_on")
    if isinstance(done, date) and done > today:
        return {"done_on": "Deze datum ligt in de toekomst: vul hem in als het is gedaan."}
    return {}


def present(names: Sequence[tuple[str, str]], participants: str) -> tuple[str, ...]:
    """Who of these people, as (full name, family name), is named in *Wie waren erbij*.

    By the full name as it was chosen, or else by a family name that one of them alone has: two
    parents may share it.
    """
    said = f" {_bare(participants)} "
    families = [_bare(family) for _full, family in names]
    return tuple(
        full
        for full, family in names
        if f" {_bare(full)} " in said
        or (families.count(_bare(family)) == 1 and f" {_bare(family)} " in said)
    )


def _bare(text: str) -> str:
    """Words in small letters with single blanks between them."""
    kept = (one if one.isalnum() or one in "'’-" else " " for one in text.casefold())
    return " ".join("".join(kept).split())
