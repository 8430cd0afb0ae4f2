"""Leerlingdossier without its screen.

The rooms, from the ground up: `vault` (the school folder on disk), `access` (who may do what and
the log that proves it), `dossier` (pupils and their nine categories), then `report`, `letters` and
`exchange` beside each other, and `desk` that wires them together. `documents` and `errors` are
leaves for everyone. Nothing here imports Qt. See docs/ARCHITECTURE.md.
"""
