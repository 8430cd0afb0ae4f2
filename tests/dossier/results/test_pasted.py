"""Pasting into the grid: by name or number, else in order; never shifted in silence."""

from hypothesis import given
from hypothesis import strategies as st

from app.dossier.results import pasted
from app.dossier.results.sheet import SheetRow

COLUMNS = ("ability", "level")


def pupil(number: int, first: str, last: str) -> SheetRow:
    name, display = f"{last}, {first}", f"{first} {last}"
    return SheetRow(f"id{number}", str(number), name, display, "6", "M6")


PUPILS = (
    pupil(1001, "Anna", "Hof"),
    pupil(1002, "Łukasz", "Wiśniewski"),
    pupil(1003, "Sam", "Berg"),
    pupil(1004, "Sam", "Berg"),
)


def is_right(column: str, text: str) -> bool:
    return text.isdigit() if column == "ability" else text in ("I", "II", "III", "IV", "V")


def place(text: str, at: tuple[int, int] = (0, 0)) -> pasted.Pasted:
    return pasted.place(text, PUPILS, COLUMNS, at, is_right)


def test_a_column_goes_down_from_where_one_is() -> None:
    found = place("150\n160", (1, 0))
    assert found.cells == {("id1002", "ability"): "150", ("id1003", "ability"): "160"}
    assert "2 regels voor 3 leerlingen" in found.told


def test_a_heading_is_left_out_and_told() -> None:
    found = place("Score\tNiveau\n150\tI\n160\tII\n170\tIII\n180\tIV")
    assert found.cells["id1001", "ability"] == "150"
    assert found.cells["id1004", "level"] == "IV"
    assert "als kop" in found.told


def test_names_and_numbers_bring_a_score_to_the_right_child_in_any_order() -> None:
    found = place("Naam\tScore\nlukasz wisniewski\t160\nHof, Anna\t150\n1003.0\t170\n", (2, 1))
    assert found.by_name
    assert found.cells == {
        ("id1002", "ability"): "160",
        ("id1001", "ability"): "150",
        ("id1003", "ability"): "170",
    }
    assert found.told == "De eerste regel is als kop gezien en niet overgenomen."


def test_who_is_unknown_double_or_named_twice_is_told_and_left_out() -> None:
    found = place(
        "Anna Hof\t150\nSam Berg\t160\nPiet Nieuw\t170\nAnna Hof\t180\nŁukasz Wiśniewski\t1"
    )
    assert found.cells == {("id1001", "ability"): "150", ("id1002", "ability"): "1"}
    assert [one.split(" ")[1] for one in found.remarks] == ["2", "3", "4"]


def test_too_many_lines_and_columns_are_told() -> None:
    found = place("1\tI\tweg\n2\tII\n3\tI\n4\tI\n5\tI")
    assert len(found.cells) == 8
    assert "de laatste 1 zijn niet overgenomen" in found.told
    assert "meer kolommen" in found.told


def test_an_empty_cell_changes_nothing() -> None:
    assert place("150\n\n170").cells == {("id1001", "ability"): "150", ("id1003", "ability"): "170"}
    assert place("  \n").cells == {}


@given(
    st.lists(st.tuples(st.sampled_from(PUPILS[:2]), st.integers(0, 300)), min_size=1, max_size=6),
    st.integers(0, 3),
)
def test_a_named_line_never_lands_at_another_pupil(
    lines: list[tuple[SheetRow, int]], row: int
) -> None:
    found = place("\n".join(f"{one.name}\t{score}" for one, score in lines), (row, 0))
    for (pupil_id, _), text in found.cells.items():
        first = next(score for one, score in lines if one.pupil_id == pupil_id)
        assert text == str(first)


@given(st.text(alphabet='ab1;\t\n"\r', max_size=60))
def test_any_clipboard_is_placed_or_told(text: str) -> None:
    found = place(text)
    assert set(found.cells) <= {(one.pupil_id, name) for one in PUPILS for name in COLUMNS}
