"""Every door against everybody: each route of the application, each kind of person, one expected answer.

A post carries an empty form: whoever may pass is told what is missing (422) and nothing moves, so every cell can be
asked in any order. Whoever has no business at a thing is answered as if it did not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.factory import create_app
from app.foundation.database import db
from app.foundation.orm import Base
from app.foundation.reading import reading
from departments.models.people import SignInSession
from tests.factories.audiences import AUDIENCES, Things, everybody_at_work, things
from tests.support.databases import Databases
from tests.support.installation import settings_for
from tests.support.visitors import visitor

pytestmark = pytest.mark.xdist_group("the door against everybody")

EVERYBODY = frozenset(AUDIENCES)
SIGNED_IN = EVERYBODY - {"anonymous"}
APPLICANTS = frozenset({"rival", "owner"})
OWNER, WINDOW, ADMIN = frozenset({"owner"}), frozenset({"window"}), frozenset({"admin"})
DESKS, DESK, HEAD = (
    frozenset({"examiner", "head", "other_examiner"}),
    frozenset({"examiner", "head"}),
    frozenset({"head"}),
)
STEWARDS, STEWARD = frozenset({"steward", "other_steward"}), frozenset({"steward"})
OVERSEERS = frozenset({"supervisor", "admin"})
SEE_THE_ITEM = frozenset({"owner", "window", "examiner", "head", "steward", "supervisor", "admin"})
ABSENT = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass(frozen=True)
class Row:
    """What one door answers: `may` get `status`; `strangers` hold the role, but the thing is not theirs (404).

    Anybody else signed in has no such role (403, or `otherwise`); nobody signed in is shown the sign-in page. `at` names the thing that
    stands in each part of the address, where it is not the thing of that name.
    """

    may: frozenset[str]
    status: int = 200
    strangers: frozenset[str] = frozenset()
    at: dict[str, str] = field(default_factory=dict)
    otherwise: int = 403

    def expected(self, audience: str) -> str:
        if audience in self.may:
            return str(self.status)
        if audience == "anonymous":
            return "sign in"
        return "404" if audience in self.strangers else str(self.otherwise)


def _own(status: int = 200, **at: str) -> Row:
    """A door of the owner's room, at something of the owner's."""
    return Row(OWNER, status, frozenset({"rival"}), at)


def _sides(status: int = 200, **at: str) -> Row:
    """A door that the owner and the window of the division share."""
    return Row(OWNER | WINDOW, status, frozenset({"rival"}), at)


def _desk(status: int = 422, may: frozenset[str] = DESK) -> Row:
    """A door of the department's room, at its own track."""
    return Row(may, status, DESKS - DESK if may == DESK else frozenset())


def _window(status: int = 200, **at: str) -> Row:
    return Row(WINDOW, status, at={"case": "filed", "track": "filed_track", "paper": "filed_paper"} | at)


def _steward(status: int = 200) -> Row:
    return Row(STEWARD, status, STEWARDS - STEWARD)


