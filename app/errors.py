"""The one kind of error a person is meant to read.

`UserError` carries a Dutch sentence for a teacher: what happened, what was kept, what to do
now. It is for faults of the environment and of input. Anything else that is raised is a bug of
ours and must never reach the screen as text. No message may hold a pupil's name.
"""


class UserError(Exception):
    """A sentence for the user, in Dutch: what happened, what was kept, what to do now."""
