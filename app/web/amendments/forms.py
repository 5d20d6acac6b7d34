"""What is written about an amendment. Names of fields are the names the refusals use."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, PasswordField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.public.forms import REQUIRED, TOO_LONG
from app.web.typed_text import lines, one_line

MOST = 1000


class ReasonForm(FlaskForm):
    """Why the answers change."""

    reason = TextAreaField(
        lazy_gettext("为什么要变更"),
        [DataRequired(REQUIRED), Length(max=MOST, message=TOO_LONG)],
        filters=[lines],
        render_kw={"rows": 3, "maxlength": MOST},
    )


class AnswerForm(FlaskForm):
    """Agree to what was seen, or decline with a word."""

    seen = HiddenField()
    word = TextAreaField(
        lazy_gettext("说明"),
        [Length(max=MOST, message=TOO_LONG)],
        filters=[lines],
        description=lazy_gettext("不同意时要写明理由。"),
        render_kw={"rows": 3, "maxlength": MOST},
    )


class ProofForm(FlaskForm):
    """The person proves again who signs: a code where the second factor is set up, else the password."""

    password = PasswordField(lazy_gettext("密码"), render_kw={"autocomplete": "current-password"})
    code = StringField(lazy_gettext("验证码"), render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"})


class HandoverForm(ProofForm):
    """Who takes the project over, and why."""

    uscc = StringField(
        lazy_gettext("接手企业的统一社会信用代码"),
        [DataRequired(REQUIRED), Length(max=32, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("对方要已经在这里注册。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    reason = TextAreaField(
        lazy_gettext("为什么要变更"),
        [DataRequired(REQUIRED), Length(max=MOST, message=TOO_LONG)],
        filters=[lines],
        render_kw={"rows": 3, "maxlength": MOST},
    )
    file = FileField(
        lazy_gettext("证明材料"),
        [FileRequired(lazy_gettext("请上传证明材料，例如合并、分立的决议或者转让合同。"))],
        description=lazy_gettext("合并、分立的决议，转让合同等，盖章后扫描，PDF 或图片。"),
    )


class ConsentForm(ProofForm):
    """The promises that are taken over, ticked line by line."""

    lines = SelectMultipleField(lazy_gettext("接手的承诺"), coerce=int, validate_choice=False)
