"""What the school folder must survive, done to it in earnest: `python3 run.py torture`.

A forked process saves through the Desk and says after each save that it was made (`worker`). It is
killed, its disk fails or fills, its power goes; afterwards the folder must open, hold every save
that was said to be made, whole, and raise no alarm about nothing. `tests/faults` runs the same at
a small size. `history` says what must stand there after each save; `shim.c` stands between the
process and the disk; `disk` is a disk that forgets what was not synced.
"""
