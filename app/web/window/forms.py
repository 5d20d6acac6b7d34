"""What the window clerk writes. Names of fields are the names the refusals use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.web.presenters.labels import label
from app.web.typed_text import lines, one_line
from approvals.domain.states import Verdict
from approvals.queries.department_papers import PaperRow

REQUIRED = lazy_gettext("这一项必须填。")
TOO_LONG = lazy_gettext("太长了。")
LONGEST = 2000


def _text(name: Any, *checks: Any, rows: int = 3, hint: Any = "") -> TextAreaField:
    checks = (*checks, Length(max=LONGEST, message=TOO_LONG))
    return TextAreaField(name, checks, filters=[lines], description=hint, render_kw={"rows": rows})


class AcceptForm(FlaskForm):
    """The items to admit, by the public ids of their tracks."""

    tracks = SelectMultipleField(lazy_gettext("受理哪些事项"), validate_choice=False)

    def validate_tracks(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(lazy_gettext("请至少选一个事项。"))


class PaperForm(FlaskForm):
    """What the window says of the paper before it."""

    verdict = RadioField(
        lazy_gettext("这份材料"),
        [DataRequired(lazy_gettext("请选一项。"))],
        choices=[
            SelectChoice(Verdict.ACCEPTED.value, lazy_gettext("符合要求")),
            SelectChoice(Verdict.RETURNED.value, lazy_gettext("缺项")),
        ],
        render_kw={"inline": True},
    )
    comment = _text(
        lazy_gettext("意见"), Optional(), rows=2, hint=lazy_gettext("缺项必须写明缺什么，会写进一次性告知书。")
    )


class InadmissibleForm(FlaskForm):
    """Another organ is competent, and it is named (行政许可法 32(2))."""

    reason = _text(
        lazy_gettext("为什么不归这里管"), DataRequired(REQUIRED), hint=lazy_gettext("一行一条，会写进决定书。")
    )
    competent_organ = StringField(
        lazy_gettext("应当向哪个机关申请"),
        [DataRequired(lazy_gettext("必须写明应当向哪个机关申请。")), Length(max=128, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )
    organ_address = StringField(
        lazy_gettext("这个机关的地址"),
        [DataRequired(lazy_gettext("必须写明这个机关的地址。")), Length(max=255, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "off"},
    )


class NotRequiredForm(FlaskForm):
    """The matter needs no licence (行政许可法 32(1))."""

    reason = _text(lazy_gettext("为什么不用办"), DataRequired(REQUIRED), hint=lazy_gettext("一行一条，会写进告知书。"))


class CorrectionForm(FlaskForm):
    """The one-time notice: for each paper ticked, what is wrong and what is asked. Built by `correction_form`."""

    papers: Sequence[PaperRow] = ()

    def lines(self) -> list[tuple[PaperRow, Field, Field, Field]]:
        """Paper, tick, defect and requirement, in the order of the filing."""
        return [
            (paper, self[f"tick_{paper.paper}"], self[f"defect_{paper.paper}"], self[f"ask_{paper.paper}"])
            for paper in self.papers
        ]

    def chosen(self) -> list[tuple[PaperRow, str, str]]:
        """The lines that are ticked."""
        return [(paper, defect.data, ask.data) for paper, tick, defect, ask in self.lines() if tick.data]

    def check(self) -> bool:
        """Every ticked line says what is wrong and what is asked, and there is one."""
        good = bool(self.validate_on_submit())
        for _, tick, defect, ask in self.lines():
            for part in (defect, ask):
                if tick.data and not part.data:
                    part.errors = [str(REQUIRED)]
                    good = False
        if not self.chosen():
            self.form_errors.append(str(lazy_gettext("请至少勾选一份材料。")))
            good = False
        return good


def correction_form(
    papers: Sequence[PaperRow], prefilled: dict[str, tuple[str, str]], **options: Any
) -> CorrectionForm:
    """A form with one line per paper; `prefilled` holds the words for papers that are ticked from the start."""
    members: dict[str, Any] = {"papers": tuple(papers)}
    data: dict[str, Any] = {}
    for paper in papers:
        members[f"tick_{paper.paper}"] = BooleanField(label(paper.material))
        members[f"defect_{paper.paper}"] = _text(lazy_gettext("哪里不对"), rows=2)
        members[f"ask_{paper.paper}"] = _text(lazy_gettext("要改成什么样"), rows=2)
        words = prefilled.get(paper.paper)
        data[f"tick_{paper.paper}"] = words is not None
        data[f"defect_{paper.paper}"], data[f"ask_{paper.paper}"] = words or ("", "")
    made: CorrectionForm = type("CorrectionForm", (CorrectionForm,), members)(data=data, **options)
    return made
