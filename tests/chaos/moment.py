"""One moment of the house: what still waits and what is wrong, in one reading.

Whoever is killed while it commits may have committed: asked one after the other, the two questions would be of two houses.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.foundation.database import db
from tests.chaos.checks import Told, judge, waiting
from tests.chaos.house import House

CHORE = "chore:"


def look(house: House) -> tuple[list[str], list[str]]:
    """What waits, and what is wrong now: while more waits than chores of the night, only what must hold at any time."""
    with house.app.app_context():
        db.engine.dispose()
        whole = {"isolation_level": "REPEATABLE READ"} if house.postgres is not None else {}
        with Session(db.engine.execution_options(**whole), autoflush=False) as session:
            left = waiting(session)
            told, home = Told.read(house.told), house.home
            settled = all(key.startswith(CHORE) for key in left)
            return left, judge(session, home / "files", home / "mail", told, settled=settled).wrong
