"""Getting the program onto a computer: set-up from source, and the folder that needs no Python.

`environment` and `system_packages` serve `run.py` and so use the standard library only; `entry`
and `leerlingdossier.spec` are what PyInstaller reads. Nothing in `app` or `ui` imports this.
"""
