"""What comes in from and goes out to other programs.

`edexml` reads the export of a pupil administration. Everything here turns bytes into plain values
and plans; nothing touches the database. May import `dossier` and the leaves; `desk` carries a plan
out.
"""
