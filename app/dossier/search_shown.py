"""What a search shows, and what the log keeps of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Connection

from app.access.categories import Category
from app.access.log import Event, LogEvent
from app.access.policy import Ground
from app.dossier.digest import altered_alarm, altered_dossiers
from app.dossier.kinds import Kind
from app.dossier.search_values import Found, FoundPupil, FoundText
from app.dossier.searching import fields_of, find, searched_fields
from app.dossier.values import PupilSummary

Read: TypeAlias = tuple[PupilSummary, Ground, FoundText]
"""One text, whose it is and on what ground it may be read."""

OBJECT = "texts"
"""What the log calls what was searched."""


@dataclass(frozen=True)
class Asked:
    """A search that may be done."""

    words: tuple[str, ...]
    typed: str
    why: str
    ground: Ground

    @property
    def event(self) -> LogEvent:
        """The search itself: what for and why, whatever it finds."""
        return LogEvent(
            Event.SEARCH,
            object_kind=OBJECT,
            ground=self.ground.text,
            text={"purpose": self.why, "words": f"gezocht: ‘{self.typed}’"},
        )


@dataclass
class Shown:
    """What is shown so far, and what the log must keep of it."""

    asked: Asked
    events: list[LogEvent] = field(default_factory=list)
    count: int = 0
    _withheld: set[str] = field(default_factory=set)
    _pupils: dict[str, PupilSummary] = field(default_factory=dict)
    _texts: dict[str, list[FoundText]] = field(default_factory=dict)

    def add(self, connection: Connection, read: Sequence[Read]) -> list[LogEvent]:
        """Show these, but for dossiers that are not as the log says; what is new for the log."""
        altered = set(altered_dossiers(connection, [pupil.id for pupil, _, _ in read]))
        new = [altered_alarm(pupil_id) for pupil_id in sorted(altered)]
        told: set[tuple[str, Category]] = set()
        for pupil, ground, text in read:
            if pupil.id in altered:
                continue
            self._pupils[pupil.id] = pupil
            self._texts.setdefault(pupil.id, []).append(text)
            self.count += 1
            if (pupil.id, text.category) not in told:
                told.add((pupil.id, text.category))
                new.append(self._seen(pupil.id, text.category, ground))
        self._withheld |= altered
        self.events += new
        return new

    def _seen(self, pupil_id: str, category: Category, ground: Ground) -> LogEvent:
        return LogEvent(
            Event.SEARCH,
            pupil_id=pupil_id,
            category=category.value,
            object_kind=OBJECT,
            ground=ground.text,
            text={"purpose": self.asked.why},
        )

    def found(self, go_on: int | None) -> Found:
        """All that is shown, by pupil; the texts of each newest first."""
        pupils = sorted(self._pupils.values(), key=lambda one: one.sort_key)
        return Found(
            tuple(FoundPupil(one, tuple(self._texts[one.id])) for one in pupils),
            go_on,
            len(self._withheld),
        )


def found_text(
    kind: Kind, category: Category, row: Mapping[Any, Any], words: Sequence[str]
) -> FoundText | None:
    """Where the words stand in this row, under this category; None when they do not."""
    fields = (
        searched_fields(kind) if category is Category.SHARED_HEALTH else fields_of(kind, category)
    )
    snippet = find(fields, row, words)
    if snippet is None:
        return None
    day = row[kind.date_field] if kind.date_field and kind.date_field in row else None
    return FoundText(category, kind.code, row["id"], day, snippet)
