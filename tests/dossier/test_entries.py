"""Entries of a dossier: added, changed, deleted, brought back; checked, authorised and logged."""

from datetime import date

import pytest

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.checks import InvalidEntry
from app.dossier.kinds import KINDS, PERSON_KINDS, FieldType, Kind, Value
from app.errors import UserError
from tests.transfer_school import COMPLETE, NOTHING, TransferSchool, pupil_id

DAY = date(2027, 2, 1)
EXAMPLES: dict[FieldType, Value] = {
    FieldType.TEXT: "<b>tekst</b> & 'teken'",
    FieldType.LONG_TEXT: "regel een\nregel twee",
    FieldType.DATE: DAY,
    FieldType.YES_NO: True,
    FieldType.INTEGER: 2,
    FieldType.NUMBER: 7.5,
    FieldType.POSTCODE: "1234 AB",
    FieldType.BRIN: "12AB",
    FieldType.BRANCH: "00",
    FieldType.PHONE: "06-12345678",
    FieldType.EMAIL: "a@voorbeeld.example",
    FieldType.SCHOOL_YEAR: "2026-2027",
    FieldType.YEAR_GROUP: "8",
    FieldType.MARK: "7,5",
    FieldType.PERSONAL_NUMBER: "123456782",
}
ENTRY_KINDS = [kind for code, kind in KINDS.items() if code not in PERSON_KINDS]


def filled(kind: Kind, guardian_id: str, group_id: str) -> dict[str, Value]:
    """Every field of a kind with something that fits."""
    values: dict[str, Value] = {}
    for field in kind.fields:
        if field.own_act:
            values[field.name] = field.default
        elif field.choices:
            values[field.name] = next(iter(field.choices))
        elif field.type is FieldType.GUARDIAN:
            values[field.name] = guardian_id
        elif field.type is FieldType.TALK:
            values[field.name] = None
        elif field.type is FieldType.GROUP:
            values[field.name] = group_id
        else:
            example = EXAMPLES[field.type]
            cut = isinstance(example, str) and field.max_length
            values[field.name] = str(example)[: field.max_length] if cut else example
    return values


@pytest.fixture
def head(school: TransferSchool):
    desk = school.desk("directeur")
    yield desk
    desk.close()


def references(desk: Desk, pupil: str) -> tuple[str, str]:
    guardian = desk.entries.page(pupil, Category.CONTACT).entries["guardian"][0].id
    return guardian, desk.groups.all()[0].id


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.code)
def test_every_field_of_every_kind_comes_back_as_it_was_saved(head: Desk, kind: Kind) -> None:
    pupil = pupil_id(head, COMPLETE)
    values = filled(kind, *references(head, pupil))
    saved = head.entries.add(pupil, kind.code, values, "nodig voor de les")
    entry = head.entries.one(pupil, kind.code, saved.entry_id)
    assert dict(entry.values) == values
    assert all(entry.display[name] for name, one in values.items() if one is not None)
    assert entry.title
    assert entry.created_by == "Dirk Baas"
    assert entry.reason == "nodig voor de les"


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.code)
def test_deleting_and_undoing_brings_every_kind_back_whole(head: Desk, kind: Kind) -> None:
    pupil = pupil_id(head, COMPLETE)
    values = filled(kind, *references(head, pupil))
    entry_id = head.entries.add(pupil, kind.code, values, "nodig").entry_id
    head.entries.delete(pupil, kind.code, entry_id, "verkeerd kind")
    with pytest.raises(UserError, match="bestaan niet meer"):
        head.entries.one(pupil, kind.code, entry_id)
    head.entries.undo_delete(pupil, kind.code, entry_id)
    assert dict(head.entries.one(pupil, kind.code, entry_id).values) == values


