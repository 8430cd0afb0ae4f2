"""EDEXML 1.0.3, 2.0 and 2.1: the export of a pupil administration, read into a plan.

`read` (a file) or `parse` (bytes) gives an `EdexFile`; `plan` lays it beside an `ExistingSchool`;
`summarise` puts the plan in numbers and sentences. Pure: nothing here writes anything anywhere.
What the file means is in the schemas of Edustandaard; what files really look like is in the tests.
"""

from app.exchange.edexml.changes import home_of
from app.exchange.edexml.decode import MAX_BYTES, Decoded, decode, read_file
from app.exchange.edexml.parse import parse, read
from app.exchange.edexml.plan import ImportPlan, plan
from app.exchange.edexml.plan_values import (
    Answer,
    Candidate,
    ChangedPupil,
    ChangedStaff,
    Decision,
    FieldChange,
    NewPupil,
    NewStaff,
    PlannedEnrolment,
    PlannedGroup,
    PlannedPlacement,
    Question,
    Subject,
    UnchangedPupil,
    UnchangedStaff,
)
from app.exchange.edexml.school import (
    ExistingEnrolment,
    ExistingGroup,
    ExistingPlacement,
    ExistingPupil,
    ExistingSchool,
    ExistingStaff,
)
from app.exchange.edexml.summary import Summary, summarise
from app.exchange.edexml.values import (
    HOME_FIELDS,
    LIST_KEY,
    PUPIL_FIELDS,
    EdexBranch,
    EdexFile,
    EdexGroup,
    EdexPupil,
    EdexSchool,
    EdexStaff,
    GroupKind,
    NotTaken,
    Problem,
)

__all__ = [
    "HOME_FIELDS",
    "LIST_KEY",
    "MAX_BYTES",
    "PUPIL_FIELDS",
    "Answer",
    "Candidate",
    "ChangedPupil",
    "ChangedStaff",
    "Decision",
    "Decoded",
    "EdexBranch",
    "EdexFile",
    "EdexGroup",
    "EdexPupil",
    "EdexSchool",
    "EdexStaff",
    "ExistingEnrolment",
    "ExistingGroup",
    "ExistingPlacement",
    "ExistingPupil",
    "ExistingSchool",
    "ExistingStaff",
    "FieldChange",
    "GroupKind",
    "ImportPlan",
    "NewPupil",
    "NewStaff",
    "NotTaken",
    "PlannedEnrolment",
    "PlannedGroup",
    "PlannedPlacement",
    "Problem",
    "Question",
    "Subject",
    "Summary",
    "UnchangedPupil",
    "UnchangedStaff",
    "decode",
    "home_of",
    "parse",
    "plan",
    "read",
    "read_file",
    "summarise",
]
