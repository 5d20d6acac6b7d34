"""Two at once that lock nothing in common: the slower one is refused by name, never by an error of the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.clashes import uniques
from app.foundation.orm import Base
from app.foundation.reading import reading
from approvals.domain.credit_code import build
from approvals.domain.key_projects import KeyLine
from approvals.domain.refusals import Invalid
from approvals.domain.states import UNDECIDED
from approvals.models.cases import Track
from approvals.usecases.calendar import propose_calendar as proposing
from approvals.usecases.clashes import BY_CONSTRAINT
from approvals.usecases.department import reopen as reopening
from approvals.usecases.enterprise import register_enterprise as registering
from approvals.usecases.enterprise import taking_in as submitting
from approvals.usecases.enterprise.draft_case import draft_case
from approvals.usecases.enterprise.save_answers import save_answers
from approvals.usecases.steward import import_key_projects as importing
from departments.models.catalogue import CatalogueVersion
from departments.usecases import publish_catalogue as publishing
from tests.approvals.usecases.test_races import only_refusals, together
from tests.factories.drafts import Draft, submitted
from tests.factories.lives import FRIDAY, OPINION, TUESDAY, decided
from tests.factories.main_job import MARKET, MONDAY, Cast, at
from tests.factories.new_year import LONGER, proposed
from tests.factories.towns import settled
from tests.factories.work import Work
from tests.support.tables import rows_of_tables

CODE = build("9", "1", "370114", "MA3NEW01")
JUDGED = reopening.Order("court", "判决撤销并责令重新作出决定", "（2026）鲁0114行初1号", TUESDAY)


def looks_at_once(monkeypatch: pytest.MonkeyPatch, *looks: tuple[Any, str]) -> None:
    """Whoever has looked and found nothing waits until the others have looked too, and only then writes."""
    met = threading.Barrier(2)

    def after(look: Callable[..., Any]) -> Callable[..., Any]:
        def wait(*said: Any, **more: Any) -> Any:
            found = look(*said, **more)
            met.wait(20)
            return found

        return wait

    for module, name in looks:
        monkeypatch.setattr(module, name, after(getattr(module, name)))


def filed_again(work: Work) -> Draft:
    """A draft with the same answers: what was refused may be applied for anew."""
    answers, said = work.case().answers, {"actor": work.cast.lin, "now": at(FRIDAY)}
    case = draft_case(project=work.filed.project, stage_code="S1", **said)
    save_answers(case=case, answers=answers, version=1, **said)
    return Draft(work.filed.project, case, answers, MARKET)


@pytest.mark.usefixtures("app")  # which knows every table
def test_every_rule_that_has_a_sentence_is_a_rule_of_the_tables() -> None:
    known = {name for table in Base.metadata.tables.values() for name, _ in uniques(table)}
    assert set(BY_CONSTRAINT) <= known


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(decided)
def test_an_item_is_filed_again_or_taken_up_again_never_both(
    app: Flask, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filed_again(work)
    looks_at_once(monkeypatch, (reopening, "_nobody_else_has_it"), (submitting, "_check"))
    said = {"track": work.filed.tracks[OPINION], "version": work.track(OPINION).version, "actor": work.head(OPINION)}
    anew = partial(reopening.reopen, order=JUDGED, now=at(FRIDAY), **said)
    filing = partial(submitted, work.cast, draft, now=at(FRIDAY))
    assert only_refusals(together(app, anew, filing)) == ["item_just_taken_up"]
    with reading() as session:
        live = session.scalars(select(Track.id).where(Track.item_code == OPINION, Track.state.in_(UNDECIDED))).all()
    assert len(live) == 1


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(settled)
def test_of_two_who_propose_a_year_at_once_one_is_told_that_the_other_did(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks_at_once(monkeypatch, (proposing, "_none_waits"))
    assert only_refusals(together(app, *[partial(proposed, LONGER, actor=cast.admin)] * 2)) == ["stale"]


@pytest.mark.postgresql
@pytest.mark.starts_from.with_args(settled)
def test_a_catalogue_and_a_list_that_are_sent_twice_at_once_are_there_once(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks_at_once(monkeypatch, (publishing, "read_catalogue"), (importing, "require_everything"))
    with reading() as session:
        document = session.scalars(select(CatalogueVersion.document)).one() + " "
    publish = partial(publishing.publish_catalogue, document=document, actor=cast.admin, now=at(MONDAY))
    lines = (KeyLine("2603-370114-04-01-123453", "省重点项目"),)
    take = partial(importing.import_key_projects, lines=lines, actor=cast.admin, now=at(MONDAY))
    for verb, table in ((publish, "catalogue_version"), (take, "key_project")):
        before = rows_of_tables()[table]
        assert set(only_refusals(together(app, verb, verb))) <= {"stale"}
        assert rows_of_tables()[table] == before + 1


@pytest.mark.both_databases
@pytest.mark.starts_from.with_args(settled)
def test_who_registers_what_another_registered_since_the_look_is_told_beside_the_field(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "_errors", lambda *_: {})
    said = {"password_hash": "-", "person_name": "王新", "phone": "", "email": "", "enterprise_name": "新店"}
    more = {"legal_representative": "王新", "address": "", "locale": "zh_Hans_CN", "now": at(MONDAY)}
    registering.register_enterprise(username="wang", uscc=CODE, **said, **more)
    for username, field in (("wang", "username"), ("li", "uscc")):
        uscc = CODE if field == "uscc" else build("9", "1", "370114", "MA3NEW02")
        with pytest.raises(Invalid) as refused:
            registering.register_enterprise(username=username, uscc=uscc, **said, **more)
        assert set(refused.value.errors) == {field}
