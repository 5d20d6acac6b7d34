"""A message of the outbox becomes a line in the bell of each person concerned, and their mail or text message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from approvals.domain.audiences import BY_TEXT_MESSAGE, UNSERVED, audiences_of
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.traces import Notification
from approvals.usecases.claims import Claim, settle
from approvals.usecases.clock.still_called_for import still_called_for, still_owed
from approvals.usecases.journal import post_all
from approvals.usecases.notices.concerned import accounts_concerned
from approvals.usecases.unserved import still_unserved
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.models.people import Account, Department
from departments.queries.catalogue import catalogue_version

ALARMS = "alarm_"
_ABOUT = (
    select(Case, Project, Track, Department)
    .join(Project, Project.id == Case.project_id)
    .outerjoin(Track, Track.id == bindparam("track"))
    .outerjoin(Department, Department.id == Track.department_id)
    .where(Case.id == bindparam("case"))
)
"""What a message is about, in one journey to the database; of a case as a whole there is no track and no department."""


def tell_concerned(*, claim: Claim, actor: Actor, now: dt.datetime) -> int:
    """Add one line per person; returns how many.

    An alarm that waited and is not true any more (decided, paused, moved, overtaken by a later one) is not told, nor a
    reminder of what has come meanwhile.
    Raises KeyError for a code that nobody is told (a fault of ours: the row ends among the dead letters).
    """
    payload = claim.payload
    code, params = str(payload["code"]), dict(payload["params"])
    with unit_of_work() as session:
        settle(session, claim, now)
        about = {"case": payload["case_id"], "track": payload["track_id"]}
        case, project, track, department = session.execute(_ABOUT, about).one()
        audiences = audiences_of(code, params.get("circle", params.get("level")))
        if not _still_true(session, case, track, code, params, now):
            return 0
        people = accounts_concerned(session, case, project, track, audiences, params, now)
        facts = _facts(session, case, track, department, project, params)
        lines = _add_lines(session, claim.key, people, code, facts, case, track, now)
        _send(session, lines, code, now)
        return len(lines)


def _still_true(
    session: Session, case: Case, track: Track | None, code: str, params: dict[str, Any], now: dt.datetime
) -> bool:
    if code in UNSERVED:
        return still_unserved(session, case, track, params)
    if track is None:
        return True
    if code.startswith(ALARMS):
        return still_called_for(session, track, params, code.removeprefix(ALARMS), now)
    return still_owed(session, track, code, params)


def _facts(
    session: Session,
    case: Case,
    track: Track | None,
    department: Department,
    project: Project,
    params: Mapping[str, Any],
) -> dict[str, Any]:
    """Names instead of codes, so that a line says the same for good, in either language."""
    catalogue = catalogue_version(session, case.catalogue_version_id)
    facts: dict[str, Any] = {"project": project.name, "case_no": case.case_no or "", **params}
    if track is not None:
        item = catalogue.items[track.item_code]
        facts |= {"item_zh": item.name_zh, "item_en": item.name_en, "letter": item.result_letter.value}
        facts |= {"department_zh": department.name_zh, "department_en": department.name_en}
    paper = catalogue.materials.get(str(params.get("material")))
    if paper is not None:
        facts |= {"paper_zh": paper.name_zh, "paper_en": paper.name_en}
    if params.get("items"):
        facts["items"] = [_names(catalogue, one) for one in params["items"]]
    return facts


def _names(catalogue: Catalogue, code: str) -> dict[str, str]:
    item = catalogue.items[code]
    return {"code": code, "name_zh": item.name_zh, "name_en": item.name_en}


def _add_lines(
    session: Session,
    key: str,
    people: Sequence[Account],
    code: str,
    facts: dict[str, Any],
    case: Case,
    track: Track | None,
    now: dt.datetime,
) -> list[tuple[Account, Notification]]:
    """New lines only: the key holds the message and the person, and a retried message may have told some already."""
    keys = {f"{key}:{person.id}": person for person in people}
    told = set(session.scalars(select(Notification.key).where(Notification.key.in_(list(keys)))))
    lines = [
        (
            person,
            Notification(
                key=own, account_id=person.id, code=code, params=facts, case_id=case.id,
                track_id=track.id if track else None, created_at=now,
            ),
        )
        for own, person in keys.items()
        if own not in told
    ]  # fmt: skip
    session.add_all([line for _, line in lines])
    session.flush()
    return lines


def _send(session: Session, lines: Sequence[tuple[Account, Notification]], code: str, now: dt.datetime) -> None:
    """What leaves the house goes through the outbox again: each mail fails and is retried alone."""
    mails = [line for person, line in lines if person.email]
    texts = [line for person, line in lines if person.phone and code in BY_TEXT_MESSAGE]
    for kind, chosen in (("mail", mails), ("sms", texts)):
        rows = [(f"{kind}:{line.key}", {"notification_id": line.id}) for line in chosen]
        post_all(session, queue="notice", kind=kind, rows=rows, now=now)
