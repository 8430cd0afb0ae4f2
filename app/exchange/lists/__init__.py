"""Lists from a spreadsheet: pupils, staff, results, absences, from xlsx or delimited text.

`read` gives the rows of one sheet, `table` its headings, `guess` what its columns seem to mean, as
a `ListMapping` that the user may change. `pupils` and `staff` turn a list into an `EdexFile`, so
that it goes the same way as an EDEXML file; `entries` and `entry_plan` into entries for the
dossiers. Pure: values to values. Headings and words are data in `resources/lists.toml`.
"""
