"""What the steward writes: a reminder, an answer, a proof of service."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.web.typed_text import lines, one_line

REQUIRED = lazy_gettext("这一项必须填。")
TOO_LONG = lazy_gettext("太长了。")
METHODS = (
    ("online", lazy_gettext("网上送达")),
    ("hand", lazy_gettext("当面送达")),
    ("post", lazy_gettext("邮寄送达")),
    ("notice", lazy_gettext("公告送达")),
)


class RemindForm(FlaskForm):
    """What the department is asked to do."""

    text = TextAreaField(
        lazy_gettext("提醒什么"),
        [DataRequired(REQUIRED), Length(max=1000, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("承办部门的审查员和签发人会在消息里看到，也会记入办件经过。"),
        render_kw={"rows": 3},
    )


class AnswerForm(FlaskForm):
    """An answer to the enterprise."""

    text = TextAreaField(
        lazy_gettext("答复"),
        [DataRequired(REQUIRED), Length(max=4000, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("企业马上能看到，请写清楚谁在什么时候做什么。"),
        render_kw={"rows": 3},
    )


class ServeForm(FlaskForm):
    """How a document reached the applicant (送达回证)."""

    method = RadioField(
        lazy_gettext("送达方式"),
        [DataRequired(REQUIRED)],
        choices=[SelectChoice(code, words) for code, words in METHODS],
    )
    receiver = StringField(
        lazy_gettext("签收人"),
        [Length(max=64, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("当面送达和邮寄送达必须填写；代收的请在备注里写明关系。"),
        render_kw={"autocomplete": "off"},
    )
    remark = TextAreaField(
        lazy_gettext("备注"),
        [Length(max=1000, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("邮寄单号、公告网址、拒收的情形等。"),
        render_kw={"rows": 3},
    )
