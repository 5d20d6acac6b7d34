"""Owners let others in; agents act within their power of attorney; nobody is left without an owner."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.models.applicants import Enterprise
from approvals.models.members import EnterpriseChange, Invitation
from approvals.queries.enterprises import enterprises_of, mandates_of
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.members.accept_invitation import accept_invitation
from approvals.usecases.members.change_enterprise import change_enterprise
from approvals.usecases.members.invite_member import invite_member
from approvals.usecases.members.join_with_account import join_with_account
from approvals.usecases.members.remove_member import remove_member
from approvals.usecases.members.renew_mandate import renew_mandate
from approvals.usecases.members.withdraw_invitation import withdraw_invitation
from departments.domain.actor import ANONYMOUS, Actor, Role
from departments.models.people import Account
from tests.factories.drafts import a_paper, project_of
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = pytest.mark.starts_from.with_args(settled)
NOW = at(MONDAY)
LATER = NOW + dt.timedelta(days=8)


def company() -> str:
    with reading() as session:
        return session.scalars(select(Enterprise.public_id)).one()


def joined(token: str, name: str = "helper", now: dt.datetime = NOW) -> Actor:
    account = join_with_account(
        token=token, username=name, password_hash="x", person_name="李代办", phone="13800000009", email="a@example.com",
        locale="zh_Hans_CN", actor=ANONYMOUS, now=now,
    )  # fmt: skip
    return seen(account, now)


def seen(account: int, now: dt.datetime) -> Actor:
    with reading() as session:
        mine = enterprises_of(session, account)
    ids = frozenset(one.id for one in mine)
    return Actor(
        account, "李代办", frozenset({Role.APPLICANT}), enterprise_ids=ids, mandates=mandates_of(mine, local_day(now))
    )


def public(actor: Actor) -> str:
    with reading() as session:
        return session.scalars(select(Account.public_id).where(Account.id == actor.account_id)).one()


@pytest.mark.both_databases
def test_a_clerk_joins_by_the_link_once_and_is_sent_away_by_an_owner_only(cast: Cast) -> None:
    token = invite_member(enterprise=company(), role="clerk", actor=cast.lin, now=NOW)
    clerk = joined(token)
    draft_case(project=project_of(cast.lin), stage_code="S1", actor=clerk, now=NOW)
    with pytest.raises(Refusal) as again:
        joined(token, "another")
    assert again.value.code == "invitation_over"
    with pytest.raises(NotAllowed):
        invite_member(enterprise=company(), role="owner", actor=clerk, now=NOW)
    with pytest.raises(Refusal) as last:
        remove_member(enterprise=company(), member=public(cast.lin), actor=cast.lin, now=NOW)
    assert last.value.code == "last_owner"
    remove_member(enterprise=company(), member=public(clerk), actor=cast.lin, now=NOW)
    assert seen(clerk.account_id or 0, NOW).enterprise_ids == frozenset()
    with reading() as session:
        assert session.scalars(select(EnterpriseChange.kind).order_by(EnterpriseChange.id)).all() == [
            "invited", "joined", "removed",
        ]  # fmt: skip


def test_a_link_that_is_old_or_taken_back_opens_nothing(cast: Cast) -> None:
    old = invite_member(enterprise=company(), role="clerk", actor=cast.lin, now=NOW)
    back = invite_member(enterprise=company(), role="clerk", actor=cast.lin, now=NOW)
    withdraw_invitation(enterprise=company(), invitation=_newest_invitation(), actor=cast.lin, now=NOW)
    for token, now in ((old, LATER), (back, NOW), ("never was", NOW)):
        with pytest.raises(Refusal) as refused:
            joined(token, now=now)
        assert refused.value.code == "invitation_over"


def _newest_invitation() -> str:
    from_table = select(Invitation.public_id).order_by(Invitation.id.desc()).limit(1)
    with reading() as session:
        return session.scalars(from_table).one()


def test_an_agent_acts_in_the_projects_named_until_the_day_named_and_may_be_given_a_new_paper(cast: Cast) -> None:
    mine, other = project_of(cast.lin), project_of(cast.lin, name="另一个项目")
    token = invite_member(
        enterprise=company(), role="agent", stored=a_paper("授权委托书.pdf"), valid_until=MONDAY, projects=[mine],
        actor=cast.lin, now=NOW,
    )  # fmt: skip
    agent = joined(token)
    draft_case(project=mine, stage_code="S1", actor=agent, now=NOW)
    with pytest.raises(NotFound):
        draft_case(project=other, stage_code="S1", actor=agent, now=NOW)
    for place, who, code in (
        (lambda: project_of(agent, name="第三个项目"), agent, "mandate_elsewhere"),
        (lambda: mine, seen(agent.account_id or 0, LATER), "mandate_ended"),
    ):
        with pytest.raises(NotAllowed) as refused:
            draft_case(project=place(), stage_code="S1", actor=who, now=LATER)
        assert refused.value.code == code and refused.value.params["who"] == "李代办"
    renew_mandate(
        enterprise=company(), member=public(agent), stored=a_paper(), valid_until=local_day(LATER), projects=(),
        actor=cast.lin, now=LATER,
    )  # fmt: skip
    draft_case(project=other, stage_code="S1", actor=seen(agent.account_id or 0, LATER), now=LATER)


def test_an_agent_comes_with_a_paper_and_an_official_does_not_come_at_all(cast: Cast) -> None:
    with pytest.raises(Invalid) as bare:
        invite_member(enterprise=company(), role="agent", actor=cast.lin, now=NOW)
    assert set(bare.value.errors) == {"file", "valid_until"}
    with pytest.raises(Invalid) as official:
        invite_member(enterprise=company(), role="clerk", username="clerk", actor=cast.lin, now=NOW)
    assert official.value.errors == {"username": ("member_is_official", {})}
    token = invite_member(enterprise=company(), role="clerk", actor=cast.lin, now=NOW)
    with pytest.raises(Refusal) as refused:
        accept_invitation(token=token, actor=cast.clerk, now=NOW)
    assert refused.value.code == "member_is_official"


def test_what_changes_in_the_file_is_kept_with_what_it_was(cast: Cast) -> None:
    given = {"address": "济南市章丘区明水街道", "contact_name": "周联", "phone": "13800000001"}
    for _ in range(2):
        change_enterprise(enterprise=company(), legal_representative="周法", **given, actor=cast.lin, now=NOW)
    with reading() as session:
        change = session.scalars(select(EnterpriseChange)).one()
    assert change.old == {"legal_representative": "林晓", "contact_name": ""}
    assert change.new == {"legal_representative": "周法", "contact_name": "周联"}
    with pytest.raises(NotFound):
        change_enterprise(enterprise=company(), legal_representative="周", **given, actor=cast.guan, now=NOW)
