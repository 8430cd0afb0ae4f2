"""The demo school: a whole invented school to try the program on, and the main job done on it.

`plan` says purely what the school holds on a given day (`roster` who is in it, `families` the
sorts of family that schools really have, `lessons`, `care` and `showcase` what stands in the
dossiers); `school` makes the folder and takes the plan in as an import; `life` lets the staff work
with it for a few days, so that the access log tells something; `main_job` makes the report, letters
and log of pupil 1001. Names and texts are data in `resources/demo_names.toml` and
`resources/demo_texts.toml`. Stands on top of `desk`; only `ui` and the tests call it.
"""
