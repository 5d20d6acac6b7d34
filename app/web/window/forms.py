"""What the window clerk writes. Names of fields are the names the refusals use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.web.presenters.labels import label
from app.web.typed_text import lines, one_line
from approvals.domain.states import Verdict
from approvals.domain.window_check import NoticeGap
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


class RatingAnswerForm(FlaskForm):
    """What was found and put right after a bad rating."""

    text = _text(lazy_gettext("答复"), DataRequired(REQUIRED), hint=lazy_gettext("企业马上能看到。"))


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
    """The one-time notice: for each line ticked, what is wrong and what is asked. Built by `correction_form`."""

    rows: Sequence[tuple[NoticeGap, PaperRow]] = ()

    def lines(self) -> list[tuple[NoticeGap, PaperRow, Field, Field, Field]]:
        """Who asks, the paper, tick, defect and requirement, in the order of the page."""
        return [
            (gap, paper, self[f"tick_{gap.key}"], self[f"defect_{gap.key}"], self[f"ask_{gap.key}"])
            for gap, paper in self.rows
        ]

    def chosen(self) -> list[tuple[NoticeGap, str, str]]:
        """The lines that are ticked, as they are worded now."""
        return [(gap, defect.data, ask.data) for gap, _, tick, defect, ask in self.lines() if tick.data]

    def check(self) -> bool:
        """Every ticked line says what is wrong and what is asked, and there is one."""
        good = bool(self.validate_on_submit())
        for _, paper, tick, defect, ask in self.lines():
            for part in (defect, ask):
                if tick.data and not part.data:
                    part.errors = [gettext("《%(paper)s》的这一项必须填。", paper=label(paper.material))]
                    good = False
        if not self.chosen():
            self.form_errors.append(str(lazy_gettext("请至少勾选一份材料。")))
            good = False
        return good


def correction_form(papers: Sequence[PaperRow], gaps: Sequence[NoticeGap], **options: Any) -> CorrectionForm:
    """A form with the lines that are wanted, ticked, and an empty one for every other paper."""
    by_id = {paper.paper: paper for paper in papers}
    named = {gap.paper for gap in gaps}
    empty = [
        NoticeGap(paper.paper, paper.paper, "", "", by_window=True) for paper in papers if paper.paper not in named
    ]
    rows = tuple((gap, by_id[gap.paper]) for gap in (*gaps, *empty) if gap.paper in by_id)
    members: dict[str, Any] = {"rows": rows}
    data: dict[str, Any] = {}
    for gap, paper in rows:
        members[f"tick_{gap.key}"] = BooleanField(label(paper.material))
        members[f"defect_{gap.key}"] = _text(lazy_gettext("哪里不对"), rows=2)
        members[f"ask_{gap.key}"] = _text(lazy_gettext("要改成什么样"), rows=2)
        data |= {
            f"tick_{gap.key}": bool(gap.defect),
            f"defect_{gap.key}": gap.defect,
            f"ask_{gap.key}": gap.requirement,
        }
    made: CorrectionForm = type("CorrectionForm", (CorrectionForm,), members)(data=data, **options)
    return made
