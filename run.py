#!/usr/bin/env python3
"""The one door: sets everything up, then starts the program or one of its commands.

Needs nothing but a bare Python. It must keep parsing on Python 3.6, so that somebody with an old
one reads a sentence instead of a traceback; what `installer/` holds is imported after that check.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        "Leerlingdossier heeft Python 3.11 of nieuwer nodig en dit is Python %d.%d;"
        " installeer een nieuwere van https://www.python.org/downloads/." % sys.version_info[:2]
    )

from installer.environment import Environment, SetUpError, prepare, report

ROOT = Path(__file__).resolve().parent

HELP = """\
Leerlingdossier: de leerlingdossiers van een kleine basisschool, versleuteld en in eigen beheer.

Gebruik:  python3 run.py [OPDRACHT] [...]        (op Windows: py run.py [OPDRACHT] [...])

Zonder opdracht start het programma; wie nog geen school heeft, maakt er daar een.

Kennismaken
  demo      Maakt de oefenschool "demo/De Regenboog.school" als die er nog niet is, en doet daarop
            het hoofdwerk: het overdrachtsrapport, de brieven aan de ouders en het toegangslog van
            één leerling, als pdf in de map demo/out. Opent daarna het venster op de oefenschool;
            zonder beeldscherm komt er een afbeelding van het venster in demo/out.

Voor wie de computer beheert
  new MAP --name NAAM --brin BRIN --vestiging NUMMER --user NAAM
            Maakt een nieuwe school met haar eerste directeur.
  import MAP BESTAND [--dry-run] [--leave-questions]
            Leest een EDEXML-bestand in: alles of niets. Met --dry-run ziet u alleen wat er zou
            veranderen; met --leave-questions telt een open vraag niet als mislukt.
  okr MAP --pupil NUMMER --to BRIN --out BESTAND.pdf
            Maakt het onderwijskundig rapport van een leerling voor een andere school.
  letters MAP --template okr --pupil NUMMER --out BESTAND.pdf
            Maakt de brieven aan de ouders met gezag, samen in één pdf.
  log MAP show|verify|export
            Toont het toegangslog, controleert het of slaat het op.
  pupils MAP [--group GROEP]
            Toont de leerlingen.
  backup MAP [--to MAP]
            Maakt een reservekopie, en met --to ook een kopie ervan op een andere plaats.
  restore MAP --from RESERVEKOPIE [--yes]
            Zet een reservekopie terug en zegt eerst wat er dan verloren gaat.
  check MAP
            Leest alles na en zegt in drie regels of database, toegangslog en reservekopie in orde
            zijn.
            Elke opdracht vraagt om aanmelden, of krijgt --user NAAM --password-file BESTAND mee.
            OPDRACHT --help noemt alle mogelijkheden.

Voor wie meebouwt
  test      Voert alle tests uit. Wat erachter staat, gaat naar pytest.
  torture [--rounds N] [--only SOORT]
            Mishandelt een proefschool: afbreken op elk moment, stroomuitval, volle schijf,
            veranderde bytes, oude kopieën. Zegt wat er verloren ging (dat moet nul zijn).
  bench [--size 120|1000|10000] [--json BESTAND]
            Maakt een proefschool van die grootte en meet hoe lang het dagelijkse werk duurt, om en
            om met hetzelfde werk in een kale SQLite-database.
  lint      Controleert opmaak, stijl, typen en de lagen van de code.
  package   Maakt in dist/ een map met het programma die zonder Python start.

De eerste keer wordt in de map .venv klaargezet wat het programma nodig heeft; daarvoor is internet
nodig. Afloop: 0 gedaan, 1 geweigerd of mislukt (de reden staat op het scherm), 2 verkeerd gebruik.
"""

LINTERS = (
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy", ["-m", "mypy", "--strict", "app"]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as l; l()"]),
)


def main(arguments: list[str]) -> int:
    """Do one command. On POSIX a command that needs no work afterwards replaces this process."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    try:
        if command == "test":
            return test(prepare(ROOT, "dev.lock"), rest)
        if command == "torture":
            return prepare(ROOT, "dev.lock").become(["-m", "tests.torture", *rest], folder=ROOT)
        if command == "lint":
            return lint(prepare(ROOT, "dev.lock"))
        if command == "package":
            return package(prepare(ROOT, "dev.lock", packaging=True))
        # Not in the project's folder: paths that the user typed stand from where he is.
        entry = str(ROOT / "installer" / "entry.py")
        return prepare(ROOT, "run.lock").become([entry, *arguments])
    except SetUpError as error:
        report(str(error))
        return 1
    except KeyboardInterrupt:
        report("Afgebroken. Dezelfde opdracht nog eens geven mag altijd.")
        return 130


def test(environment: Environment, arguments: list[str]) -> int:
    """Run the tests, in two processes, without a screen where there is none."""
    if sys.platform.startswith("linux") and not has_display(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environment.become(["-m", "pytest", "-n", "2", *arguments], folder=ROOT)


def has_display(variables: Mapping[str, str]) -> bool:
    """Whether a window can be shown on Linux."""
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def lint(environment: Environment) -> int:
    """Run every linter, also after one has failed: one run shows all there is to mend."""
    failed = []
    for name, arguments in LINTERS:
        report(f"{name} ...")
        if environment.run(arguments, folder=ROOT) != 0:
            failed.append(name)
    report(f"Niet in orde: {', '.join(failed)}." if failed else "Alles in orde.")
    return 1 if failed else 0


def package(environment: Environment) -> int:
    """Make `dist/leerlingdossier`, a folder that starts without Python."""
    report("Het programma wordt ingepakt; dat duurt een paar minuten ...")
    places = ["--distpath", "dist", "--workpath", "build/pyinstaller"]
    options = ["--noconfirm", "--clean", "--log-level", "ERROR", *places]
    specification = "installer/leerlingdossier.spec"
    if environment.run(["-m", "PyInstaller", *options, specification], folder=ROOT) != 0:
        report("Inpakken is niet gelukt; hierboven staat waarom.")
        return 1
    report(f"Klaar: {ROOT / 'dist' / 'leerlingdossier'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
