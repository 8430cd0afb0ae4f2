"""What every sheet on paper has in common: the school, the day, who made it, page numbers."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.access.session import Session
from app.documents import Block, Document, render
from app.dossier.school import read_school
from app.dossier.wording import dutch_date


def on_paper(
    session: Session,
    connection: Connection,
    title: str,
    subtitle: str,
    blocks: Sequence[Block],
) -> bytes:
    """The PDF; its foot says that it is confidential, and by whom and when it was made."""
    school = read_school(connection).name
    return render(
        Document(
            title=title,
            subtitle=subtitle,
            blocks=tuple(blocks),
            created=session.clock(),
            header_left=school,
            footer=f"Vertrouwelijk · {dutch_date(session.today)} · {session.staff.name}",
            author=school,
        ),
        replace_missing=True,
    )
