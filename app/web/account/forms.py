"""What a person may set for itself."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

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