def test_the_last_link_to_a_guardian_takes_the_guardian_along_and_back(head: Desk) -> None:
    pupil = pupil_id(head, NOTHING)
    link = head.entries.add_guardian(
        pupil, {"surname": "Yılmaz"}, {"relationship": "father", "custody": "yes"}
    ).entry_id
    head.entries.delete(pupil, "guardianship", link)
    assert head.entries.page(pupil, Category.CONTACT).entries["guardian"] == ()
    head.entries.undo_delete(pupil, "guardianship", link)
    assert head.entries.page(pupil, Category.CONTACT).entries["guardian"][0].title == "Yılmaz"


def test_a_change_that_someone_else_was_before_is_refused(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    talk = head.entries.page(pupil, Category.TALK).entries["talk"]
    values = {"held_on": DAY, "subject": "Advies", "participants": "ouders", "report": "Besproken."}
    entry_id = talk[0].id if talk else head.entries.add(pupil, "talk", values).entry_id
    entry = head.entries.one(pupil, "talk", entry_id)
    head.entries.change(pupil, "talk", entry_id, entry.version, {"subject": "Eerst"})
    with pytest.raises(UserError, match="intussen"):
        head.entries.change(pupil, "talk", entry_id, entry.version, {"subject": "Te laat"})
    assert head.entries.one(pupil, "talk", entry_id).values["subject"] == "Eerst"


def test_a_field_that_is_not_sent_keeps_its_value(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    values = {"held_on": DAY, "subject": "Advies", "participants": "ouders", "report": "Besproken."}
    entry_id = head.entries.add(pupil, "talk", values).entry_id
    head.entries.change(pupil, "talk", entry_id, 1, {"subject": "Anders"})
    entry = head.entries.one(pupil, "talk", entry_id)
    assert entry.values["report"] == "Besproken."
    assert entry.version == 2


@pytest.mark.parametrize("code", ["health", "support", "research"])
def test_care_asks_why_it_is_needed(head: Desk, code: str) -> None:
    pupil = pupil_id(head, COMPLETE)
    values = filled(KINDS[code], *references(head, pupil))
    with pytest.raises(InvalidEntry) as refused:
        head.entries.add(pupil, code, values, "  ")
    assert set(refused.value.problems) == {"reason"}


def test_an_entry_of_another_pupil_cannot_be_reached_through_this_one(head: Desk) -> None:
    mine, other = pupil_id(head, COMPLETE), pupil_id(head, NOTHING)
    values = {"held_on": DAY, "subject": "Advies", "participants": "ouders", "report": "Besproken."}
    entry_id = head.entries.add(mine, "talk", values).entry_id
    for attempt in (
        lambda: head.entries.one(other, "talk", entry_id),
        lambda: head.entries.change(other, "talk", entry_id, 1, {"subject": "x"}),
        lambda: head.entries.delete(other, "talk", entry_id, "verkeerd kind"),
    ):
        with pytest.raises(UserError, match="bestaan niet meer"):
            attempt()
    head.entries.delete(mine, "talk", entry_id, "verkeerd kind")
    with pytest.raises(UserError, match="bestaan niet meer"):
        head.entries.undo_delete(other, "talk", entry_id)


def test_every_read_and_write_leaves_an_entry_in_the_log(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    mine = LogFilter(pupil_id=pupil)

    def grows(act) -> str:
        before = {line.number for line in head.log.read(mine)}
        act()
        new = [line for line in head.log.read(mine) if line.number not in before]
        # Reading the log for this comparison is itself an entry; the act must be one more.
        assert len(new) >= 2
        return new[0].event

    for category in DOSSIER_CATEGORIES:
        assert grows(lambda category=category: head.entries.page(pupil, category)) == "ingezien"
    values = {"held_on": DAY, "subject": "Advies", "participants": "ouders", "report": "Besproken."}
    added: list[str] = []
    assert (
        grows(lambda: added.append(head.entries.add(pupil, "talk", values).entry_id))
        == "toegevoegd"
    )
    assert grows(lambda: head.entries.one(pupil, "talk", added[0])) == "ingezien"
    change = {"subject": "x"}
    assert grows(lambda: head.entries.change(pupil, "talk", added[0], 1, change)) == "gewijzigd"
    assert grows(lambda: head.entries.delete(pupil, "talk", added[0], "x")) == "verwijderd"
    assert grows(lambda: head.entries.undo_delete(pupil, "talk", added[0])) == "hersteld"
    assert grows(lambda: head.pupils.head(pupil)) == "ingezien"


def test_custody_papers_are_for_the_headteacher_only(school: TransferSchool) -> None:
    head = school.desk("directeur")
    pupil = pupil_id(head, COMPLETE)
    link = head.entries.page(pupil, Category.CONTACT).entries["guardianship"][0]
    head.entries.change(
        pupil, "guardianship", link.id, link.version, {"custody_document": "beschikking"}
    )
    head.close()
    supervisor = school.desk("ib")
    seen = supervisor.entries.one(pupil, "guardianship", link.id)
    assert "custody_document" not in seen.values
    supervisor.entries.change(
        pupil, "guardianship", link.id, seen.version,
        {"emergency_order": 1, "custody_document": "weg ermee"},
    )  # fmt: skip
    supervisor.close()
    again = school.desk("directeur")
    kept = again.entries.one(pupil, "guardianship", link.id).values
    assert kept["custody_document"] == "beschikking"
    assert kept["emergency_order"] == 1
    again.close()


def test_the_office_adds_no_talk_and_reads_no_health(school: TransferSchool) -> None:
    office = school.desk("administratie")
    pupil = pupil_id(office, COMPLETE)
    with pytest.raises(Refused, match="Gespreksverslagen"):
        office.entries.add(pupil, "talk", {})
    with pytest.raises(Refused, match="Gezondheid"):
        office.entries.page(pupil, Category.HEALTH)
    office.close()


def test_a_talk_comes_back_with_the_guardian_it_names(head: Desk) -> None:
    pupil = pupil_id(head, NOTHING)
    link = head.entries.add_guardian(
        pupil, {"surname": "Yılmaz"}, {"relationship": "father", "custody": "yes"}
    ).entry_id
    guardian = head.entries.page(pupil, Category.CONTACT).entries["guardian"][0].id
    talk = {**filled(KINDS["talk"], guardian, ""), "informed_guardian": guardian}
    talk_id = head.entries.add(pupil, "talk", talk).entry_id
    head.entries.delete(pupil, "talk", talk_id, "verkeerd kind")
    head.entries.delete(pupil, "guardianship", link)
    head.entries.undo_delete(pupil, "talk", talk_id)
    kept = head.entries.one(pupil, "talk", talk_id)
    assert kept.display["informed_guardian"] == "Yılmaz"


def test_a_group_or_guardian_that_is_not_there_is_said_at_its_field(head: Desk) -> None:
    pupil, other = pupil_id(head, NOTHING), pupil_id(head, COMPLETE)
    foreign, group = references(head, other)
    tried = {
        "placement": ("group_id", "x"),
        "guardianship": ("guardian_id", "x"),
        "talk": ("informed_guardian", foreign),
    }
    for code, (name, value) in tried.items():
        values = {**filled(KINDS[code], foreign, group), name: value}
        if code == "talk":
            values["informed_guardian_2"] = None
        with pytest.raises(InvalidEntry) as refused:
            head.entries.add(pupil, code, values)
        assert set(refused.value.problems) == {name}


def test_a_reason_is_cleaned_and_not_endless(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    values = filled(KINDS["health"], *references(head, pupil))
    saved = head.entries.add(pupil, "health", values, " nodig\x00\ud800 ")
    assert head.entries.one(pupil, "health", saved.entry_id).reason == "nodig"
    with pytest.raises(InvalidEntry) as refused:
        head.entries.add(pupil, "health", values, "x" * 100_000)
    assert set(refused.value.problems) == {"reason"}


def test_half_a_character_in_a_number_is_no_pupil(head: Desk) -> None:
    with pytest.raises(UserError, match="geen leerling"):
        head.pupils.by_number("1001\udcff9")
