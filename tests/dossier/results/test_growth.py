"""Growth of a pupil and of a group: what is drawn, what is missing, and the same in words."""

from datetime import date
from typing import Any

from app.documents import BandChart, LineChart, StackedChart, Tone
from app.documents.geometry import layout
from app.dossier.results import class_view, growth
from app.dossier.results.advice import signal_of
from app.dossier.results.class_view import PupilResults
from app.dossier.results.norms import NormBand, by_key

TODAY = date(2027, 4, 1)


def taken(moment: str, **values: Any) -> dict[str, Any]:
    found = {
        "taken_on": date(2020 + int(moment[1]), 1 if moment[0] == "M" else 6, 15),
        "sort": "monitoring",
        "domain": "reading",
        "test": "Toets",
        "moment": moment,
    }
    return {**found, **values}


def norm(moment: str, top: float) -> NormBand:
    return NormBand("toets", "reading", moment, (top, top - 10, top - 20, top - 30))


NORMS = by_key([norm("M5", 150), norm("M6", 170)])


def test_scores_are_drawn_over_the_bands_of_their_own_moment() -> None:
    results = [taken("M6", ability=165), taken("M5", ability=155)]
    [drawn] = growth.charts(results, "6", TODAY, NORMS)
    assert isinstance(drawn.chart, LineChart)
    assert drawn.words == (
        "begrijpend lezen: M5 vaardigheid 155 niveau I, E5 ontbreekt, M6 vaardigheid 165 niveau II"
    )
    assert [one.label for one in drawn.chart.steps] == ["I", "II", "III", "IV", "V"]
    assert drawn.chart.steps[1].edges == (("M5", 140.0, 150.0), ("M6", 160.0, 170.0))
    shapes = layout(drawn.chart, 400, 200, lambda words: 5.0 * len(words), 10)
    assert len(shapes.markers) == 2
    assert shapes.polylines == (), "no line over a moment that was not measured"
    assert "ontbreekt" in {one.text for one in shapes.labels if one.tone is Tone.WAITING}
    assert all(one.y >= 0 and one.y + one.height <= 200 for one in shapes.rectangles)


def test_levels_alone_are_drawn_on_their_scale() -> None:
    results = [taken("M5", level="C"), taken("E5", level="B"), taken("M6", level="A")]
    [drawn] = growth.charts(results, "6", TODAY, {})
    assert isinstance(drawn.chart, BandChart)
    assert [name for name, _ in drawn.chart.levels] == ["E", "D", "C", "B", "A"]
    assert drawn.words == "begrijpend lezen: M5 niveau C, E5 niveau B, M6 niveau A"


def test_one_result_is_no_course_and_marks_are_none_either() -> None:
    assert growth.charts([taken("M6", ability=160)], "6", TODAY, {}) == ()
    marks = [taken(one, sort="report_mark", mark="7") for one in ("M5", "M6")]
    assert growth.lines(marks, "6", TODAY) == ()


def test_two_tests_of_a_domain_are_two_lines_with_their_names() -> None:
    results = [taken(one, ability=n, test=test) for test in ("Oud", "Nieuw") for n, one in
               enumerate(("M5", "E5", "M6"))]  # fmt: skip
    titles = [one.title for one in growth.charts(results, "6", TODAY, {})]
    assert titles == ["Begrijpend lezen · Nieuw", "Begrijpend lezen · Oud"]


def test_a_moment_that_was_made_twice_is_told_by_date() -> None:
    results = [taken("M6", level="II"), taken("M6", level="I", taken_on=date(2027, 1, 20))]
    [line] = growth.lines(results, "6", TODAY)
    assert [one.label for one in line.points] == ["15-01-2026", "20-01-2027"]


def pupil(name: str, *results: dict[str, Any], group: str = "6") -> PupilResults:
    return PupilResults(name, name, group, results, {}, signal_of(()))


def test_a_group_is_spread_over_the_levels_and_who_has_none_is_named() -> None:
    pupils = (
        pupil("Anna", taken("M5", ability=155), taken("M6", ability=171)),
        pupil("Bram", taken("M5", ability=131, level="III"), taken("M6", note="Niet gemaakt")),
        pupil("Cem", taken("M5", ability=110)),
        pupil("Nieuw"),
    )
    [view] = class_view.views(pupils, NORMS, TODAY)
    five, six = view.moments
    assert (five.levels, five.average, five.measured) == ((1, 0, 1, 0, 1), 132.0, 3)
    assert five.missing == (), "who came later lacks nothing of before"
    assert (six.levels, six.measured, six.missing) == ((1, 0, 0, 0, 0), 1, ("Cem", "Nieuw"))
    mixed = (*pupils, pupil("Jong", taken("M4", ability=1), group="5"))
    seen = class_view.views(mixed, NORMS, date(2026, 11, 1))[0].moments
    assert [one.missing for one in seen if one.moment == "M5"] == [()], "not due in group 5 yet"
    drawn = class_view.spread_chart(view)
    assert isinstance(drawn.chart, StackedChart)
    assert "M6: 1 × I, 2 zonder" in drawn.words
    shapes = layout(drawn.chart, 400, 200, lambda words: 5.0 * len(words), 10)
    assert "2 zonder" in {one.text for one in shapes.labels}
    assert all(one.x >= 0 and one.x + one.width <= 400 for one in shapes.rectangles)
    average = class_view.average_chart(view, NORMS)
    assert average is not None
    assert average.words.endswith("M5 132,0, M6 171,0")
    head, rows = class_view.table(view)
    assert all(len(row) == len(head) for row in rows)
