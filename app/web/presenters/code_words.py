"""What is wrong with a credit code or a project code: the refusals of both, as sentences."""

from __future__ import annotations

from app.web.presenters.marking import N_

CREDIT_CODE = {
    "uscc_empty": N_("请填统一社会信用代码，在营业执照上。"),
    "uscc_length": N_("统一社会信用代码是 18 位，现在是 %(length)s 位。"),
    "uscc_old_check": N_(
        "看着是以前的注册号（15 位）或组织机构代码（9 位），但最后一位（校验码）不对，请对照证照。"
        "统一社会信用代码是 18 位，现在是 %(length)s 位。"
    ),
    "uscc_alphabet": N_("第 %(position)s 位“%(found)s”不会出现：代码只用数字和大写字母，不用 I、O、S、V、Z。"),
    "uscc_region": N_("第 3 到 8 位应是登记机关的区划代码，这里不是数字或没有这个区划。"),
    "uscc_check_character": N_("最后一位（校验码）不对，请对照营业执照。"),
    "uscc_organisation_check": N_("第 17 位（主体标识的校验码）不对，请对照营业执照。"),
}
PROJECT_CODE = {
    "project_code_empty": N_("请填项目代码；还没有的，可以先空着。"),
    "project_code_characters": N_("项目代码只有数字和短横线。"),
    "project_code_length": N_("项目代码是 20 位数字，现在是 %(digits)s 位。"),
    "project_code_groups": N_("项目代码的分段不对，应当像 2603-370114-04-01-123453。"),
    "project_code_month": N_("项目代码开头四位是年月，这里的月份不对。"),
    "project_code_check_digit": N_("项目代码最后一位（校验码）不对，请对照赋码凭证。"),
}
