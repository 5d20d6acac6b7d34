"""What the administrator sends."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, Regexp

REQUIRED = lazy_gettext("这一项必须填。")


class CatalogueForm(FlaskForm):
    """A catalogue file to check."""

    file = FileField(
        lazy_gettext("目录文件"),
        [FileRequired(lazy_gettext("请选一个文件。"))],
        description=lazy_gettext("JSON 文件。先检查，全部问题一次列出；没有问题才能发布。"),
        render_kw={"accept": ".json,application/json"},
    )


class PublishForm(FlaskForm):
    """A checked file to publish, named by its hash."""

    sha256 = HiddenField(validators=[DataRequired(REQUIRED), Regexp(r"[0-9a-f]{64}\Z")])


class AssignForm(FlaskForm):
    """Which steward follows a project; the choices are filled in by the page."""

    steward = SelectField(lazy_gettext("项目管家"), [DataRequired(REQUIRED)], validate_choice=False)
