"""Half-written forms of the signed-in person, kept sealed and offered back to nobody else.

Keeping a draft is not logged: nothing of a pupil is read, and a line every few seconds would bury
what the log is for. That there are drafts (`notes`: of which form, about whom, since when) is not
logged either: only the author's own key opens them and they hold what the author typed. Opening
one again is a view of that pupil's data and goes the one way to it: whoever may no longer write
there is refused, and both are in the log.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier.acts import act
from app.errors import UserError
from app.vault import DraftFiles, SealedDraft, Unlocked, new_draft_id, state_folder

Typed = Mapping[str, Mapping[str, str]]
"""What stood in the form, per section and field, exactly as typed."""

__all__ = ["DraftForm", "DraftNote", "DraftNotes", "Drafts", "Typed", "draft_files", "new_draft_id"]

_VERSION = 1
_TEXTS = ("form", "title", "about", "category", "kind", "entry_id", "moment")


@dataclass(frozen=True)
class DraftForm:
    """Which form a draft belongs to. `form` is a name of the screen's own.

    `pupil_id`, `category` and `entry_id` are empty where the form has none; `entry_version` is 0
    for a new entry. `title` and `about` (the pupil's name) are for people.
    """

    form: str
    title: str
    about: str = ""
    pupil_id: str = ""
    category: str = ""
    kind: str = ""
    entry_id: str = ""
    entry_version: int = 0


@dataclass(frozen=True)
class DraftNote:
    """That there is a draft; what was typed in it comes with `Drafts.open`."""

    id: str
    form: DraftForm
    moment: datetime


@dataclass(frozen=True)
class DraftNotes:
    """The drafts of this person, newest first; `damaged` files did not open and were set aside."""

    notes: tuple[DraftNote, ...]
    damaged: int


def draft_files(unlocked: Unlocked) -> DraftFiles:
    """Where the signed-in person's drafts stand: in the school folder, else on this PC."""
    local = state_folder() / f"drafts-{unlocked.school_id}" / unlocked.slot_id
    return DraftFiles(unlocked.own, unlocked.folder.drafts / unlocked.slot_id, local)


class Drafts:
    """Keep, list, open again and discard. May be called from any thread."""

    def __init__(self, session: Session, files: DraftFiles) -> None:
        self._session = session
        self._files = files

    def save(self, draft_id: str, form: DraftForm, typed: Typed) -> str:
        """Keep what was typed; an empty `draft_id` begins a draft. Returns its id.

        Raises UserError when it cannot be kept anywhere; the version before is then still there.
        """
        draft_id = draft_id or new_draft_id()
        content = asdict(form)
        del content["pupil_id"]  # it stands in the file's name, and is bound to the content
        content |= {
            "version": _VERSION,
            "moment": self._session.clock().isoformat(),
            "typed": {section: dict(fields) for section, fields in typed.items()},
        }
        # Half a character, which a keyboard or a paste can give, must not stop this.
        data = json.dumps(content, ensure_ascii=True, sort_keys=True).encode("ascii")
        self._files.save(draft_id, form.pupil_id, data)
        return draft_id

    def notes(self) -> DraftNotes:
        """Which drafts there are, without what was typed in them."""
        found, damaged = self._read()
        newest = sorted(found.values(), key=lambda one: one[0].moment, reverse=True)
        return DraftNotes(tuple(note for note, _typed in newest), damaged)

    def open(self, draft_id: str) -> Typed:
        """What was typed in a draft. Raises Refused when its form is no longer for this person."""
        found, _damaged = self._read()
        if draft_id not in found:
            raise UserError(
                "Dit concept is er niet meer: het is weggegooid of opgeslagen. Er is niets "
                "gewijzigd. Begin het formulier opnieuw."
            )
        note, typed = found[draft_id]
        form = note.form
        if form.pupil_id:
            action, category = _needed(form)
            with act(
                self._session,
                form.pupil_id,
                [(action, category)],
                Event.VIEW,
                object_kind="draft",
                object_id=draft_id,
                purpose="eigen concept verder schrijven",
            ):
                return typed
        return typed

    def discard(self, draft_id: str) -> None:
        """Remove a draft; one that is gone already is in order. Raises UserError."""
        try:
            self._files.discard(draft_id)
        except OSError as error:
            raise UserError(
                "Het concept kon niet worden verwijderd. Het staat er nog, versleuteld. Kijk of de "
                "netwerkmap bereikbaar is en probeer het opnieuw."
            ) from error

    def close(self) -> None:
        """Take no more drafts. Waits for a save that is under way."""
        self._files.close()

    def _read(self) -> tuple[dict[str, tuple[DraftNote, Typed]], int]:
        opened = self._files.read_all()
        newest: dict[str, tuple[DraftNote, Typed]] = {}
        damaged = opened.set_aside
        for sealed in opened.drafts:
            try:
                note, typed = _parsed(sealed)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                damaged += 1
                continue
            known = newest.get(note.id)
            if known is None or known[0].moment < note.moment:
                newest[note.id] = (note, typed)
        return newest, damaged


def _needed(form: DraftForm) -> tuple[Action, Category | None]:
    """What the policy must allow before a draft about a pupil is shown again."""
    if form.category:
        return Action.WRITE, Category(form.category)
    return Action.ENROL, None


def _parsed(sealed: SealedDraft) -> tuple[DraftNote, Typed]:
    """Raises one of several errors for content that another version of the program wrote."""
    content: Any = json.loads(sealed.data)
    if content["version"] != _VERSION:
        raise ValueError("a draft of another version")
    texts = {name: content[name] for name in _TEXTS}
    version = content["entry_version"]
    if not all(isinstance(one, str) for one in texts.values()) or type(version) is not int:
        raise TypeError("not the content of a draft")
    if texts["category"]:
        Category(texts["category"])
    moment = datetime.fromisoformat(texts.pop("moment"))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    typed = {
        str(section): {str(name): str(text) for name, text in fields.items()}
        for section, fields in content["typed"].items()
    }
    form = DraftForm(**texts, entry_version=version, pupil_id=sealed.pupil_id)
    return DraftNote(sealed.draft_id, form, moment), typed
