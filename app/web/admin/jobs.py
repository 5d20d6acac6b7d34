"""The operators' page: workers, queues, runs, what is stuck, and every count that must be 0."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.bell import Bell
from app.adapters.looking import means
from app.foundation.reading import reading
from app.foundation.wallclock import now
from app.web.admin.blueprint import blueprint
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.reconciliation_words import RECONCILIATION_WORDS, WHAT
from approvals.queries.chains import last_seal
from approvals.queries.operations import (
    dead_kinds,
    dead_letters,
    job_outcomes,
    last_ring,
    oldest_due_seconds,
    queues_due,
    recent_runs,
)
from approvals.queries.reconciliations import looks
from approvals.queries.scope import administers_everything
from approvals.queries.truth import open_findings
from approvals.usecases.clock.correct_truth import correct_finding
from approvals.usecases.operations.retry_kind import retry_kind
from approvals.usecases.operations.retry_message import retry_message

SILENT_SECONDS = 180
"""The timetable notes once a minute that it rings."""


@blueprint.get("/jobs")
@guard("administer")
def jobs() -> ResponseReturnValue:
    """Figures for every administrator; what is stuck and why, with its buttons, for who oversees all divisions: a stuck
    row may belong to anybody's case."""
    moment = now()
    bell: Bell = current_app.extensions["binglian.bell"]
    with reading() as session:
        is_whole = administers_everything(session, current_actor())
        rang = last_ring(session)
        facts = {
            "due": {queue.name: queue for queue in queues_due(session, now=moment)},
            "oldest_seconds": oldest_due_seconds(session, now=moment),
            "dead": dead_letters(session) if is_whole else (),
            "dead_kinds": dead_kinds(session) if is_whole else {},
            "runs": recent_runs(session),
            "outcomes": job_outcomes(session, now=moment),
            "looks": looks(session, means(), moment),
            "findings": open_findings(session) if is_whole else (),
            "seal": last_seal(session),
        }
    is_ringing = rang is not None and (moment - rang).total_seconds() < SILENT_SECONDS
    shown = {"rang": rang, "is_ringing": is_ringing, "is_whole": is_whole, "words": RECONCILIATION_WORDS}
    return render_template(
        "admin/jobs.html", states=bell.states(), crew=bell.crew() or (), moment=moment, **shown, **facts
    )


@blueprint.get("/jobs/looks/<name>")
@guard("administer")
def look(name: str) -> ResponseReturnValue:
    """One count: what it means, what to do, and the first of what was found."""
    moment = now()
    with reading() as session:
        is_whole = administers_everything(session, current_actor())
        found = next((one for one in looks(session, means(), moment) if one.name == name), None)
    if found is None:
        abort(404)
    return render_template(
        "admin/look.html", look=found, is_whole=is_whole, words=RECONCILIATION_WORDS[name], what=WHAT
    )


@blueprint.post("/jobs/<int:message>/retry")
@guard("administer")
def retry(message: int) -> ResponseReturnValue:
    """Send a dead letter round again."""
    retry_message(message=message, actor=current_actor(), now=now())
    flash(gettext("已经放回队列，马上再试。"), "done")
    return redirect(url_for("admin.jobs"))


@blueprint.post("/jobs/dead/<kind>/retry")
@guard("administer")
def retry_all(kind: str) -> ResponseReturnValue:
    """Send all dead letters of one kind round again, because what they failed by is over."""
    count = retry_kind(kind=kind, actor=current_actor(), now=now())
    flash(gettext("%(count)s 件已经放回队列，马上再试。", count=count), "done")
    return redirect(url_for("admin.jobs"))


@blueprint.post("/jobs/findings/<int:finding>/correct")
@guard("administer")
def correct(finding: int) -> ResponseReturnValue:
    """Recompute what a finding of the night is about; the correction is an event of its case."""
    correct_finding(finding=finding, actor=current_actor(), now=now())
    flash(gettext("已经按事实重新计算并更正，更正记入了办件的记录。"), "done")
    return redirect(url_for("admin.jobs", _anchor="looks"))
