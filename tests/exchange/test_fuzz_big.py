"""Whatever comes in: a sentence or values, never anything else; and a second import is quiet."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.exchange.edexml import Answer, Decision, ImportPlan, parse, plan, summarise
from tests.exchange.generate import own_sample
from tests.exchange.helpers import EMPTY, TODAY, applied, edex

SAMPLE = own_sample("2.1", 6, "2026-2027")
CALM = settings(deadline=None, max_examples=1200, suppress_health_check=[HealthCheck.too_slow])


def _whole_way(data: bytes) -> None:
    try:
        file = parse(data)
    except UserError as error:
        sentence = str(error)
    else:
        sentence = ""
    if sentence:
        assert sentence.endswith(".")
        return
    made = plan(file, EMPTY, TODAY)
    assert summarise(made).lines
    assert plan(file, applied(made), TODAY).changes_nothing


@CALM
@given(st.binary(max_size=400))
def test_random_bytes_give_a_sentence(data):
    _whole_way(data)


@CALM
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_random_text_around_a_root_gives_a_sentence_or_values(text, encoding):
    _whole_way(f"<EDEX><leerlingen>{text}</leerlingen></EDEX>".encode(encoding, "replace"))


@CALM
@given(st.data())
def test_a_mutated_file_gives_a_sentence_or_values(data):
    changed = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(changed) - 1))
        length = data.draw(st.integers(0, 40))
        changed[start : start + length] = data.draw(st.binary(max_size=12))
    _whole_way(bytes(changed))


VALUES = {
    "achternaam": ["Vries", "de Vries", "Vriés", "Kok", "Berg, van den", "?", ""],
    "voorvoegsel": ["", "de", "van"],
    "roepnaam": ["Anna", "Ánna", "Bo", "?", ""],
    "voornamen": ["", "Anna Maria"],
    "voorletters-1": ["", "AM", "A.M.", "Th"],
    "geboortedatum": ["2015-03-04", "2015-03-05", "2027-01-01", "2015-02-31", ""],
    "geslacht": ["0", "1", "2", "9", "7", ""],
    "jaargroep": ["7", "8", "100", "C", "H", ""],
    "bsn": ["", "123456782", "101222331", "123456789"],
    "postcodenl": ["", "1234AB", "9999ZZ"],
    "instroomdatum": ["", "2019-08-20", "2024-01-08", "2026-11-01"],
    "uitstroomdatum": ["", "2020-07-01", "2026-10-09", "2027-07-01"],
}


@st.composite
def pupils(draw) -> str:
    key = draw(st.sampled_from(["", "#1", "1", "2", "3", "4", "k" * 30]))
    eckid = draw(st.sampled_from(["", "", "", "https://e/1", "https://e/2"]))
    fields = "".join(
        f"<{name}>{draw(st.sampled_from(values))}</{name}>" for name, values in VALUES.items()
    )
    group = draw(st.sampled_from(["", "g7", "g8", "weg"]))
    return f'<leerling key="{key}" eckid="{eckid}">{fields}<groep key="{group}"/></leerling>'


FILES = st.lists(pupils(), min_size=1, max_size=6).map("".join).map(edex)


def _carried_out(made: ImportPlan, data) -> ImportPlan:
    """Answer every question in some way that is allowed."""
    while made.questions:
        question = made.questions[0]
        free = [one.id for one in question.candidates if one.available]
        choices = [Answer(Decision.ADD), Answer(Decision.SKIP)]
        choices += [Answer(Decision.SAME, one) for one in free]
        made = made.with_answers({question.id: data.draw(st.sampled_from(choices))})
    return made


@CALM
@given(FILES)
def test_importing_a_file_again_changes_nothing(text):
    file = parse(text)
    made = plan(file, EMPTY, TODAY)
    again = plan(file, applied(made), TODAY)
    assert again.changes_nothing, summarise(again).lines


@CALM
@given(FILES, FILES, st.data())
def test_a_second_file_with_every_question_answered_is_quiet_the_next_time(first, second, data):
    school = applied(_carried_out(plan(parse(first), EMPTY, TODAY), data))
    file = parse(second)
    made = _carried_out(plan(file, school, TODAY), data)
    done = applied(made)
    assert plan(file, done, TODAY).changed_pupils == ()
    numbers = [one.number for one in done.pupils]
    assert len(set(numbers)) == len(numbers)
    matched = [one.existing.id for one in (*made.changed_pupils, *made.unchanged_pupils)]
    assert len(set(matched)) == len(matched)


@CALM
@given(FILES, FILES)
def test_no_import_empties_a_field_or_loses_a_pupil(first, second):
    school = applied(plan(parse(first), EMPTY, TODAY))
    after = {one.id: one for one in applied(plan(parse(second), school, TODAY)).pupils}
    for one in school.pupils:
        then = after[one.id]
        assert all(then.values.get(name) for name, value in one.values.items() if value)
        assert len(then.enrolments) >= len(one.enrolments)
        assert then.number == one.number


@pytest.mark.parametrize("day", [date(2026, 8, 1), date(2027, 7, 31), date(2030, 1, 1)])
def test_the_day_of_a_second_import_makes_no_difference(day):
    file = parse(SAMPLE)
    school = replace(applied(plan(file, EMPTY, TODAY)), school_year="2030-2031")
    assert plan(file, school, day).changes_nothing
