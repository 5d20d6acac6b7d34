"""What a supervisor writes to a department. Names of fields are the names the refusals use."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.day_field import DayField
from app.web.department.forms import LONGEST, REQUIRED, TOO_LONG, TrackForm
from app.web.presenters.oversight_words import LEVELS, RULES
from app.web.typed_text import lines
from approvals.domain.oversight import USUAL_REQUIREMENTS, Demand


class NoticeForm(TrackForm):
    """督办通知单 about one item."""

    rule = SelectField(lazy_gettext("为什么督办"), [DataRequired(REQUIRED)], validate_choice=False)
    level = SelectField(lazy_gettext("督办等级"), [DataRequired(REQUIRED)], validate_choice=False)
    findings = TextAreaField(
        lazy_gettext("发现的问题"),
        [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("一行一条，会写进督办通知单。"),
        render_kw={"rows": 3},
    )
    requirements = TextAreaField(
        lazy_gettext("办理要求"),
        [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("一行一条：要部门做什么。"),
        default=USUAL_REQUIREMENTS,
        render_kw={"rows": 3},
    )
    reply_by = DayField(
        lazy_gettext("最迟哪天答复"),
        [InputRequired(REQUIRED)],
        description=lazy_gettext("要是工作日；没有另外规定的，是三个工作日。"),
        render_kw={"autocomplete": "off"},
    )

    def offer(self) -> None:
        """The lists, in the language of the page."""
        self.rule.choices = [SelectChoice(code, gettext(words)) for code, words in RULES.items()]
        self.level.choices = [SelectChoice(code, gettext(words)) for code, words in LEVELS.items()]

    def demand(self) -> Demand:
        """What was written, as one thing."""
        return Demand(
            rule=self.rule.data, level=self.level.data, findings=self.findings.data,
            requirements=self.requirements.data, reply_by=self.reply_by.data,
        )  # fmt: skip


class CloseForm(FlaskForm):
    """What came of a notice."""

    note = TextAreaField(
        lazy_gettext("办结的情况"),
        [DataRequired(REQUIRED), Length(max=LONGEST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("答复是否属实，问题是否解决。部门能看到。"),
        render_kw={"rows": 3},
    )
