"""Corrections: the history of an entry, rectifications, statements, reasons for deleting."""

from datetime import date
from typing import Any

import pytest

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.checks import InvalidEntry
from app.dossier.correction_forms import deleting, rectifying, who_may_ask
from app.dossier.kinds import KINDS
from app.dossier.rows import Ended
from app.dossier.values import EntryHistory, GuardianContact, VersionEvent
from app.errors import UserError
from tests.dossier.corrected_school import head, pupil, shared_school
from tests.transfer_school import COMPLETE, TODAY, TransferSchool, pupil_id

__all__ = ["head", "pupil", "shared_school"]

DAY = date(2027, 2, 1)
TALK = {"held_on": DAY, "subject": "Rekenen", "participants": "ouders", "report": "Besproken."}
SUPPORT = {"from_date": DAY, "sort": "remedial", "subject": "Lezen", "goal": "Vlot lezen"}
ASKED = {"wrong": "De datum klopte niet.", "requested_by": "A. Wiśniewska (moeder)"}
ASKED |= {"requested_on": DAY}
SAID = {"given_by": "A. Wiśniewska", "given_on": DAY, "text": "Wij zien dit <b>anders</b>."}
NEEDED = "Nodig voor de begeleiding."
E = VersionEvent


def told(history: EntryHistory) -> list[tuple[VersionEvent, list[tuple[str, str, str]]]]:
    """The versions, oldest first: what happened and which fields changed."""
    return [
        (one.event, [(c.label, c.old, c.new) for c in one.changes])
        for one in reversed(history.versions)
    ]


