"""From concept to sent: what may not change, what is refused, and what the papers hold."""

from datetime import date, timedelta

import pytest

from app.access.categories import Category
from app.desk import Desk
from app.dossier.checks import InvalidEntry
from app.dossier.letter_copies import LetterState
from app.errors import UserError
from app.report.values import ReportState
from tests.documents.reading import everything as text_of
from tests.transfer_school import (
    COMPLETE,
    NOTHING,
    TODAY,
    TWO_MOTHERS,
    UNKNOWN_CUSTODY,
    begun,
    inform_all,
    pupil_id,
)

BOTH = r"B\. Hof en A\. Wiśniewska"


def finalised(desk: Desk):
    report = begun(desk)
    return desk.reports.finalise(report.pupil.id, report.id)


def test_only_one_report_is_under_way(desk: Desk) -> None:
    begun(desk)
    with pytest.raises(UserError, match="al een rapport in de maak"):
        begun(desk)


@pytest.mark.parametrize("brin", ["", "12", "ABCD", "1234AB"])
def test_an_impossible_school_is_said_at_its_field(desk: Desk, brin: str) -> None:
    with pytest.raises(InvalidEntry) as refused:
        desk.reports.begin(pupil_id(desk, COMPLETE), "po_vo", brin)
    assert set(refused.value.problems) == {"to_brin"}


def test_a_sensitive_item_asks_why_and_keeps_the_answer_after_refreshing(desk: Desk) -> None:
    report = begun(desk)
    pupil = report.pupil.id
    item = next(one for one in report.items if one.element.sensitive)
    assert not item.included
    with pytest.raises(InvalidEntry, match="waarom"):
        desk.reports.weigh(pupil, report.id, item.id, True, "  ")
    desk.reports.weigh(pupil, report.id, item.id, True, "Nodig voor de begeleiding")
    again = desk.reports.refresh(pupil, report.id)
    kept = next(one for one in again.items if one.id == item.id)
    assert kept.included
    assert kept.reason == "Nodig voor de begeleiding"


def test_what_the_program_counts_cannot_be_left_out(desk: Desk) -> None:
    report = begun(desk)
    counted = next(one for one in report.items if one.locked)
    with pytest.raises(UserError, match="hoort altijd"):
        desk.reports.weigh(report.pupil.id, report.id, counted.id, False)


def test_what_is_excluded_is_not_on_paper(desk: Desk) -> None:
    report = begun(desk)
    item = next(one for one in report.items if one.included and one.text and not one.locked)
    assert item.text.split("\n")[0][:30] in text_of(desk.reports.pdf(report.pupil.id, report.id))
    desk.reports.weigh(report.pupil.id, report.id, item.id, False)
    after = text_of(desk.reports.pdf(report.pupil.id, report.id))
    assert item.text.split("\n")[0][:30] not in after


def test_an_incomplete_report_is_not_finalised_and_says_what_is_missing(desk: Desk) -> None:
    report = begun(desk, NOTHING)
    with pytest.raises(UserError, match=r"Nog nodig: .*Toetsresultaten"):
        desk.reports.finalise(report.pupil.id, report.id)


def test_a_finalised_report_does_not_change(desk: Desk) -> None:
    report = finalised(desk)
    pupil, item = report.pupil.id, report.items[0]
    for attempt in (
        lambda: desk.reports.weigh(pupil, report.id, item.id, not item.included),
        lambda: desk.reports.refresh(pupil, report.id),
        lambda: desk.reports.discard(pupil, report.id),
        lambda: desk.reports.finalise(pupil, report.id),
    ):
        with pytest.raises(UserError, match="vastgesteld"):
            attempt()


def test_a_concept_is_not_sent(desk: Desk) -> None:
    report = begun(desk)
    with pytest.raises(UserError, match="Stel het rapport eerst vast"):
        desk.reports.send(report.pupil.id, report.id, "post")


def test_sending_is_refused_by_name_until_every_parent_with_custody_knows(desk: Desk) -> None:
    report = finalised(desk)
    pupil = report.pupil.id
    with pytest.raises(UserError, match=BOTH):
        desk.reports.send(pupil, report.id, "post")
    letters = desk.letters.make([pupil], "okr").letter_ids
    assert len(letters) == 2, "the stepfather has no custody"
    desk.letter_copies.mark(pupil, letters[0], LetterState.PRINTED, TODAY)
    with pytest.raises(UserError, match=BOTH):
        desk.reports.send(pupil, report.id, "post")
    desk.letter_copies.mark(pupil, letters[0], LetterState.HANDED, TODAY)
    with pytest.raises(UserError, match="Nog niet geïnformeerd") as refused:
        desk.reports.send(pupil, report.id, "post")
    assert ("Wiśniewska" in str(refused.value)) != ("Hof" in str(refused.value))
    desk.letter_copies.mark(pupil, letters[1], LetterState.SENT, TODAY)
    assert desk.reports.open(pupil, report.id).state is ReportState.INFORMED
    sent = desk.reports.send(pupil, report.id, "aangetekend")
    assert sent.state is ReportState.SENT
    with pytest.raises(UserError, match="al verzonden"):
        desk.reports.send(pupil, report.id, "nog eens")


def test_a_dated_talk_counts_as_proof_but_not_one_from_before(desk: Desk) -> None:
    report = finalised(desk)
    pupil = report.pupil.id
    guardians = dict(report.informing.recipients)
    first, second = guardians
    talk = {
        "subject": "Overstap", "participants": "ouders", "report": "Besproken.",
        "informed_guardian": first, "informed_guardian_2": second,
    }  # fmt: skip
    desk.entries.add(pupil, "talk", {**talk, "held_on": TODAY - timedelta(days=30)})
    assert not desk.reports.open(pupil, report.id).informing.complete
    desk.entries.add(pupil, "talk", {**talk, "held_on": TODAY + timedelta(days=1)})
    assert not desk.reports.open(pupil, report.id).informing.complete
    desk.entries.add(pupil, "talk", {**talk, "held_on": TODAY})
    assert desk.reports.open(pupil, report.id).state is ReportState.INFORMED


