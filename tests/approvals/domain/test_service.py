"""Each way of service demands its own words, and a document arrives at the moment the law says."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.domain.refusals import Invalid, Refusal
from approvals.domain.service import DEMANDED, METHODS, Service, check_service, served_at

ISSUED = dt.datetime(2026, 3, 9, 2, tzinfo=dt.UTC)
NOW = ISSUED + dt.timedelta(days=3)
FULL = {
    "receiver": "林晓", "place": "明水街道", "second_server": "管二", "refusal": "称无权代收", "witnesses": "居委会王某",
    "carrier": "邮政", "tracking_no": "EMS 1", "channel": "章丘区政府网站",
}  # fmt: skip


def errors(service: Service) -> set[str]:
    with pytest.raises(Invalid) as refused:
        check_service(service, issued_at=ISSUED, server="关宁", now=NOW)
    return set(refused.value.errors)


@pytest.mark.parametrize("method", METHODS)
def test_a_way_of_service_is_complete_with_its_words_and_says_each_that_is_missing(method: str) -> None:
    check_service(Service(method=method, arrived_at=NOW, **FULL), issued_at=ISSUED, server="关宁", now=NOW)
    demanded = set(DEMANDED[method]) | ({"witnesses"} if method == "left" else set())
    if demanded:
        assert errors(Service(method=method)) == demanded


def test_an_unknown_way_a_moment_that_cannot_be_and_one_server_twice_are_refused() -> None:
    assert errors(Service(method="pigeon")) == {"method"}
    late, early = NOW + dt.timedelta(minutes=1), ISSUED - dt.timedelta(minutes=1)
    assert errors(Service(method="post", arrived_at=late, **FULL)) == {"arrived_at"}
    assert errors(Service(method="post", arrived_at=early, **FULL)) == {"arrived_at"}
    assert errors(Service(method="hand", **FULL | {"second_server": "关宁"})) == {"second_server"}
    film = Service(method="left", is_recorded=True, **FULL | {"witnesses": ""})
    check_service(film, issued_at=ISSUED, server="关宁", now=NOW)


def test_online_it_arrives_when_the_account_could_see_it_and_never_without_consent() -> None:
    online, before, after = Service(method="online"), ISSUED - dt.timedelta(days=9), ISSUED + dt.timedelta(days=1)
    assert served_at(online, issued_at=ISSUED, agreed_at=before, now=NOW) == ISSUED
    assert served_at(online, issued_at=ISSUED, agreed_at=after, now=NOW) == after
    for agreed in (None, NOW + dt.timedelta(days=1)):
        with pytest.raises(Refusal, match="no_online_consent"):
            served_at(online, issued_at=ISSUED, agreed_at=agreed, now=NOW)


def test_a_notice_counts_after_thirty_days_and_the_rest_when_it_was_received() -> None:
    said = {"issued_at": ISSUED, "agreed_at": None, "now": NOW}
    assert served_at(Service(method="notice", arrived_at=NOW), **said) == NOW + dt.timedelta(days=30)
    assert served_at(Service(method="post", arrived_at=ISSUED), **said) == ISSUED
    assert served_at(Service(method="hand"), **said) == NOW
