"""Undo: what was done in a dossier is taken back as it was, unless somebody changed it since."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from app.access.categories import Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier import rows, states
from app.dossier.beside import rectified_in
from app.dossier.digest import altered_dossiers
from app.dossier.kinds import KINDS
from app.dossier.states import Life, Past
from app.dossier.tables import TABLES, guardian, guardianship, statement
from app.dossier.values import SavedEntry, Step
from app.errors import UserError
from tests.dossier.corrected_school import head, pupil, shared_school
from tests.transfer_school import COMPLETE, GROUP_7, NOTHING, TODAY, TransferSchool, pupil_id

__all__ = ["head", "pupil", "shared_school"]
DAY = date(2027, 2, 1)
TALK = {"held_on": DAY, "subject": "Rekenen", "participants": "ouders", "report": "Besproken."}
SUPPORT = {"from_date": DAY, "sort": "remedial", "subject": "Lezen"}
NEEDED = "Nodig voor de begeleiding."
ASKED = {"wrong": "Klopte niet.", "requested_by": "moeder", "requested_on": DAY}
PERSON = {"surname": "Nieuw", "phone": "06-12345678"}
LINK = {"relationship": "mother", "custody": "yes"}


# ------------------------------------------------------------------------------- any order of acts


WHEN = {"version", "created_at", "created_by", "changed_at", "changed_by"}


def snapshot(desk: Desk, pupil: str) -> list[str]:
    """All that these acts touch, without who wrote it and when."""
    session, found = desk._session, []
    with session.transaction() as connection:
        for code in ("pupil", "talk", "support", "guardianship", "enrolment", "placement"):
            kind, table = KINDS[code], TABLES[code]
            owner = table.c.id if code == "pupil" else table.c.pupil_id
            for row in rows.select_rows(connection, session, kind, owner == pupil):
                held = {name: one for name, one in row.items() if name not in WHEN}
                life = states.life_of(connection, session, kind, row["id"])
                found.append(f"{code} {held} {len(rectified_in(kind, life, {}))}")
        of_pupil = guardian.c.id.in_(
            select(guardianship.c.guardian_id).where(guardianship.c.pupil_id == pupil)
        )
        found += map(
            str, connection.execute(select(guardian.c.id, guardian.c.surname).where(of_pupil))
        )
        beside = select(statement.c.id, statement.c.entry_id, statement.c.given_on)
        found += map(str, connection.execute(beside.where(statement.c.pupil_id == pupil)))
    return sorted(found)


@dataclass
class Worker:
    """Does and takes back, and remembers how the dossier was before each act."""

    desk: Desk
    pupil: str
    random: Random
    done: list[tuple[SavedEntry, list[str], list[str]]] = field(default_factory=list)
    undone: list[tuple[SavedEntry, list[str], list[str]]] = field(default_factory=list)
    now: list[str] = field(default_factory=list)

    def act(self) -> None:
        writes = (self.add, self.change, self.delete, self.rectify, self.say, self.person)
        choice = self.random.choice((*writes, self.guardian, self.undo, self.undo, self.redo))
        if choice in (self.undo, self.redo):
            choice()
            return
        saved = choice()
        if saved is not None and saved.steps:
            after = snapshot(self.desk, self.pupil)
            self.done.append((saved, self.now, after))
            self.undone.clear()
            self.now = after

    def undo(self) -> None:
        self._back(self.done, self.undone)

    def redo(self) -> None:
        self._back(self.undone, self.done)

    def _back(self, these: list, others: list) -> None:
        if these:
            saved, before, after = these.pop()
            others.append((self.desk.entries.undo(saved), after, before))
            self.now = snapshot(self.desk, self.pupil)
            assert self.now == before

    def _any(self, code: str):
        category = {"talk": Category.TALK, "support": Category.HEALTH}[code]
        return self.random.choice(
            self.desk.entries.page(self.pupil, category).entries[code] or [None]
        )

    def _kind(self) -> str:
        return self.random.choice(["talk", "support"])

    def add(self) -> SavedEntry:
        values = {"talk": TALK, "support": SUPPORT}[code := self._kind()]
        return self.desk.entries.add(self.pupil, code, values, NEEDED)

    def change(self, correction: dict | None = None) -> SavedEntry | None:
        entry = self._any(code := self._kind())
        if entry is None:
            return None
        subject = {"subject": f"S{self.random.randrange(3)}{'!' if correction else ''}"}
        if correction and subject["subject"] == entry.values["subject"]:
            return None
        return self.desk.entries.change(
            self.pupil, code, entry.id, entry.version, subject, NEEDED, correction
        )

    def rectify(self) -> SavedEntry | None:
        return self.change(ASKED)

    def delete(self) -> SavedEntry | None:
        entry = self._any(code := self._kind())
        return entry and self.desk.entries.delete(self.pupil, code, entry.id, "Vergissing.")

    def say(self) -> SavedEntry | None:
        entry = self._any(code := self._kind())
        if entry is None:
            return None
        if entry.statements:
            return self.desk.statements.delete(self.pupil, entry.statements[0].id, "Ingetrokken.")
        said = {"given_by": "moeder", "given_on": DAY, "text": "Anders."}
        return self.desk.statements.add(self.pupil, code, entry.id, said)

    def person(self) -> SavedEntry:
        version = self.desk.entries.one(self.pupil, "pupil", self.pupil).version
        names = {"first_names": f"N{self.random.randrange(9)}"}
        return self.desk.pupils.change(self.pupil, version, names)

    def guardian(self) -> SavedEntry:
        links = self.desk.entries.page(self.pupil, Category.CONTACT).entries["guardianship"]
        if links and self.random.random() < 0.5:
            return self.desk.entries.delete(self.pupil, "guardianship", links[0].id)
        return self.desk.entries.add_guardian(self.pupil, PERSON, LINK)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_was_done_undoing_gives_what_was_there_and_redoing_what_came(
    head: Desk, pupil: str, seed: int
) -> None:
    worker = Worker(head, pupil, Random(seed))
    worker.now = beginning = snapshot(head, worker.pupil)
    touched: set[tuple[str, str]] = set()
    for _ in range(20):
        worker.act()
        acts = (one for one, _, _ in [*worker.done, *worker.undone])
        touched |= {(step.kind, step.entry_id) for one in acts for step in one.steps}
    while worker.done:
        worker.undo()
    assert worker.now == beginning
    with head._session.transaction() as connection:
        assert altered_dossiers(connection, [worker.pupil]) == []
    for kind, entry in touched - {one for one in touched if one[0] == "statement"}:
        versions = head.entries.history(worker.pupil, kind, entry).versions
        numbers = [one.number for one in versions if one.number]
        assert numbers == sorted(set(numbers), reverse=True)
    assert len(touched) > 3


# --------------------------------------------------------------------------------- each use case


def test_undoing_is_one_line_in_the_log_that_says_so(head: Desk, pupil: str) -> None:
    done = head.entries.add(pupil, "talk", TALK)
    head.entries.undo(done)
    lines = [one for one in head.log.read(LogFilter(pupil_id=pupil)) if one.event == "hersteld"]
    assert [one.object_kind for one in lines] == ["gespreksverslag"]


def test_what_somebody_else_changed_since_is_not_taken_back(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    mine = head.entries.change(pupil, "talk", talk, 1, {"subject": "Mijn woord"})
    head.entries.change(pupil, "talk", talk, 2, {"report": "Van een ander."})
    with pytest.raises(UserError, match="intussen opnieuw gewijzigd"):
        head.entries.undo(mine)
    kept = head.entries.one(pupil, "talk", talk)
    assert (kept.version, kept.values["subject"]) == (3, "Mijn woord")


def test_a_deletion_that_somebody_else_brought_back_is_not_taken_back_twice(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    gone = head.entries.delete(pupil, "talk", talk, "Vergissing.")
    head.entries.undo_delete(pupil, "talk", talk)
    with pytest.raises(UserError, match="intussen"):
        head.entries.undo(gone)
    assert head.entries.one(pupil, "talk", talk).version == 3


def test_a_change_that_changed_nothing_leaves_nothing_to_undo(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    assert head.entries.change(pupil, "talk", talk, 1, TALK).steps == ()


def test_what_is_referred_to_is_not_taken_away(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK)
    agreed = {"agreed_on": DAY, "what": "Elke dag lezen", "talk_id": talk.entry_id}
    head.entries.add(pupil, "agreement", agreed)
    with pytest.raises(UserError, match="verwijst ernaar"):
        head.entries.undo(talk)
    assert head.entries.one(pupil, "talk", talk.entry_id).version == 1


def moved(head: Desk, pupil: str) -> SavedEntry:
    group = next(one.id for one in head.groups.all() if one.name == "7")
    return head.pupils.move(pupil, group, "7", TODAY)


def left(head: Desk, pupil: str) -> SavedEntry:
    return head.pupils.disenrol(pupil, date(2027, 2, 1), {"reason_out": "abroad"})


def returned(head: Desk, pupil: str) -> SavedEntry:
    return head.pupils.return_to_school(pupil, {"from_date": TODAY}, {"year_group": "8"})


def renamed(head: Desk, pupil: str) -> SavedEntry:
    version = head.entries.one(pupil, "pupil", pupil).version
    return head.pupils.change(pupil, version, {"call_name": "Anders"})


@pytest.mark.parametrize("act", [moved, left, returned, renamed])
def test_what_the_office_does_with_a_pupil_can_be_undone_and_redone(
    head: Desk, pupil: str, act: Callable[[Desk, str], SavedEntry]
) -> None:
    if act is returned:
        left(head, pupil)
    before = snapshot(head, pupil)
    done = act(head, pupil)
    after = snapshot(head, pupil)
    assert after != before
    undone = head.entries.undo(done)
    assert snapshot(head, pupil) == before
    head.entries.undo(undone)
    assert snapshot(head, pupil) == after


def enrolled(head: Desk) -> SavedEntry:
    group = head.groups.all()[0].id
    who = {"number": "2001", "call_name": "Fien", "birth_date": date(2016, 5, 1)}
    return head.pupils.enrol(who, {"from_date": TODAY}, {"group_id": group, "year_group": "7"})


def test_an_enrolment_by_mistake_is_taken_back_whole(head: Desk) -> None:
    before = head.pupils.all()
    done = enrolled(head)
    undone = head.entries.undo(done)
    assert head.pupils.all() == before
    assert undone.steps == ()
    with pytest.raises(Refused, match="niet \\(meer\\) in de school"):
        head.pupils.head(done.pupil_id)
    checked = head.watch.check()
    assert checked.altered == ()


def test_an_enrolment_with_more_in_the_dossier_stays(head: Desk) -> None:
    done = enrolled(head)
    head.entries.add(done.pupil_id, "talk", TALK)
    with pytest.raises(UserError, match="staat intussen meer"):
        head.entries.undo(done)
    assert len(head.entries.page(done.pupil_id, Category.ENROLMENT).entries["placement"]) == 1


def test_a_change_of_a_shared_parent_is_undone_in_the_dossiers_of_all_children(
    head: Desk, pupil: str
) -> None:
    other = pupil_id(head, GROUP_7)
    parent = head.entries.page(pupil, Category.CONTACT).entries["guardian"][0]
    head.entries.add(other, "guardianship", {**LINK, "guardian_id": parent.id})
    done = head.entries.change(pupil, "guardian", parent.id, parent.version, {"city": "Elders"})
    head.entries.undo(done)
    shown = head.entries.page(other, Category.CONTACT).entries["guardian"]
    assert parent.values["city"] in {one.values["city"] for one in shown}
    assert "Elders" not in {one.values["city"] for one in shown}
    with head._session.transaction() as connection:
        assert altered_dossiers(connection, [pupil, other]) == []


def test_several_pupils_are_undone_together_or_not_at_all(head: Desk, pupil: str) -> None:
    absence = {"from_date": DAY, "half_day": "whole", "sort": "ill"}
    pupils = [pupil, pupil_id(head, NOTHING)]
    done = [head.entries.add(one, "absence", absence) for one in pupils]

    def counts() -> list[int]:
        return [len(head.entries.page(one, Category.ABSENCE).entries["absence"]) for one in pupils]

    undone = head.entries.undo_all(done)
    assert counts() == [0, 0]
    head.entries.undo_all(undone)
    assert counts() == [1, 1]
    head.entries.change(pupils[0], "absence", done[0].entry_id, 3, {"sort": "late"})
    with pytest.raises(UserError):
        head.entries.undo_all(done)
    assert counts() == [1, 1]


def test_two_writes_to_one_pupil_are_undone_and_redone_with_a_line_each(
    head: Desk, pupil: str
) -> None:
    done = [head.entries.add(pupil, "talk", {**TALK, "subject": word}) for word in "ab"]
    undone = head.entries.undo_all(done)
    assert [len(one.steps) for one in undone] == [1, 1]
    assert head.entries.page(pupil, Category.TALK).entries["talk"] == ()
    head.entries.undo_all(undone)
    back = head.entries.page(pupil, Category.TALK).entries["talk"]
    assert {one.title for one in back} == {"a", "b"}
    lines = [one for one in head.log.read(LogFilter(pupil_id=pupil)) if one.event == "hersteld"]
    assert len(lines) == 4


def test_a_deletion_that_is_done_again_keeps_its_reason(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    said = {"given_by": "moeder", "given_on": DAY, "text": "Anders."}
    statement = head.statements.add(pupil, "talk", talk, said).entry_id
    for gone in (
        head.statements.delete(pupil, statement, "Ingetrokken."),
        head.entries.delete(pupil, "talk", talk, "Verkeerd kind."),
    ):
        head.entries.undo(head.entries.undo(gone))
    [listed] = head.entries.deleted(pupil, Category.TALK)
    assert (listed.reason, listed.taken_back) == ("Verkeerd kind.", False)
    told = [one.reason for one in head.entries.history(pupil, "talk", talk).versions if one.reason]
    assert sorted(told) == ["Ingetrokken.", "Ingetrokken.", "Verkeerd kind.", "Verkeerd kind."]


def test_undoing_is_for_who_did_it_and_on_the_day_that_it_was_done(
    school: TransferSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would be a way to delete without the reason that the law wants."""
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    done = head.entries.add(pupil, "talk", TALK)
    head.close()
    supervisor = school.desk("ib")
    with pytest.raises(Refused, match="wie het zelf deed"):
        supervisor.entries.undo(done)
    supervisor.close()
    head = school.desk("directeur")
    then = head._session.clock()
    monkeypatch.setattr(head._session, "clock", lambda: then + timedelta(days=1, seconds=1))
    with pytest.raises(UserError, match="te lang geleden"):
        head.entries.undo(done)
    monkeypatch.setattr(head._session, "clock", lambda: then + timedelta(hours=23))
    head.entries.undo(done)
    head.close()


