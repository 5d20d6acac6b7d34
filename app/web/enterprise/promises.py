"""What a draft promises: proofs vouched for, and the day by which each deferred paper comes."""

from __future__ import annotations

import datetime as dt

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.settings import Settings
from app.foundation.wallclock import local_time
from app.foundation.wallclock import now as present
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft, to_case
from app.web.guard import guard
from app.web.identity import current_actor
from app.web.presenters.refusal_words import refusal_sentence
from approvals.domain.refusals import Invalid, NotFound, Refusal, Stale
from approvals.queries.draft_promises import DraftPromises, draft_promises
from approvals.queries.enterprise_draft import Draft
from approvals.usecases.enterprise.choose_commitment import choose_commitment
from approvals.usecases.enterprise.choose_deferral_day import choose_deferral_day


@blueprint.get("/drafts/<case>/promises")
@guard("apply")
def promises(case: str) -> ResponseReturnValue:
    """Everything that may be promised, and what is."""
    found = open_draft(case)
    return to_case(found) if found.is_filed else _page(found)


@blueprint.post("/drafts/<case>/promises")
@guard("apply")
def promise(case: str) -> ResponseReturnValue:
    """Vouch for a proof or an item, take it back, or choose a day; `at` names the place on the page."""
    found, said = open_draft(case), request.form
    if found.is_filed:
        return to_case(found)
    try:
        _choose(case, said.get("action", ""), said.get("item", "")[:16], said.get("material", "")[:16])
    except (Stale, NotFound):
        raise
    except Refusal as refused:
        wrong = (said.get("at", ""), refusal_sentence(refused), said.get("day", ""))
        return _page(open_draft(case), wrong), 422
    flash(gettext("已经记下。提交时一并签署。"), "done")
    return redirect(url_for("enterprise.promises", case=case, _anchor=said.get("at", "")[:64]))


def _choose(case: str, action: str, item: str, material: str) -> None:
    actor, now = current_actor(), present()
    if action == "day":
        choose_deferral_day(
            case=case, item=item, material=material, day=_day(request.form.get("day", "")),
            close_of_business=_settings().close_of_business, actor=actor, now=now,
        )  # fmt: skip
        return
    if action not in ("vouch", "unvouch"):
        raise Invalid({"action": ("not_offered", {})})
    is_chosen = action == "vouch"
    choose_commitment(case=case, item=item, material=material, is_chosen=is_chosen, actor=actor, now=now)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid({"day": ("not_a_day", {})}) from None


def promises_of(found: Draft) -> DraftPromises:
    """What the draft would sign if it were filed now."""
    settings = _settings()
    with reading() as session:
        return draft_promises(
            session, found, moment_local=local_time(present()), close_of_business=settings.close_of_business,
            verify_wd=settings.promises.verify_wd,
        )  # fmt: skip


def _page(found: Draft, wrong: tuple[str, str, str] = ("", "", "")) -> str:
    place, words, typed = wrong
    return render_template(
        "enterprise/promises.html", draft=found, promises=promises_of(found), wrong=place, words=words, typed=typed
    )


def _settings() -> Settings:
    found: Settings = current_app.extensions["binglian.settings"]
    return found
