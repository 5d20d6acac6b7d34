"""What is written about an amendment. Names of fields are the names the refusals use."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.public.forms import REQUIRED, TOO_LONG
from app.web.typed_text import lines

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
