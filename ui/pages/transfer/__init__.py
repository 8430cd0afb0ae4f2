"""The parts of the page *Overstap*: the list of all reports, and one pupil's report.

`overview_list` shows everyone; `pupil_view` holds what is done with one report and asks the Desk;
the other files are widgets that show a value and say by signals what the user wants.
"""
