"""A list of staff as an `EdexFile`; what it calls their roles is shown and gives nothing."""

from datetime import date

from app.exchange.edexml.names import fold, full_name
from app.exchange.edexml.values import EdexFile, EdexStaff
from app.exchange.lists.cells import read_group, several
from app.exchange.lists.lines import Line
from app.exchange.lists.mapping import ListMapping
from app.exchange.lists.people import NO_NAME, Groups, as_file
from app.exchange.lists.row_cells import Cells
from app.exchange.lists.table import Table


def staff(table: Table, mapping: ListMapping, today: date) -> EdexFile:
    """The staff of a list; what the list calls their roles is shown and gives nothing."""
    lines: list[Line] = []
    groups = Groups()
    found: dict[tuple[str, str], EdexStaff] = {}
    for row in table.rows:
        cells = Cells(row, mapping, today, lines)
        name = cells.name()
        cells.who = full_name(name.call_name, name.prefix, name.surname, "", cells.text("initials"))
        if not cells.who:
            cells.complain("full_name", "", NO_NAME, whole=True)
            continue
        member = EdexStaff(
            position=row.number,
            name=cells.who,
            source_key=cells.text("staff_number"),
            call_name=name.call_name,
            initials=cells.text("initials"),
            prefix=name.prefix,
            surname=name.surname,
            roles=several(cells.text("roles")),
            group_keys=tuple(groups.key(read_group(one)) for one in several(cells.text("groups"))),
        )
        identity = (member.source_key, fold(member.name))
        other = found.setdefault(identity, member)
        if other is not member:
            cells.complain(
                "full_name",
                "",
                f"Deze medewerker staat in rij {other.position} en {row.number}; de tweede rij is "
                "niet overgenomen.",
                whole=True,
            )
    return as_file(table, mapping, lines, list(groups.found.values()), staff=list(found.values()))
