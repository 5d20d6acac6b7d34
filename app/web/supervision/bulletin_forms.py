"""What a supervisor writes into a monthly bulletin. Names of fields are the names the refusals use."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.department.forms import LONGEST, REQUIRED, TOO_LONG
from app.web.typed_text import lines
from approvals.domain.bulletin_words import USUAL_COPIES, USUAL_NEXT_STEPS, Remarks


def _text(label: Any, description: Any = "", **more: Any) -> TextAreaField:
    needed = [DataRequired(REQUIRED)] if more.pop("needed", False) else []
    return TextAreaField(
        label, [*needed, Length(max=LONGEST, message=TOO_LONG)], filters=[lines], description=description,
        render_kw={"rows": 3}, **more,
    )  # fmt: skip


def _line(label: Any, description: Any = "") -> StringField:
    return StringField(label, [DataRequired(REQUIRED), Length(max=255, message=TOO_LONG)], description=description)


class BulletinForm(FlaskForm):
    """月度通报 of a month that has ended."""

    praised = _text(lazy_gettext("通报表扬"), lazy_gettext("可以不填。一行一个，写成“名称：原因”。"))
    criticised = _text(lazy_gettext("通报批评"), lazy_gettext("可以不填。一行一个，写成“名称：原因”。"))
    problems = _text(lazy_gettext("存在的问题"), lazy_gettext("可以不填。一行一条。"))
    next_steps = _text(lazy_gettext("下一步工作"), lazy_gettext("一行一条。"), needed=True)
    copies_to = _text(lazy_gettext("抄送"), lazy_gettext("一行一个单位。"), needed=True)

    def remarks(self) -> Remarks:
        """What was written, as one thing."""
        return Remarks(
            next_steps=self.next_steps.data, copies_to=self.copies_to.data, problems=self.problems.data or "",
            praised=self.praised.data or "", criticised=self.criticised.data or "",
        )  # fmt: skip


USUAL = {"next_steps": USUAL_NEXT_STEPS, "copies_to": USUAL_COPIES}
"""What a new form proposes; an empty answer is no answer, so it is no default of the fields."""


class SlipForm(FlaskForm):
    """A slip of the pen in a published bulletin."""

    wrong = _line(lazy_gettext("写错的字"), lazy_gettext("照文书原文抄，包括标点；每一处都会改。"))
    right = _line(lazy_gettext("应当是"))
    reason = _line(lazy_gettext("更正的理由"), lazy_gettext("会写进新的文书。"))
