"""The log for parents, what stands out, and the ways to take it out."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.categories import CATEGORY_NAMES, ROLE_NAMES, Category, Role
from app.access.exports import as_csv, as_json_lines
from app.access.journal import Codes, LogFilter, LogLine
from app.access.log import EVENT_NAMES, Event
from app.access.parents import days
from app.access.policy import Refused
from app.access.unusual import FACTS, unusual
from app.desk import Desk, SchoolDoor
from tests.documents.reading import everything
from tests.transfer_school import COMPLETE, GROUP_7, TransferSchool, clock, pupil_id

# A Thursday, at a quarter past ten by the clock on the wall of whatever PC runs this.
AT = datetime(2026, 11, 12, 10, 15).astimezone()


def line(number: int = 1, **fields: Any) -> LogLine:
    """The group's own teacher looks at results."""
    codes = Codes(
        fields.pop("event_code", "view"), fields.pop("category_code", "results"), "result"
    )
    made = LogLine(
        number=number,
        at=AT,
        staff="Juf Acht",
        role="leerkracht",
        workstation="pc-1",
        event="ingezien",
        pupil="Eva",
        category="Vorderingen en resultaten",
        object_kind="resultaat",
        ground="groepsleerkracht 8",
        outcome="gelukt",
        text="",
        staff_id="s1",
        pupil_id="p1",
        session=1,
        codes=codes,
    )
    return replace(made, **fields)


# --------------------------------------------------------------------------------- for parents


def test_equal_acts_of_a_day_are_one_sentence_with_a_count() -> None:
    (day,) = days([line(number) for number in (3, 1, 2)])
    assert day.day == AT.date()
    assert day.sentences == ("de groepsleerkracht bekeek de resultaten (3 keer)",)


def test_days_come_newest_first_and_acts_in_the_order_of_the_day() -> None:
    found = days(
        [
            line(1),
            line(2, event_code="change"),
            line(3, role="intern begeleider", ground="intern begeleider, alle groepen"),
            line(4, at=AT + timedelta(days=1), role="directeur", ground="directeur, alle groepen"),
        ]
    )
    assert [day.day.day for day in found] == [13, 12]
    assert found[1].sentences == (
        "de groepsleerkracht bekeek de resultaten",
        "de groepsleerkracht wijzigde de resultaten",
        "de intern begeleider bekeek de resultaten",
    )


def test_no_member_of_staff_is_named_unless_asked() -> None:
    assert "Juf Acht" not in str(days([line()]))
    (day,) = days([line()], with_names=True)
    assert day.sentences == ("de groepsleerkracht (Juf Acht) bekeek de resultaten",)


def test_a_refusal_is_told_as_one() -> None:
    refused = line(refused=True, ground="", outcome="geweigerd", role="leerkracht")
    (day,) = days([refused])
    assert day.sentences == ("een leerkracht wilde de resultaten bekijken; dat mocht niet",)


@pytest.mark.parametrize("event", [one for one in Event if one is not Event.DIGEST])
@pytest.mark.parametrize("refused", [False, True])
def test_every_entry_has_a_sentence_without_our_own_words(event: Event, refused: bool) -> None:
    for category in ("", *(one.value for one in Category)):
        (day,) = days([line(event_code=event.value, category_code=category, refused=refused)])
        (sentence,) = day.sentences
        assert "{" not in sentence
        assert event.value not in sentence.split()
        assert category not in sentence.split()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_word_for_parents(role: Role) -> None:
    name = ROLE_NAMES[role]
    (day,) = days([line(role=name, ground=name)])
    assert not day.sentences[0].startswith("iemand")


def test_what_the_program_carries_on_by_itself_is_not_told() -> None:
    assert days([line(event_code="digest")]) == ()


# --------------------------------------------------------------------------------- what stands out


def reasons(*lines: LogLine) -> list[tuple[int, tuple[str, ...]]]:
    return [(one.line.number, one.reasons) for one in unusual(lines)]


def test_an_ordinary_line_does_not_stand_out() -> None:
    assert reasons(line()) == []


@pytest.mark.parametrize(
    ("at", "stands_out"),
    [
        (AT.replace(hour=6, minute=59), True),
        (AT.replace(hour=7, minute=0), False),
        (AT.replace(hour=18, minute=59), False),
        (AT.replace(hour=19, minute=0), True),
        (AT + timedelta(days=2), True),  # Saturday
        (AT + timedelta(days=4), False),  # Monday
    ],
)
def test_outside_school_hours_stands_out(at: datetime, stands_out: bool) -> None:
    assert bool(reasons(line(at=at))) is stands_out


