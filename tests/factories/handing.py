"""Another enterprise that takes a project over, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select

from app.foundation.reading import reading
from approvals.models.applicants import Project
from approvals.queries.enterprises import enterprises_of
from approvals.queries.handover_page import HandoverPage, handover_page
from approvals.usecases.amendments.ask_handover import ask_handover
from approvals.usecases.amendments.change_applicant import change_applicant
from approvals.usecases.amendments.consent_handover import consent_handover
from approvals.usecases.enterprise.register_enterprise import register_enterprise
from departments.domain.actor import Actor
from departments.models.people import Account
from departments.queries.people import actor_of, person
from tests.factories.amending import TUESDAY
from tests.factories.drafts import a_paper
from tests.factories.main_job import MONDAY, PASSWORD, Cast, accept_all, at, file_case, settle
from tests.factories.work import Work
from tests.support.quickly import quick_hash

HAIDAI = "91370200264574251E"
WEDNESDAY = TUESDAY + dt.timedelta(days=1)
MERGED = "两家企业合并，项目由存续企业继续建设。"


def accepted_beside_haidai() -> None:
    """Lin's filing is accepted with two papers promised; another enterprise is registered."""
    cast = settle()
    accept_all(cast, file_case(cast, defers=("M018", "M030")), day=MONDAY)
    haidai()


def haidai() -> None:
    """孟海 registers 海岱家居有限公司."""
    register_enterprise(
        username="rival", password_hash=quick_hash(PASSWORD), person_name="孟海", phone="13800000002",
        email="rival@example.com", uscc=HAIDAI, enterprise_name="海岱家居有限公司", legal_representative="孟海",
        address="青岛市市南区", locale="zh_Hans_CN", now=at(MONDAY),
    )  # fmt: skip


def meng() -> Actor:
    """Who acts for it."""
    with reading() as session:
        account = session.scalars(select(Account.id).where(Account.username == "rival")).one()
        found = person(session, account)
        assert found is not None
        return actor_of(found, frozenset(one.id for one in enterprises_of(session, account)))


def ask(case: str, cast: Cast, *, uscc: str = HAIDAI, reason: str = MERGED, day: dt.date = TUESDAY) -> str:
    """Lin wants Haidai to take over."""
    return ask_handover(
        case=case, uscc=uscc, reason=reason, stored=a_paper("合并决议.pdf"), method="password", actor=cast.lin,
        now=at(day),
    )  # fmt: skip


def seen(handover: str, actor: Actor) -> HandoverPage:
    with reading() as session:
        return handover_page(session, handover, actor)


def consent(handover: str, *, lines: Iterable[int] | None = None, day: dt.date = TUESDAY) -> None:
    """Meng signs for every promise, unless told which."""
    who = meng()
    taken = [line.id for line in seen(handover, who).lines] if lines is None else list(lines)
    consent_handover(handover=handover, lines=taken, method="password", actor=who, now=at(day, 11))


def agree_to_it(handover: str, cast: Cast, *, day: dt.date = WEDNESDAY) -> None:
    """The window agrees to what it sees."""
    found = seen(handover, cast.clerk)
    change_applicant(handover=handover, seen=found.fingerprint, word="", actor=cast.clerk, now=at(day))


def handed_over(work: Work) -> str:
    """Asked, consented and agreed."""
    handover = ask(work.filed.case, work.cast)
    consent(handover)
    agree_to_it(handover, work.cast)
    return handover


def owner_of(project: str) -> int:
    with reading() as session:
        return session.scalars(select(Project.enterprise_id).where(Project.public_id == project)).one()
