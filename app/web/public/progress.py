"""How far a case is, by number and progress code."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_day
from app.foundation.wallclock import now as present
from app.web.guard import guard
from app.web.presenters.refusal_words import reason
from app.web.public.blueprint import blueprint
from app.web.public.forms import ProgressForm
from app.web.throttle import is_throttled, note_failure
from approvals.queries.public_progress import Progress
from approvals.queries.public_progress import progress as find_progress

LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@blueprint.route("/progress", methods=["GET", "POST"])
@guard("public")
def progress() -> ResponseReturnValue:
    """Ask with number and code; the answer is shown at once and kept in no address."""
    form = ProgressForm()
    if not form.validate_on_submit():
        return render_template("public/progress.html", form=form, found=None), 422 if form.is_submitted() else 200
    found = _find(form)
    if found is None:
        return render_template("public/progress.html", form=form, found=None), 422
    return render_template("public/progress.html", form=form, found=found)


def _find(form: ProgressForm) -> Progress | None:
    """The case asked for; a wrong pair is told on the form, and too many of them stop the guessing."""
    number, code, moment = str(form.case_no.data), str(form.code.data).translate(LOOKALIKES), present()
    if is_throttled("progress", number, now=moment):
        form.form_errors.append(reason("too_many_attempts"))
        return None
    with reading() as session:
        found = find_progress(session, number, code, local_day(moment))
    if found is None:
        note_failure("progress", number, now=moment)
        form.form_errors.append(gettext("编号和查询码对不上。请对照收件凭证再输一次。"))
    return found