def test_a_history_says_field_by_field_what_changed_and_what_became_of_the_entry(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    change = {"held_on": date(2027, 2, 2), "sent_to_parents": True}
    head.entries.change(pupil, "talk", talk, 1, change)
    head.entries.delete(pupil, "talk", talk, "Bij het verkeerde kind.")
    assert head.entries.history(pupil, "talk", talk).gone
    head.entries.undo_delete(pupil, "talk", talk)
    history = head.entries.history(pupil, "talk", talk)
    assert told(history) == [
        (
            E.CREATED,
            [
                ("Datum", "", "01-02-2027"),
                ("Onderwerp", "", "Rekenen"),
                ("Wie waren erbij", "", "ouders"),
                ("Verslag", "", "Besproken."),
            ],
        ),
        (
            E.CHANGED,
            [
                ("Datum", "01-02-2027", "02-02-2027"),
                ("Verslag naar de ouders gestuurd", "nee", "ja"),
            ],
        ),
        (E.DELETED, []),
        (E.RESTORED, []),
    ]
    assert history.title == "Rekenen"
    assert not history.gone
    deleted = history.versions[1]
    assert (deleted.by, deleted.reason) == ("Dirk Baas", "Bij het verkeerde kind.")
    assert [one.number for one in history.versions] == [4, 3, 2, 1]


def test_the_history_of_care_is_opened_and_says_why_the_entry_is_kept(
    head: Desk, pupil: str
) -> None:
    entry = head.entries.add(pupil, "support", SUPPORT, NEEDED).entry_id
    head.entries.change(pupil, "support", entry, 1, {"goal": "Begrijpen"}, "Anders gezegd.")
    assert told(head.entries.history(pupil, "support", entry))[1] == (
        E.CHANGED,
        [
            ("Doel", "Vlot lezen", "Begrijpen"),
            ("Waarom dit nodig is", NEEDED, "Anders gezegd."),
        ],
    )


def test_a_rectification_is_shown_at_the_entry_until_it_is_undone_and_again_when_redone(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    right = {"held_on": date(2027, 1, 31)}
    done = head.entries.change(pupil, "talk", talk, 1, right, correction=ASKED)
    entry = head.entries.one(pupil, "talk", talk)
    [shown] = entry.rectified
    assert (shown.requested_by, shown.requested_on, shown.by) == (
        "A. Wiśniewska (moeder)",
        DAY,
        "Dirk Baas",
    )
    newest = head.entries.history(pupil, "talk", talk).versions[0]
    assert (newest.event, newest.reason) == (E.RECTIFIED, "De datum klopte niet.")
    listed = head.entries.page(pupil, Category.TALK).entries["talk"]
    assert next(one for one in listed if one.id == talk).rectified == (shown,)
    undone = head.entries.undo(done)
    assert head.entries.one(pupil, "talk", talk).rectified == ()
    head.entries.undo(undone)
    assert head.entries.one(pupil, "talk", talk).rectified == (shown,)
    head.entries.change(pupil, "talk", talk, 4, {"subject": "Taal"})
    assert head.entries.one(pupil, "talk", talk).rectified == (shown,)


def test_a_rectification_that_changes_nothing_or_says_not_why_is_refused(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    with pytest.raises(UserError, match="nog niets verbeterd"):
        head.entries.change(pupil, "talk", talk, 1, {}, correction=ASKED)
    with pytest.raises(InvalidEntry) as refused:
        head.entries.change(
            pupil, "talk", talk, 1, {"subject": "x"}, correction={"wrong": "", "requested_by": " "}
        )
    assert set(refused.value.problems) == {"wrong", "requested_by", "requested_on"}
    assert head.entries.one(pupil, "talk", talk).version == 1


def test_the_pupils_own_data_are_rectified_too(head: Desk, pupil: str) -> None:
    person = head.entries.one(pupil, "pupil", pupil)
    head.pupils.change(pupil, person.version, {"first_names": "Ánh"}, correction=ASKED)
    again = head.entries.one(pupil, "pupil", pupil)
    assert [one.requested_by for one in again.rectified] == ["A. Wiśniewska (moeder)"]
    assert told(head.entries.history(pupil, "pupil", pupil))[-1] == (
        E.RECTIFIED,
        [("Voornamen", "", "Ánh")],
    )


@pytest.mark.parametrize(
    ("code", "values", "reason"), [("talk", TALK, ""), ("support", SUPPORT, NEEDED)]
)
def test_a_statement_stays_beside_its_entry_and_goes_and_comes_back_with_it(
    head: Desk, pupil: str, code: str, values: dict[str, Any], reason: str
) -> None:
    entry = head.entries.add(pupil, code, values, reason).entry_id
    head.statements.add(pupil, code, entry, SAID)

    def texts() -> list[tuple[str, str]]:
        return [(s.given_by, s.text) for s in head.entries.one(pupil, code, entry).statements]

    said = [("A. Wiśniewska", "Wij zien dit <b>anders</b>.")]
    assert texts() == said
    first = next(iter(values))
    head.entries.change(pupil, code, entry, 1, {**values, first: date(2027, 2, 3)}, reason)
    assert texts() == said
    gone = head.entries.delete(pupil, code, entry, "Vergissing.")
    head.entries.undo(gone)
    assert texts() == said
    [statement] = head.entries.one(pupil, code, entry).statements
    with pytest.raises(InvalidEntry):
        head.statements.delete(pupil, statement.id, " ")
    taken = head.statements.delete(pupil, statement.id, "De moeder trok haar in.")
    assert texts() == []
    [line] = [
        one
        for one in head.entries.history(pupil, code, entry).versions
        if one.event is E.STATEMENT_GONE
    ]
    assert line.reason == "De moeder trok haar in."
    back = head.entries.undo(taken)
    assert texts() == said
    head.entries.undo(back)
    assert texts() == []
    with pytest.raises(UserError, match="intussen"):
        head.entries.undo(back)


def test_a_statement_of_tomorrow_or_without_words_is_refused(head: Desk, pupil: str) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    for typed, field in (
        ({**SAID, "given_on": date(2027, 3, 2)}, "given_on"),
        ({**SAID, "text": "  "}, "text"),
    ):
        with pytest.raises(InvalidEntry) as refused:
            head.statements.add(pupil, "talk", talk, typed)
        assert set(refused.value.problems) == {field}


def test_what_was_deleted_is_listed_with_the_reason_for_who_may_bring_it_back(
    head: Desk, pupil: str
) -> None:
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    added = head.entries.add(pupil, "talk", {**TALK, "subject": "Te vroeg"})
    head.entries.delete(pupil, "talk", talk, "Bij het verkeerde kind.")
    head.entries.undo(added)
    page = head.entries.page(pupil, Category.TALK)
    assert (page.deleted, page.entries["talk"]) == (2, ())
    listed = {one.title: one for one in head.entries.deleted(pupil, Category.TALK)}
    assert listed["Rekenen"].reason == "Bij het verkeerde kind."
    assert [one.taken_back for one in listed.values()] == [title == "Te vroeg" for title in listed]
    head.entries.undo_delete(pupil, "talk", talk)
    assert [one.title for one in head.entries.deleted(pupil, Category.TALK)] == ["Te vroeg"]


def test_a_deleted_guardian_is_listed_by_name(head: Desk, pupil: str) -> None:
    person = {"initials": "Q.", "surname": "Vertrokken"}
    link = {"relationship": "step", "custody": "no"}
    added = head.entries.add_guardian(pupil, person, link)
    head.entries.delete(pupil, "guardianship", added.entry_id)
    [listed] = head.entries.deleted(pupil, Category.CONTACT)
    assert listed.title == "Q. Vertrokken (stiefouder)"
    assert head.entries.history(pupil, "guardianship", added.entry_id).title == listed.title


def test_a_reader_sees_of_a_history_only_what_may_be_seen(school: TransferSchool) -> None:
    """A change of what is hidden shows as a version, without why: that could tell what it was."""
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    link = head.entries.page(pupil, Category.CONTACT).entries["guardianship"][0]
    papers = {"custody_document": "beschikking 123"}
    asked = {**ASKED, "wrong": "Het stuk was beschikking 123."}
    head.entries.change(pupil, "guardianship", link.id, 1, papers, correction=asked)
    talk = head.entries.add(pupil, "talk", TALK).entry_id
    head.entries.delete(pupil, "talk", talk, "Vergissing.")
    head.close()
    teacher = school.desk("leerkracht8")
    history = teacher.entries.history(pupil, "guardianship", link.id)
    assert [(one.event, one.hidden, one.reason) for one in history.versions] == [
        (E.RECTIFIED, True, ""),
        (E.CREATED, False, ""),
    ]
    assert "beschikking" not in repr(history)
    with pytest.raises(Refused):
        teacher.entries.history(pupil, "research", "x")
    with pytest.raises(Refused):
        teacher.entries.deleted(pupil, Category.ENROLMENT)
    assert teacher.entries.history(pupil, "talk", talk).gone  # who may write may read it
    teacher.close()


# ------------------------------------------------------------------------------------ pure rules


def test_the_law_asks_a_reason_for_deleting_what_it_says_to_keep_or_account_for() -> None:
    asking = {code for code, kind in KINDS.items() if kind.delete_reason}
    named = {"enrolment", "placement", "absence", "health", "support", "research"}
    assert asking >= named | {"received_report", "talk", "advice"}
    assert not asking & {"observation", "result", "address", "guardianship", "agreement"}
    for code in asking:
        with pytest.raises(InvalidEntry):
            deleting(KINDS[code].delete_reason, "  ", TODAY)
    assert deleting("", "", TODAY).ended is Ended.DELETE
    assert deleting(KINDS["talk"].delete_reason, " Dubbel. ", TODAY).reason == "Dubbel."


def test_a_request_of_tomorrow_is_none() -> None:
    with pytest.raises(InvalidEntry) as refused:
        rectifying({**ASKED, "requested_on": date(2027, 3, 2)}, TODAY)
    assert set(refused.value.problems) == {"requested_on"}
    assert rectifying(ASKED, TODAY).requested_on == DAY


def guardian(name: str, custody: str, *, deceased: bool = False) -> GuardianContact:
    return GuardianContact(
        name, name, name, "none", "moeder", custody, deceased, True, (), False, "", "", False
    )


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2015, 3, 1), ("Ja (moeder)", "Wie weet (moeder, gezag onbekend)")),
        (None, ("Ja (moeder)", "Wie weet (moeder, gezag onbekend)")),
        (date(2011, 3, 2), ("Ja (moeder)", "Wie weet (moeder, gezag onbekend)")),
        (date(2011, 3, 1), ("de leerling zelf",)),
    ],
)
def test_who_may_ask_are_guardians_with_custody_and_from_sixteen_the_pupil(
    born: date | None, expected: tuple[str, ...]
) -> None:
    family = (
        guardian("Ja", "yes"),
        guardian("Nee", "no"),
        guardian("Wie weet", "unknown"),
        guardian("Dood", "yes", deceased=True),
    )
    assert who_may_ask(family, born, TODAY) == expected
