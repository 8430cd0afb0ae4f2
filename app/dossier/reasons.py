"""Why something is taken out of the program, where nothing protects it any more; the log keeps it.

AVG art. 5 lid 2: the school must be able to account for each copy that leaves.
"""

from app.dossier import checks
from app.errors import UserError

_LONGEST = 200
_SHORTEST = 5
_TOO_SHORT = "Schrijf in een paar woorden waarvoor dit buiten het programma nodig is."


def reason_problem(reason: str) -> str:
    """What is wrong with the reason, in Dutch; empty when nothing is."""
    why = _tidied(reason)
    if len(why) < _SHORTEST:
        return _TOO_SHORT
    if len(why) > _LONGEST:
        return f"Houd de reden korter: hoogstens {_LONGEST} tekens."
    return ""


def reason_given(reason: str) -> str:
    """The reason as the log keeps it; a UserError when it does not say enough."""
    problem = reason_problem(reason)
    if problem:
        raise UserError(f"{problem} Er is niets opgeslagen.")
    return _tidied(reason)


def _tidied(reason: str) -> str:
    return " ".join(checks.clean_text(reason).split())
