"""The steward of a project: named by the supervisor, reminding, serving, and confirming once at the end."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, func, select

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.refusals import Invalid, NotAllowed, NotFound, Refusal
from approvals.domain.service import Service
from approvals.domain.states import DocumentState, Outcome, TrackState
from approvals.models.applicants import Project
from approvals.models.cases import Reminder, Track
from approvals.models.letters import Document, DocumentTrack, ServiceProof
from approvals.usecases.enterprise.withdraw import withdraw
from approvals.usecases.steward.assign_steward import assign_steward
from approvals.usecases.steward.confirm_case import confirm_case
from approvals.usecases.steward.remind import remind
from approvals.usecases.steward.serve_document import serve_document
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.story import print_everything
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(accepted_with_promises)]
TUESDAY = MONDAY + dt.timedelta(days=1)


def confirm(work: Work, actor: Actor | None = None) -> str:
    return confirm_case(case=work.filed.case, actor=actor or work.cast.guan, now=at(TUESDAY))


def conclude(work: Work) -> None:
    for item in work.filed.tracks:
        if item == "LX-13":
            withdraw(case=work.filed.case, track=work.filed.tracks[item], actor=work.cast.lin, now=at(TUESDAY))
        else:
            work.decide(item, Outcome.GRANT if item in ("LX-01", "LX-07") else Outcome.REFUSE)


def test_a_supervisor_or_administrator_names_the_steward_and_only_a_steward_can_be_one(work: Work) -> None:
    cast, project = work.cast, work.filed.project
    zhao = cast.public_id(cast.zhao)
    assign_steward(project=project, steward=zhao, actor=cast.du, now=at(TUESDAY))
    with reading() as session:
        assert session.scalars(select(Project.steward_id)).one() == cast.zhao.account_id
    assert "admin:project:steward_assigned" in work.tags()
    with pytest.raises(Invalid):
        assign_steward(project=project, steward=cast.public_id(cast.clerk), actor=cast.admin, now=at(TUESDAY))
    for actor in (cast.lin, cast.guan, cast.clerk):
        with pytest.raises(NotAllowed):
            assign_steward(project=project, steward=zhao, actor=actor, now=at(TUESDAY))


def test_when_another_takes_over_the_former_steward_finds_nothing_any_more(work: Work) -> None:
    cast = work.cast
    assign_steward(project=work.filed.project, steward=cast.public_id(cast.zhao), actor=cast.du, now=at(TUESDAY))
    with pytest.raises(NotFound):
        remind(track=work.filed.tracks["LX-10"], text="请尽快", actor=cast.guan, now=at(TUESDAY))
    remind(track=work.filed.tracks["LX-10"], text="请尽快", actor=cast.zhao, now=at(TUESDAY))


def test_a_reminder_goes_to_who_has_the_item_and_stays_visible(work: Work) -> None:
    said = {"actor": work.cast.guan, "now": at(TUESDAY)}
    remind(track=work.filed.tracks["LX-10"], text="请尽快", **said)
    with pytest.raises(Invalid):
        remind(track=work.filed.tracks["LX-10"], text=" ", **said)
    work.decide("LX-07")
    with pytest.raises(Refusal) as refused:
        remind(track=work.filed.tracks["LX-07"], text="请尽快", **said)
    assert refused.value.code == "not_with_department"
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Reminder)) == 1


def test_a_letter_is_served_once_it_is_printed_and_once_only(work: Work) -> None:
    letter = work.documents("deferred_acceptance_notice")[0].public_id
    said = {"document": letter, "actor": work.cast.guan, "now": at(TUESDAY)}
    with pytest.raises(Refusal) as refused:
        serve_document(service=Service(method="online"), **said)
    assert refused.value.code == "not_issued_yet"
    print_everything("0" * 64, at(TUESDAY))
    with pytest.raises(Invalid) as wrong:
        serve_document(service=Service(method="hand", receiver=" "), **said)
    assert set(wrong.value.errors) == {"receiver", "second_server"}
    with pytest.raises(Invalid):
        serve_document(service=Service(method="pigeon"), **said)
    serve_document(service=Service(method="hand", receiver="林晓", second_server="管二"), **said)
    with pytest.raises(Refusal) as refused_again:
        serve_document(service=Service(method="online"), **said)
    assert refused_again.value.code == "already_served"
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(ServiceProof)) == 1


def test_nobody_but_the_projects_steward_serves(work: Work) -> None:
    print_everything("0" * 64, at(TUESDAY))
    letter = work.documents("deferred_acceptance_notice")[0].public_id
    for actor in (work.cast.zhao, work.cast.lin, work.cast.clerk, work.head("LX-10")):
        with pytest.raises(NotFound):
            serve_document(document=letter, service=Service(method="online"), actor=actor, now=at(TUESDAY))


def test_the_confirmation_waits_until_every_item_has_ended(work: Work) -> None:
    with pytest.raises(Refusal) as refused:
        confirm(work)
    assert refused.value.code == "case_not_concluded"


def test_it_lists_every_result_and_a_second_click_finds_the_same_letter(work: Work) -> None:
    conclude(work)
    assert confirm(work) == confirm(work)
    (letter,) = work.documents("whole_case_confirmation")
    outcomes = {one["item"]["code"]: one["outcome"] for one in letter.facts["results"]}
    assert outcomes == {
        "LX-01": "filed", "LX-07": "filed", "LX-13": "withdrawn",
        "LX-04": "refused", "LX-05": "refused", "LX-08": "refused", "LX-10": "refused",
    }  # fmt: skip
    assert all(one["number"] for one in letter.facts["results"])
    assert letter.facts["steward"] == "关宁"


def test_only_the_projects_steward_confirms(work: Work) -> None:
    conclude(work)
    for actor in (work.cast.zhao, work.cast.lin, work.cast.clerk, work.cast.du):
        with pytest.raises(NotFound):
            confirm(work, actor)


def test_what_ended_without_a_letter_is_named_with_its_end(work: Work) -> None:
    conclude(work)
    with unit_of_work() as session:
        lapsed = session.scalars(select(Track).where(Track.public_id == work.filed.tracks["LX-10"])).one()
        lapsed.state = TrackState.LAPSED
        session.execute(delete(DocumentTrack).where(DocumentTrack.track_id == lapsed.id))
    confirm(work)
    (letter,) = work.documents("whole_case_confirmation")
    line = next(one for one in letter.facts["results"] if one["item"]["code"] == "LX-10")
    assert (line["outcome"], line["number"]) == ("lapsed", "")


def test_a_joint_letter_is_one_line_with_all_its_items(work: Work) -> None:
    conclude(work)
    with unit_of_work() as session:
        first, second = (
            session.scalars(select(Track.id).where(Track.public_id == work.filed.tracks[item])).one()
            for item in ("LX-04", "LX-05")
        )
        joint = session.scalars(
            select(DocumentTrack.document_id)
            .join(Document, Document.id == DocumentTrack.document_id)
            .where(DocumentTrack.track_id == first, Document.kind == "refusal_decision")
        ).one()
        session.execute(delete(DocumentTrack).where(DocumentTrack.track_id == second))
        session.add(DocumentTrack(document_id=joint, track_id=second))
    confirm(work)
    (letter,) = work.documents("whole_case_confirmation")
    lines = [[one["item"]["code"], *(more["code"] for more in one["more_items"])] for one in letter.facts["results"]]
    assert ["LX-04", "LX-05"] in lines and ["LX-05"] not in lines and len(lines) == 6


def test_a_newer_result_makes_a_new_confirmation_that_replaces_the_old(work: Work) -> None:
    conclude(work)
    first = confirm(work)
    with unit_of_work() as session:
        granted = session.scalars(select(Track).where(Track.public_id == work.filed.tracks["LX-07"])).one()
        granted.state = TrackState.REVOKED
    second = confirm(work)
    former, newest = work.documents("whole_case_confirmation")
    assert (former.public_id, newest.public_id) == (first, second) == (first, confirm(work))
    assert former.state is DocumentState.REPLACED and former.replaced_by_id == newest.id
    assert {one["item"]["code"]: one["outcome"] for one in newest.facts["results"]}["LX-07"] == "revoked"


def test_a_confirmation_that_was_ended_is_issued_anew(work: Work) -> None:
    conclude(work)
    first = confirm(work)
    with unit_of_work() as session:
        ended = session.scalars(select(Document).where(Document.public_id == first)).one()
        ended.state, ended.revoked_on = DocumentState.REVOKED, TUESDAY
    assert confirm(work) == confirm(work) != first
    assert [one.state for one in work.documents("whole_case_confirmation")] == [
        DocumentState.REVOKED,
        DocumentState.QUEUED,
    ]
