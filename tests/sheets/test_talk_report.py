"""The report of a talk on paper: what it says, who signs, and what of others it must not hold."""

from datetime import timedelta

import pytest

from app.access.categories import Category
from app.access.policy import Refused
from app.desk import Desk
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id

TALK = {
    "held_on": TODAY,
    "subject": "Rapport <b>voorjaar</b>",
    "participants": "A. Wiśniewska, leerkracht groep 8",
    "agenda": "De toetsen van januari.",
    "report": "Rekenen gaat vooruit.\n\nLezen vraagt oefening.",
    "parents_view": "Moeder herkent het beeld.",
}
AGREED = [{"what": "Elke dag lezen", "who": "moeder", "due_on": TODAY + timedelta(days=14)}]
SECRETS = {"street": "Qwyxlaan", "city": "Qwyxstad", "phone": "0687654321", "email": "q@wyx.nl"}


@pytest.fixture
def head(school: TransferSchool):
    desk = school.desk("directeur")
    yield desk
    desk.close()


def all_guardians_get_secrets(desk: Desk, pupil: str) -> None:
    for one in desk.entries.page(pupil, Category.CONTACT).entries["guardian"]:
        hidden = {**SECRETS, "address_secret": True, "phone_secret": True}
        desk.entries.change(pupil, "guardian", one.id, one.version, hidden)


def test_the_report_says_what_was_said_and_holds_no_address_of_anyone(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    all_guardians_get_secrets(head, pupil)
    talk = head.talks.add(pupil, TALK, AGREED).entry_id
    said = " ".join(everything(head.talk_reports.pdf(pupil, talk).pdf).split())
    for part in (
        "De Regenboog", "Thị Ngọc Ánh van 't Hof", "1 maart 2027", "Rapport <b>voorjaar</b>",
        "De toetsen van januari.", "Lezen vraagt oefening.", "Elke dag lezen", "15-03-2027",
        "Moeder herkent het beeld.", "Namens De Regenboog: Dirk Baas",
    ):  # fmt: skip
        assert part in said, part
    for secret in SECRETS.values():
        assert secret not in said
    assert said.count("Wiśniewska") == 2, "in who was there, and where she signs"
    assert "Zonder" not in said, "who was not there does not sign"


def test_a_talk_that_still_comes_is_an_agenda_without_signatures(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    coming = {**TALK, "held_on": TODAY + timedelta(days=2), "report": None, "parents_view": None}
    made = head.talk_reports.preview(pupil, head.talks.add(pupil, coming).entry_id)
    assert made.title == "Agenda van een gesprek op 03-03-2027: Rapport <b>voorjaar</b>"
    assert "Namens" not in everything(made.pdf)


def test_a_copy_is_kept_as_it_was_and_another_pupils_talk_is_refused(head: Desk) -> None:
    pupil, other = pupil_id(head, COMPLETE), pupil_id(head, GROUP_7)
    talk = head.talks.add(pupil, TALK, AGREED).entry_id
    kept = head.talk_reports.keep(pupil, talk)
    head.talks.change(pupil, talk, 1, {**TALK, "report": "Anders."}, [])
    content = head.filed.content(pupil, kept.entry_id)
    assert "Rekenen gaat vooruit." in everything(content)
    for use in (head.talk_reports.preview, head.talk_reports.pdf, head.talk_reports.keep):
        with pytest.raises(Refused):
            use(other, talk)
