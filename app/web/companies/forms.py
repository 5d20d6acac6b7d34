"""What members fill in about their enterprise. Names of fields are the names the refusals use."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.presenters.labels import label
from app.web.presenters.member_words import member_means, member_role
from app.web.promises.forms import DayField
from app.web.public.forms import TOO_LONG, RegisterForm, text
from app.web.typed_text import one_line
from approvals.domain.membership import OFFERED
from departments.domain.catalogue import Catalogue

PHONE = r"^$|^[0-9+\-() ]{7,32}$"


class ProjectsField(SelectMultipleField):
    """Projects to tick; what was not offered is refused by the use-case."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: object) -> None:
        """The use-case knows whose they are."""


class MandateForm(FlaskForm):
    """A power of attorney: the sealed paper, how long, and where."""

    file = FileField(lazy_gettext("授权委托书"), description=lazy_gettext("盖章后扫描，PDF 或图片。"))
    valid_until = DayField(lazy_gettext("委托到哪天止"), is_required=False)
    projects = ProjectsField(
        lazy_gettext("委托办理的项目"), description=lazy_gettext("一个都不选，就是本企业的全部项目。")
    )

    def offer(self, projects: list[tuple[str, str]]) -> None:
        """The enterprise's own projects."""
        self.projects.choices = [SelectChoice(public_id, name) for public_id, name in projects]


class InviteForm(MandateForm):
    """A new member: what it may do, and who it is if it has an account."""

    role = RadioField(lazy_gettext("请他来做什么"), validate_choice=False)
    username = StringField(
        lazy_gettext("对方的用户名"),
        [Length(max=64, message=TOO_LONG)],
        filters=[one_line],
        description=lazy_gettext("不填也可以：谁先打开链接，谁就加入。"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    seen = HiddenField()
    """The newest invitation on the page: one made since by the same form is what the form made."""

    def offer(self, projects: list[tuple[str, str]]) -> None:
        """The roles, each with what it may do."""
        super().offer(projects)
        words = [(role.value, f"{member_role(role.value)} · {member_means(role.value)}") for role in OFFERED]
        self.role.choices = [SelectChoice(value, said) for value, said in words]


class CompanyForm(FlaskForm):
    """Who represents the enterprise, where it sits, whom to call."""

    legal_representative = text(lazy_gettext("法定代表人"), 64, render_kw={"autocomplete": "off"})
    address = text(lazy_gettext("住所"), 255, render_kw={"autocomplete": "street-address"})
    contact_name = StringField(lazy_gettext("联系人"), [Length(max=64, message=TOO_LONG)], filters=[one_line])
    phone = StringField(
        lazy_gettext("联系电话"),
        [
            Length(max=32, message=TOO_LONG),
            Regexp(PHONE, message=lazy_gettext("电话只写数字，可以带区号和短横线。")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )


class CodeForm(FlaskForm):
    """The unified social credit code in place of an old number."""

    uscc = text(
        lazy_gettext("统一社会信用代码"),
        32,
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class KeepForm(FlaskForm):
    """A paper for the file, with how long it holds."""

    material_code = SelectField(lazy_gettext("是哪种材料"), validate_choice=False)
    file = MultipleFileField(lazy_gettext("文件"), description=lazy_gettext("可以一次选几个，按选的先后算一份。"))
    valid_from = DayField(lazy_gettext("从哪天起有效"), is_required=False)
    valid_until = DayField(lazy_gettext("有效到哪天（空着：长期有效）"), is_required=False)

    def offer(self, catalogue: Catalogue) -> None:
        """Papers that somebody hands in; what the house writes itself is none."""
        papers = [one for one in catalogue.materials.values() if not one.from_form and not one.is_commitment_letter]
        self.material_code.choices = [SelectChoice(one.code, label(one)) for one in papers]


class JoinForm(FlaskForm):
    """A new account that joins at once; the fields are those of the registration."""

    person_name = RegisterForm.person_name
    phone = RegisterForm.phone
    email = RegisterForm.email
    username = RegisterForm.username
    password: PasswordField = RegisterForm.password
    repeated: PasswordField = RegisterForm.repeated
