"""The one form: every field saved as it is typed, the whole at every press, and two members at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.foundation.reading import reading
from app.foundation.wallclock import local_time
from app.foundation.wallclock import now as present
from app.web.answer_form import PREFIX, AnswerForm, answer_said, as_input, read_answer, stage_form
from app.web.enterprise.blueprint import blueprint
from app.web.enterprise.filing import open_draft, to_case
from app.web.guard import guard
from app.web.identity import current_actor
from approvals.domain.answer_merge import Clash
from approvals.domain.refusals import Stale
from approvals.queries.draft_form import DraftForm, draft_form, who_typed
from approvals.queries.enterprise_draft import Draft
from approvals.usecases.enterprise.fill_in import FilledIn, fill_in
from departments.domain.catalogue import FormField

BASE = "b_"
NOT_SHOWN = -1
"""The version of a field that did not come back with the form: it overwrites nobody's answer."""


@dataclass(frozen=True)
class ClashWords:
    """Two answers to one question, as the person who came second reads it."""

    key: str
    theirs: str
    mine: str
    who: str
    at: str
    version: int
    value: str
    """Theirs, as the control holds it."""


@blueprint.route("/drafts/<case>/form", methods=["GET", "POST"])
@guard("apply")
def form(case: str) -> ResponseReturnValue:
    """The one form of the stage. What stands is saved at every press; going on needs every answer."""
    found = open_draft(case)
    if found.is_filed:
        return to_case(found)
    if request.method == "POST":
        return _posted(found)
    known = {key: one.value for key, one in found.prefilled.items()}
    asked = stage_form(found.fields, {**known, **found.answers})
    if request.args.get("check"):
        _say_what_is_open(asked, found)
    return _page(found, asked, found.versions)


def _posted(found: Draft) -> ResponseReturnValue:
    # only what was sent is an answer: a posted form is not filled up from what was known before
    asked = stage_form(found.fields)
    if not asked.validate():
        return _page(found, asked, found.versions), 422
    answers, complete = asked.answers(lambda said: found.catalogue.asked(found.theme.code, found.stage.code, said))
    theirs, unreadable = request.form.get("theirs", ""), asked.unreadable()
    keys = [field.key for field in found.fields if field.key not in unreadable and field.key != theirs]
    based_on = {key: request.form.get(BASE + key, NOT_SHOWN, type=int) for key in keys}
    said = {key: answers.get(key) for key in keys}
    kept = fill_in(case=found.public_id, answers=said, based_on=based_on, actor=current_actor(), now=present())
    if PREFIX + theirs in asked._fields:
        asked._fields[PREFIX + theirs].data = as_input(kept.answers.get(theirs, ""))
        return _page(found, asked, kept.versions, kept.clashes)
    if kept.clashes or not (complete or request.form.get("save")):
        return _page(found, asked, kept.versions, kept.clashes), 422
    if request.form.get("save"):
        flash(gettext("已存好，随时可以接着填。"), "done")
        return redirect(url_for("enterprise.form", case=found.public_id))
    return redirect(url_for("enterprise.items", case=found.public_id))


def _say_what_is_open(asked: AnswerForm, found: Draft) -> None:
    """Which questions keep the person from going on, as links above the form."""
    for key in found.plan.unanswered:
        words = gettext("系统先填的，请核对后保存。") if key in found.prefilled else gettext("请回答这一项。")
        asked._fields[PREFIX + key].errors = [words]


def _page(found: Draft, asked: AnswerForm, versions: Any, clashes: Iterable[Clash] = ()) -> str:
    fields = {field.key: field for field in found.fields}
    standing = {key: field.data for key, field in asked._fields.items()}
    put = found.catalogue.asked(found.theme.code, found.stage.code, _readable(fields.values(), standing))
    return render_template(
        "enterprise/form.html", draft=found, form=asked, versions=versions, asked={field.key for field in put},
        clashes={one.key: one for one in _clash_words(fields, clashes)},
    )  # fmt: skip


def _readable(fields: Iterable[FormField], typed: dict[str, Any]) -> dict[str, Any]:
    """What is typed, as far as it can be read: it decides which questions are put."""
    found = {}
    for field in fields:
        try:
            found[field.key] = read_answer(field, typed.get(PREFIX + field.key))
        except ValueError:
            continue
    return found


def _clash_words(fields: dict[str, FormField], clashes: Iterable[Clash]) -> list[ClashWords]:
    clashes = tuple(clashes)
    with reading() as session:
        names = who_typed(session, {one.by for one in clashes if one.by})
    return [
        ClashWords(
            one.field, _said(fields[one.field], one.theirs), _said(fields[one.field], one.mine),
            names.get(one.by or 0, ""), f"{local_time(one.at):%H:%M}" if one.at else "", one.version,
            "" if one.theirs is None else as_input(one.theirs),
        )
        for one in clashes
    ]  # fmt: skip


def _said(field: FormField, value: object) -> str:
    return gettext("没有填") if value is None else answer_said(field, value)


@blueprint.post("/drafts/<case>/answers")
@guard("apply")
def answers_json(case: str) -> ResponseReturnValue:
    """One field as it was typed: saved, unreadable, or somebody else's meanwhile; and how the form stands now."""
    with reading() as session:
        asked = draft_form(session, case, current_actor())
    key = request.form.get("field", "")
    field = asked.fields.get(key)
    if field is None:
        return jsonify(state="gone", words=gettext("这张表里没有这一项。")), 422
    try:
        value = read_answer(field, request.form.get("value"))
    except ValueError as wrong:
        return jsonify(state="wrong", field=key, words=str(wrong))
    based_on, moment = {key: request.form.get("base", NOT_SHOWN, type=int)}, present()
    try:
        kept = fill_in(case=case, answers={key: value}, based_on=based_on, actor=current_actor(), now=moment)
    except Stale:
        return jsonify(state="gone", words=gettext("这次申报已经提交，不能再改。")), 409
    return jsonify(
        _standing(asked, key, kept) | {"said": gettext("已保存 %(time)s", time=f"{local_time(moment):%H:%M}")}
    )


def _standing(asked: DraftForm, key: str, kept: FilledIn) -> dict[str, Any]:
    told = _clash_words(dict(asked.fields), kept.clashes)
    clash = render_template("enterprise/parts/clash.html", clash=told[0]) if told else ""
    return {
        "state": "clash" if told else "saved", "field": key, "clash": clash,
        "asked": [field.key for field in asked.asked(kept.answers)],
        "answers": {
            name: [as_input(kept.answers[name]) if name in kept.answers else "", version]
            for name, version in kept.versions.items()
        },
    }  # fmt: skip
