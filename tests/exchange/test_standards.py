"""Official material, read from beside the project; and our own samples against the schemas."""

from functools import cache

import pytest
from lxml import etree

from app.exchange.edexml import ExistingSchool, parse, plan, read, summarise
from tests.exchange.generate import VERSIONS, own_sample
from tests.exchange.helpers import SAMPLES, SHARED, TODAY, applied

STANDARDS = SHARED / "standards" / "edexml"
SCHOOL = ExistingSchool("2026-2027", "12AB", "00")
official = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="the official schemas and samples are not beside the project"
)


@cache
def _schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / version / "EDEXML.structuur.xsd"))


@official
def test_the_export_of_a_real_program_is_read_whole():
    file = read(STANDARDS / "1.0.3" / "sample.xml")
    assert (len(file.pupils), len(file.staff), len(file.groups)) == (400, 29, 19)
    assert file.problems == ()
    taken = {one.element: one.count for one in file.not_taken}
    assert taken["etniciteit"] == 400
    made = plan(file, SCHOOL, TODAY)
    summary = summarise(made)
    assert (summary.new_pupils, summary.questions, summary.former_pupils) == (400, 0, 2)
    again = plan(file, applied(made), TODAY)
    assert again.changes_nothing
    assert len(again.unchanged_pupils) == 400


@official
def test_the_official_example_is_read_with_its_false_number_named():
    file = read(STANDARDS / "2.1" / "EDEXML.Voorbeeld.2.1.xml")
    assert (len(file.pupils), len(file.staff), len(file.branches)) == (3, 3, 2)
    assert [one.field for one in file.problems] == ["BSN of onderwijsnummer"]
    made = plan(file, SCHOOL, TODAY)
    assert [one.former for one in made.new_pupils] == [False, False, True]
    assert plan(file, applied(made), TODAY).changes_nothing


@official
@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_samples_are_valid(version):
    _schema(version).assertValid(etree.fromstring(own_sample(version)))


@official
def test_the_sample_in_the_project_is_valid_but_for_its_school_year():
    path = SAMPLES / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"
    data = path.read_bytes().replace(b"2026-2027", b"2024-2025")
    _schema("2.1").assertValid(etree.fromstring(data))


@pytest.mark.parametrize("version", VERSIONS)
def test_our_own_samples_are_imported_once(version):
    file = parse(own_sample(version, 120, "2026-2027"))
    assert (len(file.pupils), file.problems) == (120, ())
    made = plan(file, SCHOOL, TODAY)
    assert len(made.new_pupils) == 120
    assert len(made.groups) == 7
    assert plan(file, applied(made), TODAY).changes_nothing


def test_the_generator_is_deterministic():
    assert own_sample("2.1", 5) == own_sample("2.1", 5)
