"""Letters to parents: who gets one, what it says, a PDF, and a copy in the dossier.

`recipients` decides by rule who is written to and at which address (pure); `templates` fills the
supplied texts of `resources/letters.toml` (pure); `letters` holds the use cases. May import
`dossier`, `access` and `documents`; called by `desk`. What a letter about a report says of that
report is handed in by the desk, so that this room need not know `report`.
"""
