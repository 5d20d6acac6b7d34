"""Who may let others into an enterprise, and how far an agent's power of attorney reaches."""

from dataclasses import replace
from datetime import date

import pytest

from approvals.domain.membership import MemberRole, check_mandate, check_removal, mandate_of, require_manager
from approvals.domain.permissions import require_mandate
from approvals.domain.refusals import Invalid, NotAllowed, Refusal
from departments.domain.actor import Actor, Role

TODAY = date(2026, 3, 9)
ACTOR = Actor(7, "代办员", frozenset({Role.APPLICANT}), enterprise_ids=frozenset({1, 2}))


def _with(until: date | None, projects: list[int]) -> Actor:
    mandate = mandate_of(1, "agent", until, projects, TODAY)
    assert mandate is not None
    return replace(ACTOR, mandates=(mandate,))


def test_a_member_of_the_enterprise_itself_needs_no_power_of_attorney() -> None:
    assert [mandate_of(1, role, None, None, TODAY) for role in ("owner", "signer", "clerk")] == [None, None, None]
    require_mandate(ACTOR, 1, 5)


def test_the_last_day_of_a_power_of_attorney_still_counts() -> None:
    require_mandate(_with(TODAY, []), 1, 5)


@pytest.mark.parametrize(("until", "code"), [(date(2026, 3, 8), "mandate_ended"), (None, "mandate_none")])
def test_an_agent_whose_power_of_attorney_is_over_is_refused_by_name(until: date | None, code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_mandate(_with(until, []), 1, 5)
    assert (refused.value.code, refused.value.params) == (code, {"who": "代办员", "until": until})


def test_a_power_of_attorney_reaches_the_projects_it_names_and_nothing_of_the_whole_enterprise() -> None:
    agent = _with(TODAY, [5, 6])
    require_mandate(agent, 1, 6)
    for project in (4, None):
        with pytest.raises(NotAllowed) as refused:
            require_mandate(agent, 1, project)
        assert refused.value.code == "mandate_elsewhere"


def test_what_binds_an_agent_at_one_enterprise_does_not_bind_it_at_its_own() -> None:
    require_mandate(_with(date(2020, 1, 1), []), 2, 9)


def test_an_agent_comes_with_a_power_of_attorney_that_ends() -> None:
    for until, file, wrong in (
        (None, False, {"file", "valid_until"}),
        (date(2026, 3, 8), True, {"valid_until"}),
        (date(2099, 1, 1), True, {"valid_until"}),
    ):
        with pytest.raises(Invalid) as refused:
            check_mandate(MemberRole.AGENT, until, file, TODAY)
        assert set(refused.value.errors) == wrong
    check_mandate(MemberRole.AGENT, TODAY, True, TODAY)
    check_mandate(MemberRole.CLERK, None, False, TODAY)


def test_the_last_owner_stays() -> None:
    for roles in (["owner", "clerk"], ["representative", "signer", "agent"]):
        with pytest.raises(Refusal) as refused:
            check_removal(roles[0], roles)
        assert refused.value.code == "last_owner"
    check_removal("owner", ["owner", "owner"])
    check_removal("clerk", ["owner", "clerk"])


def test_only_an_owner_manages() -> None:
    require_manager("owner", "林晓")
    for role in ("signer", "clerk", "agent", None):
        with pytest.raises(NotAllowed):
            require_manager(role, "林晓")
