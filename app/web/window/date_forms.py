"""What the clerk writes to put a day of acceptance right. Names of fields are the names the refusals use."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.day_field import DayField
from app.web.presenters.labels import label
from app.web.typed_text import lines, one_line
from app.web.window.forms import REQUIRED, TOO_LONG
from approvals.domain.date_reasons import LONGEST, LONGEST_BASIS, REASONS, Change


class AcceptanceForm(FlaskForm):
    """Which notice gave a wrong day, the true day, and why."""

    notice = SelectField(lazy_gettext("哪一份受理通知书"), [DataRequired(REQUIRED)], validate_choice=False)
    accepted_on = DayField(
        lazy_gettext("实际受理日"),
        [InputRequired(REQUIRED)],
        description=lazy_gettext("不早于收到材料那天，不晚于今天。"),
        render_kw={"autocomplete": "off"},
    )
    reason_code = SelectField(
        lazy_gettext("更正的理由"), [DataRequired(lazy_gettext("请从列表里选一个理由。"))], validate_choice=False
    )
    reason = TextAreaField(
        lazy_gettext("补充说明"),
        [Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("会写进给企业的新通知书。"),
        render_kw={"rows": 2},
    )
    basis = StringField(
        lazy_gettext("法律依据"),
        [DataRequired(REQUIRED), Length(max=LONGEST_BASIS, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off", "lang": "zh"},
    )

    def offer(self, notices: Iterable[tuple[str, str]]) -> None:
        """The notices that hold, each with its words; and the reasons."""
        self.notice.choices = [SelectChoice(*notice) for notice in notices]
        listed = [SelectChoice(one.code, label(one)) for one in REASONS[Change.ACCEPTANCE]]
        self.reason_code.choices = [SelectChoice("", "—"), *listed]
