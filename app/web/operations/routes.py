"""Alive, ready, and the figures of a scrape: plain answers for machines, without a session."""

from __future__ import annotations

import hmac
import ipaddress

from alembic.util.exc import CommandError
from flask import Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.adapters.bell import Bell
from app.adapters.looking import means
from app.foundation.installation import settings
from app.foundation.reading import reading
from app.foundation.schema import revision_of
from app.foundation.wallclock import now
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.operations.blueprint import blueprint
from app.web.operations.exposition import Figures, exposition
from app.web.operations.readiness import Readiness, judge
from approvals.queries.chains import last_seal
from approvals.queries.operations import effect_delays, job_outcomes, last_ring, oldest_due_seconds, queues_due
from approvals.queries.reconciliations import looks
from departments.domain.permissions import may

PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


@blueprint.get("/healthz")
@guard("public")
def healthz() -> ResponseReturnValue:
    """This process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@guard("public")
def readyz() -> ResponseReturnValue:
    """200 when work that falls due is being done, else 503; every check with what it saw.

    The counts that must be 0 stand beside them and turn nothing red: a finding is no reason to take the house away.
    """
    found, counts = _readiness()
    return jsonify(found.as_dict() | {"counts": counts}), 200 if found.ok else 503


@blueprint.get("/metrics")
@guard("public")
def metrics() -> ResponseReturnValue:
    """Prometheus text: for who shows the token, for administrators, and without a proxy in between for this machine."""
    if not (_has_token() or _is_local() or may(current_actor(), "administer")):
        abort(404)
    moment = now()
    bell: Bell = current_app.extensions["binglian.bell"]
    with reading() as session:
        seal, rang = last_seal(session), last_ring(session)
        figures = Figures(
            oldest=oldest_due_seconds(session, now=moment),
            queues=queues_due(session, now=moment),
            outcomes=job_outcomes(session, now=moment),
            delays=effect_delays(session),
            states=bell.states(),
            looks=looks(session, means(), moment),
            seal_age=(moment - seal.sealed_at).total_seconds() if seal else None,
            ring_age=(moment - rang).total_seconds() if rang else None,
        )
    return Response(exposition(figures), content_type="text/plain; version=0.0.4; charset=utf-8")


def _readiness() -> tuple[Readiness, dict[str, int]]:
    bell: Bell = current_app.extensions["binglian.bell"]
    oldest: float | None
    try:
        with reading() as session:
            revision = revision_of(session.connection())
            oldest = oldest_due_seconds(session, now=now())
            counts = {one.name: one.found for one in looks(session, means(), now()) if one.looked_at is not None}
    except (SQLAlchemyError, CommandError):
        oldest, revision, counts = None, None, {}
    return judge(oldest_due_seconds=oldest, revision=revision, states=bell.states()), counts


def _has_token() -> bool:
    """The bearer token of the settings; without one set, none is right."""
    wanted, shown = settings().metrics_token, request.authorization
    return bool(wanted and shown and shown.type == "bearer" and hmac.compare_digest(shown.token or "", wanted))


def _is_local() -> bool:
    """Somebody on this machine who asks the process itself.

    Behind a proxy on this machine every visitor comes from the loopback: whoever was passed on is never local, whatever
    the headers say and whether or not they are trusted.
    """
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
