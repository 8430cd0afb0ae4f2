"""Pupils, guardians, groups, staff and the nine categories of the dossier.

`kinds` reads the declaration of what a dossier holds; `tables` makes the database's tables of it,
`checks` its validation, `wording` its Dutch text. `acts` is the one way to the data: authorise, do
and log in one transaction. `pupils`, `entries`, `filed`, `groups`, `staff` and `school` are the use
cases; they return plain values of `values`. May import `access`, `vault` and the leaves; `report`,
`letters`, `exchange` and `desk` call it.
"""
