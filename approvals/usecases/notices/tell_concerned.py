"""A message of the outbox becomes a line in the bell of each person concerned, and their mail or text message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.foundation.unit_of_work import unit_of_work
from app.foundation.upserts import INSERTS
from approvals.domain.audiences import BY_TEXT_MESSAGE, audiences_of
from approvals.models.applicants import Project
from approvals.models.cases import Case, Track
from approvals.models.traces import Notification
from approvals.usecases.claims import Claim, settle
from approvals.usecases.journal import post_all
from approvals.usecases.notices.concerned import Person, accounts_concerned
from approvals.usecases.notices.still_true import still_true
from departments.domain.actor import Actor
from departments.domain.catalogue import Catalogue
from departments.models.catalogue import CatalogueVersion
from departments.models.people import Department
from departments.queries.catalogue import catalogue_version, know_version

_ABOUT = (
    select(Case, Project, CatalogueVersion.sha256, Track, Department)
    .join(Project, Project.id == Case.project_id)
    .join(CatalogueVersion, CatalogueVersion.id == Case.catalogue_version_id)
    .outerjoin(Track, Track.id == bindparam("track"))
    .outerjoin(Department, Department.id == Track.department_id)
    .where(Case.id == bindparam("case"))
)
"""What a message is about, in one journey to the database; of a case as a whole there is no track and no department."""
_TABLE = cast(Table, Notification.__table__)
_LINES = {
    dialect: insert_into(_TABLE)
    .on_conflict_do_nothing(index_elements=[_TABLE.c.key])
    .returning(_TABLE.c.id, _TABLE.c.account_id, _TABLE.c.key)
    for dialect, insert_into in INSERTS.items()
}


class Line(NamedTuple):
    """A line in somebody's bell, by the names that its mail and its text message go by."""

    id: int
    key: str


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
        case, project, sha256, track, department = session.execute(_ABOUT, about).one()
        know_version(session, case.catalogue_version_id, sha256)
        audiences = audiences_of(code, params.get("circle", params.get("level")))
        if not still_true(session, case, track, code, params, now):
            return 0
        people = accounts_concerned(session, case, project, track, audiences, params, now)
        facts = _facts(session, case, track, department, project, params)
        lines = _add_lines(session, claim.key, people, code, facts, case, track, now)
        _send(session, people, lines, code, now)
        return len(lines)


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
    people: Sequence[Person],
    code: str,
    facts: dict[str, Any],
    case: Case,
    track: Track | None,
    now: dt.datetime,
) -> dict[int, Line]:
    """The new lines by account: the key holds the message and the person, and of those told already there is none."""
    about = {"code": code, "params": facts, "case_id": case.id, "track_id": track.id if track else None}
    rows = [{"key": f"{key}:{one.id}", "account_id": one.id, "created_at": now, **about} for one in people]
    if not rows:
        return {}
    added = session.execute(_LINES[session.get_bind().dialect.name], rows if len(rows) > 1 else rows[0])
    return {account: Line(id_, own) for id_, account, own in added}


def _send(session: Session, people: Sequence[Person], lines: Mapping[int, Line], code: str, now: dt.datetime) -> None:
    """What leaves the house goes through the outbox again: each mail fails and is retried alone."""
    told = [one for one in people if one.id in lines]
    mails = [lines[one.id] for one in told if one.email]
    texts = [lines[one.id] for one in told if one.phone and code in BY_TEXT_MESSAGE]
    for kind, chosen in (("mail", mails), ("sms", texts)):
        rows = [(f"{kind}:{line.key}", {"notification_id": line.id}) for line in chosen]
        post_all(session, queue="notice", kind=kind, rows=rows, now=now)
