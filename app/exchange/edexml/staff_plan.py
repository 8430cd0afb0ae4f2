"""The staff of a file against the staff of the school.

Groups are only added to somebody, never taken away: who teaches a group may see its pupils, and
ending that is a decision of the headteacher. No role or account comes with an import. Who may not
manage staff changes nobody that the school has: else a file could give its importer a group.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.exchange.edexml.changes import Frame, change
from app.exchange.edexml.names import fold
from app.exchange.edexml.plan_values import (
    Answer,
    Candidate,
    ChangedStaff,
    Decision,
    FieldChange,
    NewStaff,
    PlannedGroup,
    Question,
    Subject,
    UnchangedStaff,
)
from app.exchange.edexml.school import ExistingStaff
from app.exchange.edexml.values import EdexStaff


@dataclass
class StaffPlan:
    """What happens to the staff.

    `left_alone` counts those who differ but stay as they are, because who imports may not change
    staff.
    """

    new: list[NewStaff]
    changed: list[ChangedStaff]
    unchanged: list[UnchangedStaff]
    questions: list[Question]
    left_alone: int = 0


def plan_staff(
    members: tuple[EdexStaff, ...],
    existing: tuple[ExistingStaff, ...],
    frame: Frame,
    answers: Mapping[str, Answer],
) -> StaffPlan:
    """Match on the key of the same school; a name alone is a question."""
    result = StaffPlan([], [], [], [])
    by_id = {one.id: one for one in existing}
    keys = Counter((one.source_key, one.source_school) for one in existing)
    sure = {
        member.position: one
        for member in members
        for one in existing
        if member.source_key
        and (one.source_key, one.source_school) == (member.source_key, frame.source)
        and keys[(one.source_key, one.source_school)] == 1
        and fold(member.name) == fold(one.name)
    }
    claimed = {one.id for one in sure.values()}
    for member in members:
        groups = _groups(member, frame)
        match = sure.get(member.position)
        if match is None:
            candidates = _candidates(member, existing, frame, claimed)
            question_id = f"staff-{member.position}"
            answer = answers.get(question_id)
            match = _equal(member, groups, existing, claimed)
            if match is not None:
                claimed.add(match.id)
            elif candidates and answer is None:
                result.questions.append(_question(question_id, member, candidates))
                continue
            elif answer is not None and answer.decision is Decision.SKIP:
                continue
            elif answer is not None and answer.decision is Decision.SAME:
                match = by_id[answer.existing_id]
        if match is None:
            result.new.append(NewStaff(member, frame.source, groups))
        else:
            _compare(result, member, match, groups, frame)
    return result


def _groups(member: EdexStaff, frame: Frame) -> tuple[PlannedGroup, ...]:
    found = (frame.groups[key] for key in member.group_keys if key in frame.groups)
    return tuple({group.name: group for group in found}.values())


def _candidates(
    member: EdexStaff, existing: tuple[ExistingStaff, ...], frame: Frame, claimed: set[str]
) -> tuple[Candidate, ...]:
    found = []
    for one in existing:
        same_key = member.source_key and (one.source_key, one.source_school) == (
            member.source_key,
            frame.source,
        )
        if same_key or fold(member.name) == fold(one.name):
            reason = "zelfde sleutel" if same_key else "zelfde naam"
            found.append(Candidate(one.id, one.name, reason, available=one.id not in claimed))
    return tuple(found)


def _equal(
    member: EdexStaff,
    groups: tuple[PlannedGroup, ...],
    existing: tuple[ExistingStaff, ...],
    claimed: set[str],
) -> ExistingStaff | None:
    """The one existing member that a keyless one equals in name and groups."""
    if member.source_key:
        return None
    found = [
        one
        for one in existing
        if one.name == member.name
        and one.id not in claimed
        and all(group.existing_id in one.group_ids for group in groups)
    ]
    return found[0] if len(found) == 1 else None


def _question(question_id: str, member: EdexStaff, candidates: tuple[Candidate, ...]) -> Question:
    return Question(
        question_id,
        Subject.STAFF,
        member.name,
        "Deze medewerker lijkt op iemand die de school al heeft.",
        candidates,
    )


def _compare(
    result: StaffPlan,
    member: EdexStaff,
    one: ExistingStaff,
    groups: tuple[PlannedGroup, ...],
    frame: Frame,
) -> None:
    changes: list[FieldChange] = []
    if member.name != one.name:
        changes.append(change("name", one.name, member.name))
    stored = (one.source_key, one.source_school)
    if member.source_key and stored != (member.source_key, frame.source):
        changes.append(change("source_key", one.source_key, member.source_key))
    added = tuple(group for group in groups if group.existing_id not in one.group_ids)
    changes.extend(change("group", "", group.name) for group in added)
    if changes and not frame.may_change_staff:
        result.left_alone += 1
        result.unchanged.append(UnchangedStaff(member, one))
    elif changes:
        result.changed.append(ChangedStaff(member, one, tuple(changes), frame.source, added))
    else:
        result.unchanged.append(UnchangedStaff(member, one))
