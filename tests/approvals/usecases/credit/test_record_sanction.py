"""A sanction closes the shortened ways to an enterprise until it is repaired, and stays on record."""

from __future__ import annotations

import datetime as dt

import pytest

from app.foundation.reading import reading
from approvals.domain.choices import Choice
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.queries.credit import CreditEntry, bars_of, credit_file, credit_register
from approvals.usecases.credit.record_sanction import record_sanction
from approvals.usecases.credit.repair_credit import repair_credit
from approvals.usecases.enterprise.choose_item import choose_item
from tests.factories.credit import MINGQUAN, sanctioned
from tests.factories.drafts import a_draft, filed
from tests.factories.main_job import MONDAY, Cast, at
from tests.factories.towns import settled

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(settled)]
TUESDAY = MONDAY + dt.timedelta(days=1)


def bars(cast: Cast, day: dt.date) -> tuple[CreditEntry, ...]:
    (enterprise,) = cast.lin.enterprise_ids
    with reading() as session:
        return bars_of(session, enterprise, day)


def test_a_sanction_bars_until_it_is_repaired_and_stays_on_record(cast: Cast) -> None:
    entry = sanctioned(cast)
    assert [(one.reason, one.recorded_by) for one in bars(cast, MONDAY)] == [("严重失信（测试）", "杜")]
    repair_credit(record=entry, note="法院出具履行证明", actor=cast.du, now=at(TUESDAY))
    assert bars(cast, TUESDAY) == ()
    (enterprise,) = cast.lin.enterprise_ids
    with reading() as session:
        (kept,) = credit_file(session, enterprise)
        register = credit_register(session, cast.du, search="明泉")
    assert (kept.fact.repaired_on, kept.repaired_by, kept.repair_note) == (TUESDAY, "杜", "法院出具履行证明")
    assert register.entries == (kept,)
    with pytest.raises(Refusal, match="already_repaired"):
        repair_credit(record=entry, note="又一次", actor=cast.du, now=at(TUESDAY))


def test_the_same_entry_sent_twice_is_one(cast: Cast) -> None:
    assert sanctioned(cast) == sanctioned(cast)
    assert len(bars(cast, MONDAY)) == 1


def test_an_entry_that_differs_in_anything_is_another(cast: Cast) -> None:
    said = {"uscc": MINGQUAN, "reason": "提供虚假材料。", "recorded_on": MONDAY, "actor": cast.du, "now": at(MONDAY)}
    ban = {"kind": "ban_78", "source": "", "until_on": None}
    sanction = {"kind": "sanction", "source": "信用中国", "until_on": None}
    entries = [
        record_sanction(**said, **ban, items=["LX-10"]),
        record_sanction(**said, **ban, items=["LX-13", "LX-10"]),
        record_sanction(**said, **ban),
        record_sanction(**said, **sanction),
        record_sanction(**said, **sanction | {"source": "（2026）鲁0114行初1号"}),
        record_sanction(**said, **sanction | {"until_on": TUESDAY}),
    ]
    assert len(set(entries)) == len(entries) == len(bars(cast, MONDAY))
    assert record_sanction(**said, **ban, items=["LX-10", "LX-13"]) == entries[1]


def test_a_ban_bars_for_its_years(cast: Cast) -> None:
    entry = sanctioned(cast, kind="ban_78")
    assert bars(cast, MONDAY.replace(year=2027))
    assert not bars(cast, TUESDAY.replace(year=2027))
    with pytest.raises(Refusal, match="ban_not_repairable"):
        repair_credit(record=entry, note="请求提前", actor=cast.du, now=at(TUESDAY))


def test_a_ban_closes_the_licences_it_names_and_nothing_else(cast: Cast) -> None:
    banned = {"uscc": MINGQUAN, "kind": "ban_78", "reason": "提供虚假材料。", "source": "", "until_on": None}
    record_sanction(**banned, recorded_on=MONDAY, items=["LX-10"], actor=cast.du, now=at(MONDAY))
    with pytest.raises(Invalid) as unknown:
        record_sanction(**banned, recorded_on=MONDAY, items=["XX-99"], actor=cast.du, now=at(MONDAY))
    assert unknown.value.errors["items"][0] == "item_unknown"
    draft = a_draft(cast)
    with pytest.raises(Refusal, match="applying_banned") as refused:
        filed(cast, draft)
    assert [one["code"] for one in refused.value.params["items"]] == ["LX-10"]
    assert refused.value.params["until_on"] == MONDAY.replace(year=2027)
    choose_item(case=draft.case, item="LX-10", choice=Choice.LATER, actor=cast.lin, now=at(MONDAY))
    assert "LX-10" not in filed(cast, draft).tracks


def test_every_wrong_field_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        record_sanction(
            uscc=MINGQUAN, kind="broken_promise", reason=" ", source="", recorded_on=TUESDAY, until_on=None,
            actor=cast.du, now=at(MONDAY),
        )  # fmt: skip
    assert {name: code for name, (code, _) in refused.value.errors.items()} == {
        "kind": "not_offered", "reason": "required", "recorded_on": "future_day",
    }  # fmt: skip
    with pytest.raises(Invalid) as unknown:
        record_sanction(
            uscc="91370100MA3C0LXF2W", kind="sanction", reason="测试", source="", recorded_on=MONDAY, until_on=None,
            actor=cast.du, now=at(MONDAY),
        )  # fmt: skip
    assert unknown.value.errors == {"uscc": ("enterprise_unknown", {})}


def test_only_supervision_records_and_repairs(cast: Cast) -> None:
    entry = sanctioned(cast)
    for person in (cast.lin, cast.clerk, cast.guan):
        with pytest.raises(NotAllowed):
            repair_credit(record=entry, note="我来", actor=person, now=at(MONDAY))
    with pytest.raises(NotFound):
        repair_credit(record="nothing", note="没有", actor=cast.du, now=at(MONDAY))
