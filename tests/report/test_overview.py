"""The list of all reports: who is in it, how far each is, who is still missing, and the log."""

import pytest
from sqlalchemy import event

from app.access.journal import LogFilter
from app.access.policy import Refused
from app.desk import Desk
from app.dossier.letter_copies import LetterState
from app.report.overview import Overview, OverviewLine
from app.report.values import ReportState
from tests import transfer_school
from tests.transfer_school import TransferSchool, begun, inform_all, pupil_id


def line(overview: Overview, number: str) -> OverviewLine:
    return next(one for one in overview.lines if one.pupil.number == number)


def test_everyone_of_group_eight_stands_in_it_before_any_report_is_begun(desk: Desk) -> None:
    overview = desk.reports.overview()
    numbers = [one.pupil.number for one in overview.lines]
    assert numbers == ["1005", "1001", "1002", "1003"]
    assert {one.state for one in overview.lines} == {None}
    assert overview.ground == "intern begeleider, alle groepen"


def test_a_pupil_of_another_group_joins_when_a_report_is_begun(desk: Desk) -> None:
    begun(desk, transfer_school.GROUP_7)
    found = line(desk.reports.overview(), transfer_school.GROUP_7)
    assert found.state is ReportState.CONCEPT
    assert found.receiver == "Het Lyceum (12CD00)"


def test_the_state_and_who_is_missing_agree_with_the_page_of_the_report(desk: Desk) -> None:
    report = begun(desk)
    pupil = report.pupil.id
    desk.reports.finalise(pupil, report.id)
    batch = desk.letters.make([pupil], "okr")
    steps = [
        lambda: None,
        lambda: desk.letter_copies.mark(
            pupil, batch.letter_ids[0], LetterState.HANDED, transfer_school.TODAY
        ),
        lambda: desk.letter_copies.mark(
            pupil, batch.letter_ids[1], LetterState.SENT, transfer_school.TODAY
        ),
    ]
    for step, left in zip(steps, (2, 1, 0), strict=True):
        step()
        opened = desk.reports.open(pupil, report.id)
        found = line(desk.reports.overview(), transfer_school.COMPLETE)
        assert found.state is opened.state
        assert found.missing == tuple(name for _, name in opened.informing.missing)
        assert len(found.missing) == left


def test_a_talk_with_a_parent_counts_as_proof_in_the_list_too(desk: Desk) -> None:
    report = begun(desk)
    guardian = desk.reports.open(report.pupil.id, report.id).informing.recipients[0]
    desk.entries.add(
        report.pupil.id,
        "talk",
        {
            "held_on": transfer_school.TODAY,
            "subject": "OKR",
            "participants": "moeder",
            "report": "Besproken.",
            "informed_guardian": guardian[0],
        },
    )
    found = line(desk.reports.overview(), transfer_school.COMPLETE)
    assert guardian[1] not in found.missing
    assert len(found.missing) == 1


def test_an_unknown_custody_shows_as_an_obstacle(desk: Desk) -> None:
    begun(desk, transfer_school.UNKNOWN_CUSTODY)
    found = line(desk.reports.overview(), transfer_school.UNKNOWN_CUSTODY)
    assert "gezag is onbekend" in found.obstacles[0]


def test_a_report_under_way_counts_before_one_that_was_sent(desk: Desk) -> None:
    report = begun(desk)
    desk.reports.finalise(report.pupil.id, report.id)
    inform_all(desk, report)
    desk.reports.send(report.pupil.id, report.id, "per post")
    sent = line(desk.reports.overview(), transfer_school.COMPLETE)
    assert sent.state is ReportState.SENT
    assert sent.sent_on == transfer_school.TODAY
    assert sent.missing == ()
    again = begun(desk)
    assert line(desk.reports.overview(), transfer_school.COMPLETE).report_id == again.id


def test_the_list_costs_the_same_number_of_statements_for_every_school(desk: Desk) -> None:
    def statements() -> int:
        counted: list[str] = []
        engine = desk._session.database._engine
        note = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        desk.reports.overview()
        event.remove(engine, "before_cursor_execute", note)
        return len(counted)

    begun(desk)
    one = statements()
    begun(desk, transfer_school.TWO_MOTHERS)
    begun(desk, transfer_school.GROUP_7)
    assert statements() == one


def test_the_list_is_one_line_in_the_log(school: TransferSchool) -> None:
    desk = school.desk("directeur")
    before = len(desk.log.read(LogFilter()))
    desk.reports.overview()
    lines = desk.log.read(LogFilter())
    assert lines[0].event == "lijst opgevraagd" or lines[1].event == "lijst opgevraagd"
    assert len(lines) - before <= 2  # reading the log may be an entry of its own
    desk.close()


@pytest.mark.parametrize("who", ["leerkracht8", "administratie"])
def test_who_may_not_read_reports_is_told_who_may_and_the_attempt_is_logged(
    school: TransferSchool, who: str
) -> None:
    desk = school.desk(who)
    with pytest.raises(Refused, match="intern begeleider, directeur"):
        desk.reports.overview()
    desk.close()
    head = school.desk("directeur")
    refused = head.log.read(LogFilter(refused_only=True))
    assert refused[0].category == "Onderwijskundig rapport"
    head.close()


def test_the_pupil_who_is_missing_is_named_by_pupil_id_only_in_the_line(desk: Desk) -> None:
    found = line(desk.reports.overview(), transfer_school.NOTHING)
    assert found.id == pupil_id(desk, transfer_school.NOTHING)
    assert found.report_id is None
