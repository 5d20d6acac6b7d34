"""What the administrator sends about the calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import FieldList, Form, FormField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.web.admin.forms import REQUIRED
from departments.domain.calendar_import import Fault, Row

DATE = {"type": "date"}
MOST_TEXT = 20_000
TOO_LONG = lazy_gettext("太长了。")


class YearForm(FlaskForm):
    """Whose year it is and by which notice."""

    year = IntegerField(
        lazy_gettext("年份"),
        [Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "class": "is-short"},
    )
    notice = StringField(
        lazy_gettext("文号"),
        [Length(max=128, message=TOO_LONG)],
        description=lazy_gettext("例如 国办发明电〔2025〕7号。"),
        render_kw={"autocomplete": "off"},
    )


class TextForm(YearForm):
    """A notice pasted as it was published."""

    text = TextAreaField(
        lazy_gettext("通知原文"),
        [DataRequired(REQUIRED), Length(max=MOST_TEXT, message=TOO_LONG)],
        description=lazy_gettext("把通知全文贴进来，年份和文号会自动读出；读不到的再填下面两项。"),
        render_kw={"rows": 12, "lang": "zh"},
    )


class FileForm(YearForm):
    """A file of days."""

    file = FileField(
        lazy_gettext("表格文件"),
        [FileRequired(lazy_gettext("请选一个文件。"))],
        description=lazy_gettext(
            "四列：日期、是否上班（1 是上班，0 是放假）、节日、文号；一行一天。存成逗号分隔的文本。"
        ),
        render_kw={"accept": ".csv,text/csv"},
    )


class RowFields(Form):
    """One span of days; an empty line is passed over."""

    first = StringField(lazy_gettext("从"), render_kw=DATE)
    last = StringField(lazy_gettext("到"), render_kw=DATE)
    kind = SelectField(
        lazy_gettext("是什么日子"),
        choices=[SelectChoice("off", lazy_gettext("放假")), SelectChoice("work", lazy_gettext("调休上班"))],
        default="off",
    )
    name = StringField(lazy_gettext("节日"))


class RowsForm(YearForm):
    """Days typed one span after the other."""

    rows = FieldList(FormField(RowFields), min_entries=16, max_entries=40)

    def unread(self) -> list[Fault]:
        """The lines that hold what the page never offered, with their numbers; they leave the errors of the form."""
        faults = [Fault(number, "bad_row") for number, entry in enumerate(self.rows, 1) if entry.form.errors]
        self.rows.errors = []
        return faults

    def given(self) -> list[Row]:
        """The lines that are not empty, with their numbers as the page shows them."""
        lines = ((number, entry.form) for number, entry in enumerate(self.rows, 1))
        return [
            Row(number, one.first.data or "", one.last.data or "", one.kind.data == "work", one.name.data or "")
            for number, one in lines
            if (one.first.data or "").strip() or (one.last.data or "").strip() or (one.name.data or "").strip()
        ]


class ConfirmForm(FlaskForm):
    """The preview that was looked at, by its digest."""

    digest = HiddenField(validators=[DataRequired(REQUIRED)])


class RejectForm(FlaskForm):
    """Why a year is not confirmed."""

    words = TextAreaField(
        lazy_gettext("退回的理由"), [DataRequired(REQUIRED), Length(max=1000, message=TOO_LONG)], render_kw={"rows": 3}
    )


class EarlierForm(FlaskForm):
    """Days may come earlier than what was told, and why."""

    reason = TextAreaField(
        lazy_gettext("理由"), [DataRequired(REQUIRED), Length(max=1000, message=TOO_LONG)], render_kw={"rows": 2}
    )


class ClosureForm(FlaskForm):
    """A department is closed for some days; the choices are filled in by the page."""

    department = SelectField(lazy_gettext("部门"), [DataRequired(REQUIRED)], validate_choice=False)
    first_on = StringField(lazy_gettext("第一天"), [DataRequired(REQUIRED)], render_kw=DATE)
    last_on = StringField(lazy_gettext("最后一天"), [DataRequired(REQUIRED)], render_kw=DATE)
    reason = StringField(
        lazy_gettext("事由"),
        [DataRequired(REQUIRED), Length(max=255, message=TOO_LONG)],
        description=lazy_gettext("申报人会看到，例如“窗口搬迁”。"),
    )
