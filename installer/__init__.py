"""Getting the program onto a computer: set-up from source, and the folder that needs no Python.

`environment`, `system_packages` and `one_at_a_time` serve `run.py`, so they use the standard
library only; `leerlingdossier.spec` is what PyInstaller reads. Nothing in `app` or `ui` imports
this.
"""
