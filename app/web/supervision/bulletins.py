"""月度通报: the list, the figures of a month before it is told, and one that is published."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day, now
from app.web.drafting import is_draft_asked, show_draft
from app.web.form_errors import show_on
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.making_words import making_words
from app.web.reading_room import hand_out, with_papers
from app.web.supervision.blueprint import blueprint
from app.web.supervision.bulletin_forms import USUAL, BulletinForm, SlipForm
from approvals.domain.bulletin import Month
from approvals.domain.refusals import NotAllowed, NotFound, Refusal
from approvals.queries.bulletin_figures import bulletin_figures, moments
from approvals.queries.bulletins import bulletin_file, bulletin_for, bulletins_for, owed_by
from approvals.usecases.oversight.correct_bulletin import correct_bulletin
from approvals.usecases.oversight.publish_bulletin import publish_bulletin
from departments.domain.permissions import may


@blueprint.get("/bulletins")
@guard("read_bulletins")
def bulletins() -> ResponseReturnValue:
    """Every bulletin that is the viewer's business, and what a supervisor still owes."""
    actor, today = current_actor(), local_day(now())
    month = Month.before(today)
    with reading() as session:
        rows = bulletins_for(session, actor)
        missing = owed_by(session, actor, month, moments(month)[1]) if may(actor, "supervise") else ()
    return render_template("supervision/bulletins.html", rows=rows, owed=missing, month=month, today=today)


@blueprint.get("/months/<division>/<month>")
@guard("supervise")
def month_figures(division: str, month: str) -> ResponseReturnValue:
    """The figures of a month, and the form of its bulletin once the month is over."""
    return _figures(division, month)


@blueprint.post("/months/<division>/<month>")
@guard("supervise")
def publish(division: str, month: str) -> ResponseReturnValue:
    """Show the bulletin as a draft, or publish it."""
    form, when = BulletinForm(), _month(month)
    if not form.validate_on_submit():
        return _figures(division, month, form, 422)
    send = partial(
        publish_bulletin, division=division, month=when, remarks=form.remarks(), actor=current_actor(), now=now()
    )
    try:
        if is_draft_asked():
            return show_draft(send, url_for("supervision.month_figures", division=division, month=month))
        made = send()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        show_on(form, refusal)
        return _figures(division, month, form, 422)
    flash(gettext("通报已经发布，盖章以后各部门负责人可以下载。"), "done")
    return redirect(url_for("supervision.bulletin", bulletin=made))


@blueprint.get("/bulletins/<bulletin>")
@guard("read_bulletins")
def bulletin(bulletin: str) -> ResponseReturnValue:
    """One bulletin, as it was printed."""
    return _bulletin(bulletin)


@blueprint.post("/bulletins/<bulletin>")
@guard("supervise")
def correct(bulletin: str) -> ResponseReturnValue:
    """Put a slip right: a new one takes its place."""
    form = SlipForm()
    if not form.validate_on_submit():
        return _bulletin(bulletin, form, 422)
    said = {name: getattr(form, name).data for name in ("wrong", "right", "reason")}
    send = partial(correct_bulletin, bulletin=bulletin, **said, actor=current_actor(), now=now())
    try:
        if is_draft_asked():
            return show_draft(send, url_for("supervision.bulletin", bulletin=bulletin))
        made = send()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        show_on(form, refusal)
        return _bulletin(bulletin, form, 422)
    flash(gettext("更正后的通报已经发布，原通报不再使用。"), "done")
    return redirect(url_for("supervision.bulletin", bulletin=made))


@blueprint.get("/bulletins/<bulletin>/file")
@guard("read_bulletins")
def bulletin_bytes(bulletin: str) -> Response:
    """The sealed file, for supervisors, administrators and the heads of the departments it names."""
    return hand_out(bulletin_file, bulletin)


def _month(text: str) -> Month:
    month = Month.parse(text)
    if month is None:
        raise NotFound
    return month


def _figures(division: str, text: str, refused: BulletinForm | None = None, status: int = 200) -> Response:
    month, today, actor = _month(text), local_day(now()), current_actor()
    with reading() as session:
        figures = bulletin_figures(session, division, month, actor)
        held = [one for one in bulletins_for(session, actor) if (one.place.code, one.month) == (division, month)]
    form = refused or BulletinForm(formdata=None, data=USUAL)
    out = next((one for one in held if one.replaced_at is None), None)
    facts = {"figures": figures, "form": form, "out": out, "today": today, "is_over": month.has_ended(today)}
    return Response(render_template("supervision/month.html", **facts), status)


def _bulletin(public_id: str, refused: SlipForm | None = None, status: int = 200) -> Response:
    with reading() as session:
        found = bulletin_for(session, public_id, current_actor())
    form = refused or SlipForm(formdata=None)
    body = render_template("supervision/bulletin.html", found=found, form=form, making_words=making_words)
    return with_papers(body, status)
