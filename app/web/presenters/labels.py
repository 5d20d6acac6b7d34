"""Names the data carry in two languages, and the words of the catalogue's values that carry only one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from app.web.locale import ENGLISH, language
from app.web.presenters.marking import N_

VALUES = frozenset(
    {
        N_("备案"), N_("核准"), N_("出让"), N_("划拨"), N_("自有"), N_("住宅"), N_("商业"), N_("办公"), N_("工业厂房"),
        N_("仓储物流"), N_("公共服务"), N_("其他"), N_("报告书"), N_("报告表"), N_("登记表"), N_("豁免"), N_("结建"),
        N_("易地建设"), N_("不需要"), N_("企业"), N_("个体工商户"), N_("建材家居"), N_("餐饮"), N_("食品销售"),
        N_("其他零售"),
    }
)  # fmt: skip
PROCEDURES = {
    "APPRAISAL": N_("鉴定"),
    "EXPERT_REVIEW": N_("专家评审"),
    "HEARING": N_("听证"),
    "PUBLICITY": N_("公示"),
    "SITE_VISIT": N_("现场踏勘"),
    "TECH_ASSESSMENT": N_("技术评审"),
    "TESTING": N_("检测"),
    "INSPECTION": N_("检验"),
    "QUARANTINE": N_("检疫"),
    "TENDER": N_("招标"),
    "AUCTION": N_("拍卖"),
}
ITEM_KINDS = {
    "licence": N_("行政许可"),
    "filing": N_("备案"),
    "confirmation": N_("行政确认"),
    "registration": N_("登记"),
    "technical_review": N_("技术审查"),
    "public_service": N_("公共服务"),
    "composite": N_("联合办理"),
}
LEVELS = {"district": N_("区级"), "city": N_("市级"), "province": N_("省级")}
HANDLING = {"instant": N_("即办"), "promise": N_("承诺办理")}
ROLES = {
    "applicant": N_("申报人"),
    "window": N_("综合窗口"),
    "examiner": N_("审查员"),
    "head": N_("签发人"),
    "steward": N_("项目管家"),
    "supervisor": N_("督查专班"),
    "admin": N_("管理员"),
    "system": N_("系统"),
}
SOURCES = {
    "applicant": N_("申报人提供"),
    "third_party": N_("第三方机构出具"),
    "government_data_sharing": N_("政府部门共享取得"),
    "item_output": N_("其他事项办出的结果"),
}


def label(thing: Any) -> str:
    """The name of anything that carries `name_zh` and `name_en` (attribute or key), in the page's language."""
    if thing is None:
        return ""
    first, second = ("name_en", "name_zh") if language() == ENGLISH else ("name_zh", "name_en")
    return str(_part(thing, first) or _part(thing, second) or "")


def person_name(person: Any) -> str:
    """A person's name as the page writes it; the Chinese name where there is no other."""
    return str((person.name_en if language() == ENGLISH else "") or person.name)


def _part(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def answer(value: object) -> str:
    """An answer of the form as words: yes and no, a choice of the catalogue; anything else as it stands."""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if value is None or value == "":
        return gettext("未填")
    return value_words(str(value))


def value_words(value: str) -> str:
    """备案 → Filing, for the values the first catalogue uses; a value without a translation stays as data."""
    return gettext(value) if value in VALUES else value


def procedure(kind: str) -> str:
    """EXPERT_REVIEW → 专家评审."""
    return gettext(PROCEDURES[kind]) if kind in PROCEDURES else kind


def words_of(table: Mapping[str, str], code: str) -> str:
    """The word for a code of one of the tables here; the code itself when the table does not have it."""
    return gettext(table[code]) if code in table else code


def role(code: str) -> str:
    """examiner → 审查员."""
    return words_of(ROLES, code)


def item_kind(code: str) -> str:
    """licence → 行政许可."""
    return words_of(ITEM_KINDS, code)


def level(code: str) -> str:
    """district → 区级."""
    return words_of(LEVELS, code)


def handling(code: str) -> str:
    """instant → 即办."""
    return words_of(HANDLING, code)


def source(code: str) -> str:
    """third_party → 第三方机构出具."""
    return words_of(SOURCES, code)
