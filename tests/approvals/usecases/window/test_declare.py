"""The window's negative answers: not this organ's matter, or nobody's."""

from __future__ import annotations

import pytest

from approvals.domain.refusals import Invalid, NotAllowed, Refusal
from approvals.domain.states import CaseState
from approvals.usecases.window.declare_inadmissible import declare_inadmissible
from approvals.usecases.window.declare_not_required import declare_not_required
from departments.domain.actor import Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.towns import filed_with_promises
from tests.factories.work import Work

pytestmark = [pytest.mark.both_databases, pytest.mark.starts_from.with_args(filed_with_promises)]


def inadmissible(work: Work, item: str, organ: str = "济南市水务局", actor: Actor | None = None) -> None:
    declare_inadmissible(
        track=work.filed.tracks[item], reason="跨区项目由市级办理。", competent_organ=organ, organ_address="济南市",
        actor=actor or work.cast.clerk, now=at(MONDAY),
    )  # fmt: skip


def not_required(work: Work, item: str, reason: str = "规模以下，无需办理。") -> None:
    declare_not_required(track=work.filed.tracks[item], reason=reason, actor=work.cast.clerk, now=at(MONDAY))


def test_an_inadmissible_item_ends_with_a_letter_that_names_the_right_organ(work: Work) -> None:
    inadmissible(work, "LX-08")
    assert work.states()["LX-08"] == "inadmissible"
    (letter,) = work.documents("inadmissible_decision")
    assert (letter.facts["ground"], letter.facts["competent_organ"]) == ("not_competent", "济南市水务局")
    assert letter.facts["remedies"]["reconsideration"]
    assert "掌上复议" in letter.facts["remedies"]["online_channel"]  # it is served online (行政复议法 22)


def test_an_item_that_needs_no_licence_stands_in_nobodys_way(work: Work) -> None:
    not_required(work, "LX-01")
    assert [letter.facts["ground"] for letter in work.documents("not_required_notice")] == ["not_required"]
    work.accept("LX-08")
    assert work.states()["LX-08"] == "queued"
    assert "upstream_pending" not in work.blocker_codes("LX-08")


def test_a_case_of_which_nothing_was_admitted_is_closed(work: Work) -> None:
    for item in work.filed.tracks:
        not_required(work, item)
    assert work.case().state is CaseState.CLOSED


def test_words_are_required_and_an_answered_item_is_answered(work: Work) -> None:
    with pytest.raises(Invalid) as refused:
        inadmissible(work, "LX-08", organ=" ")
    assert set(refused.value.errors) == {"competent_organ"}
    with pytest.raises(Invalid):
        not_required(work, "LX-08", " ")
    not_required(work, "LX-08")
    with pytest.raises(Refusal) as refused_again:
        inadmissible(work, "LX-08")
    assert refused_again.value.code == "already_answered"


def test_only_the_window_answers(work: Work) -> None:
    for actor in (work.cast.lin, work.cast.guan, work.head("LX-08")):
        with pytest.raises(NotAllowed):
            inadmissible(work, "LX-08", actor=actor)