def test_nobody_undoes_what_he_may_not_write(school: TransferSchool) -> None:
    head = school.desk("directeur")
    own, other = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
    link = head.entries.page(own, Category.CONTACT).entries["guardianship"][0]
    papers = head.entries.change(
        own, "guardianship", link.id, link.version, {"custody_document": "beschikking"}
    )
    theirs = head.entries.add(other, "talk", TALK)
    care = head.entries.add(own, "support", SUPPORT, NEEDED)
    said = {"given_by": "moeder", "given_on": DAY, "text": "Anders."}
    statement = head.statements.add(own, "support", care.entry_id, said)
    moving = moved(head, own)
    head.entries.undo(moving)
    head.close()
    teacher = school.desk("leerkracht8")
    as_talk = SavedEntry(own, "talk", theirs.entry_id, Category.TALK, theirs.steps)
    hidden = SavedEntry(own, "talk", care.entry_id, Category.TALK, care.steps)
    beside = SavedEntry(own, "talk", statement.entry_id, Category.TALK, statement.steps)
    for attempt in (papers, theirs, care, statement, as_talk, hidden, beside, moving):
        with pytest.raises(Refused):
            teacher.entries.undo(attempt)
    teacher.close()
    again = school.desk("directeur")
    assert again.entries.one(own, "guardianship", link.id).values["custody_document"]
    assert len(again.entries.one(own, "support", care.entry_id).statements) == 1
    again.close()


# ------------------------------------------------------------------------------------ pure states


def past(version: int, event: str, text: str) -> Past:
    return Past(version, event, "", "", "", "", None, {"version": version, "text": text})


def test_each_number_is_one_state_and_before_it_lies_the_one_before() -> None:
    now = {"version": 5, "text": "c"}
    life = Life((past(1, "change", "a"), past(2, "change", "b"), past(3, "delete", "c")), now)
    states = [life.at(number) for number in (1, 2, 3, 4, 5)]
    assert [one and one["text"] for one in states] == ["a", "b", "c", None, "c"]
    earlier = [life.before(number) for number in (1, 2, 3, 4, 5)]
    assert [one and one["text"] for one in earlier] == [None, "a", "b", "c", None]
    assert life.number == 5
    assert Life(life.past, None).number == 4
    with pytest.raises(LookupError):
        life.at(6)


def test_a_return_that_an_earlier_version_of_the_program_numbered_is_understood() -> None:
    life = Life((past(1, "delete", "a"),), {"version": 2, "text": "a"})
    assert life.at(2) == {"version": 2, "text": "a"}
    assert life.before(2) is None
    assert Step("talk", "x", life.number).version == 2
