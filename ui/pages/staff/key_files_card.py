"""When the key files are not as the headteacher left them: what is wrong, and vouching anew."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.access.categories import ROLE_NAMES, Role
from app.vault import SlotInfo
from ui.theme import Tone
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.data_table import Column, DataTable
from ui.widgets.labels import PlainLabel

_WHAT_TO_DO = (
    "Vink alleen aan wat u herkent: de aanmeldnaam van iemand die hier werkt, met de rollen die u "
    "gaf. Twijfelt u, vraag het die persoon, en geef een nieuwe startcode in plaats van een vinkje."
)


class KeyFilesCard(Card):
    """Hidden while all is well. `vouch` gets the key files and the ids of those ticked."""

    def __init__(
        self,
        vouch: Callable[[Sequence[SlotInfo], tuple[str, ...]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Sleutelbestanden", parent=parent)
        self._vouch = vouch
        self._files: tuple[SlotInfo, ...] = ()
        self.add_to_head(Chip("er klopt iets niet", Tone.MUST))
        self.problems = PlainLabel("", wrap=True)
        self.table = DataTable(
            (
                Column("name", "Aanmeldnaam"),
                Column("roles", "Rollen", value=_role_names),
                Column(
                    "waits",
                    "Startcode",
                    150,
                    value=lambda one: "nog niet gebruikt" if one.waits else "",
                ),
                Column("slot_id", "Bestand", 300, value=lambda one: f"{one.slot_id}.json"),
            ),
            "Sleutelbestanden",
            row_key=lambda one: one.slot_id,
            checkable=True,
        )
        self.vouch_button = button("Ik heb ze nage&keken…", "outline", "check", self._ask)
        self.add(self.problems)
        self.add(self.table)
        self.add(PlainLabel(_WHAT_TO_DO, "muted", wrap=True))
        self.body.addWidget(self.vouch_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.ticked.connect(self._offer)
        self.hide()

    def show_files(self, problems: Sequence[str], files: Sequence[SlotInfo]) -> None:
        """Show what is wrong and what there is."""
        self._files = tuple(files)
        self.problems.setText("\n\n".join(problems))
        self.table.set_rows(self._files)
        self.table.fit_height()
        self._offer()
        self.setVisible(bool(problems))

    def _offer(self) -> None:
        self.vouch_button.setEnabled(bool(self.table.model.ticked_rows()))

    def _ask(self) -> None:
        chosen = tuple(one.slot_id for one in self.table.model.ticked_rows())
        self._vouch(self._files, chosen)


def _role_names(one: SlotInfo) -> str:
    known = {role.value: ROLE_NAMES[role] for role in Role}
    return ", ".join(known.get(role, role) for role in one.roles)
