"""The screen: PySide6 windows, pages and widgets, in Dutch.

What lives here: everything that a person sees and nothing that decides. `theme`, `icons`, `task`,
`changes`, `forms` and `widgets/` are the foundations and know nothing of a school; pages stand on
them and talk to a Desk. What it may import: `app.desk`, `app.errors` and the frozen declarations
and values of the dossier (`app.dossier.kinds`, `app.dossier.values`). Nothing in `app/` imports us.

Two rules hold everywhere. Text that someone typed is shown as plain text, also in tooltips and
message boxes (`ui.text`). Whatever is slow or changes something goes through `ui.task.run`.
"""

from ui.refcount_guard import protect_immortals

protect_immortals()
