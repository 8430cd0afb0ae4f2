"""Searching what entries say, in the dossiers and categories that one may read.

A reason is required and logged with the words; every pupil of whom something shows gets an entry in
the log. The index only says where to look (`text_index`): policy, digest and words are asked of the
dossier itself. Care details stand in no index: they are opened and looked through one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.access.categories import Category
from app.access.log import Event
from app.access.people import Relation
from app.access.policy import Action, Ground
from app.access.session import Session
from app.dossier import checks, rows, tables, text_index
from app.dossier.acts import load_pupils, own_groups, relation_to
from app.dossier.kinds import KINDS, Kind
from app.dossier.sealed import open_row
from app.dossier.search_shown import OBJECT, Asked, Read, Shown, found_text
from app.dossier.search_values import Found
from app.dossier.searching import is_enough, searched_fields, words_of
from app.dossier.sharing import Audience, shared_rows
from app.dossier.tables import TABLES
from app.dossier.text_index import Hit, Scope
from app.dossier.values import PupilSummary

Progress = Callable[[int, int], object]
"""Called with how many dossiers were looked through, of how many; may raise to stop."""

AT_ONCE = 20
"""Hits in one page: each pupil that shows is one more who was looked up."""

_CHUNK = 100
_SHORTEST_REASON, _LONGEST = 10, 500
_WHY = "Schrijf in één zin waarom u dit zoekt; de reden komt in het toegangslog."
_WORDS = "Typ ten minste twee letters van een woord dat in de dossiers staat."
_SEARCHED = {
    kind.code: {one.category or kind.category for one in searched_fields(kind)}
    for kind in KINDS.values()
}
_OPEN = {one for kind in KINDS.values() if not kind.compartment for one in _SEARCHED[kind.code]}
_SEALED_KINDS = tuple(kind for kind in KINDS.values() if kind.compartment)


class Search:
    """The use cases of the place *Zoeken*; names are searched in the list of pupils."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def reaches_care(self) -> bool:
        """Whether this person may read care details of any pupil. For the screen only."""
        return any(
            self._may(relation, category)
            for relation in (Relation(), Relation("own"))
            for category in (*(kind.category for kind in _SEALED_KINDS), Category.SHARED_HEALTH)
        )

    def in_texts(self, typed: str, reason: str, go_on: int | None = None) -> Found:
        """The newest entries that hold all these words, but for care; `go_on` for older ones.

        Raises `InvalidEntry` for words or a reason that say too little.
        """
        asked = self._asked(typed, reason)
        with self._session.transaction() as connection:
            hits = text_index.look_up(
                connection, asked.words, self._scopes(connection), below=go_on, most=AT_ONCE + 1
            )
            more = hits[AT_ONCE - 1].place if len(hits) > AT_ONCE else None
            shown = Shown(asked)
            shown.add(connection, self._read_again(connection, hits[:AT_ONCE], asked.words))
            self._session.record(connection, asked.event, *shown.events)
        return shown.found(more)

    def in_care(
        self, typed: str, reason: str, progress: Progress = lambda _done, _of: None
    ) -> Found:
        """The same in care details, and in what is shared of them with a teacher's own group.

        Opens every sealed text that this person may read, a transaction for some dossiers at a
        time, and stops at `AT_ONCE` hits. `progress` may raise to stop; what was found until then
        is in the log.
        """
        asked = self._asked(typed, reason)
        with self._session.transaction() as connection:
            reach = self._reach(load_pupils(self._session, connection))
            self._session.record(connection, asked.event)
        shown = Shown(asked)
        for start in range(0, len(reach), _CHUNK):
            progress(start, len(reach))
            some = reach[start : start + _CHUNK]
            with self._session.transaction() as connection:
                events = shown.add(connection, self._opened(connection, some, asked.words))
                if events:
                    self._session.record(connection, *events)
            if shown.count >= AT_ONCE:
                break
        return shown.found(None)

    # --- who may read what ----------------------------------------------------------------------

    def _asked(self, typed: str, reason: str) -> Asked:
        ground = self._session.require(
            Action.READ, Event.SEARCH, category=Category.NAME, object_kind=OBJECT
        )
        typed, why = checks.clean_text(typed)[:_LONGEST], checks.clean_text(reason)[:_LONGEST]
        words = tuple(dict.fromkeys(words_of(typed)))
        problems = {} if is_enough(words) else {"words": _WORDS}
        if len(why) < _SHORTEST_REASON:
            problems["reason"] = _WHY
        if problems:
            raise checks.InvalidEntry(problems)
        return Asked(words, typed, why, ground)

    def _may(self, relation: Relation, category: Category) -> Ground | None:
        decision = self._session.decide(relation, category, Action.READ)
        return decision if isinstance(decision, Ground) else None

    def _scopes(self, connection: Connection) -> list[Scope]:
        """Where the index need not be asked at all. Wider than the policy, which is asked later."""
        relations = (Relation(), Relation(former=True))
        everywhere = {
            one for one in _OPEN if any(self._may(relation, one) for relation in relations)
        }
        of_own = {one for one in _OPEN - everywhere if self._may(Relation("own"), one)}
        placed = tables.placement
        groups = own_groups(self._session, connection)
        query = select(placed.c.pupil_id).where(placed.c.group_id.in_(groups)).distinct()
        own = tuple(connection.execute(query).scalars()) if of_own and groups else ()
        return [Scope(everywhere), Scope(of_own, own)]

    def _reach(self, pupils: Sequence[PupilSummary]) -> "list[_Reach]":
        known: dict[Relation, tuple[dict[Category, Ground], Ground | None]] = {}
        found = []
        for pupil in pupils:
            relation = relation_to(pupil)
            if relation not in known:
                known[relation] = self._care_grounds(relation)
            grounds, shared = known[relation]
            if grounds or shared:
                found.append(_Reach(pupil, grounds, shared))
        return found

    def _care_grounds(self, relation: Relation) -> tuple[dict[Category, Ground], Ground | None]:
        """On what grounds care details may be read, or else what is shared of them."""
        grounds = {
            kind.category: ground
            for kind in _SEALED_KINDS
            if (ground := self._may(relation, kind.category))
        }
        if Category.HEALTH in grounds:
            return grounds, None
        return grounds, self._may(relation, Category.SHARED_HEALTH)

    # --- reading --------------------------------------------------------------------------------

    def _read_again(
        self, connection: Connection, hits: Sequence[Hit], words: Sequence[str]
    ) -> list[Read]:
        """What the entries themselves say where the index sent us, cut to what may be read."""
        found: dict[Hit, Mapping[Any, Any]] = {}
        for kind in KINDS.values():
            ids = {hit.entry_id: hit for hit in hits if hit.kind == kind.code}
            if ids and not kind.compartment and kind.code != "pupil":
                known = rows.select_rows(
                    connection, self._session, kind, TABLES[kind.code].c.id.in_(ids)
                )
                by_id = {row["id"]: row for row in known}
                found |= {
                    hit: by_id[hit.entry_id]
                    for hit in hits
                    if hit.kind == kind.code and hit.entry_id in by_id
                }
        owners = _pupils_of(connection, found)
        pupils = {
            one.id: one
            for one in load_pupils(
                self._session, connection, {one for ids in owners.values() for one in ids}
            )
        }
        read: list[Read] = []
        for hit, row in found.items():
            for pupil in (pupils[one] for one in owners[hit] if one in pupils):
                ground = self._may(relation_to(pupil), hit.category)
                text = found_text(KINDS[hit.kind], hit.category, row, words)
                if ground and text:
                    read.append((pupil, ground, text))
        return read

    def _opened(
        self, connection: Connection, reach: "Sequence[_Reach]", words: Sequence[str]
    ) -> list[Read]:
        by_id = {one.pupil.id: one for one in reach}
        read: list[Read] = []
        for kind in _SEALED_KINDS:
            ids = [one.pupil.id for one in reach if kind.category in one.grounds]
            for row in self._sealed_rows(connection, kind, ids) if ids else ():
                text = found_text(kind, kind.category, row, words)
                if text:
                    at = by_id[row["pupil_id"]]
                    read.append((at.pupil, at.grounds[kind.category], text))
        for at in reach:
            if at.shared is None:
                continue
            for kind, row in shared_rows(connection, self._session, at.pupil.id, Audience.GROUP):
                text = found_text(kind, Category.SHARED_HEALTH, row, words)
                if text:
                    read.append((at.pupil, at.shared, text))
        return read

    def _sealed_rows(
        self, connection: Connection, kind: Kind, pupil_ids: Sequence[str]
    ) -> Iterable[Mapping[str, Any]]:
        """Only the columns that are looked through or shown: opening is what takes the time."""
        table = TABLES[kind.code]
        names = [one.name for one in searched_fields(kind)]
        names += [kind.date_field] if kind.date_field else []
        columns = [table.c.id, table.c.pupil_id, *(table.c[name] for name in names)]
        found = connection.execute(select(*columns).where(table.c.pupil_id.in_(pupil_ids)))
        return (open_row(self._session.compartments, table, row) for row in found.mappings())


@dataclass(frozen=True)
class _Reach:
    """A pupil of whom care details may be read, or what is shared of them, and on what ground."""

    pupil: PupilSummary
    grounds: Mapping[Category, Ground]
    shared: Ground | None


def _pupils_of(
    connection: Connection, found: Mapping[Hit, Mapping[Any, Any]]
) -> dict[Hit, tuple[str, ...]]:
    """Whose dossiers an entry stands in: of a guardian all children, of others the one pupil."""
    link = tables.guardianship
    ids = {row["id"] for hit, row in found.items() if hit.kind == "guardian"}
    children: dict[str, list[str]] = {}
    if ids:
        linked = select(link.c.guardian_id, link.c.pupil_id).where(link.c.guardian_id.in_(ids))
        for row in connection.execute(linked):
            children.setdefault(row.guardian_id, []).append(row.pupil_id)
    return {
        hit: tuple(children.get(row["id"], ()))
        if hit.kind == "guardian"
        else (str(row["pupil_id"]),)
        for hit, row in found.items()
    }
