"""What was chosen to be promised in a draft."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from approvals.domain.plan import Plan
from approvals.domain.promise_choice import WHOLE, Choice, with_choices
from approvals.domain.states import LineState, PromiseKind
from approvals.models.cases import Case, Track
from approvals.models.filing_orders import FilingOrder
from approvals.models.papers import CaseMaterial, Commitment, CommitmentLine, PromiseChoice
from departments.domain.catalogue import Catalogue

_CHOSEN = (PromiseChoice.kind, PromiseChoice.item_code, PromiseChoice.material_code, PromiseChoice.days_wd)
_SAID = (
    select(FilingOrder.id, PromiseChoice.id, *_CHOSEN)
    .select_from(Case)
    .outerjoin(PromiseChoice, PromiseChoice.case_id == Case.id)
    .outerjoin(FilingOrder, (FilingOrder.case_id == Case.id) & FilingOrder.ended_at.is_(None))
    .where(Case.id == bindparam("case_id"))
    .order_by(PromiseChoice.id)
)


def choices_of(session: Session, case_id: int) -> tuple[Choice, ...]:
    """Every choice of one draft, also those the plan has no place for any more."""
    rows = session.execute(select(*_CHOSEN).where(PromiseChoice.case_id == case_id).order_by(PromiseChoice.id))
    return tuple(Choice(*row) for row in rows)


def choices_and_order(session: Session, case_id: int) -> tuple[tuple[Choice, ...], int | None]:
    """Every choice of a locked draft and the open order to file it, if there is one: what filing must know, at once."""
    rows = session.execute(_SAID, {"case_id": case_id}).all()
    choices = (Choice(kind, item, paper, days) for _, row, kind, item, paper, days in rows if row is not None)
    return tuple(choices), rows[0][0]


def vouched_in(session: Session, case_id: int) -> tuple[Choice, ...]:
    """What was signed for when a case was filed and still stands: what was only chosen spares nothing in it."""
    rows = session.execute(
        select(Track.item_code, CaseMaterial.material_code)
        .select_from(CommitmentLine)
        .join(Commitment, Commitment.id == CommitmentLine.commitment_id)
        .join(Track, Track.id == CommitmentLine.track_id)
        .outerjoin(CaseMaterial, CaseMaterial.id == CommitmentLine.case_material_id)
        .where(
            Commitment.case_id == case_id, Commitment.kind == PromiseKind.NOTIFICATION.value,
            CommitmentLine.state.in_([LineState.VOUCHED, LineState.KEPT]),
        )
        .order_by(CommitmentLine.id)
    )  # fmt: skip
    return tuple(Choice(PromiseKind.NOTIFICATION, item, paper or WHOLE) for item, paper in rows)


def plan_as_chosen(session: Session, case_id: int, catalogue: Catalogue, planned: Plan) -> Plan:
    """The plan of a draft with what is vouched for taken out of it."""
    return with_choices(planned, catalogue, choices_of(session, case_id))
