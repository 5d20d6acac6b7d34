"""One bundle per set of results: ordered by the enterprise or the steward, made by a worker, let go after a while."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, update

from app.foundation.reading import reading
from app.foundation.unit_of_work import unit_of_work
from approvals.domain.bundle import Contents
from approvals.domain.refusals import NotFound, Refusal
from approvals.domain.states import DocumentState
from approvals.models.bundles import Bundle
from approvals.models.letters import Document
from approvals.models.traces import OutboxMessage
from approvals.queries.bundles import BundlePage, bundle_file, bundle_page
from approvals.usecases.letters.let_bundles_go import KEPT, let_bundles_go
from approvals.usecases.letters.make_bundle import make_bundle
from approvals.usecases.letters.order_bundle import order_bundle
from departments.domain.actor import SYSTEM, Actor
from tests.factories.main_job import MONDAY, at
from tests.factories.story import print_everything
from tests.factories.towns import accepted_with_promises
from tests.factories.work import Work

pytestmark = pytest.mark.starts_from.with_args(accepted_with_promises)
TUESDAY = MONDAY + dt.timedelta(days=1)


@dataclass(frozen=True)
class Bound:
    """Two files that nobody made."""

    pdf_sha256: str = "a" * 64
    pdf_size: int = 1
    zip_sha256: str = "b" * 64
    zip_size: int = 2


class Binder:
    """Says what it was asked for, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked: list[Contents] = []

    def bind(self, contents: Contents, made_at: dt.datetime, made: str) -> Bound:
        if self.error:
            raise self.error
        self.asked.append(contents)
        return Bound()


class Shelf:
    """Holds everything but what was thrown away."""

    def __init__(self, *gone: str) -> None:
        self.gone = set(gone)

    def has(self, sha256: str) -> bool:
        return sha256 not in self.gone

    def forget(self, sha256: str) -> None:
        self.gone.add(sha256)


def order(work: Work, actor: Actor | None = None, *, shelf: Shelf | None = None) -> str:
    return order_bundle(case=work.filed.case, shelf=shelf or Shelf(), actor=actor or work.cast.lin, now=at(TUESDAY))


def page(work: Work, shelf: Shelf | None = None) -> BundlePage:
    with reading() as session:
        return bundle_page(session, work.filed.case, shelf or Shelf(), work.cast.guan)


def make(binder: Binder | None = None) -> Binder:
    used = binder or Binder()
    with reading() as session:
        waiting = session.scalars(select(Bundle.id).where(Bundle.made_at.is_(None))).one()
    make_bundle(bundle=waiting, binder=used, actor=SYSTEM, now=at(TUESDAY, 12))
    return used


def one_result(work: Work) -> None:
    work.decide("LX-07")
    print_everything("0" * 64, at(TUESDAY))


def test_before_the_first_sealed_result_there_is_nothing_to_make(work: Work) -> None:
    work.decide("LX-07")
    with pytest.raises(Refusal) as refused:
        order(work)
    assert refused.value.code == "no_results_yet"
    assert {one.why for one in page(work).contents.missing} == {"printing", "running"}


@pytest.mark.both_databases
def test_it_is_ordered_once_and_made_of_what_was_there(work: Work) -> None:
    one_result(work)
    assert order(work) == order(work, work.cast.guan)
    with reading() as session:
        kinds = session.scalars(select(OutboxMessage.queue).where(OutboxMessage.kind == "bundle")).all()
    assert kinds == ["paper"]
    (contents,) = make().asked
    assert [part.items for part in contents.parts] == [page(work).contents.parts[0].items]
    ready = page(work).ready
    assert ready is not None and ready.is_current and ready.made_at == at(TUESDAY, 12) and page(work).waiting is None


def test_a_new_result_makes_a_new_one_and_the_old_one_says_what_it_holds(work: Work) -> None:
    one_result(work)
    first = order(work)
    make()
    work.decide("LX-01")
    print_everything("1" * 64, at(TUESDAY, 16))
    stale = page(work).ready
    assert stale is not None and not stale.is_current and len(stale.contents.parts) == 1
    assert order(work) != first
    assert page(work).waiting is not None and len(page(work).contents.parts) == 2


def test_a_result_that_no_longer_holds_is_named_and_not_put_in(work: Work) -> None:
    one_result(work)
    with unit_of_work() as session:
        session.execute(update(Document).where(Document.kind == "filing_receipt").values(state=DocumentState.REVOKED))
    contents = page(work).contents
    assert contents.parts == () and contents.missing[0].why == "revoked" and contents.missing[0].number


def test_it_is_there_for_the_enterprise_and_the_steward_and_for_nobody_else(work: Work) -> None:
    one_result(work)
    bundle = order(work)
    make()
    for actor in (work.cast.zhao, work.cast.clerk, work.cast.du, work.cast.admin, work.head("LX-07")):
        with pytest.raises(NotFound):
            order(work, actor)
        with pytest.raises(NotFound), reading() as session:
            bundle_page(session, work.filed.case, Shelf(), actor)
        with pytest.raises(NotFound), reading() as session:
            bundle_file(session, work.filed.case, bundle, "pdf", actor)
    with reading() as session:
        assert bundle_file(session, work.filed.case, bundle, "zip", work.cast.lin).sha256 == "b" * 64
        with pytest.raises(NotFound):
            bundle_file(session, work.filed.case, "another", "zip", work.cast.lin)


def test_a_failure_is_told_on_the_page_and_a_later_try_makes_it(work: Work) -> None:
    one_result(work)
    order(work)
    with pytest.raises(OSError, match="disk"):
        make(Binder(OSError("disk full")))
    waiting = page(work).waiting
    assert waiting is not None and waiting.has_failed
    make()
    assert page(work).waiting is None


def test_old_ones_are_let_go_with_their_files_and_can_be_ordered_again(work: Work) -> None:
    one_result(work)
    first = order(work)
    make()
    shelf = Shelf()
    assert let_bundles_go(shelf=shelf, actor=SYSTEM, now=at(TUESDAY, 13)) == 0
    assert let_bundles_go(shelf=shelf, actor=SYSTEM, now=at(TUESDAY) + KEPT + dt.timedelta(days=1)) == 1
    assert shelf.gone == {"a" * 64, "b" * 64}
    assert order(work) != first


@pytest.mark.both_databases
@pytest.mark.parametrize("lost", ["a" * 64, "b" * 64])
def test_one_whose_files_are_gone_is_not_offered_and_made_anew_when_it_is_ordered(work: Work, lost: str) -> None:
    """The folder was emptied, or is not what the copy of the database speaks of."""
    one_result(work)
    first = order(work)
    make()
    shelf = Shelf(lost)
    assert page(work, shelf).ready is None and page(work, shelf).waiting is None
    again = order(work, shelf=shelf)
    assert again != first and order(work, shelf=shelf) == again, "asked twice it is made once"
    assert page(work, shelf).waiting is not None
    assert len(make().asked) == 1
    assert order(work) == again


@pytest.mark.both_databases
def test_one_that_was_replaced_goes_sooner_and_a_shared_file_stays(work: Work) -> None:
    one_result(work)
    order(work)
    make()
    work.decide("LX-01")
    print_everything("1" * 64, at(TUESDAY, 16))
    order(work)
    make()
    shelf = Shelf()
    assert let_bundles_go(shelf=shelf, actor=SYSTEM, now=at(TUESDAY + dt.timedelta(days=3))) == 1
    assert shelf.gone == set()
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Bundle)) == 1
