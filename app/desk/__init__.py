"""The desk: what a signed-in member of staff works at. Wires the rooms together, once.

The screen and the command line talk to a `Desk` and to nothing deeper. A `SchoolDoor` is a school
that nobody is signed in to; its `sign_in` gives a `Desk`, or an `ItDesk` for someone whose key
opens no pupil data at all.
"""

from app.desk.checking_shut import check_shut_school
from app.desk.desk import Desk
from app.desk.first_password import MustChoosePassword
from app.desk.it_desk import ItDesk
from app.desk.new_school import LogKey, NewStaff, create_school
from app.desk.restoring_shut import restorable, restore_without_desk
from app.desk.school_door import SchoolDoor
from app.vault import generate_recovery_code, is_school, is_typed_back, state_folder

__all__ = [
    "Desk",
    "ItDesk",
    "LogKey",
    "MustChoosePassword",
    "NewStaff",
    "SchoolDoor",
    "check_shut_school",
    "create_school",
    "generate_recovery_code",
    "is_school",
    "is_typed_back",
    "restorable",
    "restore_without_desk",
    "state_folder",
]