def test_the_hours_are_data() -> None:
    late = line(at=AT.replace(hour=20))
    assert not unusual([late], {**FACTS, "last_hour": 22})


@pytest.mark.parametrize(
    ("fields", "stands_out"),
    [
        ({"ground": "leerkracht", "category_code": "contact"}, True),
        ({"ground": "leerkracht", "category_code": "name"}, False),
        ({"ground": "leerkracht, alle groepen", "role": "leerkracht, intern begeleider"}, False),
        ({"ground": "directeur, alle groepen", "role": "directeur"}, False),
        ({"ground": "vervanger", "role": "vervanger"}, True),
        ({"ground": "", "pupil_id": ""}, False),
    ],
)
def test_a_pupil_of_another_group_stands_out(fields: dict[str, str], stands_out: bool) -> None:
    said = [("leerling van een andere groep",)] if stands_out else []
    assert [one for _, one in reasons(line(**fields))] == said


def test_emergency_access_and_refusals_stand_out() -> None:
    found = reasons(line(1, event_code="emergency", ground="leerkracht"))
    assert found == [(1, ("noodtoegang",))]
    assert reasons(line(1, refused=True, role="administratie"))[0][1] == ("geweigerd",)


def burst(count: int, minutes: float = 0.1) -> list[LogLine]:
    return [
        line(n, pupil_id=f"p{n}", at=AT + timedelta(minutes=n * minutes))
        for n in range(1, count + 1)
    ]


def test_many_dossiers_in_a_short_time_stand_out_once() -> None:
    most = FACTS["dossiers"]
    assert reasons(*burst(most)) == []
    assert reasons(*burst(most + 8)) == [(most + 1, ("veel dossiers in korte tijd",))]


def test_many_dossiers_over_a_day_do_not_stand_out() -> None:
    assert reasons(*burst(60, minutes=1)) == []


def test_one_dossier_opened_often_does_not_stand_out() -> None:
    assert reasons(*[replace(one, pupil_id="p1") for one in burst(60)]) == []


@given(st.permutations(burst(20)))
def test_the_order_in_which_lines_are_given_does_not_matter(lines: list[LogLine]) -> None:
    assert unusual(lines) == unusual(burst(20))


# --------------------------------------------------------------------------------- taking it out


def test_json_lines_use_the_words_of_the_government_standard() -> None:
    lines = [line(2, refused=True), line(1)]
    records = [json.loads(one) for one in as_json_lines(lines, "a" * 32).splitlines()]
    assert [one["attributes"]["leerlingdossier.number"] for one in records] == [1, 2]
    first, second = records
    assert set(first) == {
        "trace_id", "span_id", "status_code", "name", "start_time", "end_time", "resource",
        "attributes",
    }  # fmt: skip
    assert (len(first["trace_id"]), len(first["span_id"])) == (32, 16)
    assert first["trace_id"] == second["trace_id"]
    assert first["span_id"] != second["span_id"]
    assert first["name"] == "view"
    assert first["status_code"] == "STATUS_CODE_OK"
    assert first["attributes"]["dpl.core.processing_activity_id"] == "urn:leerlingdossier:results"
    assert first["attributes"]["dpl.core.data_subject_id"] == "p1"
    assert second["attributes"]["leerlingdossier.refused"] is True
    assert "Eva" not in json.dumps(records)
    assert "Juf Acht" not in json.dumps(records)


def test_the_same_entry_has_the_same_id_in_every_export() -> None:
    assert as_json_lines([line()], "a" * 32) == as_json_lines([line()], "a" * 32)
    assert as_json_lines([line()], "a" * 32) != as_json_lines([line()], "b" * 32)


def test_every_event_and_category_has_a_name() -> None:
    assert set(EVENT_NAMES) == set(Event)
    assert set(CATEGORY_NAMES) == set(Category)


# --------------------------------------------------------------------------------- at the desk


@pytest.fixture
def head(school: TransferSchool) -> Any:
    teacher = school.desk("leerkracht8")
    with pytest.raises(Refused):
        teacher.entries.page(pupil_id(teacher, GROUP_7), Category.RESULTS)
    teacher.entries.page(pupil_id(teacher, COMPLETE), Category.RESULTS)
    teacher.close()
    desk = school.desk("directeur")
    yield desk
    desk.close()


