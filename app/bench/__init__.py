"""Measuring: a large invented school, and how long its daily work takes beside plain SQLite.

A figure is the median of several runs; ours and the baseline run in turn, in the same process and
on the same disk, so that a busy machine slows both. One file per family of rows (`pages`, `lists`,
`searches`, `saving`); those of the window are in `ui/bench.py`. No pupil of a real school comes
here: `school` makes its own.
"""
