"""Who may do what and why, and the log that proves it.

`policy` answers with a ground or a refusal and knows no database. `log` is the append-only chain of
what happened, written in the transaction of the act it records. `session` is one person's time at
the desk. May import `vault` and the leaves; `dossier` and everything above it come here before they
touch data.
"""
