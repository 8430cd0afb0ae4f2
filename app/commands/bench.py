"""`bench`: how long the daily work takes in a school of some size, beside plain SQLite."""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands import console
from app.commands.command import Command, World
from app.errors import UserError

if TYPE_CHECKING:
    from app.bench.measuring import Measured
    from app.bench.run import WindowRows

SIZES = (120, 1_000, 10_000)


def bench_command(window: "Callable[[], WindowRows]") -> Command:
    """The command; `window` gives the rows that need a window, and is asked only when it runs."""

    def work(arguments: Namespace, _world: World) -> int:
        from app.bench.run import bench  # noqa: PLC0415 - see the docstring of this room

        result = bench(
            arguments.size, folder=arguments.folder, window=window(), progress=console.complain
        )
        header = ("Wat", "Wij (ms)", "Kale SQLite (ms)", "Verhouding")
        lines = console.table([header, *(_line(one) for one in result.rows)])
        console.say(*lines, "", f"{result.size} leerlingen · {result.machine}")
        console.say("Elk getal is de mediaan van minstens 5 metingen; beide om en om gemeten.")
        if arguments.json is not None:
            _write(arguments.json, json.dumps(result.as_json(), ensure_ascii=False, indent=2))
        return 0

    return Command(
        "bench",
        "meet hoe lang het dagelijkse werk duurt",
        "Maakt een proefschool en meet daarop het dagelijkse werk, om en om met hetzelfde werk in\n"
        "een kale SQLite-database zonder versleuteling, rechten en toegangslog.",
        work,
        _arguments,
        ("", "--size 10000 --json cijfers.json"),
    )


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--size",
        type=int,
        choices=SIZES,
        default=SIZES[0],
        help="hoeveel leerlingen de proefschool heeft",
    )
    parser.add_argument(
        "--json", type=Path, metavar="BESTAND", help="schrijft de cijfers ook in dit bestand"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="MAP",
        help="bewaart de proefschool hier en gebruikt haar een volgende keer opnieuw",
    )


def _line(one: "Measured") -> tuple[str, str, str, str]:
    if one.baseline is None or one.ratio is None:
        return one.name, _number(one.ours), "", ""
    return one.name, _number(one.ours), _number(one.baseline), f"{_number(one.ratio)}×"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + os.linesep, encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"‘{path}’ kan niet worden geschreven. De cijfers staan hierboven."
        ) from error
