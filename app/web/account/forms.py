"""What a person may set for itself."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.web.typed_text import one_line

REQUIRED = lazy_gettext("这一项必须填。")
# each language is named in itself, so that it is found by who needs it
LANGUAGES = (SelectChoice("zh_Hans_CN", "中文"), SelectChoice("en", "English"))  # zh only


class LanguageForm(FlaskForm):
    """The language of pages and mails."""

    locale = RadioField(
        lazy_gettext("语言"),
        [DataRequired(lazy_gettext("这一项必须填。"))],
        choices=list(LANGUAGES),
        description=lazy_gettext("网页和邮件都用这个语言；文书始终是中文。"),
    )


def code_field(hint: str | None = None) -> StringField:
    """A code of the authenticator app; a recovery code is longer and has letters."""
    return StringField(
        lazy_gettext("验证码"),
        [DataRequired(REQUIRED), Length(max=24, message=lazy_gettext("太长了。"))],
        filters=[one_line],
        description=hint or lazy_gettext("手机验证器上现在显示的 6 位数字。"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class FirstCodeForm(FlaskForm):
    """Proof that the telephone knows the secret."""

    code = code_field()


class TurnOffForm(FlaskForm):
    """Password and code together."""

    password = PasswordField(
        lazy_gettext("密码"),
        [DataRequired(REQUIRED), Length(max=256, message=lazy_gettext("太长了。"))],
        render_kw={"autocomplete": "current-password"},
    )
    code = code_field(lazy_gettext("手机验证器上现在显示的 6 位数字，或者一个恢复码。"))
