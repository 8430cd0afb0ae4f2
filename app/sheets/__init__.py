"""What is printed or taken out for use in the school: lists, check sheets, reports to sign.

Each use case authorises and logs through `dossier`, cuts what the reader may not have, and returns
a PDF or a table file. Called by the desk alone; may use `dossier`, `access`, `documents`.
"""