def test_a_parents_overview_is_told_and_logged(head: Desk) -> None:
    pupil = pupil_id(head, COMPLETE)
    (day,) = head.log.days(LogFilter(pupil_id=pupil))
    assert "de groepsleerkracht bekeek de resultaten" in day.sentences
    assert "Juf Acht" not in str(day)
    (again,) = head.log.days(LogFilter(pupil_id=pupil), with_names=True)
    assert "de groepsleerkracht (Juf Acht) bekeek de resultaten" in again.sentences
    newest = head.log.read(LogFilter(pupil_id=pupil))[0]
    assert newest.object_kind == "toegangslog"
    assert "met namen" in newest.text


def test_the_supervisor_tells_parents_without_names_only(desk: Desk) -> None:
    wanted = LogFilter(pupil_id=pupil_id(desk, COMPLETE))
    assert desk.log.days(wanted)
    with pytest.raises(Refused):
        desk.log.days(wanted, with_names=True)
    with pytest.raises(Refused):
        desk.log.unusual(LogFilter())
    with pytest.raises(Refused):
        desk.log.as_evidence()
    with pytest.raises(Refused):
        desk.log.as_json_lines(LogFilter())


def test_what_stands_out_is_found_at_the_desk(head: Desk) -> None:
    found = head.log.unusual(LogFilter())
    assert any("geweigerd" in one.reasons and one.line.staff == "Juf Acht" for one in found)


@pytest.mark.parametrize("view", ["list", "staff", "days", "unusual"])
def test_each_view_goes_on_paper(head: Desk, view: str) -> None:
    pupil = LogFilter(pupil_id=pupil_id(head, COMPLETE))
    teacher = next(one for one in head.staff.all() if one.sign_in_name == "leerkracht8")
    made = {
        "list": lambda: head.log.as_pdf(pupil),
        "staff": lambda: head.log.as_pdf(LogFilter(staff_id=teacher.id)),
        "days": lambda: head.log.days_as_pdf(pupil),
        "unusual": lambda: head.log.unusual_as_pdf(LogFilter()),
    }[view]()
    expected = {
        "list": ("Toegangslog van Thị Ngọc Ánh", "Het toegangslog is heel"),
        "staff": ("Toegangslog: Juf Acht", "leerkracht"),
        "days": ("Wie keek in het dossier van", "De groepsleerkracht bekeek de resultaten"),
        "unusual": ("wat opvalt", "geweigerd"),
    }[view]
    text = " ".join(everything(made).split())
    for words in expected:
        assert words in text
    assert ("Juf Acht" in text) is (view != "days")


def test_all_lines_are_in_the_files_however_many_there_are(head: Desk) -> None:
    total = len(head.log.read_all(LogFilter()))
    rows = list(csv.reader(io.StringIO(head.log.as_csv(LogFilter()).decode("utf-8-sig")),
                           delimiter=";"))  # fmt: skip
    assert len(rows) == total + 2  # the header, and that it was read before
    assert len(head.log.as_json_lines(LogFilter()).splitlines()) == total + 2
    assert as_csv([]).count(b"\r\n") == 1


def test_who_came_in_with_the_recovery_code_is_called_so(school: TransferSchool) -> None:
    from app.access.log import LogEvent
    from app.access.log import append as append_entry

    desk = school.desk("directeur")
    origin = replace(desk._session.origin, staff_id="recovery", role="directeur")
    with desk._session.transaction() as connection:
        append_entry(connection, origin, LogEvent(Event.SIGN_IN), clock())
    assert "herstelcode" in {one.staff for one in desk.log.read(LogFilter())}
    desk.close()


def test_the_background_check_is_for_everybody_and_logs_only_a_break(
    school: TransferSchool,
) -> None:
    desk = SchoolDoor(school.path, clock=clock).sign_in("leerkracht8", "regenboog")
    assert isinstance(desk, Desk)
    told: list[tuple[int, int]] = []
    before = desk._session.newest

    def tell(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    checked = desk.check_log_in_background(tell)
    assert checked.intact
    assert told[-1] == (checked.entries, checked.entries)
    assert desk._session.newest == before
    with desk._session.transaction() as connection:
        connection.exec_driver_sql("UPDATE log_entry SET ground = 'anders' WHERE number = 7")
    found = desk.check_log_in_background().finding
    assert found is not None
    assert found.first == 7
    assert desk._session.newest.number == before.number + 1
    desk.close()


def test_a_check_can_be_stopped(head: Desk) -> None:
    checked = head.verify_log(lambda _done, _total: False)
    assert not checked.intact
    assert not checked.finished
    assert "gestopt" in checked.sentence
