"""What the steward writes: a reminder, an answer, a proof of service."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.web.moment_field import MomentField, as_moment
from app.web.presenters.service_words import METHODS
from app.web.typed_text import lines, one_line
from approvals.domain.key_projects import REASON_CHARACTERS
from approvals.domain.service import Service

REQUIRED = lazy_gettext("这一项必须填。")
TOO_LONG = lazy_gettext("太长了。")


class RemindForm(FlaskForm):
    """What the department is asked to do."""

    text = TextAreaField(
        lazy_gettext("提醒什么"),
        [DataRequired(REQUIRED), Length(max=1000, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("承办部门的审查员和签发人会在消息里看到，也会记入办件经过。"),
        render_kw={"rows": 3},
    )


class GreenForm(FlaskForm):
    """Why the project takes the green channel; empty closes it."""

    reason = StringField(
        lazy_gettext("进绿色通道的理由"),
        [Length(max=REASON_CHARACTERS, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("留空就是退出。各部门的队列会标出来，法定时限不变。"),
        render_kw={"autocomplete": "off"},
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


def _line(text: Any, longest: int = 64, hint: Any = "") -> StringField:
    return StringField(
        text,
        [Length(max=longest, message=TOO_LONG)],
        filters=[one_line],
        description=hint,
        render_kw={"autocomplete": "off"},
    )


class ServeForm(FlaskForm):
    """How a document reached the applicant (送达回证). What each way demands is asked by the use-case."""

    method = RadioField(
        lazy_gettext("送达方式"),
        [DataRequired(REQUIRED)],
        choices=[SelectChoice(code, words) for code, words in METHODS.items()],
    )
    arrived_at = MomentField(
        lazy_gettext("送到、签收或者公告的时间"),
        [Optional()],
        description=lazy_gettext("邮寄和公告必须填；当面和留置送达空着就是现在；网上送达由系统按企业能看到的时间算。"),
    )
    receiver = _line(lazy_gettext("签收人"), hint=lazy_gettext("当面送达和邮寄送达必须填写。"))
    relation = _line(lazy_gettext("与受送达人的关系"), hint=lazy_gettext("不是本人签收的写明，例如前台、代理人。"))
    second_server = _line(lazy_gettext("第二送达人"), hint=lazy_gettext("当面和留置送达要两个人去。"))
    place = _line(lazy_gettext("送达地点"), 255, lazy_gettext("空着就是企业的住所。"))
    refusal = TextAreaField(
        lazy_gettext("拒收的理由"),
        [Length(max=1000, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("留置送达必须写。"),
        render_kw={"rows": 2},
    )
    witnesses = _line(lazy_gettext("见证人"), 255, lazy_gettext("留置送达写明；有拍照、录像的可以不写。"))
    is_recorded = BooleanField(lazy_gettext("送达过程有拍照、录像"))
    carrier = _line(lazy_gettext("快递公司"))
    tracking_no = _line(lazy_gettext("快递单号"))
    channel = _line(
        lazy_gettext("公告在哪里"), 255, lazy_gettext("网址、报纸名称和日期，或者公告栏。三十日以后视为送达。")
    )
    remark = TextAreaField(
        lazy_gettext("备注"), [Length(max=1000, message=TOO_LONG)], filters=[lines], render_kw={"rows": 2}
    )

    def service(self) -> Service:
        """What was typed, once the form is valid; the time of the wall as a moment."""
        words = {
            name: getattr(self, name).data or ""
            for name in (
                "receiver", "relation", "second_server", "place", "refusal", "witnesses", "carrier", "tracking_no",
                "channel", "remark",
            )
        }  # fmt: skip
        arrived_at = as_moment(self.arrived_at.data)
        return Service(method=self.method.data, arrived_at=arrived_at, is_recorded=self.is_recorded.data, **words)