PUBLIC, PUBLIC_FORM = Row(EVERYBODY), Row(EVERYBODY, 422)
ROWS: dict[str, Row] = {
    "GET static": Row(EVERYBODY, at={"filename": "=css/binglian.css"}),
    "GET public.home": PUBLIC,
    "GET public.guide": PUBLIC,
    "GET public.guide_item": Row(EVERYBODY, at={"code": "=LX-01"}),
    "GET public.guide_item_bytes": Row(EVERYBODY, 202, at={"code": "=LX-01"}),
    "POST public.guide_item_bytes": Row(EVERYBODY, 303, at={"code": "=LX-01"}),
    "GET public.guide_theme": Row(EVERYBODY, at={"theme": "=SHOP"}),
    "GET public.guide_theme_bytes": Row(EVERYBODY, 202, at={"theme": "=SHOP"}),
    "POST public.guide_theme_bytes": Row(EVERYBODY, 303, at={"theme": "=SHOP"}),
    "GET public.sample_form": Row(EVERYBODY, at={"theme": "=SHOP", "stage": "=K1"}),
    "GET public.states": PUBLIC,
    "GET public.plan": PUBLIC,
    "GET public.plan_project": Row(EVERYBODY, at={"theme": "=SF-BUILD"}),
    "GET public.asked_of_project_json": Row(EVERYBODY, at={"theme": "=SF-BUILD"}),
    "GET public.asked_json": Row(EVERYBODY, at={"theme": "=SF-BUILD", "stage": "=S1"}),
    "GET public.saved_plan": Row(EVERYBODY, 404, at={"plan": "=nobody"}),
    "POST public.save_plan": Row(EVERYBODY, 422, at={"theme": "=SF-BUILD", "stage": "=S1"}),
    "GET public.plan_stage": Row(EVERYBODY, at={"theme": "=SF-BUILD", "stage": "=S1"}),
    "GET public.calculator": PUBLIC,
    "GET public.progress": PUBLIC,
    "POST public.progress": PUBLIC_FORM,
    "GET public.verify": PUBLIC,
    "POST public.verify_file": PUBLIC_FORM,
    "GET public.sign_in": Row(frozenset({"anonymous"}), otherwise=302),  # who is in already is led inside
    "POST public.sign_in": Row(frozenset({"anonymous"}), 422, otherwise=302),
    "GET public.sign_in_code": Row(SIGNED_IN, 302),  # who is in already is led inside; nobody comes without a password
    "POST public.sign_in_code": Row(SIGNED_IN, 302),
    "GET public.register": PUBLIC,
    "POST public.register": PUBLIC_FORM,
    "POST public.sign_out": Row(SIGNED_IN, 302),
    "GET operations.healthz": PUBLIC,
    "GET operations.readyz": Row(EVERYBODY, 503),  # no worker runs beside this test
    "GET operations.metrics": PUBLIC,  # from this machine; from any other, see the test of the room
    "GET account.profile": Row(SIGNED_IN),
    "POST account.choose": Row(SIGNED_IN, 422),
    "GET account.second_factor": Row(SIGNED_IN),
    "POST account.begin": Row(SIGNED_IN, 302),
    "POST account.confirm": Row(SIGNED_IN, 422),
    "POST account.turn_off": Row(SIGNED_IN, 422),
    "GET account.notifications": Row(SIGNED_IN),
    "POST account.read_all": Row(SIGNED_IN, 302),
    "POST account.open_notification": Row(SIGNED_IN, 302),  # a stranger's line leads back to one's own bell
    "GET enterprise.projects": Row(APPLICANTS),
    "GET enterprise.todo": Row(APPLICANTS),
    "GET enterprise.documents": Row(APPLICANTS),
    "GET enterprise.new_project": Row(APPLICANTS),
    "POST enterprise.new_project": Row(APPLICANTS, 422),
    "POST enterprise.online_service": _own(302, company="company"),
    "GET enterprise.project": _own(),
    "GET admin.key_list": Row(OVERSEERS),
    "POST admin.import_key_list": Row(ADMIN, 302),  # an empty list is a list
    "POST admin.close_green": Row(OVERSEERS, 302),
    "POST steward.green_channel": _steward(302),
    "GET enterprise.prechecks": _own(case="draft"),
    "POST enterprise.ask_department": _own(409, case="draft"),  # no department was named
    "POST enterprise.take_back": Row(frozenset(), 302, APPLICANTS, {"case": "draft", "precheck": "=nothing"}),
    "GET department.prechecks": Row(DESKS),
    "GET department.precheck": _desk(200),
    "POST department.answer_for": _desk(),
    "GET department.precheck_paper": Row(DESK, 200, DESKS - DESK, {"line": "shown_line"}),
    "GET packages.new": Row(APPLICANTS),
    "POST packages.new": Row(APPLICANTS, 422),
    "GET packages.package": _own(),
    "POST packages.scopes": _own(302),
    "GET packages.leave": _own(project="package_member"),
    "POST packages.leave": _own(302, project="package_member"),  # whoever has left stays out
    "POST packages.share": Row(OWNER, 404, frozenset({"rival"}), {"code": "=M018"}),  # a case of no package
    "POST window.accept_all_members": _window(302),  # no package: nobody waits
    "GET enterprise.opening": _own(),
    "POST enterprise.opening": _own(422),
    "POST enterprise.apply": _own(302, project="draft_project"),
    "GET enterprise.form": _own(case="draft"),
    "POST enterprise.form": _own(422, case="draft"),
    "POST enterprise.answers_json": _own(422, case="draft"),
    "GET enterprise.items": _own(case="draft"),
    "GET enterprise.from_plan": Row(APPLICANTS, 404, at={"plan": "=nobody"}),
    "POST enterprise.from_plan": Row(APPLICANTS, 404, at={"plan": "=nobody"}),
    "GET enterprise.project_code": _own(),
    "POST enterprise.project_code": _own(422),
    "GET enterprise.bring": _own(case="draft", code="=LX-04"),
    "POST enterprise.bring": _own(422, case="draft", code="=LX-04"),
    "POST enterprise.choose": _own(302, case="draft", code="=LX-04"),
    "GET enterprise.brought_bytes": Row(frozenset(), strangers=SIGNED_IN, at={"result": "=nothing"}),
    "POST window.judge": _window(302, item="=LX-04"),
    "GET companies.mine": Row(APPLICANTS, 302),
    "GET companies.file": Row(
        SEE_THE_ITEM, strangers=frozenset({"rival", "other_steward", "other_examiner"})
    ),  # its departments, its steward, the overseers of its division
    "GET companies.of_case": Row(SEE_THE_ITEM, 302, frozenset({"rival", "other_steward", "other_examiner"})),
    "POST companies.keep": _own(422),
    "GET companies.paper_bytes": Row(frozenset(), strangers=APPLICANTS, at={"paper": "=nothing", "number": "=1"}),
    "GET companies.data": _own(),
    "POST companies.data": _own(302),  # nothing sent is nothing changed
    "POST companies.code": _own(422),
    "GET companies.members": _own(),
    "POST companies.invite": _own(422),
    "POST companies.withdraw": Row(frozenset(), strangers=APPLICANTS, at={"invitation": "=nobody"}),
    "POST companies.remove": Row(frozenset(), strangers=APPLICANTS, at={"member": "=nobody"}),
    "POST companies.renew": Row(frozenset(), strangers=APPLICANTS, at={"member": "=nobody"}),
    "GET companies.mandate": Row(frozenset(), strangers=APPLICANTS, at={"mandate": "=nobody"}),
    "GET companies.join": Row(EVERYBODY, at={"token": "=nobody"}),
    "POST companies.follow": Row(EVERYBODY, 422, at={"token": "=nobody"}),
    "GET enterprise.papers": _own(case="draft"),
    "POST enterprise.paper": _own(422, code="=M018", case="draft"),
    "GET enterprise.promises": _own(case="draft"),
    "POST enterprise.promise": _own(422, case="draft"),
    "GET enterprise.review": _own(case="draft"),
    "POST enterprise.review": _own(409, case="draft"),
    "POST enterprise.order_back": _own(302, case="draft"),
    "GET enterprise.case": _own(),
    "POST enterprise.case_paper": _own(422, code="=M018"),
    "POST enterprise.begin": Row(APPLICANTS, 412, at={"code": "=M018"}),
    "PATCH enterprise.piece": Row(APPLICANTS, 412, at={"upload": "=nobody"}),
    "DELETE enterprise.stop_upload": Row(APPLICANTS, 412, at={"upload": "=nobody"}),
    "POST enterprise.correction": _own(302),
    "POST enterprise.ask": _own(422),
    "GET enterprise.item": _own(),
    "POST enterprise.hearing": _own(409),  # none was offered
    "POST enterprise.statement": _own(422),
    "POST enterprise.rate": _own(422),
    "POST enterprise.again": _own(302),  # it runs: the page of the case says so
    "GET enterprise.withdraw": _own(case="leaving"),
    "POST enterprise.withdraw": _own(302, case="leaving"),
    "GET amendments.amend": _sides(),
    "POST amendments.amend": _sides(422),
    "GET amendments.amendment": _sides(),
    "POST amendments.agree": _sides(404, amendment="=nothing"),
    "POST amendments.decline": _sides(404, amendment="=nothing"),
    "GET amendments.ask": _own(),
    "POST amendments.ask": _own(422),
    "GET amendments.handover": Row(APPLICANTS | WINDOW),
    "POST amendments.consent": Row(frozenset({"rival"}), 422),
    "POST amendments.agree_handover": Row(WINDOW, 422),  # nobody has signed yet
    "POST amendments.end": Row(frozenset(), strangers=APPLICANTS | WINDOW, at={"handover": "=nothing"}),
    "GET amendments.evidence": Row(APPLICANTS | WINDOW),
    "GET amendments.paper_bytes": Row(frozenset(), strangers=APPLICANTS, at={"number": "=1"}),  # not handed over yet
    "GET amendments.letter_bytes": Row(frozenset(), strangers=APPLICANTS),
    "GET enterprise.paper_bytes": _own(number="=1"),
    "GET enterprise.document_bytes": _own(),
    "GET window.inbox": Row(WINDOW),
    "GET window.check": _window(),
    "POST window.accept_items": _window(422),
    "POST window.check_one": _window(422),
    "POST window.answer_rating": _window(422),
    "POST window.ask": _window(302),
    "GET window.counter": Row(WINDOW),
    "POST window.newcomer": Row(WINDOW, 422),
    "POST window.begin_filing": Row(WINDOW, 422),
    "GET window.slip": _window(404),  # a filing, and not one on behalf
    "POST window.slip": _window(404),
    "GET enterprise.confirm": Row(OWNER, 404, frozenset({"rival"}), {"case": "draft"}),  # the owner fills it in itself
    "POST enterprise.confirm": Row(OWNER, 404, frozenset({"rival"}), {"case": "draft"}),
    "GET department.opinion": Row(DESKS, 404, at={"opinion": "=nothing"}),
    "POST department.opinion": Row(DESKS, 404, at={"opinion": "=nothing"}),
    "GET department.opinion_bytes": Row(DESKS, 404, at={"opinion": "=nothing", "paper": "=none", "number": "=1"}),
    "GET window.correct": _window(),
    "POST window.correct": _window(422),
    "GET window.inadmissible": _window(),
    "POST window.inadmissible": _window(422),
    "GET window.not_required": _window(),
    "POST window.not_required": _window(422),
    "GET window.correct_day": _window(),
    "POST window.correct_day": _window(422),
    "GET window.paper": Row(
        frozenset({"owner", "window", "steward", "supervisor", "admin"}),
        200,
        frozenset({"rival", "examiner", "head", "other_examiner", "other_steward"}),  # no desk before the admission
        {"case": "filed", "paper": "filed_paper", "number": "=1"},
    ),
    "GET department.queue": Row(DESKS),
    "GET department.track": _desk(200),
    "GET department.paper": Row(DESK, 200, SIGNED_IN - DESK, {"number": "=1"}),
    "GET department.letter": Row(DESK, 200, SIGNED_IN - DESK, {"document": "letter"}),
    "POST department.claim_track": _desk(409),  # a button without its version is a page nobody was shown
    "POST department.release_track": _desk(409),
    "POST department.judge_paper": _desk(),
    "POST department.accept_all": _desk(),
    "POST department.propose_decision": _desk(),
    "POST department.register_outside": _desk(),
    "GET department.outside_bytes": Row(frozenset(), 404, SIGNED_IN, {"proposal": "not_dead"}),  # nobody registered one
    "POST department.return_to_examiner": _desk(may=HEAD),
    "POST department.sign_decision": _desk(409, may=HEAD),
    "POST department.pause_clock": _desk(),
    "POST department.resume_clock": _desk(),
    "GET department.dates": _desk(200),
    "POST department.extend_limit": _desk(may=HEAD),
    "GET department.stages": Row(DESKS),
    "GET department.stage": Row(frozenset(), 200, DESKS),  # whoever leads the stage: see the test of the room
    "POST department.extend_stage_limit": Row(frozenset(), 422, HEAD),
    "POST department.correct_pause_days": _desk(),
    "POST department.publish_reason": _desk(),
    "GET department.changes": _desk(200),
    "POST department.change": Row(HEAD, 422, at={"verb": "=terminate"}),
    "POST department.record_visit": _desk(),
    "POST department.answer": _desk(),
    "POST department.answer_rating": _desk(),
    "GET department.notice": Row(frozenset(), 404, DESKS, {"notice": "letter"}),  # nobody sent one
    "POST department.answer_notice": Row(frozenset(), 404, DESKS, {"notice": "letter"}),
    "GET days.statement": Row(SEE_THE_ITEM, 200, SIGNED_IN - SEE_THE_ITEM),
    "GET days.statement_json": Row(SEE_THE_ITEM, 200, SIGNED_IN - SEE_THE_ITEM),
    "POST days.order_paper": Row(SEE_THE_ITEM, 302, SIGNED_IN - SEE_THE_ITEM),
    "GET days.paper": Row(frozenset(), 404, SIGNED_IN, {"document": "letter"}),  # a letter that is no statement
    "GET bundles.bundle": Row(OWNER | STEWARD, 200, SIGNED_IN - OWNER - STEWARD),
    "POST bundles.order": Row(OWNER | STEWARD, 302, SIGNED_IN - OWNER - STEWARD),  # nothing is printed beside this test
    "GET bundles.file": Row(frozenset(), 404, SIGNED_IN, {"bundle": "letter", "ending": "=pdf"}),  # nobody's bundle
    "GET letters.life": Row(SEE_THE_ITEM, 200, SIGNED_IN - SEE_THE_ITEM, {"document": "letter"}),
    "GET letters.letter_bytes": Row(SEE_THE_ITEM, 200, SIGNED_IN - SEE_THE_ITEM, {"document": "letter"}),
    "GET previews.preview": Row(frozenset(), 404, SIGNED_IN, {"preview": "letter"}),  # nobody's draft
    "GET previews.draft_bytes": Row(frozenset(), 404, SIGNED_IN, {"preview": "letter"}),
    "GET steward.board": Row(STEWARDS),
    "GET steward.project": _steward(),
    "POST steward.remind_department": _steward(422),
    "POST steward.answer": _steward(422),
    "POST steward.confirm": _steward(409),
    "GET steward.documents": Row(STEWARDS),
    "GET steward.document": _steward(),
    "POST steward.serve": _steward(422),
    "POST steward.serve_online": Row(STEWARDS, 302),
    "POST steward.disclose": _steward(409),
    "GET steward.download": _steward(),
    "GET promises.credit": Row(WINDOW | OVERSEERS),
    "POST promises.add_credit": Row(OVERSEERS, 422),
    "POST promises.repair": Row(OVERSEERS, 422, at={"record": "=nobody"}),
    "GET promises.broken": Row(WINDOW | DESKS | OVERSEERS),
    "GET promises.settle": Row(WINDOW | HEAD, 404, at={"track": "=nobody", "material": "=M018"}),
    "POST promises.excuse": Row(WINDOW | HEAD, 404, at={"track": "=nobody", "material": "=M018"}),
    "GET promises.checks": Row(DESKS),
    "GET promises.check": Row(DESKS, 404, at={"task": "=nobody"}),
    "POST promises.verify": Row(DESKS, 404, at={"task": "=nobody"}),
    "POST promises.close": Row(HEAD, 404, at={"task": "=nobody"}),
    "GET supervision.overview": Row(OVERSEERS),
    "GET supervision.notices": Row(OVERSEERS),
    "GET supervision.item": Row(OVERSEERS),
    "POST supervision.send_notice": Row(OVERSEERS, 422),
    "GET supervision.notice": Row(frozenset(), 404, OVERSEERS, {"notice": "letter"}),  # nobody sent one
    "POST supervision.close_notice": Row(frozenset(), 404, OVERSEERS, {"notice": "letter"}),
    "GET supervision.bulletins": Row(HEAD | OVERSEERS),
    "GET supervision.month_figures": Row(OVERSEERS, at={"division": "=370114", "month": "=2026-03"}),
    "POST supervision.publish": Row(OVERSEERS, 422, at={"division": "=370114", "month": "=2026-03"}),
    "GET supervision.bulletin": Row(frozenset(), 404, HEAD | OVERSEERS, {"bulletin": "letter"}),  # nobody published one
    "POST supervision.correct": Row(frozenset(), 404, OVERSEERS, {"bulletin": "letter"}),
    "GET supervision.bulletin_bytes": Row(frozenset(), 404, HEAD | OVERSEERS, {"bulletin": "letter"}),
    "GET supervision.evidence": Row(frozenset(), 404, SIGNED_IN, {"reply": "letter"}),
    "GET admin.stewards": Row(OVERSEERS),
    "POST admin.assign": Row(OVERSEERS, 422),
    "GET admin.catalogue": Row(ADMIN),
    "POST admin.check_catalogue": Row(ADMIN, 422),
    "POST admin.publish": Row(ADMIN, 422),
    "GET admin.calendar": Row(ADMIN),
    "GET admin.import_calendar": Row(ADMIN),
    "POST admin.import_text": Row(ADMIN, 422),
    "POST admin.import_file": Row(ADMIN, 422),
    "POST admin.import_rows": Row(ADMIN, 422),
    "GET admin.calendar_draft": Row(ADMIN, at={"draft": "calendar_draft"}),
    "POST admin.confirm_draft": Row(ADMIN, 422, at={"draft": "calendar_draft"}),
    "POST admin.reject_draft": Row(ADMIN, 422, at={"draft": "calendar_draft"}),
    "POST admin.count_again": Row(ADMIN, 302, at={"draft": "calendar_draft"}),
    "POST admin.let_earlier": Row(ADMIN, 422, at={"draft": "calendar_draft"}),
    "POST admin.withdraw_draft": Row(ADMIN, 302, at={"draft": "own_draft"}),
    "GET admin.closures": Row(ADMIN),
    "POST admin.add_closure": Row(ADMIN, 422),
    "POST admin.remove_closure": Row(ADMIN, 302, at={"closure": "closure"}),
    "GET admin.people": Row(ADMIN),
    "GET admin.jobs": Row(ADMIN),
    "GET admin.look": Row(ADMIN, at={"name": "=audit"}),
    "POST admin.retry": Row(ADMIN, 409, at={"message": "not_dead"}),
    "POST admin.retry_all": Row(ADMIN, 409, at={"kind": "=mail"}),
    "POST admin.correct": Row(ADMIN, 404, at={"finding": "not_dead"}),
}


