"""What is said about typing, pasting and saving the results of a group."""

from app.access.log import Event
from app.dossier.results.group import SavedResults
from app.dossier.results.pasted import Pasted
from ui.pages.results.grid_model import GridModel
from ui.text import counted

HOW = (
    "Typ een uitkomst en druk op Enter voor de volgende leerling; Tab gaat naar de volgende kolom. "
    "Niet gemaakt? Typ een streepje (-). Plakken uit een rekenblad kan ook: met de namen of "
    "leerlingnummers in de eerste kolom komt elke score bij het juiste kind."
)
_NOTHING = (
    "Er staat niets op het klembord dat hier past. Kopieer eerst een of meer kolommen in het "
    "rekenblad."
)


def state(grid: GridModel) -> str:
    """How far the grid is."""
    wrong, without = len(grid.problems()), grid.without()
    said = [counted(len(grid.rows), "leerling", "leerlingen")]
    said.append(f"nog {without} zonder score" if without else "iedereen heeft een uitkomst")
    if wrong:
        said.append(f"{counted(wrong, 'vakje klopt', 'vakjes kloppen')} nog niet")
    elif grid.is_dirty():
        said.append("nog niet opgeslagen: een andere toets kiezen kan daarna")
    return " · ".join(said)


def pasted(placed: Pasted, pupils: int) -> str:
    """What was pasted, and what was not."""
    if not placed.cells:
        return f"Er is niets geplakt. {placed.told}" if placed.remarks else _NOTHING
    how = "op naam of nummer" if placed.by_name else "in de volgorde van de lijst"
    said = f"Geplakt bij {counted(pupils, 'leerling', 'leerlingen')}, {how}."
    return f"{said} {placed.told}" if placed.remarks else f"{said} Kijk het na en sla op."


def not_right(wrong: int, said: str) -> str:
    """Why nothing was saved."""
    cells = counted(wrong, "vakje klopt", "vakjes kloppen")
    return f"Er is nog niets opgeslagen: {cells} nog niet. {said}"


def saved(done: SavedResults) -> str:
    """What a save did."""
    events = [row.event for row in done.rows]
    said = [
        counted(number, one, many)
        for event, one, many in (
            (Event.CREATE, "resultaat toegevoegd", "resultaten toegevoegd"),
            (Event.CHANGE, "gewijzigd", "gewijzigd"),
            (Event.DELETE, "verwijderd", "verwijderd"),
        )
        if (number := events.count(event))
    ]
    return f"Opgeslagen: {', '.join(said) or 'er was niets veranderd'}."