def test_unknown_custody_and_nobody_on_record_are_refused(desk: Desk) -> None:
    unknown = begun(desk, UNKNOWN_CUSTODY)
    assert "onbekend" in unknown.informing.refusal
    nobody = begun(desk, NOTHING)
    assert "geen ouder of andere vertegenwoordiger" in nobody.informing.refusal


def test_custody_that_becomes_unknown_closes_the_gate_again(desk: Desk) -> None:
    report = finalised(desk)
    inform_all(desk, report)
    pupil = report.pupil.id
    assert desk.reports.open(pupil, report.id).state is ReportState.INFORMED
    link = next(
        one
        for one in desk.entries.page(pupil, Category.CONTACT).entries["guardianship"]
        if one.values["custody"] == "yes"
    )
    desk.entries.change(pupil, "guardianship", link.id, link.version, {"custody": "unknown"})
    with pytest.raises(UserError, match="onbekend"):
        desk.reports.send(pupil, report.id, "post")


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_date_of_sending_lies_between_the_proof_and_today(desk: Desk, day: date) -> None:
    report = finalised(desk)
    inform_all(desk, report)
    with pytest.raises(UserError, match="datum van verzenden"):
        desk.reports.send(report.pupil.id, report.id, "post", day)


def test_a_concept_holds_nobodys_contact_data_and_says_what_it_is(desk: Desk) -> None:
    report = begun(desk)
    text = text_of(desk.reports.pdf(report.pupil.id, report.id))
    assert "CONCEPT" in text
    for secret in ("Laan 1", "Kade 22"):
        assert secret not in text


def test_a_concept_for_one_parent_shows_that_parents_own_data_only(desk: Desk) -> None:
    report = begun(desk)
    mother = next(key for key, name in report.informing.recipients if "Wiśniewska" in name)
    text = text_of(desk.reports.pdf(report.pupil.id, report.id, reader=mother))
    assert "Laan 1" in text
    assert "Kade 22" not in text


def test_the_definitive_report_is_filed_without_watermark(desk: Desk) -> None:
    report = finalised(desk)
    inform_all(desk, report)
    sent = desk.reports.send(report.pupil.id, report.id, "post")
    assert sent.sent_filed_id is not None
    text = text_of(desk.filed.content(report.pupil.id, sent.sent_filed_id))
    assert "CONCEPT" not in text
    assert "Kade 22" in text


def test_markup_in_names_stands_on_paper_as_it_was_typed(desk: Desk) -> None:
    report = begun(desk, TWO_MOTHERS)
    assert "<b>Smit</b> & Zoon" in text_of(desk.reports.pdf(report.pupil.id, report.id))


HOME = {"street": "Geheimweg", "house_number": "9", "postcode": "8011 AB", "city": "Zwolle"}


def _live_at(desk: Desk, pupil: str, surname: str, lives_with: bool, **person: object) -> str:
    """Change a guardian, and what is noted of where the pupil lives; returns the guardian's id."""
    page = desk.entries.page(pupil, Category.CONTACT)
    one = next(e for e in page.entries["guardian"] if e.values["surname"] == surname)
    link = next(e for e in page.entries["guardianship"] if e.values["guardian_id"] == one.id)
    here = {**link.values, "lives_with": lives_with}
    desk.entries.change(pupil, "guardianship", link.id, link.version, here)
    desk.entries.change(pupil, "guardian", one.id, one.version, {**one.values, **person})
    return one.id


def test_a_parent_elsewhere_without_an_address_does_not_read_where_the_child_lives(
    desk: Desk,
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    nowhere = dict.fromkeys(HOME)
    for name in ("Hof", "Zonder"):
        away = _live_at(desk, pupil, name, lives_with=False, **nowhere)
    home = _live_at(desk, pupil, "Wiśniewska", lives_with=True, **HOME)
    desk.entries.add(pupil, "address", {"sort": "home", **HOME})
    report = begun(desk)
    assert "Geheimweg" not in text_of(desk.reports.pdf(pupil, report.id, reader=away))
    assert "Geheimweg" not in text_of(desk.reports.pdf(pupil, report.id))
    assert "Geheimweg" in text_of(desk.reports.pdf(pupil, report.id, reader=home))


@pytest.mark.parametrize(
    ("street", "guardian_secret", "pupil_secret"),
    [
        ("Geheimweg", False, True),  # secret for the pupil: then it is so at the parent as well
        ("GEHEIMWEG ", True, False),  # typed in another way
        (None, True, False),  # the parent has no own address: it is the pupil's
    ],
)
def test_a_secret_address_is_secret_wherever_it_stands(
    desk: Desk, street: str | None, guardian_secret: bool, pupil_secret: bool
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    at = {**HOME, "street": street} if street else dict.fromkeys(HOME)
    _live_at(desk, pupil, "Wiśniewska", lives_with=True, address_secret=guardian_secret, **at)
    desk.entries.add(pupil, "address", {"sort": "home", **HOME, "secret": pupil_secret})
    report = finalised(desk)
    concept = text_of(desk.reports.pdf(pupil, report.id))
    inform_all(desk, report)
    definitive = text_of(desk.reports.pdf(pupil, report.id))
    assert "Kade" in definitive
    for text in (concept, definitive):
        assert "geheimweg" not in text.casefold()
