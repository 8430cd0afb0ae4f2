import pytest

from tests.commands.conftest import Shell


@pytest.mark.parametrize("who", ["directeur", "ib", "leerkracht8", "administratie"])
def test_everyone_sees_names_and_groups(shell: Shell, who: str) -> None:
    assert shell.as_(who, "pupils") == 0
    lines = shell.out.splitlines()
    assert lines[0].split() == ["Nummer", "Naam", "Jaargroep", "Groep"]
    # The order of a class list, the prefix not counted.
    assert [line.split("  ")[0] for line in lines[1:6]] == ["1005", "1004", "1001", "1002", "1003"]
    assert "Hof, Thị Ngọc Ánh van 't" in shell.out
    assert "<b>Smit</b> & Zoon" in shell.out
    assert lines[-1] == "5 leerlingen."
    assert shell.err == ""


def test_one_group(shell: Shell) -> None:
    assert shell.as_("directeur", "pupils", "--group", "7") == 0
    assert "1004" in shell.out
    assert shell.out.endswith("1 leerling.\n")
    assert "1001" not in shell.out


def test_a_group_that_is_not_there_is_named_with_those_that_are(shell: Shell) -> None:
    assert shell.as_("directeur", "pupils", "--group", "9") == 1
    assert "geen groep ‘9’. Kies uit: 7, 8." in shell.err


def test_former_pupils(shell: Shell) -> None:
    assert shell.as_("directeur", "pupils", "--former") == 0
    assert shell.out == "0 oud-leerlingen.\n"


def test_a_teacher_sees_no_former_pupils_and_that_is_in_the_log(shell: Shell) -> None:
    assert shell.as_("leerkracht8", "pupils", "--former") == 1
    assert shell.out == ""
    assert "Oud-leerlingen inzien mag niet als leerkracht" in shell.err
    assert shell.as_("directeur", "log", "show", "--refused") == 0
    assert "Juf Acht" in shell.out
    assert "lijst oud-leerlingen" in shell.out


def test_a_group_of_former_pupils_is_wrong_usage(shell: Shell) -> None:
    assert shell.as_("directeur", "pupils", "--former", "--group", "8") == 2
