"""What comes in from and goes out to other programs.

`edexml` reads the export of a pupil administration and makes a plan: pure, bytes to values.
`imports` lays the plan beside the school as it is (`school_now`) and carries it out (`carry_out`),
all or nothing. May import `dossier`, `access` and the leaves; called by `desk`.
"""