@dataclass(frozen=True)
class City:
    """The application, the browser of each audience, and what addresses may name."""

    app: Flask
    browsers: dict[str, FlaskClient]
    things: Things

    def address(self, endpoint: str, at: dict[str, str]) -> str:
        """The address of a door at the things of a row; `=text` stands for itself."""
        names = {name for rule in self.app.url_map.iter_rules(endpoint) for name in rule.arguments}
        held = {name: at.get(name, name) for name in names}
        given: dict[str, Any] = {
            name: what[1:] if what[0] == "=" else getattr(self.things, what) for name, what in held.items()
        }
        with self.app.test_request_context():
            return url_for(endpoint, _external=False, **given)

    def ask(self, audience: str, door: str, at: dict[str, str]) -> TestResponse:
        method, endpoint = door.split()
        browser = self.browsers[audience]
        if endpoint == "public.sign_out" and AUDIENCES[audience]:
            browser = visitor(self.app, AUDIENCES[audience])  # this one is spent
        return browser.open(self.address(endpoint, at), method=method)


@pytest.fixture(scope="module")
def city(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    url = databases.fresh("sqlite", everybody_at_work)
    app = create_app(settings_for(url, home=tmp_path_factory.mktemp("city")))
    with app.app_context():
        app.extensions["binglian.files"].keep(b"%PDF-1.4 a paper", "application/pdf", "paper.pdf")
        named = things()
    browsers = {name: visitor(app, user) if user else app.test_client() for name, user in AUDIENCES.items()}
    yield City(app, browsers, named)
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def _seen(answer: TestResponse) -> str:
    """The status, or that the visitor was sent to sign in."""
    if answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in"):
        return "sign in"
    return str(answer.status_code)


def test_every_door_has_its_row_and_every_row_its_door(city: City) -> None:
    doors = {
        f"{method} {rule.endpoint}"
        for rule in city.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert doors == set(ROWS)


@pytest.mark.parametrize("door", ROWS)
def test_a_door_opens_for_whom_it_should_and_for_nobody_else(city: City, door: str) -> None:
    row = ROWS[door]
    wanted = {audience: row.expected(audience) for audience in AUDIENCES}

    assert {audience: _seen(city.ask(audience, door, row.at)) for audience in AUDIENCES} == wanted


@pytest.mark.parametrize("door", [door for door, row in ROWS.items() if row.strangers])
def test_what_is_not_yours_answers_like_what_is_not_there(city: City, door: str) -> None:
    row, endpoint = ROWS[door], door.split()[1]
    named = {"project", "case", "track", "paper", "document", "company"}
    absent = dict(row.at) | dict.fromkeys(named, f"={ABSENT}")
    for audience in sorted(row.strangers):
        city.ask(audience, "GET public.home", {})  # what an earlier door left to be said is said here
        foreign, nothing = city.ask(audience, door, row.at), city.ask(audience, door, absent)
        pages = [
            _unnamed(answer.text.replace(city.address(endpoint, at), ""))
            for answer, at in ((foreign, row.at), (nothing, absent))
        ]

        assert (foreign.status_code, pages[0]) == (nothing.status_code, pages[1]), audience


def _unnamed(page: str) -> str:
    """Without the tokens against forgery, which differ from page to page."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


# One's own thing in the address, and inside it a thing that is another's.
MIXED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("owner", "GET enterprise.item", {"track": "rivals_track"}),
    ("owner", "GET enterprise.item", {"track": "filed_track"}),
    ("window", "GET window.inadmissible", {"case": "filed"}),
    ("window", "GET window.paper", {"case": "filed", "number": "=1"}),
    ("examiner", "GET department.paper", {"paper": "filed_paper", "number": "=1"}),
    ("examiner", "GET department.letter", {}),
)


@pytest.mark.parametrize(("audience", "door", "at"), MIXED)
def test_a_thing_of_another_case_is_absent_below_ones_own(
    city: City, audience: str, door: str, at: dict[str, str]
) -> None:
    assert city.ask(audience, door, at).status_code == 404


POSTED: tuple[tuple[str, str, dict[str, str], dict[str, str]], ...] = (
    ("other_steward", "steward.remind_department", {"project": "rivals_project"}, {"r{track}-text": "快办"}),
    ("other_steward", "steward.answer", {"project": "rivals_project"}, {"q{question}-text": "明天"}),
    ("other_steward", "steward.confirm", {"project": "rivals_project"}, {}),
    ("steward", "steward.remind_department", {"track": "rivals_track"}, {"r{rivals_track}-text": "快办"}),
    ("owner", "enterprise.ask", {}, {"text": "为什么？", "track": "{rivals_track}"}),
    ("owner", "enterprise.withdraw", {}, {"track": "{rivals_track}"}),
    ("owner", "enterprise.withdraw", {"case": "leaving"}, {"track": "{track}"}),
    ("rival", "enterprise.ask", {}, {"text": "为什么？"}),
    ("other_examiner", "department.answer", {}, {"answer-{question}-text": "不用。"}),
    (
        "examiner",
        "department.judge_paper",
        {"paper": "filed_paper"},
        {"verdict-seen": "1", "verdict-verdict": "accepted"},
    ),
    ("window", "window.accept_items", {"case": "filed"}, {"tracks": "{rivals_track}"}),
    (
        "window",
        "window.inadmissible",
        {"case": "filed"},
        {"reason": "不归", "competent_organ": "省厅", "organ_address": "济南"},
    ),
)


@pytest.mark.parametrize(("audience", "endpoint", "at", "form"), POSTED)
def test_a_form_that_names_anothers_thing_moves_nothing(
    city: City, audience: str, endpoint: str, at: dict[str, str], form: dict[str, str]
) -> None:
    named = vars(city.things)
    sent = {name.format(**named): value.format(**named) for name, value in form.items()}

    assert city.browsers[audience].post(city.address(endpoint, at), data=sent).status_code == 404


def test_no_form_is_taken_without_its_token(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(city.app.config, "WTF_CSRF_ENABLED", True)
    posts = {door: row for door, row in ROWS.items() if door.startswith("POST") and row.may}

    taken = {
        door
        for door, row in posts.items()
        if city.browsers[min(row.may)].post(city.address(door.split()[1], row.at)).status_code != 400
    }

    assert len(posts) > 30 and taken == set()


def test_a_look_changes_nothing(city: City) -> None:
    before = _everything(city)
    for door, row in ROWS.items():
        for audience in row.may if door.startswith("GET") else ():
            city.ask(audience, door, row.at)

    assert _everything(city) == before


LOOKED = {("document", "opened_at"), ("document", "opened_by_id")}


def _everything(city: City) -> dict[str, list[object]]:
    """Every row of every table, but what notes a look: when a session was last seen, who opened a letter first."""
    with city.app.app_context(), reading() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name != SignInSession.__tablename__]
        kept = {table.name: [one for one in table.c if (table.name, one.name) not in LOOKED] for table in tables}
        return {name: [tuple(row) for row in session.execute(select(*columns))] for name, columns in kept.items()}
