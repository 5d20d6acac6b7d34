"""A town in December whose limits end in a year that has no notice yet, and notices that move them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.adapters.passwords import hash_password
from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from approvals.queries.calendar_preview import Preview, preview
from approvals.usecases.calendar.allow_earlier import allow_earlier
from approvals.usecases.calendar.drafts import change_of
from approvals.usecases.calendar.propose_calendar import propose_calendar
from approvals.usecases.calendar.publish_calendar import publish_calendar
from departments.domain.actor import Actor, Role
from departments.domain.calendar_import import Source, YearImport, take_year
from departments.domain.notice_text import read_notice
from departments.models.calendar import CalendarDraft
from departments.models.people import Account
from departments.queries.calendar import drafted
from departments.queries.people import actor_of, person
from departments.usecases.add_officer import add_officer
from tests.factories.clock_town import forget_notices
from tests.factories.main_job import PASSWORD, REGION, accept_all, at, file_case, settle

FILED = dt.date(2026, 12, 14)
ACCEPTED = dt.date(2026, 12, 21)
PUBLISHED = dt.date(2026, 12, 28)
MORNING = at(PUBLISHED)
SECOND = "第二个项目"
NUMBER = "国办发明电〔2026〕9号"
LONGER = "一、元旦：1月1日（周五）至5日（周二）放假调休，共5天。"
"""Two more days off than the fixed holidays know: what ends later moves later."""
SHORTER = "一、元旦：1月1日（周五）放假1天。1月2日（周六）、1月3日（周日）上班。"
"""Two days worked that the weekends do not know: what ends later would come earlier."""


def settle_new_year() -> None:
    """One case whose items are accepted on 21 December 2026, one that nobody has answered, and two administrators."""
    cast = settle()
    add_officer(
        username="second", password_hash=hash_password(PASSWORD), name="郑衡", name_en="Zheng Heng",
        phone="0531-83210013", email="second@example.com", roles=(Role.ADMIN,), department_code=None,
        division_code=REGION, now=at(FILED),
    )  # fmt: skip
    accept_all(cast, file_case(cast, day=FILED), day=ACCEPTED)
    file_case(cast, day=dt.date(2026, 12, 28), name=SECOND, defers=("M018",))
    forget_notices()


def administrator(username: str = "second") -> Actor:
    with reading() as session:
        account = session.scalars(select(Account.id).where(Account.username == username)).one()
        found = person(session, account)
        assert found is not None
        return actor_of(found, frozenset())


def year_of(text: str, notice: str = NUMBER) -> YearImport:
    """A notice of 2027 with these words."""
    found = read_notice(text, 2027)
    return take_year(found.year, notice, found.marks, found.faults)


def proposed(text: str, *, actor: Actor, now: dt.datetime = MORNING, because: str = "") -> str:
    """A draft of 2027; with a reason it lets days come earlier than what was told."""
    draft = propose_calendar(taken=year_of(text), source=Source.TEXT, source_text=text, actor=actor, now=now)
    if because:
        allow_earlier(draft=draft, is_allowed=True, reason=because, actor=actor, now=now)
    return draft


def seen(draft: str, *, now: dt.datetime = MORNING, page: int = 1) -> Preview:
    """The preview as the confirming person has it before them."""
    with reading() as session:
        row = session.scalars(select(CalendarDraft).where(CalendarDraft.public_id == draft)).one()
        return preview(session, change_of(session, row, local_day(now)), drafted(row).entries, page)


def published(text: str, *, proposer: Actor, confirmer: Actor, because: str = "") -> Preview:
    """Propose, look, confirm; returns what was looked at."""
    draft = proposed(text, actor=proposer, because=because)
    looked = seen(draft)
    publish_calendar(draft=draft, digest=looked.digest, actor=confirmer, now=at(PUBLISHED))
    return looked
