"""The commands for the person who looks after the PC: the same desk as the window, without Qt.

`program.run` reads the command line, does one `Command` and turns whatever happens into an exit
code: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage. Each command is
a module of its own that declares its arguments and does its work at a `Desk`; `signed_in` opens
that desk and always closes it, `console` and `files` are the ways out, `parser` is argparse in
Dutch. Stands above `desk`, beside `demo`; called by `ui.main`, which adds the commands that need a
window.

Rooms that take long to load (the database, pages) are imported only when a command starts its
work, so that help and a typing error do not wait for them.
"""
