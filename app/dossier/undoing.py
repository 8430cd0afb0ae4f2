"""Taking back what was done: each row as it was before, as a new version of its own.

Only what still is as it was left is taken back: a later change by someone else must not vanish with
it. What is compared is what the row holds, so that several acts can be taken back one after the
other, and done again. Only who did it takes it back, and within a day: undoing is no way around
the reason that the law wants for deleting.
"""

from dataclasses import replace

from sqlalchemy import delete, func, select

from app.access.log import Event, LogEvent
from app.access.policy import Action, Refused
from app.dossier import rows, statements, states, steps, tables
from app.dossier.acts import Act
from app.dossier.digest import pupil_tables, refuse_altered
from app.dossier.kinds import Kind
from app.dossier.owned import refuse_foreign, refuse_of_another, siblings_of, tell_siblings
from app.dossier.pupils import refuse_double
from app.dossier.rows import Ended, Why
from app.dossier.states import Life, UnknownState
from app.dossier.values import SavedEntry, Step
from app.errors import UserError
from app.vault.schema import Row

CHANGED_SINCE = (
    "Dit kan niet meer ongedaan worden gemaakt: de gegevens zijn intussen opnieuw gewijzigd. Er is "
    "niets veranderd. Kijk bij Geschiedenis wat er nu staat."
)
_FULL = (
    "Deze inschrijving kan niet meer ongedaan worden gemaakt: in het dossier staat intussen meer. "
    "Er is niets veranderd. Schrijf de leerling uit als de inschrijving niet klopte."
)
_UNDONE, _TAKEN_BACK = Why(Ended.UNDO), Why(Ended.TAKE_BACK)


def undo_within(doing: Act, done: SavedEntry) -> SavedEntry:
    """Take back the steps of `done`, the last one first; what that did can be taken back too.

    Raises `Refused` for who may not write all of it, `UserError` when it was changed since.
    """
    if doing.object_id not in (None, done.entry_id):
        # Several writes to one pupil: each has its line in the log.
        doing.more.append(replace(doing.entry(), text={}))
    doing.object_kind, doing.object_id = done.kind, done.entry_id
    before = len(doing.steps)
    for step in reversed(done.steps):
        if step.kind == statements.CODE:
            statements.undo_step(doing, step)
            continue
        kind = rows.kind_of(step.kind)
        doing.require(Action.WRITE, kind.category)
        _undo(doing, kind, step)
        if step.entry_id != done.entry_id:
            doing.more.append(_also(doing, kind, step))
    return replace(done, steps=tuple(doing.steps[before:]))


def _undo(doing: Act, kind: Kind, step: Step) -> None:
    life = states.life_of(doing.connection, doing.session, kind, step.entry_id)
    target = _before(doing, kind, life, step)
    if target is not None:
        _refuse_fields(doing, kind, life.now or life.past[-1].row, target)
    if life.now is not None and target is not None:
        _put(doing, kind, life.now, target)
    elif target is not None:
        steps.bring_back(doing, kind, target)
    elif life.now is not None and kind.code == "pupil":
        _take_back_pupil(doing)
    elif life.now is not None:
        steps.take_away(doing, kind, life.now, _as_before(life, step))


def _refuse_fields(doing: Act, kind: Kind, held: Row, target: Row) -> None:
    """Raises `Refused` for who would set a field that needs a right which he or she lacks."""
    for field in kind.fields:
        if held[field.name] == target[field.name]:
            continue
        if field.category:
            doing.require(Action.WRITE, field.category)
        if field.own_act:
            doing.require(Action.LEAVE, None)


def _as_before(life: Life, step: Step) -> Why:
    """A deletion that is done again keeps its reason; what never was before is taken back."""
    earlier = [one for one in life.past if one.version < step.version]
    return Why(Ended(earlier[-1].event), earlier[-1].reason) if earlier else _TAKEN_BACK


def _before(doing: Act, kind: Kind, life: Life, step: Step) -> Row | None:
    """The state to go back to. Raises `UserError` when the present one is not as it was left."""
    known = life.now if life.now is not None else (life.past[-1].row if life.past else None)
    if known is None:
        raise Refused(rows.GONE)
    refuse_foreign(doing, kind, known)
    try:
        left, target = life.at(step.version), life.before(step.version)
    except UnknownState:
        raise UserError(CHANGED_SINCE) from None
    if not states.same(kind, life.now, left):
        raise UserError(CHANGED_SINCE)
    refuse_of_another(doing, *life.last)
    return target


def _put(doing: Act, kind: Kind, now: Row, target: Row) -> None:
    """The values of an earlier version, as a new one."""
    values = {field.name: target[field.name] for field in kind.fields}
    if kind.code == "pupil":
        refuse_double(doing.connection, values, doing.pupil.id)
    siblings = siblings_of(doing, now["id"]) if kind.code == "guardian" else []
    refuse_altered(doing.connection, siblings)
    steps.update(doing, kind, now, values, reason=target["reason"] or "", why=_UNDONE)
    tell_siblings(doing, now["id"], siblings, Event.UNDO)


def _take_back_pupil(doing: Act) -> None:
    """An enrolment that was a mistake, from before anything else was written in the dossier.

    Nothing of it stays but the lines in the access log: there was no such pupil.
    """
    history, pupil, pupil_id = tables.history, tables.pupil, doing.pupil.id
    for table in pupil_tables():
        if table is not history:
            count = select(func.count()).where(table.c.pupil_id == pupil_id)
            if doing.connection.execute(count).scalar_one():
                raise UserError(_FULL)
    doing.connection.execute(delete(history).where(history.c.pupil_id == pupil_id))
    doing.connection.execute(delete(pupil).where(pupil.c.id == pupil_id))
    doing.steps.clear()


def _also(doing: Act, kind: Kind, step: Step) -> LogEvent:
    return LogEvent(
        Event.UNDO,
        pupil_id=doing.pupil.id,
        category=kind.category.value,
        object_kind=kind.code,
        object_id=step.entry_id,
        ground=doing.ground.text,
    )
