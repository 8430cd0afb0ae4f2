"""`import` of lists: the same command, with the meaning of the columns said."""

import json
from pathlib import Path

from tests.commands.conftest import Shell
from tests.exchange.lists.helpers import workbook
from tests.transfer_school import COMPLETE, GROUP_7

PUPILS = "Leerlingnummer;Naam;Groep\n2001;Fien van de Wetering;3\n"


def written(folder: Path, content: str | bytes, name: str = "lijst.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_dry_run_of_pupils_says_what_the_columns_mean_and_adds_nobody(
    shell: Shell, tmp_path: Path
) -> None:
    path = written(tmp_path, PUPILS)
    assert shell.as_("administratie", "import", path, "--dry-run") == 0
    assert "Kolommen: Leerlingnummer → Leerlingnummer; Naam → Hele naam" in shell.out
    assert "Nieuw: rij 2: Fien van de Wetering (2001), leerlingnummer 2001" in shell.out
    assert shell.as_("administratie", "import", path) == 0
    assert shell.out.endswith("Geïmporteerd.\n")
    assert shell.as_("directeur", "pupils") == 0
    assert "Fien" in shell.out
    assert "6 leerlingen." in shell.out


def test_results_with_a_mapping_go_to_who_may_have_them(shell: Shell, tmp_path: Path) -> None:
    rows = (["Stam", "RW"], [COMPLETE, "214"], [GROUP_7, "180"])
    book = written(tmp_path, workbook(*rows, title="M8"), "toetsen.xlsx")
    said = {
        "columns": {"Stam": "number", "RW": "each:ability"},
        "tests": {"RW": {"domain": "arithmetic", "moment": "M8"}},
        "constants": {"taken_on": "1-2-2027"},
    }
    mapping = written(tmp_path, json.dumps(said), "kolommen.json")
    asked = ("import", book, "--as", "results", "--mapping", mapping, "--sheet", "M8")
    assert shell.as_("leerkracht8", *asked, "--dry-run") == 0
    assert "Toevoegen: 1 (toetsen en waarderingen), bij 1 leerlingen." in shell.out
    assert "rij 3: 1004: Leerling. Vorderingen en resultaten wijzigen mag niet" in shell.out
    assert shell.as_("leerkracht8", *asked) == 0
    assert shell.out.endswith("Geïmporteerd.\n")
    assert shell.as_("leerkracht8", *asked) == 0
    assert "Staat er al: 1." in shell.out
    assert shell.out.endswith("Importeren verandert niets.\n")


def test_what_is_missing_or_wrong_is_said_and_nothing_happens(shell: Shell, tmp_path: Path) -> None:
    path = written(tmp_path, "Nummer;Cijfer\n1001;8\n")
    assert shell.as_("leerkracht8", "import", path, "--as", "results") == 1
    assert "Wijs een kolom aan, of vul het in voor de hele lijst: Datum." in shell.err
    broken = written(tmp_path, "{", "kolommen.json")
    assert shell.as_("leerkracht8", "import", path, "--mapping", broken) == 1
    assert "geen koppeling in JSON" in shell.err
    assert shell.as_("leerkracht8", "import", written(tmp_path, PUPILS), "--as", "pupils") == 1
    assert "Importeren mag niet als leerkracht" in shell.err
